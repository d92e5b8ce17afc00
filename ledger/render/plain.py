"""Plain lines for pipes and files: every word, aligned columns, no control characters, nothing cut off."""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import assert_never

from ledger.outline.page import Bar
from ledger.outline.page import Line
from ledger.outline.page import Page
from ledger.outline.page import Part
from ledger.outline.page import Stacks
from ledger.outline.page import Table
from ledger.outline.words import harmless
from ledger.render import Sheet
from ledger.render.bars import stacked

_GAP = "  "
_BAR = 30  # cells of the longest bar


def render(page: Page, sheet: Sheet) -> str:
    """Return the page as lines of text; they are as long as they are, whatever the sheet."""
    del sheet
    return "".join(f"{line.rstrip()}\n" for line in _page(page))


def _page(page: Page) -> Iterator[str]:
    yield harmless(_GAP.join(part for part in (page.title, page.subtitle) if part))
    for block in page.blocks:
        yield ""
        if block.heading:
            yield harmless(block.heading)
        for part in block.parts:
            yield from _part(part)


def _part(part: Part) -> Iterator[str]:
    match part:
        case Line():
            yield _GAP.join(harmless(cell.text) for cell in part.cells)
        case Bar():
            yield f"{part.label}{_GAP}{part.text}"
        case Stacks():
            label = max((_cells(row.label) for row in part.rows), default=0)
            for row, runs in zip(part.rows, stacked(part, _BAR), strict=True):
                bar = "".join(text for text, _ in runs)
                yield f"{row.label}{' ' * (label - _cells(row.label))}{_GAP}{bar:{_BAR}}{_GAP}{row.text}"
        case Table():
            yield from _table(part)
        case _:
            assert_never(part)


def _table(table: Table) -> Iterator[str]:
    rows = [[harmless(cell.text) for cell in row] for row in table.rows]
    if table.headed:
        rows.insert(0, [column.heading for column in table.columns])
    widths = [max(map(_cells, texts), default=0) for texts in zip(*rows, strict=True)]
    for row in rows:
        padded = (
            " " * (width - _cells(text)) + text if column.right else text + " " * (width - _cells(text))
            for text, width, column in zip(row, widths, table.columns, strict=True)
        )
        yield _GAP.join(padded)


@lru_cache(maxsize=4096)
def _cells(text: str) -> int:
    """Return how many terminal cells `text` takes: Chinese characters take two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )
