"""Text that comes out of cells, and what in it says nothing."""

import re

from ledger.cells import BARRED
from ledger.intake.decoding import seen

_LINE_END = re.compile(r"_x000D_\n|\r\n?")  # what other programs make of Alt+Enter


def plain(text: str) -> str:
    """Return the text that a cell holds, its lines ended by line feeds, without what nobody sees."""
    return seen(BARRED.sub("", _LINE_END.sub("\n", text)))


_NOTHING = re.compile(r"[\s/\\\-—–－―_.。、·…]*|无|暂无|没有|(?i:n/?a|none|nil)")


def says_nothing(words: str) -> bool:
    """Return whether a cell was filled only so as not to be empty: /, —, 无."""
    return _NOTHING.fullmatch(words.strip()) is not None


_NO_NEWS = re.compile(
    r"(?:本月|目前|截至目前|暂时?|尚|仍)*(?:(?:无|没有|未有|未见)(?:新的?)?(?:进展|变化|情况)?|未(?:启动|开展|开始|整改|实施))|"
    r"no (?:progress|news|change)|none|nothing(?: to report)?|not started",
    re.IGNORECASE,
)


def number(value: float, form: str) -> str:
    """Return a number as its cell shows it: 85% where the cell's format has a per cent sign."""
    return f"{value * 100:.15g}%" if "%" in form else f"{value:.15g}"


def no_news(words: str) -> bool:
    """Return whether words report that there is nothing to report: 无, 本月无进展, 未启动."""
    return _NO_NEWS.fullmatch(words.strip().strip("。.")) is not None


def names(words: str) -> list[str]:
    """Return the names of files in a cell, with semicolons or line ends between: a comma may be part of one."""
    return [name.strip() for name in re.split(r"[;；\n]", words) if name.strip()]
