"""What the tests share: a copy of the shipped ledger, small ledgers of their own, and the command with a fixed day."""

import shutil
from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from click.testing import Result

from ledger.main import cli
from ledger.shell import Surroundings
from ledger.store import Opened
from ledger.store import load

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
TODAY = date(2024, 7, 15)

DEPARTMENTS = """\
- name: 区教委
  full_name: 重庆市长寿区教育委员会
  aliases:
  - 长寿区教委
- name: 区人社局
- name: 区财政局
- name: 区督导委
"""
SETTINGS = """\
plan:
  title: 整改方案
  date: 2024-04-15
terms:
- name: 2024年春期
  from: 2024-02-19
  until: 2024-06-28
"""

Run = Callable[..., Result]
Make = Callable[..., Opened]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what this machine has not: the shared folder."""
    left_out = [item for item in items if item.get_closest_marker("shared") and not SHARED.is_dir()]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the person's own settings out, and put back the language that a command has chosen."""
    for name in ("LEDGER_DATA", "LEDGER_LANG", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANGUAGE", "en")


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """Return a copy of the shipped ledger."""
    return shutil.copytree(ROOT / "data", tmp_path / "data")


@pytest.fixture
def run(shipped: Path) -> Run:
    """Return a function that runs the command on the copy, on a fixed day, in English, in a pipe."""

    def invoke(  # noqa: PLR0913 (each is one side of what is around a command)
        *args: str,
        lang: str = "en",
        width: int = 100,
        terminal: bool = False,
        data: Path = shipped,
        environ: Mapping[str, str] | None = None,
        answers: Sequence[str] | None = None,
    ) -> Result:
        """Run `ledger` with these words; with `answers` somebody sits there and types them, a line each."""
        asks = answers is not None
        around = Surroundings(today=TODAY, width=width, terminal=terminal, environ=environ or {}, asks=asks)
        typed = "".join(f"{answer}\n" for answer in answers or ())
        words = [*args, "--data", str(data), "--lang", lang]
        return CliRunner().invoke(cli, words, obj=around, color=terminal, input=typed)

    return invoke


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Return a function that writes a small ledger from the texts of its files and reads it."""

    def written(
        items: str, *, departments: str = DEPARTMENTS, settings: str = SETTINGS, routines: str = "[]"
    ) -> Opened:
        folder = tmp_path / "small"
        folder.mkdir(exist_ok=True)
        texts = {"items": items, "departments": departments, "ledger": settings, "routines": routines}
        for name, text in texts.items():
            (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
        return load(folder)

    return written
