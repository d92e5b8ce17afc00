"""The whole ledger as it may be published: without persons, notes and evidence, without steps of supervision."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from typing import TypeVar

from ledger.events import Correction
from ledger.events import Event
from ledger.events import Notice
from ledger.model import Indicator
from ledger.model import Measure
from ledger.reports.export import Export
from ledger.reports.story import ItemStory
from ledger.scalars import Record

R = TypeVar("R", bound=Record)

NOT_SAID = "–"  # in the place of a text that has to be there
# What an entry of a log keeps. It is named, so that a key which comes later stays inside until it is named as well.
ENTRY = frozenset({"on", "event", "by", "received", "news", "to", "was", "begin", "until", "entry", "into"})
PERSONS = ("leader", "office", "person")


def public(facts: Export) -> Export:
    """Return the facts without persons, notes, reasons, outcomes, sources, evidence, supervision and faults."""
    return replace(
        facts,
        rows=tuple(replace(row, faults=0) for row in facts.rows),
        items=tuple(map(_item, facts.items)),
    )


def _item(item: ItemStory) -> ItemStory:
    inside = {n for n, entry in _numbered(item) if isinstance(entry, Notice)}
    inside |= {n for n, entry in _numbered(item) if isinstance(entry, Correction) and entry.entry in inside}
    told = [(n, entry) for n, entry in _numbered(item) if n not in inside]
    return item.model_copy(
        update=dict.fromkeys(PERSONS)
        | {
            "measures": tuple(map(_measure, item.measures)),
            "indicators": tuple(map(_indicator, item.indicators)),
            "log": tuple(_kept(entry, ENTRY) for _, entry in told),
            "entry_numbers": tuple(n for n, _ in told),
            "void_entries": tuple(n for n in item.void_entries if n not in inside),
            "faults": (),
        }
    )


def _numbered(item: ItemStory) -> Iterator[tuple[int, Event]]:
    return zip(item.entry_numbers, item.log, strict=True)


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
