"""`ledger report`: the papers that an office hands on."""

from datetime import date

import click

from ledger import reporting
from ledger.session import Session
from ledger.session import pass_session
from ledger.shell import Day
from ledger.shell import Group
from ledger.shell import Month
from ledger.shell import command


@click.group("report", cls=Group)
def run() -> None:
    """Write the papers that an office hands on (报告); -o FILE.docx makes one ready to be sent, .html and .json too."""


@command("monthly")
@click.argument("month", type=Month(), required=False)
@pass_session
def monthly(session: Session, month: date | None) -> None:
    """Report on a month (月报), like 2024-06; else on the running one.

    It tells the state at the month's end and what changed in it, by area, what is late and what was done about it,
    what is in the way, what is due next, and every item in an annex.
    """
    reporting.report(session, "month", month)


@command("weekly")
@click.argument("day", metavar="DATE", type=Day(), required=False)
@pass_session
def weekly(session: Session, day: date | None) -> None:
    """Report on the week that DATE lies in (周报); else on the running one."""
    reporting.report(session, "week", day)


@command("quarterly")
@click.argument("day", metavar="DATE", type=Day(), required=False)
@pass_session
def quarterly(session: Session, day: date | None) -> None:
    """Report on the quarter that DATE lies in (季报); else on the running one."""
    reporting.report(session, "quarter", day)


@command("final")
@pass_session
def final(session: Session) -> None:
    """Report on the whole rectification (整改情况报告): item by item against the plan.

    What is closed out comes with its day, body and filing number, what is not with its state, the reason of its
    extension and its new date.
    """
    reporting.final(session)


@command("item")
@click.argument("item", metavar="ITEM")
@pass_session
def item_(session: Session, item: str) -> None:
    """Write the sheet of an item with its close-out form (销号审批表) and boxes to sign and seal."""
    reporting.item(session, item)


for each in (monthly, weekly, quarterly, final, item_):
    run.add_command(each)
