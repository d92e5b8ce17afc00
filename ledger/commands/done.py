"""`ledger done`: measures are finished."""

from ledger.amending import finish
from ledger.arguments import measures_argument
from ledger.changing import Desk
from ledger.changing import pass_desk
from ledger.shell import command
from ledger.shell import option
from ledger.typed import DRY_RUN
from ledger.typed import EVIDENCE
from ledger.typed import ON
from ledger.typed import Typed
from ledger.typed import typed_options


@command("done")
@measures_argument()
@option("--undo", is_flag=True, help="They are not done after all.")
@typed_options(ON, *EVIDENCE, DRY_RUN)
@pass_desk
def run(desk: Desk, measures: tuple[str, ...], typed: Typed, *, undo: bool) -> None:
    """Mark measures as done, on a day and with evidence.

    MEASURE is a number like 9.2 or a range like 9.1-9.3. The first one done makes an item one in progress.
    """
    finish(desk, desk.session.meant.measures(measures), typed, undo=undo)
