"""What happened to the items in a term, as their logs tell it: what counts, without what was taken back."""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ledger.events import Level
from ledger.events import Notice
from ledger.events import Progress
from ledger.events import Return
from ledger.events import idle
from ledger.ladder import latest_round
from ledger.model import Item

# In the order in which a report tells them.
TOLD = ("submit", "verify", "close", "reopen", "extend", "withdraw", "restore", "handover")


@dataclass(frozen=True)
class Happening:
    """An event, and the items that it happened to in the term, in the plan's order."""

    event: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class News:
    """What was reported of an item in the term, by whom and on which day."""

    id: str
    title: str
    area: str
    on: date
    by: str
    note: str


@dataclass(frozen=True)
class Step:
    """A step of supervision that was taken: which, on which day, towards whom."""

    level: Level
    on: date
    to: tuple[str, ...]


@dataclass(frozen=True)
class Returned:
    """An item whose work was returned: how many times in the term and in all, and last on which day and why."""

    id: str
    title: str
    times: int
    in_all: int
    on: date
    reason: str


def happenings(items: Iterable[Item], begin: date, until: date) -> tuple[Happening, ...]:
    """Return what happened to which items, the kinds in the order of a report."""
    found: dict[str, dict[str, None]] = {event: {} for event in TOLD}
    for item in items:
        for entry in item.standing():
            if entry.event in found and begin <= entry.on <= until:
                found[entry.event][item.id] = None
    return tuple(Happening(event, tuple(ids)) for event, ids in found.items() if ids)


def news(items: Iterable[Item], begin: date, until: date) -> tuple[News, ...]:
    """Return the progress that was reported in words, in the plan's order and then that of the log."""
    return tuple(
        News(item.id, item.title, item.area, entry.on, entry.by, entry.note)
        for item in items
        for entry in item.standing()
        if isinstance(entry, Progress) and begin <= entry.on <= until and entry.note and not idle(entry)
    )


def steps(item: Item) -> tuple[Step, ...]:
    """Return the steps of supervision that were taken for an item since it was reopened last, in the order of time."""
    return tuple(Step(entry.level, entry.on, entry.to) for entry in latest_round(item) if isinstance(entry, Notice))


def relapse(item: Item) -> date | None:
    """Return the day on which an item that is open again was reopened last; None: it never was."""
    return next((entry.on for entry in reversed(item.standing()) if entry.event == "reopen"), None)


def returned(items: Iterable[Item], begin: date, until: date) -> Iterator[Returned]:
    """Yield the items whose work was returned in the term."""
    for item in items:
        every = [entry for entry in item.standing() if isinstance(entry, Return) and entry.on <= until]
        found = [entry for entry in every if begin <= entry.on]
        if found:
            yield Returned(item.id, item.title, len(found), len(every), found[-1].on, found[-1].reason)
