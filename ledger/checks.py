"""Rules between records. Each is a function: what it finds in a ledger, as faults; it never writes.

Whatever a rule needs that is not in the ledger (the day, what lies in the evidence folder) comes in with the `Case`.
"""

import os
import re
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from ledger import deadlines
from ledger import workflow
from ledger.errors import Fault
from ledger.errors import nearest
from ledger.events import Correction
from ledger.events import Evidence
from ledger.events import Extension
from ledger.events import Notice
from ledger.files import ITEMS
from ledger.model import Item
from ledger.model import Ledger
from ledger.model import Measure
from ledger.yamltext import Where


@dataclass(frozen=True)
class Case:
    """What the rules look at: a ledger, its folder, and the day on which they look."""

    ledger: Ledger
    folder: Path
    day: date

    @cached_property
    def terms(self) -> dict[str, date]:
        """Return the last day of each school term, by its name."""
        return {term.name: term.until for term in self.ledger.settings.terms}


def run(case: Case) -> list[Fault]:
    """Return the faults that any rule finds."""
    return [fault for rule in RULES for fault in rule(case)]


def departments_are_known(case: Case) -> Iterator[Fault]:
    """Every body that is named is in departments.yaml: a misspelt one would have nobody to answer for it."""
    names = case.ledger.names
    near: dict[str, str] = {}  # looking for the nearest is slow, and a slip repeats itself
    for file, where, name, item in _named(case.ledger):
        if name in names:
            continue
        if sum(part in names for part in re.split(r"[、，,;；\s]+", name)) > 1:
            yield Fault(file, where, "several-names", {"value": name}, item)
            continue
        if name not in near:
            near[name] = names.get(nearest(name, names), "")
        yield Fault(file, where, "unknown-department", {"value": name, "nearest": near[name]}, item)


def _named(ledger: Ledger) -> Iterator[tuple[str, Where, str, str]]:
    """Yield every place that names a body: file, path, the name, and whose item it is."""
    for key in ("office", "verifier"):
        if name := getattr(ledger.settings, key):
            yield "ledger.yaml", (key,), name, ""
    for key in ("addressee", "leading_group"):
        if name := getattr(ledger.settings.plan, key):
            yield "ledger.yaml", ("plan", key), name, ""
    for at, routine in enumerate(ledger.routines):
        for n, name in enumerate(routine.lead):
            yield "routines.yaml", (at, "lead", n), name, ""
    for at, item in enumerate(ledger.items):
        for where, name in _bodies(item):
            yield ITEMS, (at, *where), name, item.id


def _bodies(item: Item) -> Iterator[tuple[Where, str]]:
    holders: list[tuple[Where, Item | Measure]] = [((), item)]
    holders += [(("measures", n), measure) for n, measure in enumerate(item.measures)]
    for where, holder in holders:
        yield from (((*where, "lead", n), name) for n, name in enumerate(holder.lead))
        yield from (((*where, "support", n), name) for n, name in enumerate(holder.support))
    for n, entry in enumerate(item.log):
        yield ("log", n, "by"), entry.by
        if isinstance(entry, Notice):
            yield from ((("log", n, "to", k), name) for k, name in enumerate(entry.to))


def departments_are_told_apart(case: Case) -> Iterator[Fault]:
    """A name or alias stands for one department: otherwise an item could have two owners, or none."""
    owners: dict[str, int] = {}
    for at, department in enumerate(case.ledger.departments):
        spellings: list[tuple[Where, str | None]] = [((at, "name"), department.name)]
        spellings += [((at, "aliases", n), alias) for n, alias in enumerate(department.aliases)]
        if department.full_name not in {department.name, *department.aliases}:
            spellings.append(((at, "full_name"), department.full_name))
        for where, spelling in spellings:
            if spelling in owners:
                fields = {"value": spelling, "other": case.ledger.departments[owners[spelling]].name}
                yield Fault("departments.yaml", where, "duplicate-department", fields)
            elif spelling:
                owners[spelling] = at


def measures_are_the_items_own(case: Case) -> Iterator[Fault]:
    """A measure's number begins with its item's: people say 9.2 and mean item 9. Indicators name such a measure."""
    for at, item in enumerate(case.ledger.items):
        own = [measure.id for measure in item.measures]
        for n, measure in enumerate(own):
            if not measure.startswith(f"{item.id}."):
                fields = {"value": measure, "item": item.id}
                yield Fault(ITEMS, (at, "measures", n, "id"), "foreign-measure", fields, item.id)
        for n, indicator in enumerate(item.indicators):
            if indicator.measure and indicator.measure not in own:
                where = (at, "indicators", n, "measure")
                known: dict[str, str | list[str]] = {"value": indicator.measure, "item": item.id, "known": own}
                yield Fault(ITEMS, where, "unknown-measure", known, item.id)


def corrections_name_an_entry(case: Case) -> Iterator[Fault]:
    """A correction names an entry before it: one that does not takes nothing back, although somebody meant it to."""
    for at, item in enumerate(case.ledger.items):
        for n, entry in enumerate(item.log):
            if isinstance(entry, Correction) and entry.entry > n:
                yield Fault(ITEMS, (at, "log", n, "entry"), "unknown-entry", {"value": str(entry.entry)}, item.id)


def logs_lead_to_the_status(case: Case) -> Iterator[Fault]:
    """The stored status is a checked copy of what the log says: a closed item without its history is found."""
    steps = case.ledger.settings.closing.steps
    for at, item in enumerate(case.ledger.items):
        replay = workflow.replay(item, steps)
        for misstep in replay.missteps:
            fields = {"event": misstep.event, "status": misstep.status, "sources": misstep.sources}
            yield Fault(ITEMS, (at, "log", misstep.at, "event"), "impossible-event", fields, item.id)
        if replay.status != item.status:
            where: Where = (at, "status") if "status" in item.model_fields_set else (at,)
            fields = {"status": item.status, "replayed": replay.status, "write": replay.status}
            yield Fault(ITEMS, where, "status-differs", fields, item.id)


def extensions_move_the_date(case: Case) -> Iterator[Fault]:
    """The date is the one that the last extension gave: an extension that moves nothing leaves the item late."""
    for at, item in enumerate(case.ledger.items):
        void = item.void()
        granted = [entry for n, entry in enumerate(item.log) if isinstance(entry, Extension) and n not in void]
        if granted and granted[-1].to != item.due:
            where: Where = (at, "due") if item.due else (at,)
            fields = {"due": str(item.due or "–"), "to": str(granted[-1].to), "item": item.id}
            yield Fault(ITEMS, where, "extension-differs", fields, item.id)


def logs_run_forward(case: Case) -> Iterator[Fault]:
    """Entries stand in the order of time, after the plan and not ahead: a slip of the year would hide an item."""
    begun = case.ledger.settings.plan.date
    for at, routine in enumerate(case.ledger.routines):
        for n, done in enumerate(routine.done):
            if done > case.day:
                yield Fault("routines.yaml", (at, "done", n), "future-date", {"value": str(done)})
    for at, item in enumerate(case.ledger.items):
        for n, (before, entry) in enumerate(pairwise(item.log), start=1):
            if entry.on < before.on:
                yield Fault(ITEMS, (at, "log", n, "on"), "log-order", {"before": str(before.on)}, item.id)
        for where, happened in _dated(item):
            if happened > case.day:
                yield Fault(ITEMS, (at, *where), "future-date", {"value": str(happened)}, item.id)
            elif begun and happened < begun and "readings" not in where:  # a figure may be older than the plan
                fields = {"value": str(happened), "plan": str(begun)}
                yield Fault(ITEMS, (at, *where), "before-plan", fields, item.id)


def _dated(item: Item) -> Iterator[tuple[Where, date]]:
    yield from ((("log", n, "on"), entry.on) for n, entry in enumerate(item.log))
    yield from ((("measures", n, "done"), measure.done) for n, measure in enumerate(item.measures) if measure.done)
    for n, indicator in enumerate(item.indicators):
        yield from (
            (("indicators", n, "readings", k, "on"), reading.on) for k, reading in enumerate(indicator.readings)
        )


def evidence_is_there(case: Case) -> Iterator[Fault]:
    """Evidence that the ledger names lies in its folder, and no link leads out of it: years later it must be shown."""
    home = os.path.realpath(case.folder)
    folders: dict[str, str] = {}
    for at, item in enumerate(case.ledger.items):
        for where, proof in _proofs(item):
            if proof.file is not None and (code := _missing(home, proof.file, folders)):
                yield Fault(ITEMS, (at, *where, "file"), code, {"value": proof.file}, item.id)


def _missing(home: str, file: str, folders: dict[str, str]) -> str:
    """Return what is wrong with a file of evidence, or nothing; `folders` remembers where folders really are.

    The functions of os.path, unlike pathlib's, bear links in a circle and names that are too long.
    """
    folder, name = os.path.split(file)
    if folder not in folders:
        folders[folder] = os.path.realpath(os.path.join(home, folder))  # noqa: PTH118 (see above)
    path = os.path.join(folders[folder], name)  # noqa: PTH118
    if os.path.islink(path):  # noqa: PTH114
        path = os.path.realpath(path)
    if os.path.commonpath([home, path]) != home:
        return "outside-folder"
    return "" if os.path.isfile(path) else "evidence-lost"  # noqa: PTH113


def _proofs(item: Item) -> Iterator[tuple[Where, Evidence]]:
    for list_name, holders in (("measures", item.measures), ("log", item.log)):
        for n, holder in enumerate(holders):
            yield from (((list_name, n, "evidence", k), proof) for k, proof in enumerate(holder.evidence))


def kinds_have_their_texts(case: Case) -> Iterator[Fault]:
    """A problem says what was found, a recommendation what was asked for: otherwise nobody can judge the result."""
    for at, item in enumerate(case.ledger.items):
        wanted = ("problem", "recommendation") if item.kind == "both" else (item.kind,)
        for key in wanted:
            if not getattr(item, key):
                yield Fault(ITEMS, (at, "kind"), "no-text", {"item": item.id, "key": key}, item.id)


def leads_are_named(case: Case) -> Iterator[Fault]:
    """Each item, or each of its measures, has somebody to answer for it (方案三(二): 逐一明确责任主体)."""
    for at, item in _unclosed(case.ledger):
        without = [measure.id for measure in item.measures if not measure.lead]
        if not item.bodies("lead"):
            yield Fault(ITEMS, (at,), "no-lead", {"item": item.id}, item.id)
        elif not item.lead and without:
            fields = {"item": item.id, "measures": without}
            yield Fault(ITEMS, (at,), "no-measure-lead", fields, item.id)


def people_are_named(case: Case) -> Iterator[Fault]:
    """Each item has its three levels of responsible people (方案三(二): 分管负责人、承办部门和具体责任人)."""
    for at, item in _unclosed(case.ledger):
        people = item.person or (item.measures and all(measure.person for measure in item.measures))
        named = {"leader": item.leader, "office": item.office, "person": people}
        if missing := [key for key, value in named.items() if not value]:
            yield Fault(ITEMS, (at,), "no-person", {"item": item.id, "missing": missing}, item.id)


def time_limits_are_dates(case: Case) -> Iterator[Fault]:
    """Each item has a date that its words support (方案三(二): 明确整改时限); without one nothing can be late."""
    for at, item in _unclosed(case.ledger):
        if not (item.due or item.due_wording or item.ongoing):
            yield Fault(ITEMS, (at,), "no-due", {"item": item.id}, item.id)
        moved = any(isinstance(entry, Extension) for entry in item.log)
        yield from _wording(case, item, (at,), item, moved=moved)
        for n, measure in enumerate(item.measures):
            yield from _wording(case, item, (at, "measures", n), measure, moved=False)


def _wording(case: Case, item: Item, where: Where, holder: Item | Measure, *, moved: bool) -> Iterator[Fault]:
    """Compare the words of one time limit with its date; an extension has moved the date away from the words."""
    if holder.due_wording is None or moved:
        return
    limit = deadlines.read(holder.due_wording, case.terms, case.ledger.settings.plan.date)
    fields: dict[str, str] = {"wording": holder.due_wording, "item": item.id}
    if limit is not None:
        fields |= {"candidates": " / ".join(map(str, limit.days)), "base": str(limit.base)}
    if holder.due is None:
        yield Fault(ITEMS, (*where, "due_wording"), _undated(limit), fields, item.id)
    elif limit is not None and limit.base is None and holder.due not in limit.days:
        yield Fault(ITEMS, (*where, "due"), "due-differs", {**fields, "due": str(holder.due)}, item.id)


def _undated(limit: deadlines.Limit | None) -> str:
    if limit is None:
        return "unread-due"
    if len(limit.days) > 1:
        return "ambiguous-due"
    return "open-due" if limit.base else "unset-due"


def results_have_evidence(case: Case) -> Iterator[Fault]:
    """What is finished has a proof on file (销号 needs 佐证材料): in years nobody will remember.

    A measure needs its own; evidence in the log counts for all measures, since an entry does not say for which.
    """
    for at, item in enumerate(case.ledger.items):
        void = item.void()
        if any(entry.evidence for n, entry in enumerate(item.log) if n not in void):
            continue
        if item.status == "closed" and not any(measure.evidence for measure in item.measures):
            yield Fault(ITEMS, (at,), "no-evidence", {"id": item.id}, item.id)
        for n, measure in enumerate(item.measures):
            if measure.done and not measure.evidence:
                yield Fault(ITEMS, (at, "measures", n, "done"), "no-evidence", {"id": measure.id}, item.id)


def _unclosed(ledger: Ledger) -> Iterator[tuple[int, Item]]:
    return ((at, item) for at, item in enumerate(ledger.items) if item.status != "closed")


RULES: Sequence[Callable[[Case], Iterator[Fault]]] = (
    departments_are_known,
    departments_are_told_apart,
    measures_are_the_items_own,
    corrections_name_an_entry,
    logs_lead_to_the_status,
    extensions_move_the_date,
    logs_run_forward,
    evidence_is_there,
    kinds_have_their_texts,
    leads_are_named,
    people_are_named,
    time_limits_are_dates,
    results_have_evidence,
)
