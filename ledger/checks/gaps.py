"""What the plan or the office requires and the ledger lacks."""

from collections.abc import Iterator
from functools import cache
from functools import partial

from ledger import conditions
from ledger import deadlines
from ledger import targets
from ledger.checks.case import Case
from ledger.errors import Fault
from ledger.files import ITEMS
from ledger.model import Item
from ledger.model import Ledger
from ledger.model import Measure
from ledger.yamltext import Where


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
    read = cache(partial(deadlines.read, known=case.calendar))  # many items have the same words
    for at, item in _unclosed(case.ledger):
        if not (item.due or item.due_wording or item.ongoing):
            yield Fault(ITEMS, (at,), "no-due", {"item": item.id}, item.id)
        moved = any(entry.event == "extend" for entry in item.log)  # away from the words
        limits: list[tuple[Where, Item | Measure]] = [] if moved else [((at,), item)]
        limits += [((at, "measures", n), measure) for n, measure in enumerate(item.measures)]
        for where, holder in limits:
            if holder.due_wording:
                yield from _wording(item, where, holder, holder.due_wording, read(holder.due_wording))


def _wording(
    item: Item, where: Where, holder: Item | Measure, wording: str, limit: deadlines.Limit | None
) -> Iterator[Fault]:
    """Compare the words of one time limit, and what they mean, with its date."""
    fields: dict[str, str] = {"wording": wording, "item": item.id}
    if limit is not None:
        fields |= {"candidates": " / ".join(map(str, limit.days)), "base": str(limit.base), "rule": limit.rule}
    if limit and limit.rule.rpartition("+")[2] in deadlines.LASTING and isinstance(holder, Item) and not holder.ongoing:
        yield Fault(ITEMS, (*where, "due_wording"), "unset-rhythm", fields, item.id)
    if holder.due is None:
        if not (limit and limit.rule in deadlines.LASTING):
            yield Fault(ITEMS, (*where, "due_wording"), _undated(limit), fields, item.id)
    elif limit is not None and limit.days and limit.base is None and holder.due not in limit.days:
        yield Fault(ITEMS, (*where, "due"), "due-differs", {**fields, "due": str(holder.due)}, item.id)


def _undated(limit: deadlines.Limit | None) -> str:
    codes = {"vague": "vague-due", "immediate": "immediate-due", "beyond-holidays": "beyond-holidays"}
    if limit is None or not limit.days:
        return codes.get(limit.rule, "unread-due") if limit else "unread-due"
    if len(limit.days) > 1:
        return "ambiguous-due"
    return "open-due" if limit.base else "unset-due"


def results_have_evidence(case: Case) -> Iterator[Fault]:
    """What is finished has a proof on file (销号 needs 佐证材料): in years nobody will remember.

    A measure needs its own; evidence in the log counts for all measures, since an entry does not say for which.
    """
    for at, item in enumerate(case.ledger.items):
        bare = [n for n, measure in enumerate(item.measures) if measure.done and not measure.evidence]
        closed = item.status == "closed" and not any(measure.evidence for measure in item.measures)
        if not (bare or closed) or _proven(item):
            continue
        if closed:
            yield Fault(ITEMS, (at,), "no-evidence", {"id": item.id}, item.id)
        for n in bare:
            yield Fault(ITEMS, (at, "measures", n, "done"), "no-evidence", {"id": item.measures[n].id}, item.id)


def _proven(item: Item) -> bool:
    """Return whether an entry of the log that counts has evidence."""
    void = item.void()
    return any(entry.evidence for n, entry in enumerate(item.log) if n not in void)


_SIGNS = {">=": "≥", "<=": "≤", "=": "=", "all": "≥"}


def targets_are_reached(case: Case) -> Iterator[Fault]:
    """What was aimed at in numbers was reached when the item was closed: a reading says so, and not the closing."""
    for at, item in enumerate(case.ledger.items):
        if item.status != "closed":
            continue
        for n, indicator in enumerate(item.indicators):
            aimed, now = targets.target(indicator), targets.standing(indicator)
            if aimed is None or (now and now.reached):
                continue
            fields = {"item": item.id, "name": indicator.name, "target": f"{_SIGNS[indicator.aim or '=']} {aimed}"}
            if now:
                fields |= {"value": str(now.last.value), "on": str(now.last.on)}
            code = "target-missed" if now else "target-unread"
            yield Fault(ITEMS, (at, "indicators", n), code, fields, item.id)


def steps_met_their_conditions(case: Case) -> Iterator[Fault]:
    """Whoever applied, verified or closed had what that takes, or said why not: no command lets it pass otherwise."""
    for at, item in enumerate(case.ledger.items):
        for n, lack in conditions.unmet(item, case.ledger):
            where: Where = (at, "log", n, "event")
            fields = {"item": item.id, "number": str(n + 1), "event": item.log[n].event, "lack": lack.code}
            yield Fault(ITEMS, where, "condition-unmet", fields, item.id)


def _unclosed(ledger: Ledger) -> Iterator[tuple[int, Item]]:
    return ((at, item) for at, item in enumerate(ledger.items) if not item.ended)
