"""Rules about names and numbers: who and what is meant must be clear."""

import re
from collections.abc import Container
from collections.abc import Iterator

from ledger.checks.case import Case
from ledger.errors import Fault
from ledger.errors import nearest
from ledger.events import addressed
from ledger.files import ITEMS
from ledger.model import Department
from ledger.model import Item
from ledger.model import Ledger
from ledger.model import Measure
from ledger.yamltext import Where


def departments_are_known(case: Case) -> Iterator[Fault]:
    """Every body that is named is in departments.yaml: a misspelt one would have nobody to answer for it."""
    names = case.ledger.names
    near: dict[str, str] = {}  # looking for the nearest is slow, and a slip repeats itself
    for file, where, name, item in _named(case.ledger, besides=names):
        if sum(part in names for part in re.split(r"[、，,;；\s]+", name)) > 1:
            yield Fault(file, where, "several-names", {"value": name}, item)
            continue
        if name not in near:
            near[name] = names.get(nearest(name, names), "")
        yield Fault(file, where, "unknown-department", {"value": name, "nearest": near[name]}, item)


def _named(ledger: Ledger, besides: Container[str]) -> Iterator[tuple[str, Where, str, str]]:
    """Yield every place that names a body other than some: file, path, the name, and whose item it is."""
    places: list[tuple[str, Where, str | None]] = []
    places += [("ledger.yaml", (key,), getattr(ledger.settings, key)) for key in ("office", "verifier")]
    for key in ("addressee", "leading_group"):
        places.append(("ledger.yaml", ("plan", key), getattr(ledger.settings.plan, key)))
    places += [("departments.yaml", (at, "successor"), one.successor) for at, one in enumerate(ledger.departments)]
    for at, routine in enumerate(ledger.routines):
        places += [("routines.yaml", (at, "lead", n), name) for n, name in enumerate(routine.lead)]
    yield from ((file, where, name, "") for file, where, name in places if name and name not in besides)
    for at, item in enumerate(ledger.items):
        for where, name in _bodies(item):
            if name not in besides:
                yield ITEMS, (at, *where), name, item.id


def _bodies(item: Item) -> Iterator[tuple[Where, str]]:
    """Yield the bodies that an item names, by their places in it."""
    holders: list[tuple[Where, Item | Measure]] = [((), item)]
    holders += [(("measures", n), measure) for n, measure in enumerate(item.measures)]
    for where, holder in holders:
        for n, name in enumerate(holder.lead):
            yield (*where, "lead", n), name
        for n, name in enumerate(holder.support):
            yield (*where, "support", n), name
    void = item.void()  # a name that was taken back is nobody's any more
    for n, entry in enumerate(item.log):
        if n in void:
            continue
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


def bodies_were_there(case: Case) -> Iterator[Fault]:
    """Who carries open work, and who acted, was there then: what a body that is no more still carries nobody does."""
    limited = {one.name: one for one in case.ledger.departments if one.begin or one.until}
    if not limited:
        return
    names = case.ledger.names
    for key in ("office", "verifier"):
        body = limited.get(names.get(getattr(case.ledger.settings, key) or "", ""))
        if body and not body.holds(case.day):
            yield Fault("ledger.yaml", (key,), "office-ended", {"key": key, **_ended(case.ledger, body)})
    for at, item in enumerate(case.ledger.items):
        over = item.status == "withdrawn" or (item.status == "closed" and not item.ongoing)
        for where, spelling in _bodies(item):
            body = limited.get(names.get(spelling, spelling))
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
