"""`ledger status`: the morning view."""

from ledger.outline import status as words
from ledger.reports.status import status
from ledger.session import Session
from ledger.session import pass_session
from ledger.shell import command


@command("status")
@pass_session
def run(session: Session) -> None:
    """Show where the ledger stands: totals, what is late, due soon, waiting, silent or unknown."""
    session.show(status(session.ledger, session.as_of, session.faults), words.status)
