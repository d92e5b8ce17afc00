"""What the tests share: a copy of the shipped ledger, small ledgers of their own, and the command with a fixed day."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner
from click.testing import Result

from ledger.main import cli
from ledger.shell import Surroundings
from ledger.store import Opened
from ledger.store import load
from sharing import TODAY
from sharing import Git
from sharing import Make
from sharing import Run

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"

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


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what this machine has not: the shared folder, programs of the system."""
    left_out = [item for item in items if item.get_closest_marker("shared") and not SHARED.is_dir()]
    wanted = [(item, mark.args[0]) for item in items if (mark := item.get_closest_marker("system")) and mark.args]
    left_out += [item for item, program in wanted if shutil.which(program) is None]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep the person's own settings and cache out, and put back the language that a command has chosen."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path.with_name(f"{tmp_path.name} cache")))
    for name in ("LEDGER_DATA", "LEDGER_LANG", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANGUAGE", "en")
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for name in ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"):
        monkeypatch.setenv(name, f"{TODAY} 09:00:00 +0800")


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """Return a copy of the shipped ledger."""
    return shutil.copytree(ROOT / "data", tmp_path / "data")


@pytest.fixture
def run(shipped: Path) -> Run:
    """Return a function that runs the command on the copy, on a fixed day, in English, in a pipe."""

    def invoke(  # noqa: PLR0913 (each is one side of what is around a command)
        *args: str,
        lang: str | None = "en",
        width: int = 100,
        terminal: bool = False,
        data: Path = shipped,
        environ: Mapping[str, str] | None = None,
        answers: Sequence[str] | None = None,
    ) -> Result:
        """Run `ledger` with these words; with `answers` somebody sits there and types them; None: no --lang."""
        asks = answers is not None
        around = Surroundings(today=TODAY, width=width, terminal=terminal, environ=environ or {}, asks=asks)
        typed = "".join(f"{answer}\n" for answer in answers or ())
        words = [*args, "--data", str(data), *(("--lang", lang) if lang else ())]
        return CliRunner().invoke(cli, words, obj=around, color=terminal, input=typed)

    return invoke


@pytest.fixture
def git(tmp_path: Path) -> Git:
    """Return a function that runs git in the folder of the copy, or in another one, and returns what it says."""

    def invoke(*args: str, cwd: Path = tmp_path) -> str:
        done = subprocess.run(["git", *args], cwd=cwd, check=True, capture_output=True, text=True)
        return done.stdout.rstrip("\n")

    return invoke


@pytest.fixture
def as_a_user() -> Sequence[str]:
    """Return what a command begins with so that protected files are protected from root as well."""
    return ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"] if os.geteuid() == 0 else []


@pytest.fixture
def versioned(shipped: Path, git: Git) -> Path:
    """Return the copy of the shipped ledger in a repository of 王芳's, as its first version."""
    git("init", "--quiet", "--initial-branch=main", ".")
    git("config", "user.name", "王芳")
    git("config", "user.email", "wangfang@example.cn")
    git("add", "data")
    git("commit", "--quiet", "--message=begin the ledger: 18 items")
    return shipped


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
