"""Items read some entries at a time: what was read before is not read again, and little is held at a time.

An entry begins with a dash at the beginning of a line. Whatever is open there (a quote, a bracket) makes the part
before it unreadable by itself, or swallows the next one, so a text that is cut in a wrong place is never taken.
"""

import re
from collections.abc import Iterator
from collections.abc import Sequence
from contextlib import closing
from contextlib import suppress
from importlib import import_module
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
_LEAD = re.compile(r"(?: *(?:#[^\n]*)?\r?\n)*")
# A section, some entries one below the other, ends where the next entry's first line says so: after a change elsewhere
# it is the same.
_MEAN, _MOST = 64, 256  # entries of a section
_WORTH = 4_000_000  # characters for which another process is worth its start


class _Section(NamedTuple):
    """Some entries of a text: where they stand, how many there are, and under which key what they say is kept."""

    begin: int
    end: int
    size: int
    key: str
    fresh: bool  # nothing is kept of it

    def of(self, text: str) -> str:
        """Return the section's own text."""
        return text[self.begin : self.end]


class Found(NamedTuple):
    """What a text says, and whether some of it was only remembered."""

    items: tuple[Item, ...]
    remembered: bool


def read(text: str, kept: Cache) -> Found | None:
    """Return the items of a text whose entries stand one below the other, None where it is to be read whole.

    What was read of a section before is `kept`. Whether an id is used twice is not looked at.
    """
    sections = [*_sections(text, kept)]
    fresh = [section for section in sections if section.fresh]
    processes = sum(section.end - section.begin for section in fresh) // _WORTH
    if processes > 1:
        # Where no processes can be had, or one of them ended; where one could not be begun before, it is a ValueError.
        with suppress(ImportError, OSError, RuntimeError, ValueError):
            workers = import_module("ledger.workers")  # takes longer to load than most ledgers to read
            texts = (section.of(text) for section in fresh)
            with closing(workers.in_turn(yamltext.parse, texts, processes)) as parsed:
                return _read(text, sections, kept, parsed)
    return _read(text, sections, kept, (yamltext.parse(section.of(text)) for section in fresh))


def _read(
    text: str, sections: Sequence[_Section], kept: Cache, parsed: Iterator[tuple[Value, list[Flaw]]]
) -> Found | None:
    """Read the sections of a text; what the fresh ones say is `parsed`, in their order."""
    found: list[Item] = []
    remembered = False
    for section in sections:
        items: tuple[Item, ...] | None = None
        if not section.fresh:
            items = schema.recall(schema.ITEMS, kept.get(section.key))
            remembered |= items is not None
        if items is None:
            data, flaws = next(parsed) if section.fresh else yamltext.parse(section.of(text))
            items = _shaped(data, flaws, section.size)
            if items is None:
                return None
            if kept.keeps:
                kept.put(section.key, schema.told(data))
        found += items
    return Found(tuple(found), remembered) if found else None


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


def begins(text: str) -> list[int]:
    """Return where the entries of a text begin; nothing where it has another shape."""
    starts = [0] if _FIRST.match(text) else []
    starts += [match.end() for match in _NEXT.finditer(text)]
    whole = all(text[start + 1 : start + 2] not in {"-", "."} for start in starts)
    return starts if starts and whole and _LEAD.fullmatch(text, 0, starts[0]) else []


def _parts(text: str) -> list[str] | None:
    """Return the entries of a text, each with all that stands up to the next one; None where it has another shape."""
    starts = begins(text)
    return [text[begin:end] for begin, end in pairwise([*starts, len(text)])] if starts else None


def _sections(text: str, kept: Cache) -> Iterator[_Section]:
    """Yield the sections of a text; none where it has another shape."""
    starts = begins(text)
    first = 0
    for at, end in enumerate([*starts[1:], len(text)] if starts else [], start=1):
        line = text[end : text.find("\n", end)].encode()
        if at == len(starts) or at - first == _MOST or crc32(line) % _MEAN == 0:
            begin = starts[first]
            key = cache.key("entries", text[begin:end]) if kept.keeps else ""
            yield _Section(begin, end, at - first, key, fresh=not kept.holds(key))
            first = at


def _shaped(data: Value, flaws: Sequence[Flaw], count: int) -> tuple[Item, ...] | None:
    """Return the items that so many entries are, None where they are anything else."""
    if flaws or not isinstance(data, list) or len(data) != count:
        return None
    items: tuple[Item, ...] | None = schema.read(schema.ITEMS, ITEMS, data)[0]
    return items
