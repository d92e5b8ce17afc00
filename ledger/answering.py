"""Answers of the departments in: each a change of its own, by the department that gave it, at the desk."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from ledger import exchange
from ledger.changing import Desk
from ledger.changing import Outcome
from ledger.deadlines import month_end
from ledger.errors import NO
from ledger.errors import REFUSED
from ledger.errors import USAGE
from ledger.errors import LedgerError
from ledger.errors import RefusedError
from ledger.errors import SeveralError
from ledger.evidence import Cabinet
from ledger.evidence import Found
from ledger.exchange import merging
from ledger.exchange.filled import Returned
from ledger.exchange.marks import origin
from ledger.exchange.merging import Reporting
from ledger.i18n import translation
from ledger.outline import collection as words
from ledger.reports.change import Change
from ledger.reports.collection import Answer
from ledger.reports.collection import Fate
from ledger.reports.collection import Remark
from ledger.reports.collection import Taking
from ledger.reports.collection import month_name
from ledger.reports.collection import remark
from ledger.reports.collection import remarks
from ledger.session import Session
from ledger.store import Opened

if TYPE_CHECKING:
    from ledger.model import Item

_SHEETS = frozenset({".xlsx", ".xlsm", ".xls", ".et", ".ett"})
# What may lie in a folder beside the workbooks, as evidence for instance.
_STRANGE = frozenset({"no-form", "no-workbook", "old-workbook", "macro-workbook", "linked-workbook", "large-workbook"})


def take(session: Session, paths: Sequence[Path], *, dry_run: bool) -> int:
    """Take in what departments have filled in, show what became of each workbook, and return the exit code.

    It is 4 where a workbook was refused, 1 where a part of one was not taken, or one in a folder could not be read.
    All are read before the first is taken.
    Raises LedgerError (exit 2) where there is no workbook at all.
    """
    session.refuse_looking_back()
    session.prepare_output()
    found = [*_workbooks(paths)]
    if not found:
        raise LedgerError("no-workbooks", USAGE, value=[str(path) for path in paths])
    intake = _Intake(session, dry_run=dry_run)
    read = [intake.read(path, named=named) for path, named in session.counted(found, intake.reading)]
    answers = tuple(intake.answer(each) for each in session.counted(read, intake.taking))
    session.show(Taking(not dry_run, answers), words.taking, warn=False)
    if any(answer.fate == "refused" for answer in answers):
        return REFUSED
    return NO if any(answer.doubtful for answer in answers) else 0


def _workbooks(paths: Iterable[Path]) -> Iterator[tuple[Path, bool]]:
    """Yield the files that are named and the spreadsheets in folders, each once, and whether it was named."""
    seen: set[Path] = set()
    for path in paths:
        inside = path.rglob("*") if path.is_dir() else [path]
        for each in sorted(inside):
            wanted = each == path or (each.suffix.lower() in _SHEETS and not each.name.startswith(("~$", ".")))
            if wanted and each.resolve() not in seen:
                seen.add(each.resolve())
                yield each, each == path


class _Intake:
    """Reads workbooks, then takes one after another."""

    def __init__(self, session: Session, *, dry_run: bool) -> None:
        self.session = session
        self.dry_run = dry_run
        self.reading = session.t.gettext("Reading workbooks")
        self.taking = session.t.gettext("Taking in answers")
        self.answers = exchange.office("answers")
        self.origin = origin(session.opened, session.found_repository)
        self.seen: dict[tuple[str, str], str] = {}  # whose answers for which month were taken from which workbook
        self.stopped: LedgerError | None = None  # what would keep the others from being written too

    def read(self, path: Path, *, named: bool) -> Returned | Answer:
        """Return a workbook that can be taken, or what became of it."""
        try:
            returned: Returned = self.answers.read(path)
            self._refuse(returned)
        except LedgerError as error:
            fate: Fate = "passed_over" if error.code in _STRANGE and not named else "refused"
            return Answer(
                str(path), None, None, fate, older=False, changed_since=(), change=None, remarks=remarks(error)
            )
        faults = (*returned.faults, *self._ahead(returned))
        return self._told(returned, "refused", faults) if faults else returned

    def _refuse(self, returned: Returned) -> None:
        """Raise LedgerError (exit 2) for a workbook of another ledger, or of a month that has not begun."""
        mark = returned.mark
        if not mark.origin.same(self.origin):
            raise LedgerError("other-ledger", USAGE, value=returned.path.name, title=mark.origin.title or "–")
        if mark.month > self.session.today:
            raise LedgerError("month-ahead", USAGE, value=returned.path.name, month=month_name(mark.month))

    def _ahead(self, returned: Returned) -> Iterator[Remark]:
        """Yield the days in the future: what is done has happened."""
        for row in returned.rows:
            if row.said.done and row.said.done > self.session.today:
                yield remark("future-date", {"value": str(row.said.done)}, sheet=returned.sheet, cell=row.cells["done"])

    def answer(self, each: Returned | Answer) -> Answer:
        """Take a workbook that can be taken, and return what became of it."""
        if isinstance(each, Answer):
            return each
        if not each.rows:
            return self._told(each, "empty", ())
        if self.stopped:
            return self._told(each, "refused", remarks(self.stopped))
        try:
            return self._taken(each)
        except LedgerError as error:
            if not isinstance(error, (RefusedError, SeveralError)) and error.exit_code != USAGE:
                self.stopped = error
            return self._told(each, "refused", remarks(error))

    def _taken(self, returned: Returned) -> Answer:
        mark, session = returned.mark, self.session
        on = min(session.today, month_end(mark.month.year, mark.month.month))
        late = session.today if session.today > on else None
        told = Reporting(session.meant.acting(mark.department, on), mark.month, on, translation(mark.language), late)
        desk = Desk(session, None, f"{session.verb} {told.by} {month_name(mark.month)}")
        found = {row.key: desk.find(row.files) for row in returned.rows}
        left: list[Remark] = []
        since: list[str] = []

        def outcome(opened: Opened) -> Outcome:
            since[:] = merging.changed_since(returned, opened.ledger)
            made, left[:] = _outcome(opened, returned, told, found)
            return made

        change = desk.save(outcome, dry_run=self.dry_run)
        other = self.seen.setdefault((told.by, month_name(mark.month)), str(returned.path))
        if change.diff and other != str(returned.path):
            left.append(remark("answered-twice", {"value": other}))
        return self._told(returned, "taken" if change.diff else "known", left, change, since)

    def _told(
        self,
        returned: Returned,
        fate: Fate,
        left: Sequence[Remark],
        change: Change | None = None,
        since: Sequence[str] = (),
    ) -> Answer:
        mark = returned.mark
        older = mark.origin.revision != self.origin.revision
        named = (str(returned.path), mark.department, month_name(mark.month))
        left = (*left, *returned.notes)
        return Answer(*named, fate, older=older, changed_since=tuple(since), change=change, remarks=left)


def _outcome(
    opened: Opened, returned: Returned, told: Reporting, found: Mapping[str, Sequence[Found]]
) -> tuple[Outcome, list[Remark]]:
    """Return what a workbook makes of the ledger, and what is not taken from it."""
    items = opened.ledger.items
    at = {item.id: number for number, item in enumerate(items)}
    cabinet = Cabinet(opened.folder, items, chain.from_iterable(found.values()))
    changed: dict[int, Item] = {}
    left: list[Remark] = []
    for row in returned.rows:
        kept, remarks_of_row = merging.objections(returned, row, told, opened.ledger)
        left += remarks_of_row
        if kept:
            number = at[row.item]
            proofs = cabinet.file(row.item, found[row.key])
            changed[number] = merging.take(changed.get(number, items[number]), kept, proofs, told, opened.ledger)
    new = {number: item for number, item in changed.items() if item != items[number]}
    return Outcome(opened, new, filings=cabinet.filings), left
