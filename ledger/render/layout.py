"""How a table fits a terminal, or becomes a list, and where a Chinese line breaks. Widths are terminal cells."""

import re
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence

from rich.cells import cell_len

from ledger.outline.page import Cell
from ledger.outline.page import Column
from ledger.outline.page import Table
from ledger.outline.words import harmless

GAP = 2  # between columns
_NARROWEST = 30  # what a flexible column keeps before others are dropped for it
_WIDEST = 40  # what any other column may take before it becomes flexible too
_LEAST = 8  # what it keeps when nothing is left to drop
_READABLE = 10  # with less than that in a column, a table becomes a list

# Closing punctuation never begins a line, opening punctuation never ends one, words and figures are not torn apart.
_CLOSING = "，。、；：！？）》〉」』】”’…%％)]},.;:!?"
_OPENING = "（《〈「『【“‘([{"
_UNBROKEN = re.compile(
    rf"[{re.escape(_OPENING)}]*(?:[A-Za-z0-9_./:@+\-–]+|\s|[^{re.escape(_OPENING)}])[{re.escape(_CLOSING)}]*"
    rf"|[{re.escape(_OPENING)}]+"
)


def widths(table: Table, width: int) -> Mapping[int, int]:
    """Return the indexes of the columns that fit into `width`, and how many cells each gets.

    Empty columns are left out; then each finds its place, those with the lowest `drop` first, as long as there is room.
    """
    natural = {at: _natural(table, at) for at in filled(table)}
    yielding = {at for at, cells in natural.items() if table.columns[at].flexible or cells > _WIDEST}
    least = {at: min(cells, _NARROWEST) if at in yielding else cells for at, cells in natural.items()}
    kept = [at for at in least if not table.columns[at].drop]
    for at in sorted(least.keys() - kept, key=lambda at: (table.columns[at].drop, -at)):
        if sum(least[each] + GAP for each in (*kept, at)) <= width + GAP:
            kept.append(at)
    given = {at: natural[at] for at in sorted(kept)}
    flexible = sorted(yielding & given.keys(), key=lambda at: natural[at])
    room = width - GAP * (len(given) - 1) - sum(cells for at, cells in given.items() if at not in flexible)
    for n, at in enumerate(flexible):
        given[at] = min(natural[at], max(room // (len(flexible) - n), _LEAST))
        room -= given[at]
    return given


def fitting(table: Table, width: int) -> Table:
    """Return the table, or its rows one below the other where a column would have too little room to be read."""
    given = widths(table, width)
    squeezed = any(cells < min(_natural(table, at), _READABLE) for at, cells in given.items())
    if not table.headed or (not squeezed and sum(given.values()) + GAP * (len(given) - 1) <= width):
        return table
    rows = [row for each in table.rows for row in (*_listed(table, each), (Cell(""), Cell("")))]
    return Table((Column(""), Column("", flexible=True)), tuple(rows[:-1]), headed=False)


def _listed(table: Table, row: Sequence[Cell]) -> Iterator[tuple[Cell, Cell]]:
    """Yield the cells of a row beside their headings, each line of a cell on its own."""
    for column, cell in zip(table.columns, row, strict=True):
        for n, text in enumerate(cell.text.splitlines()):
            yield Cell("" if n else column.heading, "faint"), cell._replace(text=text)


def filled(table: Table) -> Sequence[int]:
    """Return the indexes of the columns that say anything."""
    return [at for at in range(len(table.columns)) if any(row[at].text for row in table.rows)]


def _natural(table: Table, at: int) -> int:
    heading = cell_len(table.columns[at].heading) if table.headed else 0
    return max(heading, *(cell_len(harmless(row[at].text)) for row in table.rows))


def wrap(text: str, width: int) -> list[str]:
    """Return `text` in lines of at most `width` cells, broken where Chinese typesetting allows it."""
    lines = [""]
    used = 0
    for piece in _UNBROKEN.findall(text):
        cells = cell_len(piece)
        if used and used + cells > width:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
            used = 0
            piece = piece.lstrip()  # noqa: PLW2901 (a space is not carried into the next line)
            cells = cell_len(piece)
        for part in [piece] if cells <= width else _torn(piece, width):
            if used and used + cell_len(part) > width:
                lines.append("")
                used = 0
            lines[-1] += part
            used += cell_len(part)
    return lines


def _torn(piece: str, width: int) -> list[str]:
    """Return a word longer than a line in parts that fit."""
    parts = [""]
    for character in piece:
        if cell_len(parts[-1]) + cell_len(character) > width:
            parts.append("")
        parts[-1] += character
    return parts
