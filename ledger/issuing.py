"""Reports issued (印发): kept under reports/ for good, with what they were made from printed on them.

An issued report never changes; `ledger check --history` notices one that did.
"""

import os
from collections.abc import Callable
from typing import TypeVar

from ledger import evidence
from ledger import handing
from ledger import render
from ledger import store
from ledger.changing import Desk
from ledger.changing import Made
from ledger.committing import Work
from ledger.errors import BUSY
from ledger.errors import REFUSED
from ledger.errors import USAGE
from ledger.errors import LedgerError
from ledger.files import ITEMS
from ledger.history import REPORTS
from ledger.i18n import Language
from ledger.i18n import Translation
from ledger.outline.message import issued
from ledger.outline.paper import Paper
from ledger.outline.paper import stamped
from ledger.reports.change import change
from ledger.reports.contract import Facts
from ledger.reports.contract import to_json
from ledger.session import Session
from ledger.store import Opened

F = TypeVar("F", bound=Facts)


def issue(
    session: Session, name: str, facts: F, words: Callable[[F, Translation, Language], Paper], *, dry_run: bool
) -> None:
    """Keep a report, as a paper and as its facts, in a version of its own; `name` is that of its files.

    A copy goes to the file that was asked for. Raises LedgerError: where no version can be made (exit 2, 4), where it
    was issued already (exit 4), and where the ledger was changed since it was read (exit 5).
    """
    if session.version or session.as_of != session.today:
        raise LedgerError("issue-today", USAGE)
    if not session.commits or not session.repository.head:
        raise LedgerError("issue-unversioned", REFUSED)
    session.prepare_output(render.PAPERS)
    kind = handing.paper_kind(session)
    if session.output and not kind:
        raise LedgerError("bad-suffix", USAGE, value=session.output.suffix, known=tuple(render.PAPERS))
    kind = kind or ".docx"
    paths = [session.folder / REPORTS / f"{name}{ending}" for ending in (kind, ".json")]

    def made(opened: Opened) -> Made:
        if opened is not session.opened:
            raise LedgerError("changed-underneath", BUSY, file=store.shown(session.folder / ITEMS))
        home = session.folder / REPORTS
        if home.is_symlink() or (home.exists() and not home.is_dir()):
            raise LedgerError("reports-elsewhere", REFUSED, value=store.shown(home))
        if there := next((path for path in sorted(paths[0].parent.glob(f"{name}.*")) if os.path.lexists(path)), None):
            raise LedgerError("issued-already", REFUSED, file=store.shown(there))
        revision, digest = str(session.repository.head), evidence.digest(session.folder / ITEMS)
        paper = stamped(words(facts, *handing.paper_language(session)), revision, digest, session.t)
        content = handing.drawn(session, paper, facts, kind)
        copies.append(content)
        said = issued(name, paper.title, [f"{REPORTS}/{path.name}" for path in paths], revision)
        work = Work(returning=list(zip(paths, (content, to_json(facts).encode()), strict=True)))
        return Made(work, change((), (), (), written=False), said)

    copies: list[bytes] = []
    Desk(session.on_stdout(), None).write(made, dry_run=dry_run)
    if session.output and not dry_run:
        session.save(session.output, copies[-1])
    told = session.t.gettext("Would be issued: {file}.") if dry_run else session.t.gettext("Issued: {file}.")
    for path in paths:
        session.say(told.format(file=store.shown(path)))
