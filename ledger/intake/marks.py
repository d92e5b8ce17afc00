"""Numbers that offices put before headings, items and measures: 一、 (一) 1. (1) ① 一是, whole or with signs lost.

The usual order is 一、 (一) 1. (1) (GB/T 9704-2012), but plans nest them in every way, so a mark says of itself only
its style and its number.
"""

import re
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass

from ledger.intake.lines import narrow
from ledger.numerals import chinese

_CHINESE = "一二三四五六七八九十"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_SIGNS = "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑"
_BRACKETED = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽"
# What is counted or dated: behind a digit these make a quantity of it, and not a number of a heading.
_COUNTED = (
    r"(?:年|月|日|号|个|所|名|人|项|条|件|次|处|间|台|套|栋|块|座|家|支|批|张|份|类|级|岁|天|小时|分钟|周|"
    r"万|亿|元|%|‰|亩|米|平|公里|千|百|余|多|具|校|辆|门|班|学年|度|期|学期|倍|成|户|册|分|/|-|—|~|至)"
)
LETTER = 100  # B2 is number 202 of its style: the letter counts the hundreds
COUNTED = rf"(?:\.\d+)?\s*{_COUNTED}"


@dataclass(frozen=True)
class Mark:
    """A number before a text: the style it is written in, its value, and where the text behind it begins."""

    style: str
    number: int
    end: int
    lost: bool = False  # the sign behind the number is not there: 7关于


_STYLES: Sequence[tuple[str, str]] = (
    (
        "问",
        r"[【\[]?(?:问题|任务|事项|反馈问题)(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3})(?:[】\]]|\s*[:、.,]|\s)\s*(?=\S)",
    ),
    ("问", r"序号\s*:?\s*(?P<n>\d{1,3})\s*\Z"),
    ("第", r"第(?P<n>[一二三四五六七八九十]{1,3}|\d{1,3})(?:项|条|个问题|章|节|部分|类|方面)?(?:[、,.:]|\s+|\Z)\s*"),
    ("(一)", r"\(\s*(?P<n>[一二三四五六七八九十]{1,3})\s*\)\s*[、.]?\s*"),
    ("一是", r"(?P<n>[一二三四五六七八九十]{1,3})(?:是|要)(?!否)[:,]?"),
    ("一、", r"(?P<n>[一二三四五六七八九十]{1,3})\s*[、.,:]\s*"),
    ("(1)", r"\(\s*(?P<n>\d{1,3})\s*\)\s*[、.]?\s*"),
    ("1)", r"(?P<n>\d{1,3})\)\s*[、.]?\s*"),
    ("A1", r"(?P<letter>[A-Z])-?(?P<n>\d{1,2})(?:[、.:]\s*(?=\D)|\s+)"),
    ("A", r"(?P<letter>[A-Z])(?:类\s*[、.:]?\s*|[、.:]\s*(?=[\u4e00-\u9fff“]))"),
    ("1.1", r"(?P<n>\d{1,2}(?:\.\d{1,2})+)(?!\d)(?:[、.]\s*|\s+|(?=[^\s\d.]))"),
    ("1.", r"(?P<n>\d{1,3})\s*[.、]\s*(?!\d{1,2}\.\d|\d+\s*(?:%|‰|万|亿|倍|个百分点))"),
    ("1.", r"(?P<n>\d{1,3}),\s*(?=[^\d\s])"),
    ("1.", r"(?P<n>\d{1,3})\s+(?=[\u4e00-\u9fff“])"),
)
_BULLET = re.compile(r"[-*●■◆◇○•·▪★☆➢√]\s*(?=\S)")
_LOST_CHINESE = re.compile(r"(?P<n>[一二三四五六七八九十]{1,2})(?![是个项名所种类级些])(?=[\u4e00-\u9fff]{3,20}方面$)")
_LOST = re.compile(rf"(?P<n>\d{{1,3}})(?=[\u4e00-\u9fff“])(?!{_COUNTED})")


def mark(text: str) -> Mark | None:
    """Return the number that a text begins with, or None."""
    plain = narrow(text)
    for style, signs in (("①", _CIRCLED), ("1.", _SIGNS), ("(1)", _BRACKETED)):
        if plain[:1] and plain[0] in signs:
            return Mark(style, signs.index(plain[0]) + 1, 1 + len(plain[1:]) - len(plain[1:].lstrip(" 、.")))
    for style, pattern in _STYLES:
        if match := re.match(pattern, plain):
            if style == "1.1" and re.match(rf"\d+\.\d+{COUNTED}", plain):
                continue  # 1.2所新建学校: the first, and it is about two schools
            if style == "1." and re.match(r"\d{1,3}\s+", match[0]) and re.match(rf"\d+{COUNTED}", plain):
                continue  # 23 岁
            return _numbered(style, match)
    if match := _BULLET.match(plain):
        return Mark("•", 0, match.end())
    return _lost(plain)


def _numbered(style: str, match: re.Match[str]) -> Mark:
    """Return the mark of a number; each further part of 1.1.2 is a style of its own, and letters count hundreds."""
    if style == "1.1":
        return Mark("1." + "1." * match["n"].count("."), int(match["n"].rpartition(".")[2]), match.end())
    if style in {"A", "A1"}:
        letter = ord(match["letter"]) - ord("A") + 1
        return Mark(style, letter if style == "A" else letter * LETTER + int(match["n"]), match.end())
    return Mark(style, value(match["n"]), match.end())


def _lost(plain: str) -> Mark | None:
    """Return a number whose sign is not there: 7关于, 一履行主体责任方面."""
    for style, pattern in (("一、", _LOST_CHINESE), ("1.", _LOST)):
        if match := pattern.match(plain):
            return Mark(style, value(match["n"]), match.end(), lost=True)
    return None


def value(numeral: str) -> int:
    """Return the value of a number in digits or in Chinese, up to 99."""
    if numeral.isdecimal():
        return int(numeral)
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return _CHINESE.index(numeral[0]) + 1 if len(numeral) == 1 else 0
    high = _CHINESE.index(tens[0]) + 1 if tens else 1
    return 10 * high + (_CHINESE.index(ones[0]) + 1 if ones else 0)


# What numbers measures within a paragraph; each is tried for a row of 1, 2, 3 … in order.
_BEFORE = r"(?:(?<=[。;:,.!?)”\s])|\A)"
_INLINE: Sequence[tuple[str, str]] = (
    ("一是", rf"{_BEFORE}{{n}}(?:是|要)(?!否)[:,]?"),
    ("(一)", rf"{_BEFORE}\(\s*{{n}}\s*\)[、.]?"),
    ("一、", rf"{_BEFORE}{{n}}、"),
    ("第", rf"{_BEFORE}第{{n}}[、,:]"),
    ("(1)", rf"{_BEFORE}\(\s*{{d}}\s*\)[、.]?"),
    ("1)", rf"{_BEFORE}(?<!\()(?<!\d){{d}}\)"),
    ("1.", rf"{_BEFORE}(?<!\d){{d}}\s*[.、]\s*"),
    ("①", r"{c}"),
)


@dataclass(frozen=True)
class Part:
    """A numbered part of a paragraph: the style, where its number stands, and where its text begins and ends."""

    style: str
    at: int
    begin: int
    end: int


def parts(text: str, *, alone: bool = False) -> list[Part]:
    """Return the numbered parts of a paragraph, by the style that begins first; none where it numbers nothing.

    What stands before the first part belongs to none. A 1 that no 2 follows counts at the beginning, or if it may be
    `alone`.
    """
    plain = narrow(text)
    rows = [(style, list(_row(plain, pattern))) for style, pattern in _INLINE]
    long = [(style, row) for style, row in rows if len(row) > 1 or (row and (alone or row[0].start() == 0))]
    if not long:
        return []
    style, row = min(long, key=lambda found: (found[1][0].start(), -len(found[1])))
    ends = [*(match.start() for match in row[1:]), len(text)]
    return [Part(style, match.start(), match.end(), end) for match, end in zip(row, ends, strict=True)]


def _row(plain: str, pattern: str) -> Iterator[re.Match[str]]:
    """Yield where 1, 2, 3 … stand, one behind the other."""
    at = 0
    for number in range(1, 41):
        circled = _CIRCLED[number - 1] if number <= len(_CIRCLED) else "\0"
        wanted = pattern.replace("{n}", chinese(number)).replace("{d}", str(number)).replace("{c}", circled)
        match = re.compile(wanted).search(plain, at)
        if match is None:
            return
        yield match
        at = match.end()
