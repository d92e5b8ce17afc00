"""The line of time: what is due when, items and measures, and what has no date."""

from datetime import date

from ledger.reports.export import Export
from ledger.reports.export import export
from ledger.reports.horizon import Mark
from ledger.reports.horizon import horizon
from ledger.reports.horizon import undated
from sharing import Make

ITEMS = """
- {id: 1, area: 甲, kind: problem, title: 一, problem: 一, lead: 区教委, due: 2024-12-31,
   measures: [{id: 1.1, text: 近, due: 2024-04-20}, {id: 1.2, text: 远, due: 2024-06-30, lead: 区财政局},
              {id: 1.3, text: 成, due: 2024-04-18, done: 2024-04-17},
              {id: 1.4, text: 弃, due: 2024-04-18, dropped: 不做}, {id: 1.5, text: 无}]}
- {id: 2, area: 甲, kind: problem, title: 二, problem: 二, due: 2024-04-20, status: submitted,
   log: [{on: 2024-04-18, event: submit, by: 区教委}], measures: [{id: 2.1, text: 后, due: 2024-05-31}]}
- {id: 3, area: 甲, kind: problem, title: 三, problem: 三, due: 2024-04-20, status: withdrawn,
   log: [{on: 2024-04-16, event: withdraw, by: 区教委, reason: 并}], measures: [{id: 3.1, text: 停, due: 2024-05-31}]}
- {id: 4, area: 甲, kind: problem, title: 四, problem: 四}
- {id: 5, area: 甲, kind: problem, title: 五, problem: 五, status: withdrawn,
   log: [{on: 2024-04-16, event: withdraw, by: 区教委, reason: 并}]}
"""


def facts(make: Make) -> Export:
    """Return the facts of the whole ledger on a day."""
    ledger = make(ITEMS).ledger
    return export(ledger, ledger, date(2024, 4, 30), ())


def test_what_is_due(make: Make) -> None:
    """Open items and measures stand in the order of their days; what was handed in or has ended is not due."""
    assert horizon(facts(make)) == (
        Mark("1", "1.1", "近", ("区教委",), date(2024, 4, 20), -10, "red"),
        Mark("2", "2.1", "后", (), date(2024, 5, 31), 31, "green"),
        Mark("1", "1.2", "远", ("区财政局",), date(2024, 6, 30), 61, "green"),
        Mark("1", None, "一", ("区教委",), date(2024, 12, 31), 245, "green"),
    )


def test_without_a_date(make: Make) -> None:
    """Open items without a date are counted, so that nobody takes the line of time for whole."""
    assert undated(facts(make)) == 1
