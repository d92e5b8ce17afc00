"""The nouns of a ledger: what an item, a department, the settings and the routines are made of.

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
from typing import get_args

from pydantic import Field
from pydantic import field_validator
from pydantic import model_validator
from pydantic_core import PydanticCustomError

from ledger.events import Correction
from ledger.events import Event
from ledger.events import Level
from ledger.events import Lifetime
from ledger.events import Period
from ledger.events import Proofs
from ledger.scalars import Absent
from ledger.scalars import Count
from ledger.scalars import Day
from ledger.scalars import Id
from ledger.scalars import Names
from ledger.scalars import Number
from ledger.scalars import Path
from ledger.scalars import Record
from ledger.scalars import Text

Kind = Literal["problem", "recommendation", "both"]
Status = Literal["open", "in_progress", "submitted", "verified", "closed", "withdrawn"]
Type = Literal["immediate", "phased"]
Rhythm = Literal["day", "week", "month", "quarter", "year"]
Every = Literal["day", "week", "month", "quarter", "year", "holiday"]  # of a routine; holiday: before each break
IndicatorKind = Literal["baseline", "target", "scope", "output", "duration"]
Aim = Literal[">=", "<=", "=", "all"]
Step = Literal["submit", "verify", "publicize", "close"]
Condition = Literal["lead", "measures", "evidence", "verifier", "sub_ledger"]
Stage = Literal["submitted", "verified", "closed"]
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
        void: set[int] = set()
        for at in reversed(range(len(self.log))):
            entry = self.log[at]
            if isinstance(entry, Correction) and entry.on <= day and at not in void and entry.entry <= at:
                void.add(entry.entry - 1)
        return frozenset(void)

    def news(self) -> Iterator[date]:
        """Yield the days on which the work itself was heard of: to remind of it, or to hand it over, is no news."""
        void = self.void()
        for at, entry in enumerate(self.log):
            if at not in void and entry.event not in {"notice", "correct", "decide", "handover"}:
                yield entry.on
        yield from (measure.done for measure in self.measures if measure.done)
        yield from (reading.on for indicator in self.indicators for reading in indicator.readings)

    def days(self) -> Iterator[date]:
        """Yield the day of everything dated that has happened to the item, in no order."""
        yield from (entry.on for entry in self.log)
        yield from (measure.done for measure in self.measures if measure.done)
        yield from (reading.on for indicator in self.indicators for reading in indicator.readings)


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


class Plan(Record):
    """The published plan (整改方案) that the ledger answers for."""

    title: Text | None = None
    number: Text | None = None
    index: Text | None = None  # 索引号
    date: Day | None = None
    addressee: Text | None = None
    basis: Text | None = None  # the number of the document that the plan answers
    leading_group: Text | None = None


class Term(Period):
    """A school term of the local calendar."""

    name: Text


class Lights(Record):
    """When a light turns yellow, in days, and by how many % of all measures one may lag; offices differ widely."""

    due_soon_days: Count = 15
    quiet_days: Count = 30
    behind_percent: Count | None = None  # of the share of time gone; absent: that is no rule here


class DeadlineRules(Record):
    """How words for a time limit are read: how many days 立行立改 leaves; absent where the office has no rule."""

    immediate_days: Count | None = None


class Limits(Record):
    """How large a file may be and from what size evidence is warned of, in MB; how long to wait for others, in s."""

    file_megabytes: Annotated[Count, Field(ge=1)] = 256
    evidence_megabytes: Annotated[Count, Field(ge=1)] = 20
    lock_seconds: Count = 60


class ClosingRules(Record):
    """Which steps lead to a closed item, what must be there for them, and in how many days the closing is reported.

    《重庆市教育督导条例》第二十八条: 整改结束后十日内报告; 0 where an office reports on no single item.
    """

    steps: tuple[Step, ...] = ("submit", "verify", "close")
    report_days: Count = 10
    conditions: tuple[Condition, ...] | None = None  # absent: what `wanted` says

    @property
    def wanted(self) -> tuple[Condition, ...]:
        """Return the conditions that hold: those of the settings, else all; where one step closes, done measures."""
        if self.conditions is not None:
            return self.conditions
        return ("measures", "sub_ledger") if self.steps == ("close",) else get_args(Condition)

    @field_validator("steps")
    @classmethod
    def _end_with_close(cls, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        if steps != tuple(step for step in get_args(Step) if step in steps) or steps[-1:] != ("close",):
            raise PydanticCustomError("bad-steps", "not a way to close")
        return steps


class Rung(Record):
    """A step of supervision (督办), due once one of its conditions holds; counts are days, `returned` is times."""

    level: Level
    due_in_days: Count | None = None  # the date is at most so near
    days_late: Annotated[Count, Field(ge=1)] | None = None  # at least
    quiet_days: Count | None = None  # more than so many without news, as with the lights
    returned: Annotated[Count, Field(ge=1)] | None = None  # at least so often since the work was last reopened
    wait_days: Count = 0  # after the last step that was recorded

    @model_validator(mode="after")
    def _conditional(self) -> "Rung":
        if {self.due_in_days, self.days_late, self.quiet_days, self.returned} == {None}:
            raise PydanticCustomError("no-condition", "never due")
        return self


# 提醒函 → 督办函 → 约谈 → 通报 → 问责建议 is usual; the numbers are the tool's own, since offices differ widely.
_LADDER = (
    Rung(level="remind", due_in_days=15, days_late=1, quiet_days=30),
    Rung(level="supervise", days_late=7, quiet_days=60, wait_days=7),
    Rung(level="interview", days_late=15, returned=2, wait_days=7),
    Rung(level="circular", days_late=30, wait_days=7),
    Rung(level="accountability", days_late=60, wait_days=15),
)


class Points(Record):
    """What one of each figure of the assessment is worth to a department; absent: nothing."""

    items: Number | None = None
    closed: Number | None = None
    closed_on_time: Number | None = None
    closed_late: Number | None = None
    overdue: Number | None = None
    days_late: Number | None = None
    returned: Number | None = None
    reopened: Number | None = None
    extensions: Number | None = None
    reminders: Number | None = None
    evidence: Number | None = None


class PointsTable(Record):
    """The office's own points (考核计分办法): what everybody begins with, and what leading and supporting bring."""

    base: Number = 0
    lead: Points = Points()
    support: Points = Points()


class Settings(Record):
    """`ledger.yaml`: the plan, who keeps the ledger, and the office's own rules; everything has a default."""

    plan: Plan = Plan()
    office: Text | None = None
    verifier: Text | None = None
    terms: Annotated[tuple[Term, ...], Absent] = ()
    lights: Lights = Lights()
    deadlines: DeadlineRules = DeadlineRules()
    timely_by: Stage = "submitted"
    closing: ClosingRules = ClosingRules()
    supervision: Annotated[tuple[Rung, ...], Absent] = _LADDER  # empty: the office has no such rules
    limits: Limits = Limits()
    assessment: PointsTable | None = None  # absent: departments are ranked by what is late, without points
    commits: Literal["on", "off"] = "on"  # whether each change becomes a version in git

    @field_validator("supervision")
    @classmethod
    def _upwards(cls, rungs: tuple[Rung, ...]) -> tuple[Rung, ...]:
        levels = [rung.level for rung in rungs]
        if levels != [level for level in get_args(Level) if level in levels]:
            raise PydanticCustomError("bad-ladder", "not a ladder")
        return rungs


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
