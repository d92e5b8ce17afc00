"""What a merge has left open: both sides have changed the same."""

from dataclasses import dataclass
from datetime import date

from ledger.files import ITEMS


@dataclass(frozen=True)
class Side:
    """What one side made of it, by whom and on which day it was last changed there; None: it is gone."""

    value: str | None
    author: str
    day: date


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
