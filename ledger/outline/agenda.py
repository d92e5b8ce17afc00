"""The model and the words of a calendar of due dates: what is due, on which day, and whose it is."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from ledger.i18n import Translation
from ledger.outline import words
from ledger.reports.export import Export
from ledger.reports.story import ItemStory


class Due(NamedTuple):
    """A day on which something is due; `key` tells it from all others of the ledger, and stays the same."""

    key: str
    day: date
    summary: str
    description: str


class Agenda(NamedTuple):
    """What is due in a ledger, as of a day; `ledger` tells it from other ledgers."""

    title: str
    ledger: str
    as_of: date
    dues: tuple[Due, ...]


def agenda(facts: Export, t: Translation) -> Agenda:
    """Return the open items and measures that have a date."""
    title = facts.plan.title or t.gettext("Rectification ledger")
    plan = " ".join(str(part) for part in (facts.plan.title, facts.plan.number, facts.plan.date) if part)
    return Agenda(title, plan, facts.as_of, tuple(due for item in facts.items for due in _dues(item, t)))


def _dues(item: ItemStory, t: Translation) -> Iterator[Due]:
    if item.status in {"closed", "withdrawn"}:
        return
    lead = t.gettext("Lead: {names}").format(names=words.names(item.lead, t)) if item.lead else ""
    if item.due and item.status in {"open", "in_progress"}:
        summary = t.gettext("Item {id}: {title}").format(id=item.id, title=item.title)
        yield Due(item.id, item.due, summary, "\n".join(part for part in (lead, item.due_wording or "") if part))
    for measure in item.measures:
        if measure.due and not (measure.done or measure.dropped):
            who = words.names(measure.lead, t) or words.names(item.lead, t)
            lead = t.gettext("Lead: {names}").format(names=who) if who else ""
            summary = t.gettext("Measure {id}: {text}").format(id=measure.id, text=measure.text)
            yield Due(measure.id, measure.due, summary, "\n".join(part for part in (lead, item.title) if part))
