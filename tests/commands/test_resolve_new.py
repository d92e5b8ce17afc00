"""`ledger resolve` where both sides have added something under one number."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ledger.store import load
from sharing import Clone


def adding(clone: Clone, tmp_path: Path) -> None:
    """Add an item with a measure, a target and a paper, one that is merged into it, and a duty for it."""
    name = clone.top.name
    paper = tmp_path / f"{name}.jpg"
    paper.write_text(name, encoding="utf-8")
    clone.done("add", "area=甲", "kind=problem", f"title=新{name}", f"problem={name}的问题")
    new = load(clone.data).ledger.items[-1].id
    clone.done("measure", "add", new, f"{name}的措施")
    path = clone.data / "items.yaml"
    target = f"{{name: 人数, kind: target, literal: 5人, unit: 人, value: 5, measure: {new}.1}} # {name}"
    path.write_text(f"{path.read_text(encoding='utf-8')}  indicators:\n  - {target}\n", encoding="utf-8")
    path = path.with_name("routines.yaml")
    duty = f"- id: {name}月报\n  text: 报告\n  item: {new}\n  every: month\n"
    path.write_text(f"{path.read_text(encoding='utf-8')}{duty}", encoding="utf-8")
    clone.done("save")
    clone.done("progress", new, "--note", f"{name}已开工", "--evidence", str(paper))


def test_two_new_items_of_one_number(clones: tuple[Clone, Clone], tmp_path: Path) -> None:
    """Both stay: theirs with its number, ours with the next one, with all that is ours; nothing is lost anywhere."""
    one, other = clones
    for clone in clones:
        adding(clone, tmp_path)
    other.done("add", "area=甲", "kind=problem", "title=又", "problem=又")
    for clone, merged in ((one, "3"), (other, "4")):
        clone.done("withdraw", merged, "--into", load(clone.data).ledger.items[18].id, "--reason", "并入")
    one.done("sync")
    assert other.run("sync").exit_code == 4
    number = str(int(load(one.data).ledger.items[-1].id))
    new = str(int(number) + 2)
    settled = other.run("resolve", f"{number}=both")
    assert settled.exit_code == 0, settled.output
    assert f"Ours of {number} is {new} now." in settled.stderr
    other.done("sync")
    one.done("sync")
    for clone in clones:
        items = {item.id: item for item in load(clone.data).ledger.items}
        assert [items[name].title for name in (number, str(int(number) + 1), new)] == ["新王芳", "又", "新李四"]
        for name, whose in ((number, "王芳"), (new, "李四")):
            item = items[name]
            assert [(each.id, each.text) for each in item.measures] == [(f"{name}.1", f"{whose}的措施")]
            assert [each.measure for each in item.indicators] == [f"{name}.1"]
            assert [each.note for each in item.log] == [f"{whose}已开工"]
            [proof] = item.log[0].evidence
            assert (clone.data / str(proof.file)).read_text(encoding="utf-8") == whose
        assert [getattr(items[name].log[-1], "into", None) for name in ("3", "4")] == [number, new]
        duties = {each.id: each.item for each in load(clone.data).ledger.routines}
        assert (duties["李四月报"], duties["王芳月报"], duties["8.月报"]) == (new, number, "8")
        checked = clone.run("check", "--history")
        assert checked.exit_code == 0, checked.stdout
        assert clone.git("status", "--porcelain") == ""
        text = (clone.data / "items.yaml").read_text(encoding="utf-8")
        assert ["# 王芳" in text, "# 李四" in text] == [True, True]
    assert "Nothing is to be repaired" in other.done("resolve", "--again")


KILLED = """\
import os, sys
from ledger import git, namesakes, resolving
holder, step = eval(sys.argv[1].rpartition(".")[0]), sys.argv[1].rpartition(".")[2]
real = getattr(holder, step)
def killed(*args, **kwargs):
    real(*args, **kwargs)
    os._exit(9)
setattr(holder, step, killed)
from ledger.main import cli
cli(["resolve", *sys.argv[2:]])
"""


@pytest.mark.parametrize(
    "step",
    ["resolving.remember", "resolving._write", "resolving._follow", "namesakes.settle", "git.Repository.stage"],
)
def test_a_resolve_that_was_killed(clones: tuple[Clone, Clone], tmp_path: Path, step: str) -> None:
    """Killed behind any step, what was chosen stands; the next one goes on, and nothing counts as settled by hand."""
    one, other = clones
    paper = tmp_path / "照片.jpg"
    for clone in clones:
        adding(clone, tmp_path)
        clone.done("set", "2", f"person={clone.top.name}")
        paper.write_text(f"照片 {clone.top.name}", encoding="utf-8")
        clone.done("attach", "4", str(paper))
    one.done("sync")
    assert other.run("sync").exit_code == 4
    number = load(one.data).ledger.items[-1].id
    words = [f"{number}=both", "2=theirs", "--data", str(other.data)]
    killed = subprocess.run([sys.executable, "-c", KILLED, step, *words], capture_output=True, check=False)
    assert killed.returncode == 9
    resumed = other.run("resolve")
    assert (resumed.exit_code, "by hand" in resumed.stderr) == (0, False), resumed.stderr
    ledger = load(other.data).ledger
    titles = {item.id: item.title for item in ledger.items[-2:]}
    assert titles == {number: "新王芳", str(int(number) + 1): "新李四"}
    assert {routine.id: titles[str(routine.item)] for routine in ledger.routines if routine.item in titles} == {
        "李四月报": "新李四", "王芳月报": "新王芳"
    }  # fmt: skip
    assert ledger.items[1].person == "王芳"
    message = other.git("log", "-1", "--format=%B")
    assert [f"Ledger-Chose: {side}" in message for side in ("both", "theirs")] == [True, True]
    assert other.run("check", "--history").exit_code == 0
    other.done("sync")


def test_two_new_measures_of_one_number(clones: tuple[Clone, Clone]) -> None:
    """They are chosen by their number, beside what else is open of the item, and both can stay."""
    one, other = clones
    for clone in clones:
        clone.done("measure", "add", "2", f"{clone.top.name}的措施")
        clone.done("set", "2", f"person={clone.top.name}")
    one.done("sync")
    assert other.run("sync").exit_code == 4
    number = load(one.data).ledger.items[1].measures[-1].id
    refused = other.run("resolve", f"{number}=theirs", "2=ours", "3=both")
    assert (refused.exit_code, f"Open are: 2, {number}." in refused.stderr) == (2, True), refused.stderr
    assert other.run("resolve", "2=both").exit_code == 1
    settled = other.run("resolve", "2=theirs")
    assert settled.exit_code == 0, settled.output
    new = f"2.{int(number.removeprefix('2.')) + 1}"
    assert f"Ours of {number} is {new} now." in settled.stderr
    item = load(other.data).ledger.items[1]
    assert item.person == "王芳"
    assert [(each.id, each.text) for each in item.measures[-2:]] == [(number, "王芳的措施"), (new, "李四的措施")]
    other.done("sync")
    one.done("sync")
    assert load(one.data).ledger.items == load(other.data).ledger.items
    assert "Nothing is to be repaired" in one.done("resolve", "--again")
    assert one.run("check", "--history").exit_code == 0


def test_somebody_is_asked_whether_both_stay(clones: tuple[Clone, Clone]) -> None:
    """Where both can stay, the question says so; one of them alone is an answer as well."""
    one, other = clones
    for clone in clones:
        clone.done("measure", "add", "2", f"{clone.top.name}的措施")
        clone.done("measure", "add", "3", f"{clone.top.name}的措施")
    one.done("sync")
    assert other.run("sync").exit_code == 4
    settled = other.run("resolve", asks=True, typed="both\nours\n")
    assert settled.exit_code == 0, settled.output
    assert "ours, theirs or both?" in settled.output
    texts = [[each.text for each in item.measures] for item in load(other.data).ledger.items[1:3]]
    assert [sum("的措施" in text for text in some) for some in texts] == [2, 1]


def test_what_others_have_keeps_its_number(clones: tuple[Clone, Clone]) -> None:
    """Somebody who goes on with it, and does not know that both stay, has worked on the same thing after a sync."""
    one, other = clones
    for clone in clones:
        clone.done("measure", "add", "2", f"{clone.top.name}的措施")
        clone.done("add", "area=甲", "kind=problem", f"title=新{clone.top.name}", "problem=有")
    one.done("sync")
    measure, number = load(one.data).ledger.items[1].measures[-1].id, load(one.data).ledger.items[-1].id
    one.done("done", measure)
    one.done("progress", number, "--note", "已开工")
    assert other.run("sync").exit_code == 4
    assert other.run("resolve", f"{measure}=both", f"{number}=both").exit_code == 0
    other.done("sync")
    one.done("sync")
    ledger = load(one.data).ledger
    assert [(each.text, each.done is None) for each in ledger.items[1].measures[-2:]] == [
        ("王芳的措施", False), ("李四的措施", True)
    ]  # fmt: skip
    assert [(each.title, len(each.log)) for each in ledger.items[-2:]] == [("新王芳", 1), ("新李四", 0)]
    assert one.run("check", "--history").exit_code == 0


def test_both_stay_in_a_merge_alone(clones: tuple[Clone, Clone]) -> None:
    """A rebase would go on with the number of what is not shared yet, and what was done with it come to the other."""
    one, other = clones
    for clone in clones:
        clone.done("add", "area=甲", "kind=problem", f"title=新{clone.top.name}", "problem=有")
    number = load(one.data).ledger.items[-1].id
    other.done("progress", number, "--note", "已开工")
    one.done("sync")
    other.git("fetch", "--quiet")
    with pytest.raises(subprocess.CalledProcessError):
        other.git("rebase", "@{upstream}")
    assert "=both" not in other.run("resolve").output
    refused = other.run("resolve", f"{number}=both")
    assert (refused.exit_code, "in a merge" in refused.stderr) == (2, True), refused.output
    other.git("rebase", "--abort")
    assert other.run("sync").exit_code == 4
    assert other.run("resolve", f"{number}=both").exit_code == 0
    assert [(each.title, len(each.log)) for each in load(other.data).ledger.items[-2:]] == [
        ("新王芳", 0),
        ("新李四", 1),
    ]


def test_what_has_another_number_is_not_undone_by_its_old_one(clones: tuple[Clone, Clone]) -> None:
    """Taking back a version of before the merge would change what stays there by that number; theirs can be undone."""
    one, other = clones
    for clone in clones:
        clone.done("measure", "add", "2", f"{clone.top.name}的措施")
    number = load(one.data).ledger.items[1].measures[-1].id
    for clone in clones:
        clone.done("done", number)
    mine, yours = (clone.git("rev-parse", "HEAD") for clone in (other, one))
    one.done("sync")
    assert other.run("sync").exit_code == 4
    assert other.run("resolve", f"{number}=both").exit_code == 0
    refused = other.run("undo", mine)
    assert (refused.exit_code, f"{number} has been another one since the merge" in refused.stderr) == (4, True)
    other.done("sync")
    one.done("sync")
    one.done("undo", yours)
    assert [(each.text, each.done is None) for each in load(one.data).ledger.items[1].measures[-2:]] == [
        ("王芳的措施", True), ("李四的措施", False)
    ]  # fmt: skip


def test_a_duty_of_one_name_goes_with_the_side_that_is_chosen(clones: tuple[Clone, Clone]) -> None:
    """It stands for the item that this side had meant by the number."""
    one, other = clones
    for clone in clones:
        clone.done("add", "area=甲", "kind=problem", f"title=新{clone.top.name}", "problem=有")
        new = load(clone.data).ledger.items[-1].id
        duty = f"- id: 新月报\n  text: {clone.top.name}报告\n  item: {new}\n  every: month\n"
        path = clone.data / "routines.yaml"
        path.write_text(f"{path.read_text(encoding='utf-8')}{duty}", encoding="utf-8")
        clone.done("save")
    one.done("sync")
    assert other.run("sync").exit_code == 4
    settled = other.run("resolve", f"{new}=both", "新月报=ours")
    assert settled.exit_code == 0, settled.output
    ledger = load(other.data).ledger
    titles = {item.id: item.title for item in ledger.items}
    assert [titles[str(each.item)] for each in ledger.routines if each.id == "新月报"] == ["新李四"]


def test_it_is_said_who_made_what(clones: tuple[Clone, Clone]) -> None:
    """Of each difference, whoever changed the same file later, and whoever brought it together."""
    one, other = clones
    for clone, author in ((one, "赵六"), (other, "钱七")):
        clone.git("config", "user.name", author)
        clone.done("set", "2", f"person={author}")
        clone.git("config", "user.name", clone.top.name)
        clone.done("progress", "5", "--note", clone.top.name)
    one.done("sync")
    assert other.run("sync").exit_code == 4
    [row] = json.loads(other.run("resolve", "--format", "json").stdout)
    assert (row["ours"]["author"], row["theirs"]["author"]) == ("钱七", "赵六")


@pytest.mark.parametrize("way", ["theirs has moved it", "ours has moved it"])
def test_work_on_what_gets_another_number_follows_it(clones: tuple[Clone, Clone], way: str) -> None:
    """Somebody has taken over what was not sent yet, and works on it while it gets another number elsewhere."""
    one, other = clones
    third = Clone(one.top.with_name("赵六"))
    one.git("clone", "--quiet", "../all.git", str(third.top))
    third.git("config", "user.name", "赵六")
    third.git("config", "user.email", "赵六@example.cn")
    for clone in clones:
        clone.done("add", "area=甲", "kind=problem", f"title=新{clone.top.name}", f"problem={clone.top.name}")
        clone.done("measure", "add", "2", f"{clone.top.name}的措施")
    number, measure = (load(other.data).ledger.items[at] for at in (-1, 1))
    other.done("measure", "add", number.id, "李四的措施")
    third.git("pull", "--quiet", "--no-rebase", str(other.top), "main")
    third.done("progress", number.id, "--note", "赵六续办")
    third.done("measure", "add", number.id, "赵六的措施")
    third.done("done", measure.measures[-1].id)
    third.done("withdraw", "3", "--into", number.id, "--reason", "并入")
    one.done("sync")
    assert other.run("sync").exit_code == 4
    assert other.run("resolve", f"{number.id}=both", f"{measure.measures[-1].id}=both").exit_code == 0
    if way == "theirs has moved it":
        other.done("sync")
        third.done("sync")
    else:
        other.done("doctor", "--fix")
        other.git("pull", "--quiet", "--no-rebase", "--no-edit", str(third.top), "main")
    made = third if way == "theirs has moved it" else other
    items = {item.title: item for item in load(made.data).ledger.items}
    mine = items["新李四"]
    assert (mine.id, items["新王芳"].id, len(items["新王芳"].log)) == ("20", "19", 0)
    assert [entry.event for entry in mine.log] == ["progress"]
    assert [(each.id, each.text) for each in mine.measures] == [("20.1", "李四的措施"), ("20.2", "赵六的措施")]
    found = load(made.data).ledger.items
    assert [(each.text, each.done is None) for each in found[1].measures[-2:]] == [
        ("王芳的措施", True), ("李四的措施", False)
    ]  # fmt: skip
    assert getattr(found[2].log[-1], "into", None) == "20"
    checked = made.run("check", "--history")
    assert checked.exit_code == 0, checked.stdout
