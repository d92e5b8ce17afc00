"""Reports as `ledger report` asks for them: the ledger as it stood at the end of a term, and before it."""

from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from functools import partial
from typing import TypeVar

from ledger import handing
from ledger import issuing
from ledger.errors import USAGE
from ledger.errors import LedgerError
from ledger.files import ITEMS
from ledger.i18n import Language
from ledger.i18n import Translation
from ledger.outline import dossier as item_words
from ledger.outline import final as final_words
from ledger.outline import overview
from ledger.outline import periodic as words
from ledger.outline.agenda import agenda
from ledger.outline.export import book
from ledger.outline.paper import Paper
from ledger.outline.specimen import specimen
from ledger.reports.contract import Facts
from ledger.reports.dossier import dossier
from ledger.reports.export import Export
from ledger.reports.export import export as facts_of_all
from ledger.reports.long.tables import head
from ledger.reports.long.tables import rows
from ledger.reports.periodic import Length
from ledger.reports.periodic import periodic
from ledger.reports.periodic import term
from ledger.reports.poam import poam
from ledger.reports.public import public as published
from ledger.reports.story import stories
from ledger.session import Session

F = TypeVar("F", bound=Facts)
_NAMES: Mapping[Length, str] = {"week": "weekly", "month": "monthly", "quarter": "quarterly"}


@dataclass(frozen=True)
class Way:
    """What becomes of a report: it is shown or written to a file, or issued; with `dry_run` only as it would be."""

    issue: bool = False
    dry_run: bool = False


def report(session: Session, length: Length, day: date | None, way: Way) -> None:
    """Hand on the report of the week, month or quarter that `day` lies in; None: that of the day looked at.

    Raises LedgerError (exit 2) for one that has not begun.
    """
    try:
        told = term(length, day or session.as_of)
        term(length, told.end + timedelta(days=1))
        before = told.begin - timedelta(days=1)
    except (OverflowError, ValueError):
        raise LedgerError("term-unknown", USAGE) from None
    if told.begin > session.as_of:
        raise LedgerError("term-ahead", USAGE, value=told.name)
    begun = session.opened.ledger.settings.plan.date
    if begun and told.end < begun:
        raise LedgerError("term-before-plan", USAGE, value=told.name, date=str(begun))
    until = min(told.end, session.as_of)
    ledger = session.ledger_on(until)
    with session.busy(session.t.gettext("Counting …")):
        faults = session.faults_on(until)
        facts = periodic(ledger, session.ledger_on(before), told, until, faults)
    name = f"{_NAMES[length]}-{told.name}" + ("" if until == told.end else f"_{until}")
    _hand_on(session, name, facts, words.paper, way)


def item(session: Session, name: str, way: Way) -> None:
    """Hand on the sheet and the close-out form of an item."""
    one = session.meant.one_item(name)
    ledger, day = session.ledger, session.as_of
    faults = session.faults_on(day)
    facts = dossier(ledger, session.opened.ledger, day, faults, one)
    _hand_on(session, f"item-{one}_{day}", facts, item_words.paper, way)


def final(session: Session, way: Way) -> None:
    """Hand on the final report: item by item, with results and what is left."""
    _hand_on(session, f"final_{session.as_of}", _everything(session), final_words.paper, way)


def _hand_on(
    session: Session, name: str, facts: F, words: Callable[[F, Translation, Language], Paper], way: Way
) -> None:
    """Show a report, write it to a file, or issue it under a name. Raises LedgerError as issuing does."""
    if way.issue:
        issuing.issue(session, name, facts, words, dry_run=way.dry_run)
    else:
        handing.present(session, facts, words)


def board(session: Session, *, public: bool) -> None:
    """Write the board of the whole ledger to the file that was asked for; `public`: only what may be published.

    Raises LedgerError (exit 2) where no file, or one of an unknown kind, was asked for.
    """
    facts = _everything(session)
    handing.publish(session, published(facts) if public else facts, partial(overview.board, public=public))


def template(session: Session) -> None:
    """Write an example of a template, to be edited and handed in with --template."""
    handing.sample(session, specimen)


def export(session: Session) -> None:
    """Write the whole ledger, as it stood on the day that is looked at, to the file that was asked for.

    Raises LedgerError (exit 2) where none, or one of an unknown kind, was.
    """
    handing.hand_out(session, _everything(session), book, partial(agenda, part=_part(session)))


def oscal(session: Session) -> None:
    """Write the ledger as an OSCAL plan of action and milestones to the file that was asked for.

    Raises LedgerError (exit 4) for what OSCAL cannot hold.
    """
    session.write(poam(session.ledger, _everything(session), _part(session)).json_text())


def tables(session: Session) -> None:
    """Write the ledger as long tables, a Parquet file each, into the folder that was asked for.

    Raises LedgerError (exit 2) as `handing.folder` does.
    """
    output = handing.folder(session, "--as parquet")
    ledger, day = session.ledger, session.as_of
    with session.busy(session.t.gettext("Counting …")):
        faults = session.faults_on(day)
    items = stories(ledger, day, faults, (item.id for item in ledger.items), session.opened.ledger)
    handing.tabulate(session, output, rows(head(ledger, day, _part(session)), items))


def _part(session: Session) -> str:
    """Return the name of a sub-ledger, which has the plan of the ledger around it; of any other nothing."""
    folder = session.folder.resolve()
    return folder.name if (folder.parent / ITEMS).is_file() else ""


def _everything(session: Session) -> Export:
    ledger, whole = session.ledger, session.opened.ledger
    with session.busy(session.t.gettext("Counting …")):
        faults = session.faults_on(session.as_of)
        return facts_of_all(ledger, whole, session.as_of, faults)
