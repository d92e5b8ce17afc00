"""Evidence: named so that every system can store it, stored once, never outside, and found out where it was altered."""

import hashlib
import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from ledger import checks
from ledger import evidence
from ledger.checks import Case
from ledger.errors import REFUSED
from ledger.errors import USAGE
from ledger.errors import LedgerError
from ledger.evidence import Filing
from ledger.evidence import find
from ledger.evidence import on_file
from ledger.evidence import place
from ledger.evidence import safe_name
from ledger.evidence import store
from ledger.scalars import Path as LedgerPath
from ledger.store import Opened
from sharing import Make

IN_THE_LEDGER: TypeAdapter[str] = TypeAdapter(LedgerPath)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("验收单.pdf", "验收单.pdf"),
        ("a b (1).pdf", "a b (1).pdf"),
        ('a/b\\c:d*e?f"g<h>i|j.pdf', "a_b_c_d_e_f_g_h_i_j.pdf"),
        ("两\n行\t.pdf", "两_行_.pdf"),
        (" 前后 . ", "前后"),
        ("..", "_"),
        ("", "_"),
        ("CON.pdf", "_CON.pdf"),
        ("lpt1", "_lpt1"),
        ("e\u0301.pdf", "é.pdf"),
        ("隐\u200b形\u202e.pdf", "隐_形_.pdf"),
        ("长" * 100 + ".pdf", "长" * 58 + ".pdf"),
        ("x." + "长" * 100, "x." + "长" * 59),
        (".gitignore", "gitignore"),
    ],
)
def test_safe_names(name: str, safe: str) -> None:
    """A name keeps all that every system can store, and its ending."""
    assert safe_name(name) == safe


@given(st.text())
def test_any_name_becomes_one_that_a_ledger_may_hold(name: str) -> None:
    """Whatever a file is called, its place is a path of the ledger, short enough for every file system."""
    safe = safe_name(name)
    assert IN_THE_LEDGER.validate_python(f"evidence/1/{safe}").endswith(safe)
    assert len(safe.encode(errors="surrogatepass")) <= 180
    assert safe_name(safe) == safe


@pytest.fixture
def opened(make: Make) -> Opened:
    """Return a ledger with one item and no evidence."""
    return make("- {id: 1, area: 学前, kind: problem, problem: 甲, title: 一}")


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """Return a file that proves something."""
    path = tmp_path / "验收单.pdf"
    path.write_bytes(b"paper")
    return path


def filed(opened: Opened, *paths: Path, item: str = "1", known: dict[str, str] | None = None) -> tuple[Filing, ...]:
    """File these papers for an item."""
    filings = place(opened.folder, item, find(paths), known or {})
    store(opened.folder, filings)
    return filings


def test_a_file_is_copied_with_its_digest_and_its_name(opened: Opened, paper: Path) -> None:
    """The copy lies in the item's folder; its SHA-256 and the file's own name are on record."""
    [filing] = filed(opened, paper)
    assert (opened.folder / "evidence/1/验收单.pdf").read_bytes() == b"paper"
    assert filing.evidence.file == "evidence/1/验收单.pdf"
    assert filing.evidence.sha256 == hashlib.sha256(b"paper").hexdigest()
    assert filing.evidence.name == "验收单.pdf"
    assert paper.read_bytes() == b"paper"


def test_the_same_content_is_stored_once(opened: Opened, paper: Path, tmp_path: Path) -> None:
    """The same paper under another name, or for another item, is the one that lies there already."""
    other = tmp_path / "copy.pdf"
    other.write_bytes(b"paper")
    first, second = filed(opened, paper, other)
    [third] = filed(opened, other, item="2", known={first.found.sha256: str(first.evidence.file)})
    assert {first.evidence.file, second.evidence.file, third.evidence.file} == {"evidence/1/验收单.pdf"}
    assert [first.new, second.new, third.new] == [True, False, False]
    assert third.evidence.name == "copy.pdf"
    assert [path.name for path in (opened.folder / "evidence").rglob("*.pdf")] == ["验收单.pdf"]


def test_a_name_that_is_no_text_is_stored_all_the_same(opened: Opened, tmp_path: Path) -> None:
    """A file whose name is not UTF-8 gets a name that is."""
    odd = tmp_path / os.fsdecode(b"\xd1\xe9.pdf")
    odd.write_bytes(b"paper")
    [filing] = filed(opened, odd)
    assert (filing.evidence.file, filing.evidence.name) == ("evidence/1/__.pdf", "??.pdf")


def test_another_content_gets_another_name(opened: Opened, tmp_path: Path) -> None:
    """Two papers of one name, also where only the case differs, lie side by side."""
    names = []
    for folder, name in (("a", "scan.PDF"), ("b", "scan.pdf"), ("c", "Scan.pdf")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text(folder)
        names += [filing.evidence.file for filing in filed(opened, tmp_path / folder / name)]
    assert names == ["evidence/1/scan.PDF", "evidence/1/scan-2.pdf", "evidence/1/Scan-3.pdf"]


def test_what_was_altered_or_lost_is_not_taken_for_the_same(make: Make, paper: Path) -> None:
    """A stored file that is still what was filed spares the copy, a lost one is put back, an altered one is let lie."""
    digest = hashlib.sha256(b"paper").hexdigest()
    proof = f"[{{file: evidence/1/old.pdf, sha256: {digest}}}]"
    log = f"[{{on: 2024-05-01, event: inspect, by: 区教委, evidence: {proof}}}]"
    opened = make(f"- {{id: 1, area: 学前, kind: problem, problem: 甲, title: 一, log: {log}}}")
    lost = on_file(opened.folder, opened.ledger.items, find([paper]))
    [again] = filed(opened, paper, known=lost)
    assert (again.evidence.file, again.new) == ("evidence/1/old.pdf", True)
    stored = opened.folder / "evidence/1/old.pdf"
    stored.write_bytes(b"forged")
    assert on_file(opened.folder, opened.ledger.items, find([paper])) == {}
    stored.write_bytes(b"paper")
    assert on_file(opened.folder, opened.ledger.items, find([paper])) == {digest: "evidence/1/old.pdf"}


@pytest.mark.parametrize("name", ["nothing.pdf", "."])
def test_what_is_no_file_is_refused(tmp_path: Path, name: str) -> None:
    """A file that is not there, or is a folder, is named before anything is written."""
    with pytest.raises(LedgerError) as caught:
        find([tmp_path / name])
    assert (caught.value.code, caught.value.exit_code) == ("no-evidence-file", USAGE)


def test_a_pipe_is_refused(tmp_path: Path) -> None:
    """A pipe would never end."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(LedgerError, match="no-evidence-file"):
        find([tmp_path / "pipe"])


@pytest.mark.parametrize("link", ["evidence", "evidence/1"])
def test_nothing_is_stored_outside_the_ledger(opened: Opened, paper: Path, tmp_path: Path, link: str) -> None:
    """A folder that leads out of the ledger takes no evidence."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (opened.folder / link).parent.mkdir(parents=True, exist_ok=True)
    (opened.folder / link).symlink_to(outside)
    with pytest.raises(LedgerError) as caught:
        filed(opened, paper)
    assert (caught.value.code, caught.value.exit_code) == ("evidence-elsewhere", REFUSED)
    assert list(outside.iterdir()) == []


def test_a_failed_copy_leaves_nothing(
    opened: Opened, paper: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the second of two papers cannot be copied, the first is gone as well."""
    second = tmp_path / "second.pdf"
    second.write_bytes(b"second")
    filings = place(opened.folder, "1", find([paper, second]), {})
    second.unlink()
    with pytest.raises(OSError, match="No such file"):
        store(opened.folder, filings)
    assert not (opened.folder / "evidence").exists()
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(OSError, match="No space left"):
        store(opened.folder, filings[:1])
    assert not (opened.folder / "evidence").exists()


def test_a_paper_that_changes_while_it_is_filed_is_refused(opened: Opened, paper: Path) -> None:
    """The digest on record is that of the stored copy, or nothing is stored."""
    filings = place(opened.folder, "1", find([paper]), {})
    paper.write_bytes(b"another")
    with pytest.raises(LedgerError, match="no-evidence-file"):
        store(opened.folder, filings)
    assert not (opened.folder / "evidence").exists()


def test_large_files_are_told(paper: Path) -> None:
    """Above the limit of the settings a file is named; it is copied all the same."""
    [found] = find([paper])
    assert evidence.too_large([found], 1) == ()
    assert evidence.too_large([evidence.Found(found.path, found.sha256, 1_000_001)], 1) == ("验收单.pdf",)


def test_the_check_finds_altered_evidence(make: Make, opened: Opened, paper: Path) -> None:
    """A stored file with another content is an error at its digest; lost ones are told by another rule."""
    [filing] = filed(opened, paper)
    proof = f"{{file: {filing.evidence.file}, sha256: {filing.evidence.sha256}}}"
    log = f"[{{on: 2024-05-01, event: inspect, by: 区教委, evidence: [{proof}, {{paper: 3号柜}}]}}]"
    named = make(f"- {{id: 1, area: 学前, kind: problem, problem: 甲, title: 一, log: {log}}}")
    case = Case(named.ledger, named.folder, date(2024, 7, 15))
    assert checks.run(case, checks.THOROUGH) == []
    stored = named.folder / str(filing.evidence.file)
    stored.write_bytes(b"forged")
    [fault] = checks.run(case, checks.THOROUGH)
    assert (fault.code, fault.where) == ("evidence-changed", (0, "log", 0, "evidence", 0, "sha256"))
    stored.unlink()
    assert checks.run(case, checks.THOROUGH) == []


def test_the_check_finds_what_nothing_names(opened: Opened, paper: Path) -> None:
    """A file among the evidence that no entry and no measure names is told, wherever it lies there."""
    filed(opened, paper)
    (opened.folder / "evidence/说明.txt").write_text("?", encoding="utf-8")
    found = checks.run(Case(opened.ledger, opened.folder, date(2024, 7, 15)), checks.THOROUGH)
    assert [(fault.code, fault.fields["value"]) for fault in found] == [
        ("evidence-unnamed", "evidence/1/验收单.pdf"),
        ("evidence-unnamed", "evidence/说明.txt"),
    ]
    assert found[0].severity == "warning"


def test_what_lies_there_already_is_not_copied_again(opened: Opened, paper: Path) -> None:
    """A copy that was left behind, or put there by hand, is the one that is named."""
    [first] = filed(opened, paper)
    [again] = filed(opened, paper)
    assert (again.evidence.file, again.new) == (first.evidence.file, False)
    assert [path.name for path in (opened.folder / "evidence/1").iterdir()] == ["验收单.pdf"]


def test_a_link_is_not_opened(tmp_path: Path) -> None:
    """What became a link after it was looked at is not read; a file is, and the name of none is told as lost."""
    (tmp_path / "a.pdf").write_bytes(b"a")
    (tmp_path / "b.pdf").symlink_to("a.pdf")
    with evidence.opened(tmp_path, "a.pdf") as file:
        assert file.read() == b"a"
    with pytest.raises(OSError, match=r"b\.pdf"):
        evidence.opened(tmp_path, "b.pdf")
    names = ("a.pdf", "b.pdf", "c.pdf", "x" * 300)
    assert [evidence.missing(tmp_path, name) for name in names] == [None, "link", "lost", "lost"]
