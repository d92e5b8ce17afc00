"""An item, and a ledger, as it stood on a day: its log replayed up to then, with the date and the lead it had."""

from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise

from ledger.events import Correction
from ledger.events import Event
from ledger.events import Extension
from ledger.events import Handover
from ledger.model import Item
from ledger.model import Ledger
from ledger.settings import Step
from ledger.workflow import replay

_NOT_YET: Mapping[str, object] = {"done": None, "evidence": ()}  # of a measure whose day came later


def as_of(item: Item, steps: tuple[Step, ...], day: date) -> Item:
    """Return the item as it stood at the end of `day`: what is dated later has not happened yet.

    The status is what the log adds up to. A stored one that differs is a fault of the file, and changes no figure.
    """
    if max(item.days(), default=day) <= day:
        status = replay(item, steps).status
        return item if status == item.status else item.model_copy(update={"status": status})
    return item.model_copy(
        update={
            "status": replay(item, steps, day).status,
            "due": due(item, day),
            "lead": lead(item, _happened(item, day)),
            "log": _until(item.log, day),
            "measures": tuple(
                measure.model_copy(update=_NOT_YET) if measure.done and measure.done > day else measure
                for measure in item.measures
            ),
            "indicators": tuple(
                indicator.model_copy(update={"readings": tuple(r for r in indicator.readings if r.on <= day)})
                for indicator in item.indicators
            ),
        }
    )


def ledger_as_of(ledger: Ledger, day: date, named: Collection[str] = ()) -> Ledger:
    """Return the ledger, and its sub-ledgers, as they stood at the end of `day`: without what had not come in yet.

    Those that are `named` are among them: something is about to be recorded that happened to them on that day.
    """
    steps = ledger.settings.closing.steps
    known = {*named, *(item.id for item in come_by(ledger.items, day))}
    items = tuple(as_of(item, steps, day) for item in ledger.items if item.id in known)
    subs = {name: ledger_as_of(sub, day) for name, sub in ledger.subs.items()}
    return replace(ledger, items=items, subs=subs)


def come_by(items: Iterable[Item], day: date) -> tuple[Item, ...]:
    """Return the items that the ledger had by the end of `day`; what is on record of one was known, whenever typed."""
    return tuple(item for item in items if item.since is None or min([item.since, *item.days()]) <= day)


def _happened(item: Item, day: date) -> list[Event]:
    """Return what had happened by the end of `day`, without what had been taken back by then."""
    return [entry for _, entry in item.in_force(day)]


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
    granted = [past for past in _happened(item, day) if isinstance(past, Extension)]
    if granted:
        return granted[-1].to
    return set_date(item) if extensions(item) else item.due


def extensions(item: Item) -> list[Extension]:
    """Return the extensions in the item's log that are in force."""
    return [past for past in item.standing() if isinstance(past, Extension)]


def set_date(item: Item) -> date | None:
    """Return the date without extensions as the log knows it: what the last one found that came while none held."""
    found = item.due
    for at, entry in enumerate(item.log):
        before = item.model_copy(update={"log": item.log[:at]})
        if isinstance(entry, Extension) and not extensions(before):
            found = entry.was
    return found


def slips(item: Item) -> set[int]:
    """Return the indexes of the extensions that were void when the next one was made, or are by now."""
    extensions = [at for at, entry in enumerate(item.log) if isinstance(entry, Extension)]
    ends = pairwise([*extensions, len(item.log)])
    return {at for at, end in ends if at in item.model_copy(update={"log": item.log[:end]}).void()}
