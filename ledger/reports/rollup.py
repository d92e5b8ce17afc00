"""Many ledgers in one table: what all of them add up to, by ledger, area, department or month."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import fields
from datetime import date
from heapq import nsmallest

from ledger.reports.rows import LIGHTS
from ledger.reports.summary import By
from ledger.reports.summary import Late
from ledger.reports.summary import Share
from ledger.reports.summary import Summary
from ledger.reports.tallies import Tally
from ledger.reports.tallies import completion
from ledger.sentences import Fields
from ledger.sentences import message


@dataclass(frozen=True)
class Group(Share):
    """A line of the table; `path` is that of a ledger, `completion_rate` is in %."""

    path: str | None
    completion_rate: float | None


@dataclass(frozen=True)
class Worst(Late):
    """An overdue item, with its ledger."""

    ledger: str | None
    path: str


@dataclass(frozen=True)
class Faulty:
    """A ledger with errors, which counts in no total; `items` is None where it cannot be read.

    `place`, `code` and `message`, which is English, are those of the first error.
    """

    path: str
    ledger: str | None
    items: int | None
    errors: int
    place: str
    code: str
    fields: Fields
    message: str


@dataclass(frozen=True)
class Rollup:
    """Many ledgers on a day; `ledgers` counts those in order, of which `total` is the sum.

    In a group of departments an item counts for each of its leads. `unmatched` are paths that lead to no ledger.
    """

    as_of: date
    by: By
    ledgers: int
    total: Group
    groups: tuple[Group, ...]
    overdue: tuple[Worst, ...]
    faulty: tuple[Faulty, ...]
    unmatched: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Return whether every ledger that was named is in the totals."""
        return not self.faulty and not self.unmatched


def rollup(
    summaries: Sequence[tuple[str, Summary]], day: date, by: By, worst: int, unmatched: Sequence[str] = ()
) -> Rollup:
    """Return the facts of ledgers, each behind its path, with so many of the `worst` overdue items."""
    sound = [(path, told, told.whole) for path, told in summaries if told.whole and not told.errors]
    late = ((path, whole, each) for path, told, whole in sound for each in told.overdue)
    latest = nsmallest(worst, late, key=lambda found: found[2].days_left)
    return Rollup(
        as_of=day,
        by=by,
        ledgers=len(sound),
        total=_group(None, (whole for _, _, whole in sound)),
        groups=tuple(_groups(by, sound)),
        overdue=tuple(Worst(**vars(each), ledger=whole.name, path=path) for path, whole, each in latest),
        faulty=tuple(_faulty(path, told) for path, told in summaries if told.errors),
        unmatched=tuple(unmatched),
    )


def _faulty(path: str, told: Summary) -> Faulty:
    first, whole = told.first, told.whole
    assert first is not None  # noqa: S101 (it has errors)
    name, items = (whole.name, whole.total) if whole else (None, None)
    said = message(first.code, first.fields)
    return Faulty(path, name, items, told.errors, first.place, first.code, first.fields, said)


def _groups(by: By, sound: Sequence[tuple[str, Summary, Share]]) -> Iterator[Group]:
    """Yield the lines of the table, those with most overdue, then most items, first; months in their order."""
    if by == "ledger":
        made = [_group(share.name, [share], path) for path, _, share in sound]
    else:
        some: dict[str | None, list[Share]] = {}
        for _, told, _ in sound:
            for share in told.shares[by]:
                some.setdefault(share.name, []).append(share)
        made = [_group(name, shares) for name, shares in some.items()]
    if by == "month":
        yield from sorted(made, key=lambda group: (group.name is None, group.name or ""))
    else:
        yield from sorted(made, key=lambda group: (-group.overdue, -group.total))


_COUNTS = tuple(each.name for each in fields(Tally))


def _group(name: str | None, shares: Iterable[Share], path: str | None = None) -> Group:
    some = list(shares)
    counts = {key: sum(getattr(each, key) for each in some) for key in _COUNTS}
    lights = {light: sum(each.lights.get(light, 0) for each in some) for light in LIGHTS}
    return Group(**counts, name=name, lights=lights, path=path, completion_rate=completion(Tally(**counts)))
