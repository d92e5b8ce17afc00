"""Whether a file is a workbook that may be opened: its names and declared sizes are looked at before its contents.

A workbook (.xlsx, ISO/IEC 29500) is a zip of XML. Python's zipfile reads no more of a part than it declares, so what is
declared bounds what can come out of it.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile
from zipfile import ZipFile

from ledger.errors import USAGE
from ledger.errors import LedgerError
from ledger.files import MEGABYTE

_LARGEST = 20  # MB of the file; a form has less than one
_UNPACKED = 100  # MB of all its parts
_PARTS = 2000
_OLD = b"\xd0\xcf\x11\xe0"  # the beginning of .xls, of .et, and of a workbook with a password
_CELLS = 500_000  # in merged and in linked areas, each of which the library walks through
_WALKED = re.compile(rb"""(?:mergeCell|hyperlink)\s[^<]*?\bref\s*=\s*["']([^"'<]*)["']""")
_MERGED = re.compile(rb"""mergeCell\s[^<]*?\bref\s*=\s*["']([A-Z]+\d+:[A-Z]+(\d+))["']""")
_AREA = re.compile(rb"([A-Z]{0,3})(\d{0,7}):([A-Z]{0,3})(\d{0,7})")
_WIDEST, _HIGHEST = 16_384, 1_048_576  # of a sheet
_DECLARATION = re.compile(rb"<\s*!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)  # a workbook has none, a bomb needs them


def refuse(path: Path, unpacked: int = _UNPACKED) -> None:
    """Raise LedgerError (exit 2) for a file that is no workbook, an old one, one with macros or links, or too large.

    It may have `unpacked` MB once its parts are unpacked.
    """
    try:
        if not path.is_file() or path.stat().st_size > _LARGEST * MEGABYTE:
            raise _refused("large-workbook" if path.is_file() else "no-workbook", path)
        with path.open("rb") as file:
            if file.read(len(_OLD)) == _OLD:
                raise _refused("old-workbook", path)
        with ZipFile(path) as parts:
            _refuse_parts(path, parts, unpacked)
    except (BadZipFile, OSError, NotImplementedError, RuntimeError, ValueError, EOFError):
        raise _refused("no-workbook", path) from None


def _refuse_parts(path: Path, parts: ZipFile, unpacked: int) -> None:
    every = parts.infolist()
    names = [part.filename.casefold() for part in every]
    if len(every) > _PARTS or sum(part.file_size for part in every) > unpacked * MEGABYTE:
        raise _refused("large-workbook", path)
    if "[content_types].xml" not in names or "xl/workbook.xml" not in names:
        raise _refused("no-workbook", path)
    if any("vbaproject" in name or name.startswith(("xl/macrosheets", "xl/activex")) for name in names):
        raise _refused("macro-workbook", path)
    if any(name.startswith("xl/externallinks") for name in names):
        raise _refused("linked-workbook", path)
    for part in every:
        if part.filename.casefold().endswith((".xml", ".rels")):
            content = parts.read(part).replace(b"\0", b"")  # be it UTF-16
            if _DECLARATION.search(content):
                raise _refused("no-workbook", path)
            if sum(_cells(found[1]) for found in _WALKED.finditer(content)) > _CELLS:
                raise _refused("large-workbook", path)


class Merged(NamedTuple):
    """A merged area: the cells it takes, as they are written, and its last row."""

    at: str
    bottom: int


def merged(path: Path) -> Iterator[Merged]:
    """Yield the merged areas of all sheets of a workbook that `refuse` has let pass."""
    with ZipFile(path) as parts:
        for name in parts.namelist():
            if name.casefold().startswith("xl/worksheets/"):
                for found in _MERGED.finditer(parts.read(name)):
                    yield Merged(found[1].decode(), int(found[2]))


def _cells(area: bytes) -> int:
    """Return how many cells lie in an area like A1:XFD1048576; a whole sheet's where it cannot be read."""
    plain = area.replace(b"$", b"").upper()
    if b":" not in plain and b"&" not in plain:
        return 1
    match = _AREA.fullmatch(plain)
    if match is None:
        return _WIDEST * _HIGHEST
    columns = _number(match[3] or b"XFD") - _number(match[1] or b"A") + 1
    rows = int(match[4] or _HIGHEST) - int(match[2] or 1) + 1
    return max(columns, 0) * max(rows, 0)


def _number(column: bytes) -> int:
    """Return the number of a column by its letters, of which there are 26."""
    number = 0
    for letter in column:
        number = number * 26 + letter - ord("A") + 1
    return number


def _refused(code: str, path: Path) -> LedgerError:
    return LedgerError(code, USAGE, value=path.name)
