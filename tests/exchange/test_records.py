"""Rows of a table as items with their measures, and areas across them."""

import pytest

from ledger.exchange.grid import Cell
from ledger.exchange.grid import Grid
from ledger.exchange.headings import find
from ledger.exchange.records import entries
from ledger.exchange.records import numbered


def told(*rows: str) -> tuple[list[tuple[str, int, str]], list[str]]:
    """Return number, rows and area of each entry below a heading, and what is none; cells are written with bars."""
    cells = [
        tuple(Cell(f"{'ABCD'[at]}{number}", text) if text else None for at, text in enumerate(row.split("|")))
        for number, row in enumerate(("序号|问题|措施", *rows), start=1)
    ]
    grid = Grid("表", tuple(cells))
    head = find(grid)
    assert head is not None
    found, idle = entries(grid, head)
    shown = [(entry.number, len(entry.lines), entry.area.text if entry.area else "") for entry in found]
    return shown, [cell.text for cell in idle]


@pytest.mark.parametrize(
    ("rows", "shown", "idle"),
    [
        (("1|甲|子", "||丑", "2|乙|寅"), [("1", 2, ""), ("2", 1, "")], []),
        (("1|甲|子", "1|甲|丑"), [("1", 2, "")], []),
        (("1|甲|子", "|乙|丑", "|乙|寅"), [("1", 1, ""), ("", 2, "")], []),
        (("一、学前||", "1|甲|子", "二、义务||", "2|乙|丑"), [("1", 1, "一、学前"), ("2", 1, "二、义务")], []),
        (
            ("一、学前||", "（一）幼儿园||", "1|甲|子", "注：以上||"),
            [("1", 1, "（一）幼儿园")],
            ["一、学前", "注：以上"],
        ),
        (("||", "1|甲|子", "||", "||丑"), [("1", 2, "")], []),
    ],
)
def test_entries(rows: tuple[str, ...], shown: list[tuple[str, int, str]], idle: list[str]) -> None:
    """Rows without number or name go with the one above; a row across is the area of what follows, or is told."""
    assert told(*rows) == (shown, idle)


@pytest.mark.parametrize(
    ("text", "number"), [("1.", "1"), ("（2）", "2"), ("第3项", "3"), ("４、", "4"), ("9.2", "9.2")]
)
def test_numbers(text: str, number: str) -> None:
    """A number is what is left without its signs."""
    assert numbered(text) == number
