"""The kinds of entry in an item's log, told apart by `event`, and the evidence that entries and measures carry."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated
from typing import Literal
from typing import Self
from typing import TypeAlias

from pydantic import Field
from pydantic import model_validator
from pydantic_core import PydanticCustomError

from ledger.scalars import Absent
from ledger.scalars import Address
from ledger.scalars import Count
from ledger.scalars import Day
from ledger.scalars import Digest
from ledger.scalars import Id
from ledger.scalars import Names
from ledger.scalars import Path
from ledger.scalars import Record
from ledger.scalars import Text

Level = Literal["remind", "supervise", "interview", "circular", "accountability"]


class Evidence(Record):
    """A proof: a file inside the ledger's folder, an address, or a paper's place (档号/柜号)."""

    file: Path | None = None
    url: Address | None = None
    paper: Text | None = None
    sha256: Digest | None = None
    name: Text | None = None  # the file's name before it was copied

    @model_validator(mode="after")
    def _one_kind(self) -> "Evidence":
        if (self.file, self.url, self.paper).count(None) != 2:  # noqa: PLR2004 (of three)
            raise PydanticCustomError("evidence-kind", "one of file, url, paper")
        return self


Proofs = Annotated[tuple[Evidence, ...], Absent]


class Lifetime(Record):
    """Days from `begin` (key `from`) to `until`, both included; absent: since ever, or still going on."""

    begin: Day | None = Field(default=None, alias="from")
    until: Day | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.begin and self.until and self.until < self.begin:
            raise PydanticCustomError("upside-down", "ends before it begins")
        return self

    def holds(self, day: date) -> bool:
        """Return whether `day` is one of these days."""
        return (self.begin is None or self.begin <= day) and (self.until is None or day <= self.until)


class Period(Lifetime):
    """Days from `begin` to `until`, which are both known."""

    begin: Day = Field(alias="from")
    until: Day


class Entry(Record):
    """What every entry of an item's log says; `by` is the body that acted, who typed it is the commit's author."""

    on: Day
    event: str
    by: Text
    person: Text | None = None
    note: Text | None = None
    evidence: Proofs = ()
    override: Text | None = None  # why a condition was waived


class Progress(Entry):
    """进展: something was done.

    `received` is the day on which it was told, where that is later than the day it holds for, as in a monthly report.
    `news: none` is a report that there is nothing to report (零报告).
    """

    event: Literal["progress"]
    note: Text
    received: Day | None = None
    news: Literal["none"] | None = None


class Inspection(Entry):
    """督查: somebody looked on the spot."""

    event: Literal["inspect"]


class Decision(Entry):
    """认定: something about the item itself was decided, which date its words mean for instance."""

    event: Literal["decide"]
    note: Text


class Notice(Entry):
    """提醒, 督办, 约谈, 通报, 问责建议: a step of the ladder was taken towards the departments in `to`."""

    event: Literal["notice"]
    level: Level
    to: Names = ()


class Lookback(Entry):
    """回头看: whether the result has held."""

    event: Literal["lookback"]
    outcome: Text


class Extension(Entry):
    """延期: the date moved from `was` (absent where there was none) to `to`."""

    event: Literal["extend"]
    to: Day
    was: Day | None = None
    reason: Text


class Submission(Entry):
    """申请销号: the leading department says that the work is done."""

    event: Literal["submit"]


class Return(Entry):
    """退回: the work was not good enough."""

    event: Literal["return"]
    reason: Text


class Verification(Entry):
    """核查: a body other than the leads found the work done."""

    event: Literal["verify"]
    outcome: Text


class Publicity(Entry, Period):
    """公示: the result was public from one day until another."""

    event: Literal["publicize"]


class Closing(Entry):
    """销号: the item left the ledger of open work."""

    event: Literal["close"]
    filing_number: Text | None = None  # 备案号


class Report(Entry):
    """报告: the supervising body `to` was told in writing that the rectification has ended."""

    event: Literal["report"]
    to: Text


class Withdrawal(Entry):
    """撤销, 并入: the item leaves the ledger without being closed out; `into` is the item that it was merged into."""

    event: Literal["withdraw"]
    into: Id | None = None
    reason: Text


class Restoration(Entry):
    """恢复: a withdrawn item is needed after all, and is again where it was."""

    event: Literal["restore"]
    reason: Text


class Handover(Entry):
    """移交: the lead went from the departments in `was` to those in `to`; none: nobody led it, or nobody does."""

    event: Literal["handover"]
    was: Names = ()
    to: Names = ()


class Reopening(Entry):
    """反弹: the problem came back."""

    event: Literal["reopen"]
    reason: Text


class Correction(Entry):
    """更正: entry number `entry` (counted from 1) of this log was wrong and counts no more."""

    event: Literal["correct"]
    entry: Annotated[Count, Field(ge=1)]
    reason: Text


Event: TypeAlias = (
    Progress | Inspection | Decision | Notice | Lookback | Extension | Submission | Return
    | Verification | Publicity | Closing | Report | Withdrawal | Restoration | Handover | Reopening | Correction
)  # fmt: skip


def idle(entry: Event) -> bool:
    """Return whether an entry only reports that there is nothing to report (零报告)."""
    return isinstance(entry, Progress) and entry.news == "none"


def addressed(entry: Event) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield the bodies that an entry names beside the one that acted, by their places in it."""
    if entry.event == "report":
        yield ("to",), entry.to
    elif entry.event in {"notice", "handover"}:
        yield from ((("to", at), name) for at, name in enumerate(entry.to))
    if entry.event == "handover":
        yield from ((("was", at), name) for at, name in enumerate(entry.was))
