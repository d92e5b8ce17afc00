"""What may happen to an item: which event follows which status, and what a log adds up to.

The table is that of the field: 申请销号 → 核查 → (公示) → 销号, with 退回 and 反弹 as the ways back.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import NamedTuple

from ledger.events import Extension
from ledger.model import Item
from ledger.model import Status
from ledger.model import Step

_ANY: tuple[Status, ...] = ("open", "in_progress", "submitted", "verified", "closed")


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
    """What a log adds up to: the status, how often the item was closed and reopened, and what cannot have happened."""

    status: Status
    cycle: int
    missteps: tuple[Misstep, ...]


@cache
def moves(steps: tuple[Step, ...]) -> Mapping[str, Move]:
    """Return the table of moves for an office whose closing takes these `steps`."""
    working: tuple[Status, ...] = ("open", "in_progress")
    # A step that the office does without may still be taken: what follows it follows the step before as well.
    submitted: tuple[Status, ...] = ("submitted", *(() if "submit" in steps else working))
    verified: tuple[Status, ...] = ("verified", *(() if "verify" in steps else submitted))
    return {
        "progress": Move(_ANY),
        "inspect": Move(_ANY),
        "notice": Move(_ANY),
        "lookback": Move(_ANY),
        "correct": Move(_ANY),
        "extend": Move((*working, "submitted")),
        "submit": Move(working, "submitted"),
        "return": Move(("submitted", "verified"), "in_progress"),
        "verify": Move(submitted, "verified"),
        "publicize": Move(verified),
        "close": Move(verified, "closed"),
        "reopen": Move(("closed",), "in_progress"),
    }


def replay(item: Item, steps: tuple[Step, ...], day: date = date.max) -> Replay:
    """Return what the item's log, and its finished measures, up to `day` add up to."""
    table = moves(steps)
    void = item.void(day)
    status: Status = "open"
    cycle = 1
    missteps = []
    for at, entry in enumerate(item.log):
        if entry.on > day or at in void:
            continue
        move = table[entry.event]
        if status not in move.sources:
            missteps.append(Misstep(at, entry.event, status, move.sources))
            continue
        cycle += entry.event == "reopen"
        status = move.target or ("in_progress" if entry.event == "progress" and status == "open" else status)
    if status == "open" and any(measure.done and measure.done <= day for measure in item.measures):
        status = "in_progress"
    return Replay(status, cycle, tuple(missteps))


def as_of(item: Item, steps: tuple[Step, ...], day: date) -> Item:
    """Return the item as it stood at the end of `day`: what is dated later has not happened yet.

    The status is what the log adds up to. A stored one that differs is a fault of the file, and changes no figure.
    """
    status = replay(item, steps, day).status
    if all(happened <= day for happened in item.days()):
        return item if status == item.status else item.model_copy(update={"status": status})
    return item.model_copy(
        update={
            "status": status,
            "due": _due(item, day),
            "log": tuple(entry for entry in item.log if entry.on <= day),
            "measures": tuple(
                measure.model_copy(update={"done": None}) if measure.done and measure.done > day else measure
                for measure in item.measures
            ),
            "indicators": tuple(
                indicator.model_copy(update={"readings": tuple(r for r in indicator.readings if r.on <= day)})
                for indicator in item.indicators
            ),
        }
    )


def _due(item: Item, day: date) -> date | None:
    """Return the date as it was on `day`: the last extension's until then, else the one before the first.

    An extension that was taken back before the next one does not say what was before: its old date was the slip.
    """
    void = item.void(day)
    extensions = [(at, entry) for at, entry in enumerate(item.log) if isinstance(entry, Extension)]
    granted = [entry.to for at, entry in extensions if entry.on <= day and at not in void]
    if granted:
        return granted[-1]
    lasting = item.void()
    first = next((at for at, _ in extensions if at not in lasting), None)
    if first is None:
        return extensions[0][1].was if extensions else item.due
    then = item.model_copy(update={"log": item.log[: first + 1]}).void()
    return next(entry.was for at, entry in extensions if at not in then)
