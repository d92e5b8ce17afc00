"""Every line of a document has a part: what it was taken for, or that it was not placed."""

from collections.abc import Iterator
from collections.abc import Sequence
from typing import Literal

from ledger.intake.blocks import Block
from ledger.intake.lines import Document
from ledger.intake.lines import Line
from ledger.intake.raw import Raw
from ledger.intake.raw import organisation
from ledger.intake.tables import heads
from ledger.intake.tables import is_foot

Part = Literal["item", "measure", "field", "heading", "front", "section", "back", "unplaced"]


def parts(document: Document, root: Block, raws: Sequence[Raw]) -> dict[int, Part]:
    """Return what each line was taken for; between the items nothing is passed over."""
    found: dict[int, Part] = {each.line: "heading" for raw in raws for each in raw.path}
    for raw in raws:
        for line, part in _own(raw):
            found.setdefault(line, part)
        found[raw.heading.line] = "item"
    found |= dict.fromkeys(heads(document.lines) - found.keys(), "heading")
    body = min(found, default=0), max(found, default=0)
    every = [*_all(root)]
    for block in every:
        if block.own.field and not block.own.text and block.children:
            found.setdefault(block.own.line, "heading")
        if block.marks() and any(line in found for child in block.marks() for line in child.lines()):
            found.setdefault(block.own.line, "heading")
    sections = {line for block in every if block.numbered and organisation(block) for line in block.lines()}
    numbered = {block.own.line for block in every if block.numbered}
    for each in document.lines:
        if each.number not in found:
            found[each.number] = _other(each, body, sections, numbered)
    return dict(sorted(found.items()))


def _own(raw: Raw) -> Iterator[tuple[int, Part]]:
    """Yield the lines of an item below its heading, with what they say of it."""
    for block in raw.fields:
        part: Part = "measure" if block.own.field in {"measures", "progress"} else "field"
        yield from ((line, part) for line in block.lines())
    for block in raw.kids:
        yield from ((line, "measure") for line in block.lines())
    yield from ((text.line, "item") for text in raw.texts)


def _other(line: Line, body: tuple[int, int], sections: set[int], numbered: set[int]) -> Part:
    first, last = body
    if line.number < first:
        return "front"
    if line.number in sections:
        return "section"
    if line.number > last and line.number not in numbered and (not line.cells or is_foot(line.cells)):
        return "back"
    return "unplaced"


def _all(block: Block) -> Iterator[Block]:
    for child in block.children:
        yield child
        yield from _all(child)
