"""The files of a ledger whose merge is open: what each is on both sides, and what somebody has made of it here."""

import re
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ledger import files
from ledger import store
from ledger.errors import REFUSED
from ledger.errors import UNREADABLE
from ledger.errors import LedgerError
from ledger.errors import UnreadableError
from ledger.files import ITEMS
from ledger.git import Repository
from ledger.merging import Texts
from ledger.merging import UnmergeableError
from ledger.merging import merge
from ledger.namesakes import Namesake
from ledger.namesakes import renamed
from ledger.schema import FILES
from ledger.schema import KEYS
from ledger.settings import ClosingRules

_LABEL = re.compile(r"^([<|=>]{7}) .*$", re.MULTILINE)  # behind a marker git says which version it means, in many words


@dataclass(frozen=True)
class Open:
    """A file whose merge is open: its path as git names it, its place, and its content in three versions and here."""

    path: str
    place: Path
    base: bytes | None
    ours: bytes | None
    theirs: bytes | None
    here: bytes | None

    @property
    def name(self) -> str:
        """Return what the file is called in the ledger."""
        return self.place.name

    @property
    def is_whole(self) -> bool:
        """Return whether one side has taken it out, so that one of the two is to be chosen as a whole."""
        return self.ours is None or self.theirs is None

    @property
    def can_be_chosen(self) -> bool:
        """Return whether a side of it, or of what is open in it, can be chosen; other files git merges by lines."""
        return self.name in KEYS or self.is_whole

    @property
    def is_by_hand(self) -> bool:
        """Return whether somebody has settled it: it holds no markers, and not just what git leaves without any."""
        return self.here is not None and not files.has_markers(self.here) and not self.is_left

    @property
    def is_left(self) -> bool:
        """Return whether it is one side, which git leaves where the other is gone or no text, or our merge failed."""
        if self.here is None or not (self.can_be_chosen or self.is_unreadable):
            return False
        return _plain(self.here) in [_plain(side) for side in (self.ours, self.theirs) if side is not None]

    @property
    def is_unreadable(self) -> bool:
        """Return whether a version of it is no text."""
        return any(files.decode(side)[1] for side in (self.base, self.ours, self.theirs) if side is not None)

    @property
    def texts(self) -> Texts:
        """Return what is to be merged. Raises LedgerError (exit 3) where a version is no text."""
        if self.is_unreadable:
            raise LedgerError("side-unreadable", UNREADABLE, file=self.path)
        return Texts(*(files.decode(side or b"")[0] for side in (self.base, self.ours, self.theirs)))


def opened(repository: Repository, folder: Path) -> list[Open]:
    """Return the files of a ledger that git has left open."""
    named = {repository.path((folder / name).resolve()): folder / name for name in FILES}
    with repository.contents() as content:
        return [
            _open(path, named[path], {stage: content(one) for stage, one in stages.items()})
            for path, stages in repository.unmerged([*named]).items()
        ]


def _open(path: str, place: Path, stages: Mapping[int, bytes]) -> Open:
    here = place.read_bytes() if place.is_file() else None
    return Open(path, place, stages.get(1), stages.get(2), stages.get(3), here)


def with_names(each: Open, namesakes: Sequence[Namesake]) -> Texts:
    """Return what of a file is to be merged, ours with the names that evidence is to have."""
    texts = each.texts
    return texts._replace(ours=renamed(texts.ours, namesakes)) if each.name == ITEMS else texts


def refuse_unreadable(folder: Path, some: Sequence[Open]) -> None:
    """Raise UnreadableError (exit 3) with what keeps the ledger from being read in files that were settled by hand."""
    places = {store.shown(each.place) for each in some}
    try:
        store.load(folder)
    except UnreadableError as error:
        if own := [each for each in error.diagnostics if each.path in places]:
            raise UnreadableError(own, "by-hand-unreadable") from None


def refuse_edited(repository: Repository, some: Sequence[Open], closing: ClosingRules) -> None:
    """Raise LedgerError (exit 4) for a file that is not what a merge has left: what somebody typed would be lost."""
    for each in some:
        if each.here is None or each.is_whole or each.is_left:
            continue
        here = _unlabelled(each.here)
        if not any(here == _unlabelled(left) for left in _left(repository, each, closing)):
            raise LedgerError("edited-open", REFUSED, file=store.shown(each.place))


def _left(repository: Repository, each: Open, closing: ClosingRules) -> Iterator[bytes]:
    """Yield what a merge may have left of a file: by meaning, or by lines in a copy that knows no better."""
    if each.name in KEYS:
        with suppress(UnmergeableError):
            yield merge(each.name, each.texts, closing, lambda _: None).text.encode()
    yield from repository.left_open(each.path)


def _plain(content: bytes) -> bytes:
    return files.parted(content)[1].replace("\r\n", "\n").encode() if not files.decode(content)[1] else content


def _unlabelled(content: bytes) -> str:
    """Return a text without its line ends and what git says behind its markers."""
    text = content.decode(errors="replace").removeprefix("\ufeff").replace("\r\n", "\n")
    return _LABEL.sub(r"\1", text)
