"""`ledger reopen`: the problem came back."""

from ledger.arguments import items_argument
from ledger.changing import Desk
from ledger.changing import pass_desk
from ledger.events import Reopening
from ledger.i18n import N_
from ledger.shell import command
from ledger.typed import ENTRY
from ledger.typed import Typed
from ledger.typed import text_option
from ledger.typed import typed_options


@command("reopen")
@items_argument(required=True)
@text_option("--reason", N_("Why it is reopened"), "Why it is reopened.")
@typed_options(*ENTRY)
@pass_desk
def run(desk: Desk, items: tuple[str, ...], typed: Typed, reason: str) -> None:
    """Reopen a closed item (反弹): the problem came back. Figures of earlier months stay."""
    desk.record(desk.session.meant.items_alone(items), Reopening, typed, {"reason": reason})
