"""What the cells of one row mean: departments, people, dates, and what is wrong with them."""

import re
import unicodedata
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from typing import NamedTuple

from ledger import deadlines
from ledger.deadlines import Calendar
from ledger.errors import CellFault
from ledger.errors import LedgerError
from ledger.events import Event
from ledger.exchange.grid import Cell
from ledger.intake.bodies import Bodies
from ledger.intake.bodies import listed
from ledger.model import Item
from ledger.model import Role
from ledger.scalars import as_day
from ledger.sentences import Fields
from ledger.yamltext import Value

_DAY = re.compile(r"\s*\d{4}\s*[-/.年]\s*\d")  # what was meant as a day
_YEAR = re.compile(r"\d{4}|[二〇零○一三四五六七八九]{4}|[学春秋]")  # of a year, or of a term that names its own
_BODIES = ("lead", "unit", "support")  # columns of departments


class Means(NamedTuple):
    """By what cells are read: what a department is called, words for a time limit, the area of what names none.

    `report` makes entries of a log of what a row says of an item or of one of its measures; like `department` it raises
    LedgerError for a body that is not known.
    """

    department: Callable[[str], str]
    calendar: Calendar
    area: str | None
    report: Callable[[Item, str | None, Mapping[str, str]], Iterable[Event]]


class Meant:
    """Reads the rows of one sheet, and gathers what is wrong with their cells."""

    def __init__(self, sheet: str, means: Means) -> None:
        """Take the sheet's name, and by what its cells are read."""
        self.sheet = sheet
        self.means = means
        self.faults: list[CellFault] = []

    def fault(self, code: str, at: str, fields: Fields) -> None:
        """Note what is wrong in a cell, once."""
        found = CellFault(self.sheet, at, code, fields)
        if found not in self.faults:
            self.faults.append(found)

    def line(self, line: Mapping[str, Cell]) -> dict[str, Value]:
        """Return what a row says of departments, people and dates, as the files write it."""
        for cell in line.values():
            if cell.fault:
                self.fault(cell.fault, cell.place, {"value": cell.text[:60]})
        told = self._departments(line)
        told |= {"person": line["person"].text} if "person" in line else {}
        return told | (self._limit(line["due"]) if "due" in line else {})

    def _departments(self, line: Mapping[str, Cell]) -> dict[str, Value]:
        """Return who leads, who supports, and the people that stand beside them, as a plan's lists are read."""
        names: dict[Role, list[Value]] = {"lead": [], "support": []}
        beside = Bodies()
        for column in _BODIES:
            if column not in line:
                continue
            found = listed(line[column].text, asked := _role(column, line))
            beside += found
            for words in found.remarks:
                self.fault("beside-a-body", line[column].place, {"value": words})
            for role, name in [
                *((part.role, part.name) for part in found.parts),
                *((asked, each) for each in found.generic),
            ]:
                try:
                    names[role].append(self.means.department(name))
                except LedgerError as error:
                    self.fault(error.code, line[column].place, error.fields)
        names["support"] = [name for name in names["support"] if name not in names["lead"]]
        told: dict[str, Value] = {role: list(dict.fromkeys(some)) for role, some in names.items() if some}
        people = {"person": beside.persons, "office": beside.offices}
        return told | {key: "、".join(some) for key, some in people.items() if some}

    def _limit(self, cell: Cell) -> dict[str, Value]:
        """Return a date, or the words for it with the date that they mean, if they mean one alone.

        A date before the plan is a slip of the year, as it is where one is typed.
        """
        told = self._told_limit(cell)
        begun, due = self.means.calendar.base, told.get("due")
        if begun and due and str(due) < str(begun):
            self.fault("due-before-plan", cell.place, {"due": str(due), "plan": str(begun)})
        return told

    def _told_limit(self, cell: Cell) -> dict[str, Value]:
        if day := cell.day or as_day(cell.text):
            return {"due": str(day)}
        limit = deadlines.read(cell.text, self.means.calendar)
        # 12月底前 in a table is of the year of the table, which nobody knows
        dated = _YEAR.search(unicodedata.normalize("NFKC", cell.text)) is not None
        settled = limit is not None and len(limit.days) == 1 and limit.base is None and dated
        if limit is None and _DAY.match(unicodedata.normalize("NFKC", cell.text)):
            self.fault("bad-date", cell.place, {"value": cell.text[:60]})
        told: dict[str, Value] = {"due_wording": cell.text}
        return told | {"due": str(limit.days[0])} if limit and settled else told


def _role(column: str, line: Mapping[str, Cell]) -> Role:
    """Return the part of those in a column: 责任单位 leads, unless the row has a 牵头单位: then it supports."""
    if column == "unit":
        return "support" if "lead" in line else "lead"
    return "support" if column == "support" else "lead"
