"""The model of an official paper (公文): title, addressee, numbered text, who signs it and when, tables as annexes."""

import re
from collections.abc import Iterator
from collections.abc import Sequence
from typing import Any
from typing import NamedTuple

from ledger.cells import BARRED
from ledger.i18n import Translation
from ledger.numerals import chinese
from ledger.outline.page import Block
from ledger.outline.page import Column
from ledger.outline.page import Page
from ledger.outline.page import Part
from ledger.outline.page import Table
from ledger.outline.page import cells
from ledger.outline.page import line
from ledger.scalars import short

_UNSEEN = re.compile("[\u202a-\u202e\u2066-\u2069]")  # signs that turn the direction of reading round

Text = tuple["Heading | str | Grid", ...]


class Heading(NamedTuple):
    """A heading of the first (一、) or the second level (（一）); its number is part of `text`."""

    level: int
    text: str


class Grid(NamedTuple):
    """A table: its headings (none: a form), what share of the width each column has, and its rows of texts."""

    headings: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]


class Annex(NamedTuple):
    """What is attached: what stands before its title (附件：, or 附件1： where there are several), title and table."""

    label: str
    title: str
    grid: Grid


class Paper(NamedTuple):
    """A paper as GB/T 9704-2012 orders its parts; `language` is that of its words, the addressee ends with a colon.

    `stamp` says what an issued paper was made from.
    """

    language: str
    title: str
    addressee: str
    text: Text
    signatory: str
    day: str
    annexes: tuple[Annex, ...] = ()
    stamp: str = ""


def stamped(paper: Paper, revision: str, digest: str, t: Translation) -> Paper:
    """Return a paper with the version it was made from, and the SHA-256 of its items.yaml, printed on it."""
    told = t.gettext("Made from version {commit} of the ledger; SHA-256 of its items.yaml: {digest}")
    return paper._replace(stamp=told.format(commit=short(revision), digest=digest))


def printable(paper: Paper) -> Paper:
    """Return a paper without what no file can hold, or what turns the direction of reading round."""
    cleaned: Paper = _printable(paper)
    return cleaned


def _printable(value: Any) -> Any:  # noqa: ANN401 (a part of a paper, of whatever kind)
    if isinstance(value, str):
        return _UNSEEN.sub("", BARRED.sub("", value.replace("\v", "\n")))
    if isinstance(value, tuple):
        parts = map(_printable, value)
        return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)
    return value


class Section(NamedTuple):
    """A section before it is numbered: its heading, and paragraphs or sub-sections."""

    heading: str
    parts: tuple["Section | str", ...]


def numbered(sections: Sequence[Section], t: Translation) -> Text:
    """Return sections as text, each level counted; what says nothing is left out and counts for nothing."""
    return tuple(_numbered(sections, 1, t))


def _numbered(sections: Sequence[Section], level: int, t: Translation) -> Iterator[Heading | str]:
    signs = {1: t.gettext("{number}. {heading}"), 2: t.gettext("({number}) {heading}")}
    for number, section in enumerate(filter(_says, sections), start=1):
        counted = chinese(number) if signs[1] == "{number}、{heading}" else str(number)
        yield Heading(level, signs[level].format(number=counted, heading=section.heading))
        yield from (part for part in section.parts if isinstance(part, str))
        yield from _numbered([part for part in section.parts if isinstance(part, Section)], level + 1, t)


def numbered_lines(texts: Sequence[str], t: Translation) -> list[str]:
    """Return texts with their numbers, as the third level of a paper has them."""
    return [t.gettext("{number}. {text}").format(number=n, text=text) for n, text in enumerate(texts, start=1)]


def annexes(tables: Sequence[tuple[str, Grid]], t: Translation) -> tuple[Annex, ...]:
    """Return tables as annexes, counted where there are several."""
    label = t.gettext("Annex: ") if len(tables) == 1 else t.gettext("Annex {n}: ")
    return tuple(Annex(label.format(n=n), title, grid) for n, (title, grid) in enumerate(tables, start=1))


def _says(section: Section) -> bool:
    return any(isinstance(part, str) or _says(part) for part in section.parts)


def page(paper: Paper) -> Page:
    """Return a paper as a page, to be read in a terminal or as plain text."""
    blocks: list[Block] = []
    heading = ""
    parts: list[Part] = [line(paper.addressee)] if paper.addressee else []
    for part in paper.text:
        if isinstance(part, Heading) and part.level == 1:
            blocks.append(Block(heading, tuple(parts)))
            heading, parts = part.text, []
        elif isinstance(part, Grid):
            parts.append(_table(part))
        else:
            parts.append(line(part.text if isinstance(part, Heading) else part))
    blocks.append(Block(heading, tuple(parts)))
    blocks.append(Block("", tuple(line(text) for text in (paper.signatory, paper.day) if text)))
    blocks += [Block(annex.title, (_table(annex.grid),)) for annex in paper.annexes]
    return Page(paper.title, "", tuple(block for block in blocks if block.parts))


def _table(grid: Grid) -> Table:
    widest = max(grid.widths)
    headings = grid.headings or ("",) * len(grid.widths)
    columns = (Column(heading, flexible=width == widest) for heading, width in zip(headings, grid.widths, strict=True))
    return Table(tuple(columns), tuple(cells(*row) for row in grid.rows), headed=bool(grid.headings))
