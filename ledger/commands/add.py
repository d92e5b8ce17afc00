"""`ledger add`: a new item."""

from ledger.amending import add
from ledger.changing import Desk
from ledger.changing import pass_desk
from ledger.shell import command
from ledger.typed import DRY_RUN
from ledger.typed import Assignment
from ledger.typed import Typed
from ledger.typed import assignments_argument
from ledger.typed import typed_options


@command("add")
@assignments_argument(required=False)
@typed_options(DRY_RUN)
@pass_desk
def run(desk: Desk, assignments: tuple[Assignment, ...], typed: Typed) -> None:
    """Add an item: area=… kind=… title=… and whatever else is known of it.

    Without id=… it gets the next number, and without source=…, the clause of the plan, it counts as taken in today:
    since=… says otherwise. In a terminal what must be there is asked for.
    """
    add(desk, assignments, dry_run=typed.dry_run)
