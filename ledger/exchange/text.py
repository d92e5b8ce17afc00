"""Text as cells hold it: what XML cannot carry, and what would be read as one of its escapes like _x000D_."""

import re
import unicodedata

from ledger.intake.decoding import seen

_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # ISO/IEC 29500, ST_Xstring: an underscore itself is _x005F_
_BARRED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_END = re.compile(r"_x000D_\n|\r\n?")  # what other programs make of Alt+Enter


def escaped(text: str) -> str:
    """Return a text as a cell holds it, without what no cell can hold."""
    return _ESCAPE.sub("_x005F_", _BARRED.sub("", text))


def plain(text: str) -> str:
    """Return the text that a cell holds, its lines ended by line feeds, without what nobody sees."""
    return seen(_BARRED.sub("", _LINE_END.sub("\n", text)))


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


def lines(words: str, width: int) -> int:
    """Return how many lines a text takes in a column so wide, in digits; a Chinese character is as wide as two."""
    return sum(max(1, -(-_width(line) // width)) for line in words.split("\n"))


def _width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in line)


def names(words: str) -> list[str]:
    """Return the names of files in a cell, with semicolons or line ends between: a comma may be part of one."""
    return [name.strip() for name in re.split(r"[;；\n]", words) if name.strip()]
