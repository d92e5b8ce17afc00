"""What the columns of a table mean, by the many names that offices give them (常见整改台账表头)."""

import re
import unicodedata
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass

from ledger.errors import CellFault
from ledger.exchange.grid import Cell
from ledger.exchange.grid import Grid

NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("序号", "编号", "项号", "问题序号", "问题编号", "事项序号", "整改序号", "no"),
    "area": ("类别", "方面", "领域", "问题类别", "整改方面", "整改类别", "分类", "area"),
    "title": ("标题", "事项", "整改事项", "问题名称", "事项名称", "整改项目", "title"),
    "problem": (
        *("问题", "存在问题", "存在的问题", "反馈问题", "问题表现", "问题描述", "主要问题", "具体问题", "突出问题"),
        *("反馈意见", "问题内容", "反馈的问题", "具体表现", "问题清单", "整改问题", "problem"),
    ),
    "recommendation": ("建议", "整改建议", "意见建议", "工作建议", "建议内容", "recommendation"),
    "goal": ("整改目标", "目标", "整改要求", "目标要求", "工作目标", "整改目标及要求", "goal"),
    "measure_id": ("措施序号", "措施编号", "举措序号"),
    "measure": (
        *("整改措施", "整改举措", "措施", "举措", "具体措施", "具体举措", "主要举措", "主要措施", "工作措施"),
        *("整改任务", "任务", "整改工作措施", "整改落实措施", "measure"),
    ),
    "lead": (
        *("责任单位", "责任部门", "牵头单位", "牵头部门", "主责单位", "整改责任单位", "整改单位", "主办单位"),
        *("牵头责任单位", "责任主体", "lead"),
    ),
    "support": ("配合单位", "配合部门", "协同单位", "协办单位", "协助单位", "参与单位", "责任配合单位", "support"),
    "leader": ("分管负责人", "责任领导", "分管领导", "牵头领导", "包案领导", "leader"),
    "office": ("承办部门", "责任科室", "责任处室", "承办科室", "office"),
    "person": ("责任人", "具体责任人", "整改责任人", "责任人员", "经办人", "person"),
    "due": (
        *("整改时限", "完成时限", "完成时间", "整改期限", "时限", "整改时间", "完成期限", "计划完成时间"),
        *("整改完成时限", "整改完成时间", "时限要求", "due"),
    ),
    "progress": (
        *("进展情况", "整改情况", "整改进展", "工作进展", "落实情况", "进展", "整改落实情况", "整改进展情况"),
        *("完成情况", "整改完成情况", "目前进展", "整改成效", "progress"),
    ),
    "status": ("整改状态", "状态", "是否完成", "是否整改到位", "是否销号", "整改结果", "status"),
    "evidence": ("证明材料", "佐证材料", "印证材料", "支撑材料", "佐证资料", "整改佐证", "evidence"),
    "remark": ("备注", "说明", "备注说明", "remark"),
}
_MEANT = {name: field for field, names in NAMES.items() for name in names}
_HEAD = 20  # rows in which a heading is looked for
_ENOUGH = 2  # columns that are known make a heading


@dataclass(frozen=True)
class Head:
    """The columns that are known, by what they mean; the first row below the heading; and the columns that are not."""

    columns: Mapping[str, int]
    below: int
    unread: tuple[Cell, ...]
    faults: tuple[CellFault, ...]


def meaning(heading: str) -> str | None:
    """Return what a heading means, whatever spaces, line ends or remarks in brackets it has."""
    plain = unicodedata.normalize("NFKC", heading).casefold()
    return _MEANT.get(re.sub(r"\(.*?\)|[\s:*.]", "", plain)) or _MEANT.get(re.sub(r"[\s:*.()]", "", plain))


def find(grid: Grid) -> Head | None:
    """Return the heading of a sheet, which may have several rows, or None where it has none."""
    for first, row in enumerate(grid.rows[:_HEAD]):
        if len({meaning(cell.text) for cell in row if cell} - {None}) >= _ENOUGH:
            return _head(grid, first)
    return None


def _head(grid: Grid, first: int) -> Head:
    last = first
    while last + 1 < len(grid.rows) and _goes_on(grid.rows[last], grid.rows[last + 1]):
        last += 1
    lowest: dict[int, Cell] = {}
    for row in grid.rows[first : last + 1]:
        lowest |= {column: cell for column, cell in enumerate(row) if cell}
    columns: dict[str, int] = {}
    unread: list[Cell] = []
    faults: list[CellFault] = []
    for column, cell in sorted(lowest.items()):
        field = meaning(cell.text)
        if field is None:
            unread.append(cell)
        elif field in columns:
            other = lowest[columns[field]]
            fields = {"value": cell.text, "other": other.text, "cell": other.place}
            faults.append(CellFault(grid.sheet, cell.place, "heading-twice", fields))
        else:
            columns[field] = column
    return Head(columns, last + 1 + _is_counted(grid.rows, last + 1), tuple(unread), tuple(faults))


def _goes_on(above: Sequence[Cell | None], row: Sequence[Cell | None]) -> bool:
    """Return whether a row still belongs to the heading: all it says is known, or was said above."""
    said = {cell.text for cell in above if cell}
    texts = [cell.text for cell in row if cell]
    return bool(texts) and all(meaning(one) or one in said for one in texts)


def _is_counted(rows: Sequence[Sequence[Cell | None]], at: int) -> bool:
    """Return whether a row only numbers the columns."""
    texts = [cell.text for cell in rows[at] if cell] if at < len(rows) else []
    return len(texts) > _ENOUGH and texts == [str(number) for number in range(1, len(texts) + 1)]
