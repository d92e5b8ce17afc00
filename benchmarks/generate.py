"""Write a large ledger that could be real: all statuses, logs that replay, dates over two years, texts that differ.

The same seed gives the same bytes. The text is put together by hand, not dumped, so that it has the shape that people
write: block style, one key a line.
"""

import argparse
import random
from collections.abc import Iterator
from collections.abc import Sequence
from datetime import date
from datetime import timedelta
from pathlib import Path

VERIFIER = "区政府教育督导委"
DEPARTMENTS = {
    "区教委": "甲区教育委员会",
    "区财政局": "甲区财政局",
    "区人社局": "甲区人力资源和社会保障局",
    "区委编办": "中共甲区委机构编制委员会办公室",
    "区发改委": "甲区发展和改革委员会",
    "区住建委": "甲区住房和城乡建设委员会",
    "区规资局": "甲区规划和自然资源局",
    "区卫健委": "甲区卫生健康委员会",
    "区公安局": "甲区公安局",
    "区应急局": "甲区应急管理局",
    "区市场监管局": "甲区市场监督管理局",
    VERIFIER: "甲区人民政府教育督导委员会",
}
LEADS = [name for name in DEPARTMENTS if name != VERIFIER]  # who leads an item may not verify it

# area, what is wrong there, what shall be reached
SUBJECTS = [
    ("学前教育教师待遇保障", "教职工“五险一金”缴纳不足", "应缴尽缴"),
    ("学前教育普惠发展", "公办园在园幼儿占比偏低", "公办园在园幼儿占比达到50%以上"),
    ("义务教育学位供给", "大班额尚未消除", "56人以上大班额动态清零"),
    ("义务教育教师队伍", "音体美专任教师缺额较大", "按课程标准配齐配足"),
    ("教师编制管理", "在编教师长期借调", "清理规范到位，空编率控制在3%以内"),
    ("教育经费投入", "生均公用经费拨付不及时", "按学期足额拨付到校"),
    ("校园安全管理", "消防设施维护不到位", "隐患整改率达到100%"),
    ("校园食品安全", "“互联网+明厨亮灶”覆盖不全", "学校食堂全部接入"),
    ("职业教育办学条件", "实训设备更新滞后", "生均设备值达到国家标准"),
    ("特殊教育保障", "随班就读资源教室不足", "每个街镇至少建成1间资源教室"),
    ("教育评价改革", "综合素质评价结果运用不充分", "评价结果纳入招生录取"),
    ("校外培训治理", "隐形变异培训时有发生", "投诉举报办结率达到100%"),
]
PLACES = ["凤城街道", "晏家街道", "江南街道", "渡舟街道", "新市街道", "双龙镇", "石堰镇", "云台镇", "海棠镇", "葛兰镇"]
CAUSES = ["资金安排滞后", "部门之间信息不通", "基层力量不足", "责任没有落实到人", "前期摸底不准", "制度尚不健全"]
METHODS = ["开展专项执法检查", "逐校摸底建立清单", "召开联席会议研究", "修订完善管理制度", "落实专项资金", "组织培训"]
RESULTS = ["发现问题当场交办", "结果在全区通报", "每月向领导小组报告", "纳入年度考核", "形成长效机制", "限期逐一核对"]
SURNAMES, GIVEN_NAMES = "王李张刘陈杨黄赵周吴", ["建国", "晓梅", "志强", "丽华", "文军", "玉兰", "海涛", "春燕"]

STATUSES = {"open": 15, "in_progress": 35, "submitted": 10, "verified": 10, "closed": 30}
STEPS = {"open": 0, "in_progress": 1, "submitted": 2, "verified": 3, "closed": 4}  # entries in the log so far

PLAN_DATE = date(2023, 10, 9)
FIRST_DUE, LAST_DUE = date(2024, 3, 1), date(2025, 12, 31)
LAST_FACT = date(2025, 9, 30)  # the day on which the ledger is left: nothing is recorded after it


def item(rng: random.Random, number: int) -> Iterator[str]:
    """Yield the lines of one item."""
    area, wrong, goal = rng.choice(SUBJECTS)
    place, share = rng.choice(PLACES), rng.randint(20, 90)
    leads = rng.sample(LEADS, rng.choice([1, 1, 1, 2]))
    status = rng.choices(list(STATUSES), list(STATUSES.values()))[0]
    due, wording = _due(rng)
    days = _days(rng, due)
    yield f"- id: {number}"
    yield f"  area: {area}"
    both = rng.choice([True, False, False])
    yield f"  kind: {'both' if both else 'problem'}"
    yield f"  title: {place}{rng.randint(2, 40)}所学校{wrong}"
    yield f"  problem: 检查学校（园）{rng.randint(41, 90)}所，达到要求的仅占{share}%；主要原因是{rng.choice(CAUSES)}"
    if both:
        yield f"  recommendation: {rng.choice(METHODS)}，尽快补齐短板"
    yield f"  source: 二({rng.choice('一二三四五六')}){number}"
    yield f"  lead: [{', '.join(leads)}]"
    yield f"  leader: {_person(rng)}"
    yield f"  office: {rng.choice(['基教科', '学前科', '财务科', '人事科', '安稳科'])}"
    yield f"  person: {_person(rng)}"
    yield f"  goal: {goal}"
    yield f"  type: {rng.choice(['immediate', 'phased'])}"
    yield f"  due: {due}"
    yield f"  due_wording: {wording}"
    yield f"  status: {status}"
    yield from _measures(rng, number, STEPS[status], days)
    yield from _indicator(rng, share, days[: STEPS[status]])
    yield from _log(rng, leads, days[: STEPS[status]])


def _due(rng: random.Random) -> tuple[date, str]:
    due = FIRST_DUE + timedelta(days=rng.randint(0, (LAST_DUE - FIRST_DUE).days))
    if rng.choice([True, False]):
        return due, f"{due.year}年{due.month}月{due.day}日前"
    following = due.replace(day=28) + timedelta(days=4)
    return following - timedelta(days=following.day), f"{due.year}年{due.month}月底前"


def _days(rng: random.Random, due: date) -> list[date]:
    """Return the days of the four steps of an item's life, in order; some lie after the due date."""
    begin = max(PLAN_DATE, min(due - timedelta(days=rng.randint(45, 240)), LAST_FACT - timedelta(days=45)))
    end = min(LAST_FACT, due + timedelta(days=75))
    return [begin + timedelta(days=day) for day in sorted(rng.sample(range((end - begin).days + 1), 4))]


def _person(rng: random.Random) -> str:
    return rng.choice(SURNAMES) + rng.choice(GIVEN_NAMES)


def _measures(rng: random.Random, number: int, steps: int, days: Sequence[date]) -> Iterator[str]:
    """Yield two or three measures: one is done when work has begun, all are when the item is submitted."""
    yield "  measures:"
    for place, method in enumerate(rng.sample(METHODS, rng.choice([2, 2, 3])), 1):
        yield f"  - id: {number}.{place}"
        yield f"    text: {method}，{rng.choice(RESULTS)}"
        if steps >= STEPS["submitted"] or (steps and place == 1):
            yield f"    done: {rng.choice(days[:2]) if place > 1 else days[0]}"


def _indicator(rng: random.Random, share: int, days: Sequence[date]) -> Iterator[str]:
    yield from ("  indicators:", "  - name: 达标学校占比", "    unit: '%'", "    kind: baseline")
    yield from (f"    literal: 达到要求的仅占{share}%", f"    value: {share}")
    if days:
        yield "    readings:"
    for day in days[:2]:
        share += rng.randint(1, 5)
        yield from (f"    - on: {day}", f"      value: {share}")


def _log(rng: random.Random, leads: Sequence[str], days: Sequence[date]) -> Iterator[str]:
    events = [
        (
            "progress",
            leads[0],
            (f"    note: 已检查{rng.randint(5, 90)}所", "    evidence:", f"    - paper: {_shelf(rng)}"),
        ),
        ("submit", leads[-1], ("    note: 措施全部完成，申请销号",)),
        ("verify", VERIFIER, (f"    note: 现场抽查{rng.randint(2, 9)}所", "    outcome: 整改到位，同意销号")),
        ("close", LEADS[0], ("    note: 已报领导小组备案",)),
    ]
    if days:
        yield "  log:"
    for day, (event, body, details) in zip(days, events, strict=False):
        yield from (f"  - on: {day}", f"    event: {event}", f"    by: {body}", *details)


def _shelf(rng: random.Random) -> str:
    return f"教督档{rng.randint(1, 99):02}-{rng.randint(1, 999):03}/{rng.randint(1, 12)}号柜"


def write(folder: Path, items: int, seed: int) -> None:
    """Write a ledger of so many items into the folder."""
    rng = random.Random(seed)
    files = {
        "items.yaml": (line for number in range(1, items + 1) for line in item(rng, number)) if items else ["[]"],
        "departments.yaml": (f"- name: {name}\n  full_name: {full}" for name, full in DEPARTMENTS.items()),
        "ledger.yaml": [
            "plan:",
            "  title: 甲区教育督导反馈意见整改方案",
            f"  date: {PLAN_DATE}",
            "office: 区教委",
            f"verifier: {VERIFIER}",
        ],
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, lines in files.items():
        (folder / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")


def main() -> None:
    """Read the command line and write the ledger."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--ledgers", type=int, help="so many, in folders of their own, each with so many items")
    options = parser.parse_args()
    if options.ledgers is None:
        write(options.folder, options.items, options.seed)
    for number in range(options.ledgers or 0):
        write(options.folder / f"{number + 1:04}" / "data", options.items, options.seed + number)


if __name__ == "__main__":
    main()
