"""Items read some entries at a time: what was read before is not read again, and little is held at a time.

An entry begins with a dash at the beginning of a line. Whatever is open there (a quote, a bracket) makes the part
before it unreadable by itself, or swallows the next one, so a text that is cut in a wrong place is never taken.
"""

import re
from collections.abc import Iterator
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple
from zlib import crc32

from ledger import cache
from ledger import schema
from ledger import yamltext
from ledger.cache import NOTHING
from ledger.cache import Cache
from ledger.errors import Flaw
from ledger.files import ITEMS
from ledger.model import Item
from ledger.yamltext import Value

_FIRST = re.compile(r"-[ \r\n]")
_NEXT = re.compile(r"\n(?=-[ \r\n]|---|\.\.\.)")  # or the mark of a document's beginning or end
_LEAD = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\r?\n)*")
# A section, some entries one below the other, ends where the next entry's first line says so: after a change elsewhere
# it is the same.
_MEAN, _MOST = 64, 256  # entries of a section


class Found(NamedTuple):
    """What a text says, and whether some of it was only remembered."""

    items: tuple[Item, ...]
    remembered: bool


def read(text: str, kept: Cache) -> Found | None:
    """Return the items of a text whose entries stand one below the other, None where it is to be read whole.

    What was read of a section before is `kept`. Whether an id is used twice is not looked at.
    """
    starts = _starts(text)
    if not starts:
        return None
    found: list[Item] = []
    remembered = False
    for section, count in _sections(text, starts):
        key = cache.key("entries", section) if kept.keeps else ""
        items: tuple[Item, ...] | None = schema.recall(schema.ITEMS, kept.get(key))
        remembered |= items is not None
        if items is None:
            data, flaws = yamltext.parse(section)
            items = _shaped(data, flaws, count)
            if items is None:
                return None
            if kept.keeps:
                kept.put(key, schema.told(data))
        found += items
    return Found(tuple(found), remembered)


class Known:
    """Reads texts of items that are much alike, and remembers what each entry said."""

    def __init__(self, kept: Cache = NOTHING) -> None:
        """Begin without any; the first text is read as `read` does."""
        self._kept = kept
        self._items: dict[str, Item] = {}

    def learn(self, text: str, items: Sequence[Item]) -> None:
        """Remember what was read of a text in another way."""
        parts = _parts(text) or []
        if len(parts) == len(items):
            self._items.update(zip(parts, items, strict=True))

    def read(self, text: str) -> tuple[Item, ...] | None:
        """Return the items of a text whose entries stand one below the other, None where it is to be read whole."""
        if not self._items and (found := read(text, self._kept)):
            self.learn(text, found.items)
            return found.items
        parts = _parts(text)
        fresh = [part for part in parts or () if part not in self._items]
        for at in range(0, len(fresh), _MEAN):
            some = fresh[at : at + _MEAN]
            items = _shaped(*yamltext.parse("".join(some)), len(some))
            if items is None:
                return None
            self._items.update(zip(some, items, strict=True))
        return tuple(self._items[part] for part in parts) if parts else None


def _starts(text: str) -> list[int]:
    """Return where the entries of a text begin; nothing where it has another shape."""
    starts = [0] if _FIRST.match(text) else []
    starts += [match.end() for match in _NEXT.finditer(text)]
    whole = all(text[start + 1 : start + 2] not in {"-", "."} for start in starts)
    return starts if starts and whole and _LEAD.fullmatch(text, 0, starts[0]) else []


def _parts(text: str) -> list[str] | None:
    """Return the entries of a text, each with all that stands up to the next one; None where it has another shape."""
    starts = _starts(text)
    return [text[begin:end] for begin, end in pairwise([*starts, len(text)])] if starts else None


def _sections(text: str, starts: Sequence[int]) -> Iterator[tuple[str, int]]:
    """Yield the sections of a text, and how many entries each has."""
    first = 0
    for at, start in enumerate(starts):
        line = text[start : text.find("\n", start)].encode()
        if at - first == _MOST or (crc32(line) % _MEAN == 0 and at > first):
            yield text[starts[first] : start], at - first
            first = at
    yield text[starts[first] :], len(starts) - first


def _shaped(data: Value, flaws: Sequence[Flaw], count: int) -> tuple[Item, ...] | None:
    """Return the items that so many entries are, None where they are anything else."""
    if flaws or not isinstance(data, list) or len(data) != count:
        return None
    items: tuple[Item, ...] | None = schema.read(schema.ITEMS, ITEMS, data)[0]
    return items
