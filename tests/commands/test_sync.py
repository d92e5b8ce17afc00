"""`ledger sync` in real clones of one bare repository."""

import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from ledger.store import load
from sharing import Clone
from sharing import hook


def test_two_people_sync(clones: tuple[Clone, Clone]) -> None:
    """Changes of different kinds to one item come together, without a conflict, in copies nobody has set up."""
    one, other = clones
    one.done("progress", "2", "--note", "已检查56所", "--on", "2024-06-03")
    other.done("set", "2", "person=张三")
    other.done("progress", "2", "--note", "已约谈12所", "--on", "2024-06-01")
    assert one.done("sync").splitlines()[-1] == "0 versions of others were taken over; 1 version was sent."
    assert other.done("sync").splitlines()[-1] == "1 version of others was taken over; 3 versions were sent."
    assert one.done("sync").splitlines()[-1] == "3 versions of others were taken over; 0 versions were sent."
    assert one.done("sync") == other.done("sync") == "Nothing new on either side.\n"
    assert one.git("rev-parse", "HEAD") == other.git("rev-parse", "HEAD")
    [item] = [item for item in load(one.data).ledger.items if item.id == "2"]
    assert [getattr(entry, "note", None) for entry in item.log] == ["已约谈12所", "已检查56所"]
    assert (item.person, item.status) == ("张三", "in_progress")
    assert one.run("check", "--history").exit_code == 0


def test_without_a_shared_copy(clones: tuple[Clone, Clone]) -> None:
    """A copy that goes with none, one that is gone, and one that takes nothing each have a sentence."""
    one, other = clones
    one.done("set", "2", "person=张三")
    shared = Path(one.git("config", "remote.origin.url"))
    hook = shared / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\necho read-only\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    refused = one.run("sync")
    assert (refused.exit_code, "takes nothing from here" in refused.stderr) == (4, True)
    shared.rename(shared.with_name("gone.git"))
    away = one.run("sync")
    assert (away.exit_code, "cannot be reached" in away.stderr) == (4, True)
    other.git("branch", "--unset-upstream")
    alone = other.run("sync")
    assert (alone.exit_code, "git push --set-upstream origin HEAD" in alone.stderr) == (2, True)
    assert "git remote add" not in alone.stderr
    other.git("remote", "remove", "origin")
    alone = other.run("sync")
    assert (alone.exit_code, "goes with no shared one" in alone.stderr) == (2, True)
    assert "git remote add origin ADDRESS" in alone.stderr
    assert load(one.data).ledger.items[1].person == "张三"


@pytest.mark.parametrize("words", [("--format", "json"), ("-o", "x.json")])
def test_a_sync_gives_no_data(clones: tuple[Clone, Clone], words: tuple[str, ...]) -> None:
    """Who asks for data is told that there are none, and nothing is done."""
    one, _ = clones
    one.done("set", "2", "person=张三")
    refused = one.run("sync", *words)
    assert (refused.exit_code, "ledger sync gives no data" in refused.stderr) == (2, True), refused.stderr
    assert one.git("rev-list", "--count", "@{upstream}..HEAD") == "1"


def test_an_interrupted_sync_goes_on(clones: tuple[Clone, Clone]) -> None:
    """A merge that was settled by hand and not made a version is finished by the next sync, and sent."""
    one, other = clones
    one.done("set", "2", "person=张三")
    other.done("set", "3", "person=李四")
    one.done("sync")
    other.git("fetch", "--quiet")
    other.git("merge", "--quiet", "--no-commit", "@{upstream}")
    other.done("sync")
    one.done("sync")
    assert [item.person for item in load(one.data).ledger.items[1:3]] == ["张三", "李四"]


def test_others_are_quicker(clones: tuple[Clone, Clone]) -> None:
    """Who is overtaken merges again and sends again; who is overtaken every time is told, and keeps everything."""
    one, other = clones
    other.done("progress", "2", "--note", "乙")
    quicker = f"unset GIT_DIR; cd {one.top} && git commit -q --allow-empty -m x && git push -q"
    hook(other, "pre-push", f"test -e {one.top}/once || {{ touch {one.top}/once; {quicker}; }}")
    assert other.done("sync").splitlines()[-1] == "1 version of others was taken over; 2 versions were sent."
    one.git("pull", "--quiet")
    other.done("progress", "3", "--note", "丙")
    hook(other, "pre-push", quicker)
    busy = other.run("sync")
    assert (busy.exit_code, "ledger sync" in busy.stderr) == (5, True), busy.stderr
    assert [entry.note for entry in load(other.data).ledger.items[2].log if hasattr(entry, "note")][-1] == "丙"


def test_a_merge_that_git_does_not_take(clones: tuple[Clone, Clone]) -> None:
    """A hook of the office's that refuses the version of a settled merge is told, and the merge stays open."""
    one, other = clones
    one.done("set", "2", "person=张三")
    other.done("set", "3", "person=李四")
    one.done("sync")
    other.git("fetch", "--quiet")
    other.git("merge", "--quiet", "--no-commit", "@{upstream}")
    hook(other, "pre-commit", "echo no; exit 1")
    refused = other.run("sync")
    assert (refused.exit_code, "no" in refused.stderr) == (4, True)
    assert (other.top / ".git" / "MERGE_HEAD").exists()


@pytest.fixture
def diverged(clones: tuple[Clone, Clone]) -> Clone:
    """Return a clone with a field of its own, to which others have sent two."""
    one, other = clones
    one.done("set", "2", "person=张三")
    one.done("set", "5", "person=赵六")
    one.done("sync")
    other.done("set", "3", "person=李四")
    return other


def persons(clone: Clone) -> list[str | None]:
    """Return who is responsible for the items 2, 3 and 5."""
    items = {item.id: item for item in load(clone.data).ledger.items}
    return [items[name].person for name in ("2", "3", "5")]


@pytest.mark.parametrize("name", ["pre-merge-commit", "commit-msg", "gpg"])
def test_a_merge_that_git_refuses_is_taken_back(diverged: Clone, name: str) -> None:
    """Where a hook, or a signature that fails, stops the version of a merge, nobody's work is dropped by the next."""
    if name == "gpg":
        hook(diverged, name, "exit 1")
        diverged.git("config", "commit.gpgsign", "true")
        diverged.git("config", "gpg.program", str(diverged.top / ".git" / "hooks" / name))
    else:
        hook(diverged, name, "echo no; exit 1")
    refused = diverged.run("sync")
    assert (refused.exit_code, "does not merge" in refused.stderr) == (4, True), refused.stderr
    assert not (diverged.top / ".git" / "MERGE_HEAD").exists()
    assert diverged.git("status", "--porcelain") == ""
    diverged.git("config", "commit.gpgsign", "false")
    (diverged.top / ".git" / "hooks" / name).unlink()
    diverged.done("sync")
    assert persons(diverged) == ["张三", "李四", "赵六"]
    assert diverged.run("check", "--history").exit_code == 0


def test_a_refused_merge_that_cannot_be_taken_back(diverged: Clone) -> None:
    """Where the hook has edited the files as well, the merge stays open with both sides, and the next sync has them."""
    hook(diverged, "pre-merge-commit", "echo '# x' >> data/items.yaml; exit 1")
    assert diverged.run("sync").exit_code == 4
    assert (diverged.top / ".git" / "MERGE_HEAD").exists()
    (diverged.top / ".git" / "hooks" / "pre-merge-commit").unlink()
    diverged.run("sync")
    assert diverged.git("rev-list", "--count", "--merges", "HEAD") == "1"
    assert persons(diverged) == ["张三", "李四", "赵六"]


def half_reset(clone: Clone, *paths: str) -> None:
    """Merge without a version, and give files back what ours says, as somebody does who means to start again."""
    clone.git("fetch", "--quiet")
    clone.git("merge", "--quiet", "--no-commit", "@{upstream}")
    clone.git("checkout", "HEAD", "--", *paths)


@pytest.mark.parametrize("word", ["sync", "resolve"])
def test_a_merge_that_holds_only_ours(clones: tuple[Clone, Clone], diverged: Clone, word: str) -> None:
    """A merge under way whose files were reset is not made a version; it is said which they are, and how to go on."""
    one, _ = clones
    (one.top / "README.txt").write_text("x", encoding="utf-8")
    one.git("add", "README.txt")
    one.git("commit", "--quiet", "--message=readme")
    one.done("sync")
    half_reset(diverged, "data/items.yaml")
    refused = diverged.run(word)
    assert (refused.exit_code, "others have changed in data/items.yaml." in refused.stderr) == (4, True), refused.stderr
    assert "git merge --abort" in refused.stderr
    diverged.git("merge", "--abort")
    diverged.done("sync")
    assert persons(diverged) == ["张三", "李四", "赵六"]


def noted(clone: Clone, *lines: str) -> None:
    """Write these lines into a file beside the ledger, and make a version of it."""
    (clone.top / "notes.txt").write_text("\n".join([*lines, ""]), encoding="utf-8")
    clone.git("add", "notes.txt")
    clone.git("commit", "--quiet", "--message=notes")


@pytest.mark.parametrize(("lines", "code"), [(("1", "2", "3", "4", "五"), 4), (("一", "2", "3", "4", "5"), 0)])
def test_another_file_of_which_a_merge_holds_only_ours(
    clones: tuple[Clone, Clone], lines: tuple[str, ...], code: int
) -> None:
    """Lines of a file beside the ledger are not given up either; where both have changed the same, one was chosen."""
    one, other = clones
    noted(one, "1", "2", "3", "4", "5")
    one.done("sync")
    other.done("sync")
    noted(one, *lines)
    one.done("sync")
    noted(other, "壹", "2", "3", "4", "5")
    other.git("fetch", "--quiet")
    subprocess.run(["git", "merge", "--quiet", "--no-commit", "@{upstream}"], cwd=other.top, check=False)
    other.git("checkout", "HEAD", "--", "notes.txt")
    assert other.run("sync").exit_code == code


def test_what_comes_in_under_another_name(clones: tuple[Clone, Clone]) -> None:
    """A file that others have put into a folder that ours calls otherwise by now is not given up."""
    one, other = clones

    def filed(name: str) -> None:
        (one.top / "记录").mkdir(exist_ok=True)
        (one.top / "记录" / name).write_text(name, encoding="utf-8")
        one.git("add", "--all")
        one.git("commit", "--quiet", f"--message={name}")
        one.done("sync")

    filed("1.txt")
    other.done("sync")
    filed("2.txt")
    other.git("mv", "记录", "会议记录")
    other.git("commit", "--quiet", "--message=renamed")
    other.git("fetch", "--quiet")
    with pytest.raises(subprocess.CalledProcessError):
        other.git("merge", "--quiet", "@{upstream}")
    other.git("add", "会议记录")
    other.done("sync")
    assert (other.top / "会议记录" / "2.txt").read_text(encoding="utf-8") == "2.txt"


def test_a_shared_ledger_that_somebody_has_broken(clones: tuple[Clone, Clone]) -> None:
    """It is not taken over: it is said where, since when and by whom; work goes on, and sync once it is mended."""
    one, other = clones
    items = one.data / "items.yaml"
    good = items.read_text(encoding="utf-8")
    items.write_text(good.replace("  title:", "  titel:", 1), encoding="utf-8")
    one.git("commit", "--quiet", "--all", "--message=broken")
    broken = one.git("rev-parse", "HEAD")[:10]
    one.git("commit", "--quiet", "--allow-empty", "--message=more")
    one.git("push", "--quiet")
    other.done("set", "2", "person=李四")
    for ahead in (True, False):
        if not ahead:
            other.git("reset", "--quiet", "--hard", "HEAD~")
        before = other.git("rev-parse", "HEAD")
        refused = other.run("sync")
        assert refused.exit_code == 4, refused.stderr
        day = one.git("log", "-1", "--format=%as")
        assert f"since version {broken} of 王芳, {day}: data/items.yaml:" in refused.stderr
        assert "The key title is missing." in refused.stderr
        assert (other.git("rev-parse", "HEAD"), other.run("status").exit_code) == (before, 0)
    other.done("progress", "4", "--note", "乙")
    items.write_text(good, encoding="utf-8")
    one.git("commit", "--quiet", "--all", "--message=mended")
    one.done("sync")
    other.done("sync")
    one.done("sync")
    assert load(one.data).ledger == load(other.data).ledger


def test_what_cannot_be_read_is_not_sent(clones: tuple[Clone, Clone]) -> None:
    """A version of ours that nobody could take over stays here, with the place, until it is mended."""
    one, _ = clones
    path = one.data / "items.yaml"
    good = path.read_text(encoding="utf-8")
    path.write_text(good.replace("  title:", "  title：", 1), encoding="utf-8")
    one.git("commit", "--quiet", "--all", "--message=broken")
    for _ in range(2):
        refused = one.run("sync")
        assert (refused.exit_code, "data/items.yaml:" in refused.stderr) == (3, True), refused.stderr
        assert "was not sent" in refused.stderr
    path.write_text(path.read_text(encoding="utf-8").replace("  title：", "  title:", 1), encoding="utf-8")
    one.done("save")
    one.done("sync")
    assert one.git("rev-parse", "HEAD") == one.git("rev-parse", "@{upstream}")


def test_a_merge_of_lines_that_cannot_be_read(clones: tuple[Clone, Clone]) -> None:
    """Two readable versions whose lines together are no settings: it is said what is wrong, and that it stays here."""
    one, other = clones
    path = Path("ledger.yaml")
    for clone, text in ((one, "{old}commits: on\n"), (other, "commits: on\n{old}")):
        old = (clone.data / path).read_text(encoding="utf-8")
        (clone.data / path).write_text(text.format(old=old), encoding="utf-8")
        clone.git("commit", "--quiet", "--all", "--message=settings")
    one.done("sync")
    refused = other.run("sync")
    assert (refused.exit_code, "What was merged cannot be read: 1 error." in refused.stderr) == (3, True), (
        refused.stderr
    )
    assert "Nothing was changed" not in refused.stderr
    assert other.git("rev-list", "--count", "--merges", "HEAD") == "1"
    assert (other.run("sync").exit_code, other.git("rev-list", "--count", "@{upstream}..HEAD")) == (3, "2")


def test_whoever_has_broken_it_mends_it(clones: tuple[Clone, Clone]) -> None:
    """A version that ours comes from is no obstacle, also where others have gone on with it."""
    one, other = clones
    items = one.data / "items.yaml"
    good = items.read_text(encoding="utf-8")
    items.write_text(good.replace("  title:", "  titel:", 1), encoding="utf-8")
    one.git("commit", "--quiet", "--all", "--message=broken")
    one.git("push", "--quiet")
    other.git("pull", "--quiet")
    other.git("commit", "--quiet", "--allow-empty", "--message=more")
    other.git("push", "--quiet")
    items.write_text(good, encoding="utf-8")
    one.git("commit", "--quiet", "--all", "--message=mended")
    one.done("sync")
    other.done("sync")
    assert load(one.data).ledger == load(other.data).ledger


def test_edits_by_hand_are_saved_first(clones: tuple[Clone, Clone]) -> None:
    """In a terminal edits by hand are asked about, made a version and sent; in a pipe nothing is done."""
    _, other = clones
    path = other.data / "items.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("- id: 2\n", "# 注\n- id: 2\n"), encoding="utf-8")
    assert other.run("sync").exit_code == 4
    synced = other.run("sync", asks=True, typed="y\n")
    assert (synced.exit_code, "1 version was sent" in synced.stderr) == (0, True), synced.output


def test_evidence_of_one_name(clones: tuple[Clone, Clone], tmp_path: Path) -> None:
    """Two papers filed under one name both stay: the one that others know under it, and ours under another."""
    one, other = clones
    for clone, content in ((one, b"1"), (other, b"2")):
        paper = tmp_path / clone.top.name / "照片.jpg"
        paper.parent.mkdir()
        paper.write_bytes(content)
        clone.done("attach", "2", str(paper))
        paper.write_bytes(content * 2)
        clone.done("attach", "3", str(paper))
    (one.data / "evidence" / "2" / "照片-2.jpg").write_bytes(b"3")
    one.git("add", "--all")
    one.git("commit", "--quiet", "--message=taken")
    one.done("sync")
    other.done("sync")
    one.done("sync")
    for name, second in (("2", "照片-3.jpg"), ("3", "照片-2.jpg")):
        [item] = [item for item in load(one.data).ledger.items if item.id == name]
        proofs = [proof.file for entry in item.log for proof in entry.evidence]
        assert sorted(map(str, proofs)) == sorted([f"evidence/{name}/照片.jpg", f"evidence/{name}/{second}"])
        assert (one.data / "evidence" / name / "照片.jpg").read_bytes()[:1] == b"1"
        assert (one.data / "evidence" / name / second).read_bytes()[:1] == b"2"
    assert one.git("rev-parse", "HEAD") == other.git("rev-parse", "HEAD")
    for clone in clones:
        checked = clone.run("check", "--history")
        assert checked.exit_code == 0, checked.stdout
        assert clone.git("status", "--porcelain") == ""


@pytest.mark.parametrize("digest", [True, False])
def test_evidence_of_one_name_in_a_sync_that_was_killed(
    clones: tuple[Clone, Clone], tmp_path: Path, *, digest: bool
) -> None:
    """Whoever is killed with both papers in their places goes on with them; an entry may say no SHA-256."""
    one, other = clones
    for clone in clones:
        paper = tmp_path / clone.top.name / "照片.jpg"
        paper.parent.mkdir()
        paper.write_text(clone.top.name, encoding="utf-8")
        clone.done("progress", "2", "--note", clone.top.name, "--evidence", str(paper), "--no-commit")
        items = clone.data / "items.yaml"
        text = items.read_text(encoding="utf-8")
        items.write_text(text if digest else re.sub(r"\n *sha256: .*", "", text), encoding="utf-8")
        clone.done("save")
    one.done("sync")
    command = [sys.executable, "-c", KILLED, "before", "add", str(other.data)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 9
    assert other.run("sync").exit_code == 4
    other.done("resolve")
    other.done("sync")
    one.done("sync")
    for clone in clones:
        found = {str(entry.note): entry.evidence[0].file for entry in load(clone.data).ledger.items[1].log}
        texts = {note: (clone.data / file).read_text(encoding="utf-8") for note, file in found.items() if file}
        assert texts == {"王芳": "王芳", "李四": "李四"}
        assert sorted(path.name for path in (clone.data / "evidence" / "2").iterdir()) == ["照片-2.jpg", "照片.jpg"]
        assert clone.git("status", "--porcelain") == ""


@pytest.mark.parametrize("conflict", [True, False])
def test_a_paper_that_both_file_elsewhere(clones: tuple[Clone, Clone], tmp_path: Path, *, conflict: bool) -> None:
    """A misfiled paper that both have moved, each to another item, is at both, and nobody is asked where it belongs."""
    one, other = clones
    paper = tmp_path / "照片.jpg"
    paper.write_bytes(b"1" * 500)
    one.done("attach", "2", str(paper))
    one.done("sync")
    other.done("sync")
    for clone, item in ((one, "3"), (other, "4")):
        assert clone.run("undo", clone.git("rev-parse", "HEAD"), asks=True, typed="y\n").exit_code == 0
        clone.done("attach", item, str(paper))
        if conflict:
            clone.done("set", "5", f"person={clone.top.name}")
    one.done("sync")
    if conflict:
        assert other.run("sync").exit_code == 4
        assert other.run("resolve").exit_code == 1
        other.done("resolve", "--ours")
    other.done("sync")
    one.done("sync")
    for clone in clones:
        papers = sorted(path.parent.name for path in (clone.data / "evidence").glob("*/*.jpg"))
        assert (papers, clone.git("status", "--porcelain")) == (["3", "4"], "")
        assert "evidence-" not in clone.run("check").stdout


@pytest.mark.parametrize(
    "told",
    [("merge.ff", "only"), ("rerere.enabled", "true"), ("merge.directoryRenames", "true"), ("merge.ff", "false")],
)
def test_what_git_was_told_of_merging_does_not_matter(
    clones: tuple[Clone, Clone], tmp_path: Path, told: tuple[str, str]
) -> None:
    """Diverged copies come together, papers stay where they were filed, and what was chosen once is asked again."""
    one, other = clones
    other.git("config", *told)
    other.git("config", "rerere.autoUpdate", "true")
    for name in ("旧.jpg", "新.jpg"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    one.done("attach", "2", str(tmp_path / "旧.jpg"))
    one.done("sync")
    other.done("sync")
    one.done("undo")
    one.done("attach", "3", str(tmp_path / "旧.jpg"))
    other.done("attach", "2", str(tmp_path / "新.jpg"))
    for clone in clones:
        clone.done("set", "5", f"person={clone.top.name}")
    one.done("sync")
    for _ in range(2):
        assert other.run("sync").exit_code == 4
        other.done("resolve", "5=ours")
        names = sorted(path.relative_to(other.data).as_posix() for path in (other.data / "evidence").glob("*/*.jpg"))
        assert names == ["evidence/2/新.jpg", "evidence/3/旧.jpg"]
        other.git("reset", "--quiet", "--hard", "HEAD^1")


KILLED = """\
import os, sys
from datetime import date
from ledger import git, syncing
when, word = sys.argv[1], sys.argv[2]
real = git.run
def traced(*args, **kwargs):
    if when == "before" and word in args:
        os._exit(9)
    value = real(*args, **kwargs)
    if when == "behind" and word in args:
        os._exit(9)
    return value
git.run = traced
if when == "within":
    syncing.DRIVER = "kill -9 $PPID"
from ledger.main import cli
from ledger.shell import Surroundings
cli(["sync", "--lang", "en", "--data", sys.argv[3]], obj=Surroundings(today=date(2024, 7, 15), environ={}))
"""


# Whoever runs the tests may have been told to hear no Ctrl-C.
STOPPED = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n" + KILLED.replace(
    "os._exit(9)", "os.kill(os.getpid(), 2)"
)


@pytest.fixture
def apart(clones: tuple[Clone, Clone], tmp_path: Path) -> Clone:
    """Return a clone that is to merge what others have sent: an entry, a field and a paper."""
    one, other = clones
    paper = tmp_path / "照片.jpg"
    paper.write_bytes(b"1")
    one.done("progress", "2", "--note", "甲", "--evidence", str(paper))
    one.done("sync")
    other.done("progress", "2", "--note", "乙")
    return other


@pytest.mark.parametrize(
    ("when", "word"),
    [(when, word) for word in ("fetch", "merge", "push") for when in ("before", "behind")] + [("within", "")],
)
def test_a_sync_that_was_killed(apart: Clone, when: str, word: str) -> None:
    """Killed before or behind each step, or with git in the middle of a merge: a second sync completes it."""
    command = [sys.executable, "-c", KILLED, when, word, str(apart.data)]
    killed = subprocess.run(command, capture_output=True, text=True, check=False)
    assert killed.returncode == (5 if when == "within" else 9), killed.stderr
    (apart.top / ".git" / "index.lock").unlink(missing_ok=True)  # of git itself, which the message names
    apart.done("sync")
    [item] = [item for item in load(apart.data).ledger.items if item.id == "2"]
    assert sorted(str(entry.note) for entry in item.log) == ["乙", "甲"]
    assert apart.git("status", "--porcelain", "--ignored") == ""
    assert apart.git("rev-parse", "HEAD") == apart.git("rev-parse", "@{upstream}")
    assert [file.name for file in (apart.top / ".git").glob("ledger.*")] == ["ledger.lock"]


@pytest.mark.parametrize("way", ["whole", "killed", "settled"])
@pytest.mark.parametrize("words", [("correct", "2", "1", "--reason", "误"), ("attach", "3", "{paper}")])
def test_evidence_that_one_side_has_taken_out(
    clones: tuple[Clone, Clone], tmp_path: Path, words: Sequence[str], way: str
) -> None:
    """What one side has undone and an entry of the other names stays, also after a kill or a conflict."""
    one, other = clones
    paper = tmp_path / "照片.jpg"
    paper.write_bytes(b"1")
    one.done("attach", "2", str(paper))
    one.done("sync")
    other.done("sync")
    one.done("undo")
    other.done(*(word.format(paper=paper) for word in words))
    if way == "settled":
        for clone in clones:
            clone.done("set", "5", f"person={clone.top.name}")
    one.done("sync")
    if way == "killed":
        command = [sys.executable, "-c", KILLED, "behind", "merge", str(other.data)]
        assert subprocess.run(command, capture_output=True, check=False).returncode == 9
        assert not (other.data / "evidence" / "2" / "照片.jpg").exists()
    if way == "settled":
        assert other.run("sync").exit_code == 4
        other.done("resolve", "--ours")
    other.done("sync")
    one.done("sync")
    for clone in clones:
        assert (clone.data / "evidence" / "2" / "照片.jpg").read_bytes() == b"1"
        assert clone.git("status", "--porcelain") == ""
        assert clone.git("rev-list", "--count", "--merges", "HEAD") == "1"
        assert "evidence-" not in clone.run("check", "--history").stdout


@pytest.mark.parametrize(("when", "word"), [("before", "push"), ("behind", "push"), ("before", "merge")])
def test_a_sync_that_was_stopped(apart: Clone, when: str, word: str) -> None:
    """Stopped by hand, it says what is true: what was merged stays here, and the next sync goes on."""
    command = [sys.executable, "-c", STOPPED, when, word, str(apart.data)]
    stopped = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (stopped.returncode, "Nothing was changed" in stopped.stderr) == (1, False), stopped.stderr
    assert "What was taken over until then stays here." in stopped.stderr
    assert apart.git("rev-list", "--count", "--merges", "HEAD") == ("0" if word == "merge" else "1")
    apart.done("sync")
    assert apart.git("rev-parse", "HEAD") == apart.git("rev-parse", "@{upstream}")


def half_merged(clone: Clone) -> None:
    """Leave what git leaves that is killed when it has written its files and not yet said so."""
    clone.git("fetch", "--quiet")
    begun, other = clone.git("rev-parse", "HEAD"), clone.git("rev-parse", "@{upstream}")
    (clone.top / ".git" / "ledger.sync").write_text(f"{begun} {other}", encoding="utf-8")
    items = clone.data / "items.yaml"
    items.write_text(f"<<<<<<< ours\n{items.read_text(encoding='utf-8')}", encoding="utf-8")
    place = clone.data / "evidence" / "2" / "照片.jpg"
    place.parent.mkdir(parents=True)
    place.write_bytes(b"1")
    (clone.top / ".merge_file_aBc123").write_text("x")
    clone.git("add", str(place))


@pytest.mark.parametrize("there", [True, False])
def test_a_half_of_a_merge(apart: Clone, *, there: bool) -> None:
    """Files that a killed git has half merged are put aside, and merged anew; no command reads them meanwhile."""
    half_merged(apart)
    if not there:
        (apart.data / "evidence" / "2" / "照片.jpg").unlink()
    assert apart.run("status").exit_code == 3
    lock = apart.top / ".git" / "index.lock"
    lock.touch()
    busy = apart.run("sync")
    assert (busy.exit_code, "index.lock" in busy.stderr) == (5, True)
    lock.unlink()
    synced = apart.run("sync")
    assert (synced.exit_code, "was put aside" in synced.stderr) == (0, True), synced.stderr
    assert "<<<<<<<" in (apart.top / ".git" / "ledger.aside.1" / "data" / "items.yaml").read_text(encoding="utf-8")
    [item] = [item for item in load(apart.data).ledger.items if item.id == "2"]
    assert sorted(str(entry.note) for entry in item.log) == ["乙", "甲"]
    assert apart.run("check").exit_code == 0


@pytest.mark.parametrize("when", ["before", "within"])
def test_what_was_typed_after_a_sync_was_killed(apart: Clone, when: str) -> None:
    """An edit by hand is no work of git's: it stays where it is, is asked about, and goes into the ledger."""
    word = "merge" if when == "before" else ""
    command = [sys.executable, "-c", KILLED, when, word, str(apart.data)]
    assert subprocess.run(command, capture_output=True, check=False).returncode in (5, 9)
    (apart.top / ".git" / "index.lock").unlink(missing_ok=True)
    items = apart.data / "items.yaml"
    items.write_text(items.read_text(encoding="utf-8").replace("- id: 7\n", "# 周五前问区教委\n- id: 7\n"), "utf-8")
    refused = apart.run("sync")
    assert (refused.exit_code, "aside" in refused.stderr) == (4, False), refused.stderr
    synced = apart.run("sync", asks=True, typed="y\n")
    assert synced.exit_code == 0, synced.output
    assert "# 周五前问区教委\n- id: 7\n" in items.read_text(encoding="utf-8")
    assert apart.git("status", "--porcelain") == ""
    [item] = [item for item in load(apart.data).ledger.items if item.id == "2"]
    assert sorted(str(entry.note) for entry in item.log) == ["乙", "甲"]


def test_a_merge_beside_what_is_not_saved(apart: Clone) -> None:
    """A file that only ours has changed, and is at work on, is in nobody's way, and stays where a merge is killed."""
    mine = apart.top / "README.txt"
    for text in ("1", "2"):
        mine.write_text(text, encoding="utf-8")
        if text == "1":
            apart.git("add", mine.name)
            apart.git("commit", "--quiet", "--message=readme")
    script = KILLED
    subprocess.run([sys.executable, "-c", script, "within", "", str(apart.data)], capture_output=True, check=False)
    assert [*apart.top.glob(".merge_file_*")]
    (apart.top / ".git" / "index.lock").unlink()
    mine.write_text("3", encoding="utf-8")
    apart.done("sync")
    assert apart.git("status", "--porcelain") == "M README.txt"
    assert mine.read_text(encoding="utf-8") == "3"
    assert [file.name for file in (apart.top / ".git").glob("ledger.*")] == ["ledger.lock"]
    [item] = [item for item in load(apart.data).ledger.items if item.id == "2"]
    assert sorted(str(entry.note) for entry in item.log) == ["乙", "甲"]


def test_a_merge_that_changes_no_file(clones: tuple[Clone, Clone]) -> None:
    """Where a merge of versions without a file is cut short, nobody's edits are put aside."""
    one, other = clones
    one.git("commit", "--quiet", "--allow-empty", "--message=nothing")
    one.git("push", "--quiet")
    other.git("commit", "--quiet", "--allow-empty", "--message=nothing either")
    other.git("fetch", "--quiet")
    (other.top / ".git" / "ledger.sync").write_text(
        f"{other.git('rev-parse', 'HEAD')} {other.git('rev-parse', '@{upstream}')}", encoding="utf-8"
    )
    mine = other.top / "README.txt"
    mine.write_text("x", encoding="utf-8")
    other.done("sync")
    assert mine.read_text(encoding="utf-8") == "x"


def test_a_note_that_is_old(apart: Clone) -> None:
    """Where a version was made since, or nothing was begun, nothing is taken back."""
    note = apart.top / ".git" / "ledger.sync"
    begun = apart.git("rev-parse", "HEAD")
    note.write_text(f"{begun} {begun}", encoding="utf-8")
    apart.done("progress", "3", "--note", "丙")
    note.write_text(f"{begun} {apart.git('rev-parse', 'HEAD')}", encoding="utf-8")
    apart.done("sync")
    note.write_text(" ".join([apart.git("rev-parse", "HEAD")] * 2), encoding="utf-8")
    apart.done("sync")
    assert not note.exists()
    assert [entry.note for entry in load(apart.data).ledger.items[2].log if hasattr(entry, "note")][-1] == "丙"


def test_what_is_in_the_way_of_a_merge(apart: Clone) -> None:
    """A file of somebody's that a merge would write over stays as it is, and nothing is merged."""
    place = apart.data / "evidence" / "2" / "照片.jpg"
    place.parent.mkdir(parents=True)
    place.write_bytes(b"mine")
    refused = apart.run("sync")
    assert (refused.exit_code, place.read_bytes()) == (4, b"mine")
    assert "照片.jpg" in refused.stderr or "would be overwritten" in refused.stderr
    assert not (apart.top / ".git" / "ledger.sync").exists()


def test_a_history_of_syncs_has_no_fault(clones: tuple[Clone, Clone]) -> None:
    """Corrections renumbered by a merge, a status replayed by it, and what was undone on one side are no fault."""
    one, other = clones
    one.done("progress", "2", "--note", "甲", "--on", "2024-06-03")
    other.done("progress", "2", "--note", "乙", "--on", "2024-06-05")
    other.done("correct", "2", "1", "--reason", "误记")
    other.done("done", "2.1", "--on", "2024-06-20")
    one.done("sync")
    other.done("sync")
    one.done("sync")
    one.done("progress", "3", "--note", "误")
    one.done("add", "area=甲", "kind=problem", "title=新", "problem=新")
    one.done("sync")
    other.done("sync")
    one.done("undo")
    one.done("undo")
    other.done("progress", "4", "--note", "丙")
    other.done("sync")
    one.done("sync")
    [item] = [item for item in load(one.data).ledger.items if item.id == "2"]
    [correction] = [entry for entry in item.log if entry.event == "correct"]
    assert item.log[correction.entry - 1].note == "乙"
    checked = one.run("check", "--history")
    assert (checked.exit_code, "No trace of anything but commands" in checked.stdout) == (0, True), checked.stdout
