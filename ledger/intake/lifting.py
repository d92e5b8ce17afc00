"""Labels behind the last entry of a list: where all lists of a document's level have them there alone.

第一条 … （1）… （2）… 责任单位：…: read by itself the label belongs to entry 2; that each list has one, and none of the
entries before, shows whose it is: the item's above where the entries are its measures, or every entry's where they are
what was found (实验小学 1.… 2.… 责任人：…).
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from ledger.intake.blocks import Block
from ledger.intake.lines import narrow
from ledger.intake.raw import GROUP
from ledger.intake.raw import TELLING
from ledger.intake.raw import heads_measures
from ledger.intake.raw import organisation
from ledger.intake.statements import LACKING
from ledger.intake.terms import Field

_REPORTED: frozenset[Field | None] = frozenset({"progress", "status"})
_DUTY: frozenset[Field | None] = frozenset({"unit", "lead", "support", "due", "person"})


def lifted(block: Block) -> Block:
    """Return the block with such labels moved to where they belong, at any depth."""
    children = tuple(map(lifted, block.children))
    settled: dict[int, Block] = {}
    for listed in _lists(children):
        behind = [child for child in listed if _behind(child)]
        if _alike(listed, behind):
            put = _shared if _found(behind) else _moved
            settled |= {id(child): put(child) for child in behind}
    return replace(block, children=tuple(settled.get(id(child), child) for child in children))


def _lists(children: Sequence[Block]) -> list[list[Block]]:
    """Return the numbered blocks by their styles, without the sections on organisation."""
    numbered = [child for child in children if child.own.mark and not organisation(child)]
    by_style = sorted(numbered, key=_style)
    return [[*some] for _, some in groupby(by_style, key=_style)]


def _style(block: Block) -> str:
    return block.own.mark.style if block.own.mark else ""


def _alike(listed: Sequence[Block], behind: Sequence[Block]) -> bool:
    """Return whether every entry of a list has its labels behind its own list, or no such list and labels itself."""
    bare = [child for child in listed if not child.marks() and _fields(child)]
    several = any(len(child.marks()) > 1 for child in behind)
    if len(listed) == 1:
        return several and all(map(heads_measures, behind)) and bool(behind)
    return several and len(behind) + len(bare) == len(listed)


def _found(behind: Sequence[Block]) -> bool:
    """Return whether the lists say what was found, and the headings above them only where."""
    entries = [kid.own.text for block in behind for kid in block.marks()]
    lacking = sum(bool(LACKING.search(text)) for text in entries)
    return lacking * 2 >= len(entries) and not any(LACKING.search(block.own.text) for block in behind)


def _behind(block: Block) -> bool:
    """Return whether a block has labels only behind the last of what is numbered below it, and none that tells."""
    kids = block.marks()
    if not kids or not block.own.text or GROUP.search(narrow(block.own.text)) or _fields(block):
        return False
    own = {field.own.field for field in _fields(kids[-1])}
    if any(map(_fields, kids[:-1])):
        return False
    if heads_measures(block):  # then how far it is, is told of the item too
        return bool(own) and not own & (TELLING - _REPORTED)
    return bool(own & _DUTY) and not own & TELLING


def _fields(block: Block) -> list[Block]:
    return [child for child in block.children if child.own.field is not None]


def _moved(block: Block) -> Block:
    """Return a block with the labels behind its last entry as its own."""
    last = block.marks()[-1]
    bare = replace(last, children=tuple(child for child in last.children if child.own.field is None))
    return replace(block, children=(*(bare if child is last else child for child in block.children), *_fields(last)))


def _shared(block: Block) -> Block:
    """Return a block with the labels behind its last entry as every entry's."""
    *others, last = block.marks()
    own = {id(each): replace(each, children=(*each.children, *_fields(last))) for each in others}
    return replace(block, children=tuple(own.get(id(child), child) for child in block.children))
