"""`ledger collect`: workbooks out to the departments, their answers in, and who has answered."""

from datetime import date
from pathlib import Path

import click

from ledger.answering import take
from ledger.arguments import department_option
from ledger.collecting import send
from ledger.collecting import standing
from ledger.session import Session
from ledger.session import pass_session
from ledger.shell import Group
from ledger.shell import Month
from ledger.shell import command
from ledger.shell import option
from ledger.typed import DRY_RUN

_MONTH = option("--month", type=Month(), metavar="MONTH", help="The month reported on, like 2024-06; else this one.")


@click.group("collect", cls=Group)
def run() -> None:
    """Send the departments workbooks to fill in, take their answers in, and see who has answered (进展报送)."""


@command("out")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@department_option("--department", help="Only for this department.")
@_MONTH
@DRY_RUN
@pass_session
def out(session: Session, folder: Path, department: tuple[str, ...], month: date | None, *, dry_run: bool) -> None:
    """Write workbooks to be filled in, one a department.

    Each holds the open items that a department leads or supports, a row a measure. The department fills in the yellow
    cells and sends it back, with evidence beside it. Nothing is overwritten.
    """
    send(session, department, month, folder, dry_run=dry_run)


@command("in")
@click.argument(
    "files", metavar="FILES-OR-FOLDERS...", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True)
)
@DRY_RUN
@pass_session
def in_(session: Session, files: tuple[Path, ...], *, dry_run: bool) -> None:
    """Take filled-in workbooks in, with the evidence beside them.

    Each answer is a version of its own, by the department that gave it. What stands in the way is listed, nothing is
    overwritten, and what is on record already is not recorded again.
    """
    click.get_current_context().exit(take(session, files, dry_run=dry_run))


@command("status")
@_MONTH
@pass_session
def status(session: Session, month: date | None) -> None:
    """Show who has reported in a month, who has not, and who is late.

    The last day for it is that of the month, or what collecting: in ledger.yaml says: due_day, and due_in: next for a
    day of the next month.
    """
    standing(session, month)


for part in (out, in_, status):
    run.add_command(part)
