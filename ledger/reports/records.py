"""The facts as rows of texts and numbers for CSV: stable keys, no translation, values of one key joined by ';'."""

from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import fields
from itertools import islice
from typing import Any
from typing import TypeAlias
from typing import assert_never

from pydantic import TypeAdapter

from ledger.assessment import Trace
from ledger.model import Item
from ledger.reports.burndown import MonthEnd
from ledger.reports.change import Change
from ledger.reports.change import ChangedItem
from ledger.reports.chart import Chart
from ledger.reports.collection import Replies
from ledger.reports.collection import Reply
from ledger.reports.collection import Sending
from ledger.reports.collection import Sent
from ledger.reports.collection import Taking
from ledger.reports.conflicts import Conflicts
from ledger.reports.contract import Facts
from ledger.reports.dossier import Dossier
from ledger.reports.export import Export
from ledger.reports.findings import Finding
from ledger.reports.findings import Findings
from ledger.reports.health import Health
from ledger.reports.health import Healths
from ledger.reports.intake import Intake
from ledger.reports.intake import IntakeRow
from ledger.reports.periodic import Periodic
from ledger.reports.rollup import Rollup
from ledger.reports.routines import Missed
from ledger.reports.routines import MissedPeriod
from ledger.reports.routines import RoutineRow
from ledger.reports.routines import Routines
from ledger.reports.rows import DatedMeasure
from ledger.reports.rows import Listing
from ledger.reports.rows import Row
from ledger.reports.score import FIGURES
from ledger.reports.score import Score
from ledger.reports.status import Status
from ledger.reports.story import Story
from ledger.reports.supervision import NextStep
from ledger.reports.supervision import Supervision
from ledger.reports.tallies import Tally
from ledger.reports.timeline import Comparison
from ledger.reports.timeline import Timeline
from ledger.reports.views import Message
from ledger.reports.views import Problem
from ledger.reports.views import Responsibility
from ledger.reports.views import Task
from ledger.reports.views import View
from ledger.reports.views import ViewRow

Cell: TypeAlias = str | int | float  # a text that looks like a number stays a text


_SIDE = ("", "_author", "_day")


def records(facts: Facts) -> Iterator[Sequence[Cell]]:  # noqa: C901 (a case an output)
    """Yield the facts as rows for CSV, the keys first; several values of one key are joined by ';'.

    A measure inside a row is its id.
    """
    match facts:
        case Status():
            yield from _status_records(facts)
        case (
            Listing() | View() | Message() | Supervision() | Findings() | Routines() | Missed() | Sending() | Replies()
            | Intake() | Periodic() | Export() | Chart() | Healths()
        ):  # fmt: skip
            yield from _table(*_lines(facts))
        case Score():
            yield from _trace_records(facts) if facts.explained else _score_records(facts)
        case Change() | Story() | Comparison() | Dossier():
            yield ("id", "key", "value")
            for item in (facts.item,) if isinstance(facts, Dossier) else facts.items:
                leaves = _leaves("", _dumped(item))
                yield from (
                    (item.id, key, value) for key, value in leaves if value != "" or not isinstance(facts, Comparison)
                )
        case Timeline():
            yield from _moment_records(facts)
        case Taking():
            yield from _answer_records(facts)
        case Rollup():
            yield from _rollup_records(facts)
        case Conflicts():
            yield ("file", "record", "path", *(f"{side}{key}" for side in ("ours", "theirs") for key in _SIDE))
            for each in facts.rows:
                sides = (
                    _cell(value) for side in (each.ours, each.theirs) for value in (side.value, side.author, side.day)
                )
                yield (each.file, each.record, ".".join(each.path), *sides)
        case _:
            assert_never(facts)


def _answer_records(facts: Taking) -> Iterator[Sequence[Cell]]:
    """Yield one line a workbook, with the items that have changed, then one for each thing that was not taken."""
    yield ("file", "department", "month", "fate", "commit", "items", "sheet", "cell", "code", "message")
    for each in facts.answers:
        told = (each.file, _cell(each.department), _cell(each.month), each.fate)
        changed = each.change.items if each.change else ()
        commit = _cell(each.change.commit) if each.change else ""
        yield (*told, commit, ";".join(item.id for item in changed), "", "", "", "")
        for one in each.remarks:
            yield (*told, "", one.item, one.sheet, one.cell, one.code, one.message)


def _moment_records(facts: Timeline) -> Iterator[Sequence[Cell]]:
    yield ("commit", "day", "author", "id", "key", "value")
    for moment in facts.moments:
        told = (_cell(moment.commit), _cell(moment.day), _cell(moment.author))
        for item in moment.items:
            leaves = _leaves("", _dumped(item))
            yield from ((*told, item.id, key, value) for key, value in leaves if value != "")


def _lines(  # noqa: C901, PLR0911, PLR0912 (a case an output)
    facts: Listing
    | View
    | Message
    | Supervision
    | Findings
    | Routines
    | Missed
    | Sending
    | Replies
    | Intake
    | Periodic
    | Export
    | Chart
    | Healths,
) -> tuple[type[Any], Sequence[Any]]:
    """Return what the lines of a list are, and the lines; a message is its measures."""
    match facts:
        case Listing():
            return Row, facts.rows
        case View():
            return _VIEWS[facts.name], facts.rows
        case Message():
            return Task, facts.measures
        case Supervision():
            return NextStep, (*facts.due, *facts.later, *facts.nobody)
        case Findings():
            return Finding, facts.plain()
        case Routines():
            return RoutineRow, facts.rows
        case Missed():
            return MissedPeriod, [*facts.periods]
        case Sending():
            return Sent, facts.forms
        case Replies():
            return Reply, facts.departments
        case Intake():
            return IntakeRow, facts.table()
        case Healths():
            return Health, facts.rows
        case Chart():
            return MonthEnd, facts.months
        case Periodic() | Export():
            return Row, facts.rows
    assert_never(facts)


_VIEWS: dict[str, type[ViewRow]] = {"problems": Problem, "responsibility": Responsibility, "measures": Task}


def _dumped(record: Item | ChangedItem) -> object:
    return TypeAdapter(type(record)).dump_python(record, mode="json", by_alias=True)


def _table(kind: type[Any], entries: Sequence[Any]) -> Iterator[Sequence[Cell]]:
    keys = [field.name for field in fields(kind)]
    yield keys
    for entry in entries:
        yield [_cell(getattr(entry, key)) for key in keys]


def _status_records(facts: Status) -> Iterator[Sequence[Cell]]:
    """Yield one line a total: of the ledger, of each area, of each department by role, of what nobody leads."""
    counts = [field.name for field in fields(Tally)]
    yield ("as_of", "section", "name", *counts)
    whole = Tally(total=facts.total, **facts.by_status, overdue=facts.by_light["red"], due_soon=len(facts.due_soon))
    lines = [("ledger", facts.plan.title or "", whole)]
    lines += [("area", area.area, area) for area in facts.areas]
    lines += [("lead", department.department, department.lead) for department in facts.departments]
    lines += [("support", department.department, department.support) for department in facts.departments]
    lines += [("lead", "", facts.unassigned)]
    for section, name, tally in lines:
        yield (str(facts.as_of), section, name, *(getattr(tally, count) for count in counts))


def _rollup_records(facts: Rollup) -> Iterator[Sequence[Cell]]:
    """Yield the line of the total, one a group, and one a ledger with errors, which has no counts."""
    counts = [field.name for field in fields(Tally)]
    keys = (*counts, "completion_rate", *facts.total.lights, "errors", "place", "code", "message")
    yield ("as_of", "section", "name", "path", *keys)
    for section, group in (("total", facts.total), *((facts.by, each) for each in facts.groups)):
        told = (str(facts.as_of), section, _cell(group.name), _cell(group.path))
        figures = (*(getattr(group, count) for count in counts), _cell(group.completion_rate), *group.lights.values())
        yield (*told, *figures, "", "", "", "")
    for one in facts.faulty:
        nothing = ("",) * (len(counts) + 1 + len(facts.total.lights))
        told = (str(facts.as_of), "faulty", _cell(one.ledger), one.path)
        yield (*told, *nothing, one.errors, one.place, one.code, one.message)


def _score_records(facts: Score) -> Iterator[Sequence[Cell]]:
    """Yield one line a department and role in which it carries anything; the last one is what nobody leads."""
    yield ("from", "until", "department", "role", "rank", "points", "points_total", *FIGURES)
    days = (_cell(facts.begin), _cell(facts.until))
    for each in facts.departments:
        for role, part in each.roles():
            told = (each.department, role, _cell(each.rank), _cell(part.points), _cell(each.points))
            yield (*days, *told, *(part.figures[figure] for figure in FIGURES))
    if any(facts.unassigned.values()):
        yield (*days, "", "lead", "", "", "", *(facts.unassigned[figure] for figure in FIGURES))


def _trace_records(facts: Score) -> Iterator[Sequence[Cell]]:
    """Yield one line a trace."""
    keys = [field.name for field in fields(Trace)]
    yield ("department", "role", *keys)
    for each in facts.departments:
        for role, part in each.roles():
            yield from ((each.department, role, *cells) for cells in islice(_table(Trace, part.traces or ()), 1, None))


def _leaves(path: str, value: object) -> Iterator[tuple[str, Cell]]:
    """Yield every value inside an item by its path, like measures.0.text."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(f"{path}.{key}" if path else key, inner)
    elif isinstance(value, list) and any(isinstance(inner, dict) for inner in value):
        for at, inner in enumerate(value):
            yield from _leaves(f"{path}.{at}", inner)
    else:
        yield path, _cell(value)


def _cell(value: object) -> Cell:
    """Return a value as a cell: a number stays one."""
    return value if isinstance(value, (int, float)) else _text(value)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, DatedMeasure):
        return value.id
    return ";".join(map(_text, value)) if isinstance(value, (list, tuple)) else str(value)
