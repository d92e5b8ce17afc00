"""`ledger export`: the ledger as a file for others."""

import click

from ledger import bundling
from ledger import handing
from ledger import reporting
from ledger.arguments import items_option
from ledger.errors import NO
from ledger.errors import USAGE
from ledger.errors import LedgerError
from ledger.session import Session
from ledger.session import pass_session
from ledger.shell import command
from ledger.shell import option


@command("export")
@option(
    "--as",
    "kind",
    type=click.Choice(["oscal", "parquet"]),
    help="Write FILE.json as OSCAL has a plan of action (POA&M), or long tables into a folder: -o DIR.",
)
@items_option("--item", "items", help="Write FILE.zip with all that belongs to this item.")
@pass_session
def run(session: Session, kind: str | None, items: tuple[str, ...]) -> None:
    """Write the whole ledger to a file for others: -o 台账.xlsx, .ics, .json or .csv.

    The workbook has the ledger as offices keep it, a row a measure, a summary with charts, and the log of all items;
    the calendar every due date of what is not done, late ones too, with reminders 15 and 3 days ahead.

    With --item, once or several times, it is an archive for those who audit an item (一案一档): its sheet, facts,
    history and evidence, and a manifest of what was found. Exits with 1 if evidence is missing or was altered.

    With --as parquet, a folder of tables that are read together with those of other ledgers (docs/parquet.md).
    """
    if kind == "oscal":
        handing.target(session, "--as oscal", ".json")
    elif kind and items:
        raise LedgerError("item-elsewhere", USAGE, value=f"--as {kind}")
    if items:
        if bundling.bundle(session, items):
            click.get_current_context().exit(NO)
    elif kind == "oscal":
        reporting.oscal(session)
    elif kind:
        reporting.tables(session)
    else:
        reporting.export(session)
