"""The words of weekly, monthly and quarterly reports, as an office writes them; what says nothing is left out."""

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import timedelta
from functools import reduce
from typing import assert_never

from ledger.i18n import N_
from ledger.i18n import Translation
from ledger.outline import words
from ledger.outline.behind import behind
from ledger.outline.behind import following
from ledger.outline.behind import obstacles
from ledger.outline.paper import Grid
from ledger.outline.paper import Paper
from ledger.outline.paper import Section
from ledger.outline.paper import annexes
from ledger.outline.paper import numbered
from ledger.reports.happenings import News
from ledger.reports.periodic import Length
from ledger.reports.periodic import Periodic
from ledger.reports.rows import Row
from ledger.reports.tallies import Tally

_TITLES: Mapping[Length, str] = {
    "week": N_("Weekly report on rectification ({term})"),
    "month": N_("Monthly report on rectification ({term})"),
    "quarter": N_("Quarterly report on rectification ({term})"),
}


def paper(facts: Periodic, t: Translation, language: str) -> Paper:
    """Return the report as a paper: the state as a whole and by area, what lags, what is in the way, what comes."""
    sections = (
        Section(t.gettext("Overall"), tuple(_overall(facts, t))),
        Section(t.gettext("Progress by area"), tuple(_areas(facts, t))),
        Section(t.gettext("Behind and overdue"), tuple(behind(facts, t))),
        Section(t.gettext("What is in the way"), tuple(obstacles(facts, t))),
        Section(t.gettext("What comes next"), tuple(following(facts, _late(facts), t))),
    )
    return Paper(
        language=language,
        title=t.gettext(_TITLES[facts.length]).format(term=_term(facts, t)),
        addressee=t.gettext("{addressee}:").format(addressee=facts.addressee) if facts.addressee else "",
        text=numbered(sections, t),
        signatory=facts.office or "",
        day=words.day(facts.until, t),
        annexes=annexes(((t.gettext("State of the items"), grid(facts.rows, t)),) if facts.rows else (), t),
    )


def _term(facts: Periodic, t: Translation) -> str:
    """Return the term as people call it: 2024年6月, 2024年第2季度, the days of a week."""
    match facts.length:
        case "month":
            return t.gettext("{year}-{month:02}").format(year=facts.begin.year, month=facts.begin.month)
        case "quarter":
            quarter = (facts.begin.month + 2) // 3
            return t.gettext("{year}, quarter {n}").format(year=facts.begin.year, n=quarter)
        case "week":
            end = facts.begin + timedelta(days=6)
            return t.gettext("{begin} to {end}").format(begin=words.day(facts.begin, t), end=words.day(end, t))
    assert_never(facts.length)


_STATES: Mapping[str, tuple[str, str, str]] = {  # among others, of the only item, of all items
    "closed": (N_("{n} closed out"), N_("1 item, closed out"), N_("{n} items, all closed out")),
    "verified": (N_("{n} verified"), N_("1 item, verified"), N_("{n} items, all verified")),
    "submitted": (N_("{n} to be verified"), N_("1 item, to be verified"), N_("{n} items, all to be verified")),
    "in_progress": (N_("{n} in progress"), N_("1 item, in progress"), N_("{n} items, all in progress")),
    "open": (N_("{n} not started"), N_("1 item, not started"), N_("{n} items, none of them started")),
}
_HAPPENED: Mapping[str, str] = {
    "submit": N_("{n} applied for closing ({ids})"),
    "verify": N_("{n} passed verification ({ids})"),
    "close": N_("{n} more closed out ({ids})"),
    "reopen": N_("{n} reopened ({ids})"),
    "extend": N_("{n} extended ({ids})"),
    "withdraw": N_("{n} withdrawn ({ids})"),
    "restore": N_("{n} restored ({ids})"),
    "handover": N_("{n} handed over ({ids})"),
}


def split(count: Tally, t: Translation) -> str:
    """Return how many items there are, and in which states, without the states that none is in."""
    kept = count.total - count.withdrawn
    found = {state: n for state in _STATES if (n := getattr(count, state))}
    if len(found) == 1:
        [state] = found
        return t.gettext(_STATES[state][1 if kept == 1 else 2]).format(n=kept)
    states = words.names([t.gettext(_STATES[state][0]).format(n=n) for state, n in found.items()], t)
    return t.ngettext("{n} item: {states}", "{n} items: {states}", kept).format(n=kept, states=states)


def _overall(facts: Periodic, t: Translation) -> Iterator[str]:
    now = facts.now
    if not now.total:
        yield t.gettext("The ledger has no items yet.")
        return
    said = []
    if now.total > now.withdrawn:
        late = _late(facts)
        items = _with_late(split(now, t), late, t)
        told = t.gettext("As of {date}, {plan} has {items}.")
        said.append(told.format(date=words.day(facts.until, t), plan=plan_words(facts.plan.title, t), items=items))
        if not late and now.total > now.withdrawn + now.closed:
            said.append(t.gettext("No item is overdue."))
    said.append(withdrawn_words([row.id for row in facts.rows if row.status == "withdrawn"], t))
    if facts.completion_rate is not None:
        said.append(t.gettext("The completion rate is {rate}%.").format(rate=f"{facts.completion_rate:g}"))
    yield sentences(said, t)
    if facts.compared:
        yield _change(facts, t)


def plan_words(title: str | None, t: Translation) -> str:
    """Return the plan by its title; what is quoted in that is quoted within."""
    return t.gettext("“{title}”").format(title=words.within(title)) if title else t.gettext("the plan")


def withdrawn_words(ids: Sequence[str], t: Translation) -> str:
    """Return that items were withdrawn; nothing where none was."""
    told = t.ngettext(
        "{n} item was withdrawn ({ids}) and counts in no rate.",
        "{n} items were withdrawn ({ids}) and count in no rate.",
        len(ids),
    )
    return told.format(n=len(ids), ids=words.items(ids, t)) if ids else ""


def _with_late(told: str, late: Sequence[str], t: Translation) -> str:
    more = t.gettext("{items}, {n} of them overdue ({ids})")
    return more.format(items=told, n=len(late), ids=words.items(late, t)) if late else told


def sentences(some: Sequence[str], t: Translation) -> str:
    """Return sentences one behind the other, with a blank between them where the language has one."""
    return reduce(lambda one, other: t.gettext("{one} {other}").format(one=one, other=other), filter(None, some))


def _late(facts: Periodic) -> list[str]:
    """Return the items past their date, in the plan's order."""
    late = {each.row.id for each in facts.lagging}
    return [row.id for row in facts.rows if row.id in late]


def _change(facts: Periodic, t: Translation) -> str:
    """Return what is different from the end of the term before, and what led to it."""
    told: list[str] = []
    if facts.added:
        added = t.gettext("{n} taken in ({ids})")
        told.append(added.format(n=len(facts.added), ids=words.items(facts.added, t)))
    if facts.started:
        begun = t.gettext("{n} begun ({ids})")
        told.append(begun.format(n=len(facts.started), ids=words.items(facts.started, t)))
    for each in facts.happened:
        said = t.gettext(_HAPPENED[each.event])
        told.append(said.format(n=len(each.items), ids=words.items(each.items, t)))
    told += _moved(facts, t)
    day = words.day(facts.compared or facts.begin, t)
    if not told:
        return t.gettext("Nothing has changed since {date}.").format(date=day)
    return t.gettext("Compared with {date}: {changes}.").format(date=day, changes=t.gettext("; ").join(told))


def _moved(facts: Periodic, t: Translation) -> Iterator[str]:
    """Yield how the number of items that are late, and the rate, have moved."""
    before, now = facts.before.overdue if facts.before else 0, facts.now.overdue
    if not before and now:
        yield t.gettext("{n} newly overdue").format(n=now)
    elif before != now:
        yield t.gettext("overdue from {before} to {now}").format(before=before, now=now)
    gained = round((facts.completion_rate or 0) - (facts.completion_before or 0), 1)
    if gained:
        up, down = t.gettext("completion rate up by {n} points"), t.gettext("completion rate down by {n} points")
        yield (up if gained > 0 else down).format(n=f"{abs(gained):g}")


def _areas(facts: Periodic, t: Translation) -> Iterator[Section]:
    """Yield each area with its counts, and what was reported of its items in the term."""
    late = set(_late(facts))
    for area in facts.areas:
        rows = [row.id for row in facts.rows if row.area == area.area]
        if area.total == area.withdrawn:
            told = withdrawn_words(rows, t)
        else:
            told = t.gettext("{text}.").format(text=_with_late(split(area, t), [one for one in rows if one in late], t))
        yield Section(area.area, (told, *_news([each for each in facts.news if each.area == area.area], t)))


def _news(some: Sequence[News], t: Translation) -> Iterator[str]:
    """Yield what was reported of each item."""
    found: dict[str, list[News]] = {}
    for each in some:
        found.setdefault(each.id, []).append(each)
    one = t.gettext("{date}, {name}: {note}")
    for name, entries in found.items():
        told = [one.format(date=words.day(each.on, t), name=each.by, note=words.ended(each.note)) for each in entries]
        item = t.gettext("Item {id}, {title}. {text}.")
        text = t.gettext("; ").join(told)
        yield item.format(id=name, title=words.within(words.ended(entries[0].title)), text=text)


def grid(rows: Sequence[Row], t: Translation) -> Grid:
    """Return the table of all items."""
    headings = (
        t.gettext("No."),
        t.gettext("Item under rectification"),
        t.gettext("Lead"),
        t.gettext("Support"),
        t.gettext("Due"),
        t.gettext("Status"),
        t.gettext("Time"),
    )
    return Grid(headings, (6, 28, 17, 21, 15, 11, 12), tuple(_line(row, t) for row in rows))


def _line(row: Row, t: Translation) -> tuple[str, ...]:
    due = str(row.due or row.due_wording or t.gettext("not settled"))
    lead = words.names(row.lead, t) if row.lead else t.gettext("not settled")
    return (
        row.id,
        row.title,
        lead,
        words.names(row.support, t),
        due,
        t.gettext(words.STATUS[row.status]),
        words.days(row.days_left, t).text,
    )
