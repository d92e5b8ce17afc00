"""What both sides of a merge have changed differently: told with who did it, and chosen."""

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from functools import partial
from typing import Literal
from typing import NamedTuple
from typing import TypeAlias

from ledger.errors import NO
from ledger.errors import USAGE
from ledger.errors import LedgerError
from ledger.i18n import Translation
from ledger.outline import conflicts as words
from ledger.reports.conflicts import Conflict
from ledger.reports.conflicts import Conflicts
from ledger.session import Session

Entry: TypeAlias = tuple[str, str]  # a file, and a record or a new measure in it
Choice: TypeAlias = Literal["ours", "theirs", "both"]


class Said(NamedTuple):
    """Which sides somebody has chosen who is not asked: by their names as `typed`, `before`, and for the `rest`."""

    typed: Mapping[str, Choice]
    rest: Choice | None
    before: Mapping[Entry, Choice] = {}


def choose(
    session: Session,
    rows: Sequence[Conflict],
    said: Said,
    keep: Callable[[Mapping[Entry, Choice]], object] | None = None,
) -> dict[Entry, Choice]:
    """Return which side is chosen for each entry: as `said`, else as asked for; what is left is shown.

    Whoever is asked sees all that is open of the entry: one answer settles all of it, and `keep` is handed what is
    chosen before each question, so that nobody is asked again who stops. Raises LedgerError: for a choice of what is
    not open, or of what several files have, and for both where only one can be (exit 2); who stops (exit 1).
    """
    opened: dict[Entry, list[Conflict]] = {}
    for each in rows:
        opened.setdefault((each.file, each.entry), []).append(each)
    typed = {entry: side for name, side in said.typed.items() for entry in _meant(name, side, opened)}
    known = {entry: typed.get(entry) or said.before.get(entry) or said.rest for entry in opened}
    found = {entry: side for entry, side in known.items() if side}
    for number, (entry, some) in enumerate(opened.items(), start=1):
        if entry in found or not session.can_ask:
            continue
        stopped = None
        if keep and found:
            keep(found)
            stopped = LedgerError("resolve-stopped", NO, choices=said_so(found, session.t))
        session.show(Conflicts(tuple(some)), partial(words.asked, number=number, count=len(opened)), warn=False)
        found[entry] = _asked(session, some, stopped)
    if left := tuple(each for each in rows if (each.file, each.entry) not in found):
        session.show(Conflicts(left), words.conflicts, warn=False)
    return found


def said_so(chosen: Mapping[Entry, Choice], t: Translation) -> str:
    """Return what is chosen as a command would have it: 2=theirs, 3=ours."""
    return t.gettext(", ").join(f"{entry}={side}" for (_, entry), side in chosen.items())


def are_chosen(rows: Sequence[Conflict], chosen: Mapping[Entry, Choice]) -> bool:
    """Return whether nothing is left to be chosen."""
    return all((each.file, each.entry) in chosen for each in rows)


def _meant(name: str, side: Choice, opened: Mapping[Entry, Sequence[Conflict]]) -> Sequence[Entry]:
    """Return the entries that somebody names, with or without their file; a record may stand for its new measures.

    Raises LedgerError (exit 2).
    """
    of_record = [entry for entry, some in opened.items() if name in (some[0].record, f"{entry[0]}:{some[0].record}")]
    found = [(file, entry) for file, entry in opened if name in (entry, f"{file}:{entry}")] or of_record
    if not found:
        raise LedgerError(
            "not-open", USAGE, value=name, known=sorted({some[0].name for some in opened.values()}) or ["–"]
        )
    if len({file for file, _ in found}) > 1:
        raise LedgerError("open-in-several", USAGE, value=name, known=[f"{file}:{one}" for file, one in found])
    if side != "both":
        return found
    if twice := [entry for entry in (*found, *of_record) if _can_be_both(opened[entry])]:
        return twice
    raise LedgerError("not-both", USAGE, value=name)


def _can_be_both(some: Sequence[Conflict]) -> bool:
    return all(each.is_new for each in some)


def _asked(session: Session, some: Sequence[Conflict], stopped: LedgerError | None) -> Choice:
    """Return what somebody chooses who sees all these, of one entry. Raises what is `stopped` for one who does not."""
    both, t = _can_be_both(some), session.t
    called: Mapping[Choice, str] = {"ours": t.gettext("ours"), "theirs": t.gettext("theirs"), "both": t.gettext("both")}

    def read(typed: str) -> Choice:
        for known, word in called.items():
            if typed and (known.startswith(typed.lower()) or word.startswith(typed)):
                if known == "both" and not both:
                    raise LedgerError("not-both", USAGE, value=some[0].name)
                return known
        raise LedgerError("ours-or-theirs", USAGE, value=typed)

    question = t.gettext("{record}: ours, theirs or both?") if both else t.gettext("{record}: ours or theirs?")
    return session.ask(question.format(record=some[0].name), read, stopped)
