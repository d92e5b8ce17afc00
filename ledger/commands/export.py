"""`ledger export`: the ledger as a file for others."""

from ledger import reporting
from ledger.session import Session
from ledger.session import pass_session
from ledger.shell import command


@command("export")
@pass_session
def run(session: Session) -> None:
    """Write the whole ledger to a file for others: -o 台账.xlsx, .ics, .json or .csv.

    The workbook has the ledger as offices keep it, a row a measure, a summary with charts, and the log of all items;
    the calendar every open due date, with reminders 15 and 3 days ahead.
    """
    reporting.export(session)
