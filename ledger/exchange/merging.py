"""What a department says, merged with the ledger as it is by now: the new item, and what is not taken and why.

Progress is added to the log and takes nothing away. That a measure is done is taken only where the measure is still
what the workbook asked about and nobody has recorded another day since.
"""

from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from ledger import actions
from ledger import amends
from ledger import schema
from ledger.errors import Lack
from ledger.events import Evidence
from ledger.events import Progress
from ledger.exchange.filled import Filled
from ledger.exchange.filled import Returned
from ledger.exchange.text import no_news
from ledger.i18n import Translation
from ledger.model import Item
from ledger.model import Ledger
from ledger.outline import forms as words
from ledger.reports.collection import Remark
from ledger.reports.collection import remark
from ledger.reports.collection import within
from ledger.reports.forms import digest
from ledger.reports.forms import finishers
from ledger.reports.forms import role_in
from ledger.reports.forms import state


class Reporting(NamedTuple):
    """Who reports, for which month (its first day), on which day, and in which language its notes are written.

    `received` is the day on which the report came in, where that lies behind the month.
    """

    by: str
    month: date
    on: date
    t: Translation
    received: date | None = None


def objections(returned: Returned, row: Filled, told: Reporting, ledger: Ledger) -> tuple[Filled | None, list[Remark]]:
    """Return the row as far as it can be taken, and why the rest of it cannot."""
    item = next((item for item in ledger.items if item.id == row.item), None)
    kept = row if item and on_record(item, _note(row, told), told, ledger) else None
    in_the_way = list(_whole(item, row, told, ledger))
    if in_the_way:
        at = next(iter(row.cells.values()))
        return None, [] if kept else [_remark(returned, row, at, lack) for lack in in_the_way]
    lacks = list(_done(returned, item, row, told, ledger)) if item and row.said.done else []
    remarks = [_remark(returned, row, row.cells["done"], lack) for lack in lacks]
    if lacks:
        row = replace(row, said=row.said._replace(done=None))
    return row if any(row.said) else None, remarks


def _remark(returned: Returned, row: Filled, cell: str, lack: Lack) -> Remark:
    return remark(lack.code, lack.fields, sheet=returned.sheet, cell=cell, item=row.item)


def _whole(item: Item | None, row: Filled, told: Reporting, ledger: Ledger) -> Iterator[Lack]:
    """Yield why nothing of a row can be taken."""
    if item is None or (row.key != item.id and row.key not in {measure.id for measure in item.measures}):
        yield Lack("gone-since", {"value": row.key})
    elif role_in(ledger, item, told.by) is None or (
        row.key != item.id and role_in(ledger, item, told.by, row.key) is None
    ):
        yield Lack("not-carried", {"department": told.by, "value": row.key, "item": row.item})
    elif item.ended:
        yield Lack("ended-since", {"item": item.id, "status": item.status})


def _done(returned: Returned, item: Item, row: Filled, told: Reporting, ledger: Ledger) -> Iterator[Lack]:
    """Yield why a measure cannot be taken as done on the day that the row says."""
    if row.key == item.id:
        yield Lack("no-measure-here", {"value": row.key})
        return
    measure, day = item.measure(row.key), row.said.done
    leads = finishers(ledger, item, row.key)
    if told.by not in leads:
        yield Lack("done-by-support", {"measure": measure.id, "department": told.by, "lead": leads, "value": str(day)})
    elif measure.dropped:
        yield Lack("already-dropped", {"measure": measure.id, "reason": measure.dropped})
    elif measure.done and measure.done != day:
        yield Lack("done-otherwise", {"measure": measure.id, "on": str(measure.done), "value": str(day)})
    elif measure.done is None and digest(measure.text) != returned.mark.rows[row.key].wording:
        yield Lack("reworded-since", {"measure": measure.id, "department": told.by})


def changed_since(returned: Returned, ledger: Ledger) -> tuple[str, ...]:
    """Return the items filled in that are not what they were when the workbook was made, beside their logs."""
    now = {item.id: state(item) for item in ledger.items}
    asked = {row.item: returned.mark.rows[row.key].state for row in returned.rows}
    return tuple(item for item, then in asked.items() if now.get(item) != then)


def take(item: Item, row: Filled, proofs: Sequence[Evidence], told: Reporting, ledger: Ledger) -> Item:
    """Return the item with what a row says that is not on record yet.

    Evidence goes with the measure that is done, else with the entry. Raises RefusedError where the item refuses it.
    """
    note = _note(row, told)
    if row.said.done:
        item, proofs = _finished(item, row.key, row.said.done, proofs, ledger), ()
    if on_record(item, note, told, ledger):
        filed = {proof.sha256 for entry in item.log for proof in entry.evidence}
        proofs = [proof for proof in proofs if proof.sha256 not in filed]
        if not proofs:
            return item
        note = words.filed([proof.name or str(proof.file) for proof in proofs], told.t)
    said = {"on": told.on, "by": told.by, "note": note, "evidence": tuple(proofs), "received": told.received}
    if no_news(row.said.progress) and not row.said.done and not row.files:
        said["news"] = "none"
    entry = schema.entry(Progress, said)
    return actions.record(item, [entry], ledger)


def _finished(item: Item, name: str, day: date, proofs: Sequence[Evidence], ledger: Ledger) -> Item:
    """Return the item with a measure done on a day, and with evidence of it that is not on record yet."""
    measure = item.measure(name)
    filed = {proof.sha256 for proof in measure.evidence}
    fresh = tuple(proof for proof in proofs if proof.sha256 not in filed)
    return amends.attach(item, name, fresh) if measure.done else amends.finish(item, [name], day, fresh, ledger)


def _note(row: Filled, told: Reporting) -> str:
    return words.note(None if row.key == row.item else row.key, row.said, told.t)


def on_record(item: Item, note: str, told: Reporting, ledger: Ledger) -> bool:
    """Return whether the log says the same for the month already; also what was corrected does not come again."""
    return any(
        isinstance(entry, Progress)
        and ledger.known([entry.by]) == (told.by,)
        and within(told.month, entry.on)
        and entry.note == note
        for entry in item.log
    )
