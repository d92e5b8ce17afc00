"""`ledger log`: what happened, and in which version it was recorded."""

import click

from ledger.arguments import items_argument
from ledger.outline import timeline as words
from ledger.session import Session
from ledger.session import pass_session
from ledger.shell import command
from ledger.shell import option
from ledger.telling import told


@command("log")
@items_argument(required=False)
@option("-n", "--number", type=click.IntRange(min=0), default=20, metavar="N", help="At most N versions; 0 for all.")
@pass_session
def run(session: Session, items: tuple[str, ...], number: int) -> None:
    """Show what happened, and in which versions it was recorded, the newest first.

    ITEM is an id, a range like 3-5 or a measure like 9.2. With --at it tells what led to that version.
    """
    session.show(told(session, session.meant.items(items), number), words.timeline, warn=False)
