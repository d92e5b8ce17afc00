"""The pager: only for somebody at a terminal, and only for what the screen cannot hold."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pty = pytest.importorskip("pty", reason="this system has no pseudo terminals")


def typed(data: Path, lines: int, *words: str, **more: str) -> str:
    """Return what a terminal of so many lines shows of a command."""
    ours, theirs = pty.openpty()
    environ = {**os.environ, "LINES": str(lines), "COLUMNS": "80", "TERM": "xterm", "LEDGER_LANG": "en", **more}
    command = [sys.executable, "-m", "ledger", *words, "--data", str(data)]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environ):
        os.close(theirs)
        shown = b""
        try:
            while part := os.read(ours, 4096):
                shown += part
        except OSError:  # Linux says so at the end
            pass
    os.close(ours)
    return shown.decode()


def test_what_is_longer_than_the_screen_is_paged(shipped: Path) -> None:
    """A list of 18 items goes through the pager on a small screen, and straight to a large one."""
    assert len(typed(shipped, 10, "list", PAGER="head -n 2").splitlines()) == 2
    assert len(typed(shipped, 500, "list", PAGER="head -n 2").splitlines()) > 18


def test_a_pager_says_how_to_leave_it(shipped: Path) -> None:
    """Who has set nothing for less gets a prompt in words; what a person has set stays."""
    env = f"{sys.executable} -c \"import os; print(os.environ['LESS'])\""
    assert "q goes back" in typed(shipped, 10, "list", PAGER=env)
    assert typed(shipped, 10, "list", PAGER=env, LESS="-N").strip() == "-N"
