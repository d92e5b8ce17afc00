"""`ledger correct`: an entry of a log was wrong."""

import click

from ledger import actions
from ledger.arguments import item_argument
from ledger.changing import Desk
from ledger.changing import pass_desk
from ledger.events import Correction
from ledger.i18n import N_
from ledger.shell import command
from ledger.typed import ENTRY
from ledger.typed import Typed
from ledger.typed import text_option
from ledger.typed import typed_options


@command("correct")
@item_argument()
@click.argument("entry", metavar="ENTRY", type=click.IntRange(min=1))
@text_option("--reason", N_("What was wrong"), "What was wrong.")
@typed_options(*ENTRY)
@pass_desk
def run(desk: Desk, item: str, typed: Typed, entry: int, reason: str) -> None:
    """Take a wrong entry back (更正). It stays in the log, marked, and counts no more.

    ENTRY is its number in `ledger show ITEM`.
    """
    desk.change(
        [desk.session.meant.one_item(item)],
        lambda before, ledger, proofs: actions.correct(
            before, desk.entry(Correction, typed, proofs, {"entry": entry, "reason": reason}), ledger
        ),
        typed,
        mends=True,
    )
