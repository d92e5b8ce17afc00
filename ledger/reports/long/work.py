"""The tables of measures, indicators and their readings."""

from collections.abc import Iterator
from typing import NamedTuple

from ledger.model import Indicator
from ledger.model import Measure
from ledger.model import Reading
from ledger.reports.long.base import ITEM
from ledger.reports.long.base import PLACE
from ledger.reports.long.base import Line
from ledger.reports.long.base import Table
from ledger.reports.long.base import found
from ledger.reports.story import ItemStory

MEASURES: Table[Line[Measure]] = Table(
    "measures",
    "a measure of an item",
    (
        *ITEM,
        found("of.id", "string", "the measure's id", "measure", required=True),
        PLACE,
        found("of.text", "string", "what is to be done", required=True),
        found("of.done", "date32", "the day it was done; null: not yet"),
        found("of.dropped", "string", "why it is not done at all; null: it was not dropped"),
        found("of.person", "string", "the responsible person"),
        found("of.due", "date32", "a due date of its own"),
        found("of.due_wording", "string", "the plan's own words for it"),
    ),
)

INDICATORS: Table[Line[Indicator]] = Table(
    "indicators",
    "a figure of the plan",
    (
        *ITEM,
        PLACE,
        found("of.name", "string", "its name; several of an item may share one", required=True),
        found("of.unit", "string", "the unit of its value and readings, as it is written there"),
        found("of.kind", "string", "`baseline`, `target`, `scope`, `output`, `duration`", required=True),
        found("of.literal", "string", "the figure as it is written", required=True),
        found("of.value", "double", "the number in it", unit="that of `unit`"),
        found("of.aim", "string", "how a target is reached: `>=`, `<=`, `=`, `all`"),
        found("of.measure", "string", "the measure's id; null: it is the item's as a whole"),
    ),
)


class Read(NamedTuple):
    """A reading of an indicator, which stands in a place among those of its item."""

    indicator: int
    name: str
    unit: str | None
    reading: Reading


READINGS: Table[Line[Read]] = Table(
    "readings",
    "the value of an indicator on a day",
    (
        *ITEM,
        found("of.indicator", "int32", "the `place` of the indicator in `indicators`", required=True),
        PLACE,
        found("of.name", "string", "the indicator's name", required=True),
        found("of.unit", "string", "its unit"),
        found("of.reading.on", "date32", "the day", "day", required=True),
        found("of.reading.value", "double", "the value", required=True, unit="that of `unit`"),
        found("of.reading.source", "string", "where it comes from"),
    ),
)


def readings(item: ItemStory) -> Iterator[Read]:
    """Yield the readings of all indicators."""
    for place, indicator in enumerate(item.indicators, start=1):
        yield from (Read(place, indicator.name, indicator.unit, reading) for reading in indicator.readings)
