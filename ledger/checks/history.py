"""Rules about the log: it leads to where the item is, and runs forward."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from ledger import asof
from ledger import conditions
from ledger import workflow
from ledger.checks.case import Case
from ledger.checks.case import ItemRule
from ledger.errors import Fault
from ledger.events import Correction
from ledger.events import Progress
from ledger.events import Withdrawal
from ledger.files import ITEMS
from ledger.model import Item
from ledger.workflow import STEPS
from ledger.yamltext import Where


@ItemRule
def corrections_name_an_entry(_case: Case, at: int, item: Item) -> Iterator[Fault]:
    """A correction names an entry before it: one that does not takes nothing back, although somebody meant it to."""
    for n, entry in enumerate(item.log):
        if isinstance(entry, Correction) and entry.entry > n:
            yield Fault(ITEMS, (at, "log", n, "entry"), "unknown-entry", {"value": str(entry.entry)}, item.id)


@ItemRule
def logs_lead_to_the_status(case: Case, at: int, item: Item) -> Iterator[Fault]:
    """The stored status is a checked copy of what the log says: a closed item without its history is found."""
    replay = workflow.replay(item, case.ledger.settings.closing.steps)
    for misstep in replay.missteps:
        fields = {"event": misstep.event, "status": misstep.status, "sources": misstep.sources}
        yield Fault(ITEMS, (at, "log", misstep.at, "event"), "impossible-event", fields, item.id)
    if replay.status != item.status:
        where: Where = (at, "status") if "status" in item.model_fields_set else (at,)
        fields = {"status": item.status, "replayed": replay.status, "write": replay.status}
        yield Fault(ITEMS, where, "status-differs", fields, item.id)


@ItemRule
def extensions_move_the_date(_case: Case, at: int, item: Item) -> Iterator[Fault]:
    """The date is the one that the last extension gave: an extension that moves nothing leaves the item late."""
    granted = asof.extensions(item)
    if granted and granted[-1].to != item.due:
        where: Where = (at, "due") if item.due else (at,)
        fields = {"due": str(item.due or "–"), "to": str(granted[-1].to), "item": item.id}
        yield Fault(ITEMS, where, "extension-differs", fields, item.id)


@ItemRule
def handovers_name_the_lead(case: Case, at: int, item: Item) -> Iterator[Fault]:
    """The lead is whom the log says: one that was exchanged by hand would answer for what others had left undone."""
    if not any(entry.event == "handover" for entry in item.log):
        return
    led = asof.lead(item, item.standing())
    if set(case.ledger.known(led)) != set(case.ledger.known(item.lead)):
        fields = {"item": item.id, "to": led or ["–"], "lead": item.lead or ["–"]}
        yield Fault(ITEMS, (at, "lead") if item.lead else (at,), "handover-differs", fields, item.id)


@ItemRule
def merged_work_goes_on(case: Case, at: int, item: Item) -> Iterator[Fault]:
    """An item that was merged leads to one that is there, and not back: otherwise nobody is left who did its work."""
    into = conditions.merged_into(item)
    if into is None:
        return
    nowhere = into not in case.all_items or into == item.id
    if nowhere or conditions.comes_back(item, case.all_items):
        n = max(n for n, entry in enumerate(item.log) if isinstance(entry, Withdrawal))
        code = "merged-into-nothing" if nowhere else "merged-in-circle"
        yield Fault(ITEMS, (at, "log", n, "into"), code, {"item": item.id, "value": into}, item.id)


@ItemRule
def logs_run_forward(case: Case, at: int, item: Item) -> Iterator[Fault]:
    """Steps stand in the order of time, all after the plan and not ahead: a slip of the year would hide an item.

    News may be told late. What a correction took back is told already.
    """
    begun = case.ledger.settings.plan.date
    steps = [(n, entry.on) for n, entry in item.in_force() if entry.event in STEPS]
    for (_, earlier), (n, later) in pairwise(steps):
        if later < earlier:
            fields = {"before": str(earlier)}
            yield Fault(ITEMS, (at, "log", n, "on"), "log-order", fields, item.id)
    for where, happened in _dated(item):
        if happened > case.day:
            yield Fault(ITEMS, (at, *where), "future-date", {"value": str(happened)}, item.id)
        elif begun and happened < begun and "readings" not in where:  # a figure may be older than the plan
            fields = {"value": str(happened), "plan": str(begun)}
            yield Fault(ITEMS, (at, *where), "before-plan", fields, item.id)


@ItemRule
def reports_come_in_later(_case: Case, at: int, item: Item) -> Iterator[Fault]:
    """A report comes in on the day it holds for or behind it: else it would count as in time for another month."""
    for n, entry in enumerate(item.log):
        if isinstance(entry, Progress) and entry.received and entry.received < entry.on:
            fields = {"value": str(entry.received), "on": str(entry.on)}
            yield Fault(ITEMS, (at, "log", n, "received"), "received-before", fields, item.id)


def _dated(item: Item) -> Iterator[tuple[Where, date]]:
    """Yield the day of everything dated that counts, by its place in the item."""
    if item.since:
        yield ("since",), item.since
    for n, entry in item.in_force():
        yield ("log", n, "on"), entry.on
        if entry.event == "progress" and entry.received:
            yield ("log", n, "received"), entry.received
    for n, measure in enumerate(item.measures):
        if measure.done:
            yield ("measures", n, "done"), measure.done
    for n, indicator in enumerate(item.indicators):
        yield from (
            (("indicators", n, "readings", k, "on"), reading.on) for k, reading in enumerate(indicator.readings)
        )
