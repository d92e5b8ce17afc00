"""Ink: pages and facts on a medium. Each format is a module with a function `render`, loaded when it is used."""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING
from typing import Any
from typing import NamedTuple
from typing import TypeVar

from ledger.errors import USAGE
from ledger.errors import LedgerError
from ledger.files import MEGABYTE
from ledger.i18n import Translation
from ledger.outline.agenda import Agenda
from ledger.outline.board import Board
from ledger.outline.book import Book
from ledger.outline.page import Page
from ledger.outline.paper import Paper
from ledger.outline.paper import printable
from ledger.outline.specimen import Specimen
from ledger.settings import Fonts

if TYPE_CHECKING:
    from ledger.reports.long.tables import Row

F = TypeVar("F")

_RENDERERS = {
    "terminal": "ledger.render.terminal",
    "plain": "ledger.render.plain",
    "json": "ledger.render.data_json",
    "csv": "ledger.render.data_csv",
}
SUFFIXES = {".txt": "text", ".json": "json", ".csv": "csv"}
PAPERS = {".docx": "ledger.render.word", ".html": "ledger.render.leaf"}  # by the ending of the file
BOOKS = {".xlsx": "ledger.render.sheets"}
AGENDAS = {".ics": "ledger.render.diary"}
BOARDS = {".html": "ledger.render.web"}
_TABLES = "ledger.render.parquet"
_TEMPLATE = 20 * MEGABYTE  # of the file, which may hold an emblem or a seal


class Sheet(NamedTuple):
    """What text is written on: its language, its width in cells, whether it is a terminal and shows colour."""

    t: Translation
    width: int
    terminal: bool
    colour: bool


def endings(more: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the endings of the files that can be written, those of papers or workbooks with the others."""
    return (*SUFFIXES, *more)


def format_of(file: Path, more: Iterable[str] = ()) -> str:
    """Return the format that a file's ending asks for. Raises LedgerError (exit 2) for an unknown ending."""
    suffix = ending(file, endings(more))
    return SUFFIXES.get(suffix, suffix)


def ending(file: Path, known: tuple[str, ...], more: tuple[str, ...] = ()) -> str:
    """Return a file's ending. Raises LedgerError (exit 2) unless it is `known`; `more` are named beside these."""
    if not file.suffix:
        raise LedgerError("no-suffix", USAGE, value=file.name, known=(*known, *more))
    if file.suffix.lower() not in known:
        raise LedgerError("bad-suffix", USAGE, value=file.suffix, known=(*known, *more))
    return file.suffix.lower()


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


def papers(written: Sequence[Paper], kind: str, fonts: Fonts) -> bytes:
    """Return papers as the bytes of a file of this kind. Raises LedgerError (exit 2) where a library is missing."""
    return _made(PAPERS[kind], [printable(each) for each in written], fonts)


def specimen(written: Specimen, fonts: Fonts) -> bytes:
    """Return the example of a template as a .docx. Raises LedgerError (exit 2) where a library is missing."""
    return _made("ledger.render.sample", written, fonts)


def filled(template: Path, fields: Mapping[str, Any], seconds: int) -> bytes:
    """Return an office's own .docx, filled, as bytes; it may take so many seconds.

    Raises LedgerError (exit 2) where it cannot be read or filled, or a library is missing.
    """
    if template.suffix.lower() != ".docx":
        raise LedgerError("template-ending", USAGE, value=template.name)
    try:
        with template.open("rb") as file:
            raw = file.read(_TEMPLATE + 1)
    except OSError as error:
        raise LedgerError("template-missing", USAGE, value=str(template), reason=error.strerror or str(error)) from None
    if len(raw) > _TEMPLATE:
        raise LedgerError("template-large", USAGE, value=template.name)
    made: bytes = import_module("ledger.render.apart").render(raw, template.name, fields, seconds)
    return made


def book(written: Book, kind: str) -> bytes:
    """Return a workbook as the bytes of a file of this kind. Raises LedgerError (exit 2) where a library is missing."""
    return _made(BOOKS[kind], written)


def agenda(written: Agenda, kind: str) -> bytes:
    """Return a calendar as the bytes of a file of this kind. Raises LedgerError (exit 2) where a library is missing."""
    return _made(AGENDAS[kind], written)


def board(written: Board, kind: str) -> bytes:
    """Return a board as the bytes of a file of this kind. Raises LedgerError (exit 2) where a library is missing."""
    return _made(BOARDS[kind], written)


def foreign(folder: Path) -> str | None:
    """Return the name of something in a folder that `tables` has not written, if there is any; raises OSError.

    Raises LedgerError (exit 2) where a library is missing.
    """
    name: str | None = _module(_TABLES).foreign(folder)
    return name


def tables(folder: Path, rows: "Iterable[Row]", as_of: date) -> None:
    """Write the rows of long tables into a folder, a file a table."""
    _module(_TABLES).render(folder, rows, as_of)


def _made(renderer: str, *what: Agenda | Board | Book | Sequence[Paper] | Specimen | Fonts) -> bytes:
    made: bytes = _module(renderer).render(*what)
    return made


def _module(renderer: str) -> ModuleType:
    try:
        return import_module(renderer)
    except ModuleNotFoundError as error:
        lacks = "no-parquet-library" if error.name == "pyarrow" else "no-office-library"
        if error.name in {"docx", "icalendar", "jinja2", "openpyxl", "pyarrow", "pygal"}:
            raise LedgerError(lacks, USAGE) from None
        raise
