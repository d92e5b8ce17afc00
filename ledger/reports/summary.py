"""What one of many ledgers adds up to on a day, and how that is kept."""

from collections import Counter
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from datetime import date
from typing import Literal

from pydantic import TypeAdapter
from pydantic import ValidationError

from ledger.errors import Diagnostic
from ledger.model import Ledger
from ledger.pace import Light
from ledger.reports.rows import LIGHTS
from ledger.reports.rows import Row
from ledger.reports.rows import rows
from ledger.reports.rows import rows_overdue
from ledger.reports.tallies import Tally
from ledger.reports.tallies import tally
from ledger.sentences import Fields

By = Literal["ledger", "area", "department", "month"]


@dataclass(frozen=True)
class Share(Tally):
    """The counts of items that belong together: of an area, a lead, the month of a date; a `name` of None: of none."""

    name: str | None
    lights: dict[Light, int]


@dataclass(frozen=True)
class Late:
    """An item past its date; `days_left` is negative."""

    id: str
    title: str
    due: date
    days_left: int
    lead: tuple[str, ...]


@dataclass(frozen=True)
class Blemish:
    """The first of the errors in a ledger: its place, like items.yaml:12:8, empty where the ledger as such is meant."""

    place: str
    code: str
    fields: Fields


@dataclass(frozen=True)
class Summary:
    """What a ledger adds up to on a day; `whole` is None where it cannot be read, `overdue` the latest first.

    `shares` are its parts, by what they are parts by; `apart` are the folders below its own in which other ledgers lie,
    which are none of its sub-ledgers.
    """

    whole: Share | None  # named like its plan
    errors: int = 0
    first: Blemish | None = None
    shares: Mapping[By, Sequence[Share]] = field(default_factory=dict)
    overdue: tuple[Late, ...] = ()
    apart: tuple[str, ...] = ()


_PARTS: tuple[By, ...] = ("area", "department", "month")
_SUMMARY, _SHARES, _LATE = TypeAdapter(Summary), TypeAdapter(tuple[Share, ...]), TypeAdapter(tuple[Late, ...])


def kept(told: Summary) -> bytes:
    """Return what a ledger adds up to as lines of JSON, so that what is not asked for need not be read."""
    lines = [_SUMMARY.dump_json(replace(told, shares={}, overdue=()))]
    lines += [_SHARES.dump_json(tuple(told.shares.get(part, ()))) for part in _PARTS]
    lines += [_LATE.dump_json((late,)) for late in told.overdue]
    return b"\n".join(lines)


def recall(content: bytes, by: By, worst: int) -> Summary | None:
    """Return as much of what was `kept` as a table has use for; None where it cannot be what a ledger added up to."""
    head, *lines = content.split(b"\n")
    shares, late = dict(zip(_PARTS, lines, strict=False)), lines[len(_PARTS) :][:worst]
    if len(shares) < len(_PARTS):
        return None
    try:
        told = _SUMMARY.validate_json(head)
        parts = {by: _SHARES.validate_json(shares[by])} if by in shares else {}
        overdue = tuple(each for line in late for each in _LATE.validate_json(line))
    except ValidationError:
        return None
    if bool(told.errors) != bool(told.first) or not (told.whole or told.errors):
        return None
    return replace(told, shares=parts, overdue=overdue)


def narrowed(told: Summary, by: By, worst: int) -> Summary:
    """Return as much of what a ledger adds up to as a table has use for."""
    return replace(told, shares={by: told.shares.get(by, ())}, overdue=told.overdue[:worst])


def summary(ledger: Ledger, day: date, errors: Sequence[Diagnostic]) -> Summary:
    """Return what a ledger, as it stood on `day`, adds up to; `errors` are those of its files, by place."""
    every, soon = rows(ledger, day, ()), ledger.settings.lights.due_soon_days

    def shares(names: Callable[[Row], Iterable[str | None]]) -> tuple[Share, ...]:
        some: dict[str | None, list[Row]] = {}
        for row in every:
            for name in names(row):
                some.setdefault(name, []).append(row)
        return tuple(_share(name, each, soon) for name, each in some.items())

    return Summary(
        whole=_share(ledger.settings.plan.title, every, soon),
        shares={
            "area": shares(lambda row: (row.area,)),
            "department": shares(lambda row: row.lead or (None,)),
            "month": shares(lambda row: (f"{row.due:%Y-%m}" if row.due else None,)),
        },
        overdue=tuple(map(_late, rows_overdue(every))),
        errors=len(errors),
        first=_blemish(errors[0]) if errors else None,
    )


def unreadable(errors: Sequence[Diagnostic]) -> Summary:
    """Return what is known of a ledger whose files do not have its shape."""
    return Summary(None, errors=len(errors), first=_blemish(errors[0]))


def unreachable(code: str, fields: Fields) -> Summary:
    """Return what is known of a ledger that could not be reached, and why."""
    return Summary(None, errors=1, first=Blemish("", code, fields))


def _blemish(error: Diagnostic) -> Blemish:
    return Blemish(f"{error.path}:{error.line}:{error.column}", error.code, error.fields)


def _share(name: str | None, some: Sequence[Row], soon: int) -> Share:
    count = Counter(row.light for row in some)
    return Share(**vars(tally(some, soon)), name=name, lights={light: count[light] for light in LIGHTS})


def _late(row: Row) -> Late:
    assert row.due is not None and row.days_left is not None  # noqa: S101, PT018 (else it would not be late)
    return Late(row.id, row.title, row.due, row.days_left, row.lead)
