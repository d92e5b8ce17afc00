"""The past is readable, comparable and reversible: --at, log, diff, undo, check --history."""

import json
import re
from collections.abc import Callable
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import Result
from syrupy.assertion import SnapshotAssertion

from ledger.store import load

Run = Callable[..., Result]
Git = Callable[..., str]

DUE = "due: 2024-12-31\n  due_wording: 2024年度"  # item 7
READING = {
    "status": ["status"],
    "list": ["list"],
    "show": ["show", "9"],
    "overdue": ["overdue", "--as-of", "2025-01-10"],
    "due": ["due", "--within", "400"],
    "check": ["check"],
    "log": ["log", "9"],
}


def masked(text: str) -> str:
    """Return a text without the names of versions before paths, which only --at has, and without what marks a page."""
    return re.sub(r"(?m)^\S*(?=data/items.yaml:)|[ \t]+$", "", text).strip()


def without_ids(text: str) -> str:
    """Return a text without the ids of versions, which differ with every change of the shipped data."""
    return re.sub(r"\b[0-9a-f]{10}\b", "··········", text)


def at(day: str) -> Mapping[str, str]:
    """Return the environment in which git takes that day for today."""
    return {f"GIT_{who}_DATE": f"{day} 09:00:00 +0800" for who in ("AUTHOR", "COMMITTER")}


@pytest.fixture
def month(run: Run, versioned: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a ledger with a month behind it: progress, a measure done, a hand edit saved, an item closed, an undo."""
    desk = tmp_path.parent / f"{tmp_path.name}-desk"
    desk.mkdir()
    (desk / "验收单.pdf").write_bytes(b"approved")
    items = versioned / "items.yaml"

    def on(day: str, *words: str) -> None:
        for name, value in at(day).items():
            monkeypatch.setenv(name, value)
        done = run(*words)
        assert done.exit_code == 0, done.output

    on("2024-06-03", "set", "9", "lead=区教委", "person=张三")
    on("2024-06-05", "progress", "9", "--note", "主体完工", "--on", "2024-06-04")
    on("2024-06-10", "done", "9.1-9.4", "--on", "2024-06-10")
    items.write_text(
        items.read_text(encoding="utf-8").replace(DUE, DUE.replace("2024-12-31", "2025-06-30")), encoding="utf-8"
    )
    on("2024-06-12", "save", "市里同意")
    evidence = ["--evidence", str(desk / "验收单.pdf")]
    on("2024-06-28", "close", "9", "--verified-by", "区政府教育督导委", "--on", "2024-06-28", *evidence)
    on("2024-06-29", "progress", "5", "--note", "误记", "--on", "2024-06-29")
    on("2024-06-30", "undo")
    return versioned


# ---- --at


@pytest.mark.parametrize("name", READING)
@pytest.mark.usefixtures("month")
def test_every_reading_command_reads_a_version(run: Run, git: Git, name: str) -> None:
    """With --at a command says what it would have said with the files of that version."""
    then, now = (run(*READING[name], "--at", version) for version in ("HEAD~5", "HEAD"))
    assert then.exit_code == now.exit_code == 0, then.output
    assert then.stdout != now.stdout
    marked = f"  version {git('rev-parse', '--short=10', 'HEAD')} of 2024-06-30"
    assert marked in now.stdout
    today = run(*READING[name]).stdout
    assert masked(now.stdout.replace(marked, "")) == masked(today)


def test_a_version_is_read_as_its_files_were(run: Run, git: Git, month: Path) -> None:
    """What --at shows is what a work tree of that version shows."""
    for version in git("rev-list", "HEAD").split():
        tree = month.parent / version
        git("worktree", "add", "--quiet", "--detach", str(tree), version)
        for words in (["show", "9"], ["status"], ["list"]):
            page = run(*words, "--at", version).stdout
            assert page, run(*words, "--at", version).stderr
            assert re.sub(rf"  version {version[:10]} of \S+", "", page) == run(*words, data=tree / "data").stdout


@pytest.mark.usefixtures("month")
def test_a_version_and_a_day(run: Run) -> None:
    """--at chooses the files, --as-of the day on which they are looked at."""
    shown = json.loads(run("show", "9", "--at", "HEAD~4", "--as-of", "2024-06-07", "--format", "json").stdout)
    assert (shown["status"], shown["measures_done"], len(shown["log"])) == ("in_progress", 0, 1)


def test_faults_of_a_version_are_named_there(run: Run, git: Git, versioned: Path) -> None:
    """Files of a version that are no ledger are told with version, file, line and column; today's do not matter."""
    good = (versioned / "items.yaml").read_text(encoding="utf-8")
    (versioned / "items.yaml").write_text(good.replace("status: open", "stutas: open", 1), encoding="utf-8")
    git("commit", "--quiet", "--all", "--message=bad")
    bad = git("rev-parse", "HEAD")[:10]
    (versioned / "items.yaml").write_text(good, encoding="utf-8")
    refused = run("status", "--at", "HEAD")
    assert refused.exit_code == 3
    assert refused.stderr.startswith(f"{bad}:data/items.yaml:23:3: unknown-key:")
    assert run("status").exit_code == 0
    git("commit", "--quiet", "--all", "--message=mended")
    assert "cannot be read" in run("log").stdout
    checked = run("check", "--history")
    assert (checked.exit_code, f"{bad}:data/items.yaml:1:1: version-unreadable" in checked.stdout) == (0, True)


def test_evidence_of_a_version(run: Run, git: Git, month: Path) -> None:
    """Whether evidence is there is asked of the version too: a file lost since was there then."""
    (month / "evidence" / "9" / "验收单.pdf").unlink()
    git("commit", "--quiet", "--all", "--message=lost")
    assert run("check").exit_code == run("check", "--at", "HEAD").exit_code == 1
    assert run("check", "--at", "HEAD~1").exit_code == 0


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["status", "--at", "nowhere"], 2),
        (["status", "--at", "-1"], 2),
        (["status", "--at", "HEAD:data"], 2),
        (["diff", "nowhere"], 2),
        (["diff", "HEAD", "--since", "2024-06-01"], 2),
        (["progress", "9", "--note", "x", "--at", "HEAD"], 2),
        (["undo", "nowhere"], 2),
    ],
)
def test_versions_that_git_does_not_know(run: Run, git: Git, month: Path, words: list[str], code: int) -> None:
    """A version that does not exist, or a change of one, is a wrong use, and nothing happens."""
    before = git("rev-parse", "HEAD"), (month / "items.yaml").read_bytes()
    refused = run(*words)
    assert refused.exit_code == code, refused.output
    assert (git("rev-parse", "HEAD"), (month / "items.yaml").read_bytes()) == before


@pytest.mark.usefixtures("versioned")
def test_a_version_before_the_ledger(run: Run, git: Git) -> None:
    """A version in which there was no ledger yet is told as that."""
    git("checkout", "--quiet", "--orphan", "empty")
    git("rm", "--quiet", "-r", "--cached", ".")
    git("commit", "--quiet", "--allow-empty", "--message=nothing")
    refused = run("status", "--at", "HEAD")
    assert (refused.exit_code, "no data/items.yaml in the version" in refused.stderr) == (3, True)


# ---- log and diff


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.usefixtures("month")
def test_log_tells_the_history(run: Run, snapshot: SnapshotAssertion, lang: str) -> None:
    """Versions and the entries of the logs stand in one time line, the newest first; an item's alone on demand."""
    told = {
        words: without_ids(run(*words.split(), lang=lang).stdout)
        for words in ("log", "log 9", "log -n 2", "log 9 5 --number 1")
    }
    assert told == snapshot


@pytest.mark.usefixtures("month")
def test_log_for_programs(run: Run, git: Git) -> None:
    """JSON has the ids of the versions, who made them and when, and what they changed."""
    told = json.loads(run("log", "9", "--format", "json").stdout)
    assert [moment["day"] for moment in told["moments"]] == [
        "2024-06-28", "2024-06-10", "2024-06-05", "2024-06-03", "2024-07-15"
    ]  # fmt: skip
    newest = told["moments"][0]
    assert newest["commit"] == git("rev-parse", "HEAD~2")
    assert (newest["author"], newest["subject"]) == ("王芳", "close 9: 城区义务教育资源总量不足")
    [item] = newest["items"]
    assert [entry["event"] for entry in item["log"]] == ["submit", "verify", "close"]
    assert (item["status_before"], item["status"]) == ("in_progress", "closed")
    undoing = json.loads(run("log", "5", "-n", "1", "--format", "json").stdout)["moments"][0]
    assert undoing["undoes"] == [git("rev-parse", "HEAD~1")]
    assert len(run("log", "9", "--format", "csv").stdout.splitlines()) > 10


def test_log_tells_what_is_not_saved(run: Run, month: Path) -> None:
    """Edits by hand stand on top until they are a version."""
    text = (month / "items.yaml").read_text(encoding="utf-8")
    (month / "items.yaml").write_text(text.replace("person: 张三", "person: 李四"), encoding="utf-8")
    lines = run("log", "9").stdout.splitlines()
    assert [line for line in lines if line][1:3] == ["not saved as a version yet", "  Responsible person: 张三 → 李四"]
    assert "李四" not in run("log", "9", "--at", "HEAD").stdout


@pytest.mark.usefixtures("shipped")
def test_log_outside_of_git(run: Run) -> None:
    """Without versions the log tells the entries of the items' own logs."""
    run("progress", "9", "--note", "主体完工", "--on", "2024-06-04")
    assert [line for line in run("log", "9").stdout.splitlines() if line][1:] == [
        "2024-06-04",
        "  1 progress on 2024-06-04, 区教委: 主体完工",
    ]
    assert run("log").stdout.count("progress on 2024-04-15") == 3


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.usefixtures("month")
def test_diff_compares_in_words(run: Run, snapshot: SnapshotAssertion, lang: str) -> None:
    """Two versions differ by items: steps taken, measures done, dates moved, people named."""
    asked = ("diff HEAD~7", "diff --since 2024-06-11", "diff HEAD~2 HEAD~1", "diff HEAD~2", "diff --since 2020-01-01")
    assert {words: without_ids(run(*words.split(), lang=lang).stdout) for words in asked} == snapshot


@pytest.mark.usefixtures("month")
def test_diff_for_programs(run: Run, git: Git) -> None:
    """JSON names both versions and what became of each item."""
    facts = json.loads(run("diff", "--since", "2024-06-11", "--format", "json").stdout)
    assert (facts["before"], facts["before_day"], facts["after"]) == (git("rev-parse", "HEAD~4"), "2024-06-10", None)
    seven, nine = facts["items"]
    assert seven["fields"] == [{"key": "due", "before": "2024-12-31", "after": "2025-06-30"}]
    assert (nine["status_before"], nine["status"], nine["entries"]) == ("in_progress", "closed", [2, 3, 4])
    assert run("diff", "HEAD", "--format", "csv").exit_code == 0


# ---- undo


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


# ---- check --history


@pytest.mark.usefixtures("month")
def test_what_commands_do_is_no_fault(run: Run) -> None:
    """A history made by commands alone, an undo included, has no trace of anything else."""
    checked = run("check", "--history")
    assert checked.exit_code == 0
    assert "History: 8 versions\nNo trace of anything but commands and edits that were saved.\n" in checked.stdout


def by_hand(git: Git, path: Path, before: str, after: str) -> str:
    """Edit a file and commit it with git itself, past all checks; return the short id."""
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    git("commit", "--quiet", "--all", "--message=by hand")
    return git("rev-parse", "HEAD")[:10]


ALTERED: Mapping[str, tuple[str, str]] = {
    "altered": ("    note: 主体完工\n", "    note: 主体未完工\n"),
    "removed": ("  - on: 2024-06-04\n    event: progress\n    by: 区教委\n    note: 主体完工\n", ""),
}


@pytest.mark.parametrize("name", ALTERED)
def test_an_altered_entry_is_named(run: Run, git: Git, month: Path, name: str) -> None:
    """An entry that is another one, or gone, is placed in the version that still had it; also if it was put back."""
    commit = by_hand(git, month / "items.yaml", *ALTERED[name])
    line = git("show", "HEAD~1:data/items.yaml").splitlines().index("  - on: 2024-06-04") + 1
    place = f"{git('rev-parse', 'HEAD~1')[:10]}:data/items.yaml:{line}:5: entry-altered: Entry 1 of item 9, progress"
    for _ in range(2):
        checked = run("check", "--history")
        assert (checked.exit_code, place in checked.stdout, f"by 王芳 in the version {commit}" in checked.stdout) == (
            1, True, True,
        )  # fmt: skip
        git("revert", "--no-edit", "HEAD")


def test_a_false_undoing_is_seen_through(run: Run, git: Git, month: Path) -> None:
    """The trailer of an undoing covers exactly what the named version had added, and nothing else."""
    text = (month / "items.yaml").read_text(encoding="utf-8")
    (month / "items.yaml").write_text(text.replace(ALTERED["removed"][0], ""), encoding="utf-8")
    git("commit", "--quiet", "--all", f"--message=x\n\nLedger-Undoes: {git('rev-parse', 'HEAD~2')}")
    assert "entry-altered" in run("check", "--history").stdout


def test_a_vanished_item_is_named(run: Run, git: Git, month: Path) -> None:
    """An item that is gone with its history is named."""
    text = (month / "items.yaml").read_text(encoding="utf-8")
    begin, end = text.index("- id: 9\n"), text.index("- id: 10\n")
    (month / "items.yaml").write_text(text[:begin] + text[end:], encoding="utf-8")
    git("commit", "--quiet", "--all", "--message=x")
    assert "item-vanished: Item 9 was taken out by 王芳" in run("check", "--history").stdout


def test_a_status_without_its_event_is_named(run: Run, git: Git, month: Path) -> None:
    """A status that nothing led to is named with who wrote it, also after it was mended."""
    commit = by_hand(git, month / "items.yaml", "  status: open\n", "  status: closed\n")
    git("revert", "--no-edit", "HEAD")
    checked = run("check", "--history")
    assert checked.exit_code == 1
    assert f"status-without-event: Item 1 was set to closed out (closed) by 王芳 in version {commit}" in checked.stdout


def test_rules_lowered_before_a_closing_are_named(run: Run, git: Git, month: Path) -> None:
    """A condition dropped shortly before an item was closed is worth a question; made good again, it is none."""
    settings = month / "ledger.yaml"
    before = settings.read_bytes()

    def close(item: str, commit: bytes) -> str:
        settings.write_bytes(before + commit)
        run("save")
        assert (
            run("close", item, "--verified-by", "区政府教育督导委", "--paper", "1号柜", "--override", "补").exit_code
            == 0
        )
        return run("check", "--history").stdout

    assert "rules-loosened" not in close("1", b"timely_by: verified\n")
    told = close("2", b"closing: {conditions: [lead, measures]}\n")
    assert "rules-loosened: Item 2 was closed on 2024-06-30, shortly after 王芳 had lowered the rules" in told
    assert "evidence, verifier" in told
    assert close("3", b"").count("rules-loosened") == 1
    assert git("status", "--porcelain") == ""


def test_an_altered_report_is_named(run: Run, git: Git, month: Path) -> None:
    """A report that was issued never changes, nor goes."""
    report = month / "reports" / "2024-06.docx"
    report.parent.mkdir()
    report.write_bytes(b"issued")
    git("add", ".")
    git("commit", "--quiet", "--message=issued")
    assert run("check", "--history").exit_code == 0
    report.write_bytes(b"altered")
    git("commit", "--quiet", "--all", "--message=altered")
    checked = run("check", "--history")
    assert (checked.exit_code, "report-altered: The issued report data/reports/2024-06.docx" in checked.stdout) == (
        1,
        True,
    )


def test_a_merge_is_no_fault(run: Run, git: Git, month: Path) -> None:
    """Entries of two branches come together in either order; what a merge leaves out is named."""
    git("switch", "--quiet", "-c", "other")
    run("progress", "1", "--note", "甲")
    git("switch", "--quiet", "main")
    run("progress", "18", "--note", "乙")
    git("merge", "--quiet", "--no-edit", "other")
    assert run("check", "--history").exit_code == 0
    assert [len(load(month).ledger.items[at].log) for at in (0, 17)] == [1, 1]
    assert run("log", "-n", "3").stdout.count("progress") >= 2
    git("reset", "--quiet", "--hard", "HEAD~1")
    git("merge", "--quiet", "--no-edit", "--strategy=ours", "other")
    checked = run("check", "--history")
    assert (checked.exit_code, "Entry 1 of item 1, progress" in checked.stdout) == (1, True)


@pytest.mark.usefixtures("shipped")
def test_history_is_a_matter_of_git(run: Run) -> None:
    """Outside of git there is no history to check, and that is said."""
    assert run("check", "--history").exit_code == 3


@pytest.mark.parametrize("shape", ["two undone", "one undone and one new", "the last of two undone"])
@pytest.mark.usefixtures("versioned")
def test_a_branch_that_has_undone_something(run: Run, git: Git, shape: str) -> None:
    """What a branch has undone is missing in a merge with one that still had it, and that is no fault."""
    for note in ("一", "二"):
        run("progress", "3", "--note", note)
    git("switch", "--quiet", "-c", "other")
    run("undo")
    if shape == "two undone":
        run("undo")
    elif shape == "one undone and one new":
        run("undo")
        run("progress", "3", "--note", "三")
    else:
        run("progress", "3", "--note", "三")
    git("switch", "--quiet", "main")
    run("progress", "17", "--note", "甲")
    git("merge", "--quiet", "--no-edit", "other")
    checked = run("check", "--history")
    assert checked.exit_code == 0, checked.stdout


def test_undoings_outlast_a_rebase(run: Run, git: Git, versioned: Path) -> None:
    """After a rebase a version has another id; its undoing still covers what it had added, and nothing else."""
    git("switch", "--quiet", "-c", "side")
    run("progress", "9", "--note", "x")
    run("undo")
    git("switch", "--quiet", "main")
    run("progress", "12", "--note", "m")
    git("switch", "--quiet", "side")
    git("rebase", "--quiet", "main")
    assert run("check", "--history").exit_code == 0
    run("progress", "9", "--note", "y")
    text = (versioned / "items.yaml").read_text(encoding="utf-8")
    (versioned / "items.yaml").write_text(text.replace("note: m\n", "note: n\n"), encoding="utf-8")
    git("commit", "--quiet", "--all", f"--message=x\n\nLedger-Undoes: {'0' * 40}")
    assert "entry-altered" in run("check", "--history").stdout


def test_a_hook_that_adds_to_the_message(run: Run, git: Git, versioned: Path) -> None:
    """A paragraph that a hook adds behind ours hides no trailer."""
    hook = versioned.parent / ".git" / "hooks" / "commit-msg"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nprintf '\\nChange-Id: I1\\n' >> \"$1\"\n", encoding="utf-8")
    hook.chmod(0o755)
    run("progress", "10", "--note", "x")
    run("progress", "11", "--note", "x")
    assert run("undo").exit_code == 0
    assert run("check", "--history").exit_code == 0
    assert "progress 10" in run("undo").stderr
    assert git("rev-list", "--count", "HEAD") == "5"


def test_an_unreadable_version_hides_nothing(run: Run, git: Git, month: Path) -> None:
    """What was altered behind a version that cannot be read is compared with the last one that can."""
    items = month / "items.yaml"
    good = items.read_text(encoding="utf-8")
    for text in (good + "{{\n", good.replace("note: 主体完工", "note: 改")):
        items.write_text(text, encoding="utf-8")
        git("commit", "--quiet", "--all", "--message=x")
    checked = run("check", "--history")
    assert (checked.exit_code, "entry-altered: Entry 1 of item 9" in checked.stdout) == (1, True)


def test_an_item_without_a_history_vanishes_too(run: Run, git: Git, month: Path) -> None:
    """No command takes an item out but the undoing of its adding."""
    text = (month / "items.yaml").read_text(encoding="utf-8")
    begin = text.index("- id: 18\n")
    (month / "items.yaml").write_text(text[:begin], encoding="utf-8")
    refused = run("save")
    assert (refused.exit_code, "Item 18 was taken out by hand" in refused.stderr) == (4, True)
    git("commit", "--quiet", "--all", "--message=x")
    assert "item-vanished: Item 18" in run("check", "--history").stdout


def test_a_status_set_by_a_merge_is_named(run: Run, git: Git, month: Path) -> None:
    """A merge that writes a status which neither side had is named, also once it was put back."""
    git("switch", "--quiet", "-c", "other")
    run("progress", "1", "--note", "甲")
    git("switch", "--quiet", "main")
    run("progress", "18", "--note", "乙")
    git("merge", "--quiet", "--no-commit", "other")
    items = month / "items.yaml"
    items.write_text(items.read_text(encoding="utf-8").replace("status: open", "status: verified", 1), encoding="utf-8")
    git("commit", "--quiet", "--all", "--message=merge")
    items.write_text(items.read_text(encoding="utf-8").replace("status: verified", "status: open", 1), encoding="utf-8")
    git("commit", "--quiet", "--all", "--message=back")
    assert "status-without-event: Item 2 was set to verified" in run("check", "--history").stdout


@pytest.mark.parametrize(
    ("rules", "named"),
    [
        (["{conditions: [lead, measures]}", "{conditions: [lead, measures, evidence]}"], "verifier"),
        (["{steps: [submit, close], conditions: [measures]}"], "evidence, lead, verifier, verify"),
        (["{conditions: [lead]}", "{}"], ""),
    ],
)
def test_only_what_is_asked_for_again_is_forgotten(
    run: Run, git: Git, month: Path, rules: list[str], named: str
) -> None:
    """A rule that was lowered stays lowered until that very rule is asked for again."""
    before = (month / "ledger.yaml").read_bytes()
    for each in rules:
        (month / "ledger.yaml").write_bytes(before + f"closing: {each}\n".encode() if each != "{}" else before)
        assert run("save").exit_code == 0
    words = ["close", "2", "--paper", "1号柜", "--override", "补"]
    words += [] if "steps" in rules[0] else ["--verified-by", "区政府教育督导委"]
    assert run(*words).exit_code == 0
    told = run("check", "--history").stdout
    assert f"had lowered the rules on 2024-06-30: {named}." in told if named else "rules-loosened" not in told
    assert git("status", "--porcelain") == ""


def test_a_history_that_was_cut_off_is_told(run: Run, git: Git, month: Path) -> None:
    """In a shallow copy what lies before cannot be checked, and that is said."""
    git("clone", "--quiet", "--depth=1", f"file://{month.parent}", "copy")
    checked = run("check", "--history", data=month.parent / "copy" / "data")
    assert (checked.exit_code, "shallow-history" in checked.stdout) == (0, True)


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


def test_rules_lowered_long_before_are_no_question(
    run: Run, month: Path, git: Git, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was lowered more than 30 days before a closing is how the office works."""
    with (month / "ledger.yaml").open("a", encoding="utf-8") as settings:
        settings.write("closing: {conditions: [lead, measures]}\n")
    assert run("save").exit_code == 0
    for day, said in (("2024-07-30", True), ("2024-07-31", False)):
        for name, value in at(day).items():
            monkeypatch.setenv(name, value)
        item = "1" if said else "2"
        words = ["--verified-by", "区政府教育督导委", "--paper", "1号柜", "--override", "补"]
        assert run("close", item, *words).exit_code == 0
        assert (f"Item {item} was closed on {day}" in run("check", "--history").stdout) is said
    assert git("status", "--porcelain") == ""


def test_a_forged_undoing_excuses_nothing(run: Run, git: Git, month: Path) -> None:
    """Neither an id that nobody knows, nor a version that only changed an item, excuses that the item is gone."""
    text = (month / "items.yaml").read_text(encoding="utf-8")
    begin = text.index("- id: 18\n")
    run("set", "18", "person=张三")
    changed = git("rev-parse", "HEAD")
    (month / "items.yaml").write_text(text[:begin], encoding="utf-8")
    for undoes in (changed, "bogus"):
        git("commit", "--quiet", "--all", "--allow-empty", f"--message=undo set 18: x\n\nLedger-Undoes: {undoes}")
        assert "item-vanished: Item 18" in run("check", "--history").stdout


def test_an_undone_adding_excuses_no_history(run: Run, git: Git, month: Path) -> None:
    """That an item's adding is undone does not excuse what was recorded of it since."""
    run("add", "area=A", "kind=problem", "title=T", "problem=P")
    added = git("rev-parse", "HEAD")
    run("progress", "19", "--note", "x")
    text = (month / "items.yaml").read_text(encoding="utf-8")
    (month / "items.yaml").write_text(text[: text.index("- id: 19\n")], encoding="utf-8")
    git("commit", "--quiet", "--all", f"--message=undo add 19: T\n\nLedger-Undoes: {added}")
    assert "item-vanished: Item 19" in run("check", "--history").stdout


def test_folders_called_reports_are_no_reports(run: Run, git: Git, month: Path) -> None:
    """Only what lies in the ledger's own folder of reports was issued."""
    folder = month.parent / "reports" / "data"
    folder.parent.mkdir()
    month.rename(folder)
    git("add", "--all", ".")
    git("commit", "--quiet", "--message=moved")
    assert run("set", "9", "office=规划科", data=folder).exit_code == 0
    assert "report-altered" not in run("check", "--history", data=folder).stdout


@pytest.mark.parametrize(
    "words",
    [
        ["diff", "--at", "HEAD"],
        ["diff", "HEAD~1", "HEAD", "--at", "HEAD~2"],
        ["diff", "--as-of", "2024-06-01"],
        ["log", "--as-of", "2024-06-01"],
    ],
)
@pytest.mark.usefixtures("month")
def test_options_that_would_say_nothing_are_refused(run: Run, words: list[str]) -> None:
    """An option that a command cannot heed is a wrong use, and not passed over in silence."""
    assert run(*words).exit_code == 2


@pytest.mark.usefixtures("versioned")
def test_since_goes_by_the_days_that_are_shown(run: Run, git: Git, monkeypatch: pytest.MonkeyPatch) -> None:
    """The day of a version is its author's, for --since as for what is printed; before the first one that is said."""
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2024-12-01 09:00:00 +0800")
    for day in ("2024-08-01", "2024-09-01"):
        monkeypatch.setenv("GIT_AUTHOR_DATE", f"{day} 09:00:00 +0800")
        run("progress", "9", "--note", day)
    facts = json.loads(run("diff", "--since", "2024-08-15", "--format", "json").stdout)
    assert (facts["before"], facts["before_day"]) == (git("rev-parse", "HEAD~1"), "2024-08-01")
    early = run("diff", "--since", "2024-01-01")
    assert "The first version of this ledger is of 2024-07-15." in early.stderr


@pytest.mark.usefixtures("shipped")
def test_a_ledger_that_was_never_saved(run: Run, git: Git) -> None:
    """In a repository with other versions, a ledger that is in none of them is told as that."""
    git("init", "--quiet", ".")
    git("config", "user.name", "王芳")
    git("config", "user.email", "w@example.cn")
    git("commit", "--quiet", "--allow-empty", "--message=other")
    assert run("diff", "--since", "2024-01-01").exit_code == 2
    assert run("diff").exit_code == 3
    assert run("undo").exit_code == 2
    assert run("log").exit_code == run("status").exit_code == 0
    refused = run("progress", "9", "--note", "x")
    assert (refused.exit_code, "no version of this ledger yet" in refused.stderr) == (4, True)


def test_an_unreadable_version_does_not_make_it_new(run: Run, git: Git, month: Path) -> None:
    """Behind a version that cannot be read, edits are compared with the last one that can."""
    good = (month / "items.yaml").read_text(encoding="utf-8")
    (month / "items.yaml").write_text(good + "{{\n", encoding="utf-8")
    git("commit", "--quiet", "--all", "--message=x")
    (month / "items.yaml").write_text(good[: good.index("- id: 18\n")], encoding="utf-8")
    refused = run("save")
    assert (refused.exit_code, "Item 18 was taken out by hand" in refused.stderr) == (4, True)
    (month / "items.yaml").write_text(good.replace("person: 张三", "person: 李四"), encoding="utf-8")
    assert run("save").exit_code == 0
    assert git("log", "-1", "--format=%s") == "edit by hand: 9 person 张三 → 李四"


def test_layout_alone_is_told_by_diff(run: Run, month: Path) -> None:
    """Where only comments differ, the file is named, so that nobody wonders what was edited."""
    text = (month / "items.yaml").read_text(encoding="utf-8")
    (month / "items.yaml").write_text(text.replace("- id: 9\n", "# 注\n- id: 9\n"), encoding="utf-8")
    assert "Only layout or comments differ in: items.yaml." in run("diff").stdout


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
