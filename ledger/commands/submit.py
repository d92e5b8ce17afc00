"""`ledger submit`: the work is done, says who leads it."""

from ledger.arguments import items_argument
from ledger.changing import Desk
from ledger.changing import pass_desk
from ledger.events import Submission
from ledger.shell import command
from ledger.typed import ENTRY
from ledger.typed import OVERRIDE
from ledger.typed import Typed
from ledger.typed import typed_options


@command("submit")
@items_argument(required=True)
@OVERRIDE
@typed_options(*ENTRY)
@pass_desk
def run(desk: Desk, items: tuple[str, ...], typed: Typed, override: str | None) -> None:
    """Apply for closing (申请销号): the work is done and waits for verification.

    Needed are a responsible department, every measure done or dropped, and evidence on file.
    """
    desk.record(desk.session.meant.items_alone(items), Submission, typed, override=override)
