"""The words of what a merge has left open."""

import re
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from itertools import zip_longest
from typing import get_args

from ledger.i18n import N_
from ledger.i18n import Translation
from ledger.model import IndicatorKind
from ledger.outline import words
from ledger.outline.change import entry_words
from ledger.outline.page import Block
from ledger.outline.page import Cell
from ledger.outline.page import Column
from ledger.outline.page import Page
from ledger.outline.page import Table
from ledger.outline.page import line
from ledger.reports.conflicts import Conflict
from ledger.reports.conflicts import Conflicts
from ledger.reports.conflicts import Part
from ledger.reports.conflicts import Side

# What fields are called that no command sets: of indicators, departments and routines.
_FIELDS: Mapping[str, str] = {
    **words.MEASURE_FIELDS,
    **words.INDICATOR_FIELDS,
    "status": N_("Status"),
    "measures": N_("Measures"),
    "indicators": N_("Indicators"),
    "readings": N_("Readings"),
    "source": N_("Source"),
    "full_name": N_("Full name"),
    "aliases": N_("Other names"),
    "successor": N_("Successor"),
    "note": N_("Note"),
    "from": N_("From"),
    "until": N_("Until"),
    "item": N_("Item"),
    "every": N_("Rhythm"),
}
_CALLED = frozenset({"title", "text", "name"})  # what needs no heading
_KIND = re.compile(rf" (?:{'|'.join(get_args(IndicatorKind))})(?: .*|$)", re.DOTALL)  # behind an indicator's name


def asked(facts: Conflicts, t: Translation, number: int, count: int) -> Page:
    """Return the table of both sides of one entry, the `number`th of so many, for somebody who is asked about it."""
    heading = t.gettext("Changed differently on both sides ({n} of {count})").format(n=number, count=count)
    table, *_ = conflicts(facts, t).blocks[0].parts
    return Page(heading, "", (Block("", (table,)),))


def conflicts(facts: Conflicts, t: Translation) -> Page:
    """Return the table of both sides, and how to choose."""
    columns = (
        Column(t.gettext("Entry")),
        Column(t.gettext("What")),
        Column(t.gettext("Ours"), flexible=True),
        Column(t.gettext("Theirs"), flexible=True),
    )
    rows = tuple(row for each in facts.rows for row in _rows(each, t))
    way = t.gettext("To choose: ledger resolve {record}=theirs …, or --ours or --theirs for all").format(
        record=facts.rows[0].name
    )
    lines = [line(way, "faint")]
    if new := next((each for each in facts.rows if each.is_new), None):
        lines.append(line(t.gettext("To keep both: ledger resolve {record}=both").format(record=new.name), "faint"))
    heading = words.counted(t.gettext("Changed differently on both sides"), len(facts.rows), t)
    return Page(t.gettext("What the merge has left open"), "", (Block(heading, (Table(columns, rows), *lines)),))


def _rows(each: Conflict, t: Translation) -> Iterator[tuple[Cell, ...]]:
    """Yield a row for each line that one of the sides needs."""
    sides = zip_longest(*(_told(each, side, t) for side in (each.ours, each.theirs)), fillvalue="")
    for number, (ours, theirs) in enumerate(sides):
        named = (each.name, what(each, t)) if number == 0 else ("", "")
        yield Cell(named[0], "strong"), Cell(named[1]), Cell(ours), Cell(theirs)


def what(each: Conflict, t: Translation) -> str:
    """Return which part of a record is open, as people call it."""
    if each.is_whole:
        return t.gettext("the whole file")
    return t.gettext("new on both sides") if each.is_new and not each.path else place(each.path, t)


def place(path: Sequence[str], t: Translation) -> str:
    """Return a place in a record as people call it."""
    match path:
        case ():
            return t.gettext("all of it")
        case ("log",):
            return t.gettext("History")
        case ("measures", name, *inner):
            named = t.gettext("measure {name}").format(name=name)
        case ("indicators", name, "readings", day, *inner):
            named = t.gettext("reading of {name}, {day}").format(name=_KIND.sub("", name), day=day)
        case ("indicators", name, *inner):
            named = t.gettext("indicator {name}").format(name=_KIND.sub("", name))
        case _:
            return _field(path[0], t)
    return words.names([named, *(_field(key, t) for key in inner[:1])], t)


def _field(key: str, t: Translation) -> str:
    return t.gettext(_FIELDS[key]) if key in _FIELDS else key


def _told(each: Conflict, side: Side, t: Translation) -> Iterator[str]:
    """Yield what a side says, a line a value or an entry, with who has changed it last."""
    if side.value is None or each.is_whole:
        said = [t.gettext("taken out") if side.value is None else t.gettext("changed")]
    else:
        said = [entry_words(number, entry, t) for number, entry in zip(side.entries, side.log, strict=True)]
        said += [_part(each, part, t) for part in side.parts]
    told = t.gettext("{value} ({author}, {date})")
    if len(said) > 1:
        yield from said
        said = [""]
    yield told.format(value="".join(said), author=side.author, date=side.day).strip()


def _part(each: Conflict, part: Part, t: Translation) -> str:
    some = [part.value] if isinstance(part.value, str) else part.value
    value = words.names([words.value(part.key, one, t) for one in some], t)
    if part.key in _CALLED or each.path[-1:] == (part.key,):
        return value
    return t.gettext("{label}: {value}").format(label=_field(part.key, t), value=value)
