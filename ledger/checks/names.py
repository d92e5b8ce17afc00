"""Rules about names and numbers: who and what is meant must be clear."""

import re
from collections.abc import Iterator

from ledger.checks.case import Case
from ledger.checks.case import ItemRule
from ledger.errors import Fault
from ledger.events import addressed
from ledger.files import ITEMS
from ledger.model import Department
from ledger.model import Item
from ledger.model import Ledger
from ledger.model import Measure
from ledger.yamltext import Where


def other_files_name_known_departments(case: Case) -> Iterator[Fault]:
    """Every body that the other files name is in departments.yaml: what a misspelt one has to do, nobody has."""
    for file, where, name in _named(case.ledger):
        if name and name not in case.ledger.names:
            yield _unknown(case, file, where, name)


@ItemRule
def departments_are_known(case: Case, at: int, item: Item) -> Iterator[Fault]:
    """Every body that an item names is in departments.yaml: a misspelt one would have nobody to answer for it."""
    names = case.ledger.names
    for where, name in _bodies(item):
        if name not in names:
            yield _unknown(case, ITEMS, (at, *where), name, item.id)


def _unknown(case: Case, file: str, where: Where, name: str, item: str = "") -> Fault:
    """Return what is wrong with a name that is no department's."""
    if sum(part in case.ledger.names for part in re.split(r"[、，,;；\s]+", name)) > 1:
        return Fault(file, where, "several-names", {"value": name}, item)
    return Fault(file, where, "unknown-department", {"value": name, "nearest": case.nearest(name)}, item)


def _named(ledger: Ledger) -> Iterator[tuple[str, Where, str | None]]:
    """Yield every place that names a body, but for items: file, path, and the name."""
    yield from (("ledger.yaml", (key,), getattr(ledger.settings, key)) for key in ("office", "verifier"))
    for key in ("addressee", "leading_group"):
        yield "ledger.yaml", ("plan", key), getattr(ledger.settings.plan, key)
    yield from (("departments.yaml", (at, "successor"), one.successor) for at, one in enumerate(ledger.departments))
    for at, routine in enumerate(ledger.routines):
        yield from (("routines.yaml", (at, "lead", n), name) for n, name in enumerate(routine.lead))


def _bodies(item: Item) -> Iterator[tuple[Where, str]]:
    """Yield the bodies that an item names, by their places in it."""
    holders: list[tuple[Where, Item | Measure]] = [((), item)]
    holders += [(("measures", n), measure) for n, measure in enumerate(item.measures)]
    for where, holder in holders:
        for n, name in enumerate(holder.lead):
            yield (*where, "lead", n), name
        for n, name in enumerate(holder.support):
            yield (*where, "support", n), name
    for n, entry in item.in_force():  # a name that was taken back is nobody's any more
        yield ("log", n, "by"), entry.by
        for key, name in addressed(entry):
            yield ("log", n, *key), name


def successors_are_named(case: Case) -> Iterator[Fault]:
    """A body that was renamed, merged or dissolved leads to who has its work now: nothing must be left to nobody."""
    for at, department in enumerate(case.ledger.departments):
        if department.successor is None:
            continue
        where: Where = (at, "successor")
        if department.until is None:
            yield Fault("departments.yaml", where, "successor-without-end", {"value": department.name})
        if case.ledger.successors(department.name)[-1:] == (department.name,):
            yield Fault("departments.yaml", where, "successor-loop", {"value": department.name})


def offices_are_there(case: Case) -> Iterator[Fault]:
    """Who keeps the ledger, and who verifies, is there today: what a body that is no more should do nobody does."""
    for key in ("office", "verifier"):
        body = case.limited.get(case.ledger.names.get(getattr(case.ledger.settings, key) or "", ""))
        if body and not body.holds(case.day):
            yield Fault("ledger.yaml", (key,), "office-ended", {"key": key, **_ended(case.ledger, body)})


@ItemRule
def bodies_were_there(case: Case, at: int, item: Item) -> Iterator[Fault]:
    """Who carries open work, and who acted, was there then: what a body that is no more still carries nobody does."""
    if not case.limited:
        return
    over = item.status == "withdrawn" or (item.status == "closed" and not item.ongoing)
    for where, spelling in _bodies(item):
        body = case.limited.get(case.ledger.names.get(spelling, spelling))
        if body and where[0] == "log":
            yield from _acted_outside(item, at, where, body)
        elif body and body.until and body.until < case.day and not over:
            fields = {"item": item.id, "key": str(where[-2]), **_ended(case.ledger, body)}
            yield Fault(ITEMS, (at, *where), "body-ended", fields, item.id)


def _ended(ledger: Ledger, body: Department) -> dict[str, str]:
    """Return what is said of a body that is no more: until when it was, and who has its work now."""
    following = ledger.successors(body.name)[-1:] or ("–",)
    return {"value": body.name, "until": str(body.until or "–"), "successor": following[0]}


def _acted_outside(item: Item, at: int, where: Where, body: Department) -> Iterator[Fault]:
    day = item.log[int(where[1])].on
    if where[2] != "was" and not body.holds(day):
        days = {"begin": str(body.begin or "…"), "until": str(body.until or "…")}
        yield Fault(ITEMS, (at, *where), "acted-outside", {"value": body.name, "on": str(day), **days}, item.id)


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


@ItemRule
def measures_are_the_items_own(_case: Case, at: int, item: Item) -> Iterator[Fault]:
    """A measure's number begins with its item's: people say 9.2 and mean item 9. Indicators name such a measure."""
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
