"""The periods of a rhythm, and which of them were missed: counted by hand, and by what holds for any of them."""

from datetime import date
from datetime import timedelta
from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import assume
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from ledger.deadlines import announced
from ledger.deadlines import breaks
from ledger.deadlines import is_working
from ledger.model import Every
from ledger.model import Routine
from ledger.routines import Period
from ledger.routines import Standing
from ledger.routines import horizon
from ledger.routines import periods
from ledger.routines import standing
from sharing import TODAY

PLAN = date(2024, 4, 15)  # a Monday
DAY = timedelta(days=1)

rhythms = st.sampled_from(get_args(Every))
days = st.dates(date(2019, 1, 1), date(2026, 12, 31))


def routine(every: str, *done: str, begin: str | None = None, until: str | None = None) -> Routine:
    """Return a routine, done on these days."""
    given = {"from": begin, "until": until}
    return Routine.model_validate(
        {"id": "1", "text": "排查", "every": every, "done": done} | {key: day for key, day in given.items() if day}
    )


def stand(
    every: str,
    *done: str,
    day: date = TODAY,
    plan: date | None = PLAN,
    begin: str | None = None,
    until: str | None = None,
) -> Standing:
    """Return where such a routine stands."""
    return standing(routine(every, *done, begin=begin, until=until), plan, day)


def told(some: list[Period] | tuple[Period, ...]) -> list[str]:
    """Return periods in short."""
    return [f"{begin:%m-%d}/{until:%m-%d}" for begin, until in some]


@pytest.mark.parametrize(
    ("every", "first", "second"),
    [
        ("day", "2024-04-30/2024-04-30", "2024-05-06/2024-05-06"),  # 5月1日至5日放假
        ("week", "2024-05-06/2024-05-12", "2024-05-13/2024-05-19"),
        ("month", "2024-05-01/2024-05-31", "2024-06-01/2024-06-30"),
        ("quarter", "2024-07-01/2024-09-30", "2024-10-01/2024-12-31"),
        ("year", "2025-01-01/2025-12-31", "2026-01-01/2026-12-31"),
        ("holiday", "2024-05-06/2024-06-07", "2024-06-11/2024-09-14"),  # 端午6月8日至10日, 中秋9月15日至17日
    ],
)
def test_the_first_periods(every: Every, first: str, second: str) -> None:
    """The first period is the first that begins on the day or after it, and the next follows."""
    found = [*periods(every, date(2024, 4, 30), date(2026, 12, 31))][:2]
    assert [f"{one.begin}/{one.until}" for one in found] == [first, second]


def test_weekends_that_are_worked_are_working_days() -> None:
    """Days are those on which people work: 2024-04-28, a Sunday, was worked for the holidays in May."""
    found = [str(one.begin) for one in periods("day", date(2024, 4, 26), date(2024, 5, 7))]
    assert found == ["2024-04-26", "2024-04-28", "2024-04-29", "2024-04-30", "2024-05-06", "2024-05-07"]


def test_breaks_are_statutory_holidays_with_the_days_off_around_them() -> None:
    """A holiday on a Monday takes its weekend along; a weekend alone is no break."""
    known = [f"{begin} {until}" for begin, until in breaks() if begin.year == 2024]
    assert known == [
        "2024-02-10 2024-02-17",
        "2024-04-04 2024-04-06",
        "2024-05-01 2024-05-05",
        "2024-06-08 2024-06-10",
        "2024-09-15 2024-09-17",
        "2024-10-01 2024-10-07",
    ]


def test_what_was_missed() -> None:
    """A period without a done day that has ended is missed; the one under way is open until it has ended."""
    now = stand("month", "2024-05-31")
    assert (told(list(now.missed)), now.current, now.done) == (["06-01/06-30"], Period(*JULY), False)
    assert (now.start, now.last_done, now.counted_until) == (PLAN, date(2024, 5, 31), None)
    assert stand("month", "2024-07-01").done


JULY = (date(2024, 7, 1), date(2024, 7, 31))


def test_the_last_day_of_a_period_is_still_in_time() -> None:
    """On Sunday the week is open, on Monday it was missed."""
    sunday, monday = (stand("week", day=day) for day in (date(2024, 4, 21), date(2024, 4, 22)))
    assert (len(sunday.missed), sunday.current) == (0, Period(date(2024, 4, 15), date(2024, 4, 21)))
    assert told(list(monday.missed)) == ["04-15/04-21"]


def test_what_was_done_later_has_not_happened() -> None:
    """Seen from a day, later done days are not there yet, be it as a start or as a proof."""
    assert stand("month", "2024-06-20", day=date(2024, 6, 19)).last_done is None
    assert stand("month", "2024-06-20", day=date(2024, 6, 19), plan=None).start is None
    assert len(stand("month", "2024-06-20", day=date(2024, 7, 1)).missed) == 1


@pytest.mark.parametrize(
    ("plan", "begin", "start"),
    [
        (PLAN, "2024-06-01", "2024-06-01"),
        (PLAN, None, "2024-04-15"),
        (None, None, "2024-05-20"),
    ],
)
def test_where_it_begins(plan: date | None, begin: str | None, start: str) -> None:
    """A routine counts from its own day, else from the plan, else from the first day it was done."""
    assert str(stand("week", "2024-06-03", "2024-05-20", plan=plan, begin=begin).start) == start


def test_without_any_day_nothing_is_counted() -> None:
    """A routine with no day to begin has neither missed nor open periods."""
    assert stand("day", plan=None) == Standing(None)


def test_where_it_ends() -> None:
    """A period that ends behind the routine's last day is none of its periods."""
    now = stand("month", until="2024-06-29")
    assert (told(list(now.ended)), now.current) == (["05-01/05-31"], None)
    assert stand("month", until="2024-07-30").current is None
    assert stand("month", until="2024-07-31").current == Period(*JULY)
    assert stand("week", until="2024-04-20").ended == []


@pytest.mark.parametrize(("every", "until"), [("day", announced()[1]), ("holiday", breaks()[-1][1])])
def test_beyond_the_announced_holidays_nothing_is_counted(every: str, until: date) -> None:
    """Days and holidays are counted as far as they are known, and that day is told; weeks know no such end."""
    later = until + timedelta(days=400)
    now = stand(every, day=later)
    assert (now.counted_until, now.current) == (until, None)
    assert now.ended[-1].until <= until
    assert stand(every, day=until).counted_until is None
    assert stand("week", day=later).counted_until is None
    assert stand(every, day=later, until="2024-12-31").counted_until is None


@pytest.mark.parametrize("every", get_args(Every))
@pytest.mark.parametrize("begin", ["0001-01-01", "9999-12-01"])
def test_slips_of_the_year_end_nowhere(every: str, begin: str) -> None:
    """A day at either end of the calendar raises nothing."""
    for day in (TODAY, date(9999, 12, 31)):
        now = stand(every, begin=begin, day=day)
        assert len(now.missed) == len(now.ended)


@settings(deadline=None)  # the machine may be busy
@given(rhythms, days, days)
def test_periods_tile_the_time(every: Every, one: date, other: date) -> None:
    """No two periods overlap, and between them lie only days off, or breaks."""
    first, last = sorted((one, other))
    found = [*periods(every, first, last)]
    assert all(period.begin <= period.until for period in found)
    assert all(first <= period.begin <= last for period in found)
    for before, after in pairwise(found):
        between = [before.until + n * DAY for n in range(1, (after.begin - before.until).days)]
        assert every in {"day", "holiday"} or between == []
        assert not any(map(is_working, between))


@settings(deadline=None)  # the machine may be busy
@given(rhythms, days, days, st.data())
def test_done_in_each_period_is_never_missed(every: Every, start: date, day: date, data: st.DataObject) -> None:
    """Where each period has a done day, wherever in it, none is missed, and the one under way is done."""
    spans = [*periods(every, start, day)]
    assume(len(spans) < 60)
    done = [data.draw(st.dates(span.begin, min(span.until, day))) for span in spans]
    now = standing(routine(every, *map(str, done)), start, day)
    assert now.missed == []
    assert now.done is (now.current is not None)


@settings(deadline=None)  # the machine may be busy
@given(rhythms, days, days, st.lists(days, max_size=20), days)
def test_a_done_day_more_is_never_a_missed_period_more(
    every: Every, start: date, day: date, done: list[date], new: date
) -> None:
    """Whoever records a day makes at most one period kept that was missed, and none missed."""
    before, after = (
        standing(routine(every, *map(str, some), begin=str(start)), PLAN, day) for some in (done, [*done, new])
    )
    assert set(after.missed) <= set(before.missed)
    assert len(before.missed) - len(after.missed) <= 1
    assert after.ended == before.ended


@settings(deadline=None)  # the machine may be busy
@given(rhythms, days, days, st.lists(days, max_size=20))
def test_each_period_is_kept_missed_or_under_way(every: Every, start: date, day: date, done: list[date]) -> None:
    """What has ended and is not missed has a done day; the period under way holds the day itself."""
    now = standing(routine(every, *map(str, done)), start, day)
    for period in now.ended:
        assert period.until < day
        assert (period in now.missed) is not any(period.begin <= one <= period.until for one in done if one <= day)
    if now.current:
        assert now.current.begin <= day <= now.current.until
    elif start <= day and every in {"week", "month", "quarter", "year"}:
        assert not any(period.until >= day for period in periods(every, start, day))


@settings(deadline=None)  # the machine may be busy
@given(rhythms, days)
def test_what_is_known_ends_at_the_horizon(every: Every, day: date) -> None:
    """Every period lies within what is known."""
    assert all(period.until <= horizon(every) for period in periods(every, day, date(2027, 12, 31)))
