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
_WORD = 4  # cells of two Chinese characters; one alone is torn off
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
    Headings stand in two lines where a column finds one by that before which none would have to go.
    """
    shown = filled(table)
    given = _given(table, {at: _natural(table, at) for at in shown}, width)
    if len(given) == len(shown):
        return given
    broken = _given(table, {at: _natural(table, at, in_two=True) for at in shown}, width)
    drops = {at: table.columns[at].drop for at in shown}
    ranks = sorted({*drops.values()})
    return max(given, broken, key=lambda kept: [[drops[at] for at in kept].count(rank) for rank in ranks])


def _given(table: Table, natural: Mapping[int, int], width: int) -> Mapping[int, int]:
    """Return how many cells the columns get that find room, each by its `natural` width."""
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
    squeezed = any(cells < min(_natural(table, at, in_two=True), _READABLE) for at, cells in given.items())
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


def _natural(table: Table, at: int, *, in_two: bool = False) -> int:
    """Return how many cells a column takes, be its heading in two lines."""
    heading = table.columns[at].heading if table.headed else ""
    lines = _in_two(heading) if in_two else [heading]
    return max(*map(cell_len, lines), *(cell_len(harmless(row[at].text)) for row in table.rows))


def headings(table: Table, given: Mapping[int, int]) -> Mapping[int, Sequence[str]]:
    """Return the lines of the headings of these columns, as many of each: what is shorter stands below."""
    named = {at: table.columns[at].heading for at in given}
    lines = {at: [name] if cell_len(name) <= given[at] else _in_two(name) for at, name in named.items()}
    height = max(map(len, lines.values()), default=0)
    return {at: [""] * (height - len(some)) + some for at, some in lines.items()}


def _in_two(heading: str) -> list[str]:
    """Return a heading in the two lines that take the fewest cells, if there is a place where it may be broken."""
    pieces = _UNBROKEN.findall(heading)
    places = (n for n in range(1, len(pieces)) if pieces[n].isspace() or cell_len(pieces[n]) > len(pieces[n]))
    halves = (["".join(pieces[:n]).strip(), "".join(pieces[n:]).strip()] for n in places)
    ways = [some for some in halves if not any(len(line) < cell_len(line) < _WORD for line in some)]
    return min([[heading], *ways], key=lambda lines: max(map(cell_len, lines)))


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
