"""What is handed on as a file of an office program: papers, workbooks, calendars."""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

from ledger import i18n
from ledger import render
from ledger.errors import REFUSED
from ledger.errors import USAGE
from ledger.errors import LedgerError
from ledger.errors import unwritable
from ledger.model import Ledger
from ledger.outline.agenda import Agenda
from ledger.outline.board import Board
from ledger.outline.book import Book
from ledger.outline.fields import fields
from ledger.outline.page import Page
from ledger.outline.paper import Paper
from ledger.outline.paper import page
from ledger.outline.specimen import Specimen
from ledger.reports.contract import Facts
from ledger.reports.long.tables import Row
from ledger.session import Session

F = TypeVar("F", bound=Facts)
T = TypeVar("T")


def paper_kind(session: Session) -> str | None:
    """Return the kind of paper, like .docx, that is to be written to a file; None where none is.

    Raises LedgerError (exit 2) as `refuse_contradiction` does.
    """
    refuse_contradiction(session)
    kind = session.output.suffix.lower() if session.output and not session.asked_format else ""
    return kind if kind in render.PAPERS else None


def refuse_contradiction(session: Session) -> None:
    """Raise LedgerError (exit 2) where a format was asked for that the file's ending contradicts."""
    asked, output = session.asked_format, session.output
    if asked and output and render.SUFFIXES.get(output.suffix.lower()) != asked:
        raise LedgerError("format-elsewhere", USAGE, value=asked, ending=output.suffix or output.name)


def paper_language(session: Session) -> tuple[i18n.Translation, i18n.Language]:
    """Return the language of papers: the one that was asked for, else the ledger's."""
    language = session.asked_language or session.opened.ledger.settings.language or session.language
    return i18n.translation(language), language


def written(session: Session, papers: Sequence[Paper], kind: str) -> bytes:
    """Return papers, one behind the other, as the bytes of a file. Raises LedgerError (exit 2) if that cannot be."""
    with session.busy(session.t.gettext("Writing …")):
        return render.papers(papers, kind, session.opened.ledger.settings.fonts)


def drawn(session: Session, paper: Paper, facts: Facts, kind: str) -> bytes:
    """Return a report as the bytes of a file: the office's own one, filled, where --template names one.

    Raises LedgerError (exit 2) where it cannot be made, or the template not be filled.
    """
    template, output = session.template, session.output
    if template is None:
        return written(session, [paper], kind)
    if kind != ".docx":
        raise LedgerError("template-output", USAGE)
    if output and output.exists() and template.exists() and output.samefile(template):
        raise LedgerError("template-itself", USAGE, value=str(output))
    with session.busy(session.t.gettext("Writing …")):
        return render.filled(template, fields(paper, facts), session.opened.ledger.settings.limits.template_seconds)


def present(session: Session, facts: F, words: Callable[[F, i18n.Translation, i18n.Language], Paper]) -> None:
    """Write a report to stdout or the file that was asked for: its facts, or the paper that `words` makes of them."""
    paper, kind = words(facts, *paper_language(session)), paper_kind(session)
    if session.template and not kind:
        raise LedgerError("template-output", USAGE)
    if kind and session.output:
        session.save(session.output, drawn(session, paper, facts, kind))
        session.warn_of_faults()
        return
    if session.output and not session.asked_format:
        render.format_of(session.output, render.PAPERS)
    session.show(facts, lambda _, __: page(paper))


def publish(session: Session, facts: T, words: Callable[[T, i18n.Translation, i18n.Language], Board]) -> None:
    """Write facts to the file that was asked for: themselves, or the board that `words` makes of them.

    Raises LedgerError (exit 2) where no file, or one of an unknown kind, was asked for.
    """
    output, kind = _file(session, (".json", *render.BOARDS))
    if kind not in render.BOARDS:
        session.show(facts, lambda _, __: Page("", "", ()))
        return
    with session.busy(session.t.gettext("Writing {file} …").format(file=output)):
        content = render.board(words(facts, *paper_language(session)), kind)
    session.save(output, content)
    session.warn_of_faults()


def _file(session: Session, known: tuple[str, ...], more: tuple[str, ...] = ()) -> tuple[Path, str]:
    """Return the file that was asked for, and its ending; `more` are endings that other options have.

    Raises LedgerError (exit 2) unless that is known.
    """
    refuse_contradiction(session)
    output = session.output
    if output is None:
        raise LedgerError("no-output", USAGE, known=(*known, *more))
    return output, render.ending(output, known, more)


def target(session: Session, option: str, known: str) -> Path:
    """Return the file that was asked for. Raises LedgerError (exit 2) for none, or one that `option` cannot fill."""
    output = session.output
    if output is None:
        raise LedgerError("no-output", USAGE, known=known)
    if output.suffix and output.suffix.lower() != known:
        raise LedgerError("as-elsewhere", USAGE, value=option, ending=output.suffix, known=known)
    render.ending(output, (known,))
    return output


def folder(session: Session, option: str) -> Path:
    """Return the folder that was asked for, which `tables` is to fill.

    Raises LedgerError (exit 2) for none, for a name that is a file's, and where something else lies there.
    """
    refuse_contradiction(session)
    output = session.output
    if output is None:
        raise LedgerError("no-folder", USAGE, value=option)
    if output.suffix.lower() in _FILES:
        raise LedgerError("folder-named-file", USAGE, value=option, ending=output.suffix)
    _refuse_foreign(output)
    return output


_FILES = frozenset({*render.SUFFIXES, *render.PAPERS, *render.BOOKS, *render.AGENDAS, ".parquet", ".zip"})


def _refuse_foreign(folder: Path) -> None:
    try:
        name = render.foreign(folder)
    except FileNotFoundError:
        return
    except OSError as error:
        raise unwritable(str(folder), error) from error
    if name is not None:
        raise LedgerError("foreign-folder", USAGE, value=str(folder), name=name)


def tabulate(session: Session, output: Path, rows: Iterable[Row]) -> None:
    """Fill a folder with long tables. Raises LedgerError (exit 2) as `folder` does."""

    def fill(made: Path) -> None:
        render.tables(made, rows, session.as_of)
        _refuse_foreign(output)

    with session.busy(session.t.gettext("Writing {file} …").format(file=output)):
        session.deliver_folder(output, fill)
    session.warn_of_faults()


def sample(session: Session, words: Callable[[Ledger, date, i18n.Translation, i18n.Language], Specimen]) -> None:
    """Write the example of a template to the .docx file that was asked for. Raises LedgerError (exit 2)."""
    output, _ = _file(session, (".docx",))
    ledger = session.opened.ledger
    content = render.specimen(words(ledger, session.as_of, *paper_language(session)), ledger.settings.fonts)
    session.save(output, content)


def hand_out(
    session: Session,
    facts: T,
    book: Callable[[T, i18n.Translation], Book],
    agenda: Callable[[T, i18n.Translation], Agenda],
) -> None:
    """Write facts to the file that was asked for: themselves, or the workbook or calendar made of them.

    Raises LedgerError (exit 2) where no file, or one of an unknown kind, was asked for, and as `_dated` does.
    """
    if session.output and session.output.suffix.lower() == ".zip":
        raise LedgerError("no-item", USAGE)
    output, kind = _file(session, (".json", ".csv", *render.BOOKS, *render.AGENDAS), (".zip (--item)",))
    if kind not in {*render.BOOKS, *render.AGENDAS}:
        session.show(facts, lambda _, __: Page("", "", ()))
        return
    with session.busy(session.t.gettext("Writing {file} …").format(file=output)):
        t, _ = paper_language(session)
        if kind in render.BOOKS:
            content = render.book(book(facts, t), kind)
        else:
            content = render.agenda(_dated(agenda(facts, t)), kind)
    session.save(output, content)
    session.warn_of_faults()


def _dated(agenda: Agenda) -> Agenda:
    """Return a calendar that has an entry. Raises LedgerError (exit 4) for one without, which no program reads."""
    if not agenda.dues:
        raise LedgerError("no-dates", REFUSED)
    return agenda
