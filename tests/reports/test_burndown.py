"""Month by month: what was open, closed and overdue at each month's end, from replaying the log."""

from datetime import date

from ledger.reports.burndown import MonthEnd
from ledger.reports.burndown import months
from sharing import Make

ITEMS = """
- {id: 1, area: 甲, kind: problem, title: 一, problem: 一, lead: 区教委, due: 2024-05-15, status: in_progress,
   log: [{on: 2024-05-20, event: submit, by: 区教委}, {on: 2024-05-21, event: verify, by: 区督导委, outcome: 属实},
         {on: 2024-05-22, event: close, by: 区督导委}, {on: 2024-07-02, event: reopen, by: 区督导委, reason: 反弹}]}
- {id: 2, area: 甲, kind: problem, title: 二, problem: 二, lead: 区教委, due: 2024-04-20}
- {id: 3, area: 甲, kind: problem, title: 三, problem: 三, lead: 区教委, status: withdrawn,
   log: [{on: 2024-06-03, event: withdraw, by: 区教委, reason: 并}]}
"""


def test_month_by_month(make: Make) -> None:
    """Each month's end is replayed: closed in May, open again in July, withdrawn in June."""
    assert months(make(ITEMS).ledger, date(2024, 7, 15)) == (
        MonthEnd("2024-04", date(2024, 4, 30), 3, 0, 1),
        MonthEnd("2024-05", date(2024, 5, 31), 3, 1, 1),
        MonthEnd("2024-06", date(2024, 6, 30), 2, 1, 1),
        MonthEnd("2024-07", date(2024, 7, 15), 2, 0, 2),
    )


def test_on_the_last_day(make: Make) -> None:
    """The last day of a month is told once."""
    found = months(make(ITEMS).ledger, date(2024, 5, 31))
    assert [each.on for each in found] == [date(2024, 4, 30), date(2024, 5, 31)]
    assert [each.left for each in found] == [3, 2]


def test_without_a_plan(make: Make) -> None:
    """Without the plan's date the months begin with the first entry; without any there is this month alone."""
    bare = make(ITEMS, settings="office: 区教委\n").ledger
    assert months(bare, date(2024, 6, 30))[0].on == date(2024, 5, 31)
    assert [each.month for each in months(make("[]", settings="office: 区教委\n").ledger, date(2024, 6, 3))] == [
        "2024-06"
    ]


def test_not_for_ever(make: Make) -> None:
    """A slip in the plan's year does not make a thousand months."""
    early = make("[]", settings="plan: {date: 0204-04-15}\n").ledger
    assert len(months(early, date(2024, 6, 3))) < 130
