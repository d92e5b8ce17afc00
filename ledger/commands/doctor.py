"""`ledger doctor`: what this copy of the ledger needs."""

import click

from ledger.doctoring import doctor
from ledger.errors import NO
from ledger.session import Session
from ledger.session import pass_session
from ledger.shell import command
from ledger.shell import option


@command("doctor")
@option("--fix", is_flag=True, help="Put right what can be: git merges this ledger by meaning.")
@pass_session
def run(session: Session, *, fix: bool) -> None:
    """Show what this copy of the ledger needs: git, your name, merging by meaning, the office libraries.

    Exits with 1 if something lacks.
    """
    if not doctor(session, fix=fix):
        click.get_current_context().exit(NO)
