"""The parts of NIST's OSCAL that a plan of action and milestones of ours is made of; what is empty is left out.

Keys are those of OSCAL with its dashes. Version 1.2.1: https://pages.nist.gov/OSCAL/
"""

from typing import Literal
from typing import TypeAlias
from uuid import UUID

from pydantic import BaseModel
from pydantic import ConfigDict
from pydantic import Field

VERSION = "1.2.1"
OURS = "urn:x-rectification-ledger"  # the namespace of what is the ledger's own
THEIRS = "http://csrc.nist.gov/ns/oscal"
RFC4122 = "http://ietf.org/rfc/rfc4122"

RoleId: TypeAlias = Literal["lead", "support", "prepared-by", "prepared-for"]


class _Part(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", validate_by_name=True, alias_generator=lambda name: name.replace("_", "-")
    )


class Prop(_Part):
    """A fact that OSCAL has no place of its own for."""

    name: str
    ns: str
    value: str


class Link(_Part):
    """A way to a resource of the back matter."""

    href: str
    rel: Literal["reference"]


class Role(_Part):
    """What parties do."""

    id: RoleId
    title: str


class Party(_Part):
    """A body that carries a duty or acts."""

    uuid: UUID
    type: Literal["organization"]
    name: str
    short_name: str | None = None
    props: tuple[Prop, ...] = ()
    remarks: str | None = None


class Responsible(_Part):
    """Who does something in a role."""

    role_id: RoleId
    party_uuids: tuple[UUID, ...]


class Metadata(_Part):
    """What the document is, as of when, and who is in it."""

    title: str
    last_modified: str
    version: str
    oscal_version: str
    props: tuple[Prop, ...] = ()
    roles: tuple[Role, ...] = ()
    parties: tuple[Party, ...] = ()
    responsible_parties: tuple[Responsible, ...] = ()


class SystemId(_Part):
    """What the plan is about: the ledger."""

    identifier_type: str
    id: str


class Actor(_Part):
    """A party that did something."""

    type: Literal["party"]
    actor_uuid: UUID


class Origin(_Part):
    """Who something comes from."""

    actors: tuple[Actor, ...]


class RelevantEvidence(_Part):
    """Evidence of an observation: a resource of the back matter."""

    href: str
    description: str


class Observation(_Part):
    """What was seen on a day, by whom and how."""

    uuid: UUID
    title: str
    description: str
    props: tuple[Prop, ...] = ()
    methods: tuple[Literal["EXAMINE", "UNKNOWN"], ...]
    origins: tuple[Origin, ...] = ()
    relevant_evidence: tuple[RelevantEvidence, ...] = ()
    collected: str


class OnDate(_Part):
    """A day."""

    date: str


class Range(_Part):
    """From one day until another."""

    start: str
    end: str


class Timing(_Part):
    """When a task is to be done: one of the two."""

    on_date: OnDate | None = None
    within_date_range: Range | None = None


class Task(_Part):
    """A milestone, and those inside it."""

    uuid: UUID
    type: Literal["milestone"]
    title: str
    description: str | None = None
    props: tuple[Prop, ...] = ()
    links: tuple[Link, ...] = ()
    timing: Timing | None = None
    tasks: tuple["Task", ...] = ()
    responsible_roles: tuple[Responsible, ...] = ()


class Response(_Part):
    """What is done about a risk."""

    uuid: UUID
    lifecycle: Literal["planned", "completed"]
    title: str
    description: str
    tasks: tuple[Task, ...]


class LoggedBy(_Part):
    """Who an entry of a log is of."""

    party_uuid: UUID


class LogEntry(_Part):
    """What happened to a risk on a day, and the status that it had from then on, if that was another one."""

    uuid: UUID
    title: str
    description: str
    start: str
    end: str
    props: tuple[Prop, ...] = ()
    logged_by: tuple[LoggedBy, ...]
    status_change: str | None = None


class RiskLog(_Part):
    """What happened to a risk."""

    entries: tuple[LogEntry, ...]


class RelatedObservation(_Part):
    """An observation by its id."""

    observation_uuid: UUID


class Risk(_Part):
    """What is to be remedied: status, deadline, milestones and log."""

    uuid: UUID
    title: str
    description: str
    statement: str
    status: str
    deadline: str | None = None
    remediations: tuple[Response, ...]
    risk_log: RiskLog | None = None
    related_observations: tuple[RelatedObservation, ...] = ()


class RelatedRisk(_Part):
    """A risk by its id."""

    risk_uuid: UUID


class PoamItem(_Part):
    """An entry of the plan."""

    uuid: UUID
    title: str
    description: str
    props: tuple[Prop, ...]
    related_observations: tuple[RelatedObservation, ...] = ()
    related_risks: tuple[RelatedRisk, ...]


class Hash(_Part):
    """The digest of a file."""

    algorithm: Literal["SHA-256"]
    value: str


class Rlink(_Part):
    """Where a resource lies."""

    href: str
    hashes: tuple[Hash, ...] = ()


class Citation(_Part):
    """A place in words."""

    text: str


class Resource(_Part):
    """A proof."""

    uuid: UUID
    title: str
    props: tuple[Prop, ...]
    citation: Citation | None = None
    rlinks: tuple[Rlink, ...] = ()


class BackMatter(_Part):
    """What the other parts refer to."""

    resources: tuple[Resource, ...]


class Poam(_Part):
    """A plan of action and milestones."""

    uuid: UUID
    metadata: Metadata
    system_id: SystemId
    observations: tuple[Observation, ...] = ()
    risks: tuple[Risk, ...]
    poam_items: tuple[PoamItem, ...]
    back_matter: BackMatter | None = None


class Document(_Part):
    """The document as a whole."""

    plan: Poam = Field(alias="plan-of-action-and-milestones")

    def json_text(self) -> str:
        """Return the document as JSON."""
        return self.model_dump_json(indent=2, by_alias=True, exclude_defaults=True) + "\n"
