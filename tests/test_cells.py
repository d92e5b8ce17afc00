"""Texts as the cells of spreadsheets hold them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.cells import guarded
from ledger.cells import like_a_formula
from ledger.cells import lines
from ledger.cells import unguarded


@pytest.mark.parametrize(
    ("text", "computed"),
    [
        ("=1+1", True),
        ("+8", True),
        ("-减负", True),
        ("@甲", True),
        ("＝1", True),
        ("\t=1", True),
        ("\r=1", True),
        ("\n=1", True),
        ("甲=乙", False),
        ("'=1", False),
        ("", False),
    ],
)
def test_what_would_be_computed(text: str, computed: bool) -> None:  # noqa: FBT001 (a table of cases)
    """A text that begins like a formula is known as one."""
    assert like_a_formula(text) == computed


@pytest.mark.parametrize(("text", "width", "count"), [("甲乙丙", 4, 2), ("abcd", 4, 1), ("甲\n乙", 10, 2), ("", 4, 1)])
def test_lines(text: str, width: int, count: int) -> None:
    """A Chinese character is as wide as two digits, and a line break begins a line."""
    assert lines(text, width) == count


@pytest.mark.parametrize(
    ("text", "cell"),
    [("=1+1", "'=1+1"), ("'=1+1", "''=1+1"), ("-减负", "'-减负"), ("'甲'", "'甲'"), ("'", "'"), ("2024-06", "2024-06")],
)
def test_what_keeps_a_text_a_text(text: str, cell: str) -> None:
    """An apostrophe stands before what would be computed, and before nothing else."""
    assert guarded(text) == cell


SIGNS = st.text(st.sampled_from("'=+-@＝＋－＠\t\r\n甲1"), max_size=5)


@given(SIGNS | st.text())
def test_no_guarded_text_is_computed(text: str) -> None:
    """Whatever a text is, a spreadsheet does not compute it, and reading it back gives the text."""
    assert not like_a_formula(guarded(text))
    assert unguarded(guarded(text)) == text
