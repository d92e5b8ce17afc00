"""`ledger check`: what is wrong in the files, and what they do not say."""

import click

from ledger.errors import NO
from ledger.outline import findings as words
from ledger.session import Session
from ledger.session import pass_session
from ledger.shell import command


@command("check")
@pass_session
def run(session: Session) -> None:
    """Check the files: errors, and what the plan requires and the ledger lacks.

    Exits with 1 if there is an error; warnings alone exit with 0.
    """
    found = session.findings()
    session.show(found, words.findings, warn=False)
    if found.errors:
        click.get_current_context().exit(NO)
