"""Time limits within sentences: where words for a deadline, a duration or a school term stand, and what they mean."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ledger import deadlines
from ledger.deadlines import Calendar
from ledger.deadlines import Limit
from ledger.intake.lines import narrow

_YEAR = r"(?:20\d{2}年|今年|明年|本年|当年)"
_DAY = rf"(?:{_YEAR}\s*)?\d{{1,2}}月\d{{1,2}}[日号]|20\d{{2}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}"
_END = r"(?:[底末内]|以前|之?前)+"
_AHEAD = r"(?:力争|确保|计划|预计|拟于?|将于?|争取|最迟|不迟于|到|于|在|至)?"
# What names a limit of itself, and what does only where the words around it look forward.
_PATTERNS = (
    rf"(?:{_DAY}){_END}",
    rf"{_YEAR}\d{{1,2}}月份?{_END}",
    rf"{_YEAR}\d{{1,2}}月[上中下]旬{_END}?",
    rf"{_YEAR}(?:第?[一二三四1-4]季度|[上下]半年){_END}?",
    rf"{_YEAR}度?(?:[底末内]+前?|以内)",
    rf"{_YEAR}(?:春|秋)(?:季学期|季|期|学期)?(?:开学前|结束前|期末前|内|末)?",
    rf"{_YEAR}(?:暑假|寒假|暑期|寒期)(?:前|结束前|开学前|期间)?",
    rf"{_YEAR}度(?!岁)",
    rf"{_YEAR}(?:以前|之?前)",
    r"(?<!\d)\d{1,2}月\d{1,2}[日号](?:以前|之?前)",
    r"(?<![\d年])\d{1,2}月(?:份|底|末)+(?:以前|之?前)",
    r"(?:[春秋]季(?:学期)?)?开学前|[本下]学期(?:开学前|结束前|内)|年底前",
)
_WEAK = (
    rf"(?:{_DAY})(?=完成|投用|投入|竣工|到位|整改|办结|实现|启用|交付)",
    rf"{_YEAR}\d{{1,2}}月份?(?=(?:全部|全面|正式)?(?:完成|投用|投入|竣工|到位|整改|办结|实现|启用|交付|建成|开工|招生))",
    rf"{_YEAR}(?=计划|规划|拟|将|力争|预计|完成|实现|建成)",
)
_DURATION = r"为期(?:\d{1,2}|[一二两三四五六半])(?:个)?(?:年|月|周|天)"
_FINDER = re.compile("|".join((*_PATTERNS, _DURATION, *_WEAK)))
_PAST = re.compile(r"已(?:于|在|经)?\s*$|截至(?:目前)?\s*$|截止\s*$")
_DURATION_OR_YEAR = re.compile(rf"{_DURATION}|{_YEAR}")


@dataclass(frozen=True)
class Found:
    """Words for a time limit, where they stand in a text, and what they can mean; `firm`: they set a deadline."""

    wording: str
    begin: int
    limit: Limit | None
    firm: bool


def found(text: str, calendar: Calendar) -> list[Found]:
    """Return the time limits within a text, in order; days that lie before the plan are no limits."""
    return [each for each in _all(text, calendar) if not _over(each.limit, calendar.base)]


def _all(text: str, calendar: Calendar) -> Iterator[Found]:
    plain = narrow(text)
    titles = [(match.start(), match.end()) for match in re.finditer(r"《[^》]*》|〔[^〕]*〕?", plain)]
    for match in _FINDER.finditer(plain):
        if any(begin <= match.start() < end for begin, end in titles) or _PAST.search(plain[: match.start()]):
            continue
        wording = text[match.start() : match.end()]
        firm = _DURATION_OR_YEAR.fullmatch(match[0]) is None
        yield Found(wording, match.start(), deadlines.read(wording, calendar), firm)


def _over(limit: Limit | None, base: date | None) -> bool:
    return bool(base and limit and limit.days and max(limit.days) < base)
