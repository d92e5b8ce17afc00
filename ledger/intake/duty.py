"""Who answers for an item and for a measure, by labels, closing brackets and sentences."""

from collections.abc import Sequence
from typing import Any
from typing import get_args

from ledger.intake import bodies
from ledger.intake import content as contents
from ledger.intake.blocks import Block
from ledger.intake.bodies import Bodies
from ledger.intake.content import values
from ledger.intake.making import Making
from ledger.intake.raw import Raw
from ledger.model import Measure
from ledger.model import Role

_ROLES: Sequence[Role] = get_args(Role)


def put_labelled(made: Making, raw: Raw) -> None:
    """Set the departments of labels and of the heading's closing brackets."""
    own = contents.shared(raw)
    named, lines = labelled(own)
    closing = bodies.closing(raw.heading.text)
    if closing:
        named, lines = named + closing.bodies, [*lines, raw.heading.line]
    put_bodies(made, made.data, "", named, lines[0] if lines else raw.heading.line)


def labelled(blocks: Sequence[Block]) -> tuple[Bodies, list[int]]:
    """Return who labels name: 责任单位 leads, unless a 牵头单位 does."""
    leads = any(block.own.field == "lead" for block in blocks)
    named, lines = Bodies(), []
    for block in blocks:
        if block.own.field not in {"lead", "unit", "support"}:
            continue
        role: Role = "support" if block.own.field == "support" or (block.own.field == "unit" and leads) else "lead"
        for text, line in values([block], block.own.field):
            named += bodies.listed(text, role)
            lines.append(line)
    return named, lines


def put_bodies(made: Making, data: dict[str, Any], path: str, named: Bodies, line: int) -> None:
    """Set who has which part; words that name nobody in particular are to be looked at."""
    for role in _ROLES:
        if names := named.names(role):
            data[role] = tuple(dict.fromkeys((*data.get(role, ()), *names)))
            made.lines.setdefault(f"{path}{role}", line)
    for key, people in (("person", named.persons), ("office", named.offices)):
        said = "、".join(people)
        if said and key not in data and (not path or key in Measure.model_fields):
            data[key] = said
            made.lines.setdefault(f"{path}{key}", line)
        elif said and data.get(key) != said:
            made.doubt("not-kept", line, words=said)
    for words in named.generic:
        made.doubt("open-body", line, words=words)
    for words in named.remarks:
        made.doubt("not-kept", line, words=words)
