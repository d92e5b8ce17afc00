"""`ledger sync`: this copy and the one that all share become one."""

from ledger.session import Session
from ledger.session import pass_session
from ledger.shell import command
from ledger.syncing import sync


@command("sync")
@pass_session
def run(session: Session) -> None:
    """Take over what others have sent to the shared copy, merge it by meaning, and send what is here.

    Where both sides have changed the same, nothing is sent before `ledger resolve` has settled it. Whatever stops it,
    nothing is lost: the next sync goes on.
    """
    sync(session)
