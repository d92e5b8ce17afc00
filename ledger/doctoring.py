"""What a copy of a ledger needs to be worked on (`ledger doctor`), and what can be put right."""

import shutil
from importlib.util import find_spec

from ledger import saving
from ledger.changing import Desk
from ledger.changing import Made
from ledger.committing import Work
from ledger.driving import ATTRIBUTES
from ledger.driving import LINES
from ledger.driving import is_wired
from ledger.driving import wire
from ledger.errors import LedgerError
from ledger.errors import UnreadableError
from ledger.git import Repository
from ledger.outline import health as words
from ledger.outline.message import housekeeping
from ledger.reports.change import change
from ledger.reports.health import Health
from ledger.reports.health import Healths
from ledger.reports.health import Need
from ledger.schema import KEYS
from ledger.session import Session
from ledger.store import Opened
from ledger.store import load

_SUBJECT = "doctor: merge by meaning"
_OFFICE = ("docx", "docxtpl", "icalendar", "jinja2", "openpyxl", "pygal")


def doctor(session: Session, *, fix: bool) -> bool:
    """Show what this copy needs, after putting right what can be, and return whether all of it is there.

    Raises LedgerError where no version can be made of what is put right (exit 4, 5).
    """
    before = examined(session)
    repository = session.found_repository
    if fix and repository:
        lacking = {each.need for each in before if not each.well}
        if "driver" in lacking:
            wire(repository)
        if "attributes" in lacking and _is_said(session, repository):
            with Desk(session, None).books() as books:
                books.commit([session.folder.resolve() / ATTRIBUTES], housekeeping(_SUBJECT))
        elif "attributes" in lacking:
            Desk(session, None).write(_told, dry_run=False)
    now = examined(session) if fix else before
    old = {each.need: each.well for each in before}
    rows = tuple(Health(each.need, each.well, mended=each.well and not old[each.need]) for each in now)
    session.show(Healths(rows), words.health, warn=False)
    return all(each.well for each in rows)


def examined(session: Session) -> tuple[Health, ...]:
    """Return what is needed, each with whether it is there; what rests on something that lacks is left out."""
    found: dict[Need, bool] = {"git": shutil.which("git") is not None}
    if found["git"]:
        repository = session.found_repository
        found["repository"] = repository is not None
        if repository:
            found |= {
                "name": _is_named(repository),
                "driver": is_wired(repository),
                "attributes": is_told(session, repository),
                "history": not repository.shallow,
                "merged": not repository.unmerged([]) and not (repository.private / "MERGE_HEAD").exists(),
            }
    found |= {"readable": _is_readable(session), "office": all(find_spec(name) for name in _OFFICE)}
    return tuple(Health(need, well, mended=False) for need, well in found.items())


def _is_readable(session: Session) -> bool:
    try:
        load(session.folder)
    except UnreadableError:
        return False
    return True


def _is_named(repository: Repository) -> bool:
    try:
        return bool(repository.email)
    except LedgerError:
        return False


def is_told(session: Session, repository: Repository) -> bool:
    """Return whether the files of this ledger are to be merged by meaning in every copy: a version says so."""
    return _is_said(session, repository) and not repository.unsaved(
        [repository.path(session.folder.resolve() / ATTRIBUTES)]
    )


def _is_said(session: Session, repository: Repository) -> bool:
    paths = [repository.path(session.folder / name) for name in KEYS]
    done, said = repository.call("check-attr", "-z", "merge", "--", *paths)
    return done and said.split("\0")[2::3] == ["ledger"] * len(paths)


def _told(opened: Opened) -> Made:
    """Return the change by which every copy is told."""
    path = opened.folder / ATTRIBUTES
    said = housekeeping(_SUBJECT)
    facts = change((), (), (), written=False)
    if not path.exists():
        return Made(Work(returning=[(path, LINES.encode())]), facts, said)
    before = path.read_bytes()
    gap = b"" if before.endswith(b"\n") or not before else b"\n"
    return Made(Work([saving.restored(path, before, before + gap + LINES.encode())]), facts, said)
