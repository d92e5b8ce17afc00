"""A file becomes a document: which kind it is, in which encoding, and what of it is refused, with how to convert it."""

import csv
import re
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from itertools import groupby
from pathlib import Path

from ledger.errors import UNREADABLE
from ledger.errors import USAGE
from ledger.errors import LedgerError
from ledger.files import MEGABYTE
from ledger.intake import decoding
from ledger.intake.lines import Document
from ledger.intake.lines import Line
from ledger.intake.pages import read_html

LARGEST = 20  # MB of a file; a plan of three hundred pages has one
LONGEST = 20_000  # lines, paragraphs or rows
WIDEST = 200_000  # characters of a line

_OLD = frozenset({".doc", ".xls", ".et", ".wps", ".wpt", ".ett", ".rtf", ".docm", ".xlsm", ".xlsb", ".odt", ".ods"})
_PAPER = frozenset({".pdf", ".ofd", ".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".gif", ".webp", ".heic"})
_OFFICE: Mapping[str, str] = {".docx": "read_docx", ".xlsx": "read_xlsx"}
_KINDS = ".txt .md .html .htm .docx .xlsx .csv"
_MAGIC: Mapping[bytes, str] = {
    b"%PDF": ".pdf",
    b"\xd0\xcf\x11\xe0": ".doc",
    b"\x89PNG": ".png",
    b"\xff\xd8\xff": ".jpg",
}


def read(path: Path) -> Document:
    """Return what a file says, in lines.

    Raises LedgerError (exit 3) where the file is not there or too large, is of a kind that is not read, damaged, or
    needs libraries that are not installed.
    """
    raw = _bytes(path)
    suffix = path.suffix.lower()
    suffix = next((kind for magic, kind in _MAGIC.items() if raw.startswith(magic)), suffix)
    if raw.startswith(b"PK\3\4") and suffix not in {*_OFFICE, *_OLD}:
        raise LedgerError("intake-kind", UNREADABLE, value=path.name, known=_KINDS)
    if suffix in _OLD:
        raise LedgerError("intake-old-kind", UNREADABLE, value=path.name)
    if suffix in _PAPER:
        raise LedgerError("intake-paper", UNREADABLE, value=path.name)
    if suffix in _OFFICE:
        return _office(suffix, raw, path.name)
    if suffix not in {".txt", ".md", ".markdown", ".text", ".html", ".htm", ".csv", ".tsv", ""}:
        raise LedgerError("intake-kind", UNREADABLE, value=path.name, known=_KINDS)
    try:
        text = decoding.decoded(raw)
    except UnicodeError as error:
        raise LedgerError("intake-encoding", UNREADABLE, value=path.name) from error
    if suffix in {".html", ".htm"} or re.match(r"\s*(?:<!doctype html|<html)", text[:200], re.IGNORECASE):
        return _bounded(read_html(text), path.name)
    return _bounded(
        _csv(text, path.name) if suffix in {".csv", ".tsv"} else read_text(text, marked=suffix in {".md", ".markdown"}),
        path.name,
    )


def _bytes(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise LedgerError("intake-missing", USAGE, value=str(path))
        if path.stat().st_size > LARGEST * MEGABYTE:
            raise LedgerError("intake-too-large", UNREADABLE, value=path.name, limit=str(LARGEST))
        return path.read_bytes()
    except OSError as error:
        raise LedgerError("intake-missing", USAGE, value=str(path)) from error


def _office(suffix: str, raw: bytes, name: str) -> Document:
    """Read what only an office library reads; it is loaded when such a file is there."""
    try:
        reader: Callable[[bytes, str], Document] = getattr(import_module("ledger.intake.office"), _OFFICE[suffix])
    except ImportError as error:
        raise LedgerError("intake-extra", UNREADABLE, value=name) from error
    return _bounded(reader(raw, name), name)


def _bounded(document: Document, name: str) -> Document:
    """Return a document with what can be seen of it; what no plan is long enough for is refused."""
    if len(document.lines) > LONGEST or any(len(line.text) > WIDEST for line in document.lines):
        raise LedgerError("intake-too-long", UNREADABLE, value=name, limit=str(LONGEST))
    seen = ((line, decoding.seen(line.text)) for line in document.lines)
    lines = (replace(line, text=text, cells=tuple(map(decoding.seen, line.cells))) for line, text in seen if text)
    return replace(document, lines=tuple(lines))


def read_text(text: str, *, marked: bool = False) -> Document:
    """Return the lines of a text, or of a `marked` one (Markdown); rows with | or tabs between cells are a table's."""
    lines: list[Line] = []
    for number, line in enumerate(re.split(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]", text), start=1):
        said, row = decoding.seen(line), line
        if marked:
            said = row = re.sub(r"^#{1,6}\s+|^>\s+|(?<!\*)\*\*(?!\*)|(?<!_)__(?!_)", "", said)
        if not said or re.fullmatch(r"[|\s:+=_*-]{3,}", said):
            continue
        lines.append(Line(number, said, _cells(row)))
    return Document("line", tuple(_joined(lines)))


def _cells(said: str) -> tuple[str, ...]:
    plain = said.replace("｜", "|").replace("│", "|")
    if plain.count("|") >= 2 or (plain.count("|") == 1 and re.search(r"\s\|\s", plain)):
        return tuple(_broken(cell) for cell in re.sub(r"^\||\|$", "", plain.strip()).split("|"))
    return tuple(cell.strip() for cell in said.split("\t")) if said.count("\t") >= 2 else ()


def _broken(cell: str) -> str:
    """Return a cell with the breaks that Markdown has no other way to write."""
    return re.sub(r"\s*<br\s*/?>\s*", "\n", cell, flags=re.IGNORECASE).strip()


def _runs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield the lines in runs of rows and runs of others."""
    yield from ([*run] for _, run in groupby(lines, lambda line: bool(line.cells)))


def _joined(lines: list[Line]) -> Iterator[Line]:
    """Yield rows whole where a break within a cell has cut one in two."""
    widths = [width for run in _runs(lines) for width in [max(len(line.cells) for line in run)] * len(run)]
    held: Line | None = None
    for line, width in zip(lines, widths, strict=True):
        if held is None:
            held = line
        elif held.cells and line.cells and len(held.cells) + len(line.cells) - 1 == width > len(held.cells) > 1:
            cells = (*held.cells[:-1], f"{held.cells[-1]}\n{line.cells[0]}", *line.cells[1:])
            held = Line(held.number, f"{held.text}\n{line.text}", cells)
        else:
            yield held
            held = line
    if held:
        yield held


def _csv(text: str, name: str) -> Document:
    """Return the rows of a CSV file."""
    try:
        rows = decoding.rows(text)
    except csv.Error as error:
        raise LedgerError("open-quote-in-csv", UNREADABLE, value=name) from error
    cells = ((number, tuple(cell.strip() for cell in row)) for number, row in enumerate(rows, start=1))
    return Document("row", tuple(Line(number, " | ".join(row), row) for number, row in cells if any(row)))
