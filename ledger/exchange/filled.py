"""What came back in a workbook: the rows with something in them, and what in them cannot be read."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ledger.exchange.marks import Mark
from ledger.outline.forms import Said
from ledger.reports.collection import Remark


@dataclass(frozen=True)
class Filled:
    """A row in which something was filled in: what it is about, the files it names, and the cell of each part."""

    key: str
    item: str
    said: Said
    files: tuple[Path, ...]
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Returned:
    """A workbook that came back; with `faults` nothing of it is to be taken, `notes` are only to be looked at."""

    path: Path
    mark: Mark
    sheet: str
    rows: tuple[Filled, ...]
    faults: tuple[Remark, ...]
    notes: tuple[Remark, ...] = ()
