"""The promise of JSON: stable keys, no translation, and a schema for each output and each file.

A key may be added; none is renamed, retyped or removed without a new major version.
"""

import json
from typing import Any
from typing import TypeAlias
from typing import assert_never

from pydantic import TypeAdapter

from ledger import schema
from ledger.reports.change import Change
from ledger.reports.chart import Chart
from ledger.reports.collection import Replies
from ledger.reports.collection import Sending
from ledger.reports.collection import Taking
from ledger.reports.conflicts import Conflict
from ledger.reports.conflicts import Conflicts
from ledger.reports.dossier import Dossier
from ledger.reports.export import Export
from ledger.reports.findings import Finding
from ledger.reports.findings import Findings
from ledger.reports.health import Health
from ledger.reports.health import Healths
from ledger.reports.intake import Intake
from ledger.reports.periodic import Periodic
from ledger.reports.rollup import Rollup
from ledger.reports.routines import Missed
from ledger.reports.routines import MissedPeriod
from ledger.reports.routines import RoutineRow
from ledger.reports.routines import Routines
from ledger.reports.rows import Listing
from ledger.reports.rows import Row
from ledger.reports.score import Score
from ledger.reports.status import Status
from ledger.reports.story import ItemStory
from ledger.reports.story import Story
from ledger.reports.supervision import Supervision
from ledger.reports.timeline import Comparison
from ledger.reports.timeline import Timeline
from ledger.reports.views import Message
from ledger.reports.views import Problem
from ledger.reports.views import Responsibility
from ledger.reports.views import Task
from ledger.reports.views import View

Facts: TypeAlias = (
    Status | Listing | View | Message | Supervision | Score | Routines | Missed | Story | Findings | Change | Timeline
    | Comparison | Sending | Taking | Replies | Intake | Periodic | Export | Dossier | Chart | Conflicts
    | Healths | Rollup
)  # fmt: skip

OUTPUTS: dict[str, Any] = {
    "status": Status,
    "status-chart": Chart,
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
    "resolve": tuple[Conflict, ...],
    "doctor": tuple[Health, ...],
    "import-plan": Intake,
    "report-periodic": Periodic,
    "export": Export,
    "report-item": Dossier,
    "routine-list": tuple[RoutineRow, ...],
    "routine-missed": tuple[MissedPeriod, ...],
    "rollup": Rollup,
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
        case Routines() | Conflicts() | Healths():
            return _NAMES[type(facts)], facts.rows
        case Missed():
            return "routine-missed", tuple(facts.periods)
        case (
            Status() | Message() | Supervision() | Score() | Change() | Timeline() | Comparison()
            | Sending() | Taking() | Replies() | Intake() | Periodic() | Export() | Dossier() | Chart()
            | Rollup()
        ):  # fmt: skip
            return _NAMES[type(facts)], facts
    assert_never(facts)


_NAMES: dict[type[Facts], str] = {
    Routines: "routine-list",
    Conflicts: "resolve",
    Healths: "doctor",
    Status: "status",
    Chart: "status-chart",
    Message: "message",
    Supervision: "notice",
    Score: "score",
    Change: "change",
    Timeline: "log",
    Comparison: "diff",
    Rollup: "rollup",
    Sending: "collect-out",
    Taking: "collect-in",
    Replies: "collect-status",
    Intake: "import-plan",
    Periodic: "report-periodic",
    Export: "export",
    Dossier: "report-item",
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
