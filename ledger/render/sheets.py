"""Workbooks: tables with filters, frozen heads and merged items, lights as fills, days as days, page numbers."""

import io
from collections.abc import Sequence
from copy import copy
from datetime import date

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment
from openpyxl.styles import Border
from openpyxl.styles import Font
from openpyxl.styles import PatternFill
from openpyxl.styles import Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from ledger.cells import escaped
from ledger.cells import like_a_formula
from ledger.cells import lines
from ledger.outline.book import Book
from ledger.outline.book import BookCell
from ledger.outline.book import BookTable
from ledger.outline.book import Tab
from ledger.outline.page import Tone
from ledger.render import charts

_FONT = "宋体"  # on every Windows that writes Chinese
_THIN = Side(style="thin", color="999999")
_FRAME = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD = PatternFill("solid", fgColor="E7ECF2")
_FILLS = {
    "red": PatternFill("solid", fgColor="F8CBAD"),
    "yellow": PatternFill("solid", fgColor="FFF2CC"),
    "grey": PatternFill("solid", fgColor="E7E6E6"),
    "green": PatternFill("solid", fgColor="E2EFDA"),
    "blue": PatternFill("solid", fgColor="DDEBF7"),
}
_LINE, _HIGHEST = 15, 409  # points: of a line, and of the highest row there can be
_LONGEST = 32_767  # characters of a cell
_FROZEN = 4  # columns that stay in sight: number, area, kind, title


def render(book: Book) -> bytes:
    """Return a workbook as the bytes of an .xlsx file."""
    made = Workbook()
    made.properties.title = book.title
    made.properties.creator = book.author
    for number, tab in enumerate(book.tabs):
        sheet = made.worksheets[0] if number == 0 else made.create_sheet()
        sheet.title = tab.name
        _tab(sheet, tab)
        sheet.oddFooter.center.text = book.footer.format(page="&P", pages="&N")  # type: ignore[union-attr]
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def _tab(sheet: Worksheet, tab: Tab) -> None:
    at, heads = 1, []
    for table in tab.tables:
        heads.append(at + 1)
        at = _table(sheet, table, at) + 2
    columns = max((table.columns for table in tab.tables), key=len)
    for number, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    beside, row = get_column_letter(len(columns) + 2), 1
    for chart in tab.charts:
        row += charts.draw(sheet, tab.tables[chart.table], chart, heads[chart.table], f"{beside}{row}")
    _print(sheet, tab)


def _table(sheet: Worksheet, table: BookTable, at: int) -> int:
    """Write a table with its title in row `at`, and return its last row."""
    title = _cell(sheet, at, 1)
    title.value, title.font = escaped(table.title), Font(_FONT, size=14, bold=True)
    for number, column in enumerate(table.columns, start=1):
        cell = _cell(sheet, at + 1, number)
        cell.value = column.heading
        cell.font, cell.fill, cell.border = Font(_FONT, size=10, bold=True), _HEAD, _FRAME
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
    _grow(sheet, at + 1, max(lines(column.heading, column.width - 1) for column in table.columns))
    styled: dict[Tone, StyleArray] = {}
    for row, values in enumerate(table.rows, start=at + 2):
        for number, value in enumerate(values, start=1):
            cell = _cell(sheet, row, number)
            _style(cell, value.tone, styled)
            _put(cell, value)
    _heights(sheet, table, at + 2)
    for merge in table.merges:
        first = at + 2 + merge.row
        last = first + merge.rows - 1
        place = merge.column + 1
        area = CellRange(min_col=place, max_col=place, min_row=first, max_row=last)
        sheet.merged_cells.ranges.add(area)  # merge_cells compares each area with all others; ours lie apart
    return at + 1 + len(table.rows)


def _heights(sheet: Worksheet, table: BookTable, first: int) -> None:
    """Make rows as high as their texts: no program does so for merged cells, whose last row gets what is lacking."""
    spans = {merge.row: merge.rows for merge in table.merges}
    merged = {merge.column for merge in table.merges}
    for at, row in enumerate(table.rows):
        own = [(column, cell) for column, cell in enumerate(row) if column not in merged or at not in spans]
        _grow(sheet, first + at, _lines(table, own))
    for at, rows in spans.items():
        places = range(first + at, first + at + rows)
        room = sum((sheet.row_dimensions[place].height or 0) / _LINE for place in places)
        wanted = _lines(table, [(column, table.rows[at][column]) for column in sorted(merged)])
        if wanted > room:
            _grow(sheet, places[-1], (sheet.row_dimensions[places[-1]].height or 0) / _LINE + wanted - room)


def _lines(table: BookTable, some: Sequence[tuple[int, BookCell]]) -> int:
    return max((lines(str(cell.value), table.columns[at].width - 1) for at, cell in some if cell.value), default=1)


def _grow(sheet: Worksheet, row: int, wanted: float) -> None:
    sheet.row_dimensions[row].height = min(wanted * _LINE, _HIGHEST)


def _style(cell: Cell, tone: Tone, styled: dict[Tone, StyleArray]) -> None:
    """Style a cell by its tone; the style of the first one is copied, for the library is slow to find it again."""
    if tone in styled:
        cell._style = copy(styled[tone])  # type: ignore[attr-defined] # noqa: SLF001 (as its documents do)
        return
    cell.font, cell.border = Font(_FONT, size=10), _FRAME
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if tone in _FILLS:
        cell.fill = _FILLS[tone]
    styled[tone] = copy(cell._style)  # type: ignore[attr-defined] # noqa: SLF001 (as above)


def _put(cell: Cell, told: BookCell) -> None:
    """Write a value as what it is; a text stays a text, whatever it begins with."""
    value = told.value
    if isinstance(value, str) and len(value) > _LONGEST:
        value = f"{value[: _LONGEST - 40]}…(+{len(value) - _LONGEST + 40})"  # a longer one would be cut in silence
    if isinstance(value, str):
        cell.value = escaped(value) or None
        if cell.value is not None:
            cell.data_type = "s"
        cell.quotePrefix = like_a_formula(value)
    else:
        cell.value = value
    if isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"


def _cell(sheet: Worksheet, row: int, column: int) -> Cell:
    found = sheet.cell(row, column)
    assert isinstance(found, Cell)  # noqa: S101 (none of these is merged yet)
    return found


def _print(sheet: Worksheet, tab: Tab) -> None:
    """Set it up for A4 landscape, as wide as the page, a ledger's head on each page and always in sight."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0 if tab.ledger else 1
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.3  # in inches
    sheet.page_margins.top = sheet.page_margins.bottom = 0.7  # the page number lies within it
    if tab.ledger:
        [table] = tab.tables
        last = get_column_letter(len(table.columns))
        sheet.freeze_panes = f"{get_column_letter(min(_FROZEN, len(table.columns)) + 1)}3"
        sheet.print_title_rows = "1:2"
        sheet.auto_filter.ref = f"A2:{last}{len(table.rows) + 2}"
