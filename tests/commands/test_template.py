"""Templates from end to end: the documents are true, the example is a paper, and nothing is written after a mistake."""

import json
import re
from collections.abc import Callable
from collections.abc import Sequence
from pathlib import Path

import docx
import pytest
from click.testing import Result
from docx.oxml.ns import qn
from syrupy.assertion import SnapshotAssertion

from sharing import Run

Fill = Callable[..., Result]

DOCS = Path(__file__).parent.parent.parent / "docs"
ENGLISH, CHINESE = ((DOCS / name).read_text(encoding="utf-8") for name in ("templates.md", "templates.zh.md"))
LISTS = {"sections", "paragraphs", "tables", "headings", "rows", "annexes", "facts"}  # of the words


def fields_of(text: str, begin: str) -> Sequence[str]:
    """Return the fields in the first table behind a line."""
    table = re.search(rf"^{begin}.*?(^\|.*?)(?:\n\n|\Z)", text, re.MULTILINE | re.DOTALL)
    assert table
    return re.findall(r"^\| `([\w.\[\]]+)` \|", table[1], re.MULTILINE)


def is_many(facts: object, field: str) -> bool:
    """Return whether a field like facts.rows[].lead is a list or a group."""
    for key in field.replace("[]", ".0").split(".")[1:]:
        if isinstance(facts, list):
            facts = facts[int(key)]
        elif isinstance(facts, dict):
            facts = facts[key]
    return isinstance(facts, list | dict)


@pytest.fixture
def office(run: Run, shipped: Path) -> Path:
    """Return the shipped ledger in July 2024 with a notice sent and an item handed in."""
    (shipped / "照片.pdf").write_bytes(b"1")
    for words in (
        ("set", "9", "lead=区教委"),
        ("notice", "区人社局", "2", "--level", "remind", "--on", "2024-06-30"),
        ("done", "9.1-9.4", "--on", "2024-06-10", "--evidence", str(shipped / "照片.pdf")),
        ("submit", "9", "--on", "2024-06-11", "--override", "先行申请"),
    ):
        done = run(*words)
        assert done.exit_code == 0, done.output
    return shipped


@pytest.fixture
def fill(run: Run, office: Path) -> Fill:
    """Return a function that fills a template of these paragraphs with a report, into out.docx."""

    def filled(words: str, *paragraphs: str) -> Result:
        form = docx.Document()
        for text in paragraphs:
            form.add_paragraph(text)
        form.save(str(office / "模板.docx"))
        named = ("--template", str(office / "模板.docx"), "-o", str(office / "out.docx"))
        return run("report", *words.split(), *named)

    return filled


def said(file: Path) -> list[str]:
    """Return the paragraphs of a Word file, without empty ones."""
    return [paragraph.text for paragraph in docx.Document(str(file)).paragraphs if paragraph.text]


@pytest.mark.parametrize(
    ("words", "begin"), [("monthly 2024-06", "Of `monthly`"), ("final", "Of `final`"), ("item 9", "Of `item`")]
)
def test_documented_facts(run: Run, fill: Fill, office: Path, words: str, begin: str) -> None:
    """Each documented fact can be written, or gone through where it is a list; none of the first level is left out."""
    facts = json.loads(run("report", *words.split(), "--format", "json").stdout)
    fields = fields_of(ENGLISH, begin)
    many = [is_many(facts, field) for field in fields]
    tags = [field.replace("[]", "[0]") for field in fields]
    lines = [
        f"{{{{ {tag}|length }}}}" if several else f"-{{{{ {tag} }}}}" for tag, several in zip(tags, many, strict=True)
    ]
    done = fill(words, *lines)
    assert (done.exit_code, len(said(office / "out.docx"))) == (0, len(fields)), done.stderr
    assert {re.split(r"[.\[]", field)[1] for field in fields} == facts.keys()


@pytest.mark.parametrize("text", [ENGLISH, CHINESE])
def test_documented_words(fill: Fill, office: Path, text: str) -> None:
    """Each documented word can be written, in both documents; a field that is not there is told with all there are."""
    fields = fields_of(text, "## The words" if text is ENGLISH else "示例")
    for words in ("monthly 2024-06", "item 9"):
        here = [field for field in fields if (".tables" in field) == (words == "item 9")]
        tags = [field.replace("[]", "[0]") for field in here]
        lines = [f"{{{{ {tag}|length }}}}" if tag.split(".")[-1] in LISTS else f"-{{{{ {tag} }}}}" for tag in tags]
        done = fill(words, *lines)
        assert (done.exit_code, len(said(office / "out.docx"))) == (0, len(here)), done.stderr
    unknown = fill("final", "{{ x }}")
    assert unknown.exit_code == 2
    told = re.search(r"Known there: (.*?)\.", unknown.stderr)
    assert told
    assert {field for field in fields if field.isalpha()} == {*told[1].split(", ")}


@pytest.mark.parametrize("text", re.findall(r"```jinja\n(.*?)```", ENGLISH + CHINESE, re.DOTALL))
def test_documented_examples(fill: Fill, office: Path, text: str) -> None:
    """The examples of the documents can be filled."""
    done = fill("monthly 2024-06", *text.splitlines())
    assert done.exit_code == 0, done.stderr
    assert not [line for line in said(office / "out.docx") if "{" in line]


@pytest.mark.parametrize("words", ["monthly 2024-06", "weekly 2024-07-04", "quarterly 2024-05-01", "final", "item 9"])
def test_the_example(run: Run, office: Path, words: str) -> None:
    """The example fits every report and says all that its paper says, below a red head, with the office's signature."""
    form, own, filled = (office / name for name in ("月报模板.docx", "own.docx", "filled.docx"))
    assert run("report", "template", "-o", str(form), lang="zh").exit_code == 0
    for named in (("-o", str(own)), ("--template", str(form), "-o", str(filled))):
        done = run("report", *words.split(), *named, lang="zh")
        assert done.exit_code == 0, done.stderr
    head, number, *rest = said(filled)
    assert (head, number) == ("重庆市长寿区教育委员会文件", "____〔2024〕____号")
    assert rest == said(own)
    filled_tables, own_tables = (
        [[[cell.text for cell in row.cells] for row in table.rows] for table in docx.Document(str(file)).tables]
        for file in (filled, own)
    )
    assert filled_tables == own_tables
    assert len(docx.Document(str(filled)).sections) == len(docx.Document(str(own)).sections)


def test_the_example_is_a_paper(run: Run, office: Path) -> None:
    """The head is red and fits on a line, a red line is below the number, and the annex repeats its head."""
    form = office / "月报模板.docx"
    assert run("report", "template", "-o", str(form), lang="zh").exit_code == 0
    assert run("report", "monthly", "2024-06", "--template", str(form), "-o", str(office / "m.docx")).exit_code == 0
    word = docx.Document(str(office / "m.docx"))
    head, number = word.paragraphs[:2]
    assert (str(head.runs[0].font.color.rgb), head.runs[0].font.size.pt * len(head.text) <= 442) == ("FF0000", True)  # type: ignore[union-attr] # it has a size
    [border] = number._p.iter(qn("w:bottom"))  # noqa: SLF001 (the library has no name for borders)
    assert border.get(qn("w:color")) == "FF0000"
    [table] = word.tables
    heads = [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in table.rows]  # noqa: SLF001 (as above)
    assert heads == [True] + [False] * 18


@pytest.mark.parametrize(
    ("settings", "head"),
    [("office: 区教委\n", "Document of 区教委"), ("timely_by: closed\n", "Document of name of the office")],
)
def test_the_example_of_an_office_without_a_name(run: Run, tmp_path: Path, settings: str, head: str) -> None:
    """An office that no department is, or none, has a head too; a ledger without items has no annex."""
    folder = tmp_path / "new"
    folder.mkdir()
    for name in ("items", "departments"):
        (folder / f"{name}.yaml").write_text("[]\n")
    (folder / "ledger.yaml").write_text(settings, encoding="utf-8")
    form, paper = tmp_path / "t.docx", tmp_path / "p.docx"
    assert run("report", "template", "-o", str(form), data=folder).exit_code == 0
    assert run("report", "monthly", "2024-06", "--template", str(form), "-o", str(paper), data=folder).exit_code == 0
    assert said(paper)[0] == head
    assert len(docx.Document(str(paper)).sections) == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--template", "t.docx"), "Name it: -o FILE.docx"),
        (("--template", "t.docx", "-o", "out.html"), "Name it: -o FILE.docx"),
        (("--template", "t.docx", "-o", "out.docx", "--format", "json"), "--format json does not go with"),
        (("--template", "t.docx", "--format", "json"), "Name it: -o FILE.docx"),
        (("--template", "t.docx", "-o", "t.docx"), "is the template itself"),
        (("--template", "no.docx", "-o", "out.docx"), "cannot be read: No such file"),
        (("--template", "t.docm", "-o", "out.docx"), "is no .docx file"),
        (("--template", "text.docx", "-o", "out.docx"), "or no Word file"),
        (("--template", "large.docx", "-o", "out.docx"), "too large"),
        (("--template", "t.docx", "-o", "out.docx"), "there is no field titel.\nDid you mean title?"),
        (("--template", "t.docx", "-o", "no/out.docx"), "there is no field titel"),
    ],
)  # fmt: skip
def test_what_cannot_be_filled(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: Sequence[str], told: str
) -> None:
    """A mistake ends in a sentence and exit code 2, and nothing is written."""
    monkeypatch.chdir(tmp_path)
    form = docx.Document()
    form.add_paragraph("{{ titel }}")
    for name in ("t.docx", "t.docm"):
        form.save(name)
    Path("text.docx").write_text("文字", encoding="utf-8")
    with Path("large.docx").open("wb") as file:
        file.truncate(21_000_000)
    before = sorted(tmp_path.iterdir())
    done = run("report", "monthly", "2024-06", *words)
    assert (done.exit_code, told in done.stderr, done.stdout) == (2, True, ""), done.stderr
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_help(run: Run, snapshot: SnapshotAssertion, lang: str) -> None:
    """The example explains itself in both languages."""
    assert run("report", "template", "--help", lang=lang).stdout == snapshot


@pytest.mark.parametrize(
    ("words", "told"), [((), "Name it: -o FILE, ending in one of .docx"), (("-o", "t.xlsx"), "Known endings: .docx.")]
)
def test_the_example_is_a_word_file(run: Run, words: Sequence[str], told: str) -> None:
    """The example is written into a .docx file and nothing else."""
    done = run("report", "template", *words)
    assert (done.exit_code, told in done.stderr) == (2, True)


def test_the_time_it_may_take(run: Run, shipped: Path) -> None:
    """A template that does not end is stopped after the seconds of ledger.yaml."""
    with (shipped / "ledger.yaml").open("a", encoding="utf-8") as settings:
        settings.write("limits: {template_seconds: 1}\n")
    form = docx.Document()
    form.add_paragraph("{% for a in facts.rows %}" * 15 + "{% endfor %}" * 15)
    form.save(str(shipped / "t.docx"))
    done = run("report", "final", "--template", str(shipped / "t.docx"), "-o", str(shipped / "out.docx"))
    assert (done.exit_code, "not filled within 1 seconds" in done.stderr) == (2, True)
    assert not (shipped / "out.docx").exists()
