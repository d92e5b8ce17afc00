"""`ledger check`: what is wrong in the files, and what they do not say."""

import click

from ledger.errors import NO
from ledger.outline import findings as words
from ledger.session import Session
from ledger.session import pass_session
from ledger.shell import command
from ledger.shell import option
from ledger.telling import examined


@command("check")
@option("--history", is_flag=True, help="Check all versions in git too: what no command could have done.")
@pass_session
def run(session: Session, *, history: bool) -> None:
    """Check the files: errors, and what the plan requires and the ledger lacks.

    Exits with 1 if there is an error; warnings alone exit with 0.
    """
    found = examined(session) if history else session.findings()
    session.show(found, words.findings, warn=False)
    if found.errors:
        click.get_current_context().exit(NO)
