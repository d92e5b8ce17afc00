"""Which item of a ledger an entry of a table is: the one of its number, else the one of the same text."""

import re
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from difflib import SequenceMatcher

from ledger.exchange.grid import Cell
from ledger.exchange.records import Entry
from ledger.model import Item

_TEXTS = ("problem", "recommendation", "title")
_ALIKE = 0.5  # of two texts of one item, however the one was shortened
_LONG = 200  # characters that are compared


def item_of(entry: Entry, items: Sequence[Item]) -> Item | None:
    """Return the item that an entry is, or None for a new one."""
    named = next((item for item in items if item.id == entry.number), None)
    if named:
        return named
    told = _told(entry)
    same = [item for item in items if any(plain(text) in told for text in _texts(item))]
    return same[0] if len(same) == 1 else None


def is_another(entry: Entry, item: Item) -> bool:
    """Return whether an entry has the number of an item, and a text that is not its."""
    told = _told(entry)
    return bool(told) and not any(_alike(one, plain(other)) for one in told for other in _texts(item))


def are_two(entry: Entry, other: Entry) -> bool:
    """Return whether two entries of one table have the same number and different texts."""
    told, others = _told(entry), _told(other)
    return bool(told) and bool(others) and not {*told} & {*others}


def measure_of(item: Item, line: Mapping[str, Cell]) -> int | None:
    """Return which measure of an item a row is about, by its number or its text; None for a new one."""
    if "measure_id" in line:
        wanted, known = line["measure_id"].text, [measure.id for measure in item.measures]
    else:
        wanted, known = plain(line["measure"].text), [plain(measure.text) for measure in item.measures]
    return known.index(wanted) if wanted in known else None


def _told(entry: Entry) -> list[str]:
    return [plain(cell.text) for key in _TEXTS if (cell := entry.first(key))]


def _texts(item: Item) -> Iterator[str]:
    yield from (text for text in (item.problem, item.recommendation, item.title) if text)


def plain(text: str) -> str:
    """Return a text without its signs and spaces, by which it is compared."""
    return re.sub(r"[\W_]", "", text).casefold()


def _alike(one: str, other: str) -> bool:
    return one in other or other in one or SequenceMatcher(None, one[:_LONG], other[:_LONG]).ratio() >= _ALIKE
