"""How the ledger came to where it stands: what was left at each month's end, and what each department still leads."""

from dataclasses import dataclass
from datetime import date

from ledger.model import Ledger
from ledger.reports.burndown import MonthEnd
from ledger.reports.burndown import months
from ledger.reports.rows import rows
from ledger.reports.tallies import DepartmentTally
from ledger.reports.tallies import by_department


@dataclass(frozen=True)
class Chart:
    """The counts of each month's end up to a day, and those of each department on it."""

    as_of: date
    months: tuple[MonthEnd, ...]
    departments: tuple[DepartmentTally, ...]


def chart(ledger: Ledger, whole: Ledger, day: date) -> Chart:
    """Return the counts; `ledger` is as it stood on `day`, `whole` has what came later too."""
    soon = ledger.settings.lights.due_soon_days
    return Chart(day, months(whole, day), by_department(rows(ledger, day, ()), soon))
