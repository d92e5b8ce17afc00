"""`ledger edit`: an item in a text editor."""

from ledger.arguments import item_argument
from ledger.changing import Desk
from ledger.changing import pass_desk
from ledger.editing import edit
from ledger.shell import command
from ledger.typed import DRY_RUN
from ledger.typed import Typed
from ledger.typed import typed_options


@command("edit")
@item_argument()
@typed_options(DRY_RUN)
@pass_desk
def run(desk: Desk, item: str, typed: Typed) -> None:
    """Open an item in the editor of EDITOR or VISUAL. What is saved is checked before it counts."""
    edit(desk, desk.session.meant.one_item(item), dry_run=typed.dry_run)
