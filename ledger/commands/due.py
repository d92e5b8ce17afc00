"""`ledger due`: what comes next."""

import click

from ledger.outline import listing as words
from ledger.reports.rows import due
from ledger.session import Session
from ledger.session import pass_session
from ledger.shell import command
from ledger.shell import option


@command("due")
@option("--within", metavar="DAYS", type=click.IntRange(min=0), help="How far to look ahead; else as ledger.yaml says.")
@pass_session
def run(session: Session, within: int | None) -> None:
    """List the items whose date comes soon, the next first."""
    days = session.ledger.settings.lights.due_soon_days if within is None else within
    session.show(due(session.ledger, session.as_of, session.faults, days), words.listing)
