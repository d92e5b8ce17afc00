"""What each department is asked: its open items, a row a measure, and what was reported last."""

from datetime import date
from typing import TYPE_CHECKING

import pytest

from ledger.reports.forms import FormRow
from ledger.reports.forms import carried
from ledger.reports.forms import forms
from ledger.reports.forms import role_in
from ledger.reports.forms import state
from ledger.store import Opened
from sharing import Make

if TYPE_CHECKING:
    from ledger.model import Item


JUNE = date(2024, 6, 1)
ITEMS = """
- id: 1
  area: 甲
  kind: both
  title: 一
  lead: 长寿区教委
  support: 区财政局
  due: 2024-12-31
  measures:
  - {id: 1.1, text: 子, done: 2024-06-02}
  - {id: 1.2, text: 丑, dropped: 并入}
  - {id: 1.3, text: 寅, lead: 区人社局, due: 2024-09-30}
  - {id: 1.4, text: 卯}
  status: in_progress
  log:
  - {on: 2024-05-01, event: progress, by: 区财政局, note: 已拨付}
  - {on: 2024-05-02, event: progress, by: 区教委, note: 误记}
  - {on: 2024-05-03, event: correct, by: 区教委, entry: 2, reason: 误记}
- {id: 2, area: 甲, kind: both, title: 二, lead: 区人社局, measures: [{id: 2.1, text: 辰, done: 2024-06-02}],
   status: in_progress, due_wording: 年底前}
- {id: 3, area: 甲, kind: both, title: 三, lead: 区教委, status: submitted,
   log: [{on: 2024-06-01, event: submit, by: 区教委}]}
- {id: 4, area: 甲, kind: both, title: 四}
"""


def rows(opened: Opened, department: str) -> list[FormRow]:
    """Return the rows that a department is asked."""
    return [row for form in forms(opened.ledger, JUNE, [department]) for row in form.rows]


def test_who_is_asked(make: Make) -> None:
    """Those are asked who carry an open item, in the order of departments.yaml; what is handed in is not open."""
    ledger = make(ITEMS).ledger
    assert [form.department for form in forms(ledger, JUNE)] == ["区教委", "区人社局", "区财政局"]
    assert [item.id for item in carried(ledger)["区教委"]] == ["1"]
    assert forms(ledger, JUNE, ["区督导委"]) == ()


@pytest.mark.parametrize(
    ("department", "expected"),
    [
        ("区教委", [("1.4", "lead", "2024-12-31")]),
        ("区财政局", [("1.3", "support", "2024-09-30"), ("1.4", "support", "2024-12-31")]),
        ("区人社局", [("1.3", "lead", "2024-09-30"), ("2", "lead", "None")]),
    ],
)
def test_rows(make: Make, department: str, expected: list[tuple[str, str, str]]) -> None:
    """A row is an open measure that concerns the department, by its own lead or its item's; else the item itself."""
    assert [(row.key, row.role, str(row.due)) for row in rows(make(ITEMS), department)] == expected


def test_what_was_reported_last(make: Make) -> None:
    """The last report is the department's own, else anybody's; one that was corrected counts no more."""
    opened = make(ITEMS)
    for department in ("区教委", "区财政局"):
        last = rows(opened, department)[0].last
        assert last is not None
        assert last.note == "已拨付"
    assert rows(opened, "区人社局")[1].last is None


def test_roles(make: Make) -> None:
    """A department carries an item by any of its measures, and a measure by its own departments or its item's."""
    ledger = make(ITEMS).ledger
    item = ledger.items[0]
    assert [role_in(ledger, item, name) for name in ("区教委", "区人社局", "区财政局", "区督导委")] == [
        "lead",
        "lead",
        "support",
        None,
    ]
    assert role_in(ledger, item, "区人社局", "1.4") is None


def test_the_state_of_an_item(make: Make) -> None:
    """What is reported leaves the digest of an item alone; another measure, or one done, changes it."""
    item: Item = make(ITEMS).ledger.items[0]
    reported = item.model_copy(update={"log": item.log[:1], "status": "open"})
    done = item.measures[3].model_copy(update={"done": date(2024, 6, 3)})
    assert state(reported) == state(item)
    assert state(item.model_copy(update={"measures": (*item.measures[:3], done)})) != state(item)
