"""Many ledgers in one table (`ledger rollup`): found, summed up side by side, and handed on."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from contextlib import contextmanager
from contextlib import suppress

from ledger import handing
from ledger import render
from ledger import workers
from ledger.errors import UNREADABLE
from ledger.errors import LedgerError
from ledger.outline import rollup as words
from ledger.reports import rollup as facts_of
from ledger.reports.rollup import Rollup
from ledger.reports.summary import By
from ledger.reports.summary import Summary
from ledger.session import Session
from ledger.settings import Fonts
from ledger.sources import Source
from ledger.sources import sources
from ledger.summing import Summing
from ledger.summing import Told

_FEW = 24  # ledgers for which a process is not worth its start
_AT_ONCE = 8  # that a process takes: it ends them before it is stopped


def rollup(session: Session, paths: Sequence[str], by: By, worst: int) -> bool:
    """Show what many ledgers add up to, or write it to a file, and return whether all that was named is in it.

    Raises LedgerError (exit 3) where there is no ledger at all.
    """
    kind = _kind(session)
    with session.busy(session.t.gettext("Looking for ledgers …")):
        places = sources(paths, session.version)
    if not places.found:
        raise LedgerError("no-ledgers", UNREADABLE, place=session.t.gettext(", ").join(paths))
    work = Summing(session.today, session.as_of, by, worst, session.kept)
    summaries = [*_once(_told(session, work, places.found))]
    facts = facts_of.rollup(summaries, session.as_of, by, worst, places.unmatched)
    _give(session.elsewhere(), facts, kind)
    if session.output or session.asked_format in {"json", "csv"}:  # what is read here says it itself
        for said in words.lacking(facts, session.t):
            session.say(said)
    return facts.whole


def _kind(session: Session) -> str:
    """Return the ending of the file that is asked for, where it is a paper or a workbook, else nothing.

    Raises LedgerError (exit 2) for one that cannot be written.
    """
    handing.refuse_contradiction(session)
    more = (*render.PAPERS, *render.BOOKS)
    session.prepare_output(more)
    kind = session.output.suffix.lower() if session.output else ""
    return kind if kind in more and not session.asked_format else ""


def _give(session: Session, facts: Rollup, kind: str) -> None:
    output = session.output
    if not kind or output is None:
        session.show(facts, words.page, warn=False)
    elif kind in render.BOOKS:
        session.save(output, render.book(words.book(facts, session.t), kind))
    else:
        session.save(output, render.papers([words.paper(facts, session.t, session.language)], kind, Fonts()))


def _told(session: Session, work: Summing, found: Sequence[Source]) -> Iterator[Told]:
    """Yield what each place holds, in order; where somebody watches, a bar shows how far it is."""
    with _side_by_side(work, found) as answers:
        counted = session.counted(found, session.t.gettext("Reading ledgers"))
        for _, some in zip(counted, answers, strict=True):
            yield from some


@contextmanager
def _side_by_side(work: Summing, found: Sequence[Source]) -> Iterator[Iterable[list[Told]]]:
    """Hand over the answers, worked out by as many processes as there are processors, it is worth, and can be had."""
    count = workers.wanted(len(found) // _FEW)
    answers: Iterable[list[Told]] = map(work, found)
    with ExitStack() as stack:
        if count > 1:
            with suppress(*workers.NONE_TO_HAVE):
                answers = stack.enter_context(workers.pool(count)).map(work, found, chunksize=_AT_ONCE)
        try:
            yield answers
        except BrokenProcessPool:
            raise LedgerError("process-ended", UNREADABLE) from None


def _once(told: Iterable[Told]) -> Iterator[tuple[str, Summary]]:
    """Yield what ledgers are called and add up to; one that was reached twice counts once."""
    seen: set[str] = set()
    for each in told:
        if each.identity not in seen:
            seen.add(each.identity)
            yield each.path, each.summary
