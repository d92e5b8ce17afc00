"""Counts of items by status, as a whole, by area and by department; what every report begins with."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ledger.reports.rows import STATUSES
from ledger.reports.rows import Row
from ledger.reports.rows import is_near


@dataclass(frozen=True)
class Tally:
    """How many items there are, by status, and how many of them are late or soon due."""

    total: int
    open: int
    in_progress: int
    submitted: int
    verified: int
    closed: int
    withdrawn: int
    overdue: int
    due_soon: int


@dataclass(frozen=True)
class AreaTally(Tally):
    """The tally of one area of the plan."""

    area: str


@dataclass(frozen=True)
class DepartmentTally:
    """The items that a department leads, and those that it supports, counted apart."""

    department: str
    lead: Tally
    support: Tally


def completion(count: Tally) -> float | None:
    """Return the closed items in % of all but those withdrawn (完成率), None of none."""
    return rate(count.closed, count.total - count.withdrawn)


def rate(closed: int, total: int) -> float | None:
    """Return a share in %, rounded half up to one decimal, as offices do, but 100 only of all."""
    if not total:
        return None
    rounded = math.floor(1000 * closed / total + 0.5) / 10
    return rounded if closed == total else min(rounded, 99.9)


def tally(some: Sequence[Row], soon: int) -> Tally:
    """Return the counts of some items; soon due is within so many days."""
    count = Counter(row.status for row in some)
    return Tally(
        total=len(some),
        **{name: count[name] for name in STATUSES},
        overdue=sum(row.light == "red" for row in some),
        due_soon=sum(is_near(row, soon) for row in some),
    )


def by_area(every: Sequence[Row], soon: int) -> tuple[AreaTally, ...]:
    """Return a tally for each area, in the plan's order."""
    found: dict[str, list[Row]] = {}
    for row in every:
        found.setdefault(row.area, []).append(row)
    return tuple(AreaTally(**vars(tally(some, soon)), area=area) for area, some in found.items())


def by_department(every: Sequence[Row], soon: int) -> tuple[DepartmentTally, ...]:
    """Return a tally for each department that carries anything; the one with most overdue, then most items, first."""
    lead: dict[str, list[Row]] = {}
    support: dict[str, list[Row]] = {}
    for row in every:
        for name in row.lead:
            lead.setdefault(name, []).append(row)
        for name in row.support:
            support.setdefault(name, []).append(row)
    tallies = (
        DepartmentTally(name, tally(lead.get(name, ()), soon), tally(support.get(name, ()), soon))
        for name in dict.fromkeys((*lead, *support))
    )
    return tuple(sorted(tallies, key=lambda t: (-t.lead.overdue, -t.lead.total, -t.support.total)))
