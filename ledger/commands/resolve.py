"""`ledger resolve`: what a merge has left open."""

from typing import get_args

import click

from ledger.choosing import Choice
from ledger.errors import NO
from ledger.errors import USAGE
from ledger.errors import LedgerError
from ledger.i18n import Translation
from ledger.remerging import again as redo
from ledger.resolving import resolve
from ledger.session import Session
from ledger.session import pass_session
from ledger.shell import command
from ledger.shell import option


@command("resolve")
@click.argument("choices", metavar="[ENTRY=ours|theirs|both]...", nargs=-1)
@option("--ours", is_flag=True, help="For all others, what this copy says.")
@option("--theirs", is_flag=True, help="For all others, what the other copy says.")
@option(
    "--again",
    is_flag=False,
    flag_value="",
    metavar="[VERSION]",
    help="Put right a merge that was made wrongly: that version, else the last merge.",
)
@option("--dry-run", is_flag=True, help="With --again: show what would be written, and write nothing.")
@pass_session
def run(
    session: Session, choices: tuple[str, ...], again: str | None, *, ours: bool, theirs: bool, dry_run: bool
) -> None:
    """Settle what git's merge of the ledger has left open.

    What only one side has changed is merged by meaning. What both have changed differently is shown with author and
    day; in a terminal it is asked for. Of two new items, or measures, with one number both can stay: ours gets the
    next one. A file that was settled by hand is taken as it is. Exits with 1 while something is left; what was chosen
    until then is remembered.

    With --again a merge that is made already, by hand or in a copy that merges by lines, is merged anew by meaning, and
    what it should have made is brought into the ledger by a version of its own; what came later stays.
    """
    if again is not None and "=" in again:  # no version, but the first choice
        choices, again = (again, *choices), ""
    if dry_run and again is None:
        raise LedgerError("again-alone", USAGE)
    if ours and theirs:
        raise LedgerError("both-sides", USAGE)
    rest: Choice | None = "ours" if ours else "theirs" if theirs else None
    chosen = dict(_choice(typed, session.t) for typed in choices)
    done = resolve(session, chosen, rest) if again is None else redo(session, again, chosen, rest, dry_run=dry_run)
    if not done:
        click.get_current_context().exit(NO)


def _choice(typed: str, t: Translation) -> tuple[str, Choice]:
    name, _, side = typed.replace("＝", "=").partition("=")
    sides: tuple[Choice, ...] = get_args(Choice)
    for known in sides:
        if side in (known, t.gettext(known)):
            return name, known
    raise LedgerError("ours-or-theirs", USAGE, value=typed)
