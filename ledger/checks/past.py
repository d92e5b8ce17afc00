"""Rules about the past: what stands in git's history of the ledger and no command could have done.

A rule looks at one version and the one before it. What it finds is placed in the version that still, or already, says
so: 4f5a6b7c8d:data/items.yaml:12:3.
"""

from collections import Counter
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

from ledger.checks.merges import changes_come_together
from ledger.checks.merges import found_again
from ledger.checks.undone import Undone
from ledger.checks.undone import told
from ledger.errors import Fault
from ledger.events import Event
from ledger.files import ITEMS
from ledger.files import ROUTINES
from ledger.gitlog import Commit
from ledger.history import NONE
from ledger.history import REPAIRS
from ledger.history import UNDOES
from ledger.history import Content
from ledger.history import Version
from ledger.history import choices
from ledger.history import undoing
from ledger.model import Item
from ledger.model import Ledger
from ledger.scalars import short
from ledger.workflow import replay

_SHORTLY = timedelta(days=30)  # between rules loosened and an item closed under them


class Trace(NamedTuple):
    """A fault, and the version in whose text its place is; where that is "" it has none."""

    commit: str
    fault: Fault


class Lost(NamedTuple):
    """An entry of an item that got lost in a merge, as `_told` says it; nothing: all of the item."""

    item: str
    entry: str = ""


@dataclass(frozen=True)
class _Step:
    """A version and one of its parents; where that cannot be read, the last ledger before it that can."""

    version: Version
    parent: str
    before: Ledger
    after: Ledger
    undone: Undone  # what this version says it takes back; of a merge, all that was taken back before it

    @property
    def merges(self) -> bool:
        """Return whether entries of several sides come together here, each of which has been looked at."""
        return len(self.version.before) > 1

    def repairs(self, known: Mapping[str, Version]) -> bool:
        """Return whether this version puts a merge right, and so may bring entries between others."""
        named = (known[name] for name in self.version.commit.trailers(REPAIRS) if name in known)
        return any(len(one.before) > 1 for one in named)

    def fields(self, **more: str | Sequence[str]) -> Mapping[str, str | Sequence[str]]:
        """Return what a sentence is filled with: the version, its day, who made it, and `more`."""
        return {**_about(self.version.commit), **more}


def look(versions: Iterable[Version], items: str, reports: str) -> Iterator[Trace]:
    """Yield what no command could have done, from the first version to the last.

    `versions` come newest first; `items` is the file of the items, `reports` the folder of issued reports, as git names
    them.
    """
    versions = [*versions]
    repaired = {name: version.after for version in versions for name in version.commit.trailers(REPAIRS)}
    known: dict[str, Version] = {}
    undone = Undone()
    lowered: dict[str, _Step] = {}
    lost: set[Lost] = set()
    last: dict[Content, Ledger] = {}  # the last ledger that can be read up to a version with this content
    for version in reversed(versions):
        known[version.commit.id] = version
        yield from reports_stay(version, reports)
        parents = version.commit.parents or ("",)
        before = [
            last.get(version.content(parent), NONE) if ledger is None else ledger
            for parent, ledger in zip(parents, version.before, strict=True)
        ]
        last[version.content(version.commit.id)] = before[0] if version.after is None else version.after
        if version.after is None:
            yield Trace("", Fault(ITEMS, (), "version-unreadable", _about(version.commit)))
            continue
        taken_back = list(_taken_back(version, known))
        for one in taken_back:
            undone.add(one)
        own = undone if len(version.before) > 1 else Undone(taken_back)
        steps = [_Step(version, *one, version.after, own) for one in zip(parents, before, strict=True)]
        for step in steps:
            if step.merges or step.repairs(known):
                yield from merges_keep_both_sides(step, items, repaired.get(version.commit.id), lost)
            else:
                yield from logs_only_grow(step)
            if not step.merges:
                yield from done_days_stay(step)
        if steps[0].merges:
            yield from merges_double_nothing(steps, repaired.get(version.commit.id))
            if version.commit.id not in repaired:  # else somebody has looked at all of it, and chosen
                yield from _lost(version, versions[0].after)
        yield from statuses_follow_the_log(steps)
        if not steps[0].merges:
            yield from rules_hold_when_closing(steps[0], lowered)


def _lost(version: Version, now: Ledger | None) -> Iterator[Trace]:
    """Yield what changes of a side got lost in a merge and are not there `now`, with who made that."""
    for placed, fault in changes_come_together(version, now):
        about = replace(fault, fields={**fault.fields, **_about(version.commit)})
        yield Trace(version.commit.id if placed else "", about)


def _taken_back(version: Version, known: Mapping[str, Version]) -> Iterator[Version]:
    """Yield the versions that one says it takes back; after a rebase they have other ids, though the same subjects."""
    for name in version.commit.trailers(UNDOES):
        if name in known:
            yield known[name]
        else:
            yield from (old for old in known.values() if undoing(old.commit.subject) == version.commit.subject)


def _about(commit: Commit) -> dict[str, str]:
    return {"commit": short(commit.id), "day": str(commit.day), "author": commit.author}


def logs_only_grow(step: _Step) -> Iterator[Trace]:
    """What was recorded stays: an entry that is gone or another one was altered by hand, or undone by a version."""
    later = {item.id: item for item in step.after.items}
    for at, item in enumerate(step.before.items):
        now = later.get(item.id)
        if now is item or (now and now.log[: len(item.log)] == item.log):
            continue
        if now is None:
            if not step.undone.has_added(item):
                yield _found(step, Fault(ITEMS, (at,), "item-vanished", step.fields(item=item.id), item.id))
            continue
        if step.undone.leads(item.id, item.log, now.log):
            continue
        for n in (n for n, entry in enumerate(item.log) if now.log[n : n + 1] != (entry,)):
            yield _found(step, Fault(ITEMS, (at, "log", n), "entry-altered", _about_entry(step, item, n), item.id))


def _about_entry(step: _Step, item: Item, n: int) -> Mapping[str, str | Sequence[str]]:
    return step.fields(item=item.id, number=str(n + 1), event=item.log[n].event)


def merges_keep_both_sides(step: _Step, items: str, repaired: Ledger | None, lost: set[Lost]) -> Iterator[Trace]:
    """A merge has the entries of each side, wherever they stand in it; unless one was undone, or somebody chose.

    `repaired` is the ledger after a later version that puts this one right; `lost` is what got lost in merges so far:
    one that joins another branch with it loses it again, and rightly.
    """
    sides = ("theirs", "ours") if step.parent == step.version.commit.parents[0] else ("ours", "theirs")
    taken = [(side, name) for side, path, name in choices(step.version.commit) if path == items]
    both = {name for side, name in taken if side == "both"}  # of one side it has another number since
    chosen = both | {name for side, name in taken if side == sides[0]}
    mended = {item.id: item for item in repaired.items} if repaired else {}
    for at, item, numbers in _missing(step):
        said = [*told(item.log)]
        again = told(mended[item.id].log) if item.id in mended else ()
        passed = {*lost, *(Lost(item.id, entry) for entry in again), *([Lost(item.id)] if item.id in mended else [])}
        for n in numbers:
            one = Lost(item.id, "" if n is None else said[n])
            moved = n is not None and getattr(item.log[n], "into", None) in both
            if one not in passed and item.id not in chosen and not moved:
                codes = ("merge-lost-item", "merge-lost") if step.merges else ("item-vanished", "entry-altered")
                fields = step.fields(item=item.id) if n is None else _about_entry(step, item, n)
                where = (at, *(() if n is None else ("log", n)))
                yield _found(step, Fault(ITEMS, where, codes[n is not None], fields, item.id))
            lost.add(one)


def _missing(step: _Step) -> Iterator[tuple[int, Item, Sequence[int | None]]]:
    """Yield items with what of them a merge has not, and nobody has undone: entries by their index, None for all."""
    later = {item.id: item for item in step.after.items}
    found = {item.id: found_again(item, later) for item in step.before.items}
    moved = {name: now.id for name, now in found.items() if now and now.id != name}
    for at, item in enumerate(step.before.items):
        now = found[item.id]
        if now is None:
            if not step.undone.has_added(item):
                yield at, item, [None]
        elif now is not item and now.log[: len(item.log)] != item.log:
            left = Counter(told(now.log)) + step.undone.entries(item.id)
            said = [*told([_renumbered(entry, moved) for entry in item.log])]
            left.subtract(said)
            numbers = [n for n, entry in enumerate(said) if left[entry] < 0 and entry not in said[n + 1 :]]
            there = set() if step.merges else {*told(now.log)}  # a version that puts a merge right takes doubles out
            yield at, item, [n for n in numbers if said[n] not in there]


def _renumbered(entry: Event, numbers: Mapping[str, str]) -> Event:
    """Return an entry that names another item by the number that it has since."""
    new = numbers.get(getattr(entry, "into", None) or "")
    return entry.model_copy(update={"into": new}) if new else entry


def merges_double_nothing(steps: Sequence[_Step], repaired: Ledger | None) -> Iterator[Trace]:
    """An entry stands in a merge as often as in the side that has it: twice, it would have happened twice."""
    sides = [{item.id: item for item in step.before.items} for step in steps]
    mended = {item.id: item for item in repaired.items} if repaired else {}
    for at, item in enumerate(steps[0].after.items):
        known = [items[item.id] for items in sides if item.id in items]
        if item in known:
            continue
        allowed: Counter[str] = Counter()
        for one in known:
            allowed |= Counter(told(one.log))
        seen: Counter[str] = Counter()
        again = Counter(told(mended[item.id].log)) if item.id in mended else Counter[str]()
        for n, entry in enumerate(told(item.log)):
            seen[entry] += 1
            if 0 < allowed[entry] < seen[entry] and again[entry] != allowed[entry]:
                fields = _about_entry(steps[0], item, n)
                yield Trace(steps[0].version.commit.id, Fault(ITEMS, (at, "log", n), "merge-doubled", fields, item.id))


def done_days_stay(step: _Step) -> Iterator[Trace]:
    """A day on which a routine was done stays on record, unless a version takes back the one that brought it."""
    later = {routine.id: routine.done for routine in step.after.routines}
    for routine in step.before.routines:
        gone = [day for day in routine.done if day not in later.get(routine.id, ())]
        if lost := [day for day in gone if (routine.id, day) not in step.undone.days]:
            fields = step.fields(id=routine.id, days=[*map(str, lost)])
            yield Trace("", Fault(ROUTINES, (), "days-removed", fields))


def _found(step: _Step, fault: Fault) -> Trace:
    """Return a fault in what was before; where the parent cannot be read it has no place."""
    return Trace(step.parent if step.before in step.version.before else "", fault)


def statuses_follow_the_log(steps: Sequence[_Step]) -> Iterator[Trace]:
    """A status moves with an event: one that was written by hand says what nobody did."""
    earlier = [{item.id: item for item in step.before.items} for step in steps]
    version, after = steps[0].version, steps[0].after
    for at, item in enumerate(after.items):
        sides = [items.get(item.id) for items in earlier]
        if any(was is item or (was and was.status == item.status) for was in sides):
            continue
        if item.status != (said := replay(item, after.settings.closing.steps).status):
            fields = steps[0].fields(item=item.id, status=item.status, replayed=said)
            yield Trace(version.commit.id, Fault(ITEMS, (at, "status"), "status-without-event", fields, item.id))


def rules_hold_when_closing(step: _Step, lowered: dict[str, _Step]) -> Iterator[Trace]:
    """What an item needs to be closed is not lowered shortly before it is: that would be closing it by the rules."""
    old, new = (
        {*ledger.settings.closing.steps, *ledger.settings.closing.wanted} for ledger in (step.before, step.after)
    )
    if step.before is not NONE:
        lowered |= dict.fromkeys(sorted(old - new), step)
    earlier = {item.id: item for item in step.before.items}
    for at, item in enumerate(step.after.items):
        was = earlier.get(item.id)
        if was is item or item.status != "closed" or (was and was.status == "closed"):
            continue
        names = [name for name, since in lowered.items() if _is_shortly_before(since.version.commit, step)]
        if names:
            since = lowered[names[-1]]
            fields = since.fields(item=item.id, lowered=names, closed=str(step.version.commit.day))
            yield Trace(step.version.commit.id, Fault(ITEMS, (at,), "rules-loosened", fields, item.id))
    for name in new & lowered.keys():  # asked for again, though not before what was closed in the same version
        del lowered[name]


def _is_shortly_before(lowering: Commit, step: _Step) -> bool:
    return timedelta(0) <= step.version.commit.day - lowering.day <= _SHORTLY


def reports_stay(version: Version, folder: str) -> Iterator[Trace]:
    """An issued report never changes: whoever received it holds what the ledger keeps."""
    for touched in version.commit.touched:
        issued = any(touched.before) and touched.path.startswith(f"{folder}/")
        if issued and touched.after not in touched.before:
            yield Trace("", Fault(touched.path, (), "report-altered", {**_about(version.commit), "file": touched.path}))
