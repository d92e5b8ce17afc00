"""The whole ledger as it may be published: without persons, without what was noted about the work, without evidence."""

from dataclasses import replace
from typing import Any
from typing import TypeVar

from ledger.model import Indicator
from ledger.model import Measure
from ledger.reports.export import Export
from ledger.reports.story import ItemStory
from ledger.scalars import Record

R = TypeVar("R", bound=Record)

NOT_SAID = "–"  # in the place of a text that has to be there
# What an entry of a log keeps. It is named, so that a key which comes later stays inside until it is named as well.
ENTRY = frozenset({"on", "event", "by", "received", "news", "level", "to", "was", "begin", "until", "entry", "into"})
PERSONS = ("leader", "office", "person")


def public(facts: Export) -> Export:
    """Return the facts without persons, notes, reasons, outcomes, sources, evidence and what the checks found."""
    return replace(
        facts,
        rows=tuple(replace(row, faults=0) for row in facts.rows),
        items=tuple(map(_item, facts.items)),
    )


def _item(item: ItemStory) -> ItemStory:
    return item.model_copy(
        update=dict.fromkeys(PERSONS)
        | {
            "measures": tuple(map(_measure, item.measures)),
            "indicators": tuple(map(_indicator, item.indicators)),
            "log": tuple(_kept(entry, ENTRY) for entry in item.log),
            "faults": (),
        }
    )


def _measure(measure: Measure) -> Measure:
    dropped = NOT_SAID if measure.dropped else None
    return measure.model_copy(update={"person": None, "evidence": (), "dropped": dropped})


def _indicator(indicator: Indicator) -> Indicator:
    readings = tuple(reading.model_copy(update={"source": None}) for reading in indicator.readings)
    return indicator.model_copy(update={"readings": readings})


def _kept(record: R, keys: frozenset[str]) -> R:
    """Return a record with these keys alone; of the others those that have to be there say nothing."""
    update: dict[str, Any] = {
        name: NOT_SAID if field.is_required() else field.get_default()
        for name, field in type(record).model_fields.items()
        if name not in keys
    }
    return record.model_copy(update=update)
