"""The words of what a merge has left open."""

from ledger.i18n import Translation
from ledger.outline import words
from ledger.outline.page import Block
from ledger.outline.page import Cell
from ledger.outline.page import Column
from ledger.outline.page import Page
from ledger.outline.page import Table
from ledger.outline.page import line
from ledger.reports.conflicts import Conflict
from ledger.reports.conflicts import Conflicts
from ledger.reports.conflicts import Side


def conflicts(facts: Conflicts, t: Translation) -> Page:
    """Return the table of both sides, and how to choose."""
    columns = (
        Column(t.gettext("Entry")),
        Column(t.gettext("What")),
        Column(t.gettext("Ours"), flexible=True),
        Column(t.gettext("Theirs"), flexible=True),
    )
    rows = tuple(
        (
            Cell(each.name, "strong"),
            Cell(what(each, t)),
            *(Cell(_told(each, side, t)) for side in (each.ours, each.theirs)),
        )
        for each in facts.rows
    )
    way = t.gettext("To choose: ledger resolve {record}=theirs …, or --ours or --theirs for all").format(
        record=facts.rows[0].name
    )
    heading = words.counted(t.gettext("Changed differently on both sides"), len(rows), t)
    return Page(
        t.gettext("What the merge has left open"), "", (Block(heading, (Table(columns, rows), line(way, "faint"))),)
    )


def what(each: Conflict, t: Translation) -> str:
    """Return which part of a record is open, in the words of the files' fields."""
    if each.is_whole:
        return t.gettext("the whole file")
    named = (t.gettext(words.FIELDS[part]) if part in words.FIELDS else part for part in each.path)
    return " ".join(named) or t.gettext("all of it")


def _told(each: Conflict, side: Side, t: Translation) -> str:
    value = t.gettext("changed") if each.is_whole else side.value
    value = t.gettext("taken out") if side.value is None else value
    return t.gettext("{value} ({author}, {date})").format(value=value, author=side.author, date=side.day)
