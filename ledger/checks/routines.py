"""Rules about routines: they belong to an item that is there, and count from a day that is known."""

from collections.abc import Iterator

from ledger.checks.case import Case
from ledger.errors import Fault
from ledger.errors import nearest
from ledger.files import ROUTINES
from ledger.routines import start_of


def routines_belong_to_items(case: Case) -> Iterator[Fault]:
    """The item that a routine names is in the ledger: otherwise nobody who looks at the item learns of the duty."""
    known = {item.id for item in case.ledger.items} if case.ledger.routines else set()
    for at, routine in enumerate(case.ledger.routines):
        if routine.item and routine.item not in known:
            fields = {"id": routine.id, "value": routine.item, "nearest": nearest(routine.item, known)}
            yield Fault(ROUTINES, (at, "item"), "unknown-item-of-routine", fields)


def routines_run_forward(case: Case) -> Iterator[Fault]:
    """What was done lies behind: a slip of the year would count as done what is still to come."""
    for at, routine in enumerate(case.ledger.routines):
        for n, done in enumerate(routine.done):
            if done > case.day:
                yield Fault(ROUTINES, (at, "done", n), "future-date", {"value": str(done)})


def routines_have_a_start(case: Case) -> Iterator[Fault]:
    """A routine counts from some day: its own, the plan's, or the first it was done; without one none is missed."""
    for at, routine in enumerate(case.ledger.routines):
        if start_of(routine, case.ledger.settings.plan.date, case.day) is None:
            yield Fault(ROUTINES, (at,), "no-start", {"id": routine.id})
