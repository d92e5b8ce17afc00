"""Plans of many layouts, each with counts made by hand: our own, and those in ../shared."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ledger.deadlines import Calendar
from ledger.intake.documents import read as document
from ledger.intake.documents import read_text
from ledger.intake.front import Told
from ledger.intake.lines import narrow
from ledger.intake.reading import Draft
from ledger.intake.reading import read
from ledger.intake.terms import ANY
from ledger.model import Item
from ledger.reports.intake import intake

OWN = Path(__file__).parent / "plans"
SHARED = Path(__file__).parents[3] / "shared" / "plans"
EXPECTED: dict[str, dict[str, int]] = json.loads((OWN / "expected.json").read_text(encoding="utf-8"))
NAMES = ["01_task-list-unit-lines", "03_nested-inspection-report", "05_progress-list-chinese-numerals",
         "07_restarting-sections", "09_label-block-plan", "11_pipe-table", "13_unnumbered-report-letter"]  # fmt: skip


def drafted(path: Path) -> Draft:
    """Return the draft of a file, with nothing known before."""
    return read(document(path), None, Calendar())


def counts(draft: Draft) -> dict[str, int]:
    """Return what is counted in the lists of expectations."""
    found = intake(draft, "", None, written=False).counts
    return {
        "items": found.items,
        "areas": found.areas,
        "measures": found.measures,
        "with_units": found.with_bodies,
        "with_deadlines": found.with_time_limits,
    }


@pytest.mark.parametrize("name", EXPECTED)
def test_own_plans(name: str) -> None:
    """Each layout gives the counts that were made by hand."""
    assert counts(drafted(OWN / name)) == EXPECTED[name]


@pytest.mark.shared
@pytest.mark.parametrize("name", NAMES)
def test_shared_plans(name: str) -> None:
    """Each of the shared layouts gives the counts that were made by hand."""
    expected: dict[str, Any] = json.loads((SHARED / "expected.json").read_text(encoding="utf-8"))[name]
    found = counts(drafted(SHARED / f"{name}.txt"))
    assert found == {key: expected[key] for key in found}


def test_labels_behind_the_last_measure_are_the_items() -> None:
    """第一条 … （1）… （2）… 责任单位：… is an item with two measures, and the departments are the item's."""
    [item, *_] = [each.item for each in drafted(OWN / "za_articles.txt").items]
    assert (item.problem, item.lead) == ("学前教育公办园不足", ("县教育局", "县住建局"))
    assert [(measure.text, measure.lead) for measure in item.measures] == [
        ("新建公办园3所。", ()), ("回收配套园2所。", ()),
    ]  # fmt: skip


def test_what_is_asked_of_everybody_is_no_part_of_the_last_item() -> None:
    """A time limit before the items and a request behind them are listed, and are no item's."""
    draft = drafted(OWN / "zg_notice_with_limit.txt")
    assert draft.items[-1].item.problem == "课后服务收费不规范。"
    assert draft.parts[14] == "back"
    assert [(each.line, each.fields["words"]) for each in draft.review if each.reason == "limit-outside"] == [
        (3, "2024年10月31日前")
    ]


def test_labels_behind_a_list_of_problems_are_every_ones() -> None:
    """Under 第二中学 three problems share the demand and the person behind the last of them; measures share nothing."""
    items = [each.item for each in drafted(OWN / "zm_by_school.txt").items]
    assert [(item.area, item.person, item.due_wording) for item in items[2:5]] == [
        ("第二中学", "刘校长", "3月25日前")
    ] * 3


def test_what_is_numbered_behind_a_body_is_done_about_it() -> None:
    """牵头单位：区教委。1.…。2.… names one body and two measures, and no measure becomes a department."""
    draft = drafted(OWN / "zn_measures_behind_bodies.txt")
    assert draft.items[0].item.support == ("区规资局", "区住建委")
    assert [measure.text for measure in draft.items[0].item.measures] == [
        "加快建设公办园。2024年底前建成3所公办园，新增学位810个。", "推进小区配套园治理。2024年6月底前完成移交2所。",
    ]  # fmt: skip
    assert [department.name for department in draft.departments] == [
        "区教委", "区规资局", "区住建委", "区委编办", "区人社局", "区公安分局",
    ]  # fmt: skip


def test_a_heading_that_only_counts_is_no_problem() -> None:
    """问题一 says nothing: the problem is what stands behind its label."""
    [first, *_] = [each.item for each in drafted(OWN / "zl_demands.txt").items]
    assert (first.title, first.problem, first.due_wording) == (
        "部分幼儿园小学化倾向", "部分幼儿园小学化倾向。", "2024年6月底前",
    )  # fmt: skip


def test_the_day_of_an_inspection_is_not_the_documents() -> None:
    """检查时间 tells of the inspection; a day in brackets behind a title is the document's."""
    assert drafted(OWN / "zm_by_school.txt").front.dated is None
    lines = ("某县整改方案（2024年4月15日）", "1.关于“学位不足”的问题。", "整改措施：新建学校。")
    read_in = read(read_text("\n".join(lines)), None, Calendar())
    assert read_in.front.dated == Told("2024-04-15", 1)


def test_each_row_keeps_its_own_bodies(tmp_path: Path) -> None:
    """Where rows of one item differ in whose they are, each measure has all of its own; who filled it in is no item."""
    rows = (
        "序号,存在问题,整改措施,牵头单位,配合单位,完成时限",
        "1,公办园占比低,新建幼儿园,县教体局,县住建局,2025年8月",
        ",,改建公办园4所,县教体局,县财政局,2024年12月",
        "填报人：沈华,,,审核人：丁某,联系电话：0411,",
    )
    (tmp_path / "a.csv").write_text("\n".join(rows), encoding="utf-8")
    [made] = drafted(tmp_path / "a.csv").items
    assert [(one.lead, one.support, str(one.due)) for one in made.item.measures] == [
        (("县教体局",), ("县住建局",), "2025-08-31"), (("县教体局",), ("县财政局",), "2024-12-31"),
    ]  # fmt: skip


def test_the_last_measure_keeps_its_labels() -> None:
    """Where the measures before have labels of their own, those behind the last measure are not the item's."""
    own = "1.核增编制60名。\n责任单位：区委编办\n2.落实补助。\n责任单位：区财政局\n"
    plan = f"整改方案\n一、师资不稳定。\n整改措施：\n{own}"
    [item] = [each.item for each in read(read_text(plan), None, Calendar()).items]
    assert (item.lead, [measure.lead for measure in item.measures]) == ((), [("区委编办",), ("区财政局",)])


def test_unknown_labels_are_told() -> None:
    """What stands behind a label that nobody knows is told as not kept, and is no part of the problem or a measure."""
    labels = "整改措施：足额拨付。\n责任单位：县财政局\n验收单位：县督导室\n时间：2024年6月底前\n"
    plan = f"整改方案\n1.经费拨付不足。\n{labels}"
    draft = read(read_text(plan), None, Calendar())
    [item] = [each.item for each in draft.items]
    assert (item.problem, len(item.measures), item.due_wording) == ("经费拨付不足。", 1, "2024年6月底前")
    assert [each.fields["words"] for each in draft.review if each.reason == "not-kept"] == ["县督导室"]


def test_a_status_below_measures_is_the_items() -> None:
    """关于“…”问题的整改 with measures and a status below is one item, and not one for each measure."""
    plan = "整改情况报告\n1.关于“双减落实不力”问题的整改。\n（1）印发通知。\n（2）公布电话。\n整改完成情况：已完成。\n"
    [item] = [each.item for each in read(read_text(plan), None, Calendar()).items]
    assert (item.problem, [measure.text for measure in item.measures]) == ("双减落实不力", ["印发通知。", "公布电话。"])


def test_a_report_of_a_meeting_is_no_plan() -> None:
    """A list of demands in the news says nothing of what is to be put right."""
    news = "我县召开教育工作会议\n会议要求：\n一、提高站位。\n二、突出重点。对发现的问题限期整改。\n三、强化落实。\n"
    assert read(read_text(news), None, Calendar()).items == ()


PLAN = "整改方案\n1.关于“甲”的问题\n"


def told(plan: str) -> tuple[Item, list[tuple[str, str]]]:
    """Return the one item of a plan, and what is to be looked at, with its words."""
    draft = read(read_text(plan), None, Calendar())
    [made] = draft.items
    return made.item, [(each.reason, each.fields.get("words", "")) for each in draft.review]


def test_a_value_below_its_label_is_no_signature() -> None:
    """A body or a day below 责任单位： or 整改时限： at the end of a plan is the label's."""
    item, _ = told(f"{PLAN}整改措施：新建。\n整改时限：\n2024年12月31日\n责任单位：\n县教育局\n")
    assert (item.lead, str(item.due)) == (("县教育局",), "2024-12-31")


def test_the_last_measure_is_no_request() -> None:
    """A plain measure about all schools at the end is a measure."""
    item, _ = told(f"{PLAN}整改措施：\n开展排查。\n各学校认真落实课程标准，开足开齐课程。\n")
    assert [measure.text for measure in item.measures][-1] == "各学校认真落实课程标准，开足开齐课程。"


def test_numbered_progress_is_kept() -> None:
    """What a report numbers is reported, also where the measures stand apart from it."""
    plan = f"2024年6月3日\n{PLAN}整改措施：新建。\n责任单位：县教育局\n整改情况：\n1.已完成选址。\n2.正在招标。\n"
    item, _ = told(plan)
    assert [entry.note for entry in item.log] == ["1.已完成选址。\n2.正在招标。"]


def test_what_leads_to_a_list_is_kept() -> None:
    """Who does it and by when stands before the list, and is kept with its first measure."""
    item, _ = told(f"{PLAN}整改措施：由县教育局牵头，2024年6月底前完成以下工作：\n（1）新建。\n（2）扩建。\n")
    assert item.measures[0].text == "由县教育局牵头，2024年6月底前完成以下工作：新建。"
    assert item.measures[0].lead == ("县教育局",)


def test_what_a_measure_has_no_place_for_is_told() -> None:
    """Remarks, leaders and a second time limit below a measure are listed."""
    own = "（1）新建。\n备注：另行报批\n完成时限：2024年6月\n完成时限：2024年9月\n（2）扩建。\n"
    _, review = told(f"{PLAN}整改措施：\n{own}")
    assert {("not-kept", "另行报批"), ("further-date", "2024年9月")} <= {*review}


def test_an_unknown_type_is_told() -> None:
    """A type that the ledger does not know is listed."""
    _, review = told(f"{PLAN}整改措施：新建。\n整改类型：需上级协调\n")
    assert ("not-kept", "需上级协调") in review


def test_a_line_within_a_table() -> None:
    """A line between two rows, 续表, ends no table whose columns go on."""
    rows = (
        "| 序号 | 问题 | 整改措施 | 责任单位 |\n| 1 | 甲 | 新建 | 县教育局 |\n（续表）\n| 2 | 乙 | 扩建 | 县财政局 |\n"
    )
    draft = read(read_text(f"整改台账\n{rows}"), None, Calendar())
    assert [(each.item.problem, each.item.lead) for each in draft.items] == [
        ("甲", ("县教育局",)),
        ("乙", ("县财政局",)),
    ]


def test_letters_keep_their_items_apart() -> None:
    """A2 and B1 follow one another without a gap, and the letter stays in the source."""
    draft = drafted(OWN / "ze_letters.txt")
    assert [each.item.source for each in draft.items][1:3] == ["A2", "B1"]
    assert "gap" not in {each.reason for each in draft.review}


_CLAUSES = re.compile(r"[。；;:：，,、（）()\s“”‘’|【】]")
_NUMBERS = re.compile(r"^(?:问题)?(?:[一二三四五六七八九十]{1,3}(?:是|要)|\d{1,2}|[①-⑳])")
_LABELLED = re.compile(rf"\S{{0,4}}(?:{ANY})(?P<rest>\S*)")
_PARTS = re.compile(r"(?:等(?:有关|相关)?(?:部门|单位)?)?(?:按职责分工)?(?:总?牵头|负责|配合|参与|协助)$")
_TYPES = frozenset({"立行立改", "立整立改", "分阶段整改", "限期整改", "持续整改"})


def plain(text: str) -> str:
    """Return a text without its signs and blanks, with narrow digits."""
    return re.sub(r"[\W_]", "", narrow(text))


def clauses(draft: Draft) -> Iterator[tuple[int, str]]:
    """Yield what the lines of items say, clause by clause, without numbers, labels and words for parts."""
    for line in draft.document.lines:
        if draft.parts[line.number] not in {"item", "measure", "field"}:
            continue
        for clause in _CLAUSES.split(" ".join(line.cells) or line.text):
            said = _NUMBERS.sub("", plain(clause))
            label = _LABELLED.match(said)
            said = _NUMBERS.sub("", label["rest"]) if label else said
            said = _PARTS.sub("", re.sub(r"^关于|(?:的?问题|的建议|的整改)+$", "", said))
            if len(said) >= 4 and said not in _TYPES and not re.fullmatch(r"各(?:区县|县区)政府", said):
                yield line.number, said


@pytest.mark.parametrize("name", EXPECTED)
def test_every_clause_is_kept(name: str) -> None:
    """What a line of an item says is in the item, or among what is to be looked at: nothing is dropped silently."""
    draft = drafted(OWN / name)
    items = json.dumps([each.item.model_dump(mode="json") for each in draft.items], ensure_ascii=False)
    kept = plain(" ".join([items, *(words for each in draft.review for words in each.fields.values())]))
    assert [(line, clause) for line, clause in clauses(draft) if clause not in kept] == []


def test_two_lists_keep_their_pairs() -> None:
    """A measure of one list goes to the problem of its number in the other, with the department in its brackets."""
    items = [each.item for each in drafted(OWN / "a_two_lists_by_number.txt").items]
    assert [(item.problem, item.measures[0].text) for item in items][1:3] == [
        ("部分民办园收费不规范。", "开展收费专项检查。"),
        ("城区大班额比例为6.5%。", "严格控制起始年级班额，由县教育局牵头，县编办、县财政局配合。"),
    ]
    assert items[2].lead == ("县教育局",)
    assert items[2].support == ("县编办", "县财政局")
    assert items[1].lead == ("县市场监管局",)


def test_announced_and_found() -> None:
    """Where a document says 12 and holds 3, and a number is left out, both are to be looked at."""
    review = [(each.reason, dict(each.fields)) for each in drafted(OWN / "x_announced_missing.txt").review]
    assert ("announced", {"words": "指出12个问题", "found": "3"}) in review
    assert ("gap", {"before": "2", "number": "4"}) in review


def test_what_is_announced_rightly_is_no_doubt() -> None:
    """Counts that agree, of problems and of areas, are not mentioned."""
    review = drafted(OWN / "m_first_level_letters.txt").review
    assert [each for each in review if each.reason == "announced"] == []


def test_nothing_of_a_script_or_of_the_site() -> None:
    """What a page's scripts say, and what the site writes around the text, is in no item."""
    draft = drafted(OWN / "v_site_chrome.html")
    assert "脚本" not in str(draft.items)
    assert draft.items[-1].item.due_wording == "长期坚持"
    last = [line.text for line in draft.document.lines if draft.parts[line.number] == "back"]
    assert last == ["打印本页 关闭窗口", "主办：某区人民政府 承办：区大数据局", "某ICP备12345678号"]


def test_generic_bodies_are_listed() -> None:
    """各县区教育局 is no department; it is to be looked at, and the others are proposed."""
    draft = drafted(OWN / "p_same_style_lists.txt")
    assert ("open-body", "各县区教育局") in [(each.reason, each.fields.get("words")) for each in draft.review]
    assert [department.name for department in draft.departments] == ["市教育局"]


def test_what_surrounds_a_table_is_no_part_of_its_rows() -> None:
    """A sum and a note below a table are listed; yes and no are no progress; 牵头 and 配合 are parts of 责任单位."""
    draft = drafted(OWN / "z7_inspection_rows.csv")
    first, second = (each.item for each in draft.items)
    assert (first.problem, first.lead, first.support) == ("收费公示不全", ("县教育局",), ("县发改局",))
    assert (second.problem, first.log, second.log) == ("体育课被占用", (), ())
    assert [draft.parts[line] for line in (7, 8)] == ["back", "back"]
    assert {each.reason for each in draft.review} >= {"claimed-done", "not-begun"}


def test_a_title_of_one_word_hides_no_item() -> None:
    """整改方案 is a title where it stands alone; measures and duties in one list join their problems by number."""
    items = [each.item for each in drafted(OWN / "z8_title_alone.txt").items]
    assert [(item.problem, item.measures[0].text, str(item.due)) for item in items] == [
        ("操场积水，雨后三天不能用。", "翻修操场排水沟。", "2024-12-31"),
        ("图书室借阅登记不全。", "补齐借阅登记。", "2024-06-30"),
    ]


def test_what_a_report_calls_done_is_not_closed() -> None:
    """已完成 is recorded as progress of the document's day, and that it closes nothing is to be looked at."""
    draft = drafted(OWN / "e_progress_letter.txt")
    first = draft.items[0].item
    assert first.status == "in_progress"
    assert [(str(entry.on), entry.by, entry.note) for entry in first.log] == [
        ("2024-03-15", "县教育局", "该问题已完成整改。2023年新建公办园4所，普惠率达到92%。")
    ]
    assert "claimed-done" in {each.reason for each in draft.review if each.item == "1"}
    assert [each.full_name for each in draft.departments if each.name == "县教育局"] == ["戊县教育局"]
