"""What may happen to an item: which event follows which status, and what a log adds up to.

The table is that of the field: 申请销号 → 核查 → (公示) → 销号, with 退回 and 反弹 as the ways back.
"""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise
from typing import NamedTuple
from typing import get_args

from ledger.errors import Lack
from ledger.events import Correction
from ledger.events import Event
from ledger.events import Extension
from ledger.events import Handover
from ledger.events import Publicity
from ledger.events import Withdrawal
from ledger.model import Item
from ledger.model import Ledger
from ledger.model import Status
from ledger.model import Step

_ANY: tuple[Status, ...] = get_args(Status)
_WORKING: tuple[Status, ...] = ("open", "in_progress")
# The events that depend on where the item is, and so on what came before them; the others are news, told when heard.
STEPS = frozenset({"extend", "submit", "return", "verify", "publicize", "close", "report", "withdraw", "reopen"})


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
    submitted: tuple[Status, ...] = ("submitted", *(() if "submit" in steps else _WORKING))
    verified: tuple[Status, ...] = ("verified", *(() if "verify" in steps else submitted))
    return {
        "progress": Move(_ANY),
        "inspect": Move(_ANY),
        "notice": Move(_ANY),
        "lookback": Move(_ANY),
        "correct": Move(_ANY),
        "decide": Move(_ANY),
        "handover": Move(_ANY),
        "extend": Move((*_WORKING, "submitted")),
        "submit": Move(_WORKING, "submitted"),
        "return": Move(("submitted", "verified"), "in_progress"),
        "verify": Move(submitted, "verified"),
        "publicize": Move(verified),
        "close": Move(verified, "closed"),
        "report": Move(("closed",)),
        "withdraw": Move((*_WORKING, "submitted", "verified"), "withdrawn"),
        "reopen": Move(("closed", "withdrawn"), "in_progress"),
    }


def replay(item: Item, steps: tuple[Step, ...], day: date = date.max) -> Replay:
    """Return what the item's log, and its finished measures, up to `day` add up to."""
    table = moves(steps)
    void = item.void(day)
    status: Status = "open"
    cycle, returns = 1, 0
    missteps = []
    for at, entry in enumerate(item.log):
        if entry.on > day or at in void:
            continue
        move = table[entry.event]
        if status not in move.sources:
            missteps.append(Misstep(at, entry.event, status, move.sources))
            continue
        cycle += entry.event == "reopen"
        returns += entry.event == "return"
        status = move.target or ("in_progress" if entry.event == "progress" and status == "open" else status)
    if status == "open" and any(measure.done and measure.done <= day for measure in item.measures):
        status = "in_progress"
    return Replay(status, cycle, tuple(missteps), returns)


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
            "due": due(item, day),
            "lead": lead(item, _happened(item, day)),
            "log": _until(item.log, day),
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


def ledger_as_of(ledger: Ledger, day: date) -> Ledger:
    """Return the ledger, and its sub-ledgers, as they stood at the end of `day`."""
    steps = ledger.settings.closing.steps
    items = tuple(as_of(item, steps, day) for item in ledger.items)
    subs = {name: ledger_as_of(sub, day) for name, sub in ledger.subs.items()}
    return replace(ledger, items=items, subs=subs)


def _happened(item: Item, day: date) -> list[Event]:
    """Return what had happened by the end of `day`, without what had been taken back by then."""
    void = item.void(day)
    return [entry for at, entry in enumerate(item.log) if entry.on <= day and at not in void]


def lead(item: Item, happened: Iterable[Event]) -> tuple[str, ...]:
    """Return who led the item once these entries of its log had happened: the last to whom it was handed over.

    Before the first handover it was led by those who handed it over then.
    """
    latest = [entry.to for entry in happened if isinstance(entry, Handover)]
    first = [entry.was for entry in item.log if isinstance(entry, Handover)]
    return latest[-1] if latest else first[0] if first else item.lead


def _until(log: tuple[Event, ...], day: date) -> tuple[Event, ...]:
    """Return the entries up to `day`; a correction names its entry by the number that it has among them.

    One whose entry is not among them takes nothing back, and so names itself.
    """
    places = {at: number for number, at in enumerate((at for at, entry in enumerate(log) if entry.on <= day), start=1)}
    return tuple(
        entry.model_copy(update={"entry": places.get(entry.entry - 1, number)})
        if isinstance(entry, Correction)
        else entry
        for at, number in places.items()
        for entry in [log[at]]
    )


def due(item: Item, day: date) -> date | None:
    """Return the date as it was on `day`: the last extension's until then, else the one that was set."""
    granted = [past for past in extensions(item, item.void(day)) if past.on <= day]
    if granted:
        return granted[-1].to
    return set_date(item) if extensions(item, item.void()) else item.due


def extensions(item: Item, void: frozenset[int]) -> list[Extension]:
    """Return the extensions in the item's log that are in force."""
    return [past for at, past in enumerate(item.log) if isinstance(past, Extension) and at not in void]


def set_date(item: Item) -> date | None:
    """Return the date without extensions as the log knows it: what the last one found that came while none held."""
    found = item.due
    for at, entry in enumerate(item.log):
        before = item.model_copy(update={"log": item.log[:at]})
        if isinstance(entry, Extension) and not extensions(before, before.void()):
            found = entry.was
    return found


def slips(item: Item) -> set[int]:
    """Return the indexes of the extensions that were void when the next one was made, or are by now."""
    extensions = [at for at, entry in enumerate(item.log) if isinstance(entry, Extension)]
    ends = pairwise([*extensions, len(item.log)])
    return {at for at, end in ends if at in item.model_copy(update={"log": item.log[:end]}).void()}


class Stand(NamedTuple):
    """What a condition looks at: the item as it stood on the entry's day, without what was corrected, and today's."""

    item: Item
    entry: Event
    ledger: Ledger
    today: Item


def _lead(stand: Stand) -> Iterator[Lack]:
    """Somebody answers for the work (方案三(二): 逐一明确责任主体)."""
    if not stand.item.bodies("lead"):
        yield Lack("lacks-lead", {"item": stand.item.id}, condition=True)


def _measures(stand: Stand) -> Iterator[Lack]:
    """All that was promised was done by then, or given up with a reason."""
    left = [measure.id for measure in stand.item.measures if not (measure.done or measure.dropped)]
    later = [measure.id for measure in stand.today.measures if measure.id in left and measure.done]
    if later:
        fields = {"item": stand.item.id, "measures": later, "on": str(stand.entry.on)}
        yield Lack("done-later", fields, condition=True)
    if never := [name for name in left if name not in later]:
        yield Lack(
            "lacks-measures", {"item": stand.item.id, "measures": never, "typed": " ".join(never)}, condition=True
        )


def _evidence(stand: Stand) -> Iterator[Lack]:
    """A proof is on file (佐证材料); after a reopening (反弹) a new one, since the old one proved too little."""
    log = stand.item.log
    reopened = max((at for at, past in enumerate(log) if past.event == "reopen"), default=-1)
    since = log[reopened].on if reopened >= 0 else date.min
    filed = any(past.evidence for past in log[reopened + 1 :])
    filed |= any(measure.evidence for measure in stand.item.measures if measure.done and measure.done >= since)
    if not (filed or stand.entry.evidence):
        yield Lack("lacks-evidence", {"item": stand.item.id}, condition=True)


def _verifier(stand: Stand) -> Iterator[Lack]:
    """Nobody verifies their own work (重庆市教育督导条例第二十八条: 整改由督导机构核查)."""
    [by] = stand.ledger.known([stand.entry.by])
    if by in stand.ledger.known(stand.item.bodies("lead")):
        yield Lack("verified-by-lead", {"item": stand.item.id, "by": by}, condition=True)


def _publicity(stand: Stand) -> Iterator[Lack]:
    """What was made public has been so to its last day (公示期满); an office that takes this step takes it."""
    log = stand.item.log
    verified = max((at for at, past in enumerate(log) if past.event == "verify"), default=-1)
    shown = [past for past in log[verified + 1 :] if isinstance(past, Publicity)]
    if shown and shown[-1].until >= stand.entry.on:
        yield Lack("publicity-runs", {"item": stand.item.id, "until": str(shown[-1].until)}, condition=True)
    elif not shown and "publicize" in stand.ledger.settings.closing.steps:
        yield Lack("lacks-publicity", {"item": stand.item.id}, condition=True)


_NAMED = 10  # parts that are named one by one


def _sub_ledger(stand: Stand) -> Iterator[Lack]:
    """The whole ends after its parts (逐一整改销号): each item of the sub-ledger was, and there was one."""
    sub = stand.ledger.subs.get(stand.item.sub_ledger or "")
    if sub is None:
        return
    steps = sub.settings.closing.steps
    left = [part.id for part in sub.items if not as_of(part, steps, stand.entry.on).ended]
    if left or not sub.items:
        fields = {"item": stand.item.id, "folder": str(stand.item.sub_ledger)}
        code = "sub-ledger-open" if left else "sub-ledger-empty"
        named = left if len(left) <= _NAMED else [*left[:_NAMED], "…"]
        yield Lack(code, {**fields, "left": named, "count": str(len(left))}, condition=True)


def _later(stand: Stand) -> Iterator[Lack]:
    """An extension moves the date away from the one so far; a first date lies ahead. No reason waives that."""
    entry = stand.entry
    if isinstance(entry, Extension) and entry.to <= (entry.was or entry.on):
        yield Lack("not-later", {"item": stand.item.id, "to": str(entry.to), "was": str(entry.was or entry.on)})


def _merged(stand: Stand) -> Iterator[Lack]:
    """Work that is merged goes on in another item, which is there and has not been withdrawn itself."""
    into = stand.entry.into if isinstance(stand.entry, Withdrawal) else None
    taking = [item for item in stand.ledger.items if item.id == into and into != stand.item.id]
    if into and not taking:
        yield Lack("merged-into-nothing", {"item": stand.item.id, "value": into})
    elif into and taking[0].status == "withdrawn":
        yield Lack("merged-into-withdrawn", {"item": stand.item.id, "value": into})


# What must be there for an event. The names are those of the settings; what has none holds in every office.
CONDITIONS: Mapping[str, Mapping[str, Callable[[Stand], Iterator[Lack]]]] = {
    "submit": {"lead": _lead, "measures": _measures, "evidence": _evidence},
    "verify": {"verifier": _verifier},
    "close": {"": _publicity, "sub_ledger": _sub_ledger},
    "extend": {"": _later},
    "withdraw": {"": _merged},
}


def lacks(item: Item, entry: Event, ledger: Ledger) -> Iterator[Lack]:
    """Yield the conditions that are not met for `entry` to happen to `item`, as it stood at the end of that day.

    What is known to be wrong by now supports nothing. Where an office takes no application, its conditions are those
    of the step that ends the work instead.
    """
    void = item.void()
    standing = tuple(past for at, past in enumerate(item.log) if at not in void and past.event != "correct")
    then = as_of(item.model_copy(update={"log": standing}), ledger.settings.closing.steps, entry.on)
    events = [entry.event]
    if entry.event in {"verify", "close"} and then.status in _WORKING:
        events.insert(0, "submit")
    for event in events:
        for name, test in CONDITIONS.get(event, {}).items():
            if not name or name in ledger.settings.closing.wanted:
                yield from test(Stand(then, entry, ledger, item))


def begun(item: Item) -> int:
    """Return the index of the entry behind which the way to where the item is now begins: -1, a return or reopening."""
    void = item.void()
    back = (at for at, past in enumerate(item.log) if past.event in {"return", "reopen"} and at not in void)
    return max(back, default=-1)


def unmet(item: Item, ledger: Ledger, *, waived: bool = False) -> Iterator[tuple[int, Lack]]:
    """Yield, by the index of its entry, every condition that was not met on the way to where the item is now.

    Looked at is the way since the work was last returned or reopened; entries with a reason only with `waived`.
    """
    void = item.void()
    first = begun(item) + 1
    for at, entry in enumerate(item.log[first:], start=first):
        if at in void or entry.event not in {"submit", "verify", "close"} or (entry.override and not waived):
            continue
        past = tuple(old for n, old in enumerate(item.log[:at]) if n not in void and old.event != "correct")
        then = item.model_copy(update={"log": past, "lead": lead(item, past)})
        yield from ((at, lack) for lack in lacks(then, entry, ledger))
