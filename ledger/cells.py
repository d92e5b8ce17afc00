"""Text as the cells of spreadsheets hold it: what XML cannot carry, and what a program would take for a formula."""

import re
import unicodedata

_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # ISO/IEC 29500, ST_Xstring: an underscore itself is _x005F_
_SIGNS = "=+\\-@＝＋－＠\t\r\n"  # the wide ones count in programs that are set to Chinese or Japanese
_FORMULA = re.compile(f"[{_SIGNS}]")
_GUARDED = re.compile(f"'*[{_SIGNS}]")
BARRED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def escaped(text: str) -> str:
    """Return a text as a cell holds it, without what no cell can hold."""
    return _ESCAPE.sub("_x005F_", BARRED.sub("", text))


def like_a_formula(text: str) -> bool:
    """Return whether a spreadsheet would compute a text that is typed into it."""
    return _FORMULA.match(text) is not None


def guarded(text: str) -> str:
    """Return a text as a CSV holds it, which cannot mark it as a text: an apostrophe keeps it from being computed.

    One that begins with apostrophes of its own before such a sign gets one more, so that `unguarded` gives it back.
    """
    return f"'{text}" if _GUARDED.match(text) else text


def unguarded(text: str) -> str:
    """Return the text that a cell of a CSV stands for: an apostrophe before what would be computed is no part of it."""
    return text[1:] if text.startswith("'") and _GUARDED.match(text) else text


def lines(words: str, width: int) -> int:
    """Return how many lines a text takes in a column so wide, in digits; a Chinese character is as wide as two."""
    return sum(max(1, -(-_width(line) // width)) for line in words.split("\n"))


def _width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in line)
