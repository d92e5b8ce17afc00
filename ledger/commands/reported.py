"""`ledger reported`: the supervising body was told that the rectification has ended."""

from ledger.arguments import department_option
from ledger.arguments import items_argument
from ledger.changing import Desk
from ledger.changing import pass_desk
from ledger.events import Report
from ledger.shell import command
from ledger.typed import ENTRY
from ledger.typed import Typed
from ledger.typed import typed_options


@command("reported")
@items_argument(required=True)
@department_option("--to", multiple=False, help="Who received the report; else the addressee of ledger.yaml.")
@typed_options(*ENTRY)
@pass_desk
def run(desk: Desk, items: tuple[str, ...], typed: Typed, to: str | None) -> None:
    """Record that the closing was reported (报告) to the supervising body, within the days of ledger.yaml."""
    desk.record(desk.session.meant.items_alone(items), Report, typed, {"to": desk.addressee(to, typed)})
