"""`ledger return`: the work was not good enough."""

from ledger.arguments import items_argument
from ledger.changing import Desk
from ledger.changing import pass_desk
from ledger.events import Return
from ledger.i18n import N_
from ledger.shell import command
from ledger.typed import ENTRY
from ledger.typed import Typed
from ledger.typed import text_option
from ledger.typed import typed_options


@command("return")
@items_argument(required=True)
@text_option("--reason", N_("Why it is returned"), "What was not good enough.")
@typed_options(*ENTRY)
@pass_desk
def run(desk: Desk, items: tuple[str, ...], typed: Typed, reason: str) -> None:
    """Return handed-in work (退回): it was not good enough and is in progress again."""
    desk.record(desk.session.meant.items_alone(items), Return, typed, {"reason": reason})
