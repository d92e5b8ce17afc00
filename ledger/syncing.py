"""A copy of the ledger and the one that all share made one (`ledger sync`): fetched, merged by meaning, sent."""

import posixpath

from ledger import git
from ledger import handwork
from ledger import history
from ledger import namesakes
from ledger import recovering
from ledger import saving
from ledger import unmerged
from ledger.changing import Desk
from ledger.concluding import complete
from ledger.concluding import conclude
from ledger.driving import DRIVER
from ledger.driving import closing_before
from ledger.driving import wiring
from ledger.errors import BUSY
from ledger.errors import NO
from ledger.errors import REFUSED
from ledger.errors import UNREADABLE
from ledger.errors import USAGE
from ledger.errors import Diagnostic
from ledger.errors import LedgerError
from ledger.errors import UnreadableError
from ledger.git import Repository
from ledger.outline import findings
from ledger.scalars import short
from ledger.schema import KEYS
from ledger.session import Session
from ledger.settings import Settings
from ledger.settling import Settling

_TRIES = 9  # how often others may be quicker


def sync(session: Session) -> None:
    """Fetch what others have sent, merge it by meaning, and send what is here; whatever stops it, nothing is lost.

    Raises LedgerError: without a shared copy, or where data are asked for (exit 2), where it cannot be reached, takes
    nothing from here, or there are conflicts (exit 4), and where others go on being quicker (exit 5).
    """
    if session.output or session.asked_format in {"json", "csv"}:
        raise LedgerError("gives-no-data", USAGE, command=session.verb)
    repository = session.repository
    _finish(session, repository)
    if _is_broken(session, repository):
        with saving.held(session.folder, Settings().limits.lock_seconds, session.wait):
            _sync(session, repository, broken=True)
        return
    desk, agreed = Desk(session, None), ""
    while True:
        with desk.books() as books:
            edits = handwork.settle(session, books, agreed)
            if edits is None:
                _sync(session, repository)
                return
        handwork.ask(session, edits)
        agreed = edits.message


def _finish(session: Session, repository: Repository) -> None:
    """Finish a merge that was settled by hand, or take back what an interrupted one has left.

    Raises LedgerError: where it is still open, or git refuses (exit 4), and while others are at it (exit 5).
    """
    with saving.held(session.folder, Settings().limits.lock_seconds, session.wait):
        if (repository.private / "MERGE_HEAD").exists():
            if repository.unmerged([]):
                raise _open(session, repository)
            conclude(repository, session.folder)
        _recover(session, repository)


def _recover(session: Session, repository: Repository) -> None:
    if aside := recovering.recover(repository, session.folder):
        told = session.t.gettext(
            "What an interrupted sync had begun to write was put aside, and is made anew: {folder}"
        )
        session.say(told.format(folder=aside))


def _open(session: Session, repository: Repository) -> LedgerError:
    """Return what is said where somebody has to choose: the entries of this ledger, and the files that are open."""
    opened = {each.path: each for each in unmerged.opened(repository, session.folder)}
    same = namesakes.found(repository, session.folder)
    settling = Settling(repository, closing_before(repository, session.folder), same)
    names: dict[str, None] = {}
    for path in repository.unmerged([]):
        try:
            known = path in opened and opened[path].can_be_chosen
            rows = settling.rows(opened[path]) if known else []
        except LedgerError:  # a side that cannot be read
            rows = []
        names |= dict.fromkeys([row.name for row in rows] or [path])
    return LedgerError("merge-open", REFUSED, entries=session.t.gettext(", ").join(names))


def _is_broken(session: Session, repository: Repository) -> bool:
    """Return whether the last version itself cannot be read: only what others have mended can help here."""
    try:
        _ = session.opened
    except UnreadableError:
        return not repository.unsaved([*history.paths(repository, session.folder).values()])
    return False


def _sync(session: Session, repository: Repository, *, broken: bool = False) -> None:
    try:
        _exchange(session, repository, broken=broken)
    except KeyboardInterrupt:
        raise LedgerError("sync-stopped", NO) from None


def _exchange(session: Session, repository: Repository, *, broken: bool) -> None:
    shared = repository.upstream
    if shared is None:
        raise _without_upstream(repository)
    got = 0
    for _ in range(_TRIES):
        with session.busy(session.t.gettext("Fetching from {name} …").format(name=shared.remote)):
            done, said = repository.call("fetch", "--quiet", shared.remote)
        if not done:
            raise LedgerError("out-of-reach", REFUSED, name=shared.remote, reason=said.strip())
        ahead, behind = repository.apart
        got += behind
        if behind:
            _refuse_broken(session, repository)
            _merge(session, repository)
        ahead, _ = repository.apart
        if not ahead:
            _tell(session, got, 0)
            return
        if broken:
            _refuse_to_break(session, repository)
        with session.busy(session.t.gettext("Sending to {name} …").format(name=shared.remote)):
            done, said = repository.call("push", "--quiet", shared.remote, f"HEAD:{shared.branch}")
        if done:
            _tell(session, got, ahead)
            return
        repository.call("fetch", "--quiet", shared.remote)
        if not repository.apart[1]:  # nobody was quicker: it is not taken from us
            raise LedgerError("not-taken", REFUSED, name=shared.remote, reason=said.strip())
    raise LedgerError("others-quicker", BUSY)


def _without_upstream(repository: Repository) -> LedgerError:
    """Return what is said where this branch goes with no shared one: whether the copy itself is known already."""
    _, said = repository.call("remote")
    if known := said.split():
        return LedgerError("no-upstream-branch", USAGE, name="origin" if "origin" in known else known[0])
    return LedgerError("no-upstream", USAGE)


def _refuse_to_break(session: Session, repository: Repository) -> None:
    """Raise LedgerError (exit 3) where ours cannot be read, and what is shared can: nobody could take it over."""
    ours = _fault(session, repository, repository.resolve("HEAD"))
    known, shared = repository.call("rev-parse", "--verify", "--quiet", "@{upstream}")
    if ours and not (known and _fault(session, repository, shared.strip())):
        raise LedgerError("ours-unreadable", UNREADABLE, **_told(session, ours))


def _told(session: Session, fault: Diagnostic) -> dict[str, str]:
    """Return where a version cannot be read, and why."""
    path = posixpath.normpath(fault.path.partition(":")[2])
    reason = findings.told(fault.code, fault.fields, session.t).partition("\n")[0]
    return {"place": f"{path}:{fault.line}:{fault.column}", "reason": reason}


def _refuse_broken(session: Session, repository: Repository) -> None:
    """Raise LedgerError (exit 4) where ours can be read and the shared version cannot: it would spoil ours.

    One that ours comes from, and has mended since, is in nobody's way.
    """
    begun, other = repository.resolve("HEAD"), repository.resolve("@{upstream}")
    first = _fault(session, repository, other)
    base = repository.base(begun, other)
    if first is None or _fault(session, repository, begun) or (base and _fault(session, repository, base)):
        return
    broken = next(repository.log([posixpath.normpath(first.path.partition(":")[2])], ["-1", other]))
    about = {"version": short(broken.id), "author": broken.author, "on": str(broken.day)}
    raise LedgerError("shared-unreadable", REFUSED, **about, **_told(session, first))


def _fault(session: Session, repository: Repository, version: str) -> Diagnostic | None:
    """Return what first keeps the ledger from being read in a version, nothing where there is none in it."""
    try:
        history.at(repository, session.folder, version, session.kept)
    except UnreadableError as error:
        return error.diagnostics[0]
    except LedgerError:
        return None
    return None


def _merge(session: Session, repository: Repository) -> None:
    begun, other = repository.resolve("HEAD"), repository.resolve("@{upstream}")
    recovering.begin(repository, begun, other)
    with git.merging_by_meaning(KEYS, wiring(DRIVER)) as options:
        done, said = repository.call(*options, "merge", "--quiet", "--no-edit", "--ff", "@{upstream}")
    if not done and (opened := repository.unmerged([])):
        recovering.end(repository)
        same = namesakes.found(repository, session.folder)
        alone = namesakes.alone(repository, session.folder)
        if {repository.path(session.folder / each.place) for each in same} | alone.keys() != opened.keys():
            raise _open(session, repository)
        closing = closing_before(repository, session.folder)
        repository.stage(namesakes.settle(repository, session.folder, same, closing, items=True))
        conclude(repository, session.folder)
    elif not done:
        _abandon(session, repository)
        raise LedgerError("not-merged", REFUSED, reason=said.strip())
    else:
        complete(repository, session.folder, begun, other)
    recovering.end(repository)
    try:
        session.look_again()
    except UnreadableError as error:
        raise UnreadableError(error.diagnostics, "merged-unreadable") from None


def _abandon(session: Session, repository: Repository) -> None:
    """Take back a merge that git did not make a version, as where a hook or a failing signature has stopped it.

    While git counts it as under way, its files must not be ours again: the next version would give up all of theirs.
    What cannot be taken back, since somebody has edited a file meanwhile, stays open with both sides in it.
    """
    if not (repository.private / "MERGE_HEAD").exists() or repository.call("merge", "--abort")[0]:
        _recover(session, repository)


def _tell(session: Session, got: int, sent: int) -> None:
    if not got and not sent:
        session.say(session.t.gettext("Nothing new on either side."))
        return
    t = session.t
    said = [
        t.ngettext("{n} version of others was taken over", "{n} versions of others were taken over", got).format(n=got),
        t.ngettext("{n} version was sent", "{n} versions were sent", sent).format(n=sent),
    ]
    session.say(t.gettext("{text}.").format(text=t.gettext("; ").join(said)))
