"""`ledger notice`: who is to be reminded, and that it was done."""

from ledger.arguments import department_argument
from ledger.arguments import items_argument
from ledger.events import Level
from ledger.outline import words
from ledger.session import Session
from ledger.session import pass_session
from ledger.shell import Word
from ledger.shell import command
from ledger.shell import option
from ledger.supervising import notice
from ledger.typed import ENTRY
from ledger.typed import Typed
from ledger.typed import typed_options


@command("notice")
@department_argument()
@items_argument(required=False)
@option("--level", type=Word(words.LEVEL, words.ALSO), help="Record that this step was taken.")
@option("--items", "more", multiple=True, metavar="ITEM", help="The same as ITEM.")
@typed_options(*ENTRY)
@pass_session
def run(
    session: Session,
    department: str | None,
    items: tuple[str, ...],
    typed: Typed,
    level: Level | None,
    more: tuple[str, ...],
) -> None:
    """Show who is due for which step of supervision (督办) and why, by the ladder of ledger.yaml.

    For one DEPARTMENT the letters are drafted; -o FILE.docx writes them as papers, those of all where none is named.
    With --level it is recorded that the step was taken: for the items that are due for it, or for those that are
    named. A person decides; nothing is sent.
    """
    notice(session, department, (*items, *more), level, typed)
