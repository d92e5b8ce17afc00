"""The words of the ledger as a workbook: the ledger as offices keep it, a summary, and the log."""

from collections.abc import Collection
from collections.abc import Iterator

from ledger.i18n import Translation
from ledger.model import Measure
from ledger.outline import words
from ledger.outline.book import Book
from ledger.outline.book import BookCell
from ledger.outline.book import BookColumn
from ledger.outline.book import BookTable
from ledger.outline.book import Chart
from ledger.outline.book import Merge
from ledger.outline.book import Tab
from ledger.outline.history import latest
from ledger.outline.history import told
from ledger.outline.page import Tone
from ledger.reports.export import Export
from ledger.reports.story import ItemStory

_TONES: dict[str, Tone] = {"red": "red", "yellow": "yellow", "grey": "grey", "green": "green", "blue": "blue"}
_OPTIONAL = (5, 6, 16, 17)  # recommendation, goal, who does a measure and until when: plans may have none at all
_ITEM = 14  # columns of an item, before those of its measures


def book(facts: Export, t: Translation) -> Book:
    """Return the ledger as a workbook: one row a measure, the cells of its item merged."""
    title = facts.plan.title or t.gettext("Rectification ledger")
    return Book(title, facts.office or "", (_ledger(facts, t), _summary(facts, t), _log(facts, t)))


def _ledger(facts: Export, t: Translation) -> Tab:
    columns = (
        (t.gettext("No."), 5),
        (t.gettext("Area"), 12),
        (t.gettext("Kind"), 6),
        (t.gettext("Title"), 18),
        (t.gettext("Problem"), 28),
        (t.gettext("Recommendation"), 22),
        (t.gettext("Goal"), 12),
        (t.gettext("Lead"), 14),
        (t.gettext("Support"), 14),
        (t.gettext("Responsible person"), 9),
        (t.gettext("Due"), 11),
        (t.gettext("Status"), 9),
        (t.gettext("Light"), 9),
        (t.gettext("Latest progress"), 22),
        (t.gettext("Measure"), 6),
        (t.gettext("What is done"), 32),
        (t.gettext("Who does it"), 14),
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
        BookCell(words.names(item.lead, t) or None),
        BookCell(words.names(item.support, t) or None),
        BookCell(item.person),
        BookCell(item.due or item.due_wording),
        BookCell(t.gettext(words.STATUS[item.status])),
        BookCell(t.gettext(words.REASON[item.light_reason]), _TONES[item.light]),
        BookCell(latest(item.counting(), t) or None),
    )


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
    number = 10
    states = {
        "closed": facts.now.closed,
        "waiting": facts.now.submitted + facts.now.verified,
        "in_progress": facts.now.in_progress,
        "open": facts.now.open,
    }
    called = {
        "closed": t.gettext("closed out"),
        "waiting": t.gettext("awaiting verification"),
        "in_progress": t.gettext("in progress"),
        "open": t.gettext("not started"),
    }
    status = BookTable(
        t.gettext("By status"),
        (BookColumn(t.gettext("Status"), 24), BookColumn(t.gettext("Items"), number)),
        tuple((BookCell(called[name]), BookCell(count)) for name, count in states.items()),
    )
    departments = BookTable(
        t.gettext("By department"),
        (
            BookColumn(t.gettext("Department"), 24),
            BookColumn(t.gettext("Leads"), number),
            BookColumn(t.gettext("Closed out"), number),
            BookColumn(t.gettext("Overdue"), number),
            BookColumn(t.gettext("Supports"), number),
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
    months = BookTable(
        t.gettext("By month"),
        (
            BookColumn(t.gettext("Month"), 24),
            BookColumn(t.gettext("Still open"), number),
            BookColumn(t.gettext("Closed out"), number),
            BookColumn(t.gettext("Overdue"), number),
        ),
        tuple(
            (BookCell(each.month), BookCell(each.left), BookCell(each.closed), BookCell(each.overdue))
            for each in facts.months
        ),
    )
    charts = (Chart("pie", 0, 1, 1), Chart("bar", 1, 1, 3), Chart("line", 2, 1, 2))
    return Tab(t.gettext("Summary"), (status, departments, months), charts)


def _log(facts: Export, t: Translation) -> Tab:
    columns = (
        BookColumn(t.gettext("Item"), 8),
        BookColumn(t.gettext("Title"), 28),
        BookColumn(t.gettext("Entry"), 7),
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
