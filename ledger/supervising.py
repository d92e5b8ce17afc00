"""Supervision (督办) as `ledger notice` asks for it: who is due for a step, its letter, and that it was taken."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ledger import actions
from ledger import handing
from ledger import render
from ledger.asof import as_of
from ledger.changing import Desk
from ledger.changing import Proofs
from ledger.errors import REFUSED
from ledger.errors import USAGE
from ledger.errors import Lack
from ledger.errors import LedgerError
from ledger.errors import RefusedError
from ledger.events import Level
from ledger.events import Notice
from ledger.i18n import Translation
from ledger.ladder import escalations
from ledger.model import Item
from ledger.model import Ledger
from ledger.outline import change as change_words
from ledger.outline import supervision as words
from ledger.outline.letters import letters
from ledger.outline.letters import papers
from ledger.outline.page import Page
from ledger.outline.words import names
from ledger.outline.words import runs
from ledger.reports import supervision as reports
from ledger.reports.change import Change
from ledger.reports.supervision import Supervision
from ledger.session import Session
from ledger.typed import Typed


def notice(session: Session, spelling: str | None, items: Sequence[str], level: Level | None, typed: Typed) -> None:
    """Show the steps that are due, or record one where a `level` is named.

    Raises LedgerError: exit 2 for a step towards nobody, or for what goes with no recording; else as `record` does.
    """
    if level is not None:
        session.refuse_looking_back()
    elif replace(typed, dry_run=False) != Typed():
        raise LedgerError("step-unnamed", USAGE)
    department = None if spelling is None else session.meant.department(spelling)
    ids = session.meant.items_alone(items)
    if level is None:
        facts = reports.supervision(session.ledger, session.as_of, department, ids)
        if handing.paper_kind(session):
            _hand_out(session, facts)
        else:
            session.show(facts, words.supervision)
    elif department is None:
        raise LedgerError("step-to-one", USAGE)
    else:
        record(session, department, ids, level, typed)


def record(session: Session, department: str, ids: Sequence[str], level: Level, typed: Typed) -> None:
    """Record a step towards a department in the log of each item; without items, of those that are due for it.

    A step beyond the next one is a person's to take, and is said. Raises LedgerError (exit 4) where none is due, and
    for an item that the department has no part in.
    """
    on = typed.on or session.today
    department = session.meant.acting(department, on)
    then = session.ledger_on(on, ids)
    due = reports.supervision(then, on, department).due
    chosen = ids or tuple(dict.fromkeys(step.id for step in due if step.level == level))
    if not chosen:
        raise LedgerError("no-step-due", REFUSED, department=department, level=level, typed=level)

    def page(facts: Change, t: Translation) -> Page:
        """Return the change; before anything is written, below the letter."""
        plain = change_words.change(facts, t)
        return plain if facts.written or handed else plain._replace(blocks=(*letters(drafted, t), *plain.blocks))

    handed = handing.paper_kind(session)
    desk = Desk(session.on_stdout() if handed else session, page)
    drafted = replace(reports.draft(then, on, department, level, chosen), office=desk.body(typed))
    more = {"level": level, "to": (department,)}
    desk.entry(Notice, typed, (), more)  # what does not fit is told once, and not of each item

    def act(item: Item, ledger: Ledger, proofs: Proofs) -> Item:
        if not ids and not _is_due(item, ledger, on, department, level):  # somebody else has just taken it
            raise RefusedError(item.id, [Lack("step-taken", {"department": department, "level": level})])
        return actions.notice(item, desk.entry(Notice, typed, proofs, more), ledger)

    session.prepare_output(render.PAPERS if handed else ())
    content = _letters(session, drafted) if handed else b""
    desk.change(chosen, act, typed)
    if handed and session.output:
        session.save(session.output, content)
    for said in words.skipped(reports.skipped(then, on, department, level, chosen), session.t):
        session.say(said)


def _hand_out(session: Session, facts: Supervision) -> None:
    """Write the letters to the file that was asked for. Raises LedgerError (exit 4) where no step is due."""
    own = facts.office if facts.department is None else None
    if own and any(step.department == own for step in facts.due):
        facts = replace(facts, due=tuple(step for step in facts.due if step.department != own))
        session.say(session.t.gettext("{name} is this office itself: no letter is written to it.").format(name=own))
    if not facts.due:
        raise LedgerError("no-letter-due", REFUSED)
    content = _letters(session, facts)
    if session.output:
        session.save(session.output, content)
    if facts.nobody:
        ids = dict.fromkeys(step.id for step in facts.nobody)
        said = session.t.ngettext(
            "Item {ids}: nobody is named who leads it, so no letter speaks of it.",
            "Items {ids}: nobody is named who leads them, so no letter speaks of them.",
            len(ids),
        )
        session.say(said.format(ids=names(runs([*ids]), session.t)))


def _letters(session: Session, facts: Supervision) -> bytes:
    """Return the letters as the bytes of the file that was asked for."""
    written = papers(facts, *handing.paper_language(session))
    return handing.written(session, written, handing.paper_kind(session) or ".docx")


def _is_due(item: Item, ledger: Ledger, on: date, department: str, level: Level) -> bool:
    then = as_of(item, ledger.settings.closing.steps, on)
    steps = escalations(then, ledger, on)
    return any((step.department, step.level, step.waiting_until) == (department, level, None) for step in steps)
