"""Ink: pages and facts on a medium. Each format is a module with a function `render`, loaded when it is used."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import NamedTuple
from typing import TypeVar

from ledger.errors import USAGE
from ledger.errors import LedgerError
from ledger.i18n import Translation
from ledger.outline.page import Page

F = TypeVar("F")

_RENDERERS = {
    "terminal": "ledger.render.terminal",
    "plain": "ledger.render.plain",
    "json": "ledger.render.data_json",
    "csv": "ledger.render.data_csv",
}
_SUFFIXES = {".txt": "text", ".json": "json", ".csv": "csv"}


class Sheet(NamedTuple):
    """What text is written on: its language, its width in cells, whether it is a terminal and shows colour."""

    t: Translation
    width: int
    terminal: bool
    colour: bool


def endings() -> tuple[str, ...]:
    """Return the endings of the files that can be written."""
    return tuple(_SUFFIXES)


def format_of(file: Path) -> str:
    """Return the format that a file's ending asks for. Raises LedgerError (exit 2) for an unknown ending."""
    try:
        return _SUFFIXES[file.suffix.lower()]
    except KeyError:
        raise LedgerError("bad-suffix", USAGE, value=file.suffix or file.name, known=endings()) from None


def render(facts: F, kind: str, sheet: Sheet, words: Callable[[F, Translation], Page]) -> str:
    """Return the facts written in a format: json and csv hold the facts themselves, text the page that `words` makes.

    Text in a terminal is richer than in a pipe.
    """
    if kind == "text":
        renderer = import_module(_RENDERERS["terminal" if sheet.terminal else "plain"])
        written: str = renderer.render(words(facts, sheet.t), sheet)
    else:
        written = import_module(_RENDERERS[kind]).render(facts)
    return written
