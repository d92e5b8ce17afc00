"""`ledger report … --issue`: a report kept for good, which says what it was made from and never changes."""

import hashlib
import json
from pathlib import Path

import docx
import pytest

from sharing import Git
from sharing import Run


def test_an_issued_report_is_a_version_of_its_own(run: Run, versioned: Path, git: Git) -> None:
    """Paper and facts lie under reports/ in one commit, with the version and the digest they were made from."""
    source = git("rev-parse", "HEAD")
    digest = hashlib.sha256((versioned / "items.yaml").read_bytes()).hexdigest()
    done = run("report", "monthly", "2024-06", "--issue")
    assert (done.exit_code, done.stdout) == (0, "")
    files = [f"reports/monthly-2024-06{ending}" for ending in (".docx", ".json")]
    assert [line.endswith(f"{file}.") for line, file in zip(done.stderr.splitlines(), files, strict=True)] == [True] * 2
    assert git("show", "--format=%B", "--name-only", "--relative", "HEAD").split("\n\n") == [
        "issue monthly-2024-06: Monthly report on rectification (2024-06)",
        "\n".join([*(f"Ledger-Report: {file}" for file in files), f"Ledger-Source: {source}"]),
        "\n" + "\n".join(f"data/{file}" for file in files),
    ]
    paper = [paragraph.text for paragraph in docx.Document(str(versioned / files[0])).paragraphs]
    assert f"Made from version {source[:10]} of the ledger; SHA-256 of its items.yaml: {digest}" in paper
    facts = json.loads((versioned / files[1]).read_text(encoding="utf-8"))
    assert facts == json.loads(run("report", "monthly", "2024-06", "--format", "json").stdout)
    assert run("check", "--history").exit_code == 0


def test_it_is_never_written_again(run: Run, versioned: Path) -> None:
    """A second issue of the same report is refused, in whatever form, and the first one stays."""
    assert run("report", "monthly", "2024-06", "--issue").exit_code == 0
    before = {path: path.read_bytes() for path in (versioned / "reports").iterdir()}
    for more in ((), ("-o", str(versioned.parent / "a.html"))):
        again = run("report", "monthly", "2024-06", "--issue", *more)
        assert again.exit_code == 4
        assert "This report was issued already: " in again.stderr
    assert {path: path.read_bytes() for path in (versioned / "reports").iterdir()} == before
    assert not (versioned.parent / "a.html").exists()


def test_a_term_that_runs_has_a_name_of_its_own(run: Run, versioned: Path) -> None:
    """What is issued before a term's end stands in nobody's way at its end."""
    for words in (("monthly",), ("weekly", "2024-07-15"), ("quarterly",), ("final",), ("item", "9")):
        assert run("report", *words, "--issue").exit_code == 0
    assert sorted(path.stem for path in (versioned / "reports").glob("*.json")) == [
        "final_2024-07-15",
        "item-9_2024-07-15",
        "monthly-2024-07_2024-07-15",
        "quarterly-2024-Q3_2024-07-15",
        "weekly-2024-W29_2024-07-15",
    ]


def test_a_copy_goes_to_the_file_that_was_asked_for(run: Run, versioned: Path, tmp_path: Path) -> None:
    """The copy and what is kept are the same, of the kind that the copy's ending asks for."""
    copy = tmp_path / "月报.html"
    assert run("report", "monthly", "2024-06", "--issue", "-o", str(copy)).exit_code == 0
    assert copy.read_bytes() == (versioned / "reports" / "monthly-2024-06.html").read_bytes()
    assert "Made from version" in copy.read_text(encoding="utf-8")


def test_a_copy_of_another_kind_is_refused(run: Run, versioned: Path, tmp_path: Path) -> None:
    """A copy is a paper; before anything is kept it is said which kinds there are, and where nothing can be written."""
    for file, said in (("a.json", "Known endings: .docx, .html"), ("b/a.docx", "there is no such folder")):
        refused = run("report", "monthly", "2024-06", "--issue", "-o", str(tmp_path / file))
        assert refused.exit_code == 2
        assert said in refused.stderr
    assert not (versioned / "reports").exists()


def test_a_dry_run_only_says_it(run: Run, versioned: Path, git: Git) -> None:
    """With --dry-run the files are named, and nothing is there."""
    before = git("rev-parse", "HEAD")
    tried = run("report", "monthly", "2024-06", "--issue", "--dry-run")
    assert tried.exit_code == 0
    assert tried.stderr.count("Would be issued: ") == 2
    assert not (versioned / "reports").exists()
    assert git("rev-parse", "HEAD") == before


@pytest.mark.parametrize("more", [(), ("--no-commit",)])
def test_without_versions_nothing_is_issued(run: Run, shipped: Path, more: tuple[str, ...]) -> None:
    """An issued report names its version; where none is kept it is refused, with the way out."""
    refused = run("report", "monthly", "2024-06", "--issue", *more)
    assert refused.exit_code in {3, 4}
    assert "git init" in refused.stderr
    assert not (shipped / "reports").exists()


def test_edits_by_hand_are_saved_first(run: Run, versioned: Path) -> None:
    """What no version has cannot be what a report was made from."""
    file = versioned / "items.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("kind: problem", "kind: both", 1), encoding="utf-8")
    refused = run("report", "monthly", "2024-06", "--issue")
    assert refused.exit_code == 4
    assert "Edited by hand" in refused.stderr


def test_the_past_is_not_issued(run: Run, versioned: Path) -> None:
    """A report of another day or version is no act of today."""
    assert run("report", "final", "--issue", "--as-of", "2024-06-01").exit_code == 2
    assert run("report", "final", "--issue", "--at", "HEAD").exit_code == 2
    assert not (versioned / "reports").exists()


@pytest.mark.parametrize("elsewhere", [True, False])
def test_what_is_no_folder_keeps_nothing(run: Run, versioned: Path, tmp_path: Path, *, elsewhere: bool) -> None:
    """A link to another place, or a file, in the place of reports/ is told, and nothing is written there."""
    (tmp_path / "other").mkdir()
    if elsewhere:
        (versioned / "reports").symlink_to(tmp_path / "other")
    else:
        (versioned / "reports").write_text("x")
    refused = run("report", "monthly", "2024-06", "--issue")
    assert (refused.exit_code, "no folder of the ledger's own" in refused.stderr) == (4, True), refused.stderr
    assert not list((tmp_path / "other").iterdir())


def test_ignored_reports_are_refused(run: Run, versioned: Path, git: Git) -> None:
    """What git is told to leave out could not be kept for good."""
    (versioned.parent / ".gitignore").write_text("reports/\n")
    git("add", ".gitignore")
    git("commit", "--quiet", "--message", "ignore")
    refused = run("report", "monthly", "2024-06", "--issue")
    assert (refused.exit_code, "reports/monthly-2024-06" in refused.stderr) == (4, True), refused.stderr
    assert not list(versioned.glob("reports/*"))


def test_an_altered_report_is_noticed(run: Run, versioned: Path, git: Git) -> None:
    """Whoever changes an issued report is named by the history."""
    assert run("report", "monthly", "2024-06", "--issue").exit_code == 0
    (versioned / "reports" / "monthly-2024-06.json").write_text("{}", encoding="utf-8")
    git("commit", "--quiet", "--all", "--message", "x")
    found = run("check", "--history")
    assert found.exit_code == 1
    assert "report-altered" in found.stdout
