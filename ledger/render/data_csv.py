"""CSV: the facts' records, keys first; no text in it is computed by a spreadsheet, numbers stay numbers."""

import csv
from collections.abc import Iterable
from collections.abc import Sequence

from ledger.cells import guarded
from ledger.reports.contract import Facts
from ledger.reports.records import Cell
from ledger.reports.records import records


def render(facts: Facts) -> str:
    """Return the facts as CSV (RFC 4180, but with the line ends of a text file)."""
    return table(records(facts))


def table(rows: Iterable[Sequence[Cell]]) -> str:
    """Return rows of texts and numbers as CSV."""
    lines = _Lines()
    writer = csv.writer(lines, lineterminator=_END)
    writer.writerows([guarded(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return "".join(lines)


_END = "\r\n"  # while they are written: the writer quotes a cell that holds a sign of this, and either one ends a row


class _Lines(list[str]):
    """Takes the rows from the writer, which hands over each of them at once."""

    def write(self, line: str) -> None:
        """Keep a row, ended as in a text file."""
        self.append(line.removesuffix(_END) + "\n")
