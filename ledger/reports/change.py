"""What has changed: each item before and after, the evidence filed, and the lines of the file."""

import difflib
from collections import Counter
from collections.abc import Callable
from collections.abc import Hashable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from ledger import schema
from ledger.events import Event
from ledger.model import Indicator
from ledger.model import Item
from ledger.model import Ledger
from ledger.model import Measure
from ledger.model import Ongoing
from ledger.model import Reading
from ledger.model import Routine
from ledger.model import Status
from ledger.yamltext import Value

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")
_Pair = tuple[Item | None, Item | None]


@dataclass(frozen=True)
class ChangedField:
    """A field that has another value, as the files write it; None: it has none."""

    key: str
    before: str | tuple[str, ...] | None
    after: str | tuple[str, ...] | None


@dataclass(frozen=True)
class ChangedMeasure:
    """A measure that is new, gone or another."""

    id: str
    new: bool
    removed: bool
    fields: tuple[ChangedField, ...]


@dataclass(frozen=True)
class ChangedReading:
    """A reading that has come, gone or become another; a side says its value, as 85 or 82.5."""

    on: date
    before: str | None
    after: str | None


@dataclass(frozen=True)
class ChangedIndicator:
    """An indicator that is new, gone or another, or whose readings are."""

    name: str
    unit: str | None
    new: bool
    removed: bool
    fields: tuple[ChangedField, ...]
    readings: tuple[ChangedReading, ...]


@dataclass(frozen=True)
class ChangedItem:
    """An item whose entry in the file is another one; `entries` are the numbers of what its log has gained."""

    id: str
    title: str
    status_before: Status | None  # None: the item is new
    status: Status
    removed: bool
    fields: tuple[ChangedField, ...]
    measures: tuple[str, ...]  # those that are new, or another
    measures_done: int
    measures_total: int
    measure_changes: tuple[ChangedMeasure, ...]
    readings: tuple[str, ...]  # the indicators with a new one, or that are another
    indicator_changes: tuple[ChangedIndicator, ...]
    entries: tuple[int, ...]
    log: tuple[Event, ...]
    entries_lost: tuple[int, ...]  # what its log has not any more, as nobody but an undo may do
    log_lost: tuple[Event, ...]


@dataclass(frozen=True)
class ChangedValue:
    """A value that is another in the settings, departments or routines; `key` is its path, like closing.steps."""

    file: str
    key: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Change:
    """A change of the ledger; `written` is false for a dry run, and where nothing differs; `commit` is its version."""

    written: bool
    commit: str | None
    items: tuple[ChangedItem, ...]
    values: tuple[ChangedValue, ...]
    evidence: tuple[str, ...]  # the paths of newly stored files, in the ledger's folder
    diff: tuple[str, ...]


def change(items: Sequence[ChangedItem], evidence: Sequence[str], diff: Sequence[str], *, written: bool) -> Change:
    """Return what became of the items; its version is not known yet."""
    return Change(written and bool(diff), None, tuple(items), (), tuple(evidence), tuple(diff))


def change_of_values(others: Sequence[ChangedValue], diff: Sequence[str], *, written: bool) -> Change:
    """Return what became of values beside the items; its version is not known yet."""
    return Change(written and bool(diff), None, (), tuple(others), (), tuple(diff))


def changed(pairs: Iterable[_Pair]) -> tuple[ChangedItem, ...]:
    """Return what became of items, given before (None: new) and after (None: gone)."""
    return tuple(_item(before, after) for before, after in pairs if before or after)


def pairs(before: Ledger, after: Ledger) -> list[_Pair]:
    """Return the items that differ between two ledgers, before and after, in the order of the later one."""
    old, new = ({item.id: item for item in ledger.items} for ledger in (before, after))
    both = ((old.get(name), new.get(name)) for name in dict.fromkeys([*new, *old]))
    return [(was, now) for was, now in both if was is not now and was != now]  # to be the same is told faster


def values(before: Ledger, after: Ledger) -> tuple[ChangedValue, ...]:
    """Return what differs between two ledgers beside their items."""
    if (before.departments, before.settings, before.routines) == (after.departments, after.settings, after.routines):
        return ()
    old, new = _values(before), _values(after)
    return tuple(
        ChangedValue(*at, old.get(at), new.get(at)) for at in dict.fromkeys([*old, *new]) if old.get(at) != new.get(at)
    )


def _values(ledger: Ledger) -> dict[tuple[str, str], str]:
    """Return every single value by its file and its path; what stands in a list goes by its name there."""
    found: dict[tuple[str, str], str] = {}
    found |= {("ledger.yaml", key): value for key, value in _leaves("", schema.plain(ledger.settings))}
    for department in ledger.departments:
        leaves = _leaves(department.name, schema.plain(department))
        found |= {("departments.yaml", key.removesuffix(".name")): value for key, value in leaves}
    for routine in ledger.routines:
        found |= {("routines.yaml", key): value for key, value in _leaves(routine.id, _without_days(routine))}
        found |= {("routines.yaml", f"{routine.id}.done.{day}"): str(day) for day in routine.done}
    return found


def _without_days(routine: Routine) -> Value:
    """Return what a routine says beside the days it was done; each of those comes and goes by itself."""
    return {key: value for key, value in schema.plain(routine).items() if key != "done"}


def _leaves(path: str, value: Value) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(f"{path}.{key}" if path else key, inner)
    elif isinstance(value, list) and any(isinstance(inner, dict) for inner in value):
        for number, inner in enumerate(value, start=1):
            yield from _leaves(f"{path}.{number}", inner)
    else:
        yield path, ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _item(before: Item | None, after: Item | None) -> ChangedItem:
    item = after or before
    assert item is not None  # noqa: S101 (mypy does not see that one of the two is there)
    old, new = (before.log if before else ()), (after.log if after else ())
    gone, fresh = _log(old, new)
    done, total = item.progress()
    measures = tuple(_measures(before.measures if before else (), after.measures if after else ()))
    known = before.indicators if before else ()
    indicators = tuple(_indicators(known, item.indicators if after else ()))
    return ChangedItem(
        id=item.id,
        title=item.title,
        status_before=before.status if before else None,
        status=item.status,
        removed=after is None,
        fields=tuple(_fields(before, after, Item.model_fields)) if before and after else (),
        measures=tuple(each.id for each in measures if not each.removed),
        measures_done=done,
        measures_total=total,
        measure_changes=measures if before and after else (),
        readings=tuple(each.name for each in item.indicators if each not in known and (before or each.readings)),
        indicator_changes=indicators if before and after else (),
        entries=tuple(at + 1 for at in fresh),
        log=tuple(new[at] for at in fresh),
        entries_lost=tuple(at + 1 for at in gone),
        log_lost=tuple(old[at] for at in gone),
    )


def _log(old: Sequence[Event], new: Sequence[Event]) -> tuple[list[int], list[int]]:
    """Return which entries of a log are gone, and which are new; those of a merge may stand between older ones."""
    if new[: len(old)] == old:
        return [], [*range(len(old), len(new))]
    before, after = ([repr(entry.model_copy(update={"entry": 0})) for entry in log] for log in (old, new))
    codes = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    apart = [(range(*code[1:3]), range(*code[3:5])) for code in codes if code[0] != "equal"]
    return [at for gone, _ in apart for at in gone], [at for _, fresh in apart for at in fresh]


_APART = frozenset({"id", "status", "measures", "indicators", "log", "readings"})  # what is told in its own way


def _fields(
    before: Item | Measure | Indicator, after: Item | Measure | Indicator, keys: Iterable[str]
) -> Iterator[ChangedField]:
    """Yield the single values and the names that differ."""
    for key in keys:
        old, new = getattr(before, key), getattr(after, key)
        if old != new and key not in _APART:
            yield ChangedField(key, _plain(old), _plain(new))


def _measures(before: Sequence[Measure], after: Sequence[Measure]) -> Iterator[ChangedMeasure]:
    old, new = ({measure.id: measure for measure in measures} for measures in (before, after))
    for name in dict.fromkeys([*new, *old]):
        was, now = old.get(name), new.get(name)
        if was != now:
            fields = tuple(_fields(was, now, Measure.model_fields)) if was and now else ()
            yield ChangedMeasure(name, new=was is None, removed=now is None, fields=fields)


def _indicators(before: Sequence[Indicator], after: Sequence[Indicator]) -> Iterator[ChangedIndicator]:
    old, new = (_told_apart(each, lambda one: (one.name, one.kind)) for each in (before, after))
    for key in dict.fromkeys([*new, *old]):
        was, now = old.get(key), new.get(key)
        if was != now and (one := now or was):
            fields = tuple(_fields(was, now, Indicator.model_fields)) if was and now else ()
            readings = tuple(_readings(was.readings if was else (), now.readings if now else ()))
            yield ChangedIndicator(one.name, one.unit, was is None, now is None, fields, readings)


def _readings(before: Sequence[Reading], after: Sequence[Reading]) -> Iterator[ChangedReading]:
    old, new = (_told_apart(each, lambda one: one.on) for each in (before, after))
    for key in sorted({*old, *new}):
        was, now = old.get(key), new.get(key)
        if was != now:
            sides = (None if one is None else _value(one, was, now) for one in (was, now))
            yield ChangedReading(key[0], *sides)


def _value(one: Reading, was: Reading | None, now: Reading | None) -> str:
    """Return the value of a reading, with its source where that alone has changed."""
    told = was and now and was.value == now.value
    return f"{one.value} ({one.source or '–'})" if told else str(one.value)


def _told_apart(some: Sequence[T], key: Callable[[T], K]) -> dict[tuple[K, int], T]:
    """Return records by what they are named by, those of one name in their order."""
    seen: Counter[K] = Counter()
    found = {}
    for one in some:
        seen[key(one)] += 1
        found[key(one), seen[key(one)]] = one
    return found


def _plain(value: object) -> str | tuple[str, ...] | None:
    if isinstance(value, tuple):
        return tuple(each if isinstance(each, str) else each.file or each.url or each.paper for each in value) or None
    if isinstance(value, Ongoing):
        return value.every
    return None if value is None else str(value)
