"""The rows of a table as entries: rows of one item are its measures, a row across is the area of what follows."""

import operator
import re
import unicodedata
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass

from ledger.exchange.grid import Cell
from ledger.exchange.grid import Grid
from ledger.exchange.headings import Head
from ledger.exchange.headings import meanings
from ledger.exchange.text import says_nothing
from ledger.intake.lines import narrow
from ledger.intake.tables import FOOT

_AGAIN = 2  # cells of a heading that stands there once more
_NAMED = ("problem", "recommendation", "title")  # by what an entry without a number is told from the one above


@dataclass(frozen=True)
class Entry:
    """One item in a table: the filled cells of each of its rows, by what they mean."""

    sheet: str
    lines: tuple[Mapping[str, Cell], ...]
    area: Cell | None

    def first(self, field: str) -> Cell | None:
        """Return the first cell of this meaning that is filled."""
        return next((line[field] for line in self.lines if field in line), None)

    @property
    def number(self) -> str:
        """Return its number in the table, without a full stop or bracket."""
        cell = self.first("id")
        return numbered(cell.text) if cell else ""

    @property
    def place(self) -> str:
        """Return the cell that stands for the whole."""
        return next(iter(self.lines[0].values())).at


def numbered(text: str) -> str:
    """Return a number as ids are written: 1. and （1） are 1."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return re.sub(r"^[第(\[]+|[)\].、,项条]+$", "", plain)


def entries(grid: Grid, head: Head) -> tuple[list[Entry], list[Cell]]:
    """Return the items of a table, and the rows that are none: titles between them that nothing follows, notes."""
    found: list[list[Mapping[str, Cell]]] = []
    areas: list[Cell | None] = []
    area: Cell | None = None
    idle: list[Cell] = []
    for row in grid.rows[head.below :]:
        every = {field: cell for field, at in head.columns.items() if at < len(row) and (cell := row[at])}
        line = {field: cell for field, cell in every.items() if not says_nothing(cell.text)}
        if every and _is_none(every):
            idle.append(next(iter(every.values())))
        elif across := _across(row, head):
            area = across
            idle.append(across)
        elif line and found and areas[-1] == area and _goes_on(found[-1], line):
            found[-1].append(line)
        elif line:
            idle = [cell for cell in idle if cell != area]
            found.append([line])
            areas.append(area)
    return [Entry(grid.sheet, tuple(lines), where) for lines, where in zip(found, areas, strict=True)], idle


_NUMERAL = re.compile(r"[（(]?[一二三四五六七八九十]+[）)]?[、.．]?")


def _is_none(line: Mapping[str, Cell]) -> bool:
    """Return whether a row is no item: a total, who filled it in, or the heading once more (续表)."""
    texts = [re.sub(r"\s", "", narrow(cell.text)) for cell in line.values()]
    again = sum(map(operator.eq, meanings([*line.values()]), line))
    return again >= min(_AGAIN, len(texts)) or any(map(FOOT.fullmatch, texts[:2]))


def _across(row: Sequence[Cell | None], head: Head) -> Cell | None:
    """Return the one text of a row that is a title between items, or a note below them, and no item."""
    cells = [cell for cell in row if cell]
    if (
        len(cells) == _AGAIN
        and cells[0] is row[0]
        and head.columns.get("id") == 0
        and _NUMERAL.fullmatch(cells[0].text)
    ):
        return cells[1]  # 一 | 校车管理
    if not cells or len({cell.place for cell in cells}) > 1:
        return None
    wide = len(cells) > 1  # merged over several columns
    leads = head.columns.get("id") == 0 and row[0] is not None and not numbered(cells[0].text).isdecimal()
    return cells[0] if wide or leads else None


def _goes_on(above: Sequence[Mapping[str, Cell]], line: Mapping[str, Cell]) -> bool:
    """Return whether a row belongs to the item above: it has no other number and no other text."""
    first = above[0]
    if "id" in line and not ("id" in first and line["id"].text == first["id"].text):
        return False
    return all(field in first and line[field].text == first[field].text for field in _NAMED if field in line)
