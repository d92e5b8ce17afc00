"""The words of many ledgers in one table: each table once, for a page, a paper and a workbook."""

from collections.abc import Iterator
from collections.abc import Mapping
from typing import NamedTuple

from ledger.i18n import Language
from ledger.i18n import Translation
from ledger.outline import words
from ledger.outline.book import Book
from ledger.outline.book import BookCell
from ledger.outline.book import BookColumn
from ledger.outline.book import BookTable
from ledger.outline.book import Tab
from ledger.outline.book import Value
from ledger.outline.findings import worded
from ledger.outline.page import Block
from ledger.outline.page import Cell
from ledger.outline.page import Column
from ledger.outline.page import Page
from ledger.outline.page import Table
from ledger.outline.page import Tone
from ledger.outline.page import line
from ledger.outline.paper import Grid
from ledger.outline.paper import Paper
from ledger.outline.paper import annexes
from ledger.pace import Light
from ledger.reports.rollup import Faulty
from ledger.reports.rollup import Group
from ledger.reports.rollup import Rollup
from ledger.reports.rollup import Worst
from ledger.reports.summary import By
from ledger.sentences import message


class _Told(NamedTuple):
    """A table for any medium; a column has its heading, its width in digits, and when it goes on a narrow screen."""

    name: str
    title: str
    columns: tuple[tuple[str, int, int], ...]
    rows: tuple[tuple[BookCell, ...], ...]


def page(facts: Rollup, t: Translation) -> Page:
    """Return all of it for a terminal or a pipe."""
    blocks = (Block("", tuple(line(text) for text in _remarks(facts, t))), *map(_block, _tables(facts, t)))
    return Page(_title(t), _day(facts, t), blocks)


def paper(facts: Rollup, t: Translation, language: Language) -> Paper:
    """Return all of it as a paper."""
    tables = [(told.title, _grid(told)) for told in _tables(facts, t)]
    return Paper(language, _title(t), "", tuple(_remarks(facts, t)), "", words.day(facts.as_of, t), annexes(tables, t))


def _grid(told: _Told) -> Grid:
    headings, widths, _ = zip(*told.columns, strict=True)
    widths = tuple(min(width, _WIDE) for width in widths)  # names may wrap, numbers and days may not
    return Grid(headings, widths, tuple(tuple(_text(cell.value) for cell in row) for row in told.rows))


def book(facts: Rollup, t: Translation) -> Book:
    """Return all of it as a workbook, a tab a table."""
    tabs, remarks = [], _remarks(facts, t)
    for told in _tables(facts, t):
        columns = tuple(BookColumn(heading, width) for heading, width, _ in told.columns)
        title = t.gettext("{title}, as of {date}").format(title=told.title, date=facts.as_of)
        title = t.gettext("; ").join([title, *map(words.ended, remarks)])  # above the first table
        tabs.append(Tab(told.name, (BookTable(title, columns, told.rows),), ledger=True))
    return Book(_title(t), "", tuple(tabs), t.gettext("Page {page} of {pages}"))


def _title(t: Translation) -> str:
    return t.gettext("Roll-up of ledgers")


def _day(facts: Rollup, t: Translation) -> str:
    return t.gettext("as of {date}").format(date=facts.as_of)


def _block(told: _Told) -> Block:
    numbers = [any(isinstance(row[at].value, (int, float)) for row in told.rows) for at in range(len(told.columns))]
    columns = tuple(
        Column(heading, drop, right=right, flexible=width > _WIDE)
        for (heading, width, drop), right in zip(told.columns, numbers, strict=True)
    )
    rows = tuple(tuple(Cell(_text(cell.value), cell.tone) for cell in row) for row in told.rows)
    return Block(told.title, (Table(columns, rows),))


_WIDE = 20  # digits; a wider column wraps on a screen, and on paper


def _text(value: Value) -> str:
    return "–" if value is None else str(value)


def _remarks(facts: Rollup, t: Translation) -> Iterator[str]:
    """Yield what is counted, and what is not."""
    counted = t.ngettext("{n} ledger", "{n} ledgers", facts.ledgers).format(n=facts.ledgers)
    items = t.ngettext("{n} item", "{n} items", facts.total.total).format(n=facts.total.total)
    yield t.gettext("{label}: {value}").format(label=counted, value=items)
    if gone := facts.total.withdrawn:
        said = t.ngettext("{n} item is withdrawn and in no rate.", "{n} items are withdrawn and in no rate.", gone)
        yield said.format(n=gone)
    yield from lacking(facts, t)
    if facts.by == "department":
        yield t.gettext("An item that several departments lead counts for each of them.")


def lacking(facts: Rollup, t: Translation) -> Iterator[str]:
    """Yield what was named and is in no total."""
    if faulty := len(facts.faulty):
        said = t.ngettext(
            "{n} ledger has errors and is in no total.", "{n} ledgers have errors and are in no total.", faulty
        )
        yield said.format(n=faulty)
    yield from (t.gettext("{path} leads to no ledger.").format(path=path) for path in facts.unmatched)


def _tables(facts: Rollup, t: Translation) -> Iterator[_Told]:
    yield _groups(facts, t)
    if facts.overdue:
        yield _worst(facts, t)
    if facts.faulty:
        yield _faulty(facts, t)


# The lights that are bad news stay longest on a narrow screen.
_LIGHTS: Mapping[Light, int] = {"red": 5, "yellow": 6, "grey": 7, "green": 8, "blue": 9}


def _groups(facts: Rollup, t: Translation) -> _Told:
    titles = {
        "ledger": t.gettext("By ledger"),
        "area": t.gettext("By area"),
        "department": t.gettext("By department that leads"),
        "month": t.gettext("By month of the due date"),
    }
    headings: dict[By, str] = {
        "ledger": t.gettext("Ledger"),
        "area": t.gettext("Area"),
        "department": t.gettext("Department"),
        "month": t.gettext("Due month"),
    }
    names = [_name(group, facts.by, t) for group in facts.groups]
    # Where names repeat, the place is what tells the lines apart.
    path = ((t.gettext("Place"), 30, int(len({*names}) == len(names))),) if facts.by == "ledger" else ()
    columns = (
        (headings[facts.by], 30 if facts.by != "month" else 12, 0),
        *path,
        (t.gettext("Items"), 8, 0),
        (t.gettext("Closed out"), 8, 2),
        (t.gettext("Completion rate, %"), 8, 0),
        (t.gettext("Overdue"), 8, 0),
        (t.gettext("Due soon"), 8, 3),
        (t.gettext("Not started"), 8, 4),
        *((f"● {t.gettext(words.LIGHT[light])}", 8, drop) for light, drop in _LIGHTS.items()),
    )
    rows = [_row(name, group, facts.by) for name, group in zip(names, facts.groups, strict=True)]
    rows.append(_row(t.gettext("Total"), facts.total, facts.by, "strong"))
    return _Told(titles[facts.by], titles[facts.by], columns, tuple(rows))


def _name(group: Group, by: By, t: Translation) -> str:
    nameless: dict[By, str] = {"department": words.GAP["no-lead"], "month": words.GAP["no-due"]}
    return group.name or t.gettext(nameless.get(by, "Rectification ledger"))


def _row(name: str, group: Group, by: By, tone: Tone = "") -> tuple[BookCell, ...]:
    return (
        BookCell(name, tone),
        *([BookCell(group.path)] if by == "ledger" else []),
        BookCell(group.total, "strong"),
        BookCell(group.closed),
        BookCell(group.completion_rate),
        BookCell(group.overdue, "red" if group.overdue else ""),
        BookCell(group.due_soon, "yellow" if group.due_soon else ""),
        BookCell(group.open),
        *(BookCell(group.lights[light], light if group.lights[light] else "") for light in _LIGHTS),
    )


def _worst(facts: Rollup, t: Translation) -> _Told:
    title = t.gettext("Most overdue ({shown} of {n})").format(shown=len(facts.overdue), n=facts.total.overdue)
    columns = (
        (t.gettext("Ledger"), 30, 3),
        (t.gettext("Place"), 30, 0),
        (t.gettext("Item"), 8, 0),
        (t.gettext("Title"), 40, 0),
        (t.gettext("Lead"), 20, 2),
        (t.gettext("Due"), 14, 1),
        (t.gettext("Days late"), 8, 0),
    )
    return _Told(t.gettext("Most overdue"), title, columns, tuple(_late(each, t) for each in facts.overdue))


def _late(each: Worst, t: Translation) -> tuple[BookCell, ...]:
    return (
        BookCell(each.ledger or t.gettext("Rectification ledger")),
        BookCell(each.path),
        BookCell(each.id),
        BookCell(each.title),
        BookCell(words.names(each.lead, t) or None),
        BookCell(each.due),
        BookCell(-each.days_left, "red"),
    )


def _faulty(facts: Rollup, t: Translation) -> _Told:
    title = t.gettext("With errors, in no total")
    columns = (
        (t.gettext("Ledger"), 30, 1),
        (t.gettext("Place"), 30, 0),
        (t.gettext("Items"), 8, 2),
        (t.gettext("Errors"), 8, 0),
        (t.gettext("The first error"), 60, 0),
    )
    return _Told(
        title, words.counted(title, len(facts.faulty), t), columns, tuple(_fault(each, t) for each in facts.faulty)
    )


def _fault(each: Faulty, t: Translation) -> tuple[BookCell, ...]:
    said = message(each.code, worded(each.fields, t), t)
    first = t.gettext("{label}: {value}").format(label=each.place, value=said) if each.place else said
    return (
        BookCell(each.ledger),
        BookCell(each.path),
        BookCell(each.items),
        BookCell(each.errors, "red"),
        BookCell(first),
    )
