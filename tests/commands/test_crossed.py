"""Two clones that take over from each other, without a shared repository: each has merged what the other one has."""

import json
import subprocess

import pytest

from ledger.store import load
from sharing import Clone


def merged(clone: Clone, other: Clone, tip: str, *choices: str) -> None:
    """Merge a version of another clone, and settle what is open."""
    clone.git("fetch", "--quiet", str(other.top), tip)
    done = subprocess.run(["git", "merge", "--no-edit", tip], cwd=clone.top, check=False, capture_output=True)
    assert (done.returncode != 0) == bool(choices), done.stdout
    if choices:
        settled = clone.run("resolve", *choices)
        assert settled.exit_code == 0, settled.output


@pytest.fixture
def crossed(clones: tuple[Clone, Clone]) -> tuple[Clone, Clone]:
    """Return two clones of which each has merged what the other one had, and has chosen its own where both differ."""
    for clone in clones:
        name = clone.top.name
        clone.done("doctor", "--fix")
        clone.done("set", "2", f"person={name}", "goal=一致")
        clone.done("progress", "2", "--note", name)
        clone.done("measure", "add", "3", name)
        clone.done("submit", "4", "--override", name)
    tips = [clone.git("rev-parse", "HEAD") for clone in clones]
    for clone, other, tip in zip(clones, reversed(clones), reversed(tips), strict=True):
        merged(clone, other, tip, "--ours")
    return clones


def test_what_each_has_chosen_is_open_again(crossed: tuple[Clone, Clone]) -> None:
    """What both began with has two versions then; what these differ in is open as at first, and can be chosen."""
    one, other = crossed
    opened(one, other)
    shown = one.run("resolve", "--format", "json")
    assert [(row["record"], row["path"]) for row in json.loads(shown.stdout)] == [
        ("2", ["person"]), ("3", ["measures", "3.3"]), ("4", ["log"])
    ]  # fmt: skip
    settled = one.run("resolve", "2=theirs", "3=both", "4=ours")
    assert settled.exit_code == 0, settled.output
    items = load(one.data).ledger.items
    assert (items[1].person, sorted(str(getattr(each, "note", "")) for each in items[1].log)) == (
        "李四", ["李四", "王芳"]
    )  # fmt: skip
    assert [each.text for each in items[2].measures[-2:]] == ["李四", "王芳"]
    assert [getattr(each, "override", None) for each in items[3].log] == ["王芳"]
    assert told_of_merges(one) == []
    assert "Nothing is to be repaired" in one.done("resolve", "--again")


def test_one_side_alone_can_be_chosen(crossed: tuple[Clone, Clone]) -> None:
    """A merge that is ours in everything is no merge that has lost what is theirs."""
    one, other = crossed
    before = load(one.data).ledger
    opened(one, other)
    settled = one.run("resolve", "--ours")
    assert settled.exit_code == 0, settled.output
    assert load(one.data).ledger == before
    assert told_of_merges(one) == []


def test_what_one_has_taken_back_since_stays_so(crossed: tuple[Clone, Clone]) -> None:
    """An entry that both had, and one of them undid after that, does not come back, nor does a field."""
    one, other = crossed
    for number, entry in enumerate(load(other.data).ledger.items[1].log, start=1):
        if getattr(entry, "note", "") == "王芳":
            other.done("correct", "2", str(number), "--reason", "误记")
    other.done("set", "2", "goal=", "person=王芳")
    other.done("set", "3", "goal=又")
    merged(one, other, other.git("rev-parse", "HEAD"), "3=ours", "4=ours")
    items = load(one.data).ledger.items
    assert (items[1].person, items[1].goal, items[2].goal) == ("王芳", None, "又")
    assert [each.event for each in items[1].log].count("correct") == 1
    assert told_of_merges(one) == []


def opened(one: Clone, other: Clone) -> None:
    """Merge what another clone has, which leaves something open."""
    one.git("fetch", "--quiet", str(other.top), "HEAD")
    with pytest.raises(subprocess.CalledProcessError):
        one.git("merge", "--no-edit", "FETCH_HEAD")


def told_of_merges(clone: Clone) -> list[str]:
    """Return what the history is said to hold that no command could have done."""
    return [
        each["code"]
        for each in json.loads(clone.run("check", "--history", "--format", "json").stdout)
        if each["severity"] == "error" or "merge" in each["code"]
    ]
