"""What an item's blocks say: its measures one by one, what was reported of it, and its other fields."""

import re
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace

from ledger.intake.blocks import Block
from ledger.intake.lines import narrow
from ledger.intake.lines import outside
from ledger.intake.marks import LETTER
from ledger.intake.marks import Mark
from ledger.intake.marks import parts
from ledger.intake.raw import Raw
from ledger.intake.raw import form
from ledger.intake.segments import GROUP
from ledger.intake.segments import ROW
from ledger.intake.segments import Segment
from ledger.intake.states import answered
from ledger.intake.states import is_status
from ledger.intake.states import status
from ledger.intake.terms import Field
from ledger.numerals import chinese

_OF_LISTS: frozenset[Field | None] = frozenset({"unit", "lead", "support", "due", "person"})
_WHOLE = 20  # characters of a line that a hard break has cut off


@dataclass(frozen=True)
class Entry:
    """A measure as it stands: its text, its line, the fields of its own."""

    text: str
    line: int
    fields: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Report:
    """What was reported of an item: the whole text, the words for its state, its line."""

    text: str
    status: str
    line: int


@dataclass(frozen=True)
class Content:
    """What an item's blocks say."""

    measures: tuple[Entry, ...]
    reports: tuple[Report, ...]
    described: tuple[Segment, ...]  # plain lines that say more of the problem


def content(raw: Raw, rest: Segment | None) -> Content:
    """Return what an item's blocks say; `rest` is what stands behind the statement in its heading."""
    lists = [block for block in raw.fields if block.own.field == "measures"]
    told = [block for block in raw.fields if block.own.field in {"progress", "status"}]
    texts = [*([rest] if rest and rest.text else []), *raw.texts]
    reports = [Report(text.text, status(text.text), text.line) for text in texts if status(text.text)]
    texts = [text for text in texts if not is_status(text.text)]
    before = min((block.own.line for block in lists), default=0)
    kids = [block for block in raw.kids if not lists or block.own.line > before]
    described = [_whole(block) for block in raw.kids if block not in kids]
    measures = [entry for block, own in _lists(raw) for entry in _listed(block, own)]
    measures += [_entry(block) for block in kids]
    fresh = form(raw.heading.text) or not raw.fields or rest is not None
    if not lists and not kids and not told and fresh:
        measures += [entry for text in texts for entry in _split(text.text, text.line)]
        texts = []
    for block in told:
        state, entries = _reported(block)
        reports.append(state)
        if not measures or (entries and not lists and not kids):
            measures += entries or (
                [Entry(state.text, block.own.line)] if block.own.field == "progress" and not lists else []
            )
    said = (entry for entry in measures if entry.text.strip())  # a number alone says nothing
    return Content(tuple(said), tuple(reports), (*texts, *described))


def by_semicolons(said: Content) -> Content:
    """Return the content with measures of one sentence told apart at its semicolons."""
    return replace(said, measures=tuple(part for entry in said.measures for part in _clauses(entry)))


def _clauses(entry: Entry) -> Iterator[Entry]:
    plain = narrow(entry.text)
    if "。" in plain.rstrip("。\n") or "\n" in plain.strip():
        yield entry
        return
    begin = 0
    for at in [*(at for at in outside(plain) if plain[at] == ";"), len(plain)]:
        if text := entry.text[begin : at + 1].strip():
            yield replace(entry, text=text)
        begin = at + 1


def numbers(raw: Raw) -> bool:
    """Return whether an item's measures are numbered, in a list or in a paragraph."""
    listed = [block for block in raw.fields if block.own.field in {"measures", "progress"}]
    return bool(raw.kids) or any(block.marks() or parts(text_of(block)) for block in listed)


def _reported(block: Block) -> tuple[Report, list[Entry]]:
    """Return what a report says, and the measures that it numbers; clauses of one sentence are no list."""
    text = "\n".join([block.own.text, *(text_of(child) for child in block.children if not child.numbered)]).strip()
    words = text if block.own.field == "status" and answered(text) else status(text)
    if block.marks():
        whole = text_of(block)
        return Report(whole, words or status(whole), block.own.line), [_entry(child) for child in block.marks()]
    found = parts(text)
    apart = len(found) > 0 and (
        found[0].style not in {"一是", "第"}
        or all(re.search(r"[。.]\s*$", text[part.begin : part.end]) for part in found)
    )
    entries = [Entry(text[part.begin : part.end].strip(), block.own.line) for part in found] if apart else []
    return Report(text, words, block.own.line), entries


def _listed(block: Block, fields: tuple[Block, ...]) -> list[Entry]:
    """Return the measures of a label: those numbered below it, else the parts of its text, else its lines."""
    marks = block.marks()
    plain = [child.own for child in block.children if not child.numbered and child.own.field is None]
    if marks:
        entries = [_entry(child) for child in marks]
        lead = "\n".join([block.own.text, *(text.text for text in plain if text.line < marks[0].own.line)]).strip()
        if _tells(lead):
            entries[0] = Entry(f"{lead}{entries[0].text}", block.own.line, entries[0].fields)
    else:
        own = [block.own.text] if parts(block.own.text) else block.own.text.split("\n")
        texts = _unwrapped([*(Segment(block.own.line, line) for line in own if line.strip()), *plain])
        entries = [entry for text in texts for entry in _split(text.text, text.line)]
    return [Entry(entry.text, entry.line, (*entry.fields, *fields)) for entry in entries]


_LEADING = 10  # characters before a colon that only lead to a list: 具体措施如下：


def _tells(lead: str) -> bool:
    """Return whether what stands before a list says something: 由县教育局牵头，6月底前完成以下工作：."""
    return bool(lead) and (not re.search(r"[:：]$", lead) or len(lead) > _LEADING)


def _lists(raw: Raw) -> Iterator[tuple[Block, tuple[Block, ...]]]:
    """Yield an item's lists of measures with the fields of their own: what stands behind, where several have some."""
    held: list[tuple[Block, list[Block]]] = []
    for block in raw.fields:
        if block.own.field == "measures":
            held.append((block, []))
        elif held and block.own.field in _OF_LISTS:
            held[-1][1].append(block)
    apart = sum(bool(own) for _, own in held) > 1
    yield from ((block, tuple(own) if apart else ()) for block, own in held)


def shared(raw: Raw) -> list[Block]:
    """Return the fields that are the item's own, and not of one of several lists of measures."""
    taken = {id(block) for _, own in _lists(raw) for block in own}
    return [block for block in raw.fields if id(block) not in taken]


def _unwrapped(texts: Sequence[Segment]) -> list[Segment]:
    """Return the lines with those joined that a hard break has cut: no sign ends the long one, or the next goes on."""
    out: list[Segment] = []
    for text in texts:
        open_end = bool(out) and not re.search(r"[。;；!！?？:：)）”】.]$", out[-1].text)
        if open_end and (len(out[-1].text) >= _WHOLE or re.match(r"[并且和及与或、，,]", text.text)):
            out[-1] = Segment(out[-1].line, out[-1].text + text.text)
        else:
            out.append(text)
    return out


def _split(text: str, line: int) -> list[Entry]:
    found = parts(text)
    if not found:
        return [Entry(text, line)] if text.strip() else []
    entries = [Entry(text[part.begin : part.end].strip(), line) for part in found]
    lead = text[: found[0].at].strip()
    if _tells(lead):
        entries[0] = Entry(f"{lead}{entries[0].text}", line)
    return [entry for entry in entries if entry.text]


def _entry(block: Block) -> Entry:
    fields = tuple(child for child in block.children if not child.numbered and child.own.field is not None)
    return Entry(text_of(block), block.own.line, tuple(each for each in fields if each.own.field != "measures"))


def text_of(block: Block) -> str:
    """Return the text of a block with the numbered and plain text below it; fields have their own place."""
    said = block.own.text
    for child in block.children:
        if child.own.field is None or child.own.field == "measures":
            own = f"{numeral(child.own.mark)}{text_of(child)}" if child.own.mark else text_of(child)
            joined = said and len(said) >= _WHOLE and child.own.mark is None and not re.search(r"[。;；:：)）]$", said)
            said = f"{said}{own}" if joined else f"{said}\n{own}".strip()
    return said


def _whole(block: Block) -> Segment:
    return Segment(block.own.line, f"{numeral(block.own.mark)}{text_of(block)}")


def numeral(mark: Mark | None) -> str:
    """Return a number as offices write it in its style."""
    if mark is None:
        return ""
    counted = chinese(mark.number)
    circled = chr(0x2460 + mark.number - 1) if 1 <= mark.number <= 20 else str(mark.number)
    forms = {
        "一、": f"{counted}、", "(一)": f"({counted})", "(1)": f"({mark.number})", "1)": f"{mark.number})",
        "A": f"{chr(64 + mark.number)}、", "A1": f"{chr(64 + mark.number // LETTER)}{mark.number % LETTER}、",
        "①": circled, "一是": f"{counted}是", "第": f"第{counted}、", "•": "", "问": "", ROW: "", GROUP: "",
    }  # fmt: skip
    return forms.get(mark.style, f"{mark.number}.")


def values(blocks: Sequence[Block], *fields: Field) -> Iterator[tuple[str, int]]:
    """Yield the texts of these fields, with their lines."""
    for block in blocks:
        if block.own.field in fields and (said := text_of(block)):
            yield said, block.own.line
