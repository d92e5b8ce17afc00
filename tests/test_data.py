"""The shipped ledger holds the real plan: its counts, numbers, names and dates, and nothing that it does not say."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ledger.model import Ledger
from ledger.store import load

Inventory = dict[str, Any]

ROOT = Path(__file__).parent.parent
SEED = ROOT.parent / "shared" / "seed"

MEASURES = {
    1: 1,
    2: 1,
    3: 2,
    4: 3,
    5: 2,
    6: 1,
    7: 3,
    8: 1,
    9: 4,
    10: 3,
    11: 3,
    12: 4,
    13: 4,
    14: 1,
    15: 1,
    16: 1,
    17: 1,
    18: 1,
}
# Names in the texts that are not departments: they stay exact.
_PROPER = (
    "《[^》]*》",
    "华中师大附中新建项目",
    "长寿中学桃花溪校区扩建项目",
    "“3113”项目攻坚行动计划",
    "安全生产治本攻坚三年行动",
    "消防安全集中除患攻坚大整治行动",
)
PROBLEMS = {"2", "3", "7", "15", "16"}
BOTH = {"1", "9", "10", "11", "12"}


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    """Return the shipped ledger."""
    return load(ROOT / "data").ledger


@pytest.fixture(scope="module")
def inventory() -> Inventory:
    """Return what was counted in the plan by hand."""
    counted: Inventory = json.loads((SEED / "inventory.json").read_text(encoding="utf-8"))
    return counted


def test_counts(ledger: Ledger) -> None:
    """4 areas, 18 items and 37 measures, numbered as in the plan."""
    assert len({item.area for item in ledger.items}) == 4
    assert [item.id for item in ledger.items] == [str(number) for number in range(1, 19)]
    for item in ledger.items:
        assert [measure.id for measure in item.measures] == [
            f"{item.id}.{n + 1}" for n in range(MEASURES[int(item.id)])
        ]
    assert sum(len(item.measures) for item in ledger.items) == 37


def test_kinds(ledger: Ledger) -> None:
    """5 problems, 8 recommendations, 5 of both, each with the texts of its kind."""
    kinds = {item.id: item.kind for item in ledger.items}
    assert {one for one, kind in kinds.items() if kind == "problem"} == PROBLEMS
    assert {one for one, kind in kinds.items() if kind == "both"} == BOTH
    for item in ledger.items:
        assert (item.problem is not None) == (item.kind in {"problem", "both"})
        assert (item.recommendation is not None) == (item.kind in {"recommendation", "both"})


def test_clauses(ledger: Ledger) -> None:
    """Every item names its clause, and the areas come in the plan's order."""
    areas = list(dict.fromkeys(item.area for item in ledger.items))
    for item in ledger.items:
        assert item.source == f"二({'一二三四'[areas.index(item.area)]}){item.id}"


def test_time_limits(ledger: Ledger) -> None:
    """Only items 2 and 7 have a date, 12 waits for a person, and item 4's words are on its measures."""
    limits = {item.id: (item.due, item.due_wording) for item in ledger.items if item.due or item.due_wording}
    assert limits == {
        "2": (date(2024, 6, 28), "2024年春期"),
        "7": (date(2024, 12, 31), "2024年度"),
        "12": (None, "2025年前"),
    }
    measures = {m.id: (m.due, m.due_wording) for item in ledger.items for m in item.measures if m.due or m.due_wording}
    assert measures == {"4.1": (None, "为期1年"), "4.2": (date(2024, 12, 31), "2024年")}


def test_roles(ledger: Ledger) -> None:
    """Departments carry the roles that the plan gives them, and items without any have none."""
    roles = {item.id: (set(item.bodies("lead")), set(item.bodies("support"))) for item in ledger.items}
    assert {one: role for one, role in roles.items() if any(role)} == {
        "1": ({"区教委"}, {"区编办", "区人社局", "区财政局"}),
        "2": ({"区教委", "区人社局"}, set()),
        "6": ({"区卫健委"}, {"区教委"}),
        "7": ({"区规划自然资源局", "区发展改革委"}, {"区教委"}),
        "8": (
            {"区政府教育督导委", "区教委", "跨部门创建攻坚工作专班"},
            {"区编办", "区教委", "区财政局", "区人社局"},
        ),
        "12": ({"迁建项目专项工作组", "重庆市行知职业技术学校"}, set()),
    }
    assert not any(item.leader or item.office or item.person for item in ledger.items)


def test_what_the_plan_reports_as_done(ledger: Ledger) -> None:
    """Items 8, 10 and 12 are in progress since the plan's date, all others not started, and no measure is done."""
    started = {item.id: [(entry.on, entry.event) for entry in item.log] for item in ledger.items if item.log}
    assert started == {one: [(date(2024, 4, 15), "progress")] for one in ("8", "10", "12")}
    assert {item.id for item in ledger.items if item.status == "in_progress"} == set(started)
    assert {item.id for item in ledger.items if item.status == "open"} == {i.id for i in ledger.items} - set(started)
    assert not any(measure.done for item in ledger.items for measure in item.measures)


def test_one_body_two_names(ledger: Ledger) -> None:
    """区编办 and 区委编办 are one body."""
    assert ledger.known(["区委编办", "区编办"]) == ("区编办",)


def test_plan(ledger: Ledger) -> None:
    """The settings name the plan; its document number is empty on the published page, so it is absent."""
    plan = ledger.settings.plan
    assert plan.title == "2023年对长寿区人民政府履行教育职责评价意见整改方案"
    assert (plan.number, plan.date) == (None, date(2024, 4, 15))
    assert (ledger.settings.office, ledger.settings.verifier) == ("区教委", "区政府教育督导委")
    assert [(t.name, t.begin, t.until) for t in ledger.settings.terms] == [
        ("2024年春期", date(2024, 2, 19), date(2024, 6, 28))
    ]


def test_indicators(ledger: Ledger) -> None:
    """28 indicators, each with the plan's words, and with a number only where those words hold it."""
    indicators = [indicator for item in ledger.items for indicator in item.indicators]
    assert len(indicators) == 28
    for indicator in indicators:
        digits = re.search(r"[0-9一二三四]", indicator.literal) is not None
        assert digits or indicator.value is None
    values = [indicator.value for indicator in indicators if indicator.value is not None]
    assert values == [
        82,
        392,
        34679,
        29,
        118659,
        1513,
        65,
        1,
        46,
        9000,
        7,
        5,
        8,
        23.9,
        4,
        86.92,
        85.98,
        86.89,
        1,
        5,
        30,
        24,
    ]


def test_routines(ledger: Ledger) -> None:
    """The plan's seven recurring duties, each with its item and clause, a lead only where the plan names one."""
    clauses = {item.id: item.source for item in ledger.items}
    assert [(one.id, one.item, one.every, one.lead) for one in ledger.routines] == [
        ("8.月报", "8", "month", ("区教委",)),
        ("18.日排查", "18", "day", ()),
        ("18.周排查", "18", "week", ()),
        ("18.月排查", "18", "month", ()),
        ("18.1530日", "18", "day", ()),
        ("18.1530周", "18", "week", ()),
        ("18.1530假", "18", "holiday", ()),
    ]
    for one in ledger.routines:
        assert one.source == clauses[str(one.item)]
        assert (one.begin, one.until, one.done) == (None, None, ())


@pytest.mark.shared
def test_inventory_items(ledger: Ledger, inventory: Inventory) -> None:
    """Items, kinds and measures are those that were counted in the plan by hand."""
    counted = [(str(item["no"]), item["kind"].replace("suggestion", "recommendation")) for item in inventory["items"]]
    assert [(item.id, item.kind) for item in ledger.items] == counted
    measures = [measure["id"] for item in inventory["items"] for measure in item["measures"]]
    assert [measure.id for item in ledger.items for measure in item.measures] == measures


@pytest.mark.shared
def test_inventory_indicators(ledger: Ledger, inventory: Inventory) -> None:
    """Every indicator's words are those of the plan, in its order, on the measure where they stand."""
    for item, counted in zip(ledger.items, inventory["items"], strict=True):
        shipped = [(indicator.literal, indicator.measure or "lead") for indicator in item.indicators]
        assert shipped == [(indicator["literal"], indicator["where"]) for indicator in counted["indicators"]]


@pytest.mark.shared
def test_inventory_departments(ledger: Ledger, inventory: Inventory) -> None:
    """Every unit that the plan makes responsible by name stands on its item, and no other does."""
    for item, counted in zip(ledger.items, inventory["items"], strict=True):
        named = {unit["literal"] for unit in counted["units"] if unit["is_responsible"] and "泛指" not in unit["role"]}
        assert set(item.bodies("lead")) | set(item.bodies("support")) == set(ledger.known(named))


@pytest.mark.shared
def test_own_words(ledger: Ledger) -> None:
    """The ledger condenses: apart from names, it never repeats more than a phrase of the plan."""
    plan = re.sub(r"\W", "", (SEED / "plan.txt").read_text(encoding="utf-8"))
    names = "|".join([*_PROPER, *ledger.names])
    texts = [text for item in ledger.items for text in (item.title, item.problem, item.recommendation) if text]
    texts += [measure.text for item in ledger.items for measure in item.measures]
    texts += [routine.text for routine in ledger.routines]
    for text in texts:
        for part in re.split(names, text):
            words = re.sub(r"\W", "", part)
            longest = 20
            assert not any(words[at : at + longest] in plan for at in range(len(words) - longest + 1)), text
