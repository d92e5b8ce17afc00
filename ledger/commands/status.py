"""`ledger status`: the morning view."""

from ledger.outline import chart as chart_words
from ledger.outline import status as words
from ledger.reports import chart as reports
from ledger.reports.status import status
from ledger.session import Session
from ledger.session import pass_session
from ledger.shell import command
from ledger.shell import option


@command("status")
@option("--chart", is_flag=True, help="Show what was left month by month, and what each department leads.")
@pass_session
def run(session: Session, *, chart: bool) -> None:
    """Show where the ledger stands: totals, what is late, due soon, waiting, silent or unknown."""
    if chart:
        facts = reports.chart(session.ledger, session.opened.ledger, session.as_of)
        session.show(facts, chart_words.chart)
        return
    session.show(status(session.ledger, session.as_of, session.faults), words.status)
