"""`ledger reading`: the value of an indicator on a day."""

import click

from ledger.amending import read
from ledger.arguments import item_argument
from ledger.changing import Desk
from ledger.changing import pass_desk
from ledger.shell import Words
from ledger.shell import command
from ledger.shell import option
from ledger.typed import DRY_RUN
from ledger.typed import ON
from ledger.typed import Typed
from ledger.typed import typed_options


@command("reading")
@item_argument()
@click.argument("indicator")
@click.argument("value")
@option("--source", type=Words(), metavar="TEXT", help="Where the figure comes from.")
@typed_options(ON, DRY_RUN)
@pass_desk
def run(desk: Desk, item: str, indicator: str, value: str, typed: Typed, source: str | None) -> None:
    """Record the value of an indicator on a day.

    INDICATOR is its name, a part of it, or its number in `ledger show ITEM`; VALUE is a number without its unit.
    """
    read(desk, item, indicator, {"value": value, "source": source}, typed)
