"""Filled workbooks as they come back: any text, days however they are typed, and sheets that somebody has changed."""

import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl import load_workbook

from ledger.errors import LedgerError
from ledger.exchange.answers import read
from ledger.exchange.filled import Returned
from ledger.exchange.marks import mark
from ledger.exchange.marks import origin
from ledger.exchange.merging import Reporting
from ledger.exchange.merging import take
from ledger.exchange.text import says_nothing
from ledger.exchange.workbook import write
from ledger.i18n import translation
from ledger.outline.forms import form as form_words
from ledger.reports.forms import forms
from ledger.saving import draft
from ledger.store import Opened
from ledger.store import read_items
from sharing import Make

ITEMS = """
- {id: 1, area: 甲, kind: both, title: 乙, lead: 区教委, measures: [{id: 1.1, text: 丙}]}
- {id: 2, area: 甲, kind: both, title: 丁, lead: 区教委}
"""
# What a cell can hold, beside what openpyxl itself changes on reading and the space around it, which nobody means;
# what stands only for an empty cell, / or 无, is no answer.
TEXT = (
    st.text(
        st.characters(min_codepoint=32, exclude_categories=("Cs", "Cc", "Cf"), exclude_characters="\ufffe\uffff")
        | st.just("\n")
    )
    .map(str.strip)
    .filter(lambda text: not says_nothing(text) and "x005F_" not in text and "_x000D_" not in text)
)


def filed(opened: Opened, path: Path) -> Workbook:
    """Write the form of 区教委 and return it opened."""
    [form] = forms(opened.ledger, date(2024, 6, 1))
    path.write_bytes(write(form_words(form, translation("zh")), mark(form, origin(opened, None), "zh")))
    return load_workbook(path)


def filled(opened: Opened, path: Path, **cells: object) -> Returned:
    """Fill in cells, and return what is read."""
    book = filed(opened, path)
    for place, value in cells.items():
        cell = book.worksheets[0][place]
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
    book.save(path)
    return read(path)


@given(st.lists(TEXT, min_size=1, max_size=2))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text(make: Make, tmp_path: Path, texts: list[str]) -> None:
    """Any text that is filled in is the same text in the ledger, and in its file."""
    opened = make(ITEMS)
    returned = filled(opened, tmp_path / "a.xlsx", **{f"G{5 - n}": text for n, text in enumerate(texts)})
    assert (returned.faults, len(returned.rows)) == ((), len(texts))
    told = Reporting("区教委", date(2024, 6, 1), date(2024, 6, 30), translation("en"))
    item, row = opened.ledger.items[1], returned.rows[-1]
    after = take(item, row, (), told, opened.ledger)
    assert after.log[0].note == texts[0]
    read_back, flaws, _ = read_items(draft(opened, {1: after}).after.decode())
    assert not flaws
    assert read_back[1].log[0].note == texts[0]


@pytest.mark.parametrize(
    "typed", [date(2024, 6, 20), "2024-06-20", "2024年6月20日", "2024.6.20", 20240620, "２０２４/6/20"]
)
def test_days(make: Make, tmp_path: Path, typed: object) -> None:
    """A day counts however it is typed."""
    opened = make(ITEMS)
    if typed == 20240620:  # a number in a cell for words
        typed = str(typed)
    [row] = filled(opened, tmp_path / "a.xlsx", H4=typed).rows
    assert (row.key, row.item, row.said.done, row.cells) == ("1.1", "1", date(2024, 6, 20), {"done": "H4"})


def test_a_day_as_a_number(make: Make, tmp_path: Path) -> None:
    """A day that was pasted without its format counts; a number that is no day of this century does not."""
    book = filed(make(ITEMS), tmp_path / "a.xlsx")
    sheet = book.worksheets[0]
    sheet["J4"].number_format = sheet["J5"].number_format = "General"
    sheet["J4"].value, sheet["J5"].value = 45463, 7
    book.save(tmp_path / "a.xlsx")
    returned = read(tmp_path / "a.xlsx")
    assert returned.rows[0].said.expected == date(2024, 6, 20)
    assert [(each.code, each.cell) for each in returned.faults] == [("bad-date", "J5")]


def test_nothing_filled_in(make: Make, tmp_path: Path) -> None:
    """Blanks are nothing."""
    returned = filled(make(ITEMS), tmp_path / "a.xlsx", G4="  ", K5="\n")
    assert (returned.rows, returned.faults) == ((), ())


def test_rows_that_were_moved(make: Make, tmp_path: Path) -> None:
    """Rows are known by their numbers, wherever they stand; doubled and unknown ones are faults."""
    opened = make(ITEMS)
    moved = filled(opened, tmp_path / "a.xlsx", A4="2", G4="丁", A5="1.1", G5="丙")
    assert {row.key: row.said.progress for row in moved.rows} == {"2": "丁", "1.1": "丙"}
    odd = filled(opened, tmp_path / "a.xlsx", A4="2", G4="丁", G5="丙", A6="7", G6="戊", G7="己")
    assert [(each.code, each.cell) for each in odd.faults] == [
        ("row-twice", "G5"),
        ("unknown-row", "G6"),
        ("unknown-row", "G7"),
    ]


def test_numbers_and_errors(make: Make, tmp_path: Path) -> None:
    """A number among words is its digits; an error of the spreadsheet is a fault."""
    book = filed(make(ITEMS), tmp_path / "a.xlsx")
    sheet = book.worksheets[0]
    sheet["G4"].value, sheet["G5"].value = 0.1 + 0.2, "#REF!"
    sheet["K4"].value = date(2024, 6, 1)
    sheet["G5"].data_type = "e"
    book.save(tmp_path / "a.xlsx")
    returned = read(tmp_path / "a.xlsx")
    assert returned.rows[0].said[:1] == ("0.3",)
    assert returned.rows[0].said.difficulty == "2024-06-01"
    assert [(each.code, each.cell) for each in returned.faults] == [("cell-error", "G5")]


def test_formulas_anywhere_in_a_row(make: Make, tmp_path: Path) -> None:
    """A formula is refused where something is asked and where something was given."""
    book = filed(make(ITEMS), tmp_path / "a.xlsx")
    book.worksheets[0]["G4"].value = "=1+1"
    book.worksheets[0]["B5"].value = "=cmd|x"
    book.save(tmp_path / "a.xlsx")
    returned = read(tmp_path / "a.xlsx")
    assert [(each.code, each.cell) for each in returned.faults] == [("formula", "G4"), ("formula", "B5")]


def test_evidence_beside(make: Make, tmp_path: Path) -> None:
    """Evidence is found beside the workbook alone, with or without its ending, and no link is followed."""
    (tmp_path / "照片.jpg").write_bytes(b"1")
    (tmp_path / "名单.pdf").write_bytes(b"2")
    (tmp_path / "名单.docx").write_bytes(b"3")
    (tmp_path / "link.pdf").symlink_to("/etc/hostname")
    returned = filled(make(ITEMS), tmp_path / "a.xlsx", I4="照片；名单.pdf", I5="名单；link.pdf；small/items.yaml")
    assert [path.name for path in returned.rows[0].files] == ["照片.jpg", "名单.pdf"]
    assert [each.fields["value"] for each in returned.faults] == ["名单", "link.pdf", "small/items.yaml"]


def test_evidence_in_a_folder_beside(make: Make, tmp_path: Path) -> None:
    """Evidence may lie in a folder beside the workbook, in other letters too; which of two is meant is not guessed."""
    for folder in ("佐证", "照片"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "同名.pdf").write_bytes(folder.encode())
    (tmp_path / "佐证" / "验收单.PDF").write_bytes(b"1")
    returned = filled(make(ITEMS), tmp_path / "a.xlsx", I4="验收单.pdf", I5="同名.pdf")
    assert [path.name for path in returned.rows[0].files] == ["验收单.PDF"]
    assert [each.fields["value"] for each in returned.faults] == ["同名.pdf"]


def test_several_files_without_semicolons(make: Make, tmp_path: Path) -> None:
    """Where every part of a name is a file, the commas between them were not part of it; else they are."""
    for name in ("照片.jpg", "名单.pdf", "甲，乙.pdf"):
        (tmp_path / name).write_bytes(name.encode())
    returned = filled(make(ITEMS), tmp_path / "a.xlsx", I4="照片.jpg、名单.pdf", I5="甲，乙.pdf；照片.jpg,没有.pdf")
    assert [path.name for path in returned.rows[0].files] == ["照片.jpg", "名单.pdf"]
    assert [path.name for path in returned.rows[1].files] == ["甲，乙.pdf"]
    assert [each.fields["value"] for each in returned.faults] == ["照片.jpg,没有.pdf"]


def test_every_fault_of_a_row(make: Make, tmp_path: Path) -> None:
    """A formula in a row hides no other fault in it."""
    book = filed(make(ITEMS), tmp_path / "a.xlsx")
    book.worksheets[0]["G4"].value = "=1+1"
    book.worksheets[0]["H4"].value = "下周"
    book.save(tmp_path / "a.xlsx")
    assert [(each.code, each.cell) for each in read(tmp_path / "a.xlsx").faults] == [
        ("formula", "G4"), ("bad-date", "H4"),
    ]  # fmt: skip


def test_what_was_written_over_what_is_given(make: Make, tmp_path: Path) -> None:
    """Words in the column of what was reported last are noted, and a program's own line ends are not."""
    returned = filled(make(ITEMS), tmp_path / "a.xlsx", F4="本月已完工", B5="丁\n ", G5="戊")
    assert [(each.code, each.cell) for each in returned.notes] == [("given-changed", "A4")]
    assert (len(returned.rows), returned.faults) == (1, ())


def refusal(path: Path) -> str:
    """Return the code with which a workbook is refused."""
    with pytest.raises(LedgerError) as refused:
        read(path)
    return refused.value.code


def test_what_is_none_of_ours(make: Make, tmp_path: Path) -> None:
    """Another workbook, one without its visible sheet, and one whose hidden sheet was touched are told apart."""
    other = Workbook()
    other.save(tmp_path / "other.xlsx")
    assert refusal(tmp_path / "other.xlsx") == "no-form"
    book = filed(make(ITEMS), tmp_path / "a.xlsx")
    book["ledger"]["B7"].value = "区财政局"
    book.save(tmp_path / "a.xlsx")
    assert refusal(tmp_path / "a.xlsx") == "damaged-form"
    bare = filed(make(ITEMS), tmp_path / "b.xlsx")
    bare["ledger"].sheet_state = "visible"
    bare.remove(bare.worksheets[0])
    bare.save(tmp_path / "b.xlsx")
    assert refusal(tmp_path / "b.xlsx") == "damaged-form"


def test_a_sheet_that_lies_about_its_size(make: Make, tmp_path: Path) -> None:
    """A sheet that claims a million rows is read no further than a form can reach."""
    filed(make(ITEMS), tmp_path / "a.xlsx")
    changed = BytesIO()
    with zipfile.ZipFile(tmp_path / "a.xlsx") as old, zipfile.ZipFile(changed, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                far = b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>9</t></is></c></row></sheetData>'
                content = content.replace(b"</sheetData>", far).replace(b'ref="A1:K5"', b'ref="A1:XFD1048576"')
            new.writestr(part, content)
    (tmp_path / "a.xlsx").write_bytes(changed.getvalue())
    assert read(tmp_path / "a.xlsx").rows == ()


def test_a_package_without_sense(tmp_path: Path) -> None:
    """A zip with the right names and nothing in them is no workbook."""
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as out:
        out.writestr("[Content_Types].xml", "<Types/>")
        out.writestr("xl/workbook.xml", "<workbook")
    assert refusal(tmp_path / "a.xlsx") == "no-workbook"
