"""Everything about an item: what its file says, and what follows from it on a day."""

from dataclasses import replace
from datetime import date

import pytest

from ledger.asof import as_of
from ledger.errors import Fault
from ledger.model import Item
from ledger.reports.story import ItemStory
from ledger.reports.story import story
from ledger.store import Opened
from sharing import TODAY
from sharing import Make

TWO = """
- id: 9
  area: 学前
  kind: both
  title: 缴纳不足
  problem: 仅占65%
  recommendation: 应缴尽缴
  source: 二(一)2
  lead: [长寿区教委, 区人社局]
  support: 重庆市长寿区教育委员会
  leader: 张
  office: 办公室
  person: 李
  goal: 应缴尽缴
  type: phased
  ongoing: {every: month}
  due: 2024-06-28
  due_wording: 2024年春期
  status: in_progress
  measures:
  - {id: 9.1, text: 检查, done: 2024-06-20, lead: 长寿区教委, support: [长寿区教委, 某局], person: 王}
  - {id: 9.2, text: 督促, due: 2024-12-31, evidence: [{paper: 2024-3/2柜}]}
  - {id: 9.3, text: 筹款, dropped: 已并入}
  indicators:
  - {name: 占比, unit: '%', kind: baseline, literal: 占比仅65%, value: 65, readings: [{on: 2024-06-30, value: 82}]}
  log:
  - {on: 2024-05-31, event: progress, by: 长寿区教委, note: 已检查56所, evidence: [{paper: 2024-3/2柜}]}
  - {on: 2024-06-30, event: inspect, by: 某局}
- {id: 3, area: 义务, kind: problem, title: 三}
"""


def one(opened: Opened, faults: tuple[Fault, ...] = ()) -> ItemStory:
    """Return the story of item 9."""
    [found] = story(opened.ledger, TODAY, faults, ["9"]).items
    return found


def test_a_story_says_what_the_file_says(make: Make) -> None:
    """Every key of the item is in its story, unchanged but for the departments."""
    opened = make(TWO)
    found = one(opened)
    resolved = {"lead", "support", "measures", "log"}
    for key in Item.model_fields.keys() - resolved:
        assert getattr(found, key) == getattr(opened.ledger.items[0], key)


def test_departments_stand_under_their_names(make: Make) -> None:
    """Whatever the file spells, the story shows the department's name, in measures and log too; unknown ones stay."""
    found = one(make(TWO))
    assert (found.lead, found.support) == (("区教委", "区人社局"), ("区教委",))
    assert (found.measures[0].lead, found.measures[0].support) == (("区教委",), ("区教委", "某局"))
    assert [entry.by for entry in found.log] == ["区教委", "某局"]


def test_measures_and_entries_are_otherwise_unchanged(make: Make) -> None:
    """The story's measures and log are those of the file, with all their keys."""
    opened = make(TWO)
    bodies = {"lead", "support", "by"}
    for key in ("measures", "log"):
        assert [part.model_dump(exclude=bodies) for part in getattr(one(opened), key)] == [
            part.model_dump(exclude=bodies) for part in getattr(opened.ledger.items[0], key)
        ]


def test_a_story_has_the_pace_of_the_day(make: Make) -> None:
    """Light, reason, days and the count of measures are those of the day that is looked at."""
    found = one(make(TWO))
    assert (found.light, found.light_reason, found.days_left, found.quiet_days) == ("red", "overdue", -17, 15)
    assert (found.measures_done, found.measures_total) == (1, 2)


CORRECTED = """
- id: 9
  area: 学前
  kind: problem
  title: 缴纳不足
  due: 2024-06-01
  status: submitted
  log:
  - {on: 2024-05-01, event: notice, level: remind, by: 长寿区教委, to: [长寿区教委, 某局]}
  - {on: 2024-06-20, event: inspect, by: 区教委}
  - {on: 2024-06-03, event: submit, by: 区教委}
  - {on: 2024-07-01, event: correct, by: 区教委, entry: 2, reason: 记错}
"""


def test_entries_keep_their_numbers(make: Make) -> None:
    """As of an earlier day an entry has the number that a correction would name, also where the log is out of order."""
    whole = make(CORRECTED).ledger
    [now] = story(whole, TODAY, (), ["9"]).items
    assert (now.entry_numbers, now.void_entries) == ((1, 2, 3, 4), (2,))
    then = date(2024, 6, 10)
    earlier = replace(whole, items=tuple(as_of(item, whole.settings.closing.steps, then) for item in whole.items))
    [before] = story(earlier, then, (), ["9"], whole).items
    assert (before.entry_numbers, before.void_entries) == ((1, 3), ())
    assert [entry.event for entry in before.log] == ["notice", "submit"]


def test_who_was_reminded_stands_under_a_name(make: Make) -> None:
    """The departments that a notice went to are told by their names, as all others are."""
    [found] = story(make(CORRECTED).ledger, TODAY, (), ["9"]).items
    assert found.log[0].model_dump()["to"] == ("区教委", "某局")


def test_a_story_says_how_late_the_work_was(make: Make) -> None:
    """Work that was handed in after its date has no days left, and the days by which it was late."""
    [found] = story(make(CORRECTED).ledger, TODAY, (), ["9"]).items
    assert (found.days_left, found.days_late) == (None, 2)
    assert one(make(TWO)).days_late is None


def test_a_story_has_the_faults_of_its_item(make: Make) -> None:
    """The codes of the check stand there once each, in the order they were found, without those of other items."""
    codes = [("no-person", "9"), ("no-lead", "3"), ("no-evidence", "9"), ("no-person", "9"), ("unknown-department", "")]
    faults = tuple(Fault("items.yaml", (0,), code, {}, item) for code, item in codes)
    assert one(make(TWO), faults).faults == ("no-person", "no-evidence")
    assert one(make(TWO)).faults == ()


@pytest.mark.parametrize("ids", [["3"], ["3", "9"], ["9", "3"], []])
def test_stories_come_in_the_order_asked_for(make: Make, ids: list[str]) -> None:
    """The items that were asked for, and no others, in that order, on that day."""
    found = story(make(TWO).ledger, TODAY, (), ids)
    assert [item.id for item in found.items] == ids
    assert found.as_of == TODAY
