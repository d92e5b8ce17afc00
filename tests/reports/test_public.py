"""What may be published: no person, nothing noted, no evidence and no supervision is in the facts, whatever else is."""

from datetime import date
from typing import get_args

import pytest

from ledger.checks import Case
from ledger.checks import run
from ledger.events import Entry
from ledger.events import Event
from ledger.model import Indicator
from ledger.model import Item
from ledger.model import Measure
from ledger.model import Reading
from ledger.reports.contract import to_json
from ledger.reports.export import Export
from ledger.reports.export import export
from ledger.reports.public import ENTRY
from ledger.reports.public import public
from sharing import Make

# Everything that begins with 秘 is to stay inside, everything that begins with 公 to be published.
ITEMS = """
- id: 9
  area: 公领域
  kind: both
  title: 公标题
  problem: 公问题
  recommendation: 公建议
  goal: 公目标
  source: 公条款
  lead: 区教委
  support: 区财政局
  leader: 秘分管
  office: 秘承办
  person: 秘责任人
  due: 2024-12-31
  due_wording: 公时限
  status: in_progress
  measures:
  - {id: 9.1, text: 公措施, done: 2024-05-05, person: 秘人, evidence: [{paper: 秘档}, {url: 'https://秘.example/'}]}
  - {id: 9.2, text: 公放弃, dropped: 秘缘由}
  indicators:
  - {name: 公指标, kind: target, literal: 公原文, value: 3, aim: '>=',
     readings: [{on: 2024-05-06, value: 2, source: 秘源}]}
  log:
  - {on: 2024-05-01, event: progress, by: 区教委, person: 秘人, note: 秘进展, evidence: [{paper: 秘档}]}
  - {on: 2024-05-02, event: inspect, by: 区督导委, note: 秘督查}
  - {on: 2024-05-02, event: decide, by: 区教委, note: 秘认定}
  - {on: 2024-05-02, event: notice, by: 区教委, level: remind, to: 区财政局, note: 秘提醒}
  - {on: 2024-05-03, event: extend, by: 区教委, was: 2024-06-30, to: 2024-12-31, reason: 秘延期}
  - {on: 2024-05-04, event: submit, by: 区教委, note: 秘申请, override: 秘放宽}
  - {on: 2024-05-05, event: verify, by: 区督导委, outcome: 秘结果}
  - {on: 2024-05-06, event: publicize, by: 区教委, from: 2024-05-06, until: 2024-05-13}
  - {on: 2024-05-14, event: close, by: 区教委, filing_number: 秘备案}
  - {on: 2024-05-15, event: report, by: 区教委, to: 区督导委, note: 秘报告}
  - {on: 2024-05-16, event: lookback, by: 区督导委, outcome: 秘回头看}
  - {on: 2024-05-17, event: reopen, by: 区督导委, reason: 秘反弹}
  - {on: 2024-05-18, event: handover, by: 区教委, was: 区财政局, to: 区教委}
  - {on: 2024-05-19, event: withdraw, by: 区教委, reason: 秘撤销}
  - {on: 2024-05-20, event: restore, by: 区教委, reason: 秘恢复}
  - {on: 2024-05-21, event: return, by: 区督导委, reason: 秘退回}
  - {on: 2024-05-22, event: correct, by: 区督导委, entry: 2, reason: 秘更正}
  - {on: 2024-05-23, event: correct, by: 区督导委, entry: 4, reason: 秘更正}
"""
PUBLISHED = ("领域", "标题", "问题", "建议", "目标", "条款", "时限", "措施", "放弃", "指标", "原文")


@pytest.fixture
def facts(make: Make) -> Export:
    """Return the facts of the whole ledger on a day."""
    ledger = make(ITEMS).ledger
    return export(ledger, ledger, date(2024, 5, 31), ())


def test_nothing_inside_is_published(facts: Export) -> None:
    """No text that is a person's, a note or a proof is in the facts; titles and texts are as they were written."""
    assert "秘" in to_json(facts)
    published = to_json(public(facts))
    assert "秘" not in published
    assert [text for text in PUBLISHED if f"公{text}" not in published] == []


def test_what_happened_stays(facts: Export) -> None:
    """Days, kinds, bodies and dates of the history stay under their numbers."""
    [item] = public(facts).items
    [before] = facts.items
    inside = {4, 18}  # the reminder, and the entry that takes it back
    assert [(n, entry.event, entry.on, entry.by) for n, entry in zip(item.entry_numbers, item.log, strict=True)] == [
        (n, entry.event, entry.on, entry.by) for n, entry in enumerate(before.log, start=1) if n not in inside
    ]
    assert (before.void_entries, item.void_entries) == ((2, 4), (2,))
    assert {entry.event for entry in item.log} == _kinds() - {"notice"}
    told = {entry.event: entry.model_dump() for entry in item.log}
    assert (told["extend"]["was"], told["extend"]["to"]) == (date(2024, 6, 30), date(2024, 12, 31))
    assert told["publicize"]["until"] == date(2024, 5, 13)
    assert [(measure.done, bool(measure.dropped)) for measure in item.measures] == [
        (date(2024, 5, 5), False), (None, True),
    ]  # fmt: skip
    assert item.indicators[0].readings[0].value == 2


def test_faults_are_not_published(make: Make) -> None:
    """What the checks find stays inside: it is work of the office."""
    opened = make(ITEMS)
    faults = run(Case(opened.ledger, opened.folder, date(2024, 5, 31)))
    inside = export(opened.ledger, opened.ledger, date(2024, 5, 31), faults)
    assert (inside.rows[0].faults > 0, bool(inside.items[0].faults)) == (True, True)
    found = public(inside)
    assert ([row.faults for row in found.rows], found.items[0].faults) == ([0], ())


def test_every_field_was_thought_of() -> None:
    """A field that comes later fails here, so that somebody decides whether it may be published."""
    fields = {name for kind in _events() for name in kind.model_fields}
    assert fields - ENTRY == {
        "person", "note", "evidence", "override", "outcome", "reason", "filing_number", "level",
    }  # fmt: skip
    assert set(Item.model_fields) == {
        "id", "area", "kind", "title", "problem", "recommendation", "source", "lead", "support", "leader", "office",
        "person", "goal", "type", "ongoing", "due", "due_wording", "since", "sub_ledger", "status", "measures",
        "indicators", "log",
    }  # fmt: skip
    assert set(Measure.model_fields) == {
        "id", "text", "done", "lead", "support", "person", "due", "due_wording", "evidence", "dropped",
    }  # fmt: skip
    assert set(Indicator.model_fields) == {"name", "unit", "kind", "literal", "value", "aim", "measure", "readings"}
    assert set(Reading.model_fields) == {"on", "value", "source"}


def _events() -> tuple[type[Entry], ...]:
    return get_args(Event)


def _kinds() -> set[str]:
    return {get_args(kind.model_fields["event"].annotation)[0] for kind in _events()}
