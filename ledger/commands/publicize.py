"""`ledger publicize`: the result is made public."""

from datetime import date

from ledger.arguments import items_argument
from ledger.changing import Desk
from ledger.changing import pass_desk
from ledger.events import Publicity
from ledger.i18n import N_
from ledger.shell import Day
from ledger.shell import command
from ledger.typed import ENTRY
from ledger.typed import Typed
from ledger.typed import needed_option
from ledger.typed import typed_options


@command("publicize")
@items_argument(required=True)
@needed_option("--from", "begin", type=Day(), prompt=N_("First day"), metavar="DATE", help="The first day.")
@needed_option(
    "--until", type=Day(), prompt=N_("Last day"), metavar="DATE", help="The last day; closing comes after it."
)
@typed_options(*ENTRY)
@pass_desk
def run(desk: Desk, items: tuple[str, ...], typed: Typed, begin: date, until: date) -> None:
    """Record that the verified result is public (公示) from one day until another, often for 7 days."""
    desk.record(desk.session.meant.items_alone(items), Publicity, typed, {"from": begin, "until": until})
