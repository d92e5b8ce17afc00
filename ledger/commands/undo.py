"""`ledger undo`: a change is taken back."""

import click

from ledger.changing import Desk
from ledger.changing import pass_desk
from ledger.shell import Words
from ledger.shell import command
from ledger.typed import DRY_RUN
from ledger.typed import Typed
from ledger.typed import typed_options
from ledger.undoing import undo


@command("undo")
@click.argument("revision", metavar="[VERSION]", type=Words(), required=False)
@typed_options(DRY_RUN)
@pass_desk
def run(desk: Desk, revision: str | None, typed: Typed) -> None:
    """Take your last change back, by a new version.

    VERSION names another one, as `ledger log` shows it. What somebody has changed again since is not touched. To bring
    back what was undone, undo the undoing.
    """
    undo(desk, revision, dry_run=typed.dry_run)
