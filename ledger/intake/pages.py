"""HTML as it is saved from a site: paragraphs and table rows; scripts and styles are never looked at."""

import re
from html.parser import HTMLParser

from ledger.intake.decoding import seen
from ledger.intake.lines import Document
from ledger.intake.lines import Line

_SILENT = frozenset({"script", "style", "noscript", "template", "select", "svg", "head", "iframe", "button"})
_CELLS = frozenset({"tr", "td", "th"})
_DEEP = 20  # silent tags in one another
_BREAKS = frozenset(
    {
        "p", "div", "br", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "table", "section", "article",
        "ul", "ol", "dd", "dt", "header", "footer", "nav", "title", "hr", "form", "blockquote", "pre",
    }
)  # fmt: skip


def read_html(text: str) -> Document:
    """Return the paragraphs and rows of a page, numbered in order: a whole page may be one line of its file."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    reader.end()
    return Document("paragraph", tuple(reader.lines))


class _Reader(HTMLParser):
    """Gathers text between the tags that end a paragraph; a row of a table is one line with its cells."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[Line] = []
        self._text: list[str] = []
        self._silent: list[str] = []
        self._row: list[str] | None = None
        self._nested = 0  # tables in the cell
        self._open = False  # a cell that was begun: its end tag may be left out
        self._spans: dict[int, tuple[int, str]] = {}  # column: how many rows more, and what stands there
        self._span: tuple[int, int] = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"body", "table", "p", "div"} and self._silent == ["head"]:
            self._silent = []  # its end tag may be left out
        if tag in _SILENT:
            self._silent = [*self._silent, tag][:_DEEP]
        elif tag == "table" and self._open:
            self._nested += 1
        elif self._nested and tag in _CELLS:
            self._text.append("\n")  # a table in a cell is text of that cell
        elif tag == "table":
            self._end_row()
            self.end()
            self._spans = {}
        elif tag == "tr":
            self._end_row()
            self.end()
            self._row = []
        elif tag in {"td", "th"} and self._row is not None:
            self._cell()
            self._open = True
            self._fill()
            given = dict(attrs)
            self._span = (_count(given.get("rowspan")), _count(given.get("colspan")))
        elif tag in _BREAKS:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            if tag in self._silent:
                del self._silent[self._silent.index(tag) :]
        elif self._nested and tag in {"table", *_CELLS}:
            self._nested -= tag == "table"
        elif tag in {"td", "th"} and self._row is not None:
            self._cell()
        elif tag in {"tr", "table"} and self._row is not None:
            self._end_row()
        elif tag in _BREAKS:
            self._break()

    def handle_data(self, data: str) -> None:
        if not self._silent and data.strip():
            self._text.append(re.sub(r"\s+", " ", re.sub(r"(?<=[^\x00-\xff])\s*\n\s*(?=[^\x00-\xff])", "", data)))

    def _take(self) -> str:
        text = "".join(self._text)
        self._text = []
        return "\n".join(line for part in text.split("\n") if (line := seen(part)))

    def _break(self) -> None:
        if self._row is not None:
            self._text.append("\n")
        else:
            self.end()

    def _fill(self) -> None:
        """Put down again what a cell above says that spans this row."""
        while self._row is not None and len(self._row) in self._spans:
            column = len(self._row)
            left, text = self._spans.pop(column)
            if left > 1:
                self._spans[column] = (left - 1, text)
            self._row.append(text)

    def _cell(self) -> None:
        """End the cell that was begun."""
        if not self._open:
            self._text = []
            return
        self._open, self._nested = False, 0
        self._fill()
        text, (rows, columns) = self._take(), self._span
        for number in range(columns):
            if rows > 1 and self._row is not None:
                self._spans[len(self._row)] = (rows - 1, text)
            if self._row is not None:
                self._row.append(text if number == 0 else "")
        self._span = (1, 1)

    def _end_row(self) -> None:
        """End the row that was begun, with its last cell."""
        if self._row is None:
            return
        self._cell()
        self._fill()
        row, self._row = self._row or [], None
        self._text = []
        if any(row):
            self.lines.append(Line(len(self.lines) + 1, " | ".join(row), tuple(row)))

    def end(self) -> None:
        """End a paragraph."""
        if text := self._take():
            self.lines.append(Line(len(self.lines) + 1, text))


def _count(span: str | None) -> int:
    return min(int(span), 200) if span and span.isdecimal() and int(span) > 0 else 1
