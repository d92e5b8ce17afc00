"""The words of the board: how the ledger stands as a whole, by area, department and month, and what is due when."""

from collections.abc import Iterator
from collections.abc import Sequence
from itertools import groupby
from typing import Literal

from ledger.i18n import Translation
from ledger.outline import words
from ledger.outline.board import Board
from ledger.outline.board import Figure
from ledger.outline.board import Headline
from ledger.outline.board import Labels
from ledger.outline.board import Mark
from ledger.outline.board import Series
from ledger.outline.board import Stretch
from ledger.outline.board import Tile
from ledger.outline.page import Cell
from ledger.outline.page import Tone
from ledger.outline.register import register
from ledger.outline.register import tales
from ledger.reports.burndown import MonthEnd
from ledger.reports.export import Export
from ledger.reports.horizon import Mark as Due
from ledger.reports.horizon import horizon
from ledger.reports.horizon import undated
from ledger.reports.lights import LightTally
from ledger.reports.lights import lights
from ledger.reports.lights import lights_by_area
from ledger.reports.lights import lights_by_lead
from ledger.reports.rows import LIGHTS

_MONTHS = 12  # columns that a chart has room for
_MARKS = 12  # of a stretch of time; the rest is counted


def board(facts: Export, t: Translation, language: str, *, public: bool) -> Board:
    """Return the board of the whole ledger; `public`: the facts are those that may be published."""
    kept = bool(facts.now.total)
    return Board(
        language=language,
        title=facts.plan.title or t.gettext("Rectification ledger"),
        name=t.gettext("Rectification at a glance"),
        subtitle=t.gettext("As of {date}").format(date=words.day(facts.as_of, t)),
        remarks=tuple(_remarks(facts, t, public=public)),
        labels=_labels(t),
        empty="" if kept else t.gettext("The ledger has no items yet."),
        headline=_headline(facts, t) if kept else None,
        lights=tuple(_lights(facts, t)) if kept else (),
        figures=tuple(_figures(facts, t)) if facts.now.total > facts.now.withdrawn else (),
        stretches=tuple(_stretches(horizon(facts), t)),
        undated=_undated(undated(facts), t),
        register=register(facts, t),
        tales=tuple(tales(facts, t, people=not public)),
        foot=t.gettext("Made by {office} from its ledger.").format(office=facts.office) if facts.office else "",
    )


def _labels(t: Translation) -> Labels:
    return Labels(
        skip=t.gettext("To the table"),
        overall=t.gettext("Overall"),
        lights=t.gettext("Lights"),
        charts=t.gettext("In charts"),
        figures=t.gettext("The figures"),
        time=t.gettext("What is due when"),
        table=t.gettext("All items"),
        stories=t.gettext("Item by item"),
        search=t.gettext("Search"),
        anything=t.gettext("all"),
        reset=t.gettext("Show all"),
        shown=t.gettext("{shown} of {total} items shown"),
        none=t.gettext("No item meets the conditions."),
        close=t.gettext("Close"),
        print=t.gettext("Print"),
        sort=t.gettext("Select a heading to sort by it, an item to read its whole story."),
    )


def _remarks(facts: Export, t: Translation, *, public: bool) -> Iterator[str]:
    if facts.plan.number:
        yield facts.plan.number
    if public:
        yield t.gettext("Published without persons, notes and evidence")


def _headline(facts: Export, t: Translation) -> Headline:
    now = facts.now
    kept = now.total - now.withdrawn
    before = facts.months[-2] if len(facts.months) > 1 else None  # the end of the month before
    late: Tone = "red" if now.overdue else ""
    rate = "–" if facts.completion_rate is None else t.gettext("{rate} %").format(rate=f"{facts.completion_rate:g}")
    return Headline(
        label=t.gettext("Completion rate"),
        rate=rate,
        share=now.closed / kept if kept else 0.0,
        reached=t.gettext("{closed} of {total} closed out").format(closed=now.closed, total=kept),
        change=_since(facts, before, t) if before else "",
        tiles=(
            Tile(t.gettext("Items"), str(kept), _withdrawn(now.withdrawn, t)),
            Tile(t.gettext("Closed out"), str(now.closed), _gained(now.closed, before, "closed", t), "blue"),
            Tile(t.gettext("Verified"), str(now.verified), ""),
            Tile(t.gettext("To be verified"), str(now.submitted), ""),
            Tile(t.gettext("In progress"), str(now.in_progress), ""),
            Tile(t.gettext("Not started"), str(now.open), ""),
            Tile(t.gettext("Overdue"), str(now.overdue), _gained(now.overdue, before, "overdue", t), late),
        ),
    )


def _withdrawn(count: int, t: Translation) -> str:
    return t.gettext("without {n} withdrawn").format(n=count) if count else ""


def _gained(now: int, before: MonthEnd | None, what: Literal["closed", "overdue"], t: Translation) -> str:
    """Return by how many a figure has moved, with its sign, and since when; nothing where it has not."""
    gained = now - getattr(before, what, now)
    if before is None or not gained:
        return ""
    told = t.gettext("{n} since {month:02}-{day:02}")
    return told.format(n=f"{gained:+}".replace("-", "−"), month=before.on.month, day=before.on.day)


def _since(facts: Export, before: MonthEnd, t: Translation) -> str:
    day = words.day(before.on, t)
    gained = round((facts.completion_rate or 0.0) - (before.rate or 0.0), 1)
    if not gained:
        return t.gettext("the same as on {date}").format(date=day)
    said = t.gettext("{n} points since {date}")
    return said.format(n=f"{gained:+g}".replace("-", "−"), date=day)


def _lights(facts: Export, t: Translation) -> Iterator[Cell]:
    for light, count in lights(facts.rows).lights.items():
        yield Cell(t.gettext("{light} {n}").format(light=t.gettext(words.LIGHT[light]), n=count), light)


def _figures(facts: Export, t: Translation) -> Iterator[Figure]:
    yield _months(facts.months[-_MONTHS:], t)
    area, lead = t.gettext("Area"), t.gettext("Department")
    yield _bars(t.gettext("By area"), t.gettext("Items by their lights"), area, lights_by_area(facts.rows), t)
    counted = t.gettext("Items that each leads; those led together count for each")
    yield _bars(t.gettext("By department"), counted, lead, lights_by_lead(facts.rows), t)


def _months(months: Sequence[MonthEnd], t: Translation) -> Figure:
    return Figure(
        kind="columns",
        title=t.gettext("Month by month"),
        caption=t.gettext("Items at each month's end"),
        what=t.gettext("Month"),
        labels=tuple(t.gettext("{year}-{month:02}").format(year=each.on.year, month=each.on.month) for each in months),
        ticks=tuple(t.gettext("{month:02}").format(month=each.on.month) for each in months),
        series=(
            Series(t.gettext("Overdue"), "red", tuple(each.overdue for each in months)),
            Series(t.gettext("Not closed, in time"), "", tuple(each.left - each.overdue for each in months)),
            Series(t.gettext("Closed out"), "blue", tuple(each.closed for each in months)),
        ),
        sum=Series(t.gettext("Not closed, in all"), "", tuple(each.left for each in months)),
    )


def _bars(title: str, caption: str, what: str, tallies: Sequence[LightTally], t: Translation) -> Figure:
    labels = tuple(tally.name or t.gettext("nobody named") for tally in tallies)
    ticks = tuple(words.counted(label, tally.total, t) for label, tally in zip(labels, tallies, strict=True))
    series = (
        Series(t.gettext(words.LIGHT[light]), light, tuple(tally.lights[light] for tally in tallies))
        for light in LIGHTS
    )
    every = Series(t.gettext("Items"), "", tuple(tally.total for tally in tallies))
    return Figure("bars", title, caption, what, labels, ticks, tuple(series), every)


def _stretches(marks: Sequence[Due], t: Translation) -> Iterator[Stretch]:
    """Yield what is late, and then what is due month by month."""
    late = [mark for mark in marks if mark.days_left < 0]
    if late:
        yield _stretch(t.gettext("Overdue"), "red", late, t)
    for (year, month), some in groupby(marks[len(late) :], key=lambda mark: (mark.due.year, mark.due.month)):
        yield _stretch(t.gettext("{year}-{month:02}").format(year=year, month=month), "", list(some), t)


def _stretch(heading: str, tone: Tone, marks: Sequence[Due], t: Translation) -> Stretch:
    rest = len(marks) - _MARKS
    more = t.ngettext("and {n} more", "and {n} more", rest).format(n=rest) if rest > 0 else ""
    return Stretch(words.counted(heading, len(marks), t), tone, tuple(_mark(one, t) for one in marks[:_MARKS]), more)


def _mark(one: Due, t: Translation) -> Mark:
    number = t.gettext("measure {name}").format(name=one.measure) if one.measure else one.item
    lead = words.short_names(one.lead, t)
    return Mark(one.item, number, one.text, lead, str(one.due), words.days(one.days_left, t), one.light)


def _undated(count: int, t: Translation) -> str:
    told = t.ngettext("{n} open item has no date.", "{n} open items have no date.", count)
    return told.format(n=count) if count else ""
