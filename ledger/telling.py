"""The past as `log` and `diff` ask for it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import chain
from itertools import groupby

from ledger import cache
from ledger import files
from ledger import history
from ledger import schema
from ledger import store
from ledger.cache import Cache
from ledger.checks.past import look
from ledger.errors import USAGE
from ledger.errors import Diagnostic
from ledger.errors import Fault
from ledger.errors import LedgerError
from ledger.history import Version
from ledger.reports import timeline
from ledger.reports.change import changed
from ledger.reports.change import pairs
from ledger.reports.change import values
from ledger.reports.findings import TRACES
from ledger.reports.findings import Findings
from ledger.reports.timeline import Comparison
from ledger.reports.timeline import Timeline
from ledger.schema import FILES
from ledger.session import Session


def told(session: Session, ids: Sequence[str], number: int) -> Timeline:
    """Return the history of the ledger, or of the items `ids`; outside of git, the entries of their logs.

    Raises LedgerError (exit 2) where a day was asked for.
    """
    session.refuse_day()
    return _told(session, ids, number)


def _told(session: Session, ids: Sequence[str], number: int) -> Timeline:
    if not (end := _end(session)):
        return timeline.timeline(timeline.entries(session.opened.ledger), ids, number)
    with history.past(session.repository, session.folder, session.kept) as past:
        now = () if session.version else timeline.unsaved(past.ledger(end), session.opened.ledger)
        return timeline.timeline(chain(now, timeline.moments(past.versions(end))), ids, number)


def recorded(session: Session, ids: Sequence[str]) -> Timeline:
    """Return the whole history of the items `ids`; looked at from an earlier day, the entries of their logs by then."""
    if session.as_of == session.today:
        return _told(session, ids, 0)
    known = timeline.entries(session.opened.ledger)
    return timeline.timeline((one for one in known if one.day and one.day <= session.as_of), ids, 0)


def _end(session: Session) -> str | None:
    """Return the version that is looked at, else the last one; None where there is none."""
    if session.version:
        return session.repository.resolve(session.version)
    return session.found_repository.head if session.found_repository else None


def examined(session: Session) -> Findings:
    """Return what `ledger check` finds, and what stands in the history that no command could have done.

    Raises LedgerError (exit 3) outside of a repository.
    """
    repository = session.repository
    found = session.findings()
    traces: list[Diagnostic] = []
    count = 0
    if end := _end(session):
        with history.past(repository, session.folder, session.kept) as past:
            versions = list(past.versions(end))
            count = len(versions)
            for commit, some in groupby(_traces(past, versions, session.kept), lambda trace: trace[0]):
                traces += _placed(past, commit, [fault for _, fault in some])
    if repository.shallow:
        traces.append(Diagnostic(store.shown(session.folder / files.ITEMS), 1, 1, "shallow-history"))
    return replace(found, past=tuple(traces), versions=count)


def _traces(past: history.Past, versions: Sequence[Version], kept: Cache) -> Sequence[tuple[str, Fault]]:
    """Return what no command could have done, each with the version in whose text it stands; it is kept."""
    key = cache.key("traces", *chain.from_iterable(version.identity for version in versions))
    known = schema.recall(TRACES, kept.get(key))
    if known is None:
        known = [*look(versions, past.paths[files.ITEMS], past.reports)]
        kept.put(key, TRACES.dump_json(known))
    return known


def _placed(past: history.Past, commit: str, faults: Sequence[Fault]) -> list[Diagnostic]:
    """Return faults of the past with their places in the version that says so; "" where there is no such text."""
    if not commit:
        named = ((fault, past.paths.get(fault.file, fault.file)) for fault in faults)
        return [Diagnostic(f"{fault.fields['commit']}:{file}", 1, 1, fault.code, fault.fields) for fault, file in named]
    folder = history.name_at(past.repository, past.folder, commit)
    return store.place(folder, {files.ITEMS: past.text(commit)}, faults)


def compared(session: Session, before: str | None, after: str | None, since: date | None) -> Comparison:
    """Return what differs between two versions, or between one and the files as they are.

    Without `before` that is the last version, or the last one before the day `since`. Raises LedgerError (exit 2, 3).
    """
    session.refuse_day()
    if session.version:
        raise LedgerError("versions-named", USAGE)
    if since and (before or after):
        raise LedgerError("since-alone", USAGE)
    repository = session.repository
    if not repository.head:
        raise LedgerError("no-versions", USAGE)
    begin = _begin(session, since) if since else repository.resolve(before or "HEAD")
    end = repository.resolve(after) if after else None
    old = history.at(repository, session.folder, begin, session.kept)
    new = history.at(repository, session.folder, end, session.kept) if end else session.on_disk
    items, others = changed(pairs(old.ledger, new.ledger)), values(old.ledger, new.ledger)
    told = {value.file for value in others} | ({files.ITEMS} if items else set())
    return Comparison(
        before=begin,
        before_day=repository.day(begin),
        after=end,
        after_day=repository.day(end) if end else None,
        items=items,
        values=others,
        layout=tuple(name for name in FILES if old.texts.get(name) != new.texts.get(name) and name not in told),
    )


def _begin(session: Session, since: date) -> str:
    """Return the last version before a day; where the ledger began later, its first one, and say so.

    Raises LedgerError (exit 2) where it has none.
    """
    named = history.paths(session.repository, session.folder)
    versions = list(session.repository.log([*named.values()], ["HEAD"]))
    if not versions:
        raise LedgerError("no-versions", USAGE)
    earlier = [version for version in versions if version.day < since]
    if not earlier:
        begun = session.t.gettext("The first version of this ledger is of {day}.")
        session.say(begun.format(day=versions[-1].day))
    return (earlier[0] if earlier else versions[-1]).id
