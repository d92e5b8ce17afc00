"""Bars: as long as their counts on one scale, and nothing that is there is left out."""

from hypothesis import given
from hypothesis import strategies as st

from ledger.outline.page import Stack
from ledger.outline.page import Stacks
from ledger.render.bars import stacked

COUNTS = st.tuples(*[st.integers(0, 3000)] * 3)


def bars(rows: list[tuple[int, int, int]]) -> Stacks:
    """Return bars of overdue, open and closed counts."""
    return Stacks(tuple(Stack("", ((a, "red"), (b, ""), (c, "blue")), "") for a, b, c in rows))


def drawn(rows: list[tuple[int, int, int]], width: int) -> list[str]:
    """Return the bars as text."""
    return ["".join(text for text, _ in runs) for runs in stacked(bars(rows), width)]


def test_the_longest_fills_the_width() -> None:
    """Each count is as long as its share, each tone has a sign of its own, and an empty bar is empty."""
    assert drawn([(2, 3, 5), (0, 5, 0), (0, 0, 0)], 10) == ["▓▓░░░█████", "░░░░░", ""]


def test_a_single_late_item_is_seen_among_a_thousand() -> None:
    """A count that rounds to nothing still has its cell."""
    assert drawn([(1, 998, 1)], 10) == ["▓░░░░░░░░█"]


@given(st.lists(COUNTS, max_size=9), st.integers(3, 60))
def test_no_bar_is_too_long_and_none_hides_a_count(rows: list[tuple[int, int, int]], width: int) -> None:
    """Whatever the counts, a bar fits its width and shows each of them that is not 0."""
    for counts, runs in zip(rows, stacked(bars(rows), width), strict=True):
        assert sum(len(text) for text, _ in runs) <= width
        assert [bool(text) for text, _ in runs] == [bool(count) for count in counts]


def test_there_may_be_no_bars() -> None:
    """Nothing is drawn of nothing."""
    assert drawn([], 10) == []
