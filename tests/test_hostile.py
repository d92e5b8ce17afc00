"""A rough world: odd files, odd places and hostile text end in one sentence, and cost nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sharing import Make
from sharing import Run


def _ledger(*args: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "LEDGER_LANG": "en"}
    command = [sys.executable, "-m", "ledger", *args]
    return subprocess.run(command, cwd=cwd, env=environ, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize("command", ["list", "schema", "completion bash"])
def test_output_never_goes_over_the_ledger(run: Run, shipped: Path, command: str) -> None:
    """-o refuses YAML files, also for a format that was named: a slip must not cost the ledger."""
    before = (shipped / "items.yaml").read_bytes()
    result = run(*command.split(), "--format", "json", "-o", str(shipped / "items.yaml"))
    assert result.exit_code == 2
    assert "A file ending in .yaml cannot be written." in result.stderr
    assert (shipped / "items.yaml").read_bytes() == before


def test_a_file_that_never_ends(run: Run, shipped: Path) -> None:
    """A pipe in place of a file is refused instead of being waited for."""
    (shipped / "departments.yaml").unlink()
    os.mkfifo(shipped / "departments.yaml")
    result = run("status")
    assert result.exit_code == 3
    assert "departments.yaml:1:1: unreadable-file: The file cannot be read: not a file." in result.stderr


def test_a_link_that_leads_nowhere(run: Run, shipped: Path) -> None:
    """A dangling link is a missing file, not settings that were never written."""
    (shipped / "ledger.yaml").unlink()
    (shipped / "ledger.yaml").symlink_to("elsewhere.yaml")
    result = run("status")
    assert result.exit_code == 3
    assert "ledger.yaml:1:1: missing-file" in result.stderr


def test_text_of_the_files_does_not_steer_the_terminal(run: Run, shipped: Path) -> None:
    """An escape sequence in a faulty value is visible and harmless on stderr too."""
    items = shipped / "items.yaml"
    text = items.read_text(encoding="utf-8").replace("kind: both", 'kind: "\\e[31mfoo\\e[2J"', 1)
    items.write_text(text, encoding="utf-8")
    result = run("status", terminal=True)
    assert "␛[31mfoo␛[2J is none of the words known here." in result.stderr
    assert "\x1b" not in result.stderr


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    """In a folder that was deleted meanwhile the command ends in a sentence."""
    code = (
        "import os, sys; os.mkdir('gone'); os.chdir('gone'); os.rmdir('../gone')\n"
        "from ledger.main import cli; cli(['status', '--lang', 'en'])"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ended.returncode == 3
    assert ended.stderr.startswith("Error: The system refuses: ")


def test_a_full_disk(shipped: Path) -> None:
    """Where stdout can take no more the command says so and does not crash."""
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        command = [sys.executable, "-m", "ledger", "list", "--data", str(shipped), "--lang", "en"]
        ended = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert ended.returncode == 3
    assert "The system refuses: No space left on device." in ended.stderr


def test_names_that_look_like_words(make: Make, run: Run) -> None:
    """Ids that hold 第, 项 or 至 are found as they are typed."""
    entry = "- id: {id}\n  area: 甲\n  kind: problem\n  title: 乙\n  problem: 丙\n"
    opened = make("".join(entry.format(id=name) for name in ("专项1", "2024至2025", "第二项")))
    for name in ("专项1", "2024至2025", "第二项"):
        assert run("show", name, data=opened.folder).exit_code == 0


def test_a_misspelling_repeated(make: Make, run: Run) -> None:
    """A very long misspelt name, a thousand times, is looked up once and not at all."""
    entry = "- id: {n}\n  area: 甲\n  kind: problem\n  title: 乙\n  problem: 丙\n  lead: {lead}\n"
    opened = make("".join(entry.format(n=n, lead="区" * 3000) for n in range(300)))
    result = run("list", data=opened.folder)
    assert result.exit_code == 0
    assert "The files hold errors (items 0–299): see ledger check." in result.stderr


def test_the_banner_stays_short(make: Make, run: Run) -> None:
    """However many items hold errors, the banner names ten runs of them and counts all."""
    entry = "- id: {n}\n  area: 甲\n  kind: problem\n  title: 乙\n  problem: 丙\n  lead: {lead}\n"
    opened = make("".join(entry.format(n=n, lead="区教委" if n % 2 else "区交委") for n in range(100)))
    banner = run("list", data=opened.folder).stderr
    assert "… (50 in all)" in banner
    assert len(banner) < 120


def test_version_stands_anywhere(tmp_path: Path) -> None:
    """--version is an option of every command."""
    assert _ledger("list", "--version", cwd=tmp_path).stdout == _ledger("--version", cwd=tmp_path).stdout


def test_entries_keep_their_numbers(make: Make, run: Run) -> None:
    """As of an earlier day entries have the numbers they have in the whole log, though it is out of order."""
    log = (
        "  log:\n"
        "  - {on: 2024-05-01, event: progress, by: 区教委, note: 一}\n"
        "  - {on: 2024-07-01, event: progress, by: 区教委, note: 二}\n"
        "  - {on: 2024-05-05, event: progress, by: 区教委, note: 三}\n"
        "  - {on: 2024-05-06, event: correct, by: 区教委, entry: 3, reason: 四}\n"
    )
    opened = make(f"- id: 1\n  area: 甲\n  kind: problem\n  title: 乙\n  problem: 丙\n  status: in_progress\n{log}")
    shown = run("show", "1", "--as-of", "2024-06-01", data=opened.folder).stdout.splitlines()
    history = [line.split() for line in shown[shown.index("History") + 2 :]]
    assert [line[0] for line in history] == ["1", "3", "4"]
    assert history[1][-2:] == ["(corrected);", "三"]


def test_a_comment_that_may_be_text(run: Run, shipped: Path) -> None:
    """A sign that cuts a text off is a warning with its place, and the ledger stays readable."""
    items = shipped / "items.yaml"
    text = items.read_text(encoding="utf-8").replace("title: 提高师资水平", "title: 提高 #1师资水平", 1)
    items.write_text(text, encoding="utf-8")
    assert run("list").exit_code == 0
    checked = run("check")
    assert checked.exit_code == 0
    (line,) = [line for line in checked.stdout.splitlines() if "cut-off" in line]
    assert line.endswith(": cut-off: What follows # here is read as a comment and lost.")
