"""The history of a ledger: what each version made of its items, the newest first."""

import functools
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from itertools import islice

from pydantic import TypeAdapter

from ledger import cache
from ledger import schema
from ledger.events import Event
from ledger.history import NONE
from ledger.history import UNDOES
from ledger.history import WHY
from ledger.history import Version
from ledger.history import choices
from ledger.model import Item
from ledger.model import Ledger
from ledger.reports.change import ChangedItem
from ledger.reports.change import ChangedValue
from ledger.reports.change import changed
from ledger.reports.change import pairs
from ledger.reports.change import values


@dataclass(frozen=True)
class Chosen:
    """Which side of a merge somebody chose for a record; ours is that of the merge's author."""

    record: str
    side: str


@dataclass(frozen=True)
class Moment:
    """What came to the ledger at once: by a version, or without one (`commit` is None).

    Without a version it is what was not saved yet (no day), or outside of git an entry of a log on its own day.
    """

    commit: str | None
    day: date | None
    author: str | None
    subject: str
    why: str  # of edits by hand
    undoes: tuple[str, ...]
    readable: bool  # false: the files of this version, or of the one before it, have errors of shape
    items: tuple[ChangedItem, ...]
    values: tuple[ChangedValue, ...]
    choices: tuple[Chosen, ...] = ()  # of a merge


@dataclass(frozen=True)
class Timeline:
    """The moments that were asked for; `items` are the ids it was narrowed to, `more` whether there are older ones."""

    items: tuple[str, ...]
    moments: tuple[Moment, ...]
    more: bool


@dataclass(frozen=True)
class Comparison:
    """Two versions side by side; `after` is None for the files as they are."""

    before: str
    before_day: date
    after: str | None
    after_day: date | None
    items: tuple[ChangedItem, ...]
    values: tuple[ChangedValue, ...]
    layout: tuple[str, ...]  # files that differ in nothing but layout or comments


def timeline(moments: Iterable[Moment], ids: Sequence[str], number: int) -> Timeline:
    """Return at most `number` moments (0: all of them) that concern the items `ids`; without any, all moments do."""
    concerning = (narrowed for moment in moments if (narrowed := _narrowed(moment, ids)))
    found = tuple(islice(concerning, number + 1 if number else None))
    return Timeline(tuple(ids), found[:number] if number else found, more=bool(number) and len(found) > number)


def _narrowed(moment: Moment, ids: Sequence[str]) -> Moment | None:
    if not ids:
        return moment
    items = tuple(item for item in moment.items if item.id in ids)
    choices = tuple(each for each in moment.choices if {each.record, each.record.partition(".")[0]} & {*ids})
    return replace(moment, items=items, values=(), choices=choices) if items or choices else None


def unsaved(last: Ledger | None, now: Ledger) -> Iterator[Moment]:
    """Yield what is in the files and in no version yet, if anything is."""
    if last is None:
        return
    items, others = changed(pairs(last, now)), values(last, now)
    if items or others:
        yield Moment(None, None, None, "", "", (), readable=True, items=items, values=others)


@dataclass(frozen=True)
class Made:
    """What a version made of the ledger, as a moment tells it."""

    readable: bool
    items: tuple[ChangedItem, ...] = ()
    values: tuple[ChangedValue, ...] = ()


def moments(versions: Iterable[Version]) -> Iterator[Moment]:
    """Yield what each version made of the ledger; what was found out before is kept, for a version stays what it is."""
    for version in versions:
        key = cache.key("made", *version.identity)
        made = schema.recall(_adapter(), version.kept.get(key))
        if made is None:
            made = _made(version)
            version.kept.put(key, _adapter().dump_json(made, by_alias=True))
        yield _moment(version, made)


@functools.cache
def _adapter() -> TypeAdapter[Made]:
    return TypeAdapter(Made)


def _made(version: Version) -> Made:
    """Return what a version made of the ledger; what a merge only brought together is no change of its own."""
    after = version.after
    known = [before for before in version.before if before is not None]
    if after is None or len(known) < len(version.before):
        return Made(readable=False)
    apart = [dict(_named(pairs(before, after))) for before in known]
    own = [pair for name, pair in apart[0].items() if all(name in other for other in apart)]
    every = [values(before, after) if before is not NONE else () for before in known]
    others = tuple(value for value in every[0] if all(_at(value) in map(_at, other) for other in every))
    return Made(readable=True, items=changed(own), values=others)


def _named(some: Iterable[tuple[Item | None, Item | None]]) -> Iterator[tuple[str, tuple[Item | None, Item | None]]]:
    for before, after in some:
        item = after or before
        if item:
            yield item.id, (before, after)


def _at(value: ChangedValue) -> tuple[str, str]:
    return value.file, value.key


def _moment(version: Version, made: Made) -> Moment:
    commit = version.commit
    return Moment(
        commit=commit.id,
        day=commit.day,
        author=commit.author,
        subject=commit.subject,
        why=" ".join(commit.trailers(WHY)),
        undoes=commit.trailers(UNDOES),
        readable=made.readable,
        items=made.items,
        values=made.values,
        choices=tuple(Chosen(record, side) for side, path, record in choices(commit) if path in version.places),
    )


def entries(ledger: Ledger) -> Iterator[Moment]:
    """Yield the entries of all logs on their own, the newest first: what is known of the past outside of git."""
    told = [(entry.on, at, n, item, entry) for at, item in enumerate(ledger.items) for n, entry in enumerate(item.log)]
    for day, _, n, item, entry in sorted(told, key=lambda one: one[:3], reverse=True):
        yield Moment(None, day, None, "", "", (), readable=True, items=(_one(item, n, entry),), values=())


def _one(item: Item, at: int, entry: Event) -> ChangedItem:
    [whole] = changed([(item, item)])
    return replace(whole, entries=(at + 1,), log=(entry,))
