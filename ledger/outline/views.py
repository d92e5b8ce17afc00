"""The words of the lists that a plan asks for, and of a message to one department."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from datetime import date
from typing import assert_never

from ledger.i18n import Translation
from ledger.outline import words
from ledger.outline.listing import shorten
from ledger.outline.page import Block
from ledger.outline.page import Cell
from ledger.outline.page import Column
from ledger.outline.page import Page
from ledger.outline.page import Table
from ledger.outline.page import line
from ledger.reports.rows import Row
from ledger.reports.supervision import NextStep
from ledger.reports.views import Message
from ledger.reports.views import Problem
from ledger.reports.views import Responsibility
from ledger.reports.views import Task
from ledger.reports.views import View
from ledger.reports.views import ViewRow


def view(facts: View, t: Translation) -> Page:
    """Return one of the lists as a table; what nobody has named is shown as a gap."""
    match facts.name:
        case "problems":
            title, columns = t.gettext("List of problems"), _problem_columns(t)
        case "responsibility":
            title, columns = t.gettext("List of responsibilities"), _responsibility_columns(t)
        case "measures":
            title, columns = t.gettext("List of measures"), _task_columns(t)
        case _:
            assert_never(facts.name)
    rows = tuple(_row(row, t) for row in facts.rows)
    body = (Table(columns, rows),) if rows else (line(t.gettext("Nothing meets the conditions.")),)
    subtitle = t.gettext("as of {date}").format(date=facts.as_of)
    return Page(words.counted(title, len(rows), t), subtitle, (Block("", body),))


def _problem_columns(t: Translation) -> tuple[Column, ...]:
    return (
        Column(t.gettext("Item")),
        Column(t.gettext("Problem"), flexible=True),
        Column(t.gettext("Recommendation"), flexible=True),
        Column(t.gettext("Area"), drop=3),
        Column(t.gettext("Kind"), drop=4),
        Column(t.gettext("Clause"), drop=2),
        Column(t.gettext("Status"), drop=1),
    )


def _responsibility_columns(t: Translation) -> tuple[Column, ...]:
    return (
        Column(t.gettext("Item")),
        Column(t.gettext("Title"), flexible=True),
        Column(t.gettext("Lead"), flexible=True),
        Column(t.gettext("Support"), drop=1, flexible=True),
        *(Column(t.gettext(label)) for label in words.PEOPLE.values()),
        Column(t.gettext("Due"), drop=2),
    )


def _task_columns(t: Translation) -> tuple[Column, ...]:
    return (
        Column(t.gettext("Measure")),
        Column(t.gettext("Text"), flexible=True),
        Column(t.gettext("Lead"), flexible=True),
        Column(t.gettext("Support"), drop=2, flexible=True),
        Column(t.gettext("Responsible person"), drop=3),
        Column(t.gettext("Due"), drop=1),
        Column(t.gettext("Done")),
    )


def _row(row: ViewRow, t: Translation) -> tuple[Cell, ...]:
    match row:
        case Problem():
            return (
                Cell(row.id, "strong"),
                Cell(row.problem or "–"),
                Cell(row.recommendation or "–"),
                Cell(row.area),
                Cell(t.gettext(words.KIND[row.kind])),
                Cell(row.source or "–"),
                Cell(t.gettext(words.STATUS[row.status])),
            )
        case Responsibility():
            people = (_named(name, t) for name in (row.leader, row.office, row.person))
            return (
                Cell(row.id, "strong"),
                Cell(row.title),
                _named(words.names(row.lead, t), t),
                Cell(words.names(row.support, t)),
                *people,
                Cell(_until(row.due, row.due_wording, t)),
            )
        case Task():
            return (
                Cell(row.id, "strong"),
                Cell(row.text),
                _named(words.names(row.lead, t), t),
                Cell(words.names(row.support, t)),
                Cell(row.person or "–"),
                Cell(_until(row.due, row.due_wording, t)),
                Cell(str(row.done), "green")
                if row.done
                else Cell(t.gettext("dropped") if row.dropped else "–", "faint"),
            )
    assert_never(row)


def _named(name: str | None, t: Translation) -> Cell:
    return Cell(name) if name else Cell(t.gettext("not named"), "yellow")


def _until(due: date | None, wording: str | None, t: Translation) -> str:
    if due:
        return str(due)
    return t.gettext("“{wording}”").format(wording=shorten(wording)) if wording else "–"


def message(facts: Message, t: Translation) -> Page:
    """Return a text to be pasted as it stands: what is late, what comes, what else is open, what is to be done."""
    title = t.gettext("{department}: open rectification work as of {date}")
    groups = [
        (t.gettext("Past their date"), [item_words(row, t) for row in facts.overdue]),
        (t.gettext("Due soon"), [item_words(row, t) for row in facts.due_soon]),
        (t.gettext("Further items"), [item_words(row, t) for row in facts.others]),
        (t.gettext("Measures still to be done"), [_measure(task, t) for task in facts.measures]),
    ]
    blocks = [
        Block(words.counted(name, len(said), t), tuple(map(line, numbered(said)))) for name, said in groups if said
    ]
    if not blocks:
        blocks = [Block("", (line(t.gettext("Nothing is open.")),))]
    if facts.office:
        asked = t.gettext("Please report progress and evidence to {office}.").format(office=facts.office)
        blocks.append(Block("", (line(asked),)))
    return Page(title.format(department=facts.department, date=facts.as_of), facts.plan or "", tuple(blocks))


def numbered(said: Sequence[str]) -> Iterator[str]:
    """Yield texts with their numbers, from 1 on."""
    yield from (f"{number}. {text}" for number, text in enumerate(said, start=1))


def item_words(row: Row | NextStep, t: Translation) -> str:
    """Return which item it is, its date or the words for it, and how late or near that is."""
    named = t.gettext("Item {id}: {title}").format(id=row.id, title=row.title)
    return joined([named, dated(row.due, row.due_wording, t), words.days(row.days_left, t).text], t)


def _measure(task: Task, t: Translation) -> str:
    return joined([f"{task.id} {task.text}", dated(task.due, task.due_wording, t)], t)


def dated(due: date | None, wording: str | None, t: Translation) -> str:
    """Return the date, else the words for it, else nothing."""
    if due:
        return t.gettext("due {date}").format(date=words.day(due, t))
    return t.gettext("“{wording}”").format(wording=wording) if wording else ""


def joined(parts: Iterable[str], t: Translation) -> str:
    """Return what is said of one thing, without what says nothing."""
    return t.gettext("; ").join(part for part in parts if part)
