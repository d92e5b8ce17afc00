"""YAML as text: what it says, and where in the text it says it.

libyaml's events become plain data: `str`, `None` (a key without a value), `list` and `dict`. No scalar is interpreted,
so `no`, `0123` and `2025-13-31` reach the schema as they were written. What a ledger does not need and a reader would
trip over (anchors, aliases, tags, several documents, deep nesting) is a flaw. Positions are looked up afterwards by
`locate`, only for the places that somebody asks for.
"""

import re
from bisect import bisect_left
from bisect import bisect_right
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass
from dataclasses import field
from typing import Any
from typing import NamedTuple
from typing import TypeAlias

import yaml
from yaml._yaml import CParser

from ledger.errors import Flaw
from ledger.slips import Report
from ledger.slips import diagnose

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"
Where: TypeAlias = tuple[str | int, ...]

# An item's evidence lies at depth 7. libyaml's scanner needs time quadratic in the depth of flow collections, so the
# limit must fall while the events arrive, not afterwards. libyaml from 0.2.6 has a limit of its own, 1000, which may
# fall first, since its scanner runs ahead of its events.
MAX_DEPTH = 16
BREAKS = "\n\r\x85\u2028\u2029"  # what ends a line, and a comment, for libyaml
_DEPTH_PROBLEM = "exceeded maximum nesting depth"

_STARTS = frozenset({yaml.MappingStartEvent, yaml.SequenceStartEvent})
_NO_TEXT = re.compile(r"[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Spot(NamedTuple):
    """Where a value stands in the text (offset in characters), and its key where it has one, else the same."""

    key: int
    value: int


def parse(text: str) -> tuple[Value, list[Flaw]]:
    """Return the data of the only document in `text`, and its flaws; with any flaw the data is not to be used."""
    flaws: list[Flaw] = []
    data: Value = None
    try:
        data = _build(CParser(text).get_event, flaws)
    except yaml.YAMLError as error:
        flaws.append(_syntax_flaw(text, error))
    if any(flaw.code == _KEYS for flaw in flaws):
        flaws = [flaw for flaw in flaws if flaw.code != _KEYS]
        with suppress(yaml.YAMLError):  # it is among the flaws already
            flaws.extend(_key_flaws(CParser(text).get_event))
    return data, flaws


_SIGN = re.compile(r"(?:^|(?<=[ \t]))#", re.MULTILINE)  # where a comment could begin

_SPACED = re.compile(r"#+(?:\s|\Z)")


def cut_off(text: str) -> list[Flaw]:
    """Return a flaw where `title: 隐患 #2号楼` was read as 隐患 with a comment: perhaps a text was cut off.

    The text must have parsed. A comment has a space behind its sign; a text that holds the sign stands in quotes.
    """
    return [
        Flaw(at, "cut-off")
        for at in comments(text)
        if text[text.rfind("\n", 0, at) + 1 : at].strip() and not _SPACED.match(text, at)
    ]


def comments(text: str) -> Iterator[int]:
    """Yield where comments begin in a text, which must have parsed."""
    signs = [match.start() for match in _SIGN.finditer(text)] if "#" in text else []
    inside: set[int] = set()
    next_event: Callable[[], Any] = CParser(text).get_event
    while signs and not isinstance(event := next_event(), yaml.DocumentEndEvent):
        if isinstance(event, yaml.ScalarEvent) and event.style:  # quoted, or a block: the sign is part of the text
            begin, end = _index(event.start_mark), _index(event.end_mark)
            inside.update(signs[bisect_left(signs, begin) : bisect_left(signs, end)])
    commented = -1  # the line whose comment was seen already
    for at in signs:
        line = text.rfind("\n", 0, at) + 1
        if at not in inside and line != commented:
            commented = line
            yield at


def _build(next_event: Callable[[], Any], flaws: list[Flaw]) -> Value:  # noqa: C901 (one loop, see below)
    """Turn events into data; one loop, for it runs a million times on ten thousand items.

    A mapping is gathered as a flat list (key, value, key, value …) like a sequence, and becomes a dict at its end.
    """
    scalar, mapping_end, sequence_end = yaml.ScalarEvent, yaml.MappingEndEvent, yaml.SequenceEndEvent
    here: list[Value] = []
    append = here.append
    outer: list[list[Value]] = []
    while True:
        event = next_event()
        kind = type(event)
        if kind is scalar:
            if event.anchor is not None or event.tag is not None:
                flaws.append(_decoration(event))
            value = event.value
            append(value if value or event.style else None)
        elif kind is mapping_end or kind is sequence_end:
            child = _mapping(here, event, flaws) if kind is mapping_end else here
            here = outer.pop()
            append = here.append
            append(child)
        elif kind in _STARTS:
            if event.anchor is not None or event.tag is not None:
                flaws.append(_decoration(event))
            outer.append(here)
            if len(outer) > MAX_DEPTH:
                flaws.append(_flaw(event, "too-deep", limit=str(MAX_DEPTH)))
                return None
            here = []
            append = here.append
        elif kind is yaml.AliasEvent:
            flaws.append(_flaw(event, "alias", name=event.anchor))
            append(None)
        elif kind is yaml.DocumentStartEvent and here:
            flaws.append(_flaw(event, "several-documents"))
            return None
        elif kind is yaml.StreamEndEvent:
            if not here or here == [None]:
                flaws.append(Flaw(0, "empty-file"))
            return here[0] if here else None


_KEYS = "keys"  # stands for what is wrong with keys until `_key_flaws` tells


def _mapping(flat: list[Value], end: yaml.Event, flaws: list[Flaw]) -> dict[str, Value]:
    """Return a flat list of keys and values as a mapping; what is wrong with its keys is only noted here."""
    try:
        mapping = dict(zip(flat[::2], flat[1::2], strict=True))
    except TypeError:  # a collection cannot be hashed
        flaws.append(_flaw(end, _KEYS))
        return {}
    if 2 * len(mapping) < len(flat):
        flaws.append(_flaw(end, _KEYS))
    if None in mapping:
        mapping[""] = mapping.pop(None)
    return mapping  # type: ignore[return-value]  # every key is text now


def _key_flaws(next_event: Callable[[], Any]) -> Iterator[Flaw]:
    """Yield a flaw for each key that is a collection or stands in its mapping a second time."""
    outer: list[_Keys | None] = []
    keys: _Keys | None = None  # None: this collection is a sequence
    while not isinstance(event := next_event(), yaml.DocumentEndEvent) and len(outer) <= MAX_DEPTH:
        if isinstance(event, yaml.CollectionEndEvent):
            keys = outer.pop()
        elif isinstance(event, yaml.NodeEvent):
            if keys and keys.expected and isinstance(event, yaml.CollectionStartEvent):
                yield _flaw(event, "complex-key")
            elif keys and keys.expected and isinstance(event, yaml.ScalarEvent):
                if event.value in keys.seen:
                    yield _flaw(event, "duplicate-key", key=event.value)
                keys.seen.add(event.value)
            if keys:
                keys.expected = not keys.expected
            if isinstance(event, yaml.CollectionStartEvent):
                outer.append(keys)
                keys = _Keys() if isinstance(event, yaml.MappingStartEvent) else None


@dataclass
class _Keys:
    """The keys of an open mapping, and whether the next node is one."""

    seen: set[str] = field(default_factory=set)
    expected: bool = True


def _flaw(event: yaml.Event, code: str, **fields: str) -> Flaw:
    return Flaw(_index(event.start_mark), code, fields)


def _decoration(event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> Flaw:
    if event.anchor is not None:
        return _flaw(event, "anchor", name=event.anchor)
    return _flaw(event, "tag", name=str(event.tag).replace("tag:yaml.org,2002:", "!!"))


def _syntax_flaw(text: str, error: yaml.YAMLError) -> Flaw:
    """Return what libyaml could not read, in the clerk's words."""
    if not isinstance(error, yaml.MarkedYAMLError):
        wrong = _NO_TEXT.search(text)
        at = wrong.start() if wrong else 0
        return Flaw(at, "control-character", {"character": f"U+{ord(text[at]):04X}"})
    begun = _index(error.context_mark) if error.context_mark else -1
    noticed = _index(error.problem_mark) if error.problem_mark else begun
    if error.problem == _DEPTH_PROBLEM:
        deep = (flaw for flaw in parse(text[:noticed])[1] if flaw.code == "too-deep")
        return next(deep, Flaw(noticed, "too-deep", {"limit": str(MAX_DEPTH)}))
    return diagnose(text, Report(str(error.problem), noticed, str(error.context), begun), lambda: _last_text(text))


def _last_text(text: str) -> int:
    """Return where the value begins behind which libyaml cannot go on, or -1 if it is no text."""
    last: Any = None
    with suppress(yaml.YAMLError):
        next_event = CParser(text).get_event
        while True:
            last = next_event()
    return _index(last.start_mark) if isinstance(last, yaml.ScalarEvent) else -1


def _index(mark: Any) -> int:  # noqa: ANN401 (two classes of marks without a common base)
    """Return the offset of a mark; the stubs do not know that libyaml's always have one."""
    return int(mark.index)


def locate(text: str, wheres: AbstractSet[Where]) -> dict[Where, Spot]:
    """Return the spots of the values at `wheres` in `text`, which must have parsed without a flaw."""
    return {where: spot for where, spot in _spots(text) if where in wheres}


def _spots(text: str) -> Iterator[tuple[Where, Spot]]:
    """Yield every value of the document, in the order of the text."""
    next_event: Callable[[], Any] = CParser(text).get_event
    where: Where = ()
    outer: list[tuple[Where, int | None]] = []  # the collections around this one
    count: int | None = None  # how many elements of this sequence have come; a mapping has keys instead
    key: yaml.ScalarEvent | None = None
    while not isinstance(event := next_event(), yaml.DocumentEndEvent):
        if isinstance(event, yaml.CollectionEndEvent):
            where, count = outer.pop()
        elif outer and count is None and key is None and isinstance(event, yaml.ScalarEvent):
            key = event
        elif isinstance(event, yaml.NodeEvent):
            own = where if not outer else (*where, str(key.value) if key else count or 0)
            yield own, Spot(_index((key or event).start_mark), _index(event.start_mark))
            key = None
            count = None if count is None else count + 1
            if isinstance(event, yaml.CollectionStartEvent):
                outer.append((where, count))
                where, count = own, 0 if isinstance(event, yaml.SequenceStartEvent) else None


def line_and_column(text: str, offsets: AbstractSet[int]) -> dict[int, tuple[int, int]]:
    """Return line and column (both from 1, in characters, as editors count) for each offset into `text`."""
    starts = [0, *(end.end() for end in re.finditer(r"\r\n|\r|\n", text))]
    return {offset: (line := bisect_right(starts, offset), offset - starts[line - 1] + 1) for offset in offsets}
