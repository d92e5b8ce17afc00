"""`ledger measure`: the measures of an item, refined (逐项细化整改措施)."""

import click

from ledger import amending
from ledger.arguments import item_argument
from ledger.arguments import measure_argument
from ledger.changing import Desk
from ledger.changing import pass_desk
from ledger.i18n import N_
from ledger.shell import Group
from ledger.shell import Words
from ledger.shell import command
from ledger.shell import option
from ledger.typed import DRY_RUN
from ledger.typed import Assignment
from ledger.typed import Typed
from ledger.typed import assignments_argument
from ledger.typed import text_option
from ledger.typed import typed_options


@click.group("measure", cls=Group)
def run() -> None:
    """Add measures to an item, set their fields, or drop them (逐项细化整改措施)."""


@command("add")
@item_argument()
@click.argument("text", type=Words())
@assignments_argument(required=False)
@typed_options(DRY_RUN)
@pass_desk
def add(desk: Desk, item: str, text: str, assignments: tuple[Assignment, ...], typed: Typed) -> None:
    """Add a measure to an item: TEXT, and lead=NAME due=2024-12-31 … as far as it is known.

    It gets the next number of the item.
    """
    amending.add_measure(desk, item, text, assignments, typed)


@command("set")
@measure_argument()
@assignments_argument(required=True)
@option("--reason", type=Words(), metavar="TEXT", help="Why a date is moved away; it goes into the item's log.")
@typed_options(DRY_RUN)
@pass_desk
def set_(desk: Desk, measure: str, assignments: tuple[Assignment, ...], typed: Typed, reason: str | None) -> None:
    """Set fields of a measure: text=… lead=NAME person=NAME due=2024-12-31 … FIELD= alone removes one."""
    amending.set_measure(desk, measure, assignments, typed, reason)


@command("drop")
@measure_argument()
@text_option("--reason", N_("Why it is dropped"), "Why it is not done.")
@typed_options(DRY_RUN)
@pass_desk
def drop(desk: Desk, measure: str, typed: Typed, reason: str) -> None:
    """Drop a measure with a reason; it stays on record and counts no more."""
    amending.drop(desk, measure, reason, typed)


for part in (add, set_, drop):
    run.add_command(part)
