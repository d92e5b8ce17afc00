"""The group: errors end in one sentence with a stable exit code, in both languages, and never in a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from click.testing import Result

from ledger import __version__
from ledger.main import TABLE
from ledger.main import cli
from ledger.shell import Surroundings
from sharing import Run

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (["show", "99"], 2, {"en": "There is no item or measure 99.", "zh": "99"}),
        (["show", "5-3"], 2, {"en": "There is no item or measure 5-3.", "zh": "5-3"}),
        (["list", "--department", "区人设局"], 2, {"en": "Did you mean 区人社局?", "zh": "区人社局"}),
        (["list", "--area", "体育"], 2, {"en": "体育 is none of those in this ledger.", "zh": "校园安全管理"}),
        (["stauts"], 2, {"en": "Did you mean 'status'?", "zh": "'status'"}),
        (["list", "--status", "done"], 2, {"en": "in progress (in_progress)", "zh": "正在整改（in_progress）"}),
        (["status", "--as-of", "2024-02-30"], 2, {"en": "write it like 2024-06-28", "zh": "2024-06-28"}),
        (["list", "-o", "list.pdf"], 2, {"en": "Known endings: .txt, .json, .csv.", "zh": ".txt、.json、.csv"}),
        (["list", "-o", "名单"], 2, {"en": "The name 名单 has no ending", "zh": "名单没有后缀"}),
        (["list", "-o", "nowhere/list.csv"], 2, {"en": "there is no such folder", "zh": "没有这个文件夹"}),
        (["list", "-o", "/dev/full/list.csv"], 2, {"en": "Not a directory", "zh": "Not a directory"}),
        (["export", "-o", "a.docx"], 2, {"en": ".csv, .xlsx, .ics, .zip (--item)", "zh": ".ics、.zip (--item)"}),
        (["export"], 2, {"en": ".zip (--item)", "zh": ".zip (--item)"}),
        (["show"], 2, {"en": "Missing argument", "zh": "ITEM"}),
        (["--data", "nowhere", "status"], 3, {"en": "There is no ledger in nowhere.", "zh": "nowhere"}),
    ],
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_refusals(run: Run, args: list[str], code: int, words: dict[str, str], lang: str) -> None:
    """A refusal is a sentence on stderr with what to do, and nothing on stdout."""
    invoked = run(*args, lang=lang) if "--data" not in args else _bare(*args, "--lang", lang)
    assert (invoked.exit_code, invoked.stdout) == (code, "")
    assert words[lang] in invoked.stderr
    assert "Traceback" not in invoked.stderr
    assert lang == "en" or not invoked.stderr.startswith("Error")


def test_no_permission(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A reason of the system is told in the language of the rest."""
    file = tmp_path / "a.csv"
    file.write_text("old")
    monkeypatch.setattr(os, "access", lambda path, *_: path != file)
    refused = run("list", "-o", str(file), lang="zh")
    assert (refused.exit_code, "a.csv：没有权限。" in refused.stderr) == (2, True), refused.stderr
    assert file.read_text() == "old"


def _bare(*args: str) -> Result:
    return CliRunner().invoke(cli, args, obj=Surroundings(environ={}))


def test_unreadable(run: Run, shipped: Path) -> None:
    """Faults of shape stop a command with exit 3 and are all named with their places."""
    items = shipped / "items.yaml"
    text = items.read_text(encoding="utf-8")
    items.write_text(
        text.replace("due: 2024-06-28", "due: 2024-06-31").replace("  kind: both", "  kind: bothe"), encoding="utf-8"
    )
    result = run("status")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.count("unknown-word: ") == 5
    assert "bad-date: 2024-06-31 is not a day of the calendar." in result.stderr
    assert "The ledger cannot be read: 6 errors." in result.stderr


def test_mistake_of_our_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error that nobody foresaw is told in two sentences with exit 70; --debug adds where it arose."""

    @click.command("status")
    def broken() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(cli, "get_command", lambda _ctx, _name: broken)
    quiet = _bare("status")
    assert quiet.exit_code == 70
    assert "mistake in ledger itself (ZeroDivisionError)" in quiet.stderr
    assert "Traceback" not in quiet.stderr
    assert "Traceback" in _bare("--debug", "status").stderr


def test_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends with a sentence and exit 1."""

    @click.command("status")
    def slow() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "get_command", lambda _ctx, _name: slow)
    result = _bare("status")
    assert (result.exit_code, result.stderr.strip()) == (1, "Stopped. Nothing was changed.")


def test_version() -> None:
    """--version names the program and its version."""
    assert _bare("--version").stdout == f"ledger {__version__}\n"


def test_every_command_loads() -> None:
    """Every name in the table is a module with a command that explains itself."""
    ctx = click.Context(cli)
    names = cli.list_commands(ctx)
    modules = {path.stem for path in (ROOT / "ledger" / "commands").glob("*.py")} - {"__init__"}
    assert {name.replace("-", "_") for name in names} == modules
    assert names == [name for some in TABLE.values() for name in some]
    for name in names:
        command = cli.get_command(ctx, name)
        assert command is not None
        assert command.name == name
        assert command.help


def _python(code: str, *args: str, **environ: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", code, *args], capture_output=True, check=False, env=os.environ | environ, cwd=ROOT
    )


def test_start_loads_little() -> None:
    """`ledger status` in a pipe loads no rich, no spreadsheets, no renderer but its own, and nothing that asks git."""
    code = (
        "import sys; from ledger.main import cli\n"
        "try: cli(['status'])\n"
        "except SystemExit as end: assert not end.code\n"
        "unwanted = ('rich.', 'subprocess.', 'openpyxl.', 'ledger.git.', 'ledger.history.', 'ledger.exchange.')\n"
        "unwanted += ('ledger.render.plain.', 'ledger.render.terminal.', 'ledger.render.data_')\n"
        "loaded = [name for name in sys.modules if f'{name}.'.startswith(unwanted)]\n"
        "print(loaded, file=sys.stderr)"
    )
    assert _python(code).stderr.decode().strip() == "['ledger.render.plain']"


@pytest.mark.parametrize("encoding", ["cp936", "ascii", "utf-8"])
def test_any_console_encoding(encoding: str) -> None:
    """Output is UTF-8 whatever the console's code page is, and nothing crashes."""
    ended = _python("from ledger.main import cli; cli()", "--lang", "zh", PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert ended.returncode == 0
    assert "区教委" in ended.stdout.decode()


def test_reader_that_stops_reading() -> None:
    """`ledger list | head -1` ends quietly."""
    command = [sys.executable, "-m", "ledger", "schema"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(1)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_module_door() -> None:
    """`python -m ledger` and `python cli.py` are the same command."""
    for door in (["-m", "ledger"], ["cli.py"]):
        ended = subprocess.run(
            [sys.executable, *door, "--version"], capture_output=True, text=True, check=True, cwd=ROOT
        )
        assert ended.stdout == f"ledger {__version__}\n"
