"""`ledger merge-driver` in real repositories: two people work on their own copies, and git puts it together."""

import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ledger.store import load
from sharing import Git
from sharing import Run

Both = tuple[Path, Callable[..., None], Callable[..., None]]
DRIVER = f"{shlex.quote(sys.executable)} -m ledger merge-driver %O %A %B %P"


@pytest.fixture
def both(run: Run, versioned: Path, git: Git) -> Both:
    """Return a ledger that git merges by meaning, and what runs a command on each of two branches."""
    (versioned / ".gitattributes").write_text("*.yaml merge=ledger\n", encoding="utf-8")
    git("config", "merge.ledger.driver", DRIVER)
    git("add", "--all")
    git("commit", "--quiet", "--message=attributes")
    git("branch", "other")

    def on(branch: str) -> Callable[..., None]:
        def typed(*words: str) -> None:
            git("checkout", "--quiet", branch)
            done = run(*words)
            assert done.exit_code == 0, done.output

        return typed

    return versioned, on("main"), on("other")


def test_two_people_work_on_the_same_item(run: Run, both: Both, git: Git) -> None:
    """Progress, measures and fields of one item from two copies stand in one ledger, with no conflict and no fault."""
    ledger, here, there = both
    here("progress", "2", "--note", "已检查56所", "--on", "2024-06-03")
    here("set", "2", "person=张三")
    there("progress", "2", "--note", "已约谈12所", "--on", "2024-06-01")
    there("done", "2.1", "--on", "2024-06-20")
    there("set", "2", "goal=应缴尽缴")
    there("add", "area=甲", "kind=problem", "title=新问题", "problem=新")
    here("list")
    git("merge", "--quiet", "--no-edit", "other")
    items = {item.id: item for item in load(ledger).ledger.items}
    assert [getattr(entry, "note", None) for entry in items["2"].log] == ["已约谈12所", "已检查56所"]
    assert (items["2"].person, items["2"].goal, str(items["2"].measures[0].done)) == ("张三", "应缴尽缴", "2024-06-20")
    assert (items["2"].status, items["19"].title) == ("in_progress", "新问题")
    assert run("check").exit_code == 0


def test_the_same_field_is_a_conflict(run: Run, both: Both, git: Git) -> None:
    """Two values for one field stand between git's markers, and the rest is merged; no command reads the file then."""
    ledger, here, there = both
    here("set", "2", "person=张三")
    there("set", "2", "person=李四")
    there("progress", "3", "--note", "已部署", "--on", "2024-06-01")
    here("list")
    with pytest.raises(subprocess.CalledProcessError):
        git("merge", "--quiet", "--no-edit", "other")
    text = (ledger / "items.yaml").read_text(encoding="utf-8")
    assert "<<<<<<< ours\n  person: 张三\n=======\n  person: 李四\n>>>>>>> theirs\n" in text
    assert text.count("<<<<<<<") == 1
    assert "note: 已部署" in text
    assert run("status").exit_code == 3


@pytest.mark.parametrize(("side", "left"), [("--ours", ("2024-06-20", None)), ("--theirs", (None, "不做"))])
def test_done_here_and_dropped_there(run: Run, both: Both, git: Git, side: str, left: tuple[str, str]) -> None:
    """No command would drop a measure that is done, so a person says which it is."""
    ledger, here, there = both
    here("done", "2.1", "--on", "2024-06-20")
    there("measure", "drop", "2.1", "--reason", "不做")
    here("list")
    with pytest.raises(subprocess.CalledProcessError, match="non-zero"):
        git("merge", "--quiet", "--no-edit", "other")
    shown = run("resolve")
    assert (shown.exit_code, "Done: 2024-06-20" in shown.output, "Dropped: 不做" in shown.output) == (1, True, True)
    assert run("resolve", side).exit_code == 0
    [measure] = [one for item in load(ledger).ledger.items for one in item.measures if one.id == "2.1"]
    assert (measure.done and str(measure.done), measure.dropped) == left


def test_what_is_no_ledger_is_merged_by_lines(both: Both, git: Git) -> None:
    """A file with errors of shape, or of another kind, is merged as git does it."""
    ledger, here, _ = both
    here("list")
    (ledger / "items.yaml").write_text("- a: 1\n", encoding="utf-8")
    git("commit", "--quiet", "--all", "--message=x")
    git("checkout", "--quiet", "other")
    (ledger / "items.yaml").write_text("- b: 1\n", encoding="utf-8")
    git("commit", "--quiet", "--all", "--message=y")
    with pytest.raises(subprocess.CalledProcessError):
        git("merge", "--quiet", "--no-edit", "main")
    assert "<<<<<<<" in (ledger / "items.yaml").read_text(encoding="utf-8")


ITEM = "- id: {n}\n  area: A\n  kind: problem\n  title: T{n}\n  problem: P{n}\n"
SIDES = ("base", "ours", "theirs")
BASE = "# 台账\n" + "".join(ITEM.format(n=n) for n in range(1, 4))


@pytest.fixture
def drive(run: Run, tmp_path: Path) -> Callable[..., tuple[int, str, str]]:
    """Return what merges three texts as git would call it: exit code, merged text, what is said."""

    def driven(base: str, ours: str, theirs: str, name: str = "items.yaml") -> tuple[int, str, str]:
        paths = [tmp_path / side for side in SIDES]
        for path, text in zip(paths, (base, ours, theirs), strict=True):
            path.write_bytes(text.encode())
        done = run("merge-driver", *map(str, paths), name)
        return done.exit_code, paths[1].read_bytes().decode(), done.stderr

    return driven


def test_neighbouring_lines_are_no_conflict(drive: Callable[..., tuple[int, str, str]]) -> None:
    """Two fields of one item that stand side by side; a byte-order mark of ours stays, and so does every comment."""
    ours, theirs = BASE.replace("title: T2", "title: 甲"), BASE.replace("problem: P2", "problem: 乙 # 注")
    code, text, said = drive(BASE, f"\ufeff{ours}", theirs)
    assert (code, said) == (0, "")
    assert text.startswith("\ufeff# 台账\n- id: 1\n")
    assert "  title: 甲\n  problem: 乙" in text
    assert "# 注" in text


def test_a_conflict_is_named(drive: Callable[..., tuple[int, str, str]]) -> None:
    """What both sides have changed is said with its item and field, and git learns that it is not settled."""
    code, text, said = drive(BASE, BASE.replace("T2", "甲"), BASE.replace("T2", "乙").replace("T3", "丙"))
    assert (code, said) == (1, "items.yaml: both sides have changed 2 Title. To settle it: ledger resolve\n")
    assert "<<<<<<< ours\n  title: 甲\n=======\n  title: 乙\n>>>>>>> theirs\n" in text
    assert "title: 丙" in text


LINED = {
    "other file": ("notes.txt", "a\nb\nc\n", "x\nb\nc\n", "a\nb\ny\n"),
    "other file, same line": ("notes.txt", "a\n", "b\n", "c\n"),
    "broken": ("items.yaml", BASE, BASE.replace("T1", "[甲"), BASE.replace("T3", "乙")),
    "broken, same line": ("items.yaml", BASE, BASE.replace("T1", "[甲"), BASE.replace("T1", "乙")),
}


@pytest.mark.parametrize("which", LINED)
def test_lines(drive: Callable[..., tuple[int, str, str]], which: str) -> None:
    """What is no file of a ledger, or cannot be read as one, is merged by its lines."""
    name, base, ours, theirs = LINED[which]
    code, text, _ = drive(base, ours, theirs, name)
    assert (code, "<<<<<<<" in text) == ((1, True) if "same line" in which else (0, False))
    changed = [line for side in (ours, theirs) for line in side.splitlines() if line not in base.splitlines()]
    assert len(changed) == 2
    assert all(line in text.splitlines() for line in changed)


def test_what_git_cannot_merge_stays(drive: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    """A file in which git finds no lines, as an editor of Windows saves it, is left as it is, and not settled."""
    ours = BASE.replace("T1", "甲").encode("utf-16")
    drive(BASE, BASE, BASE)
    (tmp_path / "ours").write_bytes(ours)
    (tmp_path / "theirs").write_text(BASE.replace("T3", "乙"), encoding="utf-8")
    command = [sys.executable, "-m", "ledger", "merge-driver", *(str(tmp_path / side) for side in SIDES), "items.yaml"]
    assert subprocess.run(command, check=False).returncode == 1
    assert (tmp_path / "ours").read_bytes() == ours


def test_nothing_in_the_work_tree_is_run(run: Run, both: Both, git: Git, tmp_path: Path) -> None:
    """A module that somebody has put into the work tree is not taken for one of the program's own."""
    ledger, here, there = both
    git("config", "--unset", "merge.ledger.driver")
    here("set", "2", "person=张三")
    (tmp_path / "yaml.py").write_text("open('run', 'w').close()\n", encoding="utf-8")
    git("add", "yaml.py")
    git("commit", "--quiet", "--message=x")
    there("set", "2", "goal=全部补缴")
    run("doctor", "--fix")
    here("list")
    git("merge", "--quiet", "--no-edit", "other")
    [item] = [item for item in load(ledger).ledger.items if item.id == "2"]
    assert (item.person, item.goal, (tmp_path / "run").exists()) == ("张三", "全部补缴", False)


@pytest.mark.parametrize("emptied", ["ours", "theirs"])
def test_an_emptied_file(drive: Callable[..., tuple[int, str, str]], emptied: str) -> None:
    """Nobody has taken all items out by that: it is no ledger, so what the other side has stands beside nothing."""
    sides = {"ours": BASE.replace("T1", "甲"), "theirs": BASE.replace("T1", "甲"), emptied: ""}
    code, text, _ = drive(BASE, *sides.values())
    assert (code, text.count("<<<<<<<")) == (1, 1)
    said = [line for line in text.splitlines() if line[:7] not in ("<<<<<<<", "=======", ">>>>>>>")]
    assert said == (sides["ours"] or sides["theirs"]).splitlines()
