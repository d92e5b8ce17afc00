"""From plain data to the model: what each misfit is called, where it is, and what it says."""

from collections.abc import Mapping
from datetime import date

import pytest

from ledger.errors import Fault
from ledger.model import Item
from ledger.scalars import as_day
from ledger.schema import FILES
from ledger.schema import ITEMS
from ledger.schema import ROUTINES
from ledger.schema import SETTINGS
from ledger.schema import duplicate_ids
from ledger.schema import duplicate_routines
from ledger.schema import read
from ledger.sentences import SENTENCES
from ledger.sentences import hint
from ledger.sentences import message
from ledger.settings import Settings
from ledger.yamltext import Where
from ledger.yamltext import parse

ITEM = "id: 1, area: 学前教育, kind: problem, title: 社保"
ENTRY = "on: 2024-05-31, by: 区教委"


def item(rest: str) -> str:
    """Return the text of items.yaml with one item that has further keys."""
    return f"- {{{ITEM}, {rest}}}\n"


def entry(rest: str) -> str:
    """Return the text of items.yaml with one item that has one log entry with further keys."""
    return item(f"log: [{{{ENTRY}, {rest}}}]")


def proof(inside: str) -> str:
    """Return the text of items.yaml with one log entry that has one piece of evidence."""
    return entry(f"event: inspect, evidence: [{{{inside}}}]")


def faults(text: str, file: str = "items.yaml") -> list[Fault]:
    """Return the faults of the file that holds `text`, which is flawless YAML."""
    data, flaws = parse(text)
    assert flaws == []
    shaped = read(FILES[file], file, data)
    assert (shaped[0] is None) == bool(shaped[1])
    return shaped[1]


def items_of(text: str) -> tuple[Item, ...]:
    """Return the items that `text` holds without a fault."""
    shaped = read(ITEMS, "items.yaml", parse(text)[0])
    assert shaped[1] == []
    assert shaped[0] is not None
    return shaped[0]


# ---- what fits


def test_what_fits_becomes_the_model() -> None:
    """Text becomes ids, days and numbers as the schema says, and nothing is guessed from its looks."""
    text = item(
        "due: 2024-06-28, lead: 区教委, measures: [{id: 1.10, text: no, done: 2024-06-20}],"
        " indicators: [{name: '007', kind: baseline, literal: 占65%, value: 65.50,"
        " readings: [{on: 2024-06-30, value: -82}]}]"
    )
    [one] = items_of(text)
    assert (one.id, str(one.due), one.lead, one.status) == ("1", "2024-06-28", ("区教委",), "open")
    assert [(measure.id, measure.text) for measure in one.measures] == [("1.10", "no")]
    assert [(indicator.name, indicator.value) for indicator in one.indicators] == [("007", 65.5)]
    assert [reading.value for reading in one.indicators[0].readings] == [-82]


@pytest.mark.parametrize("key", ["lead", "support", "measures", "indicators", "log", "due", "goal", "type", "ongoing"])
def test_a_key_may_be_left_open(key: str) -> None:
    """A key that may be absent may also stand there without a value."""
    [one] = items_of(item(f"{key}: "))
    assert not getattr(one, key)


@pytest.mark.parametrize(
    "value", ["0", "007", "1.1.1", "大班额", "a_b", "console", "com", "com10", "a.con", "aux_1", "1" * 40, "一" * 40]
)
def test_what_can_be_an_id(value: str) -> None:
    """Letters, digits, Chinese characters, '.' and '_' make an id, forty of them at most."""
    assert faults(f"- {{id: '{value}', area: a, kind: both, title: b}}") == []


@pytest.mark.parametrize(
    "value", ["1.", "a..", "con", "CON", "prn", "Aux", "nul", "com1", "LPT9", "con.txt", "nul.1", "com1.a.b"]
)
def test_what_windows_would_not_keep_is_no_id(value: str) -> None:
    """A dot at the end and the names of Windows' devices, with an extension as well, cannot name a folder there."""
    [fault] = faults(f"- {{id: '{value}', area: a, kind: both, title: b}}")
    assert (fault.where, fault.code, fault.fields) == ((0, "id"), "bad-id", {"value": value})


@pytest.mark.parametrize("value", ["evidence/1/检查 记录（1）.pdf", "a", ".hidden", "a/..b/c..", "~/a", "evidence/…/a"])
def test_what_can_be_a_path(value: str) -> None:
    """A path inside the folder may have any name that a file can have everywhere."""
    assert faults(proof(f"file: '{value}'")) == []


# ---- what does not fit

CASES: Mapping[str, tuple[str, Where, str, Mapping[str, str]]] = {
    "a list is missing": ("整改台账", (), "not-a-list", {}),
    "an entry is missing": (f"- {{{ITEM}}}\n-\n", (1,), "not-a-mapping", {}),
    "a mapping for a list": (item("measures: {id: 1.1, text: a}"), (0, "measures"), "not-a-list", {}),
    "a text for a list": (item("log: 已检查"), (0, "log"), "not-a-list", {}),
    "a mapping for names": (item("lead: {区教委: }"), (0, "lead"), "not-a-list", {}),
    "a text for a mapping": (item("ongoing: month"), (0, "ongoing"), "not-a-mapping", {}),
    "a text for an entry": (item("log: [已检查]"), (0, "log", 0), "not-a-mapping", {}),
    "a list for an entry": (item("log: [[已检查]]"), (0, "log", 0), "not-a-mapping", {}),
    "a list for a text": (item("goal: [a, b]"), (0, "goal"), "not-a-text", {}),
    "a mapping for a text": (item("goal: {a: b}"), (0, "goal"), "not-a-text", {}),
    "a list for a word": (item("type: [phased]"), (0, "type"), "not-a-text", {}),
    "a list for a day": (item("due: [2024-06-28]"), (0, "due"), "not-a-text", {}),
    "a mapping for a day": (item("due: {a: 2024-06-28}"), (0, "due"), "not-a-text", {}),
    "a list for an event": (entry("event: [inspect]"), (0, "log", 0, "event"), "not-a-text", {}),
    "a list for a count": (
        entry("event: correct, reason: a, entry: [1]"),
        (0, "log", 0, "entry"),
        "not-a-text",
        {},
    ),
    "a list among names": (item("lead: [a, [b]]"), (0, "lead", 1), "not-a-text", {}),
    "a missing key": ("- {id: 1, kind: problem, title: a}", (0,), "missing-key", {"key": "area"}),
    "a missing event": (entry("note: a"), (0, "log", 0), "missing-key", {"key": "event"}),
    "a missing key of an event": (entry("event: progress"), (0, "log", 0), "missing-key", {"key": "note"}),
    "a missing key with another name": (
        entry("event: publicize, until: 2024-06-28"),
        (0, "log", 0),
        "missing-key",
        {"key": "from"},
    ),
    "no value": (item("measures: [{id: 1.1, text: }]"), (0, "measures", 0, "text"), "no-value", {"key": "text"}),
    "no word": ("- {id: 1, area: a, kind: , title: b}", (0, "kind"), "no-value", {"key": "kind"}),
    "no day": (entry("event: extend, reason: a, to: "), (0, "log", 0, "to"), "no-value", {"key": "to"}),
    "no event": (entry("event: "), (0, "log", 0, "event"), "no-value", {"key": "event"}),
    "an empty text": (item("goal: ''"), (0, "goal"), "no-value", {"key": "goal"}),
    "an empty name": (item("lead: ''"), (0, "lead", 0), "no-value", {"key": "lead"}),
    "an empty name among others": (item("lead: [a, '']"), (0, "lead", 1), "no-value", {"key": "lead"}),
    "a blank text": (item("goal: ' '"), (0, "goal"), "no-value", {"key": "goal"}),
    "a text of full-width spaces": (item("goal: '\u3000\u00a0'"), (0, "goal"), "no-value", {"key": "goal"}),
    "a text of a line end": (item('goal: "\\n"'), (0, "goal"), "no-value", {"key": "goal"}),
    "a blank name": (item("lead: [a, ' ']"), (0, "lead", 1), "no-value", {"key": "lead"}),
    "a blank title": ("- {id: 1, area: a, kind: both, title: ' '}", (0, "title"), "no-value", {"key": "title"}),
    "a blank path": (proof("file: ' '"), (0, "log", 0, "evidence", 0, "file"), "no-value", {"key": "file"}),
    "a bad id": ("- {id: 1 号, area: a, kind: both, title: b}", (0, "id"), "bad-id", {"value": "1 号"}),
    "a bad id of a measure": (
        item("indicators: [{name: a, kind: target, literal: b, measure: -1}]"),
        (0, "indicators", 0, "measure"),
        "bad-id",
        {"value": "-1"},
    ),
    "an id with a newline": ('- {id: "1\\n", area: a, kind: both, title: b}', (0, "id"), "bad-id", {"value": "1\n"}),
    "an id too long": (
        f"- {{id: {'1' * 41}, area: a, kind: both, title: b}}",
        (0, "id"),
        "bad-id",
        {"value": "1" * 41},
    ),
    "a bad day": (item("due: 2025-02-29"), (0, "due"), "bad-date", {"value": "2025-02-29"}),
    "seconds for a day": (item("due: 1719532800"), (0, "due"), "bad-date", {"value": "1719532800"}),
    "a day with spaces": (item("due: ' 2024-06-28'"), (0, "due"), "bad-date", {"value": " 2024-06-28"}),
    "a day of other digits": (item("due: ２０２４-06-28"), (0, "due"), "bad-date", {"value": "２０２４-06-28"}),
    "a bad number": (
        item("indicators: [{name: a, kind: target, literal: b, value: 65%}]"),
        (0, "indicators", 0, "value"),
        "bad-number",
        {"value": "65%"},
    ),
    "an infinite number": (
        item("indicators: [{name: a, kind: target, literal: b, value: inf}]"),
        (0, "indicators", 0, "value"),
        "bad-number",
        {"value": "inf"},
    ),
    "an endless number": (
        item(f"indicators: [{{name: a, kind: target, literal: b, value: {'9' * 400}}}]"),
        (0, "indicators", 0, "value"),
        "bad-number",
        {"value": "9" * 60},
    ),
    "a bad count": (
        entry("event: correct, reason: a, entry: 一"),
        (0, "log", 0, "entry"),
        "bad-count",
        {"value": "一"},
    ),
    "a count too small": (
        entry("event: correct, reason: a, entry: 0"),
        (0, "log", 0, "entry"),
        "bad-count",
        {"value": "0"},
    ),
    "half a count": (
        entry("event: correct, reason: a, entry: 1.5"),
        (0, "log", 0, "entry"),
        "bad-count",
        {"value": "1.5"},
    ),
    "an endless count": (
        entry(f"event: correct, reason: a, entry: {'9' * 5_000}"),
        (0, "log", 0, "entry"),
        "bad-count",
        {"value": "9" * 60},
    ),
    "a count with an underscore": (
        entry("event: correct, reason: a, entry: 1_5"),
        (0, "log", 0, "entry"),
        "bad-count",
        {"value": "1_5"},
    ),
    "a count with a point": (
        entry("event: correct, reason: a, entry: 15.0"),
        (0, "log", 0, "entry"),
        "bad-count",
        {"value": "15.0"},
    ),
    "a count with a sign": (
        entry("event: correct, reason: a, entry: +15"),
        (0, "log", 0, "entry"),
        "bad-count",
        {"value": "+15"},
    ),
    "a count of other digits": (
        entry("event: correct, reason: a, entry: １５"),
        (0, "log", 0, "entry"),
        "bad-count",
        {"value": "１５"},
    ),
    "a bad word": (item("type: 立行立改"), (0, "type"), "unknown-word", {"value": "立行立改"}),
    "a bad event": (entry("event: closed"), (0, "log", 0, "event"), "unknown-word", {"value": "closed"}),
    "a path upward": (proof("file: evidence/../../a"), (0, "log", 0, "evidence", 0, "file"), "outside-folder", {}),
    "a path from the root": (proof("file: /etc/a"), (0, "log", 0, "evidence", 0, "file"), "outside-folder", {}),
    "a path on a drive": (proof("file: 'C:a'"), (0, "log", 0, "evidence", 0, "file"), "outside-folder", {}),
    "a path with backslashes": (proof("file: '..\\a'"), (0, "log", 0, "evidence", 0, "file"), "outside-folder", {}),
    "a path with a hole": (proof("file: evidence//a"), (0, "log", 0, "evidence", 0, "file"), "outside-folder", {}),
    "a path to a folder": (proof("file: evidence/"), (0, "log", 0, "evidence", 0, "file"), "outside-folder", {}),
    "a path with a newline": (proof('file: "a\\nb"'), (0, "log", 0, "evidence", 0, "file"), "outside-folder", {}),
    "a bad digest": (
        proof("paper: a, sha256: d41d8cd9"),
        (0, "log", 0, "evidence", 0, "sha256"),
        "bad-digest",
        {"value": "d41d8cd9"},
    ),
    "a bad address": (
        proof("url: www.cqcs.gov.cn"),
        (0, "log", 0, "evidence", 0, "url"),
        "bad-address",
        {"value": "www.cqcs.gov.cn"},
    ),
    "an address of another kind": (
        proof("url: 'file:///a'"),
        (0, "log", 0, "evidence", 0, "url"),
        "bad-address",
        {"value": "file:///a"},
    ),
    "an address with a space": (
        proof("url: https://a.cn/整改 1.html"),
        (0, "log", 0, "evidence", 0, "url"),
        "bad-address",
        {"value": "https://a.cn/整改 1.html"},
    ),
    "an address of nothing": (
        proof("url: 'https://'"),
        (0, "log", 0, "evidence", 0, "url"),
        "bad-address",
        {"value": "https://"},
    ),
    "evidence of two kinds": (
        proof("file: a, url: 'https://b'"),
        (0, "log", 0, "evidence", 0),
        "evidence-kind",
        {},
    ),
    "evidence of no kind": (proof("name: a"), (0, "log", 0, "evidence", 0), "evidence-kind", {}),
    "a period upside down": (
        entry("event: publicize, from: 2024-06-28, until: 2024-06-27"),
        (0, "log", 0),
        "upside-down",
        {"begin": "2024-06-28", "until": "2024-06-27"},
    ),
    "a merge key": (item("<<: {goal: a}"), (0, "<<"), "merge-key", {}),
    "an unknown key": (item("责任单位: 区教委"), (0, "责任单位"), "unknown-key", {"key": "责任单位"}),
    "a key without a name": (item("'': a"), (0, ""), "unknown-key", {"key": ""}),
    "an unknown key of an event": (
        entry("event: submit, outcome: a"),
        (0, "log", 0, "outcome"),
        "unknown-key",
        {"key": "outcome"},
    ),
}


@pytest.mark.parametrize(("text", "where", "code", "fields"), CASES.values(), ids=CASES)
def test_a_misfit_has_a_code_and_a_place(text: str, where: Where, code: str, fields: Mapping[str, str]) -> None:
    """Each way not to fit the schema has our own code, the path to the value, and the words that its sentence needs."""
    [fault] = faults(text)
    assert (fault.file, fault.where, fault.code) == ("items.yaml", where, code)
    assert {key: fault.fields.get(key) for key in fields} == fields
    assert message(code, fault.fields)
    assert hint(code, fault.fields)


def test_every_code_of_the_shape_is_tried() -> None:
    """No code for the shape is left that the cases above do not call forth."""
    codes = list(SENTENCES)
    assert {code for _, _, code, _ in CASES.values()} | {code for _, _, _, code in IN_OTHER_FILES} == {
        "merge-key",
        *codes[codes.index("not-a-list") : codes.index("duplicate-id")],
    }


@pytest.mark.parametrize("case", ["an unknown key", "a merge key", "no value", "no word", "no event", "an empty text"])
def test_some_misfits_are_told_at_the_key(case: str) -> None:
    """Where the key is wrong, or nothing stands behind it, the key is the place; otherwise the value is."""
    [fault] = faults(CASES[case][0])
    assert fault.on_key


@pytest.mark.parametrize("case", ["a bad word", "a bad day", "a bad id", "a list for a text", "a missing key"])
def test_other_misfits_are_told_at_the_value(case: str) -> None:
    """Where a value is wrong, the value is the place."""
    [fault] = faults(CASES[case][0])
    assert not fault.on_key


def test_all_misfits_are_told_at_once() -> None:
    """A person corrects a file once, not once for each fault in it."""
    text = "- {id: a/b, area: , kind: x, tittle: t, due: 明天}\n- text\n"
    assert {(fault.where, fault.code) for fault in faults(text)} == {
        ((0, "id"), "bad-id"),
        ((0, "area"), "no-value"),
        ((0, "kind"), "unknown-word"),
        ((0,), "missing-key"),
        ((0, "tittle"), "unknown-key"),
        ((0, "due"), "bad-date"),
        ((1,), "not-a-mapping"),
    }


IN_OTHER_FILES: list[tuple[str, str, Where, str]] = [
    ("departments.yaml", "{区教委: a}", (), "not-a-list"),
    ("departments.yaml", "- {name: a, aliases: [b, '']}", (0, "aliases", 1), "no-value"),
    ("ledger.yaml", "- a", (), "not-a-mapping"),
    ("ledger.yaml", "{plan: {date: 明年}}", ("plan", "date"), "bad-date"),
    ("ledger.yaml", "{lights: {quiet_days: -1}}", ("lights", "quiet_days"), "bad-count"),
    ("ledger.yaml", "{lights: {quiet_days: 30天}}", ("lights", "quiet_days"), "bad-count"),
    ("ledger.yaml", "{limits: {file_megabytes: 0}}", ("limits", "file_megabytes"), "bad-count"),
    ("ledger.yaml", "{closing: {steps: [close, open]}}", ("closing", "steps", 1), "unknown-word"),
    ("ledger.yaml", "{closing: {steps: close}}", ("closing", "steps"), "not-a-list"),
    ("ledger.yaml", "{closing: {steps: }}", ("closing", "steps"), "no-value"),
    ("ledger.yaml", "{closing: {steps: []}}", ("closing", "steps"), "bad-steps"),
    ("ledger.yaml", "{closing: {steps: [submit, verify]}}", ("closing", "steps"), "bad-steps"),
    ("ledger.yaml", "{closing: {steps: [close, submit]}}", ("closing", "steps"), "bad-steps"),
    ("ledger.yaml", "{closing: {steps: [verify, submit, close]}}", ("closing", "steps"), "bad-steps"),
    ("ledger.yaml", "{closing: {steps: [submit, submit, close]}}", ("closing", "steps"), "bad-steps"),
    ("ledger.yaml", "{supervision: [{level: remind}]}", ("supervision", 0), "no-condition"),
    ("ledger.yaml", "{supervision: [{level: remind, wait_days: 3}]}", ("supervision", 0), "no-condition"),
    ("ledger.yaml", "{supervision: [{level: remind, days_late: 0}]}", ("supervision", 0, "days_late"), "bad-count"),
    ("ledger.yaml", "{supervision: [{level: 提醒, days_late: 1}]}", ("supervision", 0, "level"), "unknown-word"),
    ("ledger.yaml", "{supervision: [{level: remind, days: 1}]}", ("supervision", 0, "days"), "unknown-key"),
    ("ledger.yaml", "{supervision: {level: remind}}", ("supervision",), "not-a-list"),
    (
        "ledger.yaml",
        "{supervision: [{level: interview, days_late: 1}, {level: remind, days_late: 2}]}",
        ("supervision",),
        "bad-ladder",
    ),
    (
        "ledger.yaml",
        "{supervision: [{level: remind, days_late: 1}, {level: remind, days_late: 2}]}",
        ("supervision",),
        "bad-ladder",
    ),
    ("ledger.yaml", "{lights: {quiet_days: 15.0}}", ("lights", "quiet_days"), "bad-count"),
    ("ledger.yaml", "{office: ' '}", ("office",), "no-value"),
    ("ledger.yaml", "{terms: [{name: a, from: 2024-02-19, until: 2024-02-18}]}", ("terms", 0), "upside-down"),
    ("ledger.yaml", "{log: [{progress: a}]}", ("log",), "unknown-key"),
    ("ledger.yaml", "{assessment: {lead: {over_due: -5}}}", ("assessment", "lead", "over_due"), "unknown-key"),
    ("ledger.yaml", "{assessment: {support: {overdue: 五}}}", ("assessment", "support", "overdue"), "bad-number"),
    ("ledger.yaml", "{assessment: {base: 1e2}}", ("assessment", "base"), "bad-number"),
    ("routines.yaml", "- {id: a, text: b, every: 周}", (0, "every"), "unknown-word"),
    ("routines.yaml", "- {id: a, text: b, every: week, done: [2024-06-31]}", (0, "done", 0), "bad-date"),
]


@pytest.mark.parametrize(("file", "text", "where", "code"), IN_OTHER_FILES)
def test_each_file_has_its_schema(file: str, text: str, where: Where, code: str) -> None:
    """Departments, settings and routines are checked as the items are, and their faults name their file."""
    [fault] = faults(text, file)
    assert (fault.file, fault.where, fault.code) == (file, where, code)


def test_empty_settings_have_defaults() -> None:
    """An office that sets nothing gets the rules of the field."""
    shaped = read(SETTINGS, "ledger.yaml", {})
    assert shaped == (Settings(), [])
    assert Settings().closing.steps == ("submit", "verify", "close")


@pytest.mark.parametrize(
    "steps",
    [
        "close",
        "submit, close",
        "verify, close",
        "publicize, close",
        "submit, verify, close",
        "submit, publicize, close",
        "submit, verify, publicize, close",
    ],
)
def test_steps_lead_to_closing(steps: str) -> None:
    """An office may do without any step but the last, and takes the others in their order."""
    shaped = read(SETTINGS, "ledger.yaml", parse(f"{{closing: {{steps: [{steps}]}}}}")[0])
    assert shaped[1] == []
    assert shaped[0] is not None
    assert shaped[0].closing.steps == tuple(steps.split(", "))


# ---- what is meant


@pytest.mark.parametrize(
    ("written", "near"),
    [
        ("2024/6/28", "2024-06-28"),
        ("2024.6.28", "2024-06-28"),
        ("2024-6-28", "2024-06-28"),
        ("20240628", "2024-06-28"),
        ("2024年6月28日", "2024-06-28"),
        ("' 2024-06-28 '", "2024-06-28"),
        ("２０２４-06-28", "2024-06-28"),
        ("2024/2/30", ""),
        ("2024-06-31", ""),
        ("2024年6月", ""),
        ("24/6/28", ""),
        ("6/28/2024", ""),
        ("2024-06-28 09:30:00", ""),
        ("1719532800", ""),
        ("45471", ""),
        ("明天", ""),
    ],
)
def test_the_day_that_was_meant_is_offered(written: str, near: str) -> None:
    """A day in another spelling is refused, and told as the ledger writes it; what is no day has no such offer."""
    [fault] = faults(item(f"due: {written}"))
    assert (fault.code, fault.fields["nearest"]) == ("bad-date", near)
    said = f"Did you mean {near}?" if near else "Write year-month-day, like 2024-06-28."
    assert hint(fault.code, fault.fields) == said


@pytest.mark.parametrize(
    "typed", ["2024-06-28", "2024/06/28", "2024.6.28", "20240628", "2024年6月28日", " 2024年6月28 "]
)
def test_a_day_as_people_type_it(typed: str) -> None:
    """Commands take a day in the same spellings that the check offers to correct."""
    assert as_day(typed) == date(2024, 6, 28)


@pytest.mark.parametrize("typed", ["", "2024", "2024-06", "2024062", "202406280", "2024-06-28x", "2024--6-28", "今天"])
def test_what_is_no_day_to_anybody(typed: str) -> None:
    """What names no day in any of these spellings is none."""
    assert as_day(typed) is None


@pytest.mark.parametrize(
    ("file", "text", "near"),
    [
        ("items.yaml", item("stauts: open"), "status"),
        ("items.yaml", item("messures: []"), "measures"),
        ("items.yaml", item("Due: 2024-06-28"), "due"),
        ("items.yaml", item("type: phase"), "phased"),
        ("items.yaml", item("status: close"), "closed"),
        ("items.yaml", item("measures: [{id: 1.1, text: a, evidense: []}]"), "evidence"),
        ("items.yaml", item("indicators: [{name: a, kind: target, literal: b, reading: []}]"), "readings"),
        ("items.yaml", entry("event: publicise"), "publicize"),
        ("items.yaml", entry("event: close, filingnumber: a"), "filing_number"),
        ("items.yaml", entry("event: publicize, from: 2024-06-01, until: 2024-06-08, form: a"), "from"),
        ("items.yaml", proof("paper: a, Sha256: b"), "sha256"),
        ("departments.yaml", "- {name: a, alias: b}", "aliases"),
        ("ledger.yaml", "{plan: {adressee: a}}", "addressee"),
        ("ledger.yaml", "{timely_by: submit}", "submitted"),
        ("ledger.yaml", "{light: {}}", "lights"),
        ("routines.yaml", "- {id: a, text: b, every: weekly}", "week"),
        ("items.yaml", item("leed: a"), "lead"),
    ],
)
def test_the_nearest_word_is_offered(file: str, text: str, near: str) -> None:
    """For a slip of the hand the word that was meant is named: one that may stand at this very place."""
    [fault] = faults(text, file)
    assert fault.fields["nearest"] == near


@pytest.mark.parametrize(
    "text", [item("责任单位: 区教委"), item("kind2: x").replace("problem", "问题"), proof("paper: a, SHA256: b")]
)
def test_nothing_is_offered_where_nothing_is_near(text: str) -> None:
    """A word that resembles none is answered with all that are known, not with a guess."""
    fault = faults(text)[0]
    assert not fault.fields["nearest"]
    assert hint(fault.code, fault.fields).startswith("Known ")


@pytest.mark.parametrize(
    ("file", "text", "known"),
    [
        ("items.yaml", item("ongoing: {every: day, 备注: a}"), ["every"]),
        ("items.yaml", proof("paper: a, 备注: b"), ["file", "url", "paper", "sha256", "name"]),
        (
            "items.yaml",
            item("indicators: [{name: a, kind: target, literal: b, readings: [{on: 2024-06-30, value: 1, 备注: c}]}]"),
            ["on", "value", "source"],
        ),
        (
            "items.yaml",
            entry("event: publicize, from: 2024-06-01, until: 2024-06-08, 备注: a"),
            ["from", "until", "on", "by", "person", "note", "evidence", "override", "event"],
        ),
        ("ledger.yaml", "{lights: {备注: a}}", ["behind_percent", "due_soon_days", "quiet_days"]),
        (
            "ledger.yaml",
            "{terms: [{name: a, from: 2024-02-19, until: 2024-06-28, 备注: b}]}",
            ["from", "until", "name"],
        ),
    ],
)
def test_the_known_keys_are_those_of_the_place(file: str, text: str, known: list[str]) -> None:
    """The keys that are offered are those of this record, as they are written in the file."""
    [fault] = faults(text, file)
    assert sorted(fault.fields["known"]) == sorted(known)


# ---- ids


def test_an_id_stands_for_one_thing() -> None:
    """Every later use of an item's or a measure's id is a fault there, in whichever item it is."""
    rest = "area: a, kind: both, title: b"
    items = items_of(
        f"- {{id: 1, {rest}, measures: [{{id: 1.1, text: c}}, {{id: 1.1, text: d}}]}}\n"
        f"- {{id: 2, area: a, kind: both, title: e, measures: [{{id: 1.1, text: f}}, {{id: 2, text: g}}]}}\n"
        f"- {{id: 1, {rest}}}\n"
        f"- {{id: 1.1, {rest}}}\n"
    )
    assert list(duplicate_ids(items)) == [
        Fault("items.yaml", (0, "measures", 1, "id"), "duplicate-id", {"id": "1.1", "other": "c"}, "1"),
        Fault("items.yaml", (1, "measures", 0, "id"), "duplicate-id", {"id": "1.1", "other": "c"}, "2"),
        Fault("items.yaml", (1, "measures", 1, "id"), "duplicate-id", {"id": "2", "other": "e"}, "2"),
        Fault("items.yaml", (2, "id"), "duplicate-id", {"id": "1", "other": "b"}, "1"),
        Fault("items.yaml", (3, "id"), "duplicate-id", {"id": "1.1", "other": "c"}, "1.1"),
    ]


def test_ids_that_differ_in_case_alone_are_one() -> None:
    """On Windows the folders of a1 and A1 would be one, so nobody may use both."""
    items = items_of(item("measures: [{id: a1, text: a}, {id: A1, text: b}]").replace("id: 1,", "id: B,"))
    [fault] = duplicate_ids(items)
    assert (fault.where, fault.fields) == ((0, "measures", 1, "id"), {"id": "A1", "other": "a"})


def test_the_first_owner_of_an_id_is_told_by_its_first_words() -> None:
    """A long title is cut to twenty characters, enough to find the entry."""
    title = "一二三四五六七八九十" * 3
    items = items_of(f"- {{id: 1, area: a, kind: both, title: {title}}}\n- {{id: 1, area: a, kind: both, title: b}}\n")
    [fault] = duplicate_ids(items)
    assert fault.fields["other"] == title[:20]


def test_a_routines_id_stands_for_one_duty() -> None:
    """Two routines under one id, or under ids that differ in case alone, are told at the later one."""
    shaped = read(
        ROUTINES,
        "routines.yaml",
        parse("- {id: a, text: 报, every: week}\n- {id: b, text: 查, every: week}\n- {id: A, text: 评, every: week}\n")[
            0
        ],
    )
    assert list(duplicate_routines(shaped[0] or ())) == [
        Fault("routines.yaml", (2, "id"), "duplicate-id", {"id": "A", "other": "报"})
    ]


def test_different_ids_are_left_alone() -> None:
    """Ids that only resemble each other are different: 1.1 and 1.10, 1 and 01."""
    items = items_of(item("measures: [{id: 1.1, text: a}, {id: 1.10, text: b}, {id: '01', text: c}]"))
    assert list(duplicate_ids(items)) == []
