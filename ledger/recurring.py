"""Days on which routines were done, recorded: the list `done` in routines.yaml grows, and nothing else changes."""

from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ledger import saving
from ledger.changing import Desk
from ledger.changing import Made
from ledger.committing import Work
from ledger.errors import REFUSED
from ledger.errors import USAGE
from ledger.errors import LedgerError
from ledger.errors import refuse
from ledger.files import ROUTINES
from ledger.model import Routine
from ledger.outline.message import routine_done
from ledger.reports.change import change_of_values
from ledger.reports.change import values
from ledger.session import Session
from ledger.store import Opened


def done(desk: Desk, words: Sequence[str], days: Sequence[date], *, dry_run: bool) -> None:
    """Record that routines were done on these days, today without any; all of it or nothing.

    Raises LedgerError for a routine that does not exist (exit 2), and for a day that stands there already, lies in the
    future or before the routine begins (exit 4).
    """
    ids = desk.session.meant.routines(words)
    on = sorted({*days}) or [desk.session.today]

    def made(opened: Opened) -> Made:
        return _made(desk.session, opened, ids, on, written=not dry_run)

    desk.write(made, dry_run=dry_run)


def _made(session: Session, opened: Opened, ids: Sequence[str], on: Sequence[date], *, written: bool) -> Made:
    every = {routine.id: at for at, routine in enumerate(opened.ledger.routines)}
    if gone := [name for name in ids if name not in every]:  # it was there when the words were read
        raise LedgerError("unknown-routine", USAGE, value=gone[0])
    chosen = {every[name]: opened.ledger.routines[every[name]] for name in ids}
    plan = opened.ledger.settings.plan.date
    refuse([error for routine in chosen.values() for error in _refused(routine, on, plan, session.today)])
    changed = {at: routine.model_copy(update={"done": (*routine.done, *on)}) for at, routine in chosen.items()}
    draft = saving.draft(opened, changed, file=ROUTINES)
    after = tuple(changed.get(at, routine) for at, routine in enumerate(opened.ledger.routines))
    others = values(opened.ledger, replace(opened.ledger, routines=after))
    return Made(
        Work([draft]), change_of_values(others, draft.diff, written=written), routine_done(ids, on, others, session.t)
    )


def _refused(routine: Routine, on: Sequence[date], plan: date | None, today: date) -> Iterator[LedgerError]:
    """Yield what is in the way of recording these days."""
    begin = routine.begin or plan
    wrong = {
        "routine-done-later": [day for day in on if day > today],
        "routine-done-before": [day for day in on if begin and day < begin],
        "routine-done-after": [day for day in on if routine.until and day > routine.until],
        "routine-done-already": [day for day in on if day in routine.done],
    }
    for code, days in wrong.items():
        if days:
            fields = {"id": routine.id, "days": [*map(str, days)], "begin": str(begin), "until": str(routine.until)}
            yield LedgerError(code, REFUSED, **fields)
