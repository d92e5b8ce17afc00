"""The assessment: figures are sums of their traces, ranks are exact, and points are what the office says they are."""

from collections import Counter
from datetime import date
from typing import get_args

import pytest

from ledger.assessment import Figure
from ledger.assessment import Span
from ledger.reports.score import FIGURES
from ledger.reports.score import Award
from ledger.reports.score import DepartmentScore
from ledger.reports.score import Score
from ledger.reports.score import score
from ledger.settings import Points
from ledger.store import Opened
from sharing import Make

EVER = Span(date.min, date(2024, 7, 15))
FIVE = """
- {id: 1, area: 甲, kind: problem, title: 按期, lead: 区教委, due: 2024-06-30, status: closed,
   log: [{on: 2024-06-01, event: submit, by: 区教委}, {on: 2024-06-02, event: verify, by: 区督导委, outcome: 属实},
         {on: 2024-06-03, event: close, by: 区教委}]}
- {id: 2, area: 甲, kind: problem, title: 超期, lead: [长寿区教委, 区人社局], support: 区财政局, due: 2024-07-12}
- {id: 3, area: 甲, kind: problem, title: 无人, due: 2024-07-12}
- {id: 4, area: 甲, kind: problem, title: 在办, lead: 区督导委, support: 区教委, due: 2024-12-31}
- {id: 5, area: 甲, kind: problem, title: 退回, lead: 区卫健委, status: in_progress,
   log: [{on: 2024-06-01, event: submit, by: 区卫健委}, {on: 2024-06-02, event: return, by: 区督导委, reason: 缺}]}
"""
TABLE = """
assessment:
  base: 100
  lead: {closed_on_time: 2, overdue: -5, days_late: -0.1, returned: -2}
  support: {overdue: -1}
"""


def scored(opened: Opened, department: str | None = None, *, explain: bool = False) -> Score:
    """Return the assessment since ever."""
    return score(opened.ledger, EVER, department, explain=explain)


def ranks(found: Score) -> list[tuple[str, int | None]]:
    """Return the departments with their ranks, as they come."""
    return [(each.department, each.rank) for each in found.departments]


def one(found: Score, name: str) -> DepartmentScore:
    """Return one department."""
    return next(each for each in found.departments if each.department == name)


def test_every_figure_has_its_points() -> None:
    """The settings know each figure by its own name, and no other."""
    assert tuple(Points.model_fields) == get_args(Figure)


def test_figures_are_the_sums_of_their_traces(make: Make) -> None:
    """Whatever a figure says, the traces say as well, for each department and role."""
    found = scored(make(FIVE), explain=True)
    for each in found.departments:
        for _, part in each.roles():
            sums = Counter[Figure]()
            for trace in part.traces or ():
                sums[trace.figure] += trace.amount
            assert part.figures == {figure: sums[figure] for figure in FIGURES}


def test_lead_and_support_are_counted_apart(make: Make) -> None:
    """What a department leads is not in what it supports; what nobody leads stands alone."""
    found = scored(make(FIVE))
    education = one(found, "区教委")
    assert (education.lead.figures["items"], education.support.figures["items"]) == (2, 1)
    assert (education.lead.figures["days_late"], education.support.figures["days_late"]) == (3, 0)
    assert (found.unassigned["items"], found.unassigned["overdue"]) == (1, 1)
    assert "" not in dict(ranks(found))


def test_ranks_go_by_what_is_late_per_item(make: Make) -> None:
    """Overdue comes first, what came back later; who leads nothing has no rank and stands last."""
    assert ranks(scored(make(FIVE))) == [
        ("区督导委", 1),
        ("区卫健委", 2),
        ("区教委", 3),
        ("区人社局", 4),
        ("区财政局", None),
    ]


def entry(number: int, lead: str, more: str = "") -> str:
    """Return an item of a lead's in a line."""
    return f"- {{id: {number}, area: 甲, kind: problem, title: 题, lead: {lead}{more}}}\n"


def test_equals_share_a_rank(make: Make) -> None:
    """1, 2, 2, 4: two of six are as much as one of three."""
    late = ", due: 2024-07-12"
    items = entry(1, "甲局")
    items += "".join(entry(n, "乙局", late if n < 12 else "") for n in range(10, 13 + 3))
    items += "".join(entry(n, "丙局", late if n < 21 else "") for n in range(20, 23))
    items += entry(30, "丁局", late)
    assert ranks(scored(make(items))) == [("甲局", 1), ("乙局", 2), ("丙局", 2), ("丁局", 4)]


RETURNED = """, log: [{on: 2024-06-01, event: submit, by: 乙},
  {on: 2024-06-02, event: return, by: 丁, reason: 缺}]"""
CLOSED = """, due: 2024-06-30, log: [{on: 2024-06-01, event: submit, by: 乙},
  {on: 2024-06-02, event: verify, by: 丁, outcome: 好}, {on: 2024-06-03, event: close, by: 丁}]"""


REOPENED = """, log: [{on: 2024-06-01, event: submit, by: 乙}, {on: 2024-06-02, event: verify, by: 丁, outcome: 好},
  {on: 2024-06-03, event: close, by: 丁}, {on: 2024-06-04, event: reopen, by: 丁, reason: 反弹}]"""


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("", ", due: 2024-07-14"),
        (", due: 2024-07-14", ", due: 2024-07-13"),
        ("", RETURNED),
        ("", REOPENED),
        (CLOSED, ""),
    ],
)
def test_each_rule_decides(make: Make, better: str, worse: str) -> None:
    """What is overdue, the days late, what came back, and what was closed in time each tell two departments apart."""
    assert ranks(scored(make(entry(1, "甲局", worse) + entry(2, "乙局", better)))) == [("乙局", 1), ("甲局", 2)]


def test_points_are_exact(make: Make) -> None:
    """Three days at -0.1 are -0.3 points, not nearly so; the points explain themselves figure by figure."""
    found = scored(make(FIVE, settings=TABLE))
    staff = one(found, "区人社局")
    assert staff.lead.awards == (Award("overdue", 1, -5, -5), Award("days_late", 3, -0.1, -0.3))
    assert (staff.lead.points, staff.support.points, staff.points) == (-5.3, 0, 94.7)
    assert one(found, "区教委").points == 96.7
    assert found.base == 100


def test_with_points_all_are_ranked_by_them(make: Make) -> None:
    """More points come first, and who only supports has a rank as well."""
    found = scored(make(FIVE, settings=TABLE))
    assert [(each.department, each.rank, each.points) for each in found.departments] == [
        ("区督导委", 1, 100),
        ("区财政局", 2, 99),
        ("区卫健委", 3, 98),
        ("区教委", 4, 96.7),
        ("区人社局", 5, 94.7),
    ]


def test_without_a_table_there_are_no_points(make: Make) -> None:
    """Nobody gets points that the office has not fixed."""
    found = scored(make(FIVE))
    assert found.base is None
    assert {each.points for each in found.departments} == {None}
    assert {part.points for each in found.departments for _, part in each.roles()} == {None}


def test_one_department_keeps_its_rank(make: Make) -> None:
    """Who is asked for alone is ranked among all; one that carries nothing is not there."""
    opened = make(FIVE)
    assert ranks(scored(opened, "区人社局")) == [("区人社局", 4)]
    assert ranks(scored(opened, "区政府")) == []


def test_traces_come_only_where_they_are_asked_for(make: Make) -> None:
    """Without an explanation there are no traces, which is not the same as none that count."""
    assert one(scored(make(FIVE)), "区教委").lead.traces is None
    assert one(scored(make(FIVE), explain=True), "区卫健委").support.traces == ()
