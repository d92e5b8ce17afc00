"""What must be there for an event: the conditions of the field, by the names that the settings give them."""

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from ledger.asof import as_of
from ledger.asof import lead
from ledger.errors import Lack
from ledger.events import Event
from ledger.events import Extension
from ledger.events import Publicity
from ledger.events import Withdrawal
from ledger.model import Item
from ledger.model import Ledger
from ledger.workflow import WORKING


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
    if entry.event in {"verify", "close"} and then.status in WORKING:
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
