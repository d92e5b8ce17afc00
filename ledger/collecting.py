"""Forms out to the departments (报送表), a workbook for each that carries open items; and who has answered."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from ledger import evidence
from ledger import exchange
from ledger.deadlines import month_end
from ledger.errors import USAGE
from ledger.errors import LedgerError
from ledger.errors import unwritten
from ledger.exchange import marks
from ledger.outline import collection as words
from ledger.outline.forms import form as form_words
from ledger.reports.collection import Sending
from ledger.reports.collection import month_name
from ledger.reports.collection import replies
from ledger.reports.collection import sent
from ledger.reports.forms import Form
from ledger.reports.forms import forms
from ledger.session import Session


def send(session: Session, names: Sequence[str], month: date | None, folder: Path, *, dry_run: bool) -> None:
    """Write a workbook for each department that carries open items, or for those that are named, and show which.

    Raises LedgerError where one that is named has none, or a file is there already (exit 2), and where one cannot be
    written (exit 4); then none of them is.
    """
    session.refuse_looking_back()
    month = month or session.today.replace(day=1)
    made = _forms(session, names, month)
    files = [folder / evidence.safe_name(f"{month_name(month)} {form.department}.xlsx") for form in made]
    if there := [file for file in files if file.exists()]:
        raise LedgerError("workbook-there", USAGE, value=str(there[0]))
    session.prepare_output()
    if not dry_run:
        _write(session, made, files)
    rows = tuple(sent(form, str(file)) for form, file in zip(made, files, strict=True))
    session.show(Sending(month_name(month), not dry_run, rows), words.sending)


def standing(session: Session, month: date | None) -> None:
    """Show who has answered for a month, as of its end or of the day that is looked at, whichever is earlier."""
    month = month or session.as_of.replace(day=1)
    day = min(session.as_of, month_end(month.year, month.month))
    session.show(replies(session.ledger_on(day), month, session.as_of), words.replies)


def _forms(session: Session, names: Sequence[str], month: date) -> Sequence[Form]:
    departments = tuple(dict.fromkeys(session.meant.department(name) for name in names))
    made = forms(session.ledger, month, departments)
    if idle := [name for name in departments if name not in {form.department for form in made}]:
        raise LedgerError("nothing-to-collect", USAGE, value=idle)
    if not made:
        raise LedgerError("nobody-to-ask", USAGE)
    return made


def _write(session: Session, made: Sequence[Form], files: Sequence[Path]) -> None:
    office = exchange.office("workbook")
    origin = marks.origin(session.opened, session.found_repository)
    written: list[Path] = []
    try:
        files[0].parent.mkdir(parents=True, exist_ok=True)
        for form, file in session.counted([*zip(made, files, strict=True)], session.t.gettext("Writing workbooks")):
            content = office.write(form_words(form, session.t), marks.mark(form, origin, session.language))
            with file.open("xb") as new:
                written.append(file)
                new.write(content)
    except BaseException as error:
        for file in written:
            file.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise unwritten(error.filename or str(files[0]), error) from error
        raise
