"""The lights, at their exact boundaries, and when the clock runs."""

from datetime import date
from datetime import timedelta

import pytest

from ledger.model import Item
from ledger.model import Rhythm
from ledger.model import Status
from ledger.pace import Light
from ledger.pace import Pace
from ledger.pace import Reason
from ledger.pace import pace
from ledger.pace import report_due
from ledger.pace import rhythm_missed
from ledger.settings import Settings
from ledger.settings import Stage

DAY = date(2024, 7, 15)
SETTINGS = Settings.model_validate({"plan": {"date": "2024-07-10"}})  # else: 15 days soon, 30 days quiet, by submission


def item(due: int | None = None, news: int = 5, **more: object) -> Item:
    """Return an item that is due in so many days and was last heard of so many days ago."""
    heard = {"on": str(DAY - timedelta(news)), "event": "inspect", "by": "区教委"}
    until = None if due is None else str(DAY + timedelta(due))
    return Item.model_validate(
        {"id": "1", "area": "甲", "kind": "problem", "title": "题", "due": until, "log": [heard], **more}
    )


@pytest.mark.parametrize(
    ("due", "news", "light", "reason"),
    [
        (-1, 5, "red", "overdue"),
        (-400, 99, "red", "overdue"),
        (0, 5, "yellow", "due_soon"),
        (1, 5, "yellow", "due_soon"),
        (15, 5, "yellow", "due_soon"),
        (15, 99, "yellow", "due_soon"),
        (16, 5, "green", "on_track"),
        (16, 30, "green", "on_track"),
        (16, 31, "yellow", "quiet"),
        (None, 30, "grey", "no_date"),
        (None, 31, "yellow", "quiet"),
        (None, 0, "grey", "no_date"),
    ],
)
def test_the_first_light_that_applies(due: int | None, news: int, light: Light, reason: Reason) -> None:
    """Red from the day after the date, yellow from the day the limit is reached, grey without a date, else green."""
    assert pace(item(due, news), SETTINGS, DAY) == Pace(light, reason, due, news)


@pytest.mark.parametrize("status", ["open", "in_progress"])
@pytest.mark.parametrize(("due", "reason"), [(-1, "overdue"), (3, "due_soon"), (4, "quiet")])
def test_the_offices_own_limits(status: Status, due: int, reason: Reason) -> None:
    """The settings say what soon and quiet mean, not the program."""
    own = Settings.model_validate({"lights": {"due_soon_days": "3", "quiet_days": "0"}})
    assert pace(item(due, 1, status=status), own, DAY).reason == reason


@pytest.mark.parametrize(("every", "longest"), [("day", 1), ("week", 7), ("month", 31), ("quarter", 92), ("year", 366)])
def test_a_rhythm_is_missed_after_its_longest_period(every: Rhythm, longest: int) -> None:
    """A lasting duty turns yellow on the day after the longest of its periods has passed without news."""
    patient = Settings.model_validate({"lights": {"quiet_days": "366"}})
    kept, missed = (item(None, news, ongoing={"every": every}) for news in (longest, longest + 1))
    assert pace(kept, patient, DAY) == Pace("grey", "no_date", None, longest)
    assert pace(missed, patient, DAY) == Pace("yellow", "rhythm", None, longest + 1)


def test_soon_goes_before_rhythm_before_quiet() -> None:
    """The reason that is shown is the most pressing of those that apply."""
    lasting = {"every": "week"}
    assert pace(item(-1, 31, ongoing=lasting), SETTINGS, DAY).reason == "overdue"
    assert pace(item(15, 31, ongoing=lasting), SETTINGS, DAY).reason == "due_soon"
    assert pace(item(16, 31, ongoing=lasting), SETTINGS, DAY).reason == "rhythm"
    assert pace(item(16, 31), SETTINGS, DAY).reason == "quiet"


def test_an_item_without_a_rhythm_misses_none() -> None:
    """Only a lasting duty has a rhythm, and only a known day lets it be missed."""
    assert not rhythm_missed(item(), 9999)
    assert not rhythm_missed(item(ongoing={"every": "day"}), None)


@pytest.mark.parametrize("due", [None, -99, 0, 99])
def test_closed_is_blue_whatever_else(due: int | None) -> None:
    """A closed item is blue: its clock has stopped, its silence and a missed rhythm do not redden it."""
    closed = item(due, 999, status="closed", ongoing={"every": "day"})
    assert pace(closed, SETTINGS, DAY) == Pace("blue", "closed", None, 999)


@pytest.mark.parametrize("due", [None, -99, 0, 99])
def test_withdrawn_is_blue_and_never_late(due: int | None) -> None:
    """A withdrawn item has no clock: neither its date nor its silence nor a missed rhythm say anything."""
    gone = item(due, 999, status="withdrawn", ongoing={"every": "day"})
    assert pace(gone, SETTINGS, DAY) == Pace("blue", "withdrawn", None, 999)
    assert not rhythm_missed(gone, 999)


def closed(*events: str) -> Item:
    """Return a closed item to which these events happened, one a day from 2024-07-01 on; entry 1 may be corrected."""
    more: dict[str, dict[str, object]] = {"report": {"to": "市督导委"}, "correct": {"entry": 2, "reason": "错"},
                                          "reopen": {"reason": "反弹"}}  # fmt: skip
    log = [
        {"on": f"2024-07-{n:02}", "event": event, "by": "区教委", **more.get(event, {})}
        for n, event in enumerate(events, start=1)
    ]
    return item(status="closed", log=log)


@pytest.mark.parametrize(
    ("events", "due"),
    [
        (("close",), "2024-07-11"),
        (("close", "report"), None),
        (("close", "report", "correct"), "2024-07-11"),
        (("close", "reopen", "close"), "2024-07-13"),
        (("close", "report", "reopen", "close"), "2024-07-14"),
        ((), None),
    ],
)
def test_a_closing_is_to_be_reported(events: tuple[str, ...], due: str | None) -> None:
    """Ten days after the last closing it must have been reported, unless a report since then stands."""
    found = report_due(closed(*events), SETTINGS)
    assert (str(found) if found else None) == due


def test_an_office_may_have_other_days_or_none() -> None:
    """The days are a setting; with 0 no closing is reported, and what is not closed never is."""
    days = [Settings.model_validate({"closing": {"report_days": days}}) for days in ("30", "0")]
    assert [str(report_due(closed("close"), own)) for own in days] == ["2024-07-31", "None"]
    assert report_due(closed("close").model_copy(update={"status": "in_progress"}), SETTINGS) is None


@pytest.mark.parametrize(
    ("timely_by", "status", "light"),
    [
        ("submitted", "in_progress", "red"),
        ("submitted", "submitted", "green"),
        ("submitted", "verified", "green"),
        ("submitted", "closed", "blue"),
        ("submitted", "withdrawn", "blue"),
        ("verified", "in_progress", "red"),
        ("verified", "submitted", "red"),
        ("verified", "verified", "green"),
        ("verified", "closed", "blue"),
        ("closed", "in_progress", "red"),
        ("closed", "submitted", "red"),
        ("closed", "verified", "red"),
        ("closed", "closed", "blue"),
    ],
)
def test_the_clock_stops_at_the_stage_of_the_settings(timely_by: Stage, status: Status, light: Light) -> None:
    """An item is late until it reaches the stage that the office counts by, and has no days left from then on."""
    settings = SETTINGS.model_copy(update={"timely_by": timely_by})
    found = pace(item(-1, status=status), settings, DAY)
    assert (found.light, found.days_left) == (light, -1 if light == "red" else None)


def test_what_is_handed_in_can_still_fall_silent() -> None:
    """A stopped clock does not hide that nobody has looked at the work for a month."""
    assert pace(item(-1, 31, status="submitted"), SETTINGS, DAY) == Pace("yellow", "quiet", None, 31)


def steps(*events: str, begin: int = -20) -> list[dict[str, object]]:
    """Return the data of a log with these events, one a day from so many days before today on; a number corrects."""
    said = {"return": {"reason": "材料不全"}, "verify": {"outcome": "属实"}}
    log: list[dict[str, object]] = []
    for at, event in enumerate(events):
        entry: dict[str, object] = {"on": str(DAY + timedelta(begin + at)), "by": "区教委"}
        what = {"event": "correct", "entry": event, "reason": "记错"} if event.isdecimal() else {"event": event}
        log.append(entry | what | said.get(event, {}))
    return log


@pytest.mark.parametrize(
    ("due", "late", "reason"),
    [(-21, 1, "late"), (-20, 0, "on_track"), (-19, 0, "on_track"), (-50, 30, "late"), (None, None, "no_date")],
)
def test_what_was_handed_in_late_stays_late(due: int | None, late: int | None, reason: Reason) -> None:
    """Handing in stops the clock, but the days by which it was too late remain; on its very day it is in time."""
    found = pace(item(due, status="submitted", log=steps("submit")), SETTINGS, DAY)
    assert (found.days_left, found.days_late, found.reason) == (None, late, reason)
    assert found.light == ("grey" if due is None else "green")


@pytest.mark.parametrize(("timely_by", "late"), [("submitted", 10), ("verified", 11), ("closed", 12)])
def test_lateness_is_counted_to_the_stage_of_the_settings(timely_by: Stage, late: int) -> None:
    """The stage that the office counts by is the one whose day decides."""
    settings = SETTINGS.model_copy(update={"timely_by": timely_by})
    found = pace(item(-30, status="closed", log=steps("submit", "verify", "close")), settings, DAY)
    assert (found.days_late, found.light, found.reason) == (late, "blue", "closed")


@pytest.mark.parametrize(("events", "late"), [("close", 10), ("verify close", 10), ("verify return verify close", 12)])
def test_a_stage_is_reached_by_a_later_step_too(events: str, late: int) -> None:
    """Where the office takes no application, what is in time is decided by the step that came instead."""
    found = pace(item(-30, status="closed", log=steps(*events.split())), SETTINGS, DAY)
    assert found.days_late == late


def test_the_last_time_counts() -> None:
    """What was sent back and handed in again is as late as the second time; what was taken back counts not at all."""
    again = item(-20, status="submitted", log=steps("submit", "return", "submit"))
    assert pace(again, SETTINGS, DAY).days_late == 2
    mistaken = item(-20, status="submitted", log=[*steps("submit"), *steps("submit", "2", begin=-5)])
    assert pace(mistaken, SETTINGS, DAY).days_late == 0


def test_running_work_is_not_late_twice() -> None:
    """Until the stage is reached, days to the date tell all; a status by hand has no day to count to."""
    assert pace(item(-10, status="in_progress", log=steps("submit", "return")), SETTINGS, DAY).days_late is None
    assert pace(item(-10, status="submitted"), SETTINGS, DAY).days_late is None


def test_silence_goes_before_lateness() -> None:
    """Work that was handed in late and of which nobody has heard since is shown as silent."""
    found = pace(item(-40, status="submitted", log=steps("submit", begin=-31)), SETTINGS, DAY)
    assert (found.light, found.reason, found.days_late) == ("yellow", "quiet", 9)


def test_a_notice_breaks_no_silence() -> None:
    """To remind a department is not to hear from it; neither is to correct the log, or what was taken back."""
    notice = {"on": str(DAY), "event": "notice", "level": "remind", "by": "区教委"}
    assert pace(item(None, log=[*steps("inspect", begin=-31), notice]), SETTINGS, DAY).quiet_days == 31
    corrected = [*steps("inspect", begin=-31), *steps("inspect", "2", begin=-2)]
    assert pace(item(None, log=corrected), SETTINGS, DAY).quiet_days == 31
    assert pace(item(None, log=corrected[:2]), SETTINGS, DAY).quiet_days == 2


def test_before_the_plan_nothing_is_silent() -> None:
    """On a day before the plan, and before any news, there are no days to count."""
    assert pace(item(None, log=[]), SETTINGS, date(2024, 7, 9)).quiet_days is None
    assert pace(item(None, log=[]), SETTINGS, date(2024, 7, 10)).quiet_days == 0


def test_a_returned_item_runs_again() -> None:
    """Work that is sent back is late by its old date, as if it had never been handed in."""
    assert pace(item(-10, status="submitted"), SETTINGS, DAY).light == "green"
    assert pace(item(-10, status="in_progress"), SETTINGS, DAY) == Pace("red", "overdue", -10, 5)


@pytest.mark.parametrize(
    ("more", "quiet"),
    [
        ({}, 45),
        ({"measures": [{"id": "1.1", "text": "做", "done": "2024-07-05"}, {"id": "1.2", "text": "做"}]}, 10),
        ({"measures": [{"id": "1.1", "text": "做", "done": "2024-05-01"}]}, 45),
        (
            {
                "indicators": [
                    {
                        "name": "占比",
                        "kind": "baseline",
                        "literal": "65%",
                        "readings": [{"on": "2024-07-14", "value": "82"}],
                    }
                ]
            },
            1,
        ),
    ],
)
def test_anything_dated_is_news(more: dict[str, object], quiet: int) -> None:
    """Entries, finished measures and readings all break the silence; the latest of them counts."""
    assert pace(item(None, 45, **more), SETTINGS, DAY).quiet_days == quiet


def test_silence_is_counted_from_the_plan() -> None:
    """Where nothing has happened yet, the days count from the plan's date; without one nobody knows."""
    assert pace(item(log=[]), SETTINGS, DAY) == Pace("grey", "no_date", None, 5)
    assert pace(item(log=[]), Settings(), DAY) == Pace("grey", "no_date", None, None)
    late = str(DAY - timedelta(days=2))
    assert pace(item(log=[], since=late), SETTINGS, DAY).quiet_days == 2  # it cannot have been silent before it came
    assert pace(item(log=[], since=late), Settings(), DAY).quiet_days == 2


@pytest.mark.parametrize(
    ("allowed", "done", "total", "day", "light"),
    [
        (30, 0, 4, "2024-02-01", "yellow"),  # 31 of 100 days are gone
        (31, 0, 4, "2024-02-01", "green"),
        (30, 1, 4, "2024-02-25", "green"),  # 55 gone, 25 done
        (30, 1, 4, "2024-02-26", "yellow"),
        (0, 2, 4, "2024-02-20", "green"),  # just half of both
        (0, 2, 4, "2024-02-21", "yellow"),
        (None, 0, 4, "2024-03-15", "green"),
        (0, 0, 0, "2024-03-15", "green"),
    ],
)
def test_measures_against_the_time_gone(allowed: int | None, done: int, total: int, day: str, light: Light) -> None:
    """Where the office has the rule, an item is yellow once its measures lag by more than it allows (序时进度)."""
    lights = {"due_soon_days": "5", "quiet_days": "999"} | (
        {"behind_percent": str(allowed)} if allowed is not None else {}
    )
    own = Settings.model_validate({"plan": {"date": "2024-01-01"}, "lights": lights})
    measures = [{"id": f"1.{n}", "text": "做"} | ({"done": "2024-01-02"} if n < done else {}) for n in range(total)]
    subject = item(measures=measures).model_copy(update={"due": date(2024, 4, 10)})  # a hundred days behind the plan
    now = pace(subject, own, date.fromisoformat(day))
    assert (now.light, now.reason) == (light, "behind" if light == "yellow" else "on_track")


def test_behind_is_the_last_of_the_reasons() -> None:
    """What is late, soon due, silent or handed in is told as that; without a date nothing can lag."""
    own = Settings.model_validate({"plan": {"date": "2024-01-01"}, "lights": {"behind_percent": "0"}})
    late = item(-1, measures=[{"id": "1.1", "text": "做"}])
    assert pace(late, own, DAY).reason == "overdue"
    assert pace(item(16, 99, measures=late.measures), own, DAY).reason == "quiet"
    assert pace(item(None, measures=late.measures), own, DAY).reason == "no_date"
    assert pace(item(99, measures=late.measures, status="submitted"), own, DAY).reason == "on_track"


def test_a_report_may_take_longer_than_the_calendar() -> None:
    """Days beyond the calendar are no error."""
    far = Settings.model_validate({"closing": {"report_days": "999999999"}})
    assert report_due(closed("close"), far) == date.max


def test_what_was_withdrawn_is_not_reported() -> None:
    """An item that was closed, reopened and then withdrawn has no closing to report."""
    assert report_due(closed("close").model_copy(update={"status": "withdrawn"}), SETTINGS) is None
