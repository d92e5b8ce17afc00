"""`ledger init`: a new ledger."""

from pathlib import Path

import click

from ledger.changing import Desk
from ledger.founding import found
from ledger.founding import found_within
from ledger.session import Session
from ledger.session import pass_session
from ledger.shell import Words
from ledger.shell import command
from ledger.shell import option


@command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@option("--sub-ledger-of", "item", type=Words(), metavar="ITEM", help="Make it the ledger of the parts of this item.")
@option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@pass_session
def run(session: Session, folder: Path, item: str | None, *, dry_run: bool) -> None:
    """Begin a new ledger in a folder, with example files that explain themselves.

    With --sub-ledger-of it is a ledger inside this one, for an item whose parts are closed one by one (大班额台账). The
    item shows how far they are, and is not closed before them.
    """
    if item is None:
        found(session, folder, dry_run=dry_run)
    else:
        found_within(Desk(session), item, folder, dry_run=dry_run)
