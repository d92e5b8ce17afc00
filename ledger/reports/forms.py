"""Forms that departments fill in for a month (报送表): what each of them carries that is open, a row a measure.

An item is open while its work has not been handed in; what is handed in waits for others than the departments.
"""

import hashlib
import json
import re
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ledger import schema
from ledger.events import Progress
from ledger.model import Item
from ledger.model import Ledger
from ledger.model import Role
from ledger.reports.views import Task
from ledger.reports.views import tasks
from ledger.workflow import WORKING


@dataclass(frozen=True)
class FormRow:
    """A row to be filled in: an open measure, or the item where the department has no open measure in it.

    `key` is the measure's id, else the item's. `last` is what was reported of it last, by the department itself if it
    has reported on it at all, else by `last_by`. `state` and `wording` are digests of the item, without its log, and of
    the measure's text: by them it is known later whether somebody has changed the one or the other since. `finishes`:
    the department may say that the measure is done.
    """

    key: str
    item: str
    title: str
    text: str
    role: Role
    due: date | None
    due_wording: str | None
    last: Progress | None
    last_by: str | None
    state: str
    wording: str
    finishes: bool


@dataclass(frozen=True)
class Form:
    """What one department is asked for a month, given by its first day."""

    department: str
    month: date
    rows: tuple[FormRow, ...]


def forms(ledger: Ledger, month: date, departments: Sequence[str] = ()) -> tuple[Form, ...]:
    """Return the forms of those departments, or of all in departments.yaml, that carry open items."""
    names = departments or [department.name for department in ledger.departments]
    items = carried(ledger)
    return tuple(Form(name, month, tuple(_rows(ledger, name, items[name]))) for name in names if name in items)


def carried(ledger: Ledger) -> dict[str, list[Item]]:
    """Return the open items by the departments that lead or support them, whole or in a measure."""
    found: dict[str, list[Item]] = {}
    for item in ledger.items:
        if item.status in WORKING:
            for name in ledger.known((*item.bodies("lead"), *item.bodies("support"))):
                found.setdefault(name, []).append(item)
    return found


def role_in(ledger: Ledger, item: Item, department: str, measure: str | None = None) -> Role | None:
    """Return as what a department carries an item, or one of its measures, if it does."""
    lead, support = (ledger.known(item.bodies(role)) for role in ("lead", "support"))
    if measure is not None:
        [task] = [task for task in tasks(ledger, item) if task.id == measure]
        lead, support = task.lead, task.support
    return "lead" if department in lead else "support" if department in support else None


def finishers(ledger: Ledger, item: Item, measure: str) -> Sequence[str]:
    """Return the departments that say when a measure is done: those that lead it, or all where nobody does."""
    [task] = [task for task in tasks(ledger, item) if task.id == measure]
    return task.lead or task.support


def _rows(ledger: Ledger, department: str, items: Iterable[Item]) -> Iterator[FormRow]:
    for item in items:
        open_tasks = [task for task in tasks(ledger, item) if not (task.done or task.dropped)]
        own = [task for task in open_tasks if department in task.lead + task.support]
        yield from (_row(ledger, item, department, task) for task in own) if own else [_row(ledger, item, department)]


def _row(ledger: Ledger, item: Item, department: str, task: Task | None = None) -> FormRow:
    dated = task or item
    last = _last(ledger, item, department, task.id if task else None)
    by = ledger.names.get(last.by, last.by) if last else ""
    return FormRow(
        key=task.id if task else item.id,
        item=item.id,
        title=item.title,
        text=task.text if task else "",
        role=role_in(ledger, item, department, task.id if task else None) or "support",
        due=dated.due,
        due_wording=dated.due_wording,
        last=last,
        last_by=None if by in {"", department} else by,
        state=state(item),
        wording=digest(task.text if task else item.title),
        finishes=task is not None and department in finishers(ledger, item, task.id),
    )


def reported(ledger: Ledger, item: Item, department: str) -> list[Progress]:
    """Return the progress that a department has reported on an item, without what was corrected."""
    return [entry for entry in _progress(item) if ledger.known([entry.by]) == (department,)]


def _progress(item: Item) -> list[Progress]:
    return [entry for entry in item.standing() if isinstance(entry, Progress)]


def _last(ledger: Ledger, item: Item, department: str, measure: str | None) -> Progress | None:
    """Return what was reported last of a measure, else of the item as a whole: by the department, else by others."""
    own, others = reported(ledger, item, department), _progress(item)
    for entries, what in ((own, measure), (own, None), (others, measure), (others, None)):
        if told := [entry for entry in entries if _about(entry, item) == what]:
            return max(told, key=lambda entry: entry.on)
    return None


def _about(entry: Progress, item: Item) -> str | None:
    """Return the measure that an answer is about, by which its note begins (措施 9.1：…); None: the item as a whole."""
    ids = (measure.id for measure in item.measures)
    return next((name for name in ids if re.match(rf"\D{{1,12}}{re.escape(name)}\s?[:：]", entry.note)), None)


def state(item: Item) -> str:
    """Return a digest of what an item is, whatever is reported of it."""
    said = {key: value for key, value in schema.plain(item).items() if key not in {"log", "status"}}
    return digest(json.dumps(said, sort_keys=True, ensure_ascii=False))


def digest(text: str) -> str:
    """Return 16 hexadecimal digits of a text's SHA-256: enough to tell texts of one ledger apart."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
