"""Routines on a day: what was done last, whether the period under way is, and which periods were missed."""

from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal

from ledger.model import Every
from ledger.model import Ledger
from ledger.model import Routine
from ledger.routines import Period
from ledger.routines import Standing
from ledger.routines import standing

State = Literal["open", "done"]


@dataclass(frozen=True)
class RoutineRow:
    """A routine on a day.

    `start` is the day it counts from (null: no day is known, nothing can be missed). `state` is of the period under
    way, from `begin` to `until` with `days_left` days in it, all null where there is none. `missed` counts the periods
    that ended without a done day, the first of which began on `missed_since`. `counted_until` is the last day that
    could be counted, where later holidays are not announced yet; else null.
    """

    id: str
    text: str
    item: str | None
    lead: tuple[str, ...]
    every: Every
    source: str | None
    start: date | None
    last_done: date | None
    state: State | None
    begin: date | None
    until: date | None
    days_left: int | None
    missed: int
    missed_since: date | None
    counted_until: date | None


@dataclass(frozen=True)
class MissedPeriod:
    """A period of a routine that ended without a done day."""

    id: str
    text: str
    item: str | None
    lead: tuple[str, ...]
    every: Every
    begin: date
    until: date


@dataclass(frozen=True)
class Run:
    """Missed periods one behind the other, drawn together, and how many they are."""

    begin: date
    until: date
    periods: int


@dataclass(frozen=True)
class MissedRoutine:
    """A routine with its missed periods one by one and in runs, the latest first."""

    row: RoutineRow
    periods: tuple[MissedPeriod, ...]
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Routines:
    """The routines of a ledger on a day, in the order of the file."""

    as_of: date
    rows: tuple[RoutineRow, ...]


@dataclass(frozen=True)
class Duties:
    """Routines that missed periods, most of them first; soon to be done, the next first; that count from no day."""

    missed: tuple[RoutineRow, ...]
    due: tuple[RoutineRow, ...]
    without_start: tuple[str, ...]


@dataclass(frozen=True)
class Missed:
    """Routines that have missed periods, in the order of the file; `asked` are all that were asked for."""

    as_of: date
    asked: tuple[RoutineRow, ...]
    routines: tuple[MissedRoutine, ...]

    @property
    def periods(self) -> Iterator[MissedPeriod]:
        """Yield every missed period, the latest of each routine first."""
        return (period for routine in self.routines for period in routine.periods)


def routines(ledger: Ledger, day: date) -> Routines:
    """Return where each routine stands on `day`."""
    return Routines(day, tuple(_row(ledger, routine, now, day) for routine, now in _standings(ledger, day)))


def missed(ledger: Ledger, day: date, ids: Sequence[str] = ()) -> Missed:
    """Return the missed periods of the routines `ids`, of all of them without any."""
    chosen = [pair for pair in _standings(ledger, day) if not ids or pair[0].id in ids]
    rows = [_row(ledger, routine, now, day) for routine, now in chosen]
    lacking = tuple(_missed(row, now) for row, (_, now) in zip(rows, chosen, strict=True) if now.missed)
    return Missed(day, tuple(rows), lacking)


def pressing(ledger: Ledger, day: date, within: int) -> Duties:
    """Return what the morning view says of routines, with what is to be done in the next `within` days."""
    rows = routines(ledger, day).rows
    near = [row for row in rows if row.state == "open" and row.until and (row.until - day).days <= within]
    return Duties(
        missed=tuple(sorted((row for row in rows if row.missed), key=lambda row: -row.missed)),
        due=tuple(sorted(near, key=lambda row: row.until or date.max)),
        without_start=tuple(row.id for row in rows if row.start is None),
    )


def of_item(ledger: Ledger, item: str, day: date) -> tuple[RoutineRow, ...]:
    """Return the routines that belong to an item."""
    return tuple(_row(ledger, routine, now, day) for routine, now in _standings(ledger, day) if routine.item == item)


def _standings(ledger: Ledger, day: date) -> Iterator[tuple[Routine, Standing]]:
    plan = ledger.settings.plan.date
    return ((routine, standing(routine, plan, day)) for routine in ledger.routines)


def _row(ledger: Ledger, routine: Routine, now: Standing, day: date) -> RoutineRow:
    current = now.current
    return RoutineRow(
        id=routine.id,
        text=routine.text,
        item=routine.item,
        lead=ledger.known(routine.lead),
        every=routine.every,
        source=routine.source,
        start=now.start,
        last_done=now.last_done,
        state=("done" if now.done else "open") if current else None,
        begin=current.begin if current else None,
        until=current.until if current else None,
        days_left=(current.until - day).days if current else None,
        missed=len(now.missed),
        missed_since=now.missed[0].begin if now.missed else None,
        counted_until=now.counted_until,
    )


def _missed(row: RoutineRow, now: Standing) -> MissedRoutine:
    latest = now.missed[::-1]
    shared = (row.id, row.text, row.item, row.lead, row.every)
    return MissedRoutine(row, tuple(MissedPeriod(*shared, *period) for period in latest), tuple(_runs(now))[::-1])


def _runs(now: Standing) -> Iterator[Run]:
    """Yield the missed periods between which no other lies, drawn together."""
    lacking = set(now.missed)
    for is_missed, group in groupby(now.ended, lacking.__contains__):
        if is_missed:
            run: list[Period] = [*group]
            yield Run(run[0].begin, run[-1].until, len(run))
