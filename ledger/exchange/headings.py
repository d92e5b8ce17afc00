"""What the columns of a table mean, by the many names that offices give them (常见整改台账表头)."""

import re
import unicodedata
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass

from ledger.errors import CellFault
from ledger.exchange.grid import Cell
from ledger.exchange.grid import Grid
from ledger.intake.terms import Field
from ledger.intake.terms import columns

# What a column is called here, where it is not what a plan's part is called; a table has more than a plan.
_READ: Mapping[Field, str | None] = {
    "number": "id", "measures": "measure", "note": "remark", "type": None, "source": None,
}  # fmt: skip
_OWN: Mapping[str, str] = {
    word: field
    for field, some in {
        "title": "标题|事项|整改事项|问题名称|事项名称|整改项目",
        "measure_id": "措施序号|措施编号|举措序号",
    }.items()
    for word in some.split("|")
}
_ENGLISH = frozenset(
    {"area", "title", "problem", "recommendation", "goal", "measure", "lead", "support", "leader", "office", "person"}
    | {"due", "progress", "status", "evidence", "remark"}
)
_HEAD = 20  # rows in which a heading is looked for
_ENOUGH = 2  # columns that are known make a heading


@dataclass(frozen=True)
class Head:
    """The columns that are known, by what they mean; the first row below the heading; and the columns that are not."""

    columns: Mapping[str, int]
    below: int
    unread: tuple[Cell, ...]
    faults: tuple[CellFault, ...]


def meanings(row: Sequence[Cell | None]) -> list[str | None]:
    """Return what each heading of a row means."""
    fields = columns([cell.text if cell else "" for cell in row])
    return [
        _meant(cell.text, _READ.get(field, field) if field else None) if cell else None
        for cell, field in zip(row, fields, strict=True)
    ]


def _meant(heading: str, field: str | None) -> str | None:
    plain = re.sub(r"\(.*?\)|[\s:*.]", "", unicodedata.normalize("NFKC", heading).casefold())
    return _OWN.get(plain) or field or (plain if plain in _ENGLISH else None)


def find(grid: Grid) -> Head | None:
    """Return the heading of a sheet, which may have several rows, or None where it has none."""
    for first, row in enumerate(grid.rows[:_HEAD]):
        if len({*meanings(row)} - {None}) >= _ENOUGH:
            return _head(grid, first)
    return None


def _head(grid: Grid, first: int) -> Head:
    last = first
    while last + 1 < len(grid.rows) and _goes_on(grid.rows[last], grid.rows[last + 1]):
        last += 1
    lowest: dict[int, Cell] = {}
    for row in grid.rows[first : last + 1]:
        lowest |= {column: cell for column, cell in enumerate(row) if cell}
    found: dict[str, int] = {}
    unread: list[Cell] = []
    faults: list[CellFault] = []
    known = sorted(lowest.items())
    for (column, cell), field in zip(known, meanings([cell for _, cell in known]), strict=True):
        if field is None:
            unread.append(cell)
        elif field in found:
            other = lowest[found[field]]
            fields = {"value": cell.text, "other": other.text, "cell": other.place}
            faults.append(CellFault(grid.sheet, cell.place, "heading-twice", fields))
        else:
            found[field] = column
    return Head(found, last + 1 + _is_counted(grid.rows, last + 1), tuple(unread), tuple(faults))


def _goes_on(above: Sequence[Cell | None], row: Sequence[Cell | None]) -> bool:
    """Return whether a row still belongs to the heading: all it says is known, or was said above."""
    said = {cell.text for cell in above if cell}
    known = [meant or cell.text in said for cell, meant in zip(row, meanings(row), strict=True) if cell]
    return bool(known) and all(known)


def _is_counted(rows: Sequence[Sequence[Cell | None]], at: int) -> bool:
    """Return whether a row only numbers the columns."""
    texts = [cell.text for cell in rows[at] if cell] if at < len(rows) else []
    return len(texts) > _ENOUGH and texts == [str(number) for number in range(1, len(texts) + 1)]
