"""Words for a time limit, and the days they can mean.

A wording that has two readings gives two days: a person decides, never the program. The ends of months and years are
meant inclusively (年底前, 月底前), as offices use them. Periods are counted under the Civil Code: the first day is not
counted (民法典 201), months and years end on the day of the same number (民法典 202). That a last day moves on which is
a holiday (民法典 203) is left to whoever sets the date, for offices agree otherwise (民法典 204).
"""

import calendar
import re
import unicodedata
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from functools import cache
from typing import Literal
from typing import NamedTuple
from typing import TypeAlias

import chinese_calendar  # type: ignore[import-untyped]  # it has no types of its own

Every = Literal["day", "week", "month", "quarter", "year"]

_LAST_YEAR = 9900  # a plan dated later has a slip in its year, and nothing to count from


class Limit(NamedTuple):
    """What a wording can mean: the days, earliest first, by which rule, and the rhythm it asks for.

    `base` is the day that a period was counted from, which the words themselves do not name. Without days the rule
    tells why: it is a rhythm, it is vague, or something it needs is not known.
    """

    rule: str
    days: tuple[date, ...] = ()
    base: date | None = None
    every: Every | None = None


class Span(NamedTuple):
    """A school term: its name and its first and last day."""

    name: str
    begin: date
    until: date


@dataclass(frozen=True)
class Calendar:
    """What words are read by: the plan's date, the school terms, and the days that 立行立改 leaves in this office."""

    base: date | None = None
    terms: Sequence[Span] = ()
    immediate_days: int | None = None


def read(wording: str, known: Calendar) -> Limit | None:
    """Return what `wording` can mean, or None where no rule reads it."""
    words = _plain(wording)
    if limit := _one(words, known):
        return limit
    parts = [part for part in re.split(r"[,;、，；]|并且?|且|同时", words) if part]
    limits = [_one(_plain(part), known) for part in parts]
    dated = [limit for limit in limits if limit and limit.days]
    lasting = [limit for limit in limits if limit and limit.rule in LASTING]
    if len(dated) == 1 and lasting and len(dated) + len(lasting) == len(parts):
        every = next((limit.every for limit in lasting if limit.every), None)
        return dated[0]._replace(rule=f"{dated[0].rule}+{lasting[0].rule}", every=every)
    return None


def shifted(day: date, days: int) -> date:
    """Return the day so many days later, within the calendar, whatever a file asks for."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


LASTING = frozenset({"rhythm", "ongoing"})  # rules of words that name no end


# ---- the words themselves

_NUMERAL = re.compile(r"[〇零○一二两三四五六七八九十百]+(?=年|个|月|日|号|天|周|星期|季|学年)|(?<=第)[一二三四](?=季)")
_DIGITS = {sign: str(number) for signs in ("〇一二三四五六七八九",) for number, sign in enumerate(signs)}
_DIGITS |= {"零": "0", "○": "0", "两": "2"}
_AROUND = re.compile(
    r"^(?:(?:力争|确保|原则上|最迟|最晚|不迟于|不晚于|截至|截止|于|在|至|到)+)|"
    r"(?:(?:全部|全面|基本|整改)?(?:完成|完毕|到位|办结|销号|见效)(?:整改|销号)?|为止|止)$"
)


def _plain(wording: str) -> str:
    """Return the words without blanks and what only leads to a date, with narrow digits and known slips put right."""
    words = re.sub(r"\s", "", unicodedata.normalize("NFKC", wording)).replace("o", "〇").replace("O", "〇")
    words = re.sub(r"(?<=[年月度])低", "底", words)  # 7月低: the input method offers it first
    words = re.sub(r"(?<=\d年)年(?=[底末内])", "", words)  # 2024年年底
    words = _NUMERAL.sub(lambda match: _number(match[0]), words)
    while (shorter := _AROUND.sub("", words)) not in {words, ""}:
        words = shorter
    return words


def _number(signs: str) -> str:
    """Return a Chinese numeral in digits: 二〇二四 sign by sign, 二十五 by its value."""
    if not {"十", "百"} & set(signs):
        return "".join(_DIGITS[sign] for sign in signs)
    hundreds, _, rest = signs.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    value = 100 * int(_number(hundreds) or 1) if "百" in signs else 0
    value += 10 * int(_number(tens.strip("零")) or 1) if ten else 0
    return str(value + int(_number(ones.strip("零")) or 0) if ones.strip("零") else value)


# ---- the rules

_YEAR = r"(?:(?P<year>\d{4})年|(?P<relative>[今本当明])年)?"
_BEFORE = r"(?:之?前|以前)"
_END = rf"(?:[底末内]{_BEFORE}?|以?内|之内)?"
_PERIODS: Mapping[str, str] = {"天": "日", "号": "日", "周": "周", "星期": "周", "月": "月", "年": "年", "日": "日"}

_Match: TypeAlias = re.Match[str]
_Reader: TypeAlias = Callable[[_Match, Calendar], Limit | None]


def _one(words: str, known: Calendar) -> Limit | None:
    for pattern, reader in _RULES:
        if match := re.fullmatch(pattern, words):
            try:
                return reader(match, known)
            except (ValueError, OverflowError):  # 2月30日, 1年1月前
                return None
    return None


def _dated(rule: str, days: Callable[[int, _Match], tuple[date, ...]]) -> _Reader:
    """Return the reader of a rule that gives days within a year.

    Where the words name no year it is the plan's; what lies before the plan by that may as well mean the next one.
    """

    def reader(match: _Match, known: Calendar) -> Limit | None:
        parts = match.groupdict()
        if parts.get("year"):
            return Limit(rule, days(int(parts["year"]), match))
        if known.base is None or known.base.year >= _LAST_YEAR:
            return None
        if parts.get("relative"):
            return Limit(rule, days(known.base.year + (parts["relative"] == "明"), match))
        found = days(known.base.year, match)
        later = days(known.base.year + 1, match) if found[0] < known.base else ()
        return Limit(rule, tuple(dict.fromkeys(sorted((*found, *later)))))

    return reader


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def _day(year: int, match: _Match) -> tuple[date, ...]:
    return (date(year, int(match["month"]), int(match["day"])),)


def _month(year: int, match: _Match) -> tuple[date, ...]:
    return (month_end(year, int(match["month"])),)


def _before_month(year: int, match: _Match) -> tuple[date, ...]:
    return (date(year, int(match["month"]), 1) - timedelta(days=1), month_end(year, int(match["month"])))


def _ten_days(year: int, match: _Match) -> tuple[date, ...]:
    month = int(match["month"])
    return ({"上": date(year, month, 10), "中": date(year, month, 20), "下": month_end(year, month)}[match["third"]],)


def _quarter(year: int, match: _Match) -> tuple[date, ...]:
    return (month_end(year, 3 * int(match["quarter"])),)


def _before_quarter(year: int, match: _Match) -> tuple[date, ...]:
    quarter = int(match["quarter"])
    return (date(year, 3 * quarter - 2, 1) - timedelta(days=1), month_end(year, 3 * quarter))


def _half(year: int, match: _Match) -> tuple[date, ...]:
    return (date(year, 6, 30) if match["half"] == "上" else date(year, 12, 31),)


def _year(year: int, match: _Match) -> tuple[date, ...]:
    del match
    return (date(year, 12, 31),)


def _before_year(year: int, match: _Match) -> tuple[date, ...]:
    del match
    return (date(year - 1, 12, 31), date(year, 12, 31))


def _period(rule: str) -> _Reader:
    """Return the reader of a period that is counted from the plan's date, for want of another day in the words."""

    def reader(match: _Match, known: Calendar) -> Limit | None:
        if known.base is None or known.base.year >= _LAST_YEAR:
            return None
        if match["half"]:
            number, unit = (15, "日") if match["unit"] == "月" else (6, "月")
        else:
            number, unit = int(match["number"]), match["unit"]
        if not number:
            return None
        if unit == "工作日":
            return _working_days(known.base, number)
        return Limit(rule, (_after(known.base, number, _PERIODS[unit]),), known.base)

    return reader


def _after(base: date, number: int, unit: str) -> date:
    """Return the last day of a period; months and years end on the day of the same number (民法典 202)."""
    if unit in {"日", "周"}:
        return base + timedelta(days=number * (7 if unit == "周" else 1))
    year, month = divmod(base.month - 1 + number * (12 if unit == "年" else 1), 12)
    end = month_end(base.year + year, month + 1)
    return end.replace(day=min(base.day, end.day))


def _working_days(base: date, number: int) -> Limit:
    """Return the last of so many working days behind `base`; beyond the known holidays there is no day, only the rule.

    The State Council announces the holidays of a year, and the weekends that are worked for them, at the end of the
    year before.
    """
    day = base
    while number:
        day += timedelta(days=1)
        try:
            number -= chinese_calendar.is_workday(day)
        except NotImplementedError:  # what chinese_calendar says of a year whose holidays are not announced
            return Limit("beyond-holidays", base=base)
    return Limit("working-days", (day,), base)


def is_working(day: date) -> bool:
    """Return whether people work on `day`: no on weekends and holidays, yes on weekends that are worked for them.

    `day` must lie within `announced`.
    """
    return bool(chinese_calendar.is_workday(day))


@cache
def announced() -> tuple[date, date]:
    """Return the first and the last day of the years whose holidays are known."""
    return date(min(chinese_calendar.holidays).year, 1, 1), date(max(chinese_calendar.holidays).year, 12, 31)


@cache
def breaks() -> tuple[tuple[date, date], ...]:
    """Return the first and the last day of each public-holiday break of those years, the earliest first.

    It is statutory holidays (全国年节及纪念日放假办法) with the days off around them; a weekend alone is none.
    """
    found: list[tuple[date, date]] = []
    for holiday in sorted(chinese_calendar.holidays):
        if not found or found[-1][1] < holiday:
            found.append((_last_off(holiday, -1), _last_off(holiday, 1)))
    return tuple(found)


def _last_off(day: date, step: int) -> date:
    """Return the last day off in a row from `day` on, forward or backward, within the known years."""
    first, last = announced()
    following = day + timedelta(days=step)
    while first <= following <= last and not is_working(following):
        day, following = following, following + timedelta(days=step)
    return day


_Season: TypeAlias = tuple[int | None, str]


def _season(name: str) -> _Season | None:
    """Return year and season of a term's name: 2024年春季学期, 2024春期 and 2024年春 are one."""
    match = re.fullmatch(r"(?:(\d{4})年?)?(春|秋)(?:季|期|季?学期)?", _plain(name))
    return (int(match[1]) if match[1] else None, match[2]) if match else None


def _terms(name: str, known: Calendar) -> Iterator[Span]:
    """Yield the terms that a name means: of the same name, of the same year and season, or this, last or next one."""
    same = [term for term in known.terms if re.sub(r"\s", "", term.name) == name]
    season = _season(name)
    for term in same or sorted(known.terms, key=lambda term: term.begin):
        year, part = _season(term.name) or (None, "")
        fits = season and part == season[1] and (year == season[0] or (season[0] is None and _ahead(term, known)))
        if same or fits or (_ahead(term, known) and _is_relative(name, term, known)):
            yield term


def _ahead(term: Span, known: Calendar) -> bool:
    return known.base is not None and term.until >= known.base


def _is_relative(name: str, term: Span, known: Calendar) -> bool:
    """Return whether a term is the one that 本学期 or 下学期 means, seen from the plan's date."""
    ahead = [each for each in sorted(known.terms, key=lambda each: each.begin) if _ahead(each, known)]
    running = bool(ahead) and known.base is not None and ahead[0].begin <= known.base
    place = {"本学期": 0 if running else None, "下学期": int(running)}.get(name)
    return place is not None and ahead[place : place + 1] == [term]


def _term(match: _Match, known: Calendar) -> Limit:
    """Read a term: its last day, or the one before it begins (开学前)."""
    terms = list(_terms(match["term"], known))[:1]
    if match["start"]:
        return Limit("term-start", tuple(term.begin - timedelta(days=1) for term in terms))
    return Limit("term", tuple(term.until for term in terms))


def _immediate(match: _Match, known: Calendar) -> Limit:
    del match
    if known.base is None or known.immediate_days is None or known.base.year >= _LAST_YEAR:
        return Limit("immediate")
    return Limit("immediate", (known.base + timedelta(days=known.immediate_days),))


_RHYTHMS: Mapping[str, Every] = {
    "日": "day",
    "天": "day",
    "周": "week",
    "星期": "week",
    "月": "month",
    "季": "quarter",
    "年": "year",
    "学年": "year",
}


def _rhythm(match: _Match, known: Calendar) -> Limit:
    del known
    return Limit("rhythm", every=_RHYTHMS.get(match["unit"]))


def _named(rule: str) -> _Reader:
    def reader(match: _Match, known: Calendar) -> Limit:
        del match, known
        return Limit(rule)

    return reader


def _range(match: _Match, known: Calendar) -> Limit | None:
    """Read what runs from one day to another: its end, in the year or month of its beginning where it names none.

    An end that would lie before the beginning is the next year's: 2024年11月至2月.
    """
    begin, end = match["begin"], match["end"]
    unit = re.match(r"(?:次年|\d+年)?\d+(?P<unit>[月日号])", end)
    if unit and begin[-1].isdecimal():
        begin += unit["unit"]  # 7-8月, 7月1-15日
    month = re.match(r"(?:\d{4}年)?\d{1,2}月", begin)
    if month and re.match(r"\d{1,2}[日号]", end):
        end = month[0] + end
    year = re.match(r"(?P<year>\d{4})年", begin)
    ends = [end]
    if year and not re.match(r"\d{4}年|[今本当明次]年", end):
        ends = [f"{year[0]}{end}", f"{int(year['year']) + 1}年{end}"]
    elif year and end.startswith("次年"):
        ends = [f"{int(year['year']) + 1}{end[1:]}"]
    begun = _one(begin, known)
    for words in ends if begun and begun.days else []:
        limit = _one(words, known)
        if limit and begun and (days := tuple(day for day in limit.days if day >= begun.days[0])):
            return limit._replace(rule="range", days=days)
    return None


_TERM = r"(?:(?:\d{4}年?)?[春秋](?:季学期|学期|季|期)?|[本下]学期)"
_RULES: Sequence[tuple[str, _Reader]] = (
    (rf"{_YEAR}(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})[日号]{_BEFORE}?", _dated("day", _day)),
    (rf"(?P<year>\d{{4}})([-/.])(?P<month>\d{{1,2}})\2(?P<day>\d{{1,2}}){_BEFORE}?", _dated("day", _day)),
    (rf"(?P<year>\d{{4}})(?P<month>\d\d)(?P<day>\d\d){_BEFORE}?", _dated("day", _day)),
    (rf"{_YEAR}(?P<month>\d{{1,2}})月份?{_END}", _dated("month", _month)),
    (rf"(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})(?:月份?)?{_END}", _dated("month", _month)),
    (rf"{_YEAR}(?P<month>\d{{1,2}})月份?{_BEFORE}", _dated("before-month", _before_month)),
    (rf"{_YEAR}(?P<month>\d{{1,2}})月(?P<third>[上中下])旬{_END}{_BEFORE}?", _dated("ten-days", _ten_days)),
    (rf"{_YEAR}第?(?P<quarter>[1-4])季度?{_END}", _dated("quarter", _quarter)),
    (rf"{_YEAR}第?(?P<quarter>[1-4])季度?{_BEFORE}", _dated("before-quarter", _before_quarter)),
    (rf"{_YEAR}(?P<half>[上下])半年{_END}", _dated("half-year", _half)),
    (rf"(?:(?P<year>\d{{4}})年|(?P<relative>[今本当明])年)度?{_END}", _dated("year", _year)),
    (rf"年度?(?:[底末内]{_BEFORE}?|以内)", _dated("year", _year)),
    (rf"(?:(?P<year>\d{{4}})年|(?P<relative>[今本当明])年){_BEFORE}", _dated("before-year", _before_year)),
    (rf"(?P<term>{_TERM})(?P<start>开学{_BEFORE})", _term),
    (rf"(?P<term>{_TERM})(?P<start>)(?:内|结束{_BEFORE}?|末|期?末{_BEFORE}?)?", _term),
    (
        r"为期(?:(?P<number>\d{1,2})|(?P<half>半))个?(?P<unit>年|月|周|星期|天|日)",
        _period("duration"),
    ),
    (
        rf"(?:(?P<number>\d{{1,3}})|(?P<half>半))个?(?P<unit>工作日|年|月|周|星期|天|日)(?:以内|之内|内){_BEFORE}?",
        _period("period"),
    ),
    (r"(?:立行立改|即知即改|立整立改|立查立改|立即整改|即行即改)", _immediate),
    (r"每(?:个)?(?P<unit>学年|星期|[日天周月季年])(?:度)?(?:\d{1,2}[日号])?(?:[底末初]|前)*(?:1次|一次)?", _rhythm),
    (r"(?:每学期|每半年|定期)(?P<unit>)(?:1次|一次)?", _rhythm),
    (
        r"(?:长期|持续|常态化|不断|始终)(?:坚持|推进|整改|巩固|抓好|开展|落实|保持|用力|推动)*|坚持|常抓不懈",
        _named("ongoing"),
    ),
    (r"尽快|尽早|逐步|加快|适时|抓紧|及时|近期内?|限期(?:整改)?|按期|按时|按要求", _named("vague")),
    (r"(?P<begin>.+?)(?:至|到|—|–|-|~)+(?P<end>.+)", _range),
)
