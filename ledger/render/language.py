"""The closed language of templates: what it has, and that nothing in it reaches Python or grows without end.

Jinja2's sandbox keeps a template from what Python offers, but not from texts that are made to grow; so the nodes,
filters and tests are listed here, fields are entries of plain data, and there are no calls.
"""

import re
from collections.abc import Iterable
from collections.abc import Sequence
from traceback import walk_tb
from typing import Any

from jinja2 import StrictUndefined
from jinja2 import Undefined
from jinja2 import nodes
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing

_LONGEST = 64_000_000  # characters of a part that was filled; 10,000 items in an annex have a third of it
_NODES = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Getattr, nodes.Getitem, nodes.For,
    nodes.If, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Filter, nodes.Test,
    nodes.Add, nodes.Sub, nodes.Mul, nodes.Neg,
)  # fmt: skip
_FILTERS = ("length", "join", "round")
_TESTS = ("defined", "odd", "even")
_LOOP = ("index", "index0", "revindex", "revindex0", "first", "last", "length")


class StoppedError(Exception):
    """What a template asked for and does not get: the code of a sentence, and what fills it."""

    def __init__(self, code: str, line: int = 0, **fields: str | Sequence[str]) -> None:
        """Take the code, the line of the template where it is known, and the fields."""
        super().__init__(code)
        self.code = code
        self.line = line
        self.fields = fields


class _Unknown(StrictUndefined):
    """A field that is not there: whatever is done with it ends in the sentence that names it."""

    def __init__(self, hint: str | None = None, obj: Any = missing, name: Any = None, exc: Any = None) -> None:
        del hint, exc
        known = [*obj] if isinstance(obj, dict) else [*_LOOP] if isinstance(obj, LoopContext) else []
        code = "template-unknown" if known or obj is missing else "template-no-fields"
        stopped = StoppedError(code, field=str(name), known=known)
        super().__init__(None, obj, name, lambda _: stopped)  # type: ignore[arg-type] # it is called, and no more


class Language(ImmutableSandboxedEnvironment):
    """The language of templates: what is listed above, fields of plain data, and a bound to all that is written."""

    intercepted_binops = frozenset({"+", "-", "*"})

    def __init__(self) -> None:
        """Begin with nothing that is not listed."""
        super().__init__(autoescape=True, undefined=_Unknown, finalize=_written)
        self.globals = {}
        self.filters = {"length": len, "join": _joined, "round": self.filters["round"]}
        self.tests = {name: self.tests[name] for name in _TESTS}
        self.lines: Sequence[str] = ()  # of what was read last

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        self.lines = re.split(r"\r\n|\r|\n", source)
        parsed = super()._parse(source, name, filename)
        for node in (parsed, *parsed.find_all(nodes.Node)):
            _refuse(node)
        return parsed

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return an entry of plain data; nothing that Python itself gives an object is a field."""
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return an entry of plain data, or an unknown field."""
        if isinstance(obj, Undefined):
            str(obj)  # it is the first unknown field that is told
        if isinstance(obj, LoopContext) and argument in _LOOP:
            return getattr(obj, argument)
        if isinstance(obj, dict) and isinstance(argument, str) and argument in obj:
            return obj[argument]
        if isinstance(obj, list) and isinstance(argument, int) and -len(obj) <= argument < len(obj):
            return obj[argument]
        return self.undefined(obj=obj, name=argument)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Count with numbers alone: texts and lists could be made to grow without end."""
        for side in (left, right):
            if isinstance(side, Undefined):
                str(side)
            if not isinstance(side, int | float):
                raise StoppedError("template-value", sign=operator)
        return super().call_binop(context, operator, left, right)

    @staticmethod
    def concat(parts: Iterable[str]) -> str:
        """Join what a template writes, as long as it is no longer than a paper can be."""
        kept: list[str] = []
        size = 0
        for part in parts:
            size += len(part)
            if size > _LONGEST:
                raise StoppedError("template-long")
            kept.append(part)
        return "".join(kept)


def _refuse(node: nodes.Node) -> None:
    """Refuse what the language does not have."""
    unknown = isinstance(node, nodes.Filter) and node.name not in _FILTERS
    unknown = unknown or (isinstance(node, nodes.Test) and node.name not in _TESTS)
    silent = isinstance(node, nodes.CondExpr) and node.expr2 is None
    if unknown or silent or not isinstance(node, _NODES):
        raise StoppedError("template-refused", node.lineno)


def _written(value: Any) -> str:
    """Return how a value is written; a whole number without its .0, what is not known as nothing."""
    if isinstance(value, Undefined):
        return str(value)
    if value is None:
        return ""
    if not isinstance(value, str | int | float):
        raise StoppedError("template-list")
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _joined(values: Any, by: str = "") -> str:
    """Join the values of a list, as long as the text is no longer than a paper can be."""
    texts = [_written(value) for value in values]
    if sum(map(len, texts)) + len(by) * len(texts) > _LONGEST:
        raise StoppedError("template-long")
    return by.join(texts)


def line_of(error: Exception) -> int:
    """Return the line of the template in which an error arose, or 0."""
    found = [line for frame, line in walk_tb(error.__traceback__) if frame.f_code.co_filename == "<template>"]
    return found[-1] if found else 0
