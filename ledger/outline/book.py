"""The model of a workbook: tabs with titled tables of typed values, merged cells, and charts of their columns."""

from datetime import date
from typing import Literal
from typing import NamedTuple

from ledger.outline.page import Tone

Value = str | int | float | date | None


class BookCell(NamedTuple):
    """A value and its tone; a tone fills the cell, and never says what the text does not."""

    value: Value
    tone: Tone = ""


class BookColumn(NamedTuple):
    """A column: its heading, and its width in digits; a Chinese character is as wide as two."""

    heading: str
    width: int


class Merge(NamedTuple):
    """Cells of one column that are one: the column, the first row and how many rows, counted from 0 below the head."""

    column: int
    row: int
    rows: int


class BookTable(NamedTuple):
    """A table of a tab; charts name it by its title."""

    title: str
    columns: tuple[BookColumn, ...]
    rows: tuple[tuple[BookCell, ...], ...]
    merges: tuple[Merge, ...] = ()


class Chart(NamedTuple):
    """A chart of a table: its first column names what the others, from `first` to `last`, count."""

    kind: Literal["pie", "bar", "line"]
    table: int
    first: int
    last: int


class Tab(NamedTuple):
    """A sheet: tables one below the other, the charts beside them; a `ledger` is one long table with filters."""

    name: str
    tables: tuple[BookTable, ...]
    charts: tuple[Chart, ...] = ()
    ledger: bool = False


class Book(NamedTuple):
    """A workbook; `footer` is what each printed page says at its foot, with its number {page} of {pages}."""

    title: str
    author: str
    tabs: tuple[Tab, ...]
    footer: str
