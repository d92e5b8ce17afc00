"""Whether a file is a workbook that may be opened, and what of it the reading library passes over."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

from ledger.errors import USAGE
from ledger.errors import LedgerError
from ledger.files import MEGABYTE
from ledger.intake.packages import PackageError
from ledger.intake.packages import vet

_LARGEST = 20  # MB of the file; a form has less than one
_UNPACKED = 100  # MB of all its parts
_OLD = b"\xd0\xcf\x11\xe0"  # the beginning of .xls, of .et, and of a workbook with a password
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\s[^<]*?\bref\s*=\s*["']([A-Z]+\d+:[A-Z]+(\d+))["']""")


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
        names = vet(path, "xl/workbook.xml", unpacked * MEGABYTE)
    except OSError:
        raise _refused("no-workbook", path) from None
    except PackageError as error:
        raise _refused("large-workbook" if error.large else "no-workbook", path) from None
    if any("vbaproject" in name or name.startswith(("xl/macrosheets", "xl/activex")) for name in names):
        raise _refused("macro-workbook", path)
    if any(name.startswith("xl/externallinks") for name in names):
        raise _refused("linked-workbook", path)


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


def _refused(code: str, path: Path) -> LedgerError:
    return LedgerError(code, USAGE, value=path.name)
