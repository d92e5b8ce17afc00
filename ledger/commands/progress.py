"""`ledger progress`: what has been done."""

from ledger.arguments import items_argument
from ledger.changing import Desk
from ledger.changing import pass_desk
from ledger.events import Progress
from ledger.i18n import N_
from ledger.shell import command
from ledger.typed import BY
from ledger.typed import DRY_RUN
from ledger.typed import EVIDENCE
from ledger.typed import ON
from ledger.typed import PERSON
from ledger.typed import Typed
from ledger.typed import text_option
from ledger.typed import typed_options


@command("progress")
@items_argument(required=True)
@typed_options(
    text_option("--note", N_("What has been done"), "What has been done."), ON, BY, PERSON, *EVIDENCE, DRY_RUN
)
@pass_desk
def run(desk: Desk, items: tuple[str, ...], typed: Typed) -> None:
    """Record progress (进展): what has been done, by whom, on what day, on what evidence.

    The first progress makes an item one in progress.
    """
    desk.record(desk.session.meant.items_alone(items), Progress, typed)
