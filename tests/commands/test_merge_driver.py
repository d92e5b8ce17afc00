"""`ledger merge-driver` in real repositories: two people work on their own copies, and git puts it together."""

import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from ledger.store import load

Run = Callable[..., Result]
Git = Callable[..., str]
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
