"""The nouns of a ledger: what an item, a department and a routine are made of.

Every value is frozen. The schema reads text (`ledger.yamltext` interprets nothing) and refuses unknown keys; rules
between records are `ledger.checks`.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from functools import cached_property
from itertools import chain
from typing import Annotated
from typing import Literal

from pydantic import Field

from ledger.events import Correction
from ledger.events import Event
from ledger.events import Lifetime
from ledger.events import Proofs
from ledger.events import idle
from ledger.scalars import Absent
from ledger.scalars import Day
from ledger.scalars import Id
from ledger.scalars import Names
from ledger.scalars import Number
from ledger.scalars import Path
from ledger.scalars import Record
from ledger.scalars import Text
from ledger.settings import Settings

Kind = Literal["problem", "recommendation", "both"]
Status = Literal["open", "in_progress", "submitted", "verified", "closed", "withdrawn"]
Type = Literal["immediate", "phased"]
Rhythm = Literal["day", "week", "month", "quarter", "year"]
Every = Literal["day", "week", "month", "quarter", "year", "holiday"]  # of a routine; holiday: before each break
IndicatorKind = Literal["baseline", "target", "scope", "output", "duration"]
Aim = Literal[">=", "<=", "=", "all"]
Role = Literal["lead", "support"]


class Reading(Record):
    """An indicator's value on a day."""

    on: Day
    value: Number
    source: Text | None = None


class Indicator(Record):
    """A figure of the plan as it is written (`literal`), with the number in it where there is one."""

    name: Text
    unit: Text | None = None
    kind: IndicatorKind
    literal: Text
    value: Number | None = None
    aim: Aim | None = None  # of a target: how its value is to be reached; all: 全覆盖, 100 % where no value is given
    measure: Id | None = None  # the measure it belongs to; absent: the item as a whole
    readings: Annotated[tuple[Reading, ...], Absent] = ()


class Measure(Record):
    """整改措施: one thing to do; `done` is the day it was finished, `dropped` why it is not done at all."""

    id: Id
    text: Text
    done: Day | None = None
    lead: Names = ()
    support: Names = ()
    person: Text | None = None
    due: Day | None = None
    due_wording: Text | None = None
    evidence: Proofs = ()
    dropped: Text | None = None


class Ongoing(Record):
    """长期坚持: the item is reported on in a rhythm for as long as it is."""

    every: Rhythm


class Item(Record):
    """One entry of the ledger: a problem, a recommendation or both, and all that is known about its rectification."""

    id: Id
    area: Text
    kind: Kind
    title: Text
    problem: Text | None = None
    recommendation: Text | None = None
    source: Text | None = None
    lead: Names = ()
    support: Names = ()
    leader: Text | None = None  # 分管负责人
    office: Text | None = None  # 承办部门
    person: Text | None = None  # 具体责任人
    goal: Text | None = None
    type: Type | None = None
    ongoing: Ongoing | None = None
    due: Day | None = None
    due_wording: Text | None = None
    since: Day | None = None  # 纳入台账: the day it was taken in, where it did not come with the plan
    sub_ledger: Path | None = (
        None  # the folder of a ledger whose items are the parts of this one (大班额台账, 隐患台账)
    )
    status: Status = "open"
    measures: Annotated[tuple[Measure, ...], Absent] = ()
    indicators: Annotated[tuple[Indicator, ...], Absent] = ()
    log: Annotated[tuple[Annotated[Event, Field(discriminator="event")], ...], Absent] = ()

    @property
    def ended(self) -> bool:
        """Return whether nothing more is to be done: the item is closed out, or was withdrawn."""
        return self.status in {"closed", "withdrawn"}

    def bodies(self, role: Role) -> tuple[str, ...]:
        """Return the departments with this role, the item's own before its measures', each once."""
        if role == "lead":
            named = chain(self.lead, *(measure.lead for measure in self.measures))
        else:
            named = chain(self.support, *(measure.support for measure in self.measures))
        return tuple(dict.fromkeys(named))

    def progress(self) -> tuple[int, int]:
        """Return how many measures are done, and how many there are without those that were dropped."""
        kept = [measure for measure in self.measures if measure.dropped is None]
        return sum(measure.done is not None for measure in kept), len(kept)

    def measure(self, name: str) -> Measure:
        """Return the measure with this id. Raises KeyError where there is none."""
        return {measure.id: measure for measure in self.measures}[name]

    def void(self, day: date = date.max) -> frozenset[int]:
        """Return the indexes of the log entries that corrections up to `day` took back; those may be taken back too."""
        made = [(at, entry) for at, entry in enumerate(self.log) if isinstance(entry, Correction)]
        void: set[int] = set()
        for at, entry in reversed(made):
            if entry.on <= day and at not in void and entry.entry <= at:
                void.add(entry.entry - 1)
        return frozenset(void)

    def in_force(self, day: date = date.max) -> Iterator[tuple[int, Event]]:
        """Return the entries of the log up to `day` that no correction up to then took back, each with its index."""
        void, every = self.void(day), enumerate(self.log)
        if not void and day == date.max:
            return every
        return ((at, entry) for at, entry in every if entry.on <= day and at not in void)

    def standing(self) -> list[Event]:
        """Return the entries of the log that are in force."""
        return [entry for _, entry in self.in_force()]

    def news(self) -> list[date]:
        """Return the days on which the work itself was heard of: to remind of it, or to hand it over, is no news."""
        others = {"notice", "correct", "decide", "handover"}
        days = [entry.on for _, entry in self.in_force() if entry.event not in others and not idle(entry)]
        return days + self._days_besides()

    def days(self) -> list[date]:
        """Return the day of everything dated that has happened to the item, in no order."""
        return [entry.on for entry in self.log] + self._days_besides()

    def _days_besides(self) -> list[date]:
        """Return the days of measures and readings."""
        days = [measure.done for measure in self.measures if measure.done]
        return days + [reading.on for indicator in self.indicators for reading in indicator.readings]


class Department(Lifetime):
    """A body that carries a duty or acts; `name` is the key that items use, `aliases` are other spellings of it.

    One that was renamed, merged or dissolved has its last day in `until`, and who took its work over in `successor`.
    """

    name: Text
    full_name: Text | None = None
    aliases: Names = ()
    successor: Text | None = None
    note: Text | None = None


class Routine(Lifetime):
    """A recurring duty (日周月排查, 月报), its rhythm, its days from `begin` (key `from`) to `until`."""

    id: Id
    text: Text
    item: Id | None = None  # the item it belongs to; absent: the plan as a whole
    every: Every
    lead: Names = ()
    source: Text | None = None
    done: Annotated[tuple[Day, ...], Absent] = ()


@dataclass(frozen=True)
class Ledger:
    """The files of one ledger, read, and the ledgers in its sub-folders that items name, by what they call them."""

    items: tuple[Item, ...] = ()
    departments: tuple[Department, ...] = ()
    settings: Settings = field(default_factory=Settings)
    routines: tuple[Routine, ...] = ()
    subs: Mapping[str, "Ledger"] = field(default_factory=dict)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Return the name of a department for each spelling of it; the first one wins where two claim a spelling."""
        spellings: dict[str, str] = {}
        for department in self.departments:
            for spelling in (department.name, *department.aliases):
                spellings.setdefault(spelling, department.name)
            if department.full_name:
                spellings.setdefault(department.full_name, department.name)
        return spellings

    def department(self, name: str) -> Department | None:
        """Return the department of this name in departments.yaml, if there is one."""
        return self._departments.get(name)

    def successors(self, name: str) -> tuple[str, ...]:
        """Return who came after a department, one after another, each once; the last of them has its work."""
        found: list[str] = []
        department = self.department(name)
        while department and department.successor:
            [following] = self.known([department.successor])
            if following in found:
                break
            found.append(following)
            department = self.department(following)
        return tuple(found)

    @cached_property
    def _departments(self) -> Mapping[str, Department]:
        return {department.name: department for department in self.departments}

    def evidence(self) -> frozenset[str]:
        """Return the places of all evidence files that the items name."""
        holders = (holder for item in self.items for holder in (*item.measures, *item.log))
        return frozenset(proof.file for holder in holders for proof in holder.evidence if proof.file)

    def known(self, spellings: Iterable[str]) -> tuple[str, ...]:
        """Return departments under the names of departments.yaml, each once; an unknown one as it is spelt."""
        return tuple(dict.fromkeys(self.names.get(spelling, spelling) for spelling in spellings))
