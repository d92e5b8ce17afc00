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
from ledger import merging
from ledger import saving
from ledger import store
from ledger import unmerged
from ledger.choosing import Choice
from ledger.choosing import Entry
from ledger.choosing import Said
from ledger.choosing import are_chosen
from ledger.choosing import choose
from ledger.concluding import conclude
from ledger.driving import closing_before
from ledger.errors import BUSY
from ledger.errors import REFUSED
from ledger.errors import UNREADABLE
from ledger.errors import USAGE
from ledger.errors import LedgerError
from ledger.files import ITEMS
from ledger.files import ROUTINES
from ledger.git import Repository
from ledger.merging import UnmergeableError
from ledger.merging import merge
from ledger.namesakes import Namesake
from ledger.namesakes import found
from ledger.namesakes import settle
from ledger.remembering import remember
from ledger.remembering import remembered
from ledger.renumbering import renumbered
from ledger.renumbering import shared
from ledger.renumbering import with_duties
from ledger.reports.conflicts import Conflict
from ledger.reports.conflicts import conflict
from ledger.schema import FILES
from ledger.schema import KEYS
from ledger.session import Session
from ledger.settings import ClosingRules
from ledger.settings import Settings
from ledger.threeway import Conflict as Difference
from ledger.threeway import Side
from ledger.unmerged import Open


def resolve(session: Session, choices: Mapping[str, Choice], rest: Choice | None) -> bool:
    """Settle what a merge has left open, and return whether that is all; what is not chosen is asked for, or shown.

    `choices` are by record, `rest` is for the others. Raises LedgerError: where nothing is open (exit 2), where a
    version cannot be read (exit 3), where git refuses or edits would be lost (exit 4), and where somebody else has
    settled it while this one was asked (exit 5); then nothing is changed.
    """
    repository, closing = session.repository, closing_before(session.repository, session.folder)
    seen = _state(repository)
    namesakes = found(repository, session.folder)
    opened = unmerged.opened(repository, session.folder)
    if not opened and not (repository.private / "MERGE_HEAD").exists():
        raise LedgerError("nothing-open", USAGE)
    hands = [each for each in opened if each.is_by_hand]
    merged = [each for each in opened if each not in hands and (each.name in KEYS or each.is_whole)]
    told = {each: _told(repository, each, closing, namesakes) for each in merged}
    unmerged.refuse_edited(repository, merged, closing)
    unmerged.refuse_unreadable(session.folder, hands)
    rows = [row for rows in told.values() for row in rows]
    _refuse_by_hand(choices, rows, hands)
    names = {each.path: each.name for each in opened}
    chosen = _choose(session, rows, Said(choices, rest, _remembered(repository, merged)), names, seen)
    ready = merged if are_chosen(rows, chosen) else []
    entries = {(row.file, row.record, row.path): row.entry for row in rows}
    sides = {place: chosen[place[0], entry] for place, entry in entries.items()} if ready else {}
    settled = {each: _settled(each, closing, namesakes, chosen, sides) for each in ready}
    moved = {old: new for _, numbers in settled.values() for old, new in numbers.items()}
    with saving.held(session.folder, Settings().limits.lock_seconds, session.wait):
        _refuse_other(seen, _state(repository))
        for each, (content, _) in settled.items():
            _write(each.place.resolve(), content)
        duties = _follow(session, moved)
        if ready == merged:
            settle(repository, session.folder, namesakes, closing, items=all(each.name != ITEMS for each in merged))
        remember(repository, names, chosen)
        _stage(repository, [*(each.path for each in (*hands, *ready)), *duties])
        _say(session, hands, moved, {} if ready == merged else chosen)
        waiting = {each.path for each in merged} | {repository.path(session.folder / each.place) for each in namesakes}
        return _go_on(session, waiting)


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


def _say(session: Session, hands: Sequence[Open], moved: Mapping[str, str], chosen: Mapping[Entry, Choice]) -> None:
    """Say what was settled by hand, what got another number, and what is chosen and waits for the rest."""
    t = session.t
    if hands:
        names = t.gettext(", ").join(store.shown(each.place) for each in hands)
        session.say(t.gettext("Settled by hand, and taken as it is: {files}").format(files=names))
    for old, new in moved.items():
        session.say(t.gettext("{old} of the other copy is {new} now.").format(old=old, new=new))
    _say_chosen(session, chosen)


def _say_chosen(session: Session, chosen: Mapping[Entry, Choice]) -> None:
    """Say what is chosen and waits for the rest, where anything does."""
    t = session.t
    if chosen:
        names = t.gettext(", ").join(f"{record}={side}" for (_, record), side in chosen.items())
        session.say(t.gettext("Remembered until the rest is chosen: {choices}").format(choices=names))


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


def _told(repository: Repository, each: Open, closing: ClosingRules, namesakes: Sequence[Namesake]) -> list[Conflict]:
    """Return what is open in a file, with who changed it last on each side."""
    found = _differences(each, closing, namesakes)
    if not found:
        return []
    ours, theirs = (repository.last_change(name, each.path) for name in ("HEAD", _other(repository)))
    new = shared(unmerged.with_names(each, namesakes)) if each.name == ITEMS and not each.is_whole else {}
    return [conflict(each.name, one, ours, theirs, is_new=(one.record, one.path) in new) for one in found]


def _differences(each: Open, closing: ClosingRules, namesakes: Sequence[Namesake]) -> Sequence[Difference]:
    """Return what somebody has to choose in a file; a file that one side has taken out is one choice."""
    if each.is_whole:
        sides = [None if side is None else files.decode(side)[0] for side in (each.ours, each.theirs)]
        return [Difference(each.name, (), *sides)] if sides != [None, None] else []
    try:
        return merge(each.name, unmerged.with_names(each, namesakes), closing, lambda _: None).conflicts
    except UnmergeableError:
        raise LedgerError("side-unreadable", UNREADABLE, file=each.path) from None


def _other(repository: Repository) -> str:
    """Return what git calls the other side of what is under way."""
    names = ("MERGE_HEAD", "REBASE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD")
    return next((name for name in names if (repository.private / name).exists()), "HEAD")


def _settled(
    each: Open,
    closing: ClosingRules,
    namesakes: Sequence[Namesake],
    chosen: Mapping[Entry, Choice],
    sides: Mapping[tuple[str, str, tuple[str, ...]], Choice],
) -> tuple[bytes | None, Mapping[str, str]]:
    """Return what a file is to hold, None where it is to be taken out, and the new numbers of theirs in it."""
    file = each.name
    if each.is_whole:
        return (each.ours if chosen.get((file, file)) == "ours" else each.theirs), {}
    mark, _, _ = files.parted(each.ours or b"")

    def side(one: Difference) -> Side:
        taken = sides.get((file, one.record, one.path), chosen.get((file, one.record)))
        return "theirs" if taken == "theirs" else "ours"

    try:
        twice = [entry for (name, entry), taken in chosen.items() if (name, taken) == (file, "both")]
        texts, moved = renumbered(unmerged.with_names(each, namesakes), twice)
        return mark + merging.settled(file, texts, closing, side, last=moved.values()).encode(), moved
    except UnmergeableError:
        raise LedgerError("side-unreadable", UNREADABLE, file=each.path) from None


def _follow(session: Session, moved: Mapping[str, str]) -> Sequence[str]:
    """Let theirs of the routines, unless they are still open, name items by their new numbers; return what was changed.

    Raises OSError.
    """
    place = (session.folder / ROUTINES).resolve()
    if not moved or not place.exists() or files.has_markers(place.read_bytes()):
        return []
    mark, text, flaws = files.parted(place.read_bytes())
    known = session.repository.files("HEAD", [session.repository.path(place)])
    ours = session.repository.last(place).decode() if known else ""
    new = with_duties(text, ours.removeprefix("\ufeff"), moved) if not flaws else text
    if new == text:
        return []
    files.replace_file(place, mark + new.encode())
    return [session.repository.path(place)]


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


def _stage(repository: Repository, paths: Sequence[str]) -> None:
    """Tell git that files are settled. Raises LedgerError (exit 4)."""
    done, said = repository.call("add", "--", *paths) if paths else (True, "")
    if not done:
        raise LedgerError("commit-refused", REFUSED, reason=said.strip())


def _go_on(session: Session, waiting: Collection[str]) -> bool:
    """Make the version of a merge whose last file is settled, and say what the checks find in it; else what is left.

    Whoever is to choose in the files that are `waiting` knows it already.
    """
    repository = session.repository
    left = [*repository.unmerged([])]
    for told in _left(session, [path for path in left if path not in waiting]):
        session.say(told)
    if left:
        return False
    if (repository.private / "MERGE_HEAD").exists():
        conclude(repository, session.folder)
    if _other(repository) != "HEAD":
        session.say(session.t.gettext("Settled. To go on: git rebase --continue, or what git status says."))
    else:
        session.say(session.t.gettext("Settled, and the merge is made a version."))
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
