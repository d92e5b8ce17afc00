"""Assessment (考核): what of an item counts for the departments that carry it, in a period, trace by trace.

Who carried an item on a day answers for that day. Everything is seen as of the end of the period, so that a past period
gives the same whenever it is asked for. That this is done stands in 重庆市教育督导条例第三十三条; how it is weighed
is the office's own.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from itertools import groupby
from typing import Literal
from typing import NamedTuple

from ledger.asof import as_of
from ledger.errors import USAGE
from ledger.errors import LedgerError
from ledger.events import Event
from ledger.events import Notice
from ledger.model import Item
from ledger.model import Ledger
from ledger.model import Role
from ledger.pace import over
from ledger.pace import pace
from ledger.pace import running
from ledger.workflow import replay

Figure = Literal[
    "items",
    "closed",
    "closed_on_time",
    "closed_late",
    "overdue",
    "days_late",
    "returned",
    "reopened",
    "extensions",
    "reminders",
    "evidence",
]

NOBODY = ""  # the department of items without a lead
_EVENTS: Mapping[str, Figure] = {
    "return": "returned",
    "reopen": "reopened",
    "extend": "extensions",
    "notice": "reminders",
}
_DAY = timedelta(days=1)


class Span(NamedTuple):
    """Days from `begin` (date.min: since ever) to `until`, both included."""

    begin: date
    until: date

    def __contains__(self, day: object) -> bool:
        """Return whether a day lies in the period."""
        return isinstance(day, date) and self.begin <= day <= self.until


@dataclass(frozen=True)
class Trace:
    """What adds `amount` to a figure: an item, or the entry or measure of it, on the day from which it counts.

    `entry` is the entry's number in the whole log, counted from 1. What is looked at once, at the end of the period
    (items, overdue), bears its last day.
    """

    figure: Figure
    item: str
    on: date
    entry: int | None = None
    measure: str | None = None
    amount: int = 1


class Share(NamedTuple):
    """A trace, and the department for which it counts in a role."""

    department: str
    role: Role
    trace: Trace


class _State(NamedTuple):
    """What of an item matters on a day: its date while the clock runs, whether it is over, and who carries it."""

    due: date | None
    over: bool
    bodies: tuple[tuple[Role, tuple[str, ...]], ...]


class _Stretch(NamedTuple):
    """Days, both included, on which the state of an item was the same."""

    begin: date
    end: date
    state: _State


def span(begin: date | None, until: date | None, day: date) -> Span:
    """Return the period as it was asked for, `day` being the last that can be known.

    Raises LedgerError (exit 2) where it ends later than that, or before it begins.
    """
    found = Span(begin or date.min, until or day)
    if found.until > day:
        raise LedgerError("until-later", USAGE, until=str(found.until), day=str(day))
    if found.until < found.begin:
        raise LedgerError("upside-down", USAGE, begin=str(found.begin), until=str(found.until))
    return found


def shares(item: Item, ledger: Ledger, period: Span) -> Iterator[Share]:
    """Yield every trace of the item in the period, for each department and role; NOBODY leads what has no lead."""
    then = as_of(item, ledger.settings.closing.steps, period.until)
    stretches = _stretches(then, ledger, period)
    for trace in _traces(item, then, ledger, period, stretches):
        to = _receivers(item, trace, ledger)
        for role, name in _carriers(trace, stretches):
            if to is None or name in to or (role == "lead" and not to):
                yield Share(name, role, trace)


def _carriers(trace: Trace, stretches: Sequence[_Stretch]) -> Sequence[tuple[Role, str]]:
    """Return who carried the item on the trace's day; the item itself counts for all who did so in the period."""
    whole = trace.figure == "items"
    then = [stretch.state for stretch in stretches if whole or stretch.begin <= trace.on <= stretch.end]
    return list(dict.fromkeys((role, name) for state in then for role, names in state.bodies for name in names))


def _receivers(item: Item, trace: Trace, ledger: Ledger) -> tuple[str, ...] | None:
    """Return to whom a notice went, () being all that lead; None for a trace that counts for everybody."""
    notice = item.log[trace.entry - 1] if trace.figure == "reminders" and trace.entry else None
    return ledger.known(notice.to) if isinstance(notice, Notice) else None


def _stretches(then: Item, ledger: Ledger, period: Span) -> Sequence[_Stretch]:
    """Return the period cut where the item's state changes; that can only be on a day of its log."""

    def state(day: date) -> _State:
        return _state(as_of(then, ledger.settings.closing.steps, day), ledger)

    days = [period.begin, *sorted({entry.on for entry in then.log if entry.on in period} - {period.begin})]
    runs = [(next(group), same) for same, group in groupby(days, state)]
    ends = [begin - _DAY for begin, _ in runs[1:]] + [period.until]
    return [_Stretch(begin, end, same) for (begin, same), end in zip(runs, ends, strict=True)]


def _state(item: Item, ledger: Ledger) -> _State:
    due = item.due if running(item, ledger.settings) else None
    lead = ledger.known(item.bodies("lead")) or (NOBODY,)
    return _State(due, over(item), (("lead", lead), ("support", ledger.known(item.bodies("support")))))


def _traces(item: Item, then: Item, ledger: Ledger, period: Span, stretches: Sequence[_Stretch]) -> Iterator[Trace]:
    """Yield the traces of an item that stood as `then` at the end of the period."""
    happened = _happened(item, ledger, period)
    now = pace(then, ledger.settings, period.until)
    if _carried(then, ledger, period, stretches):
        yield Trace("items", item.id, period.until)
    yield from _closing(then, happened, now.days_late, period)
    if now.light == "red":
        yield Trace("overdue", item.id, period.until)
    yield from _days_late(item, stretches)
    for number, entry in happened:
        if entry.on in period:
            yield from _entry(item, number, entry)
    for measure in then.measures:
        if measure.done and measure.done in period and measure.evidence:
            yield Trace("evidence", item.id, measure.done, measure=measure.id, amount=len(measure.evidence))


def _happened(item: Item, ledger: Ledger, period: Span) -> Sequence[tuple[int, Event]]:
    """Return the entries up to the end of the period by their numbers, without those that were taken back by then.

    What cannot have happened, as `ledger check` says, is left out as well.
    """
    steps = ledger.settings.closing.steps
    missteps = {misstep.at for misstep in replay(item, steps, period.until).missteps}
    return [(at + 1, entry) for at, entry in item.in_force(period.until) if at not in missteps]


def _carried(then: Item, ledger: Ledger, period: Span, stretches: Sequence[_Stretch]) -> bool:
    """Return whether the item was not over yet when the period began, or was open again in it."""
    if period.begin == date.min or not all(stretch.state.over for stretch in stretches):
        return True
    return not over(as_of(then, ledger.settings.closing.steps, period.begin - _DAY))


def _closing(then: Item, happened: Sequence[tuple[int, Event]], days_late: int | None, period: Span) -> Iterator[Trace]:
    """Yield the closing that stands at the end of the period, if it came in it; without a date it is neither."""
    number, last = next(((n, entry) for n, entry in reversed(happened) if entry.event == "close"), (0, None))
    if then.status == "closed" and last and last.on in period:
        yield Trace("closed", then.id, last.on, number)
        if days_late is not None:
            yield Trace("closed_late" if days_late else "closed_on_time", then.id, last.on, number)


def _days_late(item: Item, stretches: Sequence[_Stretch]) -> Iterator[Trace]:
    """Yield, for each stretch, the days on which the item was past its date as it then was, and not handed in."""
    for begin, end, state in stretches:
        if state.due and state.due < end:
            first = max(begin, state.due + _DAY)
            yield Trace("days_late", item.id, first, amount=(end - first).days + 1)


def _entry(item: Item, number: int, entry: Event) -> Iterator[Trace]:
    if figure := _EVENTS.get(entry.event):
        yield Trace(figure, item.id, entry.on, number)
    if entry.evidence:
        yield Trace("evidence", item.id, entry.on, number, amount=len(entry.evidence))
