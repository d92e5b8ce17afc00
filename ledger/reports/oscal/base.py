"""What all parts of an OSCAL document share, and its metadata. What is empty is left out; keys have OSCAL's dashes."""

from typing import Literal
from typing import TypeAlias
from uuid import UUID

from pydantic import BaseModel
from pydantic import ConfigDict

VERSION = "1.2.1"
OURS = "urn:x-rectification-ledger"  # the namespace of what is the ledger's own
THEIRS = "http://csrc.nist.gov/ns/oscal"

RoleId: TypeAlias = Literal["lead", "support", "prepared-by", "prepared-for"]


class Part(BaseModel):
    """A part of a document."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", validate_by_name=True, alias_generator=lambda name: name.replace("_", "-")
    )


class Prop(Part):
    """A fact that OSCAL has no place of its own for."""

    name: str
    ns: str
    value: str


class Link(Part):
    """A way to a resource of the back matter."""

    href: str
    rel: Literal["reference"]


class Role(Part):
    """What parties do."""

    id: RoleId
    title: str


class Party(Part):
    """A body that carries a duty or acts."""

    uuid: UUID
    type: Literal["organization"]
    name: str
    short_name: str | None = None
    props: tuple[Prop, ...] = ()
    remarks: str | None = None


class Responsible(Part):
    """Who does something in a role."""

    role_id: RoleId
    party_uuids: tuple[UUID, ...]


class Metadata(Part):
    """What the document is, as of when, and who is in it."""

    title: str
    last_modified: str
    version: str
    oscal_version: str
    props: tuple[Prop, ...] = ()
    roles: tuple[Role, ...] = ()
    parties: tuple[Party, ...] = ()
    responsible_parties: tuple[Responsible, ...] = ()


class Actor(Part):
    """A party that did something."""

    type: Literal["party"]
    actor_uuid: UUID


class Origin(Part):
    """Who something comes from."""

    actors: tuple[Actor, ...]
