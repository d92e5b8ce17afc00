"""What is done to an item's own fields, its measures and its indicators: a new item, or all that is in the way.

What is on record is not taken back by that; its history is `ledger.actions`.
"""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from datetime import date

from ledger.actions import settled
from ledger.actions import supported
from ledger.errors import Lack
from ledger.errors import RefusedError
from ledger.events import Evidence
from ledger.events import Handover
from ledger.model import Item
from ledger.model import Ledger
from ledger.model import Measure
from ledger.model import Reading
from ledger.workflow import replay


def finish(item: Item, names: Iterable[str], on: date, evidence: Sequence[Evidence], ledger: Ledger) -> Item:
    """Return the item with these measures done on a day. Raises RefusedError where one is done or dropped already."""

    def done(measure: Measure) -> Measure:
        _refuse_finished(item, measure)
        return measure.model_copy(update={"done": on, "evidence": (*measure.evidence, *evidence)})

    return settled(_each(item, names, done), ledger)


def unfinish(item: Item, names: Iterable[str], ledger: Ledger) -> Item:
    """Return the item with these measures open again. Raises RefusedError where one is not done, or is rested on."""

    def opened(measure: Measure) -> Measure:
        if measure.done is None:
            raise RefusedError(item.id, [Lack("not-done", {"measure": measure.id})])
        return measure.model_copy(update={"done": None})

    return supported(item, settled(_each(item, names, opened), ledger), ledger)


def drop(item: Item, name: str, reason: str, ledger: Ledger) -> Item:
    """Return the item with a measure that will not be done. Raises RefusedError where it is done or dropped already."""

    def dropped(measure: Measure) -> Measure:
        _refuse_finished(item, measure)
        return measure.model_copy(update={"dropped": reason})

    return supported(item, _each(item, [name], dropped), ledger)


def attach(item: Item, name: str, evidence: Sequence[Evidence]) -> Item:
    """Return the item with more evidence for one of its measures."""

    def attached(measure: Measure) -> Measure:
        new = tuple(proof for proof in evidence if proof not in measure.evidence)
        return measure.model_copy(update={"evidence": (*measure.evidence, *new)})

    return _each(item, [name], attached)


def _each(item: Item, names: Iterable[str], change: Callable[[Measure], Measure]) -> Item:
    wanted = frozenset(names)
    measures = tuple(change(measure) if measure.id in wanted else measure for measure in item.measures)
    return item.model_copy(update={"measures": measures})


def _refuse_finished(item: Item, measure: Measure) -> None:
    if measure.done:
        raise RefusedError(item.id, [Lack("already-done", {"measure": measure.id, "on": str(measure.done)})])
    if measure.dropped:
        raise RefusedError(item.id, [Lack("already-dropped", {"measure": measure.id, "reason": measure.dropped})])


def read(item: Item, at: int, reading: Reading) -> Item:
    """Return the item with the value of indicator `at` on a day. Raises RefusedError where that day has one already."""
    indicators = list(item.indicators)
    past = indicators[at].readings
    if reading.on in {old.on for old in past}:
        fields = {"item": item.id, "name": indicators[at].name, "on": str(reading.on)}
        raise RefusedError(item.id, [Lack("already-read", fields)])
    indicators[at] = indicators[at].model_copy(update={"readings": (*past, reading)})
    return item.model_copy(update={"indicators": tuple(indicators)})


def revert(now: Item, wanted: Item, ledger: Ledger) -> Item:
    """Return `wanted`, the item without a change that was made to it, with the status that its log adds up to.

    Raises RefusedError where a step that came since rests on that change.
    """
    return supported(now, settled(wanted, ledger), ledger)


def next_id(items: Iterable[Item]) -> str:
    """Return the number for a new item: the next one behind the highest."""
    return number_behind(item.id for item in items)


def next_measure(item: Item) -> str:
    """Return the number for a new measure of an item."""
    return number_behind((measure.id for measure in item.measures), f"{item.id}.")


def number_behind(ids: Iterable[str], stem: str = "") -> str:
    """Return the next number behind the highest of those that begin with a stem."""
    last = (name.removeprefix(stem) for name in ids)
    return f"{stem}{max((int(number) for number in last if number.isdecimal()), default=0) + 1}"


def amend(before: Item, after: Item, ledger: Ledger) -> Item:
    """Return `after`, what a person has made of the item's fields, if it takes nothing back that is on record.

    Its history, its status and a date once set change by events only; a measure is dropped with a reason, not deleted.
    """
    lacking = list(_taken_back(before, after, ledger))
    if lacking:
        raise RefusedError(before.id, lacking)
    return supported(before, after, ledger)


def _taken_back(before: Item, after: Item, ledger: Ledger) -> Iterator[Lack]:
    fields = {"item": before.id}
    if after.id != before.id:
        yield Lack("id-stays", fields)
    if after.log != before.log:
        yield Lack("log-stays", fields)
    if before.sub_ledger and after.sub_ledger != before.sub_ledger:
        yield Lack("sub-ledger-stays", fields | {"folder": before.sub_ledger})
    yield from _measures_taken_back(before, after)
    begun = ledger.settings.plan.date
    if after.due and begun and after.due < begun and after.due != before.due:
        yield Lack("due-before-plan", fields | {"due": str(after.due), "plan": str(begun)})
    if before.due and after.due != before.due and (after.due is None or after.due > before.due):
        yield Lack("date-stays", fields | {"due": str(before.due), "to": str(after.due or "…")})
    status = replay(after, ledger.settings.closing.steps).status
    if after.status not in {status, before.status}:
        yield Lack("status-stays", fields | {"status": after.status, "replayed": status})


def _measures_taken_back(before: Item, after: Item) -> Iterator[Lack]:
    kept = {measure.id for measure in after.measures}
    for measure in before.measures:
        if measure.id not in kept:
            yield Lack("measure-stays", {"item": before.id, "measure": measure.id})
    for old, new in _pairs(before, after):
        if old.done and new.done != old.done:
            yield Lack("done-stays", {"measure": old.id, "on": str(old.done)})
        if any(proof not in new.evidence for proof in old.evidence):
            yield Lack("evidence-stays", {"measure": old.id})


def _pairs(before: Item, after: Item) -> Iterator[tuple[Measure, Measure]]:
    """Yield each measure before and after, where it is there both times."""
    later = {measure.id: measure for measure in after.measures}
    yield from ((old, later[old.id]) for old in before.measures if old.id in later)


def put_off(before: Item, after: Item) -> Iterator[tuple[Measure, Measure]]:
    """Yield the measures whose date was moved away or taken out: what was late, or would be, is not any more."""
    for old, new in _pairs(before, after):
        if old.due and (new.due is None or new.due > old.due):
            yield old, new


def handed_over(before: Item, after: Item, ledger: Ledger) -> bool:
    """Return whether another body leads an item: that is an event of its own (移交), unless it fills a gap at last."""
    was, now = (set(ledger.known(item.lead)) for item in (before, after))
    return was != now and (bool(was) or any(isinstance(entry, Handover) for entry in before.log))


def refuse_handed_over(before: Item, after: Item, ledger: Ledger) -> None:
    """Raise RefusedError where an item got another lead, for nobody has said when."""
    if handed_over(before, after, ledger):
        fields = {"item": before.id, "lead": before.lead, "to": ",".join(after.lead)}
        raise RefusedError(before.id, [Lack("lead-stays", fields)])


def refuse_put_off(before: Item, after: Item) -> None:
    """Raise RefusedError where the date of a measure was put off, for nobody has said why."""
    dates = [{"measure": old.id, "due": str(old.due), "to": str(new.due or "")} for old, new in put_off(before, after)]
    if dates:
        raise RefusedError(before.id, [Lack("measure-date-stays", each) for each in dates])
