"""`ledger attach`: evidence."""

from pathlib import Path

import click

from ledger.amending import attach
from ledger.changing import Desk
from ledger.changing import pass_desk
from ledger.shell import command
from ledger.typed import BY
from ledger.typed import DRY_RUN
from ledger.typed import EVIDENCE
from ledger.typed import NOTE
from ledger.typed import ON
from ledger.typed import PERSON
from ledger.typed import Typed
from ledger.typed import typed_options


@command("attach")
@click.argument("name", metavar="ITEM")
@click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path))
@typed_options(*EVIDENCE[1:], NOTE, ON, BY, PERSON, DRY_RUN)
@pass_desk
def run(desk: Desk, name: str, files: tuple[Path, ...], typed: Typed) -> None:
    """File evidence for an item, or for a measure like 9.2: files are copied into the ledger's folder.

    For an item that is an entry of its log, so that the day and the body are on record.
    """
    attach(desk, name, files, typed)
