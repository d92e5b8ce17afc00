"""What is due when: the open items and the open measures with dates of their own, on one line of time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ledger.pace import Light
from ledger.reports.export import Export
from ledger.reports.story import ItemStory


@dataclass(frozen=True)
class Mark:
    """An item, or with `measure` one of its measures, that is due on a day; late where `days_left` is negative."""

    item: str
    measure: str | None
    text: str
    lead: tuple[str, ...]
    due: date
    days_left: int
    light: Light


def horizon(facts: Export) -> tuple[Mark, ...]:
    """Return all that is due, the earliest first."""
    return tuple(sorted((mark for item in facts.items for mark in _marks(item, facts.as_of)), key=lambda one: one.due))


def undated(facts: Export) -> int:
    """Return how many items are still to be done and have no date."""
    return sum(item.due is None and item.status in {"open", "in_progress"} for item in facts.items)


def _marks(item: ItemStory, day: date) -> Iterator[Mark]:
    if item.due and item.days_left is not None:
        yield Mark(item.id, None, item.title, item.lead, item.due, item.days_left, item.light)
    for measure in () if item.ended else item.measures:
        if measure.due and not measure.done and not measure.dropped:
            left = (measure.due - day).days
            lead = measure.lead or item.lead
            yield Mark(item.id, measure.id, measure.text, lead, measure.due, left, "red" if left < 0 else "green")
