"""Reports as `ledger report` asks for them: the ledger as it stood at the end of a term, and before it."""

from datetime import date
from datetime import timedelta

from ledger import checks
from ledger import handing
from ledger.errors import USAGE
from ledger.errors import LedgerError
from ledger.outline import dossier as item_words
from ledger.outline import final as final_words
from ledger.outline import periodic as words
from ledger.outline.agenda import agenda
from ledger.outline.export import book
from ledger.reports.dossier import dossier
from ledger.reports.export import Export
from ledger.reports.export import export as facts_of_all
from ledger.reports.periodic import Length
from ledger.reports.periodic import periodic
from ledger.reports.periodic import term
from ledger.session import Session


def report(session: Session, length: Length, day: date | None) -> None:
    """Show, or write, the report of the week, month or quarter that `day` lies in; None: that of the day looked at.

    Raises LedgerError (exit 2) for one that has not begun.
    """
    told = term(length, day or session.as_of)
    if told.begin > session.as_of:
        raise LedgerError("term-ahead", USAGE, value=told.name)
    until = min(told.end, session.as_of)
    ledger = session.ledger_on(until)
    faults = checks.run(checks.Case(ledger, session.folder, until))
    facts = periodic(ledger, session.ledger_on(told.begin - timedelta(days=1)), told, until, faults)
    handing.issue(session, facts, words.paper)


def item(session: Session, name: str) -> None:
    """Show, or write, the sheet and the close-out form of an item."""
    [one] = session.meant.items_alone((name,))
    ledger, day = session.ledger, session.as_of
    faults = checks.run(checks.Case(ledger, session.folder, day))
    handing.issue(session, dossier(ledger, session.opened.ledger, day, faults, one), item_words.paper)


def final(session: Session) -> None:
    """Show, or write, the final report: item by item, with results and what is left."""
    handing.issue(session, _everything(session), final_words.paper)


def export(session: Session) -> None:
    """Write the whole ledger, as it stood on the day that is looked at, to the file that was asked for.

    Raises LedgerError (exit 2) where none, or one of an unknown kind, was.
    """
    handing.hand_out(session, _everything(session), book, agenda)


def _everything(session: Session) -> Export:
    faults = checks.run(checks.Case(session.ledger, session.folder, session.as_of))
    return facts_of_all(session.ledger, session.opened.ledger, session.as_of, faults)
