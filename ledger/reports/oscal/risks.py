"""Risks of an OSCAL document, what is done about them, and what has happened to them."""

from typing import Literal
from uuid import UUID

from ledger.reports.oscal.base import Link
from ledger.reports.oscal.base import Part
from ledger.reports.oscal.base import Prop
from ledger.reports.oscal.base import Responsible


class OnDate(Part):
    """A day."""

    date: str


class Range(Part):
    """From one day until another."""

    start: str
    end: str


class Timing(Part):
    """When a task is to be done: one of the two."""

    on_date: OnDate | None = None
    within_date_range: Range | None = None


class Task(Part):
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


class Response(Part):
    """What is done about a risk."""

    uuid: UUID
    lifecycle: Literal["planned", "completed"]
    title: str
    description: str
    tasks: tuple[Task, ...]


class LoggedBy(Part):
    """Who an entry of a log is of."""

    party_uuid: UUID


class LogEntry(Part):
    """What happened to a risk on a day, and the status that it had from then on, if that was another one."""

    uuid: UUID
    title: str
    description: str
    start: str
    end: str
    props: tuple[Prop, ...] = ()
    logged_by: tuple[LoggedBy, ...]
    status_change: str | None = None


class RiskLog(Part):
    """What happened to a risk."""

    entries: tuple[LogEntry, ...]


class RelatedObservation(Part):
    """An observation by its id."""

    observation_uuid: UUID


class Risk(Part):
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
