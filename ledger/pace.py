"""Whether an item is in time: its light, and the days left. Computed from dates on a day, never stored."""

from collections.abc import Mapping
from datetime import date
from typing import Literal
from typing import NamedTuple

from ledger.deadlines import shifted
from ledger.model import Item
from ledger.model import Rhythm
from ledger.model import Status
from ledger.settings import Settings
from ledger.settings import Stage

Light = Literal["blue", "red", "yellow", "grey", "green"]
Reason = Literal[
    "closed", "withdrawn", "overdue", "due_soon", "rhythm", "quiet", "behind", "late", "no_date", "on_track"
]

# A rhythm is missed when the longest of its periods has passed without news.
_LONGEST: Mapping[Rhythm, int] = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}
_BEYOND: Mapping[Stage, tuple[Status, ...]] = {
    "submitted": ("submitted", "verified", "closed", "withdrawn"),
    "verified": ("verified", "closed", "withdrawn"),
    "closed": ("closed", "withdrawn"),
}
# What reaches a stage: its own step or, in an office without that, a later one.
_REACHING: Mapping[Stage, tuple[str, ...]] = {
    "submitted": ("submit", "verify", "close"),
    "verified": ("verify", "close"),
    "closed": ("close",),
}


class Pace(NamedTuple):
    """An item's light on a day and why; days to its date (negative: overdue), days too late, and days without news.

    `days_left` is None without a date and once the clock has stopped: the settings' `timely_by` stage is reached.
    `days_late` is None until then; 0 means in time. `quiet_days` is None where there is no day to count from.
    """

    light: Light
    reason: Reason
    days_left: int | None
    quiet_days: int | None
    days_late: int | None = None


def pace(item: Item, settings: Settings, day: date) -> Pace:
    """Return the pace of `item` on `day`; the first light that applies, in the order of the offices' 亮灯 rules."""
    clock = running(item, settings)
    left, quiet = days_left(item, settings, day), quiet_days(item, settings, day)
    late = None if clock else _days_late(item, settings.timely_by)
    light, reason = _light(item, settings, left, quiet)
    if reason == "on_track" and clock and behind(item, settings, day):
        light, reason = "yellow", "behind"
    if late and reason == "on_track":
        reason = "late"
    return Pace(light, reason, left, quiet, late)


def days_left(item: Item, settings: Settings, day: date) -> int | None:
    """Return the days to the item's date, as `Pace` has them."""
    return (item.due - day).days if item.due and running(item, settings) else None


def quiet_days(item: Item, settings: Settings, day: date) -> int | None:
    """Return the days since the item's last news, or since it came into the ledger, as `Pace` has them."""
    news = max(item.news(), default=item.since or settings.plan.date)
    return (day - news).days if news and news <= day else None


def running(item: Item, settings: Settings) -> bool:
    """Return whether the item's clock still runs: it has not reached the stage that the settings count by."""
    return item.status not in _BEYOND[settings.timely_by]


def over(item: Item) -> bool:
    """Return whether the item has left the ledger of open work."""
    return item.status in _BEYOND["closed"]


def _days_late(item: Item, stage: Stage) -> int | None:
    """Return how many days after its date the item reached the stage, since it was last sent back."""
    reached: date | None = None
    for entry in item.standing():
        if entry.event in {"return", "reopen"}:
            reached = None
        elif entry.event in _REACHING[stage]:
            reached = reached or entry.on
    return max((reached - item.due).days, 0) if item.due and reached else None


def _light(item: Item, settings: Settings, days_left: int | None, quiet: int | None) -> tuple[Light, Reason]:
    if item.ended:
        return "blue", "withdrawn" if item.status == "withdrawn" else "closed"
    if days_left is not None and days_left < 0:
        return "red", "overdue"
    if days_left is not None and days_left <= settings.lights.due_soon_days:
        return "yellow", "due_soon"
    if rhythm_missed(item, quiet):
        return "yellow", "rhythm"
    if silent(item, settings, quiet):
        return "yellow", "quiet"
    return ("green", "on_track") if item.due else ("grey", "no_date")


def behind(item: Item, settings: Settings, day: date) -> bool:
    """Return whether fewer measures are done than the share of time gone since it came in asks for (序时进度).

    Both shares are in % of the whole; the settings say by how much they may differ, or that it is no rule.
    """
    allowed, begin = settings.lights.behind_percent, item.since or settings.plan.date
    done, total = item.progress()
    if allowed is None or begin is None or item.due is None or item.due <= begin or not total:
        return False
    gone = 100 * (day - begin).days / (item.due - begin).days
    return gone - 100 * done / total > allowed


def silent(item: Item, settings: Settings, quiet: int | None) -> bool:
    """Return whether nothing was heard of open work for too long."""
    return not item.ended and quiet is not None and quiet > settings.lights.quiet_days


def rhythm_missed(item: Item, quiet: int | None) -> bool:
    """Return whether a lasting duty (长期坚持), closed or not, has gone `quiet` days without its report."""
    if item.ongoing is None or item.status == "withdrawn":
        return False
    return quiet is not None and quiet > _LONGEST[item.ongoing.every]


def report_due(item: Item, settings: Settings) -> date | None:
    """Return the day by which the closing of an item has to be reported, or None where nothing is (any more).

    The day of the closing is not counted (民法典第二百零一条); as everywhere here, a last day off is no later one.
    """
    if item.status != "closed" or not settings.closing.report_days:
        return None
    ends = [entry for entry in item.standing() if entry.event in {"close", "report"}]
    if not ends or ends[-1].event == "report":
        return None
    return shifted(ends[-1].on, settings.closing.report_days)
