"""Tables fit, and Chinese lines break where typesetting allows it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from ledger.outline.page import Column
from ledger.outline.page import Table
from ledger.outline.page import cells
from ledger.render.layout import GAP
from ledger.render.layout import fitting
from ledger.render.layout import headings
from ledger.render.layout import widths
from ledger.render.layout import wrap


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("专业水平，政治素质", 8, ["专业水", "平，政治", "素质"]),
        ("落实“日周月”排查", 6, ["落实", "“日周", "月”排", "查"]),
        ("力争2024年度", 7, ["力争", "2024年", "度"]),
        ("培训0.9万余人次", 6, ["培训", "0.9万", "余人次"]),
        ("three words here", 11, ["three words", "here"]),
        ("short", 20, ["short"]),
        ("", 5, [""]),
        ("https://example.org", 8, ["https://", "example.", "org"]),
        ("一，二。三", 2, ["一", "，", "二", "。", "三"]),
    ],
)
def test_wrap(text: str, width: int, lines: list[str]) -> None:
    """No line begins with closing or ends with opening punctuation, and figures stay whole while they fit."""
    assert wrap(text, width) == lines


@given(st.text(st.characters(blacklist_categories=["C", "M", "Z"])), st.integers(2, 40))
def test_wrap_loses_nothing(text: str, width: int) -> None:
    """Whatever the text, its lines hold all of it and none is too wide."""
    lines = wrap(text, width)
    assert "".join(lines) == text
    assert all(cell_len(line) <= width for line in lines)


@given(
    st.lists(st.tuples(st.integers(1, 60), st.integers(0, 3), st.booleans()), min_size=1, max_size=8),
    st.integers(20, 160),
)
def test_widths_fit(columns: list[tuple[int, int, bool]], width: int) -> None:
    """What is kept fits unless nothing could be dropped any more; what stays for good is always kept."""
    table = Table(
        tuple(Column("", drop=drop, flexible=flexible) for _, drop, flexible in columns),
        (cells(*("x" * size for size, _, _ in columns)),),
    )
    kept = widths(table, width)
    assert set(kept) >= {at for at, (_, drop, _) in enumerate(columns) if not drop}
    droppable = any(columns[at][1] for at in kept)
    if droppable:
        assert sum(kept.values()) + GAP * (len(kept) - 1) <= width
    assert all(size <= columns[at][0] for at, size in kept.items())


NAMED = Table(
    (Column("No."), Column("Text", flexible=True), Column("Lead", drop=1)),
    (cells("1", "x" * 30, "y" * 20), cells("2", "one\ntwo", "")),
)


@pytest.mark.parametrize(
    ("table", "width", "listed"),
    [
        (NAMED, 60, False),
        (NAMED, 37, False),  # a column that may go makes room
        (NAMED, 14, True),
        (NAMED._replace(headed=False), 14, False),  # nothing would say what is what
        (Table((Column("a"), Column("b")), (cells("x" * 30, "y" * 30),)), 61, True),
        (Table((Column("a"), Column("b")), (cells("x" * 30, "y" * 30),)), 62, False),
        (Table((Column("a"), Column("b", flexible=True)), (cells("x" * 30, "y"),)), 33, False),
        (Table((Column("a"), Column("b", flexible=True)), (cells("x" * 30, "y" * 10),)), 41, True),
        (Table((Column("a"), Column("b", flexible=True)), (cells("x" * 30, "y" * 99),)), 42, False),
    ],
)
def test_what_does_not_fit_is_listed(table: Table, width: int, *, listed: bool) -> None:
    """A headed table becomes a list where it is wider than its room, or a column of it would be hardly readable."""
    assert (fitting(table, width) is not table) is listed


def test_a_list() -> None:
    """Each cell of a list stands beside its heading, lines below each other, empty ones left out, rows apart."""
    assert [[cell.text for cell in row] for row in fitting(NAMED, 14).rows] == [
        ["No.", "1"], ["Text", "x" * 30], ["Lead", "y" * 20], ["", ""], ["No.", "2"], ["Text", "one"], ["", "two"],
    ]  # fmt: skip


def test_the_highest_drop_goes_first() -> None:
    """Where three columns do not fit the one with the highest drop goes, and an empty one is never shown."""
    table = Table(
        (Column("a"), Column("b", drop=1), Column("c", drop=2), Column("d")), (cells("x" * 9, "y" * 9, "z" * 9, ""),)
    )
    assert list(widths(table, 40)) == [0, 1, 2]
    assert list(widths(table, 25)) == [0, 1]
    assert list(widths(table, 12)) == [0]


def test_a_narrow_column_comes_back() -> None:
    """What went before a wider one stays where there is room without that."""
    table = Table((Column("a"), Column("b", drop=1), Column("c", drop=2)), (cells("x" * 9, "y" * 20, "z" * 4),))
    assert list(widths(table, 40)) == [0, 1, 2]
    assert list(widths(table, 34)) == [0, 1]
    assert list(widths(table, 20)) == [0, 2]


TALLIES = Table(
    (Column("Area"), Column("Closed out", right=True, drop=1), Column("未启动", drop=2), Column("● red", drop=3)),
    (cells("xxxx", "1", "2", "3"),),
)


def test_headings_in_two_lines_make_room() -> None:
    """Where more columns find room by that, a heading is broken between words; no word is torn."""
    assert widths(TALLIES, 31) == {0: 4, 1: 10, 2: 6, 3: 5}
    assert widths(TALLIES, 25) == {0: 4, 1: 6, 2: 6, 3: 3}
    assert headings(TALLIES, widths(TALLIES, 25)) == {
        0: ["", "Area"], 1: ["Closed", "out"], 2: ["", "未启动"], 3: ["●", "red"]
    }  # fmt: skip
    assert headings(TALLIES, {0: 4, 1: 10}) == {0: ["Area"], 1: ["Closed out"]}
    assert widths(TALLIES, 16) == {0: 4, 1: 10}, "in two lines no column more would be there"


@pytest.mark.parametrize(
    ("heading", "lines"),
    [
        ("In the plan's words", ["In the", "plan's words"]),
        ("完成率（%）", ["完成率", "（%）"]),
        ("牵头单位", ["牵头", "单位"]),
        ("序号", ["序号"]),
        ("Rhythm", ["Rhythm"]),
    ],
)
def test_where_a_heading_is_broken(heading: str, lines: list[str]) -> None:
    """At a space or between Chinese characters, where both lines are shortest; none of them stands alone."""
    table = Table((Column(heading), Column("x" * 30, drop=1)), (cells("1", "2"),))
    assert headings(table, {0: max(map(cell_len, lines))}) == {0: lines}
