"""The words of a report on what is late and what was done about it, on what is in the way, and on what comes next."""

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ledger.events import Level
from ledger.i18n import N_
from ledger.i18n import Translation
from ledger.outline import words
from ledger.outline.paper import Section
from ledger.outline.paper import numbered_lines
from ledger.reports.happenings import Returned
from ledger.reports.happenings import Step
from ledger.reports.periodic import Lagging
from ledger.reports.periodic import Length
from ledger.reports.periodic import Periodic
from ledger.reports.rows import DatedMeasure
from ledger.reports.rows import DatedReport

if TYPE_CHECKING:
    from datetime import date

_NEXT: Mapping[Length, str] = {
    "week": N_("Due by the end of next week ({date})"),
    "month": N_("Due by the end of next month ({date})"),
    "quarter": N_("Due by the end of next quarter ({date})"),
}
STEPS: Mapping[Level, str] = {
    "remind": N_("reminded on {date}"),
    "supervise": N_("put under supervision on {date}"),
    "interview": N_("interviewed on {date}"),
    "circular": N_("named in a circular on {date}"),
    "accountability": N_("proposed for accountability on {date}"),
}
_FEW = 5  # dates that are told one by one; more are drawn together


def behind(facts: Periodic, t: Translation) -> Iterator[str]:
    """Yield the items that are late, and measures of others, numbered."""
    late = {each.row.id for each in facts.lagging}
    told = [_lagging(each, t) for each in facts.lagging]
    told += [_measure(each, t) for each in facts.measures_overdue if each.item not in late]
    yield from numbered_lines(told, t)


def _lagging(each: Lagging, t: Translation) -> str:
    row = each.row
    late = -(row.days_left or 0)
    told = t.ngettext(
        "Item {id}, {title} (lead: {lead}), was due on {date} and is {n} day late; {more}.",
        "Item {id}, {title} (lead: {lead}), was due on {date} and is {n} days late; {more}.",
        late,
    )
    more = [t.gettext("reopened on {date}").format(date=words.day(each.reopened, t))] if each.reopened else []
    more.append(steps_words(each.steps, t) if each.steps else t.gettext("no step has been taken"))
    return told.format(
        id=row.id,
        title=words.within(words.ended(row.title)),
        lead=words.names(row.lead, t) if row.lead else t.gettext("nobody named"),
        date=words.day(row.due, t) if row.due else "",
        n=late,
        more=t.gettext("; ").join(more),
    )


def steps_words(steps: Sequence[Step], t: Translation) -> str:
    """Return which steps of supervision were taken, and when."""
    told = [t.gettext(STEPS[step.level]).format(date=words.day(step.on, t)) for step in steps]
    return t.gettext("was {steps}").format(steps=words.names(told, t))


def _measure(each: DatedMeasure, t: Translation) -> str:
    told = t.ngettext(
        "Measure {id} ({text}) was due on {date} and is {n} day late.",
        "Measure {id} ({text}) was due on {date} and is {n} days late.",
        -each.days_left,
    )
    text = words.within(words.ended(each.text))
    return told.format(id=each.id, text=text, date=words.day(each.due, t), n=-each.days_left)


def obstacles(facts: Periodic, t: Translation) -> Iterator[Section]:
    """Yield what was returned, who is silent, what was not reported or done in its rhythm, and what is not settled."""
    yield _section(t.gettext("Returned"), _returned(facts.returned, t), t)
    silent: dict[int, list[str]] = {}
    for row in facts.quiet:
        silent.setdefault(row.quiet_days or 0, []).append(row.id)
    quiet = [
        t.ngettext("{ids}: no news for {n} day", "{ids}: no news for {n} days", n).format(ids=words.items(ids, t), n=n)
        for n, ids in sorted(silent.items(), reverse=True)
    ]
    yield _section(t.gettext("Without news"), quiet, t)
    yield _section(t.gettext("To be reported"), _reports(facts.reports_due, t), t)
    missed = [
        t.ngettext("{text}: {n} period missed", "{text}: {n} periods missed", each.missed).format(
            text=words.ended(each.text), n=each.missed
        )
        for each in facts.routines_missed
    ]
    yield _section(t.gettext("Routine duties"), missed, t)
    pair = t.gettext("{label}: {value}")
    gaps = [pair.format(label=t.gettext(words.GAP[gap.code]), value=words.items(gap.items, t)) for gap in facts.gaps]
    yield _section(t.gettext("Not settled"), gaps, t)


def _section(heading: str, told: Sequence[str], t: Translation) -> Section:
    return Section(heading, (_sentence(told, t),) if told else ())


def _sentence(parts: Sequence[str], t: Translation) -> str:
    return t.gettext("{text}.").format(text=t.gettext("; ").join(parts))


def _returned(some: Sequence[Returned], t: Translation) -> list[str]:
    """Return the items whose work was returned, those with the same story together."""
    alike: dict[tuple[int, int, date, str], list[str]] = {}
    for each in some:
        alike.setdefault((each.times, each.in_all, each.on, each.reason), []).append(each.id)
    found = []
    for (times, in_all, on, reason), ids in alike.items():
        once = t.gettext("{ids} returned on {date}: {reason}")
        often = t.gettext("{ids} returned {n} times, last on {date}: {reason}")
        told = (once if times == 1 else often).format(
            ids=words.items(ids, t), n=times, date=words.day(on, t), reason=words.ended(reason)
        )
        more = t.gettext("{text} ({n} times in all)").format(text=told, n=in_all)
        found.append(more if in_all > times else told)
    return found


def _reports(some: Sequence[DatedReport], t: Translation) -> list[str]:
    """Return the closings that the supervising body has yet to be told of, by their days."""
    alike: dict[tuple[date, int], list[str]] = {}
    for each in some:
        alike.setdefault((each.due, each.days_left), []).append(each.id)
    found = []
    for (due, left), ids in alike.items():
        told = t.gettext("{ids}: closing to be reported by {date}")
        late = t.ngettext(
            "{ids}: closing to be reported by {date}, {n} day late",
            "{ids}: closing to be reported by {date}, {n} days late",
            -left,
        )
        found.append((late if left < 0 else told).format(ids=words.items(ids, t), date=words.day(due, t), n=-left))
    return found


def following(facts: Periodic, late: Sequence[str], t: Translation) -> Iterator[str]:
    """Yield what is due in the following term, and what is to be done about the rest."""
    if due := _due(facts, t):
        label = t.gettext(_NEXT[facts.length]).format(date=words.day(facts.next_until, t))
        yield t.gettext("{label}: {value}").format(label=label, value=_sentence(due, t))
    submitted, verified = (
        [row.id for row in facts.waiting if row.status == status] for status in ("submitted", "verified")
    )
    gaps = {gap.code: gap.items for gap in facts.gaps}
    for told, ids in (
        (t.gettext("To be verified: {ids}."), submitted),
        (t.gettext("To be closed out: {ids}."), verified),
        (t.gettext("To be followed up: {ids}."), late),
        (t.gettext("To be settled: who leads {ids}."), gaps.get("no-lead", ())),
        (t.gettext("To be settled: the date of {ids}."), gaps.get("no-due", ())),
    ):
        if ids:
            yield told.format(ids=words.items(ids, t))


def _due(facts: Periodic, t: Translation) -> list[str]:
    """Return what is due, one by one where it is little, else by days."""
    measures = facts.measures_next
    if len(facts.due_next) + len(measures) <= _FEW:
        item, measure = t.gettext("item {id}, {title} ({date})"), t.gettext("measure {id}, {title} ({date})")
        told = [(item, row.id, row.title, row.due) for row in facts.due_next]
        told += [(measure, each.id, each.text, each.due) for each in measures]
        return [
            one.format(id=name, title=words.within(words.ended(title)), date=words.day(due, t))
            for one, name, title, due in told
            if due
        ]
    days: dict[date, list[str]] = {}
    for name, due in [*((row.id, row.due) for row in facts.due_next), *((each.id, each.due) for each in measures)]:
        if due:
            days.setdefault(due, []).append(name)
    by_day = t.gettext("{date}: {n} ({ids})")
    return [
        by_day.format(date=words.day(day, t), n=len(ids), ids=words.items(ids, t)) for day, ids in sorted(days.items())
    ]
