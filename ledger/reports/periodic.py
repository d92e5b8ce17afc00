"""How the ledger stands at the end of a week, month or quarter, and what changed in it (周报, 月报, 季报)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from typing import Literal
from typing import assert_never

from ledger.deadlines import month_end
from ledger.errors import Fault
from ledger.model import Ledger
from ledger.reports.happenings import Happening
from ledger.reports.happenings import News
from ledger.reports.happenings import Returned
from ledger.reports.happenings import Step
from ledger.reports.happenings import happenings
from ledger.reports.happenings import news
from ledger.reports.happenings import relapse
from ledger.reports.happenings import returned
from ledger.reports.happenings import steps
from ledger.reports.routines import RoutineRow
from ledger.reports.routines import pressing
from ledger.reports.rows import DatedMeasure
from ledger.reports.rows import DatedReport
from ledger.reports.rows import Row
from ledger.reports.rows import measures_due
from ledger.reports.rows import measures_overdue
from ledger.reports.rows import reports_due
from ledger.reports.rows import rows
from ledger.reports.rows import rows_due
from ledger.reports.rows import rows_overdue
from ledger.reports.status import Gap
from ledger.reports.status import PlanHead
from ledger.reports.status import gaps
from ledger.reports.status import plan_head
from ledger.reports.status import quiet
from ledger.reports.tallies import AreaTally
from ledger.reports.tallies import Tally
from ledger.reports.tallies import by_area
from ledger.reports.tallies import completion
from ledger.reports.tallies import tally

Length = Literal["week", "month", "quarter"]


@dataclass(frozen=True)
class Term:
    """A week, month or quarter: its name (2024-W23, 2024-06, 2024-Q2), its first and its last day."""

    length: Length
    name: str
    begin: date
    end: date


def term(length: Length, day: date) -> Term:
    """Return the week (it begins on Monday), the month or the quarter that `day` lies in."""
    match length:
        case "week":
            begin = day - timedelta(days=day.weekday())
            year, week, _ = day.isocalendar()
            return Term(length, f"{year}-W{week:02}", begin, begin + timedelta(days=6))
        case "month":
            return Term(length, f"{day:%Y-%m}", day.replace(day=1), month_end(day.year, day.month))
        case "quarter":
            quarter = (day.month + 2) // 3
            begin = date(day.year, 3 * quarter - 2, 1)
            return Term(length, f"{day.year}-Q{quarter}", begin, month_end(day.year, 3 * quarter))
    assert_never(length)


@dataclass(frozen=True)
class Lagging:
    """An item past its date, the steps that were taken for it, in the order of time, and when it was reopened last."""

    row: Row
    steps: tuple[Step, ...]
    reopened: date | None


@dataclass(frozen=True)
class Periodic:
    """The ledger as of `until`, the end of a term or, in one that runs, the day that is looked at.

    `before` is the tally as of `compared`, the last day before the term; None: the plan is younger. Rates are in %.
    `added` are the items that were taken in since, `started` those that were begun, `happened` and `news` what their
    logs tell of the term, `reports_due` the closings that are to be reported, and `due_next` what is due in the
    following term.
    """

    length: Length
    term: str
    begin: date
    until: date
    compared: date | None
    plan: PlanHead
    addressee: str | None
    office: str | None
    now: Tally
    completion_rate: float | None
    before: Tally | None
    completion_before: float | None
    areas: tuple[AreaTally, ...]
    added: tuple[str, ...]
    started: tuple[str, ...]
    happened: tuple[Happening, ...]
    news: tuple[News, ...]
    lagging: tuple[Lagging, ...]
    measures_overdue: tuple[DatedMeasure, ...]
    gaps: tuple[Gap, ...]
    returned: tuple[Returned, ...]
    quiet: tuple[Row, ...]
    reports_due: tuple[DatedReport, ...]
    routines_missed: tuple[RoutineRow, ...]
    waiting: tuple[Row, ...]
    next_until: date
    due_next: tuple[Row, ...]
    measures_next: tuple[DatedMeasure, ...]
    rows: tuple[Row, ...]


def periodic(ledger: Ledger, earlier: Ledger, told: Term, until: date, faults: Sequence[Fault]) -> Periodic:
    """Return the report of a term; `ledger` and `earlier` are as they stood on `until` and before the term.

    `faults` are what the rules find in `ledger` on that day.
    """
    settings = ledger.settings
    soon = settings.lights.due_soon_days
    every = rows(ledger, until, faults)
    compared = told.begin - timedelta(days=1)
    known = settings.plan.date is None or settings.plan.date <= compared
    old = rows(earlier, compared, ()) if known else ()
    now = tally(every, soon)
    before = tally(old, soon) if known else None
    following = term(told.length, told.end + timedelta(days=1))
    days = (following.end - until).days
    by_id = {item.id: item for item in ledger.items}
    added = tuple(item.id for item in ledger.items if item.since and told.begin <= item.since <= until)
    waited = {row.id for row in old if row.status == "open"} | {*added}
    return Periodic(
        length=told.length,
        term=told.name,
        begin=told.begin,
        until=until,
        compared=compared if known else None,
        plan=plan_head(ledger),
        addressee=settings.plan.addressee,
        office=settings.office,
        now=now,
        completion_rate=completion(now),
        before=before,
        completion_before=completion(before) if before else None,
        areas=by_area(every, soon),
        added=added,
        started=tuple(row.id for row in every if row.id in waited and row.status not in {"open", "withdrawn"}),
        happened=happenings(ledger.items, told.begin, until),
        news=news(ledger.items, told.begin, until),
        lagging=tuple(Lagging(row, steps(by_id[row.id]), relapse(by_id[row.id])) for row in rows_overdue(every)),
        measures_overdue=measures_overdue(ledger, until),
        gaps=gaps(faults),
        returned=tuple(returned(ledger.items, told.begin, until)),
        quiet=tuple(row for row in quiet(ledger, every) if row.light != "red"),
        reports_due=reports_due(ledger, until),
        routines_missed=pressing(ledger, until, 0).missed,
        waiting=tuple(row for row in every if row.status in {"submitted", "verified"}),
        next_until=following.end,
        due_next=rows_due(every, days),
        measures_next=measures_due(ledger, until, days),
        rows=every,
    )
