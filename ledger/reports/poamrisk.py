"""An item as a risk of an OSCAL plan of action and milestones: its status, its milestones and its log."""

from collections.abc import Iterator
from collections.abc import Mapping
from datetime import date

from ledger.model import Item
from ledger.model import Measure
from ledger.model import Status
from ledger.reports.oscal import base
from ledger.reports.oscal import risks
from ledger.reports.oscal.text import Ids
from ledger.reports.oscal.text import begin
from ledger.reports.oscal.text import end
from ledger.reports.oscal.text import line
from ledger.reports.oscal.text import props
from ledger.reports.oscal.text import prose
from ledger.reports.poamseen import facts_of
from ledger.reports.poamseen import resource_id
from ledger.reports.poamseen import said
from ledger.reports.story import ItemStory
from ledger.settings import Settings
from ledger.workflow import replay

# OSCAL's words; one of its own is allowed, and withdrawn is none of its.
_STATUS: Mapping[Status, str] = {
    "open": "open",
    "in_progress": "remediating",
    "submitted": "remediating",
    "verified": "remediating",
    "closed": "closed",
    "withdrawn": "withdrawn",
}


def what(item: Item) -> str:
    """Return what is wrong or recommended; where the plan has no more words for it, the title."""
    return "\n".join(text for text in (item.problem, item.recommendation) if text) or item.title


def risk(item: ItemStory, seen: tuple[risks.RelatedObservation, ...], settings: Settings, ids: Ids) -> risks.Risk:
    """Return an item as a risk."""
    entries = tuple(_entries(item, settings, ids))
    return risks.Risk(
        uuid=ids("risk", item.id),
        title=line(item.title),
        description=prose(what(item)),
        statement=prose(what(item)),
        status=_STATUS[item.status],
        deadline=end(item.due) if item.due else None,
        remediations=(_remediation(item, settings.plan.date, ids),),
        risk_log=risks.RiskLog(entries=entries) if entries else None,
        related_observations=seen,
    )


def _remediation(item: ItemStory, plan: date | None, ids: Ids) -> risks.Response:
    whole = risks.Task(
        uuid=ids("task", item.id),
        type="milestone",
        title=line(item.goal or item.title),
        props=props(due_wording=item.due_wording),
        timing=_timing(item.due, plan),
        tasks=tuple(_task(item, measure, plan, ids) for measure in item.measures),
        responsible_roles=_who(item, ids),
    )
    return risks.Response(
        uuid=ids("remediation", item.id),
        lifecycle="completed" if item.status == "closed" else "planned",
        title=line(item.title),
        description=prose(item.goal or item.title),
        tasks=(whole,),
    )


def _task(item: ItemStory, measure: Measure, plan: date | None, ids: Ids) -> risks.Task:
    return risks.Task(
        uuid=ids("task", item.id, measure.id),
        type="milestone",
        title=line(measure.text),
        props=props(
            id=measure.id,
            person=measure.person,
            due_wording=measure.due_wording,
            done=measure.done,
            dropped=measure.dropped,
        ),
        links=tuple(
            base.Link(href=f"#{one}", rel="reference")
            for one in dict.fromkeys(resource_id(proof, ids) for proof in measure.evidence)
        ),
        timing=_timing(measure.due, plan),
        responsible_roles=_who(measure, ids),
    )


def _timing(due: date | None, plan: date | None) -> risks.Timing | None:
    """Return by when something is due: from the plan's day on, where that is known; OSCAL has no mere end."""
    if due is None:
        return None
    if plan is None or plan > due:
        return risks.Timing(on_date=risks.OnDate(date=end(due)))
    return risks.Timing(within_date_range=risks.Range(start=begin(plan), end=end(due)))


def _who(holder: Item | Measure, ids: Ids) -> tuple[base.Responsible, ...]:
    roles: tuple[tuple[base.RoleId, tuple[str, ...]], ...] = (("lead", holder.lead), ("support", holder.support))
    return tuple(
        base.Responsible(role_id=role, party_uuids=tuple(ids("party", name) for name in names))
        for role, names in roles
        if names
    )


def _entries(item: ItemStory, settings: Settings, ids: Ids) -> Iterator[risks.LogEntry]:
    """Yield the entries of the item's log; those that were taken back are marked, and change no status."""
    kept: list[int] = []
    status = _STATUS["open"]
    for at, (number, entry) in enumerate(zip(item.entry_numbers, item.log, strict=True)):
        void = number in item.void_entries
        if not void and entry.event != "correct":  # which names its entry by a number in the whole log
            kept.append(at)
        so_far = item.model_copy(update={"log": tuple(item.log[each] for each in kept), "measures": ()})
        before, status = status, _STATUS[replay(so_far, settings.closing.steps).status]
        yield risks.LogEntry(
            uuid=ids("entry", item.id, number),
            title=entry.event,
            description=prose(said(entry)),
            start=begin(entry.on),
            end=begin(entry.on),
            props=props(number=number, void="true" if void else None) + facts_of(entry),
            logged_by=(risks.LoggedBy(party_uuid=ids("party", entry.by)),),
            status_change=status if status != before else None,
        )
