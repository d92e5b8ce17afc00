"""`ledger set`: the fields of an item."""

from ledger.amending import set_fields
from ledger.arguments import item_argument
from ledger.changing import Desk
from ledger.changing import pass_desk
from ledger.shell import command
from ledger.typed import BY
from ledger.typed import DRY_RUN
from ledger.typed import NOTE
from ledger.typed import ON
from ledger.typed import PERSON
from ledger.typed import Assignment
from ledger.typed import Typed
from ledger.typed import assignments_argument
from ledger.typed import typed_options


@command("set")
@item_argument()
@assignments_argument(required=True)
@typed_options(ON, BY, PERSON, NOTE, DRY_RUN)
@pass_desk
def run(desk: Desk, item: str, assignments: tuple[Assignment, ...], typed: Typed) -> None:
    """Set fields of an item, like lead=NAME,NAME person=NAME due=2024-12-31.

    FIELD= alone removes a field; lead+=NAME and lead-=NAME add to a list and take from it. A date that is set is
    moved away by `ledger extend` only, and the status follows from what happened. Where the words of a time limit leave
    a choice, who decided on the date goes into the log: --by, --person, --on and --note tell that.
    """
    set_fields(desk, item, assignments, typed)
