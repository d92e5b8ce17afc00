"""The model of a board: how the ledger stands, on one page for those who lead and those who read what is published."""

from typing import Literal
from typing import NamedTuple

from ledger.outline.page import Block
from ledger.outline.page import Cell
from ledger.outline.page import Tone


class Tile(NamedTuple):
    """A figure with what it counts, and how it differs from an earlier day."""

    label: str
    figure: str
    change: str
    tone: Tone = ""


class Headline(NamedTuple):
    """The completion rate, also as a share from 0 to 1, how it was reached, and the figures beside it."""

    label: str
    rate: str
    share: float
    reached: str
    change: str
    tiles: tuple[Tile, ...]


class Series(NamedTuple):
    """What a chart counts in one colour, a figure for each of its labels."""

    name: str
    tone: Tone
    figures: tuple[int, ...]


class Figure(NamedTuple):
    """A chart of stacked bars or columns; its figures are also a table, whose first column is headed `what`.

    `ticks` are the labels as they stand in the chart; what `sum` counts stands in the table alone.
    """

    kind: Literal["bars", "columns"]
    title: str
    caption: str
    what: str
    labels: tuple[str, ...]
    ticks: tuple[str, ...]
    series: tuple[Series, ...]
    sum: Series


class Mark(NamedTuple):
    """What is due on a day: whose story tells of it, its number, text and leads, the day and how far that is."""

    item: str
    number: str
    text: str
    lead: str
    due: str
    days: Cell
    tone: Tone


class Stretch(NamedTuple):
    """A part of the line of time: what lies behind, or a month ahead."""

    heading: str
    tone: Tone
    marks: tuple[Mark, ...]
    more: str


class Choice(NamedTuple):
    """A filter of the table: which key of a row it looks at, and the values it knows, with their words."""

    key: str
    label: str
    values: tuple[tuple[str, str], ...]


class Heading(NamedTuple):
    """A column of the table, and whether its figures stand at the right."""

    text: str
    right: bool = False


class Field(NamedTuple):
    """A cell of the table, and by what it is sorted; none: by its text."""

    cell: Cell
    order: str = ""


class Entry(NamedTuple):
    """A row of the table: the item, its cells, and its values for each filter, divided by spaces."""

    item: str
    fields: tuple[Field, ...]
    values: tuple[tuple[str, str], ...]


class Register(NamedTuple):
    """The table of all items; `title` is the column that opens an item's story."""

    headings: tuple[Heading, ...]
    title: int
    entries: tuple[Entry, ...]
    choices: tuple[Choice, ...]


class Tale(NamedTuple):
    """The whole story of one item."""

    item: str
    heading: str
    light: Cell
    blocks: tuple[Block, ...]


class Labels(NamedTuple):
    """What the parts of the board and its controls are called."""

    skip: str
    overall: str
    lights: str
    charts: str
    figures: str
    time: str
    table: str
    stories: str
    search: str
    anything: str
    reset: str
    shown: str
    none: str
    close: str
    print: str
    sort: str


class Board(NamedTuple):
    """A board in one language, of the plan `title`; `name` is what a board is called.

    `remarks` are what its reader has to know, `empty` stands where there is no item.
    """

    language: str
    title: str
    name: str
    subtitle: str
    remarks: tuple[str, ...]
    labels: Labels
    empty: str
    headline: Headline | None
    lights: tuple[Cell, ...]
    figures: tuple[Figure, ...]
    stretches: tuple[Stretch, ...]
    undated: str
    register: Register
    tales: tuple[Tale, ...]
    foot: str
