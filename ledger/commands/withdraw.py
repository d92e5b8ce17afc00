"""`ledger withdraw`: an item leaves the ledger without being closed out."""

from ledger.arguments import items_argument
from ledger.changing import Desk
from ledger.changing import pass_desk
from ledger.events import Withdrawal
from ledger.i18n import N_
from ledger.shell import Words
from ledger.shell import command
from ledger.shell import option
from ledger.typed import ENTRY
from ledger.typed import Typed
from ledger.typed import text_option
from ledger.typed import typed_options


@command("withdraw")
@items_argument(required=True)
@option("--into", type=Words(), metavar="ITEM", help="The item that it was merged into, which takes its work over.")
@text_option("--reason", N_("Why it is withdrawn"), "Why it is withdrawn, and who agreed to that.")
@typed_options(*ENTRY)
@pass_desk
def run(desk: Desk, items: tuple[str, ...], typed: Typed, reason: str, into: str | None) -> None:
    """Withdraw an item (撤销), or merge it into another one (并入): it is neither closed out nor open any more.

    It keeps its number and its history, counts in no completion rate, and comes back by `ledger restore`.
    """
    taking = desk.session.meant.one_item(into) if into else None
    desk.record(desk.session.meant.items_alone(items), Withdrawal, typed, {"into": taking, "reason": reason})
