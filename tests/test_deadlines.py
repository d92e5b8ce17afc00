"""Words for a time limit: which days they can mean, and that nothing is read into words that name none."""

import calendar
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.deadlines import Limit
from ledger.deadlines import read

PLAN = date(2024, 4, 15)
TERMS = {"2024年春期": date(2024, 6, 28), "2024年秋期": date(2025, 1, 17)}


@pytest.mark.parametrize(
    ("wording", "rule", "days"),
    [
        ("2024年6月28日", "day", "2024-06-28"),
        ("2024年06月08日", "day", "2024-06-08"),
        ("2024年6月28日前", "day", "2024-06-28"),
        ("2024年6月28日之前", "day", "2024-06-28"),
        ("2024年6月28日以前", "day", "2024-06-28"),
        ("2024年2月29日", "day", "2024-02-29"),
        ("2024-06-28", "day", "2024-06-28"),
        ("2024-6-8", "day", "2024-06-08"),
        ("2024.6.28", "day", "2024-06-28"),
        ("2024.06.28", "day", "2024-06-28"),
        ("2024/6/28", "day", "2024-06-28"),
        ("2024/06/28", "day", "2024-06-28"),
        ("2024年6月", "month", "2024-06-30"),
        ("2024年06月", "month", "2024-06-30"),
        ("2024年2月", "month", "2024-02-29"),
        ("2023年2月", "month", "2023-02-28"),
        ("2024年6月底", "month", "2024-06-30"),
        ("2024年6月末", "month", "2024-06-30"),
        ("2024年6月底前", "month", "2024-06-30"),
        ("2024年6月底之前", "month", "2024-06-30"),
        ("2024年6月底以前", "month", "2024-06-30"),
        ("2024年12月末前", "month", "2024-12-31"),
        ("2024年", "year", "2024-12-31"),
        ("2024年度", "year", "2024-12-31"),
        ("2024年底", "year", "2024-12-31"),
        ("2024年底前", "year", "2024-12-31"),
        ("2024年底之前", "year", "2024-12-31"),
        ("2024年底以前", "year", "2024-12-31"),
        ("2024年末", "year", "2024-12-31"),
        ("2024年末前", "year", "2024-12-31"),
        ("2024年内", "year", "2024-12-31"),
        ("2025年前", "before-year", "2024-12-31 2025-12-31"),
        ("2025年之前", "before-year", "2024-12-31 2025-12-31"),
        ("2025年以前", "before-year", "2024-12-31 2025-12-31"),
        ("2024年12月前", "before-month", "2024-11-30 2024-12-31"),
        ("2024年12月之前", "before-month", "2024-11-30 2024-12-31"),
        ("2024年12月以前", "before-month", "2024-11-30 2024-12-31"),
        ("2024年3月前", "before-month", "2024-02-29 2024-03-31"),
        ("2024年1月前", "before-month", "2023-12-31 2024-01-31"),
        ("2024 年 12 月 前", "before-month", "2024-11-30 2024-12-31"),
        ("2024年春期", "term", "2024-06-28"),
        ("2024年秋期", "term", "2025-01-17"),
        (" 2024 年 6 月 28 日 前 ", "day", "2024-06-28"),
        ("2024年\u30006月底", "month", "2024-06-30"),
        ("2025 年前", "before-year", "2024-12-31 2025-12-31"),
        ("2024年 春期", "term", "2024-06-28"),
        ("２０２４年６月２８日", "day", "2024-06-28"),
    ],
)
def test_a_wording_is_read(wording: str, rule: str, days: str) -> None:
    """The plan's words give the days they can mean, inclusively, and no day to count from."""
    assert read(wording, TERMS, PLAN) == Limit(rule, tuple(map(date.fromisoformat, days.split())))


@pytest.mark.parametrize(
    ("wording", "base", "until"),
    [
        ("为期1年", "2024-04-15", "2025-04-15"),
        ("为期2年", "2024-04-15", "2026-04-15"),
        ("为期1年", "2024-02-29", "2025-02-28"),
        ("为期4年", "2024-02-29", "2028-02-29"),
        ("为期6个月", "2024-04-15", "2024-10-15"),
        ("为期6个月", "2024-08-31", "2025-02-28"),
        ("为期1个月", "2024-01-31", "2024-02-29"),
        ("为期12个月", "2024-12-31", "2025-12-31"),
        ("为期 6 个月", "2024-12-15", "2025-06-15"),
        ("为期99年", "9899-12-31", "9998-12-31"),
    ],
)
def test_a_duration_is_counted(wording: str, base: str, until: str) -> None:
    """A duration ends on the day of the same number, or on the month's last where the month has none."""
    begin = date.fromisoformat(base)
    assert read(wording, {}, begin) == Limit("duration", (date.fromisoformat(until),), begin)


def test_a_duration_needs_a_day_to_count_from() -> None:
    """A duration without the plan's date gives no day."""
    assert read("为期1年", TERMS, None) is None


@pytest.mark.parametrize("base", ["9900-01-01", "9999-12-31"])
@pytest.mark.parametrize("wording", ["为期1年", "为期99年", "为期1个月"])
def test_a_duration_is_not_counted_from_the_end_of_time(wording: str, base: str) -> None:
    """A plan dated thousands of years ahead has a slip in its year: nothing is counted from it, and nothing falls."""
    assert read(wording, {}, date.fromisoformat(base)) is None


@pytest.mark.parametrize("name", ["2024年 春期", " 2024年春期", "2024年春\u3000期"])
def test_a_terms_name_may_hold_spaces(name: str) -> None:
    """Spaces decide nothing, neither in the settings' name of a term nor in the plan's words."""
    limit = Limit("term", (date(2024, 6, 28),))
    assert read("2024年春期", {name: date(2024, 6, 28)}, PLAN) == limit
    assert read("2024 年春 期", {name: date(2024, 6, 28)}, PLAN) == limit


@pytest.mark.parametrize(
    "wording",
    [
        "尽快",
        "逐步",
        "加快",
        "适时",
        "长期坚持",
        "2024",
        "6月底前",
        "近期内",
        "2024年2月30日",
        "2023年2月29日",
        "2024-02-30",
        "2024年13月",
        "2024年13月前",
        "2024年0月前",
        "0001年1月前",
        "0001年前",
        "为期0年",
        "为期0个月",
        "为期00年",
        "为期100年",
        "2024年13月1日",
        "2024年0月",
        "0000年",
        "2024年春季学期",
        "24年6月底",
        "",
    ],
)
def test_words_that_name_no_day_give_none(wording: str) -> None:
    """Vague words, impossible days and terms that the calendar lacks give no date: nothing is invented."""
    assert read(wording, TERMS, PLAN) is None


def test_the_calendar_comes_in_from_outside() -> None:
    """A term that the settings do not have is not guessed."""
    assert read("2024年春期", {}, PLAN) is None


@given(
    day=st.dates(),
    way=st.sampled_from(
        [
            "{0:%Y}年{0.month}月{0.day}日",
            "{0:%Y}年{0:%m}月{0:%d}日",
            "{0:%Y} 年 {0.month} 月 {0.day} 日 前",
            "{0:%Y}年{0.month}月{0.day}日之前",
            "{0:%Y}年{0.month}月{0.day}日以前",
            "{0:%Y}-{0:%m}-{0:%d}",
            "{0:%Y}/{0.month}/{0.day}",
            "{0:%Y}.{0.month}.{0.day}",
        ]
    ),
)
def test_any_day_reads_back(day: date, way: str) -> None:
    """However a day is written, it reads back as that day."""
    wording = way.replace("{0:%Y}", f"{day.year:04}").format(day)
    assert read(wording, {}, None) == Limit("day", (day,))


@given(
    year=st.integers(1, 9999),
    month=st.integers(1, 12),
    ending=st.sampled_from(["", "底", "末", "底前", "末前", "底之前", "末以前"]),
)
def test_a_month_ends_inside_itself(year: int, month: int, ending: str) -> None:
    """Every wording for the end of a month means that month's last day."""
    last = date(year, month, calendar.monthrange(year, month)[1])
    assert read(f"{year:04}年{month}月{ending}", {}, None) == Limit("month", (last,))
