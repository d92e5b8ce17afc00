"""An item as blocks, and the signs by which one is known."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ledger.intake.blocks import Block
from ledger.intake.bodies import closing
from ledger.intake.lines import narrow
from ledger.intake.segments import Segment
from ledger.intake.statements import DOING
from ledger.intake.statements import LACKING
from ledger.intake.terms import Field
from ledger.intake.terms import named

SAYING: frozenset[Field | None] = frozenset(
    {"measures", "progress", "unit", "lead", "support", "due", "goal", "person", "status", "problem", "recommendation"}
)


TELLING: frozenset[Field | None] = frozenset({"measures", "progress", "problem", "recommendation", "status"})


_FORM = re.compile(r"关于.{2,}?(?:问题|建议)|[”」]的?(?:问题|建议)|^关于[“「].+[”」][。.]?$")


_CLOSING = re.compile(r"[(【][^()【】]{2,90}[)】][。.]?$")


_ORGANISATION = re.compile(
    r"总体要求|指导思想|工作目标|总体目标|组织(?:实施|保障|领导)|工作要求|保障措施|工作保障|加强(?:组织)?领导|"
    r"(?:工作|基本|整改)原则|(?:工作|实施|方法|整改)步骤|工作机制|基本情况|附则|有关要求|相关要求|工作安排|方法步骤|背景|"
    r"(?:整改)?工作开展情况|下一?步(?:整改)?(?:工作)?(?:打算|安排|计划|$)|整改(?:工作)?要求|严肃(?:工作)?纪律|压实.{0,4}责任|强化.{0,6}(?:督查|监督|问责|保障)|"
    r"落实整改(?:责任|措施)|提高(?:思想|政治)?(?:认识|站位)|主要做法|联系(?:人|方式)|工作措施|实施范围|整改范围|总体安排"
)


LONGEST_HEADING = 24


GROUP = re.compile(r"(?:方面|领域|板块)(?:存在的?问题|的问题|问题)?[。.]?$|[:：]$")


@dataclass(frozen=True)
class Raw:
    """An item as blocks: its heading, plain lines below it, its fields, numbered blocks without a label, its path."""

    heading: Segment
    path: tuple[Segment, ...]
    texts: tuple[Segment, ...] = ()
    fields: tuple[Block, ...] = ()
    kids: tuple[Block, ...] = ()
    loose: tuple[Block, ...] = ()  # measures of a list that no number gives to this item or another

    def lines(self) -> Iterator[int]:
        """Yield the lines of the item's own."""
        yield self.heading.line
        yield from (text.line for text in self.texts)
        for block in (*self.fields, *self.kids):
            yield from block.lines()

    def has(self, *fields: Field) -> bool:
        """Return whether one of these fields is there."""
        return any(block.own.field in fields for block in self.fields)


def of_block(block: Block, path: tuple[Segment, ...]) -> Raw:
    """Return a block as an item, below the headings of `path`."""
    texts = tuple(child.own for child in block.children if not child.numbered and child.own.field is None)
    fields = tuple(child for child in block.children if not child.numbered and child.own.field is not None)
    return Raw(block.own, path, texts, fields, tuple(block.marks()))


def form(text: str) -> bool:
    """Return whether a heading has the form of an item: 关于…的问题, …的建议."""
    return bool(_FORM.search(narrow(text))) and named(text) is None


def organisation(block: Block) -> bool:
    """Return whether a section is about the work of rectification as such, and holds no items."""
    return is_organisation(block.own.text or block.own.word)


def is_organisation(text: str) -> bool:
    """Return whether a heading is one of a section on the work as such: 组织实施, 工作要求."""
    plain = narrow(text)
    head = re.split(r"[。:;]", plain)[0]
    return len(head) <= LONGEST_HEADING and bool(_ORGANISATION.search(head)) and not (form(plain) or "“" in head)


def heads_measures(block: Block) -> bool:
    """Return whether a heading says what is wrong, and what is numbered below it what is done about it."""
    kids = [narrow(kid.own.text) for kid in block.marks()]
    text = narrow(block.own.text)
    stated = form(text) or (LACKING.search(text) and not DOING.match(text) and not GROUP.search(text))
    found = sum(bool(LACKING.search(kid)) and not DOING.match(kid) for kid in kids)
    return bool(kids) and bool(stated) and found * 2 < len(kids)


def states(block: Block) -> bool:
    """Return whether a block is an item whose measures alone, below it, say whose they are."""
    inner = [*every(block)]
    return heads_measures(block) and not any(map(told, inner)) and any(map(evident, block.marks()))


def evident(block: Block) -> bool:
    """Return whether labels, the form of its words or closing brackets with departments make a block an item."""
    said = any(child.own.field in SAYING for child in block.children if not child.numbered)
    return (
        said
        or form(block.own.text)
        or states(block)
        or (bool(_CLOSING.search(narrow(block.own.text))) and closing(block.own.text) is not None)
    )


def told(block: Block) -> bool:
    """Return whether a block tells of problem or measures itself, and does not only say whose it is."""
    return form(block.own.text) or any(child.own.field in TELLING for child in block.children if not child.numbered)


def every(block: Block) -> Iterator[Block]:
    """Yield the numbered blocks below a block, at any depth."""
    for child in block.marks():
        yield child
        yield from every(child)
