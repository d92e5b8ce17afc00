"""OSCAL's plan of action and milestones as a whole, as https://pages.nist.gov/OSCAL/ has it in version 1.2.1."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from ledger.reports.oscal.base import Metadata
from ledger.reports.oscal.base import Origin
from ledger.reports.oscal.base import Part
from ledger.reports.oscal.base import Prop
from ledger.reports.oscal.risks import RelatedObservation
from ledger.reports.oscal.risks import Risk

RFC4122 = "http://ietf.org/rfc/rfc4122"


class SystemId(Part):
    """What the plan is about: the ledger."""

    identifier_type: str
    id: str


class RelevantEvidence(Part):
    """Evidence of an observation: a resource of the back matter."""

    href: str
    description: str


class Observation(Part):
    """What was seen on a day, by whom and how."""

    uuid: UUID
    title: str
    description: str
    props: tuple[Prop, ...] = ()
    methods: tuple[Literal["EXAMINE", "UNKNOWN"], ...]
    origins: tuple[Origin, ...] = ()
    relevant_evidence: tuple[RelevantEvidence, ...] = ()
    collected: str


class RelatedRisk(Part):
    """A risk by its id."""

    risk_uuid: UUID


class PoamItem(Part):
    """An entry of the plan."""

    uuid: UUID
    title: str
    description: str
    props: tuple[Prop, ...]
    related_observations: tuple[RelatedObservation, ...] = ()
    related_risks: tuple[RelatedRisk, ...]


class Hash(Part):
    """The digest of a file."""

    algorithm: Literal["SHA-256"]
    value: str


class Rlink(Part):
    """Where a resource lies."""

    href: str
    hashes: tuple[Hash, ...] = ()


class Citation(Part):
    """A place in words."""

    text: str


class Resource(Part):
    """A proof."""

    uuid: UUID
    title: str
    props: tuple[Prop, ...]
    citation: Citation | None = None
    rlinks: tuple[Rlink, ...] = ()


class BackMatter(Part):
    """What the other parts refer to."""

    resources: tuple[Resource, ...]


class Poam(Part):
    """A plan of action and milestones."""

    uuid: UUID
    metadata: Metadata
    system_id: SystemId
    observations: tuple[Observation, ...] = ()
    risks: tuple[Risk, ...]
    poam_items: tuple[PoamItem, ...]
    back_matter: BackMatter | None = None


class Document(Part):
    """The document as a whole."""

    plan: Poam = Field(alias="plan-of-action-and-milestones")

    def json_text(self) -> str:
        """Return the document as JSON."""
        return self.model_dump_json(indent=2, by_alias=True, exclude_defaults=True) + "\n"
