"""`ledger report`: papers in a terminal, as Word file, page and facts, which all say the same."""

import errno
import json
import os
import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import docx
import openpyxl
import pytest
from rich.cells import cell_len
from rich.text import Text
from syrupy.assertion import SnapshotAssertion

from ledger.store import load
from sharing import TODAY
from sharing import Run


@pytest.fixture
def month(run: Run, shipped: Path) -> Path:
    """Return the shipped ledger with a notice sent, work returned and an item closed in June 2024."""
    assert run("set", "9", "lead=区教委").exit_code == 0
    (shipped / "照片.pdf").write_bytes(b"1")
    for words in (
        ("notice", "区人社局", "2", "--level", "remind", "--on", "2024-06-30"),
        ("progress", "9", "--note", "已排查", "--on", "2024-06-03"),
        ("done", "9.1", "9.2", "--on", "2024-06-10", "--evidence", str(shipped / "照片.pdf")),
        ("submit", "9", "--on", "2024-06-11", "--override", "先行申请"),
        ("return", "9", "--reason", "缺签字", "--on", "2024-06-12", "--by", "区政府教育督导委"),
    ):
        done = run(*words)
        assert done.exit_code == 0, done.output
    return shipped


@pytest.fixture
def closed(run: Run, month: Path) -> Path:
    """Return that ledger with item 9 closed out, with a filing number, and item 7 extended."""
    assert run("done", "9.3", "9.4", "--on", "2024-06-18").exit_code == 0
    for words in (
        ("submit", "9", "--on", "2024-06-20", "--override", "分台账另计"),
        ("verify", "9", "--outcome", "属实", "--by", "区政府教育督导委", "--on", "2024-06-21"),
        ("close", "9", "--on", "2024-06-22", "--filing-number", "备〔2024〕9号", "--override", "分台账另计"),
        ("extend", "7", "--to", "2025-06-30", "--reason", "用地未批", "--on", "2024-06-24"),
    ):
        done = run(*words)
        assert done.exit_code == 0, done.output
    return month


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("words", ["monthly 2024-04", "monthly 2024-06", "weekly 2024-07-04", "quarterly 2024-05-01"])
def test_told(run: Run, month: Path, snapshot: SnapshotAssertion, words: str, lang: str) -> None:
    """A report reads as an office writes it, in both languages, whatever happened or not."""
    assert month.is_dir()
    shown = run("report", *words.split(), lang=lang)
    assert shown.exit_code == 0, shown.output
    assert shown.stdout == snapshot


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("words", ["item 9", "final"])
def test_papers_of_items(run: Run, closed: Path, snapshot: SnapshotAssertion, words: str, lang: str) -> None:
    """The sheet of an item with its boxes, and the final report with results, reasons and new dates."""
    assert closed.is_dir()
    shown = run("report", *words.split(), lang=lang)
    assert shown.exit_code == 0, shown.output
    assert shown.stdout == snapshot


@pytest.mark.parametrize("width", [80, 120])
def test_in_a_terminal(run: Run, snapshot: SnapshotAssertion, width: int) -> None:
    """The annex can be read at any width: as a table, or where that has no room as a list; no line is too wide."""
    shown = run("report", "final", lang="zh", terminal=True, width=width, environ={"NO_COLOR": "1"})
    lines = Text.from_ansi(shown.stdout).plain.splitlines()
    assert max(map(cell_len, lines)) <= width
    annex = lines.index("整改事项逐项情况表")
    assert "\n".join(line.rstrip() for line in lines[annex:]) == snapshot


@pytest.mark.parametrize("words", ["item 9", "final", "monthly 2024-06"])
def test_papers_as_word_files(run: Run, closed: Path, tmp_path: Path, words: str) -> None:
    """Each paper is a Word file with all that it says in a terminal."""
    assert closed.is_dir()
    shown = run("report", *words.split(), width=500).stdout
    assert run("report", *words.split(), "-o", str(tmp_path / "a.docx")).exit_code == 0
    word = docx.Document(str(tmp_path / "a.docx"))
    said = [paragraph.text for paragraph in word.paragraphs]
    said += [
        line for table in word.tables for row in table.rows for cell in row.cells for line in cell.text.split("\n")
    ]
    missing = [text for text in said if text.strip() and re.sub(r"\s", "", text) not in re.sub(r"\s", "", shown)]
    assert missing in ([], ["Annex: State of the items", "Annex"], ["Annex: Rectification item by item", "Annex"])


def test_the_words_of_an_item(run: Run, closed: Path) -> None:
    """JSON has the chain of the item's closing; an item that is not there is told with the nearest ones."""
    assert closed.is_dir()
    facts = json.loads(run("report", "item", "9", "--format", "json").stdout)
    assert [(each["step"], each["entry"]["on"]) for each in facts["chain"]] == [
        ("submit", "2024-06-20"), ("verify", "2024-06-21"), ("close", "2024-06-22"),
    ]  # fmt: skip
    unknown = run("report", "item", "99")
    assert (unknown.exit_code, "99" in unknown.stderr) == (2, True)


class _Texts(HTMLParser):
    """Gathers the texts of the paragraphs, headings and cells of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if self.inside and tag in {"h1", "h2", "h3", "p", "th", "td"}:
            self.found.append("")
        self.inside = self.inside or tag == "body"

    def handle_data(self, data: str) -> None:
        if self.inside and self.found and data.strip():
            self.found[-1] += data.strip()


def test_word_page_and_facts_agree(run: Run, month: Path, tmp_path: Path) -> None:
    """The Word file and the page say the same words, and their figures are those of the facts."""
    for name in ("m.docx", "m.html", "m.json"):
        assert run("report", "monthly", "2024-06", "-o", str(tmp_path / name), lang="zh").exit_code == 0
    word = docx.Document(str(tmp_path / "m.docx"))
    said = [text for paragraph in word.paragraphs if (text := paragraph.text.strip())]
    [table] = word.tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    page = _Texts()
    page.feed((tmp_path / "m.html").read_text(encoding="utf-8"))
    shown = [text for text in page.found if text]
    cells = [text for row in rows for text in row if text]
    assert shown[-len(cells) :] == cells
    assert set(shown[: -len(cells) - 1]) <= {*said, "附件：整改事项进展情况表"}
    facts = json.loads((tmp_path / "m.json").read_text(encoding="utf-8"))
    whole = next(text for text in said if text.startswith("截至"))
    assert [int(n) for n in re.findall(r"(?<![第\d])(\d+)项", whole)] == [
        facts["now"]["total"], facts["now"]["in_progress"], facts["now"]["open"], len(facts["lagging"]),
    ]  # fmt: skip
    assert f"完成率{facts['completion_rate']:g}%" in whole
    assert [row[0] for row in rows[1:]] == [row["id"] for row in facts["rows"]]
    late = {row["id"]: -row["days_left"] for row in facts["rows"] if (row["days_left"] or 0) < 0}
    assert {row[0]: int(re.sub(r"\D", "", row[-1])) for row in rows[1:] if "超期" in row[-1]} == late
    assert month.is_dir()


def figures(text: str) -> set[float]:
    """Return every number in a text, without those of its numbered paragraphs."""
    return {float(found) for found in re.findall(r"\d+(?:\.\d+)?", re.sub(r"(?m)^\d+\.(?=\D)", "", text))}


def known(facts: object) -> set[float]:
    """Return every number in the facts: values, those inside texts, and how many there are of anything."""
    if isinstance(facts, dict):
        return set().union(*(known(value) for value in facts.values()))
    if isinstance(facts, list):
        return {float(len(facts))}.union(*map(known, facts))
    return figures(str(facts))


@pytest.mark.parametrize("words", ["report monthly 2024-06", "report final", "report item 9", "export"])
def test_no_number_comes_from_elsewhere(run: Run, closed: Path, tmp_path: Path, words: str) -> None:
    """Every number in the Word file, the page or the workbook is one of the JSON of the same report."""
    assert closed.is_dir()
    endings = (".xlsx",) if words == "export" else (".docx", ".html")
    for ending in (*endings, ".json"):
        assert run(*words.split(), "-o", str(tmp_path / f"a{ending}"), lang="zh").exit_code == 0
    facts = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    allowed = known(facts)
    if rate := facts.get("completion_before"):
        allowed.add(round(facts["completion_rate"] - rate, 1))
    for each in (facts["now"], *facts["areas"]) if "now" in facts else ():
        allowed |= {each["total"] - each["withdrawn"], each["submitted"] + each["verified"]}
    for each in facts.get("months", ()):
        allowed.add(each["total"] - each["closed"])
    for ending in endings:
        texts = read(tmp_path / f"a{ending}")
        assert texts
        unknown = {text: figures(text) - allowed for text in texts if figures(text) - allowed}
        assert unknown == {}


def read(file: Path) -> list[str]:
    """Return the texts of a Word file, a page or a workbook."""
    if file.suffix == ".html":
        page = _Texts()
        page.feed(file.read_text(encoding="utf-8"))
        return page.found
    if file.suffix == ".xlsx":
        cells = (cell for sheet in openpyxl.load_workbook(file) for row in sheet.iter_rows() for cell in row)
        return [str(cell.value) for cell in cells if cell.value is not None]
    word = docx.Document(str(file))
    grid = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return [paragraph.text for paragraph in word.paragraphs] + grid


def test_the_ledgers_language(run: Run, shipped: Path) -> None:
    """A paper speaks the ledger's language whoever asks for it; --lang overrides that."""
    with (shipped / "ledger.yaml").open("a", encoding="utf-8") as settings:
        settings.write("language: zh\n")
    assert run("report", "monthly", "2024-04", lang=None, environ={"LEDGER_LANG": "en"}).stdout.startswith(
        "整改工作月报"
    )
    assert run("report", "monthly", "2024-04", lang="en").stdout.startswith("Monthly report")


def test_what_was_taken_in(run: Run, shipped: Path) -> None:
    """An item that did not come with the plan is new in the month in which it was taken in, and in no other."""
    assert run("add", "area=学前教育", "kind=problem", "title=食堂排查", "problem=无记录").exit_code == 0
    assert load(shipped).ledger.items[-1].since == TODAY
    assert run("progress", "19", "--note", "已排查", "--by", "区教委").exit_code == 0
    assert "新增1项（第19项）；新启动1项（第19项）" in run("report", "monthly", "2024-07", lang="zh").stdout
    assert "1 taken in (item 19)" in run("report", "quarterly", str(TODAY)).stdout
    assert "19" not in run("report", "monthly", "2024-06", lang="zh").stdout


def test_what_has_not_begun(run: Run, tmp_path: Path) -> None:
    """A month that has not begun, and a file of another kind, end in a sentence."""
    ahead = run("report", "monthly", "2024-08")
    assert (ahead.exit_code, "2024-08 has not begun" in ahead.stderr) == (2, True)
    other = run("report", "monthly", "-o", str(tmp_path / "m.pdf"))
    assert (other.exit_code, ".docx" in other.stderr) == (2, True)
    assert not (tmp_path / "m.pdf").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("monthly", "9999-12"), "no such week, month or quarter"),
        (("weekly", "9999-12-31"), "no such week, month or quarter"),
        (("monthly", "2024-03"), "2024-03 lies before the plan, which is of 2024-04-15"),
        (("monthly", "--dry-run"), "--dry-run goes with --issue alone"),
        (("monthly", "--format", "json", "-o", "m.docx"), "--format json does not go with a file ending in .docx"),
        (("html", "--format", "csv", "-o", "m.html"), "--format csv does not go with a file ending in .html"),
    ],
)
def test_what_cannot_be_reported(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], told: str
) -> None:
    """A term that is none, and options that contradict each other, end in a sentence, and nothing is written."""
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    refused = run("report", *words)
    assert (refused.exit_code, told in refused.stderr) == (2, True), refused.stderr
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("name", ["items.yaml", "evidence/a.docx", "reports/a.docx"])
@pytest.mark.parametrize("words", ["report monthly 2024-06", "export", "list", "report monthly 2024-06 --issue"])
def test_nothing_is_written_over_the_ledger(run: Run, versioned: Path, name: str, words: str) -> None:
    """A slip of the hand behind -o costs no file of the ledger."""
    file = versioned / name
    file.parent.mkdir(exist_ok=True)
    before = file.read_bytes() if file.exists() else None
    refused = run(*words.split(), "-o", str(file))
    assert refused.exit_code == 2, refused.stderr
    assert (file.read_bytes() if file.exists() else None) == before
    assert not list((versioned / "reports").glob("*")) if name != "reports/a.docx" else True


def test_a_file_is_written_whole(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk is full the old file stays, and nothing lies beside it; a link stays a link."""
    real, link = tmp_path / "a.docx", tmp_path / "b.docx"
    real.write_text("old")
    link.symlink_to(real)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        refused = run("report", "monthly", "2024-06", "-o", str(link), lang="zh")
    assert (refused.exit_code, real.read_text(), sorted(path.name for path in tmp_path.glob("*.docx*"))) == (
        2, "old", ["a.docx", "b.docx"],
    )  # fmt: skip
    assert not list(tmp_path.glob(".*"))
    assert run("report", "monthly", "2024-06", "-o", str(link)).exit_code == 0
    assert (link.is_symlink(), real.read_bytes()[:2]) == (True, b"PK")


def test_signs_that_no_paper_holds(run: Run, shipped: Path, tmp_path: Path) -> None:
    """A title with signs of control, or such as turn the direction of reading, is printed without them."""
    text = (shipped / "items.yaml").read_text(encoding="utf-8")
    odd = text.replace("title: 城区义务教育资源总量不足", 'title: "城区\\u202e义务\\x0b教育\\x07资源"')
    assert odd != text
    (shipped / "items.yaml").write_text(odd, encoding="utf-8")
    for name in ("a.docx", "a.html", "a.xlsx"):
        words = ("export",) if name == "a.xlsx" else ("report", "final")
        done = run(*words, "-o", str(tmp_path / name))
        assert done.exit_code == 0, done.output
    said = "\n".join(cell.text for table in docx.Document(str(tmp_path / "a.docx")).tables for cell in table._cells)  # noqa: SLF001 (quick)
    assert "城区义务\n教育资源" in said
    assert "\u202e" not in said + (tmp_path / "a.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("word", ["", "monthly", "weekly", "quarterly", "final", "item", "html"])
def test_help(run: Run, snapshot: SnapshotAssertion, word: str, lang: str) -> None:
    """Each command explains itself in both languages."""
    assert run("report", *word.split(), "--help", lang=lang).stdout == snapshot


def test_the_board(run: Run, closed: Path, tmp_path: Path) -> None:
    """The board and its JSON are of the same facts, those of the export; it speaks the ledger's language."""
    with (closed / "ledger.yaml").open("a", encoding="utf-8") as settings:
        settings.write("language: zh\n")
    assert run("report", "html", "-o", str(tmp_path / "a.html"), lang=None).exit_code == 0
    assert run("report", "html", "-o", str(tmp_path / "b.html"), lang="en").exit_code == 0
    for words in ("report html", "export"):
        assert run(*words.split(), "-o", str(tmp_path / f"{words}.json")).exit_code == 0
    page, english = ((tmp_path / name).read_text(encoding="utf-8") for name in ("a.html", "b.html"))
    assert ('<html lang="zh">' in page, "完成率" in page) == (True, True)
    assert ('<html lang="en">' in english, "Completion rate" in english) == (True, True)
    facts = (tmp_path / "report html.json").read_text(encoding="utf-8")
    assert facts == (tmp_path / "export.json").read_text(encoding="utf-8")
    assert ">5.6%<" in page
    assert json.loads(facts)["completion_rate"] == 5.6


@pytest.mark.parametrize("name", ["a.html", "a.json"])
def test_the_board_for_publication(run: Run, closed: Path, tmp_path: Path, name: str) -> None:
    """With --public no person, no note, no reason and no evidence is anywhere in the file, and titles are."""
    assert run("set", "9", "person=张三", "leader=李四").exit_code == 0
    inside = ("张三", "李四", "缺签字", "先行申请", "分台账另计", "备〔2024〕9号", "属实", "用地未批", "照片.pdf")
    assert run("report", "html", "-o", str(tmp_path / name)).exit_code == 0
    whole = (tmp_path / name).read_text(encoding="utf-8")
    assert [text for text in inside if text not in whole] == []
    assert run("report", "html", "--public", "-o", str(tmp_path / name)).exit_code == 0
    public = (tmp_path / name).read_text(encoding="utf-8")
    assert [text for text in inside if text in public] == []
    assert "城区义务教育资源总量不足" in public
    assert closed.is_dir()


@pytest.mark.parametrize("name", ["a.html", "a.json"])
def test_supervision_is_not_published(run: Run, shipped: Path, tmp_path: Path, name: str) -> None:
    """No step that was taken towards a department is anywhere in the public file; in the other one each of them is."""
    levels = {
        "remind": "提醒", "supervise": "督办", "interview": "约谈", "circular": "通报", "accountability": "问责建议",
    }  # fmt: skip
    for level in levels:
        done = run("notice", "区人社局", "2", "--level", level, "--on", "2024-07-01")
        assert done.exit_code == 0, done.output
    assert run("correct", "2", "1", "--reason", "误发", "--on", "2024-07-02").exit_code == 0
    words = ["notice", *levels] if name.endswith("json") else [f"对区人社局{each}" for each in levels.values()]
    for public in (False, True):
        asked = ("--public",) if public else ()
        assert run("report", "html", *asked, "-o", str(tmp_path / name), lang="zh").exit_code == 0
        text = (tmp_path / name).read_text(encoding="utf-8")
        words_there = [word for word in words if (f'"{word}"' if name.endswith("json") else word) in text]
        assert words_there == ([] if public else words)
        assert any(word in text for word in ("更正", '"correct"')) != public
    assert shipped.is_dir()


def test_where_the_board_goes(run: Run, tmp_path: Path) -> None:
    """Without a file, or with one of another kind, a sentence says which there are."""
    none = run("report", "html")
    assert (none.exit_code, "-o FILE" in none.stderr) == (2, True)
    other = run("report", "html", "-o", str(tmp_path / "a.docx"))
    assert (other.exit_code, ".html" in other.stderr) == (2, True)


@pytest.mark.parametrize("library", ["jinja2", "pygal"])
def test_without_a_library(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: str) -> None:
    """Where a library of the board is missing, the sentence says how to install it."""
    for name in [name for name in sys.modules if name.startswith("ledger.render.web")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, library, None)
    refused = run("report", "html", "-o", str(tmp_path / "a.html"))
    assert (refused.exit_code, "rectification-ledger[office]" in refused.stderr) == (2, True)
