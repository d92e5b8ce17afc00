"""What a merge may not lose: fields, measures, readings and days that one side had changed since both began."""

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import TypeAlias

from ledger import schema
from ledger import threeway
from ledger.errors import Fault
from ledger.following import WORDS
from ledger.following import followed
from ledger.history import Version
from ledger.history import choices
from ledger.model import Department
from ledger.model import Item
from ledger.model import Ledger
from ledger.model import Routine
from ledger.schema import KEYS
from ledger.schema import PARTS
from ledger.threeway import Data
from ledger.threeway import Difference
from ledger.threeway import Side

Record: TypeAlias = Item | Department | Routine
_ELSEWHERE = frozenset({"log", "status"})  # the log is looked at entry by entry, and the status follows from it
_SIDES = 2


def changes_come_together(version: Version, now: Ledger | None) -> Iterator[tuple[bool, Fault]]:
    """Yield what of a merge got lost, as faults without who made it, each with whether it has a place in its text.

    What a merge by meaning would have kept, whoever chooses, is lost where it is neither in the merge nor in the ledger
    as it is `now`, unless somebody chose in that record.
    """
    began, after = version.began(), version.after
    if began is None or after is None or len(version.before) != _SIDES:
        return
    chosen = {record for _, _, record in choices(version.commit)}
    items = {item.id: item for item in after.items}
    chosen |= {item.id for item in began.items if found_again(item, items) is not items.get(item.id)}
    for file, key in KEYS.items():
        base, *sides = (_named(ledger, file) for ledger in (began, *version.before))
        there = _named(now, file)
        for at, record in enumerate(getattr(after, PARTS[file])):
            name = getattr(record, key)
            three = [each.get(name) for each in (base, *sides)]
            if name not in chosen and _is_mixed(three, record):
                kept = _facts(record) | _facts(there.get(name)) | _facts(three[0])
                if lost := _expected(three, key) - kept:
                    fields = {"record": name, "what": _told(lost)}
                    yield file == "items.yaml", Fault(file, (at,), "merge-lost-fields", fields, name)


def found_again(item: Item, later: Mapping[str, Item]) -> Item | None:
    """Return what an item is `later`: under its number, or where its words stand if others have its number by then."""
    now = later.get(item.id)
    if now and _words(now) == _words(item):
        return now
    moved = [each for each in later.values() if _words(each) == _words(item)]
    return moved[0] if len(moved) == 1 else now


def _words(item: Item) -> tuple[str | None, ...]:
    return tuple(getattr(item, key, None) for key in WORDS)


def _named(ledger: Ledger | None, file: str) -> Mapping[str, Record]:
    records: Sequence[Record] = getattr(ledger, PARTS[file]) if ledger else ()
    return {getattr(record, KEYS[file]): record for record in records}


def _is_mixed(three: Sequence[Record | None], record: Record) -> bool:
    """Return whether a record was there before, and is not just what the side has that alone changed it."""
    base, ours, theirs = three
    alone = theirs if ours == base else ours if theirs in (base, ours) else None
    return None not in three and record != alone


def _expected(three: Sequence[Record | None], key: str) -> set[tuple[str, ...]]:
    """Return what is in the merge by meaning of three versions of a record, whatever is chosen."""
    data = [[_plain(record)] for record in three if record]
    if isinstance(three[0], Item):
        data = followed(*data)  # its measures may have other numbers on one side
    made = [threeway.merge(data, key, choose).records for choose in (_ours, _theirs)]
    return set.intersection(*({fact for record in records for fact in threeway.facts(record)} for records in made))


def _ours(_: Difference) -> Side:
    return "ours"


def _theirs(_: Difference) -> Side:
    return "theirs"


def _facts(record: Record | None) -> AbstractSet[tuple[str, ...]]:
    return frozenset(threeway.facts(_plain(record)) if record else ())


def _plain(record: Record) -> Data:
    return {name: value for name, value in schema.plain(record).items() if name not in _ELSEWHERE}


def _told(lost: AbstractSet[tuple[str, ...]]) -> list[str]:
    """Return where these facts stand, each place once; of what is gone as a whole only the name."""
    places = {fact[:-1] for fact in lost}
    whole = {place[:-1] for place in places if place[-1] in {"id", "on"}}
    kept = {place for place in places if not any(place[: len(each)] == each for each in whole)} | whole
    return [" ".join(filter(None, place)) for place in sorted(kept)]
