"""What tests share beside fixtures: what these are, the day that it is, and clones of one ledger."""

import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import IO
from typing import NamedTuple
from typing import TypeAlias

from click.testing import CliRunner
from click.testing import Result

from ledger.main import cli
from ledger.shell import Surroundings
from ledger.store import Opened

Run: TypeAlias = Callable[..., Result]  # the fixture `run`
Git: TypeAlias = Callable[..., str]
Make: TypeAlias = Callable[..., Opened]

TODAY = date(2024, 7, 15)  # a Monday


class Clone(NamedTuple):
    """Somebody's copy of the shared ledger."""

    top: Path

    @property
    def data(self) -> Path:
        """Return the ledger's folder."""
        return self.top / "data"

    def run(self, *words: str, asks: bool = False, typed: str | IO[bytes] = "", lang: str = "en") -> Result:
        """Run a command here."""
        around = Surroundings(today=TODAY, environ={}, asks=asks)
        return CliRunner().invoke(cli, [*words, "--data", str(self.data), "--lang", lang], obj=around, input=typed)

    def done(self, *words: str) -> str:
        """Run a command that succeeds, and return what it says."""
        ran = self.run(*words)
        assert ran.exit_code == 0, ran.output
        return ran.stderr

    def git(self, *words: str) -> str:
        """Run git here."""
        done = subprocess.run(["git", *words], cwd=self.top, check=True, capture_output=True, text=True)
        return done.stdout.strip()


def hook(clone: Clone, name: str, script: str) -> None:
    """Let git run a script here."""
    file = clone.top / ".git" / "hooks" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    file.chmod(0o755)


def edited(clone: Clone, file: str, before: str, after: str) -> None:
    """Edit a file by hand, and save it."""
    path = clone.data / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    clone.done("save")


def no_processes() -> None:
    """Say what concurrent.futures says on a system without semaphores."""
    raise NotImplementedError  # the very error that its _check_system_limits raises there
