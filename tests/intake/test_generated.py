"""Plans made by rule: every nesting of numbers, manner of labels and kind of signs, with counts that follow from it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from hypothesis import example
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from ledger.checks import Case
from ledger.checks import run as check
from ledger.deadlines import Calendar
from ledger.intake.documents import read_text
from ledger.intake.reading import read
from ledger.intake.writing import texts
from ledger.model import Ledger
from ledger.reports.intake import intake
from ledger.yamltext import parse

NUMERALS = "一二三四五六七八九十"
STYLES = ("一、", "(一)", "1.", "(1)", "①", "第", "1、", "1)")
NESTINGS = (
    ("一、", "(一)", "1."), ("一、", "1.", "(1)"), ("(一)", "1.", "(1)"), ("1.", "(1)", "①"), ("一、", "(一)", "(1)"),
    ("(一)", "(1)", "①"), ("第", "(一)", "1."), ("1、", "(1)", "①"), ("一、", "1、", "①"), ("(一)", "1.", "1)"),
)  # fmt: skip
LABELS = ("colon", "lost", "brackets", "own line")
ENDINGS = ("是", "numbers", "one")
FORMS = ("quoted", "plain", "label")


@dataclass(frozen=True)
class Made:
    """A plan, and what must be found in it."""

    name: str
    text: str
    items: int
    areas: int
    measures: int
    bodies: int
    limits: int


def number(style: str, value: int) -> str:
    """Return a number as it is written in a style."""
    chinese = NUMERALS[value - 1]
    forms = {
        "一、": f"{chinese}、", "(一)": f"（{chinese}）", "1.": f"{value}.", "(1)": f"（{value}）", "1)": f"{value})",
        "①": chr(0x245F + value), "第": f"第{chinese}，", "1、": f"{value}、",
    }  # fmt: skip
    return forms[style]


_PROBLEMS = ("公办园学位不足", "教师编制短缺", "校舍安全隐患突出", "督导结果运用不够", "经费拨付不及时", "大班额未消除")
_STEPS = ("建立工作台账", "开展专项检查", "增加资金投入", "落实编制标准")
_BODIES = ("县教育局", "县财政局、县人社局", "县委编办牵头，县教育局配合")
_LIMITS = ("2025年8月底前", "2024年12月31日", "长期坚持")


def plans() -> Iterator[Made]:
    """Yield a plan for each combination."""
    for nesting, label, ending, form in product(NESTINGS, LABELS, ENDINGS, FORMS):
        for runs_on, narrow in ((True, False), (False, True)):
            yield _plan(nesting, (label, ending, form), runs_on=runs_on, narrow=narrow)


def _plan(nesting: tuple[str, str, str], manner: tuple[str, str, str], *, runs_on: bool, narrow: bool) -> Made:
    label, ending, form = manner
    area_style, item_style, measure_style = nesting
    lines = ["某县教育督导反馈问题整改方案", "2024年3月1日", "为做好整改工作，制定本方案。"]
    count = measures = 0
    for area in range(1, 4):
        lines.append(f"{number(area_style, area)}{('学前教育', '义务教育', '职业教育')[area - 1]}方面")
        for within in range(1, area + 1):
            count += 1
            lines += _item(number(item_style, count if runs_on else within), count, manner, measure_style)
            measures += 1 if ending == "one" else 1 + count % 3
    lines += ["附则", f"{number(area_style, 4)}组织保障"]
    lines += [
        f"{number(item_style, n)}{text}" for n, text in ((1, "加强组织领导。成立领导小组。"), (2, "严肃工作纪律。"))
    ]
    text = "\n".join(lines).translate(str.maketrans("，：（）", ",:()")) if narrow else "\n".join(lines)
    name = "-".join([*nesting, label, ending, form, "on" if runs_on else "anew"])
    return Made(name, text, count, 3, measures, count, count)


def _item(mark: str, count: int, manner: tuple[str, str, str], style: str) -> list[str]:
    label, ending, form = manner
    problem = _PROBLEMS[count % len(_PROBLEMS)]
    heading = {"quoted": f"关于“{problem}”的问题", "plain": f"{problem}。", "label": f"问题：{problem}。"}[form]
    steps = [_STEPS[(count + n) % len(_STEPS)] for n in range(1 if ending == "one" else 1 + count % 3)]
    lines = [f"{mark}{heading}"]
    if ending == "numbers":
        lines.append(_labelled(label, "整改措施", ""))
        lines += [f"{number(style, n)}{step}。" for n, step in enumerate(steps, start=1)]
    else:
        said = "。".join(f"{NUMERALS[n]}是{step}" if ending == "是" else step for n, step in enumerate(steps)) + "。"
        lines.append(_labelled(label, "整改措施", said))
    lines.append(_labelled(label, "责任单位", _BODIES[count % len(_BODIES)]))
    lines.append(_labelled(label, "整改时限", _LIMITS[count % len(_LIMITS)]))
    return [line for each in lines for line in each.split("\n")]


def _labelled(label: str, word: str, value: str) -> str:
    if label == "own line":
        return f"{word}：\n{value}" if value else f"{word}："
    return {
        "colon": f"{word}：{value}",
        "lost": f"{word}{value}" if value else f"{word}：",
        "brackets": f"【{word}】{value}",
    }[label]


@pytest.mark.parametrize("nesting", NESTINGS, ids="-".join)
def test_every_combination(nesting: tuple[str, str, str]) -> None:
    """Whatever numbers nest in whatever order, with any labels and signs, the counts are those it was made with."""
    made = [plan for plan in plans() if plan.name.startswith("-".join(nesting) + "-")]
    assert len(made) == 72
    for plan in made:
        draft = read(read_text(plan.text), None, Calendar())
        counts = intake(draft, plan.name, None, written=False).counts
        found = (counts.items, counts.areas, counts.measures, counts.with_bodies, counts.with_time_limits)
        wanted = (plan.items, plan.areas, plan.measures, plan.bodies, plan.limits)
        assert (plan.name, *found) == (plan.name, *wanted)
        assert [each for each in draft.review if each.reason == "unplaced"] == []


_WORDS = (
    "一、|（一）|1.|(1)|①|一是|7|关于“|”的问题|”的建议|整改措施：|责任单位：|整改时限：|区教委|牵头，|配合|2024年|5月底前|已完成|"
    "\n|\n\n|\t|。|；|（|）|《|92%|存在问题|序号|问题|组织领导"
)
_PIECES = st.sampled_from([*_WORDS.split("|"), " | "])


@settings(deadline=None, max_examples=300)
@example("整改措施\r0、\r存在问题")
@example("0、\r0%一一!整改措施:")
@given(st.one_of(st.text(max_size=300), st.lists(_PIECES, max_size=80).map("".join)))
def test_any_text(text: str) -> None:
    """No text stops the reading; each line that says something has its part, and what is written reads back."""
    document = read_text(text)
    draft = read(document, None, Calendar())
    assert set(draft.parts) == {line.number for line in draft.document.lines}
    for content in texts(draft).values():
        assert parse(content)[1] == []
    for each in draft.items:
        assert set(each.lines.values()) <= set(draft.parts)
    ledger = Ledger(tuple(each.item for each in draft.items), draft.departments)
    faults = check(Case(ledger, Path("nowhere"), date(2024, 7, 15)))
    assert [fault for fault in faults if fault.severity == "error"] == []
