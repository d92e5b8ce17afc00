"""Write a large ledger that could be real: all statuses, logs that replay, dates over two years, texts that differ.

Work is returned and handed in again, dates are moved, leads change, entries are taken back, items are reopened and
withdrawn. `--versions N` makes a git repository of it, with the ledger as it stood on N days.

The same seed gives the same bytes. The text is put together by hand, not dumped, so that it has the shape that people
write: block style, one key a line.
"""

import argparse
import random
import subprocess
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

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

OFFICE = LEADS[0]
# How many items of a hundred have come so far, or are out of the open work.
ENDS = {"open": 15, "progress": 33, "submit": 10, "verify": 10, "close": 30, "withdraw": 2}
LEADS_TO = {"progress": "in_progress", "submit": "submitted", "return": "in_progress", "verify": "verified",
            "close": "closed", "reopen": "in_progress", "withdraw": "withdrawn"}  # fmt: skip
SELDOM = 0.08  # of the items have each of what makes a life longer

PLAN_DATE = date(2023, 10, 9)
FIRST_DUE, LAST_DUE = date(2024, 3, 1), date(2025, 12, 31)
LAST_FACT = date(2025, 9, 30)  # the day on which the ledger is left: nothing is recorded after it


class Step(NamedTuple):
    """An entry of a log: its event, the body that acted, and its other lines."""

    event: str
    by: str
    more: tuple[str, ...]


@dataclass(frozen=True)
class Item:
    """An item: the lines that stay, its life, and what becomes of it on the days of that."""

    head: tuple[str, ...]
    leads: tuple[tuple[str, ...], ...]  # first, and after a handover
    dues: tuple[date, ...]  # first, and after an extension
    wording: str
    measures: tuple[tuple[str, str], ...]
    share: int
    steps: tuple[Step, ...]
    days: tuple[date, ...]

    def lines(self, until: date) -> Iterator[str]:
        """Yield the lines of the item as it stood at the end of a day."""
        log = [(day, step) for day, step in zip(self.days, self.steps, strict=True) if day <= until]
        names = [step.event for _, step in log]
        status = next((LEADS_TO[name] for name in reversed(names) if name in LEADS_TO), "open")
        yield from self.head
        yield f"  lead: [{', '.join(self.leads['handover' in names])}]"
        yield f"  due: {self.dues['extend' in names]}"
        yield f"  due_wording: {self.wording}"
        yield f"  status: {status}"
        yield "  measures:"
        begun = [day for day, step in log if step.event == "progress"]
        handed_in = [day for day, step in log if step.event == "submit"]
        for place, (name, text) in enumerate(self.measures):
            yield from (f"  - id: {name}", f"    text: {text}")
            if done := begun[:1] if place == 0 else handed_in[:1]:
                yield f"    done: {done[0]}"
        yield from ("  indicators:", "  - name: 达标学校占比", "    unit: '%'", "    kind: baseline")
        yield from (f"    literal: 达到要求的仅占{self.share}%", f"    value: {self.share}")
        if log:
            yield "    readings:"
            for number, day in enumerate(dict.fromkeys(day for day, _ in log[:2]), start=1):
                yield from (f"    - on: {day}", f"      value: {self.share + 3 * number}")
            yield "  log:"
        for day, (event, body, details) in log:
            yield from (f"  - on: {day}", f"    event: {event}", f"    by: {body}", *details)


def item(rng: random.Random, number: int) -> Item:
    """Return an item with its life."""
    area, wrong, goal = rng.choice(SUBJECTS)
    place, share = rng.choice(PLACES), rng.randint(20, 90)
    leads = rng.sample(LEADS, rng.choice([2, 2, 2, 3]))  # the last one is who it may be handed over to
    due, wording = _due(rng)
    moved = due + timedelta(days=rng.randint(30, 180))
    both = rng.choice([True, False, False])
    head = (
        f"- id: {number}",
        f"  area: {area}",
        f"  kind: {'both' if both else 'problem'}",
        f"  title: {place}{rng.randint(2, 40)}所学校{wrong}",
        f"  problem: 检查学校（园）{rng.randint(41, 90)}所，达到要求的仅占{share}%；主要原因是{rng.choice(CAUSES)}",
        *([f"  recommendation: {rng.choice(METHODS)}，尽快补齐短板"] if both else []),
        f"  source: 二({rng.choice('一二三四五六')}){number}",
        f"  leader: {_person(rng)}",
        f"  office: {rng.choice(['基教科', '学前科', '财务科', '人事科', '安稳科'])}",
        f"  person: {_person(rng)}",
        f"  goal: {goal}",
        f"  type: {rng.choice(['immediate', 'phased'])}",
    )
    methods = rng.sample(METHODS, rng.choice([2, 2, 3]))
    measures = tuple((f"{number}.{at}", f"{text}，{rng.choice(RESULTS)}") for at, text in enumerate(methods, start=1))
    steps = _life(rng, leads, due, moved)
    sides = (tuple(leads[:-1]), tuple(leads[-1:]))
    return Item(head, sides, (due, moved), wording, measures, share, steps, _days(rng, due, len(steps)))


def _life(rng: random.Random, leads: Sequence[str], due: date, moved: date) -> tuple[Step, ...]:
    """Return the entries of an item's log."""
    end = rng.choices(list(ENDS), list(ENDS.values()))[0]
    if end == "open":
        return ()
    work = _work(rng, leads, due, moved)
    if end == "withdraw":
        return (*work, Step("withdraw", OFFICE, ("    reason: 学校撤并，事项不再存在",)))
    return work if end == "progress" else (*work, *_closing(rng, leads[-2], end))


def _work(rng: random.Random, leads: Sequence[str], due: date, moved: date) -> tuple[Step, ...]:
    """Return the entries of an item up to when it is handed in."""
    paper = ("    evidence:", f"    - paper: {_shelf(rng)}")
    steps = [Step("progress", leads[0], (f"    note: 已检查{rng.randint(5, 90)}所", *paper))]
    if rng.random() < SELDOM:
        steps.append(Step("progress", leads[0], ("    note: 已全部完成",)))
        steps.append(Step("correct", OFFICE, (f"    entry: {len(steps)}", "    reason: 误记，尚在办理")))
    if rng.random() < SELDOM:
        steps.append(Step("extend", OFFICE, (f"    to: {moved}", f"    was: {due}", "    reason: 资金未到位")))
    if rng.random() < SELDOM:
        names = ("    was:", *(f"    - {name}" for name in leads[:-1]), "    to:", f"    - {leads[-1]}")
        steps.append(Step("handover", OFFICE, names))
    return tuple(steps)


def _closing(rng: random.Random, lead: str, end: str) -> Iterator[Step]:
    """Yield the entries of an item from when it is handed in to its last one."""
    handed_in = Step("submit", lead, ("    note: 措施全部完成，申请销号",))
    yield handed_in
    if rng.random() < SELDOM:
        yield from (Step("return", VERIFIER, ("    reason: 佐证材料不齐",)), handed_in)
    if end in {"verify", "close"}:
        seen = f"    note: 现场抽查{rng.randint(2, 9)}所"
        yield Step("verify", VERIFIER, (seen, "    outcome: 整改到位，同意销号"))
    if end == "close":
        yield Step("close", OFFICE, ("    note: 已报领导小组备案",))
        if rng.random() < SELDOM / 4:
            yield Step("reopen", VERIFIER, ("    reason: 回头看发现反弹",))


def _due(rng: random.Random) -> tuple[date, str]:
    due = FIRST_DUE + timedelta(days=rng.randint(0, (LAST_DUE - FIRST_DUE).days))
    if rng.choice([True, False]):
        return due, f"{due.year}年{due.month}月{due.day}日前"
    following = due.replace(day=28) + timedelta(days=4)
    return following - timedelta(days=following.day), f"{due.year}年{due.month}月底前"


def _days(rng: random.Random, due: date, count: int) -> tuple[date, ...]:
    """Return the days of so many entries of an item's log, in order; some lie after the due date."""
    begin = max(PLAN_DATE, min(due - timedelta(days=rng.randint(45, 240)), LAST_FACT - timedelta(days=45)))
    end = min(LAST_FACT, due + timedelta(days=75))
    return tuple(begin + timedelta(days=day) for day in sorted(rng.sample(range((end - begin).days + 1), count)))


def _person(rng: random.Random) -> str:
    return rng.choice(SURNAMES) + rng.choice(GIVEN_NAMES)


def _shelf(rng: random.Random) -> str:
    return f"教督档{rng.randint(1, 99):02}-{rng.randint(1, 999):03}/{rng.randint(1, 12)}号柜"


def write(folder: Path, items: int, seed: int, versions: int = 0) -> None:
    """Write a ledger of so many items into the folder, and make a repository of it with so many versions, if any."""
    rng = random.Random(seed)
    made = [item(rng, number) for number in range(1, items + 1)]
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in _texts(made, LAST_FACT).items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    if versions:
        _history(folder, made, versions)


def _texts(items: Sequence[Item], until: date) -> dict[str, str]:
    """Return the files of a ledger as it stood at the end of a day."""
    files = {
        "items.yaml": [line for each in items for line in each.lines(until)] or ["[]"],
        "departments.yaml": [f"- name: {name}\n  full_name: {full}" for name, full in DEPARTMENTS.items()],
        "ledger.yaml": [
            "plan:",
            "  title: 甲区教育督导反馈意见整改方案",
            f"  date: {PLAN_DATE}",
            "office: 区教委",
            f"verifier: {VERIFIER}",
        ],
    }
    return {name: "".join(f"{line}\n" for line in lines) for name, lines in files.items()}


def _history(folder: Path, items: Sequence[Item], versions: int) -> None:
    """Make a repository in which the ledger stands as on so many days, up to the last one."""
    for words in (
        ("init", "--quiet", "--initial-branch=main"),
        ("config", "user.name", "整改办"),
        ("config", "user.email", "office@example.cn"),
    ):
        subprocess.run(["git", *words], cwd=folder, check=True)
    with subprocess.Popen(["git", "fast-import", "--quiet"], cwd=folder, stdin=subprocess.PIPE) as importing:
        assert importing.stdin  # noqa: S101 (it is a pipe)
        for number in range(versions):
            share = (number + 1) / versions
            day = PLAN_DATE + (LAST_FACT - PLAN_DATE) * share
            when = int(datetime.combine(day, time(9), UTC).timestamp()) + number
            who = f"committer 整改办 <office@example.cn> {when} +0800"
            importing.stdin.write(f"commit refs/heads/main\n{who}\n".encode() + _data(f"截至{day}"))
            for name, text in _texts(items, day).items():
                importing.stdin.write(f"M 644 inline {name}\n".encode() + _data(text))
    if importing.returncode:
        raise SystemExit(importing.returncode)
    subprocess.run(["git", "reset", "--quiet", "--hard"], cwd=folder, check=True)


def _data(text: str) -> bytes:
    """Return a text as `git fast-import` takes it."""
    return b"data %d\n%s\n" % (len(text.encode()), text.encode())


def main() -> None:
    """Read the command line and write the ledger."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--versions", type=int, default=0, help="of a git repository that is made of it")
    parser.add_argument("--ledgers", type=int, help="so many, in folders of their own, each with so many items")
    options = parser.parse_args()
    if options.ledgers is None:
        write(options.folder, options.items, options.seed, options.versions)
    for number in range(options.ledgers or 0):
        write(options.folder / f"{number + 1:04}" / "data", options.items, options.seed + number, options.versions)


if __name__ == "__main__":
    main()
