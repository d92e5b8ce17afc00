"""A merge that was made wrongly: what it should have made by meaning, and that brought into the ledger as it is now."""

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

from ledger import files
from ledger import history
from ledger import keeping
from ledger import merging
from ledger import namesakes
from ledger import schema
from ledger import splices
from ledger import threeway
from ledger.driving import closing_of
from ledger.errors import UNREADABLE
from ledger.errors import USAGE
from ledger.errors import LedgerError
from ledger.files import ITEMS
from ledger.files import ROUTINES
from ledger.git import Repository
from ledger.gitlog import Commit
from ledger.merging import Texts
from ledger.merging import UnmergeableError
from ledger.namesakes import Namesake
from ledger.renumbering import renumbered
from ledger.renumbering import with_duties
from ledger.splices import ByHandError
from ledger.threeway import Difference
from ledger.threeway import Side

# Which side of a conflict is taken: of which file, between which two versions.
Choose: TypeAlias = Callable[[str, Difference, tuple[str, str]], Side]


@dataclass(frozen=True)
class Wrong:
    """A merge of two sides in the past of a ledger."""

    repository: Repository
    folder: Path
    commit: Commit

    @classmethod
    def named(cls, repository: Repository, folder: Path, version: str) -> "Wrong":
        """Return the merge that a version is; without one, the last of the ledger. Raises LedgerError (exit 2)."""
        paths = [*history.paths(repository, folder).values()]
        wanted = ["-1", repository.resolve(version)] if version else ["-1", "--merges", "HEAD"]
        found = next(repository.log([] if version else paths, wanted), None)
        if found is None:
            raise LedgerError("no-merge", USAGE)
        if len(found.parents) != len(("ours", "theirs")):
            raise LedgerError("not-a-merge", USAGE, value=version)
        return cls(repository, folder, found)

    @cached_property
    def _versions(self) -> tuple[str, ...]:
        """Return what both sides began with, both sides, and what was made of them."""
        ours, theirs = self.commit.parents
        return self.repository.base(ours, theirs), ours, theirs, self.commit.id

    @cached_property
    def namesakes(self) -> Sequence[Namesake]:
        """Return the evidence that both sides had filed under one name."""
        return namesakes.between(self.repository, self.folder, self._versions)

    def path(self, name: str) -> str:
        """Return a file of the ledger as git names it."""
        return self.repository.path((self.folder / name).resolve())

    def mended(self, name: str, now: str, choose: Choose) -> str:
        """Return a file, which says `now`, with what the merge should have made of it; all that came later stays.

        Raises LedgerError (exit 3) where a version of it cannot be read.
        """
        if self._is_taken_out(name):  # that was a choice
            return now
        texts, made = self._texts(name)
        told = self._told(name)
        try:
            moved = self._moved if name in (ITEMS, ROUTINES) else {}
            if name == ITEMS:
                texts, _ = renumbered(texts, _twice(told))
            elif moved:
                texts = texts._replace(ours=with_duties(texts.ours, texts.ours, texts.theirs, moved))
            kept: list[tuple[Difference, str]] = []
            anew = self._settled(name, texts, self._as_then(name, made, told, choose, kept))
            anew = _with_kept(name, anew, kept)
            later = self._settled(name, Texts(made, now, anew), lambda one: choose(name, one, ("HEAD", self.commit.id)))
        except (UnmergeableError, ByHandError):
            raise LedgerError("side-unreadable", UNREADABLE, file=self.path(name)) from None
        return later if merging.read(name, later) != merging.read(name, now) else now

    def _is_taken_out(self, name: str) -> bool:
        """Return whether one side had taken out a file that both began with."""
        base, ours, theirs, _ = self._versions
        ids = self.repository.ids([(version, self.path(name)) for version in (base or ours, ours, theirs)])
        return bool(base and ids[0] and not (ids[1] and ids[2]))

    def _texts(self, name: str) -> tuple[Texts, str]:
        """Return a file in what was merged, and in what was made of it; nothing is the beginning of two histories."""
        one, other, made = (self._text(name, version) for version in self._versions[1:])
        ours = namesakes.renamed(one, self.namesakes) if name == ITEMS else one
        return Texts(self._began(name, *self.commit.parents), ours, other), made

    def _text(self, name: str, version: str) -> str:
        ids = self.repository.ids([(version, self.path(name))]) if version else [""]
        with self.repository.contents() as content:
            return files.decode(content(ids[0]))[0] if ids[0] else ""

    def _began(self, name: str, one: str, *others: str) -> str:
        """Return a file as these versions began with it; where they had merged each other, what git makes of that."""
        first, *more = reversed(self.repository.bases(one, *others) or [""])  # git begins with the oldest
        text, merged = self._text(name, first), [first]
        for base in more:
            texts = Texts(self._began(name, base, *merged), text, self._text(name, base))
            text = merging.ancestor(name, texts, closing_of(self.folder))
            merged.append(base)
        return text

    def _told(self, name: str) -> dict[str, str]:
        """Return which side was chosen for what in a file, as the merge tells it."""
        return {record: side for side, path, record in history.choices(self.commit) if path == self.path(name)}

    @cached_property
    def _moved(self) -> Mapping[str, str]:
        """Return the new numbers of ours where both sides were kept."""
        twice = _twice(self._told(ITEMS))
        return renumbered(self._texts(ITEMS)[0], twice)[1] if twice else {}

    def _settled(self, name: str, texts: Texts, choose: Callable[[Difference], Side]) -> str:
        return merging.settled(name, texts, closing_of(self.folder), choose)

    def _as_then(
        self, name: str, made: str, told: Mapping[str, str], choose: Choose, kept: list[tuple[Difference, str]]
    ) -> Callable[[Difference], Side]:
        """Return what chooses as somebody chose when the merge was made, as far as that is `told` or can be seen.

        What is that of neither side is gathered in `kept`.
        """
        records = {str(each[schema.KEYS[name]]): each for each in merging.read(name, made) or ()}

        def choice(one: Difference) -> Side:
            if side := told.get(one.path[-1] if one.path[:-1] == ("measures",) else one.record, told.get(one.record)):
                return "theirs" if side == "theirs" else "ours"
            value = threeway.at(records.get(one.record), one.path)
            if value in (one.ours, one.theirs):
                return "ours" if value == one.ours else "theirs"
            if isinstance(value, str):  # somebody has settled it by hand
                kept.append((one, value))
                return "ours"
            ours, theirs = self.commit.parents
            return choose(name, one, (ours, theirs))

        return choice

    def lost_evidence(self, named: Sequence[str]) -> list[tuple[Path, bytes]]:
        """Return the evidence among what is `named` that a side had and that is not there now."""
        found = dict(keeping.had(self.repository, self.folder, named, self.commit.parents))
        moved = {self.folder / each.other: each.ours for each in self.namesakes if each.other in named}
        return [*(found | {place: ours for place, ours in moved.items() if not place.exists()}).items()]


def _with_kept(name: str, text: str, kept: Sequence[tuple[Difference, str]]) -> str:
    """Return a text with the values that somebody had chosen by hand. Raises ByHandError where they cannot be put."""
    old = merging.read(name, text) if kept else None
    if old is None:
        return text
    records = {str(each[schema.KEYS[name]]): each for each in old}
    for one, value in kept:
        records[one.record] = threeway.put(records[one.record], one.path, value)
    return splices.apply(text, splices.remake(text, old, [*records.values()]))


def _twice(told: Mapping[str, str]) -> Sequence[str]:
    return [record for record, side in told.items() if side == "both"]
