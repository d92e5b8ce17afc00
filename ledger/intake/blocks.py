"""Segments become blocks within blocks: whose heading a number is, whose field a label, whose text a line.

A number in a style that is not open yet opens a level below; one in an open style closes what lies below it. So any
nesting of styles is read. Behind a label of measures the numbers may begin anew in the style of the items.
"""

import re
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from ledger.intake.marks import Mark
from ledger.intake.segments import GROUP
from ledger.intake.segments import ROW
from ledger.intake.segments import Segment
from ledger.intake.terms import Field

LISTS: frozenset[Field | None] = frozenset(
    {"measures", "progress", "problem", "recommendation", "goal"}
)  # what may be numbered


_AHEAD = 200  # segments that are looked at for what follows
_DEEPEST = 12  # levels; no office has as many styles of numbers


@dataclass(frozen=True, eq=False)  # a block is itself: two alike lie in different places
class Block:
    """A segment and what lies below it; the whole document is one without a segment of its own."""

    own: Segment
    children: tuple["Block", ...] = ()

    @property
    def numbered(self) -> bool:
        """Return whether it is a heading or an entry of a list, and not a field."""
        return self.own.mark is not None

    def lines(self) -> Iterator[int]:
        """Yield the lines of this block and those below."""
        yield self.own.line
        for child in self.children:
            yield from child.lines()

    def marks(self) -> list["Block"]:
        """Return the numbered blocks directly below."""
        return [child for child in self.children if child.numbered]


@dataclass(frozen=True)
class _Open:
    """A level that is open: a number's style and value, or a label's field."""

    style: str
    number: int = 0
    field: Field | None = None
    empty: bool = False


def blocks(some: Sequence[Segment]) -> Block:
    """Return the document as one block."""
    levels: list[int] = []
    kept: list[Segment] = []
    stack: list[_Open] = []
    for at, each in enumerate(some):
        stack, made = _placed(stack, each, at, some)
        levels.append(len(stack) + (not _opens(made)))
        kept.append(made)
    return Block(Segment(0, ""), _nested(kept, levels, 0, len(kept), 1))


def _opens(each: Segment) -> bool:
    return each.mark is not None or each.field is not None


def _nested(kept: Sequence[Segment], levels: Sequence[int], begin: int, end: int, level: int) -> tuple[Block, ...]:
    """Return the blocks of a stretch: each of `level` with what lies deeper behind it."""
    out: list[Block] = []
    at = begin
    while at < end:
        following = at + 1
        while following < end and levels[following] > level:
            following += 1
        out.append(Block(kept[at], _nested(kept, levels, at + 1, following, level + 1)))
        at = following
    return tuple(out)


def _placed(stack: list[_Open], each: Segment, at: int, some: Sequence[Segment]) -> tuple[list[_Open], Segment]:
    """Return the levels open behind a segment, and the segment with or without its number."""
    if each.mark and each.field is None:
        return _number(stack, each.mark, at, some), each
    if each.mark and each.field:
        place = _open_at(stack, each.mark.style)
        above = not any(entry.style for entry in stack) if place is None else True
        if above and (place is None or not _restarts(stack, place, each.mark.number)):
            kept = stack[: place if place is not None else 0]
            return [*kept, _Open(each.mark.style, each.mark.number, each.field, not each.text)], each
        each = Segment(each.line, each.text, None, each.field, each.word, each.inline)
    if each.field:
        return [*_owner(stack, each, at, some), _Open("", 0, each.field, not each.text)], each
    return _for_text(stack, each, at, some), each


def _open_at(stack: Sequence[_Open], style: str) -> int | None:
    return next((at for at in range(len(stack) - 1, -1, -1) if stack[at].style == style), None)


def _number(stack: list[_Open], own: Mark, at: int, some: Sequence[Segment]) -> list[_Open]:
    style, number = own.style, own.number
    new = _Open(style, number)
    place = _open_at(stack, style)
    if style == GROUP:
        return [*_above_group(stack, some[at + 1].mark if at + 1 < len(some) else None), new]
    if place is None:
        kept = [*stack]
        while kept and ((not kept[-1].style and (style == ROW or not _lists(kept[-1]))) or len(kept) >= _DEEPEST):
            kept.pop()
        return [*kept, new]
    if style in {"•", ROW}:
        return [*stack[:place], new]
    if _restarts(stack, place, number):
        return [*stack, new]
    outer = _open_at(stack[:place], style)
    if outer is not None:
        inner_next, outer_next = number == stack[place].number + 1, number == stack[outer].number + 1
        if outer_next and (not inner_next or _is_item(at, some)):
            return [*stack[:outer], new]
    return [*stack[:place], new]


def _above_group(stack: Sequence[_Open], following: Mark | None) -> Sequence[_Open]:
    """Return the levels above a heading without a number: those above the numbers that begin anew behind it."""
    closing = {"", GROUP, ROW, following.style if following else ""}
    return stack[: next((at for at, entry in enumerate(stack) if entry.style in closing), len(stack))]


def _lists(entry: _Open) -> bool:
    """Return whether numbers below a label are its list, also where it has text of its own."""
    return entry.field in LISTS and (entry.empty or entry.field in {"measures", "progress"})


def _restarts(stack: Sequence[_Open], place: int, number: int) -> bool:
    """Return whether a number begins a list anew behind a label that was opened below the one at `place`."""
    labelled = [entry for entry in stack[place + 1 :] if not entry.style and _lists(entry)]
    return number == 1 and len(stack) < _DEEPEST and bool(labelled) and stack[-1] is labelled[-1]


_FORM = re.compile(r"关于.{2,}(?:问题|建议)|问题[。:：]?$")


def _is_item(at: int, some: Sequence[Segment]) -> bool:
    """Return whether a number that could go on either of two lists begins an item: a label follows before the next."""
    if _FORM.search(some[at].text):
        return True
    for each in islice(some, at + 1, at + _AHEAD):
        if each.mark and each.field is None:
            return False
        if each.field in {"measures", "progress", "problem"}:
            return True
    return False


def _owner(stack: list[_Open], each: Segment, at: int, some: Sequence[Segment]) -> list[_Open]:
    """Return the levels that a label belongs to: the number that it follows, or the item whose measures these are."""
    if each.inline:
        kept = [*stack]
        while kept and not kept[-1].style:
            kept.pop()
        return kept
    labels = [place for place, entry in enumerate(stack) if not entry.style]
    if not labels:
        return stack
    if labels[0] < len(stack) - 1 and _goes_on(stack, each, at, some):
        return stack[: max(place for place, entry in enumerate(stack) if entry.style) + 1]
    return stack[: labels[0]]


def _goes_on(stack: Sequence[_Open], each: Segment, at: int, some: Sequence[Segment]) -> bool:
    """Return whether a label below a numbered measure is the measure's: the next one follows, or the last had one."""
    last = stack[max(place for place, entry in enumerate(stack) if entry.style)]
    if each.field in {"measures", "problem", "recommendation", "goal"}:
        return False
    if sum(entry.style == last.style for entry in stack) != 1:
        return False
    following = next((other.mark for other in islice(some, at + 1, at + _AHEAD) if other.mark), None)
    goes_on = following is not None and following.style == last.style and following.number == last.number + 1
    return goes_on or _did_before(last, each.field, at, some)


def _did_before(last: _Open, field: Field | None, at: int, some: Sequence[Segment]) -> bool:
    """Return whether the measure before had a label of this kind for itself: then the last one has it too."""
    past = False
    for other in reversed(some[max(0, at - _AHEAD) : at]):
        if other.mark and other.mark.style == last.style:
            if other.mark.number == last.number - 1 and past:
                return False
            past = other.mark.number == last.number
            if not past:
                return False
        elif other.mark or (other.field in {"measures", "problem"}):
            return False
        elif past and other.field == field and not other.inline:
            return True
    return False


def _for_text(stack: list[_Open], each: Segment, at: int, some: Sequence[Segment]) -> list[_Open]:
    """Return the levels that a plain line belongs to; behind a field that has its value it is the item's again."""
    row = _open_at(stack, ROW)
    if row is not None and not each.inline and not _form_goes_on(at, some):
        return stack[:row]  # what stands behind a table is no part of its last row
    labels = [place for place, entry in enumerate(stack) if not entry.style]
    if not labels or each.inline:
        return stack
    following = some[at + 1] if at + 1 < len(some) else None
    again = following is not None and following.mark is None and following.field in LISTS and not following.inline
    if again and following is not None and any(entry.field == following.field for entry in stack[labels[0] :]):
        return stack[: labels[0]]
    if stack[-1].style or stack[-1].field in {"measures", "progress", "problem", "recommendation"} or stack[-1].empty:
        return stack
    return stack[: labels[-1]]


def _form_goes_on(at: int, some: Sequence[Segment]) -> bool:
    """Return whether fields of the item in a form follow a plain line before the next number."""
    following = next((each for each in islice(some, at + 1, at + _AHEAD) if each.mark or each.field), None)
    return following is not None and following.mark is None
