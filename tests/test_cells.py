"""Texts as the cells of spreadsheets hold them."""

import pytest

from ledger.cells import like_a_formula
from ledger.cells import lines


@pytest.mark.parametrize(
    ("text", "computed"), [("=1+1", True), ("+8", True), ("-减负", True), ("@甲", True), ("甲=乙", False), ("", False)]
)
def test_what_would_be_computed(text: str, computed: bool) -> None:  # noqa: FBT001 (a table of cases)
    """A text that begins like a formula is known as one."""
    assert like_a_formula(text) == computed


@pytest.mark.parametrize(("text", "width", "count"), [("甲乙丙", 4, 2), ("abcd", 4, 1), ("甲\n乙", 10, 2), ("", 4, 1)])
def test_lines(text: str, width: int, count: int) -> None:
    """A Chinese character is as wide as two digits, and a line break begins a line."""
    assert lines(text, width) == count
