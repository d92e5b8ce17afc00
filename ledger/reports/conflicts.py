"""What a merge has left open: both sides have changed the same."""

from collections import Counter
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace
from datetime import date

from ledger import git
from ledger import schema
from ledger import threeway
from ledger import yamlfresh
from ledger.events import Event
from ledger.files import ITEMS
from ledger.model import Item
from ledger.yamltext import Value

_NAMES = ("title", "text", "name")  # what a record is called by


@dataclass(frozen=True)
class Part:
    """A value that one side has otherwise than the other, as the files write it."""

    key: str
    value: str | tuple[str, ...]


@dataclass(frozen=True)
class Side:
    """What one side made of it, by whom and on which day it was last changed there; None: it is gone.

    `parts` are the values in it, and `log` the entries with their numbers, that the other side does not have.
    """

    value: str | None
    author: str
    day: date
    parts: tuple[Part, ...]
    entries: tuple[int, ...]
    log: tuple[Event, ...]


@dataclass(frozen=True)
class Conflict:
    """A record of a file, where in it (nothing: all of it), and both sides.

    Of a file that one side has taken out, the record is the file. An item or a measure that is new on both sides, under
    one number, can be kept twice.
    """

    file: str
    record: str
    path: tuple[str, ...]
    ours: Side
    theirs: Side
    is_new: bool  # on both sides

    @property
    def entry(self) -> str:
        """Return what is chosen by itself: a new measure by its number, else the record."""
        return self.path[-1] if self.is_new and self.path else self.record

    @property
    def is_whole(self) -> bool:
        """Return whether all of a file is to be chosen, since one side has taken it out."""
        return self.record == self.file

    @property
    def name(self) -> str:
        """Return what the record is called where one is chosen: an item by its number, others with their file."""
        return self.entry if self.file == ITEMS or self.is_whole else f"{self.file}:{self.entry}"


@dataclass(frozen=True)
class Conflicts:
    """All that is open."""

    rows: tuple[Conflict, ...]


def conflict(file: str, one: threeway.Difference, ours: git.Change, theirs: git.Change, *, is_new: bool) -> Conflict:
    """Return one conflict as it is told, with who changed the file last on each side."""
    mine, yours = _side(one, one.ours, one.theirs, ours), _side(one, one.theirs, one.ours, theirs)
    if one.record != file and one.path != ("log",):
        mine = replace(mine, parts=tuple(_parts(one.path, one.ours, one.theirs, is_new=is_new)))
        yours = replace(yours, parts=tuple(_parts(one.path, one.theirs, one.ours, is_new=is_new)))
    return Conflict(file, one.record, one.path, mine, yours, is_new=is_new)


def _side(one: threeway.Difference, mine: Value, yours: Value, change: git.Change) -> Side:
    log = [*_log(mine, yours)] if one.path == ("log",) else []
    return Side(_text(mine), *change, (), tuple(number for number, _ in log), tuple(entry for _, entry in log))


def _text(value: Value) -> str | None:
    """Return a value as a file would say it, None for what is gone."""
    if value is None or isinstance(value, str):
        return value
    return "\n".join(yamlfresh.block_lines(value, yamlfresh.Manner()))


def _parts(path: tuple[str, ...], mine: Value, yours: Value, *, is_new: bool) -> Iterator[Part]:
    """Yield what one side says: a record that is new, or gone on the other side, by what it is called."""
    if not isinstance(mine, dict):
        if mine is not None:
            yield Part(path[-1], _plain(mine))
        return
    other: Mapping[str, Value] = yours if isinstance(yours, dict) else {}
    named = [key for key in _NAMES if key in mine][:1] if is_new or not other else []
    for key in named or [key for key in mine if mine[key] != other.get(key)]:
        yield Part(key, _plain(mine[key]))


def _plain(value: Value) -> str | tuple[str, ...]:
    if isinstance(value, list):
        return tuple(_one(each) for each in value)
    return _one(value)


def _one(value: Value) -> str:
    """Return a value in a few words: a proof, a reading or an indicator by what it holds."""
    if isinstance(value, dict):
        return " ".join(_one(each) for key, each in value.items() if key != "sha256")
    return " ".join(map(_one, value)) if isinstance(value, list) else value or ""


def _log(mine: Value, yours: Value) -> Iterator[tuple[int, Event]]:
    """Yield the entries of a log that the other side does not have, with their numbers."""
    entries = threeway.entries(mine)
    item = schema.typed(Item, {"id": "1", "area": "–", "kind": "both", "title": "–", "log": entries})
    left = Counter(map(repr, threeway.entries(yours)))
    for number, (data, entry) in enumerate(zip(entries, item.log, strict=True), start=1):
        if left[repr(data)]:
            left[repr(data)] -= 1
        else:
            yield number, entry
