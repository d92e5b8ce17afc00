"""Edits by hand: checked like any change, and made a version of their own with a summary of what they say."""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace

from ledger import driving
from ledger import saving
from ledger.committing import Books
from ledger.errors import REFUSED
from ledger.errors import Lack
from ledger.errors import LedgerError
from ledger.errors import RefusedError
from ledger.errors import refuse
from ledger.evidence import ATTRIBUTES
from ledger.history import NONE
from ledger.history import past
from ledger.model import Item
from ledger.model import Ledger
from ledger.outline import message
from ledger.reports.change import Change
from ledger.reports.change import change
from ledger.reports.change import changed
from ledger.reports.change import pairs
from ledger.reports.change import values
from ledger.session import Session
from ledger.vetting import Vetting


@dataclass(frozen=True)
class Edits:
    """What was edited by hand: the files by their names, the ledger as it is, the message, and what has changed."""

    names: tuple[str, ...]
    ledger: Ledger
    message: str
    facts: Change
    first: bool  # there is no version yet

    @property
    def summary(self) -> str:
        """Return the edits in one line."""
        return self.message.partition("\n")[0].removeprefix(f"{message.BY_HAND}: ")


def found(session: Session, books: Books, why: str = "") -> Edits | None:
    """Return what was edited by hand since the last version, if anything was.

    Raises LedgerError (exit 4) where the edits cannot stand: they take back what is on record, or bring errors in.
    """
    names = books.edited()
    if not names:
        return None
    now = saving.current(session.opened).ledger
    last = _last(books)
    differing = pairs(last, now)
    _refuse_taken_back(differing)
    Vetting(last, now, session.folder, session.today).vet_whole()
    items, others = changed(differing), values(last, now) if last is not NONE else ()
    text = message.begun(why, now) if last is NONE else message.by_hand(why, items, others, session.t, names)
    return Edits(names, now, text, replace(change(items, (), (), written=True), values=others), last is NONE)


def _last(books: Books) -> Ledger:
    """Return the ledger of the last version that can be read; an empty one where there is none."""
    if books.repository is None or not books.repository.head:
        return NONE
    with past(books.repository, books.folder) as versions:
        return next((version.after for version in versions.versions("HEAD") if version.after is not None), NONE)


def _refuse_taken_back(differing: Sequence[tuple[Item | None, Item | None]]) -> None:
    """Refuse edits that alter what is on record. Raises RefusedError (exit 4), or several."""
    refused = []
    for before, after in differing:
        if before and after is None:
            refused.append(RefusedError(before.id, [Lack("item-stays", {"item": before.id})]))
        elif before and after and after.log[: len(before.log)] != before.log:
            [lost] = changed([(before, after)])
            numbers = [str(number) for number in lost.entries_lost]
            refused.append(RefusedError(before.id, [Lack("entries-stay", {"item": before.id, "numbers": numbers})]))
    refuse(refused)


def save(session: Session, books: Books, edits: Edits) -> str | None:
    """Make a version of the edits, with evidence that they name, and return its id; the first has the sub-ledgers too.

    Raises LedgerError where git refuses; the edits stay.
    """
    named = edits.ledger.evidence()
    evidence = [file for file in books.unsaved_evidence() if file in named | {ATTRIBUTES}]
    files = [*session.opened.paths()] if edits.first else [session.folder / name for name in edits.names]
    if edits.first and (session.folder / driving.ATTRIBUTES).is_file():
        files.append(session.folder / driving.ATTRIBUTES)
    paths = [file.resolve() for file in files]
    return books.commit([*paths, *(session.folder / file for file in evidence)], edits.message)


def settle(session: Session, books: Books, agreed: str) -> Edits | None:
    """Return edits by hand that somebody must be asked about; those whose message is `agreed` are saved at once.

    Raises LedgerError (exit 4) where nobody can be asked, and where the edits cannot stand.
    """
    try:
        edits = found(session, books)
    except LedgerError:
        session.say(_edited(session, books.edited()))  # or what follows would seem to be about the command
        raise
    if edits is None:
        return None
    if edits.message == agreed:
        save(session, books, edits)
        return None
    if not session.can_ask:
        fields = {"files": edits.names, "summary": edits.summary}
        raise LedgerError("never-saved" if edits.first else "edited-by-hand", REFUSED, **fields)
    return edits


def ask(session: Session, edits: Edits) -> None:
    """Ask whether the edits are to be saved first. Raises Abort, which ends the command."""
    session.say(_edited(session, edits.names))
    session.say(f"    {edits.summary}")
    session.confirm(session.t.gettext("Save this as a version of its own, and go on?"))


def _edited(session: Session, names: Sequence[str]) -> str:
    told = session.t.gettext("Edited by hand since the last version: {files}.")
    return told.format(files=session.t.gettext(", ").join(names))
