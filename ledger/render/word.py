"""Word files as GB/T 9704-2012 (党政机关公文格式) sets a page: margins, grid, fonts, levels, page numbers, annexes.

Numbers in comments are clauses of the standard. A4; text area 156 mm × 225 mm with 22 lines of 28 characters.
"""

import io
import unicodedata
from collections.abc import Sequence
from copy import deepcopy

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Row
from docx.oxml.table import CT_Tbl
from docx.oxml.text.paragraph import CT_P
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Emu
from docx.shared import Mm
from docx.shared import Pt
from docx.table import _Cell
from docx.table import _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from ledger.cells import lines
from ledger.outline.paper import Annex
from ledger.outline.paper import Grid
from ledger.outline.paper import Heading
from ledger.outline.paper import Paper
from ledger.render import wordfile
from ledger.settings import Fonts

_TITLE, _BODY, _NUMBER, _TABLE = Pt(22), Pt(16), Pt(14), Pt(12)  # 2号, 3号, 4号, 小4号
_SMALL = Pt(9)  # 小5号
_PITCH = Pt(28.95)  # of a line: 225 mm over 22 lines
# Top, right, bottom, left. 5.2.1: 天头 37 mm, 订口 28 mm, the others from the text area.
_PORTRAIT = (Mm(37), Mm(26), Mm(35), Mm(28))
_LANDSCAPE = (Mm(28), Mm(37), Mm(26), Mm(35))  # 7.5: the same turned, so that the table's head lies at the binding
_SHORT = 10  # characters of the longest text in a column that stands in the middle
_CELL = "Cell"  # the style of what stands in tables
_WHOLE = 6  # lines of a row that is not broken over two pages, and rows of a form that is not
_SIDES = Mm(3.8)  # that a cell leaves free beside its text
_HELD = 2  # paragraphs of the text that stay with the signature
_CLOSER = -5  # twips between two characters
_INDENT = 2  # characters of a paragraph's first line (7.3.3)


def render(papers: Sequence[Paper], fonts: Fonts) -> bytes:
    """Return papers as the bytes of a .docx file, each from a new page on whose number is 1."""
    content = io.BytesIO()
    document(papers, fonts).save(content)
    return content.getvalue()


def document(papers: Sequence[Paper], fonts: Fonts) -> Document:
    """Return papers as a document that can still be changed."""
    word = docx.Document()
    _styles(word, fonts)
    wordfile.describe(word, papers[0])
    word.settings.odd_and_even_pages_header_footer = True
    _page_numbers(word.sections[0], fonts)
    for number, paper in enumerate(papers):
        section = word.add_section(WD_SECTION.NEW_PAGE) if number else word.sections[0]
        _page(section, _PORTRAIT, begin=True)
        _body(word, paper, fonts)
        for annex in paper.annexes:
            _annex(word, annex, fonts)
    return word


def _styles(word: Document, fonts: Fonts) -> None:
    """Make the body's font and line the default of the whole document."""
    normal = word.styles["Normal"]
    normal.font.size = _BODY
    _name(normal.element.get_or_add_rPr(), fonts.body)
    normal.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    normal.paragraph_format.line_spacing = _PITCH
    normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.widow_control = False
    closer = OxmlElement("w:spacing")  # 28 characters of 16 pt are a little wider than 156 mm
    closer.set(qn("w:val"), str(_CLOSER))
    normal.element.get_or_add_rPr().insert_element_before(closer, "w:sz", "w:szCs")
    _snap_off(normal.element.get_or_add_pPr())
    defaults = word.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for tag in ("w:sz", "w:szCs"):  # the grid of characters is counted from the default size
        size = defaults.find(qn(tag))
        if size is None:
            size = OxmlElement(tag)
            defaults.insert_element_before(size, "w:lang")
        size.set(qn("w:val"), str(round(_BODY.pt * 2)))
    cell = word.styles.add_style(_CELL, WD_STYLE_TYPE.PARAGRAPH)  # its size is that of the mark of an empty cell too
    cell.base_style, cell.font.size = normal, _TABLE
    cell.paragraph_format.line_spacing_rule = WD_LINE_SPACING.AT_LEAST
    cell.paragraph_format.line_spacing = Pt(18)
    cell.paragraph_format.widow_control = True


def _name(properties: BaseOxmlElement, font: str) -> None:
    """Set a font in every slot: for East Asian text Word looks at eastAsia alone."""
    slots = properties.find(qn("w:rFonts"))
    if slots is None:
        slots = OxmlElement("w:rFonts")
        properties.insert(0, slots)
    for slot in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        slots.set(qn(slot), font)


def _page(section: Section, margins: tuple[int, int, int, int], *, begin: bool) -> None:
    """Set a section's page; its numbers `begin` at 1, or go on with those of the section before."""
    wide = margins == _LANDSCAPE
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(297), Mm(210)) if wide else (Mm(210), Mm(297))
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = map(Emu, margins)
    section.footer_distance = Mm(16 if wide else 23)  # 7.5: the number stands 7 mm below the text area
    section.header_distance = Mm(15)
    properties = section._sectPr  # noqa: SLF001 (the library has no name for the numbers and the grid)
    for tag in ("w:pgNumType", "w:docGrid"):  # those of the section before, of which this one is a copy
        if (copied := properties.find(qn(tag))) is not None:
            properties.remove(copied)
    if begin:
        number = OxmlElement("w:pgNumType")
        number.set(qn("w:start"), "1")
        properties.insert_element_before(number, "w:cols")
    grid = OxmlElement("w:docGrid")
    properties.append(grid)
    grid.set(qn("w:type"), "linesAndChars")  # 5.2.3: 22 lines of 28 characters
    grid.set(qn("w:linePitch"), "579")
    grid.set(qn("w:charSpace"), "-849")  # 156 mm over 28 characters of 16 pt, in 1/4096 pt


def _page_numbers(section: Section, fonts: Fonts) -> None:
    """Number the pages — 1 —, odd ones at the right and even ones at the left, one character in (7.5)."""
    for footer, side, align in (
        (section.footer, "w:rightChars", WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, "w:leftChars", WD_ALIGN_PARAGRAPH.LEFT),
    ):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.alignment = align
        _indent(paragraph, side, 1, _NUMBER)
        for text in ("— ", None, " —"):
            run = paragraph.add_run(text or "")
            set_font(run, fonts.number, _NUMBER)
            if text is None:
                _field(run, "PAGE")


def _snap_off(properties: BaseOxmlElement, tags: Sequence[str] = ("w:snapToGrid",)) -> None:
    """Let the widths of characters count, not the grid, which some programs stretch digits to."""
    for tag in tags:
        off = OxmlElement(tag)
        off.set(qn("w:val"), "0")
        properties.insert_element_before(off, "w:spacing", "w:ind", "w:jc", "w:rPr")


def _tight(paragraph: Paragraph) -> None:
    """Leave nothing between digits and Chinese characters."""
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 (the library has no name for it)
    _snap_off(properties, ("w:autoSpaceDE", "w:autoSpaceDN"))


def _field(run: Run, code: str) -> None:
    for kind in ("begin", "", "end"):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = code
        run._r.append(part)  # noqa: SLF001 (the library has no name for fields)


def set_font(run: Run, font: str, size: Pt) -> None:
    """Set the font of a run, in every slot, and its size."""
    run.font.size = size
    _name(run._r.get_or_add_rPr(), font)  # noqa: SLF001 (the library sets the Latin slot alone)


def _indent(paragraph: Paragraph, side: str, chars: float, size: Pt) -> None:
    """Indent a paragraph by characters: in hundredths of one, and in twips for what does not know them."""
    found = paragraph._p.get_or_add_pPr().get_or_add_ind()  # noqa: SLF001 (the library knows lengths alone)
    found.set(qn(side), str(round(chars * 100)))
    found.set(qn(side.removesuffix("Chars")), str(round(chars * size.pt * 20)))


def _body(word: Document, paper: Paper, fonts: Fonts) -> None:
    title = word.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    set_font(title.add_run(paper.title), fonts.title, _TITLE)
    word.add_paragraph()
    if paper.addressee:
        word.add_paragraph(paper.addressee)
    held = len(word.element.body) - 1  # where what stays with the signature begins; the file ends with its section
    for number, part in enumerate(paper.text):
        if number <= len(paper.text) - _HELD:
            held = len(word.element.body) - 1
        if isinstance(part, Grid):
            _grid(word, part, fonts, _PORTRAIT)
            continue
        paragraph = word.add_paragraph()
        _indent(paragraph, "w:firstLineChars", _INDENT, _BODY)
        if isinstance(part, Heading):
            font = (fonts.heading, fonts.subheading)[part.level - 1]
            set_font(paragraph.add_run(part.text), font, _BODY)
            paragraph.paragraph_format.keep_with_next = True
            _outline(paragraph, part.level)
        else:
            paragraph.add_run(part)
    _attached(word, paper)
    _signed(word, paper)
    if paper.stamp:
        word.add_paragraph()
        stamp = word.add_paragraph()
        stamp.alignment = WD_ALIGN_PARAGRAPH.LEFT
        set_font(stamp.add_run(paper.stamp), fonts.body, _SMALL)
    tail = word.element.body[held:-2]  # 7.3.5: no page has the signature alone
    _keep([block.tr_lst[-1] if isinstance(block, CT_Tbl) else block for block in tail])


def _outline(paragraph: Paragraph, level: int) -> None:
    """Show a heading in the list that a program has beside the text."""
    found = OxmlElement("w:outlineLvl")
    found.set(qn("w:val"), str(level - 1))
    paragraph._p.get_or_add_pPr().insert_element_before(found, "w:rPr", "w:sectPr")  # noqa: SLF001 (the library has no name for it)


def _keep(blocks: Sequence[CT_P | CT_Row]) -> None:
    """Keep paragraphs or rows on the page of what follows, two lines at least."""
    for block in blocks:
        for paragraph in block.iter(qn("w:p")):
            properties = paragraph.get_or_add_pPr()
            properties.keepNext_val = properties.widowControl_val = True


def _attached(word: Document, paper: Paper) -> None:
    """Name the annexes below the text, two characters in (7.3.4)."""
    if paper.annexes:
        word.add_paragraph()
    for number, annex in enumerate(paper.annexes, start=1):
        paragraph = word.add_paragraph(annex.label if number == 1 else "")
        _indent(paragraph, "w:leftChars", _INDENT, _BODY)
        paragraph.add_run(annex.title)


def _signed(word: Document, paper: Paper) -> None:
    """Sign at the right: the date two characters in, and its first sign two behind the signatory's (7.3.5.2)."""
    word.add_paragraph()
    day, name = _wide(paper.day), _wide(paper.signatory)
    lines = ((paper.signatory, max(_INDENT, day + 2 * _INDENT - name)), (paper.day, max(_INDENT, name - day)))
    for text, chars in lines:
        if text:
            paragraph = word.add_paragraph(text)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            paragraph.paragraph_format.keep_together = True
            _tight(paragraph)
            paragraph.paragraph_format.keep_with_next = text == paper.signatory  # the date on the same page
            _indent(paragraph, "w:rightChars", chars, _BODY)


def _wide(text: str) -> float:
    """Return how many characters wide a text is; a digit is half of one."""
    return sum(1 if unicodedata.east_asian_width(sign) in "WF" else 0.5 for sign in text)


def _annex(word: Document, annex: Annex, fonts: Fonts) -> None:
    """Put an annex on pages of its own, turned, with the table's head on each (7.3.7)."""
    _page(word.add_section(WD_SECTION.NEW_PAGE), _LANDSCAPE, begin=False)
    set_font(word.add_paragraph().add_run(annex.label.rstrip("：: ")), fonts.heading, _BODY)
    word.add_paragraph()  # the title stands in the third line
    title = word.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    set_font(title.add_run(annex.title), fonts.title, _TITLE)
    _grid(word, annex.grid, fonts, _LANDSCAPE)


def _grid(word: Document, grid: Grid, fonts: Fonts, margins: tuple[int, int, int, int]) -> None:
    """Write a table as wide as the text; its head is repeated on each page, and no short row is broken in two."""
    table = word.add_table(rows=1 + bool(grid.headings), cols=len(grid.widths))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    room = (Mm(297) if margins == _LANDSCAPE else Mm(210)) - margins[1] - margins[3]
    widths = [Emu(room * width // sum(grid.widths)) for width in grid.widths]
    centred = [max(map(len, column)) <= _SHORT for column in zip(*grid.rows, strict=True)] or [False] * len(widths)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    *above, body = table.rows
    for row in above:
        _set_row(row, widths, fonts.heading, [True] * len(widths), "w:cantSplit", "w:tblHeader")
        _fill(row._tr, grid.headings)  # noqa: SLF001 (the library finds cells and rows in quadratic time)
    _set_row(body, widths, fonts.body, centred)
    for texts in grid.rows:
        copy = deepcopy(body._tr)  # noqa: SLF001 (as above)
        if _high(texts, widths) <= _WHOLE:
            copy.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        body._tr.addprevious(copy)  # noqa: SLF001 (as above)
        _fill(copy, texts)
    table._tbl.remove(body._tr)  # noqa: SLF001 (as above)
    if not grid.headings and len(grid.rows) <= _WHOLE:
        _keep(table._tbl.tr_lst[:-1])  # noqa: SLF001 (as above)


def _high(texts: Sequence[str], widths: Sequence[int]) -> int:
    """Return how many lines a row has, nearly."""
    return max(
        lines(text, max(1, (width - _SIDES) // (_TABLE // 2))) for text, width in zip(texts, widths, strict=True)
    )


def _set_row(row: _Row, widths: Sequence[Emu], font: str, centred: Sequence[bool], *more: str) -> None:
    """Set up a row that has no texts yet; `more` are its properties."""
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 (the library has no names for these)
    for name in more:
        properties.append(OxmlElement(name))
    for cell, width, middle in zip(row.cells, widths, centred, strict=True):
        cell.width = width
        _set_cell(cell, font, centred=middle)


def _fill(row: CT_Row, texts: Sequence[str]) -> None:
    for run, text in zip(row.iter(qn("w:r")), texts, strict=True):
        run.text = text


def _set_cell(cell: _Cell, font: str, *, centred: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph._p.style = _CELL  # noqa: SLF001 (the library looks each style up by its name)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
    set_font(paragraph.add_run(), font, _TABLE)
