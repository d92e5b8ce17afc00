"""The sign of life: shown only for what takes its time, and gone when that is done."""

import io
import sys
import time

import pytest

from ledger.render.waiting import busy


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Return that somebody watches."""
        return True


@pytest.mark.parametrize(("patience", "seconds", "shown"), [(0.0, 0.3, True), (30.0, 0.0, False)])
def test_it_is_shown_only_after_a_while(
    monkeypatch: pytest.MonkeyPatch, patience: float, seconds: float, *, shown: bool
) -> None:
    """What is done within its time is silent; what is not says what is being done, and its line is cleared."""
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    with busy("Reading …", patience):
        time.sleep(seconds)
    assert ("Reading …" in stream.getvalue()) is shown
    assert not shown or stream.getvalue().endswith(("\x1b[2K", "\x1b[?25h", "\x1b[1A\x1b[2K"))


def test_a_name_is_no_markup(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file may have brackets in its name."""
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    with busy("Writing a[/b].docx …", 0.0):
        time.sleep(0.2)
    assert "a[/b].docx" in stream.getvalue()


def test_a_fault_ends_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever goes wrong meanwhile goes on, with nothing left running."""
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    with pytest.raises(ValueError, match="x"), busy("Reading …", 0.0):
        raise ValueError("x")
    length = len(stream.getvalue())
    time.sleep(0.3)
    assert len(stream.getvalue()) == length
