"""`ledger resolve --again`: a merge that a clone made wrongly, by lines or by hand, is put right later."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from ledger.model import Item
from ledger.store import load
from sharing import Git
from sharing import Run

Make = Callable[..., None]


def item(ledger: Path, name: str) -> Item:
    """Return an item as it is now."""
    return {item.id: item for item in load(ledger).ledger.items}[name]


def notes(ledger: Path, name: str) -> list[str | None]:
    """Return the notes of an item's log."""
    return [getattr(entry, "note", None) for entry in item(ledger, name).log]


@pytest.fixture
def sides(run: Run, versioned: Path, git: Git) -> tuple[Make, Make]:
    """Return what makes a change on each of two branches of a ledger that git merges by lines."""
    git("branch", "other")
    assert versioned.is_dir()

    def on(branch: str) -> Make:
        def make(*words: str) -> None:
            git("checkout", "--quiet", branch)
            done = run(*words)
            assert done.exit_code == 0, done.output

        return make

    return on("main"), on("other")


def keep(git: Git, side: str) -> None:
    """Merge the other branch as somebody does who takes one side of all conflicts."""
    git("checkout", "--quiet", "main")
    with pytest.raises(subprocess.CalledProcessError):
        git("merge", "--quiet", "other")
    git("checkout", f"--{side}", "data/items.yaml")
    git("commit", "--quiet", "--all", "--message=merged by hand")


def test_a_side_that_was_dropped_comes_back(
    run: Run, sides: tuple[Make, Make], versioned: Path, git: Git, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Both went on with one log, and somebody kept one side: the other comes back, and later work stays."""
    here, there = sides
    paper = tmp_path_factory.mktemp("papers") / "照片.jpg"
    paper.write_bytes(b"x")
    here("progress", "2", "--note", "甲", "--on", "2024-06-03")
    there("progress", "2", "--note", "乙", "--on", "2024-06-01", "--evidence", str(paper))
    there("set", "3", "person=李四")
    keep(git, "ours")
    git("rm", "--quiet", "-r", "data/evidence")
    git("commit", "--quiet", "--amend", "--no-edit")
    here("progress", "2", "--note", "丙", "--on", "2024-06-10")
    here("set", "2", "goal=全员参保")
    found = run("check", "--history")
    merge = git("rev-list", "-1", "--merges", "HEAD")
    assert found.exit_code == 1
    assert (
        f"merge-lost: Entry 1 of item 2, progress (progress), got lost in the merge {merge[:10]} of 王芳."
        in found.stdout
    )
    assert f"ledger resolve --again {merge[:10]}" in found.stdout
    before = git("rev-parse", "HEAD"), (versioned / "items.yaml").read_bytes()
    shown = run("resolve", "--again", "--dry-run")
    assert (shown.exit_code, "+    note: 乙" in shown.stdout) == (0, True)
    assert (git("rev-parse", "HEAD"), (versioned / "items.yaml").read_bytes()) == before
    done = run("resolve", "--again", merge[:10])
    assert done.exit_code == 0, done.output
    assert notes(versioned, "2") == ["乙", "甲", "丙"]
    assert (item(versioned, "2").goal, item(versioned, "3").person) == ("全员参保", "李四")
    assert (versioned / "evidence" / "2" / "照片.jpg").read_bytes() == b"x"
    said = git("log", "-1", "--format=%B")
    assert said.startswith(f"repair merge {merge[:10]}: ")
    assert f"Ledger-Repairs: {merge}" in said.splitlines()
    assert git("status", "--porcelain") == ""
    assert run("check", "--history").exit_code == 0
    told = run("resolve", "--again")
    assert (told.exit_code, "Nothing is to be repaired" in told.stderr, told.stdout) == (0, True, "")
    assert run("undo").exit_code == 0
    assert notes(versioned, "2") == ["甲", "丙"]
    assert "entry-altered" not in run("check", "--history").stdout


def test_fields_that_got_lost(run: Run, sides: tuple[Make, Make], versioned: Path, git: Git) -> None:
    """What a merge dropped beside the logs is named by item and field, until it is there again."""
    here, there = sides
    there("set", "9", "person=甲", "leader=乙")
    there("done", "9.1", "--on", "2024-06-20")
    there("measure", "add", "10", "新措施")
    there("reading", "1", "临聘教师数", "380", "--on", "2024-06-20")
    there("routine", "done", "18.周排查", "--on", "2024-06-28")
    here("set", "9", "leader=丙")
    git("merge", "--quiet", "--no-edit", "--strategy=ours", "other")
    here("set", "9", "person=丁")
    told = [line for line in run("check", "--history").stdout.splitlines() if "merge-lost-fields" in line]
    assert [line.partition("changed of ")[2].partition(" got lost")[0] for line in told] == [
        "1",
        "9",
        "10",
        "18.周排查",
    ]
    assert [line.rpartition("王芳: ")[2] for line in told] == [
        "indicators 临聘教师数 baseline 临聘教师392人 readings 2024-06-20.",
        "measures 9.1 done, Responsible person.",
        "measures 10.4.",
        "Done.",
    ]
    assert run("resolve", "--again", "--ours").exit_code == 0
    assert "merge-lost" not in run("check", "--history").stdout
    assert "days-removed" not in run("check", "--history").stdout
    assert versioned.exists()


def test_what_somebody_chose_is_not_lost(run: Run, sides: tuple[Make, Make], versioned: Path, git: Git) -> None:
    """Of two values one is taken, by the command or by hand; neither is a loss, and another one by hand is none."""
    here, there = sides
    there("set", "9", "person=甲")
    there("set", "10", "person=甲")
    here("set", "9", "person=乙")
    here("set", "10", "person=乙")
    git("merge", "--quiet", "--no-commit", "--strategy=ours", "other")
    path = versioned / "items.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("person: 乙", "person: 丙", 1), encoding="utf-8")
    git("commit", "--quiet", "--all", "--no-edit")
    assert "merge-lost" not in run("check", "--history").stdout


def test_a_whole_branch_that_was_dropped(run: Run, sides: tuple[Make, Make], versioned: Path, git: Git) -> None:
    """A merge that took nothing of the other side is the last one as well: items, fields and done days come back."""
    here, there = sides
    there("add", "area=甲", "kind=problem", "title=新问题", "problem=新")
    there("set", "4", "person=张三")
    there("routine", "done", "18.周排查", "--on", "2024-06-28")
    here("progress", "2", "--note", "甲")
    git("merge", "--quiet", "--no-edit", "--strategy=ours", "other")
    here("progress", "3", "--note", "乙")
    assert "merge-lost-item: Item 19 got lost in the merge" in run("check", "--history").stdout
    assert run("resolve", "--again").exit_code == 0
    assert (item(versioned, "19").title, item(versioned, "4").person) == ("新问题", "张三")
    assert [str(day) for routine in load(versioned).ledger.routines for day in routine.done][-1:] == ["2024-06-28"]
    assert (notes(versioned, "2"), notes(versioned, "3")) == (["甲"], ["乙"])
    assert "merge-lost" not in run("check", "--history").stdout


DEPARTMENTS = "- name: {name}\n"
ROUTINES = "- id: 1.{name}\n  text: 排查\n  lead: 区教委\n  every: week\n"


@pytest.mark.parametrize(("file", "record"), [("departments.yaml", DEPARTMENTS), ("routines.yaml", ROUTINES)])
@pytest.mark.usefixtures("sides")
def test_what_a_right_merge_has_of_the_other_files_stays(
    run: Run, versioned: Path, git: Git, file: str, record: str
) -> None:
    """Departments and duties that either side has added are there as git merged them, and nothing is to be repaired."""
    path = versioned / file
    text = path.read_text(encoding="utf-8")
    for branch, parts in (("other", (text, record.format(name="乙局"))), ("main", (record.format(name="甲局"), text))):
        git("checkout", "--quiet", branch)
        path.write_text("".join(parts), encoding="utf-8")
        assert run("save").exit_code == 0
    git("merge", "--quiet", "--no-edit", "other")
    before = git("rev-parse", "HEAD"), path.read_bytes()
    told = run("resolve", "--again")
    assert (told.exit_code, "Nothing is to be repaired" in told.stderr) == (0, True), told.output
    assert (git("rev-parse", "HEAD"), path.read_bytes()) == before
    assert all(name in path.read_text(encoding="utf-8") for name in ("甲局", "乙局"))


def test_what_stands_there_twice_goes(run: Run, sides: tuple[Make, Make], versioned: Path, git: Git) -> None:
    """An entry that a merge by hand has doubled is named, and one of the two is taken out."""
    here, there = sides
    here("progress", "2", "--note", "甲")
    there("progress", "4", "--note", "乙")
    git("checkout", "--quiet", "main")
    git("merge", "--quiet", "--no-commit", "other")
    items = versioned / "items.yaml"
    text = items.read_text(encoding="utf-8")
    begin = text.index("  - on: 2024-07-15\n    event: progress\n    by: 区教委\n    note: 甲\n")
    entry = text[begin : text.index("\n- id: 3\n") + 1]
    items.write_text(text.replace(entry, entry * 2), encoding="utf-8")
    git("commit", "--quiet", "--all", "--message=merged by hand")
    here("progress", "2", "--note", "丙")
    assert (
        "merge-doubled: Entry 2 of item 2, progress (progress), stands there twice" in run("check", "--history").stdout
    )
    assert run("resolve", "--again").exit_code == 0
    assert notes(versioned, "2") == ["甲", "丙"]
    found = run("check", "--history")
    assert found.exit_code == 0, found.stdout


def test_what_came_later_is_chosen(run: Run, sides: tuple[Make, Make], versioned: Path, git: Git) -> None:
    """A field that was set again since the merge is shown with both, and kept or given up as somebody says."""
    here, there = sides
    there("set", "2", "person=李四")
    here("progress", "2", "--note", "甲")
    git("merge", "--quiet", "--no-edit", "--strategy=ours", "other")
    here("set", "2", "person=王五")
    shown = run("resolve", "--again", "--format", "json")
    assert shown.exit_code == 1
    [row] = json.loads(shown.stdout)
    assert (row["record"], row["ours"]["value"], row["theirs"]["value"]) == ("2", "王五", "李四")
    refused = run("resolve", "--again", "9=theirs")
    assert (refused.exit_code, "9 is not open" in refused.stderr) == (2, True)
    kept = run("resolve", "--again", "2=ours")
    assert (kept.exit_code, "Nothing is to be repaired" in kept.stderr) == (0, True)
    assert run("resolve", "--again", "--theirs").exit_code == 0
    assert item(versioned, "2").person == "李四"


@pytest.mark.parametrize("typed", ["李四", "张三", "张三、李四"])
def test_a_choice_that_was_made_stays(
    run: Run, sides: tuple[Make, Make], versioned: Path, git: Git, typed: str
) -> None:
    """Where a merge by hand has taken a side of a true conflict, or settled it otherwise, that stays."""
    here, there = sides
    for side, name, text in ((here, "张三", "一"), (there, "李四", "二")):
        side("set", "2", f"person={name}")
        side("measure", "set", "2.1", f"text={text}")
    keep(git, "ours")
    items = versioned / "items.yaml"
    items.write_text(items.read_text(encoding="utf-8").replace("person: 张三", f"person: {typed}"), encoding="utf-8")
    items.write_text(items.read_text(encoding="utf-8").replace("text: 一", "text: 一二"), encoding="utf-8")
    git("commit", "--quiet", "--amend", "--all", "--no-edit")
    told = run("resolve", "--again")
    assert (told.exit_code, "Nothing is to be repaired" in told.stderr) == (0, True), told.output
    assert (item(versioned, "2").person, item(versioned, "2").measures[0].text) == (typed, "一二")


def test_a_choice_that_is_on_record_stays(run: Run, sides: tuple[Make, Make], versioned: Path, git: Git) -> None:
    """What `ledger resolve` has settled is told by the merge, so it is no loss and is not asked for again."""
    here, there = sides
    for side, note in ((here, "甲"), (there, "乙")):
        side("submit", "2", "--note", note, "--override", "补", "--paper", "档1")
    git("checkout", "--quiet", "main")
    with pytest.raises(subprocess.CalledProcessError):
        git("merge", "--quiet", "other")
    assert run("resolve", "--theirs").exit_code == 0
    assert notes(versioned, "2") == ["乙"]
    assert "Ledger-Chose: theirs data/items.yaml 2" in git("log", "-1", "--format=%B").splitlines()
    assert run("check", "--history").exit_code == 0
    assert "Nothing is to be repaired" in run("resolve", "--again").stderr
    git("commit", "--quiet", "--amend", "--message=x\n\nLedger-Chose: theirs 'data")
    assert "merge-lost" in run("check", "--history").stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("resolve", "--again"), "No version of this ledger is a merge."),
        (("resolve", "--again", "HEAD"), "The version HEAD is no merge of two sides."),
        (("resolve", "--again", "nowhere"), "nowhere"),
        (("resolve", "--dry-run"), "--dry-run goes with --again."),
        (("resolve", "--again", "2=mine"), "2=mine does not say which side is chosen."),
    ],
)
@pytest.mark.usefixtures("versioned")
def test_where_there_is_no_merge(run: Run, words: tuple[str, ...], told: str) -> None:
    """Without a merge, or with a version that is none, that is said."""
    refused = run(*words)
    assert (refused.exit_code, told in refused.stderr) == (2, True), refused.stderr


@pytest.mark.parametrize("text", [b"<<<<<<< ours\n- a\n=======\n>>>>>>> theirs\n", b"- a: 1\n"])
def test_a_merge_that_cannot_be_read(
    run: Run, sides: tuple[Make, Make], versioned: Path, git: Git, text: bytes
) -> None:
    """Where somebody made a version of the markers themselves, no later work can be told from them, and it is said."""
    here, there = sides
    here("progress", "2", "--note", "甲")
    there("progress", "2", "--note", "乙")
    keep(git, "ours")
    good = (versioned / "items.yaml").read_bytes()
    (versioned / "items.yaml").write_bytes(text)
    git("commit", "--quiet", "--all", "--amend", "--no-edit")
    (versioned / "items.yaml").write_bytes(good)
    git("commit", "--quiet", "--all", "--message=mended")
    refused = run("resolve", "--again")
    assert (refused.exit_code, "cannot be read as a ledger" in refused.stderr) == (3, True), refused.stderr


def test_histories_without_a_beginning_in_common(run: Run, sides: tuple[Make, Make], versioned: Path, git: Git) -> None:
    """Where two ledgers were begun apart, their merge is made anew from nothing in common."""
    here, _ = sides
    git("checkout", "--quiet", "--orphan", "apart")
    (versioned / "items.yaml").write_text("- {id: 77, area: 甲, kind: problem, title: 别处, problem: 别处}\n", "utf-8")
    git("commit", "--quiet", "--all", "--message=apart")
    here("progress", "2", "--note", "甲")
    git("merge", "--quiet", "--no-edit", "--strategy=ours", "--allow-unrelated-histories", "apart")
    done = run("resolve", "--again")
    assert done.exit_code == 0, done.output
    assert item(versioned, "77").title == "别处"
    assert notes(versioned, "2") == ["甲"]
