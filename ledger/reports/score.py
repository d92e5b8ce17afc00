"""Assessment (考核): the figures of each department, as lead and in support, and what they are ranked by."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Annotated
from typing import TypeAlias
from typing import get_args

from pydantic import Field

from ledger.assessment import NOBODY
from ledger.assessment import Figure
from ledger.assessment import Span
from ledger.assessment import Trace
from ledger.assessment import shares
from ledger.model import Ledger
from ledger.model import Role
from ledger.settings import Points
from ledger.settings import PointsTable

FIGURES: Sequence[Figure] = get_args(Figure)

Key: TypeAlias = tuple[Fraction, ...]


@dataclass(frozen=True)
class Award:
    """A figure times what `each` of it is worth by the settings."""

    figure: Figure
    amount: int
    each: int | float
    points: int | float


@dataclass(frozen=True)
class RoleScore:
    """What a department did in a role: its figures, the points for them, and, where asked for, their traces.

    `points` is None without a points table. The figures are the sums of the traces.
    """

    figures: dict[Figure, int]
    points: int | float | None
    awards: tuple[Award, ...]
    traces: tuple[Trace, ...] | None


@dataclass(frozen=True)
class DepartmentScore:
    """A department in both roles; `rank` is None where it leads nothing and there is no points table."""

    department: str
    rank: int | None
    points: int | float | None
    lead: RoleScore
    support: RoleScore

    def roles(self) -> Sequence[tuple[Role, RoleScore]]:
        """Return the roles in which it carries anything."""
        both: tuple[tuple[Role, RoleScore], ...] = (("lead", self.lead), ("support", self.support))
        return [(role, part) for role, part in both if any(part.figures.values())]


@dataclass(frozen=True)
class Score:
    """The departments that carry something in a period, the first in rank first; `begin` is None for since ever.

    `base` are the points that everybody begins with, None without a points table; `department` is the one that was
    asked for; `unassigned` are the figures of what has no lead; `explained` says whether the
    traces are there.
    """

    begin: Annotated[date | None, Field(alias="from")]
    until: date
    department: str | None
    base: int | float | None
    departments: tuple[DepartmentScore, ...]
    unassigned: dict[Figure, int]
    explained: bool


def score(ledger: Ledger, period: Span, department: str | None = None, *, explain: bool = False) -> Score:
    """Return the assessment of a period; ranks are among all departments, also where one is asked for.

    `ledger` is the whole ledger, with what came after the period; `explain` keeps the traces.
    """
    traces = _by_department(ledger, period)
    table = ledger.settings.assessment
    nobody = _figures(traces.pop((NOBODY, "lead"), ()))
    names = dict.fromkeys(name for name, _ in traces if name)
    every = _ranked([_department(name, traces, table) for name in names], table)
    kept = [each for each in every if department in {None, each.department}]
    return Score(
        begin=None if period.begin == date.min else period.begin,
        until=period.until,
        department=department,
        base=table.base if table else None,
        departments=tuple(each if explain else _without_traces(each) for each in kept),
        unassigned=nobody,
        explained=explain,
    )


Traces: TypeAlias = Mapping[tuple[str, Role], Sequence[Trace]]


def _by_department(ledger: Ledger, period: Span) -> dict[tuple[str, Role], list[Trace]]:
    found: dict[tuple[str, Role], list[Trace]] = {}
    for item in ledger.items:
        for name, role, trace in shares(item, ledger, period):
            found.setdefault((name, role), []).append(trace)
    return found


def _figures(traces: Iterable[Trace]) -> dict[Figure, int]:
    found: Counter[Figure] = Counter()
    for trace in traces:
        found[trace.figure] += trace.amount
    return {figure: found[figure] for figure in FIGURES}


def _department(name: str, traces: Traces, table: PointsTable | None) -> DepartmentScore:
    lead = _role(traces.get((name, "lead"), ()), table.lead if table else None)
    support = _role(traces.get((name, "support"), ()), table.support if table else None)
    points = _sum([table.base, lead.points or 0, support.points or 0]) if table else None
    return DepartmentScore(name, None, points, lead, support)


def _role(traces: Sequence[Trace], worth: Points | None) -> RoleScore:
    figures = _figures(traces)
    named = worth.model_dump(exclude_none=True) if worth else {}
    amounts = [(figure, figures[figure], named[figure]) for figure in FIGURES if figure in named]
    awards = tuple(
        Award(figure, amount, each, _plain(amount * _exact(each))) for figure, amount, each in amounts if amount
    )
    points = _sum(award.points for award in awards) if worth else None
    return RoleScore(figures, points, awards, tuple(sorted(traces, key=lambda trace: FIGURES.index(trace.figure))))


def _ranked(every: Sequence[DepartmentScore], table: PointsTable | None) -> list[DepartmentScore]:
    """Return the departments with their ranks, the first in front; equals share a rank, and the next ones are skipped.

    Without points those that lead nothing have no rank, and stand behind.
    """
    keys = [_by_points(each) if table else _by_figures(each.lead.figures) for each in every]
    ordered = sorted(key for key in keys if key is not None)
    ranks = [None if key is None else bisect_left(ordered, key) + 1 for key in keys]
    ranked = [replace(each, rank=rank) for each, rank in zip(every, ranks, strict=True)]
    return sorted(ranked, key=lambda each: each.rank or len(ranked) + 1)


def _by_points(each: DepartmentScore) -> Key:
    return (-_exact(each.points or 0),)


def _by_figures(lead: Mapping[Figure, int]) -> Key | None:
    """Return, per item led, what is overdue, the days late and what came back, less first; then closed in time, more.

    None where nothing is led.
    """
    if not lead["items"]:
        return None
    counts = (lead["overdue"], lead["days_late"], lead["returned"] + lead["reopened"], -lead["closed_on_time"])
    return tuple(Fraction(count, lead["items"]) for count in counts)


def _without_traces(each: DepartmentScore) -> DepartmentScore:
    return replace(each, lead=replace(each.lead, traces=None), support=replace(each.support, traces=None))


def _exact(number: float) -> Fraction:
    """Return a number of the settings as it is written there: three times -0.1 is -0.3."""
    return Fraction(str(number))


def _sum(numbers: Iterable[float]) -> int | float:
    return _plain(sum(map(_exact, numbers), Fraction()))


def _plain(exact: Fraction) -> int | float:
    return exact.numerator if exact.denominator == 1 else float(exact)
