"""What the departments report for a month: forms sent out, answers taken in, and who has answered by when."""

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from typing import Literal

from ledger.deadlines import month_end
from ledger.errors import LedgerError
from ledger.errors import RefusedError
from ledger.errors import SeveralError
from ledger.model import Item
from ledger.model import Ledger
from ledger.reports.change import Change
from ledger.reports.forms import Form
from ledger.reports.forms import carried
from ledger.reports.forms import reported
from ledger.sentences import Fields
from ledger.sentences import hint
from ledger.sentences import message
from ledger.settings import Settings

Answered = Literal["answered", "answered_late", "waiting", "late"]
# Of a workbook: taken in; on record already; nothing filled in; not taken; no form of ours among files in a folder.
Fate = Literal["taken", "known", "empty", "refused", "passed_over"]


@dataclass(frozen=True)
class Reply:
    """Whether a department has answered in a month: `waiting` before the last day for it, `late` after it.

    `items` are the open ones that it carries, `reported` those on which it has reported progress in the month,
    `missing` the others; `answered_on` is the day on which the first report came in.
    """

    department: str
    state: Answered
    answered_on: date | None
    items: int
    reported: int
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Replies:
    """The departments that carry open items, and their answers; `due` is the last day for them."""

    as_of: date
    month: str
    due: date
    departments: tuple[Reply, ...]


@dataclass(frozen=True)
class Sent:
    """A workbook for a department, with how many items and rows."""

    file: str
    department: str
    items: int
    rows: int


@dataclass(frozen=True)
class Sending:
    """Workbooks that were written for a month; `written` is false for a dry run."""

    month: str
    written: bool
    forms: tuple[Sent, ...]


@dataclass(frozen=True)
class Remark:
    """What was not taken from a workbook, and why; `message` and `hint` are English, a program looks at the code.

    `sheet` and `cell` are empty where the workbook as a whole is meant, `item` where no item is.
    """

    sheet: str
    cell: str
    item: str
    code: str
    fields: Fields
    message: str
    hint: str


@dataclass(frozen=True)
class Answer:
    """What became of one workbook; `older`: the ledger has gained versions since the workbook was made.

    `changed_since` are the items filled in that were changed meanwhile, beside what was reported of them.
    """

    file: str
    department: str | None
    month: str | None
    fate: Fate
    older: bool
    changed_since: tuple[str, ...]
    change: Change | None
    remarks: tuple[Remark, ...]

    @property
    def doubtful(self) -> bool:
        """Return whether somebody has to look at it: what merely lies in a folder, as evidence may, is in order."""
        return any(self.fate != "passed_over" or each.code != "no-form" for each in self.remarks)


@dataclass(frozen=True)
class Taking:
    """What became of workbooks, in the order in which they were read; `written` is false for a dry run."""

    written: bool
    answers: tuple[Answer, ...]


def replies(ledger: Ledger, month: date, day: date) -> Replies:
    """Return who has answered for a month, given by its first day, as of `day`; `ledger` is as it stood then."""
    due = last_day(ledger.settings, month)
    items = carried(ledger)
    asked = [department.name for department in ledger.departments if department.name in items]
    rows = (_reply(_days(ledger, name, month, items[name], day), name, due, day) for name in asked)
    return Replies(day, month_name(month), due, tuple(rows))


def _reply(days: Mapping[str, Sequence[date]], department: str, due: date, day: date) -> Reply:
    first = min((on for some in days.values() for on in some), default=None)
    state: Answered = "late" if day > due else "waiting"
    if first is not None:
        state = "answered_late" if first > due else "answered"
    missing = tuple(item for item, some in days.items() if not some)
    return Reply(department, state, first, len(days), len(days) - len(missing), missing)


def _days(ledger: Ledger, department: str, month: date, items: Iterable[Item], day: date) -> dict[str, list[date]]:
    """Return the days up to `day` on which a department's reports for a month came in, by item."""
    found: dict[str, list[date]] = {}
    for item in items:
        told = (entry for entry in reported(ledger, item, department) if within(month, entry.on))
        found[item.id] = [entry.received or entry.on for entry in told if not entry.received or entry.received <= day]
    return found


def last_day(settings: Settings, month: date) -> date:
    """Return the last day for an answer for a month: that of the settings, else the month's own."""
    end = month_end(month.year, month.month)
    if settings.collecting.due_in == "next":
        following = end + timedelta(days=1)
        end = month_end(following.year, following.month)
    due = settings.collecting.due_day
    return end if due is None else end.replace(day=min(due, end.day))


def within(month: date, day: date) -> bool:
    """Return whether a day lies in a month, given by its first day."""
    return (day.year, day.month) == (month.year, month.month)


def month_name(month: date) -> str:
    """Return a month as files and papers call it, like 2024-06."""
    return f"{month:%Y-%m}"


def sent(form: Form, file: str) -> Sent:
    """Return what is told of a workbook."""
    return Sent(file, form.department, len({row.item for row in form.rows}), len(form.rows))


def remark(code: str, fields: Fields, *, sheet: str = "", cell: str = "", item: str = "") -> Remark:
    """Return why something was not taken."""
    return Remark(sheet, cell, item, code, fields, message(code, fields), hint(code, fields))


def remarks(error: LedgerError) -> tuple[Remark, ...]:
    """Return an error as what it says: each single reason where a change of an item was refused."""
    if isinstance(error, SeveralError):
        return tuple(each for one in error.errors for each in remarks(one))
    if isinstance(error, RefusedError):
        item = str(error.fields.get("item", ""))
        return tuple(remark(lack.code, lack.fields, item=item) for lack in error.lacks)
    return (remark(error.code, error.fields),)
