"""A filled workbook as what a department says: its mark, the rows with something in them, and what cannot be read."""

import re
import warnings
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import from_excel

from ledger.errors import USAGE
from ledger.errors import LedgerError
from ledger.exchange import marks
from ledger.exchange import package
from ledger.exchange import text
from ledger.exchange.filled import Filled
from ledger.exchange.filled import Returned
from ledger.exchange.marks import ASKED
from ledger.exchange.marks import GIVEN
from ledger.exchange.marks import HEAD
from ledger.exchange.marks import Mark
from ledger.i18n import translation
from ledger.outline.forms import Said
from ledger.outline.forms import headings
from ledger.reports.collection import Remark
from ledger.reports.collection import remark
from ledger.scalars import as_day

_MARKED = 6  # columns of the hidden sheet
_ROOM = 1000  # rows that may have come in between, by whatever way
_BESIDE = 9  # columns beside the form in which somebody may have gone on writing
_EARLIEST = 2000  # years: before it lie slips, like a mere number in a cell for days
_SERIALS = range(36526, 73051)  # days of this century as spreadsheets count them


def read(path: Path) -> Returned:
    """Return what a department has filled in. Evidence is looked for beside the workbook.

    Raises LedgerError (exit 2): "no-form" where it is none of ours, else for what cannot be opened or was damaged.
    """
    package.refuse(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that the library passes over
            book = load_workbook(path, read_only=True, keep_links=False)
            try:
                returned = _read(path, book)
            finally:
                book.close()
            return replace(returned, faults=(*returned.faults, *_merged(path, returned.sheet)))
    except LedgerError:
        raise
    except Exception as error:  # the library fails in any way at a file that was damaged
        raise LedgerError("no-workbook", USAGE, value=path.name) from error


def _read(path: Path, book: Any) -> Returned:  # noqa: ANN401 (the library's read-only sheets have no common type)
    if marks.SHEET not in book.sheetnames:
        raise LedgerError("no-form", USAGE, value=path.name)
    hidden = book[marks.SHEET]
    hidden.reset_dimensions()
    told = (
        [str(cell) for cell in row if cell is not None] for row in hidden.iter_rows(max_col=_MARKED, values_only=True)
    )
    mark = marks.parse(told)
    sheet = _form_in([sheet for sheet in book.worksheets if sheet.title != marks.SHEET], mark)
    rows = _Rows(path, mark, sheet, book.epoch)
    filled = tuple(rows.read())
    return Returned(path, mark, sheet.title, filled, tuple(rows.faults), tuple(rows.notes))


def _form_in(sheets: Sequence[Any], mark: Mark) -> Any:  # noqa: ANN401 (as above)
    """Return the sheet whose headings are where the form had them, for what is asked is known by its column.

    Raises LedgerError (exit 2) where none is: rows or columns were put in, taken out or moved.
    """
    wanted = headings(translation(mark.language))
    moved: LedgerError | None = None
    for sheet in sheets:
        sheet.reset_dimensions()
        found = next(sheet.iter_rows(min_row=HEAD, max_row=HEAD, max_col=len(wanted), values_only=True), ())
        told = [text.plain(str(value or "")) for value in (*found, *[None] * (len(wanted) - len(found)))]
        wrong = [at for at, (one, other) in enumerate(zip(told, wanted, strict=True)) if one != other]
        if not wrong:
            return sheet
        fields = {"sheet": sheet.title, "cell": f"{get_column_letter(wrong[0] + 1)}{HEAD}", "wanted": wanted[wrong[0]]}
        moved = moved or LedgerError("form-moved", USAGE, **fields, value=told[wrong[0]] or "–")
    raise moved or LedgerError("damaged-form", USAGE)


def _merged(path: Path, sheet: str) -> Iterator[Remark]:
    """Yield the cells below the headings that were merged: nobody could say for which measure their words are."""
    for area in package.merged(path):
        if area.bottom > HEAD:
            yield remark("merged-form", {}, sheet=sheet, cell=area.at)


class _Rows:
    """Reads one row after another and gathers what is wrong with them."""

    def __init__(self, path: Path, mark: Mark, sheet: Any, epoch: datetime) -> None:  # noqa: ANN401 (as above)
        self.path = path
        self.mark = mark
        self.sheet = sheet
        self.epoch = epoch
        self.faults: list[Remark] = []
        self.notes: list[Remark] = []

    def read(self) -> Iterator[Filled]:
        self.sheet.reset_dimensions()  # what a sheet says of its own size need not be so
        last = HEAD + len(self.mark.rows) + _ROOM
        seen: set[str] = set()
        width = GIVEN + len(ASKED)
        for row in self.sheet.iter_rows(min_row=HEAD + 1, max_row=last, max_col=width + _BESIDE):
            for cell in row[width:]:
                if cell.value is not None and text.plain(str(cell.value)):
                    self._fault("beside-the-form", cell, value=str(cell.value)[:60])
            cells = {cell.coordinate: cell for cell in row if cell.value is not None}
            told = zip(ASKED, row[GIVEN:width], strict=False)
            asked = {name: cell for name, cell in told if _says(name, str(cell.value or ""))}
            formulas = {cell.coordinate for cell in cells.values() if cell.data_type == "f"}
            for cell in cells.values():
                if cell.coordinate in formulas:
                    self._fault("formula", cell, value=str(cell.value)[:60])
            asked = {name: cell for name, cell in asked.items() if cell.coordinate not in formulas}
            self._compare(row[:GIVEN])
            if asked and (filled := self._row(row[0], asked, seen)):
                yield filled

    def _compare(self, given: Sequence[Any]) -> None:
        """Note a row whose given cells are not what the form had there: nothing is read from them."""
        told = [text.plain(str(cell.value)) if cell.value is not None else "" for cell in given]
        known = self.mark.rows.get(told[0])
        if known and known.given != marks.seal(told):
            place = f"{get_column_letter(given[0].column)}{given[0].row}"
            self.notes.append(remark("given-changed", {"value": told[0]}, sheet=self.sheet.title, cell=place))

    def _row(self, first: Any, asked: Mapping[str, Any], seen: set[str]) -> Filled | None:  # noqa: ANN401 (as above)
        key = self._text(first) if first.value is not None else ""
        at = next(iter(asked.values()))
        if key not in self.mark.rows:
            self._fault("unknown-row", at, value=key or "–")
            return None
        if key in seen:
            self._fault("row-twice", at, value=key)
            return None
        seen.add(key)
        files = self._files(asked["evidence"]) if "evidence" in asked else []
        said = Said(
            progress=self._text(asked.get("progress")),
            done=self._day(asked.get("done")),
            expected=self._day(asked.get("expected")),
            difficulty=self._text(asked.get("difficulty")),
            files=tuple(file.name for file in files),
        )
        cells = {name: f"{get_column_letter(cell.column)}{cell.row}" for name, cell in asked.items()}
        return Filled(key, self.mark.rows[key].item, said, tuple(files), cells) if any(said) else None

    def _text(self, cell: Any) -> str:  # noqa: ANN401 (as above)
        """Return what a cell says; a number that was typed where words belong is its digits."""
        if cell is None or cell.value is None:
            return ""
        if cell.data_type == "e":
            self._fault("cell-error", cell, value=str(cell.value))
            return ""
        if isinstance(cell.value, datetime):
            return str(cell.value.date())
        if isinstance(cell.value, float):
            return text.number(cell.value, str(cell.number_format))
        return text.plain(str(cell.value))

    def _day(self, cell: Any) -> date | None:  # noqa: ANN401 (as above)
        """Return the day in a cell; the number of a day of this century counts as one, whatever its format is."""
        value = cell.value if cell is not None else None
        if isinstance(value, (int, float)):
            value = from_excel(value, self.epoch) if int(value) in _SERIALS else None
        words = self._text(cell)
        found = value.date() if isinstance(value, datetime) else as_day(words)
        if words and (found is None or found.year < _EARLIEST):
            self._fault("bad-date", cell, value=words[:60])
        return found

    def _files(self, cell: Any) -> list[Path]:  # noqa: ANN401 (as above)
        """Return the files beside the workbook that a cell names; where Windows hides their endings, by the rest."""
        found: list[Path] = []
        for name in text.names(self._text(cell)):
            several = [self._beside(part.strip()) for part in re.split(r"[、,，]", name)]
            if one := self._beside(name):
                found.append(one)
            elif all(several):  # several names after all: what was asked for are semicolons
                found += filter(None, several)
            else:
                self._fault("evidence-not-beside", cell, value=name)
        return found

    def _beside(self, name: str) -> Path | None:
        """Return the one file beside the workbook that a name is for."""
        folder = self.path.parent
        if (folder / name).name != name or {"/", "\\"} & set(name):
            return None
        alike = _alike(folder, name) or [found for sub in _folders(folder) for found in _alike(sub, name)]
        return alike[0] if len(alike) == 1 else None

    def _fault(self, code: str, cell: Any, **fields: str | Sequence[str]) -> None:  # noqa: ANN401 (as above)
        place = f"{get_column_letter(cell.column)}{cell.row}"
        self.faults.append(remark(code, fields, sheet=self.sheet.title, cell=place))


def _says(name: str, words: str) -> bool:
    """Return whether a cell says something; that there is nothing to report is an answer, where progress is asked."""
    return not text.says_nothing(words) or (name == "progress" and text.no_news(words))


def _alike(folder: Path, name: str) -> list[Path]:
    """Return the file of that name in a folder, or those of which it is the name in other letters, or without ending.

    No link is followed.
    """
    with suppress(OSError, ValueError):
        files = [each for each in folder.iterdir() if each.is_file() and not each.is_symlink()]
        same = [each for each in files if each.name == name]
        return same or [each for each in files if name.casefold() in {each.name.casefold(), each.stem.casefold()}]
    return []


def _folders(folder: Path) -> list[Path]:
    """Return the folders in a folder, in which evidence may have been put."""
    with suppress(OSError):
        return [each for each in sorted(folder.iterdir()) if each.is_dir() and not each.is_symlink()]
    return []
