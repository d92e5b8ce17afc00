"""`ledger routine`: duties that recur (日周月排查, 月报), the days they were done, and the periods they were missed."""

from datetime import date

import click

from ledger import recurring
from ledger.arguments import routines_argument
from ledger.changing import Desk
from ledger.changing import pass_desk
from ledger.outline import routines as words
from ledger.reports.routines import missed as missed_periods
from ledger.reports.routines import routines as standing
from ledger.session import Session
from ledger.session import pass_session
from ledger.shell import Day
from ledger.shell import Group
from ledger.shell import command
from ledger.shell import option
from ledger.typed import DRY_RUN
from ledger.typed import Typed
from ledger.typed import typed_options


@click.group("routine", cls=Group)
def run() -> None:
    """Keep duties that recur, the daily, weekly and monthly ones of routines.yaml (日周月排查, 周报, 月报)."""


@command("list")
@pass_session
def list_(session: Session) -> None:
    """List the routines: when each was last done, whether it is in this period, how often it was missed."""
    session.show(standing(session.ledger, session.as_of), words.routines)


@command("missed")
@routines_argument(required=False)
@pass_session
def missed(session: Session, routines: tuple[str, ...]) -> None:
    """List the periods in which routines were not done, the latest first.

    ROUTINE is an id of routines.yaml; without any it is all of them.
    """
    session.show(missed_periods(session.ledger, session.as_of, session.meant.routines(routines)), words.missed)


@command("done")
@routines_argument(required=True)
@option("--on", "days", type=Day(), multiple=True, metavar="DATE", help="A day on which it was done; else today.")
@typed_options(DRY_RUN)
@pass_desk
def done(desk: Desk, routines: tuple[str, ...], typed: Typed, days: tuple[date, ...]) -> None:
    """Record that routines were done, today or on the days of --on, which may be given several times.

    ROUTINE is an id of routines.yaml.
    """
    recurring.done(desk, routines, days, dry_run=typed.dry_run)


for part in (list_, missed, done):
    run.add_command(part)
