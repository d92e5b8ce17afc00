"""What git's merge of a ledger has left open (`ledger resolve`): merged again by meaning, the rest is chosen.

A file that somebody has settled by hand is taken as it is. What was chosen is remembered in the message of the merge.
"""

from collections.abc import Collection
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from ledger import files
from ledger import namesakes
from ledger import saving
from ledger import store
from ledger import unmerged
from ledger.choosing import Choice
from ledger.choosing import Entry
from ledger.choosing import Said
from ledger.choosing import are_chosen
from ledger.choosing import choose
from ledger.choosing import said_so
from ledger.concluding import conclude
from ledger.driving import closing_before
from ledger.errors import BUSY
from ledger.errors import USAGE
from ledger.errors import LedgerError
from ledger.files import ITEMS
from ledger.files import ROUTINES
from ledger.git import Repository
from ledger.remembering import remember
from ledger.remembering import remembered
from ledger.renumbering import with_duties
from ledger.reports.conflicts import Conflict
from ledger.schema import FILES
from ledger.session import Session
from ledger.settings import Settings
from ledger.settling import Settling
from ledger.settling import other
from ledger.unmerged import Open


def resolve(session: Session, choices: Mapping[str, Choice], rest: Choice | None) -> bool:
    """Settle what a merge has left open, and return whether that is all; what is not chosen is asked for, or shown.

    `choices` are by record, `rest` is for the others. Raises LedgerError: where nothing is open (exit 2), where a
    version cannot be read (exit 3), where git refuses or edits would be lost (exit 4), and where somebody else has
    settled it while this one was asked (exit 5); then nothing is changed.
    """
    repository = session.repository
    seen = _state(repository)
    same = namesakes.found(repository, session.folder)
    opened = unmerged.opened(repository, session.folder)
    if not opened and not (repository.private / "MERGE_HEAD").exists():
        raise LedgerError("nothing-open", USAGE)
    settling = Settling(repository, closing_before(repository, session.folder), same)
    before = _remembered(repository, opened)
    hands = [each for each in opened if each.is_by_hand and not settling.is_made(each, before)]
    merged = [each for each in opened if each not in hands and each.can_be_chosen]
    rows = [row for each in merged for row in settling.rows(each)]
    unmerged.refuse_edited(repository, [each for each in merged if not each.is_by_hand], settling.closing)
    unmerged.refuse_unreadable(session.folder, hands)
    _refuse_by_hand(choices, rows, hands)
    _refuse_lines(choices, opened)
    names = {each.path: each.name for each in opened}
    waiting = {each.name for each in merged}
    said = Said(choices, rest, {entry: side for entry, side in before.items() if entry[0] in waiting})
    chosen = _choose(session, rows, said, names, seen)
    ready = merged if are_chosen(rows, chosen) else []
    settled = {each: settling.settled(each, chosen) for each in ready}
    moved = {old: new for _, numbers in settled.values() for old, new in numbers.items()}
    with saving.held(session.folder, Settings().limits.lock_seconds, session.wait):
        _refuse_other(seen, _state(repository))
        remember(repository, names, chosen)  # first: by that a file is known that is written when this is stopped
        for each, (content, _) in settled.items():
            _write(each.place.resolve(), content)
        beside = _follow(session, moved)
        if ready == merged:
            items = all(each.name != ITEMS for each in merged)
            beside += namesakes.settle(repository, session.folder, same, settling.closing, items=items)
        repository.stage([*(each.path for each in (*hands, *ready)), *beside])
        _say(session, hands, moved, chosen, waits=ready != merged)
        known = {repository.path(session.folder / each.place) for each in same}
        known |= {*(each.path for each in merged), *namesakes.alone(repository, session.folder)}
        return _go_on(session, known)


def _choose(
    session: Session, rows: Sequence[Conflict], said: Said, names: Mapping[str, str], seen: Mapping[str, object]
) -> dict[Entry, Choice]:
    """Return which sides are chosen; each answer is remembered when it is given, and what was before is said first."""

    def keep(chosen: Mapping[Entry, Choice]) -> None:
        with saving.held(session.folder, Settings().limits.lock_seconds, session.wait):
            _refuse_other(seen, _state(session.repository))
            remember(session.repository, names, chosen)

    if session.can_ask:
        _say_chosen(session, said.before)
    return choose(session, rows, said, keep)


def _say(
    session: Session, hands: Sequence[Open], moved: Mapping[str, str], chosen: Mapping[Entry, Choice], *, waits: bool
) -> None:
    """Say what was settled by hand, what got another number, and what is chosen, whether it `waits` for the rest."""
    t = session.t
    if hands:
        names = t.gettext(", ").join(store.shown(each.place) for each in hands)
        session.say(t.gettext("Settled by hand, and taken as it is: {files}").format(files=names))
    for old, new in moved.items():
        session.say(t.gettext("Ours of {old} is {new} now.").format(old=old, new=new))
    _say_chosen(session, chosen, waits=waits)


def _say_chosen(session: Session, chosen: Mapping[Entry, Choice], *, waits: bool = True) -> None:
    """Say what is chosen, where anything is, and whether it waits for the rest."""
    t = session.t
    if chosen:
        told = t.gettext("Remembered until the rest is chosen: {choices}") if waits else t.gettext("Chosen: {choices}")
        session.say(told.format(choices=said_so(chosen, t)))


def _state(repository: Repository) -> dict[str, object]:
    """Return what a choice rests on: the versions of each file that is open, its text here, and what is merged."""
    opened: dict[str, object] = {
        path: (stages, (repository.top / path).read_bytes() if (repository.top / path).is_file() else None)
        for path, stages in repository.unmerged([]).items()
    }
    merged = repository.private / "MERGE_HEAD"
    return {**opened, merged.name: merged.read_bytes() if merged.exists() else None}


def _refuse_other(seen: Mapping[str, object], now: Mapping[str, object]) -> None:
    """Raise LedgerError (exit 5) where the merge is not any more what somebody was shown."""
    for path in (*seen, *now):
        if seen.get(path) != now.get(path):
            raise LedgerError("changed-underneath", BUSY, file=path)


def _refuse_by_hand(choices: Mapping[str, Choice], rows: Sequence[Conflict], hands: Sequence[Open]) -> None:
    """Raise LedgerError (exit 2) for a choice of what is not open any more, since its file was settled by hand."""
    known = {name for row in rows for one in (row.entry, row.record) for name in (one, f"{row.file}:{one}")}
    if hands and (strange := [name for name in choices if name not in known]):
        raise LedgerError("chosen-by-hand", USAGE, value=strange[0], files=[store.shown(each.place) for each in hands])


def _refuse_lines(choices: Mapping[str, Choice], opened: Sequence[Open]) -> None:
    """Raise LedgerError (exit 2) for a choice of a file as such whose lines git has merged, unless it is gone."""
    for each in opened:
        if not each.can_be_chosen and not choices.keys().isdisjoint((each.name, each.path)):
            raise LedgerError("open-by-lines", USAGE, file=store.shown(each.place))


def _follow(session: Session, moved: Mapping[str, str]) -> list[str]:
    """Let ours of the routines, unless they are still open, name items by their new numbers; return what to stage.

    Raises OSError.
    """
    place = (session.folder / ROUTINES).resolve()
    if not moved or not place.exists() or files.has_markers(place.read_bytes()):
        return []
    mark, text, flaws = files.parted(place.read_bytes())
    repository, path, merged = session.repository, session.repository.path(place), other(session.repository)
    sides = [version if repository.files(version, [path]) else "" for version in ("HEAD", merged)]
    ours, theirs = (files.parted(repository.content(f"{one}:{path}", path))[1] if one else "" for one in sides)
    new = with_duties(text, ours, theirs, moved) if not flaws else text
    if new != text:
        files.replace_file(place, mark + new.encode())
    return [*repository.unsaved([path])]


def _write(place: Path, content: bytes | None) -> None:
    """Let a file hold what it is to hold, wherever it has been meanwhile. Raises OSError."""
    if content is None:
        place.unlink(missing_ok=True)
    elif place.exists():
        files.replace_file(place, content)
    else:
        files.create_file(place, content)


def _remembered(repository: Repository, merged: Sequence[Open]) -> dict[Entry, Choice]:
    """Return what was chosen before in files that are still open."""
    told = remembered(repository, {each.path: each.name for each in merged})
    return {entry: side for entry, named in told.items() for side in get_args(Choice) if side == named}


def _go_on(session: Session, known: Collection[str]) -> bool:
    """Make the version of a merge whose last file is settled, and say what the checks find in it; else what is left.

    Whoever is to choose in the files that are `known` has been told.
    """
    repository = session.repository
    left = [*repository.unmerged([])]
    for told in _left(session, [path for path in left if path not in known]):
        session.say(told)
    if left:
        return False
    t = session.t
    if (repository.private / "MERGE_HEAD").exists():
        conclude(repository, session.folder)
        session.say(t.gettext("Settled, and the merge is made a version."))
    elif other(repository) != "HEAD":
        session.say(t.gettext("Settled. To go on: git rebase --continue, or what git status says."))
    else:  # changes that were put aside, git stash, are brought back to no version
        session.say(t.gettext("Settled. To make it a version: ledger save"))
    if (session.folder / ITEMS).exists():  # unless the ledger was taken out
        session.look_again()
    return True


def _left(session: Session, paths: Sequence[str]) -> Iterator[str]:
    """Yield what is still open: of this ledger what git merges by lines, of other ledgers, and of none."""
    repository, t = session.repository, session.t
    homes = {path: _home(repository.top / path) for path in paths}
    own = [path for path in paths if homes[path] == session.folder.resolve() and Path(path).name in FILES]
    if own:
        told = t.gettext("Still open: {files}. Keep the right lines, delete git's markers, then: ledger resolve")
        yield told.format(files=t.gettext(", ").join(own))
    others = dict.fromkeys(home for home in homes.values() if home not in (None, session.folder.resolve()))
    for home in others:
        told = t.gettext("Still open in another ledger. To settle it: ledger resolve --data {folder}")
        yield told.format(folder=store.shown(home))
    if rest := [path for path in paths if path not in own and homes[path] not in others]:
        yield t.gettext("Still open, and not of this ledger: {files}").format(files=t.gettext(", ").join(rest))


def _home(file: Path) -> Path | None:
    """Return the folder of the ledger that a file lies in, if it lies in one."""
    return next((folder.resolve() for folder in file.parents if (folder / ITEMS).exists()), None)
