"""Word and Excel files, by their libraries: text and tables alone; no link is followed and no macro looked at.

Both are packages of XML, which are vetted before the libraries are let near them.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from datetime import datetime
from itertools import islice

import docx
import openpyxl
from docx.document import Document as Word
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.styles.style import BaseStyle
from docx.styles.style import ParagraphStyle
from docx.table import Table
from docx.text.paragraph import Paragraph
from openpyxl.worksheet.worksheet import Worksheet

from ledger.errors import UNREADABLE
from ledger.errors import LedgerError
from ledger.files import MEGABYTE
from ledger.intake.lines import Document
from ledger.intake.lines import Line
from ledger.intake.lines import Sheet
from ledger.intake.packages import PackageError
from ledger.intake.packages import vet
from ledger.numerals import chinese

_UNPACKED = 40 * MEGABYTE  # of all parts
_PARAGRAPHS = 20_000
_ROWS, _COLUMNS = 5_000, 60
_WORD = "word/document.xml"


def read_docx(raw: bytes, name: str) -> Document:
    """Return the paragraphs and table rows of a Word file, numbered together.

    Raises LedgerError (exit 3) where it is damaged, or would be too large unpacked.
    """
    _vet(raw, name, _WORD)
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            if len(re.findall(rb"<w:p[ >]", package.read(_WORD))) > _PARAGRAPHS:
                raise LedgerError("intake-too-long", UNREADABLE, value=name, limit=str(_PARAGRAPHS))
        word = docx.Document(io.BytesIO(raw))
        texts = [*_blocks(word)]
    except (KeyError, ValueError, AttributeError, SyntaxError, zipfile.BadZipFile) as error:
        raise LedgerError("intake-damaged", UNREADABLE, value=name) from error
    lines = (Line(number, text, cells) for number, (text, cells) in enumerate(texts, start=1))
    return Document("paragraph", tuple(line for line in lines if line.text.strip(" |")))


def _blocks(word: Word) -> Iterator[tuple[str, tuple[str, ...]]]:
    counters: dict[tuple[int, int], int] = {}
    formats = _formats(word)
    for block in _inner(word.element.body, word):
        if isinstance(block, Paragraph):
            told = f"{_number(block, formats, counters)}{_text(block._p)}"  # noqa: SLF001 (the library passes over much)
            yield from ((text.strip(), ()) for text in told.split("\n"))
        else:
            yield from _rows(block)


def _inner(parent: BaseOxmlElement, word: Word) -> Iterator[Paragraph | Table]:
    """Yield the paragraphs and tables of a document, those in content controls too."""
    for child in parent:
        if child.tag == f"{_W}p":
            yield Paragraph(child, word)
        elif child.tag == f"{_W}tbl":
            yield Table(child, word)
        elif child.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"}:
            yield from _inner(child, word)


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_GONE = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr", f"{_W}txbxContent"})
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


def _text(element: BaseOxmlElement) -> str:
    """Return the text of a paragraph as a reader sees it: with what was inserted, without what was deleted."""
    if element.tag == f"{_W}t":
        return element.text or ""
    if element.tag in _GONE:
        return ""
    return _SIGNS.get(element.tag, "") + "".join(map(_text, element))


def _rows(table: Table) -> Iterator[tuple[str, tuple[str, ...]]]:
    for row in table.rows:
        cells: list[str] = []
        before = None
        for cell in row.cells:  # a merged cell comes once for each column it spans
            paragraphs = cell._tc.iter(f"{_W}p")  # noqa: SLF001 (those of tables within it too)
            text = "\n".join(text for each in paragraphs if (text := _text(each).strip()))
            cells.append("" if cell._tc is before else text)  # noqa: SLF001 (nothing else tells one cell from the next)
            before = cell._tc  # noqa: SLF001 (as above)
        yield " | ".join(cells), tuple(cells)


_Format = tuple[str, str, int]


def _formats(word: Word) -> dict[tuple[int, int], _Format]:
    """Return how Word numbers each level of each list: the kind of number, the text around it, the first one."""
    try:
        root = word.part.numbering_part.element
    except (KeyError, NotImplementedError):  # what python-docx says of a file without a part for numbering
        return {}
    levels: dict[str, dict[int, _Format]] = {}
    for abstract in root.iter(f"{_W}abstractNum"):
        own = levels.setdefault(abstract.get(f"{_W}abstractNumId", ""), {})
        for level in abstract.iter(f"{_W}lvl"):
            said = {part.tag: part.get(f"{_W}val", "") for part in level}
            start = said.get(f"{_W}start", "1")
            own[int(level.get(f"{_W}ilvl", "0"))] = (
                said.get(f"{_W}numFmt", ""), said.get(f"{_W}lvlText", ""), int(start) if start.isdecimal() else 1
            )  # fmt: skip
    found = {}
    for num in root.iter(f"{_W}num"):
        abstract = next((part.get(f"{_W}val", "") for part in num if part.tag == f"{_W}abstractNumId"), "")
        for level, made in levels.get(abstract, {}).items():
            found[int(num.get(f"{_W}numId", "0")), level] = made
    return found


def _numbering(paragraph: Paragraph) -> Iterator[BaseOxmlElement | None]:
    """Yield what may number a paragraph: itself, then its style and those that this one is based on."""
    yield next(paragraph._p.iter(f"{_W}numPr"), None)  # noqa: SLF001 (the library has no name for it)
    style: BaseStyle | None = paragraph.style
    while isinstance(style, ParagraphStyle):
        yield next(style.element.iter(f"{_W}numPr"), None)
        style = style.base_style


def _number(paragraph: Paragraph, formats: dict[tuple[int, int], _Format], counters: dict[tuple[int, int], int]) -> str:
    """Return the number that Word itself sets before a paragraph: it is not part of the text."""
    numbered = next((each for each in _numbering(paragraph) if each is not None), None)
    if numbered is None or not paragraph.text.strip():
        return ""
    said = {part.tag: part.get(f"{_W}val", "0") for part in numbered}
    key = (int(said.get(f"{_W}numId", "0")), int(said.get(f"{_W}ilvl", "0")))
    if key not in formats:
        return ""
    kind, text, start = formats[key]
    counters[key] = counters.get(key, start - 1) + 1
    for other in [other for other in counters if other[0] == key[0] and other[1] > key[1]]:
        del counters[other]
    if kind == "bullet" or "%" not in text:
        return ""
    value = chinese(counters[key]) if "hinese" in kind or "ideograph" in kind.lower() else str(counters[key])
    return re.sub(r"(?:%\d\.?)*%\d", lambda _: value, text)


def read_xlsx(raw: bytes, name: str) -> Document:
    """Return the rows of all sheets of an Excel file, each numbered as on its sheet; merged cells say it in each row.

    A formula is what it last came to. Raises LedgerError (exit 3) as `read_docx` does.
    """
    _vet(raw, name, "xl/workbook.xml")
    try:
        book = openpyxl.load_workbook(io.BytesIO(raw), data_only=True, keep_links=False, keep_vba=False)
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        found = [(sheet.title, [*_sheet(sheet, name)]) for sheet in visible]
    except (KeyError, ValueError, TypeError, AttributeError, SyntaxError, zipfile.BadZipFile) as error:
        raise LedgerError("intake-damaged", UNREADABLE, value=name) from error
    lines: list[Line] = []
    sheets: list[Sheet] = []
    for title, rows in found:
        before = lines[-1].number if lines else 0
        sheets += [Sheet(title, before)] if rows else []
        lines += [replace(row, number=row.number + before) for row in rows]
    return Document("row", tuple(lines), tuple(sheets) if len(sheets) > 1 else ())


def _sheet(sheet: Worksheet, name: str) -> Iterator[Line]:
    if sheet.max_row > _ROWS:
        raise LedgerError("intake-too-long", UNREADABLE, value=name, limit=str(_ROWS))
    merged: dict[tuple[int | None, int | None], object] = {}
    for area in sheet.merged_cells.ranges:
        value = sheet.cell(area.min_row, area.min_col).value
        for row in range(area.min_row + 1, min(area.max_row, _ROWS) + 1):
            merged[row, area.min_col] = value
    rows = islice(sheet.iter_rows(max_col=min(sheet.max_column, _COLUMNS)), _ROWS)
    for number, found in enumerate(rows, start=1):
        cells = tuple(
            _said(merged[place] if (place := (cell.row, cell.column)) in merged else cell.value) for cell in found
        )
        if any(cells):
            filled = cells[: max(at for at, cell in enumerate(cells, start=1) if cell)]
            yield Line(number, " | ".join(filled), filled if len(filled) > 1 else (*filled, ""))


def _said(value: object) -> str:
    if isinstance(value, datetime):
        return str(value.date())
    if isinstance(value, date):
        return str(value)
    return (
        "" if value is None else str(int(value) if isinstance(value, float) and value.is_integer() else value).strip()
    )


def _vet(raw: bytes, name: str, main: str) -> None:
    """Refuse what must not be opened. Raises LedgerError (exit 3)."""
    try:
        vet(io.BytesIO(raw), main, _UNPACKED)
    except PackageError as error:
        raise LedgerError("intake-bomb" if error.large else "intake-damaged", UNREADABLE, value=name) from error
