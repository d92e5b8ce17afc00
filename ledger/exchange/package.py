"""Whether a file is a workbook that may be opened: its names and declared sizes are looked at before its contents.

A workbook (.xlsx, ISO/IEC 29500) is a zip of XML. Python's zipfile reads no more of a part than it declares, so what is
declared bounds what can come out of it.
"""

import re
from pathlib import Path
from zipfile import BadZipFile
from zipfile import ZipFile

from ledger.errors import USAGE
from ledger.errors import LedgerError
from ledger.files import MEGABYTE

_LARGEST = 20  # MB of the file; a form has less than one
_UNPACKED = 100  # MB of all its parts
_PARTS = 2000
_OLD = b"\xd0\xcf\x11\xe0"  # the beginning of .xls, of .et, and of a workbook with a password
_DECLARATION = re.compile(rb"<\s*!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)  # a workbook has none, a bomb needs them


def refuse(path: Path) -> None:
    """Raise LedgerError (exit 2) for a file that is no workbook, an old one, one with macros or links, or too large."""
    try:
        if not path.is_file() or path.stat().st_size > _LARGEST * MEGABYTE:
            raise _refused("large-workbook" if path.is_file() else "no-workbook", path)
        with path.open("rb") as file:
            if file.read(len(_OLD)) == _OLD:
                raise _refused("old-workbook", path)
        with ZipFile(path) as parts:
            _refuse_parts(path, parts)
    except (BadZipFile, OSError, NotImplementedError, RuntimeError, ValueError, EOFError):
        raise _refused("no-workbook", path) from None


def _refuse_parts(path: Path, parts: ZipFile) -> None:
    every = parts.infolist()
    names = [part.filename.casefold() for part in every]
    if len(every) > _PARTS or sum(part.file_size for part in every) > _UNPACKED * MEGABYTE:
        raise _refused("large-workbook", path)
    if "[content_types].xml" not in names or "xl/workbook.xml" not in names:
        raise _refused("no-workbook", path)
    if any("vbaproject" in name or name.startswith(("xl/macrosheets", "xl/activex")) for name in names):
        raise _refused("macro-workbook", path)
    if any(name.startswith("xl/externallinks") for name in names):
        raise _refused("linked-workbook", path)
    for part in every:
        if part.filename.casefold().endswith((".xml", ".rels")) and _declares(parts.read(part)):
            raise _refused("no-workbook", path)


def _declares(content: bytes) -> bool:
    """Return whether XML declares entities, in whatever encoding of a workbook."""
    return _DECLARATION.search(content.replace(b"\0", b"")) is not None


def _refused(code: str, path: Path) -> LedgerError:
    return LedgerError(code, USAGE, value=path.name)
