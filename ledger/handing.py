"""What is handed on as a file of an office program: papers, workbooks, calendars."""

import shutil
import tempfile
from collections.abc import Callable
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO
from typing import TypeVar

from ledger import i18n
from ledger import render
from ledger.errors import USAGE
from ledger.errors import LedgerError
from ledger.outline.agenda import Agenda
from ledger.outline.board import Board
from ledger.outline.book import Book
from ledger.outline.page import Page
from ledger.outline.paper import Paper
from ledger.outline.paper import page
from ledger.session import Session

T = TypeVar("T")


def paper_kind(session: Session) -> str | None:
    """Return the kind of paper, like .docx, that is to be written to a file; None where none is."""
    kind = session.output.suffix.lower() if session.output and not session.asked_format else ""
    return kind if kind in render.PAPERS else None


def paper_language(session: Session) -> tuple[i18n.Translation, i18n.Language]:
    """Return the language of papers: the one that was asked for, else the ledger's."""
    language = session.asked_language or session.opened.ledger.settings.language or session.language
    return i18n.translation(language), language


def write(session: Session, papers: Sequence[Paper]) -> None:
    """Write papers, one behind the other, to the file that was asked for. Raises LedgerError (exit 2) if it cannot."""
    kind = paper_kind(session)
    if kind and session.output:
        with session.busy(session.t.gettext("Writing {file} …").format(file=session.output)):
            content = render.papers(papers, kind, session.opened.ledger.settings.fonts)
        session.save(session.output, content)


def present(session: Session, facts: T, words: Callable[[T, i18n.Translation, i18n.Language], Paper]) -> None:
    """Write a report to stdout or the file that was asked for: its facts, or the paper that `words` makes of them."""
    paper = words(facts, *paper_language(session))
    if paper_kind(session):
        write(session, [paper])
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


def _file(session: Session, known: tuple[str, ...]) -> tuple[Path, str]:
    """Return the file that was asked for, and its ending. Raises LedgerError (exit 2) unless that is known."""
    output = session.output
    if output is None:
        raise LedgerError("no-output", USAGE, known=known)
    kind = output.suffix.lower()
    if kind not in known:
        raise LedgerError("bad-suffix", USAGE, value=output.suffix or output.name, known=known)
    return output, kind


def target(session: Session, option: str, known: str) -> Path:
    """Return the file that was asked for. Raises LedgerError (exit 2) for none, or one that `option` cannot fill."""
    output = session.output
    if output is None:
        raise LedgerError("no-output", USAGE, known=known)
    if output.suffix.lower() != known:
        raise LedgerError("as-elsewhere", USAGE, value=option, ending=output.suffix or output.name, known=known)
    return output


def deliver(session: Session, output: Path, fill: Callable[[BinaryIO], None]) -> None:
    """Write what may be too large to be held to a file, once it is whole.

    Raises LedgerError (exit 2) where it cannot be written, and what `fill` raises.
    """
    try:
        with tempfile.TemporaryFile() as made:
            fill(made)
            made.seek(0)
            with output.open("wb") as target:
                shutil.copyfileobj(made, target)
    except OSError as error:
        raise LedgerError("unwritable", USAGE, value=str(output), reason=error.strerror or str(error)) from error
    session.say(session.t.gettext("Written to {file}.").format(file=output))


def hand_out(
    session: Session,
    facts: T,
    book: Callable[[T, i18n.Translation], Book],
    agenda: Callable[[T, i18n.Translation], Agenda],
) -> None:
    """Write facts to the file that was asked for: themselves, or the workbook or calendar made of them.

    Raises LedgerError (exit 2) where no file, or one of an unknown kind, was asked for.
    """
    if session.output and session.output.suffix.lower() == ".zip":
        raise LedgerError("no-item", USAGE)
    output, kind = _file(session, (".json", ".csv", *render.BOOKS, *render.AGENDAS))
    if kind not in {*render.BOOKS, *render.AGENDAS}:
        session.show(facts, lambda _, __: Page("", "", ()))
        return
    with session.busy(session.t.gettext("Writing {file} …").format(file=output)):
        if kind in render.BOOKS:
            content = render.book(book(facts, session.t), kind)
        else:
            content = render.agenda(agenda(facts, session.t), kind)
    session.save(output, content)
