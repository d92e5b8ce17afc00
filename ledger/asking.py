"""Closing items, with what is missing asked for, one piece after another, where somebody can answer."""

import os
import re
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from ledger import actions
from ledger import amends
from ledger.changing import Desk
from ledger.changing import Proofs
from ledger.errors import USAGE
from ledger.errors import Lack
from ledger.errors import LedgerError
from ledger.errors import RefusedError
from ledger.events import Closing
from ledger.events import Verification
from ledger.model import Item
from ledger.model import Ledger
from ledger.scalars import as_day
from ledger.sentences import message
from ledger.typed import Typed
from ledger.typed import departments


@dataclass(frozen=True)
class Wish:
    """What is known of a closing: what the command line said, and what was answered since."""

    typed: Typed
    verified_by: str | None = None
    outcome: str | None = None
    filing_number: str | None = None
    override: str | None = None
    lead: tuple[str, ...] = ()
    done: Mapping[str, date] = field(default_factory=dict)
    dropped: Mapping[str, str] = field(default_factory=dict)


def close(desk: Desk, ids: Sequence[str], wish: Wish) -> None:
    """Close the items; of a single one, what is missing is asked for in a terminal. Raises RefusedError."""
    if wish.outcome and not wish.verified_by:
        raise LedgerError("outcome-alone", USAGE)
    try:
        desk.change(ids, partial(_closed, desk, wish), wish.typed)
    except RefusedError as error:
        if not desk.session.can_ask or len(ids) > 1 or not all(lack.code in _ASK for lack in error.lacks):
            raise
        [item] = (each for each in desk.session.opened.ledger.items if each.id == ids[0])
        close(desk, ids, _answered(desk, item, wish, error.lacks))


def _answered(desk: Desk, item: Item, wish: Wish, lacks: Iterable[Lack]) -> Wish:
    """Return the wish with an answer to each lack. Raises Abort where the person would rather not go on."""
    session = desk.session
    session.say(session.t.gettext("Some things are missing. Ctrl-C stops, and then nothing is changed."))
    for lack in lacks:
        session.say(message(lack.code, lack.fields, session.t))
        wish = _ASK[lack.code](desk, item, wish)
    session.confirm(session.t.gettext("Record all this and close the item?"))
    return wish


def _closed(desk: Desk, wish: Wish, item: Item, ledger: Ledger, proofs: Proofs) -> Item:
    """Return the item with what was answered, closed out."""
    if wish.lead:
        item = amends.amend(item, item.model_copy(update={"lead": wish.lead}), ledger)
    for name, day in wish.done.items():
        item = amends.finish(item, [name], day, (), ledger)
    for name, reason in wish.dropped.items():
        item = amends.drop(item, name, reason, ledger)
    closing = desk.entry(Closing, wish.typed, proofs, {"filing_number": wish.filing_number})
    verification = None
    if wish.verified_by:
        by = Typed(on=wish.typed.on, by=wish.verified_by)
        outcome = wish.outcome or desk.session.t.gettext("passed")
        verification = desk.entry(Verification, by, (), {"outcome": outcome})
    return actions.close(item, closing, ledger, verification, wish.override)


def _lead(desk: Desk, item: Item, wish: Wish) -> Wish:
    question = desk.session.t.gettext("Item {item}: which department leads (several with a comma)")
    return replace(wish, lead=desk.session.ask(question.format(item=item.id), partial(departments, desk.session)))


def _measures(desk: Desk, item: Item, wish: Wish) -> Wish:
    """Ask of each open measure on what day it was done, or why it is not done at all; nothing is taken for granted."""
    done, dropped = dict(wish.done), dict(wish.dropped)
    for measure in item.measures:
        if measure.done or measure.dropped or measure.id in done or measure.id in dropped:
            continue
        desk.session.say(f"  {measure.id} {measure.text}")
        question = desk.session.t.gettext("Measure {measure}: done on which day (or not: and why)")
        answer = desk.session.ask(question.format(measure=measure.id), partial(_day_or_reason, desk))
        (done if isinstance(answer, date) else dropped)[measure.id] = answer  # type: ignore[assignment]
    return replace(wish, done=done, dropped=dropped)


def _day_or_reason(desk: Desk, words: str) -> date | str:
    if reason := re.fullmatch(r"(?:not|不做)\s*[:：]\s*(.+)", words):
        return reason[1]
    day = as_day(words)
    if day is None:
        raise LedgerError("bad-date", USAGE, value=words)
    if day > desk.day(Typed()):
        raise LedgerError("future-date", USAGE, value=str(day))
    return day


def _evidence(desk: Desk, item: Item, wish: Wish) -> Wish:
    question = desk.session.t.gettext("Item {item}: which file proves it (or paper: and where it lies)")
    return replace(wish, typed=desk.session.ask(question.format(item=item.id), partial(_proof, desk, wish.typed)))


def _proof(desk: Desk, typed: Typed, words: str) -> Typed:
    """Return what was typed with a file more, or with a paper's place."""
    if paper := re.fullmatch(r"(?:paper|纸质)\s*[:：]\s*(.+)", words):
        return replace(typed, paper=(*typed.paper, paper[1]))
    path = Path(os.path.expanduser(words.strip("'\"").replace("\0", "")))  # noqa: PTH111 (pathlib's bears no unknown user)
    desk.find([path])
    return replace(typed, evidence=(*typed.evidence, path))


def _verifier(desk: Desk, item: Item, wish: Wish) -> Wish:
    """Ask who verified, and what was found; the verifier of the settings is only named."""
    question = desk.session.t.gettext("Item {item}: which body verified the work")
    asked = question.format(item=item.id) + (f" ({desk.settings.verifier})" if desk.settings.verifier else "")
    leads = wish.lead or item.bodies("lead")
    by = desk.session.ask(asked, partial(_other_body, desk, item, leads))
    outcome = wish.outcome or desk.session.ask(desk.session.t.gettext("What the verification found"), _said)
    return replace(wish, verified_by=by, outcome=outcome)


def _other_body(desk: Desk, item: Item, leads: Sequence[str], words: str) -> str:
    by = desk.session.meant.department(words)
    if by in desk.session.opened.ledger.known(leads):
        raise LedgerError("verified-by-lead", USAGE, item=item.id, by=by)
    return by


def _said(words: str) -> str:
    if not words:
        raise LedgerError("no-words", USAGE)
    return words


_ASK = {
    "lacks-lead": _lead,
    "lacks-measures": _measures,
    "lacks-evidence": _evidence,
    "lacks-verification": _verifier,
    "verified-by-lead": _verifier,
}
