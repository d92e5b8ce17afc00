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
from ledger.intake.tables import is_foot
from ledger.intake.tables import merged
from ledger.intake.tables import second
from ledger.intake.terms import Field
from ledger.intake.terms import named

_AROUND = 200  # segments before and behind that are looked at
_BRACKET = re.compile(r"[【\[](?P<inner>[^【】\[\]]{2,20})[】\]]")
_NEAR = 8  # segments of an item before a label
_HEADING = 30  # characters of a heading without a number
# What rows of one item may say each for its own measure.
_DUTY: tuple[Field, ...] = ("unit", "lead", "support", "due", "person")
_NUMERALS = frozenset(f"{tens}{ones}" for tens in ("", "十", "二十", "三十") for ones in ("", *"一二三四五六七八九"))
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
    fields: Head | None = None
    at = 0
    while at < len(whole):
        end = at
        while end < len(whole) and whole[end].cells:
            end += 1
        if end > at:
            reading = _Reading(fields)
            for place in range(at, end):
                out += reading.row(whole[place], whole[place - 1].cells if place > at else ())
            out += reading.item()
            fields = reading.fields
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
        field: Field | None = "due" if piece.word == "时间" and _within_item(before) else piece.field
        text = _bare(text) if field in SHORT else text
        yield Segment(line.number, text, None if at else number, field, piece.word, inline=at > 0)


def _within_item(before: Sequence[Segment]) -> bool:
    """Return whether labels of an item stand just before: then 时间： is its time limit, and not an inspection's."""
    near = [each for each in before[-_NEAR:] if each.field]
    return any(each.field in {"problem", "measures"} for each in near)


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
    return number.number == (last.number + 1 if last else 1)


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
    some = [*_bracketed(some)]
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


def _bracketed(some: Sequence[Segment]) -> Iterator[Segment]:
    """Yield the segments; where several lines are nothing but a bracket, 【保育与安全】, they are headings."""
    found = [_BRACKET.fullmatch(narrow(each.text)) if not each.mark and not each.field else None for each in some]
    several = sum(match is not None for match in found) > 1
    for number, (each, match) in enumerate(zip(some, found, strict=True), start=1):
        yield Segment(each.line, match["inner"], Mark(GROUP, number, 0)) if match and several else each


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


class _Reading:
    """Reads a table row by row; the rows of one item are held until they are all there."""

    def __init__(self, before: Head | None) -> None:
        self.heading = before  # of the table before: a line between them, 续表, may have cut one in two
        self.fields: Head | None = None
        self.before: dict[Field, str] = {}
        self.area = ""
        self.number = 0
        self.held: list[tuple[int, list[tuple[Field, str]]]] = []

    def row(self, row: Line, above: Sequence[str]) -> Iterator[Segment]:
        """Yield what is complete with a row; `above` are the cells of the row before."""
        found = head(row.cells)
        if self.fields is None and not found and self.heading and len(row.cells) == len(self.heading):
            self.fields = self.heading
        if found or self.fields is None or (head(above) and second(row.cells)):
            yield from self.item()
            if self.fields is None and not found:
                yield from _pairs(row)
            else:
                self.fields = merged(self.fields, row.cells) if self.fields and head(above) else found
                self.before = {}
        elif aside := _aside(row):
            yield from self.item()
            yield aside
        else:
            cells = _cells(self.fields, row.cells)
            if not _continues(cells, self.before):
                yield from self.item()
                self.before = {}
            self.held.append((row.number, cells))
            self.before |= {field: text for field, text in cells if text}

    def item(self) -> Iterator[Segment]:
        """Yield the rows that are held, as an item: what all its rows say alike is said once, for the item."""
        held, self.held = self.held, []
        said = [dict(cells) for _, cells in held]
        apart = any(len({each[field] for each in said if each.get(field)}) > 1 for field in _DUTY)
        known: dict[Field, str] = {}
        for at, (line, cells) in enumerate(held):
            if at == 0:
                self.number += 1
                yield from self._begun(line, said[0])
            for field, text in cells:
                own = apart and field in _DUTY
                if text and field != "number" and (own or known.get(field) != text):
                    yield Segment(line, text, None, field, field, inline=True)
            known |= {field: text for field, text in cells if text}

    def _begun(self, line: int, said: dict[Field, str]) -> Iterator[Segment]:
        own = narrow(said.get("number", "")).strip(".、 ")
        yield Segment(line, "", Mark(ROW, int(own) if own.isdecimal() else self.number, 0))
        if own and not own.isdecimal() and own not in _NUMERALS:
            yield Segment(line, said["number"], None, "source", "number", inline=True)  # DQ-01
        if "area" in said and not said["area"] and self.area:
            yield Segment(line, self.area, None, "area", inline=True)
        self.area = said.get("area") or self.area


def _aside(row: Line) -> Segment | None:
    """Return a row that is no item: a heading across the table, a note, a total, who filled it in."""
    alone = _alone(row.cells)
    if is_foot(row.cells) or re.match(r"注|备注|说明|完成率|整改率|办结率", alone):
        return Segment(row.number, alone or row.text)
    if not alone:
        return None
    inner = mark(alone)
    text = alone[inner.end :] if inner else alone
    return Segment(row.number, text, Mark(GROUP, inner.number if inner else 0, 0))


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
