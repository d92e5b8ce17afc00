"""`ledger inspect`: somebody looked on the spot."""

from ledger.arguments import items_argument
from ledger.changing import Desk
from ledger.changing import pass_desk
from ledger.events import Inspection
from ledger.shell import command
from ledger.typed import ENTRY
from ledger.typed import Typed
from ledger.typed import typed_options


@command("inspect")
@items_argument(required=True)
@typed_options(*ENTRY)
@pass_desk
def run(desk: Desk, items: tuple[str, ...], typed: Typed) -> None:
    """Record an inspection (督查): who looked on the spot, and what was seen."""
    desk.record(desk.session.meant.items_alone(items), Inspection, typed)
