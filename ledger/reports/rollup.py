"""Many ledgers in one table: what all of them add up to, by ledger, area, department or month."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
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


def rollup(summaries: Mapping[str, Summary], day: date, by: By, worst: int, unmatched: Sequence[str] = ()) -> Rollup:
    """Return the facts of ledgers by their paths, with so many of the `worst` overdue items."""
    whole = {path: each.whole for path, each in summaries.items() if each.whole and not each.errors}
    late = ((path, each) for path in whole for each in summaries[path].overdue)
    latest = nsmallest(worst, late, key=lambda pair: pair[1].days_left)
    return Rollup(
        as_of=day,
        by=by,
        ledgers=len(whole),
        total=_group(None, whole.values()),
        groups=tuple(_groups(by, whole, [summaries[path] for path in whole])),
        overdue=tuple(Worst(**vars(each), ledger=whole[path].name, path=path) for path, each in latest),
        faulty=tuple(_faulty(path, each) for path, each in summaries.items() if path not in whole),
        unmatched=tuple(unmatched),
    )


def _faulty(path: str, told: Summary) -> Faulty:
    first, whole = told.first, told.whole
    assert first is not None  # noqa: S101 (it has errors)
    name, items = (whole.name, whole.total) if whole else (None, None)
    said = message(first.code, first.fields)
    return Faulty(path, name, items, told.errors, first.place, first.code, first.fields, said)


def _groups(by: By, whole: Mapping[str, Share], summaries: Iterable[Summary]) -> Iterator[Group]:
    """Yield the lines of the table, those with most overdue, then most items, first; months in their order."""
    if by == "ledger":
        made = [_group(share.name, [share], path) for path, share in whole.items()]
    else:
        some: dict[str | None, list[Share]] = {}
        for each in summaries:
            for share in each.shares[by]:
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
