"""What both sides of a merge have changed differently: told with who did it, and chosen."""

from collections.abc import Mapping
from collections.abc import Sequence
from typing import TypeAlias

from ledger import git
from ledger import yamlfresh
from ledger.errors import USAGE
from ledger.errors import LedgerError
from ledger.outline import conflicts as words
from ledger.reports.conflicts import Conflict
from ledger.reports.conflicts import Conflicts
from ledger.reports.conflicts import Side
from ledger.session import Session
from ledger.threeway import Conflict as Difference
from ledger.threeway import Side as Choice
from ledger.yamltext import Value

Entry: TypeAlias = tuple[str, str]  # a file, and a record in it


def row(file: str, one: Difference, ours: git.Change, theirs: git.Change) -> Conflict:
    """Return one conflict as it is told, with who changed the file last on each side."""
    return Conflict(file, one.record, one.path, Side(_text(one.ours), *ours), Side(_text(one.theirs), *theirs))


def _text(value: Value) -> str | None:
    """Return a value as a file would say it, None for what is gone."""
    return (
        value
        if value is None or isinstance(value, str)
        else "\n".join(yamlfresh.block_lines(value, yamlfresh.Manner()))
    )


def choose(
    session: Session,
    rows: Sequence[Conflict],
    choices: Mapping[str, Choice],
    rest: Choice | None,
    before: Mapping[Entry, Choice],
) -> dict[Entry, Choice]:
    """Return which side is chosen for each entry: as typed, as chosen `before`, as asked for; what is left is shown.

    Whoever is asked sees all that is open of the entry: one answer settles all of it. Raises LedgerError (exit 2) for
    a choice of what is not open, or of what several files have.
    """
    opened: dict[Entry, list[Conflict]] = {}
    for each in rows:
        opened.setdefault((each.file, each.record), []).append(each)
    typed = {_meant(name, opened): side for name, side in choices.items()}
    known = {entry: typed.get(entry) or before.get(entry) or rest for entry in opened}
    found = {entry: side or _asked(session, opened[entry]) for entry, side in known.items()}
    if left := tuple(each for each in rows if found[each.file, each.record] is None):
        session.show(Conflicts(left), words.conflicts, warn=False)
    return {entry: side for entry, side in found.items() if side}


def are_chosen(rows: Sequence[Conflict], chosen: Mapping[Entry, Choice]) -> bool:
    """Return whether nothing is left to be chosen."""
    return all((each.file, each.record) in chosen for each in rows)


def _meant(name: str, opened: Mapping[Entry, Sequence[Conflict]]) -> Entry:
    """Return the entry that somebody names, with or without its file. Raises LedgerError (exit 2)."""
    names = {f"{file}:{record}": (file, record) for file, record in opened}
    known = [full for full, (_, record) in names.items() if name in (full, record)]
    if not known:
        raise LedgerError(
            "not-open", USAGE, value=name, known=sorted({some[0].name for some in opened.values()}) or ["–"]
        )
    if len(known) > 1:
        raise LedgerError("open-in-several", USAGE, value=name, known=known)
    return names[known[0]]


def _asked(session: Session, some: Sequence[Conflict]) -> Choice | None:
    """Return what somebody chooses who sees all these, of one entry; None where nobody is there."""
    if not session.can_ask:
        return None
    session.show(Conflicts(tuple(some)), words.conflicts, warn=False)

    def read(typed: str) -> Choice:
        choice: dict[str, Choice] = {"ours": "ours", "theirs": "theirs", "o": "ours", "t": "theirs"}
        if typed.lower() not in choice:
            raise LedgerError("ours-or-theirs", USAGE, value=typed)
        return choice[typed.lower()]

    return session.ask(session.t.gettext("{record}: ours or theirs?").format(record=some[0].name), read)
