"""`ledger lookback`: whether the result has held."""

from ledger.arguments import items_argument
from ledger.changing import Desk
from ledger.changing import pass_desk
from ledger.events import Lookback
from ledger.i18n import N_
from ledger.shell import command
from ledger.typed import ENTRY
from ledger.typed import Typed
from ledger.typed import text_option
from ledger.typed import typed_options


@command("lookback")
@items_argument(required=True)
@text_option("--outcome", N_("What was found"), "Whether the result has held.")
@typed_options(*ENTRY)
@pass_desk
def run(desk: Desk, items: tuple[str, ...], typed: Typed, outcome: str) -> None:
    """Record a look back (回头看), usually a year after closing: whether the result has held."""
    desk.record(desk.session.meant.items_alone(items), Lookback, typed, {"outcome": outcome})
