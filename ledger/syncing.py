"""A copy of the ledger and the one that all share made one (`ledger sync`): fetched, merged by meaning, sent."""

from ledger import git
from ledger import handwork
from ledger.changing import Desk
from ledger.driving import DRIVER
from ledger.errors import BUSY
from ledger.errors import REFUSED
from ledger.errors import UNREADABLE
from ledger.errors import USAGE
from ledger.errors import LedgerError
from ledger.git import Repository
from ledger.merging import KEYS
from ledger.session import Session

_TRIES = 9  # how often others may be quicker


def sync(session: Session) -> None:
    """Fetch what others have sent, merge it by meaning, and send what is here; whatever stops it, nothing is lost.

    Raises LedgerError: without a shared copy (exit 2), where it cannot be reached (exit 3), where there are conflicts
    or it takes nothing from here (exit 4), and where others go on being quicker (exit 5).
    """
    repository = session.repository
    _finish(repository)
    desk, agreed = Desk(session, None), ""
    while True:
        with desk.books() as books:
            edits = handwork.settle(session, books, agreed)
            if edits is None:
                _sync(session, repository)
                return
        handwork.ask(session, edits)
        agreed = edits.message


def _finish(repository: Repository) -> None:
    """Make the version of a merge that was settled by hand. Raises LedgerError (exit 4) where it is still open."""
    if (repository.private / "MERGE_HEAD").exists():
        if repository.unmerged([]):
            raise LedgerError("merge-open", REFUSED)
        done, said = repository.call("commit", "--quiet", "--no-edit")
        if not done:
            raise LedgerError("commit-refused", REFUSED, reason=said.strip())


def _sync(session: Session, repository: Repository) -> None:
    shared = repository.upstream
    if shared is None:
        raise LedgerError("no-upstream", USAGE)
    got = 0
    for _ in range(_TRIES):
        with session.busy(session.t.gettext("Fetching from {name} …").format(name=shared.remote)):
            done, said = repository.call("fetch", "--quiet", shared.remote)
        if not done:
            raise LedgerError("out-of-reach", UNREADABLE, name=shared.remote, reason=said.strip())
        ahead, behind = repository.apart
        got += behind
        if behind:
            _merge(session, repository)
        ahead, _ = repository.apart
        if not ahead:
            _tell(session, got, 0)
            return
        with session.busy(session.t.gettext("Sending to {name} …").format(name=shared.remote)):
            done, said = repository.call("push", "--quiet", shared.remote, f"HEAD:{shared.branch}")
        if done:
            _tell(session, got, ahead)
            return
        repository.call("fetch", "--quiet", shared.remote)
        if not repository.apart[1]:  # nobody was quicker: it is not taken from us
            raise LedgerError("not-taken", REFUSED, name=shared.remote, reason=said.strip())
    raise LedgerError("others-quicker", BUSY)


def _merge(session: Session, repository: Repository) -> None:
    with git.merging_by_meaning(KEYS, DRIVER) as options:
        done, said = repository.call(*options, "merge", "--quiet", "--no-edit", "@{upstream}")
    if not done and repository.unmerged([]):
        raise LedgerError("merge-open", REFUSED)
    if not done:
        raise LedgerError("not-merged", REFUSED, reason=said.strip())
    session.look_again()


def _tell(session: Session, got: int, sent: int) -> None:
    if not got and not sent:
        session.say(session.t.gettext("Nothing new on either side."))
        return
    t = session.t
    told = [
        t.ngettext("{n} version of others was taken over", "{n} versions of others were taken over", got).format(n=got),
        t.ngettext("{n} version was sent", "{n} versions were sent", sent).format(n=sent),
    ]
    session.say(t.gettext("{text}.").format(text=t.gettext("; ").join(told)))
