"""The words of the ledger as a workbook: the ledger as offices keep it, a summary, and the log."""

from collections.abc import Collection
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence

from ledger.i18n import Translation
from ledger.model import Measure
from ledger.model import Status
from ledger.outline import words
from ledger.outline.book import Book
from ledger.outline.book import BookCell
from ledger.outline.book import BookColumn
from ledger.outline.book import BookTable
from ledger.outline.book import Chart
from ledger.outline.book import Merge
from ledger.outline.book import Tab
from ledger.outline.book import Value
from ledger.outline.history import latest
from ledger.outline.history import told
from ledger.outline.page import Tone
from ledger.reports.export import Export
from ledger.reports.story import ItemStory

_TONES: dict[str, Tone] = {"red": "red", "yellow": "yellow", "grey": "grey", "green": "green", "blue": "blue"}
# Recommendation, goal, support, person, progress; who does a measure, until when, and since when: there may be none.
_OPTIONAL = (5, 6, 8, 9, 13, 16, 17, 18)
_STATES: Sequence[Status] = ("closed", "verified", "submitted", "in_progress", "open", "withdrawn")
_NAME, _FIGURE = 24, 12  # widths of the summary's columns
_ITEM = 14  # columns of an item, before those of its measures


def book(facts: Export, t: Translation) -> Book:
    """Return the ledger as a workbook: one row a measure, the cells of its item merged."""
    title = facts.plan.title or t.gettext("Rectification ledger")
    tabs = (_ledger(facts, t), _summary(facts, t), _log(facts, t))
    return Book(title, facts.office or "", tabs, t.gettext("Page {page} of {pages}"))


def _ledger(facts: Export, t: Translation) -> Tab:
    columns = (  # on A4 the text is to have 6 points: 189 digits in all, without what is left out
        (t.gettext("No."), 5),
        (t.gettext("Area"), 8),
        (t.gettext("Kind"), 5),
        (t.gettext("Title"), 14),
        (t.gettext("Problem"), 19),
        (t.gettext("Recommendation"), 14),
        (t.gettext("Goal"), 8),
        (t.gettext("Lead"), 10),
        (t.gettext("Support"), 10),
        (t.gettext("Responsible person"), 8),
        (t.gettext("Due"), 11),
        (t.gettext("Status"), 8),
        (t.gettext("Light"), 13),
        (t.gettext("Latest progress"), 14),
        (t.gettext("Measure"), 5),
        (t.gettext("What is done"), 23),
        (t.gettext("Who does it"), 11),
        (t.gettext("Measure due"), 11),
        (t.gettext("Done"), 11),
    )
    rows: list[tuple[BookCell, ...]] = []
    merges: list[Merge] = []
    for item in facts.items:
        own = _item(item, t)
        lines = [_measure(measure, t) for measure in item.measures] or [(BookCell(None),) * (len(columns) - _ITEM)]
        if len(lines) > 1:
            merges += [Merge(column, len(rows), len(lines)) for column in range(_ITEM)]
        rows += [(*(own if at == 0 else (BookCell(None),) * _ITEM), *line) for at, line in enumerate(lines)]
    made = tuple(BookColumn(*column) for column in columns)
    title = t.gettext("Rectification ledger, as of {date}").format(date=facts.as_of)
    table = BookTable(title, made, tuple(rows), tuple(merges))
    return Tab(t.gettext("Ledger"), (_narrowed(table, _OPTIONAL),), ledger=True)


def _narrowed(table: BookTable, optional: Collection[int]) -> BookTable:
    """Leave optional columns out that say nothing, so that the others can be read on a page."""
    told = {at for row in table.rows for at in optional if row[at].value}
    kept = [at for at in range(len(table.columns)) if at not in optional or at in told]
    return table._replace(
        columns=tuple(table.columns[at] for at in kept),
        rows=tuple(tuple(row[at] for at in kept) for row in table.rows),
        merges=tuple(each._replace(column=kept.index(each.column)) for each in table.merges if each.column in kept),
    )


def _item(item: ItemStory, t: Translation) -> tuple[BookCell, ...]:
    return (
        BookCell(item.id),
        BookCell(item.area),
        BookCell(t.gettext(words.KIND[item.kind])),
        BookCell(item.title),
        BookCell(item.problem),
        BookCell(item.recommendation),
        BookCell(item.goal),
        BookCell(words.names(item.lead or item.bodies("lead"), t) or None),
        BookCell(words.names(item.support, t) or None),
        BookCell(item.person),
        BookCell(item.due or item.due_wording),
        BookCell(t.gettext(words.STATUS[item.status])),
        BookCell(_light(item, t), _TONES[item.light]),
        BookCell(latest(item.counting(), t) or None),
    )


def _light(item: ItemStory, t: Translation) -> str:
    light, reason = t.gettext(words.LIGHT[item.light]), t.gettext(words.REASON[item.light_reason])
    return t.gettext("{light} ({reason})").format(light=light, reason=reason)


def _measure(measure: Measure, t: Translation) -> tuple[BookCell, ...]:
    bodies = words.names((*measure.lead, *measure.support), t)
    done = measure.done or (t.gettext("dropped: {reason}").format(reason=measure.dropped) if measure.dropped else None)
    return (
        BookCell(measure.id),
        BookCell(measure.text),
        BookCell(bodies or None),
        BookCell(measure.due or measure.due_wording),
        BookCell(done),
    )


def _summary(facts: Export, t: Translation) -> Tab:
    tables = (_headline(facts, t), _states(facts, t), _departments(facts, t), _months(facts, t))
    charts = (Chart("pie", 1, 1, 1), Chart("line", 3, 1, 2), Chart("bar", 2, 1, 3))
    return Tab(t.gettext("Summary"), tables, charts)


def _headline(facts: Export, t: Translation) -> BookTable:
    told: Mapping[str, Value] = {
        t.gettext("As of"): facts.as_of,
        t.gettext("Items"): facts.now.total,
        t.gettext("Closed out"): facts.now.closed,
        t.gettext("Completion rate, %"): facts.completion_rate,
        t.gettext("Overdue"): facts.now.overdue,
    }
    columns = (BookColumn(t.gettext("Plan"), _NAME), *(BookColumn(heading, _FIGURE) for heading in told))
    return BookTable(t.gettext("Overall"), columns, ((BookCell(facts.plan.title), *map(BookCell, told.values())),))


def _states(facts: Export, t: Translation) -> BookTable:
    """Count the items by status, those that are done first; what was withdrawn is told where there is any."""
    counts = [(name, getattr(facts.now, name)) for name in _STATES if name != "withdrawn" or facts.now.withdrawn]
    return BookTable(
        t.gettext("By status"),
        (BookColumn(t.gettext("Status"), _NAME), BookColumn(t.gettext("Items"), _FIGURE)),
        tuple((BookCell(t.gettext(words.STATUS[name])), BookCell(count)) for name, count in counts),
    )


def _departments(facts: Export, t: Translation) -> BookTable:
    return BookTable(
        t.gettext("By department"),
        (
            BookColumn(t.gettext("Department"), _NAME),
            BookColumn(t.gettext("Leads"), _FIGURE),
            BookColumn(t.gettext("Closed out"), _FIGURE),
            BookColumn(t.gettext("Overdue"), _FIGURE),
            BookColumn(t.gettext("Supports"), _FIGURE),
        ),
        tuple(
            (
                BookCell(each.department),
                BookCell(each.lead.total),
                BookCell(each.lead.closed),
                BookCell(each.lead.overdue, "red" if each.lead.overdue else ""),
                BookCell(each.support.total),
            )
            for each in facts.departments
        ),
    )


def _months(facts: Export, t: Translation) -> BookTable:
    return BookTable(
        t.gettext("By month"),
        (
            BookColumn(t.gettext("Month"), _NAME),
            BookColumn(t.gettext("Still open"), _FIGURE),
            BookColumn(t.gettext("Closed out"), _FIGURE),
            BookColumn(t.gettext("Overdue"), _FIGURE),
        ),
        tuple(
            (BookCell(each.month), BookCell(each.left), BookCell(each.closed), BookCell(each.overdue))
            for each in facts.months
        ),
    )


def _log(facts: Export, t: Translation) -> Tab:
    columns = (
        BookColumn(t.gettext("Item no."), 8),
        BookColumn(t.gettext("Title"), 28),
        BookColumn(t.gettext("Entry no."), 8),
        BookColumn(t.gettext("Day"), 12),
        BookColumn(t.gettext("Event"), 14),
        BookColumn(t.gettext("By"), 18),
        BookColumn(t.gettext("What was recorded"), 70),
    )
    rows = tuple(row for item in facts.items for row in _entries(item, t))
    title = t.gettext("Log, as of {date}").format(date=facts.as_of)
    return Tab(t.gettext("Log"), (BookTable(title, columns, rows),), ledger=True)


def _entries(item: ItemStory, t: Translation) -> Iterator[tuple[BookCell, ...]]:
    void = set(item.void_entries)
    for number, entry in zip(item.entry_numbers, item.log, strict=True):
        yield (
            BookCell(item.id),
            BookCell(item.title),
            BookCell(number),
            BookCell(entry.on),
            BookCell(t.gettext(words.EVENT[entry.event])),
            BookCell(entry.by),
            BookCell(told(entry, t, void=number in void)),
        )
