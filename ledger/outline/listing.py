"""The words of `list`, `overdue` and `due`."""

from typing import assert_never

from ledger.i18n import Translation
from ledger.outline import words
from ledger.outline.page import Block
from ledger.outline.page import Cell
from ledger.outline.page import Column
from ledger.outline.page import Page
from ledger.outline.page import Table
from ledger.outline.page import cells
from ledger.outline.page import line
from ledger.reports.rows import DatedMeasure
from ledger.reports.rows import DatedReport
from ledger.reports.rows import Listing
from ledger.reports.rows import Row
from ledger.reports.rows import SubLedger

_WORDING = 10  # characters of a time limit's words in a list


def listing(facts: Listing, t: Translation) -> Page:
    """Return the rows as one table, and below it the measures that are late on their own."""
    blocks = [Block("", (rows_table(facts.rows, t),))] if facts.rows else [Block("", (line(_nothing(facts, t)),))]
    if facts.measures:
        blocks.append(Block(measures_heading(facts.measures, t), (measures_table(facts.measures, t),)))
    if facts.reports:
        heading = words.counted(t.gettext("Closed, to be reported"), len(facts.reports), t)
        blocks.append(Block(heading, (reports_table(facts.reports, t),)))
    if facts.sub_ledgers:
        blocks.append(sub_ledgers_block(facts.sub_ledgers, t))
    subtitle = t.gettext("as of {date}").format(date=facts.as_of)
    return Page(_title(facts, t), subtitle, tuple(blocks))


def _title(facts: Listing, t: Translation) -> str:
    shown, total = len(facts.rows), facts.total
    match facts.name:
        case "list" if shown < total:
            return t.gettext("{shown} of {total} items").format(shown=shown, total=total)
        case "list":
            return t.ngettext("{n} item", "{n} items", total).format(n=total)
        case "overdue":
            return t.ngettext("{n} item overdue", "{n} items overdue", shown).format(n=shown)
        case "due":
            some = t.ngettext("{n} item due", "{n} items due", shown).format(n=shown)
            time = t.ngettext("within {n} day", "within {n} days", facts.within or 0).format(n=facts.within)
            return t.gettext("{items} {time}").format(items=some, time=time)
    assert_never(facts.name)


def _nothing(facts: Listing, t: Translation) -> str:
    match facts.name:
        case "list":
            return t.gettext("No item meets the conditions.") if facts.total else t.gettext("The ledger is empty.")
        case "overdue":
            return t.gettext("No item is overdue.")
        case "due":
            return t.gettext("No item is due in this time.")
    assert_never(facts.name)


def rows_table(rows: tuple[Row, ...], t: Translation) -> Table:
    """Return rows as a table; in a narrow terminal support goes first, then kind, area, measures, status, lead."""
    columns = (
        Column(t.gettext("Item")),
        Column(t.gettext("Light")),
        Column(t.gettext("Title"), flexible=True),
        Column(t.gettext("Lead"), drop=2),
        Column(t.gettext("Support"), drop=7),
        Column(t.gettext("Area"), drop=5),
        Column(t.gettext("Kind"), drop=6),
        Column(t.gettext("Status"), drop=3),
        Column(t.gettext("Measures"), drop=4, right=True),
        Column(t.gettext("Due")),
        Column(t.gettext("Days"), drop=1, right=True),
    )
    return Table(columns, tuple(_row(row, t) for row in rows))


def _row(row: Row, t: Translation) -> tuple[Cell, ...]:
    return (
        words.id_cell(row),
        words.light_cell(row.light, row.light_reason, t),
        Cell(row.title),
        Cell(words.short_names(row.lead, t) or "–", "" if row.lead else "faint"),
        Cell(words.short_names(row.support, t)),
        Cell(row.area),
        Cell(t.gettext(words.KIND[row.kind])),
        Cell(t.gettext(words.STATUS[row.status])),
        Cell(f"{row.measures_done}/{row.measures_total}"),
        due_cell(row, t),
        words.days(row.days_left, t),
    )


def due_cell(row: Row, t: Translation) -> Cell:
    """Return the date, or the plan's words where they are no date yet."""
    if row.due:
        return Cell(str(row.due))
    if row.due_wording:
        return Cell(t.gettext("“{wording}”").format(wording=shorten(row.due_wording)), "faint")
    return Cell("–", "faint")


def shorten(wording: str, room: int = _WORDING) -> str:
    """Return the beginning of words that are too long for a list; `show` has all of them."""
    return wording if len(wording) <= room else f"{wording[: room - 1]}…"


def reports_table(reports: tuple[DatedReport, ...], t: Translation) -> Table:
    """Return closings that are to be reported as a table."""
    columns = (
        Column(t.gettext("Item")),
        Column(t.gettext("Title"), flexible=True),
        Column(t.gettext("Closed"), drop=1),
        Column(t.gettext("Report by")),
        Column(t.gettext("Days"), right=True),
    )
    told = ((*cells(r.id, r.title, str(r.closed), str(r.due)), words.days(r.days_left, t)) for r in reports)
    return Table(columns, tuple(told))


def sub_ledgers_block(subs: tuple[SubLedger, ...], t: Translation) -> Block:
    """Return how far sub-ledgers are, and where they lie."""
    columns = (
        Column(t.gettext("Item")),
        Column(t.gettext("Folder"), flexible=True),
        Column(t.gettext("Closed out"), right=True),
        Column(t.gettext("Overdue"), right=True),
        Column(t.gettext("Due soon"), right=True),
    )
    rows = (
        (
            Cell(sub.item, "strong"),
            Cell(sub.folder),
            Cell(parts_words(sub, t)),
            words.tone_of_count(sub.overdue, "red"),
            words.tone_of_count(sub.due_soon, "yellow"),
        )
        for sub in subs
    )
    return Block(words.counted(t.gettext("Sub-ledgers"), len(subs), t), (Table(columns, tuple(rows)),))


def parts_words(sub: SubLedger, t: Translation) -> str:
    """Return how many parts of an item are closed out, of those that were not withdrawn: 12/30."""
    kept = sub.total - sub.withdrawn
    return f"{sub.closed}/{kept}" if sub.total else t.gettext("empty")


def measures_heading(measures: tuple[DatedMeasure, ...], t: Translation) -> str:
    """Return the heading over measures that are late, or over such that are soon due."""
    late = measures[0].days_left < 0
    heading = t.gettext("Measures past their own date") if late else t.gettext("Measures due soon by their own date")
    return words.counted(heading, len(measures), t)


def measures_table(measures: tuple[DatedMeasure, ...], t: Translation) -> Table:
    """Return measures with dates of their own as a table."""
    columns = (
        Column(t.gettext("Measure")),
        Column(t.gettext("Text"), flexible=True),
        Column(t.gettext("Due")),
        Column(t.gettext("Days"), right=True),
    )
    return Table(columns, tuple((*cells(m.id, m.text, str(m.due)), words.days(m.days_left, t)) for m in measures))
