"""All long tables; docs/parquet.md describes them, written from here by tools/columns.py."""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from datetime import date
from typing import Any
from typing import TypeAlias

from ledger.model import Ledger
from ledger.reports.long.base import Head
from ledger.reports.long.base import Line
from ledger.reports.long.base import Table
from ledger.reports.long.base import Value
from ledger.reports.long.items import BODIES
from ledger.reports.long.items import ITEMS
from ledger.reports.long.items import LEDGERS
from ledger.reports.long.items import bodies
from ledger.reports.long.log import EVENTS
from ledger.reports.long.log import EVIDENCE
from ledger.reports.long.log import entries
from ledger.reports.long.log import proofs
from ledger.reports.long.work import INDICATORS
from ledger.reports.long.work import MEASURES
from ledger.reports.long.work import READINGS
from ledger.reports.long.work import readings
from ledger.reports.oscal.text import Ids
from ledger.reports.status import plan_head
from ledger.reports.story import ItemStory

FORMAT = "1"  # a column may be added; where one is renamed, retyped or removed this is another
Row: TypeAlias = tuple[Table[Any], Iterator[Value]]

_OF_ITEM: tuple[tuple[Table[Any], Callable[[ItemStory], Iterable[Any]]], ...] = (
    (BODIES, bodies),
    (MEASURES, lambda item: item.measures),
    (INDICATORS, lambda item: item.indicators),
    (READINGS, readings),
    (EVENTS, entries),
    (EVIDENCE, proofs),
)
TABLES: tuple[Table[Any], ...] = (LEDGERS, ITEMS, *(table for table, _ in _OF_ITEM))


def head(ledger: Ledger, day: date, part: str) -> Head:
    """Return which ledger it is; `part` is the folder of a sub-ledger, which shares its plan with the one around it."""
    settings, told = ledger.settings, plan_head(ledger)
    folder = part.encode(errors="replace").decode()  # it may be no text
    return Head(
        ledger=told.key(folder),
        as_of=day,
        system_id=str(Ids(*told.identity(part)).ledger),
        plan=settings.plan,
        part=folder or None,
        office=settings.office,
        verifier=settings.verifier,
    )


def rows(about: Head, items: Iterable[ItemStory]) -> Iterator[Row]:
    """Yield the rows of all tables, item by item."""
    yield LEDGERS, LEDGERS.cells(about)
    for at, item in enumerate(items, start=1):
        yield ITEMS, ITEMS.cells(Line(about, item, at, item))
        for table, of_item in _OF_ITEM:
            for place, each in enumerate(of_item(item), start=1):
                yield table, table.cells(Line(about, item, place, each))
