"""The words of the board's table of items, of its filters, and of the stories behind it."""

from collections.abc import Iterator
from collections.abc import Sequence

from ledger.i18n import Translation
from ledger.outline import words
from ledger.outline.board import Choice
from ledger.outline.board import Entry
from ledger.outline.board import Field
from ledger.outline.board import Heading
from ledger.outline.board import Register
from ledger.outline.board import Tale
from ledger.outline.listing import due_cell
from ledger.outline.page import Cell
from ledger.outline.story import chapters
from ledger.outline.story import heading
from ledger.reports.export import Export
from ledger.reports.rows import LIGHTS
from ledger.reports.rows import STATUSES
from ledger.reports.rows import Row

_TITLE = 2  # which column
_LAST = "9999"  # behind all days


def register(facts: Export, t: Translation) -> Register:
    """Return the table of all items, with a filter for each closed set of values in it."""
    headings = (
        Heading(t.gettext("No.")),
        Heading(t.gettext("Light")),
        Heading(t.gettext("Title")),
        Heading(t.gettext("Area")),
        Heading(t.gettext("Lead")),
        Heading(t.gettext("Status")),
        Heading(t.gettext("Measures"), right=True),
        Heading(t.gettext("Due")),
        Heading(t.gettext("Days"), right=True),
    )
    areas = tuple(dict.fromkeys(row.area for row in facts.rows))
    leads = tuple(sorted({name for row in facts.rows for name in row.lead}))
    choices = (
        _choice("status", t.gettext("Status"), [(one, t.gettext(words.STATUS[one])) for one in STATUSES], facts.rows),
        _choice("light", t.gettext("Light"), [(one, t.gettext(words.LIGHT[one])) for one in LIGHTS], facts.rows),
        Choice("area", t.gettext("Area"), tuple((str(at), name) for at, name in enumerate(areas))),
        Choice("lead", t.gettext("Lead"), tuple((str(at), name) for at, name in enumerate(leads))),
    )
    entries = tuple(_entry(row, areas, leads, t) for row in facts.rows)
    return Register(headings, _TITLE, entries, choices)


def _choice(key: str, label: str, every: Sequence[tuple[str, str]], rows: Sequence[Row]) -> Choice:
    """Return a filter by the values that any row has."""
    there = {getattr(row, key) for row in rows}
    return Choice(key, label, tuple((name, word) for name, word in every if name in there))


def _entry(row: Row, areas: Sequence[str], leads: Sequence[str], t: Translation) -> Entry:
    fields = (
        Field(words.id_cell(row), row.id),
        Field(words.light_cell(row.light, row.light_reason, t), str(LIGHTS.index(row.light))),
        Field(Cell(row.title)),
        Field(Cell(row.area), f"{areas.index(row.area):04}"),
        Field(Cell(words.names(row.lead, t) or "–", "" if row.lead else "faint")),
        Field(Cell(t.gettext(words.STATUS[row.status])), str(STATUSES.index(row.status))),
        Field(Cell(f"{row.measures_done}/{row.measures_total}"), f"{row.measures_done} {row.measures_total}"),
        Field(due_cell(row, t), str(row.due or _LAST)),
        Field(words.days(row.days_left, t), _LAST if row.days_left is None else str(row.days_left)),
    )
    values = (
        ("status", row.status),
        ("light", row.light),
        ("area", str(areas.index(row.area))),
        ("lead", " ".join(str(leads.index(name)) for name in row.lead)),
    )
    return Entry(row.id, fields, values)


def tales(facts: Export, t: Translation, *, people: bool) -> Iterator[Tale]:
    """Yield the story of each item; `people`: with those who answer for it."""
    for item in facts.items:
        light = words.light_cell(item.light, item.light_reason, t)
        yield Tale(item.id, heading(item, t), light, tuple(chapters("", item, t, people=people)))
