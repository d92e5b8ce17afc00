"""`ledger.yaml`: the plan that is answered for, who keeps the ledger, and the office's own rules; all optional."""

from typing import Annotated
from typing import Literal
from typing import get_args

from pydantic import Field
from pydantic import field_validator
from pydantic import model_validator
from pydantic_core import PydanticCustomError

from ledger.events import Level
from ledger.events import Period
from ledger.scalars import Absent
from ledger.scalars import Count
from ledger.scalars import Day
from ledger.scalars import Number
from ledger.scalars import Record
from ledger.scalars import Text

Step = Literal["submit", "verify", "publicize", "close"]
Condition = Literal["lead", "measures", "evidence", "verifier", "sub_ledger"]
Stage = Literal["submitted", "verified", "closed"]


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
    """How large a file may be and from what size evidence is warned of, in MB; how long to wait, in s.

    That is for others who write, and for a template to be filled.
    """

    file_megabytes: Annotated[Count, Field(ge=1)] = 256
    evidence_megabytes: Annotated[Count, Field(ge=1)] = 20
    lock_seconds: Count = 60
    template_seconds: Annotated[Count, Field(ge=1)] = 120


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
    due_soon_days: Count | None = None  # the date is at most so near
    days_late: Annotated[Count, Field(ge=1)] | None = None  # at least
    quiet_days: Count | None = None  # more than so many without news, as with the lights
    returned: Annotated[Count, Field(ge=1)] | None = None  # at least so often since the work was last reopened
    wait_days: Count = 0  # after the last step that was recorded

    @model_validator(mode="after")
    def _conditional(self) -> "Rung":
        if {self.due_soon_days, self.days_late, self.quiet_days, self.returned} == {None}:
            raise PydanticCustomError("no-condition", "never due")
        return self


# 提醒函 → 督办函 → 约谈 → 通报 → 问责建议 is usual; the numbers are the tool's own, since offices differ widely.
_LADDER = (
    Rung(level="remind", due_soon_days=15, days_late=1, quiet_days=30),
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


class Fonts(Record):
    """The fonts of papers by their names, as GB/T 9704-2012 has them; an office that lacks one names what it has."""

    title: Text = "方正小标宋简体"
    body: Text = "仿宋_GB2312"
    heading: Text = "黑体"
    subheading: Text = "楷体_GB2312"
    number: Text = "宋体"


class Collecting(Record):
    """By which day departments report for a month (月报): of the month itself, or of the `next` one.

    Absent, or beyond its end: by its last day.
    """

    due_day: Annotated[Count, Field(ge=1)] | None = None
    due_in: Literal["month", "next"] = "month"


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
    collecting: Collecting = Collecting()
    assessment: PointsTable | None = None  # absent: departments are ranked by what is late, without points
    language: Literal["zh", "en"] | None = None  # of its papers; None: that of whoever asks
    fonts: Fonts = Fonts()
    commits: Literal["on", "off"] = "on"  # whether each change becomes a version in git

    @field_validator("supervision")
    @classmethod
    def _upwards(cls, rungs: tuple[Rung, ...]) -> tuple[Rung, ...]:
        levels = [rung.level for rung in rungs]
        if levels != [level for level in get_args(Level) if level in levels]:
            raise PydanticCustomError("bad-ladder", "not a ladder")
        return rungs
