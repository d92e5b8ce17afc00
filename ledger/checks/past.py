"""Rules about the past: what stands in git's history of the ledger and no command could have done.

A rule looks at one version and the one before it. What it finds is placed in the version that still, or already, says
so: 4f5a6b7c8d:data/items.yaml:12:3.
"""

from collections import Counter
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from typing import NamedTuple

from ledger.errors import Fault
from ledger.events import Event
from ledger.files import ITEMS
from ledger.files import ROUTINES
from ledger.git import Commit
from ledger.history import NONE
from ledger.history import UNDOES
from ledger.history import Version
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


@dataclass(frozen=True)
class _Step:
    """A version and one of its parents; where that cannot be read, the last ledger before it that can."""

    version: Version
    parent: str
    before: Ledger
    after: Ledger
    undone: Sequence[Version]  # what this version says it takes back; of a merge, all that was taken back before it

    @property
    def merges(self) -> bool:
        """Return whether entries of several sides come together here, each of which has been looked at."""
        return len(self.version.before) > 1

    def fields(self, **more: str | Sequence[str]) -> Mapping[str, str | Sequence[str]]:
        """Return what a sentence is filled with: the version, its day, who made it, and `more`."""
        return {**_about(self.version.commit), **more}


def look(versions: Iterable[Version], reports: str) -> Iterator[Trace]:
    """Yield what no command could have done, from the first version to the last.

    `versions` come newest first; `reports` is the folder of issued reports, as git names it.
    """
    known: dict[str, Version] = {}
    undone: list[Version] = []
    lowered: dict[str, _Step] = {}
    last = NONE  # that could be read
    for version in reversed([*versions]):
        known[version.commit.id] = version
        yield from reports_stay(version, reports)
        if version.after is None:
            yield Trace("", Fault(ITEMS, (), "version-unreadable", _about(version.commit)))
            continue
        taken_back = list(_taken_back(version, known))
        undone += taken_back
        parents = zip(version.commit.parents or ("",), version.before, strict=True)
        merged = undone if len(version.before) > 1 else taken_back
        steps = [_Step(version, parent, before or last, version.after, merged) for parent, before in parents]
        for step in steps:
            yield from logs_only_grow(step)
            yield from done_days_stay(step)
        yield from statuses_follow_the_log(steps)
        if not steps[0].merges:
            yield from rules_hold_when_closing(steps[0], lowered)
        last = version.after


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
        added = [entries for version in step.undone if (entries := _added(version, item.id)) is not None]
        if now is None:
            if not any(_created(version, item) for version in step.undone):
                yield _found(step, Fault(ITEMS, (at,), "item-vanished", step.fields(item=item.id), item.id))
            continue
        if not step.merges and any(entries and item.log == (*now.log, *entries) for entries in added):
            continue
        covered = Counter(repr(entry) for entries in added for entry in entries) if step.merges else Counter[str]()
        for n in _lost(item, now, covered, merges=step.merges):
            fields = step.fields(item=item.id, number=str(n + 1), event=item.log[n].event)
            yield _found(step, Fault(ITEMS, (at, "log", n), "entry-altered", fields, item.id))


def done_days_stay(step: _Step) -> Iterator[Trace]:
    """A day on which a routine was done stays on record, unless a version takes back the one that brought it."""
    later = {routine.id: routine.done for routine in step.after.routines}
    undone = {day for version in step.undone for day in _brought(version)}
    for routine in step.before.routines:
        lost = [day for day in routine.done if day not in later.get(routine.id, ()) and (routine.id, day) not in undone]
        if lost:
            fields = step.fields(id=routine.id, days=[*map(str, lost)])
            yield Trace("", Fault(ROUTINES, (), "days-removed", fields))


def _brought(version: Version) -> AbstractSet[tuple[str, date]]:
    """Return the days on which routines were done, each with its routine, that a version has added."""
    sides = (version.after, *version.before)
    after, *before = ({(one.id, day) for one in side.routines for day in one.done} if side else set() for side in sides)
    return after.difference(*before)


def _found(step: _Step, fault: Fault) -> Trace:
    """Return a fault in what was before; where the parent cannot be read it has no place."""
    return Trace(step.parent if step.before in step.version.before else "", fault)


def _created(version: Version, item: Item) -> bool:
    """Return whether a version has added an item, with the log that it has now."""
    before = (old.id for ledger in version.before if ledger for old in ledger.items)
    after = {new.id: new.log for new in version.after.items} if version.after else {}
    return item.id not in before and after.get(item.id) == item.log


def _added(version: Version, name: str) -> tuple[Event, ...] | None:
    """Return the entries that a version has added to the log of an item; None where it did not concern it."""
    olds = [{item.id: item for item in ledger.items}.get(name) for ledger in version.before if ledger]
    new = next((item for item in version.after.items if item.id == name), None) if version.after else None
    if new is None or new in olds:
        return None
    return new.log[max((len(old.log) for old in olds if old), default=0) :]


def _lost(before: Item, after: Item, covered: Counter[str], *, merges: bool) -> Iterator[int]:
    """Yield the indexes of entries that are not where they were; in a merge they may stand further down."""
    if not merges:
        yield from (n for n, entry in enumerate(before.log) if after.log[n : n + 1] != (entry,))
        return
    left = Counter(map(repr, after.log)) + covered
    for n, entry in enumerate(map(repr, before.log)):
        left[entry] -= 1
        if left[entry] < 0:
            yield n


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
