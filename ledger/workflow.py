"""What may happen to an item: which event follows which status, and what a log adds up to.

The table is that of the field: 申请销号 → 核查 → (公示) → 销号, with 退回 and 反弹 as the ways back.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import NamedTuple
from typing import get_args

from ledger.events import idle
from ledger.model import Item
from ledger.model import Status
from ledger.settings import Step

_ANY: tuple[Status, ...] = get_args(Status)
WORKING: tuple[Status, ...] = ("open", "in_progress")
# The events that depend on where the item is, and so on what came before them; the others are news, told when heard.
STEPS = frozenset(
    {
        "extend",
        "submit",
        "return",
        "verify",
        "publicize",
        "close",
        "report",
        "withdraw",
        "restore",
        "handover",
        "reopen",
    }
)


class Move(NamedTuple):
    """The statuses an event may follow, and the one it leads to (None: the status stays)."""

    sources: tuple[Status, ...]
    target: Status | None = None


class Misstep(NamedTuple):
    """Entry `at` (counted from 0) of a log cannot follow `status`."""

    at: int
    event: str
    status: Status
    sources: tuple[Status, ...]


class Replay(NamedTuple):
    """What a log adds up to: status, cycle, how often the work was returned, and what cannot have happened."""

    status: Status
    cycle: int  # 1, and one more for each reopening
    missteps: tuple[Misstep, ...]
    returns: int = 0


@cache
def moves(steps: tuple[Step, ...]) -> Mapping[str, Move]:
    """Return the table of moves for an office whose closing takes these `steps`."""
    # A step that the office does without may still be taken: what follows it follows the step before as well.
    submitted: tuple[Status, ...] = ("submitted", *(() if "submit" in steps else WORKING))
    verified: tuple[Status, ...] = ("verified", *(() if "verify" in steps else submitted))
    return {
        "progress": Move(_ANY),
        "inspect": Move(_ANY),
        "notice": Move(_ANY),
        "lookback": Move(_ANY),
        "correct": Move(_ANY),
        "decide": Move(_ANY),
        "handover": Move(_ANY),
        "extend": Move((*WORKING, "submitted")),
        "submit": Move(WORKING, "submitted"),
        "return": Move(("submitted", "verified"), "in_progress"),
        "verify": Move(submitted, "verified"),
        "publicize": Move(verified),
        "close": Move(verified, "closed"),
        "report": Move(("closed",)),
        "withdraw": Move((*WORKING, "submitted", "verified"), "withdrawn"),
        "restore": Move(("withdrawn",)),  # to where it was withdrawn from
        "reopen": Move(("closed",), "in_progress"),
    }


def replay(item: Item, steps: tuple[Step, ...], day: date = date.max) -> Replay:
    """Return what the item's log, and its finished measures, up to `day` add up to."""
    table = moves(steps)
    status: Status = "open"
    kept: Status = "open"  # where a withdrawn item was
    cycle, returns = 1, 0
    missteps = []
    for at, entry in item.in_force(day):
        move = table[entry.event]
        if status not in move.sources:
            missteps.append(Misstep(at, entry.event, status, move.sources))
            continue
        begins = entry.event == "progress" and not idle(entry)
        cycle += entry.event == "reopen"
        returns += entry.event == "return"
        if entry.event == "withdraw":
            kept = status
        status = move.target or ("in_progress" if begins and status == "open" else status)
        status = kept if entry.event == "restore" else status
    if status == "open" and any(measure.done and measure.done <= day for measure in item.measures):
        status = "in_progress"
    return Replay(status, cycle, tuple(missteps), returns)
