"""What the plan or the office requires and the ledger lacks."""

from collections.abc import Iterator

from ledger import conditions
from ledger import deadlines
from ledger import targets
from ledger.checks.case import Case
from ledger.checks.case import ItemRule
from ledger.errors import Fault
from ledger.files import ITEMS
from ledger.model import Item
from ledger.model import Measure
from ledger.yamltext import Where


@ItemRule
def kinds_have_their_texts(_case: Case, at: int, item: Item) -> Iterator[Fault]:
    """A problem says what was found, a recommendation what was asked for: otherwise nobody can judge the result."""
    wanted = ("problem", "recommendation") if item.kind == "both" else (item.kind,)
    for key in wanted:
        if not getattr(item, key):
            yield Fault(ITEMS, (at, "kind"), "no-text", {"item": item.id, "key": key}, item.id)


@ItemRule
def leads_are_named(_case: Case, at: int, item: Item) -> Iterator[Fault]:
    """Each item, or each of its measures, has somebody to answer for it (方案三(二): 逐一明确责任主体)."""
    if item.ended:
        return
    without = [] if item.lead else [measure.id for measure in item.measures if not measure.lead]
    if not item.bodies("lead"):
        yield Fault(ITEMS, (at,), "no-lead", {"item": item.id}, item.id)
    elif without:
        fields = {"item": item.id, "measures": without}
        yield Fault(ITEMS, (at,), "no-measure-lead", fields, item.id)


@ItemRule
def people_are_named(_case: Case, at: int, item: Item) -> Iterator[Fault]:
    """Each item has its three levels of responsible people (方案三(二): 分管负责人、承办部门和具体责任人)."""
    if item.ended:
        return
    people = item.person or (item.measures and all(measure.person for measure in item.measures))
    named = {"leader": item.leader, "office": item.office, "person": people}
    if missing := [key for key, value in named.items() if not value]:
        yield Fault(ITEMS, (at,), "no-person", {"item": item.id, "missing": missing}, item.id)


@ItemRule
def time_limits_are_dates(case: Case, at: int, item: Item) -> Iterator[Fault]:
    """Each item has a date that its words support (方案三(二): 明确整改时限); without one nothing can be late."""
    if item.ended:
        return
    if not (item.due or item.due_wording or item.ongoing):
        yield Fault(ITEMS, (at,), "no-due", {"item": item.id}, item.id)
    moved = any(entry.event == "extend" for entry in item.log)  # away from the words
    if item.due_wording and not moved:
        yield from _wording(item, (at,), item, item.due_wording, case.limit(item.due_wording))
    for n, measure in enumerate(item.measures):
        if measure.due_wording:
            where = (at, "measures", n)
            yield from _wording(item, where, measure, measure.due_wording, case.limit(measure.due_wording))


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


@ItemRule
def results_have_evidence(_case: Case, at: int, item: Item) -> Iterator[Fault]:
    """What is finished has a proof on file (销号 needs 佐证材料): in years nobody will remember.

    A measure needs its own; evidence in the log counts for all measures, since an entry does not say for which.
    """
    bare = [n for n, measure in enumerate(item.measures) if measure.done and not measure.evidence]
    closed = item.status == "closed" and not any(measure.evidence for measure in item.measures)
    if not (bare or closed) or _proven(item):
        return
    if closed:
        yield Fault(ITEMS, (at,), "no-evidence", {"id": item.id}, item.id)
    for n in bare:
        yield Fault(ITEMS, (at, "measures", n, "done"), "no-evidence", {"id": item.measures[n].id}, item.id)


def _proven(item: Item) -> bool:
    """Return whether an entry of the log that counts has evidence."""
    return any(entry.evidence for entry in item.standing())


_SIGNS = {">=": "≥", "<=": "≤", "=": "=", "all": "≥"}


@ItemRule
def targets_are_reached(_case: Case, at: int, item: Item) -> Iterator[Fault]:
    """What was aimed at in numbers was reached when the item was closed: a reading says so, and not the closing."""
    if item.status != "closed":
        return
    for n, indicator in enumerate(item.indicators):
        aimed, now = targets.target(indicator), targets.standing(indicator)
        if aimed is None or (now and now.reached):
            continue
        fields = {"item": item.id, "name": indicator.name, "target": f"{_SIGNS[indicator.aim or '=']} {aimed}"}
        if now:
            fields |= {"value": str(now.last.value), "on": str(now.last.on)}
        code = "target-missed" if now else "target-unread"
        yield Fault(ITEMS, (at, "indicators", n), code, fields, item.id)


@ItemRule
def steps_met_their_conditions(case: Case, at: int, item: Item) -> Iterator[Fault]:
    """Whoever applied, verified or closed had what that takes, or said why not: no command lets it pass otherwise."""
    for n, lack in conditions.unmet(item, case.ledger):
        where: Where = (at, "log", n, "event")
        fields = {"item": item.id, "number": str(n + 1), "event": item.log[n].event, "lack": lack.code}
        yield Fault(ITEMS, where, "condition-unmet", fields, item.id)
