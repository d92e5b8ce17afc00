"""`check --history` names what no command could have done, and nothing that commands do."""

from collections.abc import Callable
from collections.abc import Mapping
from pathlib import Path

import pytest

from ledger.store import load
from sharing import Git
from sharing import Run


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
    assert "evidence, sub_ledger, verifier" in told
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
        (["{conditions: [lead, measures]}", "{conditions: [lead, measures, evidence]}"], "sub_ledger, verifier"),
        (["{steps: [submit, close], conditions: [measures]}"], "evidence, lead, sub_ledger, verifier, verify"),
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


def test_rules_lowered_long_before_are_no_question(
    run: Run, month: Path, git: Git, dated: Callable[[str], None]
) -> None:
    """What was lowered more than 30 days before a closing is how the office works."""
    with (month / "ledger.yaml").open("a", encoding="utf-8") as settings:
        settings.write("closing: {conditions: [lead, measures]}\n")
    assert run("save").exit_code == 0
    for day, said in (("2024-07-30", True), ("2024-07-31", False)):
        dated(day)
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


@pytest.mark.parametrize("into", ["main", "other"])
def test_another_branch_beside_an_unreadable_version(run: Run, git: Git, month: Path, into: str) -> None:
    """Whoever mends a file that cannot be read has altered nothing that others meanwhile recorded on their side."""
    good = (month / "items.yaml").read_text(encoding="utf-8")
    git("branch", "other")
    (month / "items.yaml").write_text("- id: [", encoding="utf-8")
    git("commit", "--quiet", "--all", "--message=broken")
    (month.parent / "README").write_text("x")
    git("add", "README")
    git("commit", "--quiet", "--message=something else")
    (month / "items.yaml").write_text(good, encoding="utf-8")
    git("commit", "--quiet", "--all", "--message=mended")
    git("checkout", "--quiet", "other")
    run("progress", "3", "--note", "乙", "--on", "2024-06-30")
    git("checkout", "--quiet", into)
    git("merge", "--quiet", "--no-edit", "other" if into == "main" else "main")
    told = run("check", "--history").stdout
    assert "version-unreadable" in told
    assert "entry-altered" not in told
    assert "merge-" not in told


@pytest.mark.parametrize("between", [True, False])
def test_what_is_lost_beside_an_unreadable_version(run: Run, git: Git, month: Path, between: bool) -> None:  # noqa: FBT001 (a case)
    """An entry that is gone once a file can be read again is missed, whatever other versions lie between."""
    good = (month / "items.yaml").read_text(encoding="utf-8")
    (month / "items.yaml").write_text("- id: [", encoding="utf-8")
    git("commit", "--quiet", "--all", "--message=broken")
    if between:
        (month.parent / "README").write_text("x")
        git("add", "README")
        git("commit", "--quiet", "--message=something else")
    assert ALTERED["removed"][0] in good
    (month / "items.yaml").write_text(good.replace(*ALTERED["removed"]), encoding="utf-8")
    git("commit", "--quiet", "--all", "--message=mended")
    assert "entry-altered" in run("check", "--history").stdout
