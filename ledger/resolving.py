"""What git's merge of a ledger has left open (`ledger resolve`): merged again by meaning, the rest is chosen."""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ledger import files
from ledger import git
from ledger import yamlfresh
from ledger.driving import steps_of
from ledger.errors import REFUSED
from ledger.errors import UNREADABLE
from ledger.errors import USAGE
from ledger.errors import LedgerError
from ledger.git import Repository
from ledger.merging import KEYS
from ledger.merging import Texts
from ledger.merging import UnmergeableError
from ledger.merging import merge
from ledger.merging import settled
from ledger.outline import conflicts as words
from ledger.reports.conflicts import Conflict
from ledger.reports.conflicts import Conflicts
from ledger.reports.conflicts import Side
from ledger.session import Session
from ledger.settings import Step
from ledger.threeway import Conflict as Difference
from ledger.threeway import Side as Choice
from ledger.yamltext import Value


@dataclass(frozen=True)
class _Open:
    """A file whose merge is open: its path as git names it, its place here, and its three versions."""

    path: str
    place: Path
    texts: Texts


def resolve(session: Session, choices: Mapping[str, Choice], rest: Choice | None) -> bool:
    """Settle what a merge has left open, and return whether that is all; what is not chosen is asked for, or shown.

    `choices` are by record, `rest` is for the others. Raises LedgerError: where nothing is open (exit 2), and where a
    version cannot be read (exit 3) or git refuses (exit 4); then nothing is changed.
    """
    repository, steps = session.repository, steps_of(session.folder)
    opened = [*_opened(repository, session.folder)]
    if not opened and not (repository.private / "MERGE_HEAD").exists():
        raise LedgerError("nothing-open", USAGE)
    told = {each.path: _told(repository, each, steps) for each in opened}
    known = {row.record for rows in told.values() for row in rows}
    if unknown := [name for name in choices if name not in known]:
        raise LedgerError("not-open", USAGE, value=unknown[0], known=sorted(known))
    chosen = {
        row.record: choices.get(row.record, rest) or _asked(session, row) for rows in told.values() for row in rows
    }
    if left := tuple(row for rows in told.values() for row in rows if chosen[row.record] is None):
        session.show(Conflicts(left), words.conflicts, warn=False)
        return False
    written = {each: _settled(each, steps, chosen) for each in opened}
    for each, text in written.items():
        files.replace_file(each.place, text.encode())
    _conclude(session, repository, [each.path for each in opened])
    return True


def _opened(repository: Repository, folder: Path) -> Iterator[_Open]:
    """Yield the files of a ledger that git has left open."""
    named = {repository.path((folder / name).resolve()): folder / name for name in KEYS}
    for path, stages in repository.unmerged([*named]).items():
        with repository.contents() as content:
            texts = [files.decode(content(stages[n])) if n in stages else ("", []) for n in (1, 2, 3)]
        if any(flaws for _, flaws in texts):
            raise LedgerError("side-unreadable", UNREADABLE, file=path)
        yield _Open(path, named[path], Texts(*(text for text, _ in texts)))


def _told(repository: Repository, each: _Open, steps: tuple[Step, ...]) -> list[Conflict]:
    """Return what is open in a file, with who changed it last on each side."""
    try:
        found = merge(each.place.name, each.texts, steps, lambda _: None)
    except UnmergeableError:
        raise LedgerError("side-unreadable", UNREADABLE, file=each.path) from None
    if not found.conflicts:
        return []
    ours, theirs = (repository.last_change(name, each.path) for name in ("HEAD", _other(repository)))
    return [_row(each, one, ours, theirs) for one in found.conflicts]


def _other(repository: Repository) -> str:
    """Return what git calls the other side of what is under way."""
    names = ("MERGE_HEAD", "REBASE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD")
    return next((name for name in names if (repository.private / name).exists()), "HEAD")


def _row(each: _Open, one: Difference, ours: git.Change, theirs: git.Change) -> Conflict:
    return Conflict(
        each.place.name, one.record, one.path, Side(_text(one.ours), *ours), Side(_text(one.theirs), *theirs)
    )


def _text(value: Value) -> str | None:
    """Return a value as a file would say it, None for what is gone."""
    return (
        value
        if value is None or isinstance(value, str)
        else "\n".join(yamlfresh.block_lines(value, yamlfresh.Manner()))
    )


def _asked(session: Session, row: Conflict) -> Choice | None:
    """Return what somebody chooses, None where nobody is there."""
    if not session.can_ask:
        return None
    session.show(Conflicts((row,)), words.conflicts, warn=False)

    def read(typed: str) -> Choice:
        choice: dict[str, Choice] = {"ours": "ours", "theirs": "theirs", "o": "ours", "t": "theirs"}
        if typed.lower() not in choice:
            raise LedgerError("ours-or-theirs", USAGE, value=typed)
        return choice[typed.lower()]

    return session.ask(
        session.t.gettext("{record} {what}: ours or theirs?").format(
            record=row.record, what=words.what(row, session.t)
        ),
        read,
    )


def _settled(each: _Open, steps: tuple[Step, ...], chosen: Mapping[str, Choice | None]) -> str:
    try:
        return settled(each.place.name, each.texts, steps, lambda one: chosen.get(one.record) or "ours")
    except UnmergeableError:
        raise LedgerError("side-unreadable", UNREADABLE, file=each.path) from None


def _conclude(session: Session, repository: Repository, paths: list[str]) -> None:
    """Make the version of a merge whose last file is settled, and say what the checks find in it."""
    done, said = repository.call("add", "--", *paths) if paths else (True, "")
    if done and not repository.unmerged([]) and (repository.private / "MERGE_HEAD").exists():
        done, said = repository.call("commit", "--quiet", "--no-edit")
    if not done:
        raise LedgerError("commit-refused", REFUSED, reason=said.strip())
    if others := [*repository.unmerged([])]:
        session.say(session.t.gettext("Still open, and not of this ledger: {files}").format(files=", ".join(others)))
    elif (repository.private / "MERGE_HEAD").exists() or _other(repository) != "HEAD":
        session.say(session.t.gettext("Settled. To go on: git rebase --continue, or what git status says."))
    else:
        session.say(session.t.gettext("Settled, and the merge is made a version."))
    session.look_again()
