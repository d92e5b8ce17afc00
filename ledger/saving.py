"""One change of a file of the ledger, items.yaml or routines.yaml, from the lock to the disk.

Nobody else writes meanwhile; the text changes by the smallest splices; before anything is written it is proven that
the new text says what it should and that every other byte is the old one. Nothing is ever dumped over a person's file.
"""

import difflib
import getpass
import os
import re
import socket
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from contextlib import contextmanager
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from itertools import zip_longest
from pathlib import Path
from typing import TypeAlias

from filelock import BaseFileLock
from filelock import FileLock
from filelock import Timeout

from ledger import files
from ledger import git
from ledger import schema
from ledger import splices
from ledger import store
from ledger import yamlfresh
from ledger import yamltext
from ledger.entries import Known
from ledger.errors import BUSY
from ledger.errors import REFUSED
from ledger.errors import LedgerError
from ledger.errors import unwritten
from ledger.git import Repository
from ledger.model import Item
from ledger.model import Routine
from ledger.splices import Splice
from ledger.store import Opened

Entry: TypeAlias = Item | Routine  # what a file that is a list holds


@dataclass(frozen=True)
class Draft:
    """A change that is proven and not written yet: the file, its bytes before and after, and the lines that differ."""

    path: Path
    before: bytes
    after: bytes
    diff: tuple[str, ...]


@dataclass(frozen=True)
class Hold:
    """The right to write: the repository around the ledger, if any, and whether its lock was made just now."""

    repository: Repository | None
    first: bool


@contextmanager
def held(folder: Path, seconds: int, waiting: Callable[[str], None]) -> Iterator[Hold]:
    """Keep everybody else from writing to the ledgers of this repository; `waiting` is told once whom one waits for.

    Raises LedgerError (exit 5) when that takes longer than `seconds`.
    """
    home = (folder / files.ITEMS).resolve().parent  # who comes by another link waits at the same door
    repository = git.find(home)
    alone = home / ".ledger.lock"
    place = repository.common / "ledger.lock" if repository else alone
    note = place.with_name(f"{place.name}.holder")
    lock = FileLock(place, thread_local=False, mode=0o666)  # on a share it is everybody's
    first = not place.exists()
    try:
        _acquire(lock, note, seconds, waiting)
    except OSError as error:
        raise unwritten(str(place), error) from error
    try:
        if repository and alone.exists() and not repository.knows(alone):  # from before there was a repository
            with suppress(OSError):
                alone.unlink()
        with suppress(OSError):
            note.write_text(f"{_user()}@{socket.gethostname()} ({os.getpid()})", encoding="utf-8")
        yield Hold(repository, first)
    finally:
        with suppress(OSError):  # Windows keeps what somebody is just reading
            note.unlink()
        lock.release()


def _acquire(lock: BaseFileLock, note: Path, seconds: int, waiting: Callable[[str], None]) -> None:
    try:
        lock.acquire(timeout=0)
    except Timeout:
        waiting(_holder(note))
        try:
            lock.acquire(timeout=seconds)
        except Timeout:
            raise LedgerError("busy", BUSY, holder=_holder(note)) from None


def _user() -> str:
    """Return the name of the person, or nothing where the system knows none, as in a container."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""


def _holder(note: Path) -> str:
    """Return who writes; nobody is named in the moment before they are on record."""
    with suppress(OSError):
        return note.read_text(encoding="utf-8")
    return "?"


def current(opened: Opened) -> Opened:
    """Return the ledger as its files are now; read again where one has changed, or was only remembered."""
    return opened if not opened.remembered and _unchanged(opened) else store.load(opened.folder)


def _unchanged(opened: Opened) -> bool:
    """Return whether all files of a ledger, and of its sub-ledgers, are what they were when they were read."""
    own = all(_text(opened.folder / name) == opened.texts.get(name) for name in schema.FILES)
    return own and all(map(_unchanged, opened.subs.values()))


def _text(path: Path) -> str | None:
    """Return what a file says now, or None where it is not there."""
    return files.decode(path.read_bytes())[0] if path.exists() else None


def draft(opened: Opened, changed: Mapping[int, Entry], added: Sequence[Entry] = (), file: str = files.ITEMS) -> Draft:
    """Return the text of a file in which the entries at these indexes have become those, and `added` stand at the end.

    Raises LedgerError (exit 4) where that cannot be done without touching more, and where an id is used twice.
    """
    entries = [*_entries(opened, file)]
    pairs = {at: (schema.plain(entries[at]), schema.plain(entry)) for at, entry in changed.items()}
    fresh = [schema.plain(entry) for entry in added]
    try:
        made = splices.revise(opened.texts[file], pairs, fresh)
    except splices.ByHandError as error:
        raise _by_hand(opened, file, error.offset, [*(new for _, new in pairs.values()), *fresh]) from None
    for at, entry in changed.items():
        entries[at] = entry
    return _commented(opened, made, (*entries, *added), file)


def redraft(opened: Opened, entries: Sequence[Entry], file: str = files.ITEMS) -> Draft:
    """Return the text of a file in which exactly these entries stand: some may be new, or gone, anywhere.

    Raises LedgerError (exit 4) as `draft` does.
    """
    old, new = ([schema.plain(entry) for entry in some] for some in (_entries(opened, file), entries))
    try:
        made = splices.remake(opened.texts[file], old, new)
    except splices.ByHandError as error:
        raise _by_hand(opened, file, error.offset, [entry for entry in new if entry not in old]) from None
    return _commented(opened, made, entries, file)


def _entries(opened: Opened, file: str) -> Sequence[Entry]:
    """Return what a file that is a list of items or routines says."""
    return opened.ledger.routines if file == files.ROUTINES else opened.ledger.items


def restored(path: Path, before: bytes, after: bytes) -> Draft:
    """Return the draft that puts an earlier content of a file in its place, whatever it says."""
    text, new = (files.decode(content)[0] for content in (before, after))
    return Draft(path, before, after, tuple(_diff(store.shown(path), text, new, [*_by_lines(text, new)])))


def _by_lines(text: str, other: str) -> Iterator[Splice]:
    """Yield the splices of whole lines that make one text of another: of the entries of a list those that differ."""
    at = 0
    for old, now in _apart(_ENTRY.split(text), _ENTRY.split(other)):
        for before, after in [(old, now)] if old == now else _apart(_lines(old), _lines(now)):
            length = sum(map(len, before))
            if before != after:
                yield Splice(at, at + length, "".join(after))
            at += length


def _lines(parts: Sequence[str]) -> list[str]:
    return "".join(parts).splitlines(keepends=True)


def _apart(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """Yield two lists in stretches that are equal, or have nothing in common."""
    for _, begin, end, first, last in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield old[begin:end], new[first:last]


def _commented(opened: Opened, made: Sequence[Splice], entries: Sequence[Entry], file: str) -> Draft:
    """Return the text with these splices, none of which may take a comment out."""
    text = opened.texts[file]
    if any("#" in text[splice.start : splice.end] for splice in made):
        _prove_comments(text, splices.apply(text, made))
    return spliced(opened, made, entries, file)


def _prove_comments(text: str, new: str) -> None:
    """Compare the comments of the two texts. Raises RuntimeError, for a difference would be a mistake of ours."""
    old, now = ([each[at:].split("\n", 1)[0].rstrip() for at in yamltext.comments(each)] for each in (text, new))
    if old != now:
        raise RuntimeError("a comment would be lost")


def _by_hand(opened: Opened, file: str, offset: int, wanted: Sequence[yamltext.Value]) -> LedgerError:
    line, column = yamltext.line_and_column(opened.texts[file], {offset})[offset]
    place = f"{store.shown(opened.folder / file)}:{line}:{column}"
    return LedgerError(
        "by-hand", REFUSED, place=place, wanted="\n".join(yamlfresh.block_lines(list(wanted), yamlfresh.Manner()))
    )


def spliced(opened: Opened, made: Sequence[Splice], entries: Sequence[Entry], file: str = files.ITEMS) -> Draft:
    """Return the text with these splices, proven to say `entries`. Raises LedgerError (exit 4) where it does not."""
    path = opened.folder / file
    text = opened.texts[file]
    before = path.read_bytes()
    mark, now, _ = files.parted(before)
    if now != text:
        raise LedgerError("changed-underneath", BUSY, file=store.shown(path))
    new = splices.apply(text, made)
    after = mark + new.encode()
    _prove(opened, after, entries, made, file)
    _prove_the_rest(before, after, text, made)
    return Draft(path, before, after, tuple(_diff(store.shown(path), text, new, made)))


def _prove(opened: Opened, after: bytes, entries: Sequence[Entry], made: Sequence[Splice], file: str) -> None:
    """Read the new file as any command would, and compare."""
    text, unfit = files.decode(after)
    read, flaws, faults = (
        store.read_routines(text) if file == files.ROUTINES else store.read_items(text, _known(opened))
    )
    for fault in faults:
        if fault.code == "duplicate-id":
            raise LedgerError(fault.code, REFUSED, **fault.fields)
    if unfit or flaws or faults or read != tuple(entries):
        wanted = [schema.plain(new) for new, old in zip_longest(entries, _entries(opened, file)) if new and new != old]
        raise _by_hand(opened, file, made[0].start if made else 0, wanted)


def _known(opened: Opened) -> Known:
    """Return what each entry of the items says; what stands as it stood needs no second reading."""
    known = Known()
    known.learn(opened.texts[files.ITEMS], opened.ledger.items)
    return known


def _prove_the_rest(before: bytes, after: bytes, text: str, made: Sequence[Splice]) -> None:
    """Compare every byte outside the splices. Raises RuntimeError, for a difference would be a mistake of ours."""
    mark = len(before) - len(text.encode())
    old_at = new_at = mark
    for here, following in pairwise([Splice(0, 0, ""), *made, Splice(len(text), len(text), "")]):
        kept = len(text[here.end : following.start].encode())
        if before[old_at : old_at + kept] != after[new_at : new_at + kept]:
            raise RuntimeError("bytes outside the change would differ")
        old_at += kept + len(text[following.start : following.end].encode())
        new_at += kept + len(following.text.encode())
    if (old_at, new_at) != (len(before), len(after)):
        raise RuntimeError("bytes outside the change would differ")


_ENTRY = re.compile(r"^(?=- )", re.MULTILINE)
_CONTEXT = 3  # lines around a change, as everybody shows them


def _diff(name: str, text: str, new: str, made: Sequence[Splice]) -> Iterator[str]:
    """Yield a unified diff, made around the splices alone: comparing all lines of a large ledger takes a minute."""
    if made:
        yield from (f"--- {name}", f"+++ {name}")
    shift = 0  # how many more lines the new text has so far
    for begin, end, moved in _regions(text, made):
        stretches = (text[begin:end], new[begin + moved[0] : end + moved[1]])
        old, now = (stretch.replace("\r\n", "\n").split("\n") for stretch in stretches)
        first = text.count("\n", 0, begin) + 1
        yield f"@@ -{first},{len(old)} +{first + shift},{len(now)} @@"
        yield from list(difflib.unified_diff(old, now, n=len(old) + len(now), lineterm=""))[3:]
        shift += len(now) - len(old)


def _regions(text: str, made: Sequence[Splice]) -> Iterator[tuple[int, int, tuple[int, int]]]:
    """Yield the stretches of whole lines that hold changes and what is around them, and how far each end has moved."""
    regions: list[list[int]] = []
    for splice in made:
        begin, end = _around(text, splice)
        grown = len(splice.text) - (splice.end - splice.start)
        if regions and begin <= regions[-1][1]:
            regions[-1][1:] = [max(end, regions[-1][1]), regions[-1][2] + grown]
        else:
            regions.append([begin, end, grown])
    moved = 0
    for begin, end, grown in regions:
        yield begin, end, (moved, moved + grown)
        moved += grown


def _around(text: str, splice: Splice) -> tuple[int, int]:
    begin, end = splice.start, splice.end
    for _ in range(_CONTEXT + 1):
        begin = text.rfind("\n", 0, max(begin, 0))
        end = text.find("\n", end + 1) if 0 <= end < len(text) else -1
    return begin + 1, len(text) - text.endswith("\n") if end < 0 else end


def write(change: Draft) -> None:
    """Put the new text in the place of the old one.

    Raises LedgerError where the file cannot be written (exit 4) or is another one by now (exit 5); in each case it is
    what it was.
    """
    name = store.shown(change.path)
    if not os.access(change.path, os.W_OK):
        raise LedgerError("read-only", REFUSED, file=name)
    if change.path.read_bytes() != change.before:
        raise LedgerError("changed-underneath", BUSY, file=name)
    try:
        files.replace_file(change.path, change.after)
    except OSError as error:
        raise unwritten(name, error) from error
