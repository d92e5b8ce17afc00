"""What every stage of reading a plan works on: lines with the place they came from, and their signs made narrow."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Unit = Literal["line", "paragraph", "row"]

# One sign for one: what is found in the narrow text is cut out of the text as it is written.
_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20, 0x2003: 0x20, 0x9: 0x20}
_OPEN, _CLOSE = "“‘「『《〈([{【〔<", "”’」』》〉)]}】〕>"


@dataclass(frozen=True)
class Line:
    """A line, paragraph or table row that says something; `number` counts from 1 in the file, `cells` are a row's.

    The rows of a second sheet are counted on from those of the first.
    """

    number: int
    text: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook by its name, and how many rows are counted before its first."""

    name: str
    before: int


@dataclass(frozen=True)
class Document:
    """A file's lines in order, what their numbers count, and its sheets, where it has several."""

    unit: Unit
    lines: tuple[Line, ...]
    sheets: tuple[Sheet, ...] = ()

    def place(self, number: int) -> str:
        """Return where a line stands as a reader finds it: its number, or 清单!12 where there are sheets."""
        sheet = next((sheet for sheet in reversed(self.sheets) if sheet.before < number), None)
        return f"{sheet.name}!{number - sheet.before}" if sheet else str(number)


def narrow(text: str) -> str:
    """Return the text with half-width digits, letters, signs and blanks; it is as long as before."""
    return text.translate(_NARROW)


def closed(text: str, begin: int) -> int:
    """Return where the quotation mark or bracket that opens at `begin` is closed, or -1; it may hold others."""
    sign = text[begin]
    other = _CLOSE[_OPEN.index(sign)]
    depth = 0
    for at in range(begin, len(text)):
        depth += (text[at] == sign) - (text[at] == other)
        if not depth:
            return at
    return -1


def outside(text: str) -> Iterator[int]:
    """Yield the places of a narrow text that stand in no quotation marks and no title of a document."""
    depth = 0
    for at, sign in enumerate(text):
        depth += (sign in "“《「『") - (sign in "”》」』")
        if depth <= 0:
            depth = 0
            yield at
