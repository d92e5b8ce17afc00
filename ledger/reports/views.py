"""The lists that a plan asks for, each from the same ledger: problems, who is responsible, what is to be done.

方案三(二): 问题清单、责任清单、任务清单，明确整改时限和要求.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from typing import TypeAlias

from ledger.errors import Fault
from ledger.model import Item
from ledger.model import Kind
from ledger.model import Ledger
from ledger.model import Measure
from ledger.model import Status
from ledger.reports.rows import Listing
from ledger.reports.rows import Row
from ledger.reports.rows import Wanted
from ledger.reports.rows import listing
from ledger.reports.rows import rows_due
from ledger.reports.rows import rows_overdue

ViewName = Literal["problems", "responsibility", "measures"]


@dataclass(frozen=True)
class Problem:
    """问题清单: what was found or asked for, and where the plan says so."""

    id: str
    area: str
    kind: Kind
    title: str
    problem: str | None
    recommendation: str | None
    goal: str | None
    source: str | None
    status: Status


@dataclass(frozen=True)
class Responsibility:
    """责任清单: the departments and the three levels of people who answer for an item, and until when."""

    id: str
    title: str
    lead: tuple[str, ...]
    support: tuple[str, ...]
    leader: str | None
    office: str | None
    person: str | None
    due: date | None
    due_wording: str | None
    status: Status


@dataclass(frozen=True)
class Task:
    """任务清单: a measure, with its own departments, person and date, or its item's where it has none.

    `done` is the day it was finished, `dropped` why it is not done at all, `evidence` how many proofs go with it.
    """

    id: str
    item: str
    title: str
    text: str
    lead: tuple[str, ...]
    support: tuple[str, ...]
    person: str | None
    due: date | None
    due_wording: str | None
    done: date | None
    dropped: str | None
    evidence: int


ViewRow: TypeAlias = Problem | Responsibility | Task


@dataclass(frozen=True)
class View:
    """One of the lists, on a day; `total` is how many items the ledger has."""

    name: ViewName
    as_of: date
    total: int
    rows: tuple[ViewRow, ...]


@dataclass(frozen=True)
class Message:
    """What one department has open on a day: late, due within the days of the settings, the rest, and its measures."""

    as_of: date
    department: str
    office: str | None
    plan: str | None
    overdue: tuple[Row, ...]
    due_soon: tuple[Row, ...]
    others: tuple[Row, ...]
    measures: tuple[Task, ...]


def view(name: ViewName, ledger: Ledger, chosen: Listing, wanted: Wanted) -> View:
    """Return one of the lists, of the items that were chosen; of measures, those of the departments that are wanted."""
    items = {item.id: item for item in ledger.items}
    kept = [items[row.id] for row in chosen.rows]
    rows: Sequence[ViewRow]
    if name == "problems":
        rows = [_problem(item) for item in kept]
    elif name == "responsibility":
        rows = [_responsibility(ledger, item) for item in kept]
    else:
        rows = [task for item in kept for task in tasks(ledger, item) if _concerns(task, wanted)]
    return View(name, chosen.as_of, chosen.total, tuple(rows))


def _concerns(task: Task, wanted: Wanted) -> bool:
    led = not wanted.lead or not set(wanted.lead).isdisjoint(task.lead)
    return led and (not wanted.department or not set(wanted.department).isdisjoint(task.lead + task.support))


def _problem(item: Item) -> Problem:
    return Problem(
        item.id,
        item.area,
        item.kind,
        item.title,
        item.problem,
        item.recommendation,
        item.goal,
        item.source,
        item.status,
    )


def _responsibility(ledger: Ledger, item: Item) -> Responsibility:
    lead, support = (ledger.known(item.bodies(role)) for role in ("lead", "support"))
    people = (item.leader, item.office, item.person)
    return Responsibility(item.id, item.title, lead, support, *people, item.due, item.due_wording, item.status)


def tasks(ledger: Ledger, item: Item) -> Iterator[Task]:
    """Yield the measures of an item, each with the departments and the date that hold for it."""
    yield from (_task(ledger, item, measure) for measure in item.measures)


def _task(ledger: Ledger, item: Item, measure: Measure) -> Task:
    dated = measure if measure.due or measure.due_wording else item
    return Task(
        id=measure.id,
        item=item.id,
        title=item.title,
        text=measure.text,
        lead=ledger.known(measure.lead or item.lead),
        support=ledger.known(measure.support or item.support),
        person=measure.person or item.person,
        due=dated.due,
        due_wording=dated.due_wording,
        done=measure.done,
        dropped=measure.dropped,
        evidence=len(measure.evidence),
    )


def message(ledger: Ledger, day: date, faults: Iterable[Fault], department: str) -> Message:
    """Return what a department leads or supports and is not handed in yet, and the measures that it has to do."""
    wanted = Wanted(department=(department,), status=("open", "in_progress"))
    rows = listing(ledger, day, faults, wanted, "due").rows
    late = rows_overdue(rows)
    soon = rows_due(rows, ledger.settings.lights.due_soon_days)
    items = {item.id: item for item in ledger.items}
    mine = (task for row in rows for task in tasks(ledger, items[row.id]))
    return Message(
        as_of=day,
        department=department,
        office=ledger.settings.office,
        plan=ledger.settings.plan.title,
        overdue=late,
        due_soon=soon,
        others=tuple(row for row in rows if row not in late and row not in soon),
        measures=tuple(task for task in mine if _concerns(task, wanted) and not (task.done or task.dropped)),
    )
