"""What was seen of an item, and the proofs: observations and resources of an OSCAL plan of action and milestones."""

from collections.abc import Iterable
from collections.abc import Iterator
from urllib.parse import quote
from uuid import UUID

from ledger.events import Event
from ledger.events import Evidence
from ledger.reports.oscal import base
from ledger.reports.oscal import document
from ledger.reports.oscal.text import Ids
from ledger.reports.oscal.text import address
from ledger.reports.oscal.text import begin
from ledger.reports.oscal.text import line
from ledger.reports.oscal.text import props
from ledger.reports.oscal.text import prose
from ledger.reports.story import ItemStory

_LOOKED = frozenset({"inspect", "verify", "lookback"})  # events by which a body looked at the work
_TOLD = {"on", "event", "by", "evidence", "note", "outcome", "reason"}  # what has a place in OSCAL


def said(entry: Event) -> str:
    """Return what an entry says in words of its own; else what it is called."""
    words = (getattr(entry, name, None) for name in ("outcome", "reason", "note"))
    return "\n".join(word for word in words if word) or entry.event


def facts_of(entry: Event) -> tuple[base.Prop, ...]:
    """Return what else an entry says."""
    told = entry.model_dump(mode="json", by_alias=True, exclude=_TOLD)
    return props(**told)


def resource_id(proof: Evidence, ids: Ids) -> UUID:
    """Return the id of a proof: of the same place with the same content it is the same."""
    return ids("evidence", proof.file, proof.url, proof.paper, proof.sha256)


def observations(item: ItemStory, ids: Ids) -> Iterator[document.Observation]:
    """Yield what bodies saw, what was shown with evidence, and the readings; what was taken back is left out."""
    for number, entry in zip(item.entry_numbers, item.log, strict=True):
        if number not in item.void_entries and (entry.event in _LOOKED or entry.evidence):
            yield _of_entry(item, number, entry, ids)
    for at, indicator in enumerate(item.indicators):
        days = [reading.on for reading in indicator.readings]
        for n, reading in enumerate(indicator.readings):
            yield document.Observation(
                uuid=ids("reading", item.id, at, reading.on, days[:n].count(reading.on)),
                title=line(indicator.name),
                description=prose(f"{indicator.name}: {reading.value}{indicator.unit or ''}"),
                props=props(
                    item=item.id,
                    indicator=indicator.name,
                    measure=indicator.measure,
                    value=reading.value,
                    unit=indicator.unit,
                    source=reading.source,
                ),
                methods=("UNKNOWN",),
                collected=begin(reading.on),
            )


def _of_entry(item: ItemStory, number: int, entry: Event, ids: Ids) -> document.Observation:
    return document.Observation(
        uuid=ids("observation", item.id, number),
        title=entry.event,
        description=prose(said(entry)),
        props=props(item=item.id, number=number) + facts_of(entry),
        methods=("EXAMINE",) if entry.event in _LOOKED else ("UNKNOWN",),
        origins=(base.Origin(actors=(base.Actor(type="party", actor_uuid=ids("party", entry.by)),)),),
        relevant_evidence=tuple(
            document.RelevantEvidence(href=f"#{resource_id(proof, ids)}", description=prose(title(proof)))
            for proof in entry.evidence
        ),
        collected=begin(entry.on),
    )


def title(proof: Evidence) -> str:
    """Return what a proof is called: its own name, else where it lies."""
    return proof.name or proof.file or proof.url or str(proof.paper)


def resources(items: Iterable[ItemStory], ids: Ids) -> tuple[document.Resource, ...]:
    """Return all proofs that the items name, each once."""
    holders = (holder for item in items for holder in (*item.measures, *item.log))
    found = {resource_id(proof, ids): proof for holder in holders for proof in reversed(holder.evidence)}
    return tuple(_resource(uuid, proof) for uuid, proof in found.items())


def _resource(uuid: UUID, proof: Evidence) -> document.Resource:
    href = quote(proof.file) if proof.file else address(proof.url or "")
    hashes = (document.Hash(algorithm="SHA-256", value=proof.sha256),) if proof.sha256 else ()
    kind = base.Prop(name="type", ns=base.THEIRS, value="evidence")
    return document.Resource(
        uuid=uuid,
        title=line(title(proof)),
        props=(kind,),
        citation=None if href else document.Citation(text=line(proof.paper or str(proof.url))),
        rlinks=(document.Rlink(href=href, hashes=hashes),) if href else (),
    )
