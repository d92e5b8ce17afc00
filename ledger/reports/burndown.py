"""How many items were still open at the end of each month: every earlier day is replayed, none is stored."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import timedelta

from ledger.asof import as_of
from ledger.deadlines import month_end
from ledger.model import Item
from ledger.model import Ledger
from ledger.pace import pace
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
    ends = tuple(_ends(begun, until))
    counts = [Counter[str]() for _ in ends]
    for item in ledger.items:
        for count, day, now in zip(counts, ends, _states(item, ledger, ends), strict=True):
            if now.status != "withdrawn":
                late = now.status != "closed" and pace(now, ledger.settings, day).light == "red"
                count.update(("total", *(["closed"] if now.status == "closed" else []), *(["overdue"] if late else [])))
    told = zip(ends, counts, strict=True)
    return tuple(MonthEnd(f"{day:%Y-%m}", day, one["total"], one["closed"], one["overdue"]) for day, one in told)


def _ends(begun: date, until: date) -> Iterator[date]:
    first = max(begun, date.fromordinal(max(1, until.toordinal() - 31 * _MOST)))
    end = month_end(first.year, first.month)
    while end < until:
        yield end
        following = end + timedelta(days=1)
        end = month_end(following.year, following.month)
    yield until


def _states(item: Item, ledger: Ledger, ends: Sequence[date]) -> Iterator[Item]:
    """Yield the item as of each of these days; it is replayed only where something happened since the one before."""
    days = sorted(item.days())
    seen, now = -1, item
    for end in ends:
        if (happened := bisect_right(days, end)) != seen:
            seen, now = happened, as_of(item, ledger.settings.closing.steps, end)
        yield now
