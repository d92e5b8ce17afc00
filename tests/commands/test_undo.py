"""A version is taken back by a new one: what it changed, and nothing that came since."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from ledger.store import load
from sharing import Git
from sharing import Run


def test_undo_takes_the_own_last_change_back(run: Run, git: Git, month: Path) -> None:
    """Again and again it goes one change further back, by new versions, until the ledger is as it began."""
    begin = git("rev-parse", "HEAD~7")
    subjects = []
    while (done := run("undo")).exit_code == 0:
        subjects.append(git("log", "-1", "--format=%s"))
    assert subjects == [
        "undo close 9: 城区义务教育资源总量不足",
        "undo edit by hand: 7 due 2024-12-31 → 2025-06-30",
        "undo done 9: 城区义务教育资源总量不足",
        "undo progress 9: 城区义务教育资源总量不足",
        "undo set 9: 城区义务教育资源总量不足",
    ]
    assert (done.exit_code, "no version of yours" in done.stderr) == (2, True)  # the first one only began the ledger
    assert git("diff", "--name-only", begin, "--", "data") == "data/evidence/.gitattributes"
    assert git("status", "--porcelain") == ""
    assert [file.name for file in (month / "evidence").iterdir()] == [".gitattributes"]
    assert run("check", "--history").exit_code == 0


def test_undo_shows_what_it_takes_back(run: Run, git: Git, month: Path) -> None:
    """It says which version, and the lines; with --dry-run nothing is written."""
    before = git("rev-parse", "HEAD"), (month / "items.yaml").read_bytes()
    tried = run("undo", "--dry-run")
    assert f"To be taken back: {git('rev-parse', 'HEAD~2')[:10]} of 2024-06-28 by 王芳: close 9" in tried.stderr
    assert "    taken out: 4 closing on 2024-06-28, 区教委" in tried.stdout.splitlines()
    assert any(line.startswith("-    event: close") for line in tried.stdout.splitlines())
    assert (git("rev-parse", "HEAD"), (month / "items.yaml").read_bytes()) == before


def test_undoing_the_undoing_brings_it_back(run: Run, git: Git, month: Path) -> None:
    """What was undone comes back by name, evidence included, byte for byte; then it can be undone again."""
    before = (month / "items.yaml").read_bytes()
    run("undo")
    assert not (month / "evidence" / "9").exists()
    assert run("undo", "HEAD").exit_code == 0
    assert git("log", "-1", "--format=%s") == "redo close 9: 城区义务教育资源总量不足"
    assert (month / "items.yaml").read_bytes() == before
    assert (month / "evidence" / "9" / "验收单.pdf").read_bytes() == b"approved"
    assert git("status", "--porcelain") == ""
    assert "close 9" in run("undo", "--dry-run").stderr
    assert run("check", "--history").exit_code == 0


@pytest.mark.usefixtures("month")
def test_undo_leaves_later_changes_alone(run: Run, git: Git) -> None:
    """An earlier version is taken back out of the middle: other fields and other items keep what came since."""
    later = json.loads(run("show", "9", "--format", "json").stdout)
    done = run("undo", git("rev-list", "--grep=^set 9", "HEAD"))
    assert (done.exit_code, "would not hold any more" in done.stderr) == (4, True), (
        done.output
    )  # the lead, on which the application rests
    run("set", "9", "office=规划科")
    run("set", "9", "person=李四")
    assert run("undo", "HEAD~1").exit_code == 0
    now = json.loads(run("show", "9", "--format", "json").stdout)
    assert (now["office"], now["person"]) == (None, "李四")
    assert {**now, "person": "", "office": ""} == {**later, "person": "", "office": ""}


AGAIN: Mapping[str, tuple[list[str], list[str]]] = {
    "changed again since that version: Responsible person.": (["set", "5", "person=张三"], ["set", "5", "person=李四"]),
    "More has been recorded of item 5 since": (["progress", "5", "--note", "一"], ["progress", "5", "--note", "二"]),
    "changed again since that version: measure 5.2, Done.": (
        ["done", "5.2", "--on", "2024-07-01"],
        ["done", "5.2", "--undo"],
    ),
    "changed again since that version: measure 5.3.": (
        ["measure", "add", "5", "新措施"],
        ["measure", "set", "5.3", "person=张三"],
    ),
    "Item 19 was changed again since it came": (
        ["add", "area=A", "kind=problem", "title=T", "problem=P"],
        ["set", "19", "person=张三"],
    ),
}


@pytest.mark.parametrize("said", AGAIN)
def test_undo_refuses_what_was_changed_again(run: Run, git: Git, versioned: Path, said: str) -> None:
    """Where a later change touches the same field, nothing is taken back, and the field is named."""
    for words in AGAIN[said]:
        assert run(*words).exit_code == 0
    before = (versioned / "items.yaml").read_bytes()
    refused = run("undo", "HEAD~1")
    assert (refused.exit_code, said in refused.stderr) == (4, True), refused.output
    assert (versioned / "items.yaml").read_bytes() == before
    assert git("status", "--porcelain") == ""


def test_undo_within_a_measure(run: Run, git: Git, versioned: Path) -> None:
    """A measure that was done is open again; the paper that was filed with it since stays."""
    run("done", "5.1")
    run("attach", "5.1", "--paper", "1号柜")
    assert run("undo", "HEAD~1").exit_code == 0
    [measure, _] = load(versioned).ledger.items[4].measures
    assert (measure.done, [proof.paper for proof in measure.evidence]) == (None, ["1号柜"])
    assert git("status", "--porcelain") == ""


def test_undo_of_an_item_in_the_middle(run: Run, git: Git, versioned: Path) -> None:
    """An item that was added goes again, and comes back where it stood, although others came behind it."""
    for title in ("甲", "乙"):
        run("add", "area=A", "kind=problem", f"title={title}", f"problem={title}")
    assert run("undo", "HEAD~1").exit_code == 0
    assert [item.id for item in load(versioned).ledger.items][-2:] == ["18", "20"]
    assert run("undo", "HEAD").exit_code == 0
    assert [item.title for item in load(versioned).ledger.items][-2:] == ["甲", "乙"]
    assert git("diff", "HEAD~2", "--", "data") == ""
    run("undo", "HEAD~3")
    run("set", "20", "person=张三")
    assert run("undo", "HEAD~1").exit_code == 0
    assert [(item.id, item.person) for item in load(versioned).ledger.items][-2:] == [("19", None), ("20", "张三")]


def test_somebody_elses_change(run: Run, git: Git, month: Path) -> None:
    """Without a name only one's own changes are looked at; another's takes a question, and in a pipe a refusal."""
    git("config", "user.email", "lisi@example.cn")
    git("config", "user.name", "李四")
    before = (month / "items.yaml").read_bytes()
    assert run("undo").exit_code == 2
    refused = run("undo", "HEAD~2")
    assert (refused.exit_code, "王芳 made version" in refused.stderr) == (4, True)
    assert run("undo", "HEAD~2", answers=["n"]).exit_code == 1
    assert (month / "items.yaml").read_bytes() == before
    assert run("undo", "HEAD~2", answers=["y"]).exit_code == 0
    assert git("log", "-1", "--format=%an %s") == "李四 undo close 9: 城区义务教育资源总量不足"


@pytest.mark.usefixtures("month")
def test_what_cannot_be_undone(run: Run, git: Git) -> None:
    """A version that is undone already, or made a file appear, or is not of this ledger, is told as that."""
    assert "was taken back already" in run("undo", "HEAD~1").stderr
    assert "appeared or vanished" in run("undo", git("rev-list", "--max-parents=0", "HEAD")).stderr
    git("commit", "--quiet", "--allow-empty", "--message=other")
    assert "not in the history of this ledger" in run("undo", "HEAD").stderr


def test_departments_are_undone_as_a_file(run: Run, git: Git, month: Path) -> None:
    """An edit of another file is taken back byte for byte, unless somebody has edited it again."""
    file = month / "departments.yaml"
    before = file.read_bytes()
    file.write_bytes(before + "- name: 区住建委\n".encode())
    run("save")
    assert run("undo").exit_code == 0
    assert file.read_bytes() == before
    for name in ("区住建委", "区文旅委"):
        file.write_bytes(file.read_bytes() + f"- name: {name}\n".encode())
        run("save")
    refused = run("undo", "HEAD~1")
    assert (refused.exit_code, "departments.yaml was changed again" in refused.stderr) == (4, True)
    assert git("status", "--porcelain") == ""


def test_an_extension_is_undone_with_its_date(run: Run, git: Git, month: Path) -> None:
    """A date typed wrong is put right: the extension goes, and the date is the one before."""
    run("extend", "7", "--to", "2052-12-31", "--reason", "误")
    assert run("undo").exit_code == 0
    assert str(load(month).ledger.items[6].due) == "2025-06-30"
    assert git("diff", "HEAD~2", "--", "data") == ""


def test_what_others_rest_on_is_not_undone(run: Run, git: Git, month: Path) -> None:
    """A department that an item names since cannot go again, nor be renamed by hand."""
    file = month / "departments.yaml"
    file.write_bytes(file.read_bytes() + "- name: 区住建委\n".encode())
    run("save")
    run("set", "1", "support+=区住建委")
    before = git("rev-parse", "HEAD")
    refused = run("undo", "HEAD~1")
    assert (refused.exit_code, "Item 1 would have errors" in refused.stderr) == (4, True), refused.stderr
    file.write_text(file.read_text(encoding="utf-8").replace("- name: 区编办", "- name: 编办"), encoding="utf-8")
    refused = run("save")
    assert (refused.exit_code, "Item 1 would have errors" in refused.stderr) == (4, True), refused.stderr
    git("checkout", "--", "data")
    settings = month / "ledger.yaml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("office: 区教委", "office: 无此局"), encoding="utf-8"
    )
    refused = run("save")
    assert (refused.exit_code, "The files would have errors" in refused.stderr) == (4, True), refused.stderr
    assert git("rev-parse", "HEAD") == before


def test_evidence_that_was_touched_since_stays(run: Run, git: Git, month: Path) -> None:
    """An undoing takes evidence away only where it is still what the version had filed."""
    proof = month / "evidence" / "9" / "验收单.pdf"
    proof.write_bytes(b"another")
    git("commit", "--quiet", "--all", "--message=raw")
    assert run("undo", "HEAD~3").exit_code == 0
    assert proof.read_bytes() == b"another"
    assert load(month).ledger.items[8].status == "in_progress"


def test_a_merge_is_not_undone(run: Run, git: Git, month: Path) -> None:
    """A merge as a whole is no change of anybody's; by default it is passed over."""
    git("switch", "--quiet", "-c", "other")
    run("progress", "1", "--note", "甲")
    git("switch", "--quiet", "main")
    run("progress", "18", "--note", "乙")
    git("merge", "--quiet", "--no-edit", "other")
    before = (month / "items.yaml").read_bytes()
    refused = run("undo", "HEAD")
    assert (refused.exit_code, "brings several together" in refused.stderr) == (4, True)
    assert (month / "items.yaml").read_bytes() == before
    assert run("undo").exit_code == 0
    assert git("log", "-1", "--format=%s").startswith("undo progress ")


def test_versions_of_evidence_alone_are_passed_over(run: Run, git: Git, month: Path) -> None:
    """A commit that takes evidence away is nobody's last change; named, it is undone, and the evidence comes back."""
    git("rm", "--quiet", "data/evidence/9/验收单.pdf")
    git("commit", "--quiet", "--message=raw")
    assert "close 9" in run("undo", "--dry-run").stderr
    done = run("undo", "HEAD")
    assert (done.exit_code, "evidence/9/验收单.pdf" in done.stdout) == (0, True), done.output
    assert (month / "evidence" / "9" / "验收单.pdf").read_bytes() == b"approved"
    assert git("status", "--porcelain") == ""


@pytest.mark.parametrize("way", ["correct", "undo"])
@pytest.mark.parametrize("back", ["reopen", "return"])
def test_a_mistaken_way_back_is_taken_back(run: Run, git: Git, versioned: Path, way: str, back: str) -> None:
    """After conditions were waived, a mistaken reopening or return can be taken back, whatever came since elsewhere."""
    run("set", "9", "lead=区教委")
    if back == "reopen":
        run("close", "9", "--verified-by", "区政府教育督导委", "--paper", "1号柜", "--override", "领导同意")
        run("reopen", "9", "--reason", "误")
    else:
        run("submit", "9", "--override", "领导同意")
        run("return", "9", "--by", "区政府教育督导委", "--reason", "误")
    wrong = git("rev-parse", "HEAD")
    run("progress", "5", "--note", "别的")
    entry = str(len(load(versioned).ledger.items[8].log))
    done = run("correct", "9", entry, "--reason", "误") if way == "correct" else run("undo", wrong)
    assert done.exit_code == 0, done.output
    assert load(versioned).ledger.items[8].status == ("closed" if back == "reopen" else "submitted")
    assert run("check", "--history").exit_code == 0


def test_a_closing_does_not_come_back_without_its_reasons(run: Run, git: Git, month: Path) -> None:
    """What was opened again since a reopening stands in the way of taking the reopening back, and that is said."""
    run("reopen", "9", "--reason", "误")
    run("done", "--undo", "9.2")
    refused = run("undo", "HEAD~1")
    assert (refused.exit_code, "would count again" in refused.stderr) == (4, True), refused.stderr
    assert "ledger log 9" in refused.stderr
    assert load(month).ledger.items[8].status == "in_progress"
    assert git("status", "--porcelain") == ""


def test_comments_of_a_version_are_not_passed_over(run: Run, git: Git, versioned: Path) -> None:
    """Behind a later change, comments cannot be taken back: alone they are refused, beside values it is said."""
    items = versioned / "items.yaml"

    def edit(*changes: tuple[str, str]) -> str:
        text = items.read_text(encoding="utf-8")
        for before, after in changes:
            assert before in text
            text = text.replace(before, after, 1)
        items.write_text(text, encoding="utf-8")
        run("save")
        run("progress", "5", "--note", "别的")
        return git("rev-parse", "HEAD~1")

    alone = edit(("- id: 9\n", "- id: 9\n  # 批注\n"))
    refused = run("undo", alone)
    assert (refused.exit_code, "nothing but layout or comments of data/items.yaml" in refused.stderr) == (4, True)
    mixed = edit(("- id: 10\n", "- id: 10\n  # 批注\n"), ("title: 提升保育保教质量\n", "title: 保教\n"))
    done = run("undo", mixed)
    assert (done.exit_code, "Comments that the version changed stay" in done.stderr) == (0, True)
    assert load(versioned).ledger.items[4].title == "提升保育保教质量"
    assert items.read_text(encoding="utf-8").count("# 批注") == 2
