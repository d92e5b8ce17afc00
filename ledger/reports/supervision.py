"""Who is due for which step of supervision (督办), for which items and why."""

from collections import Counter
from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from datetime import date

from ledger.events import Level
from ledger.ladder import LEVELS
from ledger.ladder import Cause
from ledger.ladder import Escalation
from ledger.ladder import escalations
from ledger.ladder import next_level
from ledger.ladder import returned
from ledger.model import Item
from ledger.model import Ledger
from ledger.pace import pace
from ledger.reports.rows import DatedMeasure


@dataclass(frozen=True)
class NextStep:
    """The next step towards a department for an item, and what causes it; None: nobody is named who leads it.

    Days and returns are those of the item, and `last` is the latest step that counts. `waiting_until` is None where
    the step is due, else the first day on which it is. With `measure_overdue` alone the measures are meant.
    """

    department: str | None
    level: Level
    id: str
    title: str
    source: str | None
    due: date | None
    due_wording: str | None
    days_left: int | None
    quiet_days: int | None
    returned: int
    causes: tuple[Cause, ...]
    measures: tuple[DatedMeasure, ...]
    last_level: Level | None
    last_on: date | None
    waiting_until: date | None


@dataclass(frozen=True)
class Supervision:
    """The steps on a day: due, to come by waiting alone, and due where nobody is named; the highest level first.

    `department` and `items` are those that were asked for.
    """

    as_of: date
    department: str | None
    office: str | None
    plan: str | None
    leading_group: str | None
    due: tuple[NextStep, ...]
    later: tuple[NextStep, ...]
    nobody: tuple[NextStep, ...]
    items: tuple[str, ...]


@dataclass(frozen=True)
class StepTally:
    """The items for which a department is due for a step."""

    department: str
    level: Level
    items: tuple[str, ...]


def supervision(ledger: Ledger, day: date, department: str | None = None, ids: Collection[str] = ()) -> Supervision:
    """Return the steps of `ledger`, as it stood on `day`; those towards one department, or for some items only."""
    steps = [
        _step(item, ledger, day, found)
        for item in ledger.items
        if not ids or item.id in ids
        for found in escalations(item, ledger, day)
        if department is None or found.department == department
    ]
    due = [step for step in steps if step.department and not step.waiting_until]
    later = [step for step in steps if step.waiting_until]
    nobody = [step for step in steps if not (step.department or step.waiting_until)]
    return replace(_supervision(ledger, day, department, due, later, nobody), items=tuple(ids))


def draft(ledger: Ledger, day: date, department: str, level: Level, ids: Iterable[str]) -> Supervision:
    """Return what a letter of this level to a department is made of, for items that may not be due for it."""
    items = {item.id: item for item in ledger.items}
    steps = []
    for name in ids:
        known = [each for each in escalations(items[name], ledger, day) if each.department == department]
        known.sort(key=lambda each: each.level != level)
        found = known[0] if known else Escalation(department, level)
        steps.append(replace(_step(items[name], ledger, day, found), level=level, waiting_until=None))
    return _supervision(ledger, day, department, steps, (), ())


def skipped(ledger: Ledger, day: date, department: str, level: Level, ids: Iterable[str]) -> Mapping[Level, list[str]]:
    """Return the items for which the ladder comes to a lower step than `level` first, by that step."""
    items = {item.id: item for item in ledger.items}
    found: dict[Level, list[str]] = {}
    for name in ids:
        first = next_level(items[name], ledger, day, department)
        if first and LEVELS.index(first) < LEVELS.index(level):
            found.setdefault(first, []).append(name)
    return found


def tallies(ledger: Ledger, day: date) -> tuple[StepTally, ...]:
    """Return how many items each department is due for a step of, the highest level first."""
    found: dict[tuple[str, Level], dict[str, None]] = {}
    for item in ledger.items:
        for step in escalations(item, ledger, day):
            if step.department and not step.waiting_until:
                found.setdefault((step.department, step.level), {})[item.id] = None
    every = (StepTally(*key, tuple(ids)) for key, ids in found.items())
    return tuple(sorted(every, key=lambda one: (-LEVELS.index(one.level), -len(one.items))))


def _step(item: Item, ledger: Ledger, day: date, found: Escalation) -> NextStep:
    now = pace(item, ledger.settings, day)
    return NextStep(
        department=found.department,
        level=found.level,
        id=item.id,
        title=item.title,
        source=item.source,
        due=item.due,
        due_wording=item.due_wording,
        days_left=now.days_left,
        quiet_days=now.quiet_days,
        returned=len(returned(item)),
        causes=found.causes,
        measures=tuple(
            DatedMeasure(measure.id, item.id, measure.text, measure.due, (measure.due - day).days)
            for measure in found.measures
            if measure.due
        ),
        last_level=found.last.level if found.last else None,
        last_on=found.last.on if found.last else None,
        waiting_until=found.waiting_until,
    )


def _supervision(ledger: Ledger, day: date, department: str | None, *tables: Sequence[NextStep]) -> Supervision:
    plan, office = ledger.settings.plan, ledger.settings.office
    due, later, nobody = (tuple(_sorted(steps)) for steps in tables)
    return Supervision(day, department, office, plan.title, plan.leading_group, due, later, nobody, ())


def _sorted(steps: Sequence[NextStep]) -> Sequence[NextStep]:
    """Return the steps, the highest level first, of one level the department with the most items."""
    counts = Counter((step.level, step.department) for step in steps)
    places = {key: at for at, key in enumerate(counts)}

    def key(step: NextStep) -> tuple[int, int, int]:
        group = (step.level, step.department)
        return -LEVELS.index(step.level), -counts[group], places[group]

    return sorted(steps, key=key)
