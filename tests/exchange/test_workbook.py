"""A form as a workbook, read back with the library: locks, validations, print set-up, and texts that stay texts."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook
from openpyxl import load_workbook

from ledger.exchange.marks import SHEET
from ledger.exchange.marks import lines
from ledger.exchange.marks import mark
from ledger.exchange.marks import origin
from ledger.exchange.workbook import write
from ledger.i18n import translation
from ledger.outline.forms import form as form_words
from ledger.reports.forms import forms
from sharing import Make

ITEMS = """
- {id: 1, area: 甲, kind: both, title: '=1+1', lead: 区教委, due_wording: 尽快, measures: [{id: 1.1, text: '-减负'}]}
- {id: 2, area: 甲, kind: both, title: '@乙', support: 区教委, due: 2024-06-28,
   log: [{on: 2024-05-01, event: progress, by: 区教委, note: '+推进'}], status: in_progress}
- {id: 3, area: 甲, kind: both, title: 丁, lead: 区人社局, support: 区教委, measures: [{id: 3.1, text: 戊}]}
"""


@pytest.fixture
def book(make: Make) -> Workbook:
    """Return the workbook of a small ledger, read back."""
    opened = make(ITEMS)
    [form] = forms(opened.ledger, date(2024, 6, 1), ["区教委"])
    content = write(form_words(form, translation("zh")), mark(form, origin(opened, None), "zh"))
    return load_workbook(BytesIO(content))


def test_rows(book: Workbook) -> None:
    """A row a measure, or the item where it has none, with what was reported last."""
    sheet = book.worksheets[0]
    rows = [[cell.value for cell in row[:6]] for row in sheet.iter_rows(min_row=4)]
    assert rows == [
        ["1.1", "=1+1", "-减负", "牵头", "尽快", None],
        ["2", "@乙", None, "配合", "2024-06-28", "2024-05-01：+推进"],
        ["3.1", "丁", "戊", "配合", None, None],
    ]
    assert sheet["A1"].value == "区教委整改进展报送表（2024-06）"


def test_texts_stay_texts(book: Workbook) -> None:
    """What begins like a formula is a text, and marked as quoted so that it stays one when it is edited."""
    sheet = book.worksheets[0]
    for place in ("B4", "C4", "B5"):
        assert (sheet[place].data_type, sheet[place].quotePrefix) == ("s", True)
    assert not sheet["A4"].quotePrefix


def test_only_what_is_asked_is_open(book: Workbook) -> None:
    """The sheet is protected; the cells to fill in are not, except the day of an item or of others' measures."""
    sheet = book.worksheets[0]
    assert sheet.protection.sheet
    assert book.security is not None
    assert book.security.lockStructure
    open_cells = [cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked]
    assert open_cells == ["G4", "H4", "I4", "J4", "K4", "G5", "I5", "J5", "K5", "G6", "I6", "J6", "K6"]


def test_validations(book: Workbook) -> None:
    """Days are asked for where days belong; difficulties are offered, and others may be written."""
    day, listed = book.worksheets[0].data_validations.dataValidation
    assert (day.type, str(day.sqref), day.showErrorMessage) == ("date", "H4:H6 J4:J6", True)
    assert (listed.type, str(listed.sqref), listed.showErrorMessage) == ("list", "K4:K6", False)
    assert "资金保障" in listed.formula1


def test_print_set_up(book: Workbook) -> None:
    """It prints on A4 landscape, as wide as the page, with its head on each, and the head stays in sight."""
    sheet = book.worksheets[0]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$1:$3", "C4")


def test_a_long_report(make: Make) -> None:
    """A row is as high as what was reported last, and no higher than a spreadsheet takes."""
    long = ITEMS.replace("+推进", "推" * 3000)
    opened = make(long)
    [form] = forms(opened.ledger, date(2024, 6, 1), ["区教委"])
    content = write(form_words(form, translation("zh")), mark(form, origin(opened, None), "zh"))
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    assert sheet.row_dimensions[5].height == 409
    assert sheet["F5"].value == f"2024-05-01：{'推' * 3000}"


def test_the_hidden_sheet(book: Workbook, make: Make) -> None:
    """The mark lies in a sheet that nobody sees."""
    hidden = book[SHEET]
    assert hidden.sheet_state == "veryHidden"
    told = [tuple(cell for cell in row if cell is not None) for row in hidden.iter_rows(values_only=True)]
    opened = make(ITEMS)
    [form] = forms(opened.ledger, date(2024, 6, 1), ["区教委"])
    assert told == lines(mark(form, origin(opened, None), "zh"))
