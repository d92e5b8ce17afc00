"""`ledger rollup`: many ledgers in one table."""

from typing import get_args

import click

from ledger.errors import NO
from ledger.reports.summary import By
from ledger.rolling import rollup
from ledger.session import Session
from ledger.session import pass_session
from ledger.shell import command
from ledger.shell import option


@command("rollup")
@click.argument("paths", metavar="PATH…", nargs=-1, required=True)
@option(
    "--by",
    type=click.Choice(get_args(By)),
    default="ledger",
    show_default=True,
    help="What a line is of; a department is the one that leads, a month the one in which items are due.",
)
@option(
    "--worst",
    metavar="N",
    type=click.IntRange(min=0),
    default=10,
    show_default=True,
    help="How many of the most overdue items are listed.",
)
@pass_session
def run(session: Session, paths: tuple[str, ...], by: By, worst: int) -> None:
    """Sum many ledgers up in one table: those of districts, schools, years.

    PATH is a folder in or below which ledgers lie, a repository, also a bare one, or a pattern of these in quotes, like
    'districts/*' or '**/data'. PATH@VERSION, or --at VERSION for all, is another version in git; a bare repository is
    read as of HEAD. Nothing of a repository is run.

    A ledger with errors is named with the first of them and is in no total; then, and where a PATH leads to no ledger,
    it exits with 1; with 3 where none does. Ledgers that have not changed since they were summed up are not read again.

    -o FILE.xlsx, .html, .docx, .json or .csv writes it to a file.
    """
    if not rollup(session, paths, by, worst):
        click.get_current_context().exit(NO)
