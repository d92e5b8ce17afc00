"""An office's own paper: what its tags become, how a mistake is told, and that no template runs or hurts anything."""

import base64
import io
import json
import sys
import zipfile
from collections.abc import Mapping
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import docx
import pytest
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.ns import qn
from docx.shared import Mm

from ledger.errors import USAGE
from ledger.errors import LedgerError
from ledger.i18n import translation
from ledger.outline.findings import sentence
from ledger.render import apart
from ledger.render import language
from ledger.render import letterhead
from ledger.render.template import answer
from ledger.render.template import fill
from ledger.render.template import main

NASTY = "{{ title }} <w:t>&amp; </w:t>{% if %}“x”\x07\x00\x0c"
SHOWN = "{{ title }} <w:t>&amp; </w:t>{% if %}“x”"  # without control characters, which no Word file holds
ROWS = [{"id": "1", "title": "公办园少", "lead": ["区教委", "区财政局"], "n": 2.0}, {"id": "2", "title": NASTY}]
FIELDS: Mapping[str, Any] = {
    "title": "整改工作月报",
    "addressee": "",
    "signatory": "区教委",
    "day": "2024年6月30日",
    "sections": [{"level": 1, "heading": "一、总体情况", "paragraphs": ["共2项。\n其中1项未启动。"], "tables": []}],
    "annexes": [{"label": "附件", "title": "情况表", "headings": ["序号", "事项"], "rows": [["1", "甲"], ["2", "乙"]]}],
    "facts": {"rows": ROWS, "office": None, "rate": 12.5, "items": [1, 2], "now": {"total": 18}},
}
TABLE = (("{%tr for row in annexes[0].rows %}", ""), ("{{ row[0] }}", "{{ row[1] }}"), ("{%tr endfor %}", ""))


def word(*paragraphs: str, table: Sequence[Sequence[str]] = ()) -> Document:
    """Return a Word file with these paragraphs, and a table."""
    made = docx.Document()
    for text in paragraphs:
        made.add_paragraph(text)
    if table:
        grid = made.add_table(len(table), len(table[0]))
        for row, texts in zip(grid.rows, table, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    return made


def raw(made: Document) -> bytes:
    """Return a Word file as bytes."""
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def filled(made: Document, said: Mapping[str, Any] = FIELDS) -> Document:
    """Return a template, filled and read back."""
    return docx.Document(io.BytesIO(fill(raw(made), "模板.docx", said)))


def said(*paragraphs: str) -> list[str]:
    """Return what paragraphs become."""
    return [paragraph.text for paragraph in filled(word(*paragraphs)).paragraphs]


def refused(content: bytes) -> LedgerError:
    """Return the error in which a template ends."""
    with pytest.raises(LedgerError) as caught:
        fill(content, "模板.docx", FIELDS)
    assert caught.value.exit_code == USAGE
    assert sentence(caught.value, translation("en")).count("\n") == 2  # it is told, and says what to do
    return caught.value


def cells(made: Document) -> list[list[list[str]]]:
    """Return the texts of all tables."""
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in made.tables]


def repacked(content: bytes, changed: Mapping[str, bytes]) -> bytes:
    """Return a package with these parts more, or in the place of those of their names."""
    new = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(new, "w") as package:
        for name in [name for name in old.namelist() if name not in changed]:
            package.writestr(name, old.read(name))
        for name, part in changed.items():
            package.writestr(name, part)
    return new.getvalue()


def part(content: bytes, name: str) -> bytes:
    """Return a part of a package."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name)


# ---- what tags become


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("《{{ title }}》{{ day }}", "《整改工作月报》2024年6月30日"),
        ("{{ facts.office }}|{{ facts.rate }}|{{ facts.rows[0].n }}|{{ addressee or '无' }}", "|12.5|2|无"),
        ("{{ facts.items|length }} {{ facts.items[-1] }} {{ facts['now']['total'] + 2 * 3 - 1 }}", "2 2 23"),
        ("{{ facts.rows[0].lead|join('、') }} {{ facts.rate|round }}", "区教委、区财政局 12"),
        ("{% for n in facts.items %}{{ loop.index }}{% if not loop.last %}、{% endif %}{% endfor %}", "1、2"),
        ("{{ 'a' if facts.rate > 12 and title is defined else 'b' }}{{ 1 if nothing is defined else 0 }}", "a0"),
        ("{% for one in facts.items if one is even %}{{ one }}{% else %}–{% endfor %}{# nothing #}", "2"),
        ("{{ ‘弯引号’ }}", "弯引号"),
    ],
)  # fmt: skip
def test_a_line(text: str, expected: str) -> None:
    """Fields, numbers, lists, conditions and loops within a line."""
    assert said(text) == [expected]


def test_paragraphs() -> None:
    """Tags with a p repeat and leave out whole paragraphs; a line within a text stays one."""
    text = ("{%p for s in sections %}", "{{ s.heading }}", "{%p for x in s.paragraphs %}", "{{ x }}")
    assert said(*text, "{%p endfor %}", "{%p endfor %}", "{%p if addressee %}", "X", "{%p endif %}") == [
        "一、总体情况", "共2项。\n其中1项未启动。",
    ]  # fmt: skip


def test_values_are_text() -> None:
    """A value with tags, markup and control characters is printed as it stands, without the last of these."""
    [text] = said("{{ facts.rows[1].title }}")
    assert text == SHOWN


def test_a_table() -> None:
    """Rows are repeated by tags with tr in rows of their own."""
    assert cells(filled(word(table=(("序号", "事项"), *TABLE)))) == [[["序号", "事项"], ["1", "甲"], ["2", "乙"]]]


def test_columns() -> None:
    """Columns are repeated by tags with tc, and get widths by their texts, as wide together as the table was."""
    rows = (*TABLE[:1], ("{%tc for value in row %}", "{{ value }}"), *TABLE[2:])
    table = (*((*row, "") for row in rows[:1]), (*rows[1], "{%tc endfor %}"), (*rows[2], ""))
    long = {**FIELDS, "annexes": [{"rows": [["1", "甲" * 90, "丙"], ["2", "乙", "丁"], ["3", "乙", "丁"]]}]}
    for number in (2, 4):
        some = [[*row, "戊"][:number] for row in long["annexes"][0]["rows"]]
        made = filled(word(table=table), {**long, "annexes": [{"rows": some}]})
        assert cells(made) == [some]
        [grid] = made.tables
        widths = [int(column.get(qn("w:w"))) for column in grid._tbl.tblGrid]  # noqa: SLF001 (the library rounds)
        assert widths[1] > 2 * widths[0]
        assert sum(widths) == pytest.approx(8640, abs=4)
        assert [cell.width.twips for cell in grid.rows[1].cells if cell.width] == pytest.approx(widths, abs=1)


def test_what_word_would_not_open() -> None:
    """A cell whose paragraphs are all left out keeps one, a table without rows goes."""
    made = word(table=(("{%p if addressee %}", "b"),))
    cell = made.tables[0].rows[0].cells[0]
    cell.add_paragraph("{%p endif %}")
    assert cells(filled(made)) == [[["", "b"]]]
    assert cells(filled(word(table=(("{%tr if addressee %}",), ("a",), ("{%tr endif %}",))))) == []


def test_a_last_section_in_which_nothing_stands() -> None:
    """Where there is no annex its page goes too; a page with something on it, or made empty on purpose, stays."""
    made = word("{{ title }}")
    made.sections[0].page_width = Mm(7)
    for text in ("{%p for annex in annexes %}", "{{ annex.title }}", "{%p endfor %}"):
        if len(made.sections) == 1:
            made.add_section()
        made.add_paragraph(text)
    assert len(filled(made).sections) == 2
    assert len(filled(made, {**FIELDS, "annexes": []}).sections) == 1


def test_header_footer_footnotes_and_properties() -> None:
    """Tags stand in header and footer too; the properties name the paper, and nobody who made the template."""
    made = word("{{ title }}")
    made.core_properties.author = made.core_properties.comments = "{{ nobody }}"
    made.sections[0].header.paragraphs[0].text = "{{ facts.rows[1].title }}"
    made.sections[0].footer.paragraphs[0].text = "{{ day }}"
    made.add_section()
    footnote = (
        f"<w:footnotes {nsdecls('w')}><w:p><w:r><w:t>{{{{ facts.rows[1].title }}}}</w:t></w:r></w:p></w:footnotes>"
    )
    content = raw(made)
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    types = part(content, "[Content_Types].xml").replace(
        b"</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'.encode()
    )
    links = part(content, "word/_rels/document.xml.rels").replace(
        b"</Relationships>",
        b'<Relationship Id="rId99" Target="footnotes.xml" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/footnotes"/></Relationships>',
    )
    content = repacked(
        content,
        {"word/footnotes.xml": footnote.encode(), "[Content_Types].xml": types, "word/_rels/document.xml.rels": links},
    )
    content = fill(content, "模板.docx", FIELDS)
    done = docx.Document(io.BytesIO(content))
    assert done.sections[0].header.paragraphs[0].text == SHOWN
    assert done.sections[0].footer.paragraphs[0].text == "2024年6月30日"
    assert (done.core_properties.title, done.core_properties.author) == ("整改工作月报", "区教委")
    assert done.core_properties.comments == ""
    notes = ET.fromstring(part(content, "word/footnotes.xml"))  # noqa: S314 (we have written it)
    assert letterhead.text_of(notes) == SHOWN


def test_tags_that_word_has_split() -> None:
    """A tag is read across the runs that Word has cut it into, with what its spelling check puts between."""
    made = word("")
    for text in ("{", "{ ti", "tle", " }", "}"):
        made.paragraphs[0].add_run(text).bold = text == "tle"
        made.paragraphs[0]._p.append(OxmlElement("w:proofErr"))  # noqa: SLF001 (the library has no name for it)
    assert [paragraph.text for paragraph in filled(made).paragraphs] == ["整改工作月报"]


# ---- mistakes


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        ("甲{{ titel }}乙", "template-unknown", {"field": "titel", "nearest": "title", "place": "{{ titel }}"}),
        ("{{ facts.now.totl }}", "template-unknown", {"field": "totl", "nearest": "total"}),
        ("{{ facts.nov.total }}", "template-unknown", {"field": "nov", "nearest": "now"}),
        ("{% for x in facts.rows %}{{ loop.indx }}{% endfor %}", "template-unknown", {"nearest": "index"}),
        ("{% for x in fact.rows %}{% endfor %}", "template-unknown", {"nearest": "facts"}),
        ("{% if titel %}{% endif %}", "template-unknown", {"nearest": "title"}),
        ("{{ titel == 'a' }}", "template-unknown", {"nearest": "title"}),
        ("{{ titel|length }}", "template-unknown", {"nearest": "title"}),
        ("{{ titel|join }}", "template-unknown", {"nearest": "title"}),
        ("{{ titel + 1 }}", "template-unknown", {"nearest": "title"}),
        ("{{ annexes[1].title }}", "template-no-fields", {"field": "1"}),
        ("{{ facts.office.name }}", "template-no-fields", {"field": "name"}),
        ("{{ facts }}", "template-list", {"place": "{{ facts }}"}),
        ("{{ sections }}", "template-list", {}),
        ("{{ facts.rows|join }}", "template-list", {}),
        ("{{ title + day }}", "template-value", {"sign": "+"}),
        ("{{ facts.rate < day }}", "template-syntax", {"place": "{{ facts.rate < day }}"}),
        ("{% if %}", "template-syntax", {"place": "{% if %}"}),
        ("甲{% endfor %}", "template-syntax", {}),
        ("{{ title", "template-open", {"tag": "{{", "place": "{{ title"}),
        ("title }}", "template-open", {"tag": "}}"}),
        ("{% if title }}", "template-open", {"tag": "{%"}),
        ("{{ " + "长" * 70, "template-open", {"place": "{{ " + "长" * 56 + "…"}),
        ("｛｛ title ｝｝", "template-wide", {"tag": "｛｛"}),
        ("{％ if title ％}", "template-wide", {"tag": "{％"}),
        ("{{p title }}", "template-raw", {"tag": "{{p"}),
        ("{{r title }}", "template-raw", {"tag": "{{r"}),
        ("甲{%p if title %}", "template-alone-p", {"tag": "{%p if title %}"}),
        ("{%p if title %}{%p endif %}", "template-alone-p", {}),
        ("{{ 'a' if title }}", "template-refused", {}),
    ],
)
def test_mistakes(text: str, code: str, told: Mapping[str, str]) -> None:
    """A mistake is told with the tag or the paragraph, and the nearest field; nothing becomes an empty place."""
    error = refused(raw(word("前", text, "后")))
    assert (error.code, error.fields["value"]) == (code, "模板.docx")
    assert {key: error.fields[key] for key in told} == told


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ((("{%tr for row in annexes %}", "甲"), ("{%tr endfor %}", "")), "template-alone-tr"),
        ((("{%tc for row in annexes %}甲", "{%tc endfor %}"),), "template-alone-tc"),
    ],
)
def test_mistakes_in_tables(table: Sequence[Sequence[str]], code: str) -> None:
    """A tag for a row or a cell stands alone in it."""
    assert refused(raw(word(table=table))).code == code


def test_a_loop_that_begins_in_one_part_and_ends_in_another() -> None:
    """What Word could not open is not written."""
    assert refused(raw(word("{% for x in facts.items %}", table=(("{% endfor %}",),)))).code == "template-misplaced"


def test_a_table_within_a_cell() -> None:
    """The rows of a table within a cell are repeated like others."""
    made = word(table=(("甲",),))
    inner = made.tables[0].rows[0].cells[0].add_table(3, 1)
    for row, text in zip(inner.rows, ("{%tr for n in facts.items %}", "{{ n }}", "{%tr endfor %}"), strict=True):
        row.cells[0].text = text
    [[cell]] = [row.cells for row in filled(made).tables[0].rows]
    assert [row.cells[0].text for row in cell.tables[0].rows] == ["1", "2"]


# ---- templates that mean harm


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{{ title.__class__ }}", "template-no-fields"),
        ("{{ facts.__class__.__mro__ }}", "template-unknown"),
        ("{{ facts['__class__'] }}", "template-unknown"),
        ("{{ ''.__class__.__mro__[1].__subclasses__() }}", "template-refused"),
        ("{{ title|attr('__class__') }}", "template-refused"),
        ("{{ '{0.__class__}'.format(title) }}", "template-refused"),
        ("{{ title.format }}", "template-no-fields"),
        ("{{ facts.keys() }}", "template-refused"),
        ("{{ facts.update }}", "template-unknown"),
        ("{{ facts.rows.append }}", "template-no-fields"),
        ("{{ self }}", "template-list"),
        ("{{ cycler }}", "template-unknown"),
        ("{{ lipsum }}", "template-unknown"),
        ("{{ namespace }}", "template-unknown"),
        ("{% for x in facts.rows %}{{ loop }}{% endfor %}", "template-list"),
        ("{% for x in facts.rows %}{{ loop.__class__ }}{% endfor %}", "template-unknown"),
        ("{% for x in facts.rows %}{{ loop.changed }}{% endfor %}", "template-unknown"),
        ("{% for x in facts.rows recursive %}{{ loop(facts.rows) }}{% endfor %}", "template-refused"),
        ("{% for x in range(10**10) %}{% endfor %}", "template-refused"),
        ("{% include '/etc/passwd' %}", "template-refused"),
        ("{% import 'os' as os %}", "template-refused"),
        ("{% extends 'a' %}", "template-refused"),
        ("{% macro m() %}{% endmacro %}", "template-refused"),
        ("{% set a = 'a' %}", "template-refused"),
        ("{% set a %}a{% endset %}", "template-refused"),
        ("{% with a = 1 %}{% endwith %}", "template-refused"),
        ("{% filter length %}a{% endfilter %}", "template-refused"),
        ("{% autoescape false %}{{ title }}{% endautoescape %}", "template-refused"),
        ("{{ title|safe }}", "template-refused"),
        ("{{ title|center(1000000000) }}", "template-refused"),
        ("{{ '%1000000000d'|format(1) }}", "template-refused"),
        ("{{ 'a' * 1000000000 }}", "template-value"),
        ("{{ 1000000000 * 'a' }}", "template-value"),
        ("{{ [1] * 1000000000 }}", "template-refused"),
        ("{{ 9 ** 9 ** 9 }}", "template-refused"),
        ("{{ title ~ title }}", "template-refused"),
        ("{{ title[0:1] }}", "template-refused"),
        ("{{ 1 // 0 }}", "template-refused"),
        ("{{ " + "9" * 5000 + " }}", "template-damaged"),
        ("{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}", "template-long"),
        ("{{ {}.a }}", "template-refused"),
        ("{{ title is filter }}", "template-refused"),
        ("{{ title is sameas title }}", "template-refused"),
        ("{% debug %}", "template-syntax"),
    ],
)  # fmt: skip
def test_the_language_is_closed(text: str, code: str) -> None:
    """No tag reaches Python, another file, or a text that grows without end."""
    assert refused(raw(word(text))).code == code


def test_a_paper_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written, or joined, is bounded."""
    monkeypatch.setattr(language, "_LONGEST", 5000)
    many = {**FIELDS, "facts": {"rows": ["a"] * 1000}}
    for text in ("{% for x in facts.rows %}12345{% endfor %}", "{{ facts.rows|join('12345')|length }}"):
        with pytest.raises(LedgerError) as caught:
            fill(raw(word(text)), "模板.docx", many)
        assert caught.value.code == "template-long"


def test_endless_loops_are_stopped() -> None:
    """Loops within loops end with the time they may take, whatever they do."""
    loops = word("{% for a in facts.rows %}" * 15 + "{% endfor %}" * 15)
    with pytest.raises(LedgerError) as caught:
        apart.render(raw(loops), "模板.docx", {**FIELDS, "facts": {"rows": [1] * 99}}, 1)
    assert (caught.value.code, caught.value.fields["limit"]) == ("template-slow", "1")


def field(*codes: str) -> Document:
    """Return a Word file with a field whose code is written in several runs; { and } begin and end one within it."""
    made = word("")
    paragraph = made.paragraphs[0]
    for code in ("{", *codes, "|", "结果", "}"):
        run = paragraph.add_run()._r  # noqa: SLF001 (the library has no name for fields)
        sign = {"{": "begin", "|": "separate", "}": "end"}.get(code)
        each = OxmlElement("w:fldChar" if sign else "w:t" if code == "结果" else "w:instrText")
        if sign:
            each.set(qn("w:fldCharType"), sign)
        else:
            each.text = code
        run.append(each)
    return made


@pytest.mark.parametrize(
    "codes",
    [
        ("DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe",), ("DD", "E", "AUTO x"), ("INCLUDEPICTURE http://a/b",),
        ("includetext c:/a",), ("{", "QUOTE 68 68 69", "}"), (" ", "{", "TITLE", "|", "}"), ("MACROBUTTON x",),
        ("{{ title }}",), ("PAGE {{ title }}",), ("IF 1 = 1 a",), ("LINK Excel.Sheet",), ("IMPORT a",),
        ("DATABASE \\d a",),
    ],
)  # fmt: skip
def test_fields_that_fetch_or_run(codes: Sequence[str]) -> None:
    """A field of Word that could fetch or run something is refused, however it is put together."""
    assert refused(raw(field(*codes))).code == "template-code"


def test_fields_that_stay() -> None:
    """Page numbers, dates and addresses stay, and fields within the result of another one, as in a list of contents."""
    for codes in (("PAGE",), (" DATE \\@ yyyy",), ("TOC", "|", "{", "PAGEREF a", "}"), ('HYPERLINK "http://a.cn"',)):
        assert filled(field(*codes)).paragraphs
    simple = word("")
    simple.paragraphs[0]._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"/>'))  # noqa: SLF001 (as above)
    assert filled(simple).paragraphs
    simple.paragraphs[0]._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="DDE a"/>'))  # noqa: SLF001 (as above)
    assert refused(raw(simple)).code == "template-code"


@pytest.mark.parametrize("text", ["DDE a", ""])
def test_fields_that_are_not_closed(text: str) -> None:
    """A code outside of every field, or in one that has no end, is looked at as well."""
    outside, open_ = word(""), field(text)
    outside.paragraphs[0]._p.append(parse_xml(f"<w:r {nsdecls('w')}><w:instrText>{text}</w:instrText></w:r>"))  # noqa: SLF001
    for run in open_.paragraphs[0].runs[2:]:
        run._r.getparent().remove(run._r)  # noqa: SLF001 (as above)
    for made in (outside, open_):
        if text:
            assert refused(raw(made)).code == "template-code"
        else:
            assert filled(made).paragraphs


RELATION = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}" '
    'TargetMode="External"/></Relationships>'
)


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("attachedTemplate", "http://a/b.dotm"), ("attachedTemplate", "file:///c:/b.dotm"), ("image", "http://a/b.png"),
        ("oleObject", "\\\\a\\b.xls"), ("frame", "http://a"), ("hyperlink", "file:///c:/a.exe"),
        ("hyperlink", "\\\\a\\b"),
    ],
)  # fmt: skip
def test_links(kind: str, target: str) -> None:
    """A template that fetches a picture, a text or another template is refused, with what it fetches."""
    links = RELATION.format(kind=kind, target=target).encode()
    error = refused(repacked(raw(word("{{ title }}")), {"word/_rels/settings.xml.rels": links}))
    assert (error.code, error.fields["link"]) == ("template-linked", target)


def test_addresses_to_click_on() -> None:
    """A link that a reader may click on is text."""
    made = word("{{ title }}")
    made.part.relate_to("https://www.cq.gov.cn", RELATION.split('"')[5].format(kind="hyperlink"), is_external=True)
    assert filled(made).paragraphs[0].text == "整改工作月报"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("word/vbaProject.bin", b"1", "template-active"),
        ("word/embeddings/oleObject1.bin", b"1", "template-active"),
        ("word/activeX/activeX1.xml", b"<a/>", "template-active"),
        ("word/afchunk.mht", b"1", "template-active"),
        ("word/a.xml", b"<a", "template-damaged"),
        ("word/a.xml", b'<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>', "template-damaged"),
        ("word/a.xml", b'<?xml version="1.0" encoding="nonsense"?><a/>', "template-damaged"),
        ("word/document.xml", b"<a/>", "template-damaged"),
        ("word/styles.xml", b"0" * 61_000_000, "template-large"),
        ("word/a.xml", f'<w:p {nsdecls("w")}><w:object/></w:p>'.encode(), "template-active"),
        ("word/a.xml", f'<w:p {nsdecls("w")}><w:altChunk/></w:p>'.encode(), "template-active"),
        ("word/settings.xml", f'<w:settings {nsdecls("w")}><w:mailMerge/></w:settings>'.encode(), "template-active"),
        ("word/a.xml", b'<v:fill xmlns:v="urn:schemas-microsoft-com:vml" src="http://a/b.png"/>', "template-linked"),
        ("[Content_Types].xml", b'<T><O ContentType="application/vnd.ms-word.macroEnabled"/></T>', "template-active"),
        ("[Content_Types].xml", b"<Types/>", "template-damaged"),
    ],
)  # fmt: skip
def test_packages(name: str, content: bytes, code: str) -> None:
    """Macros, embedded programs, bombs and what is damaged are refused before anything is filled."""
    new = io.BytesIO(repacked(raw(word("{{ title }}")), {name: content}))
    assert refused(new.getvalue()).code == code


@pytest.mark.parametrize("content", [b"", b"PK", b"\xd0\xcf\x11\xe0", "文字".encode()])
def test_no_word_file(content: bytes) -> None:
    """What is no package at all is told so."""
    assert refused(content).code == "template-damaged"


# ---- the process


def test_the_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Filling takes place in a process of its own, which imports nothing from the current folder."""
    (tmp_path / "docx.py").write_text("raise SystemExit(9)")
    monkeypatch.chdir(tmp_path)
    content = apart.render(raw(word("{{ title }}")), "模板.docx", FIELDS, 60)
    assert docx.Document(io.BytesIO(content)).paragraphs[0].text == "整改工作月报"
    with pytest.raises(LedgerError) as caught:
        apart.render(raw(word("{{ titel }}")), "模板.docx", FIELDS, 60)
    assert caught.value.fields["nearest"] == "title"


def test_the_process_answers_in_json() -> None:
    """The file, or the error, comes as JSON: nothing else could be handed back that runs."""
    asked = {"template": base64.b64encode(raw(word("{{ title }}"))).decode(), "name": "a.docx", "fields": FIELDS}
    assert base64.b64decode(json.loads(answer(json.dumps(asked)))["word"]).startswith(b"PK")
    assert json.loads(answer(json.dumps({**asked, "template": ""})))["code"] == "template-damaged"


def test_the_process_reads_and_writes(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """What is asked comes from stdin, and the answer is all that goes to stdout."""
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps({"template": "", "name": "a.docx", "fields": {}})))
    main()
    assert json.loads(capsys.readouterr().out)["fields"] == {"value": "a.docx"}


def test_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where docxtpl is not installed that is told, with how to install it."""
    monkeypatch.setitem(sys.modules, "docxtpl", None)
    with pytest.raises(LedgerError) as caught:
        apart.render(b"", "模板.docx", FIELDS, 60)
    assert caught.value.code == "no-office-library"


def test_a_process_that_dies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the process ends otherwise, its last words are told."""
    for text, reason in (("raise ValueError('a')", "ValueError: a"), ("import os; os._exit(7)", "7")):
        monkeypatch.setattr(apart, "_CHILD", text)
        with pytest.raises(LedgerError) as caught:
            apart.render(b"", "模板.docx", {}, 60)
        assert (caught.value.code, caught.value.fields["reason"]) == ("template-failed", reason)
