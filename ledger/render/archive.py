"""ZIP archives: the same bytes for the same files, names that Windows shows in Chinese, large files not held whole."""

import hashlib
import io
from datetime import date
from typing import BinaryIO
from typing import Self
from zipfile import ZIP_DEFLATED
from zipfile import ZipFile
from zipfile import ZipInfo

from ledger.reports.bundle import Packed

_AT_ONCE = 1 << 20  # bytes
_FIRST, _LAST = date(1980, 1, 1), date(2107, 12, 31)  # that a ZIP knows


class Archive:
    """Takes files one after another; all of them bear the same day."""

    def __init__(self, file: BinaryIO, day: date) -> None:
        """Take what the archive is written to, and the day of its files."""
        self._zip = ZipFile(file, "w")
        self._day = min(max(day, _FIRST), _LAST)

    def __enter__(self) -> Self:
        """Return the archive, to be filled."""
        return self

    def __exit__(self, *_: object) -> None:
        """Write its table of contents."""
        self._zip.close()

    def add(self, name: str, source: BinaryIO, size: int) -> Packed:
        """Add a file that is about so large, and return what was really read of it. Raises OSError."""
        info = ZipInfo(name, (self._day.year, self._day.month, self._day.day, 0, 0, 0))
        info.compress_type = ZIP_DEFLATED
        info.create_system = 3  # the same on every system: names are UTF-8, and the next line is read
        info.external_attr = 0o100644 << 16
        info.file_size = size
        digest, read = hashlib.sha256(), 0
        with self._zip.open(info, "w") as target:
            while some := source.read(_AT_ONCE):
                digest.update(some)
                read += len(some)
                target.write(some)
        return Packed(read, digest.hexdigest())


def settled(package: bytes, day: date) -> bytes:
    """Return an office file, which is a ZIP too, with this day on all its parts instead of the time of its making."""
    made = io.BytesIO()
    with ZipFile(io.BytesIO(package)) as old, Archive(made, day) as new:
        for part in old.infolist():
            with old.open(part) as source:
                new.add(part.filename, source, part.file_size)  # type: ignore[arg-type]
    return made.getvalue()
