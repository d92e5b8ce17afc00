"""The model that every text medium draws: a page of blocks, made of tables, lines and bars. Words only, no ink.

Named tuples, since a page has ten thousand cells and they are made in half the time.
"""

from typing import Literal
from typing import NamedTuple
from typing import TypeAlias

Tone = Literal["", "red", "yellow", "grey", "green", "blue", "strong", "faint"]


class Cell(NamedTuple):
    """A text and how it is toned; the tone never says what the text does not."""

    text: str
    tone: Tone = ""


class Column(NamedTuple):
    """A column of a table.

    Where the medium is too narrow the column with the highest `drop` goes first; 0 stays. A `flexible` column takes
    what room is left, and wraps.
    """

    heading: str
    drop: int = 0
    right: bool = False
    flexible: bool = False


class Table(NamedTuple):
    """Rows of cells under columns; without headings it is a list of labelled values."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    headed: bool = True


class Line(NamedTuple):
    """Words side by side."""

    cells: tuple[Cell, ...]


class Bar(NamedTuple):
    """A share of a whole, from 0 to 1, with what it means before and behind it."""

    label: str
    share: float
    text: str


class Stack(NamedTuple):
    """A bar made of counts, each toned, with what it is before and what it means behind it."""

    label: str
    counts: tuple[tuple[int, Tone], ...]
    text: str


class Stacks(NamedTuple):
    """Bars one below the other, drawn on one scale."""

    rows: tuple[Stack, ...]


Part: TypeAlias = Table | Line | Bar | Stacks


class Block(NamedTuple):
    """Parts under a heading, which may be empty."""

    heading: str
    parts: tuple[Part, ...]


class Page(NamedTuple):
    """What is shown in answer to one command."""

    title: str
    subtitle: str
    blocks: tuple[Block, ...]


def line(text: str, tone: Tone = "") -> Line:
    """Return a line of one text."""
    return Line((Cell(text, tone),))


def cells(*texts: str) -> tuple[Cell, ...]:
    """Return untoned cells."""
    return tuple(map(Cell, texts))
