"""One line an item: what every list, filter and total is made from."""

import re
from collections import Counter
from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from typing import Literal
from typing import assert_never
from typing import get_args

from ledger.errors import Fault
from ledger.model import Item
from ledger.model import Kind
from ledger.model import Ledger
from ledger.model import Status
from ledger.model import Type
from ledger.pace import Light
from ledger.pace import Reason
from ledger.pace import pace
from ledger.pace import report_due

Sort = Literal["file", "id", "due", "light", "status", "area"]

LIGHTS: Sequence[Light] = ("red", "yellow", "grey", "green", "blue")  # the most urgent first
STATUSES: Sequence[Status] = get_args(Status)


@dataclass(frozen=True)
class Row:
    """An item on a day.

    `days_left` is negative when overdue, and None without a date or once the work was handed in; `days_late` is how
    many days late it then was; `quiet_days` are days since the last news; `faults` counts what `ledger check` calls an
    error in this item.
    """

    id: str
    title: str
    area: str
    kind: Kind
    type: Type | None
    status: Status
    light: Light
    light_reason: Reason
    due: date | None
    due_wording: str | None
    days_left: int | None
    days_late: int | None
    quiet_days: int | None
    lead: tuple[str, ...]
    support: tuple[str, ...]
    measures_done: int
    measures_total: int
    faults: int


@dataclass(frozen=True)
class DatedMeasure:
    """An open measure with a date of its own, late (`days_left` negative) or soon due; its item may have more time."""

    id: str
    item: str
    text: str
    due: date
    days_left: int


@dataclass(frozen=True)
class DatedReport:
    """A closing that the supervising body has yet to be told of (报告), by `due`; late if `days_left` is negative."""

    id: str
    title: str
    closed: date
    due: date
    days_left: int


@dataclass(frozen=True)
class SubLedger:
    """The ledger of an item's parts, in `folder`: how many there are, closed, withdrawn, late and soon due."""

    item: str
    folder: str
    total: int
    closed: int
    withdrawn: int
    overdue: int
    due_soon: int


@dataclass(frozen=True)
class Wanted:
    """Which rows to keep; an empty condition keeps all, several values of one condition are alternatives."""

    ids: frozenset[str] = frozenset()
    status: tuple[Status, ...] = ()
    light: tuple[Light, ...] = ()
    area: tuple[str, ...] = ()
    department: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    kind: tuple[Kind, ...] = ()
    type: tuple[Type, ...] = ()
    due_before: date | None = None
    text: str = ""

    def keeps(self, item: Item, row: Row) -> bool:
        """Return whether the item, whose row this is, meets every condition."""
        return (
            (not self.ids or row.id in self.ids)
            and (not self.status or row.status in self.status)
            and (not self.light or row.light in self.light)
            and (not self.area or row.area in self.area)
            and (not self.department or not set(self.department).isdisjoint(row.lead + row.support))
            and (not self.lead or not set(self.lead).isdisjoint(row.lead))
            and (not self.kind or row.kind in self.kind)
            and (not self.type or row.type in self.type)
            and (not self.due_before or (row.due is not None and row.due < self.due_before))
            and (not self.text or self.text.casefold() in _words(item))
        )


def _words(item: Item) -> str:
    texts = [item.id, item.title, item.problem, item.recommendation, item.goal, item.source]
    texts += [measure.text for measure in item.measures]
    texts += [text for indicator in item.indicators for text in (indicator.name, indicator.literal)]
    texts += [entry.note for entry in item.log]
    return "\n".join(text for text in texts if text).casefold()


@dataclass(frozen=True)
class Listing:
    """Some of the ledger's rows on a day, `total` in all; what else is late or soon due goes along."""

    name: Literal["list", "overdue", "due"]
    as_of: date
    total: int
    rows: tuple[Row, ...]
    measures: tuple[DatedMeasure, ...] = ()
    reports: tuple[DatedReport, ...] = ()
    sub_ledgers: tuple[SubLedger, ...] = ()
    within: int | None = None  # days, of `due`


def rows(ledger: Ledger, day: date, faults: Iterable[Fault]) -> tuple[Row, ...]:
    """Return a row for every item, in the order of the file."""
    broken = Counter(fault.item for fault in faults if fault.severity == "error")
    return tuple(_row(ledger, item, day, broken[item.id]) for item in ledger.items)


def _row(ledger: Ledger, item: Item, day: date, faults: int) -> Row:
    now = pace(item, ledger.settings, day)
    done, total = item.progress()
    return Row(
        id=item.id,
        title=item.title,
        area=item.area,
        kind=item.kind,
        type=item.type,
        status=item.status,
        light=now.light,
        light_reason=now.reason,
        due=item.due,
        due_wording=item.due_wording,
        days_left=now.days_left,
        days_late=now.days_late,
        quiet_days=now.quiet_days,
        lead=ledger.known(item.bodies("lead")),
        support=ledger.known(item.bodies("support")),
        measures_done=done,
        measures_total=total,
        faults=faults,
    )


def listing(ledger: Ledger, day: date, faults: Iterable[Fault], wanted: Wanted, sort: Sort) -> Listing:
    """Return the rows that are wanted, sorted."""
    every = rows(ledger, day, faults)
    kept = [row for item, row in zip(ledger.items, every, strict=True) if wanted.keeps(item, row)]
    return Listing("list", day, len(every), tuple(_sorted(kept, sort)))


def overdue(ledger: Ledger, day: date, faults: Iterable[Fault]) -> Listing:
    """Return the items that are late, the latest first, the measures of items that are not closed, and the reports."""
    every = rows(ledger, day, faults)
    late = tuple(report for report in reports_due(ledger, day) if report.days_left < 0)
    subs = tuple(sub for sub in sub_ledgers(ledger, day) if sub.overdue)
    return Listing("overdue", day, len(every), rows_overdue(every), measures_overdue(ledger, day), late, subs)


def due(ledger: Ledger, day: date, faults: Iterable[Fault], within: int) -> Listing:
    """Return the items whose date comes in the next `within` days, the next first."""
    every = rows(ledger, day, faults)
    measures = measures_due(ledger, day, within)
    soon = tuple(report for report in reports_due(ledger, day) if 0 <= report.days_left <= within)
    subs = tuple(sub for sub in sub_ledgers(ledger, day, within) if sub.due_soon)
    return Listing("due", day, len(every), rows_due(every, within), measures, soon, subs, within)


def rows_overdue(every: Iterable[Row]) -> tuple[Row, ...]:
    """Return the rows that are late, the latest first."""
    return tuple(sorted((row for row in every if row.light == "red"), key=_days_left))


def rows_due(every: Iterable[Row], within: int) -> tuple[Row, ...]:
    """Return the rows whose date comes in the next `within` days, the next first."""
    return tuple(sorted((row for row in every if is_near(row, within)), key=_days_left))


def _days_left(row: Row) -> int:
    return row.days_left or 0


def is_near(row: Row, within: int) -> bool:
    """Return whether the row's date comes in the next `within` days, today included."""
    return row.days_left is not None and 0 <= row.days_left <= within


def measures_overdue(ledger: Ledger, day: date) -> tuple[DatedMeasure, ...]:
    """Return the open measures past their own dates, the latest first."""
    return tuple(measure for measure in _dated_measures(ledger, day) if measure.days_left < 0)


def measures_due(ledger: Ledger, day: date, within: int) -> tuple[DatedMeasure, ...]:
    """Return the open measures whose own dates come in the next `within` days, the next first."""
    return tuple(measure for measure in _dated_measures(ledger, day) if 0 <= measure.days_left <= within)


def reports_due(ledger: Ledger, day: date) -> tuple[DatedReport, ...]:
    """Return the closings that are still to be reported, the most urgent first."""
    days = ledger.settings.closing.report_days
    waiting = (
        DatedReport(item.id, item.title, until - timedelta(days=days), until, (until - day).days)
        for item in ledger.items
        if (until := report_due(item, ledger.settings))
    )
    return tuple(sorted(waiting, key=lambda report: report.due))


def sub_ledgers(ledger: Ledger, day: date, within: int | None = None) -> tuple[SubLedger, ...]:
    """Return how far the sub-ledgers of items are; soon is `within` so many days, else as their own settings say."""
    return tuple(
        _sub_ledger(item.id, item.sub_ledger, ledger.subs[item.sub_ledger], day, within)
        for item in ledger.items
        if item.sub_ledger and item.sub_ledger in ledger.subs and item.status != "withdrawn"
    )


def _sub_ledger(item: str, folder: str, sub: Ledger, day: date, within: int | None) -> SubLedger:
    every = rows(sub, day, ())
    soon = sub.settings.lights.due_soon_days if within is None else within
    count = Counter(row.status for row in every)
    late = sum(row.light == "red" for row in every)
    return SubLedger(
        item, folder, len(every), count["closed"], count["withdrawn"], late, sum(is_near(row, soon) for row in every)
    )


def _dated_measures(ledger: Ledger, day: date) -> Sequence[DatedMeasure]:
    dated = (
        DatedMeasure(measure.id, item.id, measure.text, measure.due, (measure.due - day).days)
        for item in ledger.items
        if not item.ended
        for measure in item.measures
        if measure.due and not measure.done and not measure.dropped
    )
    return sorted(dated, key=lambda measure: measure.days_left)


def _sorted(kept: Sequence[Row], sort: Sort) -> Sequence[Row]:
    match sort:
        case "file":
            return kept
        case "id":
            return sorted(kept, key=lambda row: _natural(row.id))
        case "due":
            return sorted(kept, key=lambda row: row.due or date.max)
        case "light":
            return sorted(kept, key=lambda row: (LIGHTS.index(row.light), row.due or date.max))
        case "status":
            return sorted(kept, key=lambda row: STATUSES.index(row.status))
        case "area":
            areas = list(dict.fromkeys(row.area for row in kept))  # in the plan's order
            return sorted(kept, key=lambda row: areas.index(row.area))
    assert_never(sort)


def _natural(text: str) -> list[tuple[int, str]]:
    """Return a key that puts 10 behind 9."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.findall(r"\d+|\D+", text)]
