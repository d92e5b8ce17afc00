"""`ledger close`: the item leaves the ledger of open work."""

from typing import Any

from ledger.arguments import department_option
from ledger.arguments import items_argument
from ledger.asking import Wish
from ledger.asking import close
from ledger.changing import Desk
from ledger.changing import pass_desk
from ledger.shell import Words
from ledger.shell import command
from ledger.shell import option
from ledger.typed import ENTRY
from ledger.typed import OVERRIDE
from ledger.typed import typed_options


@command("close")
@items_argument(required=True)
@department_option("--verified-by", multiple=False, help="The body that verified the work, where nobody recorded it.")
@option("--outcome", type=Words(), metavar="TEXT", help="What it found; else that the work passed.")
@option("--filing-number", type=Words(), metavar="NUMBER", help="The number under which the closing is filed.")
@OVERRIDE
@typed_options(*ENTRY)
@pass_desk
def run(desk: Desk, /, items: tuple[str, ...], **wish: Any) -> None:  # noqa: ANN401 (under the names of Wish's fields)
    """Close items out (销号), with application and verification in one where they were not recorded.

    What is missing is listed with the command that supplies it; of a single item it is asked for in a terminal.
    """
    close(desk, desk.session.meant.items_alone(items), Wish(**wish))
