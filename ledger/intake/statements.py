"""What an item's heading states: the problem and the recommendation without quotation marks, and a short title."""

import re
from dataclasses import dataclass

from ledger.intake.lines import closed
from ledger.intake.lines import narrow
from ledger.model import Kind

_TITLE = 24  # characters of a title
LACKING = re.compile(
    r"不|未|缺|弱|低|差|滞后|薄弱|偏|隐患|尚|老化|松动|破损|过期|渗|锈|漏|短板|流失|缓慢|下降|违规|风险|欠|少|空白|落后|困难|脱节|单一|虚|假|损坏|堵塞|无(?!障)"
)
# How what is done, or to be done, begins.
DOING = re.compile(
    r"\d+[.、]|(?:\d{4}年(?:度|底|春季|秋季)?)?"
    r"(?:加强|推进|推动|加快|建立|完善|健全|开展|实施|落实|新增|新建|改建|扩建|补充|补齐|整治|培训|强化|提高|提升|完成|制定|进一步|深入|"
    r"组织|优化|逐[校项园]|压实|规范|加大|拓宽|严格|督促|指导|统筹|解决|消除|破解|印发|公布|公开|公示|查处|签订|出台|下发|召开|邀请|聘|"
    r"购置|采购|清退|清理|追缴|解除|处理|联合|举办|设立|成立|明确|增加|调整|排查|核[查定编]|定期|每[年月季周学]|对[\d全]|为\d|更换|维修|安装)"
)
_WORD = r"(?:的)?(?P<word>问题|建议|意见建议)"
_AFTER = re.compile(rf"\s*(?:等)?{_WORD}")
_PLAIN = re.compile(rf"(?P<said>.+?){_WORD}(?=[和及,、。.;:()]|以及|$|整改|的整改|方面)")
_JOIN = re.compile(r"\s*(?:和|及|以及|、|,|与)\s*(?=[“‘「『\"]|\S)")
_TAIL = re.compile(r"(?:的)?(?:整改|落实)?(?:情况|方面|工作)?\s*[。.:;]?\s*")


@dataclass(frozen=True)
class Statement:
    """The problem and the recommendation of a heading, as written, and where the text behind them begins."""

    problem: str | None
    recommendation: str | None
    end: int

    @property
    def kind(self) -> Kind | None:
        """Return which of them are there."""
        if self.problem and self.recommendation:
            return "both"
        return "problem" if self.problem else "recommendation" if self.recommendation else None


def stated(text: str) -> Statement | None:
    """Return what a heading like 关于“…”的问题和“…”的建议 states, or None where it has no such form."""
    plain = narrow(text)
    at = 2 if plain.startswith("关于") else 0
    leading = at
    said: dict[str, str] = {}
    while at < len(plain):
        quoted = plain[at] in '“‘「『"' and _quoted(plain, at)
        if quoted:
            inner, behind = text[quoted[0] : quoted[1]], quoted[2]
            word = _AFTER.match(plain, behind)
            if word is None and not (leading and not said):
                break
            key = _key(word["word"]) if word else "problem"
            end = word.end() if word else behind
        else:
            found = _PLAIN.match(plain, at) if leading else None
            if found is None or "。" in found["said"]:
                break
            inner, key, end = text[found.start("said") : found.end("said")], _key(found["word"]), found.end()
        said[key] = f"{said[key]}\n{inner}" if key in said else inner
        at = end
        joint = _JOIN.match(plain, at)
        if joint is None:
            break
        at = joint.end()
    if not said:
        return _sentence(text, plain)
    tail = _TAIL.match(plain, at)
    return Statement(said.get("problem"), said.get("recommendation"), tail.end() if tail else at)


_FIRST = re.compile(r"(?P<said>[^。“”]{4,80}?)(?:的)?(?P<word>问题|建议)[。:]\s*(?=\S)")


def _sentence(text: str, plain: str) -> Statement | None:
    """Return what a first sentence states that ends with 问题, where more follows it: …的问题。由…牵头."""
    found = _FIRST.match(plain)
    if found is None:
        return None
    said = text[: found.end("said")]
    key = _key(found["word"])
    return Statement(said if key == "problem" else None, said if key == "recommendation" else None, found.end())


_SO_FAR = re.compile(r"\s*(?:该|此)(?:项)?(?:问题|工作|事项)")


def told_apart(text: str) -> Statement | None:
    """Return the first sentence as a problem, where it tells of something lacking and more follows it."""
    found = re.match(r"[^。;]{4,80}。(?=\s*\S{4})", narrow(text))
    if found is None or not (LACKING.search(found[0]) or _SO_FAR.match(narrow(text), found.end())):
        return None
    return Statement(text[: found.end() - 1], None, found.end())


def _key(word: str) -> str:
    return "problem" if word == "问题" else "recommendation"


def _quoted(plain: str, at: int) -> tuple[int, int, int] | None:
    """Return where the words in quotation marks begin and end, and the place behind them; a lost mark is made up."""
    if plain[at] == '"':
        word = re.search(rf"\"{_WORD}", plain[at + 1 :])
        end = at + 1 + word.start() if word else plain.find('"', at + 1)
    else:
        end = closed(plain, at)
    if end >= 0:
        return at + 1, end, end + 1
    lost = re.search(rf"[”’」』]?{_WORD}", plain[at:])
    return (at + 1, at + lost.start(), at + lost.start() + (lost[0][0] in "”’」』")) if lost else None


def title(text: str) -> str:
    """Return a short title from a statement: its first clause that says enough, cut where it is too long."""
    plain = re.sub(r"\s+", "", re.sub(r"^关于", "", text)).strip("。.;；:：，,、")
    first = re.split(r"[。;；\n]", plain)[0]
    clauses = re.split(r"(?<=[,，])", first)
    short = clauses[0]
    for clause in clauses[1:]:
        if len(short.strip(",，")) >= 6 or len(short + clause) > _TITLE:
            break
        short += clause
    short = short.strip(",，")
    if len(short) <= _TITLE:
        return short or plain[:_TITLE]
    cut = short[: _TITLE - 1]
    return f"{cut}…"


_COUNT = re.compile(r"[（(]\s*共?\s*[\d一二三四五六七八九十]+\s*[个项条件]\S{0,4}[）)]$")


def area(text: str) -> str:
    """Return the name of an area without what only introduces it: 在“…”方面."""
    plain = _COUNT.sub("", text.strip().rstrip("。.:：;；"))
    found = re.fullmatch(
        r"(?:关于|在)?[“‘「](?P<said>.+)[”’」](?:的)?(?:方面|问题|方面的?问题)?(?:的?整改(?:情况)?)?", plain
    )
    if found:
        return found["said"]
    plain = re.sub(r"^(?:关于|在)(?=.{2,}方面)", "", plain)
    return re.sub(r"(?:方面)(?:存在的?|的)?(?:主要)?(?:问题)?(?:整改(?:情况)?)?$", "", plain) or plain
