"""`ledger resolve` of files that somebody has edited, or that a merge has left without markers."""

import subprocess
import sys

import pytest

from ledger.store import load
from sharing import Clone
from sharing import edited


def typed_over(clone: Clone, begin: str, end: str, text: str, file: str = "items.yaml") -> None:
    """Put a text in the place of what stands from `begin` to the end of `end`, as somebody does in an editor."""
    path = clone.data / file
    before, _, rest = path.read_text(encoding="utf-8").partition(begin)
    path.write_text(before + text + rest.partition(end)[2], encoding="utf-8")


BOTH = (("<<<<<<< ours\n  person: 李四", ">>>>>>> theirs\n"), ("<<<<<<< ours\n  person: 钱七", ">>>>>>> theirs\n"))


def test_what_was_settled_by_hand_is_taken(torn: Clone) -> None:
    """A file without markers is what somebody meant it to be: it is taken as it is, and that is said."""
    assert "ledger resolve" in torn.run("check").stdout
    typed_over(torn, *BOTH[0], "  person: 张三、李四共同负责\n")
    typed_over(torn, *BOTH[1], "  person: 赵六、钱七\n")
    before = (torn.data / "items.yaml").read_bytes()
    refused = torn.run("set", "2", "person=张三")
    assert (refused.exit_code, "To finish it: ledger resolve" in refused.stderr) == (4, True), refused.stderr
    refused = torn.run("resolve", "2=ours")
    assert (refused.exit_code, "was settled by hand" in refused.stderr) == (2, True), refused.stderr
    settled = torn.run("resolve")
    assert settled.exit_code == 0, settled.output
    assert "Settled by hand, and taken as it is: " in settled.stderr
    assert "items.yaml" in settled.stderr
    assert (torn.data / "items.yaml").read_bytes() == before
    assert torn.git("status", "--porcelain") == ""
    assert "Ledger-Chose" not in torn.git("log", "-1", "--format=%B")
    assert (len(load(torn.data).ledger.items[3].log), torn.git("rev-list", "--count", "--merges", "HEAD")) == (1, "1")
    torn.done("sync")
    assert "Nothing is to be repaired" in torn.done("resolve", "--again")


@pytest.mark.parametrize("driver", ["exit 3", "kill -9 $$"])
def test_what_a_failed_merge_has_left_is_merged_anew(
    clones: tuple[Clone, Clone], monkeypatch: pytest.MonkeyPatch, driver: str
) -> None:
    """Where our part of a merge fails, as on a full disk, git leaves ours: nobody has settled it so."""
    one, other = clones
    one.done("progress", "9", "--note", "已验收")
    one.done("sync")
    other.done("progress", "8", "--note", "已开工")
    with monkeypatch.context() as failing:
        failing.setattr("ledger.syncing.DRIVER", driver)
        assert other.run("sync").exit_code == 4
    assert "by hand" not in other.done("resolve")
    other.done("sync")
    assert one.done("sync")
    text = (one.data / "items.yaml").read_text(encoding="utf-8")
    assert [text.count(note) for note in ("已开工", "已验收")] == [1, 1]


def test_a_failed_merge_whose_resolve_was_killed(clones: tuple[Clone, Clone], monkeypatch: pytest.MonkeyPatch) -> None:
    """What was merged anew, and git not told of it yet, is nobody's work by hand, be there nothing to choose in it."""
    one, other = clones
    one.done("progress", "9", "--note", "已验收")
    one.done("sync")
    other.done("progress", "8", "--note", "已开工")
    with monkeypatch.context() as failing:
        failing.setattr("ledger.syncing.DRIVER", "exit 3")
        assert other.run("sync").exit_code == 4
    with monkeypatch.context() as killed:
        killed.setattr("ledger.git.Repository.stage", lambda *_: sys.exit(9))
        assert other.run("resolve").exit_code == 9
    assert "by hand" not in other.done("resolve")


def test_what_was_settled_by_hand_and_cannot_be_read(torn: Clone) -> None:
    """It is refused with the place and the reason, and stays as it was typed."""
    typed_over(torn, *BOTH[0], "  person: 张三\n")
    typed_over(torn, *BOTH[1], "  persom: 赵六\n")
    before = (torn.data / "items.yaml").read_bytes()
    refused = torn.run("resolve", "--ours")
    assert (refused.exit_code, "persom" in refused.stderr) == (3, True), refused.stderr
    assert "What was settled by hand cannot be read: 1 error." in refused.stderr
    assert (torn.data / "items.yaml").read_bytes() == before


@pytest.mark.parametrize("words", [(), ("3=ours",), ("--theirs",)])
def test_edits_beside_markers_are_not_written_over(torn: Clone, words: tuple[str, ...]) -> None:
    """Half settled by hand, half left: nothing is written over it, and both ways out are said."""
    untouched = (torn.data / "items.yaml").read_bytes()
    typed_over(torn, *BOTH[0], "  person: 张三、李四共同负责\n")
    before = (torn.data / "items.yaml").read_bytes()
    refused = torn.run("resolve", *words)
    assert (refused.exit_code, "git checkout --merge -- " in refused.stderr) == (4, True), refused.stderr
    assert (torn.data / "items.yaml").read_bytes() == before
    torn.git("checkout", "--merge", "--", "data/items.yaml")
    assert b"<<<<<<<" in untouched
    settled = torn.run("resolve", "2=theirs", "3=ours")
    assert settled.exit_code == 0, settled.output


@pytest.mark.parametrize("style", ["merge", "diff3"])
def test_edits_beside_markers_of_lines(clones: tuple[Clone, Clone], style: str) -> None:
    """Also where git has merged the lines itself, what it has left is told from what somebody typed."""
    one, other = clones
    for clone in clones:
        clone.done("set", "2", f"person={clone.top.name}")
        clone.done("set", "3", f"person={clone.top.name}")
    one.done("sync")
    other.git("config", "merge.conflictStyle", style)
    with pytest.raises(subprocess.CalledProcessError):
        other.git("pull", "--quiet", "--no-rebase", "--no-edit")
    text = (other.data / "items.yaml").read_text(encoding="utf-8")
    (other.data / "items.yaml").write_text(text.replace("- id: 5\n", "# 注\n- id: 5\n"), encoding="utf-8")
    assert other.run("resolve", "--ours").exit_code == 4
    (other.data / "items.yaml").write_text(text, encoding="utf-8")
    assert other.run("resolve", "2=ours").exit_code == 1
    assert other.run("resolve", "3=theirs").exit_code == 0
    assert [item.person for item in load(other.data).ledger.items[1:3]] == ["李四", "王芳"]


def test_choices_beside_a_file_that_was_settled_by_hand(clones: tuple[Clone, Clone]) -> None:
    """A file is settled by hand while choices in another one are remembered: neither is forgotten."""
    one, other = clones
    for clone in clones:
        edited(clone, "departments.yaml", "- name: 区编办\n", f"- name: 区编办\n  note: {clone.top.name}\n")
        clone.done("set", "2", f"person={clone.top.name}")
        clone.done("set", "3", f"person={clone.top.name}")
    one.done("sync")
    assert other.run("sync").exit_code == 4
    assert other.run("resolve", "2=theirs", "区编办=ours").exit_code == 1
    typed_over(other, "<<<<<<< ours\n  note: 李四", ">>>>>>> theirs\n", "  note: 两人\n", "departments.yaml")
    again = other.run("resolve")
    assert (again.exit_code, "departments.yaml" in again.stderr) == (1, True), again.output
    assert other.run("resolve", "3=ours").exit_code == 0
    ledger = load(other.data).ledger
    assert [item.person for item in ledger.items[1:3]] == ["王芳", "李四"]
    assert [department.note for department in ledger.departments if department.name == "区编办"] == ["两人"]
    assert "departments.yaml" not in other.git("log", "-1", "--format=%B")


@pytest.mark.parametrize("kept", ["两人", "李四"])
def test_settings_that_both_have_changed(clones: tuple[Clone, Clone], kept: str) -> None:
    """They are merged by lines and settled by hand: that is said until it is done, and then the merge is made."""
    one, other = clones
    for clone in clones:
        path = clone.data / "ledger.yaml"
        path.write_text(f"{path.read_text(encoding='utf-8')}# {clone.top.name}\n", encoding="utf-8")
        clone.git("commit", "--quiet", "--all", "--message=settings")
        clone.done("set", "2", f"person={clone.top.name}")
    one.done("sync")
    assert other.run("sync").exit_code == 4
    settled = other.run("resolve", "2=ours")
    assert (settled.exit_code, "Nothing was changed" in settled.stderr) == (1, False), settled.stderr
    assert "Still open: data/ledger.yaml. Keep the right lines" in settled.stderr
    refused = other.run("resolve", "ledger.yaml=ours")
    assert (refused.exit_code, "of which no side can be chosen" in refused.stderr) == (2, True), refused.stderr
    assert other.run("resolve").exit_code == 1
    typed_over(other, "<<<<<<<", ">>>>>>> @{upstream}\n", f"# {kept}\n", "ledger.yaml")
    done = other.run("resolve")
    assert (done.exit_code, "made a version" in done.stderr) == (0, True), done.stderr
    assert load(other.data).ledger.items[1].person == "李四"
    other.done("sync")
