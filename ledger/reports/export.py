"""The whole ledger on a day, for a workbook: every item with its story, and the counts that sum it up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ledger.errors import Fault
from ledger.model import Ledger
from ledger.reports.burndown import MonthEnd
from ledger.reports.burndown import months
from ledger.reports.rows import Row
from ledger.reports.rows import rows
from ledger.reports.status import PlanHead
from ledger.reports.status import plan_head
from ledger.reports.story import ItemStory
from ledger.reports.story import story
from ledger.reports.tallies import AreaTally
from ledger.reports.tallies import DepartmentTally
from ledger.reports.tallies import Tally
from ledger.reports.tallies import by_area
from ledger.reports.tallies import by_department
from ledger.reports.tallies import completion
from ledger.reports.tallies import tally


@dataclass(frozen=True)
class Export:
    """The whole ledger as of a day; the rate is in %, `months` are the counts of each month's end."""

    as_of: date
    plan: PlanHead
    office: str | None
    addressee: str | None
    now: Tally
    completion_rate: float | None
    areas: tuple[AreaTally, ...]
    departments: tuple[DepartmentTally, ...]
    months: tuple[MonthEnd, ...]
    rows: tuple[Row, ...]
    items: tuple[ItemStory, ...]


def export(ledger: Ledger, whole: Ledger, day: date, faults: Sequence[Fault]) -> Export:
    """Return the facts of the whole ledger; `ledger` is as it stood on `day`, `whole` has what came later too."""
    soon = ledger.settings.lights.due_soon_days
    every = rows(ledger, day, faults)
    now = tally(every, soon)
    return Export(
        as_of=day,
        plan=plan_head(ledger),
        office=ledger.settings.office,
        addressee=ledger.settings.plan.addressee,
        now=now,
        completion_rate=completion(now),
        areas=by_area(every, soon),
        departments=by_department(every, soon),
        months=months(whole, day),
        rows=every,
        items=story(ledger, day, faults, [item.id for item in ledger.items], whole).items,
    )
