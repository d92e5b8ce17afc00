"""The lists that a plan asks for: what stands in each, for whom, and what one department is told."""

import re
from datetime import date

import pytest
from rich.cells import cell_len
from syrupy.assertion import SnapshotAssertion

from ledger.reports.rows import Wanted
from ledger.reports.rows import listing
from ledger.reports.views import Problem
from ledger.reports.views import Responsibility
from ledger.reports.views import Task
from ledger.reports.views import View
from ledger.reports.views import ViewName
from ledger.reports.views import message
from ledger.reports.views import view
from ledger.store import Opened
from sharing import TODAY
from sharing import Make
from sharing import Run

THREE = """
- id: 1
  area: 学前
  kind: both
  title: 缴纳不足
  problem: 仅占65%
  recommendation: 应缴尽缴
  goal: 足额
  source: 二(一)1
  lead: [长寿区教委, 区人社局]
  support: 区财政局
  leader: 张副区长
  person: 李四
  due: 2024-06-28
  due_wording: 2024年春期
  measures:
  - {id: 1.1, text: 检查, done: 2024-06-20, evidence: [{paper: 1号柜}, {paper: 2号柜}]}
  - {id: 1.2, text: 复查, lead: 区督导委, support: 区教委, person: 王五, due: 2024-07-20}
  - {id: 1.3, text: 另办, dropped: 已并入}
  - {id: 1.4, text: 督促, due_wording: 尽快}
  status: in_progress
- {id: 2, area: 义务, kind: problem, title: 学位不足, problem: 缺3所, lead: 区教委, due: 2024-07-20}
- {id: 3, area: 义务, kind: problem, title: 已交, lead: 区教委, status: submitted,
   log: [{on: 2024-07-01, event: submit, by: 区教委}]}
- {id: 4, area: 安全, kind: problem, title: 不归口, lead: 区督导委, measures: [{id: 4.1, text: 办}]}
"""


def viewed(opened: Opened, name: ViewName, wanted: Wanted | None = None) -> View:
    """Return one of the lists."""
    wanted = wanted or Wanted()
    return view(name, opened.ledger, listing(opened.ledger, TODAY, (), wanted, "file"), wanted)


def test_the_list_of_problems_has_the_plans_words(make: Make) -> None:
    """What was found and asked for, with its clause; what the plan does not say is absent."""
    first, second, *_ = viewed(make(THREE), "problems").rows
    assert first == Problem("1", "学前", "both", "缴纳不足", "仅占65%", "应缴尽缴", "足额", "二(一)1", "in_progress")
    assert second == Problem("2", "义务", "problem", "学位不足", "缺3所", None, None, None, "open")


def test_the_list_of_responsibilities_has_three_levels(make: Make) -> None:
    """Departments under their names, those of measures included, and the three levels of people."""
    first, *_ = viewed(make(THREE), "responsibility").rows
    lead, support = ("区教委", "区人社局", "区督导委"), ("区财政局", "区教委")
    people = ("张副区长", None, "李四")
    assert first == Responsibility(
        "1", "缴纳不足", lead, support, *people, date(2024, 6, 28), "2024年春期", "in_progress"
    )


def test_a_measure_takes_from_its_item_what_it_has_not(make: Make) -> None:
    """A measure's own departments, person and date count; else those of its item do."""
    found = viewed(make(THREE), "measures")
    assert [row.id for row in found.rows] == ["1.1", "1.2", "1.3", "1.4", "4.1"]
    assert (found.as_of, found.total) == (TODAY, 4)
    done, own, dropped, vague, _ = found.rows
    lead, support = ("区教委", "区人社局"), ("区财政局",)
    due = (date(2024, 6, 28), "2024年春期")
    assert done == Task("1.1", "1", "缴纳不足", "检查", lead, support, "李四", *due, date(2024, 6, 20), None, 2)
    assert own == Task(
        "1.2", "1", "缴纳不足", "复查", ("区督导委",), ("区教委",), "王五", date(2024, 7, 20), None, None, None, 0
    )
    assert isinstance(dropped, Task)
    assert dropped.dropped == "已并入"
    assert isinstance(vague, Task)
    assert (vague.due, vague.due_wording) == (None, "尽快")


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        (Wanted(lead=("区教委",)), "1.1 1.3 1.4"),
        (Wanted(department=("区教委",)), "1.1 1.2 1.3 1.4"),
        (Wanted(lead=("区督导委",)), "1.2 4.1"),
        (Wanted(department=("区财政局",)), "1.1 1.3 1.4"),
        (Wanted(area=("安全",)), "4.1"),
        (Wanted(lead=("某局",)), ""),
    ],
)
def test_measures_are_those_of_the_department(make: Make, wanted: Wanted, ids: str) -> None:
    """Of an item with several departments each sees its own measures."""
    assert " ".join(row.id for row in viewed(make(THREE), "measures", wanted).rows) == ids


def test_a_message_tells_what_is_open(make: Make) -> None:
    """Late, soon due and other items that are not handed in yet, and the measures still to be done."""
    told = message(make(THREE).ledger, TODAY, (), "区教委")
    assert [row.id for row in told.overdue] == ["1"]
    assert [row.id for row in told.due_soon] == ["2"]
    assert told.others == ()
    assert [task.id for task in told.measures] == ["1.2", "1.4"]
    assert message(make(THREE).ledger, TODAY, (), "某局").measures == ()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_lists_of_the_shipped_ledger(run: Run, snapshot: SnapshotAssertion, lang: str) -> None:
    """The real plan's three lists and a message, as a clerk sees them."""
    asked = (
        "problems 1-3",
        "responsibility 1-3",
        "measures 1-3",
        "message --department 区人社局",
        "problems --status 已销号",
    )
    assert {words: run("list", "--view", *words.split(), lang=lang).stdout for words in asked} == snapshot


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("name", ["problems", "responsibility", "measures"])
def test_the_lists_fit_a_terminal(run: Run, name: str, width: int) -> None:
    """No line is wider than the terminal, counted in cells."""
    shown = run("list", "--view", name, terminal=True, width=width, lang="zh", environ={"NO_COLOR": "1"})
    assert shown.exit_code == 0
    assert max(cell_len(re.sub(r"\x1b\[[0-9;]*m", "", line)) for line in shown.stdout.splitlines()) <= width


def test_a_message_goes_to_one(run: Run) -> None:
    """Without a department, or with several, there is nobody to send it to."""
    assert run("list", "--view", "message").exit_code == 2
    assert run("list", "--view", "message", "--department", "区教委", "--department", "区人社局").exit_code == 2
