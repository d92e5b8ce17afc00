"""Where ledgers lie, as they are named on a command line: folders, patterns, repositories, versions of these."""

import glob
import os
import re
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
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
    named = [word] if os.path.lexists(word) else _expanded(word)
    paths = (Path(name).parent if Path(name).name == ITEMS else Path(name) for name in named)
    return sorted({path.resolve() for path in paths if path.is_dir()})


def _expanded(pattern: str) -> Iterator[str]:
    """Yield what a pattern names; unlike in `glob` no link leads `**` in circles."""
    deep = re.search(r"(?:^|/)\*\*(?:/|$)", pattern)
    if deep is None:
        yield from glob.iglob(pattern)  # noqa: PTH207 (it may be absolute)
        return
    for top in glob.iglob(pattern[: deep.start() + 1].removesuffix("*") or "."):  # noqa: PTH207 (as above)
        for place, _, _ in walk(Path(top)):
            yield from _expanded(os.path.join(glob.escape(str(place)), pattern[deep.end() :]))  # noqa: PTH118 (it may be nothing)


def _below(folder: Path, revision: str | None) -> Iterator[Source]:
    """Yield the ledgers and repositories in a folder, and what in it cannot be looked into."""
    closed: list[Path] = []
    for place, folders, names in walk(folder, closed.append):
        if {"HEAD", "objects", "refs"} <= names and foreign.is_bare(place):
            yield Source(place, revision or HEAD)
        elif (ITEMS in names and ITEMS not in folders) or (revision and ".git" in names):
            yield Source(place, revision)
        else:
            continue
        folders.clear()  # what lies within a ledger comes with it
    yield from map(Source, closed)


def walk(
    top: Path, refused: Callable[[Path], object] = lambda _: None
) -> Iterator[tuple[Path, list[str], AbstractSet[str]]]:
    """Yield a folder and those below it with their folders, in which to go on, and all their names, as `os.walk` does.

    It goes where links lead, unless that is above `top`, and nowhere twice; nor into what has a name with a dot.
    """
    seen = {_number(above) for above in top.resolve().parents}
    waiting = [top]
    while waiting:
        place = waiting.pop()
        try:
            number = _number(place)
            with os.scandir(place) as entries:
                names = {entry.name: _is_folder(entry) for entry in entries}
        except OSError:
            refused(place)
            continue
        if number not in seen:
            seen.add(number)
            folders = sorted(name for name, is_folder in names.items() if is_folder and not name.startswith("."))
            yield place, folders, names.keys()
            waiting += [place / name for name in reversed(folders)]


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    """Return whether an entry is a folder, or leads to one; a link that leads in circles does not."""
    return os.path.isdir(entry.path) if entry.is_symlink() else entry.is_dir()  # noqa: PTH112 (unlike Path.is_dir it bears that)


def _number(folder: Path) -> tuple[int, int]:
    """Return what the system knows a folder by, whatever it is called. Raises OSError."""
    about = folder.stat()
    return about.st_dev, about.st_ino
