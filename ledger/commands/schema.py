"""`ledger schema`: the shape of the files and of every JSON output."""

import click

from ledger.reports.contract import INPUTS
from ledger.reports.contract import OUTPUTS
from ledger.reports.contract import schemas_json
from ledger.session import Session
from ledger.session import pass_session
from ledger.shell import command


@command("schema")
@click.argument("name", required=False, type=click.Choice([*INPUTS, *OUTPUTS]))
@pass_session
def run(session: Session, name: str | None) -> None:
    """Print the JSON Schema of a file (items, departments, settings, routines) or of a command's JSON.

    Without a NAME it prints all of them, by name.
    """
    session.write(schemas_json(name))
