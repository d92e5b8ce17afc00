"""`ledger extend`: a later date."""

from datetime import date

from ledger import actions
from ledger.arguments import items_argument
from ledger.changing import Desk
from ledger.changing import pass_desk
from ledger.events import Extension
from ledger.i18n import N_
from ledger.shell import Day
from ledger.shell import command
from ledger.typed import ENTRY
from ledger.typed import Typed
from ledger.typed import needed_option
from ledger.typed import text_option
from ledger.typed import typed_options


@command("extend")
@items_argument(required=True)
@needed_option("--to", type=Day(), prompt=N_("New date"), metavar="DATE", help="The new date.")
@text_option("--reason", N_("Why it is extended"), "Why it is extended.")
@typed_options(*ENTRY)
@pass_desk
def run(desk: Desk, items: tuple[str, ...], typed: Typed, to: date, reason: str) -> None:
    """Extend the time limit (延期). The date before is kept; one filed after it is shown as filed late."""
    desk.change(
        desk.session.meant.items_alone(items),
        lambda item, ledger, proofs: actions.extend(
            item, desk.entry(Extension, typed, proofs, {"to": to, "reason": reason}), ledger
        ),
        typed,
    )
