"""Tables as grids: merged cells filled in, days as days, text in the encodings of offices, sizes that are bounded."""

import resource
import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from ledger.errors import LedgerError
from ledger.exchange.grid import Cell
from ledger.exchange.grid import read


def book(path: Path, *rows: list[object], merged: str = "") -> Path:
    """Write a workbook of these rows."""
    made = Workbook()
    for row in rows:
        made.worksheets[0].append(row)
    if merged:
        made.worksheets[0].merge_cells(merged)
    made.create_sheet("藏").sheet_state = "hidden"
    made.save(path)
    return path


def test_merged_cells(tmp_path: Path) -> None:
    """Each cell of a merged one has its text, and knows where it really stands; hidden sheets are not read."""
    [grid] = read(book(tmp_path / "a.xlsx", ["甲", "乙"], [None, "丙"], merged="A1:A2"))
    assert grid.sheet == "Sheet"
    assert grid.rows == (
        (Cell("A1", "甲", merged="A1"), Cell("B1", "乙")),
        (Cell("A2", "甲", merged="A1"), Cell("B2", "丙")),
    )


def test_values(tmp_path: Path) -> None:
    """Days stay days, numbers become their digits, formulas are marked, blanks are nothing."""
    [grid] = read(book(tmp_path / "a.xlsx", [date(2024, 6, 28), 9.2, 3, "=1+1", "  ", True]))
    assert grid.rows == (
        (
            Cell("A1", "2024-06-28", date(2024, 6, 28)),
            Cell("B1", "9.2"),
            Cell("C1", "3"),
            Cell("D1", "=1+1", fault="formula"),
            None,
            Cell("F1", "True"),
        ),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("comma", [",", ";", "\t"])
def test_text(tmp_path: Path, encoding: str, comma: str) -> None:
    """A CSV is read in each encoding, with each sign between its cells, and quoted line ends stay inside."""
    (tmp_path / "a.csv").write_bytes(f'序号{comma}问题\r\n1{comma}"甲\r\n乙"\r\n'.encode(encoding))
    [grid] = read(tmp_path / "a.csv")
    assert grid.sheet == "a.csv"
    assert [[cell.text for cell in row if cell] for row in grid.rows] == [["序号", "问题"], ["1", "甲\n乙"]]


def test_what_kept_a_text_from_being_computed(tmp_path: Path) -> None:
    """The apostrophe that our own CSV puts before a text like a formula is no part of it; any other one is."""
    (tmp_path / "a.csv").write_text("序号,问题,措施\n1,'-减负,'甲'\n", encoding="utf-8")
    [grid] = read(tmp_path / "a.csv")
    assert [cell.text for cell in grid.rows[1] if cell] == ["1", "-减负", "'甲'"]


def test_a_cell_far_away(tmp_path: Path) -> None:
    """A stray cell at the far corner, or at the end of a merged area, is refused without room being made for it."""
    made = Workbook()
    made.worksheets[0]["XFD1048576"].value = 1
    made.save(tmp_path / "a.xlsx")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(LedgerError) as refused:
        read(tmp_path / "a.xlsx")
    assert refused.value.code == "large-workbook"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


def test_a_merged_area_without_end(tmp_path: Path) -> None:
    """A merged area that is larger than its sheet is bounded as well."""
    path = book(tmp_path / "a.xlsx", ["甲", "乙"], merged="A1:B1")
    with zipfile.ZipFile(path) as old:
        parts = {part: old.read(part) for part in old.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b'<mergeCell ref="A1:B1"', b'<mergeCell ref="A1:XFD1048576"')
    with zipfile.ZipFile(path, "w") as new:
        for part, content in parts.items():
            new.writestr(part, content)
    with pytest.raises(LedgerError) as refused:
        read(path)
    assert refused.value.code == "large-workbook"


@pytest.mark.parametrize("name", ["none.csv", "none.xlsx"])
def test_no_file(tmp_path: Path, name: str) -> None:
    """A file that is not there is refused."""
    with pytest.raises(LedgerError):
        read(tmp_path / name)


def test_a_table_that_is_too_large(tmp_path: Path) -> None:
    """A CSV beyond 20 MB is not read."""
    with (tmp_path / "a.csv").open("wb") as file:
        file.truncate(21_000_000)
    with pytest.raises(LedgerError) as refused:
        read(tmp_path / "a.csv")
    assert refused.value.code == "large-workbook"
