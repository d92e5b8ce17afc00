"""The ledger as long tables: nothing that an item says is left out, and what is not known is null."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import get_args

import duckdb
import pytest

from ledger.asof import ledger_as_of
from ledger.events import Event
from ledger.reports.long.base import Value
from ledger.reports.long.tables import TABLES
from ledger.reports.long.tables import head
from ledger.reports.long.tables import rows
from ledger.reports.status import plan_head
from ledger.reports.story import stories
from ledger.store import Opened
from sharing import Make

FULL = """\
- id: 7
  area: 学前
  kind: both
  title: 缴纳不足
  problem: 仅占65%
  recommendation: 建议补缴
  source: 二(一)2
  lead: 区教委
  support: 区财政局
  leader: 分管甲
  office: 学前科
  person: 责任乙
  goal: 应缴尽缴
  type: phased
  ongoing: {every: quarter}
  due: 2024-06-28
  due_wording: 2024年春期
  since: 2024-04-16
  sub_ledger: 分册
  status: closed
  measures:
  - id: 7.5
    text: 检查
    done: 2024-06-20
    lead: 区人社局
    support: 某街道
    person: 责任丙
    due: 2024-04-01
    due_wording: 四月初
    evidence: [{file: evidence/7/表.pdf, sha256: DIGEST, name: 原表.pdf}, {url: 'https://甲.cn/表'}]
    dropped: 并入别项
  indicators:
  - {name: 占比, unit: '%', kind: target, literal: 占比90%, value: 90.25, aim: '>=', measure: 7.5,
    readings: [{on: 2024-06-30, value: 82.5, source: 报表}]}
  log:
  - {BASE, event: progress, received: 2024-01-02, news: none}
  - {BASE, event: inspect}
  - {BASE, event: decide}
  - {BASE, event: notice, level: remind, to: [收函甲, 收函乙]}
  - {BASE, event: lookback, outcome: 未反弹}
  - {BASE, event: extend, to: 2024-12-31, was: 2024-11-30, reason: 因故}
  - {BASE, event: submit}
  - {BASE, event: return, reason: 缺照片}
  - {BASE, event: verify, outcome: 属实}
  - {BASE, event: publicize, from: 2024-07-01, until: 2024-07-08}
  - {BASE, event: close, filing_number: 备12}
  - {BASE, event: report, to: 市委}
  - {BASE, event: withdraw, into: 88, reason: 并}
  - {BASE, event: restore, reason: 仍需}
  - {BASE, event: handover, was: [前任甲], to: [后任乙]}
  - {BASE, event: reopen, reason: 反弹}
  - {BASE, event: correct, entry: 99, reason: 记错}
""".replace("DIGEST", "ab" * 32).replace(
    "BASE", "on: 2024-06-21, by: 区督导委, person: 经办丁, note: 说明, override: 特批, evidence: [{paper: 3号柜}]"
)


def table(opened: Opened, name: str, day: date = date(2024, 7, 15), part: str = "") -> list[dict[str, Value]]:
    """Return the rows of a table, by the names of its columns, of a ledger on a day."""
    now = ledger_as_of(opened.ledger, day)
    told = stories(now, day, (), [item.id for item in now.items], opened.ledger)
    found = rows(head(now, day, part), told)
    return [
        dict(zip((column.name for column in of.columns), cells, strict=True)) for of, cells in found if of.name == name
    ]


def leaves(value: object) -> Iterator[object]:
    """Yield every single value inside another."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        for inner in value:
            yield from leaves(inner)
    elif value is not None:
        yield value


def test_every_field_is_somewhere(make: Make) -> None:
    """Whatever an item, a measure, an indicator or an entry can say stands in a table; FULL says all of it."""
    opened = make(FULL)
    [item] = opened.ledger.items
    [measure], [indicator] = item.measures, item.indicators
    for record in (item, measure, indicator, indicator.readings[0], *item.log):
        assert record.model_fields_set == set(type(record).model_fields)
    assert {type(entry) for entry in item.log} == set(get_args(Event))
    assert {key for proof in (*measure.evidence, *item.log[0].evidence) for key in proof.model_fields_set} == set(
        type(measure.evidence[0]).model_fields
    )
    told = stories(opened.ledger, date(2024, 7, 15), (), ["7"])
    cells = [cell for _, row in rows(head(opened.ledger, date(2024, 7, 15), ""), told) for cell in row]
    held = Counter(leaf for leaf in leaves(cells) if not isinstance(leaf, bool))
    assert Counter(leaves(item.model_dump())) - held == Counter()


def test_what_is_not_known_is_null(make: Make) -> None:
    """An item that says nothing has no row in other tables; every column that may be null is, or is computed."""
    opened = make("- {id: 1, area: A, kind: problem, title: T}\n", settings="{}")
    [row] = table(opened, "items")
    known = {name: value for name, value in row.items() if value is not None}
    assert known == {
        "ledger": "",
        "as_of": date(2024, 7, 15),
        "item": "1",
        "place": 1,
        "area": "A",
        "kind": "problem",
        "title": "T",
        "status": "open",
        "light": "grey",
        "light_reason": "no_date",
        "measures_done": 0,
        "measures_total": 0,
        "cycle": 1,
        "returns": 0,
        "faults": (),
    }
    assert [of.name for of in TABLES if table(opened, of.name)] == ["ledgers", "items"]
    [ledger] = table(opened, "ledgers")
    assert {name for name, value in ledger.items() if value is not None} == {"ledger", "as_of", "system_id"}


LOG = """\
- id: 1
  area: A
  kind: problem
  title: T
  lead: 长寿区教委
  status: in_progress
  log:
  - {on: 2024-06-03, event: progress, by: 长寿区教委, note: 误}
  - {on: 2024-06-01, event: progress, by: 区教委, note: 甲}
  - {on: 2024-06-05, event: correct, by: 区教委, entry: 1, reason: 错}
  - {on: 2024-06-20, event: extend, by: 区教委, to: 2024-12-31, reason: 因故}
"""


@pytest.mark.parametrize(
    ("day", "entries"),
    [
        (date(2024, 6, 1), [(2, False)]),
        (date(2024, 6, 4), [(1, False), (2, False)]),
        (date(2024, 6, 5), [(1, True), (2, False), (3, False)]),
    ],
)
def test_an_entry_keeps_its_number(make: Make, day: date, entries: list[tuple[int, bool]]) -> None:
    """On every day an entry has the number of the whole log, and is void once it was taken back."""
    assert [(row["entry"], row["void"]) for row in table(make(LOG), "events", day)] == entries


def test_bodies_go_by_their_names(make: Make) -> None:
    """A department goes by the name in departments.yaml, however it is spelt in the item."""
    opened = make(LOG)
    assert [(row["body"], row["role"], row["measure"]) for row in table(opened, "bodies")] == [("区教委", "lead", None)]
    assert {row["body"] for row in table(opened, "events")} == {"区教委"}


def test_a_ledger_is_told_from_others(make: Make) -> None:
    """The ledger is named by its plan's title, number and date, a sub-ledger by its folder too, be that no text."""
    opened = make("[]\n", settings="plan: {title: 方案, number: 〔2024〕4号, date: 2024-04-15}\n")
    [whole], [part] = table(opened, "ledgers"), table(opened, "ledgers", part="大班\udcff")
    assert (whole["ledger"], whole["part"]) == ("方案 〔2024〕4号 2024-04-15", None)
    assert (part["ledger"], part["part"]) == ("方案 〔2024〕4号 2024-04-15 大班?", "大班?")
    assert whole["system_id"] != part["system_id"]
    assert plan_head(opened.ledger).identity("") == ("方案", "〔2024〕4号", date(2024, 4, 15), "")


def test_columns_need_no_quotes() -> None:
    """Every name can stand in SQL as it is, once in a table, and every table has a sentence for each column."""
    for of in TABLES:
        names = [column.name for column in of.columns]
        assert len(set(names)) == len(names)
        duckdb.sql(f"SELECT {', '.join(names)} FROM (SELECT {', '.join(f'1 AS {name}' for name in names)})")  # noqa: S608 (our own names)
        assert all(re.fullmatch("[a-z0-9_]+", name) for name in names)
        assert all(column.meaning for column in of.columns)
