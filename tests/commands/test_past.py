"""The past is readable and comparable: --at, log, diff."""

import json
import re
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from ledger.cache import Cache
from ledger.history import Past
from sharing import Git
from sharing import Run

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
    return re.sub(r"(?m)^\S*(?=data/(?:大班额/)?items.yaml:)|[ \t]+$", "", text).strip()


def without_ids(text: str) -> str:
    """Return a text without the ids of versions, which differ with every change of the shipped data."""
    return re.sub(r"\b[0-9a-f]{10}\b", "··········", text)


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


PAST = (["log", "-n", "0"], ["log", "9"], ["check", "--history"])


@pytest.mark.parametrize("words", PAST, ids=" ".join)
def test_the_past_is_read_once(run: Run, month: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]) -> None:
    """What the versions before the last one say is known the next time, and told in the same words."""
    read: list[str] = []
    real = Past._parsed  # noqa: SLF001 (where contents are read)

    def counted(self: Past, name: str, one: str) -> object:
        read.append(one)
        return real(self, name, one)

    monkeypatch.setattr(Past, "_parsed", counted)
    fresh = run(*words, "--no-cache")
    assert fresh.exit_code == 0
    assert len(read) > 8
    assert run(*words).stdout == fresh.stdout
    read.clear()
    assert run(*words).stdout == fresh.stdout
    assert len(read) <= 4  # the files of the last version, which are compared with those on the disk
    run("progress", "9", "--note", "主体完工", "--on", "2024-06-30")
    assert run(*words).stdout == run(*words, "--no-cache").stdout != fresh.stdout
    assert month.exists()


def test_what_was_kept_of_the_past_and_is_torn(run: Run, month: Path, tmp_path: Path) -> None:
    """Where the cache holds something else, the past is read again."""
    first = [run(*words).stdout for words in PAST]
    kept = [path for path in tmp_path.with_name(f"{tmp_path.name} cache").rglob("??/*") if path.is_file()]
    assert kept
    for path in kept:
        key, content = path.parent.name + path.name, path.read_bytes().partition(b"\n")[2]
        Cache(path.parent.parent).put(key, content.replace(b'"', b"'"))
    assert [run(*words).stdout for words in PAST] == first
    assert month.exists()


def test_a_history_that_was_cut_off_and_comes_back(run: Run, git: Git, month: Path, tmp_path: Path) -> None:
    """What a shallow copy took for the beginning is none once the versions before it are there."""
    copy = tmp_path / "copy"
    git("clone", "--quiet", "--depth", "2", f"file://{month.parent}", str(copy))
    assert "new items: 1–18" in run("log", "-n", "0", data=copy / "data").stdout
    git("fetch", "--quiet", "--unshallow", cwd=copy)
    whole = run("log", "-n", "0", data=copy / "data").stdout
    assert whole == run("log", "-n", "0").stdout
    assert whole.count("new items: 1–18") == 1
