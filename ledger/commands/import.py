"""`ledger import`: what offices have written goes into the ledger."""

from pathlib import Path

import click

from ledger.changing import Desk
from ledger.changing import pass_desk
from ledger.shell import Group
from ledger.shell import Words
from ledger.shell import command
from ledger.shell import option
from ledger.transferring import sheet as merge
from ledger.typed import BY
from ledger.typed import DRY_RUN
from ledger.typed import ON
from ledger.typed import Typed
from ledger.typed import typed_options


@click.group("import", cls=Group)
def run() -> None:
    """Take in what offices have written: tables of items and measures."""


@command("sheet")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@option("--area", type=Words(), metavar="TEXT", help="The area of new items, where the table names none.")
@typed_options(ON, BY, DRY_RUN)
@pass_desk
def sheet(desk: Desk, file: Path, typed: Typed, area: str | None) -> None:
    """Merge the rows of a table (.xlsx or .csv) into the ledger: all of them, or none.

    Columns are known by their headings (序号, 问题, 整改措施, 责任单位, 整改时限, 进展情况 …). A row is the item of
    its number, else of its text, else a new one; rows of one item are its measures. --dry-run shows the lines that
    would be written.
    """
    merge(desk, file, area, typed)


run.add_command(sheet)
