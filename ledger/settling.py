"""What is to be chosen in the files of an open merge, and what each of them becomes by that."""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field

from ledger import files
from ledger import merging
from ledger import unmerged
from ledger.choosing import Choice
from ledger.choosing import Entry
from ledger.choosing import are_chosen
from ledger.errors import UNREADABLE
from ledger.errors import LedgerError
from ledger.files import ITEMS
from ledger.git import Repository
from ledger.makers import makers
from ledger.merging import UnmergeableError
from ledger.namesakes import Namesake
from ledger.renumbering import renumbered
from ledger.renumbering import shared
from ledger.reports.conflicts import Conflict
from ledger.reports.conflicts import conflict
from ledger.settings import ClosingRules
from ledger.threeway import Difference
from ledger.threeway import Side
from ledger.unmerged import Open


@dataclass(frozen=True)
class Settling:
    """A merge under way, with the rules it goes by and the evidence that both sides have filed under one name."""

    repository: Repository
    closing: ClosingRules
    namesakes: Sequence[Namesake]
    _rows: dict[str, Sequence[Conflict]] = field(default_factory=dict)

    def rows(self, each: Open) -> Sequence[Conflict]:
        """Return what is open in a file, with who changed it last on each side. Raises LedgerError (exit 3)."""
        if each.path not in self._rows:
            self._rows[each.path] = self._told(each)
        return self._rows[each.path]

    def settled(self, each: Open, chosen: Mapping[Entry, Choice]) -> tuple[bytes | None, Mapping[str, str]]:
        """Return what a file is to hold, None where it is to be taken out, and the new numbers of ours in it.

        Raises LedgerError (exit 3).
        """
        file = each.name
        if each.is_whole:
            return (each.ours if chosen.get((file, file)) == "ours" else each.theirs), {}
        mark, _, _ = files.parted(each.ours or b"")
        entries = {(row.record, row.path): row.entry for row in self.rows(each)}

        def side(one: Difference) -> Side:
            entry = entries.get((one.record, one.path), one.record)
            return "theirs" if chosen.get((file, entry)) == "theirs" else "ours"

        try:
            twice = [entry for (name, entry), taken in chosen.items() if (name, taken) == (file, "both")]
            texts, moved = renumbered(unmerged.with_names(each, self.namesakes), twice)
            return mark + merging.settled(file, texts, self.closing, side).encode(), moved
        except UnmergeableError:
            raise LedgerError("side-unreadable", UNREADABLE, file=each.path) from None

    def is_made(self, each: Open, chosen: Mapping[Entry, Choice]) -> bool:
        """Return whether a file holds what it is to hold by that: it was written before git could be told of it."""
        if not each.can_be_chosen:
            return False
        try:
            return are_chosen(self.rows(each), chosen) and self.settled(each, chosen)[0] == each.here
        except LedgerError:  # a side cannot be read: it was settled by hand
            return False

    def _told(self, each: Open) -> Sequence[Conflict]:
        found = self._differences(each)
        if not found:
            return []
        merged = other(self.repository)
        # A rebase goes on with versions that name ours, which is theirs then, by its old number: both cannot stay.
        can_be_both = merged == "MERGE_HEAD" and each.name == ITEMS and not each.is_whole
        new = shared(unmerged.with_names(each, self.namesakes)) if can_be_both else {}
        sides = [[*makers(self.repository, each.place, found, *two)] for two in (("HEAD", merged), (merged, "HEAD"))]
        rows = zip(found, *sides, strict=True)
        return [conflict(each.name, one, *made, is_new=(one.record, one.path) in new) for one, *made in rows]

    def _differences(self, each: Open) -> Sequence[Difference]:
        """Return what somebody has to choose in a file; a file that one side has taken out is one choice."""
        if each.is_whole:
            sides = [None if side is None else files.decode(side)[0] for side in (each.ours, each.theirs)]
            return [Difference(each.name, (), *sides)] if sides != [None, None] else []
        texts = unmerged.with_names(each, self.namesakes)
        try:
            return merging.conflicts(each.name, texts, self.closing)
        except UnmergeableError:
            raise LedgerError("side-unreadable", UNREADABLE, file=each.path) from None


def other(repository: Repository) -> str:
    """Return what git calls the other side of what is under way."""
    names = ("MERGE_HEAD", "REBASE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD")
    return next((name for name in names if (repository.private / name).exists()), "HEAD")
