"""What the columns of a table mean, and where its rows begin."""

import pytest

from ledger.exchange.grid import Cell
from ledger.exchange.grid import Grid
from ledger.exchange.headings import find
from ledger.exchange.headings import meanings


def grid(*rows: str) -> Grid:
    """Return a sheet of rows that are written with bars between the cells."""
    cells = [
        tuple(Cell(f"{'ABCDEFGH'[at]}{number}", text) if text else None for at, text in enumerate(row.split("|")))
        for number, row in enumerate(rows, start=1)
    ]
    return Grid("表", tuple(cells))


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("序 号", "id"),
        ("存在\n问题", "problem"),
        ("整改举措（逐条）", "measure"),
        ("责任部门:", "unit"),
        ("完成时间(年月日)", "due"),
        ("佐证材料", "evidence"),
        ("预算", None),
        ("整改类型", None),
        ("督导发现的问题", "problem"),
        ("标题", "title"),
        ("措施编号", "measure_id"),
        ("整改建议", "recommendation"),
        ("Due", "due"),
        ("No.", "id"),
    ],
)
def test_meanings(heading: str, field: str | None) -> None:
    """A heading is known with spaces, line ends and remarks in brackets; others are not guessed."""
    assert meanings(grid(heading).rows[0]) == [field]


@pytest.mark.parametrize(
    ("row", "fields"),
    [
        ("牵头单位|责任单位", ["lead", "unit"]),
        ("责任单位|配合单位", ["unit", "support"]),
        ("责任科室|序号", ["unit", "id"]),
        ("责任单位|责任科室", ["unit", "office"]),
        ("问题|整改任务", ["problem", "measure"]),
        ("整改任务|责任单位", ["problem", "unit"]),
        ("问题|整改任务|整改措施", ["problem", None, "measure"]),
        ("|问题", [None, "problem"]),
    ],
)
def test_meanings_beside_others(row: str, fields: list[str | None]) -> None:
    """What a heading means may hang on the others: who leads, which unit an office is of, what a task is."""
    assert meanings(grid(row).rows[0]) == fields


@pytest.mark.parametrize(
    ("rows", "columns", "below"),
    [
        (("序号|问题|责任单位", "1|甲|乙"), {"id": 0, "problem": 1, "unit": 2}, 1),
        (("整改台账||", "|单位：区教委|", "序号|问题|", "1|甲|"), {"id": 0, "problem": 1}, 3),
        (
            ("序号|问题|责任分工|", "||牵头单位|配合单位", "1|甲|乙|丙"),
            {"id": 0, "problem": 1, "lead": 2, "support": 3},
            2,
        ),
        (("序号|问题|预算", "1|2|3", "1|甲|5"), {"id": 0, "problem": 1}, 2),
    ],
)
def test_heads(rows: tuple[str, ...], columns: dict[str, int], below: int) -> None:
    """The heading is found below titles, may have several rows, and a row that numbers the columns belongs to it."""
    head = find(grid(*rows))
    assert head is not None
    assert (head.columns, head.below, head.faults) == (columns, below, ())


def test_no_head() -> None:
    """One known word alone is no heading."""
    assert find(grid("问题|甲", "1|2")) is None
    assert find(grid()) is None


def test_a_column_twice() -> None:
    """Two columns that mean the same are a fault, and others are named as not read."""
    head = find(grid("序号|责任单位|责任部门|预算"))
    assert head is not None
    assert [(fault.cell, fault.fields["cell"]) for fault in head.faults] == [("C1", "B1")]
    assert [cell.text for cell in head.unread] == ["预算"]
