"""A document becomes a draft of a ledger: its items, departments and areas, a list for review, and each line's part."""

from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace

from ledger.deadlines import Calendar
from ledger.intake import accounts
from ledger.intake import registry
from ledger.intake.accounts import Part
from ledger.intake.areas import NO_AREA
from ledger.intake.areas import areas
from ledger.intake.areas import kind
from ledger.intake.blocks import blocks
from ledger.intake.content import numbers
from ledger.intake.doubts import of_counts
from ledger.intake.doubts import of_document
from ledger.intake.doubts import of_items
from ledger.intake.doubts import of_limits
from ledger.intake.draft import Drafted
from ledger.intake.draft import drafted
from ledger.intake.front import Front
from ledger.intake.front import front
from ledger.intake.front import trailing
from ledger.intake.items import find
from ledger.intake.lifting import lifted
from ledger.intake.lines import Document
from ledger.intake.making import Around
from ledger.intake.review import Review
from ledger.intake.segments import Segment
from ledger.intake.segments import segments
from ledger.intake.tables import gathered
from ledger.model import Department
from ledger.model import Ledger


@dataclass(frozen=True)
class Draft:
    """What was made of a document; `parts` is what each of its lines was taken for."""

    document: Document
    front: Front
    items: tuple[Drafted, ...]
    departments: tuple[Department, ...]
    areas: tuple[str, ...]
    review: tuple[Review, ...]
    parts: dict[int, Part]


def read(document: Document, known: Ledger | None, calendar: Calendar) -> Draft:
    """Return the draft of a document; without items where it is no plan.

    `known` are the departments that are there already; the `calendar` brings terms and rules, its base is the
    document's own day where it tells one.
    """
    document = replace(document, lines=tuple(gathered(document.lines)))
    root = lifted(blocks(_body(segments(document.lines))))
    raws = find(root)
    parts = accounts.parts(document, root, raws)
    inside = [number for number, part in parts.items() if part not in {"front", "back", "section"}]
    told = front(document.lines, min(inside, default=1 << 30), max(inside, default=0))
    around = Around(
        replace(calendar, base=told.day),
        told.issuer.value if told.issuer else None,
        kind(raws, told),
        not any(map(numbers, raws)),
    )
    placed = areas(raws)
    made = [
        drafted(raw, str(number), (name or NO_AREA, line or raw.heading.line), around)
        for number, (raw, (name, line)) in enumerate(zip(raws, placed, strict=True), start=1)
    ]
    names_of_areas = [name for name, _ in placed]
    names = registry.named(each.item for each in made)
    meant, guessed = registry.called(names, [line.text for line in document.lines], known)
    items = tuple(replace(each, item=registry.renamed(each.item, meant)) for each in made)
    review = [
        *of_document(document, told, parts),
        *of_limits(document, parts, around.calendar),
        *of_items(raws, items, names_of_areas),
        *of_counts(document, parts, items, names_of_areas),
        *guessed,
        *(each for one in items for each in one.review),
    ]
    found = tuple(dict.fromkeys(name for name in names_of_areas if name))
    ordered = tuple(sorted(_once(review), key=lambda each: each.line))
    return Draft(document, told, items, registry.departments(names, meant, known), found, ordered, parts)


def _body(some: Sequence[Segment]) -> Sequence[Segment]:
    """Return the segments without those behind the text: a signature, a site's own words."""
    cut = trailing(["。" if _below_label(at, some) else _said(each) for at, each in enumerate(some)])
    return some[: len(some) - cut] if cut < len(some) else some


def _below_label(at: int, some: Sequence[Segment]) -> bool:
    """Return whether a segment is the value of a label that stands on a line of its own before it."""
    return at > 0 and some[at - 1].field is not None and not some[at - 1].text


def _said(each: Segment) -> str:
    """Return the words of a segment that may stand behind the text; of any other one a mere full stop."""
    if each.field == "note" and not each.mark:
        return f"{each.word}：{each.text}"
    return each.text if not each.mark and not each.field else "。"


def _once(review: Sequence[Review]) -> Iterator[Review]:
    """Yield each entry once: an item with two measures may name the same open body twice."""
    seen: set[tuple[object, ...]] = set()
    for each in review:
        key = (each.reason, each.line, each.item, tuple(each.fields.items()))
        if key not in seen:
            seen.add(key)
            yield each
