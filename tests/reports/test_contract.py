"""The promise of JSON and CSV: these keys, these types, the same facts, and a schema for each."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from ledger.assessment import Span
from ledger.checks import Case
from ledger.checks import run as check
from ledger.deadlines import Calendar
from ledger.intake.documents import read_text
from ledger.intake.reading import read as read_plan
from ledger.model import Ledger
from ledger.model import Routine
from ledger.reports.change import Change
from ledger.reports.change import change
from ledger.reports.change import changed
from ledger.reports.change import pairs
from ledger.reports.change import values
from ledger.reports.chart import Chart
from ledger.reports.chart import chart
from ledger.reports.collection import Answer
from ledger.reports.collection import Sending
from ledger.reports.collection import Taking
from ledger.reports.collection import remark
from ledger.reports.collection import replies
from ledger.reports.collection import sent
from ledger.reports.conflicts import Conflict
from ledger.reports.conflicts import Conflicts
from ledger.reports.conflicts import Part
from ledger.reports.conflicts import Side
from ledger.reports.contract import INPUTS
from ledger.reports.contract import OUTPUTS
from ledger.reports.contract import Facts
from ledger.reports.contract import schemas_json
from ledger.reports.contract import to_json
from ledger.reports.dossier import Dossier
from ledger.reports.dossier import dossier
from ledger.reports.export import Export
from ledger.reports.export import export
from ledger.reports.findings import findings
from ledger.reports.forms import forms
from ledger.reports.health import Health
from ledger.reports.health import Healths
from ledger.reports.intake import Intake
from ledger.reports.intake import intake
from ledger.reports.periodic import Periodic
from ledger.reports.periodic import periodic
from ledger.reports.periodic import term
from ledger.reports.records import records
from ledger.reports.rollup import rollup
from ledger.reports.routines import Missed
from ledger.reports.routines import missed
from ledger.reports.routines import routines
from ledger.reports.rows import Wanted
from ledger.reports.rows import due
from ledger.reports.rows import listing
from ledger.reports.rows import overdue
from ledger.reports.score import score
from ledger.reports.status import status
from ledger.reports.story import story
from ledger.reports.summary import Summary
from ledger.reports.summary import summary
from ledger.reports.summary import unreachable
from ledger.reports.supervision import Supervision
from ledger.reports.supervision import supervision
from ledger.reports.timeline import Comparison
from ledger.reports.timeline import Timeline
from ledger.reports.timeline import entries
from ledger.reports.timeline import timeline
from ledger.reports.timeline import unsaved
from ledger.reports.views import Message
from ledger.reports.views import message
from ledger.reports.views import view
from ledger.store import Opened
from ledger.store import load
from ledger.store import place
from sharing import TODAY
from sharing import Make

THREE = """
- id: 2
  area: 学前
  kind: problem
  title: 缴纳不足
  lead: [长寿区教委, 区人社局]
  support: 某局
  type: phased
  due: 2024-06-28
  due_wording: 2024年春期
  status: in_progress
  measures:
  - {id: 2.1, text: '检查,"督促"', done: 2024-06-20}
  - {id: 2.2, text: 复查, due: 2024-07-01}
  - {id: 2.3, text: 复核, due: 2024-07-20}
  indicators:
  - {name: 占比, unit: '%', kind: baseline, literal: 占比仅65%, value: 65, readings: [{on: 2024-06-30, value: 82.5}]}
  log:
  - {on: 2024-05-31, event: progress, by: 区教委, note: 已检查, evidence: [{paper: 2024-3/2柜}]}
  - {on: 2024-06-01, event: notice, level: remind, by: 区督导委, to: [区教委, 区人社局]}
- {id: '0123', area: 义务, kind: recommendation, title: 编号有零, due: 2024-07-20}
- id: 9
  area: 义务
  kind: both
  title: 已公示
  lead: 区教委
  status: verified
  log:
  - {on: 2024-06-01, event: submit, by: 区教委}
  - {on: 2024-06-02, event: verify, by: 区督导委, outcome: 属实}
  - {on: 2024-06-10, event: publicize, by: 区教委, from: 2024-06-03, until: 2024-06-10}
"""

PLAN = "某县整改方案\n1.关于“学位不足”的问题。\n整改措施：由县教育局牵头，新建学校2所。\n"

ROW = "id title area kind type status light light_reason due due_wording days_left days_late quiet_days lead support measures_done measures_total faults"  # noqa: E501 (the keys, in their order)
CHANGED = (
    "id title status_before status removed fields measures measures_done measures_total measure_changes readings "
    "indicator_changes entries log entries_lost log_lost"
)
TALLY = "total open in_progress submitted verified closed withdrawn overdue due_soon"
FIGURES = "items closed closed_on_time closed_late overdue days_late returned reopened extensions reminders evidence"
TASK = "id item title text lead support person due due_wording done dropped evidence"
STEP = (
    "department level id title source due due_wording days_left quiet_days returned causes measures last_level last_on "
    "waiting_until"
)
KEYS = {
    "status": "as_of plan total closed completion_rate by_status by_light areas departments unassigned overdue "
    "measures_overdue due_soon measures_due_soon waiting reports_due sub_ledgers quiet supervision gaps faults "
    "routines",
    "list": ROW,
    "overdue": ROW,
    "due": ROW,
    "show": "id area kind title problem recommendation source lead support leader office person goal type ongoing due "
    "due_wording since sub_ledger status measures indicators log light light_reason days_left days_late quiet_days "
    "entry_numbers void_entries measures_done measures_total parts cycle returns faults routines",
    "problems": "id area kind title problem recommendation goal source status",
    "responsibility": "id title lead support leader office person due due_wording status",
    "measures": TASK,
    "message": "as_of department office plan overdue due_soon others measures",
    "notice": "as_of department office plan leading_group due later nobody items",
    "check": "path line column code severity message hint",
    "score": "from until department base departments unassigned explained",
    "change": "written commit items values evidence diff",
    "log": "items moments more",
    "diff": "before before_day after after_day items values layout",
    "routine-list": "id text item lead every source start last_done state begin until days_left missed missed_since "
    "counted_until",
    "routine-missed": "id text item lead every begin until",
    "rollup": "as_of by ledgers total groups overdue faulty unmatched",
    "collect-out": "month written forms",
    "collect-in": "written answers",
    "collect-status": "as_of month due departments",
    "import-plan": "file counts_in title number index date issuer counts areas items departments review lines folder "
    "written",
    "status-chart": "as_of months departments",
    "resolve": "file record path ours theirs is_new",
    "doctor": "need well mended",
    "report-periodic": "length term begin until compared plan addressee office now completion_rate before "
    "completion_before areas added started happened news lagging measures_overdue gaps returned quiet reports_due "
    "routines_missed waiting next_until due_next measures_next rows",
    "export": "as_of plan office addressee now completion_rate areas departments months rows items",
    "report-item": "as_of plan office item chain",
}


DEFINED = {
    "check": "Finding",
    "problems": "Problem",
    "responsibility": "Responsibility",
    "measures": "Task",
    "resolve": "Conflict",
    "doctor": "Health",
    "routine-list": "RoutineRow",
    "routine-missed": "MissedPeriod",
}
DUTIES = (
    Routine(id="2.月报", text="报告进展", item="2", every="month", lead=("长寿区教委",), done=(date(2024, 5, 31),)),
)
PAPERS = {"status-chart", "report-periodic", "export", "report-item"}
COLLECT = {"collect-out", "collect-in", "collect-status"}
JULY = date(2024, 7, 1)
ANSWER = Answer(
    "a.xlsx",
    "区教委",
    "2024-07",
    "taken",
    older=True,
    changed_since=("2",),
    change=change((), (), ["@@"], written=True),
    remarks=(remark("no-form", {"value": "a.xlsx"}, sheet="填报", cell="G4", item="2"),),
)
SIDES = (Side("2024-06-28", "王芳", TODAY, (Part("due", "2024-06-28"),), (), ()), Side(None, "李四", TODAY, (), (), ()))
OPEN = (Conflict("items.yaml", "2", ("due",), *SIDES, is_new=False),)
LEDGERS: dict[str, Summary] = {"丙区@v1": unreachable("no-such-version", {"value": "v1"})}
# outputs that are one object
WHOLE = {"status", "message", "notice", "score", "change", "log", "diff", "import-plan", "rollup"} | COLLECT | PAPERS


def facts(opened: Opened) -> dict[str, Facts]:
    """Return the facts of each output; of `show` those of several items, of a paper those of the first."""
    ledger = opened.ledger
    faults = check(Case(ledger, opened.folder, TODAY))
    chosen = listing(ledger, TODAY, faults, Wanted(), "file")
    duties = replace(ledger, routines=DUTIES if ledger.items else ())
    of_one: dict[str, Facts] = {}
    if ledger.items:
        of_one["report-item"] = dossier(ledger, ledger, TODAY, faults, ledger.items[0].id)
    return of_one | {
        "status": status(ledger, TODAY, faults),
        "list": chosen,
        "overdue": overdue(ledger, TODAY, faults),
        "due": due(ledger, TODAY, faults, 15),
        "show": story(ledger, TODAY, faults, [item.id for item in ledger.items]),
        "problems": view("problems", ledger, chosen, Wanted()),
        "responsibility": view("responsibility", ledger, chosen, Wanted()),
        "measures": view("measures", ledger, chosen, Wanted()),
        "message": message(ledger, TODAY, faults, "区教委"),
        "notice": supervision(ledger, TODAY),
        "check": findings(place(opened.folder, opened.texts, faults)),
        "score": score(ledger, Span(date.min, TODAY)),
        "change": change(changed((None, item) for item in ledger.items), ["evidence/2/1.pdf"], ["@@"], written=True),
        "log": timeline((*unsaved(Ledger(), ledger), *entries(ledger)), [], 20),
        "diff": Comparison(
            "1f" * 20, TODAY, None, None, changed(pairs(Ledger(), ledger)), values(Ledger(), ledger), ()
        ),
        "routine-list": routines(duties, TODAY),
        "routine-missed": missed(duties, TODAY),
        "collect-out": Sending(
            month="2024-07", written=True, forms=tuple(sent(form, "a.xlsx") for form in forms(ledger, JULY))
        ),
        "collect-in": Taking(written=True, answers=(ANSWER,) if ledger.items else ()),
        "collect-status": replies(ledger, JULY, TODAY),
        "import-plan": intake(
            read_plan(read_text(PLAN if ledger.items else ""), None, Calendar()), "plan.txt", None, written=False
        ),
        "rollup": rollup([*LEDGERS.items(), ("甲区", summary(ledger, TODAY, ()))], TODAY, "ledger", 10, ["乙区"]),
        "doctor": Healths((Health("git", well=True, mended=False),) if ledger.items else ()),
        "resolve": Conflicts(OPEN if ledger.items else ()),
        "status-chart": chart(ledger, ledger, TODAY),
        "report-periodic": periodic(ledger, ledger, term("month", TODAY), TODAY, faults),
        "export": export(ledger, ledger, TODAY, faults),
    }


def read(opened: Opened, name: str) -> Any:  # noqa: ANN401 (whatever JSON says)
    """Return an output's JSON, read back."""
    return json.loads(to_json(facts(opened)[name]))


@pytest.mark.parametrize("name", OUTPUTS)
def test_the_keys_are_these(make: Make, name: str) -> None:
    """Each output has exactly these keys in every entry; a further one is added here with intent, none is removed."""
    found = read(make(THREE), name)
    every = [found] if name in WHOLE else found
    assert every
    for entry in every:
        assert set(entry) == set(KEYS[name].split())


@pytest.mark.parametrize(
    ("path", "keys"),
    [
        (("plan",), "title number date"),
        (("by_status",), "open in_progress submitted verified closed withdrawn"),
        (("by_light",), "red yellow grey green blue"),
        (("areas", 0), f"area {TALLY}"),
        (("departments", 0), "department lead support"),
        (("departments", 0, "lead"), TALLY),
        (("departments", 0, "support"), TALLY),
        (("unassigned",), TALLY),
        (("overdue", 0), ROW),
        (("measures_overdue", 0), "id item text due days_left"),
        (("due_soon", 0), ROW),
        (("measures_due_soon", 0), "id item text due days_left"),
        (("waiting", 0), ROW),
        (("quiet", 0), ROW),
        (("supervision", 0), "department level items"),
        (("gaps", 0), "code items"),
        (("routines",), "missed due without_start"),
    ],
)
def test_the_keys_inside_status_are_these(make: Make, path: tuple[str | int, ...], keys: str) -> None:
    """What lies inside the morning view has its keys as well."""
    found = read(make(THREE), "status")
    for part in path:
        found = found[part]
    assert set(found) == set(keys.split())


@pytest.mark.parametrize("table", ["due", "nobody"])
def test_the_keys_of_a_step_are_these(make: Make, table: str) -> None:
    """A step of supervision has the same keys wherever it stands."""
    assert set(read(make(THREE), "notice")[table][0]) == set(STEP.split())


@pytest.mark.parametrize(
    ("path", "keys"),
    [
        (("total",), f"{TALLY} name lights path completion_rate"),
        (("total", "lights"), "red yellow grey green blue"),
        (("groups", 0), f"{TALLY} name lights path completion_rate"),
        (("overdue", 0), "id title due days_left lead ledger path"),
        (("faulty", 0), "path ledger items errors place code fields message"),
    ],
)
def test_the_keys_inside_a_rollup_are_these(make: Make, path: tuple[str | int, ...], keys: str) -> None:
    """The total and the groups have the same keys, a ledger's or not."""
    found = read(make(THREE), "rollup")
    for part in path:
        found = found[part]
    assert set(found) == set(keys.split())


def test_the_keys_of_a_changed_item_are_these(make: Make) -> None:
    """An item that changed says what it was before, and what has come to it."""
    assert set(read(make(THREE), "change")["items"][0]) == set(CHANGED.split())


def test_values_have_plain_types(make: Make) -> None:
    """Days are text, ids keep their zeros, numbers stay numbers, lists stay lists, and what is absent is null."""
    opened = make(THREE)
    row, zeros, _ = read(opened, "list")
    assert (row["id"], row["due"], row["days_left"], row["lead"]) == ("2", "2024-06-28", -17, ["区教委", "区人社局"])
    assert (zeros["id"], zeros["type"], zeros["lead"]) == ("0123", None, [])
    shown, _, public = read(opened, "show")
    assert shown["indicators"][0]["value"] == 65
    assert shown["indicators"][0]["readings"] == [{"on": "2024-06-30", "value": 82.5, "source": None}]
    assert (public["log"][2]["from"], public["log"][2]["until"]) == ("2024-06-03", "2024-06-10")


@pytest.mark.parametrize("name", OUTPUTS)
def test_json_reads_back_as_the_same_facts(make: Make, name: str) -> None:
    """An output fits its own types, and nothing of the facts is lost or changed on the way."""
    opened = make(THREE)
    again = TypeAdapter(OUTPUTS[name]).validate_json(to_json(facts(opened)[name]))
    assert TypeAdapter(OUTPUTS[name]).dump_python(again, by_alias=True) == TypeAdapter(OUTPUTS[name]).dump_python(
        payload(facts(opened)[name]), by_alias=True
    )


WHOLE_FACTS = (Change, Timeline, Comparison, Message, Supervision, Intake, Periodic, Export, Dossier, Chart)


def payload(found: Facts) -> object:
    """Return the part of the facts that an output promises."""
    if isinstance(found, WHOLE_FACTS):
        return found
    if isinstance(found, Missed):
        return tuple(found.periods)
    for part in ("rows", "items"):
        if hasattr(found, part):
            return getattr(found, part)
    return found.plain() if hasattr(found, "plain") else found


def test_measures_stand_behind_the_rows_they_belong_to(make: Make) -> None:
    """In JSON the measures soon due come right after the items soon due, as those overdue do after the overdue."""
    keys = list(read(make(THREE), "status"))
    assert keys[keys.index("overdue") + 1] == "measures_overdue"
    assert keys[keys.index("due_soon") + 1] == "measures_due_soon"


@pytest.mark.parametrize("whole", [True, False])
def test_the_check_says_whether_it_saw_the_whole(make: Make, *, whole: bool) -> None:
    """Findings know whether every rule was looked at; their JSON stays the list that it was."""
    opened = make(THREE)
    found = place(opened.folder, opened.texts, check(Case(opened.ledger, opened.folder, TODAY)))
    told = findings(found, whole=whole)
    assert told.whole is whole
    assert told.plain() == findings(found).plain()
    assert findings(found).whole
    assert isinstance(json.loads(to_json(told)), list)


def test_one_item_is_an_object_and_several_are_an_array(make: Make) -> None:
    """`show` of one item needs no unpacking; none or several come as an array, in the order asked for."""
    ledger = make(THREE).ledger
    assert json.loads(to_json(story(ledger, TODAY, (), ["9"])))["id"] == "9"
    assert [item["id"] for item in json.loads(to_json(story(ledger, TODAY, (), ["9", "2"])))] == ["9", "2"]


def test_json_is_text_for_people_too(make: Make) -> None:
    """JSON is indented, ends with a line end, and shows Chinese as Chinese."""
    text = to_json(facts(make(THREE))["list"])
    assert '\n    "title": "缴纳不足"' in text
    assert text.endswith("]\n")


def test_json_has_no_language(make: Make) -> None:
    """The check's sentences are English in JSON and CSV whoever asks, for a program looks at the code."""
    found = next(entry for entry in read(make(THREE), "check") if entry["code"] == "unknown-department")
    assert (found["line"], found["column"], found["severity"]) == (7, 12, "error")
    assert found["message"] == "某局 is not in departments.yaml."
    assert found["hint"] == "Add it there, or write one of the names that are."


@pytest.mark.parametrize("name", [name for name in OUTPUTS if name != "report-item"])
def test_an_empty_ledger_has_outputs_too(make: Make, name: str) -> None:
    """An output without entries is an empty array; the morning view and a change have all their keys."""
    found = read(make("[]"), name)
    assert set(found) == set(KEYS[name].split()) if name in WHOLE else found == []


NO_ITEM = ("[]", "report-item")
FIRST = {
    "status": f"as_of section name {TALLY}",
    "list": ROW,
    "overdue": ROW,
    "due": ROW,
    "show": "id key value",
    "problems": KEYS["problems"],
    "responsibility": KEYS["responsibility"],
    "measures": TASK,
    "message": TASK,
    "notice": STEP,
    "check": KEYS["check"],
    "score": f"from until department role rank points points_total {FIGURES}",
    "change": "id key value",
    "log": "commit day author id key value",
    "diff": "id key value",
    "routine-list": KEYS["routine-list"],
    "routine-missed": KEYS["routine-missed"],
    "rollup": f"as_of section name path {TALLY} completion_rate red yellow grey green blue errors place code message",
    "collect-out": "file department items rows",
    "collect-in": "file department month fate commit items sheet cell code message",
    "collect-status": "department state answered_on items reported missing",
    "import-plan": "id area kind title source lead support due due_wording measures line",
    "doctor": KEYS["doctor"],
    "resolve": "file record path ours ours_author ours_day theirs theirs_author theirs_day",
    "status-chart": "month on total closed overdue",
    "report-periodic": ROW,
    "export": ROW,
    "report-item": "id key value",
}


@pytest.mark.parametrize(
    ("items", "name"), [(items, name) for items in (THREE, "[]") for name in OUTPUTS if (items, name) != NO_ITEM]
)
def test_records_are_a_table(make: Make, name: str, items: str) -> None:
    """CSV has the keys first, in their order, and as many cells of texts and numbers in every row."""
    head, *lines = list(records(facts(make(items))[name]))
    assert list(head) == FIRST[name].split()
    assert bool(lines) == (items == THREE or name in {"status", "status-chart", "rollup"})
    for line in lines:
        assert len(line) == len(head)
        assert all(isinstance(cell, (str, int, float)) for cell in line)


def test_a_record_is_the_row_in_text(make: Make) -> None:
    """Several values of one cell are joined by a semicolon, and what is absent is empty."""
    _, first, second, _ = records(facts(make(THREE))["list"])
    assert "|".join(map(str, first)) == (
        "2|缴纳不足|学前|problem|phased|in_progress|red|overdue|2024-06-28|2024年春期|-17||15|区教委;区人社局|某局|1|3|1"
    )
    assert (
        "|".join(map(str, second))
        == "0123|编号有零|义务|recommendation||open|yellow|due_soon|2024-07-20||5||91|||0|0|0"
    )


def test_status_records_are_the_totals(make: Make) -> None:
    """The totals come a line each: the ledger, its areas, departments by role, and what nobody leads."""
    _, *lines = records(facts(make(THREE))["status"])
    assert {line[0] for line in lines} == {"2024-07-15"}
    assert [" ".join(map(str, line[1:])) for line in lines] == [
        "ledger 整改方案 3 1 1 0 1 0 0 1 1",
        "area 学前 1 0 1 0 0 0 0 1 0",
        "area 义务 2 1 0 0 1 0 0 0 1",
        "lead 区教委 2 0 1 0 1 0 0 1 0",
        "lead 区人社局 1 0 1 0 0 0 0 1 0",
        "lead 某局 0 0 0 0 0 0 0 0 0",
        "support 区教委 0 0 0 0 0 0 0 0 0",
        "support 区人社局 0 0 0 0 0 0 0 0 0",
        "support 某局 1 0 1 0 0 0 0 1 0",
        "lead  1 1 0 0 0 0 0 0 1",
    ]


@pytest.mark.parametrize(
    ("path", "keys"),
    [
        ((), "department rank points lead support"),
        (("lead",), "figures points awards traces"),
        (("lead", "figures"), FIGURES),
        (("lead", "awards", 0), "figure amount each points"),
        (("lead", "traces", 0), "figure item on entry measure amount"),
    ],
)
def test_the_keys_inside_the_assessment_are_these(make: Make, path: tuple[str | int, ...], keys: str) -> None:
    """What lies inside a department's assessment has its keys as well."""
    ledger = make(THREE, settings="assessment: {lead: {items: 1}}").ledger
    found = json.loads(to_json(score(ledger, Span(date.min, TODAY), explain=True)))["departments"][0]
    for part in path:
        found = found[part]
    assert set(found) == set(keys.split())


def test_score_records_are_a_line_a_role(make: Make) -> None:
    """Departments come a line a role in which they carry anything, and what nobody leads in the last."""
    _, *lines = records(facts(make(THREE))["score"])
    assert [" ".join(map(str, line)) for line in lines] == [
        " 2024-07-15 区教委 lead 1   2 0 0 0 1 17 0 0 0 1 1",
        " 2024-07-15 区人社局 lead 2   1 0 0 0 1 17 0 0 0 1 1",
        " 2024-07-15 某局 support    1 0 0 0 1 17 0 0 0 0 1",
        " 2024-07-15  lead    1 0 0 0 0 0 0 0 0 0 0",
    ]


def test_explained_records_are_the_traces(make: Make) -> None:
    """With the traces CSV has a line a trace, which a spreadsheet can sum."""
    head, *lines = records(score(make(THREE).ledger, Span(date.min, TODAY), "区人社局", explain=True))
    assert list(head) == ["department", "role", "figure", "item", "on", "entry", "measure", "amount"]
    assert [" ".join(map(str, line[2:])) for line in lines] == [
        "items 2 2024-07-15   1",
        "overdue 2 2024-07-15   1",
        "days_late 2 2024-06-29   17",
        "reminders 2 2024-06-01 2  1",
        "evidence 2 2024-05-31 1  1",
    ]


def test_story_records_name_every_value(make: Make) -> None:
    """Whatever lies inside an item comes out by its path; lists of texts are one cell."""
    _, *lines = records(facts(make(THREE))["show"])
    cells = {(line[0], line[1]): line[2] for line in lines}
    assert len(cells) == len(lines)
    assert cells["2", "lead"] == "区教委;区人社局"
    assert cells["2", "measures.0.text"] == '检查,"督促"'
    assert cells["2", "measures.1.done"] == ""
    assert cells["2", "indicators.0.readings.0.value"] == 82.5
    assert cells["2", "log.0.evidence.0.paper"] == "2024-3/2柜"
    assert cells["2", "log.1.to"] == "区教委;区人社局"
    assert cells["0123", "measures"] == ""
    assert cells["9", "log.2.from"] == "2024-06-03"
    assert cells["2", "light"] == "red"


@pytest.mark.parametrize("name", [*INPUTS, *OUTPUTS])
def test_every_file_and_output_has_a_schema(name: str) -> None:
    """A schema by its name is JSON, says which draft it follows, what it is of, and what shape it has."""
    shape = json.loads(schemas_json(name))
    assert shape["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert shape["title"] == INPUTS.get(name, f"ledger {name.replace('-', ' ')} --format json")
    assert shape.keys() & {"type", "anyOf"}


def test_all_schemas_come_by_their_names() -> None:
    """Without a name all schemas come in one object, each as it comes alone."""
    every = json.loads(schemas_json())
    assert list(every) == [*INPUTS, *OUTPUTS]
    assert every == {name: json.loads(schemas_json(name)) for name in every}


@pytest.mark.parametrize("name", OUTPUTS)
def test_the_schema_has_the_keys(name: str) -> None:
    """The schema of an output describes the keys that the output has, and requires them."""
    shape = json.loads(schemas_json(name))
    kinds = dict.fromkeys(WHOLE, shape) | {"show": shape.get("$defs", {}).get("ItemStory")}
    kind = kinds.get(name) or shape["$defs"][DEFINED.get(name, "Row")]
    assert set(kind["properties"]) == set(KEYS[name].split())
    if name != "show":
        assert set(kind["required"]) == set(KEYS[name].split())


@pytest.mark.parametrize("key", ["id", "title", "due_wording"])
def test_the_schema_of_items_takes_what_editors_read(key: str) -> None:
    """An editor reads `id: 2` as a number where the ledger reads the text, so the schema takes both."""
    shape = json.loads(schemas_json("items"))["$defs"]["Item"]["properties"][key]
    kinds = next(part for part in shape.get("anyOf", [shape]) if isinstance(part["type"], list))
    assert {"string", "number"} <= set(kinds["type"])


@pytest.mark.parametrize("key", ["lead", "support"])
def test_the_schema_of_items_takes_one_name_or_several(key: str) -> None:
    """An editor finds no fault with `lead: 区教委`, which the ledger reads as a list of one."""
    shape = json.loads(schemas_json("items"))["$defs"]["Item"]["properties"][key]
    several, one = shape["anyOf"]
    assert several["type"] == "array"
    assert {"string", "number"} <= set(one["type"]) == set(several["items"]["type"])


@pytest.mark.parametrize("key", ["id", "title", "area"])
def test_the_schema_of_an_output_promises_text(key: str) -> None:
    """Ids and texts come out as text and nothing else, whatever an editor may read in the files."""
    assert json.loads(schemas_json("show"))["$defs"]["ItemStory"]["properties"][key]["type"] == "string"
    assert json.loads(schemas_json("list"))["$defs"]["Row"]["properties"][key]["type"] == "string"


def test_the_schema_of_items_names_their_keys() -> None:
    """An editor can complete `from`, the key of the files, and marks keys that the ledger does not know."""
    defs = json.loads(schemas_json("items"))["$defs"]
    assert {"from", "until"} <= set(defs["Publicity"]["properties"])
    assert "begin" not in defs["Publicity"]["properties"]
    assert defs["Item"]["additionalProperties"] is False
    assert set(defs["Item"]["required"]) == {"id", "area", "kind", "title"}


@pytest.mark.parametrize("name", OUTPUTS)
def test_the_shipped_ledger_keeps_the_promise(shipped: Path, name: str) -> None:
    """The real plan's outputs fit their types."""
    TypeAdapter(OUTPUTS[name]).validate_json(to_json(facts(load(shipped))[name]))
