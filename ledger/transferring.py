"""Rows of a spreadsheet merged into the ledger: all of them or none, as one change."""

import re
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ledger import exchange
from ledger.changing import Desk
from ledger.changing import Outcome
from ledger.checks.case import calendar_of
from ledger.errors import USAGE
from ledger.errors import CellFault
from ledger.errors import LedgerError
from ledger.errors import SheetError
from ledger.events import Decision
from ledger.events import Event
from ledger.events import Progress
from ledger.model import Item
from ledger.outline import words
from ledger.outline.forms import remarked
from ledger.store import Opened
from ledger.typed import Typed
from ledger.workflow import WORKING

if TYPE_CHECKING:
    from ledger.exchange.records import Entry

# how a status, or words on progress, begin that are no news
_NOT_YET = re.compile(r"[尚还]?未|否|没|暂无|无进展|not|no\b", re.IGNORECASE)


@dataclass
class _Read:
    """What is read of a file: its items, what is wrong with its headings, and what is not read."""

    entries: "list[Entry]" = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def sheet(desk: Desk, file: Path, area: str | None, typed: Typed) -> None:
    """Merge the rows of a file into the ledger, save that and show it; what is not read of the file is said.

    Raises LedgerError (exit 2) for a file without a heading, and SheetError (exit 2) with everything that is wrong.
    """
    joining = exchange.office("joining")
    found = _read(file)

    def department(name: str) -> str:
        return desk.session.meant.acting(name, desk.day(typed))

    def report(item: Item, measure: str | None, told: Mapping[str, str]) -> Iterator[Event]:
        return _report(desk, item, measure, told, typed)

    def outcome(opened: Opened) -> Outcome:
        means = joining.Means(department, calendar_of(opened.ledger.settings), area, report)
        joined = joining.join(found.entries, opened.ledger, means)
        if every := [*found.faults, *joined.faults]:
            raise SheetError(file.name, every)
        return Outcome(opened, joined.changed, joined.added)

    desk.save(outcome, dry_run=typed.dry_run)
    if found.unread:
        said = desk.session.t.gettext("Not read: {names}")
        desk.session.say(said.format(names=words.names(found.unread, desk.session.t)))


def _read(file: Path) -> _Read:
    """Return what the sheets of a file say. Raises LedgerError (exit 2) where it cannot be read or has no heading."""
    grid, headings, records = (exchange.office(name) for name in ("grid", "headings", "records"))
    read = _Read()
    for each in grid.read(file):
        if head := headings.find(each):
            entries, idle = records.entries(each, head)
            read.entries += entries
            read.faults += head.faults
            read.unread += [f"{each.sheet} {cell.place} “{cell.text}”" for cell in (*head.unread, *idle)]
        elif any(cell for row in each.rows for cell in row):
            read.unread.append(each.sheet)
    if not read.entries:
        raise LedgerError("no-heading", USAGE, value=file.name)
    return read


def _report(desk: Desk, item: Item, measure: str | None, told: Mapping[str, str], typed: Typed) -> Iterator[Event]:
    """Yield what a row says as an entry of the item's log, by its measure's or the item's lead where nobody was typed.

    A status is words of the log, for the item's own follows what happened: it is left out where the item has it, where
    nothing has begun, or where it says no more than the progress beside it. What is only remarked is no progress.
    """
    status = words.meaning(words.STATUS, told.get("status", ""))
    if status in {item.status, "open"} or (status in WORKING and "progress" in told):
        told = {key: value for key, value in told.items() if key != "status"}
    if told:
        own = next((one.lead for one in item.measures if one.id == measure), ())
        by = typed.by or next(iter(own or item.lead), None)
        noted = replace(typed, by=by, note=remarked(measure, told, desk.session.t))
        said = told.get("progress") or told.get("status", "")
        news = bool(said) and not _NOT_YET.match(said)
        yield desk.entry(Progress, noted) if news else desk.entry(Decision, noted)
