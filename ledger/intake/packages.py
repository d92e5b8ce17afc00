"""Whether a package of XML (.docx, .xlsx) may be opened: looked at before the libraries are let near it.

A package (ISO/IEC 29500-2) is a zip. Python's zipfile reads no more of a part than it declares, so what is declared
bounds what can come out of it.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO
from zipfile import BadZipFile
from zipfile import ZipFile
from zlib import error as ZlibError  # noqa: N812 (an exception class)

_PARTS = 2000
_CELLS = 500_000  # in merged and in linked areas, each of which the library for spreadsheets walks through
_WALKED = re.compile(rb"""<(?:\w+:)?(?:mergeCell|hyperlink)\s[^<]*?\bref\s*=\s*["']([^"'<]*)["']""")
_AREA = re.compile(rb"([A-Z]{0,3})(\d{0,7}):([A-Z]{0,3})(\d{0,7})")
_WIDEST, _HIGHEST = 16_384, 1_048_576  # of a sheet
_DECLARATION = re.compile(rb"<\s*!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)  # a package has none, a bomb needs them


class PackageError(Exception):
    """What makes a package one that is not opened: it is `large`, or else damaged."""

    def __init__(self, *, large: bool) -> None:
        """Take which of the two it is."""
        super().__init__()
        self.large = large


def vet(file: Path | BinaryIO, main: str, unpacked: int) -> Sequence[str]:
    """Return the names of the parts, in lower case, of a package with a `main` part that may be opened.

    Raises PackageError for one of more than `unpacked` bytes once it is unpacked, or with areas that would be walked
    through for hours; for a damaged one, one with a password, with entities, or without that part.
    """
    try:
        with ZipFile(file) as package:
            return _vetted(package, main, unpacked)
    except (BadZipFile, ZlibError, OSError, NotImplementedError, RuntimeError, ValueError, EOFError):
        # zipfile says NotImplementedError of a packing it does not know, RuntimeError of one with a password
        raise PackageError(large=False) from None


def _vetted(package: ZipFile, main: str, unpacked: int) -> Sequence[str]:
    every = package.infolist()
    names = [part.filename.casefold() for part in every]
    if len(every) > _PARTS or sum(part.file_size for part in every) > unpacked:
        raise PackageError(large=True)
    if "[content_types].xml" not in names or main not in names:
        raise PackageError(large=False)
    for part in every:
        if part.filename.casefold().endswith((".xml", ".rels")):
            content = package.read(part).replace(b"\0", b"")  # be it UTF-16
            if _DECLARATION.search(content):
                raise PackageError(large=False)
            if sum(_cells(found[1]) for found in _WALKED.finditer(content)) > _CELLS:
                raise PackageError(large=True)
    return names


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
