"""Problems and measures in two lists: joined by their numbers, or by the section that both stand in."""

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import replace

from ledger.intake.blocks import Block
from ledger.intake.lines import narrow
from ledger.intake.marks import Mark
from ledger.intake.marks import parts
from ledger.intake.raw import GROUP
from ledger.intake.raw import LONGEST_HEADING
from ledger.intake.raw import SAYING
from ledger.intake.raw import TELLING
from ledger.intake.raw import Raw
from ledger.intake.raw import every
from ledger.intake.raw import of_block
from ledger.intake.segments import Segment


def _listing(block: Block) -> tuple[Block, ...]:
    """Return the entries of a list: what is numbered below it, the parts of one paragraph, or its lines."""
    if marks := block.marks():
        return tuple(marks)
    plain = [child.own for child in block.children if child.own.field is None]
    texts = [*([block.own] if block.own.text else []), *plain]
    if len(texts) == 1:
        text = texts[0].text
        cut = [text[part.begin : part.end].strip() for part in parts(text)]
        return tuple(_entry(texts[0].line, part, n) for n, part in enumerate(cut, start=1))
    return tuple(_entry(text.line, text.text, n) for n, text in enumerate(texts, start=1))


def _entry(line: int, text: str, number: int) -> Block:
    return Block(Segment(line, text, Mark("1.", number, 0)))


def lists(parent: Block) -> tuple[Block, Block] | None:
    """Return the list of problems and the list of measures that lie beside each other, if they do."""
    problems = next((child for child in parent.children if child.own.field == "problem" and _listing(child)), None)
    measures = next((child for child in parent.children if child.own.field == "measures" and _listing(child)), None)
    if problems is None or measures is None or not {problems.own.line} < {problems.own.line, measures.own.line}:
        return None
    if any(child.own.field in TELLING for each in every(measures) for child in each.children if not child.numbered):
        return None
    if any(child.own.field == "measures" for each in every(problems) for child in each.children):
        return None
    if problems.numbered and measures.numbered:
        return problems, measures
    group = bool(GROUP.search(narrow(parent.own.text)))
    others = any(
        not child.numbered and child.own.field and child not in {problems, measures} for child in parent.children
    )
    count = len(_listing(problems))
    alike = count == len(_listing(measures)) and (group or (count > 1 and not others))
    return (problems, measures) if alike else None


def _leaves(
    block: Block, path: tuple[Segment, ...], numbers: tuple[int, ...]
) -> Iterator[tuple[tuple[int, ...], Block, tuple[Segment, ...]]]:
    for child in block.marks():
        own = (*numbers, child.own.mark.number if child.own.mark else 0)
        if child.marks():
            yield from _leaves(child, (*path, child.own), own)
        else:
            yield own, child, path


def _paths(block: Block, numbers: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], Block]]:
    for child in block.marks():
        own = (*numbers, child.own.mark.number if child.own.mark else 0)
        yield own, child
        yield from _paths(child, own)


def joined(parent: Block, pair: tuple[Block, Block], path: tuple[Segment, ...]) -> list[Raw]:
    """Return the items of a pair of lists, with what further lists beside them say under the same numbers.

    A field of the section itself, a 责任单位 behind both lists for instance, is each item's.
    """
    beside = [child for child in parent.children if child.own.field and child not in pair]
    shared = tuple(child for child in beside if not child.numbered)
    more = [child for child in beside if child.numbered and child.own.field in SAYING]
    problems, measures = (Block(block.own, _listing(block)) for block in pair)
    problems, measures = _opened(problems, measures), _opened(measures, problems)
    return [
        replace(raw, fields=(*raw.fields, *(block for other in more for block in _same_number(raw, other)), *shared))
        for raw in _joined(problems, measures, path)
    ]


def _opened(listed: Block, other: Block) -> Block:
    """Return a list with the paragraphs cut into their parts whose counterpart in the `other` one has as many entries.

    (一)资源配置方面。1.…；2.… beside (一)资源配置方面 with 1. and 2. on lines of their own.
    """
    wanted = {kid.own.mark.number: len(kid.marks()) for kid in other.marks() if kid.own.mark}
    return replace(listed, children=tuple(_cut(kid, wanted) if kid.own.mark else kid for kid in listed.children))


def _cut(block: Block, wanted: Mapping[int, int]) -> Block:
    text = block.own.text
    cut = parts(text, alone=True) if not block.marks() else []
    if not cut or not block.own.mark or wanted.get(block.own.mark.number) != len(cut):
        return block
    entries = (
        _entry(block.own.line, text[part.begin : part.end].strip().rstrip("；;"), number)
        for number, part in enumerate(cut, start=1)
    )
    return Block(replace(block.own, text=text[: cut[0].at].strip()), (*entries, *block.children))


def _joined(problems: Block, measures: Block, path: tuple[Segment, ...]) -> list[Raw]:
    """Return the problems as items, each with the measures of its number; those that no number places stay loose."""
    leaves = [*_leaves(problems, path, ())]
    by_path = [*_paths(measures)]
    depth = len(leaves[0][0])
    level = [(numbers, block) for numbers, block in by_path if len(numbers) == depth]
    if not level or len(level) < len(leaves):
        level = (
            [(numbers, block) for numbers, block in by_path if len(numbers) == 1]
            if len(measures.marks()) == len(leaves)
            else level
        )
    taken: set[int] = set()
    out: list[Raw] = []
    for at, (numbers, block, own_path) in enumerate(leaves):
        found = next((place for place, (other, _) in enumerate(level) if other == numbers), None)
        if found is None or found in taken:
            last = [place for place, (other, _) in enumerate(level) if other[-1] == numbers[-1] and place not in taken]
            found = last[0] if len(last) == 1 else at if len(level) == len(leaves) else None
        raw = of_block(block, own_path)
        if found is not None and found not in taken:
            taken.add(found)
            raw = replace(raw, fields=(*raw.fields, *_measures_of(level[found][1], block.own.text)))
        out.append(raw)
    loose = tuple(block for place, (_, block) in enumerate(level) if place not in taken)
    return [*out[:-1], replace(out[-1], loose=loose)] if loose and out else out


def _same_number(raw: Raw, other: Block) -> Iterator[Block]:
    """Yield what a further list (责任清单) says under the number of an item, as a field."""
    number = raw.heading.mark.number if raw.heading.mark else 0
    found = [
        block for _, block in _paths(other) if not block.marks() and block.own.mark and block.own.mark.number == number
    ]
    if len(found) == 1:
        yield Block(Segment(found[0].own.line, found[0].own.text, None, other.own.field))


def _measures_of(block: Block, problem: str = "") -> Iterator[Block]:
    """Yield an entry of a list of measures as a field, and the fields it has itself; a heading is no measure."""
    if block.marks():
        heading = len(block.own.text) <= LONGEST_HEADING or block.own.text.strip("。") in problem
        yield Block(Segment(block.own.line, "" if heading else block.own.text, None, "measures"), tuple(block.marks()))
    else:
        yield Block(Segment(block.own.line, block.own.text, None, "measures"),
                    tuple(child for child in block.children if child.own.field is None))  # fmt: skip
    yield from (child for child in block.children if not child.numbered and child.own.field is not None)


def distributed(items: Sequence[Raw]) -> list[Raw]:
    """Give the numbered measures behind the last of several problems to all of them, where there is one for each."""
    out = [*items]
    for at, raw in enumerate(items):
        listed = next((block for block in raw.fields if block.own.field == "measures" and not block.own.text), None)
        bare = 0
        while (
            bare < at
            and not items[at - bare - 1].fields
            and not items[at - bare - 1].kids
            and items[at - bare - 1].path == raw.path
        ):
            bare += 1
        if listed is None or not bare or len(listed.marks()) != bare + 1:
            continue
        others = tuple(each for each in raw.fields if each is not listed)
        for place, block in enumerate(listed.marks(), start=at - bare):
            out[place] = replace(items[place], fields=(*_measures_of(block), *others))
    return out
