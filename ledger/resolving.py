"""What git's merge of a ledger has left open (`ledger resolve`): merged again by meaning, the rest is chosen."""

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ledger import files
from ledger import saving
from ledger.choosing import Entry
from ledger.choosing import choose
from ledger.choosing import row
from ledger.concluding import conclude
from ledger.driving import steps_of
from ledger.errors import BUSY
from ledger.errors import REFUSED
from ledger.errors import UNREADABLE
from ledger.errors import USAGE
from ledger.errors import LedgerError
from ledger.files import ITEMS
from ledger.git import Repository
from ledger.history import CHOSE
from ledger.history import choice
from ledger.merging import KEYS
from ledger.merging import Texts
from ledger.merging import UnmergeableError
from ledger.merging import merge
from ledger.merging import settled
from ledger.namesakes import Namesake
from ledger.namesakes import found
from ledger.namesakes import renamed
from ledger.namesakes import settle
from ledger.reports.conflicts import Conflict
from ledger.session import Session
from ledger.settings import Settings
from ledger.settings import Step
from ledger.threeway import Conflict as Difference
from ledger.threeway import Side as Choice


@dataclass(frozen=True)
class _Open:
    """A file whose merge is open: its path as git names it, its place here, and what it is on each side.

    Without `texts` a side has taken it out, so that nothing is to be merged: one of the two is chosen as a whole.
    """

    path: str
    place: Path
    texts: Texts | None
    mark: bytes  # of the byte order, where ours has one
    ours: bytes | None
    theirs: bytes | None


def resolve(session: Session, choices: Mapping[str, Choice], rest: Choice | None) -> bool:
    """Settle what a merge has left open, and return whether that is all; what is not chosen is asked for, or shown.

    `choices` are by record, `rest` is for the others. Raises LedgerError: where nothing is open (exit 2), where a
    version cannot be read (exit 3) or git refuses (exit 4), and where somebody else has settled it while this one was
    asked (exit 5); then nothing is changed.
    """
    repository, steps = session.repository, steps_of(session.folder)
    seen = _state(repository)
    namesakes = found(repository, session.folder)
    opened = [*_opened(repository, session.folder, namesakes)]
    if not opened and not (repository.private / "MERGE_HEAD").exists():
        raise LedgerError("nothing-open", USAGE)
    told = {each.path: _told(repository, each, steps) for each in opened}
    chosen = choose(session, [row for rows in told.values() for row in rows], choices, rest)
    if chosen is None:
        return False
    written = {each: _settled(each, steps, chosen) for each in opened}
    with saving.held(session.folder, Settings().limits.lock_seconds, session.wait):
        _refuse_other(seen, _state(repository))
        for each, content in written.items():
            _write(each.place.resolve(), content)
        settle(repository, session.folder, namesakes, items=all(each.place.name != ITEMS for each in opened))
        _note(repository, told, chosen)
        _conclude(session, repository, [each.path for each in opened])
    if (session.folder / ITEMS).exists():  # unless the ledger was taken out
        session.look_again()
    return True


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


def _opened(repository: Repository, folder: Path, namesakes: Sequence[Namesake]) -> Iterator[_Open]:
    """Yield the files of a ledger that git has left open."""
    named = {repository.path((folder / name).resolve()): folder / name for name in KEYS}
    for path, stages in repository.unmerged([*named]).items():
        with repository.contents() as content:
            raw = [content(stages[n]) if n in stages else None for n in (1, 2, 3)]
        three = [files.parted(each or b"") for each in raw]
        base, ours, theirs = (text for _, text, _ in three)
        texts = None
        if named[path].name == ITEMS and not three[1][2]:
            ours = renamed(ours, namesakes)
            raw[1] = raw[1] and three[1][0] + ours.encode()
        if raw[1] is not None and raw[2] is not None:
            texts = Texts(base, ours, theirs)
            if any(flaws for _, _, flaws in three):
                raise LedgerError("side-unreadable", UNREADABLE, file=path)
        yield _Open(path, named[path], texts, three[1][0], raw[1], raw[2])


def _told(repository: Repository, each: _Open, steps: tuple[Step, ...]) -> list[Conflict]:
    """Return what is open in a file, with who changed it last on each side."""
    found = _differences(each, steps)
    if not found:
        return []
    ours, theirs = (repository.last_change(name, each.path) for name in ("HEAD", _other(repository)))
    return [row(each.place.name, one, ours, theirs) for one in found]


def _differences(each: _Open, steps: tuple[Step, ...]) -> Sequence[Difference]:
    """Return what somebody has to choose in a file; a file that one side has taken out is one choice."""
    if each.texts is None:
        sides = [None if side is None else files.decode(side)[0] for side in (each.ours, each.theirs)]
        return [Difference(each.place.name, (), *sides)] if sides != [None, None] else []
    try:
        return merge(each.place.name, each.texts, steps, lambda _: None).conflicts
    except UnmergeableError:
        raise LedgerError("side-unreadable", UNREADABLE, file=each.path) from None


def _other(repository: Repository) -> str:
    """Return what git calls the other side of what is under way."""
    names = ("MERGE_HEAD", "REBASE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD")
    return next((name for name in names if (repository.private / name).exists()), "HEAD")


def _settled(each: _Open, steps: tuple[Step, ...], chosen: Mapping[Entry, Choice]) -> bytes | None:
    """Return what a file is to hold, None where it is to be taken out."""
    file = each.place.name
    if each.texts is None:
        return each.ours if chosen.get((file, file)) == "ours" else each.theirs
    try:
        return each.mark + settled(file, each.texts, steps, lambda one: chosen[file, one.record]).encode()
    except UnmergeableError:
        raise LedgerError("side-unreadable", UNREADABLE, file=each.path) from None


def _write(place: Path, content: bytes | None) -> None:
    """Let a file hold what it is to hold, wherever it has been meanwhile. Raises OSError."""
    if content is None:
        place.unlink(missing_ok=True)
    elif place.exists():
        files.replace_file(place, content)
    else:
        files.create_file(place, content)


def _note(repository: Repository, told: Mapping[str, list[Conflict]], chosen: Mapping[Entry, Choice]) -> None:
    """Add to the message of the merge what was chosen, for whoever looks for what a side has said."""
    message = repository.private / "MERGE_MSG"
    made = dict.fromkeys(
        (chosen[each.file, each.record], path, each.record) for path, rows in told.items() for each in rows
    )
    if made and message.exists():
        said = [line for line in message.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        lines = (f"{CHOSE}: {choice(*each)}" for each in made)
        message.write_text("\n".join([*said, "", *lines, ""]), encoding="utf-8")


def _conclude(session: Session, repository: Repository, paths: list[str]) -> None:
    """Make the version of a merge whose last file is settled, and say what the checks find in it."""
    done, said = repository.call("add", "--", *paths) if paths else (True, "")
    if not done:
        raise LedgerError("commit-refused", REFUSED, reason=said.strip())
    if not repository.unmerged([]) and (repository.private / "MERGE_HEAD").exists():
        conclude(repository)
    if others := [*repository.unmerged([])]:
        session.say(session.t.gettext("Still open, and not of this ledger: {files}").format(files=", ".join(others)))
    elif (repository.private / "MERGE_HEAD").exists() or _other(repository) != "HEAD":
        session.say(session.t.gettext("Settled. To go on: git rebase --continue, or what git status says."))
    else:
        session.say(session.t.gettext("Settled, and the merge is made a version."))
