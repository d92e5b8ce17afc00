"""Evidence on its way into the ledger's folder: what it is, where it will lie, and the copying.

A file keeps its name as far as every system can store it; the same content is stored once.
"""

import hashlib
import os
import re
import shutil
import stat
import unicodedata
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from typing import Literal

from ledger.errors import REFUSED
from ledger.errors import USAGE
from ledger.errors import LedgerError
from ledger.events import Evidence
from ledger.files import MEGABYTE
from ledger.files import sync_folder
from ledger.model import Item

FOLDER = "evidence"
ATTRIBUTES = f"{FOLDER}/.gitattributes"  # what git is told about evidence; no evidence itself
_NAME_BYTES = 180  # file systems stop at 255, and some count Chinese characters as three
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]')
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    """A file that a person wants on record."""

    path: Path
    sha256: str
    size: int  # in bytes

    @property
    def name(self) -> str:
        """Return its name as text, also where the system's bytes are none."""
        return self.path.name.encode(errors="replace").decode()


@dataclass(frozen=True)
class Filing:
    """A found file and its place in the ledger; `new` where it is not stored there yet."""

    found: Found
    evidence: Evidence
    new: bool


def find(paths: Iterable[Path]) -> tuple[Found, ...]:
    """Return the files with their SHA-256. Raises LedgerError (exit 2) where one cannot be read."""
    return tuple(map(_found, paths))


def _found(path: Path) -> Found:
    reason = "not a file"  # a pipe or a device would never end
    try:
        if stat.S_ISREG(path.stat().st_mode):
            return Found(path, digest(path), path.stat().st_size)
    except OSError as error:
        reason = error.strerror or str(error)
    raise LedgerError("no-evidence-file", USAGE, value=str(path), reason=reason)


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal digits. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def too_large(found: Iterable[Found], megabytes: int) -> tuple[str, ...]:
    """Return the names of the files larger than that many MB."""
    return tuple(each.name for each in found if each.size > megabytes * MEGABYTE)


def place(
    folder: Path, item: str, found: Iterable[Found], filed: Mapping[str, str], arriving: AbstractSet[str] = frozenset()
) -> tuple[Filing, ...]:
    """Return where each file belongs: where its content lies, or is on its way to, already, else in the item's folder.

    `filed` says where content lies, by SHA-256; `arriving` are places that are filled by the same command. Raises
    LedgerError (exit 4) where the item's folder leads out of the ledger.
    """
    found = tuple(found)
    home = folder / FOLDER / item
    if found and not _is_inside(folder, home):
        raise LedgerError("evidence-elsewhere", REFUSED, value=f"{FOLDER}/{item}")
    beside = [file for file in home.iterdir() if file.is_file()] if found and home.is_dir() else []
    known = _same(beside, found, f"{FOLDER}/{item}") | dict(filed)
    taken = {file.name.casefold() for file in beside}
    coming = set(arriving)
    filings: list[Filing] = []
    for each in found:
        target = known.setdefault(each.sha256, f"{FOLDER}/{item}/{free_name(each.name, taken)}")
        evidence = Evidence(file=target, sha256=each.sha256, name=each.name.strip() or None)
        filings.append(Filing(each, evidence, new=target not in coming and not (folder / target).exists()))
        coming.add(target)
    return tuple(filings)


class Cabinet:
    """Where the evidence of one change goes: each content once, whichever of its items brings it."""

    def __init__(self, folder: Path, items: Iterable[Item], found: Iterable[Found]) -> None:
        """Take the ledger's folder and items, and all files that are to be filed."""
        self._folder = folder
        self._filed = on_file(folder, items, found)
        self.filings: list[Filing] = []

    def file(self, item: str, found: Iterable[Found]) -> tuple[Evidence, ...]:
        """Return the evidence that these files are for an item; `filings` grows. Raises LedgerError as `place` does."""
        arriving = {str(filing.evidence.file) for filing in self.filings if filing.new}
        placed = place(self._folder, item, found, self._filed, arriving)
        self._filed |= {filing.found.sha256: str(filing.evidence.file) for filing in placed}
        self.filings += placed
        return tuple(filing.evidence for filing in placed)


def _is_inside(folder: Path, home: Path) -> bool:
    """Return whether a folder really lies in the ledger's; links in a circle lie nowhere."""
    return Path(os.path.realpath(home)).is_relative_to(os.path.realpath(folder))


def _same(beside: Iterable[Path], found: Iterable[Found], place: str) -> dict[str, str]:
    """Return, by SHA-256, the files that lie there already, named or not, and hold what was found."""
    wanted = {(each.size, each.sha256) for each in found}
    sizes = {size for size, _ in wanted}
    alike = ((file, digest(file)) for file in beside if file.stat().st_size in sizes)
    return {sha256: f"{place}/{file.name}" for file, sha256 in alike if (file.stat().st_size, sha256) in wanted}


def on_file(folder: Path, items: Iterable[Item], found: Iterable[Found]) -> dict[str, str]:
    """Return, by SHA-256, where those files lie that the items name already; lost ones count, altered ones do not."""
    wanted = {each.sha256 for each in found}
    if not wanted:
        return {}
    proofs = (proof for item in items for holder in (*item.measures, *item.log) for proof in holder.evidence)
    named = {proof.sha256: proof.file for proof in proofs if proof.file and proof.sha256 in wanted}
    return {sha256: file for sha256, file in named.items() if sha256 and _may_serve(folder / file, sha256)}


def _may_serve(path: Path, sha256: str) -> bool:
    """Return whether a file is what was filed, or is lost and can be put back."""
    return is_intact(path, sha256) or not os.path.lexists(path)


def is_intact(path: Path, sha256: str) -> bool:
    """Return whether the file is there with that content."""
    try:
        return path.is_file() and digest(path) == sha256
    except OSError:
        return False


def missing(folder: Path, file: str) -> Literal["lost", "link"] | None:
    """Return what keeps a file from being handed on: it is not there, or not in the ledger's folder itself."""
    path = os.path.join(os.path.realpath(folder), file)  # noqa: PTH118 (unlike pathlib's these bear long names)
    if os.path.normcase(os.path.realpath(path)) != os.path.normcase(path):
        return "link"
    return None if os.path.isfile(path) else "lost"  # noqa: PTH113 (as above)


def opened(folder: Path, file: str) -> BinaryIO:
    """Open a file of evidence to be read; not if a link has taken its place meanwhile. Raises OSError."""

    def unlinked(path: str, flags: int) -> int:
        return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0))

    return open(folder / file, "rb", opener=unlinked)


def safe_name(name: str) -> str:
    """Return `name` as every system can store it and a ledger's path may hold it."""
    plain = _UNSAFE.sub("_", unicodedata.normalize("NFC", name)).strip(" .")
    plain = f"_{plain}" if not plain or _DEVICE.fullmatch(plain) else plain
    stem, dot, ending = plain.rpartition(".")
    if not dot or len(ending.encode()) > _NAME_BYTES // 4:
        stem, dot, ending = plain, "", ""
    room = _NAME_BYTES - len(f"{dot}{ending}".encode())
    return f"{stem.encode()[:room].decode(errors='ignore').rstrip(' .')}{dot}{ending}"


def free_name(name: str, taken: set[str]) -> str:
    """Return a name that no other file there has, on a system that ignores case as well, and take it."""
    safe = safe_name(name)
    stem, ending = os.path.splitext(safe)  # noqa: PTH122 (a name, not a path)
    free = next(
        free
        for n in range(1, len(taken) + 2)
        if (free := safe if n == 1 else f"{stem}-{n}{ending}").casefold() not in taken
    )
    taken.add(free.casefold())
    return free


def store(folder: Path, filings: Iterable[Filing]) -> list[Path]:
    """Copy what is new to its place and return those places; a failure leaves none of them behind.

    Raises OSError, and LedgerError (exit 2) where a file has changed since it was found.
    """
    stored: list[Path] = []
    try:
        for filing in filings:
            if filing.new:
                _store(folder, filing, stored)
    except BaseException:
        remove(stored)
        raise
    return stored


def _store(folder: Path, filing: Filing, stored: list[Path]) -> None:
    target = folder / str(filing.evidence.file)
    target.parent.mkdir(parents=True, exist_ok=True)
    with filing.found.path.open("rb") as source, target.open("xb") as copy:
        stored.append(target)
        shutil.copyfileobj(source, copy)
        copy.flush()
        os.fsync(copy.fileno())
    if digest(target) != filing.found.sha256:
        raise LedgerError("no-evidence-file", USAGE, value=str(filing.found.path), reason="changed meanwhile")
    for parent in (target.parent, target.parent.parent, folder):
        sync_folder(parent)


def remove(stored: Iterable[Path]) -> None:
    """Take copies back that nothing names, and folders in which nothing else lies."""
    for path in stored:
        path.unlink(missing_ok=True)
        with suppress(OSError):
            path.parent.rmdir()
            path.parent.parent.rmdir()
