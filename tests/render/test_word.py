"""Word files as GB/T 9704-2012 wants them: every number of the standard read from the XML, and every word of the paper.

Lengths there are twips, twentieths of a point; 1 mm is 56.7 of them.
"""

import zipfile
from collections.abc import Mapping
from io import BytesIO
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

import pytest

from ledger.outline.paper import Annex
from ledger.outline.paper import Grid
from ledger.outline.paper import Heading
from ledger.outline.paper import Paper
from ledger.render.word import render
from ledger.settings import Fonts

MM = 1440 / 25.4
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
GRID = Grid(("序号", "事项"), (1, 3), (("1", "公办园少"), ("2", "经费不足")))
PAPER = Paper(
    language="zh",
    title="整改工作月报",
    addressee="市教育局：",
    text=(Heading(1, "一、总体情况"), "共2项。", Heading(2, "（一）学前教育"), "未启动。"),
    signatory="区教委",
    day="2024年4月30日",
    annexes=(Annex("附件：", "情况表", GRID),),
)


def parts(content: bytes) -> Mapping[str, Element]:
    """Return the XML parts of a Word file by their names."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        names = [name for name in package.namelist() if name.startswith("word/") and name.endswith(".xml")]
        return {name[5:-4]: ET.fromstring(package.read(name)) for name in names}  # noqa: S314 (we have written it)


@pytest.fixture(scope="module")
def word() -> Mapping[str, Element]:
    """Return the parts of the paper, written."""
    return parts(render([PAPER], Fonts()))


def one(found: Element, path: str) -> Mapping[str, str]:
    """Return the attributes of the one element at a path like pPr/ind, by their plain names."""
    [element] = found.findall("/".join(f"{W}{step}" if step.isalpha() else step for step in path.split("/")))
    return {key.removeprefix(W): value for key, value in element.attrib.items()}


def text_of(found: Element) -> str:
    """Return the text of an element."""
    return "".join(each.text or "" for each in found.iter(f"{W}t"))


def paragraph(word: Mapping[str, Element], text: str) -> Element:
    """Return the paragraph of the body with this text."""
    [body] = word["document"]
    [found] = [each for each in body.findall(f"{W}p") if text_of(each) == text]
    return found


def fonts(found: Element) -> set[str]:
    """Return the fonts that the runs of a paragraph name, in all slots."""
    return {font for slots in found.iter(f"{W}rFonts") for font in slots.attrib.values()}


def test_the_page(word: Mapping[str, Element]) -> None:
    """A4 with 37 mm above, 28 mm at the binding, and a text area of 156 mm by 225 mm (5.2.1)."""
    page = next(iter(word["document"].iter(f"{W}sectPr")))
    size = {key: int(value) for key, value in one(page, "pgSz").items() if value.isdecimal()}
    margin = {key: int(value) for key, value in one(page, "pgMar").items()}
    assert [size["w"], size["h"]] == pytest.approx([210 * MM, 297 * MM], abs=1)
    assert [margin["top"], margin["left"]] == pytest.approx([37 * MM, 28 * MM], abs=1)
    assert size["w"] - margin["left"] - margin["right"] == pytest.approx(156 * MM, abs=2)
    assert size["h"] - margin["top"] - margin["bottom"] == pytest.approx(225 * MM, abs=2)


def test_the_grid(word: Mapping[str, Element]) -> None:
    """22 lines of 28 characters (5.2.3): a line is 28.95 pt, a character 156 mm over 28."""
    grid = one(next(iter(word["document"].iter(f"{W}sectPr"))), "docGrid")
    assert (grid["type"], int(grid["linePitch"])) == ("linesAndChars", round(28.95 * 20))
    assert int(225 * MM / int(grid["linePitch"])) == 22
    character = (16 + int(grid["charSpace"]) / 4096) * 20
    assert 156 * MM / character == pytest.approx(28, abs=0.05)
    defaults = one(word["styles"], "docDefaults/rPrDefault/rPr/sz")
    assert defaults == {"val": "32"}  # half points: what the grid is counted from
    [normal] = [style for style in word["styles"].findall(f"{W}style") if style.get(f"{W}styleId") == "Normal"]
    spacing = one(normal, "pPr/spacing")
    assert (spacing["line"], spacing["lineRule"], one(normal, "rPr/sz")) == ("579", "exact", {"val": "32"})


def test_fonts_and_sizes(word: Mapping[str, Element]) -> None:
    """The title in 2号小标宋, the text in 3号仿宋, 一、 in 黑体, （一） in 楷体, in the East Asian slot too (7.3)."""
    [normal] = [style for style in word["styles"].findall(f"{W}style") if style.get(f"{W}styleId") == "Normal"]
    slots = one(normal, "rPr/rFonts")
    assert {slots[slot] for slot in ("ascii", "hAnsi", "eastAsia", "cs")} == {"仿宋_GB2312"}
    title = paragraph(word, "整改工作月报")
    assert (fonts(title), one(title, "r/rPr/sz")) == ({"方正小标宋简体"}, {"val": "44"})
    assert one(title, "pPr/jc") == {"val": "center"}
    assert fonts(paragraph(word, "一、总体情况")) == {"黑体"}
    assert fonts(paragraph(word, "（一）学前教育")) == {"楷体_GB2312"}
    assert fonts(paragraph(word, "共2项。")) == set()  # as the style has it


def test_indents(word: Mapping[str, Element]) -> None:
    """The addressee stands at the edge, each paragraph two characters in, the signature at the right (7.3.2-7.3.5)."""
    assert paragraph(word, "市教育局：").find(f"{W}pPr/{W}ind") is None
    for text in ("一、总体情况", "共2项。", "（一）学前教育"):
        assert one(paragraph(word, text), "pPr/ind") == {"firstLineChars": "200", "firstLine": "640"}
    assert one(paragraph(word, "附件：情况表"), "pPr/ind")["leftChars"] == "200"
    # 2024年4月30日 is 6.5 characters wide: the date ends two characters in, and begins two behind the name
    assert one(paragraph(word, "2024年4月30日"), "pPr/ind")["rightChars"] == "200"
    assert one(paragraph(word, "区教委"), "pPr/ind")["rightChars"] == "750"


def test_a_long_name_signs_with_the_date_behind_its_first_sign() -> None:
    """Where the name is the longer one it ends two characters in, and the date begins two behind it."""
    long = parts(render([PAPER._replace(signatory="重庆市长寿区教育委员会")], Fonts()))
    assert one(paragraph(long, "重庆市长寿区教育委员会"), "pPr/ind")["rightChars"] == "200"
    assert one(paragraph(long, "2024年4月30日"), "pPr/ind")["rightChars"] == "450"  # 2 + 11 - 2 - 6.5


def test_page_numbers(word: Mapping[str, Element]) -> None:
    """— 1 — in 4号宋体, odd pages at the right and even ones at the left, one character in (7.5)."""
    assert word["settings"].find(f"{W}evenAndOddHeaders") is not None
    sides = set()
    for name, footer in word.items():
        if name.startswith("footer"):
            [line] = footer.findall(f"{W}p")
            side = one(line, "pPr/jc")["val"]
            assert one(line, "pPr/ind")[f"{side}Chars"] == "100"
            assert (text_of(line), fonts(line)) == ("—  —", {"宋体"})
            assert {size.get(f"{W}val") for size in line.iter(f"{W}sz")} == {"28"}
            assert [code.text for code in line.iter(f"{W}instrText")] == ["PAGE"]
            sides.add(side)
    assert sides == {"left", "right"}
    margin = one(next(iter(word["document"].iter(f"{W}sectPr"))), "pgMar")
    number = 14 * 20 / MM  # mm that a line of 14 pt is high
    assert int(margin["footer"]) / MM == pytest.approx(35 - 7 - number, abs=0.2)  # 7 mm below the text area


def test_the_annex(word: Mapping[str, Element]) -> None:
    """An annex has a new page, turned, and its table repeats its head and breaks no short row (7.3.7)."""
    size = one([*word["document"].iter(f"{W}sectPr")][1], "pgSz")
    assert size["orient"] == "landscape"
    assert int(size["w"]) == pytest.approx(297 * MM, abs=1)
    [table] = word["document"].iter(f"{W}tbl")
    rows = table.findall(f"{W}tr")
    assert [[text_of(cell) for cell in row.findall(f"{W}tc")] for row in rows] == [
        list(GRID.headings), *map(list, GRID.rows),
    ]  # fmt: skip
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True, False, False]
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    first, second = (int(column.get(f"{W}w", "0")) for column in table.iter(f"{W}gridCol"))
    assert second == pytest.approx(3 * first, rel=0.01)
    assert first + second == pytest.approx(225 * MM, abs=3)


def test_every_word_is_there(word: Mapping[str, Element]) -> None:
    """The paragraphs are those of the paper, in its order."""
    [body] = word["document"]
    assert [text for each in body.findall(f"{W}p") if (text := text_of(each))] == [
        "整改工作月报", "市教育局：", "一、总体情况", "共2项。", "（一）学前教育", "未启动。", "附件：情况表", "区教委",
        "2024年4月30日", "附件", "情况表",
    ]  # fmt: skip


def test_the_annexes_title_stands_in_the_third_line(word: Mapping[str, Element]) -> None:
    """The label stands at the top, the title below an empty line (7.3.7)."""
    [body] = word["document"]
    texts = [text_of(each) for each in body.findall(f"{W}p")]
    assert texts[texts.index("附件") :] == ["附件", "", "情况表"]


def test_a_long_row_may_be_broken() -> None:
    """A row of more than six lines goes on on the next page; a shorter one, and the head, stay whole."""
    grid = GRID._replace(rows=(("1", "长" * 90), ("2", "长" * 900), ("3", "一\n二\n三\n四\n五\n六\n七")))
    [table] = parts(render([PAPER._replace(text=(grid,), annexes=())], Fonts()))["document"].iter(f"{W}tbl")
    assert [row.find(f"{W}trPr/{W}cantSplit") is not None for row in table.iter(f"{W}tr")] == [True, True, False, False]


def held(found: Element) -> bool:
    """Return whether every paragraph stays with the next one, two lines at least."""
    return all(
        each.find(f"{W}pPr/{W}keepNext") is not None and each.find(f"{W}pPr/{W}widowControl") is not None
        for each in found.iter(f"{W}p")
    )


def test_no_page_has_the_signature_alone() -> None:
    """Two paragraphs of the text, the annexes and the empty lines stay on the page of the signature (7.3.5)."""
    paper = PAPER._replace(text=("甲。", "乙。", "丙。"), stamp="印")
    [body] = parts(render([PAPER, paper], Fonts()))["document"]
    blocks = [each for each in body if each.tag in {f"{W}p", f"{W}tbl"}]
    told = [text_of(each) for each in blocks]
    begin, end = told.index("甲。"), told.index("印")
    assert not held(blocks[begin])
    assert told[begin + 1 : end + 1] == ["乙。", "丙。", "", "附件：情况表", "", "区教委", "2024年4月30日", "", "印"]
    assert all(map(held, blocks[begin + 1 : end]))
    assert not held(blocks[end])


def test_the_rows_of_a_form_stay_together() -> None:
    """A form of few rows is not broken, and its last row stays with the signature; one of many rows is broken."""
    form = Grid((), (1, 3), (("申请", ""), ("核查", ""), ("销号", "")))
    for text, kept in (((form, "甲。", "乙。"), [True, True, False]), ((form,), [True, True, True])):
        [table] = parts(render([PAPER._replace(text=text, annexes=())], Fonts()))["document"].iter(f"{W}tbl")
        assert list(map(held, table.iter(f"{W}tr"))) == kept
    long = form._replace(rows=form.rows * 3)
    [table] = parts(render([PAPER._replace(text=(long, "甲。", "乙。"), annexes=())], Fonts()))["document"].iter(
        f"{W}tbl"
    )
    assert not any(map(held, table.iter(f"{W}tr")))


def test_an_empty_cell_is_no_higher_than_a_full_one(word: Mapping[str, Element]) -> None:
    """The mark of a paragraph in a table has the table's size: that of its style."""
    [style] = [each for each in word["styles"].iter(f"{W}style") if each.get(f"{W}styleId") == "Cell"]
    assert one(style, "rPr/sz") == {"val": "24"}
    [table] = word["document"].iter(f"{W}tbl")
    assert {one(each, "pPr/pStyle")["val"] for each in table.iter(f"{W}p")} == {"Cell"}


def test_headings_are_listed_beside_the_text(word: Mapping[str, Element]) -> None:
    """A program's list of headings has those of both levels, and no paragraph."""
    levels = [("一、总体情况", ["0"]), ("（一）学前教育", ["1"]), ("未启动。", [])]
    for text, found in levels:
        assert [each.get(f"{W}val") for each in paragraph(word, text).iter(f"{W}outlineLvl")] == found


@pytest.mark.parametrize(("language", "told"), [("zh", "zh-CN"), ("en", "en-US")])
def test_what_the_file_says_of_itself(language: str, told: str) -> None:
    """It has the paper's title, signatory and language, and nothing of the template: no time, program or picture."""
    content = render([PAPER._replace(language=language)], Fonts())
    with zipfile.ZipFile(BytesIO(content)) as package:
        names = package.namelist()
        core = ET.fromstring(package.read("docProps/core.xml"))  # noqa: S314 (we have written it)
    assert [name for name in names if name.startswith("docProps/")] == ["docProps/core.xml"]
    assert {(each.tag.rpartition("}")[2], each.text) for each in core if each.text} == {
        ("title", "整改工作月报"), ("creator", "区教委"), ("language", told), ("revision", "1"),
    }  # fmt: skip
    assert {each.get(f"{W}eastAsia") for each in parts(content)["styles"].iter(f"{W}lang")} == {told}


def test_fonts_of_the_office() -> None:
    """An office that lacks a font names another one."""
    other = parts(render([PAPER], Fonts(title="华文中宋")))
    assert fonts(paragraph(other, "整改工作月报")) == {"华文中宋"}


# ISO/IEC 29500-1, 17.3.1.26, 17.3.2.28 and 17.6.17: what Word finds in another order it may call damaged.
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl autoSpaceDE autoSpaceDN snapToGrid spacing ind jc "
    "outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs color spacing w kern sz szCs vertAlign lang",
    "sectPr": "headerReference footerReference type pgSz pgMar pgNumType cols titlePg docGrid",
    "trPr": "cantSplit tblHeader",
}


def test_every_property_stands_where_the_schema_wants_it(word: Mapping[str, Element]) -> None:
    """The properties of paragraphs, runs, sections and rows come in the order of the schema, so nothing is repaired."""
    seen = set()
    [normal] = [style for style in word["styles"].iter(f"{W}style") if style.get(f"{W}styleId") == "Normal"]
    footers = [part for name, part in word.items() if name.startswith("footer")]
    for part in (word["document"], normal, *footers):
        for name, order in ORDER.items():
            for properties in part.iter(f"{W}{name}"):
                found = [child.tag.removeprefix(W) for child in properties]
                assert found == sorted(found, key=order.split().index)
                seen.update(found)
    assert {"snapToGrid", "ind", "pgNumType", "docGrid", "tblHeader", "outlineLvl", "widowControl"} <= seen


def test_several_papers_lie_in_one_file() -> None:
    """Each paper begins on a page of its own, whose number is 1; annexes go on counting."""
    body = parts(render([PAPER, PAPER._replace(title="乙", annexes=())], Fonts()))["document"]
    sections = [*body.iter(f"{W}sectPr")]
    assert [section.find(f"{W}pgNumType") is not None for section in sections] == [True, False, True]
    assert [one(section, "pgSz").get("orient") for section in sections] == [None, "landscape", None]
    assert "乙" in [text_of(found) for found in body.iter(f"{W}p")]
