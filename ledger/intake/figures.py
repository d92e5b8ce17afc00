"""Figures of a plan: what is counted or measured, the number and unit, and the words as they are written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ledger.intake.lines import narrow
from ledger.model import Aim
from ledger.model import IndicatorKind


@dataclass(frozen=True)
class Figure:
    """A figure: its name, its words, number and unit where it has any; of a target, how it is to be reached."""

    name: str
    literal: str
    value: int | float | None
    unit: str | None
    kind: IndicatorKind
    begin: int
    aim: Aim | None = None


_NUMBER = r"(?<![\d,.])\d[\d,]*+(?:\.\d++)?"
_UNIT = (
    r"(?:万元|亿元|元/年|元/月|元/人|人次|余人次|个百分点|平方米|公里|课时|学位|名|人|所|个|项|条|件|次|处|间|台|套|栋|块|座|家|支|"
    r"批|辆|门|元|米|亩|%|％|‰|岁|分钟|小时|/年|/月)"
)
_MEASURED = re.compile(rf"(?P<number>{_NUMBER})\s*(?P<scale>[万亿千百])?(?P<about>余|多)?\s*(?P<unit>{_UNIT})")
_CHINESE = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_COUNTED = re.compile(r"(?P<number>[两二三四五六七八九十])(?P<unit>所|名|家)(?=(?P<noun>[\u4e00-\u9fff]{2,8}))")
_WORDS = (
    (
        "target",
        re.compile(
            r"(?:力争|确保|实现)[^,。;]{0,12}?(?P<name>[\u4e00-\u9fff\d]{4,30}?(?:率|比例|占比|比))"
            r"(?:不低于|不高于|高于|低于|达到)[^,。;\d]{2,14}"
        ),
    ),
    ("target", re.compile(r"(?P<name>[\u4e00-\u9fff]{2,6}?)(?:实现)?全覆盖")),
    ("target", re.compile(r"[“‘]?(?P<name>[两三]个只增不减)[”’]?")),
    ("baseline", re.compile(r"(?P<name>[^,。;“”]{2,24}?占比)(?:较低|偏低|不高|过低|较高|偏高)")),
)  # fmt: skip
_STOP = r"[,。;:、“”‘’()《》\s]"
_LEADING = re.compile(
    r"^(?:共有|现有|其中|还有|仍有|共|有|为|达|及|和|与|的|即|将|已|新|该|全区|我区|辖区内|目前|截至目前|开展|完成|实施|涉及|规划|"
    r"招收|满足|设置|成立了?|建立|新增|新建|计划|预计|力争|确保|仅|要|年|\d{4}年)+"
)
_LONGEST = 14  # characters of a noun


def figures(text: str, kind: IndicatorKind) -> list[Figure]:
    """Return the figures of a text in order; `kind` is that of a figure which does not say itself what it is."""
    plain = narrow(text)
    found = [*_measured(text, plain, kind), *_counted(text, plain), *_worded(text, plain), *_lasting(text, plain)]
    out: list[Figure] = []
    for each in sorted(found, key=lambda each: (each.begin, -len(each.literal))):
        if not out or each.begin >= out[-1].begin + len(out[-1].literal):
            out.append(each)
    return out


def _named(text: str) -> bool:
    return bool(re.search(r"[\u4e00-\u9fff]{2}", text))


def _measured(text: str, plain: str, kind: IndicatorKind) -> Iterator[Figure]:
    for match in _MEASURED.finditer(plain):
        if (
            _in_title(plain, match.start())
            or re.match(r"[年月]", plain[match.end() :])
            or re.search(r"[第\d.〔\[]$|[a-zA-Z“]$", plain[: match.start()])
        ):
            continue
        unit = match["unit"].removeprefix("余").replace("％", "%")
        begin, end, name = _extent(plain, match)
        if not _named(name):
            continue
        number = float(match["number"].replace(",", "")) * {"万": 10_000, "亿": 100_000_000, "千": 1000, "百": 100}.get(
            match["scale"] or "", 1
        )
        value = int(number) if number == int(number) else round(number, 6)
        lost = unit.startswith("/")
        scope = unit in {"岁", "分钟", "小时"} or (unit == "项" and "指标" in text[begin:end])
        jammed = unit == "岁" and value >= 20  # 36岁 of a kindergarten: a sign is lost
        aim = _aim(plain[max(0, begin - 4) : end], plain[match.end() :])
        own: IndicatorKind = "scope" if scope else "output" if kind == "target" and _done(plain, begin, end) else kind
        yield Figure(
            name.strip("“”‘’"), text[begin:end], None if jammed else value,
            f"元{unit}" if lost else unit, own, begin,
            (aim or (">=" if match["about"] else None)) if own == "target" else None,
        )  # fmt: skip


_LINK = re.compile(
    r"(?:仅为|约为|仅占|占|为|仅|达到|均达|达|不低于|不少于|不超过|控制在|保持在|提高到|降至|超过|大于|有|约|只有|增至)$"
)
_SHARE = re.compile(r"(?:满意度|占比|比例|比重|率|度|比)$")
_SHORT_SHARE = re.compile(r"(?:满意度|占比|比例|比重|[\u4e00-\u9fff]{2}率|[\u4e00-\u9fff]{2}度)$")
_VERB = re.compile(r"共有|现有|仅为|成立|建立|规划涉及|涉及|其中|开展|新增|新建|完成|的")
_BEHIND = re.compile(r"[\u4e00-\u9fff]{2,8}?(?=共|有|的|为|[,。;、]|未|进行|开展|达|基础|$)|[\u4e00-\u9fff]{2,6}")


def _extent(plain: str, match: re.Match[str]) -> tuple[int, int, str]:
    """Return where a figure's words begin and end, and its name: the noun before the number, else the one behind."""
    before = re.split(_STOP, plain[: match.start()])[-1]
    behind = _BEHIND.match(plain[match.end() :])
    if match["unit"] in {"岁", "小时"}:
        noun = behind[0] if behind else ""
        return match.start(), match.end() + (len(noun) if match["unit"] == "小时" else 0), noun or before
    link = _LINK.search(before)
    words = before[: link.start()] if link else before
    if link and words.endswith("的"):
        return match.start() - len(before), match.end(), before
    if _SHARE.search(words):
        short = _SHORT_SHARE.search(words)
        head = re.split(r"[,。;:()《》\s]", plain[: match.start() - len(before) + len(words)])[-1].strip("“”‘’")
        return match.start() - len(before) + (short.start() if short else 0), match.end(), head
    return _counted_extent(plain, match, before, words)


def _counted_extent(plain: str, match: re.Match[str], before: str, words: str) -> tuple[int, int, str]:
    """Return the extent of what is counted; `words` is what stands `before` it without a word that only links them."""
    link = before[len(words) :]
    behind = _BEHIND.match(plain[match.end() :])
    quoted = re.search(r"[“‘][^“”‘’]{1,12}[”’]?[\u4e00-\u9fff]{0,8}$", plain[: match.start()])
    noun = _LEADING.sub("", _VERB.split(words)[-1])[-_LONGEST:]
    if quoted and not link and quoted.start() < match.start() - len(noun):
        return quoted.start(), match.end(), plain[quoted.start() : match.start()]
    if len(noun) >= 2 or "占" in link:
        more = 2 if plain.startswith("指标", match.end()) else 0
        return match.start() - len(before) + len(words) - len(noun), match.end() + more, noun or before
    if behind:
        return match.start(), match.end() + behind.end(), behind[0]
    return match.start() - len(before), match.end(), before


def _counted(text: str, plain: str) -> Iterator[Figure]:
    """Yield what is counted in Chinese numerals: 区内四所职业院校."""
    for match in _COUNTED.finditer(plain):
        place = re.search(r"(?:区内|县内|市内|全区|全县|辖区内?)$", plain[: match.start()])
        noun = re.match(r"[\u4e00-\u9fff]{2,8}?(?:院校|学校|幼儿园|中学|小学|教师|公司|企业)", match["noun"])
        if place and noun:
            begin, end = place.start(), match.end() + noun.end()
            yield Figure(
                plain[begin : match.start()] + noun[0],
                text[begin:end],
                _CHINESE[match["number"]],
                match["unit"],
                "scope",
                begin,
            )


def _worded(text: str, plain: str) -> Iterator[Figure]:
    for kind, pattern in _WORDS:
        for match in pattern.finditer(plain):
            covered = match[0].endswith("全覆盖")
            begin = match.start()
            if covered:
                head = re.split(r"在|实现|全面|推进|^对", match["name"])[-1]
                begin = match.start("name") + len(match["name"]) - len(head)
                if len(head) < 2 or head.endswith("进行"):
                    continue
            name = text[begin : match.end("name")].removeprefix("力争").strip("“”‘’")
            unit = "%" if covered or (kind == "target" and "率" in name) else None
            yield Figure(name, text[begin : match.end()], None, unit,
                         "target" if kind == "target" else "baseline", begin, "all" if covered else None)  # fmt: skip


def _lasting(text: str, plain: str) -> Iterator[Figure]:
    for match in re.finditer(
        r"为期(?P<number>\d{1,3}|[一二两三四五六])个?(?P<unit>年|月|周|天)(?:的(?P<name>[\u4e00-\u9fff]{2,16}?(?:工作|行动|整治|整顿|活动|培训)))?",
        plain,
    ):
        number = int(match["number"]) if match["number"].isdecimal() else _CHINESE[match["number"]]
        end = match.end("unit")
        yield Figure(
            f"{match['name'] or ''}时长", text[match.start() : end], number, match["unit"], "duration", match.start()
        )


def _in_title(plain: str, at: int) -> bool:
    return plain.count("《", 0, at) > plain.count("》", 0, at)


def _done(plain: str, begin: int, end: int) -> bool:
    """Return whether a figure tells what was reached already."""
    clause = re.split(r"[。;]", plain[:begin])[-1] + plain[begin:end]
    return bool(re.search(r"已|了《|了“|印发了|成立了|完成了|建成了", clause))


def _aim(words: str, behind: str) -> Aim | None:
    if re.search(r"不低于|不少于|以上|达到|提高到|超过|至少", words) or behind.startswith(("以上", "及以上")):
        return ">="
    if re.search(r"不高于|不超过|控制在|降至|以内", words) or behind.startswith(("以内", "以下")):
        return "<="
    return None
