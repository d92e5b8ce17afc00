"""`ledger resolve`: what a merge has left open."""

from typing import get_args

import click

from ledger.errors import NO
from ledger.errors import USAGE
from ledger.errors import LedgerError
from ledger.resolving import resolve
from ledger.session import Session
from ledger.session import pass_session
from ledger.shell import command
from ledger.shell import option
from ledger.threeway import Side


@command("resolve")
@click.argument("choices", metavar="[ENTRY=ours|theirs]...", nargs=-1)
@option("--ours", "rest", flag_value="ours", help="For all others, what this copy says.")
@option("--theirs", "rest", flag_value="theirs", help="For all others, what the other copy says.")
@pass_session
def run(session: Session, choices: tuple[str, ...], rest: Side | None) -> None:
    """Settle what git's merge of the ledger has left open.

    What only one side has changed is merged by meaning. What both have changed differently is shown with author and
    day; in a terminal it is asked for. Exits with 1 while something is left.
    """
    if not resolve(session, dict(map(_choice, choices)), rest):
        click.get_current_context().exit(NO)


def _choice(typed: str) -> tuple[str, Side]:
    name, _, side = typed.partition("=")
    for known in get_args(Side):
        if side == known:
            return name, known
    raise LedgerError("ours-or-theirs", USAGE, value=typed)
