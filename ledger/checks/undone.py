"""What versions of a ledger say they take back: entries of logs, new items, days on which routines were done."""

from collections import Counter
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from typing import TypeAlias

from ledger.events import Correction
from ledger.events import Event
from ledger.history import Version
from ledger.model import Item
from ledger.model import Ledger
from ledger.threeway import digest

Log: TypeAlias = tuple[Event, ...]


class Undone:
    """What some versions had made, item by item, and what is taken back by that; each of them is looked at once."""

    def __init__(self, versions: Iterable[Version] = ()) -> None:
        """Take the versions that were taken back."""
        self.days: set[tuple[str, date]] = set()  # each with its routine
        self._new: dict[str, list[Log]] = {}
        self._logs: dict[str, list[tuple[Log, Log]]] = {}
        self._entries: dict[str, Counter[str]] = {}
        for version in versions:
            self.add(version)

    def add(self, version: Version) -> None:
        """Take one version more."""
        sides = [_logs(ledger) for ledger in version.before]
        after = _logs(version.after)
        for name in sides[0].keys() | after.keys():
            before, now = sides[0].get(name, ()), after.get(name, ())
            if name in after and all(name not in side for side in sides):
                self._new.setdefault(name, []).append(now)
            if before is not now and before != now:
                self._logs.setdefault(name, []).append((before, now))
                added = Counter(told(now)) - Counter(told(before))
                self._entries[name] = self.entries(name) + added
        self.days |= _days(version.after).difference(*map(_days, version.before))

    def has_added(self, item: Item) -> bool:
        """Return whether one of them had added an item, with the log that it has now."""
        return item.log in self._new.get(item.id, ())

    def entries(self, name: str) -> Counter[str]:
        """Return what the entries of an item say that were taken back."""
        return self._entries.get(name, Counter())

    def leads(self, name: str, log: Log, now: Log) -> bool:
        """Return whether a log of an item becomes another one by taking back what one of them had made of it."""
        return any(_is_undone(*made, log, now) for made in self._logs.get(name, ()))


def _is_undone(before: Log, after: Log, log: Log, now: Log) -> bool:
    return (before, after) == (now, log) or (
        len(after) > len(before) and after[: len(before)] == before and log == (*now, *after[len(before) :])
    )


def told(log: Sequence[Event]) -> Iterator[str]:
    """Yield what each entry says, wherever it and its evidence lie: a correction what it takes back, not its number."""
    said: list[str] = []
    for n, entry in enumerate(log):
        proofs = tuple(each.model_copy(update={"file": None}) if each.sha256 else each for each in entry.evidence)
        plain = entry.model_copy(update={"evidence": proofs}) if proofs else entry
        if isinstance(entry, Correction) and entry.entry <= n:
            said.append(f"{plain.model_copy(update={'entry': 0})!r} {digest(said[entry.entry - 1])}")
        else:
            said.append(repr(plain))
    yield from said


def _logs(ledger: Ledger | None) -> Mapping[str, Log]:
    return {item.id: item.log for item in ledger.items} if ledger else {}


def _days(ledger: Ledger | None) -> set[tuple[str, date]]:
    return {(routine.id, day) for routine in ledger.routines for day in routine.done} if ledger else set()
