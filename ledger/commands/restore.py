"""`ledger restore`: a withdrawn item is needed after all."""

from ledger.arguments import items_argument
from ledger.changing import Desk
from ledger.changing import pass_desk
from ledger.events import Restoration
from ledger.i18n import N_
from ledger.shell import command
from ledger.typed import ENTRY
from ledger.typed import Typed
from ledger.typed import text_option
from ledger.typed import typed_options


@command("restore")
@items_argument(required=True)
@text_option("--reason", N_("Why it is restored"), "Why it is needed after all.")
@typed_options(*ENTRY)
@pass_desk
def run(desk: Desk, items: tuple[str, ...], typed: Typed, reason: str) -> None:
    """Restore a withdrawn item (恢复): it is again where it was, as if it had not been withdrawn."""
    desk.record(desk.session.meant.items_alone(items), Restoration, typed, {"reason": reason})
