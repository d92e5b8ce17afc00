"""`ledger import`: what offices have written goes into a ledger."""

from pathlib import Path

import click

from ledger import importing
from ledger.changing import Desk
from ledger.changing import pass_desk
from ledger.session import Session
from ledger.session import pass_session
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
    """Take in what offices have written: a published plan (整改方案), tables of items and measures."""


@command("plan")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@option("--into", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Make it a new ledger there.")
@option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@pass_session
def plan(session: Session, file: Path, into: Path | None, *, dry_run: bool) -> None:
    """Read a published plan and show its items, and what a person is to look at; with --into make it a ledger.

    FILE is .txt, .md, .html, .docx, .xlsx or .csv; text in UTF-8, GB18030 or UTF-16. With --data the departments and
    school terms of that ledger are known. Every field keeps the words of the plan; --format json has their lines.
    """
    importing.plan(session, file, into, dry_run=dry_run)


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


for each in (plan, sheet):
    run.add_command(each)
