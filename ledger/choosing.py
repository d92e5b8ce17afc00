"""What both sides of a merge have changed differently: told with who did it, and chosen."""

from collections.abc import Mapping
from collections.abc import Sequence

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
    session: Session, rows: Sequence[Conflict], choices: Mapping[str, Choice], rest: Choice | None
) -> dict[str, Choice] | None:
    """Return which side was chosen for each record: as it was typed, else asked for; None where some are left, shown.

    Raises LedgerError (exit 2) for a choice of what is not open.
    """
    known = {each.record for each in rows}
    if unknown := [name for name in choices if name not in known]:
        raise LedgerError("not-open", USAGE, value=unknown[0], known=sorted(known) or ["–"])
    found: dict[str, Choice | None] = {}
    for each in rows:
        if found.get(each.record) is None:
            found[each.record] = choices.get(each.record, rest) or _asked(session, each)
    if left := tuple(each for each in rows if found[each.record] is None):
        session.show(Conflicts(left), words.conflicts, warn=False)
        return None
    return {name: side for name, side in found.items() if side}


def _asked(session: Session, each: Conflict) -> Choice | None:
    """Return what somebody chooses, None where nobody is there."""
    if not session.can_ask:
        return None
    session.show(Conflicts((each,)), words.conflicts, warn=False)

    def read(typed: str) -> Choice:
        choice: dict[str, Choice] = {"ours": "ours", "theirs": "theirs", "o": "ours", "t": "theirs"}
        if typed.lower() not in choice:
            raise LedgerError("ours-or-theirs", USAGE, value=typed)
        return choice[typed.lower()]

    return session.ask(
        session.t.gettext("{record} {what}: ours or theirs?").format(
            record=each.record, what=words.what(each, session.t)
        ),
        read,
    )
