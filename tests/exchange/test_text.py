"""Text of cells: what no cell can hold is left out, line ends are one kind, names of files stay whole."""

import pytest

from ledger.cells import escaped
from ledger.cells import lines
from ledger.exchange.text import names
from ledger.exchange.text import plain


@pytest.mark.parametrize(
    ("text", "cell"),
    [("已完成", "已完成"), ("_x0041_", "_x005F_x0041_"), ("a\x07b", "ab"), ("a_b", "a_b"), ("\ud800", "")],
)
def test_escaped(text: str, cell: str) -> None:
    """What would be read as an escape is escaped; control characters are left out."""
    assert escaped(text) == cell


@pytest.mark.parametrize(
    ("cell", "text"),
    [(" 甲 ", "甲"), ("甲_x000D_\n乙", "甲\n乙"), ("甲\r\n乙\r丙", "甲\n乙\n丙"), ("_x000D_", "_x000D_")],
)
def test_plain(cell: str, text: str) -> None:
    """Whatever a program makes of line ends becomes line feeds."""
    assert plain(cell) == text


@pytest.mark.parametrize(("text", "count"), [("", 1), ("一二三四五", 1), ("一二三四五六", 2), ("一\n\n二", 3)])
def test_lines(text: str, count: int) -> None:
    """A Chinese character is as wide as two digits."""
    assert lines(text, 10) == count


def test_names() -> None:
    """Semicolons of both widths and line ends stand between names; a comma may be part of one."""
    assert names("甲，乙.pdf；丙.jpg;\n 丁 ") == ["甲，乙.pdf", "丙.jpg", "丁"]
