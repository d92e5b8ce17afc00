"""The words of weekly, monthly and quarterly reports, as an office writes them; what says nothing is left out."""

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from datetime import timedelta
from functools import reduce
from typing import assert_never

from ledger.i18n import N_
from ledger.i18n import Translation
from ledger.outline import words
from ledger.outline.paper import Grid
from ledger.outline.paper import Paper
from ledger.outline.paper import Section
from ledger.outline.paper import annexes
from ledger.outline.paper import numbered
from ledger.reports.periodic import Lagging
from ledger.reports.periodic import Length
from ledger.reports.periodic import Periodic
from ledger.reports.rows import Row
from ledger.reports.tallies import Tally

_TITLES: Mapping[Length, str] = {
    "week": N_("Weekly report on rectification ({term})"),
    "month": N_("Monthly report on rectification ({term})"),
    "quarter": N_("Quarterly report on rectification ({term})"),
}
_NEXT: Mapping[Length, str] = {
    "week": N_("Due by the end of next week ({date})"),
    "month": N_("Due by the end of next month ({date})"),
    "quarter": N_("Due by the end of next quarter ({date})"),
}


def paper(facts: Periodic, t: Translation, language: str) -> Paper:
    """Return the report as a paper: the state as a whole and by area, what lags, what is in the way, what comes."""
    sections = (
        Section(t.gettext("Overall"), tuple(_overall(facts, t))),
        Section(t.gettext("Progress by area"), tuple(_areas(facts, t))),
        Section(t.gettext("Behind and overdue"), tuple(_behind(facts, t))),
        Section(t.gettext("What is in the way"), tuple(_obstacles(facts, t))),
        Section(t.gettext("What comes next"), tuple(_next(facts, t))),
    )
    return Paper(
        language=language,
        title=t.gettext(_TITLES[facts.length]).format(term=_term(facts, t)),
        addressee=t.gettext("{addressee}:").format(addressee=facts.addressee) if facts.addressee else "",
        text=numbered(sections, t),
        signatory=facts.office or "",
        day=words.day(facts.until, t),
        annexes=annexes(((t.gettext("State of the items"), _grid(facts.rows, t)),) if facts.rows else (), t),
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


def _counts(count: Tally) -> Mapping[str, int]:
    waiting = count.submitted + count.verified
    return {"closed": count.closed, "waiting": waiting, "in_progress": count.in_progress, "open": count.open}


def _states(count: Tally, t: Translation) -> str:
    """Return how many items are in which state, without the states that none is in."""
    called = {
        "closed": t.gettext("{n} closed out"),
        "waiting": t.gettext("{n} to be verified"),
        "in_progress": t.gettext("{n} in progress"),
        "open": t.gettext("{n} not started"),
    }
    return words.names([called[state].format(n=n) for state, n in _counts(count).items() if n], t)


def split(count: Tally, t: Translation) -> str:
    """Return how many items there are, and in which states."""
    kept = count.total - count.withdrawn
    alike = [state for state, n in _counts(count).items() if n]
    if len(alike) == 1:
        called = {
            "closed": t.ngettext("{n} item, closed out.", "{n} items, all closed out.", kept),
            "waiting": t.ngettext("{n} item, to be verified.", "{n} items, all to be verified.", kept),
            "in_progress": t.ngettext("{n} item, in progress.", "{n} items, all in progress.", kept),
            "open": t.ngettext("{n} item, not started.", "{n} items, none of them started.", kept),
        }
        return called[alike[0]].format(n=kept)
    return t.ngettext("{n} item: {states}.", "{n} items: {states}.", kept).format(n=kept, states=_states(count, t))


def _overall(facts: Periodic, t: Translation) -> Iterator[str]:
    now = facts.now
    kept = now.total - now.withdrawn
    if not now.total:
        yield t.gettext("The ledger has no items yet.")
        return
    plan = t.gettext("“{title}”").format(title=facts.plan.title) if facts.plan.title else t.gettext("the plan")
    begun = t.ngettext(
        "As of {date}, {plan} has {n} item: {states}.", "As of {date}, {plan} has {n} items: {states}.", kept
    )
    said = [begun.format(date=words.day(facts.until, t), plan=plan, n=kept, states=_states(now, t))] if kept else []
    if now.withdrawn:
        more = t.ngettext(
            "{n} item was withdrawn and counts in no rate.",
            "{n} items were withdrawn and count in no rate.",
            now.withdrawn,
        )
        said.append(more.format(n=now.withdrawn))
    if facts.completion_rate is not None:
        said.append(t.gettext("The completion rate is {rate} %.").format(rate=f"{facts.completion_rate:g}"))
    said.append(_overdue(facts, t))
    yield sentences(said, t)
    if facts.compared:
        yield _change(facts, t)


def sentences(some: Sequence[str], t: Translation) -> str:
    """Return sentences one behind the other, with a blank between them where the language has one."""
    return reduce(lambda one, other: t.gettext("{one} {other}").format(one=one, other=other), filter(None, some))


def _late(facts: Periodic) -> list[str]:
    """Return the items past their date, in the plan's order."""
    late = {each.row.id for each in facts.lagging}
    return [row.id for row in facts.rows if row.id in late]


def _overdue(facts: Periodic, t: Translation) -> str:
    late = _late(facts)
    if not late:
        return t.gettext("No item is overdue.")
    told = t.ngettext("{n} item is overdue ({ids}).", "{n} items are overdue ({ids}).", len(late))
    return told.format(n=len(late), ids=_ids(late, t))


def _ids(ids: Sequence[str], t: Translation) -> str:
    """Return items by their numbers, in runs: 第2、5–7项."""
    return t.ngettext("item {ids}", "items {ids}", len(ids)).format(ids=words.names(words.runs(ids), t))


def _change(facts: Periodic, t: Translation) -> str:
    """Return what is different from the end of the term before."""
    told: list[str] = []
    if facts.closed:
        told.append(t.gettext("{n} more closed out ({ids})").format(n=len(facts.closed), ids=_rows(facts.closed, t)))
    if facts.reopened:
        told.append(t.gettext("{n} reopened ({ids})").format(n=len(facts.reopened), ids=_rows(facts.reopened, t)))
    if facts.before and facts.before.overdue != facts.now.overdue:
        changed = t.gettext("overdue from {before} to {now}")
        told.append(changed.format(before=facts.before.overdue, now=facts.now.overdue))
    gained = round((facts.completion_rate or 0) - (facts.completion_before or 0), 1)
    if gained:
        rate = (
            t.gettext("completion rate up by {n} points")
            if gained > 0
            else t.gettext("completion rate down by {n} points")
        )
        told.append(rate.format(n=f"{abs(gained):g}"))
    day = words.day(facts.compared or facts.begin, t)
    if not told:
        return t.gettext("Nothing has changed in these figures since {date}.").format(date=day)
    return t.gettext("Compared with {date}: {changes}.").format(date=day, changes=t.gettext("; ").join(told))


def _rows(some: Sequence[Row], t: Translation) -> str:
    return _ids([row.id for row in some], t)


def _areas(facts: Periodic, t: Translation) -> Iterator[Section]:
    for area in facts.areas:
        told = split(area, t)
        late = t.gettext("Overdue: {n}.").format(n=area.overdue) if area.overdue else ""
        yield Section(area.area, (sentences([told, late], t),))


def _behind(facts: Periodic, t: Translation) -> Iterator[str]:
    late = {each.row.id for each in facts.lagging}
    told = [_lagging(each, t) for each in facts.lagging]
    for measure in facts.measures_overdue:
        if measure.item not in late:
            words_of = t.ngettext(
                "Measure {id} ({text}) was due on {date} and is {n} day late.",
                "Measure {id} ({text}) was due on {date} and is {n} days late.",
                -measure.days_left,
            )
            told.append(
                words_of.format(id=measure.id, text=measure.text, date=words.day(measure.due, t), n=-measure.days_left)
            )
    yield from (t.gettext("{number}. {text}").format(number=n, text=text) for n, text in enumerate(told, start=1))


def _lagging(each: Lagging, t: Translation) -> str:
    row = each.row
    late = -(row.days_left or 0)
    lead = words.names(row.lead, t) if row.lead else t.gettext("nobody named")
    told = t.ngettext(
        "Item {id}, {title} (lead: {lead}), was due on {date} and is {n} day late; {steps}.",
        "Item {id}, {title} (lead: {lead}), was due on {date} and is {n} days late; {steps}.",
        late,
    )
    on = t.gettext("{level} on {date}")
    steps = [on.format(level=t.gettext(words.LEVEL[step.level]), date=words.day(step.on, t)) for step in each.steps]
    said = words.names(steps, t) if steps else t.gettext("no step has been taken")
    day = words.day(row.due, t) if row.due else ""
    return told.format(id=row.id, title=row.title, lead=lead, date=day, n=late, steps=said)


def _obstacles(facts: Periodic, t: Translation) -> Iterator[Section]:
    pair = t.gettext("{label}: {value}")
    gaps = [pair.format(label=t.gettext(words.GAP[gap.code]), value=_ids(gap.items, t)) for gap in facts.gaps]
    yield Section(t.gettext("Not settled"), (_sentence(gaps, t),) if gaps else ())
    returned = []
    for each in facts.returned:
        told = t.ngettext(
            "item {id} was returned {n} time, last on {date}: {reason}",
            "item {id} was returned {n} times, last on {date}: {reason}",
            each.times,
        )
        returned.append(told.format(id=each.id, n=each.times, date=words.day(each.on, t), reason=each.reason))
    yield Section(t.gettext("Returned"), (_sentence(returned, t),) if returned else ())
    silent: dict[int, list[str]] = {}
    for row in facts.quiet:
        silent.setdefault(row.quiet_days or 0, []).append(row.id)
    quiet = [
        t.ngettext("{ids}: no news for {n} day", "{ids}: no news for {n} days", n).format(ids=_ids(ids, t), n=n)
        for n, ids in sorted(silent.items(), reverse=True)
    ]
    yield Section(t.gettext("Without news"), (_sentence(quiet, t),) if quiet else ())


def _sentence(parts: Sequence[str], t: Translation) -> str:
    return t.gettext("{text}.").format(text=t.gettext("; ").join(parts))


def _next(facts: Periodic, t: Translation) -> Iterator[str]:
    due = [_due(row.id, row.title, row.due, t) for row in facts.due_next]
    due += [_due(each.id, each.text, each.due, t) for each in facts.measures_next]
    if due:
        label = t.gettext(_NEXT[facts.length]).format(date=words.day(facts.next_until, t))
        yield t.gettext("{label}: {value}").format(label=label, value=_sentence(due, t))
    if facts.waiting:
        yield t.gettext("To be verified and closed out: {ids}.").format(ids=_rows(facts.waiting, t))
    if facts.lagging:
        yield t.gettext("To be caught up on: {ids}.").format(ids=_ids(_late(facts), t))


def _due(name: str, title: str, due: date | None, t: Translation) -> str:
    return t.gettext("{id} {title} ({date})").format(id=name, title=title, date=words.day(due, t) if due else "–")


def _grid(rows: Sequence[Row], t: Translation) -> Grid:
    headings = (
        t.gettext("No."),
        t.gettext("Item under rectification"),
        t.gettext("Lead"),
        t.gettext("Support"),
        t.gettext("Due"),
        t.gettext("Status"),
        t.gettext("Days"),
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
