"""`ledger show`: everything about an item."""

from ledger.arguments import items_argument
from ledger.outline import story as words
from ledger.reports.story import story
from ledger.session import Session
from ledger.session import pass_session
from ledger.shell import command


@command("show")
@items_argument(required=True)
@pass_session
def run(session: Session, items: tuple[str, ...]) -> None:
    """Show everything about an item: its words, measures, indicators and history.

    ITEM is an id, a range like 3-5 or a measure like 9.2.
    """
    told = story(session.ledger, session.as_of, session.faults, session.meant.items(items), session.opened.ledger)
    session.show(told, words.story)
