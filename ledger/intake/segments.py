"""Lines become segments: what begins with a number, what a label names, and what is plain text; rows become items."""

import re
from collections import Counter
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from itertools import zip_longest

from ledger.intake.labels import SHORT
from ledger.intake.labels import pieces
from ledger.intake.lines import Line
from ledger.intake.lines import narrow
from ledger.intake.marks import Mark
from ledger.intake.marks import mark
from ledger.intake.marks import parts
from ledger.intake.tables import Head
from ledger.intake.tables import head
from ledger.intake.tables import merged
from ledger.intake.tables import second
from ledger.intake.terms import Field
from ledger.intake.terms import named

_AROUND = 200  # segments before and behind that are looked at
_HEADING = 30  # characters of a heading without a number
_TOTAL = re.compile(r"(?:合|总|小)\s*计[:]?")  # the row that sums up a table
ROW, GROUP = "行", "题"  # styles of a table's row, and of a heading without a number


@dataclass(frozen=True)
class Segment:
    """A stretch of a line: its number, what a label names it, its text; `inline`: more of the same line."""

    line: int
    text: str
    mark: Mark | None = None
    field: Field | None = None
    word: str = ""
    inline: bool = False


def segments(lines: Sequence[Line]) -> list[Segment]:
    """Return the segments of a document, in order; its tables are whole (`tables.gathered`)."""
    out: list[Segment] = []
    whole = lines
    at = 0
    while at < len(whole):
        end = at
        while end < len(whole) and whole[end].cells:
            end += 1
        if end > at:
            out += _table(whole[at:end])
            at = end
        else:
            out += _line(whole[at], out)
            at += 1
    return [*_grouped([*_itemised(out)])]


def _line(line: Line, before: Sequence[Segment]) -> Iterator[Segment]:
    """Yield the segments of a line that is no row."""
    number = mark(line.text)
    if number and number.lost and not _follows(number, before):
        number = None
    if number and _listed(number, line, before):
        number = None
    begin = number.end if number else 0
    if number and not line.text[begin:].strip():
        yield Segment(line.number, "", number)
    for at, piece in enumerate(pieces(line.text[begin:])):
        text = line.text[begin + piece.begin : begin + piece.end].strip()
        text = _bare(text) if piece.field in SHORT else text
        yield Segment(line.number, text, None if at else number, piece.field, piece.word, inline=at > 0)


def _bare(text: str) -> str:
    """Return a short value without the bracket and the stop that only close the sentence it stands in."""
    plain = narrow(text)
    while plain and (
        plain[-1] in "。;,." or (plain[-1] in ")】]" and plain.count("(") < plain.count(")") + plain.count("】"))
    ):
        plain = plain[:-1]
    return text[: len(plain)].strip()


def _listed(number: Mark, line: Line, before: Sequence[Segment]) -> bool:
    """Return whether a line is a whole list, 一是…。二是…, below its label, and its number is the first of several."""
    labelled = bool(before) and before[-1].field is not None and not before[-1].text
    return (labelled or number.style == "一是") and len(parts(line.text)) > 1


def _follows(number: Mark, before: Sequence[Segment]) -> bool:
    """Return whether a number whose sign is lost is the next one: else it is a quantity, 7所学校."""
    near = reversed(before[-_AROUND:])
    last = next((each.mark for each in near if each.mark and each.mark.style == number.style), None)
    return last is not None and number.number == last.number + 1


def _itemised(some: Sequence[Segment]) -> Iterator[Segment]:
    """Yield the segments; a number with a problem behind its label, 1.问题表现：…, is an item that states a problem.

    Where the next number of its style has another label, (一)存在问题 (二)整改措施, both are fields of one item.
    """
    for at, each in enumerate(some):
        if each.mark and each.field in {"problem", "recommendation"} and each.text:
            style = each.mark.style
            following = next(
                (other for other in islice(some, at + 1, at + _AROUND) if other.mark and other.mark.style == style),
                None,
            )
            if following is None or following.field in {None, each.field}:
                yield Segment(each.line, "", each.mark)
                yield Segment(each.line, each.text, None, each.field, each.word, inline=True)
                continue
        yield each


def _grouped(some: Sequence[Segment]) -> Iterator[Segment]:
    """Yield the segments; a short line after which numbers begin anew is a heading without a number."""
    opening = [_opens_list(each, following) for each, following in zip_longest(some, some[1:])]
    again = Counter(opening)
    seen: set[str] = set()
    groups = 0
    for each, style in zip(some, opening, strict=True):
        if style and _is_heading(each.text, again=style in seen or again[style] > 1):
            groups += 1
            yield Segment(each.line, each.text, Mark(GROUP, groups, 0))
        else:
            yield each
        if each.mark:
            seen.add(each.mark.style)


def _opens_list(each: Segment, following: Segment | None) -> str:
    """Return the style of the numbers that begin behind a short plain line; nothing where they do not."""
    own = following.mark if following else None
    plain = each.mark is None and each.field is None and not each.inline
    short = len(each.text) <= _HEADING and not re.search(r"[。;；!！?？,，]", each.text)
    return own.style if own and plain and short and own.number == 1 and own.style != ROW else ""


def _is_heading(text: str, *, again: bool) -> bool:
    """Return whether a line is one by its words, or as numbers begin `again` behind it, but for a title."""
    return bool(re.search(r"(?:方面|类|领域|问题)[:：]?$", text)) or (
        again and not re.search(r"[:：]$|(?:方案|清单|台账|报告|通报|通知|意见|表|如下)$", text)
    )


# ---- tables


def _table(rows: Sequence[Line]) -> Iterator[Segment]:
    """Yield the rows under their headings as items, each with a segment a cell; what stands above is plain text."""
    fields: Head | None = None
    before: dict[Field, str] = {}
    number = 0
    for at, row in enumerate(rows):
        if found := head(row.cells):
            above = fields is not None and at and head(rows[at - 1].cells)
            fields = merged(fields, row.cells) if above and fields else found
            before = {}
        elif fields is None:
            yield from _pairs(row)
        elif at and head(rows[at - 1].cells) and second(row.cells):
            fields = merged(fields, row.cells)
        elif alone := _alone(row.cells):
            if not re.match(r"(?:注|备注|说明|填表|合计)", alone):
                inner = mark(alone)
                text = alone[inner.end :] if inner else alone
                yield Segment(row.number, text, Mark(GROUP, inner.number if inner else 0, 0))
            else:
                yield Segment(row.number, alone)
        elif _TOTAL.fullmatch(narrow(next(filter(None, row.cells), ""))):
            yield Segment(row.number, row.text)
        else:
            cells = _cells(fields, row.cells)
            new = not _continues(cells, before)
            number += new
            yield from _row(row.number, cells, before, number, new=new)
            before = {**({} if new else before), **{field: text for field, text in cells if text}}


def _alone(cells: Sequence[str]) -> str:
    """Return what a row says that says one thing only, as a heading across the table does."""
    said = list(dict.fromkeys(cell for cell in cells if cell))
    across = len(said) == 1 and (said[0] in cells[:2] or cells.count(said[0]) > 1)
    return said[0] if across and not said[0].isdecimal() else ""


def _cells(fields: Head, cells: Sequence[str]) -> list[tuple[Field, str]]:
    """Return what a row says of what; a column without a known heading is a note."""
    out: list[tuple[Field, str]] = []
    for at, cell in enumerate(cells):
        field = fields[at] if at < len(fields) else None
        if cell or field:
            out.append((field or "note", cell))
    return out


def _continues(cells: Sequence[tuple[Field, str]], before: dict[Field, str]) -> bool:
    """Return whether a row says more of the item above: its number and problem are empty, or the same again."""
    if not before:
        return False
    keys = [(field, text) for field, text in cells if field in {"number", "problem", "recommendation"}]
    return bool(keys) and all(not text or before.get(field) == text for field, text in keys)


def _row(
    line: int, cells: Sequence[tuple[Field, str]], before: dict[Field, str], number: int, *, new: bool
) -> Iterator[Segment]:
    said = dict(cells)
    if new:
        own = narrow(said.get("number", "")).strip(".、 ")
        yield Segment(line, "", Mark(ROW, int(own) if own.isdecimal() else number, 0))
        if "area" in said and not said["area"] and "area" in before:
            yield Segment(line, before["area"], None, "area", inline=True)
    for field, text in cells:
        if text and field != "number" and (new or before.get(field) != text):
            yield Segment(line, text, None, field, field, inline=True)


def _pairs(row: Line) -> Iterator[Segment]:
    """Yield a row as labels with their values, where it is one of a form; else as plain text."""
    pairs = _form(row.cells) or _form([cell for cell in row.cells if cell])
    if not pairs:
        yield Segment(row.number, row.text)
    for at, (field, heading, text) in enumerate(pairs):
        own = narrow(text).strip(".、 ")
        if field == "number" and own.isdecimal():
            yield Segment(row.number, "", Mark(ROW, int(own), 0), inline=at > 0)
        elif text:
            yield Segment(row.number, text, None, field, heading, inline=False)


def _form(cells: Sequence[str]) -> list[tuple[Field, str, str]]:
    """Return the labels of a form's row, with their headings and values, or nothing where it is none."""
    headings, texts = cells[::2], cells[1::2]
    labels = [field for heading in headings if (field := named(heading))]
    if not any(texts) or len(texts) < len(headings) or len(labels) < len(headings) or any(map(named, texts)):
        return []
    return [*zip(labels, headings, texts, strict=True)]
