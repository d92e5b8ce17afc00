"""Words that say what follows: 责任单位：, 整改措施：, 整改时限： and their kin, in lines, cells and within a text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ledger.intake.lines import narrow
from ledger.intake.terms import ANY
from ledger.intake.terms import LABELS
from ledger.intake.terms import Field
from ledger.intake.terms import words

_LEADING = r"(?:具体|主要|相关|拟采取的|下一步|本项|其中|对应)?"
_TRAILING = r"(?:如下|包括|清单|为|是|内容|\(.{1,12}?\))?"
_AT_START = re.compile(rf"[【\[(]?\s*{_LEADING}(?P<word>{ANY}){_TRAILING}\s*[】\])]?\s*(?P<sign>[:]|\Z)\s*")
# 整改措施及责任分工: a list of measures, each with who does it by when.
_DUTIES = "|".join(["责任", "分工", *words("unit"), *words("lead"), *words("person"), *words("due")])
_WITH_DUTIES = re.compile(rf"(?P<word>{'|'.join(words('measures'))})(?:[、和及与](?:{_DUTIES}))+\s*:?\s*\Z")
_BRACKETED = re.compile(rf"[【\[](?P<word>{ANY})[】\]]\s*:?\s*")
# Labels that no sentence begins with; behind them a colon may be lost.
_STRONG = "|".join(
    word
    for field in ("measures", "lead", "unit", "support", "due", "goal", "progress", "person")
    for word in words(field)
    if len(word) > 3 and word[:2] in {"整改", "责任", "牵头", "配合", "完成", "具体", "协办"}
)
_NO_COLON = re.compile(
    rf"(?P<word>{_STRONG})(?P<blank>\s*)(?=\S)(?!落实(?:不|情况|到位|的|工作|与|、))(?![的要和与及或、,。:;)”》清不未没是等台应须均并进表得有为情由报工制方])"
)
# Words that a sentence has before a colon as often as a label is one: labels where a sentence has ended before them,
# or never within a line.
_COMMON = frozenset({"问题", "建议", "措施", "举措", "目标", "任务", "进展"})
_NEVER = frozenset({"说明", "其他", "依据", "来源", "状态", "方面", "分类", "指标", "类型", "类别"})
_WITHIN = re.compile(rf"(?<=[。;,!?)”】\]\s|(.、])(?P<open>[(【\[]?)(?P<word>{ANY})(?P<shut>[】\])]?)\s*:\s*")


# Fields that a sentence is enough for; what is numbered behind it is done about it: 牵头单位：…。1.…。2.…。
SHORT: frozenset[Field | None] = frozenset({"due", "person", "unit", "lead", "support", "leader", "office", "type"})
_VALUE = re.compile(r"[^。]*。\s*(?=(?:1\s*[.、]|\(1\)|①|一是|一、)\s*\D)")


# Other labels by their look: what they say is told as not kept, and is no part of the item's text.
_OTHER = re.compile(
    r"(?P<word>[\u4e00-\u9fff]{0,4}(?:单位|部门|领导|时间|时限|期限|节点|安排|原因|分析|联系人|电话|科室|依据|意见))\s*:\s*(?=\S)"
)
_NAMED = re.compile(r"(?P<word>责任人)\s*(?=[\u4e00-\u9fff]{2,3}(?:[、,][\u4e00-\u9fff]{2,3})*[。.]?$)")


@dataclass(frozen=True)
class Piece:
    """A stretch of a line: what a label says it is (None: no label stands before it), and where its text lies."""

    field: Field | None
    begin: int
    end: int
    word: str = ""


def label(text: str) -> tuple[Field, int, str] | None:
    """Return the field whose label a text begins with, where the text behind it begins, and the label."""
    plain = narrow(text)
    match = _AT_START.match(plain) or _WITH_DUTIES.match(plain) or _BRACKETED.match(plain)
    if match and match[0] == "整改方案":
        return None  # a title, where nothing follows it
    if match is None and (other := _OTHER.match(plain)):
        return "note", other.end(), other["word"]
    if match is None:
        match = _NAMED.match(plain) or _NO_COLON.match(plain)
        if (
            match
            and LABELS[match["word"]] == "progress"
            and not re.match(r"已|正在|未|尚|基本|达到|目前|全部|一是|[1(①]", plain[match.end() :])
        ):
            match = None  # 整改情况每季度上报
    return (LABELS[match["word"]], match.end(), match["word"]) if match else None


def pieces(text: str) -> Iterator[Piece]:
    """Yield the stretches of a text that labels with a colon cut it into; what stands before the first has none."""
    plain = narrow(text)
    found: list[tuple[int, int, Field | None, str]] = []
    first = label(text)
    begin = first[1] if first else 0
    found.append((0, begin, first[0] if first else None, first[2] if first else ""))
    for match in _WITHIN.finditer(plain, begin):
        before = plain[match.start() - 1]
        if _quoted(plain, match.start()) or match["word"] in _NEVER:
            continue
        if match["word"] in _COMMON and before not in "。;】)] ":
            continue
        found.append((match.start(), match.end(), LABELS[match["word"]], match["word"]))
    ends = [*(start for start, *_ in found[1:]), len(text)]
    for (_, start, field, word), end in zip(found, ends, strict=True):
        value = _VALUE.match(plain, start, end) if field in SHORT else None
        stop = value.end() if value else end
        cut = len(text[start:stop].rstrip(" (（【[|\t")) + start
        if cut > start or field is not None:
            yield Piece(field, start, cut, word)
        if value:
            yield Piece("measures", stop, len(text[stop:end].rstrip(" (（【[|\t")) + stop)


def _quoted(plain: str, at: int) -> bool:
    """Return whether a place lies within quotation marks."""
    return plain.count("“", 0, at) > plain.count("”", 0, at)
