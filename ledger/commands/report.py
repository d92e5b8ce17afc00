"""`ledger report`: the papers that an office hands on."""

from collections.abc import Callable
from datetime import date
from functools import update_wrapper

import click

from ledger import reporting
from ledger.errors import USAGE
from ledger.errors import LedgerError
from ledger.reporting import Way
from ledger.session import Session
from ledger.session import pass_session
from ledger.shell import Day
from ledger.shell import Group
from ledger.shell import Month
from ledger.shell import command
from ledger.shell import option
from ledger.shell import template_option


@click.group("report", cls=Group)
def run() -> None:
    """Write the papers that an office hands on (报告); -o FILE.docx makes one ready to be sent, .html and .json too."""


def way_options(function: Callable[..., None]) -> Callable[..., None]:
    """Give a report the options that say what becomes of it."""

    def run(*args: object, issue: bool, dry_run: bool, **kwargs: object) -> None:
        if dry_run and not issue:
            raise LedgerError("dry-run-alone", USAGE)
        function(*args, way=Way(issue, dry_run), **kwargs)

    made: Callable[..., None] = update_wrapper(run, function)
    made = option("--dry-run", is_flag=True, help="Say what --issue would write, and write nothing.")(made)
    return option("--issue", is_flag=True, help="Keep it under reports/ for good, in a version of its own.")(made)


@command("monthly")
@click.argument("month", type=Month(), required=False)
@way_options
@template_option
@pass_session
def monthly(session: Session, month: date | None, way: Way) -> None:
    """Report on a month (月报), like 2024-06; else on the running one.

    It tells the state at the month's end and what changed in it, by area, what is late and what was done about it,
    what is in the way, what is due next, and every item in an annex.
    """
    reporting.report(session, "month", month, way)


@command("weekly")
@click.argument("day", metavar="DATE", type=Day(), required=False)
@way_options
@template_option
@pass_session
def weekly(session: Session, day: date | None, way: Way) -> None:
    """Report on the week that DATE lies in (周报); else on the running one."""
    reporting.report(session, "week", day, way)


@command("quarterly")
@click.argument("day", metavar="DATE", type=Day(), required=False)
@way_options
@template_option
@pass_session
def quarterly(session: Session, day: date | None, way: Way) -> None:
    """Report on the quarter that DATE lies in (季报); else on the running one."""
    reporting.report(session, "quarter", day, way)


@command("final")
@way_options
@template_option
@pass_session
def final(session: Session, way: Way) -> None:
    """Report on the whole rectification (整改情况报告): item by item against the plan.

    What is closed out comes with its day, body and filing number, what is not with its state, the reason of its
    extension and its new date.
    """
    reporting.final(session, way)


@command("item")
@click.argument("item", metavar="ITEM")
@way_options
@template_option
@pass_session
def item_(session: Session, item: str, way: Way) -> None:
    """Write the sheet of an item with its close-out form (销号审批表) and boxes to sign and seal."""
    reporting.item(session, item, way)


@command("html")
@option("--public", is_flag=True, help="Leave out persons, notes, evidence and supervision, for publication.")
@pass_session
def html(session: Session, public: bool) -> None:
    """Write one page for a browser: -o 看板.html; it needs no network, and .json has the same facts.

    It has the headline figures, charts by month, area and department, what is due when, and a table of all items to
    search, filter and sort, each with its whole story; it can be printed on A4.

    With --public it has no persons (in charge, responsible, who acted, undertaking offices), nothing that was noted in
    the history (notes, reasons, outcomes, filing numbers), no steps of supervision (reminders, interviews, circulars
    and the like), no sources of readings, no evidence, and nothing that is still to be settled. Titles, texts,
    departments, dates and figures are published as they are written: read them through before.
    """
    reporting.board(session, public=public)


@command("template")
@pass_session
def template(session: Session) -> None:
    """Write an example of a template (模板): -o 月报模板.docx.

    It has a red head and the tags of all that a report says. Edit it in Word or WPS; then every report fills it:
    --template 月报模板.docx. docs/templates.md explains the tags.
    """
    reporting.template(session)


for each in (monthly, weekly, quarterly, final, item_, html, template):
    run.add_command(each)
