"""The morning view: every figure counted by hand on a ledger with all statuses and all lights."""

from datetime import date
from pathlib import Path

import pytest

from ledger.checks import Case
from ledger.checks import run as check
from ledger.errors import Fault
from ledger.reports.rows import DatedMeasure
from ledger.reports.rows import Row
from ledger.reports.status import GAPS
from ledger.reports.status import Gap
from ledger.reports.status import PlanHead
from ledger.reports.status import Status
from ledger.reports.status import status
from ledger.reports.supervision import StepTally
from ledger.reports.tallies import AreaTally
from ledger.reports.tallies import DepartmentTally
from ledger.reports.tallies import Tally
from ledger.store import Opened
from ledger.store import load
from sharing import TODAY
from sharing import Make

TEN = """
- {id: 1, area: 学前, kind: problem, title: 昨日到期, lead: 区教委, due: 2024-07-14,
   log: [{on: 2024-07-01, event: inspect, by: 区教委}]}
- {id: 2, area: 学前, kind: problem, title: 早已到期, lead: [区教委, 区人社局], support: 区财政局, due: 2024-06-28,
   status: in_progress, measures: [{id: 2.1, text: 检查, due: 2024-07-10}],
   log: [{on: 2024-06-01, event: progress, by: 区教委, note: 已办}]}
- {id: 3, area: 义务, kind: problem, title: 即将到期, lead: 长寿区教委, due: 2024-07-30, status: in_progress,
   log: [{on: 2024-07-10, event: progress, by: 区教委, note: 已办}]}
- {id: 4, area: 义务, kind: problem, title: 没有时限,
   log: [{on: 2024-07-10, event: inspect, by: 区教委}]}
- {id: 5, area: 义务, kind: problem, title: 已报销号, lead: 区人社局, due: 2024-06-30, status: submitted,
   log: [{on: 2024-06-28, event: submit, by: 区人社局}]}
- {id: 6, area: 职业, kind: problem, title: 核查后无音讯, lead: 区财政局, support: 长寿区教委, status: verified,
   log: [{on: 2024-05-01, event: submit, by: 区财政局}, {on: 2024-06-01, event: verify, by: 区督导委, outcome: 属实}]}
- {id: 7, area: 职业, kind: problem, title: 长期坚持, lead: 区督导委, ongoing: {every: month}, status: closed,
   log: [{on: 2024-05-01, event: submit, by: 区督导委}, {on: 2024-05-02, event: verify, by: 区教委, outcome: 属实},
         {on: 2024-06-01, event: close, by: 区教委}]}
- {id: 8, area: 职业, kind: problem, title: 已销号, lead: 区教委, due: 2024-05-31, status: closed,
   log: [{on: 2024-05-01, event: submit, by: 区教委}, {on: 2024-05-02, event: verify, by: 区督导委, outcome: 属实},
         {on: 2024-05-03, event: close, by: 区督导委}]}
- {id: 9, area: 安全, kind: problem, title: 正常, due: 2024-12-31, status: in_progress,
   measures: [{id: 9.1, text: 排查, lead: 区财政局, due: 2024-07-30},
              {id: 9.2, text: 复查, lead: 区财政局, due: 2024-07-31}],
   log: [{on: 2024-07-14, event: progress, by: 区财政局, note: 已办}]}
- {id: 10, area: 安全, kind: problem, title: 周报未报, ongoing: {every: week}, status: in_progress,
   log: [{on: 2024-07-07, event: progress, by: 区教委, note: 已办}]}
"""


def morning(opened: Opened, day: date = TODAY) -> Status:
    """Return the facts of a ledger, with what the checks find in it."""
    return status(opened.ledger, day, check(Case(opened.ledger, opened.folder, day)))


def tally(total: int = 0, **counts: int) -> Tally:
    """Return a tally in which what is not named is nought."""
    names = ("open", "in_progress", "submitted", "verified", "closed", "withdrawn", "overdue", "due_soon")
    return Tally(total, *(counts.get(name, 0) for name in names))


def ids(rows: tuple[Row, ...]) -> list[str]:
    """Return the ids of rows, in their order."""
    return [row.id for row in rows]


def test_totals(make: Make) -> None:
    """Every item is counted once by its status and once by its light, and zeros are told too."""
    facts = morning(make(TEN))
    assert (facts.as_of, facts.total, facts.closed, facts.completion_rate) == (TODAY, 10, 2, 20.0)
    assert facts.by_status == {"open": 2, "in_progress": 4, "submitted": 1, "verified": 1, "closed": 2, "withdrawn": 0}
    assert facts.by_light == {"red": 2, "yellow": 3, "grey": 1, "green": 2, "blue": 2}
    assert list(facts.by_light) == ["red", "yellow", "grey", "green", "blue"]
    assert facts.faults == 0


def test_what_was_withdrawn_is_counted_apart(make: Make) -> None:
    """A withdrawn item is in the total, in no completion rate, and neither late nor waiting nor silent."""
    log = "{on: 2024-05-01, event: withdraw, by: 区教委, reason: 撤并}"
    late = f"- {{id: 11, area: 学前, kind: problem, title: 撤, due: 2024-05-31, status: withdrawn, log: [{log}]}}\n"
    facts = morning(make(TEN + late))
    assert (facts.total, facts.by_status["withdrawn"], facts.closed, facts.completion_rate) == (11, 1, 2, 20.0)
    assert "11" not in {*ids(facts.overdue), *ids(facts.waiting), *ids(facts.quiet)}
    alone = morning(make(late))
    assert (alone.total, alone.completion_rate, alone.areas[0].withdrawn) == (1, None, 1)


def test_closings_wait_for_their_report(make: Make) -> None:
    """A closing that was not reported is listed with the day it must be by law, the most urgent first."""
    reports = [
        (report.id, str(report.closed), str(report.due), report.days_left) for report in morning(make(TEN)).reports_due
    ]
    assert reports == [("8", "2024-05-03", "2024-05-13", -63), ("7", "2024-06-01", "2024-06-11", -34)]


def test_the_plan_is_named(make: Make) -> None:
    """The view says which plan it is about."""
    assert morning(make(TEN)).plan == PlanHead("整改方案", None, date(2024, 4, 15))


def test_what_presses(make: Make) -> None:
    """What is late, late in part, soon due, waiting or silent is listed, the most urgent first."""
    facts = morning(make(TEN))
    assert [(row.id, row.days_left) for row in facts.overdue] == [("2", -17), ("1", -1)]
    assert facts.measures_overdue == (DatedMeasure("2.1", "2", "检查", date(2024, 7, 10), -5),)
    assert [(row.id, row.days_left) for row in facts.due_soon] == [("3", 15)]
    assert facts.measures_due_soon == (DatedMeasure("9.1", "9", "排查", date(2024, 7, 30), 15),)
    assert ids(facts.waiting) == ["5", "6"]
    assert [(row.id, row.quiet_days) for row in facts.quiet] == [("2", 44), ("6", 44), ("7", 44), ("10", 8)]


def test_areas_are_told_apart(make: Make) -> None:
    """Each area of the plan has its own figures, in the order of the file."""
    assert morning(make(TEN)).areas == (
        AreaTally(**vars(tally(2, open=1, in_progress=1, overdue=2)), area="学前"),
        AreaTally(**vars(tally(3, open=1, in_progress=1, submitted=1, due_soon=1)), area="义务"),
        AreaTally(**vars(tally(3, verified=1, closed=2)), area="职业"),
        AreaTally(**vars(tally(2, in_progress=2)), area="安全"),
    )


def test_departments_are_counted_by_role(make: Make) -> None:
    """Lead and support are counted apart, under one name; most overdue comes first, then most items."""
    assert morning(make(TEN)).departments == (
        DepartmentTally(
            "区教委", tally(4, open=1, in_progress=2, closed=1, overdue=2, due_soon=1), tally(1, verified=1)
        ),
        DepartmentTally("区人社局", tally(2, in_progress=1, submitted=1, overdue=1), tally()),
        DepartmentTally("区财政局", tally(2, in_progress=1, verified=1), tally(1, in_progress=1, overdue=1)),
        DepartmentTally("区督导委", tally(1, closed=1), tally()),
    )


def test_what_nobody_leads(make: Make) -> None:
    """Items without a lead of their own or of a measure are counted apart, so that the sum comes out."""
    assert morning(make(TEN)).unassigned == tally(2, open=1, in_progress=1)


def test_what_is_not_known(make: Make) -> None:
    """The gaps that the check found are listed with their items, in a clerk's order; what lacks nothing is left out."""
    assert morning(make(TEN)).gaps == (
        Gap("no-text", ("1", "2", "3", "4", "5", "6", "7", "8", "9", "10")),
        Gap("no-lead", ("4", "10")),
        Gap("no-due", ("4", "6")),
        Gap("no-person", ("1", "2", "3", "4", "5", "6", "9", "10")),
        Gap("no-evidence", ("7", "8")),
    )


def test_who_is_due_for_a_step(make: Make) -> None:
    """Each department is counted once for each step, the highest first; where nobody is, nothing is said."""
    assert morning(make(TEN)).supervision == (
        StepTally("区教委", "remind", ("1", "2", "3")),
        StepTally("区人社局", "remind", ("2",)),
    )
    assert morning(make("- {id: 1, area: 甲, kind: problem, title: 题}", settings="{}")).supervision == ()


def test_a_gap_names_an_item_once(make: Make) -> None:
    """Several gaps of one kind in an item are one line; errors and other warnings are no gaps, errors are counted."""
    codes = [("no-evidence", "2"), ("no-evidence", "2"), ("log-order", "2"), ("status-differs", "1"), ("no-due", "1")]
    codes += [("before-plan", "2"), ("future-date", "2"), ("due-differs", "1"), ("no-text", "1"), ("no-text", "1")]
    faults = [Fault("items.yaml", (0,), code, {}, item) for code, item in codes]
    facts = status(make(TEN).ledger, TODAY, faults)
    assert facts.gaps == (Gap("no-text", ("1",)), Gap("no-due", ("1",)), Gap("no-evidence", ("2",)))
    assert facts.faults == 2
    assert [row.faults for row in facts.overdue] == [1, 1]


def test_gaps_are_warnings() -> None:
    """What the plan leaves open is never an error of the clerk's."""
    assert {Fault("items.yaml", (), code).severity for code in GAPS} == {"warning"}


@pytest.mark.parametrize(
    ("closed", "total", "rate"),
    [
        (0, 3, 0.0),
        (1, 3, 33.3),
        (2, 3, 66.7),
        (3, 3, 100.0),
        (1, 16, 6.3),
        (3, 16, 18.8),
        (1, 80, 1.3),
        (1, 2000, 0.1),
        (1998, 2000, 99.9),
        (1999, 2000, 99.9),
        (2000, 2000, 100.0),
    ],
)
def test_the_completion_rate_has_one_decimal(make: Make, closed: int, total: int, rate: float) -> None:
    """The rate is closed items in percent of all, to one decimal, a half up; 100 means that not one is left."""
    states = ["closed"] * closed + ["open"] * (total - closed)
    items = (f"- {{id: {at}, area: 甲, kind: problem, title: 题, status: {state}}}" for at, state in enumerate(states))
    assert morning(make("\n".join(items))).completion_rate == rate


def test_an_empty_ledger(make: Make) -> None:
    """Without items there is no rate to tell, and everything else is nought or empty."""
    facts = morning(make("[]"))
    assert (facts.total, facts.closed, facts.completion_rate, facts.faults) == (0, 0, None, 0)
    assert set(facts.by_status.values()) == set(facts.by_light.values()) == {0}
    assert facts.unassigned == tally()
    lists = (facts.areas, facts.departments, facts.overdue, facts.due_soon, facts.waiting, facts.quiet, facts.gaps)
    assert not any(lists)
    assert facts.measures_overdue == facts.measures_due_soon == ()


def test_the_offices_own_limits(make: Make) -> None:
    """Soon and quiet are what the settings say, in the totals as in the lists."""
    settings = "lights: {due_soon_days: 200, quiet_days: 5}"
    facts = morning(make(TEN, settings=settings))
    assert ids(facts.due_soon) == ["3", "9"]
    assert [one.id for one in facts.measures_due_soon] == ["9.1", "9.2"]
    assert ids(facts.quiet) == ["1", "2", "5", "6", "7", "10"]
    assert [area.due_soon for area in facts.areas] == [0, 1, 0, 1]


def test_today_comes_before_tomorrow(make: Make) -> None:
    """What is due today is soon due and stands first; without any news and any plan's date nothing is called quiet."""
    items = "\n".join(
        f"- {{id: {name}, area: 甲, kind: problem, title: 题, due: {day}}}"
        for name, day in [("b", "2024-07-16"), ("a", "2024-07-15")]
    )
    facts = morning(make(items, settings="lights: {quiet_days: 0}"))
    assert [(row.id, row.days_left) for row in facts.due_soon] == [("a", 0), ("b", 1)]
    assert facts.quiet == ()


def test_the_shipped_ledger_in_july(shipped: Path) -> None:
    """In mid-July the plan's 18 items have one overdue: item 2, whose spring term ended 17 days before."""
    facts = morning(load(shipped))
    assert (facts.total, facts.closed, facts.completion_rate) == (18, 0, 0.0)
    assert [(row.id, row.days_left) for row in facts.overdue] == [("2", -17)]
    assert (
        sum(facts.by_light.values()) == sum(facts.by_status.values()) == sum(area.total for area in facts.areas) == 18
    )


def test_the_shipped_ledger_in_january(shipped: Path) -> None:
    """Once the year is over items 2 and 7 are overdue, and of item 4 the measure that had the year."""
    facts = morning(load(shipped), date(2025, 1, 10))
    assert [(row.id, row.days_left) for row in facts.overdue] == [("2", -196), ("7", -10)]
    assert [one.item for one in facts.measures_overdue] == ["4"]
