"""What stands before and behind the items: a document's title, number, date and issuer, and the counts it announces."""

import re
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ledger.intake.lines import Line
from ledger.intake.lines import narrow
from ledger.intake.marks import mark
from ledger.intake.marks import value
from ledger.scalars import as_day

_KINDS = r"(?:方案|报告|清单|台账|通报|意见|函|表|通知|计划|公告|情况|公示|一览表|任务书|公开版\)|复函|\(试行\)|分工)"
_ABOUT = re.compile(r"整改|督导|问题|任务|排查|巡察|巡视|评价|评估|反馈|隐患|提升|行动")
_CHROME = re.compile(
    r"^(?:扫一扫|微信|微博|分享|【?打印|【?关闭|上一篇|下一篇|相关(?:阅读|链接|文档|文章|信息)|主办(?:单位)?[::]|承办(?:单位)?[::]|版权|"
    r".{0,12}ICP备|网站(?:标识|地图)|联系我们|责任编辑|编辑[::]|政务新媒体|国务院部门|返回顶部|Copyright|©|附件\d*[::]|附件\d*$|抄送|"
    r"\(?此件|\(联系人|联系人|联系电话|字体[::]|【字体|网站导航|友情链接|公网安备|市政府部门|地方政府|无障碍|字号|\(信息公开|公开方式|"
    r"[\(]?公开属性|.{2,20}办公室\s*\d{4}年\d{1,2}月\d{1,2}日印发)"
)
_BODY_ALONE = re.compile(
    r"[\u4e00-\u9fff]{2,24}(?:局|委员会|委|办公室|政府|小学|中学|学校|学院|幼儿园|党组|党委|领导小组|中心|部|厅|院)"
)
_COUNT = r"(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3})"
_WHAT = r"(?P<what>问题|建议|意见建议|任务|事项|措施|整改措施|隐患|领域|方面)"
_ANNOUNCED = (
    re.compile(rf"(?:共|反馈|提出|指出|梳理出?|涉及|查摆|发现|明确|列出|排查出?|归纳为|分解为|形成)(?:了|的)?{_COUNT}\s*(?:个|条|项|件|处)(?:方面)?(?:的)?(?:具体|主要|突出|整改|重点)*{_WHAT}"),
    re.compile(rf"(?P<what>问题|建议|任务|事项|措施|隐患)(?:共计?|总数)?\s*{_COUNT}\s*(?:个|条|项|件|处)"),
    re.compile(rf"{_COUNT}\s*(?:个|大)(?P<what>方面|领域)"),
    re.compile(rf"(?:方面|领域)(?:的|共)?{_COUNT}\s*(?:个|条|项)(?:具体|主要|突出|整改)*{_WHAT}"),
)  # fmt: skip


@dataclass(frozen=True)
class Told:
    """A value of the document's own, and the line it stands in."""

    value: str
    line: int


@dataclass(frozen=True)
class Announced:
    """How many of something a document says there are, as it says it."""

    what: str
    number: int
    words: str
    line: int


@dataclass(frozen=True)
class Front:
    """What a document says of itself; None: it does not say."""

    title: Told | None = None
    number: Told | None = None
    index: Told | None = None
    dated: Told | None = None
    issuer: Told | None = None

    @property
    def day(self) -> date | None:
        """Return the day of the document."""
        return as_day(self.dated.value) if self.dated else None


def front(lines: Sequence[Line], first: int, last: int) -> Front:
    """Return what the lines before the `first` of the items and behind the `last` say of the document."""
    head = [line for line in lines if line.number < first]
    tail = [line for line in lines if line.number > last]
    title = _title(head or lines[:3])
    return Front(title, _number(head, title), _index(head), _date(head, tail), _issuer(head, tail, title))


def _title(head: Sequence[Line]) -> Told | None:
    best: tuple[int, Told] | None = None
    for at, line in enumerate(head[:60]):
        cells = [cell for cell in line.cells if cell]
        text = re.sub(r"\s+", "", cells[-1] if len(cells) == 2 else cells[0] if cells else line.text)
        plain = narrow(text)
        if not 5 <= len(plain) <= 90 or re.search(r"[>。]|^\[|^附件|^当前位置|[:]$", plain) or mark(text):
            continue
        score = (
            4 * bool(re.search(rf"{_KINDS}(?:\([^()]*\))?$", plain)) + 2 * bool(_ABOUT.search(plain)) - bool(at > 20)
        )
        score -= 3 * bool(re.search(r"^(?:日期|来源|索引号|发布|浏览|时间|根据|按照|为|现将)", plain))
        if score > 0 and (best is None or score > best[0]):
            best = (score, Told(text, line.number))
    if best:
        return best[1]
    others = (line for line in head if not line.cells and not re.search(r"[>。:：]|^\[", line.text))
    return next((Told(line.text, line.number) for line in others), None)


def _number(head: Sequence[Line], title: Told | None) -> Told | None:
    for line in head:
        plain = narrow(line.text)
        if found := re.search(
            r"(?:发文字号|文号|文件编号)[\s\]:|】]*(?P<n>[\u4e00-\u9fffA-Z][^\s|\[\]:]{2,30}号|[\u4e00-\u9fff]{2,8}第[^\s|]{1,6}[期号])",
            plain,
        ):
            return Told(line.text[found.start("n") : found.end("n")], line.number)
        if (
            title
            and abs(line.number - title.line) <= 8
            and re.fullmatch(r"[(]?[\u4e00-\u9fff]{2,12}[〔\[(]\d{4}[〕\])]?\s*\d{1,4}号[)]?", plain)
        ):
            return Told(line.text.strip("（）()"), line.number)
    return None


def _index(head: Sequence[Line]) -> Told | None:
    for at, line in enumerate(head):
        plain = narrow(line.text)
        found = re.search(r"索引号[\s\]:|】]*(?P<n>[\dA-Za-z][\w/-]{6,40})", plain)
        if found:
            return Told(found["n"], line.number)
        if (
            re.search(r"索引号\s*[:]?$", plain)
            and at + 1 < len(head)
            and re.fullmatch(r"[\dA-Za-z][\w/-]{6,40}", narrow(head[at + 1].text))
        ):
            return Told(head[at + 1].text, head[at + 1].number)
    return None


_DATE = (
    r"(?P<d>\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?|"
    r"[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)"
)


_NOT_ITS = r"(?<!检查|督导|评估|巡察|整改|完成|办理|截止|反馈|到位|下次)"  # times that are no document's


def _date(head: Sequence[Line], tail: Sequence[Line]) -> Told | None:
    """Return the day of the document: as its head tells it, as it is signed, or as it was published."""
    for words in (
        "成文日期",
        "印发日期",
        "发文日期",
        "填报日期|填报时间|制表日期",
        "日期",
        "发布(?:日期|时间)",
        "时间",
    ):
        for line in head:
            if found := re.search(
                rf"{_NOT_ITS}(?:{words})[\s\]:|】]*{_DATE}(?!\s*(?:至|到|—|–|-|~))", narrow(line.text)
            ):
                return _dated(found["d"], line)
    for line in [*reversed(head), *tail] if tail else reversed(head):
        if (found := re.fullmatch(rf"[(]?{_DATE}[)]?", narrow(line.text).strip())) and (
            told := _dated(found["d"], line)
        ):
            return told
    for line in head:
        if found := re.search(rf"[(]{_DATE}[)]$", narrow(line.text).strip()):  # 整改方案（2024年4月15日）
            return _dated(found["d"], line)
    for line in tail:
        if (found := re.search(rf"{_DATE}(?:印发)?$", narrow(line.text).strip())) and len(line.text) < 40:
            return _dated(found["d"], line)
    return None


def _dated(words: str, line: Line) -> Told | None:
    plain = re.sub(r"\s", "", words)
    if not plain[0].isdecimal():
        year, month, rest = re.split(r"[年月]", plain)
        digits = "".join(str("〇一二三四五六七八九".find(sign.replace("○", "〇").replace("零", "〇"))) for sign in year)
        plain = f"{digits}年{value(month)}月{value(rest.rstrip('日'))}日"
    day = as_day(plain)
    return Told(str(day), line.number) if day else None


def _issuer(head: Sequence[Line], tail: Sequence[Line], title: Told | None) -> Told | None:
    for line in head:
        plain = narrow(line.text)
        if found := re.search(
            r"(?:发布机构|发文机关|发布单位|制发机关|填报单位|编制单位|信息来源|来源)[\s\]:|】]*(?P<n>[\u4e00-\u9fff]{3,24})",
            plain,
        ):
            return Told(found["n"], line.number)
    for line in tail:
        if _BODY_ALONE.fullmatch(line.text.strip()):
            return Told(line.text.strip(), line.number)
    found = re.match(rf"(?P<n>{_BODY_ALONE.pattern})关于", title.value) if title else None
    return Told(found["n"], title.line) if found and title else None


def announced(lines: Sequence[Line]) -> Iterator[Announced]:
    """Yield how many problems, recommendations, measures or areas these lines say there are."""
    for line in lines:
        plain = narrow(line.text)
        seen: set[int] = set()
        for pattern in _ANNOUNCED:
            for match in pattern.finditer(plain):
                if match.start("n") not in seen and not re.search(
                    r"(?:其中|已|第)[^,。;]{0,6}$", plain[: match.start()]
                ):
                    seen.add(match.start("n"))
                    yield Announced(
                        match["what"], value(match["n"]), line.text[match.start() : match.end()], line.number
                    )


# What is asked of everybody behind the last item, or ends a letter: 请各单位每月25日前报送进展. 特此报告.
_ADDRESSED = re.compile(
    r"(?:请|望)?各.{0,12}(?:单位|部门|学校|镇街|乡镇|街道|科室|县区|区县).{0,80}(?:报送|上报|报告|报[区县市省我教至]|反馈|联系人)|"
    r"(?:请|望)各.{0,90}(?:遵照执行|贯彻(?:落实|执行)|抓好落实|认真落实)|"
    r"特此|专此|(?:下一步|今后|接下来|下阶段),|以上(?:问题|事项|报告|内容|整改)|上述(?:问题|事项)|联系(?:人|电话)"
)


def trailing(texts: Sequence[str]) -> int:
    """Return how many of the last lines are none of the document's text: a signature, a site's own words."""
    found = 0
    for back, text in enumerate(reversed(texts), start=1):
        plain = narrow(text).strip()
        if _ADDRESSED.match(plain):
            found = back
            continue
        if len(plain) > 60 or (plain.endswith("。") and not _CHROME.search(plain)):
            break
        plain = re.sub(r"[(](?:盖章|公章|章)[)]$", "", plain)
        signed = re.fullmatch(rf"[(]?{_DATE}[)]?", plain) or _BODY_ALONE.fullmatch(plain)
        if _CHROME.search(plain) or signed:
            found = back
    return found
