"""Rich tables for a terminal. The only place that knows rich."""

import io
import re
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from typing import assert_never

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.console import Group
from rich.console import RenderableType
from rich.progress_bar import ProgressBar
from rich.table import Table as RichTable
from rich.text import Text

from ledger.outline.page import Bar
from ledger.outline.page import Cell
from ledger.outline.page import Line
from ledger.outline.page import Page
from ledger.outline.page import Part
from ledger.outline.page import Stacks
from ledger.outline.page import Table
from ledger.outline.page import Tone
from ledger.outline.words import harmless
from ledger.outline.words import too_narrow
from ledger.render import Sheet
from ledger.render.bars import stacked
from ledger.render.layout import GAP
from ledger.render.layout import filled
from ledger.render.layout import fitting
from ledger.render.layout import headings
from ledger.render.layout import widths
from ledger.render.layout import wrap

_SHORTEST, _LONGEST = 10, 40  # cells of the longest bar
# The eight colours that every terminal has, so that the person's own palette, light or dark, decides how they look.
_STYLES: Mapping[Tone, str] = {
    "": "",
    "red": "red",
    "yellow": "yellow",
    "grey": "bright_black",
    "green": "green",
    "blue": "blue",
    "strong": "bold",
    "faint": "dim",
}


def render(page: Page, sheet: Sheet) -> str:
    """Return the page drawn with rich, as text with escape sequences."""
    ink = io.StringIO()
    console = Console(
        file=ink,
        width=sheet.width,
        force_terminal=True,
        color_system="standard",
        no_color=not sheet.colour,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    console.print(Group(*_page(page, sheet)))
    return ink.getvalue()


def _page(page: Page, sheet: Sheet) -> Iterator[RenderableType]:
    title = Text(harmless(page.title), style="bold")
    if page.subtitle:
        title.append(f"  {harmless(page.subtitle)}", style="not bold dim")
    yield title
    for block in page.blocks:
        if block.heading:
            yield Text()
            yield Text(harmless(block.heading), style="bold cyan")
        for part in block.parts:
            shown = fitting(part, sheet.width) if isinstance(part, Table) else part
            yield _part(shown, sheet.width)
            if isinstance(shown, Table) and (left_out := _left_out(shown, sheet.width)):
                yield _wrapped(Cell(too_narrow(left_out, sheet.t), "faint"), sheet.width)


def _part(part: Part, width: int) -> RenderableType:
    match part:
        case Line():
            return _line(part, width)
        case Bar():
            return _bar(part)
        case Stacks():
            return _stacks(part, width)
        case Table():
            return _table(part, width)
    assert_never(part)


def _text(cell: Cell) -> Text:
    """Return the text literally: whoever writes [red] or an escape sequence into a title sees just that."""
    return Text(harmless(cell.text), style=_STYLES[cell.tone])


def _line(line: Line, width: int) -> RenderableType:
    """Return the words side by side; a line is broken between them, so that a figure stays beside its word."""
    if len(line.cells) == 1:
        return _wrapped(line.cells[0], width, indent=" " * GAP * 2)
    joined = Text()
    used = 0
    for cell in line.cells:
        text = _text(cell)
        if used and used + GAP + text.cell_len > width:
            joined.append("\n")
            used = 0
        elif used:
            joined.append(" " * GAP)
            used += GAP
        joined.append_text(text)
        used += text.cell_len
    return joined


def _wrapped(cell: Cell, width: int, indent: str = "") -> Text:
    """Return the text in lines of its own; those behind the first are indented."""
    text = harmless(cell.text)
    if cell_len(text) > width:
        own = re.match(r" *", text)
        indent += own[0] if own else ""
        text = f"\n{indent}".join(wrap(text, width - len(indent)))
    return Text(text, style=_STYLES[cell.tone])


def _bar(bar: Bar) -> RenderableType:
    grid = RichTable.grid(padding=(0, GAP))
    grid.add_row(
        bar.label, ProgressBar(total=1, completed=bar.share, width=30, style="dim", finished_style="blue"), bar.text
    )
    return grid


def _stacks(stacks: Stacks, width: int) -> RenderableType:
    """Return the bars, as long as the words beside them leave room."""
    words = [
        max(cell_len(harmless(text)) for text in texts)
        for texts in zip(*((r.label, r.text) for r in stacks.rows), strict=True)
    ]
    room = max(_SHORTEST, min(_LONGEST, width - sum(words) - 2 * GAP))
    grid = RichTable.grid(padding=(0, GAP, 0, 0))
    for _ in range(3):
        grid.add_column(overflow="fold")
    for row, runs in zip(stacks.rows, stacked(stacks, room), strict=True):
        bar = Text.assemble(*((text, _STYLES[tone]) for text, tone in runs))
        grid.add_row(Text(harmless(row.label)), bar, Text(harmless(row.text)))
    return grid


def _table(table: Table, width: int) -> RenderableType:
    """Return the table, its columns aligned here already: rich's own padding of every cell is slow."""
    given = widths(table, width)
    drawn = RichTable(
        box=box.SIMPLE_HEAD if table.headed else None,
        show_header=table.headed,
        header_style="dim",
        padding=0,
        pad_edge=False,
        show_edge=False,
    )
    gap = GAP - table.headed  # the box adds one
    lines = headings(table, given)
    for at, cells in given.items():
        heading = "\n".join(_right(line, cells) if table.columns[at].right else line for line in lines[at])
        drawn.add_column(heading, width=cells + gap * (at != max(given)), overflow="fold")
    for row in table.rows:
        drawn.add_row(*(_aligned(row[at], cells, right=table.columns[at].right) for at, cells in given.items()))
    return drawn


def _aligned(cell: Cell, width: int, *, right: bool) -> Text:
    if right and cell_len(text := harmless(cell.text)) <= width:
        return Text(_right(text, width), style=_STYLES[cell.tone])
    return _wrapped(cell, width)


def _right(text: str, width: int) -> str:
    return " " * (width - cell_len(text)) + text


def _left_out(table: Table, width: int) -> Sequence[str]:
    """Return the headings of the columns that had something to say, but no room."""
    given = widths(table, width)
    return [table.columns[at].heading for at in filled(table) if at not in given]
