"""Whether a routine is kept: the periods of its rhythm, and those in which it was not done. Computed, never stored.

Weeks run from Monday to Sunday; months, quarters and years are those of the calendar. A daily routine has the working
days of the Chinese calendar as its periods. One before each holiday has the stretches between two public-holiday breaks
(the plan's 每逢节假日放假前). Of both there are none beyond the years whose holidays are announced.
"""

from bisect import bisect_left
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from datetime import timedelta
from typing import NamedTuple

from ledger.deadlines import announced
from ledger.deadlines import breaks
from ledger.deadlines import is_working
from ledger.model import Every
from ledger.model import Routine

_DAY = timedelta(days=1)
_LAST = date(9900, 12, 31)  # a routine that is to begin later has a slip in its year


class Period(NamedTuple):
    """The days from `begin` to `until`, both included, in which a routine is to be done once."""

    begin: date
    until: date


class Standing(NamedTuple):
    """Where a routine stands on a day.

    `start` is the day it counts from (None: there is none), `ended` its periods up to then, `missed` those of them
    without a done day, `current` the period under way and `done` whether it has one. `counted_until` is the last day
    that could be looked at, where the holidays up to the day itself are not announced; else None.
    """

    start: date | None
    ended: Sequence[Period] = ()
    missed: Sequence[Period] = ()
    current: Period | None = None
    done: bool = False
    last_done: date | None = None
    counted_until: date | None = None


def standing(routine: Routine, plan: date | None, day: date) -> Standing:
    """Return where a routine stands on `day`; `plan` is the date of the plan. What was done later has not happened.

    It counts from its own `from`, else from the plan, else from the first day it was done. The first period is the
    first that begins on or after that day, the last one that has ended before `day` and by the routine's `until`; on
    the last day of a period there is still time.
    """
    days = sorted({done for done in routine.done if done <= day})
    last_done = days[-1] if days else None
    start = start_of(routine, plan, day)
    if start is None:
        return Standing(None)
    last = min(day, routine.until or day)
    until = routine.until or date.max
    every = [period for period in periods(routine.every, start, last) if period.until <= until]
    current = every.pop() if every and every[-1].until >= day else None
    missed = [period for period in every if not _is_in(days, period)]
    done = current is not None and _is_in(days, current)
    known = horizon(routine.every)
    return Standing(start, every, missed, current, done, last_done, known if start <= last and known < last else None)


def start_of(routine: Routine, plan: date | None, day: date) -> date | None:
    """Return the day from which a routine counts, as `standing` tells; None where there is none."""
    return routine.begin or plan or min((done for done in routine.done if done <= day), default=None)


def _is_in(days: Sequence[date], period: Period) -> bool:
    """Return whether one of the sorted days lies in the period."""
    at = bisect_left(days, period.begin)
    return at < len(days) and days[at] <= period.until


def periods(every: Every, first: date, last: date) -> Iterator[Period]:
    """Yield the periods of a rhythm that begin from `first` to `last`, the earliest first."""
    at = first
    while at <= last and (period := _NEXT[every](at)) and period.begin <= last:
        yield period
        at = period.until + _DAY


def horizon(every: Every) -> date:
    """Return the last day up to which the periods of a rhythm are known."""
    if every == "holiday":
        return breaks()[-1][1]
    return announced()[1] if every == "day" else date.max


# ---- the first period that begins on a day or after it, or None where none is known


def _day(at: date) -> Period | None:
    first, last = announced()
    at = max(at, first)
    while at <= last and not is_working(at):
        at += _DAY
    return Period(at, at) if at <= last else None


def _week(at: date) -> Period | None:
    if at > _LAST:
        return None
    begin = at + timedelta(days=-at.weekday() % 7)
    return Period(begin, begin + timedelta(days=6))


def _months(number: int) -> Callable[[date], Period | None]:
    """Return what finds periods of so many months, of which the year has a whole number."""

    def following(at: date) -> Period | None:
        if at > _LAST:
            return None
        month = at.year * 12 + at.month - 1 + (at.day > 1)
        begin = -(-month // number) * number
        return Period(_first_of(begin), _first_of(begin + number) - _DAY)

    return following


def _first_of(month: int) -> date:
    """Return the first day of a month, counted from the year nought."""
    return date(month // 12, month % 12 + 1, 1)


def _holiday(at: date) -> Period | None:
    """Return the stretch that begins behind a break and ends before the next one."""
    every = breaks()
    n = bisect_left(every, at, key=lambda one: one[1] + _DAY)
    return Period(every[n][1] + _DAY, every[n + 1][0] - _DAY) if n + 1 < len(every) else None


_NEXT: Mapping[Every, Callable[[date], Period | None]] = {
    "day": _day,
    "week": _week,
    "month": _months(1),
    "quarter": _months(3),
    "year": _months(12),
    "holiday": _holiday,
}
