"""`ledger import sheet`: tables as offices keep them, merged into the ledger, all or nothing."""

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result
from openpyxl import Workbook
from syrupy.assertion import SnapshotAssertion

from ledger.model import Item
from ledger.store import load
from sharing import Run

Value = str | int | date | None

HEAD = (
    "序号",
    "反馈\n问题",
    "整改举措",
    "责任分工",
    None,
    "责任人",
    "完成时限",
    "进展情况",
    "整改状态",
    "备注",
    "预算",
)
BELOW = (None, None, None, "牵头单位", "配合单位")
ROWS: Sequence[Sequence[Value]] = (
    ("一、学前教育方面",),
    (
        2,
        "教职工“五险一金”缴纳不足",
        "开展缴费专项检查",
        "区教委、区人社局",
        "区财政局",
        "张三",
        date(2024, 6, 28),
        "已检查56所",
    ),
    (None, None, "建立台账", None, None, None, "2024.6.20", None, "未启动"),
    ("二、新增问题",),
    (
        "19",
        "校车管理不规范，存在超载",
        "开展排查",
        "区教委牵头，区人社局、区财政局配合",
        None,
        "李四",
        "2024年12月底前",
    ),
    (None, "食堂留样不规范", "整改留样", "区卫健委", None, None, "尽快", "已整改", "已完成", "已验收", 300),
    ("填表人：王芳",),
)
MERGED = [f"{column}2:{column}3" for column in "ABCFGHIJK"] + [f"{column}5:{column}6" for column in "ABDEF"]
MERGED += ["D2:E2", "A4:K4", "A7:K7"]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Return a workbook with two rows of headings, areas across, merged cells and two measures of one item."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "台账"
    for row in (("整改台账",), HEAD, BELOW, *ROWS):
        sheet.append(list(row))
    for area in MERGED:
        sheet.merge_cells(area)
    book.save(tmp_path / "台账.xlsx")
    return tmp_path / "台账.xlsx"


def items(data: Path) -> dict[str, Item]:
    """Return the items of a ledger by their ids."""
    return {item.id: item for item in load(data).ledger.items}


def test_a_table(run: Run, versioned: Path, table: Path) -> None:
    """Rows become what they say: fields and measures of an item that is there, new items, entries of the log."""
    taken = run("import", "sheet", str(table))
    assert taken.exit_code == 0, taken.stderr
    assert "Not read: 台账 K2 “预算”, 台账 A10 “填表人：王芳”" in taken.stderr
    found = items(versioned)
    second = found["2"]
    assert (second.area, second.person, second.support) == ("学前教育教师待遇保障", "张三", ("区财政局",))
    assert [(one.id, one.text, str(one.due)) for one in second.measures[1:]] == [
        ("2.2", "开展缴费专项检查", "2024-06-28"),
        ("2.3", "建立台账", "2024-06-20"),
    ]
    assert [(str(entry.on), entry.by, entry.note) for entry in second.log] == [
        ("2024-07-15", "区教委", "measure 2.2: 已检查56所")
    ]
    new, other = found["19"], found["20"]
    assert (new.area, new.kind, new.title, new.problem) == (
        "新增问题",
        "problem",
        "校车管理不规范",
        "校车管理不规范，存在超载",
    )
    assert (new.lead, new.support, str(new.due), new.due_wording) == (
        ("区教委",),
        ("区人社局", "区财政局"),
        "2024-12-31",
        "2024年12月底前",
    )
    assert (new.person, new.status, [one.text for one in new.measures]) == ("李四", "open", ["开展排查"])
    assert (other.due, other.due_wording, other.status) == (None, "尽快", "in_progress")
    assert [(entry.event, entry.by, entry.note) for entry in other.log] == [
        ("progress", "区卫健委", "已整改; status as told: 已完成; remark: 已验收")
    ]
    assert run("check").exit_code == 0


def test_twice(run: Run, versioned: Path, table: Path) -> None:
    """The same table a second time changes nothing."""
    assert run("import", "sheet", str(table)).exit_code == 0
    before = (versioned / "items.yaml").read_bytes()
    again = run("import", "sheet", str(table))
    assert "Nothing changes" in again.stdout
    assert (versioned / "items.yaml").read_bytes() == before


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_preview(run: Run, versioned: Path, table: Path, snapshot: SnapshotAssertion, lang: str) -> None:
    """A dry run shows the lines that would be written, and writes none."""
    before = (versioned / "items.yaml").read_bytes()
    shown = run("import", "sheet", str(table), "--dry-run", lang=lang)
    assert shown.stdout.replace(f"{versioned}/", "") == snapshot
    assert shown.stderr == snapshot
    assert (versioned / "items.yaml").read_bytes() == before


CSV = """序号,问题,整改措施,责任单位,责任部门,完成时间
1,别的内容,,区教育局,,2024-13-01
3,,,有关部门,,尽快
,,,区教委,,
99,新问题,,,,
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_faults_are_named_by_cell(run: Run, shipped: Path, tmp_path: Path, encoding: str) -> None:
    """Whatever the encoding, all that is wrong is named by cell, and nothing is written."""
    (tmp_path / "a.csv").write_bytes(CSV.encode(encoding))
    before = (shipped / "items.yaml").read_bytes()
    refused = run("import", "sheet", str(tmp_path / "a.csv"))
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert [line for line in refused.stderr.splitlines() if line.startswith("a.csv")] == [
        "a.csv E1: “责任部门” means the same as “责任单位” in D1.",
        "a.csv D2: 区教育局 is none of those in this ledger.",
        "a.csv F2: 2024-13-01 is not a day of the calendar.",
        "a.csv A2: The number is that of item 1 (公办园临聘教师待遇保障不足), and the text is another one.",
        "a.csv D3: 有关部门 is none of those in this ledger.",
        "a.csv A5: This item is new, and nothing says which area it belongs to.",
    ]
    assert "Did you mean 区教委?" in refused.stderr
    assert "a.csv cannot be taken over" in refused.stderr
    assert (shipped / "items.yaml").read_bytes() == before


def test_what_is_on_record_stays(run: Run, shipped: Path, tmp_path: Path) -> None:
    """Another lead, a later date and rows that contradict each other are refused with the command for it."""
    rows = "序号,责任单位,完成时间\n1,区财政局,\n2,,2025-06-30\n6,区卫健委,2024-12-31\n6,区卫健委,2024-11-30\n"
    (tmp_path / "a.csv").write_text(rows, encoding="utf-8")
    refused = run("import", "sheet", str(tmp_path / "a.csv"))
    assert refused.exit_code == 2
    assert "a.csv A2: Item 1 is led by 区教委" in refused.stderr
    assert "ledger extend 2 --to 2025-06-30 --reason …" in refused.stderr
    assert "a.csv C4: “2024-12-31” is not what the other rows of this item say" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert shipped.exists()


def test_text_area_and_status(run: Run, shipped: Path, tmp_path: Path) -> None:
    """Without numbers an item is known by its text; what is new gets the next number and the area that is typed.

    A status is told in the log, and is progress only where it says so.
    """
    rows = "问题,建议,佐证材料\n公办园临聘教师待遇保障不足！,,会议纪要\n新问题,新建议,\n"
    (tmp_path / "a.csv").write_text(rows, encoding="utf-8")
    taken = run("import", "sheet", str(tmp_path / "a.csv"), "--area", "其他", "--on", "2024-07-01")
    assert taken.exit_code == 0, taken.stderr
    found = items(shipped)
    assert [(entry.event, str(entry.on), entry.note) for entry in found["1"].log] == [
        ("decide", "2024-07-01", "evidence as told: 会议纪要")
    ]
    assert found["1"].status == "open"
    (tmp_path / "b.csv").write_text("序号,整改状态\n3,未启动\n4,未完成\n5,已完成\n", encoding="utf-8")
    assert run("import", "sheet", str(tmp_path / "b.csv")).exit_code == 0
    after = items(shipped)
    assert [[entry.event for entry in after[name].log] for name in "345"] == [[], ["decide"], ["progress"]]
    assert (found["19"].area, found["19"].kind, found["19"].title) == ("其他", "both", "新问题")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"a,b\n1,2\n", "No table is found in a.csv"),
        ("a.csv", b"\xff\xff\xff", "no workbook that can be read"),
        ("a.xlsx", b"nothing", "no workbook that can be read"),
        ("a.xls", b"\xd0\xcf\x11\xe0", "old format"),
    ],
)
def test_odd_files(run: Run, tmp_path: Path, name: str, content: bytes, said: str) -> None:
    """What is no table ends in a sentence."""
    (tmp_path / name).write_bytes(content)
    refused = run("import", "sheet", str(tmp_path / name))
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert said in refused.stderr


def test_formulas(run: Run, tmp_path: Path) -> None:
    """A formula in a column that is read is refused by its cell; in another one it does not matter."""
    book = Workbook()
    for row in (("序号", "进展情况", "预算"), (1, "=1+1", "=2+2")):
        book.worksheets[0].append(row)
    book.save(tmp_path / "a.xlsx")
    refused = run("import", "sheet", str(tmp_path / "a.xlsx"))
    assert refused.exit_code == 2
    assert "Sheet B2: A formula stands here (=1+1)" in refused.stderr
    assert "C2" not in refused.stderr


def test_without_the_library(run: Run, monkeypatch: pytest.MonkeyPatch, table: Path) -> None:
    """Where the library for spreadsheets is missing, a sentence says how to install it."""
    for module in ("grid", "headings", "records", "matching", "meaning", "joining"):
        monkeypatch.delitem(sys.modules, f"ledger.exchange.{module}", raising=False)
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    refused = run("import", "sheet", str(table))
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "pip install 'rectification-ledger[office]'" in refused.stderr


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_help(run: Run, snapshot: SnapshotAssertion, lang: str) -> None:
    """The command explains itself in both languages."""
    assert run("import", "sheet", "--help", lang=lang).stdout == snapshot


HEADINGS = ["序号", "存在问题", "整改措施", "责任单位", "整改时限", "进展情况"]


def imported(run: Run, tmp_path: Path, *rows: list[str], options: Sequence[str] = ("--area", "甲")) -> Result:
    """Return what the import of a table with these rows says."""
    book = Workbook()
    for row in ([*HEADINGS], *rows):
        book.worksheets[0].append(row)
    book.save(tmp_path / "rows.xlsx")
    return run("import", "sheet", str(tmp_path / "rows.xlsx"), *options)


def test_rows_that_are_no_items(run: Run, versioned: Path, tmp_path: Path) -> None:
    """Totals, the heading once more, who filled it in and areas without a number of their own become no items."""
    done = imported(
        run,
        tmp_path,
        ["一", "校车管理"],
        ["21", "校车超员", "整顿", "区教委"],
        [*HEADINGS],
        ["22", "台账不全", "补齐", "区教委"],
        ["合 计", "共2项", "共2条"],
        ["", "总计", "", "", "", "已完成1条"],
        ["填表人：张三", "审核人：李四"],
        options=(),
    )
    assert done.exit_code == 0, done.output
    added = [item for item in load(versioned).ledger.items if item.id not in {str(n) for n in range(1, 19)}]
    assert [(item.id, item.area, item.problem) for item in added] == [
        ("21", "校车管理", "校车超员"), ("22", "校车管理", "台账不全"),
    ]  # fmt: skip
    assert "合 计" in done.stderr
    assert "填表人：张三" in done.stderr


def test_one_number_is_one_problem(run: Run, versioned: Path, tmp_path: Path) -> None:
    """Two rows with one number and two problems are a fault, not one item that swallows the second."""
    before = (versioned / "items.yaml").read_bytes()
    refused = imported(run, tmp_path, ["21", "食堂台账不规范", "补", "区教委"], ["21", "校车超员严重", "整", "区教委"])
    assert refused.exit_code == 2
    assert "A3" in refused.stderr
    assert (versioned / "items.yaml").read_bytes() == before


def test_what_says_nothing_is_no_value(run: Run, versioned: Path, tmp_path: Path) -> None:
    """A dash, a slash and 无 are empty cells; words that nothing has begun move no status."""
    done = imported(
        run,
        tmp_path,
        ["21", "校车超员", "整顿", "区教委", "/", "—"],
        ["22", "台账不全", "补", "区教委", "", "尚未启动"],
    )
    assert done.exit_code == 0, done.output
    items = {item.id: item for item in load(versioned).ledger.items}
    assert (items["21"].due_wording, items["21"].log, items["21"].status) == (None, (), "open")
    assert items["22"].status == "open"


def test_a_month_without_a_year_is_no_date(run: Run, versioned: Path, tmp_path: Path) -> None:
    """The year of a table is not known: the words stay, and a person decides."""
    assert imported(run, tmp_path, ["21", "校车超员", "整顿", "区教委", "12月底前"]).exit_code == 0
    [item] = [item for item in load(versioned).ledger.items if item.id == "21"]
    assert (item.due, item.due_wording) == (None, "12月底前")


def test_a_measure_is_reported_by_its_own_lead(run: Run, versioned: Path, tmp_path: Path) -> None:
    """What a row says of a measure was said by whoever leads that measure."""
    rows = (["21", "校车超员", "整顿", "区教委", "", "已整顿"], ["21", "校车超员", "拨款", "区财政局", "", "已拨付"])
    assert imported(run, tmp_path, *rows).exit_code == 0
    [item] = [item for item in load(versioned).ledger.items if item.id == "21"]
    assert [(entry.by, entry.note) for entry in item.log] == [
        ("区教委", "measure 21.1: 已整顿"), ("区财政局", "measure 21.2: 已拨付"),
    ]  # fmt: skip


def test_departments_are_read_as_in_a_plan(run: Run, versioned: Path, tmp_path: Path) -> None:
    """Words between and beside the names in a cell give each its part, and a person beside a body is the person."""
    rows = (
        ["21", "校车超员", "整顿", "区教委和区财政局"],
        ["22", "台账不全", "补齐", "牵头单位：区教委；配合单位：区财政局、区人社局"],
        ["23", "食堂不洁", "打扫", "区教委 李明"],
    )
    done = imported(run, tmp_path, *rows)
    assert done.exit_code == 0, done.output
    found = {item.id: (item.lead, item.support, item.person) for item in load(versioned).ledger.items}
    assert found["21"] == (("区教委", "区财政局"), (), None)
    assert found["22"] == (("区教委",), ("区财政局", "区人社局"), None)
    assert found["23"] == (("区教委",), (), "李明")


def test_offices_and_remarks_beside_departments(run: Run, versioned: Path, tmp_path: Path) -> None:
    """An office in brackets is the item's; a remark, or an office of one measure, is a fault of its cell."""
    done = imported(run, tmp_path, ["21", "校车超员", "整顿", "区教委（安稳科）"])
    assert done.exit_code == 0, done.output
    [item] = [item for item in load(versioned).ledger.items if item.id == "21"]
    assert (item.lead, item.office) == (("区教委",), "安稳科")
    rows = (
        ["22", "台账不全", "补齐", "区教委（安稳科）"],
        ["22", "台账不全", "复查", "区财政局（教科文科）"],
        ["23", "食堂不洁", "打扫", "区教委（含直属学校）"],
    )
    refused = imported(run, tmp_path, *rows)
    assert refused.exit_code == 2
    for words in ("C2", "C3", "D4", "含直属学校"):
        assert words in refused.stderr


@pytest.mark.usefixtures("versioned")
def test_rows_that_differ_are_named_by_their_cells(run: Run, tmp_path: Path) -> None:
    """Where a row names no measure, what it says otherwise than the others is a fault of its cell."""
    rows = (["21", "校车超员", "整顿", "区教委"], ["21", "校车超员", "", "区财政局"])
    refused = imported(run, tmp_path, *rows)
    assert refused.exit_code == 2
    assert "Sheet D3: “区财政局” is not what the other rows" in refused.stderr


def test_a_date_goes_with_its_words(run: Run, versioned: Path, tmp_path: Path) -> None:
    """Of rows with different dates each measure keeps its own with its words; a date before the plan is a slip."""
    rows = (
        ["21", "校车超员", "整顿", "区教委", "2024-05-01"],
        ["21", "校车超员", "复查", "区教委", "2024-10"],
        ["22", "台账不全", "补齐", "区教委", "尽快"],
    )
    done = imported(run, tmp_path, *rows)
    assert done.exit_code == 0, done.output
    item, _ = (item for item in load(versioned).ledger.items if item.id in {"21", "22"})
    assert (item.due, item.due_wording) == (None, None)
    assert [(str(measure.due), measure.due_wording) for measure in item.measures] == [
        ("2024-05-01", None), ("2024-10-31", "2024-10"),
    ]  # fmt: skip
    assert "Item 22: The words “尽快” name no day." in done.stderr
    refused = imported(run, tmp_path, ["23", "食堂不洁", "打扫", "区教委", "2023-05-01"])
    assert "Sheet E2: 2023-05-01 lies before the plan" in refused.stderr


def test_a_single_row_of_several_measures(run: Run, versioned: Path, tmp_path: Path) -> None:
    """A row of one measure of several says its lead, date and progress of that measure, and not of the item."""
    whole = (
        ["21", "校车超员", "整顿", "区教委", "2024-08-31"],
        ["21", "校车超员", "拨款", "区财政局", "2024-07-31"],
    )
    assert imported(run, tmp_path, *whole).exit_code == 0
    again = imported(run, tmp_path, ["21", "校车超员", "拨款", "区财政局", "2024-07-20", "已拨付"])
    assert again.exit_code == 0, again.output
    [item] = [item for item in load(versioned).ledger.items if item.id == "21"]
    assert (item.lead, item.due) == ((), None)
    assert [(one.lead, str(one.due)) for one in item.measures] == [
        (("区教委",), "2024-08-31"), (("区财政局",), "2024-07-20"),
    ]  # fmt: skip
    assert [entry.note for entry in item.log] == ["measure 21.2: 已拨付"]
    later = imported(run, tmp_path, ["21", "校车超员", "拨款", "区财政局", "2024-09-30"])
    assert (later.exit_code, "21.2" in later.stderr) == (2, True)


def test_alike_problems_under_one_number(run: Run, versioned: Path, tmp_path: Path) -> None:
    """Two rows of one table with one number and texts that are much alike are two all the same."""
    before = (versioned / "items.yaml").read_bytes()
    refused = imported(run, tmp_path, ["27", "食堂卫生差", "整顿"], ["27", "宿舍卫生差", "打扫"])
    assert refused.exit_code == 2
    assert "Sheet A3: The number 27 stands in Sheet A2 as well" in refused.stderr
    assert (versioned / "items.yaml").read_bytes() == before


def test_a_wrong_number_is_told_alone(run: Run, versioned: Path, tmp_path: Path) -> None:
    """Where a number is another item's, nothing is said that would change that item."""
    refused = imported(run, tmp_path, ["2", "操场开裂，雨天积水", "修补", "区财政局", "2026-01-01"])
    assert refused.exit_code == 2
    assert "ledger set 2" not in refused.stderr
    assert "ledger extend 2" not in refused.stderr
    assert "The number is that of item 2" in refused.stderr
    assert versioned.is_dir()


def test_who_leads_does_not_support(run: Run, versioned: Path, tmp_path: Path) -> None:
    """责任单位 beside 牵头单位 supports, without the lead itself; where a row names no 牵头单位 it leads."""
    rows = "序号,存在问题,牵头单位,责任单位,配合单位\n31,甲,区教委,区教委、区财政局,区人社局\n32,乙,,区财政局,\n"
    (tmp_path / "a.csv").write_text(rows, encoding="utf-8")
    done = run("import", "sheet", str(tmp_path / "a.csv"), "--area", "甲")
    assert done.exit_code == 0, done.output
    found = {item.id: (item.lead, item.support) for item in load(versioned).ledger.items}
    assert found["31"] == (("区教委",), ("区财政局", "区人社局"))
    assert found["32"] == (("区财政局",), ())


def test_a_kind_is_no_area(run: Run, versioned: Path, tmp_path: Path) -> None:
    """类别 with 问题 and 建议 in it says what a row is, and not where it lies."""
    rows = "序号,类别,内容,问题描述\n31,建议,,加大投入\n32,问题,,台账不全\n"
    (tmp_path / "a.csv").write_text(rows, encoding="utf-8")
    done = run("import", "sheet", str(tmp_path / "a.csv"), "--area", "经费")
    assert done.exit_code == 0, done.output
    found = {item.id: item for item in load(versioned).ledger.items}
    assert (found["31"].kind, found["31"].area, found["31"].recommendation) == ("recommendation", "经费", "加大投入")
    assert (found["32"].kind, found["32"].problem) == ("problem", "台账不全")


def test_a_share_keeps_its_sign(run: Run, versioned: Path, tmp_path: Path) -> None:
    """A cell that shows 85% says 85%, whatever the spreadsheet stores."""
    book = Workbook()
    book.worksheets[0].append([*HEADINGS])
    book.worksheets[0].append(["21", "校车超员", "整顿", "区教委", "", 0.85])
    book.worksheets[0]["F2"].number_format = "0%"
    book.save(tmp_path / "rows.xlsx")
    assert run("import", "sheet", str(tmp_path / "rows.xlsx"), "--area", "甲").exit_code == 0
    [item] = [item for item in load(versioned).ledger.items if item.id == "21"]
    assert [entry.note for entry in item.log] == ["85%"]


def test_what_rows_say_of_an_item_is_one(run: Run, versioned: Path, tmp_path: Path) -> None:
    """Two goals of one item are a fault of the second one's cell; one would be lost."""
    rows = "序号,存在问题,整改目标,整改措施\n31,甲,建成三所,新建\n31,甲,扩成五所,扩建\n"
    (tmp_path / "a.csv").write_text(rows, encoding="utf-8")
    refused = run("import", "sheet", str(tmp_path / "a.csv"), "--area", "甲")
    assert (refused.exit_code, "a.csv C3: “扩成五所” is not what C2 says" in refused.stderr) == (2, True)
    assert versioned.is_dir()


def test_the_same_words_in_another_month(run: Run, versioned: Path, tmp_path: Path) -> None:
    """按计划推进 of October is recorded beside that of September, and not a second time in the same month."""
    row = ["21", "校车超员", "整顿", "区教委", "", "按计划推进"]
    for day in ("2024-05-31", "2024-06-28", "2024-06-29"):
        assert imported(run, tmp_path, row, options=("--area", "甲", "--on", day)).exit_code == 0
    [item] = [item for item in load(versioned).ledger.items if item.id == "21"]
    assert [str(entry.on) for entry in item.log] == ["2024-05-31", "2024-06-28"]


def test_problems_that_begin_like_a_footer(run: Run, versioned: Path, tmp_path: Path) -> None:
    """联系电话公示不全 is a problem; 联系电话：0411 and 合计 are the foot of a table."""
    rows = (
        ["21", "联系电话公示不全", "补齐"],
        ["22", "汇总数据不实", "核对"],
        ["合计", "共2项", ""],
        ["联系电话：0411", "", ""],
    )
    assert imported(run, tmp_path, *rows).exit_code == 0
    added = [item.problem for item in load(versioned).ledger.items if item.id in {"21", "22"}]
    assert added == ["联系电话公示不全", "汇总数据不实"]


def test_nobody_in_particular_is_no_department(run: Run, versioned: Path, tmp_path: Path) -> None:
    """有关学校 names nobody: it is a fault of its cell, and nothing is left out unsaid."""
    before = (versioned / "items.yaml").read_bytes()
    refused = imported(run, tmp_path, ["21", "校车超员", "整顿", "区教委、有关学校"])
    assert refused.exit_code == 2
    assert "D2" in refused.stderr
    assert "有关学校" in refused.stderr
    assert (versioned / "items.yaml").read_bytes() == before


def test_an_open_quote_swallows_nothing(run: Run, versioned: Path, tmp_path: Path) -> None:
    """A quotation mark that is never closed would make one cell of the rest of a CSV: it is refused."""
    file = tmp_path / "a.csv"
    file.write_text('序号,存在问题,责任单位\n21,"甲问题,区教委\n22,乙问题,区教委\n', encoding="utf-8")
    before = (versioned / "items.yaml").read_bytes()
    refused = run("import", "sheet", str(file), "--area", "甲")
    assert refused.exit_code == 2
    assert "never closed" in refused.stderr
    assert (versioned / "items.yaml").read_bytes() == before
