"""The words of pages: a whole life of one item, a crowded morning, and every closed set in both languages."""

from collections.abc import Mapping
from typing import get_args

import pytest
from syrupy.assertion import SnapshotAssertion

from ledger.events import Event
from ledger.events import Level
from ledger.i18n import ENGLISH
from ledger.model import Every
from ledger.model import IndicatorKind
from ledger.model import Kind
from ledger.model import Rhythm
from ledger.model import Status
from ledger.model import Type
from ledger.outline import words
from ledger.pace import Light
from ledger.pace import Reason
from ledger.reports.status import GAPS
from sharing import Make
from sharing import Run

LIFE = """\
- id: 9
  area: 义务教育
  kind: both
  title: 城区学位不足
  problem: 学位不足
  recommendation: 加快布局调整
  source: 二(二)9
  lead: 区教委
  support:
  - 区财政局
  leader: 王副区长
  office: 基教科
  person: 李四
  goal: 消除大班额
  type: phased
  ongoing:
    every: quarter
  due: 2024-09-30
  due_wording: 2024年6月底前
  status: in_progress
  measures:
  - id: 9.1
    text: 规划布局
    done: 2024-05-20
    evidence:
    - paper: 档2024-17/3号柜
  - id: 9.2
    text: 教师交流
    dropped: 并入9.1
  - id: 9.3
    text: 规范招生
    lead:
    - 区教委
    due: 2024-07-01
    due_wording: 2024年7月1日前
  indicators:
  - name: 大班额
    unit: 个
    kind: target
    literal: 大班额清零
    value: 0
    measure: 9.3
    readings:
    - on: 2024-06-30
      value: 3
    - on: 2024-05-31
      value: 8.5
  log:
  - on: 2024-05-06
    event: progress
    by: 长寿区教委
    person: 李四
    note: 已摸底
    evidence:
    - url: https://example.org/9
  - on: 2024-05-07
    event: inspect
    by: 区督导委
  - on: 2024-05-08
    event: notice
    by: 区督导委
    level: remind
    to: 区教委
  - on: 2024-05-08
    event: notice
    by: 区督导委
    level: supervise
  - on: 2024-05-10
    event: extend
    by: 区教委
    was: 2024-06-30
    to: 2024-09-30
    reason: 招标延期
  - on: 2024-05-10
    event: extend
    by: 区教委
    to: 2024-09-30
    reason: 原无时限
  - on: 2024-05-21
    event: submit
    by: 区教委
  - on: 2024-05-22
    event: return
    by: 区督导委
    reason: 材料不全
  - on: 2024-05-23
    event: submit
    by: 区教委
  - on: 2024-05-24
    event: verify
    by: 区督导委
    outcome: 同意销号
    override: 领导小组会议决定
  - on: 2024-05-25
    event: publicize
    by: 区督导委
    from: 2024-05-25
    until: 2024-06-01
  - on: 2024-06-02
    event: close
    by: 区督导委
    filing_number: 长教督〔2024〕3号
  - on: 2024-06-20
    event: lookback
    by: 区督导委
    outcome: 出现反弹
  - on: 2024-06-21
    event: reopen
    by: 区督导委
    reason: 秋季超额编班
  - on: 2024-06-22
    event: correct
    by: 区教委
    entry: 2
    reason: 日期记错
"""


def crowd() -> str:
    """Return a ledger in which every section of the status has something, and some more than ten rows."""
    entries = [
        f"- id: {n}\n  area: 领域{n % 12}\n  kind: problem\n  title: 事项{n}\n  due: 2024-07-{n + 10}\n"
        for n in range(1, 16)
    ]
    entries.append(
        "- id: w\n  area: 领域0\n  kind: problem\n  title: 待核查\n  status: submitted\n  lead: 区教委\n"
        "  log:\n  - on: 2024-07-01\n    event: submit\n    by: 区教委\n"
    )
    return "".join(entries)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("terminal", [False, True])
def test_a_whole_life(make: Make, run: Run, snapshot: SnapshotAssertion, lang: str, *, terminal: bool) -> None:
    """`show` tells every kind of event with what is particular to it, ticks the measures, and names the people."""
    opened = make(LIFE)
    shown = run("show", "9", data=opened.folder, lang=lang, terminal=terminal)
    assert shown.exit_code == 0
    assert shown.stdout == snapshot


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_crowded_morning(make: Make, run: Run, snapshot: SnapshotAssertion, lang: str) -> None:
    """`status` lists at most ten of anything and counts the rest."""
    opened = make(crowd())
    for day in ("2024-07-15", "2024-07-31"):
        shown = run("status", "--as-of", day, data=opened.folder, lang=lang)
        assert shown.exit_code == 0
        assert shown.stdout == snapshot


@pytest.mark.parametrize(
    ("table", "closed_set"),
    [
        (words.STATUS, get_args(Status)),
        (words.LIGHT, get_args(Light)),
        (words.REASON, get_args(Reason)),
        (words.KIND, get_args(Kind)),
        (words.TYPE, get_args(Type)),
        (words.RHYTHM, get_args(Rhythm)),
        (words.EVERY, get_args(Every)),
        (words.INDICATOR, get_args(IndicatorKind)),
        (words.LEVEL, get_args(Level)),
        (words.GAP, GAPS),
        (words.EVENT, [get_args(kind.model_fields["event"].annotation)[0] for kind in get_args(Event)]),
    ],
)
def test_every_member_has_a_word(table: Mapping[str, str], closed_set: tuple[str, ...]) -> None:
    """Each member of a closed set has a word, and there are no words for others."""
    assert set(table) == set(closed_set)


@pytest.mark.parametrize(
    ("ids", "said"),
    [
        ([], ""),
        (["1"], "1"),
        (["1", "2"], "1, 2"),
        (["1", "2", "3", "5"], "1–3, 5"),
        (["9", "10", "11", "A", "B"], "9–11, A, B"),
        (["3", "2", "1"], "3, 2, 1"),
    ],
)
def test_ranges(ids: list[str], said: str) -> None:
    """Runs of three and more whole numbers are drawn together."""
    assert ", ".join(words.runs(ids)) == said


def test_days() -> None:
    """Days are told from long ago to far ahead, right for one and for many."""
    said = [words.days(days, ENGLISH).text for days in (-2, -1, 0, 1, 2, None)]
    assert said == ["2 days late", "1 day late", "today", "in 1 day", "in 2 days", ""]


def test_harmless() -> None:
    """What could steer a terminal becomes visible, and everything else stays."""
    assert words.harmless("a\x1b[31mb\x00\x7f\x9b\u202ec") == "a␛[31mb␀<U+007F><U+009B><U+202E>c"
    assert words.harmless("一行\n两行\t末\u2028尾") == "一行 两行 末 尾"
    assert words.harmless("教职工“五险一金”👩‍🏫") == "教职工“五险一金”👩‍🏫"
