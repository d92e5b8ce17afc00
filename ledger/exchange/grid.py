"""A table that somebody has made, .xlsx or .csv, as a grid of texts and days, merged cells filled in."""

import csv
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell as Raw
from openpyxl.cell.cell import MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ledger.errors import USAGE
from ledger.errors import LedgerError
from ledger.exchange import package
from ledger.exchange import text
from ledger.files import MEGABYTE
from ledger.intake import decoding

_UNPACKED = 20  # MB: with its merged cells a sheet is read as a whole
_CELLS = 500_000  # of a sheet, empty ones included: a stray cell far away would cost gigabytes
_FAULTS = {"f": "formula", "e": "cell-error"}


class Cell(NamedTuple):
    """A cell with something in it: where, its text, the day that it is, and the code of what is wrong with it.

    `merged` is where the text really stands, for a cell that belongs to a merged one.
    """

    at: str
    text: str
    day: date | None = None
    fault: str = ""
    merged: str = ""

    @property
    def place(self) -> str:
        """Return where its text really stands."""
        return self.merged or self.at


@dataclass(frozen=True)
class Grid:
    """A sheet by its name: rows of cells, None where there is nothing."""

    sheet: str
    rows: tuple[tuple[Cell | None, ...], ...]


def read(path: Path) -> list[Grid]:
    """Return the visible sheets of a workbook, or the one table of a CSV. Raises LedgerError (exit 2)."""
    if path.suffix.lower() in {".csv", ".tsv", ".txt"}:
        return [_table(path)]
    package.refuse(path, _UNPACKED)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that the library passes over
            book = load_workbook(path, keep_links=False)
            return [_grid(path, sheet) for sheet in book.worksheets if sheet.sheet_state == "visible"]
    except LedgerError:
        raise
    except Exception as error:  # the library fails in any way at a file that was damaged
        raise LedgerError("no-workbook", USAGE, value=path.name) from error


def _grid(path: Path, sheet: Worksheet) -> Grid:
    if sheet.max_row * sheet.max_column > _CELLS:
        raise LedgerError("large-workbook", USAGE, value=path.name)
    rows = [[_cell(cell) for cell in row] for row in sheet.iter_rows()]
    for area in sheet.merged_cells.ranges:
        first = rows[area.min_row - 1][area.min_col - 1]
        for row in range(area.min_row, area.max_row + 1):
            for column in range(area.min_col, area.max_col + 1):
                here = f"{get_column_letter(column)}{row}"
                rows[row - 1][column - 1] = first._replace(at=here, merged=first.at) if first else None
    return Grid(sheet.title, tuple(map(tuple, rows)))


def _cell(cell: Raw | MergedCell) -> Cell | None:
    value = cell.value
    if value is None:
        return None
    if isinstance(value, datetime):
        return Cell(cell.coordinate, str(value.date()), value.date())
    told = text.number(value, cell.number_format) if isinstance(value, float) else text.plain(str(value))
    return Cell(cell.coordinate, told, fault=_FAULTS.get(cell.data_type, "")) if told else None


def _table(path: Path) -> Grid:
    try:
        if not path.is_file() or path.stat().st_size > _UNPACKED * MEGABYTE:
            raise LedgerError("large-workbook" if path.is_file() else "no-workbook", USAGE, value=path.name)
        rows = decoding.rows(decoding.decoded(path.read_bytes()))
        return Grid(path.name, tuple(tuple(_texts(row, number)) for number, row in enumerate(rows, start=1)))
    except csv.Error as error:
        raise LedgerError("open-quote-in-csv", USAGE, value=path.name) from error
    except (OSError, UnicodeError) as error:
        raise LedgerError("no-workbook", USAGE, value=path.name) from error


def _texts(row: list[str], number: int) -> Iterator[Cell | None]:
    for column, value in enumerate(row, start=1):
        told = text.plain(value)
        yield Cell(f"{get_column_letter(column)}{number}", told) if told else None
