"""`ledger merge-driver`: what git calls to merge a file of the ledger."""

from pathlib import Path

import click

from ledger.driving import drive
from ledger.errors import NO
from ledger.outline.conflicts import place
from ledger.session import Session
from ledger.session import pass_session
from ledger.shell import command
from ledger.shell import option


@command("merge-driver")
@click.argument("base", metavar="BASE", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("ours", metavar="OURS", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("theirs", metavar="THEIRS", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("name", metavar="NAME")
@option(
    "--ancestor",
    is_flag=True,
    help="What both changed differently stays as in BASE: both have merged it already.",
)
@pass_session
def run(session: Session, base: Path, ours: Path, theirs: Path, name: str, *, ancestor: bool) -> None:
    """Merge a file of the ledger by meaning; git calls it, as %O %A %B %P, once `ledger doctor --fix` has set it up.

    The result is written over OURS. Exits with 1 where both sides have changed the same: it stands there between git's
    markers, and `ledger resolve` settles it.
    """
    conflicts = drive(base, ours, theirs, name, for_ancestor=ancestor)
    for conflict in conflicts or ():
        said = session.t.gettext("{file}: both sides have changed {what}. To settle it: ledger resolve")
        session.say(said.format(file=name, what=f"{conflict.record} {place(conflict.path, session.t)}"))
    if conflicts is None or conflicts:
        click.get_current_context().exit(NO)
