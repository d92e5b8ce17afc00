"""Words for a time limit: which days they can mean and by which rule; nothing is read into words that name none."""

import calendar
from datetime import date
from datetime import timedelta

import chinese_calendar  # type: ignore[import-untyped]  # it has no types of its own
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.deadlines import Calendar
from ledger.deadlines import Limit
from ledger.deadlines import Span
from ledger.deadlines import read

PLAN = date(2024, 4, 15)  # a Monday
TERMS = (
    Span("2025年秋期", date(2025, 9, 1), date(2026, 1, 23)),
    Span("2024年春期", date(2024, 2, 19), date(2024, 6, 28)),
    Span("2024年秋季学期", date(2024, 9, 2), date(2025, 1, 17)),
    Span("2025年春", date(2025, 2, 17), date(2025, 7, 4)),
)
KNOWN = Calendar(PLAN, TERMS, 15)

# wording | rule | the days it can mean
READ = """
2024年6月28日|day|2024-06-28
2024年06月08日|day|2024-06-08
2024年6月28日前|day|2024-06-28
2024年6月28日之前|day|2024-06-28
2024年6月28日以前|day|2024-06-28
2024年6月28日止|day|2024-06-28
2024年6月28号前|day|2024-06-28
2024年2月29日|day|2024-02-29
2024-06-28|day|2024-06-28
2024-6-8|day|2024-06-08
2024-06-10前|day|2024-06-10
2024.5.31|day|2024-05-31
2024.05.31|day|2024-05-31
2024/6/20|day|2024-06-20
20240620|day|2024-06-20
２０２４年６月２８日|day|2024-06-28
２０２４．６．２８|day|2024-06-28
二〇二四年六月三十日|day|2024-06-30
二○二四年十二月二十五日前|day|2024-12-25
2024 年 6 月 28 日 前|day|2024-06-28
12月20日前|day|2024-12-20
十二月二十日前|day|2024-12-20
4月15日|day|2024-04-15
3月20日前|day|2024-03-20 2025-03-20
今年9月10日|day|2024-09-10
明年1月5日前|day|2025-01-05
于2024年6月28日前完成|day|2024-06-28
力争2024年6月28日前完成整改|day|2024-06-28
截至2024年6月28日|day|2024-06-28
最迟2024年6月28日前办结|day|2024-06-28
2024年6月|month|2024-06-30
2024年6月份|month|2024-06-30
2024年2月|month|2024-02-29
2023年2月|month|2023-02-28
2024年6月底|month|2024-06-30
2024年6月末前|month|2024-06-30
2024年6月底前|month|2024-06-30
2024年6月底之前|month|2024-06-30
2024年6月内|month|2024-06-30
2024年六月底前|month|2024-06-30
6月底|month|2024-06-30
6月底前|month|2024-06-30
十二月底前|month|2024-12-31
3月底前|month|2024-03-31 2025-03-31
明年6月底前|month|2025-06-30
2024年7月低|month|2024-07-31
7月低前|month|2024-07-31
于2024年8月底前整改到位|month|2024-08-31
2024年12月前|before-month|2024-11-30 2024-12-31
2024年12月之前|before-month|2024-11-30 2024-12-31
2024年1月以前|before-month|2023-12-31 2024-01-31
10月前|before-month|2024-09-30 2024-10-31
2024年6月上旬|ten-days|2024-06-10
2024年6月中旬前|ten-days|2024-06-20
2024年2月下旬|ten-days|2024-02-29
5月中旬|ten-days|2024-05-20
2024年第二季度|quarter|2024-06-30
2024年3季度末|quarter|2024-09-30
2024年第四季度内|quarter|2024-12-31
三季度末前|quarter|2024-09-30
2024年第三季度前|before-quarter|2024-06-30 2024-09-30
2024年上半年|half-year|2024-06-30
2024年下半年内|half-year|2024-12-31
上半年|half-year|2024-06-30
2024年|year|2024-12-31
2024年度|year|2024-12-31
2024年度内|year|2024-12-31
2024年底|year|2024-12-31
2024年年底前|year|2024-12-31
2024年底前|year|2024-12-31
2024年末之前|year|2024-12-31
2024年内|year|2024-12-31
二〇二四年底前|year|2024-12-31
年底前|year|2024-12-31
今年底|year|2024-12-31
本年度内|year|2024-12-31
明年底前|year|2025-12-31
2025年前|before-year|2024-12-31 2025-12-31
2025年之前|before-year|2024-12-31 2025-12-31
2025年以前|before-year|2024-12-31 2025-12-31
2024年春期|term|2024-06-28
2024年 春 期|term|2024-06-28
2024年春季学期|term|2024-06-28
2024年春季学期内|term|2024-06-28
2024年秋期|term|2025-01-17
2025年春期|term|2025-07-04
春期结束前|term|2024-06-28
秋季学期|term|2025-01-17
本学期|term|2024-06-28
本学期内|term|2024-06-28
下学期|term|2025-01-17
2025年秋季学期开学前|term-start|2025-08-31
2024年秋期开学之前|term-start|2024-09-01
秋季开学前|term-start|2024-09-01
下学期开学前|term-start|2024-09-01
立行立改|immediate|2024-04-30
即知即改|immediate|2024-04-30
立即整改|immediate|2024-04-30
2024年4月至12月|range|2024-12-31
2024年4月—2025年6月底|range|2025-06-30
2024年5月1日-2024年6月30日|range|2024-06-30
2024年7-8月|range|2024-08-31
7-8月|range|2024-08-31
7月1—15日|range|2024-07-15
2024年11月至2月|range|2025-02-28
2024年11月至次年2月|range|2025-02-28
11月至2月|range|2025-02-28
2024-10|month|2024-10-31
2024/9月底前|month|2024-09-30
2024.11|month|2024-11-30
2024年5月30日至6月10日|range|2024-06-10
2024年底前并长期坚持|year+ongoing|2024-12-31
2024年底前完成，长期坚持|year+ongoing|2024-12-31
2024年12月底前；持续推进|month+ongoing|2024-12-31
"""
# the same, counted from the plan's date
COUNTED = """
为期1年|duration|2025-04-15
为期一年|duration|2025-04-15
为期半年|duration|2024-10-15
为期6个月|duration|2024-10-15
为期两周|duration|2024-04-29
3个月内|period|2024-07-15
三个月内|period|2024-07-15
三个月以内|period|2024-07-15
15日内|period|2024-04-30
十五天之内|period|2024-04-30
一百日内|period|2024-07-24
两周内|period|2024-04-29
2个星期内|period|2024-04-29
半个月内|period|2024-04-30
半年内|period|2024-10-15
1年内|period|2025-04-15
5个工作日内|working-days|2024-04-22
十个工作日内|working-days|2024-04-28
15个工作日内|working-days|2024-05-08
"""
# words that name no day, and the rhythm that they ask for
UNDATED = """
长期坚持|ongoing|
持续推进|ongoing|
长期|ongoing|
常态化开展|ongoing|
每月|rhythm|month
每月25日前|rhythm|month
每月底前|rhythm|month
每季度|rhythm|quarter
每季度末|rhythm|quarter
每周|rhythm|week
每日|rhythm|day
每年|rhythm|year
每学期|rhythm|
尽快|vague|
逐步|vague|
加快|vague|
适时|vague|
近期内|vague|
限期整改|vague|
"""


def table(text: str) -> list[tuple[str, str, str]]:
    """Return the lines of a table."""
    rows = [line.split("|") for line in text.strip().splitlines()]
    return [(wording, rule, rest) for wording, rule, rest in rows]


def days(text: str) -> tuple[date, ...]:
    """Return the days in a cell."""
    return tuple(map(date.fromisoformat, text.split()))


@pytest.mark.parametrize(("wording", "rule", "meant"), table(READ))
def test_a_wording_is_read(wording: str, rule: str, meant: str) -> None:
    """The plan's words give the days they can mean, inclusively, by the rule that is named."""
    assert read(wording, KNOWN) == Limit(rule, days(meant))


@pytest.mark.parametrize(("wording", "rule", "meant"), table(COUNTED))
def test_a_period_is_counted(wording: str, rule: str, meant: str) -> None:
    """A period is counted from the plan's date, its first day not counted, and says from where."""
    assert read(wording, KNOWN) == Limit(rule, days(meant), PLAN)


@pytest.mark.parametrize(("wording", "rule", "every"), table(UNDATED))
def test_words_without_a_day(wording: str, rule: str, every: str) -> None:
    """A rhythm, lasting work and vague words are known for what they are, and give no day."""
    limit = read(wording, KNOWN)
    assert limit is not None
    assert (limit.rule, limit.days, limit.every or "") == (rule, (), every)


def test_a_day_and_a_rhythm() -> None:
    """Words may name a day by which something is done, and a rhythm from then on."""
    limit = read("2024年6月底前完成，每月报告", KNOWN)
    assert limit is None  # what is reported is no word for a time limit
    assert read("2024年6月底前完成，并每月一次", KNOWN) == Limit("month+rhythm", (date(2024, 6, 30),), None, "month")


@pytest.mark.parametrize(
    "wording",
    [
        *("2024", "24年6月底", "2024年2月30日", "2023年2月29日", "2024-02-30", "2024-06/28", "2024年13月"),
        *("2024年13月前", "2024年0月前", "0001年1月前", "0001年前", "0000年", "2024年13月1日", "2024年0月"),
        *("2024年5季度", "为期0年", "为期0个月", "为期00年", "为期100年", "0日内", "", "，", "前", "底前", "学期"),
        *(
            "2024年6月底前、2024年12月底前",
            "2024年6月底前完成基建",
            "一律不得",
            "统一部署",
            "三年行动",
            "至",
            "每",
            "半内",
        ),
    ],
)
def test_what_no_rule_reads_gives_nothing(wording: str) -> None:
    """Impossible days, two dates at once and words of other kinds are not read: nothing is invented."""
    assert read(wording, KNOWN) is None


@pytest.mark.parametrize("wording", ["2026年春期", "2026年秋季学期开学前", "2023年秋期"])
def test_the_school_calendar_comes_from_the_settings(wording: str) -> None:
    """A term that the settings do not have is known as a term, and not guessed."""
    limit = read(wording, KNOWN)
    assert limit is not None
    assert (limit.rule.partition("-")[0], limit.days) == ("term", ())


@pytest.mark.parametrize(
    "wording", ["6月底前", "12月20日前", "年底前", "明年6月底", "上半年", "3个月内", "为期1年", "5个工作日内"]
)
def test_without_the_plans_date_nothing_is_counted(wording: str) -> None:
    """Words without a year, and periods, need a day to start from."""
    assert read(wording, Calendar()) is None
    assert read(wording, Calendar(date(9999, 12, 31))) is None  # a slip in the year, and nothing falls over it


def test_at_once_is_what_the_office_says() -> None:
    """Without a rule of the office 立行立改 is known, and gives no day."""
    assert read("立行立改", Calendar(PLAN)) == Limit("immediate")
    assert read("立行立改", Calendar(PLAN, (), 0)) == Limit("immediate", (PLAN,))


def test_relative_terms_between_two_terms() -> None:
    """In the holidays there is no term that runs; the next one is the one that begins then."""
    known = Calendar(date(2024, 8, 1), TERMS)
    assert read("下学期开学前", known) == Limit("term-start", (date(2024, 9, 1),))
    assert read("本学期", known) == Limit("term")


@pytest.mark.parametrize(
    ("base", "number", "last"),
    [
        ("2024-04-30", 1, "2024-05-06"),  # the first of May and what goes with it
        ("2024-04-26", 1, "2024-04-28"),  # a Sunday that was worked for it
        ("2024-09-30", 5, "2024-10-12"),
        ("2024-02-08", 3, "2024-02-19"),  # New Year, and a Sunday worked for it
    ],
)
def test_working_days_know_the_holidays(base: str, number: int, last: str) -> None:
    """Holidays are passed over, and the weekends that are worked for them count."""
    begin = date.fromisoformat(base)
    assert read(f"{number}个工作日内", Calendar(begin)) == Limit("working-days", days(last), begin)


def test_beyond_the_announced_holidays_it_says_so() -> None:
    """Holidays that are not announced yet are not guessed."""
    horizon = date(max(day.year for day in chinese_calendar.constants.holidays), 12, 31)
    assert read("5个工作日内", Calendar(horizon)) == Limit("beyond-holidays", (), horizon)


@pytest.mark.parametrize(
    ("wording", "base", "until"),
    [
        ("为期1年", "2024-02-29", "2025-02-28"),
        ("为期4年", "2024-02-29", "2028-02-29"),
        ("为期6个月", "2024-08-31", "2025-02-28"),
        ("1个月内", "2024-01-31", "2024-02-29"),
        ("12个月内", "2024-12-31", "2025-12-31"),
        ("为期99年", "9899-12-31", "9998-12-31"),
    ],
)
def test_a_month_without_that_day_ends_on_its_last(wording: str, base: str, until: str) -> None:
    """A period of months ends on the day of the same number, or on the month's last where it has none (民法典 202)."""
    limit = read(wording, Calendar(date.fromisoformat(base)))
    assert limit is not None
    assert limit.days == days(until)


WAYS = [
    "{0:%Y}年{0.month}月{0.day}日",
    "{0:%Y}年{0:%m}月{0:%d}日",
    "{0:%Y} 年 {0.month} 月 {0.day} 日 前",
    "{0:%Y}年{0.month}月{0.day}日之前",
    "{0:%Y}-{0:%m}-{0:%d}",
    "{0:%Y}/{0.month}/{0.day}",
    "{0:%Y}.{0.month}.{0.day}",
    "{0:%Y}{0:%m}{0:%d}",
]


@given(day=st.dates(), way=st.sampled_from(WAYS), wide=st.booleans())
def test_any_day_reads_back(day: date, way: str, *, wide: bool) -> None:
    """However a day is written, it reads back as that day."""
    wording = way.replace("{0:%Y}", f"{day.year:04}").format(day)
    if wide:
        wording = wording.translate({ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789"})
    assert read(wording, Calendar()) == Limit("day", (day,))


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_any_day_in_chinese_numerals_reads_back(day: date) -> None:
    """Years sign by sign, months and days by value, as official papers write them."""
    signs = "〇一二三四五六七八九"

    def numeral(number: int) -> str:
        tens, ones = divmod(number, 10)
        return ("" if tens < 2 else signs[tens]) + "十" * bool(tens) + (signs[ones] if ones or not tens else "")

    year = "".join(signs[int(digit)] for digit in str(day.year))
    assert read(f"{year}年{numeral(day.month)}月{numeral(day.day)}日", Calendar()) == Limit("day", (day,))


@given(
    year=st.integers(1, 9999),
    month=st.integers(1, 12),
    ending=st.sampled_from(["", "底", "末", "份", "底前", "末前", "底之前", "末以前", "低"]),
)
def test_a_month_ends_inside_itself(year: int, month: int, ending: str) -> None:
    """Every wording for the end of a month means that month's last day."""
    last = date(year, month, calendar.monthrange(year, month)[1])
    assert read(f"{year:04}年{month}月{ending}", Calendar()) == Limit("month", (last,))


@given(base=st.dates(date(2004, 1, 1), date(2080, 1, 1)), month=st.integers(1, 12), day=st.integers(1, 28))
def test_a_day_without_a_year_is_the_plans_or_the_next(base: date, month: int, day: int) -> None:
    """What lies before the plan by its year may mean the next one as well; nothing else is possible."""
    limit = read(f"{month}月{day}日前", Calendar(base))
    assert limit is not None
    assert {(each.month, each.day) for each in limit.days} == {(month, day)}
    assert limit.days[-1] >= base
    assert [each.year - base.year for each in limit.days] in ([0], [0, 1])


@given(base=st.dates(date(2004, 1, 1), date(2024, 12, 31)), number=st.integers(1, 60))
def test_working_days_are_counted_one_by_one(base: date, number: int) -> None:
    """Behind the plan's date and up to the last day there are just so many working days, and the last is one."""
    limit = read(f"{number}个工作日内", Calendar(base))
    assert limit is not None
    [last] = limit.days
    between = [base + timedelta(days=n) for n in range(1, (last - base).days + 1)]
    assert sum(map(chinese_calendar.is_workday, between)) == number
    assert chinese_calendar.is_workday(last)


@given(
    st.text(alphabet="2024年6月底前28日内第三季度上下旬学期春秋开每长坚持并，、至-/.个工作为半十百〇O ", max_size=14)
)
def test_whatever_is_written_nothing_falls_over(wording: str) -> None:
    """Any words are read or not, and the days come earliest first, each once."""
    limit = read(wording, KNOWN)
    if limit:
        assert list(limit.days) == sorted(set(limit.days))
