"""Tables: which row is the heading, what each column says, and rows that a text has scattered over lines."""

import re
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from itertools import combinations
from itertools import zip_longest

from ledger.intake.lines import Line
from ledger.intake.lines import narrow
from ledger.intake.terms import Field
from ledger.intake.terms import column
from ledger.intake.terms import columns
from ledger.intake.terms import named

_MANY = 3  # headings make a table's head
_WIDEST, _NARROW = 14, 10  # characters of a heading, and of one in its second row
_AHEAD = 3  # columns in which a running number is looked for
# How the rows begin that sum up a table, or say who has filled it in.
FOOT = re.compile(
    r"(?:[合小总共]计|汇总|累计|填[表报](?:人|单位|日期|时间)|制表人?|审核人?|联系人|联系电话)(?:[:(\d共].{0,40})?|"
    r"(?:注|备注|说明)[:\d].*",
    re.DOTALL,
)
Head = tuple[Field | None, ...]


def head(cells: Sequence[str]) -> Head | None:
    """Return what the columns under a row say, or None where the row is no heading of a table."""
    fields = _fields(cells)
    found = {field for field in fields if field}
    known = {"problem", "recommendation", "measures", "unit", "lead", "progress"} & found
    return fields if len(found) >= _MANY and known and len({cell for cell in cells if cell}) > 1 else None


def _fields(cells: Sequence[str]) -> Head:
    return columns([cell if len(cell) <= _WIDEST else "" for cell in cells])


def second(cells: Sequence[str]) -> bool:
    """Return whether a row below a heading is its second row."""
    said = [cell for cell in cells if cell]
    return len(said) > 1 and all(len(cell) <= _NARROW and column(cell) for cell in said)


def is_foot(cells: Iterable[str]) -> bool:
    """Return whether a row sums up a table or says who has filled it in."""
    first = next((cell for cell in cells if cell), "")
    return FOOT.fullmatch(re.sub(r"\s", "", narrow(first))) is not None


def heads(lines: Sequence[Line]) -> set[int]:
    """Return the numbers of the lines that are headings of tables."""
    found: set[int] = set()
    before = 0
    for line in lines:
        if line.cells and (head(line.cells) or (before in found and second(line.cells))):
            found.add(line.number)
        before = line.number
    return found


def merged(first: Head, cells: Sequence[str]) -> Head:
    """Return the heading of two rows: what the second one says is the closer, also where nobody knows it."""
    below = zip_longest(_fields(cells), cells, first)
    return tuple(field if field or text else above for field, text, above in below)


def gathered(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with the rows of a table whole, where each of its cells stands on a line of its own."""
    out: list[Line] = []
    at = 0
    while at < len(lines):
        fields = _scattered_head(lines, at)
        if len(fields) < _MANY:
            out.append(lines[at])
            at += 1
            continue
        below = at + len(fields)
        out.append(_row(lines[at:below], tuple(line.text for line in lines[at:below])))
        rows = [*_scattered_rows(lines, below, fields)]
        out += rows
        at = below + sum(row.text.count("\n") + 1 for row in rows)
    return out


def _scattered_head(lines: Sequence[Line], at: int) -> Head:
    """Return the headings that stand one a line from here on; empty where they are too few to be a table's."""
    fields: list[Field | None] = []
    for line in lines[at : at + 20]:
        field = named(line.text) if len(line.text) <= _WIDEST and not line.cells else None
        if field is None or re.search(r"[:：]$|^[（(]?[一二三四五六七八九十\d]+[、.)）]", line.text):
            break
        fields.append(field)
    enough = len(fields) >= _MANY and ("number" in fields or "problem" in fields) and len(set(fields)) >= _MANY
    return tuple(fields) if enough else ()


def _row(lines: Sequence[Line], cells: tuple[str, ...]) -> Line:
    return Line(lines[0].number, "\n".join(line.text for line in lines), cells)


def _scattered_rows(lines: Sequence[Line], begin: int, fields: Head) -> Iterator[Line]:
    """Yield the rows: from one running number to the next, or, where none is kept, of as many cells as headings.

    A cell before the number, as an area that several rows have in common, stands in the first of them alone.
    """
    width = len(fields)
    ahead = fields.index("number") if "number" in fields[:_AHEAD] else None
    if ahead is None:
        for at in range(begin, len(lines) - width + 1, width):
            rows = lines[at : at + width]
            if any(line.cells for line in rows):
                return
            yield _row(rows, tuple(line.text for line in rows))
        return
    number, first, at = 1, begin, begin + ahead
    while at < len(lines) and _is_numbered(lines[at], number):
        following = at + 1
        while following < len(lines) and following - at < 3 * width and not _is_numbered(lines[following], number + 1):
            following += 1
        if following == len(lines) or following - at == 3 * width:
            following = min(following, at + width - ahead)
        end = following - min(ahead, max(0, following - at - (width - ahead)))
        before = [line.text for line in lines[first:at]]
        own = fitted([line.text for line in lines[at:end]], fields[ahead:])
        yield _row(lines[first:end], (*[""] * (ahead - len(before)), *before, *own))
        number, first, at = number + 1, end, following


def _is_numbered(line: Line, number: int) -> bool:
    return line.text.strip(".、") == str(number)


def fitted(cells: Sequence[str], fields: Head) -> tuple[str, ...]:
    """Return cells under their columns where empty ones were left out, or a cell has several lines."""
    cells = [*cells]
    while len(cells) > len(fields):
        at = min(
            range(1, len(cells) - 1), key=lambda at: _score(cells[at], fields[min(at, len(fields) - 1)]), default=0
        )
        cells[at : at + 2] = ["\n".join(cells[at : at + 2])]
    if len(cells) == len(fields) or len(fields) > 12:
        return tuple(cells)
    ways = combinations(range(len(fields)), len(cells))
    best = max(ways, key=lambda way: sum(_score(cell, fields[at]) for cell, at in zip(cells, way, strict=True)))
    placed = dict(zip(best, cells, strict=True))
    return tuple(placed.get(at, "") for at in range(len(fields)))


_LOOKS: dict[str, str] = {
    "number": r"\d{1,3}[.、]?",
    "due": r".*(?:\d{4}[年./-]|月底|年底|长期|每[月季年周]|立行立改|学期|\d月).*",
    "status": r".*(?:已|正在|未|完成|整改中).{0,6}",
    "progress": r".*(?:已|正在|未).*",
    "type": r"(?:立行立改|立整立改|分阶段整改|持续整改|限期整改|长期整改|长期坚持)",
    "unit": r".*(?:局|委|办|科|室|股|处|中心|部|政府|镇|街道)(?:[、,,].*)?",
    "person": r"[\u4e00-\u9fff]{2,3}(?:[、,,\s][\u4e00-\u9fff]{2,3})*",
    "evidence": r".*(?:照片|文件|台账|聘书|记录|表|材料|截图|方案)",
}


def _score(cell: str, field: Field | None) -> float:
    """Return how well a cell suits a column."""
    look = _LOOKS.get({"lead": "unit", "support": "unit", "leader": "person"}.get(str(field), str(field)))
    if look is None:
        return min(len(cell), 40) / 40
    return 1.5 if re.fullmatch(look, narrow(cell), re.DOTALL) else -1.0
