"""Two changes of the same list of records made one, by meaning: record by record, field by field, entry by entry.

Plain data goes in and comes out: what `ledger.schema` makes of a record. Lists whose entries have names of their own
are merged entry by entry, lists of facts as multisets; a log keeps the order of time among what is new in it, and its
corrections go on naming the entries that they named. What both sides changed differently is a conflict, and somebody
chooses.
"""

from collections import Counter
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from dataclasses import field
from hashlib import sha256
from typing import Literal
from typing import NamedTuple
from typing import TypeAlias

from ledger.workflow import STEPS
from ledger.yamltext import Value

Data: TypeAlias = dict[str, Value]
Side: TypeAlias = Literal["ours", "theirs"]

_NAMED_BY: Mapping[str, tuple[str, ...]] = {
    "measures": ("id",),
    "indicators": ("name", "kind", "literal", "measure"),
    "readings": ("on",),
}
_MULTISETS = frozenset({"evidence", "aliases", "done"})  # their entries are facts, each for itself
# What is one decision: no command lets a measure be done and dropped, and nothing ends before it has begun.
_TIED = (("done", "dropped"), ("from", "until"))
_LATER = "9999-12-31"  # an entry without a day, which there is none of, would stand last


class Difference(NamedTuple):
    """What both sides changed differently: the record, the path in it (nothing: the whole), and what each side says."""

    record: str
    path: tuple[str, ...]
    ours: Value
    theirs: Value


Choose: TypeAlias = Callable[[Difference], Side]


Place: TypeAlias = tuple[str, tuple[str, ...]]  # of a record, and the path in it


class Merged(NamedTuple):
    """The records of both sides, and what they differ in."""

    records: list[Data]
    conflicts: tuple[Difference, ...]


def merge(
    versions: Sequence[Sequence[Data]], key: str, choose: Choose, is_open: AbstractSet[Place] = frozenset()
) -> Merged:
    """Return the records of three versions (base, ours, theirs), named by `key`; conflicts settled as `choose` says.

    Where something `is_open` the base tells nothing, and the sides differ or do not.
    """
    three = [{str(record[key]): record for record in records} for records in versions]
    order = _order(*(list(side) for side in three))
    inside = {name: frozenset(path for record, path in is_open if record == name) for name, _ in is_open}
    hands = {name: _Hand(name, choose, inside.get(name, frozenset())) for name in order}
    found = {name: hand.value((), *(side.get(name) for side in three)) for name, hand in hands.items()}
    records = [record for record in found.values() if isinstance(record, dict)]
    return Merged(records, tuple(conflict for hand in hands.values() for conflict in hand.conflicts))


def _order(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """Return all names in the order of ours; what theirs alone has stands behind what stands before it there."""
    order = list(ours)
    for source in (theirs, base):
        places = {name: place for place, name in enumerate(order)}
        behind: dict[int, list[str]] = {}
        at = -1
        for name in source:
            if name in places:
                at = max(at, places[name])
            else:
                behind.setdefault(at, []).append(name)
        order = [*behind.get(-1, []), *(each for at, name in enumerate(order) for each in (name, *behind.get(at, [])))]
    return order


@dataclass
class _Hand:
    """Merges one record, and gathers where it cannot."""

    record: str
    choose: Choose
    is_open: AbstractSet[tuple[str, ...]]
    conflicts: list[Difference] = field(default_factory=list)

    def value(self, path: tuple[str, ...], base: Value, ours: Value, theirs: Value) -> Value:
        """Return one value of three; None stands for one that is absent."""
        if theirs == ours:
            return ours
        if path in self.is_open and path != ("log",):  # of a log its steps are looked at, not its news
            return self._chosen(path, ours, theirs)
        if not any(place[: len(path)] == path for place in self.is_open):
            if theirs == base:
                return ours
            if ours == base:
                return theirs
        merged = self._inside(path, base, ours, theirs)
        return self._chosen(path, ours, theirs) if merged is None else merged or None

    def _chosen(self, path: tuple[str, ...], ours: Value, theirs: Value) -> Value:
        """Return the value of the side that is chosen."""
        self.conflicts.append(conflict := Difference(self.record, path, ours, theirs))
        return ours if self.choose(conflict) == "ours" else theirs

    def _inside(self, path: tuple[str, ...], base: Value, ours: Value, theirs: Value) -> Value:
        """Return what lies inside three values merged; None where they have no inside in common."""
        if isinstance(base, dict) and isinstance(ours, dict) and isinstance(theirs, dict):
            return self._mapping(path, base, ours, theirs)
        if any(isinstance(value, (str, dict)) for value in (ours, theirs)):
            return None  # other values, or one name for two new records
        name = path[-1] if path else ""
        if name == "log":
            return log(entries(base), entries(ours), entries(theirs))
        if name in _NAMED_BY:
            three = [_named(value, _NAMED_BY[name]) for value in (base, ours, theirs)]
            if None not in three:  # else nobody can tell which entry a side has changed
                return [*self._each(path, *(each or {} for each in three)).values()]
        if name in _MULTISETS:
            return _multiset(*(value if isinstance(value, list) else [] for value in (base, ours, theirs)))
        return None

    def _mapping(self, path: tuple[str, ...], base: Data, ours: Data, theirs: Data) -> Value:
        """Return a mapping merged key by key; what is one decision, and made on both sides, is that of one side."""
        torn = {key for tied in _TIED if _is_torn(tied, base, ours, theirs) for key in tied}
        kept = self._each(path, *(_without(side, torn) for side in (base, ours, theirs)))
        if not torn:
            return kept
        order = _order(list(base), list(ours), list(theirs))
        ways = ({**kept, **{key: side[key] for key in torn if key in side}} for side in (ours, theirs))
        return self._chosen(path, *({key: way[key] for key in order if key in way} for way in ways))

    def _each(self, path: tuple[str, ...], base: Data, ours: Data, theirs: Data) -> Data:
        """Return what stands under each key, or name, merged."""
        values = {
            key: self.value((*path, key), base.get(key), ours.get(key), theirs.get(key))
            for key in _order(list(base), list(ours), list(theirs))
        }
        return {key: value for key, value in values.items() if value is not None}


def _without(side: Data, keys: AbstractSet[str]) -> Data:
    return {key: value for key, value in side.items() if key not in keys} if keys else side


def _is_torn(tied: Sequence[str], base: Data, ours: Data, theirs: Data) -> bool:
    """Return whether both sides have made one decision, so differently that neither's would be left."""
    was, one, other = ([side.get(key) for key in tied] for side in (base, ours, theirs))
    return was not in (one, other) and all(mine != yours for mine, yours in zip(one, other, strict=True))


def entries(value: Value) -> list[Data]:
    """Return the entries of a log, none where there is no log."""
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _named(value: Value, keys: Sequence[str]) -> Data | None:
    """Return a list as a mapping by the names of its entries; None where two share one."""
    listed = entries(value)
    found: Data = {_name(entry, keys): entry for entry in listed}
    return found if len(found) == len(listed) else None


def _name(entry: Data, keys: Sequence[str]) -> str:
    return " ".join(str(entry[key]) for key in keys if key in entry)


def at(value: Value, path: Sequence[str]) -> Value:
    """Return what stands in a record at the path of a conflict, None where nothing does."""
    keys: Sequence[str] = ()
    for name in path:
        if isinstance(value, list):
            value = next((entry for entry in entries(value) if _name(entry, keys) == name), None)
        else:
            value = value.get(name) if isinstance(value, dict) else None
        keys = _NAMED_BY.get(name, ())
    return value


def facts(value: Value, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield what a record says: each value behind the keys and names that lead to it, for order says nothing."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from facts(inner, (*path, key))
    elif isinstance(value, list):
        names = _NAMED_BY.get(path[-1], ()) if path else ()
        for entry in value:
            yield from facts(entry, (*path, _name(entry, names) if isinstance(entry, dict) else ""))
    else:
        yield *path, str(value)


def put(record: Data, path: Sequence[str], new: Value) -> Data:
    """Return a record with another value at the path of a conflict in it, with none where that is None."""
    name, *inner = path
    value = _put(record.get(name), inner, new, _NAMED_BY.get(name, ()))
    kept = {key: each for key, each in record.items() if key != name or value is not None}
    return kept if value is None else {**kept, name: value}


def _put(value: Value, path: Sequence[str], new: Value, keys: Sequence[str]) -> Value:
    if not path:
        return new
    if not keys:
        return put(value if isinstance(value, dict) else {}, path, new)
    found: Data = {_name(entry, keys): entry for entry in entries(value)}
    found[path[0]] = _put(found.get(path[0]), path[1:], new, ())
    return [entry for entry in found.values() if entry is not None] or None


def _multiset(base: list[Value], ours: list[Value], theirs: list[Value]) -> list[Value]:
    """Return a list with what either side added and without what either took out, in the order of ours."""
    wanted = _counts(*(Counter(map(repr, side)) for side in (base, ours, theirs)))
    merged = []
    for entry in (*ours, *theirs):
        if wanted[repr(entry)] > 0:
            wanted[repr(entry)] -= 1
            merged.append(entry)
    return merged


def _counts(base: Counter[str], ours: Counter[str], theirs: Counter[str]) -> Counter[str]:
    """Return how many of each there are once both changes are made; what both added alike was added once."""
    found: Counter[str] = Counter()
    for name in base | ours | theirs:
        was, one, other = base[name], ours[name], theirs[name]
        if one >= was and other >= was:
            found[name] = max(one, other)
        else:
            found[name] = max(0, one + other - was)
    return found


@dataclass(eq=False)
class _Line:
    """An entry of a merged log, and its number in the log of each side that has it, counted from 1."""

    entry: Data
    says: str
    numbers: dict[Side, int]


def log(base: Sequence[Data], ours: Sequence[Data], theirs: Sequence[Data]) -> list[Value]:
    """Return the log of both sides: what either added is kept, in the order of its side and then of time.

    Numbers of corrections are those of the merged log.
    """
    said = [_sayings(side) for side in (base, ours, theirs)]
    wanted = _counts(*map(Counter, said))
    for side, sayings in zip((ours, theirs), said[1:], strict=True):
        _keep_named(wanted, side, sayings)
    lines: list[_Line] = []
    left = wanted.copy()
    for number, (entry, says) in enumerate(zip(ours, said[1], strict=True), start=1):
        if left[says] > 0:
            left[says] -= 1
            lines.append(_Line(entry, says, {"ours": number}))
    _put_in(lines, [_Line(entry, says, {}) for entry, says in zip(theirs, said[2], strict=True)], left)
    return [*_renumbered(lines)]


def in_both(one: Sequence[Data], other: Sequence[Data]) -> Value:
    """Return the log with what two others have in common; None where that is nothing."""
    every = entries(log([], one, other))
    return log(every, one, other) or None


def _sayings(log: Sequence[Data]) -> list[str]:
    """Return what each entry says; a correction says which entry it takes back, not which number that has here."""
    said: list[str] = []
    for entry in log:
        named = _named_entry(entry)
        says = digest(said[named - 1]) if named and named <= len(said) else None
        said.append(repr({**entry, "entry": says} if says else entry))
    return said


def digest(says: str) -> str:
    """Return what stands for a text in another one: each correction would be as long again as what it takes back."""
    return sha256(says.encode()).hexdigest()


def _keep_named(wanted: Counter[str], side: Sequence[Data], said: Sequence[str]) -> None:
    """Want what a correction names as well: one side has undone it, and the other one taken it back in its own way."""
    for entry, says in zip(reversed(side), reversed(said), strict=True):
        named = _named_entry(entry)
        if wanted[says] and named and named <= len(side) and not wanted[said[named - 1]]:
            wanted[said[named - 1]] = 1


def _named_entry(entry: Data) -> int | None:
    """Return the number of the entry that a correction names."""
    named = entry.get("entry")
    is_correction = entry.get("event") == "correct" and isinstance(named, str) and named.isdecimal()
    return int(str(named)) if is_correction else None


def _put_in(lines: list[_Line], theirs: Sequence[_Line], missing: Counter[str]) -> None:
    """Find the entries of theirs among the lines, and put in those that are missing, each behind what is older.

    None goes behind what it stands before in theirs, on the same day perhaps.
    """
    free: dict[str, list[_Line]] = {}
    for line in lines:
        free.setdefault(line.says, []).append(line)
    found = [free[line.says].pop(0) if free.get(line.says) else None for line in theirs]
    at = 0
    for number, (line, same) in enumerate(zip(theirs, found, strict=True), start=1):
        if same:
            same.numbers["theirs"] = number
            at = max(at, lines.index(same) + 1)
            continue
        if not missing[line.says]:  # ours has taken it out
            continue
        missing[line.says] -= 1
        line.numbers["theirs"] = number
        following = next((lines.index(each) for each in found[number:] if each), len(lines))
        end = following if following >= at else len(lines)
        if line.entry.get("event") in STEPS:
            # They stand in the order of time, whatever news was told late between them.
            steps = (n for n in range(at, end) if lines[n].entry.get("event") in STEPS)
            at = max((n + 1 for n in steps if _is_passed(lines[n], line.entry)), default=at)
        while at < end and _is_passed(lines[at], line.entry):
            at += 1
        lines.insert(at, line)
        at += 1


def _is_passed(line: _Line, entry: Data) -> bool:
    """Return whether an entry that is put in stands behind this line: behind an older one."""
    return str(line.entry.get("on", _LATER)) <= str(entry.get("on", _LATER))


def _renumbered(lines: Sequence[_Line]) -> Iterator[Value]:
    places = {(side, number): at for at, line in enumerate(lines, start=1) for side, number in line.numbers.items()}
    for line in lines:
        named = _named_entry(line.entry)
        side: Side = "ours" if "ours" in line.numbers else "theirs"
        yield line.entry if named is None else {**line.entry, "entry": str(places.get((side, named), named))}
