"""The example of a template as a Word file: a paper with a red head, and tags around what is repeated."""

import io

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm
from docx.shared import Pt
from docx.shared import RGBColor

from ledger.outline.specimen import Specimen
from ledger.render.word import document
from ledger.render.word import set_font
from ledger.settings import Fonts

_RED = "FF0000"
_LARGEST = 50  # points of a sign of the head
_LINE = 440  # points of a line: 156 mm, on which the head is to fit


def render(specimen: Specimen, fonts: Fonts) -> bytes:
    """Return the example as the bytes of a .docx file."""
    word = document([specimen.paper], fonts)
    _head(word, specimen, fonts)
    _repeat_annexes(word, specimen)
    for paragraph in word.paragraphs:
        for text, tag in ((specimen.paper.signatory, "{{ signatory }}"), (specimen.paper.day, "{{ day }}")):
            if paragraph.text == text:
                paragraph.runs[0].text = tag
    content = io.BytesIO()
    word.save(content)
    return content.getvalue()


def _head(word: Document, specimen: Specimen, fonts: Fonts) -> None:
    """Put the red head, the number and the red line above the title (7.2.4, 7.2.5, 7.2.7)."""
    title = word.paragraphs[0]
    head = title.insert_paragraph_before()
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = head.add_run(specimen.head)
    set_font(run, fonts.title, Pt(min(_LARGEST, _LINE // len(specimen.head))))
    run.font.color.rgb = RGBColor.from_string(_RED)
    head.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    head.paragraph_format.space_before, head.paragraph_format.space_after = Mm(20), Mm(16)
    number = title.insert_paragraph_before(specimen.number)
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    number.paragraph_format.space_after = Mm(12)
    _underline(number._p.get_or_add_pPr())  # noqa: SLF001 (the library has no name for borders)


def _underline(properties: BaseOxmlElement) -> None:
    """Draw a red line below a paragraph, 4 mm away; borders stand behind what keeps lines together, before spacing."""
    borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "18"), ("space", "11"), ("color", _RED)):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    properties.find(qn("w:spacing")).addprevious(borders)


def _repeat_annexes(word: Document, specimen: Specimen) -> None:
    """Put tags around the line that names an annex below the text, and around the annex itself."""
    [annex] = specimen.paper.annexes
    body = [*word.element.body]
    [named] = [each for each in body if _text(each) == annex.label + annex.title]
    [label] = [each for each in body if _text(each) == annex.label.rstrip("：: ")]
    for first, last in ((named, named), (label, body[-2])):  # the last of all is the page
        first.addprevious(_paragraph("{%p for table in annexes %}"))
        last.addnext(_paragraph("{%p endfor %}"))


def _text(element: BaseOxmlElement) -> str:
    return "".join(each.text or "" for each in element.iter(qn("w:t")))


def _paragraph(text: str) -> BaseOxmlElement:
    made, run, words = OxmlElement("w:p"), OxmlElement("w:r"), OxmlElement("w:t")
    words.text = text
    run.append(words)
    made.append(run)
    return made
