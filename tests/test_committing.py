"""A change made whole or not at all: what a killed process leaves is finished or taken back."""

import errno
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from ledger import git as system
from ledger import keeping
from ledger.errors import LedgerError
from ledger.store import load
from sharing import Git
from sharing import Run

# Ends the process for good just before it calls a function: `module`, `owner` or "", `name`, then the words.
KILLED = """\
import importlib, os, sys
module, owner, name = sys.argv[1:4]
holder = importlib.import_module(module)
setattr(getattr(holder, owner) if owner else holder, name, lambda *args, **kwargs: os._exit(9))
from datetime import date
from ledger.main import cli
from ledger.shell import Surroundings
cli(sys.argv[4:], obj=Surroundings(today=date(2024, 7, 15)))
"""
BEFORE_THE_FILE = ("ledger.files", "", "replace_file")
BEFORE_THE_COMMIT = ("ledger.git", "Repository", "commit")
BEHIND_THE_COMMIT = ("ledger.committing", "Books", "_forget")


def killed(where: tuple[str, str, str], data: Path, *words: str) -> None:
    """Run the command until just before a function."""
    done = subprocess.run(
        [sys.executable, "-c", KILLED, *where, *words, "--data", str(data)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 9, done.stdout + done.stderr


@pytest.fixture
def paper(versioned: Path) -> Path:
    """Return a paper that lies outside of the repository."""
    file = versioned.parent.parent / f"{versioned.parent.name}.pdf"
    file.write_bytes(b"approved\r\nin lines\n")
    return file


def edit(path: Path, before: str, after: str) -> None:
    """Edit a file by hand."""
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


# ---- interrupted


def test_what_was_not_written_is_taken_back(run: Run, git: Git, versioned: Path, paper: Path) -> None:
    """Killed before the file was replaced: its evidence goes, and the person is told to enter it again."""
    killed(BEFORE_THE_FILE, versioned, "progress", "9", "--note", "x", "--evidence", str(paper))
    assert list((versioned / "evidence").rglob("*.pdf"))
    done = run("progress", "10", "--note", "y")
    assert "was not made; enter it again: progress 9: 城区义务教育资源总量不足" in done.stderr
    assert not (versioned / "evidence").exists()
    assert git("log", "--format=%s").count("progress 9") == 0
    assert git("status", "--porcelain") == ""


@pytest.mark.parametrize("where", [BEFORE_THE_COMMIT, BEHIND_THE_COMMIT])
def test_what_was_written_is_finished(
    run: Run, git: Git, versioned: Path, paper: Path, where: tuple[str, str, str]
) -> None:
    """Killed behind the file: the version is made, under its own message and with its evidence, once."""
    killed(where, versioned, "progress", "9", "--note", "x", "--evidence", str(paper))
    done = run("progress", "10", "--note", "y")
    assert "An interrupted change was finished: progress 9" in done.stderr
    assert [line.split(":")[0] for line in git("log", "--format=%s").splitlines()[:2]] == ["progress 10", "progress 9"]
    assert f"data/evidence/9/{paper.name}" in git("show", "--format=", "--name-only", "HEAD~1").splitlines()
    assert git("status", "--porcelain") == ""
    assert run("check", "--history").exit_code == 0


@pytest.mark.parametrize(("where", "said"), [(BEFORE_THE_COMMIT, "enter it again"), (BEHIND_THE_COMMIT, "finished")])
def test_an_interrupted_report(run: Run, git: Git, versioned: Path, where: tuple[str, str, str], said: str) -> None:
    """A report that was being issued is there whole, in a version, or not at all, and can then be issued."""
    killed(where, versioned, "report", "monthly", "2024-06", "--issue")
    done = run("progress", "10", "--note", "y")
    assert (done.exit_code, f"{said}" in done.stderr) == (0, True), done.stderr
    assert git("status", "--porcelain") == ""
    again = run("report", "monthly", "2024-06", "--issue")
    assert again.exit_code == (4 if said == "finished" else 0)
    assert git("log", "--format=%s").count("issue monthly-2024-06") == 1
    assert run("check", "--history").exit_code == 0


def test_a_full_disk(run: Run, git: Git, versioned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a report cannot be stored, nothing of it stays, and it can be issued later."""
    sync = os.fsync

    def full(file: int) -> None:
        if Path(f"/proc/self/fd/{file}").readlink().match("*.json.*"):  # the second of the two files
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        sync(file)

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        refused = run("report", "monthly", "2024-06", "--issue")
    assert (refused.exit_code, "Traceback" in refused.output) == (4, False), refused.output
    assert (git("status", "--porcelain"), list(versioned.glob("reports/*"))) == ("", [])
    assert run("report", "monthly", "2024-06", "--issue").exit_code == 0


def test_undo_finishes_first(run: Run, git: Git, versioned: Path) -> None:
    """The last change is the one that was interrupted, and that one is taken back."""
    run("progress", "9", "--note", "x")
    killed(BEFORE_THE_COMMIT, versioned, "progress", "3", "--note", "y")
    undone = run("undo")
    assert "An interrupted change was finished: progress 3" in undone.stderr
    assert git("log", "-1", "--format=%s").startswith("undo progress 3")
    assert load(versioned).ledger.items[8].log


def test_an_interrupted_change_that_git_refuses(run: Run, git: Git, versioned: Path, paper: Path) -> None:
    """Where git does not take the version, the change is taken back whole, and that is said."""
    killed(BEFORE_THE_COMMIT, versioned, "progress", "9", "--note", "x", "--evidence", str(paper))
    hook = versioned.parent / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 不收 >&2\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    refused = run("progress", "10", "--note", "y")
    assert (refused.exit_code, "不收" in refused.stderr, "enter it again" in refused.stderr) == (4, True, True)
    assert git("status", "--porcelain") == ""
    hook.unlink()
    assert run("progress", "10", "--note", "y").stderr == ""
    assert not load(versioned).ledger.items[8].log


def test_a_change_that_cannot_be_put_back(run: Run, git: Git, versioned: Path, as_a_user: Sequence[str]) -> None:
    """Where git says no and the file cannot be put back either, that is said, and the next command finishes it."""
    hook = versioned.parent / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\nchmod 555 '{versioned}'\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    command = [*as_a_user, sys.executable, "-m", "ledger", "progress", "9", "--note", "x", "--on", "2024-07-01"]
    refused = subprocess.run(
        [*command, "--data", str(versioned), "--lang", "en"], capture_output=True, text=True, check=False
    )
    versioned.chmod(0o755)
    assert (refused.returncode, "could not be put back" in refused.stderr) == (4, True), refused.stderr
    hook.unlink()
    assert "An interrupted change was finished: progress 9" in run("progress", "10", "--note", "y").stderr
    assert git("status", "--porcelain") == ""


def test_an_interrupted_change_that_was_edited(run: Run, git: Git, versioned: Path, paper: Path) -> None:
    """Where somebody has edited the file since, nothing is guessed: it is an edit by hand like any other."""
    killed(BEFORE_THE_COMMIT, versioned, "progress", "9", "--note", "x", "--evidence", str(paper))
    edit(versioned / "items.yaml", "note: x", "note: xy")
    refused = run("progress", "10", "--note", "y")
    assert (refused.exit_code, "see whether it holds it: progress 9" in refused.stderr) == (4, True)
    assert run("save", "补").exit_code == 0
    assert git("log", "-1", "--format=%s") == "edit by hand: 9 progress 2024-07-15; 9 status open → in_progress"
    assert git("status", "--porcelain") == ""
    assert load(versioned).ledger.items[8].log[0].note == "xy"


def test_an_interrupted_change_that_was_thrown_away(run: Run, git: Git, versioned: Path, paper: Path) -> None:
    """Where the person has put the old file back, the evidence goes, and nothing is left in the index."""
    killed(BEHIND_THE_COMMIT, versioned, "progress", "1", "--note", "z")
    run("progress", "2", "--note", "z")
    killed(BEFORE_THE_COMMIT, versioned, "progress", "9", "--note", "x", "--evidence", str(paper))
    git("add", "--intent-to-add", f"data/evidence/9/{paper.name}")  # as git was about to
    git("checkout", "--", "data/items.yaml")
    assert "enter it again" in run("progress", "10", "--note", "y").stderr
    assert git("status", "--porcelain") == ""


@pytest.mark.parametrize("journal", [b"", b"{", b"[]", b'{"message": 1}', b"\xff\xfe"])
def test_a_journal_that_is_none(run: Run, git: Git, versioned: Path, journal: bytes) -> None:
    """What is no journal of ours is taken away and hinders nobody."""
    file = versioned.parent / ".git" / "ledger.journal"
    file.write_bytes(journal)
    assert run("progress", "9", "--note", "x").exit_code == 0
    assert not file.exists()
    assert git("status", "--porcelain") == ""


def test_outside_of_git_strays_go_as_well(run: Run, shipped: Path) -> None:
    """Without a repository there is a journal beside the data, so that evidence nobody names is taken away."""
    paper = shipped.parent / "a.pdf"
    paper.write_bytes(b"approved")
    killed(BEFORE_THE_FILE, shipped, "progress", "9", "--note", "x", "--evidence", str(paper))
    assert json.loads((shipped / ".ledger.journal").read_text(encoding="utf-8"))["coming"]
    assert "enter it again" in run("progress", "10", "--note", "y").stderr
    assert not (shipped / "evidence").exists()
    assert sorted(file.name for file in shipped.iterdir() if file.name.startswith(".")) == [".ledger.lock"]


# ---- evidence


@pytest.mark.parametrize("setting", ["true", "input"])
def test_evidence_keeps_its_bytes(run: Run, git: Git, versioned: Path, paper: Path, setting: str) -> None:
    """Whatever git does with line ends elsewhere, evidence is what was filed: in a copy, and undone and redone."""
    git("config", "core.autocrlf", setting)
    run("progress", "9", "--note", "x", "--evidence", str(paper))
    git("clone", "--quiet", "--config", f"core.autocrlf={setting}", ".", "copy")
    assert run("check", data=versioned.parent / "copy" / "data").exit_code == 0
    assert run("undo").exit_code == run("undo", "HEAD").exit_code == 0
    assert (versioned / "evidence" / "9" / paper.name).read_bytes() == paper.read_bytes()
    assert run("check").exit_code == 0


def test_a_version_has_the_evidence_that_it_names(run: Run, git: Git, versioned: Path, paper: Path) -> None:
    """Evidence that lies there already, untracked or only staged, goes into the version that names it."""
    for item, way in (("9", "untracked"), ("10", "staged"), ("11", "uncommitted")):
        there = versioned / "evidence" / item / f"{way}.pdf"
        if way == "uncommitted":
            run("--no-commit", "progress", item, "--note", "z", "--evidence", str(paper))
            git("commit", "--quiet", "--all", "--message=raw")
            there = versioned / "evidence" / item / paper.name
        else:
            there.parent.mkdir(parents=True)
            there.write_bytes(way.encode())
        if way == "staged":
            git("add", str(there))
        assert run("progress", item, "--note", "x", "--evidence", str(there)).exit_code == 0
        assert there.relative_to(versioned.parent).as_posix() in git("ls-files").splitlines()
        assert run("check", "--at", "HEAD").exit_code == 0
    assert git("status", "--porcelain") == ""


# ---- what git says


@pytest.mark.parametrize("broken", ["config", "HEAD"])
def test_a_broken_repository_is_no_missing_one(run: Run, git: Git, versioned: Path, broken: str) -> None:
    """Where git cannot read the repository the change is refused with what it says, not made without a version."""
    file = versioned.parent / ".git" / broken
    good = file.read_bytes()
    file.write_bytes(b"[bad" if broken == "config" else b"nonsense\n")
    before = (versioned / "items.yaml").read_bytes()
    refused = run("set", "9", "person=X")
    assert (refused.exit_code, "git reports an error" in refused.stderr) == (3, True)
    assert (versioned / "items.yaml").read_bytes() == before
    assert not (versioned / ".ledger.lock").exists()
    file.write_bytes(good)
    assert git("status", "--porcelain") == ""


@pytest.mark.parametrize("name", ["GIT_COMMON_DIR", "GIT_GLOB_PATHSPECS", "GIT_ICASE_PATHSPECS", "GIT_NAMESPACE"])
@pytest.mark.usefixtures("versioned")
def test_surroundings_of_git_do_not_mislead(run: Run, git: Git, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Variables that turn git elsewhere, or make it read paths in another way, are kept from it."""
    monkeypatch.setenv(name, "1")
    assert run("progress", "9", "--note", "x").exit_code == run("log").exit_code == run("undo").exit_code == 0
    monkeypatch.delenv(name)
    assert git("rev-list", "--count", "HEAD") == "3"


def test_a_committer_needs_a_name_too(run: Run, versioned: Path, git: Git, monkeypatch: pytest.MonkeyPatch) -> None:
    """An author alone is not enough for git, and that is said before anything is written."""
    git("config", "--unset", "user.name")
    git("config", "--unset", "user.email")
    monkeypatch.setenv("GIT_AUTHOR_NAME", "王芳")
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "w@example.cn")
    before = (versioned / "items.yaml").read_bytes()
    assert "git does not know who you are" in run("progress", "9", "--note", "x").stderr
    assert (versioned / "items.yaml").read_bytes() == before


def test_another_lock_of_git_is_named(run: Run, git: Git, versioned: Path) -> None:
    """A lock that a stopped git has left on the branch is named (exit 5), and everything is put back."""
    edit(versioned / "ledger.yaml", "quiet_days: 30\n", "quiet_days: 30\nlimits: {lock_seconds: 0}\n")
    run("save")
    lock = versioned.parent / ".git" / "refs" / "heads" / "main.lock"
    lock.touch()
    refused = run("progress", "9", "--note", "x")
    assert (refused.exit_code, "main.lock is there" in refused.stderr) == (5, True), refused.stderr
    assert git("status", "--porcelain") == ""


@pytest.mark.usefixtures("versioned")
def test_a_file_taken_out_of_the_index(run: Run, git: Git) -> None:
    """A ledger's file that is staged as deleted and lies there all the same is for the person to decide about."""
    git("rm", "--quiet", "--cached", "data/items.yaml")
    for words in (["progress", "9", "--note", "x"], ["save", "x"]):
        refused = run(*words)
        assert (refused.exit_code, "git restore --staged data/items.yaml" in refused.stderr) == (4, True)
    assert git("rev-list", "--count", "HEAD") == "1"


@pytest.mark.parametrize("name", ["x blob 7", ":(top)", "-x", "[1]*", "台账 一"])
def test_folders_with_odd_names(run: Run, git: Git, tmp_path: Path, versioned: Path, name: str) -> None:
    """Whatever a folder is called, git takes the name as it is."""
    folder = tmp_path / name / "data"
    versioned.rename(tmp_path / "old")
    folder.parent.mkdir()
    (tmp_path / "old").rename(folder)
    git("add", "--all", ".")
    git("commit", "--quiet", "--message=moved")
    assert run("progress", "9", "--note", "x", data=folder).exit_code == 0
    for words in (["log"], ["check", "--history"], ["show", "9", "--at", "HEAD"], ["diff", "HEAD~1"], ["undo"]):
        assert run(*words, data=folder).exit_code == 0, words
    assert git("status", "--porcelain") == ""


def test_a_line_break_in_a_name_is_refused(run: Run, git: Git, tmp_path: Path, versioned: Path) -> None:
    """Git is asked line by line, so a folder with a line break in its name has no versions; it says so."""
    folder = tmp_path / "a\nb"
    versioned.rename(folder)
    git("add", "--all", ".")
    git("commit", "--quiet", "--message=moved")
    refused = run("progress", "9", "--note", "x", data=folder)
    assert (refused.exit_code, "has a line break in its name" in refused.stderr) == (4, True)
    assert run("progress", "9", "--note", "x", "--no-commit", data=folder).exit_code == 0
    git("init", "--quiet", cwd=folder)
    within = run("progress", "9", "--note", "x", data=folder)
    assert (within.exit_code, "has a line break in its name" in within.stderr) == (4, True)


@pytest.mark.usefixtures("versioned")
def test_git_am_is_called_by_its_name(run: Run, git: Git, tmp_path: Path) -> None:
    """A series of patches that is being applied is no rebase."""
    (tmp_path / "notes").write_text("1\n")
    git("add", "notes")
    git("commit", "--quiet", "--message=notes")
    patch = git("format-patch", "-1", "--stdout")
    subprocess.run(["git", "am"], cwd=tmp_path, input=patch + "\n", text=True, capture_output=True, check=False)
    assert "git am --abort" in run("progress", "9", "--note", "x").stderr


def test_who_changed_a_file_last(git: Git, versioned: Path) -> None:
    """Of a file that was never there, as a conflict can have one, it is whoever made the version."""
    repository = system.find(versioned)
    assert repository is not None
    git("commit", "--quiet", "--allow-empty", "--author=李强 <liqiang@example.cn>", "--message=anything")
    assert repository.last_change("HEAD", "data/items.yaml").author == "王芳"
    (repository.top / "HEAD").touch()  # a file that is called like a version
    assert repository.last_change("HEAD", "data/routines of another.yaml").author == "李强"


def test_a_side_with_a_folder_of_the_name_of_a_paper_had_no_paper(git: Git, versioned: Path) -> None:
    """What lies in the folder is none of the evidence."""
    repository = system.find(versioned)
    assert repository is not None
    for name in ("甲", "乙/照片"):
        place = versioned / "evidence" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(b"1")
    git("add", ".")
    git("commit", "--quiet", "--message=paper")
    git("rm", "--quiet", "-r", "data/evidence")
    had = keeping.had(repository, versioned, ["evidence/甲", "evidence/乙"], ["HEAD"])
    assert [*had] == [(versioned / "evidence" / "甲", b"1")]


def test_the_repository_is_asked_of_the_system(git: Git, versioned: Path) -> None:
    """A lost content is an error of git that is told, not a crash."""
    repository = system.find(versioned)
    assert repository is not None
    with repository.contents() as content, pytest.raises(LedgerError, match="git-failed"):
        content("0123456789" * 4)
    assert repository.head == git("rev-parse", "HEAD")


def test_what_git_knows_is_not_taken_away(run: Run, git: Git, versioned: Path, paper: Path) -> None:
    """Evidence of an interrupted change that somebody has committed since stays."""
    killed(BEFORE_THE_FILE, versioned, "progress", "9", "--note", "x", "--evidence", str(paper))
    for stray in versioned.glob(".items.yaml.*.tmp"):
        stray.unlink()
    git("add", "--all", ".")
    git("commit", "--quiet", "--message=raw")
    assert "enter it again" in run("progress", "10", "--note", "y").stderr
    assert (versioned / "evidence" / "9" / paper.name).read_bytes() == paper.read_bytes()
    assert git("status", "--porcelain") == ""


def test_an_index_that_was_left_behind(run: Run, git: Git, versioned: Path) -> None:
    """Where git was killed between its version and its index, the index follows."""
    killed(BEHIND_THE_COMMIT, versioned, "progress", "9", "--note", "x")
    git("reset", "--quiet", "HEAD~1", "--", "data/items.yaml")
    assert run("progress", "10", "--note", "y").exit_code == 0
    assert git("status", "--porcelain") == ""
    assert git("rev-list", "--count", "HEAD") == "3"


def test_undo_of_what_was_not_made(run: Run, git: Git, versioned: Path) -> None:
    """Where the last change turns out not to have been made, no earlier one is taken back in its place."""
    run("progress", "9", "--note", "x")
    killed(BEFORE_THE_FILE, versioned, "progress", "3", "--note", "y")
    undone = run("undo")
    assert (undone.exit_code, "So nothing was taken back" in undone.stderr) == (0, True)
    assert git("log", "-1", "--format=%s").startswith("progress 9")
    assert run("undo").exit_code == 0
    assert git("log", "-1", "--format=%s").startswith("undo progress 9")


def test_the_very_file_is_put_back(run: Run, git: Git, versioned: Path) -> None:
    """Where git says no, the old file itself comes back under its name, which needs no room on a full disk."""
    hook = versioned.parent / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    before = (versioned / "items.yaml").stat()
    assert run("progress", "9", "--note", "x").exit_code == 4
    after = (versioned / "items.yaml").stat()
    assert (after.st_ino, after.st_mtime_ns, after.st_mode) == (before.st_ino, before.st_mtime_ns, before.st_mode)
    assert git("status", "--porcelain", "--ignored") == ""
