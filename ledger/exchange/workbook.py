"""A form as a workbook: what is given is locked, what is asked is yellow, days and lists are offered, A4 landscape."""

from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment
from openpyxl.styles import Border
from openpyxl.styles import Font
from openpyxl.styles import PatternFill
from openpyxl.styles import Protection
from openpyxl.styles import Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from ledger import cells
from ledger.exchange import marks
from ledger.exchange.marks import ASKED
from ledger.exchange.marks import GIVEN
from ledger.exchange.marks import HEAD
from ledger.exchange.marks import Mark
from ledger.outline.forms import FormWords

_WIDTHS = (7, 17, 30, 7, 12, 24, 32, 12, 16, 12, 18)  # in digits; a Chinese character is as wide as two
_DATES = frozenset({"done", "expected"})
_FONT = "宋体"  # on every Windows that writes Chinese
_LINE, _ROOM = 14, 48  # points: of a line, and of a row at least, so that there is room to write by hand
_HIGHEST = 409  # points: no row of a spreadsheet may be higher
_BODY = Font(_FONT, size=10)
_OPEN = Protection(locked=False)
_THIN = Side(style="thin", color="999999")
_FRAME = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_WRAP = Alignment(wrap_text=True, vertical="top")
_MIDDLE = Alignment(wrap_text=True, vertical="center", horizontal="center")
_ASKED = PatternFill("solid", fgColor="FFF9DB")
_HEAD = PatternFill("solid", fgColor="E7ECF2")


def write(words: FormWords, mark: Mark) -> bytes:
    """Return the workbook of a form as the bytes of a file."""
    book = Workbook()
    book.properties.creator = mark.origin.title
    sheet = book.worksheets[0]
    sheet.title = words.sheet
    _head(sheet, words)
    for number, row in enumerate(words.rows, start=HEAD + 1):
        _row(sheet, number, row, finished=row[0] in words.finished)
    _validate(sheet, words)
    _lay_out(sheet, words)
    _hide(book, mark)
    book.security = WorkbookProtection(lockStructure=True)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _put(cell: Cell, told: str) -> None:
    """Write a text as a text, whatever it begins with: what a spreadsheet would compute is marked as quoted."""
    cell.value = cells.escaped(told) or None
    if told:
        cell.data_type = "s"
    cell.quotePrefix = cells.like_a_formula(told)
    cell.number_format = "@"


def _cell(sheet: Worksheet, row: int, column: int) -> Cell:
    found = sheet.cell(row, column)
    assert isinstance(found, Cell)  # noqa: S101 (none of these is merged)
    return found


def _head(sheet: Worksheet, words: FormWords) -> None:
    width = GIVEN + len(ASKED)
    for row, (told, size) in enumerate(((words.title, 16), (words.guide, 10)), start=1):
        _put(_cell(sheet, row, 1), told)
        _cell(sheet, row, 1).font = Font(_FONT, size=size, bold=row == 1)
        _cell(sheet, row, 1).alignment = _MIDDLE if row == 1 else _WRAP
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)
    for column, heading in enumerate((*words.given, *words.asked), start=1):
        cell = _cell(sheet, HEAD, column)
        _put(cell, heading)
        cell.font, cell.fill, cell.border, cell.alignment = Font(_FONT, size=10, bold=True), _HEAD, _FRAME, _MIDDLE


def _row(sheet: Worksheet, number: int, given: tuple[str, ...], *, finished: bool) -> None:
    """Write a row; only a measure is done on a day, and who leads it says so, else that cell stays locked."""
    for column, told in enumerate(given, start=1):
        _put(_cell(sheet, number, column), told)
    for column, name in enumerate(ASKED, start=GIVEN + 1):
        cell = _cell(sheet, number, column)
        cell.number_format = "yyyy-mm-dd" if name in _DATES else "@"
        if finished or name != "done":
            cell.protection, cell.fill = _OPEN, _ASKED
    for column in range(1, GIVEN + len(ASKED) + 1):
        cell = _cell(sheet, number, column)
        cell.font, cell.border, cell.alignment = _BODY, _FRAME, _WRAP
    most = max(cells.lines(told, width - 1) for told, width in zip(given, _WIDTHS, strict=False))
    sheet.row_dimensions[number].height = min(max(_ROOM, most * _LINE + 4), _HIGHEST)


def _validate(sheet: Worksheet, words: FormWords) -> None:
    """Take days alone where days belong, and offer difficulties, of which others may be written too."""
    last = HEAD + len(words.rows)
    day = DataValidation(type="date", operator="between", formula1="36526", formula2="73050", allow_blank=True)
    day.error, day.errorTitle, day.showErrorMessage = words.date_hint, words.sheet, True
    day.prompt, day.showInputMessage = words.date_hint, True
    listed = DataValidation(type="list", formula1=f'"{",".join(words.difficulties)}"', allow_blank=True)
    listed.showErrorMessage = False
    for column, name in enumerate(ASKED, start=GIVEN + 1):
        letter = get_column_letter(column)
        if name in _DATES:
            day.add(f"{letter}{HEAD + 1}:{letter}{last}")
        elif name == "difficulty":
            listed.add(f"{letter}{HEAD + 1}:{letter}{last}")
    sheet.add_data_validation(day)
    sheet.add_data_validation(listed)


def _lay_out(sheet: Worksheet, words: FormWords) -> None:
    for column, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height, sheet.row_dimensions[HEAD].height = 30, 32, 32
    sheet.freeze_panes = f"C{HEAD + 1}"
    sheet.protection.sheet = True
    sheet.protection.formatRows = sheet.protection.formatColumns = False  # not forbidden: rows may be made higher
    sheet.print_title_rows = f"1:{HEAD}"
    sheet.print_area = f"A1:{get_column_letter(GIVEN + len(ASKED))}{HEAD + len(words.rows)}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.4  # in inches
    sheet.page_margins.top = sheet.page_margins.bottom = 0.5
    sheet.HeaderFooter.oddFooter = HeaderFooterItem()
    sheet.HeaderFooter.oddFooter.center.text = "&P / &N"


def _hide(book: Workbook, mark: Mark) -> None:
    hidden = book.create_sheet(marks.SHEET)
    for row, line in enumerate(marks.lines(mark), start=1):
        for column, told in enumerate(line, start=1):
            _put(_cell(hidden, row, column), told)
    hidden.protection.sheet = True
    hidden.sheet_state = "veryHidden"
