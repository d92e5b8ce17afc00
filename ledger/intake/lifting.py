"""Labels behind the last of an item's measures: where a whole list has them there alone, they are the items'.

第一条 … （1）… （2）… 责任单位：…: read by itself the label belongs to measure 2; that each item of the list has one,
and none of the measures before, shows whose it is.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from ledger.intake.blocks import Block
from ledger.intake.lines import narrow
from ledger.intake.raw import GROUP
from ledger.intake.raw import TELLING
from ledger.intake.raw import organisation
from ledger.intake.terms import Field

_DUTY: frozenset[Field | None] = frozenset({"unit", "lead", "support", "due", "person"})


def lifted(block: Block) -> Block:
    """Return the block with such labels moved to the items, at any depth."""
    children = tuple(map(lifted, block.children))
    moving = {id(child) for listed in _lists(children) if _alike(listed) for child in listed if _behind(child)}
    return replace(block, children=tuple(_moved(child) if id(child) in moving else child for child in children))


def _lists(children: Sequence[Block]) -> list[list[Block]]:
    """Return the numbered blocks by their styles, without the sections on organisation."""
    numbered = [child for child in children if child.own.mark and not organisation(child)]
    by_style = sorted(numbered, key=_style)
    return [[*some] for _, some in groupby(by_style, key=_style)]


def _style(block: Block) -> str:
    return block.own.mark.style if block.own.mark else ""


def _alike(listed: Sequence[Block]) -> bool:
    """Return whether every entry of a list has its labels behind its measures, or no measures and labels itself."""
    behind = [child for child in listed if _behind(child)]
    bare = [child for child in listed if not child.marks() and _fields(child)]
    several = any(len(child.marks()) > 1 for child in behind)
    return several and len(listed) > 1 and len(behind) + len(bare) == len(listed)


def _behind(block: Block) -> bool:
    """Return whether a block has labels only behind the last of what is numbered below it, and none that tells."""
    kids = block.marks()
    if not kids or not block.own.text or GROUP.search(narrow(block.own.text)) or _fields(block):
        return False
    own = {field.own.field for field in _fields(kids[-1])}
    return bool(own & _DUTY) and not own & TELLING and not any(map(_fields, kids[:-1]))


def _fields(block: Block) -> list[Block]:
    return [child for child in block.children if child.own.field is not None]


def _moved(block: Block) -> Block:
    last = block.marks()[-1]
    bare = replace(last, children=tuple(child for child in last.children if child.own.field is None))
    children = (bare if child is last else child for child in block.children)
    return replace(block, children=(*children, *_fields(last)))
