"""The words of `show`: one item from what was found to what has happened."""

from collections.abc import Iterator
from collections.abc import Sequence

from ledger import targets
from ledger.events import Event
from ledger.events import Reopening
from ledger.i18n import Translation
from ledger.model import Indicator
from ledger.model import Measure
from ledger.outline import routines
from ledger.outline import words
from ledger.outline.history import proof_words
from ledger.outline.history import told
from ledger.outline.listing import parts_words
from ledger.outline.page import Bar
from ledger.outline.page import Block
from ledger.outline.page import Cell
from ledger.outline.page import Column
from ledger.outline.page import Page
from ledger.outline.page import Table
from ledger.outline.page import cells
from ledger.reports.story import ItemStory
from ledger.reports.story import Story


def story(facts: Story, t: Translation) -> Page:
    """Return the page of one item, or of several one after another."""
    subtitle = t.gettext("as of {date}").format(date=facts.as_of)
    if len(facts.items) == 1:
        return Page(heading(facts.items[0], t), subtitle, tuple(chapters("", facts.items[0], t)))
    blocks = (block for item in facts.items for block in chapters(heading(item, t), item, t))
    title = t.ngettext("{n} item", "{n} items", len(facts.items)).format(n=len(facts.items))
    return Page(title, subtitle, tuple(blocks))


def heading(item: ItemStory, t: Translation) -> str:
    """Return an item by its number and title."""
    return t.gettext("Item {id}: {title}").format(id=item.id, title=item.title)


def chapters(heading: str, item: ItemStory, t: Translation, *, people: bool = True) -> Iterator[Block]:
    """Yield what is told of an item; without `people` nothing is said of them, not even that none is named."""
    yield Block(heading, (_facts(item, t, people=people),))
    if item.measures:
        counted = t.gettext("Measures ({done} of {total} done)")
        yield Block(counted.format(done=item.measures_done, total=item.measures_total), (_measures(item.measures, t),))
    if item.indicators:
        yield Block(t.gettext("Indicators"), (_indicators(item.indicators, t),))
    if bars := tuple(_towards(item.indicators, t)):
        yield Block(t.gettext("Towards the targets"), bars)
    if any(indicator.readings for indicator in item.indicators):
        yield Block(t.gettext("Readings"), (_readings(item.indicators, t),))
    if item.routines:
        yield Block(t.gettext("Routines"), (routines.table(item.routines, t),))
    if item.log:
        yield Block(t.gettext("History"), (_log(item, t),))


def _facts(item: ItemStory, t: Translation, *, people: bool) -> Table:
    """Return the item's fields with their labels; what is not known is said, what does not apply is left out."""
    unknown = Cell(t.gettext("not named"), "yellow")
    rows: list[tuple[str, Cell | None]] = [
        (t.gettext("Light"), words.light_cell(item.light, item.light_reason, t)),
        (t.gettext("Status"), Cell(t.gettext(words.STATUS[item.status]))),
        (t.gettext("Due"), _due(item, t)),
        (t.gettext("Lead"), _bodies(item.lead, item.bodies("lead"), t) or unknown),
        (t.gettext("Support"), _bodies(item.support, item.bodies("support"), t)),
        *(
            (t.gettext(label), _optional(getattr(item, key)) or unknown)
            for key, label in words.PEOPLE.items()
            if people
        ),
        (t.gettext("Problem"), _optional(item.problem)),
        (t.gettext("Recommendation"), _optional(item.recommendation)),
        (t.gettext("Goal"), _optional(item.goal)),
        (t.gettext("Type"), Cell(t.gettext(words.TYPE[item.type])) if item.type else None),
        (t.gettext("Lasting duty"), Cell(t.gettext(words.RHYTHM[item.ongoing.every])) if item.ongoing else None),
        (t.gettext("Area"), Cell(item.area)),
        (t.gettext("Kind"), Cell(t.gettext(words.KIND[item.kind]))),
        (t.gettext("Clause"), _optional(item.source)),
        (t.gettext(words.FIELDS["since"]), Cell(str(item.since)) if item.since else None),
        (t.gettext("Sub-ledger"), _parts(item, t)),
        (t.gettext("Handed in"), _handed_in(item, t)),
        (t.gettext("Sent back"), _sent_back(item, t)),
        (t.gettext("Last news"), _news(item, t)),
        (t.gettext("To settle"), _to_settle(item, t)),
    ]
    columns = (Column(""), Column("", flexible=True))
    return Table(columns, tuple((Cell(label, "faint"), value) for label, value in rows if value), headed=False)


def _optional(text: str | None) -> Cell | None:
    return Cell(text) if text else None


def _due(item: ItemStory, t: Translation) -> Cell:
    said = t.gettext("“{wording}”").format(wording=item.due_wording) if item.due_wording else ""
    if item.due is None:
        return Cell(t.gettext("{wording} no date set").format(wording=said).strip(), "yellow")
    left = words.days(item.days_left, t)
    again = [entry.on for entry in item.counting() if isinstance(entry, Reopening)]
    reopened = t.gettext("reopened on {date}").format(date=again[-1]) if again and left.text else ""
    return Cell("  ".join(part for part in (str(item.due), said, left.text, reopened) if part), left.tone)


def _bodies(own: Sequence[str], every: Sequence[str], t: Translation) -> Cell | None:
    """Return the item's own departments, and behind them those that only measures name."""
    others = [name for name in every if name not in own]
    said = [words.names(own, t)] if own else []
    if others:
        said.append(t.gettext("{names} (by measure)").format(names=words.names(others, t)))
    return _optional(t.gettext("; ").join(said))


def _parts(item: ItemStory, t: Translation) -> Cell | None:
    """Return how far the item's sub-ledger is."""
    sub = item.parts
    if sub is None:
        return None
    said = [f"{sub.folder} {parts_words(sub, t)}"]
    if sub.overdue:
        said.append(t.ngettext("{n} item overdue", "{n} items overdue", sub.overdue).format(n=sub.overdue))
    return Cell(t.gettext("; ").join(said), "red" if sub.overdue else "")


def _handed_in(item: ItemStory, t: Translation) -> Cell | None:
    if item.days_late is None:
        return None
    if item.days_late == 0:
        return Cell(t.gettext("in time"))
    return Cell(t.ngettext("{n} day late", "{n} days late", item.days_late).format(n=item.days_late), "red")


def _sent_back(item: ItemStory, t: Translation) -> Cell | None:
    """Return how often the work was not good enough, or did not last."""
    said = []
    if item.returns:
        said.append(t.ngettext("returned {n} time", "returned {n} times", item.returns).format(n=item.returns))
    if item.cycle > 1:
        said.append(t.ngettext("reopened {n} time", "reopened {n} times", item.cycle - 1).format(n=item.cycle - 1))
    return Cell(words.names(said, t), "yellow") if said else None


def _news(item: ItemStory, t: Translation) -> Cell | None:
    if item.quiet_days is None:
        return None
    if not item.news():
        none = (
            t.gettext("none since it came in ({n} days)") if item.since else t.gettext("none since the plan ({n} days)")
        )
        return Cell(none.format(n=item.quiet_days), "yellow")
    if item.quiet_days == 0:
        return Cell(t.gettext("on this day"))
    return Cell(t.ngettext("{n} day ago", "{n} days ago", item.quiet_days).format(n=item.quiet_days))


def _to_settle(item: ItemStory, t: Translation) -> Cell | None:
    """Return what the check says of the item: what is missing, and whether its entry holds errors."""
    known = {**words.GAP, **words.REMARK}
    said = [t.gettext(known[code]) for code in item.faults if code in known]
    if len(said) < len(item.faults):
        said.append(t.gettext("errors in the files, see ledger check"))
    return Cell(words.names(said, t), "yellow") if said else None


def _measures(measures: Sequence[Measure], t: Translation) -> Table:
    columns = (
        Column(""),
        Column(t.gettext("Measure")),
        Column(t.gettext("Text"), flexible=True),
        Column(t.gettext("Responsible"), flexible=True),
        Column(t.gettext("Due"), flexible=True),
        Column(t.gettext("Done")),
    )
    return Table(columns, tuple(_measure(measure, t) for measure in measures))


def _measure(measure: Measure, t: Translation) -> tuple[Cell, ...]:
    tick = Cell("✗", "faint") if measure.dropped else Cell("✓", "green") if measure.done else Cell("○")
    if measure.dropped:
        done = Cell(t.gettext("dropped"), "faint")
    else:
        done = Cell(str(measure.done), "green") if measure.done else Cell(t.gettext("open"), "faint")
    due = str(measure.due) if measure.due else ""
    if measure.due_wording:
        due = f"{due} {t.gettext('“{wording}”').format(wording=measure.due_wording)}".strip()
    return (
        tick,
        Cell(measure.id, "strong"),
        Cell(_measure_text(measure, t)),
        Cell(_responsible(measure, t)),
        Cell(due),
        done,
    )


def _measure_text(measure: Measure, t: Translation) -> str:
    said = [measure.text]
    if measure.dropped:
        said.append(t.gettext("dropped: {reason}").format(reason=measure.dropped))
    said += [t.gettext("evidence: {what}").format(what=proof_words(proof, t)) for proof in measure.evidence]
    return t.gettext("; ").join(said)


def _responsible(measure: Measure, t: Translation) -> str:
    said = [words.names(measure.lead, t)] if measure.lead else []
    if measure.support:
        said.append(t.gettext("support: {names}").format(names=words.names(measure.support, t)))
    if measure.person:
        said.append(measure.person)
    return t.gettext("; ").join(said)


def _indicators(indicators: Sequence[Indicator], t: Translation) -> Table:
    columns = (
        Column(t.gettext("Indicator"), flexible=True),
        Column(t.gettext("Kind"), drop=1),
        Column(t.gettext("In the plan's words"), flexible=True),
        Column(t.gettext("Value"), right=True),
        Column(t.gettext("Target"), drop=3),
        Column(t.gettext("Measure"), drop=2),
    )
    return Table(columns, tuple(_indicator(indicator, t) for indicator in indicators))


def _indicator(indicator: Indicator, t: Translation) -> tuple[Cell, ...]:
    unit = indicator.unit or ""
    return (
        Cell(indicator.name),
        Cell(t.gettext(words.INDICATOR[indicator.kind])),
        Cell(indicator.literal),
        Cell("" if indicator.value is None else _figure(indicator.value, unit)),
        Cell(_target(indicator, t)),
        Cell(indicator.measure or ""),
    )


def _target(indicator: Indicator, t: Translation) -> str:
    """Return what is aimed at, or nothing; a target without a number is told by its words alone."""
    aimed = targets.target(indicator)
    if indicator.aim is None or aimed is None:
        return ""
    return t.gettext(words.AIM[indicator.aim]).format(value=_figure(aimed, indicator.unit or ""))


def _towards(indicators: Sequence[Indicator], t: Translation) -> Iterator[Bar]:
    """Yield a bar for each target that has a reading: how far it has come, and the line of its readings."""
    for indicator in indicators:
        now = targets.standing(indicator)
        if now is None:
            continue
        last = _figure(now.last.value, indicator.unit or "")
        said = t.gettext("{value} on {day}, aim: {target}")
        told = said.format(value=last, day=now.last.on, target=_target(indicator, t))
        line = _spark([reading.value for reading in sorted(indicator.readings, key=lambda one: one.on)])
        reached = t.gettext("reached") if now.reached else t.gettext("not reached")
        yield Bar(indicator.name, now.share, "  ".join(part for part in (told, reached, line) if part))


_STEPS = "▁▂▃▄▅▆▇█"


def _spark(values: Sequence[float]) -> str:
    """Return a small line of readings, from the lowest to the highest; one alone says nothing."""
    low, high = min(values), max(values)
    if len(values) == 1 or low == high:
        return ""
    return "".join(_STEPS[round((value - low) / (high - low) * (len(_STEPS) - 1))] for value in values)


def _figure(value: float, unit: str) -> str:
    return f"{value} {unit}".strip()


def _readings(indicators: Sequence[Indicator], t: Translation) -> Table:
    columns = (
        Column(t.gettext("Indicator"), flexible=True),
        Column(t.gettext("Date")),
        Column(t.gettext("Value"), right=True),
        Column(t.gettext("Source"), flexible=True),
    )
    rows = (
        cells(indicator.name, str(reading.on), _figure(reading.value, indicator.unit or ""), reading.source or "")
        for indicator in indicators
        for reading in sorted(indicator.readings, key=lambda reading: reading.on)
    )
    return Table(columns, tuple(rows))


def _log(item: ItemStory, t: Translation) -> Table:
    columns = (
        Column(t.gettext("No."), right=True),
        Column(t.gettext("Date")),
        Column(t.gettext("Event")),
        Column(t.gettext("By"), flexible=True),
        Column(t.gettext("What"), flexible=True),
    )
    rows = (
        (
            Cell(str(number)),
            Cell(str(entry.on)),
            Cell(t.gettext(words.EVENT[entry.event])),
            Cell(_body(entry, t)),
            Cell(told(entry, t, void=number in item.void_entries), "faint" if number in item.void_entries else ""),
        )
        for number, entry in zip(item.entry_numbers, item.log, strict=True)
    )
    return Table(columns, tuple(rows))


def _body(entry: Event, t: Translation) -> str:
    return t.gettext("{body} ({person})").format(body=entry.by, person=entry.person) if entry.person else entry.by
