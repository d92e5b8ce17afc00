"""Routines as a clerk keeps them: listed, missed, recorded, and taken back."""

import csv
import io
import json
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from ledger.store import load
from sharing import Git
from sharing import Run

REPORT = "8.月报"
CHECK = "18.日排查"


@pytest.fixture
def kept(run: Run, versioned: Path) -> Path:
    """Return the shipped ledger in a repository, with some of its routines done."""
    for words in ([REPORT, "--on", "2024-05-31"], [CHECK, "--on", "2024-05-06", "--on", "2024年7月15日"]):
        done = run("routine", "done", *words)
        assert done.exit_code == 0, done.output
    return versioned


def days(folder: Path, name: str) -> list[str]:
    """Return the days on which a routine was done, as the file has them."""
    return next([*map(str, one.done)] for one in load(folder).ledger.routines if one.id == name)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    "words",
    [
        "routine list",
        "routine missed",
        "routine missed 18.日排查 8.月报",
        "routine list --as-of 2027-03-01",
        "routine missed --as-of 2027-03-01 18.1530假",
        "routine done 18.周排查 --dry-run",
        "show 8",
    ],
)
def test_words(run: Run, kept: Path, snapshot: SnapshotAssertion, words: str, lang: str) -> None:
    """What a clerk reads about routines, in both languages; hundreds of missed days take few lines."""
    said = run(*words.split(), lang=lang)
    assert said.exit_code == 0
    assert said.stdout.replace(str(kept), "data") == snapshot


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", [50, 80, 120])
@pytest.mark.usefixtures("kept")
def test_terminal(run: Run, snapshot: SnapshotAssertion, width: int, lang: str) -> None:
    """The list fits a terminal."""
    assert run("routine", "list", lang=lang, width=width, terminal=True).stdout == snapshot


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("word", ["list", "missed", "done"])
def test_help(run: Run, snapshot: SnapshotAssertion, word: str, lang: str) -> None:
    """Each command explains itself in both languages."""
    assert run("routine", word, "--help", lang=lang, width=80).stdout == snapshot


@pytest.mark.usefixtures("kept")
def test_json(run: Run) -> None:
    """Programs get every figure of a routine, and every missed period on its own."""
    rows = json.loads(run("routine", "list", "--format", "json").stdout)
    assert rows[0] == {
        "id": "8.月报",
        "text": "报告优质均衡发展创建工作进展",
        "item": "8",
        "lead": ["区教委"],
        "every": "month",
        "source": "二(二)8",
        "start": "2024-04-15",
        "last_done": "2024-05-31",
        "state": "open",
        "begin": "2024-07-01",
        "until": "2024-07-31",
        "days_left": 16,
        "missed": 1,
        "missed_since": "2024-06-01",
        "counted_until": None,
    }
    assert [(row["id"], row["state"], row["days_left"], row["missed"]) for row in rows[1:3]] == [
        ("18.日排查", "done", 0, 62),
        ("18.周排查", "open", 6, 13),
    ]
    missed = json.loads(run("routine", "missed", CHECK, "--format", "json").stdout)
    assert len(missed) == 62
    shared = {"id": CHECK, "text": "校园安全隐患日排查", "item": "18", "lead": [], "every": "day"}
    assert missed[0] == {**shared, "begin": "2024-07-12", "until": "2024-07-12"}
    assert missed[-1]["begin"] == "2024-04-15"
    status = json.loads(run("status", "--format", "json").stdout)["routines"]
    assert [row["missed"] for row in status["missed"]] == [63, 62, 13, 13, 2, 1, 1]
    assert [row["days_left"] for row in status["due"]] == [0, 6, 6, 16, 16]
    assert status["without_start"] == []
    assert [row["id"] for row in json.loads(run("show", "8", "--format", "json").stdout)["routines"]] == [REPORT]


@pytest.mark.usefixtures("kept")
def test_csv(run: Run) -> None:
    """A table program gets a line a routine, and a line a missed period."""
    _, first, *others = csv.reader(io.StringIO(run("routine", "list", "--format", "csv").stdout))
    assert first[:5] == ["8.月报", "报告优质均衡发展创建工作进展", "8", "区教委", "month"]
    assert len(others) == 6
    head, *lines = csv.reader(io.StringIO(run("routine", "missed", REPORT, "--format", "csv").stdout))
    assert (head[-2:], [line[-2:] for line in lines]) == (["begin", "until"], [["2024-06-01", "2024-06-30"]])


def test_done_is_a_version_of_its_own(run: Run, git: Git, versioned: Path) -> None:
    """The subject names the routines and the days, the trailers the routines; one file has changed, by those lines."""
    before = (versioned / "routines.yaml").read_text(encoding="utf-8")
    done = run("routine", "done", REPORT, CHECK, "--on", "2024-06-28", "--on", "2024-05-31", lang="zh")
    assert done.stdout.startswith(f"已记录，版本 {git('rev-parse', '--short=10', 'HEAD')}")
    assert git("log", "-1", "--format=%B") == (
        "routine 8.月报 18.日排查: done 2024-05-31, 2024-06-28\n\n"
        "  例行工作8.月报：已办，2024-05-31、2024-06-28\n"
        "  例行工作18.日排查：已办，2024-05-31、2024-06-28\n\n"
        "Ledger-Routine: 8.月报\n"
        "Ledger-Routine: 18.日排查\n"
    ).rstrip("\n")
    assert git("show", "--format=", "--name-only") == "data/routines.yaml"
    lines = (versioned / "routines.yaml").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line not in before.splitlines()] == [
        "  done:",
        "  - 2024-05-31",
        "  - 2024-06-28",
    ] * 2
    assert git("status", "--porcelain") == ""


def test_many_days_make_a_short_subject(run: Run, git: Git, versioned: Path) -> None:
    """More than a few days are told by the first, the last and their number."""
    on = [word for day in range(10, 15) for word in ("--on", f"2024-06-{day}")]
    assert run("routine", "done", CHECK, *on).exit_code == 0
    assert git("log", "-1", "--format=%s") == "routine 18.日排查: done 2024-06-10 … 2024-06-14 (5)"
    assert len(days(versioned, CHECK)) == 5


def test_without_a_day_it_is_today(run: Run, versioned: Path) -> None:
    """A routine that is recorded without --on was done today; --no-commit makes no version."""
    assert run("routine", "done", CHECK, "--no-commit").exit_code == 0
    assert days(versioned, CHECK) == ["2024-07-15"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["9"], 2, "There is no routine 9."),
        (["8.月抱"], 2, "Did you mean 8.月报?"),
        ([REPORT, "--on", "2024-05-31"], 4, "Routine 8.月报 was done on 2024-05-31 already"),
        ([REPORT, "--on", "2024-07-16"], 4, "2024-07-16 lies in the future"),
        (
            ["18.周排查", "--on", "2024-04-30"],
            4,
            "Routine 18.周排查 begins on 2024-05-01; 2024-04-30 lies before that.",
        ),
        ([REPORT, "--on", "31.5."], 2, "is not a day"),
        ([REPORT, "--as-of", "2024-05-31"], 2, "--as-of looks back"),
        ([], 2, "ROUTINE"),
    ],
)
def test_what_is_refused(  # noqa: PLR0913, PLR0917 (a case is three)
    run: Run, git: Git, kept: Path, words: list[str], code: int, said: str
) -> None:
    """A routine that is unknown, or a day that stands there, is to come or came too early, changes nothing."""
    file = kept / "routines.yaml"
    text = file.read_text(encoding="utf-8").replace("every: week", "every: week\n  from: 2024-05-01", 1)
    file.write_text(text, encoding="utf-8")
    git("commit", "--quiet", "--all", "--message=from")
    refused = run("routine", "done", *words)
    assert (refused.exit_code, said in refused.stderr) == (code, True), refused.output
    assert file.read_text(encoding="utf-8") == text
    assert git("status", "--porcelain") == ""


def test_all_that_is_wrong_is_told_at_once(run: Run, kept: Path) -> None:
    """Several routines are recorded together or not at all, and each is told what is in its way."""
    refused = run("routine", "done", REPORT, CHECK, "--on", "2024-05-31", "--on", "2024-05-06")
    assert refused.exit_code == 4
    assert "Routine 8.月报 was done on 2024-05-31 already" in refused.stderr
    assert "Routine 18.日排查 was done on 2024-05-06 already" in refused.stderr
    assert days(kept, REPORT) == ["2024-05-31"]


def test_undo_takes_the_days_back(run: Run, git: Git, kept: Path) -> None:
    """The last record goes byte for byte; an earlier one goes out of the middle, and later days stay."""
    assert run("routine", "done", REPORT, "--on", "2024-06-28").exit_code == 0
    before = (kept / "routines.yaml").read_bytes()
    assert run("undo").exit_code == 0
    assert git("log", "-1", "--format=%s") == "undo routine 8.月报: done 2024-06-28"
    assert run("undo", "HEAD").exit_code == 0
    assert (kept / "routines.yaml").read_bytes() == before
    taken = run("undo", "HEAD~4")  # the 31st of May
    assert taken.exit_code == 0, taken.output
    assert "routine 8.月报: no longer done on 2024-05-31" in taken.stdout
    assert (days(kept, REPORT), len(days(kept, CHECK))) == (["2024-06-28"], 2)
    assert run("check", "--history").exit_code == 0
    assert "days-removed" not in run("check", "--history").stdout


def test_undo_refuses_what_was_changed_again(run: Run, kept: Path) -> None:
    """Where a day was taken out by hand since, there is nothing to take back, and that is said."""
    file = kept / "routines.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("  done:\n  - 2024-05-31\n", ""), encoding="utf-8")
    assert run("save", "记错").exit_code == 0
    refused = run("undo", "HEAD~2")
    assert (refused.exit_code, "routines.yaml was changed again" in refused.stderr) == (4, True), refused.output


def test_days_taken_out_by_hand_are_told(run: Run, git: Git, kept: Path) -> None:
    """The check of the history warns of a day that a hand took out, and names who did it in which version."""
    file = kept / "routines.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("  - 2024-05-06\n", ""), encoding="utf-8")
    assert run("save", "记错").exit_code == 0
    subject = git("log", "-1", "--format=%s")
    assert subject == "edit by hand: routine 18.日排查: no longer done on 2024-05-06"
    told = run("check", "--history")
    commit = git("rev-parse", "--short=10", "HEAD")
    assert (
        f"That routine 18.日排查 was done on 2024-05-06 was taken out by 王芳 in the version {commit}." in told.stdout
    )


def test_edits_by_hand_are_saved_first(run: Run, kept: Path) -> None:
    """A file of routines that was edited by hand is no less safe than the items: it is saved first, or refused."""
    file = kept / "routines.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("隐患日排查", "隐患每日排查"), encoding="utf-8")
    refused = run("routine", "done", REPORT)
    assert (refused.exit_code, "routines.yaml" in refused.stderr) == (4, True), refused.output


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_without_a_file_of_routines(run: Run, shipped: Path, snapshot: SnapshotAssertion, lang: str) -> None:
    """Without routines.yaml nothing of routines is shown, and the commands say so."""
    (shipped / "routines.yaml").unlink()
    assert not {"Routine", "例行"} & {word for word in ("Routine", "例行") if word in run(lang=lang).stdout}
    said = [run(*words.split(), lang=lang) for words in ("routine list", "routine missed", "routine done 周报")]
    assert [one.exit_code for one in said] == [0, 0, 2]
    assert [one.output for one in said] == snapshot


def test_what_has_no_start_is_told(run: Run, shipped: Path) -> None:
    """Where no day is known to count from, list, status and check say so."""
    settings = shipped / "ledger.yaml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("  date: 2024-04-15\n", ""), encoding="utf-8")
    assert "no start" in run("routine", "list").stdout
    assert "No day is known to count from, so write from: in routines.yaml: 8.月报, 18.日排查" in run("status").stdout
    assert "no-start: Routine 8.月报 has no day to count from" in run("check").stdout


def test_undo_refuses_layout_alone(run: Run, kept: Path) -> None:
    """A version that changed a comment alone is not taken back by values once the file was changed again."""
    file = kept / "routines.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "# 待补周报\n", encoding="utf-8")
    assert run("save", "注").exit_code == 0
    assert run("routine", "done", REPORT).exit_code == 0
    refused = run("undo", "HEAD~1")
    assert (refused.exit_code, "nothing but layout or comments" in refused.stderr) == (4, True), refused.output
