"""The promise of JSON and CSV: stable keys, no translation, and a schema for each output and each file.

A key may be added; none is renamed, retyped or removed without a new major version.
"""

import json
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import fields
from itertools import islice
from typing import Any
from typing import TypeAlias
from typing import assert_never

from pydantic import TypeAdapter

from ledger import schema
from ledger.assessment import Trace
from ledger.model import Item
from ledger.reports.change import Change
from ledger.reports.change import ChangedItem
from ledger.reports.collection import Replies
from ledger.reports.collection import Reply
from ledger.reports.collection import Sending
from ledger.reports.collection import Sent
from ledger.reports.collection import Taking
from ledger.reports.findings import Finding
from ledger.reports.findings import Findings
from ledger.reports.intake import Intake
from ledger.reports.intake import IntakeRow
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
from ledger.reports.status import Tally
from ledger.reports.story import ItemStory
from ledger.reports.story import Story
from ledger.reports.supervision import NextStep
from ledger.reports.supervision import Supervision
from ledger.reports.timeline import Comparison
from ledger.reports.timeline import Timeline
from ledger.reports.views import Message
from ledger.reports.views import Problem
from ledger.reports.views import Responsibility
from ledger.reports.views import Task
from ledger.reports.views import View
from ledger.reports.views import ViewRow

Facts: TypeAlias = (
    Status | Listing | View | Message | Supervision | Score | Routines | Missed | Story | Findings | Change | Timeline
    | Comparison | Sending | Taking | Replies | Intake
)  # fmt: skip

OUTPUTS: dict[str, Any] = {
    "status": Status,
    "list": tuple[Row, ...],
    "overdue": tuple[Row, ...],
    "due": tuple[Row, ...],
    "show": ItemStory | tuple[ItemStory, ...],
    "problems": tuple[Problem, ...],
    "responsibility": tuple[Responsibility, ...],
    "measures": tuple[Task, ...],
    "message": Message,
    "notice": Supervision,
    "check": tuple[Finding, ...],
    "score": Score,
    "change": Change,
    "log": Timeline,
    "diff": Comparison,
    "import-plan": Intake,
    "routine-list": tuple[RoutineRow, ...],
    "routine-missed": tuple[MissedPeriod, ...],
    "collect-out": Sending,
    "collect-in": Taking,
    "collect-status": Replies,
}
INPUTS: dict[str, str] = {
    "items": "items.yaml",
    "departments": "departments.yaml",
    "settings": "ledger.yaml",
    "routines": "routines.yaml",
}


def _payload(facts: Facts) -> tuple[str, Any]:
    """Return the name of the output and what goes into it."""
    match facts:
        case Listing() | View():
            return facts.name, facts.rows
        case Story():
            return "show", facts.items[0] if len(facts.items) == 1 else facts.items
        case Findings():
            return "check", facts.plain()
        case Routines():
            return "routine-list", facts.rows
        case Missed():
            return "routine-missed", tuple(facts.periods)
        case (
            Status() | Message() | Supervision() | Score() | Change() | Timeline() | Comparison()
            | Sending() | Taking() | Replies() | Intake()
        ):  # fmt: skip
            return _NAMES[type(facts)], facts
    assert_never(facts)


_NAMES: dict[type[Facts], str] = {
    Status: "status",
    Message: "message",
    Supervision: "notice",
    Score: "score",
    Change: "change",
    Timeline: "log",
    Comparison: "diff",
    Sending: "collect-out",
    Taking: "collect-in",
    Replies: "collect-status",
    Intake: "import-plan",
}


def to_json(facts: Facts) -> str:
    """Return the facts as JSON: dates as text, ids as text, None as null."""
    name, payload = _payload(facts)
    return TypeAdapter(OUTPUTS[name]).dump_json(payload, indent=2, by_alias=True).decode() + "\n"


def schemas_json(name: str | None = None) -> str:
    """Return the JSON Schema of one file or output by its name, or of all of them in one object."""
    every = INPUTS | OUTPUTS if name is None else {name: None}
    shapes = {each: _schema(each) for each in every}
    return json.dumps(shapes if name is None else shapes[name], ensure_ascii=False, indent=2) + "\n"


def _schema(name: str) -> dict[str, Any]:
    if name in INPUTS:
        adapter, title = schema.FILES[INPUTS[name]], INPUTS[name]
        shape = adapter.json_schema(by_alias=True, mode="validation")
    else:
        title = f"ledger {name.replace('-', ' ')} --format json"
        shape = TypeAdapter(OUTPUTS[name]).json_schema(by_alias=True, mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | shape | {"title": title}


def records(facts: Facts) -> Iterator[Sequence[str]]:
    """Yield the facts as rows of text for CSV, the keys first; several values of one key are joined by ';'.

    A measure inside a row is its id.
    """
    match facts:
        case Status():
            yield from _status_records(facts)
        case Listing() | View() | Message() | Supervision() | Findings() | Routines() | Missed():
            yield from _table(*_lines(facts))
        case Score():
            yield from _trace_records(facts) if facts.explained else _score_records(facts)
        case Change() | Story() | Comparison():
            yield ("id", "key", "value")
            for item in facts.items:
                leaves = _leaves("", _dumped(item))
                yield from (
                    (item.id, key, value) for key, value in leaves if value or not isinstance(facts, Comparison)
                )
        case Timeline():
            yield from _moment_records(facts)
        case Sending():
            yield from _table(Sent, facts.forms)
        case Replies():
            yield from _table(Reply, facts.departments)
        case Taking():
            yield from _answer_records(facts)
        case Intake():
            yield from _table(IntakeRow, facts.table())
        case _:
            assert_never(facts)


def _answer_records(facts: Taking) -> Iterator[Sequence[str]]:
    """Yield one line a workbook, with the items that have changed, then one for each thing that was not taken."""
    yield ("file", "department", "month", "fate", "commit", "items", "sheet", "cell", "code", "message")
    for each in facts.answers:
        told = (each.file, _text(each.department), _text(each.month), each.fate)
        changed = each.change.items if each.change else ()
        commit = _text(each.change.commit) if each.change else ""
        yield (*told, commit, ";".join(item.id for item in changed), "", "", "", "")
        for one in each.remarks:
            yield (*told, "", one.item, one.sheet, one.cell, one.code, one.message)


def _moment_records(facts: Timeline) -> Iterator[Sequence[str]]:
    yield ("commit", "day", "author", "id", "key", "value")
    for moment in facts.moments:
        told = (_text(moment.commit), _text(moment.day), _text(moment.author))
        for item in moment.items:
            leaves = _leaves("", _dumped(item))
            yield from ((*told, item.id, key, value) for key, value in leaves if value)


def _lines(  # noqa: PLR0911 (a case an output)
    facts: Listing | View | Message | Supervision | Findings | Routines | Missed,
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
    assert_never(facts)


_VIEWS: dict[str, type[ViewRow]] = {"problems": Problem, "responsibility": Responsibility, "measures": Task}


def _dumped(record: Item | ChangedItem) -> object:
    return TypeAdapter(type(record)).dump_python(record, mode="json", by_alias=True)


def _table(kind: type[Any], entries: Sequence[Any]) -> Iterator[Sequence[str]]:
    keys = [field.name for field in fields(kind)]
    yield keys
    for entry in entries:
        yield [_text(getattr(entry, key)) for key in keys]


def _status_records(facts: Status) -> Iterator[Sequence[str]]:
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
        yield (str(facts.as_of), section, name, *(str(getattr(tally, count)) for count in counts))


def _score_records(facts: Score) -> Iterator[Sequence[str]]:
    """Yield one line a department and role in which it carries anything; the last one is what nobody leads."""
    yield ("from", "until", "department", "role", "rank", "points", "points_total", *FIGURES)
    days = (_text(facts.begin), _text(facts.until))
    for each in facts.departments:
        for role, part in each.roles():
            told = (each.department, role, _text(each.rank), _text(part.points), _text(each.points))
            yield (*days, *told, *(str(part.figures[figure]) for figure in FIGURES))
    if any(facts.unassigned.values()):
        yield (*days, "", "lead", "", "", "", *(str(facts.unassigned[figure]) for figure in FIGURES))


def _trace_records(facts: Score) -> Iterator[Sequence[str]]:
    """Yield one line a trace."""
    keys = [field.name for field in fields(Trace)]
    yield ("department", "role", *keys)
    for each in facts.departments:
        for role, part in each.roles():
            yield from ((each.department, role, *cells) for cells in islice(_table(Trace, part.traces or ()), 1, None))


def _leaves(path: str, value: object) -> Iterator[tuple[str, str]]:
    """Yield every value inside an item by its path, like measures.0.text."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(f"{path}.{key}" if path else key, inner)
    elif isinstance(value, list) and any(isinstance(inner, dict) for inner in value):
        for at, inner in enumerate(value):
            yield from _leaves(f"{path}.{at}", inner)
    else:
        yield path, _text(value)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, DatedMeasure):
        return value.id
    return ";".join(map(_text, value)) if isinstance(value, (list, tuple)) else str(value)
