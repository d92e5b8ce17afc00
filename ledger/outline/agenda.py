"""The model and the words of a calendar of due dates: what is due, on which day, and whose it is."""

from collections.abc import Iterator
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from ledger.i18n import Translation
from ledger.outline import words
from ledger.outline.listing import shorten
from ledger.reports.export import Export
from ledger.reports.story import ItemStory

_TITLE = 30  # characters of a measure in a title; the description has all of them


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
    if item.due and item.status in {"open", "in_progress"}:
        summary = t.gettext("Due: item {id}, {title}").format(id=item.id, title=item.title)
        yield _due(item.id, item.due, summary, item.lead or item.bodies("lead"), item.due_wording, t)
    for measure in item.measures:
        if measure.due and not (measure.done or measure.dropped):
            text = shorten(measure.text, _TITLE)
            summary = t.gettext("Due: measure {id}, {text}").format(id=measure.id, text=text)
            more = item.title if text == measure.text else f"{item.title}\n{measure.text}"
            yield _due(measure.id, measure.due, summary, measure.lead or item.lead, more, t)


def _due(  # noqa: PLR0913, PLR0917 (all that an entry says)
    key: str, day: date, summary: str, bodies: Sequence[str], more: str | None, t: Translation
) -> Due:
    """Return an entry whose title has the bodies at its end; the description has them all, and `more`."""
    if not bodies:
        return Due(key, day, summary, more or "")
    lead = t.gettext("Lead: {names}").format(names=words.names(bodies, t))
    titled = t.gettext("{summary} ({names})").format(summary=summary, names=words.short_names(bodies, t))
    return Due(key, day, titled, f"{lead}\n{more}" if more else lead)
