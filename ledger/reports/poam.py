"""The ledger as an OSCAL plan of action and milestones; docs/oscal.md says what becomes of what, and why."""

from collections.abc import Iterator
from collections.abc import Sequence

from ledger.errors import REFUSED
from ledger.errors import LedgerError
from ledger.model import Department
from ledger.model import Ledger
from ledger.reports.export import Export
from ledger.reports.oscal import base
from ledger.reports.oscal import document
from ledger.reports.oscal import risks
from ledger.reports.oscal.text import Ids
from ledger.reports.oscal.text import begin
from ledger.reports.oscal.text import line
from ledger.reports.oscal.text import props
from ledger.reports.oscal.text import prose
from ledger.reports.oscal.text import string
from ledger.reports.poamrisk import risk
from ledger.reports.poamrisk import what
from ledger.reports.poamseen import observations
from ledger.reports.poamseen import resources
from ledger.reports.story import ItemStory

_ROLES: dict[base.RoleId, str] = {
    "lead": "Leads the work",
    "support": "Supports it",
    "prepared-by": "Keeps the ledger",
    "prepared-for": "Is reported to",
}


def poam(ledger: Ledger, facts: Export, part: str) -> document.Document:
    """Return the document; `part` is the folder of a sub-ledger, which shares its plan with the ledger around it.

    Raises LedgerError (exit 4) where there is no item: OSCAL has no plan without one.
    """
    if not facts.items:
        raise LedgerError("oscal-empty", REFUSED)
    ids = Ids(*facts.plan.identity(part))
    seen = [tuple(observations(item, ids)) for item in facts.items]
    related = [tuple(risks.RelatedObservation(observation_uuid=each.uuid) for each in some) for some in seen]
    pairs = [*zip(facts.items, related, strict=True)]
    proofs = resources(facts.items, ids)
    return document.Document(
        plan=document.Poam(
            uuid=ids("poam"),
            metadata=_metadata(ledger, facts, ids),
            system_id=document.SystemId(identifier_type=document.RFC4122, id=str(ids.ledger)),
            observations=tuple(each for some in seen for each in some),
            risks=tuple(risk(item, some, ledger.settings, ids) for item, some in pairs),
            poam_items=tuple(_item(item, some, ids) for item, some in pairs),
            back_matter=document.BackMatter(resources=proofs) if proofs else None,
        )
    )


def _metadata(ledger: Ledger, facts: Export, ids: Ids) -> base.Metadata:
    plan = ledger.settings.plan
    papers: tuple[tuple[base.RoleId, str | None], ...] = (
        ("prepared-by", ledger.settings.office),
        ("prepared-for", plan.addressee),
    )
    return base.Metadata(
        title=line(plan.title or "Plan of action and milestones"),
        last_modified=begin(facts.as_of),
        version=str(facts.as_of),
        oscal_version=base.VERSION,
        props=props(
            plan_number=plan.number,
            plan_index=plan.index,
            plan_date=plan.date,
            plan_basis=plan.basis,
            leading_group=plan.leading_group,
        ),
        roles=tuple(base.Role(id=role, title=title) for role, title in _ROLES.items()),
        parties=tuple(_party(name, ledger.department(name), ids) for name in _names(ledger, facts.items)),
        responsible_parties=tuple(
            base.Responsible(role_id=role, party_uuids=tuple(ids("party", name) for name in ledger.known([named])))
            for role, named in papers
            if named
        ),
    )


def _names(ledger: Ledger, items: Sequence[ItemStory]) -> Sequence[str]:
    """Return every body that the document refers to, and all departments, each once."""

    def found() -> Iterator[str]:
        yield from (department.name for department in ledger.departments)
        yield from ledger.known(name for name in (ledger.settings.office, ledger.settings.plan.addressee) if name)
        for item in items:
            yield from (*item.bodies("lead"), *item.bodies("support"))
            yield from (entry.by for entry in item.log)

    return tuple(dict.fromkeys(found()))


def _party(name: str, department: Department | None, ids: Ids) -> base.Party:
    """Return a body under its full name, where departments.yaml has one."""
    full = department.full_name if department else None
    return base.Party(
        uuid=ids("party", name),
        type="organization",
        name=string(full or name),
        short_name=string(name) if full else None,
        props=props(
            alias=department.aliases,
            **{"from": department.begin, "until": department.until, "successor": department.successor},
        )
        if department
        else (),
        remarks=prose(department.note) if department and department.note else None,
    )


def _item(item: ItemStory, seen: tuple[risks.RelatedObservation, ...], ids: Ids) -> document.PoamItem:
    return document.PoamItem(
        uuid=ids("item", item.id),
        title=line(item.title),
        description=prose(what(item)),
        props=props(
            id=item.id,
            area=item.area,
            kind=item.kind,
            type=item.type,
            source=item.source,
            goal=item.goal,
            indicator=tuple(f"{each.name}: {each.literal}" for each in item.indicators),
            status=item.status,
            light=item.light,
            light_reason=item.light_reason,
            due=item.due,
            due_wording=item.due_wording,
            days_late=item.days_late,
            ongoing=item.ongoing.every if item.ongoing else None,
            leader=item.leader,
            office=item.office,
            person=item.person,
            sub_ledger=item.sub_ledger,
            cycle=item.cycle,
            returns=item.returns,
        ),
        related_observations=seen,
        related_risks=(document.RelatedRisk(risk_uuid=ids("risk", item.id)),),
    )
