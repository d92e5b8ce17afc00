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
    then = [as_of(part, steps, stand.entry.on) for part in sub.items]
    left = [part.id for part in then if not part.ended]
    if left or all(part.status == "withdrawn" for part in then):
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
    """Work that is merged goes on in another item; whoever took work over is merged too, and not just withdrawn."""
    into = stand.entry.into if isinstance(stand.entry, Withdrawal) else None
    items = {item.id: item for item in stand.ledger.items}
    fields = {"item": stand.item.id, "value": into or ""}
    if into is None:
        if given := [item.id for item in stand.ledger.items if merged_into(item) == stand.item.id]:
            yield Lack("took-work-over", {"item": stand.item.id, "others": given})
    elif into not in items or into == stand.item.id:
        yield Lack("merged-into-nothing", fields)
    elif ends_in(items[into], items, stand.item.id) is None:
        yield Lack("merged-into-ended", fields)


def merged_into(item: Item) -> str | None:
    """Return the item that a withdrawn one was merged into."""
    if item.status != "withdrawn":
        return None
    gone = [past for past in item.standing() if isinstance(past, Withdrawal)]
    return gone[-1].into if gone else None


def comes_back(item: Item, items: Mapping[str, Item]) -> bool:
    """Return whether one merging after another leads from an item back to it, as two copies may have it."""
    seen: list[str] = []
    name = merged_into(item) or ""
    while name in items and name not in seen:
        seen.append(name)
        name = merged_into(items[name]) or ""
    return item.id in seen


def ends_in(item: Item, items: Mapping[str, Item], without: str = "") -> Item | None:
    """Return the item in which work goes on that was merged into `item`, one after another; None where it does not."""
    seen = {without}
    while item.id not in seen:
        if not item.ended:
            return item
        seen.add(item.id)
        following = items.get(merged_into(item) or "")
        if following is None:
            return None
        item = following
    return None


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
    standing = tuple(past for past in item.standing() if past.event != "correct")
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
    return max((at for at, past in item.in_force() if past.event in {"return", "reopen"}), default=-1)


def unmet(item: Item, ledger: Ledger, *, waived: bool = False) -> Iterator[tuple[int, Lack]]:
    """Yield, by the index of its entry, every condition that was not met on the way to where the item is now.

    Looked at is the way since the work was last returned or reopened; entries with a reason only with `waived`.
    """
    begin = begun(item)
    for at, entry in item.in_force():
        if at <= begin or entry.event not in {"submit", "verify", "close"} or (entry.override and not waived):
            continue
        past = tuple(old for n, old in item.in_force() if n < at and old.event != "correct")
        then = item.model_copy(update={"log": past, "lead": lead(item, past)})
        # parts may have been entered since: how they stood then nobody can tell
        yield from ((at, lack) for lack in lacks(then, entry, ledger) if not lack.code.startswith("sub-ledger-"))
