"""How many items were still open at the end of each month: every earlier day is replayed, none is stored."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from datetime import timedelta

from ledger.asof import ledger_as_of
from ledger.deadlines import month_end
from ledger.model import Ledger
from ledger.reports.rows import rows
from ledger.reports.tallies import rate

_MOST = 120  # months; beyond ten years nobody looks back by the month


@dataclass(frozen=True)
class MonthEnd:
    """The counts of a month's last day, or of the day that is looked at; items that were withdrawn count in none."""

    month: str
    on: date
    total: int
    closed: int
    overdue: int

    @property
    def left(self) -> int:
        """Return how many were still to be closed."""
        return self.total - self.closed

    @property
    def rate(self) -> float | None:
        """Return the completion rate in %."""
        return rate(self.closed, self.total)


def months(ledger: Ledger, until: date) -> tuple[MonthEnd, ...]:
    """Return the counts of each month's end from the plan's month, or that of the first entry, up to `until`."""
    begun = ledger.settings.plan.date or min((day for item in ledger.items for day in item.days()), default=until)
    return tuple(_month(ledger, day) for day in _ends(begun, until))


def _ends(begun: date, until: date) -> Iterator[date]:
    first = max(begun, until - timedelta(days=31 * _MOST))
    end = month_end(first.year, first.month)
    while end < until:
        yield end
        following = end + timedelta(days=1)
        end = month_end(following.year, following.month)
    yield until


def _month(ledger: Ledger, day: date) -> MonthEnd:
    kept = [row for row in rows(ledger_as_of(ledger, day), day, ()) if row.status != "withdrawn"]
    closed = sum(row.status == "closed" for row in kept)
    return MonthEnd(f"{day:%Y-%m}", day, len(kept), closed, sum(row.light == "red" for row in kept))
