"""Where ledgers lie, as they are named on a command line: folders, patterns, repositories, versions of these."""

import glob
import os
from collections.abc import Iterator
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from ledger import foreign
from ledger.files import ITEMS

HEAD = "HEAD"


class Source(NamedTuple):
    """The folder of a ledger as it is on the disk, or, with a revision, a repository or a folder in one."""

    path: Path
    revision: str | None = None


class Sources(NamedTuple):
    """What was found, each once, and which of the words lead to no ledger."""

    found: tuple[Source, ...]
    unmatched: tuple[str, ...]


def sources(words: Sequence[str], revision: str | None) -> Sources:
    """Return what these words lead to; `revision` is the version that is meant where a word names none."""
    found: dict[Source, None] = {}
    unmatched = []
    for word in words:
        some = list(_named(word, revision))
        found.update(dict.fromkeys(some))
        if not some:
            unmatched.append(word)
    return Sources(tuple(found), tuple(unmatched))


def _named(word: str, revision: str | None) -> Iterator[Source]:
    """Yield what one word leads to: PATH, PATH@REVISION or a pattern of either; a sign @ may belong to a path."""
    paths, at = _matching(word), word.rfind("@")
    while not paths and 0 < at < len(word) - 1:
        paths, revision = _matching(word[:at]), word[at + 1 :]
        at = word.rfind("@", 0, at)
    covered: set[Path] = set()
    for path in paths:
        if covered.isdisjoint((path, *path.parents)):  # what a pattern finds within what it has found is no more
            covered.add(path)
            yield from [Source(path, revision)] if revision and foreign.around(path) else _below(path, revision)


def _matching(word: str) -> list[Path]:
    """Return the folders that a path or a pattern names, the outer ones first; items.yaml stands for its folder."""
    named = [word] if os.path.lexists(word) else glob.glob(word, recursive=True)  # noqa: PTH207 (it may be absolute)
    paths = (Path(name).parent if Path(name).name == ITEMS else Path(name) for name in named)
    return sorted({path.resolve() for path in paths if path.is_dir()})


def _below(folder: Path, revision: str | None) -> Iterator[Source]:
    """Yield the ledgers and repositories in a folder, and what in it cannot be looked into."""
    closed: list[OSError] = []
    for place, folders, names in os.walk(folder, onerror=closed.append):
        here, inner = Path(place), {*folders, *names}
        if {"HEAD", "objects", "refs"} <= inner and foreign.is_bare(here):
            yield Source(here, revision or HEAD)
        elif ITEMS in names or (revision and ".git" in inner):
            yield Source(here, revision)
        else:
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            continue
        folders.clear()  # what lies within a ledger is its sub-ledger
    yield from (Source(Path(os.fsdecode(error.filename))) for error in closed)
