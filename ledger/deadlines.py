"""Words for a time limit, and the days they can mean.

A wording that has two readings gives two days: a person decides, never the program. The ends of months and years are
meant inclusively (年底前, 月底前), as offices use them; a duration is counted under the Civil Code (民法典 200–204).
"""

import calendar
import re
from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from datetime import timedelta
from typing import NamedTuple

_LAST_YEAR = 9900  # a plan dated later has a slip in its year, and nothing to count from


class Limit(NamedTuple):
    """The days that a wording can mean, earliest first, by which rule, and the day a duration is counted from."""

    rule: str
    days: tuple[date, ...]
    base: date | None = None


def read(wording: str, terms: Mapping[str, date], base: date | None) -> Limit | None:
    """Return what `wording` can mean, or None where no rule reads it as a day.

    `terms` has the last day of each school term by its name; durations are counted from `base`, the plan's date.
    """
    words = re.sub(r"\s", "", wording)
    for name, last_day in terms.items():
        if words == re.sub(r"\s", "", name):
            return Limit("term", (last_day,))
    for rule, pattern, days in _RULES:
        if match := re.fullmatch(pattern, words):
            try:
                return Limit(rule, days(*(int(number) for number in match.groups())))
            except (ValueError, OverflowError):  # 2月30日, 1年1月前
                return None
    if base and (match := re.fullmatch(r"为期(?!0+\D)(\d{1,2})(年|个月)", words)):
        months = int(match[1]) * (12 if match[2] == "年" else 1)
        return Limit("duration", (_months_after(base, months),), base) if base.year < _LAST_YEAR else None
    return None


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _months_after(base: date, months: int) -> date:
    """Return the day of the same number, or the month's last where it has none (民法典 202)."""
    year, month = divmod(base.month - 1 + months, 12)
    end = _month_end(base.year + year, month + 1)
    return end.replace(day=min(base.day, end.day))


_BEFORE = r"(?:之?前|以前)"
_Days = Callable[..., tuple[date, ...]]
_RULES: Sequence[tuple[str, str, _Days]] = (
    ("day", rf"(\d{{4}})年(\d{{1,2}})月(\d{{1,2}})日{_BEFORE}?", lambda year, month, day: (date(year, month, day),)),
    ("day", r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", lambda year, month, day: (date(year, month, day),)),
    ("month", rf"(\d{{4}})年(\d{{1,2}})月(?:[底末]{_BEFORE}?)?", lambda year, month: (_month_end(year, month),)),
    (
        "before-month",
        rf"(\d{{4}})年(\d{{1,2}})月{_BEFORE}",
        lambda year, month: (date(year, month, 1) - timedelta(days=1), _month_end(year, month)),
    ),
    ("year", rf"(\d{{4}})年(?:度|[底末]{_BEFORE}?|内)?", lambda year: (date(year, 12, 31),)),
    ("before-year", rf"(\d{{4}})年{_BEFORE}", lambda year: (date(year - 1, 12, 31), date(year, 12, 31))),
)
