"""What is to be looked at in a document as a whole: counts announced, numbers left out, lines not placed."""

import re
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence

from ledger.deadlines import Calendar
from ledger.intake import limits
from ledger.intake.accounts import Part
from ledger.intake.areas import NO_AREA
from ledger.intake.content import numeral
from ledger.intake.draft import Drafted
from ledger.intake.front import Front
from ledger.intake.front import announced
from ledger.intake.lines import Document
from ledger.intake.lines import narrow
from ledger.intake.marks import LETTER
from ledger.intake.marks import Mark
from ledger.intake.raw import Raw
from ledger.intake.review import Review
from ledger.intake.segments import GROUP
from ledger.intake.segments import ROW


def of_document(document: Document, told: Front, parts: Mapping[int, Part]) -> Iterator[Review]:
    """Yield what the document does not say of itself, and its lines that were not placed."""
    if told.dated is None:
        yield Review("no-day", 0)
    for line in document.lines:
        if parts[line.number] == "unplaced":
            yield Review("unplaced", line.number, "", {"words": line.text[:40]})


_MEANT = re.compile(
    r"[^。;,]{0,12}(?:完成|到位|办结|销号|整改(?!情况|进展|报告|落实情况))"
)  # what is to be done by then
_OUTSIDE: frozenset[Part] = frozenset({"front", "section", "back"})


def of_limits(document: Document, parts: Mapping[int, Part], calendar: Calendar) -> Iterator[Review]:
    """Yield the time limits that stand outside the items, as one for all of them does: none of them has it."""
    for line in document.lines:
        if parts[line.number] in _OUTSIDE:
            for each in limits.found(line.text, calendar):
                behind = narrow(line.text)[each.begin + len(each.wording) :]
                if each.firm and _MEANT.match(behind):
                    yield Review("limit-outside", line.number, "", {"words": each.wording})


def of_items(raws: Sequence[Raw], items: Sequence[Drafted], areas: Sequence[str | None]) -> Iterator[Review]:
    """Yield which items lie in no area, which were taken for recommendations, and where their numbers jump."""
    without = [each.item.id for each, name in zip(items, areas, strict=True) if name is None]
    if without:
        yield Review("no-area", 0, "", {"words": NO_AREA, "items": ", ".join(without)})
    assumed = [each.item.id for each, raw in zip(items, raws, strict=True) if _assumed(raw, each)]
    if assumed:
        yield Review("kind-assumed", 0, "", {"items": ", ".join(assumed)})
    yield from _numbering(raws, items)


def of_counts(
    document: Document, parts: Mapping[int, Part], items: Sequence[Drafted], areas: Sequence[str | None]
) -> Iterator[Review]:
    """Yield where the document says there are more or fewer than were found; lines of items announce nothing."""
    free = [line for line in document.lines if parts[line.number] not in {"item", "measure", "field"}]
    for each in announced(free):
        found = _counted(each.what, items, areas)
        if each.number not in found:
            yield Review("announced", each.line, "", {"words": each.words, "found": str(found[0])})


def _assumed(raw: Raw, made: Drafted) -> bool:
    """Return whether nothing in the document calls the item a recommendation, as it was taken for."""
    return made.item.kind == "recommendation" and bool(raw.heading.text) and "建议" not in raw.heading.text


def _counted(what: str, items: Sequence[Drafted], areas: Sequence[str | None]) -> list[int]:
    """Return how many of these were found, and what the words may mean as well."""
    if what in {"方面", "领域"}:
        return [len({name for name in areas if name})]
    if "措施" in what:
        return [sum(len(each.item.measures) for each in items)]
    problems = sum(each.item.kind != "recommendation" for each in items)
    asked = sum(each.item.kind != "problem" for each in items)
    return [asked, len(items)] if "建议" in what else [len(items), problems]


def _number(mark: Mark) -> str:
    return numeral(mark).strip("、") if mark.style == "A1" else str(mark.number)


def _numbering(raws: Sequence[Raw], items: Sequence[Drafted]) -> Iterator[Review]:
    """Yield where the numbers of items leave one out or come twice; where a section begins they may begin anew."""
    for before, raw, made in zip(raws, raws[1:], items[1:], strict=False):
        old, new = before.heading.mark, raw.heading.mark
        if new and new.lost:
            yield Review("lost-sign", raw.heading.line, made.item.id)
        if not old or not new or old.style != new.style or new.style == GROUP:
            continue
        if new.style == "A1" and new.number // LETTER != old.number // LETTER:
            continue
        same = before.path == raw.path
        fields = {"before": _number(old), "number": _number(new)}
        if new.number == old.number and same and new.style != ROW:
            yield Review("repeated", raw.heading.line, made.item.id, fields)
        elif new.number > old.number + 1:
            yield Review("gap", raw.heading.line, made.item.id, fields)
