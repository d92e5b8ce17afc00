"""The reading commands, run as a clerk runs them, on a copy of the shipped ledger."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from syrupy.assertion import SnapshotAssertion

from ledger.main import cli
from sharing import Make
from sharing import Run

COMMANDS = ["status", "status --chart", "list", "show 2", "show 8", "overdue", "due --within 200", "check"]
HELPS = ["", "status", "list", "show", "overdue", "due", "check", "schema", "completion"]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("command", COMMANDS)
def test_pipe(run: Run, snapshot: SnapshotAssertion, shipped: Path, command: str, lang: str) -> None:
    """A pipe gets plain lines, whole and without control characters, in both languages."""
    result = run(*command.split(), lang=lang)
    assert result.exit_code == 0
    assert result.stderr == ""
    assert result.stdout.isprintable() or set(result.stdout) >= {"\n"}
    assert not any(character < " " for character in result.stdout.replace("\n", ""))
    assert result.stdout.replace(str(shipped), "data") == snapshot


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", [50, 80, 120])
@pytest.mark.parametrize("command", COMMANDS[:-1])
def test_terminal(run: Run, snapshot: SnapshotAssertion, command: str, width: int, lang: str) -> None:
    """A terminal gets tables that fit its width."""
    result = run(*command.split(), lang=lang, width=width, terminal=True)
    assert result.exit_code == 0
    assert result.stdout == snapshot


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("command", HELPS)
def test_help(run: Run, snapshot: SnapshotAssertion, command: str, lang: str) -> None:
    """Every command explains itself in both languages."""
    result = run(*command.split(), "--help", lang=lang)
    assert result.exit_code == 0
    assert result.stdout == snapshot


def test_alone_is_status(run: Run) -> None:
    """`ledger` without a command shows the status."""
    assert run().stdout == run("status").stdout


def test_status_of_a_past_day(run: Run) -> None:
    """As of 2024-07-15 there are 18 items and item 2 is 17 days late."""
    facts = json.loads(run("status", "--as-of", "2024-07-15", "--format", "json").stdout)
    assert (facts["total"], facts["as_of"]) == (18, "2024-07-15")
    assert [(row["id"], row["days_left"]) for row in facts["overdue"]] == [("2", -17)]


def test_overdue_of_a_later_day(run: Run) -> None:
    """As of 2025-01-10 items 2 and 7 are late, and 12 is not, since nobody has decided on its date."""
    rows = json.loads(run("overdue", "--as-of", "2025-01-10", "--format", "json").stdout)
    assert [row["id"] for row in rows] == ["2", "7"]


def test_check_explains_the_ambiguous_date(run: Run) -> None:
    """The check names both days that item 12's words can mean, and where they stand."""
    found = json.loads(run("check", "--format", "json").stdout)
    (ambiguous,) = [one for one in found if one["code"] == "ambiguous-due"]
    assert "2024-12-31 / 2025-12-31" in ambiguous["message"]
    assert ambiguous["severity"] == "warning"
    assert Path(ambiguous["path"]).read_text(encoding="utf-8").splitlines()[ambiguous["line"] - 1].endswith("2025年前")


def test_before_the_plan_nothing_had_begun(run: Run) -> None:
    """As of a day before the plan no item is in progress: what is dated later has not happened yet."""
    facts = json.loads(run("status", "--as-of", "2024-04-14", "--format", "json").stdout)
    assert facts["by_status"]["in_progress"] == 0


@pytest.mark.parametrize(
    ("conditions", "ids"),
    [
        (["--status", "in_progress"], ["8", "10", "12"]),
        (["--status", "in progress"], ["8", "10", "12"]),
        (["第9项", "３—５", "2、7"], ["2", "3", "4", "5", "7", "9"]),
        (["--text", "满意度为86.92"], ["15"]),
        (["--light", "red"], ["2"]),
        (["--area", "安全"], ["15", "16", "17", "18"]),
        (["--area", "安全", "--area", "职业"], ["11", "12", "13", "14", "15", "16", "17", "18"]),
        (["--department", "区委编办"], ["1", "8"]),
        (["--lead", "长寿区教委"], ["1", "2", "8"]),
        (["--department", "区教委", "--kind", "both"], ["1"]),
        (["--type", "immediate"], []),
        (["--due-before", "2024年12月31日"], ["2"]),
        (["--due-before", "2025/1/1", "--sort", "due"], ["2", "7"]),
        (["--text", "1530"], ["18"]),
        (["9.2", "3-5", "9"], ["3", "4", "5", "9"]),
        (["--sort", "light", "--area", "义务"], ["7", "8", "9", "10"]),
    ],
)
def test_list_conditions(run: Run, conditions: list[str], ids: list[str]) -> None:
    """Conditions narrow the list; values of one condition are alternatives, different conditions add up."""
    assert [row["id"] for row in json.loads(run("list", *conditions, "--format", "json").stdout)] == ids


def test_global_options_before_and_after(run: Run) -> None:
    """Global options stand before or after the command word; the later one wins."""
    before = run("--as-of", "2025-01-10", "overdue", "--format", "csv").stdout
    assert before == run("overdue", "--as-of", "2025-01-10", "--format", "csv").stdout
    assert before == run("--as-of", "2024-01-01", "overdue", "--as-of", "2025-01-10", "--format", "csv").stdout


def test_data_is_never_translated(run: Run) -> None:
    """JSON and CSV are the same in both languages."""
    for command in COMMANDS:
        for form in ("json", "csv"):
            args = [*command.split(), "--format", form]
            assert run(*args, lang="zh").stdout == run(*args, lang="en").stdout


def test_csv_is_a_table(run: Run) -> None:
    """CSV has the keys first and as many cells in every line."""
    for command in COMMANDS:
        lines = list(csv.reader(io.StringIO(run(*command.split(), "--format", "csv").stdout)))
        assert len({len(line) for line in lines}) == 1


def test_show_of_one_and_of_several(run: Run) -> None:
    """JSON of one item is the item, of several a list; 9.2 means item 9."""
    assert json.loads(run("show", "9.2", "--format", "json").stdout)["id"] == "9"
    assert [item["id"] for item in json.loads(run("show", "3-5", "1", "--format", "json").stdout)] == [
        "3",
        "4",
        "5",
        "1",
    ]


def test_output_file(run: Run, tmp_path: Path) -> None:
    """-o writes a file whose ending chooses the format, says so on stderr, and leaves stdout empty."""
    result = run("list", "-o", str(tmp_path / "list.json"))
    assert (result.exit_code, result.stdout) == (0, "")
    assert "list.json" in result.stderr
    assert len(json.loads((tmp_path / "list.json").read_text(encoding="utf-8"))) == 18
    run("list", "-o", str(tmp_path / "list.txt"), terminal=True)
    assert "\x1b" not in (tmp_path / "list.txt").read_text(encoding="utf-8")


def test_overdue_exit_code(run: Run) -> None:
    """--exit-code exits with 1 if anything is late, so that a scheduled run can tell."""
    assert run("overdue").exit_code == 0
    assert run("overdue", "--exit-code").exit_code == 1
    assert run("overdue", "--exit-code", "--as-of", "2024-06-28").exit_code == 0


def test_a_late_measure_counts(make: Make, run: Run) -> None:
    """A measure past its own date is late too: --exit-code tells, although no item is overdue."""
    item = "- id: 1\n  area: 甲\n  kind: problem\n  title: 乙\n  problem: 丙\n  measures:\n"
    opened = make(f"{item}  - id: 1.1\n    text: 丁\n    due: 2024-07-01\n")
    late = run("overdue", "--exit-code", data=opened.folder)
    assert late.exit_code == 1
    assert "Measures past their own date (1)" in late.stdout
    assert "Measures due soon by their own date (1)" in run("due", "--as-of", "2024-06-30", data=opened.folder).stdout


def test_the_last_extension_is_the_date(make: Make, run: Run) -> None:
    """A date that the log has moved and the file has not is an error that names both."""
    item = "- id: 1\n  area: 甲\n  kind: problem\n  title: 乙\n  problem: 丙\n  due: 2024-09-30\n  log:\n"
    moved = "  - {on: 2024-07-01, event: extend, by: 区教委, was: 2024-09-30, to: 2024-12-31, reason: 丁}\n"
    checked = run("check", data=make(item + moved).folder)
    assert checked.exit_code == 1
    assert "extension-differs: The log extends item 1 to 2024-12-31, but its date is 2024-09-30." in checked.stdout


def test_figures_follow_the_log(run: Run, shipped: Path) -> None:
    """A status that was written by hand, without its history, changes no figure."""
    items = shipped / "items.yaml"
    items.write_text(items.read_text(encoding="utf-8").replace("status: open", "status: closed", 2), encoding="utf-8")
    facts = json.loads(run("status", "--format", "json").stdout)
    assert (facts["closed"], facts["faults"]) == (0, 2)
    assert [row["id"] for row in facts["overdue"]] == ["2"]


def test_csv_for_a_spreadsheet(run: Run, tmp_path: Path) -> None:
    """A CSV file begins with a byte-order mark, without which Excel takes it for another encoding."""
    run("list", "-o", str(tmp_path / "list.csv"))
    assert (tmp_path / "list.csv").read_bytes().startswith(b"\xef\xbb\xbfid,")
    assert run("list", "--format", "csv").stdout.startswith("id,")


def test_one_error_hides_others(run: Run, shipped: Path) -> None:
    """Where a file has no shape the rules are not looked at, and the check says so."""
    items = shipped / "items.yaml"
    items.write_text(items.read_text(encoding="utf-8").replace("kind: both", "kind: bothe", 1), encoding="utf-8")
    assert run("check").stdout.startswith("1 error, 0 warnings. The other checks follow once this is mended.\n")


def test_nothing_to_show(run: Run) -> None:
    """An empty answer is a sentence, not an empty table."""
    assert "No item is overdue." in run("overdue", "--as-of", "2024-06-28").stdout
    assert "No item is due in this time." in run("due", "--within", "0").stdout
    assert "No item meets the conditions." in run("list", "--type", "phased").stdout


def test_empty_ledger(run: Run, tmp_path: Path) -> None:
    """[] is an empty ledger, and every reading command can say so."""
    (tmp_path / "items.yaml").write_text("[]\n", encoding="utf-8")
    (tmp_path / "departments.yaml").write_text("[]\n", encoding="utf-8")
    for terminal in (False, True):
        assert "The ledger is empty." in run("status", data=tmp_path, terminal=terminal).stdout
        assert "The ledger is empty." in run("list", data=tmp_path, terminal=terminal).stdout
    assert json.loads(run("status", "--format", "json", data=tmp_path).stdout)["completion_rate"] is None
    assert run("check", data=tmp_path).stdout == "The ledger is in order: no errors, no warnings.\n"


def test_banner_of_faults(run: Run, shipped: Path) -> None:
    """A rule that is broken is told on stderr, marks its item, and does not stop reading."""
    items = shipped / "items.yaml"
    items.write_text(items.read_text(encoding="utf-8").replace("- 区卫健委", "- 区卫建委"), encoding="utf-8")
    result = run("list")
    assert result.exit_code == 0
    assert result.stderr == "The files hold errors (items 6): see ledger check.\n"
    assert "6 !" in result.stdout
    checked = run("check")
    assert checked.exit_code == 1
    assert "unknown-department: 区卫建委 is not in departments.yaml." in checked.stdout
    assert "Did you mean 区卫健委?" in checked.stdout
    assert checked.stderr == ""


def test_schema(run: Run) -> None:
    """Each schema prints alone, and all of them together without a name."""
    every = json.loads(run("schema").stdout)
    assert list(every) == [
        "items",
        "departments",
        "settings",
        "routines",
        "status",
        "status-chart",
        "list",
        "overdue",
        "due",
        "show",
        "problems",
        "responsibility",
        "measures",
        "message",
        "notice",
        "check",
        "score",
        "change",
        "log",
        "diff",
        "resolve",
        "doctor",
        "import-plan",
        "report-periodic",
        "export",
        "report-item",
        "routine-list",
        "routine-missed",
        "rollup",
        "collect-out",
        "collect-in",
        "collect-status",
    ]
    for name, shape in every.items():
        assert json.loads(run("schema", name).stdout) == shape


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(run: Run, shell: str) -> None:
    """Each shell gets the script that calls ledger back."""
    assert "_LEDGER_COMPLETE" in run("completion", shell).stdout


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("ledger show 1", ["1", "10", "11", "12", "13", "14", "15", "16", "17", "18"]),
        ("ledger list --lead 区教", ["区教委"]),
        ("ledger export --item 9", ["9"]),
        ("ledger routine done 18.1", ["18.1530日", "18.1530周", "18.1530假"]),
        ("ledger --data nowhere routine done ", []),
        ("ledger score 区教", ["区教委"]),
        ("ledger st", ["status"]),
        ("ledger --data nowhere show ", []),
        ("ledger --data nowhere list --lead ", []),
    ],
)
def test_what_a_shell_completes(shipped: Path, monkeypatch: pytest.MonkeyPatch, typed: str, offered: list[str]) -> None:
    """A shell completes commands, ids and departments, and stays silent where there is no ledger."""
    monkeypatch.setenv("LEDGER_DATA", str(shipped))
    monkeypatch.setenv("COMP_WORDS", typed)
    monkeypatch.setenv("COMP_CWORD", str(len(typed.split(" ")) - 1))
    monkeypatch.setenv("_LEDGER_COMPLETE", "bash_complete")
    completed = CliRunner().invoke(cli, [])
    assert [line.removeprefix("plain,") for line in completed.stdout.split()] == offered


def test_how_far_a_target_has_come(run: Run) -> None:
    """`show` draws each target that has a reading, its readings as a small line, and whether it is reached."""
    for day, value in (("2024-05-31", "2100"), ("2024-06-30", "5200"), ("2024-07-10", "9500")):
        assert run("reading", "4", "培训幼教师资", value, "--on", day).exit_code == 0
    shown = run("show", "4").stdout
    assert "培训幼教师资  9500 人次 on 2024-07-10, aim: at least 9000 人次  reached  ▁▄█" in shown
    assert "Towards the targets" not in run("show", "4", "--as-of", "2024-05-01").stdout
    assert "not reached" in run("show", "4", "--as-of", "2024-07-01").stdout
