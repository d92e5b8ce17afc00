"""A published plan read and shown, and where a folder is named, made a new ledger there."""

from pathlib import Path

from ledger.checks.case import calendar_of
from ledger.deadlines import Calendar
from ledger.errors import UNREADABLE
from ledger.errors import LedgerError
from ledger.founding import found_with
from ledger.intake import documents
from ledger.intake import reading
from ledger.intake.writing import texts
from ledger.model import Ledger
from ledger.outline import intake as words
from ledger.reports.intake import intake
from ledger.session import Session


def plan(session: Session, file: Path, into: Path | None, *, dry_run: bool) -> None:
    """Read a plan, write it into the folder where one is named, and show what was found and what is to be looked at.

    Raises LedgerError: where the file cannot be read or is no plan (exit 3, exit 2 where it is not there), and as
    `founding.found_with` does.
    """
    known = session.known
    draft = reading.read(documents.read(file), known, calendar_of(known.settings) if known else Calendar())
    if not draft.items:
        raise LedgerError("no-plan", UNREADABLE, value=file.name)
    if into:
        found_with(session, into, texts(draft), Ledger(tuple(each.item for each in draft.items)), dry_run=dry_run)
    written = into is not None and not dry_run
    session.show(intake(draft, str(file), str(into) if into else None, written=written), words.intake, warn=False)
