"""Words that say what follows: 责任单位：, 整改措施：, 整改时限： and their kin, in lines, cells and within a text."""

import re
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ledger.intake.lines import narrow

Field = Literal[
    "number", "area", "problem", "recommendation", "measures", "progress", "status", "goal", "lead", "unit", "support",
    "leader", "office", "person", "due", "type", "evidence", "note", "source",
]  # fmt: skip

_WORDS: Mapping[Field, str] = {
    "number": "序号|编号|问题编号|任务编号|项次|问题序号|清单编号|No",
    "area": "领域|类别|问题类别|一级指标|所属领域|板块|方面|问题分类|指标",
    "problem": (
        "问题|存在问题|主要问题|反馈问题|具体问题|问题描述|问题表现|问题内容|存在的问题|存在的主要问题|存在主要问题|具体表现|"
        "整改问题|发现问题|突出问题|督导问题|反馈意见|反馈意见问题|问题清单|主要表现|问题表述|任务|整改任务|任务内容|工作任务|"
        "整改事项|反馈问题清单|存在的突出问题|问题隐患|隐患内容|问题情况|问题及表现|督导反馈问题|评估反馈问题|问题具体表现"
    ),
    "recommendation": "建议|意见建议|督导建议|评价建议|反馈建议|督导意见|意见和建议|工作建议|问题建议",
    "measures": (
        "整改措施|整改举措|具体措施|主要措施|工作措施|措施|整改办法|整改安排|改进措施|落实措施|下一步措施|下步措施|整改建议|"
        "下一步整改措施|下一步工作措施|整改做法|任务措施|工作举措|主要举措|整改思路|整改内容|具体内容|工作内容|具体要求|具体整改措施|整改措施清单|措施清单|"
        "整改落实措施|整改任务及措施|整改方案|具体举措|拟采取措施|采取措施|整改计划|下一步工作|下步工作打算|下一步打算"
    ),
    "progress": (
        "整改情况|整改进展|整改进展情况|进展情况|整改落实情况|整改成效|整改结果|完成情况|落实情况|工作进展|目前进展|当前进展|"
        "整改完成情况|整改工作进展|整改工作进展情况|目前整改进展|进展|整改效果|主要成效|工作成效|工作进展情况|已采取措施"
    ),
    "status": "整改状态|状态|办理状态|完成状态|是否完成|是否完成整改|是否销号|销号情况|办结情况|整改进度|整改结论",
    "goal": (
        "整改目标|整改要求|目标|目标要求|预期目标|工作目标|整改标准|目标任务|整改目标要求|完成标准|验收标准|预期成效"
    ),
    "lead": (
        "牵头单位|牵头部门|主办单位|牵头责任单位|牵头处室|主责单位|主要责任单位|第一责任单位|牵头科室|主责部门|牵头单位及责任人"
    ),
    "unit": (
        "责任单位|责任部门|责任处室|责任科室|整改责任单位|整改单位|整改责任主体|责任主体|实施单位|落实单位|承办单位|整改主体|"
        "责任机构|整改责任部门|责任股室|整改部门|责任学校|责任单位及责任人|责任单位和责任人|责任清单|责任分工|责任分解"
    ),
    "support": (
        "配合单位|协助单位|协办单位|参与单位|协同单位|配合部门|参加单位|协作单位|会办单位|支持单位|协同部门|参与部门|"
        "配合责任单位|协助部门"
    ),
    "leader": (
        "分管负责人|责任领导|分管领导|牵头领导|包案领导|包保领导|市级领导|区级领导|县级领导|挂牌领导|整改责任领导|分管区领导|"
        "区领导|县领导|分管县领导|主管领导"
    ),
    "office": "承办部门|承办科室|承办处室|承办机构|具体承办部门",
    "person": "责任人|具体责任人|直接责任人|经办人|第一责任人|整改责任人|具体负责人|负责人|责任人员|主要责任人",
    "due": (
        "整改时限|完成时限|完成时间|整改期限|时限|时限要求|整改完成时限|整改完成时间|计划完成时间|完成期限|办结时限|整改时间|"
        "时间要求|预计完成时间|时间节点|时间安排|办理时限|整改时限要求|计划完成时限|期限|拟完成时间|销号时限|完成日期"
    ),
    "type": "整改类型|整改类别|整改方式|整改性质|类型",
    "evidence": "证明材料|佐证材料|印证材料|佐证|支撑材料|附件材料",
    "note": "备注|说明|其他",
    "source": "问题来源|来源|反馈来源|任务来源|依据",
}
_FIELD: Mapping[str, Field] = {word: field for field, words in _WORDS.items() for word in words.split("|")}
_ANY = "|".join(sorted(_FIELD, key=len, reverse=True))
_LEADING = r"(?:具体|主要|相关|拟采取的|下一步|本项|其中|对应)?"
_TRAILING = r"(?:如下|包括|清单|为|是|内容|\(.{1,12}?\))?"
_AT_START = re.compile(rf"[【\[(]?\s*{_LEADING}(?P<word>{_ANY}){_TRAILING}\s*[】\])]?\s*(?P<sign>[:]|\Z)\s*")
# 整改措施及责任分工: a list of measures, each with who does it by when.
_DUTIES = "|".join(["责任", "分工", *(_WORDS[each] for each in ("unit", "lead", "person", "due"))])
_WITH_DUTIES = re.compile(rf"(?P<word>{_WORDS['measures']})(?:[、和及与](?:{_DUTIES}))+\s*:?\s*\Z")
_BRACKETED = re.compile(rf"[【\[](?P<word>{_ANY})[】\]]\s*:?\s*")
# Labels that no sentence begins with; behind them a colon may be lost.
_STRONG = "|".join(
    word
    for field in ("measures", "lead", "unit", "support", "due", "goal", "progress", "person")
    for word in sorted(_WORDS[field].split("|"), key=len, reverse=True)
    if len(word) > 3 and word[:2] in {"整改", "责任", "牵头", "配合", "完成", "具体", "协办"}
)
_NO_COLON = re.compile(
    rf"(?P<word>{_STRONG})(?P<blank>\s*)(?=\S)(?!落实(?:不|情况|到位|的|工作|与|、))(?![的要和与及或、,。:;)”》清不未没是等台应须均并进表得有为情由报工制方])"
)
_WITHIN = re.compile(rf"(?<=[。;,!?)”】\]\s|(.、])(?P<open>[(【\[]?)(?P<word>{_ANY})(?P<shut>[】\])]?)\s*:\s*")


@dataclass(frozen=True)
class Piece:
    """A stretch of a line: what a label says it is (None: no label stands before it), and where its text lies."""

    field: Field | None
    begin: int
    end: int
    word: str = ""


def named(text: str) -> Field | None:
    """Return the field that a text names as a whole, as a table's heading or a section does."""
    plain = re.sub(r"[\s:()（）【】\[\]*#]|^[(]?[一二三四五六七八九十]+[)、.]", "", narrow(text))
    plain = re.split(r"[/、和及与]", plain)[0] if plain not in _FIELD else plain
    if plain in _FIELD:
        return _FIELD[plain]
    match = re.fullmatch(
        rf"(?:具体|主要|相关|教育督导|督导|评估|反馈|需|本)?(?P<word>{_ANY})(?:清单|内容|情况|要求)?", plain
    )
    return _FIELD[match["word"]] if match else None


def label(text: str) -> tuple[Field, int, str] | None:
    """Return the field whose label a text begins with, where the text behind it begins, and the label."""
    plain = narrow(text)
    match = _AT_START.match(plain) or _WITH_DUTIES.match(plain) or _BRACKETED.match(plain)
    if match and match[0] == "整改方案":
        return None  # a title, where nothing follows it
    if match is None:
        match = _NO_COLON.match(plain)
        if (
            match
            and _FIELD[match["word"]] == "progress"
            and not re.match(r"已|正在|未|尚|基本|达到|目前|全部|一是|[1(①]", plain[match.end() :])
        ):
            match = None  # 整改情况每季度上报
    return (_FIELD[match["word"]], match.end(), match["word"]) if match else None


def pieces(text: str) -> Iterator[Piece]:
    """Yield the stretches of a text that labels with a colon cut it into; what stands before the first has none."""
    plain = narrow(text)
    found: list[tuple[int, int, Field | None, str]] = []
    first = label(text)
    begin = first[1] if first else 0
    found.append((0, begin, first[0] if first else None, first[2] if first else ""))
    for match in _WITHIN.finditer(plain, begin):
        if _quoted(plain, match.start()) or (
            match["word"]
            in {
                "问题",
                "建议",
                "措施",
                "目标",
                "任务",
                "说明",
                "其他",
                "进展",
                "依据",
                "来源",
                "状态",
                "方面",
                "指标",
                "类型",
                "类别",
            }
        ):
            continue
        found.append((match.start(), match.end(), _FIELD[match["word"]], match["word"]))
    ends = [*(start for start, *_ in found[1:]), len(text)]
    for (_, start, field, word), end in zip(found, ends, strict=True):
        cut = len(text[start:end].rstrip(" (（【[|\t")) + start
        if cut > start or field is not None:
            yield Piece(field, start, cut, word)


def _quoted(plain: str, at: int) -> bool:
    """Return whether a place lies within quotation marks."""
    return plain.count("“", 0, at) > plain.count("”", 0, at)
