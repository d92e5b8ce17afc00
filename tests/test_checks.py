"""Every rule between records: what it finds, exactly where, and that it is silent where all is well."""

import weakref
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from ledger import checks
from ledger.checks import RULES
from ledger.checks import THOROUGH
from ledger.checks import Case
from ledger.errors import Fault
from ledger.errors import nearest
from ledger.sentences import Fields
from ledger.sentences import hint
from ledger.sentences import message
from ledger.store import Opened
from ledger.store import load
from sharing import TODAY
from sharing import Make

Where = tuple[str | int, ...]
Found = tuple[Where, str, Fields]


# what the texts of the items below stand for, so that each shows only what it is about
SHORTHAND = {
    "CLOSED": "status: closed, log: [SUBMITTED, VERIFIED, SHUT]",
    "SUBMITTED": "{on: 2024-05-01, event: submit, by: 区教委}",
    "VERIFIED": "{on: 2024-05-02, event: verify, by: 区督导委, outcome: 属实}",
    "SHUT": "{on: 2024-05-03, event: close, by: 区督导委}",
    "WHOLE": "LED, lead: 区教委",
    "LED": "BARE, leader: 张, office: 办公室, person: 李, due: 2024-12-31",
    "BARE": "area: 甲, kind: problem, title: 题",
    "EXTENDED": "{on: 2024-06-20, event: extend, by: 区教委, to:",
    "HANDED": "{on: 2024-06-20, event: handover, by: 区教委, was: 区教委,",
    "GONE": "{on: 2024-06-20, event: withdraw, by: 区教委, reason: 撤并,",
    "TAKEN_BACK": "{on: 2024-07-01, event: correct, by: 区教委, entry:",
}
FILE = "evidence/1/a.pdf"


def words(wording: str, rule: str, candidates: str = "", base: str = "None") -> dict[str, str]:
    """Return what a sentence about the words of a time limit is filled with."""
    return {"wording": wording, "item": "1", "candidates": candidates, "base": base, "rule": rule}


WORDS = words("2024年6月底前", "month", "2024-06-30")
VAGUE = words("尽快", "vague")


def written(make: Make, items: str, **files: str) -> Opened:
    """Return the ledger of these items, with the shorthand written out."""
    for word, text in SHORTHAND.items():
        items = items.replace(word, text)
    return make(items, **files)


def found(rule: str, opened: Opened, day: date = TODAY) -> list[Fault]:
    """Return what a rule finds on a day."""
    return list(getattr(checks, rule)(Case(opened.ledger, opened.folder, day)))


def unmet(item: int, entry: int, event: str, lack: str) -> Found:
    """Return the finding that an entry lacks what it takes; items are numbered as they stand."""
    fields = {"item": str(item + 1), "number": str(entry + 1), "event": event, "lack": lack}
    return (item, "log", entry, "event"), "condition-unmet", fields


HITS: list[tuple[str, str, list[Found]]] = [
    (
        "departments_are_known",
        """
        - {id: 1, LED, lead: 区人设局, support: [区财政局, 某办]}
        - {id: 2, WHOLE, measures: [{id: 2.1, text: 做}, {id: 2.2, text: 做, lead: 县, support: [县, 区教委]}]}
        - {id: 3, WHOLE, log: [{on: 2024-05-01, event: notice, level: remind, by: 乡, to: [区教委, 镇]}]}
        """,
        [
            ((0, "lead", 0), "unknown-department", {"value": "区人设局", "nearest": "区人社局"}),
            ((0, "support", 1), "unknown-department", {"value": "某办", "nearest": ""}),
            ((1, "measures", 1, "lead", 0), "unknown-department", {"value": "县", "nearest": ""}),
            ((1, "measures", 1, "support", 0), "unknown-department", {"value": "县", "nearest": ""}),
            ((2, "log", 0, "by"), "unknown-department", {"value": "乡", "nearest": ""}),
            ((2, "log", 0, "to", 1), "unknown-department", {"value": "镇", "nearest": ""}),
        ],
    ),
    (
        "departments_are_known",
        "- {id: 1, LED, lead: 长寿区教育委, support: [重庆市长寿区教育委, 重庆长寿区教育委员会]}",
        [
            ((0, "lead", 0), "unknown-department", {"value": "长寿区教育委", "nearest": "区教委"}),
            ((0, "support", 0), "unknown-department", {"value": "重庆市长寿区教育委", "nearest": "区教委"}),
            ((0, "support", 1), "unknown-department", {"value": "重庆长寿区教育委员会", "nearest": "区教委"}),
        ],
    ),
    (
        "departments_are_known",
        """
        - {id: 1, LED, lead: 区教委、区人社局, support: [区教委，长寿区教委, '区教委, 区财政局', 区教委 某办 区人社局]}
        - {id: 2, WHOLE, log: [{on: 2024-05-01, event: inspect, by: 区教委；区督导委}]}
        """,
        [
            ((0, "lead", 0), "several-names", {"value": "区教委、区人社局"}),
            ((0, "support", 0), "several-names", {"value": "区教委，长寿区教委"}),
            ((0, "support", 1), "several-names", {"value": "区教委, 区财政局"}),
            ((0, "support", 2), "several-names", {"value": "区教委 某办 区人社局"}),
            ((1, "log", 0, "by"), "several-names", {"value": "区教委；区督导委"}),
        ],
    ),
    (
        "departments_are_known",
        "- {id: 1, LED, lead: 某办、某局, support: 区财政局 办公室}",
        [
            ((0, "lead", 0), "unknown-department", {"value": "某办、某局", "nearest": ""}),
            ((0, "support", 0), "unknown-department", {"value": "区财政局 办公室", "nearest": "区财政局"}),
        ],
    ),
    (
        "measures_are_the_items_own",
        """
        - {id: 1, WHOLE, measures: [{id: 1.1, text: 做}, {id: 2.1, text: 做}, {id: 11.1, text: 做}, {id: 10, text: 做}]}
        """,
        [
            ((0, "measures", 1, "id"), "foreign-measure", {"value": "2.1", "item": "1"}),
            ((0, "measures", 2, "id"), "foreign-measure", {"value": "11.1", "item": "1"}),
            ((0, "measures", 3, "id"), "foreign-measure", {"value": "10", "item": "1"}),
        ],
    ),
    (
        "measures_are_the_items_own",
        """
        - id: 1
          area: 甲
          kind: problem
          title: 题
          measures: [{id: 1.1, text: 做}, {id: 1.2, text: 做}]
          indicators:
          - {name: 数, kind: target, literal: 一, measure: 1.2}
          - {name: 数, kind: target, literal: 一, measure: 1.3}
          - {name: 数, kind: target, literal: 一}
        - {id: 2, WHOLE, indicators: [{name: 数, kind: target, literal: 一, measure: 1.1}]}
        """,
        [
            (
                (0, "indicators", 1, "measure"),
                "unknown-measure",
                {"value": "1.3", "item": "1", "known": ["1.1", "1.2"]},
            ),
            ((1, "indicators", 0, "measure"), "unknown-measure", {"value": "1.1", "item": "2", "known": []}),
        ],
    ),
    (
        "corrections_name_an_entry",
        """
        - {id: 1, WHOLE, log: [
            {on: 2024-05-01, event: inspect, by: 区教委},
            {on: 2024-05-02, event: correct, by: 区教委, entry: 2, reason: 错},
            {on: 2024-05-03, event: correct, by: 区教委, entry: 9, reason: 错},
            {on: 2024-05-04, event: correct, by: 区教委, entry: 1, reason: 错}]}
        """,
        [
            ((0, "log", 1, "entry"), "unknown-entry", {"value": "2"}),
            ((0, "log", 2, "entry"), "unknown-entry", {"value": "9"}),
        ],
    ),
    (
        "logs_lead_to_the_status",
        "- {id: 1, WHOLE, status: closed}",
        [((0, "status"), "status-differs", {"status": "closed", "replayed": "open", "write": "open"})],
    ),
    (
        "logs_lead_to_the_status",
        "- {id: 1, WHOLE, log: [{on: 2024-05-01, event: progress, by: 区教委, note: 已办}]}",
        [((0,), "status-differs", {"status": "open", "replayed": "in_progress", "write": "in_progress"})],
    ),
    (
        "logs_lead_to_the_status",
        "- {id: 1, WHOLE, status: open, measures: [{id: 1.1, text: 做, done: 2024-05-01}]}",
        [((0, "status"), "status-differs", {"status": "open", "replayed": "in_progress", "write": "in_progress"})],
    ),
    (
        "logs_lead_to_the_status",
        "- {id: 1, WHOLE, status: submitted, log: [SUBMITTED, SHUT]}",
        [
            (
                (0, "log", 1, "event"),
                "impossible-event",
                {"event": "close", "status": "submitted", "sources": ("verified",)},
            ),
        ],
    ),
    (
        "extensions_move_the_date",
        """
        - {id: 1, WHOLE, log: [EXTENDED 2024-12-30, reason: 未完}]}
        - {id: 2, BARE, log: [EXTENDED 2024-12-31, reason: 未完}]}
        - {id: 3, WHOLE, log: [EXTENDED 2024-12-31, reason: 未完}, EXTENDED 2025-06-30, reason: 未完}]}
        - {id: 4, WHOLE, log: [
            EXTENDED 2025-06-30, reason: 未完}, EXTENDED 2024-12-31, reason: 未完}, TAKEN_BACK 2, reason: 错}]}
        """,
        [
            ((0, "due"), "extension-differs", {"due": "2024-12-31", "to": "2024-12-30", "item": "1"}),
            ((1,), "extension-differs", {"due": "–", "to": "2024-12-31", "item": "2"}),
            ((2, "due"), "extension-differs", {"due": "2024-12-31", "to": "2025-06-30", "item": "3"}),
            ((3, "due"), "extension-differs", {"due": "2024-12-31", "to": "2025-06-30", "item": "4"}),
        ],
    ),
    (
        "handovers_name_the_lead",
        """
        - {id: 1, WHOLE, log: [HANDED to: 区人社局}]}
        - {id: 2, WHOLE, log: [HANDED to: 区人社局}, TAKEN_BACK 1, reason: 错}]}
        - {id: 3, LED, lead: 区人社局, log: [HANDED to: 区人社局}, TAKEN_BACK 1, reason: 错}]}
        - {id: 4, LED, log: [HANDED to: 区教委}]}
        - {id: 5, LED, lead: [区人社局, 长寿区教委], log: [HANDED to: [区教委, 区人社局]}]}
        """,
        [
            ((0, "lead"), "handover-differs", {"item": "1", "to": ("区人社局",), "lead": ("区教委",)}),
            ((2, "lead"), "handover-differs", {"item": "3", "to": ("区教委",), "lead": ("区人社局",)}),
            ((3,), "handover-differs", {"item": "4", "to": ("区教委",), "lead": ["–"]}),
        ],
    ),
    (
        "merged_work_goes_on",
        """
        - {id: 1, WHOLE, status: withdrawn, log: [GONE into: 2}]}
        - {id: 2, WHOLE, status: withdrawn, log: [GONE into: 9}]}
        - {id: 3, WHOLE, status: withdrawn, log: [GONE into: 3}]}
        - {id: 4, WHOLE, log: [GONE into: 9}, TAKEN_BACK 1, reason: 错}]}
        - {id: 5, WHOLE, status: withdrawn, log: [GONE into: 6}]}
        - {id: 6, WHOLE, status: withdrawn, log: [GONE into: 5}]}
        - {id: 7, WHOLE, status: withdrawn, log: [GONE into: 6}]}
        """,
        [
            ((1, "log", 0, "into"), "merged-into-nothing", {"item": "2", "value": "9"}),
            ((2, "log", 0, "into"), "merged-into-nothing", {"item": "3", "value": "3"}),
            ((4, "log", 0, "into"), "merged-in-circle", {"item": "5", "value": "6"}),
            ((5, "log", 0, "into"), "merged-in-circle", {"item": "6", "value": "5"}),
        ],
    ),
    (
        "reports_come_in_later",
        """
        - {id: 1, WHOLE, log: [
            {on: 2024-06-30, event: progress, by: 区教委, note: 六月, received: 2024-07-02},
            {on: 2024-06-30, event: progress, by: 区教委, note: 六月, received: 2024-06-30},
            {on: 2024-06-30, event: progress, by: 区教委, note: 六月, received: 2024-06-02}]}
        """,
        [((0, "log", 2, "received"), "received-before", {"value": "2024-06-02", "on": "2024-06-30"})],
    ),
    (
        "logs_run_forward",
        """
        - {id: 1, WHOLE, log: [{on: 2024-06-30, event: progress, by: 区教委, note: 六月, received: 2024-07-16}]}
        """,
        [((0, "log", 0, "received"), "future-date", {"value": "2024-07-16"})],
    ),
    (
        "logs_run_forward",
        """
        - {id: 1, WHOLE, log: [
            {on: 2024-05-03, event: submit, by: 区教委},
            {on: 2024-05-01, event: inspect, by: 区教委},
            {on: 2024-05-02, event: return, by: 区督导委, reason: 缺},
            {on: 2024-05-02, event: submit, by: 区教委},
            {on: 2024-05-01, event: submit, by: 区教委}, TAKEN_BACK 5, reason: 错}]}
        """,
        [((0, "log", 2, "on"), "log-order", {"before": "2024-05-03"})],
    ),
    (
        "logs_run_forward",
        """
        - {id: 1, WHOLE,
            log: [{on: 2024-07-15, event: inspect, by: 区教委}, {on: 2024-07-16, event: inspect, by: 区教委}],
            measures: [{id: 1.1, text: 做, done: 2024-07-15}, {id: 1.2, text: 做, done: 2025-06-20}],
            indicators: [{name: 数, kind: target, literal: 一, readings: [
                {on: 2024-07-15, value: 1}, {on: 2024-07-16, value: 1}]}]}
        """,
        [
            ((0, "log", 1, "on"), "future-date", {"value": "2024-07-16"}),
            ((0, "measures", 1, "done"), "future-date", {"value": "2025-06-20"}),
            ((0, "indicators", 0, "readings", 1, "on"), "future-date", {"value": "2024-07-16"}),
        ],
    ),
    (
        "logs_run_forward",
        """
        - {id: 1, WHOLE,
            log: [{on: 2024-04-14, event: inspect, by: 区教委}, {on: 2024-04-15, event: inspect, by: 区教委}],
            measures: [{id: 1.1, text: 做, done: 2024-04-15}, {id: 1.2, text: 做, done: 2023-06-20}],
            indicators: [{name: 数, kind: target, literal: 一, readings: [{on: 2023-12-31, value: 1}]}]}
        """,
        [
            ((0, "log", 0, "on"), "before-plan", {"value": "2024-04-14", "plan": "2024-04-15"}),
            ((0, "measures", 1, "done"), "before-plan", {"value": "2023-06-20", "plan": "2024-04-15"}),
        ],
    ),
    (
        "kinds_have_their_texts",
        """
        - {id: 1, area: 甲, kind: problem, title: 题, recommendation: 改}
        - {id: 2, area: 甲, kind: recommendation, title: 题, problem: 缺}
        - {id: 3, area: 甲, kind: both, title: 题}
        - {id: 4, area: 甲, kind: both, title: 题, problem: 缺, CLOSED}
        """,
        [
            ((0, "kind"), "no-text", {"item": "1", "key": "problem"}),
            ((1, "kind"), "no-text", {"item": "2", "key": "recommendation"}),
            ((2, "kind"), "no-text", {"item": "3", "key": "problem"}),
            ((2, "kind"), "no-text", {"item": "3", "key": "recommendation"}),
            ((3, "kind"), "no-text", {"item": "4", "key": "recommendation"}),
        ],
    ),
    (
        "sub_ledgers_are_there",
        """
        - {id: 1, WHOLE}
        - {id: 2, WHOLE, sub_ledger: 大班额}
        - {id: 3, WHOLE, sub_ledger: 大班额}
        """,
        [
            ((1, "sub_ledger"), "missing-sub-ledger", {"value": "大班额", "item": "2"}),
            ((2, "sub_ledger"), "missing-sub-ledger", {"value": "大班额", "item": "3"}),
            ((2, "sub_ledger"), "shared-sub-ledger", {"value": "大班额", "other": "2"}),
        ],
    ),
    (
        "evidence_is_there",
        """
        - {id: 1, WHOLE, measures: [{id: 1.1, text: 做}, {id: 1.2, text: 做, evidence: [{file: evidence/1/b.pdf}]}],
            log: [{on: 2024-05-01, event: inspect, by: 区教委, evidence: [
                {url: 'https://example.org/a'}, {file: evidence/1}, {paper: 2024-3/2柜}]}]}
        """,
        [
            ((0, "measures", 1, "evidence", 0, "file"), "evidence-lost", {"value": "evidence/1/b.pdf"}),
            ((0, "log", 0, "evidence", 1, "file"), "evidence-lost", {"value": "evidence/1"}),
        ],
    ),
    ("leads_are_named", "- {id: 1, BARE}", [((0,), "no-lead", {"item": "1"})]),
    (
        "leads_are_named",
        "- {id: 1, BARE, support: 区教委, measures: [{id: 1.1, text: 做}]}",
        [((0,), "no-lead", {"item": "1"})],
    ),
    (
        "leads_are_named",
        "- {id: 1, BARE, measures: [{id: 1.1, text: 做}, {id: 1.2, text: 做, lead: 区教委}, {id: 1.3, text: 做}]}",
        [((0,), "no-measure-lead", {"item": "1", "measures": ["1.1", "1.3"]})],
    ),
    (
        "people_are_named",
        "- {id: 1, BARE}",
        [((0,), "no-person", {"item": "1", "missing": ["leader", "office", "person"]})],
    ),
    (
        "people_are_named",
        """
        - {id: 1, BARE, leader: 张, measures: [{id: 1.1, text: 做, person: 李}, {id: 1.2, text: 做}]}
        - {id: 2, BARE, office: 办公室, person: 李}
        """,
        [
            ((0,), "no-person", {"item": "1", "missing": ["office", "person"]}),
            ((1,), "no-person", {"item": "2", "missing": ["leader"]}),
        ],
    ),
    (
        "targets_are_reached",
        """
        - {id: 1, WHOLE, status: closed, indicators: [
            {name: 甲, kind: target, literal: 甲, value: 90, aim: '>=', readings: [{on: 2024-06-01, value: 80}]},
            {name: 乙, kind: target, literal: 乙, value: 50, aim: '<=', readings: [{on: 2024-06-01, value: 40}]},
            {name: 丙, kind: target, literal: 丙, aim: all},
            {name: 丁, kind: target, literal: 丁, value: 3}]}
        - {id: 2, WHOLE, indicators: [{name: 甲, kind: target, literal: 甲, value: 90, aim: '>='}]}
        """,
        [
            (
                (0, "indicators", 0),
                "target-missed",
                {"item": "1", "name": "甲", "target": "≥ 90", "value": "80", "on": "2024-06-01"},
            ),
            ((0, "indicators", 2), "target-unread", {"item": "1", "name": "丙", "target": "≥ 100"}),
        ],
    ),
    ("time_limits_are_dates", "- {id: 1, BARE}", [((0,), "no-due", {"item": "1"})]),
    (
        "time_limits_are_dates",
        "- {id: 1, BARE, due_wording: 尽快}",
        [((0, "due_wording"), "vague-due", VAGUE)],
    ),
    (
        "time_limits_are_dates",
        "- {id: 1, BARE, due_wording: 2025年前}",
        [
            (
                (0, "due_wording"),
                "ambiguous-due",
                words("2025年前", "before-year", "2024-12-31 / 2025-12-31"),
            ),
        ],
    ),
    (
        "time_limits_are_dates",
        "- {id: 1, BARE, due_wording: 为期1年}",
        [
            (
                (0, "due_wording"),
                "open-due",
                words("为期1年", "duration", "2025-04-15", "2024-04-15"),
            ),
        ],
    ),
    (
        "time_limits_are_dates",
        "- {id: 1, BARE, due_wording: 长期坚持}",
        [((0, "due_wording"), "unset-rhythm", words("长期坚持", "ongoing"))],
    ),
    (
        "time_limits_are_dates",
        "- {id: 1, BARE, due: 2024-06-30, due_wording: 2024年6月底前并长期坚持}",
        [((0, "due_wording"), "unset-rhythm", words("2024年6月底前并长期坚持", "month+ongoing", "2024-06-30"))],
    ),
    ("time_limits_are_dates", "- {id: 1, BARE, ongoing: {every: month}, due_wording: 每月}", []),
    ("time_limits_are_dates", "- {id: 1, WHOLE, measures: [{id: 1.1, text: 做, due_wording: 每月}]}", []),
    (
        "time_limits_are_dates",
        "- {id: 1, BARE, due_wording: 立行立改}",
        [((0, "due_wording"), "immediate-due", words("立行立改", "immediate"))],
    ),
    (
        "time_limits_are_dates",
        "- {id: 1, BARE, due_wording: 2030年春期}",
        [((0, "due_wording"), "unread-due", words("2030年春期", "term"))],
    ),
    (
        "time_limits_are_dates",
        "- {id: 1, BARE, due_wording: 900个工作日内}",
        [((0, "due_wording"), "beyond-holidays", words("900个工作日内", "beyond-holidays", "", "2024-04-15"))],
    ),
    (
        "time_limits_are_dates",
        "- {id: 1, BARE, due_wording: 2024年6月底前}",
        [((0, "due_wording"), "unset-due", WORDS)],
    ),
    (
        "time_limits_are_dates",
        "- {id: 1, BARE, due: 2024-06-28, due_wording: 2024年6月底前}",
        [((0, "due"), "due-differs", {**WORDS, "due": "2024-06-28"})],
    ),
    (
        "time_limits_are_dates",
        """
        - {id: 1, WHOLE, measures: [
            {id: 1.1, text: 做, due_wording: 尽快},
            {id: 1.2, text: 做},
            {id: 1.3, text: 做, due: 2024-07-01, due_wording: 2024年6月底前}]}
        """,
        [
            ((0, "measures", 0, "due_wording"), "vague-due", VAGUE),
            ((0, "measures", 2, "due"), "due-differs", {**WORDS, "due": "2024-07-01"}),
        ],
    ),
    (
        "steps_met_their_conditions",
        """
        - {id: 1, LED, status: submitted, log: [SUBMITTED], measures: [{id: 1.1, text: 做}]}
        - {id: 2, WHOLE, status: verified, log: [{on: 2024-05-01, event: submit, by: 区教委, evidence: [{paper: 1柜}]},
            {on: 2024-05-02, event: verify, by: 长寿区教委, outcome: 属实}]}
        - {id: 3, LED, status: submitted, log: [{on: 2024-05-01, event: submit, by: 区教委, override: 急}]}
        - {id: 4, WHOLE, status: in_progress, log: [SUBMITTED,
            {on: 2024-05-03, event: return, by: 区督导委, reason: 缺}]}
        """,
        [
            unmet(0, 0, "submit", "lacks-lead"),
            unmet(0, 0, "submit", "lacks-measures"),
            unmet(0, 0, "submit", "lacks-evidence"),
            unmet(1, 1, "verify", "verified-by-lead"),
        ],
    ),
    (
        "results_have_evidence",
        """
        - {id: 1, WHOLE, measures: [{id: 1.1, text: 做}, {id: 1.2, text: 做, done: 2024-05-01}]}
        - {id: 2, WHOLE, CLOSED, measures: [{id: 2.1, text: 做, done: 2024-05-01}]}
        - {id: 3, WHOLE, CLOSED, measures: [
            {id: 3.1, text: 做, done: 2024-05-01, evidence: [{paper: 1柜}]}, {id: 3.2, text: 做, done: 2024-05-01}]}
        - {id: 4, WHOLE, log: [
            {on: 2024-05-01, event: inspect, by: 区教委, evidence: [{paper: 1柜}]}, TAKEN_BACK 1, reason: 错}],
            measures: [{id: 4.1, text: 做, done: 2024-05-01}]}
        """,
        [
            ((0, "measures", 1, "done"), "no-evidence", {"id": "1.2"}),
            ((1,), "no-evidence", {"id": "2"}),
            ((1, "measures", 0, "done"), "no-evidence", {"id": "2.1"}),
            ((2, "measures", 1, "done"), "no-evidence", {"id": "3.2"}),
            ((3, "measures", 0, "done"), "no-evidence", {"id": "4.1"}),
        ],
    ),
]


@pytest.mark.parametrize(("rule", "items", "faults"), HITS)
def test_a_rule_finds(make: Make, rule: str, items: str, faults: list[Found]) -> None:
    """A rule finds every fault of its kind, at its place, with what its sentence needs and the item it belongs to."""
    opened = written(make, items)
    assert found(rule, opened) == [
        Fault("items.yaml", where, code, fields, opened.ledger.items[int(where[0])].id)
        for where, code, fields in faults
    ]


@pytest.mark.parametrize(
    ("rule", "items"),
    [
        (
            "departments_are_known",
            """
            - {id: 1, LED, lead: [长寿区教委, 重庆市长寿区教育委员会], support: 区财政局,
                measures: [{id: 1.1, text: 做, lead: 区督导委}],
                log: [{on: 2024-05-01, event: notice, level: remind, by: 区督导委, to: 长寿区教委}]}
            """,
        ),
        (
            "measures_are_the_items_own",
            """
            - {id: 1, WHOLE, measures: [{id: 1.1, text: 做}, {id: 1.1.2, text: 做}],
                indicators: [{name: 数, kind: target, literal: 一, measure: 1.1.2}]}
            """,
        ),
        (
            "corrections_name_an_entry",
            """
            - {id: 1, WHOLE, log: [
                {on: 2024-05-01, event: inspect, by: 区教委},
                {on: 2024-05-02, event: correct, by: 区教委, entry: 1, reason: 错}]}
            """,
        ),
        ("logs_lead_to_the_status", "- {id: 1, WHOLE, CLOSED}"),
        ("logs_lead_to_the_status", "- {id: 1, WHOLE}"),
        ("extensions_move_the_date", "- {id: 1, WHOLE}"),
        (
            "extensions_move_the_date",
            """
            - {id: 1, WHOLE, log: [EXTENDED 2024-10-31, reason: 未完}, EXTENDED 2024-12-31, reason: 未完}]}
            - {id: 2, WHOLE, log: [EXTENDED 2025-06-30, reason: 未完}, TAKEN_BACK 1, reason: 错}]}
            - {id: 3, WHOLE, log: [EXTENDED 2024-12-31, reason: 未完}, EXTENDED 2025-06-30, reason: 未完},
                TAKEN_BACK 2, reason: 错}]}
            - {id: 4, WHOLE, log: [EXTENDED 2024-12-31, reason: 未完}, TAKEN_BACK 1, reason: 错},
                TAKEN_BACK 2, reason: 没错}]}
            """,
        ),
        ("kinds_have_their_texts", "- {id: 1, area: 甲, kind: problem, title: 题, problem: 缺}"),
        ("kinds_have_their_texts", "- {id: 1, area: 甲, kind: recommendation, title: 题, recommendation: 改}"),
        ("kinds_have_their_texts", "- {id: 1, area: 甲, kind: both, title: 题, problem: 缺, recommendation: 改}"),
        (
            "logs_run_forward",
            """
            - {id: 1, WHOLE, measures: [{id: 1.1, text: 做, done: 2024-07-15}],
                log: [{on: 2024-05-01, event: inspect, by: 区教委}, {on: 2024-05-01, event: inspect, by: 区教委}]}
            """,
        ),
        ("leads_are_named", "- {id: 1, WHOLE, measures: [{id: 1.1, text: 做}]}"),
        ("leads_are_named", "- {id: 1, BARE, measures: [{id: 1.1, text: 做, lead: 区教委}]}"),
        ("people_are_named", "- {id: 1, WHOLE}"),
        (
            "people_are_named",
            "- {id: 1, BARE, leader: 张, office: 办公室, measures: [{id: 1.1, text: 做, person: 李}]}",
        ),
        ("time_limits_are_dates", "- {id: 1, WHOLE}"),
        ("time_limits_are_dates", "- {id: 1, BARE, due: 2024-06-28, due_wording: 2024年春期}"),
        ("time_limits_are_dates", "- {id: 1, BARE, due: 2024-12-31, due_wording: 2025年前}"),
        ("time_limits_are_dates", "- {id: 1, BARE, due: 2025-12-31, due_wording: 2025年前}"),
        ("time_limits_are_dates", "- {id: 1, BARE, due: 2025-01-01, due_wording: 尽快}"),
        ("time_limits_are_dates", "- {id: 1, BARE, due: 2025-01-01, due_wording: 为期1年}"),
        ("time_limits_are_dates", "- {id: 1, BARE, due: 2024-11-30, due_wording: 2024年12月前}"),
        ("time_limits_are_dates", "- {id: 1, BARE, due: 2024-12-31, due_wording: 2024年12月前}"),
        ("time_limits_are_dates", "- {id: 1, BARE, ongoing: {every: month}}"),
        ("results_have_evidence", "- {id: 1, WHOLE, measures: [{id: 1.1, text: 做}]}"),
        (
            "results_have_evidence",
            "- {id: 1, WHOLE, measures: [{id: 1.1, text: 做, done: 2024-05-01, evidence: [{paper: 2024-3/2柜}]}]}",
        ),
        (
            "results_have_evidence",
            """
            - {id: 1, WHOLE, status: closed, log: [SUBMITTED, VERIFIED,
                {on: 2024-05-03, event: close, by: 区督导委, evidence: [{file: evidence/a.pdf}]}],
                measures: [{id: 1.1, text: 做, done: 2024-05-01}]}
            """,
        ),
    ],
)
def test_a_rule_is_silent(make: Make, rule: str, items: str) -> None:
    """Where all is well a rule finds nothing."""
    assert found(rule, written(make, items)) == []


@pytest.mark.parametrize("rule", ["leads_are_named", "people_are_named", "time_limits_are_dates"])
def test_closed_items_have_no_gaps(make: Make, rule: str) -> None:
    """What nobody has to do any more needs no lead, no person and no date; the same item, open, has them missing."""
    gaps = "id: 1, BARE, due_wording: 尽快, measures: [{id: 1.1, text: 做, due_wording: 2024年6月底前}]"
    assert found(rule, written(make, f"- {{{gaps}, CLOSED}}")) == []
    assert found(rule, written(make, f"- {{{gaps}}}")) != []


def test_an_extension_moves_the_date_away_from_the_words(make: Make) -> None:
    """The words of the plan stay when the date is moved, so an extended item's date may differ from them."""
    item = "id: 1, BARE, due: 2024-12-31, due_wording: 2024年6月底前"
    extend = "{on: 2024-06-20, event: extend, by: 区教委, was: 2024-06-30, to: 2024-12-31, reason: 招聘未完}"
    assert [fault.code for fault in found("time_limits_are_dates", written(make, f"- {{{item}}}"))] == ["due-differs"]
    assert found("time_limits_are_dates", written(make, f"- {{{item}, log: [{extend}]}}")) == []


def test_an_items_extension_does_not_move_its_measures(make: Make) -> None:
    """A measure's date is its own: an extension of the item leaves it to be compared with its words."""
    opened = written(
        make,
        """
        - {id: 1, BARE, due: 2024-12-31, due_wording: 2024年6月底前,
            measures: [{id: 1.1, text: 做, due: 2024-12-31, due_wording: 2024年6月底前}],
            log: [{on: 2024-06-20, event: extend, by: 区教委, was: 2024-06-30, to: 2024-12-31, reason: 未完}]}
        """,
    )
    assert [fault.where for fault in found("time_limits_are_dates", opened)] == [(0, "measures", 0, "due")]


def test_without_the_plans_date_nothing_lies_before_it(make: Make) -> None:
    """An old entry is only doubted where the ledger knows when its plan began."""
    opened = written(make, "- {id: 1, WHOLE, log: [{on: 2020-05-01, event: inspect, by: 区教委}]}", settings="{}")
    assert found("logs_run_forward", opened) == []


def test_routines_are_not_done_in_the_future(make: Make) -> None:
    """A routine that was done tomorrow has a slip in its date."""
    routines = "- {id: 周报, text: 报, every: week, done: [2024-07-15, 2024-07-16]}"
    assert found("routines_run_forward", written(make, "[]", routines=routines)) == [
        Fault("routines.yaml", (0, "done", 1), "future-date", {"value": "2024-07-16"})
    ]


def test_a_routine_belongs_to_an_item_that_is_there(make: Make) -> None:
    """A routine that names an item which is not in the ledger is told, with the nearest one."""
    routines = "- {id: a, text: 报, every: week, item: 188}\n- {id: b, text: 报, every: week, item: 18}\n"
    assert found("routines_belong_to_items", written(make, "- {id: 18, WHOLE}", routines=routines)) == [
        Fault("routines.yaml", (0, "item"), "unknown-item-of-routine", {"id": "a", "value": "188", "nearest": "18"})
    ]


def test_a_routine_without_a_start_is_told(make: Make) -> None:
    """Without from, a plan or a done day nothing of a routine can be missed, and that is said."""
    routines = "- {id: a, text: 报, every: week}\n- {id: b, text: 报, every: week, done: [2024-07-01]}\n"
    known = Fault("routines.yaml", (0,), "no-start", {"id": "a"})
    assert found("routines_have_a_start", written(make, "[]", settings="{}", routines=routines)) == [known]
    assert found("routines_have_a_start", written(make, "[]", routines=routines)) == []


@pytest.mark.parametrize(
    ("code", "severity"),
    [
        ("future-date", "error"),
        ("extension-differs", "error"),
        ("several-names", "error"),
        ("before-plan", "warning"),
        ("no-text", "warning"),
        ("log-order", "warning"),
    ],
)
def test_what_makes_a_figure_wrong_is_an_error(code: str, severity: str) -> None:
    """Whatever a figure would be wrong by is an error; what a person may have had a reason for is a warning."""
    assert Fault("items.yaml", (), code).severity == severity


@pytest.mark.parametrize(
    ("word", "known", "near"),
    [
        ("区人设局", ["区教委", "区人社局"], "区人社局"),
        ("甲乙丙丁戊", ["甲乙丙子丑"], "甲乙丙子丑"),
        ("甲乙丙丁戊", ["甲乙寅子丑"], ""),
        ("某办", ["区教委"], ""),
        ("某办", [], ""),
        ("甲" * 100, ["甲" * 99], "甲" * 99),
        ("甲" * 101, ["甲" * 100], ""),
    ],
)
def test_the_nearest_word_agrees_in_three_characters_of_five(word: str, known: list[str], near: str) -> None:
    """A word is near if three in five characters agree; a text as long as a sentence is no slip of a word."""
    assert nearest(word, known) == near


SETTINGS = """
office: 区教委
verifier: 督导委
plan: {addressee: 市政府, leading_group: 领导小组}
"""


def test_bodies_outside_the_items_are_known_too(make: Make) -> None:
    """The settings and the routines name departments as well; their faults belong to no item."""
    routines = "- {id: 周报, text: 报, every: week, lead: [区教委, 区人设局]}\n- {id: 月报, text: 报, every: month}"
    assert found("other_files_name_known_departments", written(make, "[]", settings=SETTINGS, routines=routines)) == [
        Fault("ledger.yaml", ("verifier",), "unknown-department", {"value": "督导委", "nearest": "区督导委"}),
        Fault("ledger.yaml", ("plan", "addressee"), "unknown-department", {"value": "市政府", "nearest": ""}),
        Fault("ledger.yaml", ("plan", "leading_group"), "unknown-department", {"value": "领导小组", "nearest": ""}),
        Fault("routines.yaml", (0, "lead", 1), "unknown-department", {"value": "区人设局", "nearest": "区人社局"}),
    ]


def test_departments_must_be_told_apart(make: Make) -> None:
    """A name, full name or alias that is taken is found at its second place, with the department that has it."""
    twice = """
    - {name: 甲, aliases: [子]}
    - {name: 乙, aliases: [丑, 子]}
    - {name: 丑, full_name: 甲}
    - {name: 甲}
    """
    assert found("departments_are_told_apart", written(make, "[]", departments=twice)) == [
        Fault("departments.yaml", (1, "aliases", 1), "duplicate-department", {"value": "子", "other": "甲"}),
        Fault("departments.yaml", (2, "name"), "duplicate-department", {"value": "丑", "other": "乙"}),
        Fault("departments.yaml", (2, "full_name"), "duplicate-department", {"value": "甲", "other": "甲"}),
        Fault("departments.yaml", (3, "name"), "duplicate-department", {"value": "甲", "other": "甲"}),
    ]


def test_departments_are_told_apart(make: Make) -> None:
    """Departments with spellings of their own are in order, be the full name the name once more."""
    apart = """
    - {name: 甲, full_name: 甲, aliases: [子]}
    - {name: 乙, full_name: 丑, aliases: [丑]}
    - {name: 丙}
    - {name: 丁}
    """
    assert found("departments_are_told_apart", written(make, "[]", departments=apart)) == []


CHANGED_BODIES = """
- {name: 区教委, until: 2024-05-31, successor: 区教育局}
- {name: 区教育局, from: 2024-06-01, aliases: 教育局, until: 2024-06-30, successor: 区教体局}
- {name: 区教体局, from: 2024-07-01}
- {name: 区督导委, successor: 区教委}
- {name: 甲, until: 2024-05-31, successor: 乙}
- {name: 乙, until: 2024-05-31, successor: 丙}
- {name: 丙, until: 2024-05-31, successor: 甲}
"""


def test_successors_lead_somewhere(make: Make) -> None:
    """Whoever has a successor has a last day, and whoever follows the successors comes to an end."""
    opened = written(make, "[]", departments=CHANGED_BODIES)
    assert [(fault.where, fault.code, fault.fields["value"]) for fault in found("successors_are_named", opened)] == [
        ((3, "successor"), "successor-without-end", "区督导委"),
        ((4, "successor"), "successor-loop", "甲"),
        ((5, "successor"), "successor-loop", "乙"),
        ((6, "successor"), "successor-loop", "丙"),
    ]


def test_bodies_carry_and_act_while_they_are_there(make: Make) -> None:
    """Open work of a body that has ended is found with who has it now, and entries of bodies that were not there."""
    opened = written(
        make,
        """
        - {id: 1, LED, lead: 区教委, support: 区教体局, log: [
            {on: 2024-05-31, event: inspect, by: 区教委}, {on: 2024-06-01, event: inspect, by: 区教委},
            {on: 2024-05-31, event: inspect, by: 教育局}, {on: 2024-06-02, event: inspect, by: 教育局}]}
        - {id: 2, LED, measures: [{id: 2.1, text: 做, support: 教育局}]}
        - {id: 3, LED, lead: 区教委, status: withdrawn, log: [
            {on: 2024-05-01, event: withdraw, by: 区教委, reason: 撤}]}
        - {id: 4, LED, lead: 甲}
        """,
        departments=CHANGED_BODIES,
    )
    outside = {"value": "区教委", "on": "2024-06-01", "begin": "…", "until": "2024-05-31"}
    before = {"value": "区教育局", "on": "2024-05-31", "begin": "2024-06-01", "until": "2024-06-30"}
    assert found("bodies_were_there", opened) == [
        Fault("items.yaml", (0, "lead", 0), "body-ended", ended("1", "lead"), "1"),
        Fault("items.yaml", (0, "log", 1, "by"), "acted-outside", outside, "1"),
        Fault("items.yaml", (0, "log", 2, "by"), "acted-outside", before, "1"),
        Fault("items.yaml", (1, "measures", 0, "support", 0), "body-ended", ended("2", "support", "区教育局"), "2"),
        Fault("items.yaml", (3, "lead", 0), "body-ended", ended("4", "lead", "甲"), "4"),
    ]


@pytest.mark.parametrize(("day", "codes"), [(date(2024, 6, 30), []), (date(2024, 7, 1), ["body-ended"])])
def test_a_body_is_there_on_its_last_day(make: Make, day: date, codes: list[str]) -> None:
    """On its last day a body still carries its work; one that has only a first day is looked at too."""
    opened = written(make, "- {id: 1, LED, lead: 教育局}", departments=CHANGED_BODIES)
    assert [fault.code for fault in found("bodies_were_there", opened, day)] == codes
    early = "- {id: 1, WHOLE, log: [{on: 2024-06-30, event: inspect, by: 区教体局}]}"
    opened = written(make, early, departments="- {name: 区教委}\n- {name: 区教体局, from: 2024-07-01}\n")
    assert [fault.code for fault in found("bodies_were_there", opened)] == ["acted-outside"]


def ended(item: str, key: str, name: str = "区教委") -> dict[str, str]:
    """Return what is said of a body that has ended and still carries an item."""
    until = "2024-06-30" if name == "区教育局" else "2024-05-31"
    return {"item": item, "key": key, "value": name, "until": until, "successor": "甲" if name == "甲" else "区教体局"}


def test_an_office_that_is_no_more_is_found(make: Make) -> None:
    """Who keeps the ledger and who verifies must be there today: every entry would be refused otherwise."""
    settings = "office: 区教委\nverifier: 区教体局\n"
    opened = written(make, "[]", departments=CHANGED_BODIES, settings=settings)
    fields = {"key": "office", "value": "区教委", "until": "2024-05-31", "successor": "区教体局"}
    assert found("offices_are_there", opened) == [Fault("ledger.yaml", ("office",), "office-ended", fields)]


def test_bodies_named_by_entries_are_known(make: Make) -> None:
    """Whom a report went to and who handed over to whom must be in departments.yaml as well."""
    opened = written(
        make,
        """
        - {id: 1, WHOLE, log: [
            {on: 2024-05-01, event: handover, by: 区教委, was: 甲, to: [乙, 区教委]},
            {on: 2024-05-02, event: report, by: 区教委, to: 丙}]}
        """,
    )
    assert [fault.where for fault in found("departments_are_known", opened)] == [
        (0, "log", 0, "to", 0), (0, "log", 0, "was", 0), (0, "log", 1, "to"),
    ]  # fmt: skip


def test_parts_that_are_open_again_are_found(make: Make, tmp_path: Path) -> None:
    """A closed item with an open part is a gap; one that is open itself is not, nor one whose parts are all over."""
    items = "- {id: 1, WHOLE, CLOSED, sub_ledger: 甲}\n- {id: 2, WHOLE, sub_ledger: 甲}"
    opened = written(make, items)
    inner = tmp_path / "small" / "甲"
    inner.mkdir()
    for name, text in {"items": "- {id: 7, area: 甲, kind: problem, title: 题}", "departments": "[]"}.items():
        (inner / f"{name}.yaml").write_text(text, encoding="utf-8")
    fields = {"item": "1", "folder": "甲", "left": ["7"]}
    parts = [Fault("items.yaml", (0, "sub_ledger"), "parts-open", fields, "1")]
    assert found("parts_are_closed_with_the_whole", load(opened.folder)) == parts
    (inner / "items.yaml").write_text("[]", encoding="utf-8")
    assert found("parts_are_closed_with_the_whole", load(opened.folder)) == []


def with_file(make: Make) -> Opened:
    """Return a ledger in which a measure names a piece of evidence."""
    return written(make, "- {id: 1, WHOLE, measures: [{id: 1.1, text: 做, evidence: [{file: evidence/1/a.pdf}]}]}")


def test_evidence_that_is_there(make: Make) -> None:
    """A file that lies where the ledger says is no fault, nor is a link to another file inside the folder."""
    opened = with_file(make)
    path = opened.folder / FILE
    path.parent.mkdir(parents=True)
    path.write_bytes(b"%PDF")
    assert found("evidence_is_there", opened) == []
    path.rename(path.with_name("b.pdf"))
    path.symlink_to("b.pdf")
    assert found("evidence_is_there", opened) == []


def test_evidence_behind_a_link(make: Make, tmp_path: Path) -> None:
    """A link that leads out of the ledger's folder is found, be it the file or a folder above it."""
    opened = with_file(make)
    expected = [Fault("items.yaml", (0, "measures", 0, "evidence", 0, "file"), "outside-folder", {"value": FILE}, "1")]
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.pdf").write_bytes(b"%PDF")
    path = opened.folder / FILE
    path.parent.mkdir(parents=True)
    path.symlink_to(outside / "a.pdf")
    assert found("evidence_is_there", opened) == expected
    path.unlink()
    path.parent.rmdir()
    path.parent.symlink_to(outside)
    assert found("evidence_is_there", opened) == expected


def test_evidence_behind_a_circle_of_links(make: Make) -> None:
    """A link that leads to itself is lost evidence, not an end of the check."""
    opened = with_file(make)
    path = opened.folder / FILE
    path.parent.mkdir(parents=True)
    path.symlink_to(path.name)
    assert [fault.code for fault in found("evidence_is_there", opened)] == ["evidence-lost"]


def test_evidence_with_a_name_that_no_system_takes(make: Make) -> None:
    """A file name that is too long to exist is lost evidence, not an end of the check."""
    opened = written(
        make, f"- {{id: 1, WHOLE, measures: [{{id: 1.1, text: 做, evidence: [{{file: evidence/{'照' * 90}}}]}}]}}"
    )
    assert [fault.code for fault in found("evidence_is_there", opened)] == ["evidence-lost"]


def test_a_ledger_may_itself_lie_behind_a_link(make: Make, tmp_path: Path) -> None:
    """A ledger that is opened through a link has its evidence inside its folder all the same."""
    opened = with_file(make)
    path = opened.folder / FILE
    path.parent.mkdir(parents=True)
    path.write_bytes(b"%PDF")
    (tmp_path / "link").symlink_to(opened.folder)
    assert found("evidence_is_there", load(tmp_path / "link")) == []


def test_what_was_looked_at_is_let_go(make: Make) -> None:
    """A ledger that was checked does not stay in memory: a roll-up checks thousands."""
    opened = written(
        make, f"- {{id: 1, WHOLE, log: [{{on: 2024-05-01, event: inspect, by: 区教委, evidence: [{{file: {FILE}}}]}}]}}"
    )
    case = Case(opened.ledger, opened.folder, TODAY)
    assert checks.run(case)
    there = weakref.ref(case)
    del case
    assert there() is None


def test_the_rules_cannot_be_changed() -> None:
    """Nobody adds a rule while the program runs."""
    assert isinstance(RULES, tuple)


def test_every_rule_is_tried() -> None:
    """No rule is without a case of what it finds."""
    tried = {rule for rule, _, _ in HITS}
    tried |= {
        "other_files_name_known_departments",
        "departments_are_told_apart",
        "successors_are_named",
        "offices_are_there",
        "bodies_were_there",
        "parts_are_closed_with_the_whole",
        "routines_belong_to_items",
        "routines_have_a_start",
        "routines_run_forward",
    }
    assert {rule.__name__ for rule in (*RULES, THOROUGH[0])} == tried  # those on evidence are tried with its files


@pytest.mark.parametrize("rule", [*RULES, *THOROUGH], ids=lambda rule: rule.__name__)
def test_a_rule_says_what_and_why(rule: Callable[..., object]) -> None:
    """Each rule has a docstring of what it wants and, behind a colon or in brackets, why."""
    what, *why = (rule.__doc__ or "").replace("(", ":").split(":", maxsplit=1)
    assert what.strip()
    assert why


@pytest.mark.parametrize("items", [items for _, items, _ in HITS])
def test_every_fault_can_be_said(make: Make, items: str) -> None:
    """All that the rules find has a sentence and a hint without a gap, and a known severity."""
    opened = written(make, items)
    for fault in checks.run(Case(opened.ledger, opened.folder, TODAY), (*RULES, *THOROUGH)):
        assert fault.severity in {"error", "warning"}
        assert "{" not in message(fault.code, fault.fields) + hint(fault.code, fault.fields)


def test_run_asks_every_rule(make: Make) -> None:
    """The whole check is what all rules find: those about the whole first, then those about each item, one by one."""
    items = "- {id: 1, BARE, status: closed, lead: 某办}\n- {id: 2, BARE}"
    opened = written(make, items, departments="- {name: 甲}\n- {name: 甲}")
    case = Case(opened.ledger, opened.folder, TODAY)
    assert [(fault.code, fault.item) for fault in checks.run(case)] == [
        ("duplicate-department", ""),
        ("unknown-department", "1"),
        ("status-differs", "1"),
        ("no-text", "1"),
        ("no-evidence", "1"),
        ("no-text", "2"),
        ("no-lead", "2"),
        ("no-person", "2"),
        ("no-due", "2"),
    ]
    alone = [fault for rule in RULES for fault in rule(case)]
    assert sorted(map(repr, alone)) == sorted(map(repr, checks.run(case)))


def test_the_shipped_ledger_has_no_error(shipped: Path) -> None:
    """The plan's own ledger has gaps, for the plan has them, and not one error."""
    opened = load(shipped)
    faults = checks.run(Case(opened.ledger, opened.folder, TODAY))
    assert {fault.severity for fault in faults} == {"warning"}
    gaps = {"no-lead", "no-measure-lead", "no-person", "no-due", "ambiguous-due", "open-due"}
    assert {fault.code for fault in faults} == gaps
