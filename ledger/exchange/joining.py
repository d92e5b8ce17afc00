"""Entries of a table joined with the items of a ledger: what their cells make of each.

What an item is known by (its texts, its area) is kept where the ledger has it; a filled cell of any other kind is the
field's value, an empty one leaves it. A date, a lead or a status that is on record is not moved by a table.
"""

import re
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field

from ledger import actions
from ledger import amends
from ledger import schema
from ledger.errors import CellFault
from ledger.errors import LedgerError
from ledger.errors import RefusedError
from ledger.events import Event
from ledger.exchange.grid import Cell
from ledger.exchange.matching import are_two
from ledger.exchange.matching import is_another
from ledger.exchange.matching import item_of
from ledger.exchange.matching import measure_of
from ledger.exchange.meaning import Means
from ledger.exchange.meaning import Meant
from ledger.exchange.records import Entry
from ledger.model import Item
from ledger.model import Ledger
from ledger.model import Measure
from ledger.reports.collection import within
from ledger.yamltext import Value

_KEPT = ("problem", "recommendation", "title", "area")
_SINGLE = ("goal", "leader", "office")
# What a row says of the item or of its measure, a date together with its words; a measure has no office.
_TOGETHER = (("lead",), ("support",), ("person",), ("due", "due_wording"), ("office",))
_TOLD = ("progress", "status", "evidence", "remark")
_SEVERAL = 2
_TITLE = 30  # characters
_KINDS = {"问题": "problem", "建议": "recommendation", "意见": "recommendation", "意见建议": "recommendation"}
_COUNT = re.compile(r"^[（(]?[一二三四五六七八九十\d]+[）)]?[、.．]\s*")  # of an area: 一、


@dataclass
class Joined:
    """What a table makes of a ledger: items by their index, new items, and what is wrong, by cell."""

    changed: dict[int, Item] = field(default_factory=dict)
    added: list[Item] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)


def join(entries: Sequence[Entry], ledger: Ledger, means: Means) -> Joined:
    """Return what the entries make of the ledger."""
    items = {item.id: item for item in ledger.items}
    faults: list[CellFault] = []
    seen: dict[str, Entry] = {}
    for entry in entries:
        joiner = _Joiner(entry, ledger, means)
        other = seen.setdefault(entry.number, entry) if entry.number else entry
        if are_two(entry, other):
            fields = {"value": entry.number, "sheet": other.sheet, "cell": other.place}
            faults.append(CellFault(entry.sheet, entry.place, "number-twice", fields))
            continue
        try:
            after = joiner.joined([*items.values()])
            items[after.id] = after
        except RefusedError as error:
            faults += [CellFault(entry.sheet, entry.place, lack.code, lack.fields) for lack in error.lacks]
        faults += joiner.meant.faults
    before = {item.id: at for at, item in enumerate(ledger.items)}
    changed = {before[name]: item for name, item in items.items() if name in before}
    return Joined(
        {at: item for at, item in changed.items() if item != ledger.items[at]},
        [item for name, item in items.items() if name not in before],
        faults,
    )


class _Joiner:
    """Joins one entry, and gathers what is wrong with its cells."""

    def __init__(self, entry: Entry, ledger: Ledger, means: Means) -> None:
        self.entry = entry
        self.ledger = ledger
        self.means = means
        self.meant = Meant(entry.sheet, means)

    def joined(self, items: Sequence[Item]) -> Item:
        """Return the item with what the entry says. Raises RefusedError for what no item may become."""
        lines = [self.meant.line(line) for line in self.entry.lines]
        common: dict[str, Value] = {}
        self._refuse_differing()
        before = item_of(self.entry, items)
        for keys in _TOGETHER if before is None or self._whole(before) else ():
            common |= _common(keys, lines)
        if before is None:
            after = schema.typed(Item, self._new(items) | common)
        else:
            if is_another(self.entry, before):
                self._fault("number-of-another", "id", item=before.id, title=before.title)
                return before
            data = schema.plain(before)
            named: dict[str, Value] = {key: value for key, value in self._named().items() if key not in data}
            after = schema.typed(Item, data | named | self._single() | common)
        for line, told in zip(self.entry.lines, lines, strict=True):
            after = self._with_measure(after, line, {key: told[key] for key in told if key not in common})
        if before is not None:
            after = amends.amend(before, after, self.ledger)
            amends.refuse_handed_over(before, after, self.ledger)
            amends.refuse_put_off(before, after)
        return self._reported(after)

    def _refuse_differing(self) -> None:
        """Note what is the item's and what its rows say differently: one of them would be lost."""
        for key in (*_SINGLE, "area"):
            told = [line[key] for line in self.entry.lines if key in line]
            for cell in told[1:]:
                if cell.text != told[0].text:
                    self.meant.fault(
                        "rows-of-one-differ", cell.place, {"value": cell.text[:60], "other": told[0].place}
                    )

    def _whole(self, item: Item) -> bool:
        """Return whether the rows speak of an item as a whole; one row alone speaks of its measure, one of several."""
        [line, *others] = self.entry.lines
        return bool(others) or "measure" not in line or len(item.measures) < _SEVERAL or measure_of(item, line) is None

    def _new(self, items: Sequence[Item]) -> dict[str, Value]:
        """Return the plain data of an item that the ledger has not."""
        data: dict[str, Value] = {"id": self.entry.number or amends.next_id(items), **self._named(), **self._single()}
        text = str(data.get("problem") or data.get("recommendation") or "")
        if not (text or "title" in data):
            self._fault("row-without-item")
        if "area" not in data:
            self._fault("row-without-area")
        both = "problem" in data and "recommendation" in data
        kind = "both" if both else "recommendation" if "recommendation" in data else "problem"
        short = re.split(r"[。；;，,\n]", text)[0][:_TITLE] or "–"
        return {"area": "–", "kind": kind, "title": short, **data}

    def _named(self) -> dict[str, Value]:
        """Return what the item is known by."""
        told: dict[str, Value] = {key: cell.text for key in _KEPT if (cell := self.entry.first(key))}
        if kind := _KINDS.get(str(told.get("area"))):  # 类别：建议 says what it is, not where it lies
            del told["area"]
            if kind == "recommendation" and "problem" in told and "recommendation" not in told:
                told["recommendation"] = told.pop("problem")
        where = _COUNT.sub("", self.entry.area.text) if self.entry.area else self.means.area
        return {"area": where, **told} if where else told

    def _single(self) -> dict[str, Value]:
        return {key: cell.text for key in _SINGLE if (cell := self.entry.first(key))}

    def _fault(self, code: str, key: str = "", **fields: str) -> None:
        cell = self.entry.first(key)
        self.meant.fault(code, cell.at if cell else self.entry.place, fields)

    def _with_measure(self, item: Item, line: Mapping[str, Cell], own: Mapping[str, Value]) -> Item:
        """Return the item with the measure of a row, found or new, and with what is its own."""
        if "measure" not in line:
            for cell in [line.get(key) or line.get("unit") or next(iter(line.values())) for key in own]:
                self.meant.fault("rows-differ", cell.place, {"value": cell.text[:60]})
            return item
        if "office" in own:
            self.meant.fault("offices-differ", line["measure"].at, {"value": str(own["office"])})
            return item
        at = measure_of(item, line)
        known = item.measures[at : at + 1] if at is not None else ()
        data = schema.plain(known[0]) if known else {"id": amends.next_measure(item), "text": line["measure"].text}
        place = len(item.measures) if at is None else at
        measures = (*item.measures[:place], schema.typed(Measure, {**data, **own}), *item.measures[place + 1 :])
        return item.model_copy(update={"measures": measures})

    def _reported(self, item: Item) -> Item:
        """Return the item with what its rows say about progress in its log."""
        seen: set[str] = set()
        for line in self.entry.lines:
            told = {key: line[key].text for key in _TOLD if key in line and line[key].place not in seen}
            if told:
                item = actions.record(item, [*self._entries(item, self._whose(item, line), told, line)], self.ledger)
            seen |= {line[key].place for key in told}
        return item

    def _whose(self, item: Item, line: Mapping[str, Cell]) -> str | None:
        """Return the measure that a row tells of; None: the whole item, which has no other row or shares the cell."""
        told = [line[key].place for key in _TOLD if key in line]
        rows = [[other[key].place for key in _TOLD if key in other] for other in self.entry.lines]
        alone = len(rows) == 1 and len(item.measures) < _SEVERAL
        if "measure" not in line or alone or sum(told[0] in places for places in rows) > 1:
            return None
        at = measure_of(item, line)
        return None if at is None else item.measures[at].id

    def _entries(
        self, item: Item, measure: str | None, told: Mapping[str, str], line: Mapping[str, Cell]
    ) -> Iterator[Event]:
        """Yield the entries of the log that a row makes and that are not on record."""
        try:
            yield from (
                entry
                for entry in self.means.report(item, measure, told)
                if all(old.note != entry.note or not within(old.on, entry.on) for old in item.log)
            )
        except LedgerError as error:
            self.meant.fault(error.code, line[next(iter(told))].at, error.fields)


def _common(keys: Sequence[str], lines: Sequence[Mapping[str, Value]]) -> Mapping[str, Value]:
    """Return what holds for the whole item: the one thing that its rows say; if they differ it is the measures'."""
    said = [{key: line[key] for key in keys if key in line} for line in lines]
    told = [one for one in said if one]
    return told[0] if told and all(one == told[0] for one in told) else {}
