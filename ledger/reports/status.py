"""The morning view: totals, what is late or soon due, who has what, and what the ledger does not know."""

from collections import Counter
from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ledger.errors import Fault
from ledger.model import Ledger
from ledger.model import Status as ItemStatus
from ledger.pace import Light
from ledger.pace import rhythm_missed
from ledger.pace import silent
from ledger.reports.routines import Duties
from ledger.reports.routines import pressing
from ledger.reports.rows import LIGHTS
from ledger.reports.rows import STATUSES
from ledger.reports.rows import DatedMeasure
from ledger.reports.rows import DatedReport
from ledger.reports.rows import Row
from ledger.reports.rows import SubLedger
from ledger.reports.rows import measures_due
from ledger.reports.rows import measures_overdue
from ledger.reports.rows import reports_due
from ledger.reports.rows import rows
from ledger.reports.rows import rows_due
from ledger.reports.rows import rows_overdue
from ledger.reports.rows import sub_ledgers
from ledger.reports.supervision import StepTally
from ledger.reports.supervision import tallies
from ledger.reports.tallies import AreaTally
from ledger.reports.tallies import DepartmentTally
from ledger.reports.tallies import Tally
from ledger.reports.tallies import by_area
from ledger.reports.tallies import by_department
from ledger.reports.tallies import completion
from ledger.reports.tallies import tally

# What the plan requires and the ledger lacks: the warnings of `ledger check` that are gaps, in a clerk's order.
GAPS: Sequence[str] = (
    "no-text",
    "no-lead",
    "body-ended",
    "no-measure-lead",
    "no-due",
    "ambiguous-due",
    "open-due",
    "unset-due",
    "unread-due",
    "vague-due",
    "immediate-due",
    "beyond-holidays",
    "unset-rhythm",
    "no-person",
    "no-evidence",
    "parts-open",
    "target-missed",
    "target-unread",
)


@dataclass(frozen=True)
class Gap:
    """Something that is not known, by the code of `ledger check`, and the items it is not known of."""

    code: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class PlanHead:
    """Which plan the ledger answers for."""

    title: str | None
    number: str | None
    date: date | None

    def identity(self, part: str) -> tuple[object, ...]:
        """Return what tells its ledger, or the sub-ledger in the folder `part` of that, from others."""
        return self.title, self.number, self.date, part

    def key(self, part: str) -> str:
        """Return that as one text."""
        return " ".join(str(each) for each in self.identity(part) if each)


def plan_head(ledger: Ledger) -> PlanHead:
    """Return which plan a ledger answers for."""
    plan = ledger.settings.plan
    return PlanHead(plan.title, plan.number, plan.date)


@dataclass(frozen=True)
class Status:
    """A ledger on a day; `completion_rate` is closed items in % of all but those withdrawn, one decimal, None of none.

    Rows are complete and sorted, the most urgent first; `waiting` are handed in and not yet closed, `reports_due` are
    closed and not yet reported, `quiet` had no news for too long, `supervision` counts steps that are due, `unassigned`
    the items without a lead, `faults` what `ledger check` calls an error.
    """

    as_of: date
    plan: PlanHead
    total: int
    closed: int
    completion_rate: float | None
    by_status: dict[ItemStatus, int]
    by_light: dict[Light, int]
    areas: tuple[AreaTally, ...]
    departments: tuple[DepartmentTally, ...]
    unassigned: Tally
    overdue: tuple[Row, ...]
    measures_overdue: tuple[DatedMeasure, ...]
    due_soon: tuple[Row, ...]
    measures_due_soon: tuple[DatedMeasure, ...]
    waiting: tuple[Row, ...]
    reports_due: tuple[DatedReport, ...]
    sub_ledgers: tuple[SubLedger, ...]
    quiet: tuple[Row, ...]
    supervision: tuple[StepTally, ...]
    gaps: tuple[Gap, ...]
    faults: int
    routines: Duties


def status(ledger: Ledger, day: date, faults: Sequence[Fault]) -> Status:
    """Return the facts of the morning view on `day`, given what the checks found."""
    every = rows(ledger, day, faults)
    soon = ledger.settings.lights.due_soon_days
    by_status = Counter(row.status for row in every)
    whole = tally(every, soon)
    by_light = Counter(row.light for row in every)
    return Status(
        as_of=day,
        plan=plan_head(ledger),
        total=len(every),
        closed=whole.closed,
        completion_rate=completion(whole),
        by_status={name: by_status[name] for name in STATUSES},
        by_light={name: by_light[name] for name in LIGHTS},
        areas=by_area(every, soon),
        departments=by_department(every, soon),
        unassigned=tally([row for row in every if not row.lead], soon),
        overdue=rows_overdue(every),
        measures_overdue=measures_overdue(ledger, day),
        due_soon=rows_due(every, soon),
        measures_due_soon=measures_due(ledger, day, soon),
        waiting=tuple(row for row in every if row.status in {"submitted", "verified"}),
        reports_due=reports_due(ledger, day),
        sub_ledgers=sub_ledgers(ledger, day),
        quiet=quiet(ledger, every),
        supervision=tallies(ledger, day),
        gaps=gaps(faults),
        faults=sum(fault.severity == "error" for fault in faults),
        routines=pressing(ledger, day, soon),
    )


def quiet(ledger: Ledger, every: Sequence[Row]) -> tuple[Row, ...]:
    """Return the rows without news for too long, and closed ones whose lasting duty has missed its rhythm."""
    return tuple(
        row
        for item, row in zip(ledger.items, every, strict=True)
        if rhythm_missed(item, row.quiet_days) or silent(item, ledger.settings, row.quiet_days)
    )


def gaps(faults: Iterable[Fault]) -> tuple[Gap, ...]:
    """Return what the plan requires and the ledger lacks, in a clerk's order."""
    items: dict[str, dict[str, None]] = {code: {} for code in GAPS}
    for fault in faults:
        if fault.code in items:
            items[fault.code][fault.item] = None
    return tuple(Gap(code, tuple(ids)) for code, ids in items.items() if ids)
