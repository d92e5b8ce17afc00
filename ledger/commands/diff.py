"""`ledger diff`: two versions side by side."""

from datetime import date

import click

from ledger.outline import timeline as words
from ledger.session import Session
from ledger.session import pass_session
from ledger.shell import Day
from ledger.shell import Words
from ledger.shell import command
from ledger.shell import option
from ledger.telling import compared


@command("diff")
@click.argument("before", metavar="[A", type=Words(), required=False)
@click.argument("after", metavar="[B]]", type=Words(), required=False)
@option("--since", type=Day(), metavar="DATE", help="Compare with the last version before that day.")
@pass_session
def run(session: Session, before: str | None, after: str | None, since: date | None) -> None:
    """Compare two versions: steps taken, measures done, dates moved, people named.

    A is a version as git names it, else the last one; without B it is compared with the files as they are.
    """
    session.show(compared(session, before, after, since), words.comparison, warn=False)
