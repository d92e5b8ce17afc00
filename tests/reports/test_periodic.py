"""Weekly, monthly and quarterly reports: terms, what changed since the last one, and who is behind with what steps."""

from datetime import date
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import checks
from ledger.asof import ledger_as_of
from ledger.reports.happenings import Step
from ledger.reports.periodic import Length
from ledger.reports.periodic import Periodic
from ledger.reports.periodic import Term
from ledger.reports.periodic import periodic
from ledger.reports.periodic import term
from sharing import Make

ITEMS = """
- {id: 1, area: 学前, kind: problem, title: 甲, problem: 甲, lead: 区教委, due: 2024-05-31, status: closed,
   log: [{on: 2024-05-20, event: submit, by: 区教委}, {on: 2024-05-21, event: verify, by: 区督导委, outcome: 属实},
         {on: 2024-06-03, event: close, by: 区督导委}]}
- {id: 2, area: 学前, kind: problem, title: 乙, problem: 乙, lead: 区人社局, due: 2024-06-10, status: in_progress,
   log: [{on: 2024-05-01, event: progress, by: 区人社局, note: 已办},
         {on: 2024-06-12, event: notice, level: remind, by: 区教委, to: 区人社局},
         {on: 2024-06-20, event: notice, level: supervise, by: 区教委, to: 区人社局},
         {on: 2024-06-21, event: correct, by: 区教委, entry: 3, reason: 误记},
         {on: 2024-07-02, event: notice, level: supervise, by: 区教委, to: 区人社局}]}
- {id: 3, area: 义务, kind: problem, title: 丙, problem: 丙, lead: 区财政局, due: 2024-07-31, status: in_progress,
   log: [{on: 2024-05-06, event: submit, by: 区财政局}, {on: 2024-06-05, event: return, by: 区督导委, reason: 缺照片},
         {on: 2024-06-15, event: submit, by: 区财政局}, {on: 2024-06-25, event: return, by: 区督导委, reason: 缺签字}],
   measures: [{id: 3.1, text: 补照片, due: 2024-06-20}, {id: 3.2, text: 补签字, due: 2024-07-15}]}
- {id: 4, area: 义务, kind: problem, title: 丁, problem: 丁, lead: 区教委, status: in_progress,
   log: [{on: 2024-05-02, event: submit, by: 区教委}, {on: 2024-05-03, event: verify, by: 区督导委, outcome: 属实},
         {on: 2024-05-04, event: close, by: 区督导委}, {on: 2024-06-18, event: reopen, by: 区督导委, reason: 反弹}]}
- {id: 5, area: 义务, kind: problem, title: 戊, problem: 戊, status: open}
"""


def told(make: Make, length: Length, day: date, until: date | None = None, items: str = ITEMS) -> Periodic:
    """Return the report of the term that a day lies in."""
    opened = make(items)
    asked = term(length, day)
    until = until or asked.end
    ledger = ledger_as_of(opened.ledger, until)
    earlier = ledger_as_of(opened.ledger, asked.begin - timedelta(days=1))
    faults = checks.run(checks.Case(ledger, opened.folder, until))
    return periodic(ledger, earlier, asked, until, faults)


@pytest.mark.parametrize(
    ("length", "day", "expected"),
    [
        ("week", date(2024, 12, 31), Term("week", "2025-W01", date(2024, 12, 30), date(2025, 1, 5))),
        ("week", date(2024, 6, 9), Term("week", "2024-W23", date(2024, 6, 3), date(2024, 6, 9))),
        ("month", date(2024, 2, 29), Term("month", "2024-02", date(2024, 2, 1), date(2024, 2, 29))),
        ("quarter", date(2024, 12, 1), Term("quarter", "2024-Q4", date(2024, 10, 1), date(2024, 12, 31))),
        ("quarter", date(2024, 3, 31), Term("quarter", "2024-Q1", date(2024, 1, 1), date(2024, 3, 31))),
    ],
)
def test_terms(length: Length, day: date, expected: Term) -> None:
    """A week begins on Monday and is named as ISO 8601 names it; a quarter has three months."""
    assert term(length, day) == expected


@given(st.sampled_from(["week", "month", "quarter"]), st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_terms_follow_one_another(length: Length, day: date) -> None:
    """Every day lies in exactly one term, and the next one begins on the day after its end."""
    found = term(length, day)
    assert found.begin <= day <= found.end
    assert term(length, found.begin) == term(length, found.end) == found
    assert term(length, found.end + timedelta(days=1)).begin == found.end + timedelta(days=1)


def test_what_changed_in_a_month(make: Make) -> None:
    """What happened to which items since the month before, and the tally of its end beside this one's."""
    june = told(make, "month", date(2024, 6, 5))
    assert june.before is not None
    assert (june.compared, june.before.closed, june.now.closed) == (date(2024, 5, 31), 1, 1)
    assert {each.event: each.items for each in june.happened} == {"submit": ("3",), "close": ("1",), "reopen": ("4",)}
    assert june.started == ()
    may = told(make, "month", date(2024, 5, 5))
    assert (may.started, [(each.id, each.note) for each in may.news]) == (("1", "2", "3", "4"), [("2", "已办")])
    assert (june.before.overdue, june.now.overdue) == (0, 1)
    assert (june.completion_before, june.completion_rate) == (20.0, 20.0)


def test_who_is_behind(make: Make) -> None:
    """What is late comes with the steps that were taken by then, without those that were taken back."""
    june = told(make, "month", date(2024, 6, 1))
    [late] = june.lagging
    assert (late.row.id, late.row.days_left, late.reopened) == ("2", -20, None)
    assert late.steps == (Step("remind", date(2024, 6, 12), ("区人社局",)),)
    assert [measure.id for measure in june.measures_overdue] == ["3.1"]
    july = told(make, "month", date(2024, 7, 1))
    assert [step.level for step in july.lagging[-1].steps] == ["remind", "supervise"]


def test_steps_begin_anew(make: Make) -> None:
    """What was done about an item before it was closed is no step against its relapse."""
    again = """
- {id: 1, area: 学前, kind: problem, title: 甲, problem: 甲, lead: 区教委, due: 2024-05-31, status: in_progress,
   log: [{on: 2024-05-02, event: notice, level: remind, by: 区教委, to: 区教委},
         {on: 2024-05-20, event: submit, by: 区教委}, {on: 2024-05-21, event: verify, by: 区督导委, outcome: 属实},
         {on: 2024-05-22, event: close, by: 区督导委}, {on: 2024-06-03, event: reopen, by: 区督导委, reason: 反弹},
         {on: 2024-06-20, event: notice, level: supervise, by: 区教委, to: 区教委}]}
"""
    [late] = told(make, "month", date(2024, 6, 1), items=again).lagging
    assert (late.reopened, [step.level for step in late.steps]) == (date(2024, 6, 3), ["supervise"])


def test_what_was_returned(make: Make) -> None:
    """What was returned in the month counts, with the last reason; what was returned before does not."""
    june = told(make, "month", date(2024, 6, 1))
    [returned] = june.returned
    assert (returned.id, returned.times, returned.in_all) == ("3", 2, 2)
    assert (returned.on, returned.reason) == (date(2024, 6, 25), "缺签字")
    assert told(make, "month", date(2024, 7, 1)).returned == ()


def test_what_comes_next(make: Make) -> None:
    """What is due by the end of the next term, items and measures; of a week it is the next week."""
    june = told(make, "month", date(2024, 6, 1))
    assert june.next_until == date(2024, 7, 31)
    assert [row.id for row in june.due_next] == ["3"]
    assert [measure.id for measure in june.measures_next] == ["3.2"]
    week = told(make, "week", date(2024, 7, 3))
    assert (week.next_until, [measure.id for measure in week.measures_next]) == (date(2024, 7, 14), [])


def test_a_term_that_runs(make: Make) -> None:
    """A month that is not over is told as of the day that is looked at."""
    june = told(make, "month", date(2024, 6, 1), until=date(2024, 6, 2))
    assert (june.until, june.happened, june.now.overdue) == (date(2024, 6, 2), (), 0)


def test_before_the_plan_nothing_is_compared(make: Make) -> None:
    """The month in which the plan was made has nothing before it."""
    april = told(make, "month", date(2024, 4, 20))
    assert (april.compared, april.before, april.completion_before) == (None, None, None)


def test_nothing_at_all(make: Make) -> None:
    """An empty ledger has a report without a rate."""
    june = told(make, "month", date(2024, 6, 1), items="[]")
    assert (june.now.total, june.completion_rate, june.rows, june.areas) == (0, None, (), ())
