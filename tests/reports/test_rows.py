"""One line an item: what stands in it, which lines are wanted, and in which order."""

from dataclasses import asdict
from datetime import date

import pytest

from ledger.errors import Fault
from ledger.reports.rows import DatedMeasure
from ledger.reports.rows import Row
from ledger.reports.rows import Sort
from ledger.reports.rows import Wanted
from ledger.reports.rows import due
from ledger.reports.rows import is_near
from ledger.reports.rows import listing
from ledger.reports.rows import measures_due
from ledger.reports.rows import measures_overdue
from ledger.reports.rows import overdue
from ledger.reports.rows import rows
from sharing import TODAY
from sharing import Make

NEWS = "log: [{on: 2024-07-10, event: inspect, by: 区教委}]"
SIX = f"""
- id: 10
  area: 1 学前
  kind: problem
  title: 教职工“五险一金”缴纳不足
  source: 二(一)2
  type: immediate
  lead: 长寿区教委
  due: 2024-07-01
  due_wording: 2024年7月1日前
  status: in_progress
  measures:
  - {{id: 10.1, text: 开展专项检查, done: 2024-06-20}}
  - {{id: 10.2, text: 督促改正, lead: 区人社局, due: 2024-07-14}}
  - {{id: 10.3, text: 另行筹款, due: 2024-07-01, dropped: 已并入}}
  - {{id: 10.4, text: 复查, due: 2024-07-15}}
  indicators: [{{name: 足额缴纳占比, kind: baseline, literal: 占比仅65%}}]
  log: [{{on: 2024-07-10, event: inspect, by: 区教委, note: 已看56所}}]
- {{id: 2, area: 2 义务, kind: recommendation, title: 培训教师, type: phased,
   lead: 区人社局, support: 重庆市长寿区教育委员会, due: 2024-07-20, recommendation: 加大ABC培训, {NEWS}}}
- {{id: 1, area: 1 学前, kind: both, title: 扩大学位, goal: 应缴尽缴, problem: 学位不足, status: in_progress,
   measures: [{{id: 1.1, text: 新建学校, lead: 区教委, done: 2024-07-11, due: 2024-07-01}}], {NEWS}}}
- {{id: 30, area: 2 义务, kind: problem, title: 三十, lead: 区财政局, due: 2024-12-31, status: submitted, {NEWS}}}
- {{id: 4, area: 3 安全, kind: problem, title: 四, lead: 区督导委, due: 2024-06-30, status: closed,
   measures: [{{id: 4.1, text: 未做, due: 2024-06-01}}], {NEWS}}}
- {{id: 7, area: 3 安全, kind: recommendation, title: 七, lead: 某局, due: 2024-07-16, {NEWS}}}
"""


def ids(found: tuple[Row, ...]) -> str:
    """Return the ids of rows, in their order."""
    return " ".join(row.id for row in found)


def test_a_row_is_an_item_on_a_day(make: Make) -> None:
    """A row has the item's words, its light and days on that day, its departments by name and its measures counted."""
    faults = [Fault("items.yaml", (0,), "status-differs", {}, "10"), Fault("items.yaml", (0,), "no-person", {}, "10")]
    assert asdict(rows(make(SIX).ledger, TODAY, faults)[0]) == {
        "id": "10",
        "title": "教职工“五险一金”缴纳不足",
        "area": "1 学前",
        "kind": "problem",
        "type": "immediate",
        "status": "in_progress",
        "light": "red",
        "light_reason": "overdue",
        "due": date(2024, 7, 1),
        "due_wording": "2024年7月1日前",
        "days_left": -14,
        "days_late": None,
        "quiet_days": 5,
        "lead": ("区教委", "区人社局"),
        "support": (),
        "measures_done": 1,
        "measures_total": 3,
        "faults": 1,
    }


def test_every_item_has_a_row(make: Make) -> None:
    """Rows stand in the order of the file, one for each item; a fault counts for its own item alone."""
    every = rows(make(SIX).ledger, TODAY, [Fault("items.yaml", (2,), "status-differs", {}, "1")])
    assert ids(every) == "10 2 1 30 4 7"
    assert [row.light for row in every] == ["red", "yellow", "grey", "green", "blue", "yellow"]
    assert [row.faults for row in every] == [0, 0, 1, 0, 0, 0]
    assert [row.lead for row in every[1:]] == [("区人社局",), ("区教委",), ("区财政局",), ("区督导委",), ("某局",)]
    assert every[1].support == ("区教委",)


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [
        (Wanted(), "10 2 1 30 4 7"),
        (Wanted(ids=frozenset({"30", "2"})), "2 30"),
        (Wanted(ids=frozenset({"99"})), ""),
        (Wanted(status=("open",)), "2 7"),
        (Wanted(status=("submitted", "closed")), "30 4"),
        (Wanted(light=("yellow",)), "2 7"),
        (Wanted(light=("red", "grey")), "10 1"),
        (Wanted(area=("2 义务",)), "2 30"),
        (Wanted(area=("1 学前", "3 安全")), "10 1 4 7"),
        (Wanted(department=("区教委",)), "10 2 1"),
        (Wanted(department=("区人社局",)), "10 2"),
        (Wanted(lead=("区教委",)), "10 1"),
        (Wanted(lead=("区人社局", "某局")), "10 2 7"),
        (Wanted(kind=("both",)), "1"),
        (Wanted(kind=("both", "recommendation")), "2 1 7"),
        (Wanted(type=("immediate",)), "10"),
        (Wanted(type=("immediate", "phased")), "10 2"),
        (Wanted(due_before=date(2024, 7, 1)), "4"),
        (Wanted(due_before=date(2024, 7, 2)), "10 4"),
        (Wanted(text="五险一金"), "10"),
        (Wanted(text="二(一)2"), "10"),
        (Wanted(text="督促改正"), "10"),
        (Wanted(text="56所"), "10"),
        (Wanted(text="应缴尽缴"), "1"),
        (Wanted(text="学位不足"), "1"),
        (Wanted(text="abc"), "2"),
        (Wanted(text="30"), "30"),
        (Wanted(text="足额缴纳占比"), "10"),
        (Wanted(text="仅65%"), "10"),
        (Wanted(text="没有"), ""),
        (Wanted(status=("open",), light=("red",)), ""),
        (Wanted(area=("1 学前",), status=("in_progress",), kind=("both",)), "1"),
        (Wanted(department=("区教委",), due_before=date(2024, 8, 1)), "10 2"),
        (Wanted(ids=frozenset({"10", "4"}), text="四"), "4"),
    ],
)
def test_conditions_narrow_the_list(make: Make, wanted: Wanted, kept: str) -> None:
    """Several values of one condition are alternatives, different conditions must all hold; the total stays."""
    found = listing(make(SIX).ledger, TODAY, (), wanted, "file")
    assert (ids(found.rows), found.total, found.name, found.as_of) == (kept, 6, "list", TODAY)


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("file", "10 2 1 30 4 7"),
        ("id", "1 2 4 7 10 30"),
        ("due", "4 10 7 2 30 1"),
        ("light", "10 7 2 1 30 4"),
        ("status", "2 7 10 1 30 4"),
        ("area", "10 1 2 30 4 7"),
    ],
)
def test_a_list_is_sorted(make: Make, sort: Sort, order: str) -> None:
    """Lists stand in the order that was asked for; what is alike keeps the order of the file, no date comes last."""
    assert ids(listing(make(SIX).ledger, TODAY, (), Wanted(), sort).rows) == order


def test_areas_stand_in_the_plans_order(make: Make) -> None:
    """Areas come as they first appear, not by their characters; a filter leaves that order."""
    areas = {"1": "乙", "2": "甲", "3": "丙", "4": "甲", "5": "乙", "6": "丙"}
    items = "\n".join(f"- {{id: {name}, area: {area}, kind: problem, title: 题}}" for name, area in areas.items())
    ledger = make(items).ledger
    assert ids(listing(ledger, TODAY, (), Wanted(), "area").rows) == "1 5 2 4 3 6"
    assert ids(listing(ledger, TODAY, (), Wanted(area=("丙", "甲")), "area").rows) == "2 4 3 6"


@pytest.mark.parametrize(
    ("written", "order"),
    [("10 9 2 1", "1 2 9 10"), ("附10 附2", "附2 附10"), ("1.10 1.9 1.2", "1.2 1.9 1.10"), ("2b 2a 2", "2 2a 2b")],
)
def test_ids_sort_as_people_count(make: Make, written: str, order: str) -> None:
    """10 stands behind 9, wherever in an id the number is."""
    items = "\n".join(f"- {{id: {name}, area: 甲, kind: problem, title: 题}}" for name in written.split())
    assert ids(listing(make(items).ledger, TODAY, (), Wanted(), "id").rows) == order


DATED = "\n".join(
    f"- {{id: {name}, area: 甲, kind: problem, title: 题, due: {day}, status: {status}}}"
    for name, day, status in [
        ("i", "2024-07-16", "open"),
        ("a", "2024-07-14", "open"),
        ("b", "2024-07-15", "open"),
        ("c", "2024-07-30", "in_progress"),
        ("d", "2024-07-31", "open"),
        ("e", "2024-05-01", "in_progress"),
        ("f", "2024-07-13", "submitted"),
        ("g", "2024-07-20", "submitted"),
        ("h", "2024-07-13", "closed"),
        ("j", "", "open"),
        ("k", "2024-05-01", "open"),
    ]
)


def test_overdue_is_what_is_past_its_date(make: Make) -> None:
    """The latest comes first, equal ones in the order of the file; what was handed in or closed is not late."""
    late = overdue(make(DATED).ledger, TODAY, ())
    assert [(row.id, row.days_left) for row in late.rows] == [("e", -75), ("k", -75), ("a", -1)]
    assert (late.name, late.as_of, late.total, late.within) == ("overdue", TODAY, 11, None)


@pytest.mark.parametrize(
    ("within", "near"), [(0, "b"), (1, "b i"), (14, "b i"), (15, "b i c"), (16, "b i c d"), (9999, "b i c d")]
)
def test_due_is_what_comes_soon(make: Make, within: int, near: str) -> None:
    """From today to the last of the days, both included, the next first; the late and the handed in are left out."""
    soon = due(make(DATED).ledger, TODAY, (), within)
    assert (ids(soon.rows), soon.name, soon.within, soon.total, soon.measures) == (near, "due", within, 11, ())


def test_no_date_is_never_near(make: Make) -> None:
    """An item without a date does not come soon, however far one looks ahead."""
    assert not any(is_near(row, 10**6) for row in rows(make(DATED).ledger, TODAY, ()) if row.id == "j")


def test_measures_overdue(make: Make) -> None:
    """A measure is late the day after its own date, unless it is done or dropped or its item closed."""
    ledger = make(SIX).ledger
    late = DatedMeasure("10.2", "10", "督促改正", date(2024, 7, 14), -1)
    assert measures_overdue(ledger, TODAY) == (late,) == overdue(ledger, TODAY, ()).measures
    assert measures_overdue(ledger, date(2024, 7, 14)) == ()
    assert [(one.id, one.days_left) for one in measures_overdue(ledger, date(2024, 7, 16))] == [
        ("10.2", -2),
        ("10.4", -1),
    ]


@pytest.mark.parametrize(
    ("day", "within", "near"),
    [
        ("2024-07-15", 0, "10.4"),
        ("2024-07-15", 99, "10.4"),
        ("2024-07-14", 0, "10.2"),
        ("2024-07-14", 1, "10.2 10.4"),
        ("2024-07-13", 0, ""),
        ("2024-07-13", 1, "10.2"),
        ("2024-07-16", 99, ""),
        ("2024-05-01", 99, "10.2 10.4"),
    ],
)
def test_measures_due(make: Make, day: str, within: int, near: str) -> None:
    """A measure comes soon by its own date, from today to the last of the days, unless nobody has to do it any more."""
    ledger = make(SIX).ledger
    on = date.fromisoformat(day)
    assert " ".join(one.id for one in measures_due(ledger, on, within)) == near
    assert due(ledger, on, (), within).measures == measures_due(ledger, on, within)


def test_a_measure_that_comes_soon(make: Make) -> None:
    """It is told with its item, its words, its date and the days left; the next comes first, and none comes twice."""
    ledger = make(SIX).ledger
    assert measures_due(ledger, TODAY, 15) == (DatedMeasure("10.4", "10", "复查", date(2024, 7, 15), 0),)
    measures = "{id: 1.1, text: 甲, due: 2024-07-30}, {id: 1.2, text: 乙, due: 2024-07-16}, {id: 1.3, text: 丙}"
    items = f"- {{id: 1, area: 甲, kind: problem, title: 题, measures: [{measures}]}}"
    ledger = make(items).ledger
    assert [(one.id, one.days_left) for one in due(ledger, TODAY, (), 15).measures] == [("1.2", 1), ("1.1", 15)]
    assert [one.id for one in due(ledger, TODAY, (), 14).measures] == ["1.2"]
    for later in range(40):
        on = date(2024, 7, 1 + later % 31)
        assert not set(measures_due(ledger, on, 99)) & set(measures_overdue(ledger, on))


def test_measures_overdue_stand_in_the_order_of_lateness(make: Make) -> None:
    """The latest measure comes first, even where its item has more time."""
    measures = "{id: 1.1, text: 甲, due: 2024-07-10}, {id: 1.2, text: 乙, due: 2024-06-01}"
    items = f"- {{id: 1, area: 甲, kind: problem, title: 题, due: 2024-12-31, measures: [{measures}]}}"
    late = overdue(make(items).ledger, TODAY, ())
    assert [one.id for one in late.measures] == ["1.2", "1.1"]
    assert late.rows == ()


def test_an_empty_ledger_has_no_rows(make: Make) -> None:
    """A ledger without items gives empty lists, not an error."""
    ledger = make("[]").ledger
    assert rows(ledger, TODAY, ()) == ()
    assert listing(ledger, TODAY, (), Wanted(), "light").rows == ()
    assert overdue(ledger, TODAY, ()).total == 0
