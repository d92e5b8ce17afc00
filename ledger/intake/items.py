"""Which blocks are the items: decided by what stands below each and beside each, over the whole document.

A block is an item where labels (整改措施, 责任单位 …) or the form of its words (关于…的问题) say so and nothing below
it says more; its siblings are then items too. Sections on organisation (组织实施, 工作要求) hold none.
"""

import re
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass

from ledger.intake.blocks import Block
from ledger.intake.joining import distributed
from ledger.intake.joining import joined
from ledger.intake.joining import lists
from ledger.intake.lines import narrow
from ledger.intake.raw import GROUP
from ledger.intake.raw import SAYING
from ledger.intake.raw import TELLING
from ledger.intake.raw import Raw
from ledger.intake.raw import every
from ledger.intake.raw import evident
from ledger.intake.raw import form
from ledger.intake.raw import of_block
from ledger.intake.raw import organisation
from ledger.intake.raw import states
from ledger.intake.raw import told
from ledger.intake.segments import GROUP as HEADED
from ledger.intake.segments import Segment


def find(root: Block) -> tuple[Raw, ...]:
    """Return the items of a document, in order; none where it is no plan."""
    found = _collect(root, ())
    return tuple(found or _plain(root))


def _holds(block: Block) -> bool:
    if organisation(block) and not any(told(each) for each in (block, *every(block))):
        return False
    return evident(block) or _inner(block)


def _inner(block: Block) -> bool:
    """Return whether items lie below a block."""
    kids = block.marks()
    if (form(block.own.text) and not any(told(each) for each in every(block))) or states(block):
        return False  # whose each of its measures is makes none of them an item
    return lists(block) is not None or any(_holds(kid) for kid in kids)


def _collect(parent: Block, path: tuple[Segment, ...]) -> list[Raw]:
    out: list[Raw] = []
    pair = lists(parent)
    out += joined(parent, pair, path) if pair else []
    children = [child for child in parent.children if not pair or (child not in pair and not child.own.field)]
    kin = _kin(children)
    run: list[Block] = []
    for child in [*children, None]:
        if child is not None and not child.numbered:
            run.append(child)
            continue
        out += _unnumbered(run, path)
        run = []
        if child is not None:
            out += _numbered(child, kin[_style(child)], path)
    return distributed(out)


@dataclass(frozen=True)
class _Kin:
    """What siblings in one style have: the line of the last that is an item, and whether one of them holds items."""

    last: int
    grouped: bool


def _kin(children: Sequence[Block]) -> dict[str, _Kin]:
    """Return what the numbered blocks of each style have in common."""
    found: dict[str, _Kin] = {}
    for child in children:
        if child.numbered:
            before = found.get(_style(child), _Kin(0, grouped=False))
            inner = _inner(child)
            last = child.own.line if not inner and evident(child) else before.last
            found[_style(child)] = _Kin(last, grouped=before.grouped or inner or _many(child))
    return found


def _style(block: Block) -> str:
    return block.own.mark.style if block.own.mark else ""


def _numbered(child: Block, kin: _Kin, path: tuple[Segment, ...]) -> list[Raw]:
    """Return the items of a numbered block: those in it, itself, or none.

    What says nothing of itself is an item where a sibling behind it is one.
    """
    if organisation(child) and not _holds(child):
        return []
    group = _is_group(child, grouped=kin.grouped)
    if _inner(child) or (evident(child) and group):
        return _collect(child, (*path, child.own))
    bare = kin.last > child.own.line and not group and bool(child.own.text)
    return [of_block(child, path)] if evident(child) or bare else []


def _groups(children: Sequence[Block]) -> list[tuple[list[Segment], list[Block]]]:
    """Return plain lines with the fields behind them, a group for each run of fields."""
    groups: list[tuple[list[Segment], list[Block]]] = [([], [])]
    for child in children:
        if child.own.field is None:
            if groups[-1][1]:
                groups.append(([], []))
            groups[-1][0].append(child.own)
        else:
            groups[-1][1].append(child)
    return groups


def _is_group(block: Block, *, grouped: bool) -> bool:
    """Return whether the plain lines below a block are items, and it is what they have in common.

    `grouped`: one of its siblings holds items.
    """
    headed = block.own.mark is not None and block.own.mark.style == HEADED
    if headed and any(child.own.field == "problem" for child in block.children):
        return True  # a heading without a number, and problems below it
    if form(block.own.text) or not _told_groups(block):
        return False
    return grouped or _many(block) or bool(GROUP.search(narrow(block.own.text)))


def _told_groups(block: Block) -> int:
    """Return how many runs of plain lines with problem or measures behind them lie in a block."""
    plain = [child for child in block.children if not child.numbered]
    return sum(bool(texts) and any(each.own.field in TELLING for each in fields) for texts, fields in _groups(plain))


def _many(block: Block) -> bool:
    return _told_groups(block) > 1


def _unnumbered(run: Sequence[Block], path: tuple[Segment, ...]) -> list[Raw]:
    """Return the items that plain lines with fields behind them are; the line next to the fields is the item's."""
    out: list[Raw] = []
    for texts, fields in _groups(run):
        told = [block for block in fields if block.own.field in SAYING]
        problem = next((block for block in fields if block.own.field in {"problem", "recommendation"}), None)
        if told and (texts or problem):
            heading = texts[-1] if texts and problem is None else Segment(told[0].own.line, "")
            out += (
                [Raw(heading, path, (), tuple(part)) for part in _apart(fields)]
                if problem
                else [Raw(heading, path, (), tuple(fields))]
            )
    return out


def _apart(fields: Sequence[Block]) -> list[list[Block]]:
    """Return fields item by item: a problem begins the next one."""
    out: list[list[Block]] = [[]]
    for block in fields:
        if block.own.field == "problem" and any(each.own.field == "problem" for each in out[-1]):
            out.append([])
        out[-1].append(block)
    return out


def _plain(root: Block) -> Iterator[Raw]:
    """Yield the entries of a list that says nothing more than what is to be done, where the document is one."""
    said = " ".join(child.own.text for child in root.children if child.own.field is None and not child.numbered)
    if not re.search(r"整改|隐患|台账|(?:问题|任务|工作)(?:清单|分解|分工)|反馈", said):
        return
    leaves = [*_entries(root, ())]
    if len(leaves) > 1:
        yield from leaves


def _entries(block: Block, path: tuple[Segment, ...]) -> Iterator[Raw]:
    for child in block.marks():
        if organisation(child):
            continue
        if child.marks():
            yield from _entries(child, (*path, child.own))
        elif child.own.text:
            yield of_block(child, path)
