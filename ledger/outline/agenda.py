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
    """A day on which something is due; `key` tells it from all others of the ledger, and stays the same.

    `over`: nothing is due any more, and a calendar that has the day is to know.
    """

    key: str
    day: date
    summary: str
    description: str
    over: bool


class Agenda(NamedTuple):
    """What is due in a ledger, as of a day; `ledger` tells it from other ledgers."""

    title: str
    ledger: str
    as_of: date
    dues: tuple[Due, ...]


def agenda(facts: Export, t: Translation, part: str = "") -> Agenda:
    """Return what has a date and is not done, and what was done before its date came; `part` names a sub-ledger."""
    title = facts.plan.title or t.gettext("Rectification ledger")
    dues = tuple(due for item in facts.items for due in _dues(item, t) if not due.over or due.day > facts.as_of)
    return Agenda(title, facts.plan.key(part), facts.as_of, dues)


def _dues(item: ItemStory, t: Translation) -> Iterator[Due]:
    if item.due:
        over = item.status not in {"open", "in_progress"}
        if over:
            state = t.gettext(words.STATUS[item.status])
            summary = t.gettext("{state}: item {id}, {title}").format(state=state, id=item.id, title=item.title)
        else:
            summary = t.gettext("Due: item {id}, {title}").format(id=item.id, title=item.title)
        texts = _texts(summary, item.lead or item.bodies("lead"), item.due_wording, t)
        yield Due(item.id, item.due, *texts, over)
    for measure in item.measures:
        if measure.due:
            over = bool(measure.done or measure.dropped) or item.status in {"closed", "withdrawn"}
            told = t.gettext("No longer due: measure {id}, {text}") if over else t.gettext("Due: measure {id}, {text}")
            text = shorten(measure.text, _TITLE)
            more = item.title if text == measure.text else f"{item.title}\n{measure.text}"
            texts = _texts(told.format(id=measure.id, text=text), measure.lead or item.lead, more, t)
            yield Due(measure.id, measure.due, *texts, over)


def _texts(summary: str, bodies: Sequence[str], more: str | None, t: Translation) -> tuple[str, str]:
    """Return a title with the bodies at its end, and a description that has them all, and `more`."""
    if not bodies:
        return summary, more or ""
    lead = t.gettext("Lead: {names}").format(names=words.names(bodies, t))
    titled = t.gettext("{summary} ({names})").format(summary=summary, names=words.short_names(bodies, t))
    return titled, f"{lead}\n{more}" if more else lead
