"""Changes of an item's own fields: set, added, edited; its measures, its indicators, its evidence."""

import unicodedata
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ledger import actions
from ledger import amends
from ledger import deadlines
from ledger import schema
from ledger.changing import Desk
from ledger.changing import Outcome
from ledger.changing import Proofs
from ledger.checks.case import calendar_of
from ledger.errors import USAGE
from ledger.errors import LedgerError
from ledger.errors import nearest
from ledger.events import Decision
from ledger.events import Event
from ledger.events import Handover
from ledger.events import Progress
from ledger.i18n import N_
from ledger.model import Item
from ledger.model import Ledger
from ledger.model import Measure
from ledger.model import Reading
from ledger.store import Opened
from ledger.typed import Assignment
from ledger.typed import Typed
from ledger.typed import assign
from ledger.yamltext import Value


def set_fields(desk: Desk, word: str, assignments: Sequence[Assignment], typed: Typed) -> None:
    """Set fields of an item. Raises LedgerError where the schema or the workflow refuses."""

    def act(item: Item, ledger: Ledger, proofs: Proofs) -> Item:
        del proofs
        data = assign(desk.session, schema.plain(item), assignments, item.id)
        after = amends.amend(item, schema.typed(Item, data), ledger)
        entries = [*_decided(desk, item, after, ledger, typed), *_handed_over(desk, item, after, ledger, typed)]
        if not entries and replace(typed, dry_run=False) != Typed():
            raise LedgerError("nothing-decided", USAGE)
        return actions.record(after, entries, ledger)

    desk.change([desk.session.meant.one_item(word)], act, typed, mends=True)


def _handed_over(desk: Desk, before: Item, after: Item, ledger: Ledger, typed: Typed) -> Iterator[Event]:
    """Yield the record of who led an item before, where another body leads it now; of a first lead where it is told."""
    first = not before.lead and bool(after.lead) and replace(typed, dry_run=False) != Typed()
    if first or amends.handed_over(before, after, ledger):
        yield desk.entry(Handover, typed, (), {"was": ledger.known(before.lead), "to": after.lead})


def _decided(desk: Desk, before: Item, after: Item, ledger: Ledger, typed: Typed) -> Iterator[Event]:
    """Yield the record of who decided on an item's date, where its words leave a choice."""
    limit = deadlines.read(after.due_wording, calendar_of(ledger.settings)) if after.due_wording else None
    settled = limit and len(limit.days) == 1 and limit.base is None
    if after.due is None or after.due == before.due or after.due_wording is None or settled:
        return
    candidates = " / ".join(map(str, limit.days)) if limit and limit.days else "–"
    said = desk.session.t.gettext("date {due} decided for “{wording}” (possible: {candidates})")
    note = said.format(due=after.due, wording=after.due_wording, candidates=candidates)
    noted = replace(typed, note=f"{note}; {typed.note}" if typed.note else note)
    yield desk.entry(Decision, noted)


# What an item cannot be without, and how it is asked for.
_NEEDED: Mapping[str, str] = {
    "area": N_("Area"),
    "kind": N_("Kind (problem, recommendation, both)"),
    "title": N_("Title"),
}


def add(desk: Desk, assignments: Sequence[Assignment], *, dry_run: bool) -> None:
    """Add an item at the end; one without a clause of the plan comes in today. Raises LedgerError as `set_fields`."""
    data = assign(desk.session, {}, assignments, "…")
    if desk.session.can_ask:
        data |= {key: _ask(desk, key, question) for key, question in _NEEDED.items() if key not in data}

    def outcome(opened: Opened) -> Outcome:
        came = {} if "source" in data else {"since": str(desk.session.today)}
        numbered = {"id": amends.next_id(opened.ledger.items), **came, **data}
        return Outcome(opened, {}, [schema.typed(Item, numbered)])

    desk.save(outcome, dry_run=dry_run)


def _ask(desk: Desk, key: str, question: str) -> Value:
    """Return a value that fits, asked for until one does."""

    def read(words: str) -> Value:
        data = assign(desk.session, {}, [Assignment(key, "=", words)], "…")
        whole = schema.typed(Item, {"id": "1", "area": "–", "kind": "both", "title": "–", **data})
        return str(getattr(whole, key))

    return desk.session.ask(desk.session.t.gettext(question), read)


def add_measure(desk: Desk, word: str, text: str, assignments: Sequence[Assignment], typed: Typed) -> None:
    """Add a measure at the end of an item's, under the next number."""

    def act(item: Item, ledger: Ledger, proofs: Proofs) -> Item:
        del proofs
        name = amends.next_measure(item)
        data = assign(desk.session, {"id": name, "text": text}, assignments, name)
        after = item.model_copy(update={"measures": (*item.measures, schema.typed(Measure, data))})
        return amends.amend(item, after, ledger)

    desk.change([desk.session.meant.one_item(word)], act, typed)


def set_measure(
    desk: Desk, word: str, assignments: Sequence[Assignment], typed: Typed, reason: str | None = None
) -> None:
    """Set fields of a measure; a date that is moved away needs a reason, and both go into the item's log."""
    item_id, name = desk.session.meant.one_measure(word)

    def act(item: Item, ledger: Ledger, proofs: Proofs) -> Item:
        del proofs
        data = assign(desk.session, schema.plain(item.measure(name)), assignments, name)
        changed = schema.typed(Measure, data)
        measures = tuple(changed if measure.id == name else measure for measure in item.measures)
        after = amends.amend(item, item.model_copy(update={"measures": measures}), ledger)
        return _put_off(desk, item, after, ledger, reason)

    desk.change([item_id], act, typed, mends=True)


def _put_off(desk: Desk, before: Item, after: Item, ledger: Ledger, reason: str | None) -> Item:
    """Return the item with the reason on record for each date of a measure that was put off. Raises RefusedError."""
    if reason is None:
        amends.refuse_put_off(before, after)
    for old, new in amends.put_off(before, after):
        said = desk.session.t.gettext("date of measure {measure}: {due} → {to}; {reason}")
        note = said.format(measure=old.id, due=old.due, to=new.due or "–", reason=reason)
        after = actions.record(after, [desk.entry(Progress, Typed(note=note))], ledger)
    return after


def finish(desk: Desk, named: Mapping[str, Sequence[str]], typed: Typed, *, undo: bool) -> None:
    """Mark measures, given by their items, as done, or as not done after all."""

    def act(item: Item, ledger: Ledger, proofs: Proofs) -> Item:
        if undo:
            return amends.unfinish(item, named[item.id], ledger)
        return amends.finish(item, named[item.id], desk.day(typed), proofs, ledger)

    if undo and replace(typed, dry_run=False) != Typed():
        raise LedgerError("undo-alone", USAGE)
    desk.change(named, act, typed)


def drop(desk: Desk, word: str, reason: str, typed: Typed) -> None:
    """Drop a measure with a reason."""
    item_id, name = desk.session.meant.one_measure(word)
    desk.change([item_id], lambda item, ledger, _: amends.drop(item, name, reason, ledger), typed)


def attach(desk: Desk, word: str, files: Sequence[Path], typed: Typed) -> None:
    """File evidence with a measure, or as an entry of an item's log; a lost file that comes again mends the item.

    Raises LedgerError (exit 2) without any evidence, and for what a measure cannot keep beside it.
    """
    typed = replace(typed, evidence=tuple(files))
    if not (files or typed.paper or typed.url):
        raise LedgerError("nothing-to-file", USAGE, item=word)
    if desk.session.meant.is_measure(word):
        item_id, name = desk.session.meant.one_measure(word)
        if typed.note or typed.on or typed.by or typed.person:
            raise LedgerError("evidence-alone", USAGE, item=item_id)
        desk.change([item_id], lambda item, _, proofs: amends.attach(item, name, proofs), typed, mends=True)
        return
    said = desk.session.t.gettext("evidence filed: {names}").format(names=_named(desk, typed))
    noted = replace(typed, note=typed.note or said)

    def act(item: Item, ledger: Ledger, proofs: Proofs) -> Item:
        return actions.record(item, [desk.entry(Progress, noted, proofs)], ledger)

    desk.change([desk.session.meant.one_item(word)], act, noted, mends=True)


def _named(desk: Desk, typed: Typed) -> str:
    names = [*(each.name for each in desk.find(typed.evidence)), *typed.paper, *typed.url]
    return desk.session.t.gettext(", ").join(names)


def read(desk: Desk, word: str, indicator: str, figure: Mapping[str, object], typed: Typed) -> None:
    """Record an indicator's `value`, in digits of any width, and its `source` on a day."""
    value = unicodedata.normalize("NFKC", str(figure["value"]))
    reading = schema.typed(Reading, {**figure, "value": value, "on": desk.day(typed)})

    def act(item: Item, ledger: Ledger, proofs: Proofs) -> Item:
        del ledger, proofs
        return amends.read(item, _indicator(item, indicator), reading)

    desk.change([desk.session.meant.one_item(word)], act, typed)


def _indicator(item: Item, word: str) -> int:
    """Return the index of the indicator that a word names: its name, a part of it, or its number.

    Raises LedgerError (exit 2) where it names none, or several.
    """
    names = [indicator.name for indicator in item.indicators]
    exact = [at for at, name in enumerate(names) if word == name]
    found = exact or [at for at, name in enumerate(names) if word in name]
    if not exact and word.isdecimal() and 0 < int(word) <= len(names):
        found = [int(word) - 1]
    if not names:
        raise LedgerError("no-indicators", USAGE, item=item.id)
    if len(found) > 1:
        raise LedgerError("only-one", USAGE, value=word, known=[names[at] for at in found])
    if not found:
        known = [f"{number} {name}" for number, name in enumerate(names, start=1)]
        raise LedgerError("unknown-name", USAGE, value=word, known=known, nearest=nearest(word, names))
    return found[0]
