"""Files of every kind and encoding become lines; what is not read, or would harm, is refused in a sentence."""

import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from openpyxl.worksheet.worksheet import Worksheet

from ledger.errors import LedgerError
from ledger.intake import documents
from ledger.intake.documents import read
from ledger.intake.documents import read_text
from ledger.intake.pages import read_html
from ledger.sentences import SENTENCES

PLAN = "某县整改方案\r\n\r\n1.关于“学位不足”的问题。\r\n整改措施：新建学校２所。\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    """The same text is read in each encoding that offices write."""
    (tmp_path / "plan.txt").write_bytes(PLAN.encode(encoding))
    found = read(tmp_path / "plan.txt")
    assert [(line.number, line.text) for line in found.lines] == [
        (1, "某县整改方案"),
        (3, "1.关于“学位不足”的问题。"),
        (4, "整改措施：新建学校２所。"),
    ]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("plan.doc", b"\xd0\xcf\x11\xe0", "intake-old-kind"),
        ("plan.txt", b"\xd0\xcf\x11\xe0\xa1\xb1", "intake-old-kind"),
        ("plan.xls", b"x", "intake-old-kind"),
        ("plan.et", b"x", "intake-old-kind"),
        ("plan.wps", b"x", "intake-old-kind"),
        ("plan.docm", b"PK\3\4", "intake-old-kind"),
        ("plan.pdf", b"%PDF-1.7", "intake-paper"),
        ("plan.txt", b"%PDF-1.7", "intake-paper"),
        ("scan.JPG", b"\xff\xd8\xff", "intake-paper"),
        ("plan.zip", b"PK\3\4", "intake-kind"),
        ("plan.ppt", b"x", "intake-kind"),
        ("plan.docx", b"not a zip", "intake-damaged"),
        ("plan.xlsx", b"PK\3\4broken", "intake-damaged"),
        ("plan.txt", bytes(range(128, 255)) * 3, "intake-encoding"),
    ],
)
def test_refused(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    """What is not read says so, by what it is and not by its name alone, and how to convert it."""
    (tmp_path / name).write_bytes(content)
    with pytest.raises(LedgerError) as refused:
        read(tmp_path / name)
    assert refused.value.code == code
    assert SENTENCES[code].hint


def test_missing(tmp_path: Path) -> None:
    """A file that is not there, and a folder, are told."""
    for path in (tmp_path / "plan.txt", tmp_path):
        with pytest.raises(LedgerError, match="intake-missing"):
            read(path)


def test_extra_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the office libraries a Word file says what to install."""

    def absent(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(documents, "import_module", absent)
    (tmp_path / "plan.docx").write_bytes(b"PK\3\4")
    with pytest.raises(LedgerError, match="intake-extra"):
        read(tmp_path / "plan.docx")


def _zip(parts: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return packed.getvalue()


def _word(document: bytes, more: dict[str, bytes] | None = None) -> bytes:
    return _zip({"[Content_Types].xml": b"<Types/>", "word/document.xml": document, **(more or {})})


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: _word(b" " * 100_000_000), "intake-bomb"),
        (lambda: _word(b"<a/>", {"word/media/x.bin": b"\0" * 60_000_000}), "intake-bomb"),
        (lambda: _word(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "intake-damaged"),
        (lambda: _word(b"<w:p></w:p>" * 100_000), "intake-too-long"),
        (lambda: _word(b"<a/>"), "intake-damaged"),
        (lambda: _zip({"other.xml": b"<a/>"}), "intake-damaged"),
    ],
)
def test_hostile_zips(tmp_path: Path, make: Callable[[], bytes], code: str) -> None:
    """A bomb, an entity, 100 000 paragraphs or another zip under a Word name is refused before it is unpacked."""
    (tmp_path / "plan.docx").write_bytes(make())
    begun = time.monotonic()
    with pytest.raises(LedgerError, match=code):
        read(tmp_path / "plan.docx")
    assert time.monotonic() - begun < 10


def test_large_texts(tmp_path: Path) -> None:
    """A text of 50 MB, and one of a line without an end, are refused and not worked through."""
    (tmp_path / "plan.txt").write_bytes("区".encode() * 17_000_000)
    with pytest.raises(LedgerError, match="intake-too-large"):
        read(tmp_path / "plan.txt")
    (tmp_path / "plan.txt").write_bytes("区".encode() * 300_000)
    with pytest.raises(LedgerError, match="intake-too-long"):
        read(tmp_path / "plan.txt")
    (tmp_path / "plan.txt").write_text("一\n" * 30_000, encoding="utf-8")
    with pytest.raises(LedgerError, match="intake-too-long"):
        read(tmp_path / "plan.txt")


def test_word(tmp_path: Path) -> None:
    """Paragraphs and rows come in order; a merged cell is one, and the numbers Word sets itself are kept."""
    word = docx.Document()
    word.add_paragraph("整改清单")
    word.add_paragraph("公办园少", style="List Number")
    word.add_paragraph("经费不足", style="List Number")
    table = word.add_table(rows=2, cols=3)
    for cell, text in zip(table.rows[0].cells, ("序号", "问题", "措施"), strict=True):
        cell.text = text
    table.rows[1].cells[0].merge(table.rows[1].cells[2]).text = "一、学前教育"
    word.save(str(tmp_path / "plan.docx"))
    found = read(tmp_path / "plan.docx")
    assert [line.cells or line.text for line in found.lines if "不足" not in line.text and "园" not in line.text] == [
        "整改清单",
        ("序号", "问题", "措施"),
        ("一、学前教育", "", ""),
    ]
    assert found.unit == "paragraph"


def test_excel(tmp_path: Path) -> None:
    """Rows of all visible sheets; merged cells say it in each row, formulas what they came to; no link is followed."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.append(["序号", "问题", "措施", "时限"])
    sheet.append([1, "公办园少", "新建", "=[1]other.xlsx!A1"])
    sheet.append([None, None, "改建", None])
    sheet.merge_cells("B2:B3")
    book.create_sheet("隐藏").sheet_state = "hidden"
    book.save(tmp_path / "plan.xlsx")
    found = read(tmp_path / "plan.xlsx")
    assert [(line.number, line.cells) for line in found.lines] == [
        (1, ("序号", "问题", "措施", "时限")),
        (2, ("1", "公办园少", "新建")),
        (3, ("", "公办园少", "改建")),
    ]


def test_csv(tmp_path: Path) -> None:
    """Rows of a CSV file, whatever parts its cells, also with breaks in them."""
    (tmp_path / "plan.csv").write_bytes('序号;问题\r\n1;"甲\n乙"\r\n'.encode("gb18030"))
    assert [line.cells for line in read(tmp_path / "plan.csv").lines] == [("序号", "问题"), ("1", "甲\n乙")]


def test_what_nobody_sees(tmp_path: Path) -> None:
    """Controls and signs that turn the direction of reading come into no ledger, from whatever kind of file."""
    hidden = "关于\u202e学位\u200b不足\x07的问题" + "。" * 60
    (tmp_path / "plan.txt").write_text(hidden, encoding="utf-8")
    (tmp_path / "plan.csv").write_text(f"{hidden},甲\n", encoding="utf-8")
    book = openpyxl.Workbook()
    book.worksheets[0].append([hidden.replace("\x07", ""), "甲"])
    book.save(tmp_path / "plan.xlsx")
    for name in ("plan.txt", "plan.csv", "plan.xlsx"):
        assert "关于学位不足的问题" in read(tmp_path / name).lines[0].text


def test_an_open_quote_in_a_csv(tmp_path: Path) -> None:
    """A quotation mark that is never closed would swallow the rest of a table: it is refused."""
    (tmp_path / "plan.csv").write_text('序号,问题\n1,"甲\n2,乙\n', encoding="utf-8")
    with pytest.raises(LedgerError, match="open-quote-in-csv"):
        read(tmp_path / "plan.csv")


def test_a_merged_area_without_end(tmp_path: Path) -> None:
    """A merged area of a whole sheet is refused before anybody walks through it."""
    book = openpyxl.Workbook()
    book.worksheets[0].append(["序号", "问题"])
    book.worksheets[0].merge_cells("A1:B1")
    book.save(tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as old:
        parts = {part: old.read(part) for part in old.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b'"A1:B1"/>', b'"A1:XFD1048576"/>')
    (tmp_path / "plan.xlsx").write_bytes(_zip(parts))
    with pytest.raises(LedgerError, match="intake-bomb"):
        read(tmp_path / "plan.xlsx")


def test_broken_row() -> None:
    """A row that a break within a cell has cut in two is one again."""
    found = read_text("a | b | c | d |\n1 | 二 |三\n四 | 五 |\n2 | 二 | 三 | 四 |")
    assert [line.cells for line in found.lines] == [
        ("a", "b", "c", "d"),
        ("1", "二", "三\n四", "五"),
        ("2", "二", "三", "四"),
    ]


def test_a_page_on_one_line() -> None:
    """Each paragraph of a page has a number of its own, also where the whole page is one line of its file."""
    found = read_html("<p>甲</p><table><tr><td>乙</td><td>丙</td></tr></table><p>丁</p>")
    assert [line.number for line in found.lines] == [1, 2, 3]


def test_sheets(tmp_path: Path) -> None:
    """The rows of a second sheet are counted on, and are found by the sheet's name and their number on it."""
    book = openpyxl.Workbook()
    book.worksheets[0].append(["序号", "问题", "措施"])
    book.worksheets[0].append([1, "公办园少", "新建"])
    book.create_sheet("空")
    book.create_sheet("清单二").append([2, "经费不足", "足额"])
    book.save(tmp_path / "plan.xlsx")
    found = read(tmp_path / "plan.xlsx")
    assert [found.place(line.number) for line in found.lines] == ["Sheet!1", "Sheet!2", "清单二!1"]
    assert len({line.number for line in found.lines}) == 3


def test_word_as_a_reader_sees_it(tmp_path: Path) -> None:
    """What was inserted counts and what was deleted does not; content controls, and tables within cells, are read."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    run = "<w:r><w:t>{}</w:t></w:r>"
    word = docx.Document()
    paragraph = word.add_paragraph("责任单位：")
    paragraph._p.append(parse_xml(f"<w:ins {space}>{run.format('县教育局')}</w:ins>"))  # noqa: SLF001 (nothing else writes it)
    paragraph._p.append(parse_xml(f"<w:del {space}><w:r><w:delText>县财政局</w:delText></w:r></w:del>"))  # noqa: SLF001
    control = f"<w:sdt {space}><w:sdtContent><w:p>{run.format('整改时限：2024年9月')}</w:p></w:sdtContent></w:sdt>"
    word.element.body.insert(1, parse_xml(control))
    cell = word.add_table(rows=1, cols=2).rows[0].cells[0]
    cell.text = "外"
    cell.add_table(rows=1, cols=1).rows[0].cells[0].text = "内"
    word.save(str(tmp_path / "plan.docx"))
    assert [line.cells or line.text for line in read(tmp_path / "plan.docx").lines] == [
        "责任单位：县教育局", "整改时限：2024年9月", ("外\n内", ""),
    ]  # fmt: skip


def test_numbers_that_word_sets(tmp_path: Path) -> None:
    """The numbers of a list are kept, also where its style brings them."""
    word = docx.Document()
    for text in ("公办园少", "经费不足"):
        word.add_paragraph(text, style="List Number")
    word.save(str(tmp_path / "plan.docx"))
    assert [line.text for line in read(tmp_path / "plan.docx").lines] == ["1.公办园少", "2.经费不足"]


def test_a_page_without_end_tags() -> None:
    """End tags of cells, rows and the head may be left out; a table in a cell is text of that cell."""
    found = read_html("<head><title>x</title><body><table><tr><td>甲<td>乙<tr><td>丙<td>丁</table>")
    assert [line.cells for line in found.lines if line.cells] == [("甲", "乙"), ("丙", "丁")]
    nested = read_html("<table><tr><td>外<table><tr><td>内</td></tr></table></td><td>旁</td></tr></table>")
    assert [line.cells for line in nested.lines] == [("外\n内", "旁")]


def test_tabs_and_stars() -> None:
    """Empty first cells between tabs keep their places; stars that hide a name are no Markdown."""
    found = read_text("2\t师资不足\t\t\n责任人：王**")
    assert [line.cells or line.text for line in found.lines] == [("2", "师资不足", "", ""), "责任人：王**"]
    assert [line.text for line in read_text("**一、**学前", marked=True).lines] == ["一、学前"]


def test_page() -> None:
    """Paragraphs and rows of a page; a cell that spans rows says it in each, scripts and styles say nothing."""
    found = read_html(
        "<title>x</title><p>第一<b>段</b></p><script>坏()</script><table><tr><td rowspan=2>甲</td><td>乙</td></tr>"
        "<tr><td>丙</td></tr></table>尾<style>p{}</style>"
    )
    assert [line.cells or line.text for line in found.lines] == ["x", "第一段", ("甲", "乙"), ("甲", "丙"), "尾"]
