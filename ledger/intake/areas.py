"""What items have in common: the area that each lies in, and whether a document lists problems or tasks."""

import re
from collections.abc import Sequence

from ledger.intake.front import Front
from ledger.intake.raw import Raw
from ledger.intake.raw import is_organisation
from ledger.intake.statements import LACKING
from ledger.intake.statements import area
from ledger.intake.terms import named
from ledger.model import Kind

NO_AREA = "未分类"  # an item must lie in an area; the word is one of the ledger's data and not of the program's
_CONTAINER = re.compile(r"整改|任务|措施|问题|清单|工作|情况|落实|台账|附件|意见|方案")


def areas(raws: Sequence[Raw]) -> list[tuple[str | None, int]]:
    """Return the area of each item with its line: the outermost heading above it that not all items have in common.

    Where all have the same headings it is the innermost one, unless it only says that measures follow.
    """
    paths = [raw.path for raw in raws]
    depth = 0
    while paths and all(len(path) > depth and path[depth].line == paths[0][depth].line for path in paths):
        depth += 1
    own: list[tuple[str | None, int]] = []
    for raw in raws:
        told = (block.own for block in raw.fields if block.own.field == "area")
        labelled = next((each for each in told if each.text and not each.text.isdecimal()), None)
        above = raw.path[depth] if len(raw.path) > depth else raw.path[-1] if raw.path else None
        plain = above.text if above else ""
        common = above is not None and len(raw.path) <= depth
        holder = "方面" not in plain and (bool(_CONTAINER.search(plain)) or is_organisation(plain))
        nothing = above is None or (common and holder) or named(plain) is not None
        if labelled:
            own.append((labelled.text, labelled.line))
        else:
            own.append((None if nothing else area(plain), above.line if above else 0))
    if not any(name for name, _ in own):
        return own
    return [(name or _label(raw, depth), line) for (name, line), raw in zip(own, raws, strict=True)]


def _label(raw: Raw, depth: int) -> str | None:
    """Return the label that a section has for a heading: its name, where others have one (突出问题, 一般问题)."""
    above = raw.path[depth] if len(raw.path) > depth else None
    return above.word or None if above and not above.text else None


def kind(raws: Sequence[Raw], told: Front) -> Kind:
    """Return what an item is that does not say it: a task of a list of tasks is asked for, anything else was found."""
    texts = [raw.heading.text for raw in raws if raw.heading.text]
    tasks = told.title is not None and re.search(r"任务|分工|行动", told.title.value)
    lacking = sum(bool(LACKING.search(text)) for text in texts)
    return "recommendation" if tasks and texts and lacking * 3 < len(texts) else "problem"
