"""`ledger save`: edits by hand become a version."""

import click

from ledger.changing import Desk
from ledger.changing import pass_desk
from ledger.shell import Words
from ledger.shell import command
from ledger.typed import DRY_RUN
from ledger.typed import Typed
from ledger.typed import typed_options


@command("save")
@click.argument("why", metavar="[WHY]", type=Words(), required=False)
@typed_options(DRY_RUN)
@pass_desk
def run(desk: Desk, why: str | None, typed: Typed) -> None:
    """Save edits by hand as a version, after checking them.

    WHY is what you would tell somebody who asks in a year. Entries of a log cannot be altered or taken out.
    """
    desk.keep(why or "", dry_run=typed.dry_run)
