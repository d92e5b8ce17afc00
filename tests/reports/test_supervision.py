"""The facts of supervision: who is due for what, in which order, and what goes into a letter."""

from dataclasses import replace
from datetime import date

import pytest

from ledger.ladder import LEVELS
from ledger.model import Ledger
from ledger.reports.rows import DatedMeasure
from ledger.reports.supervision import NextStep
from ledger.reports.supervision import StepTally
from ledger.reports.supervision import Supervision
from ledger.reports.supervision import draft
from ledger.reports.supervision import skipped
from ledger.reports.supervision import supervision
from ledger.reports.supervision import tallies
from sharing import TODAY
from sharing import Make

SIX = """
- {id: 1, area: 学前, kind: problem, title: 昨日到期, lead: 区财政局, source: 二(一)1, due: 2024-07-14,
   log: [{on: 2024-07-10, event: inspect, by: 区教委}]}
- {id: 2, area: 学前, kind: problem, title: 早已到期, lead: [长寿区教委, 区人社局], due: 2024-06-28,
   status: in_progress,
   log: [{on: 2024-06-29, event: notice, by: 区督导委, level: remind, to: 长寿区教委},
         {on: 2024-07-10, event: progress, by: 区教委, note: 已办}]}
- {id: 3, area: 学前, kind: problem, title: 即将到期, lead: 区人社局, due: 2024-07-20,
   log: [{on: 2024-07-10, event: inspect, by: 区教委}]}
- {id: 4, area: 义务, kind: problem, title: 刚刚提醒, lead: 区教委, due: 2024-07-01,
   log: [{on: 2024-07-14, event: notice, by: 区督导委, level: remind, to: 区教委},
         {on: 2024-07-14, event: inspect, by: 区教委}]}
- {id: 5, area: 义务, kind: problem, title: 无人牵头}
- {id: 6, area: 义务, kind: problem, title: 措施超期, lead: 区财政局, due: 2024-12-31,
   measures: [{id: 6.1, text: 复查, due: 2024-07-01}],
   log: [{on: 2024-07-14, event: inspect, by: 区教委}]}
"""


@pytest.fixture
def six(make: Make) -> Ledger:
    """Return a ledger with a step for each reason."""
    return make(SIX).ledger


def told(steps: tuple[NextStep, ...]) -> list[tuple[str | None, str, str]]:
    """Return who is due for which step, and for which item."""
    return [(step.department, step.level, step.id) for step in steps]


def test_the_highest_step_comes_first(six: Ledger) -> None:
    """Steps are sorted by level, then by how many items a department is due for; what waits and what lacks a lead is apart."""  # noqa: E501 (one sentence)
    facts = supervision(six, TODAY)
    assert told(facts.due) == [
        ("区教委", "supervise", "2"),
        ("区财政局", "remind", "1"),
        ("区财政局", "remind", "6"),
        ("区人社局", "remind", "2"),
        ("区人社局", "remind", "3"),
    ]
    assert told(facts.later) == [("区教委", "supervise", "4")]
    assert facts.later[0].waiting_until == date(2024, 7, 21)
    assert told(facts.nobody) == [(None, "remind", "5")]
    assert (facts.as_of, facts.department, facts.plan) == (TODAY, None, "整改方案")


def test_a_step_says_why(six: Ledger) -> None:
    """An item's figures, what was done before, and late measures go with the step."""
    facts = supervision(six, TODAY)
    late, measure = facts.due[0], facts.due[2]
    assert late == NextStep(
        department="区教委",
        level="supervise",
        id="2",
        title="早已到期",
        source=None,
        due=date(2024, 6, 28),
        due_wording=None,
        days_left=-17,
        quiet_days=5,
        returned=0,
        causes=("overdue",),
        measures=(),
        last_level="remind",
        last_on=date(2024, 6, 29),
        waiting_until=None,
    )
    assert measure.causes == ("measure_overdue",)
    assert measure.measures == (DatedMeasure("6.1", "6", "复查", date(2024, 7, 1), -14),)


def test_one_department_or_some_items(six: Ledger) -> None:
    """What was asked for is shown alone, and nobody's items are no department's."""
    assert told(supervision(six, TODAY, "区人社局").due) == [("区人社局", "remind", "2"), ("区人社局", "remind", "3")]
    assert supervision(six, TODAY, "区人社局").nobody == ()
    assert told(supervision(six, TODAY, "区人社局", ["3", "4"]).due) == [("区人社局", "remind", "3")]
    empty = supervision(six, TODAY, "区督导委")
    assert empty == Supervision(TODAY, "区督导委", None, "整改方案", None, (), (), (), ())


def test_a_draft_is_of_the_items_that_were_named(six: Ledger) -> None:
    """Of items that are due for another step, or for none, what is known goes into the letter all the same."""
    steps = draft(six, TODAY, "区教委", "interview", ["1", "2", "4"]).due
    assert told(steps) == [("区教委", "interview", name) for name in ("1", "2", "4")]
    assert [step.last_level for step in steps] == [None, "remind", "remind"]
    assert [step.waiting_until for step in steps] == [None] * 3


def test_a_draft_is_of_the_step_that_was_named(make: Make) -> None:
    """Where an item has a step that waits and a measure to be reminded of, each letter says its own."""
    opened = make("""
- {id: 7, area: 义务, kind: problem, title: 久无音讯, lead: 区财政局,
   measures: [{id: 7.1, text: 复查, due: 2024-07-12}],
   log: [{on: 2024-07-10, event: notice, by: 区督导委, level: remind, to: 区财政局}]}
""")
    [reminder] = draft(opened.ledger, TODAY, "区财政局", "remind", ["7"]).due
    [supervised] = draft(opened.ledger, TODAY, "区财政局", "supervise", ["7"]).due
    assert (reminder.causes, reminder.measures[0].id) == (("measure_overdue",), "7.1")
    assert (supervised.causes, supervised.measures) == (("quiet",), ())


def test_what_the_ladder_comes_to_first(six: Ledger) -> None:
    """Items are told by the lower step that would come first; the next step and those below skip nothing."""
    assert skipped(six, TODAY, "区教委", "interview", ["1", "2", "3"]) == {"remind": ["1", "3"], "supervise": ["2"]}
    assert skipped(six, TODAY, "区教委", "supervise", ["2", "4"]) == {}
    assert skipped(six, TODAY, "区教委", "remind", ["1", "2"]) == {}


def test_a_department_is_counted_once_for_a_step(six: Ledger) -> None:
    """The morning view gets a line for each department and step, in the same order."""
    assert tallies(six, TODAY) == (
        StepTally("区教委", "supervise", ("2",)),
        StepTally("区财政局", "remind", ("1", "6")),
        StepTally("区人社局", "remind", ("2", "3")),
    )


def test_levels_go_upwards() -> None:
    """The order of the ladder is that of the field."""
    assert LEVELS == ("remind", "supervise", "interview", "circular", "accountability")


def test_an_office_without_rules(six: Ledger) -> None:
    """Where the settings have no ladder nobody is due for anything."""
    none = replace(six, settings=six.settings.model_copy(update={"supervision": ()}))
    assert supervision(none, TODAY) == Supervision(TODAY, None, None, "整改方案", None, (), (), (), ())
