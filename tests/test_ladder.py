"""The ladder of supervision: who is due for which step, and that it is climbed one rung at a time."""

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from ledger.asof import as_of
from ledger.events import Level
from ledger.ladder import LEVELS
from ledger.ladder import Escalation
from ledger.ladder import escalations
from ledger.ladder import next_level
from ledger.model import Department
from ledger.model import Item
from ledger.model import Ledger
from ledger.settings import Settings

DAY = date(2024, 7, 15)
STEPS = Settings().closing.steps
DEPARTMENTS = (
    Department(name="区教委", aliases=("长寿区教委",)),
    Department(name="区人社局"),
    Department(name="区督导委"),
)

Data = Mapping[str, object]


def ledger(**more: object) -> Ledger:
    """Return a ledger with these settings."""
    return Ledger((), DEPARTMENTS, Settings.model_validate({"plan": {"date": "2024-07-10"}, **more}))


def ago(days: int) -> str:
    """Return the day so many days before today."""
    return str(DAY - timedelta(days))


def said(days: int, event: str, **more: object) -> Data:
    """Return the data of an entry of so many days ago."""
    needed = {
        "return": {"reason": "材料不全"},
        "reopen": {"reason": "反弹"},
        "verify": {"outcome": "属实"},
        "progress": {"note": "已办"},
    }
    return {"on": ago(days), "event": event, "by": "区教委", **needed.get(event, {}), **more}


def noticed(days: int, level: Level, *to: str) -> Data:
    """Return the data of a notice of so many days ago."""
    return said(days, "notice", level=level, to=to)


def item(late: int | None = None, *log: Data, **more: object) -> Item:
    """Return an item led by 区教委 that is so many days late (negative: not yet), with this log."""
    due = None if late is None else ago(late)
    entries = sorted(log, key=lambda entry: str(entry["on"]))
    plain = {"id": "1", "area": "甲", "kind": "problem", "title": "题", "lead": "区教委", "due": due, **more}
    return Item.model_validate(plain | {"log": entries})


def found(one: Item, office: Ledger | None = None, day: date = DAY) -> list[Escalation]:
    """Return the next steps for an item as it stood on a day."""
    return list(escalations(as_of(one, STEPS, day), office or ledger(), day))


def due(one: Item, office: Ledger | None = None, day: date = DAY) -> list[tuple[str | None, Level]]:
    """Return who is due for which step on a day."""
    return [(each.department, each.level) for each in found(one, office, day) if each.waiting_until is None]


@pytest.mark.parametrize(
    ("late", "heard", "causes"),
    [
        (-16, 5, ()),
        (-15, 5, ("due_soon",)),
        (0, 5, ("due_soon",)),
        (1, 5, ("overdue",)),
        (None, 30, ()),
        (None, 31, ("quiet",)),
        (1, 31, ("overdue", "quiet")),
        (-16, 31, ("quiet",)),
    ],
)
def test_a_reminder_is_due_at_its_exact_limits(late: int | None, heard: int, causes: Sequence[str]) -> None:
    """A date that is near or past, or silence beyond what the lights allow, is reason enough, and is named."""
    steps = found(item(late, said(heard, "inspect")))
    assert [(step.department, step.level, step.causes) for step in steps] == [("区教委", "remind", causes)] * bool(
        causes
    )


@pytest.mark.parametrize(
    ("late", "taken", "level"),
    [
        (90, [], "remind"),
        (7, [("remind", 7)], "supervise"),
        (14, [("remind", 14), ("supervise", 7)], None),
        (15, [("remind", 14), ("supervise", 7)], "interview"),
        (30, [("interview", 7)], "circular"),
        (60, [("circular", 15)], "accountability"),
        (99, [("accountability", 30)], None),
    ],
)
def test_the_ladder_is_climbed(late: int, taken: list[tuple[Level, int]], level: Level | None) -> None:
    """The next step is the one above the highest that was taken, however late the work is."""
    steps = due(item(late, *(noticed(days, step, "区教委") for step, days in taken), said(1, "inspect")))
    assert steps == ([("区教委", level)] if level else [])


def test_a_step_waits_for_the_one_before() -> None:
    """Until the days of the settings have passed since the latest step, the day is told and nothing is due."""
    [step] = found(item(40, noticed(6, "remind", "长寿区教委"), said(1, "inspect")))
    assert (step.level, step.waiting_until) == ("supervise", DAY + timedelta(1))
    assert step.last is not None
    assert step.last.on == DAY - timedelta(6)
    assert due(item(40, noticed(7, "remind", "区教委"), said(1, "inspect"))) == [("区教委", "supervise")]


def test_nobody_jumps_to_an_interview() -> None:
    """Work returned twice makes the interview a matter, and is still first a reminder."""
    sent_back = [said(9, "submit"), said(8, "return"), said(7, "submit"), said(6, "return")]
    [step] = found(item(None, *sent_back))
    assert (step.level, step.causes) == ("remind", ("returned",))
    assert found(item(None, *sent_back[:2])) == []
    again = [said(5, "submit"), said(4, "verify"), said(3, "close"), said(2, "reopen")]
    assert found(item(None, *sent_back, *again)) == []


def test_each_lead_has_a_ladder_of_its_own() -> None:
    """Who was addressed has climbed; a notice without addressee went to all."""
    both = {"lead": ["区教委", "区人社局"]}
    one = item(10, noticed(8, "remind", "区人社局"), said(1, "inspect"), **both)
    assert due(one) == [("区教委", "remind"), ("区人社局", "supervise")]
    every = item(10, noticed(8, "remind"), said(1, "inspect"), **both)
    assert due(every) == [("区教委", "supervise"), ("区人社局", "supervise")]


def test_without_a_lead_its_measures_lead() -> None:
    """Who leads a measure that is still to be done is addressed; where none is left, nobody is."""
    measures = [
        {"id": "1.1", "text": "甲", "lead": "区教委", "done": ago(1)},
        {"id": "1.2", "text": "乙", "lead": "区人社局"},
        {"id": "1.3", "text": "丙", "lead": "区督导委", "dropped": "并入"},
    ]
    assert due(item(10, lead=[], measures=measures)) == [("区人社局", "remind")]
    assert due(item(10, lead=[], measures=[*measures[:1], *measures[2:]])) == [(None, "remind")]
    assert due(item(10, noticed(8, "remind", "区督导委"), lead=[])) == [(None, "supervise")]


@pytest.mark.parametrize(
    ("log", "timely_by", "steps"),
    [
        ([said(1, "submit")], "submitted", []),
        ([said(1, "submit")], "closed", [("区教委", "remind")]),
        ([said(3, "submit"), said(2, "verify"), said(1, "close")], "closed", []),
    ],
)
def test_handed_in_work_is_left_alone(log: list[Data], timely_by: str, steps: list[tuple[str, Level]]) -> None:
    """What has reached the stage that the office counts by is due for nothing."""
    assert due(item(90, *log), ledger(timely_by=timely_by)) == steps


def test_what_was_corrected_or_comes_later_counts_not() -> None:
    """A notice that was taken back was not sent, and one of tomorrow has not been."""
    slip = [noticed(8, "remind", "区教委"), said(1, "correct", entry=1, reason="未发出")]
    assert due(item(10, *slip)) == [("区教委", "remind")]
    assert due(item(10, noticed(8, "remind", "区教委")), day=DAY - timedelta(9)) == [("区教委", "remind")]


def test_a_return_that_was_taken_back_counts_not() -> None:
    """A return recorded by mistake brings nobody nearer to an interview."""
    slip = [said(9, "submit"), said(8, "return"), said(7, "correct", entry=2, reason="记错")]
    assert found(item(None, *slip, said(6, "return"))) == []


def test_a_near_date_that_was_granted_since_is_reminded_of() -> None:
    """Who was reminded of an earlier date has not been reminded of the one that an extension has set since."""
    near = {"was": ago(2), "to": ago(-5), "reason": "招聘未完"}
    assert due(item(-5, noticed(3, "remind"), said(1, "extend", **near))) == [("区教委", "remind")]
    assert due(item(-5, noticed(3, "remind"), said(4, "extend", **near))) == []


def test_after_a_reopening_the_ladder_begins_anew() -> None:
    """What was said before the problem came back belongs to an earlier round, on that very day too."""
    closed = [noticed(9, "remind", "区教委"), said(8, "submit"), said(7, "verify"), said(6, "close")]
    assert due(item(20, *closed, noticed(5, "interview"), said(5, "reopen"))) == [("区教委", "remind")]
    assert due(item(20, *closed, said(5, "reopen"), noticed(4, "remind"))) == []


@pytest.mark.parametrize(
    ("late", "own", "days", "steps"),
    [
        (-20, "区人社局", 1, [("区人社局", ("measure_overdue",))]),
        (-20, "区人社局", 0, []),
        (-20, None, 1, [("区教委", ("measure_overdue",))]),
        (None, None, 1, [("区教委", ("measure_overdue",))]),
        (-3, None, 1, [("区教委", ("due_soon", "measure_overdue"))]),
        (2, "区人社局", 9, [("区教委", ("overdue",)), ("区人社局", ("measure_overdue",))]),
        (2, None, 9, [("区教委", ("overdue",))]),
    ],
)
def test_a_late_measure_is_reminded_of(
    late: int | None, own: str | None, days: int, steps: list[tuple[str, tuple[str, ...]]]
) -> None:
    """A measure past a date of its own reminds its lead, in one letter where that hears of the item, late or not."""
    measure = {"id": "1.1", "text": "甲", "due": ago(days)} | ({"lead": own} if own else {})
    one = item(late, said(3, "inspect"), measures=[measure])
    assert [(step.department, step.causes) for step in found(one)] == steps
    assert all(step.level == "remind" for step in found(one))
    told = item(late, said(3, "inspect"), noticed(0, "remind"), measures=[measure])
    assert due(told) == []


def test_an_office_has_rules_of_its_own() -> None:
    """Rungs that the settings leave out are no steps, and without any nothing is ever due."""
    own = ledger(supervision=[{"level": "supervise", "quiet_days": 3}])
    assert due(item(90, said(4, "inspect")), own) == [("区教委", "supervise")]
    assert due(item(90, said(3, "inspect")), own) == []
    late = [{"id": "1.1", "text": "甲", "due": ago(9)}]
    assert due(item(None, said(3, "inspect"), measures=late), own) == []
    assert due(item(90), ledger(supervision=[])) == []
    assert next_level(item(90), ledger(supervision=[]), DAY, "区教委") is None


def test_any_number_of_days_can_be_asked_for() -> None:
    """Days beyond the calendar are no error."""
    far = ledger(supervision=[{"level": "remind", "due_soon_days": 10**9 - 1}, {"level": "supervise", "days_late": 1}])
    assert due(item(-900), far) == [("区教委", "remind")]
    endless = [{"level": "remind", "days_late": 1}, {"level": "supervise", "days_late": 1, "wait_days": 10**9 - 1}]
    [step] = found(item(9, noticed(5, "remind")), ledger(supervision=endless))
    assert step.waiting_until == date.max


def test_the_next_step_is_known_before_it_is_due() -> None:
    """Whoever takes a step can be told what the ladder would come to first."""
    assert next_level(item(None), ledger(), DAY, "区教委") == "remind"
    assert next_level(item(3, noticed(1, "remind", "区教委")), ledger(), DAY, "区教委") == "supervise"
    assert next_level(item(3, noticed(1, "remind", "区教委")), ledger(), DAY, "区人社局") == "remind"
    assert next_level(item(99, noticed(1, "accountability")), ledger(), DAY, "区教委") is None


EVENTS = st.builds(
    lambda days, event, level, to: noticed(days, level, *to) if event == "notice" else said(days, event),
    st.integers(0, 120),
    st.sampled_from(["notice", "notice", "progress", "inspect", "submit", "return"]),
    st.sampled_from(LEVELS),
    st.sampled_from([(), ("区教委",), ("区人社局",), ("区教委", "区人社局")]),
)
MEASURES = st.lists(
    st.builds(
        lambda lead, late, done: {
            "lead": lead,
            "due": None if late is None else ago(late),
            "done": ago(1) if done else None,
        },
        st.sampled_from([[], ["区教委"], ["区人社局"]]),
        st.one_of(st.none(), st.integers(-20, 60)),
        st.booleans(),
    ),
    max_size=3,
)
ITEMS = st.builds(
    lambda late, log, lead, measures: item(
        late, *log, lead=lead, measures=[{"id": f"1.{n}", "text": "甲", **each} for n, each in enumerate(measures)]
    ),
    st.one_of(st.none(), st.integers(-40, 120)),
    st.lists(EVENTS, max_size=5),
    st.sampled_from([[], ["区教委"], ["长寿区教委", "区人社局"]]),
    MEASURES,
)
OFFICES = st.sampled_from(
    [
        ledger(),
        ledger(plan={}),
        ledger(supervision=[{"level": "remind", "quiet_days": 9}, {"level": "circular", "days_late": 5}]),
        ledger(supervision=[{"level": level, "days_late": 1} for level in LEVELS]),
    ]
)


def after(one: Item, *entries: Data) -> Item:
    """Return the item with entries more at the end of its log."""
    return one.model_copy(update={"log": (*one.log, *item(None, *entries).log)})


@settings(max_examples=150, deadline=None)
@given(ITEMS, OFFICES)
def test_a_step_that_was_taken_is_not_due_again(one: Item, office: Ledger) -> None:
    """To record a step that is due leaves that step no longer due on the same day."""
    for step in found(one, office):
        if step.waiting_until is None:
            addressed = [step.department] if step.department else []
            done = after(one, noticed(0, step.level, *addressed))
            assert (step.department, step.level) not in due(done, office)


@settings(max_examples=100, deadline=None)
@given(ITEMS, OFFICES)
def test_the_ladder_ends_and_no_rung_is_left_out(one: Item, office: Ledger) -> None:
    """Who takes every step on its day climbs one rung at a time, and comes to an end."""
    rungs = [rung.level for rung in office.settings.supervision]
    climbed: dict[str | None, list[Level]] = {}
    for _ in range(40):
        steps = [
            step for step in found(one, office) if step.waiting_until is None and "measure_overdue" not in step.causes
        ]
        if not steps:
            break
        for step in steps:
            climbed.setdefault(step.department, []).append(step.level)
        one = after(one, *(noticed(0, step.level, *([step.department] if step.department else [])) for step in steps))
    else:
        pytest.fail("the ladder has no end")
    for levels in climbed.values():
        first = rungs.index(levels[0])
        assert levels == rungs[first : first + len(levels)]


@settings(max_examples=100, deadline=None)
@given(ITEMS, OFFICES)
def test_news_ends_a_silence(one: Item, office: Ledger) -> None:
    """Once something was heard today, silence is no cause of anything."""
    heard = after(one, said(0, "progress"))
    assert not any("quiet" in step.causes for step in found(heard, office))


@settings(max_examples=100, deadline=None)
@given(ITEMS, OFFICES, st.integers(16, 400))
def test_an_extension_begins_anew(one: Item, office: Ledger, days: int) -> None:
    """With a date far enough ahead nothing is late, and when it has passed what was said before counts no more."""
    to = DAY + timedelta(days)
    granted = said(0, "extend", to=str(to), was=one.due and str(one.due), reason="招聘未完")
    extended = after(one, granted).model_copy(update={"due": to})
    assert not any({"overdue", "due_soon"} & {*step.causes} for step in found(extended, office))
    past = after(extended, {**said(0, "inspect"), "on": str(to)})
    own = {step.level for step in found(past, office, to + timedelta(5)) if step.causes == ("overdue",)}
    assert own <= {rung.level for rung in office.settings.supervision[:1]}


def test_what_was_said_on_the_first_day_counts() -> None:
    """A step on the very day on which the item became late, or silent, is one of the steps for it."""
    assert due(item(8, said(1, "inspect"), noticed(8, "remind"))) == [("区教委", "supervise")]


def test_the_wait_is_counted_from_the_latest_step() -> None:
    """Whoever was reminded twice waits from the second time on."""
    [step] = found(item(30, said(1, "inspect"), noticed(20, "remind"), noticed(3, "remind")))
    assert (step.level, str(step.waiting_until)) == ("supervise", ago(-4))


def test_work_that_was_returned_is_urged_since_the_first_return() -> None:
    """A step after the first of two returns belongs to them, and the next one is above it."""
    back = [said(12, "submit"), said(10, "return"), said(6, "submit"), said(5, "return"), said(1, "inspect")]
    assert due(item(-60, *back)) == [("区教委", "remind")]
    assert due(item(-60, *back, noticed(8, "remind"))) == [("区教委", "supervise")]


def test_a_step_told_late_belongs_to_its_own_round() -> None:
    """A notice of before the reopening that was entered after it is of the earlier round by its day."""
    closed = [said(9, "submit"), said(8, "verify"), said(7, "close"), said(5, "reopen")]
    one = item(20, *closed)
    late = Item.model_validate(one.model_dump(by_alias=True) | {"log": [*one.log, noticed(6, "remind")]})
    assert due(late) == [("区教委", "remind")]


def test_a_date_that_is_past_is_also_near() -> None:
    """A rule that knows only how near a date is holds on when it has passed."""
    near = ledger(supervision=[{"level": "remind", "due_soon_days": 5}])
    assert due(item(10, said(1, "inspect")), near) == [("区教委", "remind")]


def test_a_late_measure_is_reminded_of_by_a_rule_for_reminders() -> None:
    """Days late of a higher rung remind nobody of a measure."""
    rules = [{"level": "remind", "quiet_days": 90}, {"level": "supervise", "days_late": 1}]
    late = [{"id": "1.1", "text": "甲", "due": ago(9)}]
    assert due(item(None, said(3, "inspect"), measures=late), ledger(supervision=rules)) == []
