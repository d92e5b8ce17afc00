"""Which step of supervision (督办) comes next for an item: the ladder of the settings, climbed one rung at a time.

提醒函 → 督办函 → 约谈 → 通报 → 问责建议. What is due, and since when, follows from dates and the log; a person decides.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from typing import Literal
from typing import NamedTuple
from typing import get_args

from ledger.asof import extensions
from ledger.deadlines import shifted
from ledger.events import Event
from ledger.events import Level
from ledger.events import Notice
from ledger.model import Item
from ledger.model import Ledger
from ledger.model import Measure
from ledger.pace import days_left
from ledger.pace import quiet_days
from ledger.pace import running
from ledger.settings import Rung

Cause = Literal["due_soon", "overdue", "quiet", "returned", "measure_overdue"]

LEVELS: Sequence[Level] = get_args(Level)


class Escalation(NamedTuple):
    """The next step towards a department (None: nobody is named) and what causes it, with measures that are late alone.

    `last` is the latest step that counts, `waiting_until` the day on which this one may be taken; None: now.
    """

    department: str | None
    level: Level
    causes: tuple[Cause, ...] = ()
    measures: tuple[Measure, ...] = ()
    last: Notice | None = None
    waiting_until: date | None = None


class _Case(NamedTuple):
    """An item on a day: its notices since it was last reopened, and for each rung what holds, and since when."""

    item: Item
    ledger: Ledger
    day: date
    notices: tuple[Notice, ...]
    rungs: Sequence[tuple[Rung, Mapping[Cause, date]]]

    def taken(self, department: str | None, since: date) -> list[Notice]:
        """Return the steps towards a department from a day on; one without addressee went to all."""
        known = self.ledger.known
        return [
            notice
            for notice in self.notices
            if notice.on >= since and (not (notice.to and department) or department in known(notice.to))
        ]

    def counted(self, department: str | None) -> list[Notice]:
        """Return the steps towards a department since the earliest day from which on something holds."""
        since = [day for _, held in self.rungs for day in held.values()]
        return self.taken(department, min(since)) if since else []

    def above(self, taken: Iterable[Notice]) -> int:
        """Return the index of the rung that comes next, that behind the last where all were taken."""
        highest = max((LEVELS.index(notice.level) for notice in taken), default=-1)
        return sum(LEVELS.index(rung.level) <= highest for rung, _ in self.rungs)


def escalations(item: Item, ledger: Ledger, day: date) -> Iterator[Escalation]:
    """Yield the next step towards each who leads `item`, as it stood on `day`; one that has yet to wait as well.

    A rung is due by its own conditions or by those of a higher one, so that nobody jumps to an interview.
    """
    if not running(item, ledger.settings):
        return
    case = _case(item, ledger, day)
    leads: Sequence[str | None] = _leads(item, ledger) or (None,)
    reminders = _reminders(case)
    for department in dict.fromkeys((*leads, *reminders)):
        own = _next(case, department) if department in leads else None
        reminder = reminders.get(department)
        if own and reminder and own.waiting_until is None:  # one letter says both
            yield own._replace(causes=(*own.causes, *reminder.causes), measures=reminder.measures)
        else:
            yield from (step for step in (own, reminder) if step)


def next_level(item: Item, ledger: Ledger, day: date, department: str) -> Level | None:
    """Return the step that the ladder comes to next towards a department, due or not; None where all were taken."""
    case = _case(item, ledger, day)
    levels = [rung.level for rung, _ in case.rungs[case.above(case.counted(department)) :]]
    return levels[0] if levels else None


def returned(item: Item) -> list[date]:
    """Return the days on which the work was returned (退回) since the item was last reopened."""
    return _returns(latest_round(item))


def _returns(entries: Iterable[Event]) -> list[date]:
    return [past.on for past in entries if past.event == "return"]


def latest_round(item: Item) -> list[Event]:
    """Return the entries that count since the last reopening, with it: those before it belong to an earlier round."""
    entries = item.standing()
    begun = max((at for at, past in enumerate(entries) if past.event == "reopen"), default=0)
    return entries[begun:]


def _case(item: Item, ledger: Ledger, day: date) -> _Case:
    entries = latest_round(item)
    begin = entries[0].on if entries and entries[0].event == "reopen" else date.min
    notices = tuple(past for past in entries if isinstance(past, Notice) and begin <= past.on)
    returns, granted = _returns(entries), extensions(item)
    left, quiet = days_left(item, ledger.settings, day), quiet_days(item, ledger.settings, day)

    def holds(rung: Rung) -> Iterator[tuple[Cause, date]]:
        if item.due and left is not None:
            near = rung.due_soon_days is not None and left <= rung.due_soon_days
            start = shifted(item.due, -(rung.due_soon_days or 0)) if near else item.due
            if near or (rung.days_late is not None and -left >= rung.days_late):
                # what was said of an earlier date says nothing of one that was granted since
                yield "overdue" if left < 0 else "due_soon", max(start, granted[-1].on if granted else start)
        if rung.quiet_days is not None and quiet is not None and quiet > rung.quiet_days:
            yield "quiet", shifted(day, -quiet)
        if rung.returned is not None and len(returns) >= rung.returned:
            yield "returned", returns[0]

    return _Case(item, ledger, day, notices, [(rung, dict(holds(rung))) for rung in ledger.settings.supervision])


def _leads(item: Item, ledger: Ledger) -> tuple[str, ...]:
    """Return who leads the item; where it has no lead of its own, who leads measures that are still to be done."""
    return ledger.known(item.lead or (name for measure in _open(item) for name in measure.lead))


def _open(item: Item) -> Iterator[Measure]:
    yield from (measure for measure in item.measures if not (measure.done or measure.dropped))


def _next(case: _Case, department: str | None) -> Escalation | None:
    """Return the next step for the item itself, if anything holds on that rung or above."""
    if not any(held for _, held in case.rungs):
        return None
    taken = case.counted(department)
    rungs = case.rungs[case.above(taken) :]
    causes = tuple(dict.fromkeys(cause for _, held in rungs for cause in held))
    if not causes:
        return None
    [rung, _], *_ = rungs
    last = max(taken, key=lambda notice: notice.on, default=None)
    until = shifted(last.on, rung.wait_days) if last else case.day
    return Escalation(department, rung.level, causes, (), last, until if until > case.day else None)


def _reminders(case: _Case) -> Mapping[str | None, Escalation]:
    """Return a reminder for each lead of measures that are late by dates of their own while their item is not.

    Whoever had any notice since such a date has been reminded.
    """
    item, known = case.item, case.ledger.known
    limits = [rung.days_late for rung, _ in case.rungs if rung.level == "remind" and rung.days_late is not None]
    if not limits:
        return {}
    last = shifted(case.day, -limits[0])
    late = [(measure, measure.due) for measure in _open(item) if measure.due and measure.due <= last]
    told = _leads(item, case.ledger) if late and item.due and item.due < case.day else ()  # they hear of the item
    found: dict[str | None, list[Measure]] = {}
    for measure, since in late:
        leads: Sequence[str | None] = known(measure.lead or item.lead) or (None,)
        for department in leads:
            if department not in told and not case.taken(department, since):
                found.setdefault(department, []).append(measure)
    return {name: Escalation(name, "remind", ("measure_overdue",), tuple(each)) for name, each in found.items()}
