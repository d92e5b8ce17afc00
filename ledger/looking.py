"""The lists that `ledger list` shows of the items that are wanted."""

from typing import Literal

from ledger.errors import USAGE
from ledger.errors import LedgerError
from ledger.outline import listing as words
from ledger.outline import views as view_words
from ledger.reports import rows
from ledger.reports import views
from ledger.reports.rows import Sort
from ledger.reports.rows import Wanted
from ledger.session import Session

Look = Literal["items", "problems", "responsibility", "measures", "message"]


def look(session: Session, wanted: Wanted, sort: Sort, name: Look) -> None:
    """Show one of the lists. Raises LedgerError (exit 2) for a message to no department, or to several."""
    ledger, day, faults = session.ledger, session.as_of, session.faults
    chosen = rows.listing(ledger, day, faults, wanted, sort)
    if name == "items":
        session.show(chosen, words.listing)
    elif name == "message":
        if len(wanted.department) != 1:
            raise LedgerError("message-to-one", USAGE)
        session.show(views.message(ledger, day, faults, wanted.department[0]), view_words.message)
    else:
        session.show(views.view(name, ledger, chosen, wanted), view_words.view)
