"""`ledger init`: a new ledger."""

from pathlib import Path

import click

from ledger.founding import found
from ledger.session import Session
from ledger.session import pass_session
from ledger.shell import command
from ledger.shell import option


@command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@pass_session
def run(session: Session, folder: Path, *, dry_run: bool) -> None:
    """Begin a new ledger in a folder, with example files that explain themselves."""
    found(session, folder, dry_run=dry_run)
