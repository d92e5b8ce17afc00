"""`ledger overdue`: what is late."""

import click

from ledger.errors import NO
from ledger.outline import listing as words
from ledger.reports.rows import overdue
from ledger.session import Session
from ledger.session import pass_session
from ledger.shell import command
from ledger.shell import option


@command("overdue")
@option("--exit-code", is_flag=True, help="Exit with 1 if an item, a measure, a report or a part is overdue.")
@pass_session
def run(session: Session, *, exit_code: bool) -> None:
    """List the items past their date, the latest first."""
    late = overdue(session.ledger, session.as_of, session.faults)
    session.show(late, words.listing)
    if exit_code and (late.rows or late.measures or late.reports or late.sub_ledgers):
        click.get_current_context().exit(NO)
