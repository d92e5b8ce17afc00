"""The stages of the reading, each by itself: numbers, labels, statements, departments, figures, time limits."""

import time
from datetime import date

import pytest

from ledger.deadlines import Calendar
from ledger.intake.bodies import Bodies
from ledger.intake.bodies import aliases
from ledger.intake.bodies import closing
from ledger.intake.bodies import listed
from ledger.intake.bodies import same
from ledger.intake.content import numeral
from ledger.intake.figures import figures
from ledger.intake.front import trailing
from ledger.intake.labels import pieces
from ledger.intake.limits import found
from ledger.intake.lines import Line
from ledger.intake.marks import Mark
from ledger.intake.marks import mark
from ledger.intake.marks import parts
from ledger.intake.segments import segments
from ledger.intake.sentences import within
from ledger.intake.statements import area
from ledger.intake.statements import stated
from ledger.intake.statements import title
from ledger.intake.states import done_on
from ledger.intake.states import state
from ledger.intake.states import status
from ledger.intake.tables import Head
from ledger.intake.tables import fitted
from ledger.intake.tables import head
from ledger.intake.terms import named


@pytest.mark.parametrize(
    ("text", "style", "number", "rest"),
    [
        ("一、总体要求", "一、", 1, "总体要求"),
        ("十二、其他", "一、", 12, "其他"),
        ("（三）关于", "(一)", 3, "关于"),
        ("1.关于", "1.", 1, "关于"),
        ("１．关于", "1.", 1, "关于"),
        ("1.2所新建学校", "1.", 1, "2所新建学校"),
        ("2.2024年暑假前", "1.", 2, "2024年暑假前"),
        ("1、2具灭火器", "1.", 1, "2具灭火器"),
        ("1.1 布局", "1.1.", 1, "布局"),
        ("（12）修订", "(1)", 12, "修订"),
        ("③复查", "①", 3, "复查"),
        ("第二，完善", "第", 2, "完善"),
        ("问题三：缺编", "问", 3, "缺编"),
        ("7关于“全区", "1.", 7, "关于“全区"),
        ("● 加强", "•", 0, "加强"),
    ],
)
def test_marks(text: str, style: str, number: int, rest: str) -> None:
    """Numbers are read in every style, wide or narrow, before text that begins with a digit, and with lost signs."""
    own = mark(text)
    assert own is not None
    assert (own.style, own.number, text[own.end :]) == (style, number, rest)


@pytest.mark.parametrize(
    "text", ["2024年春期", "23 岁的幼儿", "12.5%的学校", "5所学校", "问题导向", "一些部门", "2024.5.31"]
)
def test_no_marks(text: str) -> None:
    """A quantity, a date or a word is no number of a heading."""
    own = mark(text)
    assert own is None or own.lost


def test_parts() -> None:
    """A paragraph is cut at the numbers that run in order, and at no other."""
    text = "1.2所新建学校完工。2.1所扩建学校招标，占1.5%。3.补齐。"
    assert [text[part.begin : part.end] for part in parts(text)] == [
        "2所新建学校完工。",
        "1所扩建学校招标，占1.5%。",
        "补齐。",
    ]
    assert parts("坚持“一校一策”，实行2.5倍补助。") == []


def test_pieces() -> None:
    """Labels cut a line, at its beginning also where their colon is lost; a label inside quotation marks does not."""
    text = "整改措施一是检查。（责任单位：区教委；整改时限：年底前）"
    assert [(piece.field, text[piece.begin : piece.end]) for piece in pieces(text)] == [
        ("measures", "一是检查。"), ("unit", "区教委；"), ("due", "年底前）"),
    ]  # fmt: skip
    assert [piece.field for piece in pieces("关于“上报称，责任单位：无”的问题")] == [None]
    assert [piece.field for piece in pieces("整改措施落实不到位的问题")] == [None]
    assert [piece.field for piece in pieces("整改情况每季度上报")] == [None]
    assert named("整改举措") == "measures"
    assert named("责任单位/责任人") == "unit"
    assert named("学校布局") is None


def test_statements() -> None:
    """Problem and recommendation come without their own quotation marks and with those inside, also unquoted."""
    one = stated("关于“完全缴纳“五险一金”人数1513人”的问题和“加大投入”的建议。")
    assert one is not None
    assert (one.problem, one.recommendation, one.kind) == ("完全缴纳“五险一金”人数1513人", "加大投入", "both")
    bare = stated("关于教师工资低的问题和建立机制的建议。")
    assert bare is not None
    assert (bare.problem, bare.recommendation) == ("教师工资低", "建立机制")
    first = stated("学位不足的问题。由区教委牵头新建。")
    assert first is not None
    assert (first.problem, "学位不足的问题。由区教委牵头新建。"[first.end :]) == ("学位不足", "由区教委牵头新建。")
    lost = stated("关于“资源不足的问题。")
    assert lost is not None
    assert lost.problem == "资源不足"
    assert stated("新增学位900个。") is None


def test_titles() -> None:
    """A title is the first clause that says enough, and never long; an area loses what only introduces it."""
    assert title("关于教师不足，待遇偏低。") == "教师不足，待遇偏低"
    assert len(title("长" * 90)) == 24
    assert area("在“落实部署有差距”方面") == "落实部署有差距"
    assert area("（一）学前教育方面存在的问题".removeprefix("（一）")) == "学前教育"


@pytest.mark.parametrize(
    ("text", "lead", "support", "vague"),
    [
        ("区公安分局牵头，区城管局、各镇街配合", ["区公安分局"], ["区城管局"], ["各镇街"]),
        ("区教委（牵头）、区财政局、区规划和自然资源局", ["区教委"], ["区财政局", "区规划和自然资源局"], []),
        ("区教委、区财政局等部门", ["区教委", "区财政局"], [], []),
        ("区教委牵头，会同区财政局和区人社局", ["区教委"], ["区财政局", "区人社局"], []),
        ("牵头单位：区教委；配合单位：区财政局", ["区教委"], ["区财政局"], []),
        ("各相关单位", [], [], ["各相关单位"]),
    ],
)
def test_listed(text: str, lead: list[str], support: list[str], vague: list[str]) -> None:
    """A label's value names departments with their parts; what names nobody is handed back apart."""
    said = listed(text, "lead")
    assert ([*said.names("lead")], [*said.names("support")], [*said.generic]) == (lead, support, vague)


@pytest.mark.parametrize(
    ("text", "lead", "support"),
    [
        ("区教委将协同区编办、区人社局，增加招聘。", ["区教委"], ["区编办", "区人社局"]),
        ("2024年春期，区教委、区人社局联合行动。", ["区教委", "区人社局"], []),
        ("由区卫健委牵头，区教委积极配合，做好工作。", ["区卫健委"], ["区教委"]),
        ("区发展改革委要将项目纳入计划，会同区教委等部门推进。", ["区发展改革委"], ["区教委"]),
        ("督促学校规范编班，加强与家长的联系。", [], []),
        ("鼓励职业院校与经开区建立合作关系。", [], []),
        ("按照《县委办公室关于印发〈方案〉的通知》要求落实。", [], []),
        ("区教委印发了《行动计划》。", [], []),
    ],
)
def test_within(text: str, lead: list[str], support: list[str]) -> None:
    """Sentences name who has a part or a duty; objects, partners and issuers of documents have none."""
    said = within(text)
    assert ([*said.names("lead")], [*said.names("support")]) == (lead, support)


def test_closing() -> None:
    """Closing brackets name departments, and by when; other brackets name nobody."""
    said = closing("新建学校12所。（市教育局牵头，市财政局配合，2025年8月底前完成）")
    assert said is not None
    assert (said.bodies.names("lead"), said.bodies.names("support")) == (("市教育局",), ("市财政局",))
    assert (said.begin, said.wording) == (8, "2025年8月底前完成")
    assert closing("出台管理办法（试行）") is None


def test_spellings() -> None:
    """A short name is the document's own word, or the name without its place where only one place has it."""
    assert aliases(["由县教育委员会（以下简称“县教委”）负责"]) == {"县教育委员会": "县教委"}
    assert same(["长寿区教委", "区教委", "区财政局"]) == {"长寿区教委": "区教委"}
    assert same(["甲区教委", "乙区教委", "区教委"]) == {}


def test_figures() -> None:
    """A figure has its words, number and unit; dates, documents and numbers of plans are none."""
    found = figures("教师1.2万余人，占比仅65%，按照《方案》（〔2021〕3号）于2024年5月完成“3113”项目。", "baseline")
    assert [(each.literal, each.value, each.unit) for each in found] == [
        ("教师1.2万余人", 12000, "人"), ("占比仅65%", 65, "%"),
    ]  # fmt: skip
    aimed = figures("公办园占比达到50%以上，大班额比例控制在1%以内，园校结对全覆盖。", "target")
    assert [(each.value, each.aim) for each in aimed] == [(50, ">="), (1, "<="), (None, "all")]


def test_limits() -> None:
    """Words for time limits are found in sentences; what lies before the plan, and titles of documents, are none."""
    known = Calendar(date(2024, 4, 15))
    text = "2023年3月印发了《2024年底前达标方案》，2025年前完成，已于2024年3月底前整改，为期1年。"
    assert [(each.wording, each.firm) for each in found(text, known)] == [("2025年前", True), ("为期1年", False)]


def test_states() -> None:
    """Words for how far something is stand at the beginning, and a day only where it was done on it."""
    assert status("已经完成,长期坚持。 1.将法律纳入培训。") == "已经完成,长期坚持"
    assert [state(words) for words in ("已完成", "正在整改", "未达到序时进度", "长期坚持")] == [
        "done",
        "doing",
        "not",
        "",
    ]
    assert [state(words) for words in ("是", "否", "√", "×", "是否")] == ["done", "not", "done", "not", ""]
    assert status("因雨季施工，建立台账") == ""
    assert done_on("已于2024年5月31日完成更换。") == "2024年5月31日"


def test_columns() -> None:
    """A column of problems is known by who found them, and a sentence is none."""
    assert head(["序号", "督导发现的问题", "整改措施", "是否销号"]) == ("number", "problem", "measures", "status")
    assert head(["序号", "检查中存在的不足", "整改措施", "完成时间"]) == ("number", "problem", "measures", "due")
    assert head(["序号", "学校发现问题后上报", "整改措施", "完成时间"]) == ("number", None, "measures", "due")


def test_times_and_numbers_are_no_departments() -> None:
    """What stands in the wrong column of a table is listed and not taken for a department."""
    for words in ("2024年12月底", "2024年秋季学期", "9月底前", "4"):
        assert listed(words, "lead") == Bodies((), (words,))
    assert listed("县教育局", "lead").names("lead") == ("县教育局",)


def test_beside_bodies() -> None:
    """Brackets behind a body name a person or an office of it; whatever else they say is a remark."""
    found = listed("区教委（学前科、督导室）、区财政局（副局长王强），区人社局（含下属单位）", "lead")
    assert found.names("lead") == ("区教委", "区财政局", "区人社局")
    assert (found.offices, found.persons, found.remarks) == (("学前科", "督导室"), ("副局长王强",), ("含下属单位",))


def test_bodies_without_a_sign_between() -> None:
    """Where the next body begins with its county or district, no sign is needed between two."""
    assert listed("县教育局县住建局各镇街", "lead") == listed("县教育局、县住建局、各镇街", "lead")
    assert listed("市委组织部市教育局", "lead").names("lead") == ("市委组织部", "市教育局")
    for one in ("县公安局城区分局", "市委市政府办公室", "县政府办公室"):
        assert listed(one, "lead").names("lead") == (one,)


@pytest.mark.parametrize(
    ("text", "lead", "support"),
    [
        ("联系中国电信昌平分局将带宽提升到1000M。", (), ()),
        ("报请武陵街道办事处、区城管局联合整治。", (), ()),
        ("县教育局负总责，县公安局、县市场监管局按照职责分工抓落实。", ("县教育局", "县公安局", "县市场监管局"), ()),
        ("由县教育局会同县工业和信息化局、县工商联遴选企业。", ("县教育局",), ("县工业和信息化局", "县工商联")),
    ],
)
def test_who_is_asked_does_not_do_it(text: str, lead: tuple[str, ...], support: tuple[str, ...]) -> None:
    """Who is only asked or addressed has no part; a list before one word has it whole, whatever its bodies end with."""
    found = within(text)
    assert (found.names("lead"), found.names("support")) == (lead, support)


def test_brackets_within_closing_brackets() -> None:
    """各县（市、区）政府 within the closing brackets is nobody in particular, and the text before them is whole."""
    text = "开展专项治理。（市教育局牵头，市红十字会、市文联、各县（市、区）政府配合）"
    found = closing(text)
    assert found is not None
    assert text[: found.begin] == "开展专项治理。"
    assert found.bodies.names("lead") == ("市教育局",)
    assert found.bodies.names("support") == ("市红十字会", "市文联")
    assert found.bodies.generic == ("各县政府",)


def test_what_else_closing_brackets_say() -> None:
    """What in closing brackets is no body is a remark; a quantity of schools is no department."""
    found = closing("改造校舍。（县教育局牵头，含附属设施，投资500万元）")
    assert found is not None
    assert found.bodies.names("lead") == ("县教育局",)
    assert found.bodies.remarks == ("含附属设施", "投资500万元")
    assert closing("扩建（城区3所、乡镇2所）") is None
    assert listed("县教育局（以下简称教育局）", "lead").names("lead") == ("县教育局",)


TOWNS = "、".join(f"{name}镇人民政府" for name in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥")


@pytest.mark.parametrize("text", [f"{TOWNS}建立台账。", "县教育局要" * 4000, "会同" * 9000, "1," * 20_000])
def test_time_grows_with_the_text_alone(text: str) -> None:
    """Twenty towns in a row, and a line of one word without end, are read at once."""
    begun = time.monotonic()
    within(text)
    figures(text, "target")
    listed(text[:3000], "lead")
    assert time.monotonic() - begun < 5


def test_roles_before_colons() -> None:
    """牵头： and 配合： within a value give their parts to the names behind them."""
    found = listed("牵头：区教委；配合：区财政局、区人社局", "lead")
    assert (found.names("lead"), found.names("support")) == (("区教委",), ("区财政局", "区人社局"))


def test_forms() -> None:
    """A row of a form keeps its labels over their values, also where a value or the last columns are empty."""
    row = Line(4, "", ("牵头单位", "县教育局", "责任单位", ""))
    assert [(each.field, each.text) for each in segments([row])] == [("lead", "县教育局")]
    padded = Line(4, "", ("牵头单位", "", "县教育局", "", "完成时限", "9月底", "", ""))
    assert [(each.field, each.text) for each in segments([padded])] == [("lead", "县教育局"), ("due", "9月底")]


@pytest.mark.parametrize(
    ("number", "said"), [(9, "九、"), (10, "十、"), (99, "九十九、"), (100, "100、"), (1500, "1500、")]
)
def test_numerals(number: int, said: str) -> None:
    """A number of any size is written in its style."""
    assert numeral(Mark("一、", number, 0)) == said
    assert numeral(Mark("1.", number, 0)) == f"{number}."


def test_fitted() -> None:
    """Cells whose empty neighbours were left out find their columns."""
    head: Head = ("number", "problem", "unit", "due", "status")
    assert fitted(["3", "食堂留样不规范", "2024年9月底", "已完成"], head) == (
        "3", "食堂留样不规范", "", "2024年9月底", "已完成",
    )  # fmt: skip


def test_trailing() -> None:
    """A signature with its day and a site's words are behind the text; a last measure is not."""
    assert trailing(["加强检查。", "某县教育局", "2024年3月15日", "扫一扫在手机打开当前页"]) == 3
    assert trailing(["建立台账", "开展检查"]) == 0
