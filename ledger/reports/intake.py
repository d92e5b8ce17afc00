"""What was read out of a plan: items and departments, how many of what, what to review, and each line's part."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ledger.intake.accounts import Part
from ledger.intake.lines import Unit
from ledger.intake.reading import Draft
from ledger.intake.review import Reason
from ledger.model import Department
from ledger.model import Item


@dataclass(frozen=True)
class Counts:
    """How many there are; `with_bodies` and `with_time_limits` are items, their measures counted with them."""

    items: int
    areas: int
    texts: int  # problems and recommendations
    measures: int
    with_bodies: int
    with_time_limits: int
    indicators: int
    review: int


@dataclass(frozen=True)
class IntakeItem:
    """An item as it would be written, and the line of each of its fields by its path: measures.0.text.

    `place` is where its line stands as a reader finds it: 12, or 清单!12 in a workbook of several sheets.
    """

    item: Item
    line: int
    place: str
    time_limit: bool
    lines: dict[str, int]


@dataclass(frozen=True)
class ToReview:
    """One thing to look at: why, in which line (0: the document as a whole), of which item (empty: of none)."""

    reason: Reason
    line: int
    place: str
    item: str
    fields: dict[str, str]


@dataclass(frozen=True)
class IntakeLine:
    """A line of the document and what it was taken for."""

    number: int
    place: str
    part: Part
    text: str


@dataclass(frozen=True)
class IntakeRow:
    """An item in one line, as CSV has it."""

    id: str
    area: str
    kind: str
    title: str
    source: str | None
    lead: tuple[str, ...]
    support: tuple[str, ...]
    due: date | None
    due_wording: str | None
    measures: int
    line: int


@dataclass(frozen=True)
class Intake:
    """What was read out of a file; `folder` is where it was, or would be, written; None: it was only looked at."""

    file: str
    counts_in: Unit
    title: str | None
    number: str | None
    index: str | None
    date: date | None
    issuer: str | None
    counts: Counts
    areas: tuple[str, ...]
    items: tuple[IntakeItem, ...]
    departments: tuple[Department, ...]
    review: tuple[ToReview, ...]
    lines: tuple[IntakeLine, ...]
    folder: str | None
    written: bool

    def table(self) -> Sequence[IntakeRow]:
        """Return the items, a line each."""
        return [_row(each) for each in self.items]


def intake(draft: Draft, file: str, folder: str | None, *, written: bool) -> Intake:
    """Return the facts of a draft that was read out of `file`."""
    told = draft.front
    title, number, index, issuer = (
        each.value if each else None for each in (told.title, told.number, told.index, told.issuer)
    )
    place = draft.document.place
    items = tuple(
        IntakeItem(each.item, at := each.lines["title"], place(at), each.limited, dict(each.lines))
        for each in draft.items
    )
    review = tuple(
        ToReview(each.reason, each.line, place(each.line) if each.line else "", each.item, dict(each.fields))
        for each in draft.review
    )
    lines = tuple(
        IntakeLine(line.number, place(line.number), draft.parts[line.number], line.text)
        for line in draft.document.lines
    )
    return Intake(
        file, draft.document.unit, title, number, index, told.day, issuer, _counts(draft), draft.areas, items,
        draft.departments, review, lines, folder, written,
    )  # fmt: skip


def _counts(draft: Draft) -> Counts:
    items = [each.item for each in draft.items]
    return Counts(
        items=len(items),
        areas=len(draft.areas),
        texts=sum(bool(text) for item in items for text in (item.problem, item.recommendation)),
        measures=sum(len(item.measures) for item in items),
        with_bodies=sum(_carried(item) for item in items),
        with_time_limits=sum(each.limited for each in draft.items),
        indicators=sum(len(item.indicators) for item in items),
        review=len(draft.review),
    )


def _carried(item: Item) -> bool:
    persons = item.person or any(measure.person for measure in item.measures)
    return bool(item.bodies("lead") or item.bodies("support") or persons)


def _row(each: IntakeItem) -> IntakeRow:
    item = each.item
    return IntakeRow(
        item.id, item.area, item.kind, item.title, item.source, item.bodies("lead"), item.bodies("support"), item.due,
        item.due_wording, len(item.measures), each.line,
    )  # fmt: skip
