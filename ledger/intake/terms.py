"""The names that offices give to the parts of a plan and of a ledger, in labels and at the heads of columns.

常见整改台账表头: one list for both, so that a table is read alike whether it makes a ledger or is merged into one.
"""

import re
from collections.abc import Mapping
from collections.abc import Sequence
from typing import Literal

from ledger.intake.lines import narrow

Field = Literal[
    "number", "area", "problem", "recommendation", "measures", "progress", "status", "goal", "lead", "unit", "support",
    "leader", "office", "person", "due", "type", "evidence", "note", "source",
]  # fmt: skip

_WORDS: Mapping[Field, str] = {
    "number": "序号|编号|项号|问题编号|任务编号|项次|问题序号|事项序号|整改序号|清单编号|No",
    "area": "领域|类别|问题类别|一级指标|所属领域|板块|方面|整改方面|问题分类|分类|指标",
    "problem": (
        "问题|存在问题|主要问题|反馈问题|具体问题|问题描述|问题表现|问题内容|存在的问题|存在的主要问题|存在主要问题|具体表现|"
        "整改问题|发现问题|突出问题|督导问题|反馈意见|反馈意见问题|问题清单|主要表现|问题表述|任务|整改任务|任务内容|工作任务|"
        "整改事项|反馈问题清单|存在的突出问题|问题隐患|隐患内容|问题情况|问题及表现|督导反馈问题|评估反馈问题|问题具体表现|"
        "反馈的问题|隐患|安全隐患|存在隐患|隐患描述|隐患情况|隐患问题"
    ),
    "recommendation": "建议|意见建议|督导建议|评价建议|反馈建议|督导意见|意见和建议|工作建议|问题建议|建议内容",
    "measures": (
        "整改措施|整改举措|具体措施|主要措施|工作措施|措施|举措|整改办法|整改安排|改进措施|落实措施|下一步措施|下步措施|整改建议|"
        "下一步整改措施|下一步工作措施|整改做法|任务措施|工作举措|主要举措|整改思路|整改内容|具体内容|工作内容|具体要求|具体整改措施|"
        "整改措施清单|措施清单|整改落实措施|整改工作措施|整改任务及措施|整改方案|具体举措|拟采取措施|采取措施|整改计划|下一步工作|"
        "下步工作打算|下一步打算|对策|整改对策"
    ),
    "progress": (
        "整改情况|整改进展|整改进展情况|进展情况|整改落实情况|整改成效|整改结果|完成情况|落实情况|工作进展|目前进展|当前进展|"
        "整改完成情况|整改工作进展|整改工作进展情况|目前整改进展|进展|整改效果|主要成效|工作成效|工作进展情况|已采取措施"
    ),
    "status": (
        "整改状态|状态|办理状态|完成状态|是否完成|是否完成整改|是否整改到位|是否销号|销号情况|办结情况|整改进度|整改结论"
    ),
    "goal": (
        "整改目标|整改要求|目标|目标要求|预期目标|工作目标|整改标准|目标任务|整改目标要求|整改目标及要求|完成标准|验收标准|预期成效"
    ),
    "lead": (
        "牵头单位|牵头部门|主办单位|牵头责任单位|牵头处室|主责单位|主要责任单位|第一责任单位|牵头科室|主责部门|牵头单位及责任人|"
        "牵头|主责"
    ),
    "unit": (
        "责任单位|责任部门|责任处室|责任科室|整改责任单位|整改单位|整改责任主体|责任主体|实施单位|落实单位|承办单位|整改主体|"
        "责任机构|整改责任部门|责任股室|整改部门|责任学校|责任单位及责任人|责任单位和责任人|措施责任单位|负责单位|责任清单|责任分工|责任分解"
    ),
    "support": (
        "配合单位|协助单位|协办单位|参与单位|协同单位|配合部门|参加单位|协作单位|会办单位|支持单位|协同部门|参与部门|"
        "配合责任单位|责任配合单位|协助部门|配合|协同|协办"
    ),
    "leader": (
        "分管负责人|责任领导|分管领导|牵头领导|包案领导|包保领导|市级领导|区级领导|县级领导|挂牌领导|整改责任领导|分管区领导|"
        "区领导|县领导|分管县领导|主管领导|挂帅领导|督办领导"
    ),
    "office": "承办部门|承办科室|承办处室|承办机构|具体承办部门",
    "person": "责任人|具体责任人|直接责任人|经办人|第一责任人|整改责任人|具体负责人|负责人|责任人员|主要责任人",
    "due": (
        "整改时限|完成时限|完成时间|整改期限|时限|时限要求|整改完成时限|整改完成时间|计划完成时间|完成期限|办结时限|整改时间|"
        "时间要求|预计完成时间|时间节点|时间安排|办理时限|整改时限要求|计划完成时限|期限|拟完成时间|销号时限|完成日期|落实时限|完成时间节点|措施完成时间|措施完成时限"
    ),
    "type": "整改类型|整改类别|整改方式|整改性质|类型",
    "evidence": "证明材料|佐证材料|印证材料|佐证|支撑材料|附件材料|佐证资料|整改佐证",
    "note": "备注|说明|其他|备注说明",
    "source": "问题来源|来源|反馈来源|任务来源|依据",
}
LABELS: Mapping[str, Field] = {word: field for field, some in _WORDS.items() for word in some.split("|")}
ANY = "|".join(sorted(LABELS, key=len, reverse=True))  # of them, as a pattern
# What a word says at the head of a column alone: in a text 整改建议： begins measures, and 主办： the foot of a page.
_HEADS: Mapping[str, Field] = {"整改建议": "recommendation", "主办": "lead"}
_FOUND = re.compile(r"\S{0,6}(?:发现|反馈|存在|指出|查出|梳理)的?(?:主要|突出)?(?:问题|不足)")
_TASKS = re.compile(r"任务")
_OFFICES = re.compile(r"(?:科|处|股)室")


def words(field: Field) -> list[str]:
    """Return the names of a field, the longest first."""
    return sorted(_WORDS[field].split("|"), key=len, reverse=True)


def named(text: str) -> Field | None:
    """Return the field that a text names as a whole, as a table's heading or a section does."""
    plain = re.sub(r"^[(]?[一二三四五六七八九十]+[)、.]|[\s:()【】\[\]*#]", "", narrow(text).lstrip())
    plain = re.split(r"[/、和及与]", plain)[0] if plain not in LABELS else plain
    if plain in LABELS:
        return LABELS[plain]
    match = re.fullmatch(
        rf"(?:具体|主要|相关|教育督导|督导|评估|反馈|需|本)?(?P<word>{ANY})(?:清单|内容|情况|要求)?", plain
    )
    return LABELS[match["word"]] if match else None


def column(heading: str) -> Field | None:
    """Return what the column below a heading says, whatever blanks and remarks in brackets the heading has."""
    plain = re.sub(r"\s", "", narrow(heading))
    bare = re.sub(r"\(.*?\)", "", plain).strip(":*.")
    return _HEADS.get(bare) or named(plain) or named(bare) or ("problem" if _FOUND.fullmatch(bare) else None)


def columns(headings: Sequence[str]) -> tuple[Field | None, ...]:
    """Return what each column below a row of headings says; what one says may hang on the others.

    A task is what was found where nothing else is, else what is done about it. An office is responsible (责任科室)
    where no unit is, else it is the unit's own.
    """
    found = [column(heading) for heading in headings]
    tasks = [at for at, field in enumerate(found) if field == "problem" and _TASKS.search(headings[at])]
    if any(field == "problem" and at not in tasks for at, field in enumerate(found)):
        for at in tasks:
            found[at] = None if "measures" in found else "measures"
    offices = [at for at, field in enumerate(found) if field in {"unit", "lead"} and _OFFICES.search(headings[at])]
    if any(field in {"unit", "lead"} and at not in offices for at, field in enumerate(found)):
        for at in offices:
            found[at] = "office"
    return tuple(found)
