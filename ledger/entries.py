"""Items read entry by entry: what stands where it was read before is not read again, and little is held at a time.

An entry begins with a dash at the beginning of a line. Whatever is open there (a quote, a bracket) makes the part
before it unreadable by itself, or swallows the next one, so a text that is cut in a wrong place is never taken.
"""

import re
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Sequence

from ledger import schema
from ledger import yamltext
from ledger.files import ITEMS
from ledger.model import Item
from ledger.yamltext import Value

_ENTRY = re.compile(r"^(?=-[ \r\n])", re.MULTILINE)
_MARK = re.compile(r"^(?:---|\.\.\.)", re.MULTILINE)  # of a document's beginning or end
_LEAD = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\r?\n)*")
_AT_ONCE = 200  # entries that are read together


class Entries:
    """Reads texts of items, and remembers what each entry said."""

    def __init__(self) -> None:
        """Begin without any."""
        self._known: dict[str, Item] = {}

    def learn(self, text: str, items: Sequence[Item]) -> None:
        """Remember what was read of a text in another way."""
        parts = _parts(text) or []
        if len(parts) == len(items):
            self._known.update(zip(parts, items, strict=True))

    def read(self, text: str, tell: Callable[[list[Value]], None] = lambda _: None) -> tuple[Item, ...] | None:
        """Return the items of a text whose entries stand one below the other, None where it is to be read whole.

        `tell` gets the data of what was read, in the order of the text.
        """
        parts = _parts(text)
        if not parts:
            return None
        for some in _unknown(parts, self._known):
            data, flaws = yamltext.parse("".join(some))
            if flaws or not isinstance(data, list) or len(data) != len(some):
                return None
            shaped = schema.read(schema.ITEMS, ITEMS, data)
            if shaped[0] is None:
                return None
            self._known.update(zip(some, shaped[0], strict=True))
            tell(data)
        found = tuple(self._known[part] for part in parts)
        return None if any(schema.duplicate_ids(found)) else found


def _parts(text: str) -> list[str] | None:
    """Return the entries of a text, each with all that stands up to the next one; None where it has another shape."""
    lead, *parts = _ENTRY.split(text)
    return None if _LEAD.fullmatch(lead) is None or _MARK.search(text) else parts


def _unknown(parts: Sequence[str], known: dict[str, Item]) -> Iterator[list[str]]:
    """Yield the parts that are not known, some at a time."""
    some: list[str] = []
    for part in parts:
        if part not in known:
            some.append(part)
        if len(some) == _AT_ONCE:
            yield some
            some = []
    if some:
        yield some
