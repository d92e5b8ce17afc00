"""What a merge has left that was cut short: taken back as far as it is git's, so that it can be made anew."""

import os
import tempfile
from collections.abc import Iterator
from collections.abc import Sequence
from pathlib import Path

from ledger import files
from ledger.concluding import complete
from ledger.driving import drive
from ledger.errors import BUSY
from ledger.errors import LedgerError
from ledger.git import Repository
from ledger.merging import Texts

_NOTE = "ledger.sync"  # in git's own directory: what is being merged, while it is
_ASIDE = "ledger.aside"  # there as well: what was taken back, a folder for each time


def begin(repository: Repository, begun: str, other: str) -> None:
    """Note that a version is about to be merged into ours."""
    mine = _reached(repository, begun, other)  # git leaves alone what somebody has not saved, and so must we
    files.create_file(repository.private / _NOTE, os.fsencode("\0".join([f"{begun} {other}", *mine])))


def end(repository: Repository) -> None:
    """Note that nothing is being merged any more."""
    (repository.private / _NOTE).unlink(missing_ok=True)


def recover(repository: Repository, folder: Path) -> Path | None:
    """Take back what a merge has written that was cut short, or complete it where its version was made.

    Returns where the files lie that were put aside; None where there were none. Raises LedgerError (exit 5) while git
    is at it.
    """
    note = repository.private / _NOTE
    if not note.exists():
        return None
    versions, *mine = os.fsdecode(note.read_bytes()).split("\0")
    begun, _, other = versions.partition(" ")
    aside = None
    if repository.head == begun:
        aside = _take_back(repository, begun, other, sorted(_reached(repository, begun, other) - {*mine}))
    else:
        complete(repository, folder, begun, other)
    note.unlink()
    return aside


def _reached(repository: Repository, begun: str, other: str) -> set[str]:
    """Return the files that a merge of another version writes to, as far as they are not what the last version has."""
    paths = repository.differing(repository.base(begun, other) or begun, other)
    return {*repository.unsaved(paths)} if paths else set()


def _take_back(repository: Repository, begun: str, other: str, reached: Sequence[str]) -> Path | None:
    """Give the files that a merge has reached what the last version has, and return where what was there lies now.

    Nobody had changed them, or git would not have begun; what cannot be git's work was typed since, and stays.
    """
    lock = repository.private / "index.lock"
    if lock.exists():
        raise LedgerError("index-locked", BUSY, file=str(lock))
    for stray in repository.top.glob(".merge_file_??????"):
        stray.unlink()
    if not reached:
        return None
    repository.align(reached)
    written = [*_written(repository, begun, other, reached)]
    there = [path for path in written if (repository.top / path).exists()]
    aside = next(place for n in range(1, 10**6) if not (place := repository.private / f"{_ASIDE}.{n}").exists())
    for path in there:
        files.create_file(aside / path, (repository.top / path).read_bytes())
        (repository.top / path).unlink()
    repository.put_back(written)
    return aside if there else None


def _written(repository: Repository, begun: str, other: str, reached: Sequence[str]) -> Iterator[str]:
    """Yield the files that can be what git has made of ours and theirs, or has begun to write."""
    versions = (repository.base(begun, other) or "nothing", begun, other)
    ids = iter(repository.ids([(version, path) for path in reached for version in versions]))
    with repository.contents() as content:
        for path, *three in zip(reached, ids, ids, ids, strict=True):
            place = repository.top / path
            if not place.is_file() or _is_made(place, [content(one) if one else b"" for one in three]):
                yield path


def _is_made(place: Path, contents: Sequence[bytes]) -> bool:
    """Return whether a file is the beginning of theirs or of what a merge makes of base, ours and theirs."""
    here = _plain(place.read_bytes())
    if files.has_markers(here) or _plain(contents[-1]).startswith(here):
        return True
    with tempfile.TemporaryDirectory() as folder:
        base, ours, theirs = three = [Path(folder) / name for name in Texts._fields]
        for file, each in zip(three, contents, strict=True):
            file.write_bytes(each)
        drive(base, ours, theirs, str(place))
        return _plain(ours.read_bytes()).startswith(here)


def _plain(content: bytes) -> bytes:
    return content.replace(b"\r\n", b"\n")
