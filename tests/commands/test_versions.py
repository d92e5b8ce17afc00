"""Every change a version in git: what is committed, what is refused before anything is written, and edits by hand."""

import json
import os
import pty
import re
import shutil
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from ledger.saving import held
from ledger.store import load
from sharing import Git
from sharing import Run

DUE = "due: 2024-12-31\n"
DUE7 = "  due: 2024-12-31\n  due_wording: 2024年度"


def files_of(git: Git, commit: str = "HEAD") -> list[str]:
    """Return the files that a version has changed."""
    return git("show", "--format=", "--name-only", "-z", commit).strip("\0").split("\0")


def state(git: Git) -> tuple[str, ...]:
    """Return all that git knows of the work tree: the branch, the index, what is staged, changed and untracked."""
    return git("rev-parse", "HEAD"), git("ls-files", "--stage"), git("status", "--porcelain=v2")


def edit(path: Path, before: str, after: str) -> None:
    """Edit a file by hand."""
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def script(path: Path, text: str) -> Path:
    """Write an executable script."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


# ---- a change is a version


def test_a_change_is_a_version_of_its_own(run: Run, git: Git, versioned: Path) -> None:
    """The subject says what was done to which item; the body what was noted; the trailers are for programs."""
    done = run("progress", "9", "--note", "主体完工")
    commit = git("rev-parse", "HEAD")
    assert done.stdout.startswith(f"Recorded as version {commit[:10]}.")
    assert (
        git("log", "-1", "--format=%an <%ae>|%s") == "王芳 <wangfang@example.cn>|progress 9: 城区义务教育资源总量不足"
    )
    assert git("log", "-1", "--format=%b").splitlines() == [
        "  Item 9: 城区义务教育资源总量不足",
        "    1 progress on 2024-07-15, 区教委: 主体完工",
        "    not started → in progress",
        "",
        "Ledger-Item: 9",
        "Ledger-Event: progress 9#1",
    ]
    assert files_of(git) == ["data/items.yaml"]
    assert json.loads(run("progress", "9", "--note", "x", "--format", "json").stdout)["commit"] == git(
        "rev-parse", "HEAD"
    )
    assert load(versioned).ledger.items[8].log[0].note == "主体完工"


@pytest.mark.usefixtures("versioned")
def test_several_items_are_one_version(run: Run, git: Git) -> None:
    """Items that change together are told together, with a trailer each."""
    run("progress", "1", "2", "3", "5", "--note", "已部署")
    assert git("log", "-1", "--format=%s") == "progress 1–3 5: 公办园临聘教师待遇保障不足 +3"
    assert git("log", "-1", "--format=%(trailers:key=Ledger-Item,valueonly,separator=%x2C)") == "1,2,3,5"


@pytest.mark.usefixtures("versioned")
def test_a_note_forges_no_trailer(run: Run, git: Git) -> None:
    """Whatever lines a note has, they are read as a note, by git's own reader of trailers too."""
    run("progress", "9", "--note", "主体\n\nLedger-Item: 5\nLedger-Undoes: HEAD\n---\nx: y")
    ours = ["Ledger-Item: 9", "Ledger-Event: progress 9#1"]
    assert git("log", "-1", "--format=%(trailers)").splitlines() == ours
    message = git("log", "-1", "--format=%B")
    parsed = subprocess.run(
        ["git", "interpret-trailers", "--parse"], input=message, capture_output=True, text=True, check=True
    )
    assert parsed.stdout.splitlines() == ours


def test_whatever_else_is_changed_stays_as_it_is(run: Run, git: Git, versioned: Path, tmp_path: Path) -> None:
    """Files that the person has staged, changed, deleted or not added yet are no business of a change."""
    for name in ("staged", "changed", "both", "deleted", "gone"):
        (tmp_path / name).write_text("1\n")
    git("add", ".")
    git("commit", "--quiet", "--message=others")
    for name in ("staged", "both"):
        (tmp_path / name).write_text("2\n")
    (tmp_path / "new").write_text("new\n")
    git("rm", "--quiet", "gone")
    git("add", "staged", "both", "new")
    (tmp_path / "both").write_text("3\n")
    (tmp_path / "changed").write_text("2\n")
    (tmp_path / "deleted").unlink()
    (tmp_path / "untracked.pdf").write_bytes(b"approved")
    before = git("status", "--porcelain=v2"), git("diff"), git("diff", "--cached")
    assert run("done", "9.1", "--evidence", str(tmp_path / "untracked.pdf")).exit_code == 0
    assert (git("status", "--porcelain=v2"), git("diff"), git("diff", "--cached")) == before
    assert files_of(git) == ["data/evidence/.gitattributes", "data/evidence/9/untracked.pdf", "data/items.yaml"]
    assert (versioned / "evidence" / "9" / "untracked.pdf").read_bytes() == b"approved"


@pytest.mark.usefixtures("versioned")
def test_a_refused_change_makes_no_version(run: Run, git: Git) -> None:
    """What the workflow refuses, and what changes nothing, leaves git as it was."""
    before = state(git)
    assert run("close", "9").exit_code == 4
    assert run("set", "9", "title=城区义务教育资源总量不足").exit_code == 0
    assert run("progress", "9", "--note", "x", "--dry-run").exit_code == 0
    assert state(git) == before


@pytest.mark.parametrize("way", ["option", "settings"])
def test_versions_can_be_switched_off(run: Run, git: Git, versioned: Path, way: str) -> None:
    """With --no-commit, or commits: off in the settings, the file changes and git does not."""
    if way == "settings":
        with (versioned / "ledger.yaml").open("a", encoding="utf-8") as settings:
            settings.write("commits: off\n")
        git("commit", "--quiet", "--all", "--message=off")
    before = git("rev-parse", "HEAD")
    options = ["--no-commit"] if way == "option" else []
    for note in ("一", "二"):  # what the first has left is no edit by hand then
        assert run("progress", "9", "--note", note, *options).exit_code == 0
    assert git("rev-parse", "HEAD") == before
    assert [entry.note for entry in load(versioned).ledger.items[8].log] == ["一", "二"]
    assert run("save", *options).exit_code == 2


def test_outside_of_git_it_is_said_once(run: Run, shipped: Path) -> None:
    """Without a repository everything else works, and that no versions are kept is said the first time only."""
    first, second = (run("progress", "9", "--note", note) for note in ("一", "二"))
    assert "lies in no git repository" in first.stderr
    assert (first.stdout.splitlines()[0], second.stderr) == ("Recorded.", "")
    assert len(load(shipped).ledger.items[8].log) == 2
    assert run("save", "x").exit_code == run("undo").exit_code == run("diff").exit_code == 3


@pytest.mark.usefixtures("shipped")
def test_without_git_it_is_said_once(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same holds for a machine on which git is not installed."""
    monkeypatch.setenv("PATH", "")
    first, second = (run("progress", "9", "--note", note) for note in ("一", "二"))
    assert "git is not installed here" in first.stderr
    assert (first.exit_code, second.exit_code, second.stderr) == (0, 0, "")
    assert run("log", "9").exit_code == run("status").exit_code == 0


# ---- where the ledger lies


def test_a_repository_without_versions_gets_its_first(run: Run, git: Git, shipped: Path) -> None:
    """In a new repository `save` makes the first version, and changes follow it."""
    git("init", "--quiet", ".")
    git("config", "user.name", "王芳")
    git("config", "user.email", "w@example.cn")
    refused = run("progress", "9", "--note", "x")
    assert (refused.exit_code, "ledger save" in refused.stderr) == (4, True)
    assert run("save", "按公布的方案").exit_code == 0
    assert git("log", "--format=%s%n%b").splitlines()[:2] == ["begin the ledger: 18 items", "Ledger-Why: 按公布的方案"]
    assert run("progress", "9", "--note", "x").exit_code == 0
    assert git("rev-list", "--count", "HEAD") == "2"
    assert load(shipped).ledger.items[8].log


@pytest.mark.usefixtures("versioned")
def test_init_makes_the_first_version(run: Run, git: Git, tmp_path: Path) -> None:
    """A new ledger inside a repository is a version at once; a refused one leaves nothing behind."""
    assert run("init", str(tmp_path / "new")).exit_code == 0
    assert git("log", "-1", "--format=%s") == "begin the ledger: 0 items"
    names = ("departments", "items", "ledger", "routines")
    assert files_of(git) == ["new/.gitattributes", *(f"new/{name}.yaml" for name in names)]
    git("checkout", "--quiet", "--detach")
    assert run("init", str(tmp_path / "a" / "b")).exit_code == 4
    assert not (tmp_path / "a").exists()
    assert run("init", str(tmp_path / "c"), "--no-commit").exit_code == 0


def test_a_ledger_at_the_top_and_one_below(run: Run, git: Git, versioned: Path, tmp_path: Path) -> None:
    """A sub-ledger has versions of its own files alone, under one lock; a ledger may be the whole repository."""
    below = versioned / "大班额台账 [1]"
    run("init", str(below))
    fields = ("area=A", "kind=problem", "title=T", "problem=P")
    assert run("add", *fields, data=below).exit_code == 0
    assert files_of(git) == ["data/大班额台账 [1]/items.yaml"]
    assert run("progress", "9", "--note", "x").exit_code == 0
    assert files_of(git) == ["data/items.yaml"]
    top = tmp_path / "top"
    run("init", str(top), "--no-commit")
    for words in (("init", "--quiet", "."), ("config", "user.name", "A"), ("config", "user.email", "a@b.cn")):
        git(*words, cwd=top)
    assert run("save", data=top).exit_code == run("add", *fields, data=top).exit_code == 0
    assert git("log", "-1", "--format=%s", cwd=top) == "add 1: T"
    assert run("log", "1", data=top).stdout.count("add 1: T") == 1
    assert run("status", "--at", "HEAD~1", data=top).exit_code == 0


def test_a_work_tree_of_its_own(run: Run, git: Git, versioned: Path, tmp_path: Path) -> None:
    """In a second work tree a change goes to its branch; the first work tree stays as it is."""
    git("worktree", "add", "--quiet", "-b", "branch", str(tmp_path / "other"))
    before = state(git)
    assert run("progress", "9", "--note", "x", data=tmp_path / "other" / "data").exit_code == 0
    assert state(git) == before
    assert git("log", "-1", "--format=%s", "branch") == "progress 9: 城区义务教育资源总量不足"
    assert not load(versioned).ledger.items[8].log


def test_a_link_to_the_data(run: Run, git: Git, versioned: Path, tmp_path: Path) -> None:
    """Through a linked folder, or a linked file, the version is made of what the link leads to."""
    (tmp_path / "link").symlink_to(versioned, target_is_directory=True)
    assert run("progress", "9", "--note", "一", data=tmp_path / "link").exit_code == 0
    (tmp_path / "real.yaml").write_bytes((versioned / "items.yaml").read_bytes())
    (versioned / "items.yaml").unlink()
    (versioned / "items.yaml").symlink_to("../real.yaml")
    git("add", ".")
    git("commit", "--quiet", "--message=link")
    assert run("progress", "9", "--note", "二").exit_code == 0
    assert files_of(git) == ["real.yaml"]
    assert git("status", "--porcelain") == ""


def test_a_link_out_of_the_repository_is_refused(run: Run, git: Git, versioned: Path, tmp_path: Path) -> None:
    """Evidence that would lie outside of the repository could be in no version."""
    elsewhere = tmp_path.parent / f"{tmp_path.name}-elsewhere"
    elsewhere.mkdir()
    (versioned / "departments.yaml").rename(elsewhere / "departments.yaml")
    (versioned / "departments.yaml").symlink_to(elsewhere / "departments.yaml")
    before = state(git)
    refused = run("progress", "9", "--note", "x")
    assert (refused.exit_code, "leads out of the repository" in refused.stderr) == (4, True)
    assert state(git) == before
    assert run("progress", "9", "--note", "x", "--no-commit").exit_code == 0


def test_line_ends_of_windows(run: Run, git: Git, versioned: Path) -> None:
    """Where git turns line ends, a file with those of Windows is no edit by hand, and stays as it is."""
    git("config", "core.autocrlf", "true")
    (versioned / "items.yaml").unlink()
    git("checkout", "--", "data/items.yaml")
    assert b"\r\n" in (versioned / "items.yaml").read_bytes()
    assert run("progress", "9", "--note", "x").exit_code == 0
    assert run("undo").exit_code == 0
    assert git("status", "--porcelain") == ""
    assert git("diff", "HEAD~2", "--stat") == ""
    assert b"\n" not in (versioned / "items.yaml").read_bytes().replace(b"\r\n", b"")


@pytest.mark.usefixtures("versioned")
def test_signed_versions(run: Run, git: Git, tmp_path: Path) -> None:
    """Where the person signs, a change is signed as well."""
    signer = script(
        tmp_path / "bin" / "gpg",
        '#!/bin/sh\ncat > /dev/null\nprintf "\\n[GNUPG:] SIG_CREATED D 1 8 00 1 F\\n" >&2\n'
        'printf -- "-----BEGIN PGP SIGNATURE-----\\n\\nx\\n-----END PGP SIGNATURE-----\\n"\n',
    )
    git("config", "gpg.program", str(signer))
    git("config", "commit.gpgSign", "true")
    assert run("progress", "9", "--note", "x").exit_code == 0
    assert "gpgsig" in git("cat-file", "commit", "HEAD")
    assert run("log").exit_code == 0


@pytest.mark.usefixtures("versioned")
def test_messages_are_utf8(run: Run, git: Git) -> None:
    """Whatever encodings git is set to, messages are written and read as UTF-8."""
    git("config", "i18n.commitEncoding", "GBK")
    git("config", "i18n.logOutputEncoding", "GBK")
    run("progress", "9", "--note", "主体完工")
    raw = subprocess.run(
        ["git", "cat-file", "commit", "HEAD"], cwd=git("rev-parse", "--show-toplevel"), capture_output=True, check=True
    )
    assert "主体完工" in raw.stdout.decode()
    assert "encoding" not in raw.stdout.decode().split("\n\n")[0]
    assert "主体完工" in run("log", "9").stdout


# ---- refused before anything is written


def conflict(git: Git, tmp_path: Path) -> None:
    """Make two branches that disagree about a file beside the ledger."""
    for branch, text in (("main", "1\n"), ("other", "2\n"), ("main", "3\n")):
        git("switch", "--quiet", *(["-c"] if branch not in git("branch", "--format=%(refname:short)") else []), branch)
        (tmp_path / "notes").write_text(text)
        git("add", "notes")
        git("commit", "--quiet", f"--message={text}")


STATES: dict[str, list[str]] = {
    "merge": ["merge", "other"],
    "rebase": ["rebase", "other"],
    "cherry-pick": ["cherry-pick", "other"],
    "revert": ["revert", "--no-edit", "HEAD~1"],
    "bisect": ["bisect", "start", "HEAD", "HEAD~1"],
    "detached": ["checkout", "--quiet", "--detach"],
}


@pytest.mark.parametrize("name", STATES)
def test_nothing_is_written_while_something_is_under_way(
    run: Run, git: Git, versioned: Path, tmp_path: Path, name: str
) -> None:
    """A version in the middle of something else would go astray: the change is refused before it is written."""
    conflict(git, tmp_path)
    subprocess.run(["git", *STATES[name]], cwd=tmp_path, capture_output=True, check=False)
    before = state(git), (versioned / "items.yaml").read_bytes()
    refused = run("progress", "9", "--note", "x")
    assert refused.exit_code == 4
    assert (f"A {name} is under way" if name != "detached" else "detached HEAD") in refused.stderr
    assert (state(git), (versioned / "items.yaml").read_bytes()) == before
    assert run("save", "x").exit_code == 4
    assert run("progress", "9", "--note", "x", "--no-commit").exit_code == 0


def test_nothing_is_written_without_a_name(
    run: Run, git: Git, versioned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A version bears the name of a person; git's guess from the machine is none."""
    monkeypatch.setenv("EMAIL", "root@machine.example.cn")
    git("config", "--unset", "user.name")
    git("config", "--unset", "user.email")
    before = (versioned / "items.yaml").read_bytes()
    refused = run("progress", "9", "--note", "x")
    assert (refused.exit_code, "git config --global user.name" in refused.stderr) == (4, True)
    assert (versioned / "items.yaml").read_bytes() == before


@pytest.mark.parametrize("rule", ["data/", "*.pdf"])
def test_what_git_ignores_is_refused(run: Run, git: Git, versioned: Path, tmp_path: Path, rule: str) -> None:
    """Data, or evidence, that git passes over would be in no version; it is said before anything is written."""
    if rule == "data/":
        git("rm", "--quiet", "--cached", "-r", "data")
    (tmp_path / ".gitignore").write_text(rule + "\n")
    git("add", ".gitignore")
    git("commit", "--quiet", "--message=ignore")
    (tmp_path / "a.pdf").write_bytes(b"approved")
    before = (versioned / "items.yaml").read_bytes()
    refused = run("progress", "9", "--note", "x", "--evidence", str(tmp_path / "a.pdf"))
    assert (refused.exit_code, "told to ignore" in refused.stderr) == (4, True)
    assert (versioned / "items.yaml").read_bytes() == before
    assert not (versioned / "evidence").exists()


def test_somebody_elses_repository_is_explained(run: Run, versioned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On an office's share git wants to be told that the repository is trusted; the sentence says how."""
    before = (versioned / "items.yaml").read_bytes()
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    for words in (["progress", "9", "--note", "x"], ["log"], ["status", "--at", "HEAD"], ["undo"]):
        refused = run(*words)
        assert (refused.exit_code, "git config --global --add safe.directory" in refused.stderr) == (4, True), words
    assert (versioned / "items.yaml").read_bytes() == before
    assert run("status").exit_code == 0


def test_staged_otherwise_is_refused(run: Run, git: Git, versioned: Path) -> None:
    """A file that is staged with one text and has another on the disk would lose the staged one."""
    edit(versioned / "items.yaml", DUE, "due: 2025-06-30\n")
    git("add", "data/items.yaml")
    edit(versioned / "items.yaml", "due: 2025-06-30\n", DUE)
    before = state(git)
    for words in (["progress", "9", "--note", "x"], ["save", "x"]):
        refused = run(*words)
        assert (refused.exit_code, "git restore --staged data/items.yaml" in refused.stderr) == (4, True)
    assert state(git) == before


# ---- what git itself refuses


@pytest.mark.parametrize("hook", ["pre-commit", "commit-msg"])
def test_a_hook_that_says_no_leaves_everything_as_it_was(
    run: Run, git: Git, versioned: Path, tmp_path: Path, hook: str
) -> None:
    """Where git takes no version, the file, the evidence and the index are what they were, and the hook is quoted."""
    (tmp_path / "staged").write_text("1\n")
    (tmp_path / "a.pdf").write_bytes(b"approved")
    git("add", "staged")
    script(tmp_path / ".git" / "hooks" / hook, "#!/bin/sh\necho 今天不收 >&2\nexit 1\n")
    before = (
        git("rev-parse", "HEAD"),
        git("ls-files", "--stage"),
        git("status", "--porcelain"),
        (versioned / "items.yaml").read_bytes(),
    )
    refused = run("progress", "9", "--note", "x", "--evidence", str(tmp_path / "a.pdf"))
    assert (refused.exit_code, "今天不收" in refused.stderr) == (4, True)
    after = (
        git("rev-parse", "HEAD"),
        git("ls-files", "--stage"),
        git("status", "--porcelain"),
        (versioned / "items.yaml").read_bytes(),
    )
    assert after == before
    assert not (versioned / "evidence" / "9" / "a.pdf").exists()
    assert not list((tmp_path / ".git").glob("ledger.journal*"))


@pytest.mark.usefixtures("versioned")
def test_gits_own_lock_is_waited_for(run: Run, git: Git, tmp_path: Path) -> None:
    """While git is at work in the repository, a change waits, and says so."""
    lock = tmp_path / ".git" / "index.lock"
    lock.touch()
    threading.Timer(0.5, lock.unlink).start()
    done = run("progress", "9", "--note", "x")
    assert (done.exit_code, "Waiting for git" in done.stderr) == (0, True)
    assert git("log", "-1", "--format=%s").startswith("progress 9")


def test_gits_own_lock_is_never_taken_away(run: Run, git: Git, versioned: Path, tmp_path: Path) -> None:
    """A lock that stays is named after the time of the settings (exit 5); to delete it is for a person to decide."""
    with (versioned / "ledger.yaml").open("a", encoding="utf-8") as settings:
        settings.write("limits: {lock_seconds: 0}\n")
    git("commit", "--quiet", "--all", "--message=limits")
    lock = tmp_path / ".git" / "index.lock"
    lock.touch()
    before = (versioned / "items.yaml").read_bytes()
    begin = time.monotonic()
    refused = run("progress", "9", "--note", "x")
    assert (refused.exit_code, str(lock) in refused.stderr) == (5, True)
    assert time.monotonic() - begin < 10
    assert lock.exists()
    assert (versioned / "items.yaml").read_bytes() == before


# ---- edits by hand


def test_edits_by_hand_are_saved_with_what_they_say(run: Run, git: Git, versioned: Path) -> None:
    """The subject of such a version is the difference in the words of the files, its body the reason."""
    edit(versioned / "items.yaml", f"  {DUE}  due_wording: 2024年度", "  due: 2025-06-30\n  due_wording: 2024年度")
    shown = run("save", "市里同意", "--dry-run")
    assert shown.stdout.splitlines()[2:] == [
        "Item 7: 校际差异较大、“校校达标”率较低",
        "    Due: 2024-12-31 → 2025-06-30",
    ]
    assert git("rev-list", "--count", "HEAD") == "1"
    assert run("save", "市里同意").exit_code == 0
    assert git("log", "-1", "--format=%s") == "edit by hand: 7 due 2024-12-31 → 2025-06-30"
    assert git("log", "-1", "--format=%(trailers:key=Ledger-Why,valueonly)").strip() == "市里同意"
    assert "  市里同意" in run("log", "7").stdout.splitlines()
    again = run("save")
    assert (again.exit_code, again.stdout.strip()) == (0, "Nothing was edited by hand since the last version.")


EDITS: dict[str, tuple[str, str]] = {
    "7 due 2024-12-31 → 2025-06-30": (DUE7, DUE7.replace("2024-12-31", "2025-06-30")),
    "9 lead – → 区教委,区财政局": ("- id: 9\n", "- id: 9\n  lead: [区教委, 区财政局]\n"),
    "9.1 done – → 2024-06-10; 9 status open → in_progress": (
        "  status: open\n  measures:\n  - id: 9.1\n",
        "  status: in_progress\n  measures:\n  - id: 9.1\n    done: 2024-06-10\n",
    ),
    "9.5 new": ("  - id: 9.4\n", "  - id: 9.5\n    text: 新措施\n  - id: 9.4\n"),
    "19 new": ("- id: 18\n", "- id: 19\n  area: A\n  kind: problem\n  title: T\n  problem: P\n- id: 18\n"),
    "1 公办幼儿园数 2024-06-30 – → 83": (
        "    literal: 82所公办幼儿园\n",
        "    literal: 82所公办幼儿园\n    readings: [{on: 2024-06-30, value: 83}]\n",
    ),
    "8 progress 2024-07-01": ("- id: 9\n", "  - {on: 2024-07-01, event: progress, by: 区教委, note: x}\n- id: 9\n"),
    "ledger.yaml lights.quiet_days: 30 → 20": ("quiet_days: 30", "quiet_days: 20"),
    "departments.yaml 区住建委: – → 区住建委": ("- name: 区编办\n", "- name: 区住建委\n- name: 区编办\n"),
}


@pytest.mark.parametrize("said", EDITS)
def test_each_kind_of_edit_has_its_words(run: Run, git: Git, versioned: Path, said: str) -> None:
    """What was edited by hand stands in the subject in the words of the files, and is told by `diff` as well."""
    before, after = EDITS[said]
    [file] = (file for file in versioned.glob("*.yaml") if before in file.read_text(encoding="utf-8"))
    edit(file, before, after)
    compared = run("diff")
    assert run("save").exit_code == 0
    assert git("log", "-1", "--format=%s") == f"edit by hand: {said}"
    assert compared.stdout.splitlines()[2:] == run("diff", "HEAD~1", "HEAD").stdout.splitlines()[2:]


def test_a_subject_stays_short(run: Run, git: Git, versioned: Path) -> None:
    """Many edits are counted in the subject, and told in the body."""
    text = (versioned / "items.yaml").read_text(encoding="utf-8")
    (versioned / "items.yaml").write_text(re.sub(r"\n  title: ", "\n  person: 张三\n  title: ", text), encoding="utf-8")
    run("save")
    subject = git("log", "-1", "--format=%s")
    assert subject == "edit by hand: 1 person – → 张三; 2 person – → 张三; 3 person – → 张三; +15"
    assert git("log", "-1", "--format=%b").count("Responsible person: 张三") == 18


def test_other_files_are_saved_as_well(run: Run, git: Git, versioned: Path) -> None:
    """Departments, settings, comments and evidence that was put there by hand go into the same version."""
    with (versioned / "departments.yaml").open("a", encoding="utf-8") as file:
        file.write("- name: 区住建委\n")
    edit(versioned / "ledger.yaml", "quiet_days: 30", "quiet_days: 20")
    proof = versioned / "evidence" / "1" / "名册.pdf"
    proof.parent.mkdir(parents=True)
    proof.write_bytes(b"list")
    edit(versioned / "items.yaml", "  - id: 1.1\n", "  - id: 1.1\n    evidence:\n    - file: evidence/1/名册.pdf\n")
    (versioned / "evidence" / "1" / "草稿.doc").write_bytes(b"draft")
    done = run("save")
    assert done.exit_code == 0, done.output
    assert files_of(git) == [
        "data/departments.yaml", "data/evidence/1/名册.pdf", "data/items.yaml", "data/ledger.yaml"
    ]  # fmt: skip
    assert git("status", "--porcelain", "-z") == "?? data/evidence/1/草稿.doc\0"
    assert "departments.yaml 区住建委: – → 区住建委" in done.stdout
    assert "ledger.yaml lights.quiet_days: 30 → 20" in done.stdout


def test_comments_alone_are_worth_a_version(run: Run, git: Git, versioned: Path) -> None:
    """Where no value is another, the version says which file it is about."""
    edit(versioned / "items.yaml", "- id: 9\n", "# 见会议纪要\n- id: 9\n")
    assert run("save", "注").exit_code == 0
    assert git("log", "-1", "--format=%s") == "edit by hand: items.yaml"


EVENT = "  - on: 2024-04-15\n    event: progress\n    by: 区政府\n"


ALTERED: dict[str, tuple[str, str]] = {
    "Entries of the log of item 8 were altered or taken out by hand: 1.": (EVENT, EVENT.replace("04-15", "04-16")),
    "Entries of the log of item 10": ("    by: 区教委\n", "    by: 区政府\n"),
    "Item 8 was taken out by hand": ("- id: 8\n", "- id: 88\n"),
    "Item 8 would have errors:\n  The status is closed out": ("  status: in_progress\n", "  status: closed\n"),
    "区教育局": ("  - 区政府教育督导委\n", "  - 区教育局\n"),
}


@pytest.mark.parametrize("said", ALTERED)
def test_edits_that_cannot_stand_are_refused(run: Run, git: Git, versioned: Path, said: str) -> None:
    """What is on record stays, and errors are not saved: the sentence says which, and the file is left alone."""
    edit(versioned / "items.yaml", *ALTERED[said])
    left = (versioned / "items.yaml").read_bytes()
    refused = run("save", "x")
    assert (refused.exit_code, said in refused.stderr) == (4, True), refused.stderr
    assert git("rev-list", "--count", "HEAD") == "1"
    assert (versioned / "items.yaml").read_bytes() == left


def test_a_command_meets_edits_by_hand(run: Run, git: Git, versioned: Path) -> None:
    """In a pipe it refuses and names them; in a terminal it asks, saves them apart, and goes on."""
    edit(versioned / "items.yaml", f"  {DUE}  due_wording: 2024年度", "  due: 2025-06-30\n  due_wording: 2024年度")
    left = (versioned / "items.yaml").read_bytes()
    refused = run("progress", "9", "--note", "x")
    assert (refused.exit_code, "7 due 2024-12-31 → 2025-06-30" in refused.stderr) == (4, True)
    no = run("progress", "9", "--note", "x", answers=["n"])
    assert (no.exit_code, (versioned / "items.yaml").read_bytes()) == (1, left)
    yes = run("progress", "9", "--note", "x", answers=["y"])
    assert yes.exit_code == 0, yes.output
    assert git("log", "-2", "--format=%s").splitlines() == [
        "progress 9: 城区义务教育资源总量不足",
        "edit by hand: 7 due 2024-12-31 → 2025-06-30",
    ]
    assert git("status", "--porcelain") == ""


def test_the_question_holds_nobody_up(git: Git, versioned: Path) -> None:
    """While somebody is asked about edits by hand, others may write; other edits are asked about anew."""
    edit(versioned / "items.yaml", DUE, "due: 2025-06-30\n")
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "ledger", "progress", "9", "--note", "x", "--data", str(versioned)]
    with subprocess.Popen(command, stdin=slave, stdout=subprocess.DEVNULL, stderr=slave) as process:
        os.close(slave)  # so that reading ends with the process, and does not wait for ever
        said = b""
        while b"go on?" not in said:
            said += os.read(master, 1000)
        with held(versioned, 0, pytest.fail):
            edit(versioned / "items.yaml", "due: 2025-06-30\n", "due: 2025-09-30\n")
        os.write(master, b"y\n")  # to what was asked about, which is not what stands there now
        while b"2025-09-30" not in said:
            said += os.read(master, 1000)
        os.write(master, b"n\n")
        assert process.wait() == 1
    os.close(master)
    assert git("rev-list", "--count", "HEAD") == "1"


def test_hooks_of_git_do_not_lead_astray(run: Run, git: Git, versioned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Inside a hook git names its own repository and index to its children; the ledger's are meant here."""
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    monkeypatch.setenv("GIT_INDEX_FILE", "/nowhere/index")
    done = run("progress", "9", "--note", "x")
    monkeypatch.delenv("GIT_DIR")
    monkeypatch.delenv("GIT_INDEX_FILE")
    assert done.exit_code == 0
    assert load(versioned).ledger.items[8].log
    assert git("rev-list", "--count", "HEAD") == "2"


@pytest.mark.parametrize("words", [["log"], ["check", "--history"], ["diff", "HEAD~1"], ["show", "9", "--at", "HEAD"]])
def test_git_that_ends_early(
    run: Run, versioned: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    """Where git ends while it is asked for contents, that is said."""
    run("set", "9", "person=张三")
    real = shutil.which("git")
    text = f'#!/bin/sh\ncase " $* " in *" --batch "*) exit 1;; esac\nexec {real} "$@"\n'
    monkeypatch.setenv("PATH", f"{script(tmp_path / 'bin' / 'git', text).parent}:{os.environ['PATH']}")
    told = run(*words, "--no-cache")
    assert (told.exit_code, told.stdout) == (3, "")
    assert told.stderr.startswith("Error: git reports an error: cat-file: ")
    assert versioned.exists()
