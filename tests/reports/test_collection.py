"""Who has answered in a month, by the log alone."""

from datetime import date

import pytest

from ledger.errors import Lack
from ledger.errors import LedgerError
from ledger.errors import RefusedError
from ledger.errors import SeveralError
from ledger.reports.collection import last_day
from ledger.reports.collection import remarks
from ledger.reports.collection import replies
from ledger.settings import Collecting
from ledger.settings import Settings
from sharing import Make

JUNE = date(2024, 6, 1)
ITEMS = """
- id: 1
  area: 甲
  kind: both
  title: 一
  lead: [区教委, 区人社局]
  status: in_progress
  log:
  - {on: 2024-05-31, event: progress, by: 区人社局, note: 五月}
  - {on: 2024-06-26, event: progress, by: 长寿区教委, note: 六月}
  - {on: 2024-06-27, event: inspect, by: 区人社局}
  - {on: 2024-06-20, event: progress, by: 区财政局, note: 误记}
  - {on: 2024-06-28, event: correct, by: 区教委, entry: 4, reason: 误记}
- {id: 2, area: 甲, kind: both, title: 二, lead: 区教委, support: 区财政局}
"""
SETTINGS = "collecting: {due_day: 25}\n"


@pytest.mark.parametrize(
    ("day", "states"),
    [
        (date(2024, 6, 25), ["answered_late", "waiting", "waiting"]),
        (date(2024, 6, 26), ["answered_late", "late", "late"]),
    ],
)
def test_states(make: Make, day: date, states: list[str]) -> None:
    """Until the last day who has not answered is waited for, then late; inspections and other months are no answer."""
    told = replies(make(ITEMS, settings=SETTINGS).ledger, JUNE, day)
    assert [each.state for each in told.departments] == states
    assert [each.department for each in told.departments] == ["区教委", "区人社局", "区财政局"]
    assert [each.missing for each in told.departments] == [("2",), ("1",), ("2",)]
    first = told.departments[0]
    assert (first.answered_on, first.items, first.reported) == (date(2024, 6, 26), 2, 1)


def test_in_time(make: Make) -> None:
    """Without a day in the settings the last day of the month is in time."""
    told = replies(make(ITEMS).ledger, JUNE, date(2024, 7, 15))
    assert (told.due, told.month) == (date(2024, 6, 30), "2024-06")
    assert [each.state for each in told.departments] == ["answered", "late", "late"]


@pytest.mark.parametrize(
    ("day", "settings", "state", "answered_on"),
    [
        (date(2024, 7, 2), "office: 区教委\n", "late", None),
        (date(2024, 7, 3), "office: 区教委\n", "answered_late", date(2024, 7, 3)),
        (date(2024, 7, 3), "collecting: {due_day: 5, due_in: next}\n", "answered", date(2024, 7, 3)),
        (date(2024, 7, 2), "collecting: {due_day: 5, due_in: next}\n", "waiting", None),
    ],
)
def test_received_later(make: Make, day: date, settings: str, state: str, answered_on: date | None) -> None:
    """What holds for June and came in on 3 July counts from that day on, and in time if that is in time."""
    items = """
- {id: 1, area: 甲, kind: problem, title: 一, problem: 一, lead: 区教委, log: [
    {on: 2024-06-30, event: progress, by: 区教委, note: 六月, received: 2024-07-03}]}
"""
    [reply] = replies(make(items, settings=settings).ledger, JUNE, day).departments
    assert (reply.state, reply.answered_on) == (state, answered_on)


@pytest.mark.parametrize(("day", "due"), [(None, 29), (25, 25), (31, 29)])
def test_the_last_day(day: int | None, due: int) -> None:
    """A day that a month does not have is its last one."""
    settings = Settings(collecting=Collecting(due_day=day))
    assert last_day(settings, date(2024, 2, 1)) == date(2024, 2, due)


def test_errors_as_remarks() -> None:
    """An error is one remark; a refusal is one for each thing in the way, of each item."""
    refused = RefusedError("1", [Lack("not-done", {"measure": "1.1"}), Lack("not-done", {"measure": "1.2"})])
    told = remarks(SeveralError([refused, LedgerError("no-office", 2)]))
    assert [(each.item, each.code) for each in told] == [("1", "not-done"), ("1", "not-done"), ("", "no-office")]
    assert told[0].message == "Measure 1.1 is not done."
