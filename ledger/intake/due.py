"""The time limits of an item and of its measures: those of labels, of closing brackets, and those within sentences."""

import re
from datetime import date
from typing import Any

from ledger import deadlines
from ledger.deadlines import Limit
from ledger.intake import bodies
from ledger.intake import content as contents
from ledger.intake import limits
from ledger.intake.content import Entry
from ledger.intake.content import values
from ledger.intake.making import Around
from ledger.intake.making import Making
from ledger.intake.raw import Raw
from ledger.intake.review import Reason
from ledger.intake.statements import stated
from ledger.model import Ongoing


def limits_of_item(made: Making, raw: Raw, around: Around, *, bare: bool) -> None:
    """Set the time limit of the item itself: of labels, of closing brackets, or of the words of a task."""
    own = contents.shared(raw)
    found = [*dict(values(own, "due")).items()]
    closing = bodies.closing(raw.heading.text)
    if closing and closing.wording:
        found.append((closing.wording, raw.heading.line))
    if not found and bare and stated(raw.heading.text) is None:
        text = raw.heading.text  # a task that says itself by when
        found = [(each.wording, raw.heading.line) for each in limits.found(text, around.calendar) if each.firm][:1]
    if not found and bare:
        found = [
            (each.wording, line)
            for text, line in values(own, "goal")
            for each in limits.found(text, around.calendar)
            if each.firm
        ]
    for wording, line in found[:1]:
        made.limited = True
        limit = deadlines.read(wording, around.calendar)
        set_limit(made, made.data, "", (wording, line), limit)
        if limit and limit.every:
            made.put("ongoing", Ongoing(every=limit.every), line)
        if re.search("立[行整查]立改|即知即改|立即整改|即行即改", wording):
            made.data.setdefault("type", "immediate")
    for wording, line in found[1:]:
        made.doubt("further-date", line, words=wording)


def set_limit(made: Making, data: dict[str, Any], path: str, words: tuple[str, int], limit: Limit | None) -> None:
    """Set the words of a time limit, and the date where they mean exactly one."""
    wording, line = words
    data["due_wording"] = wording
    made.lines[f"{path}due_wording"] = line
    day = dated(limit)
    if day:
        data["due"] = day
        made.lines[f"{path}due"] = line
    if limit and limit.rule.rpartition("+")[2] in deadlines.LASTING and not limit.every:
        made.doubt("no-rhythm", line, words=wording)
    if not day and not (limit and limit.rule in deadlines.LASTING):
        days = " / ".join(map(str, limit.days)) if limit else ""
        made.doubt(_reason(limit), line, words=wording, days=days)


def _reason(limit: Limit | None) -> Reason:
    """Return why words give no date."""
    if limit is None or not limit.days:
        return "unread-date"
    return "two-dates" if len(limit.days) > 1 else "counted-date"


def dated(limit: Limit | None) -> date | None:
    """Return the day that words mean, where it is one and not counted from a day that they do not name."""
    return limit.days[0] if limit and len(limit.days) == 1 and limit.base is None else None


def limits_within(made: Making, data: dict[str, Any], path: str, entry: Entry, around: Around) -> None:
    """Set the first deadline that a measure's own words name; on the item where it is the item's only measure."""
    found = limits.found(entry.text, around.calendar)
    firm = [each for each in found if each.firm]
    made.limited = made.limited or bool(firm)
    chosen = next(iter(firm or found), None)
    for each in found:
        if each is not chosen:
            made.doubt("further-date", entry.line, words=each.wording)
    if chosen is None or "due_wording" in data:
        return
    set_limit(made, data, path, (chosen.wording, entry.line), chosen.limit)
