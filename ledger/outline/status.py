"""The words of the morning view: what needs a hand first, the totals after it, the gaps last."""

from collections.abc import Iterator
from collections.abc import Sequence

from ledger.i18n import Translation
from ledger.outline import routines
from ledger.outline import words
from ledger.outline.listing import due_cell
from ledger.outline.listing import measures_heading
from ledger.outline.listing import measures_table
from ledger.outline.listing import reports_table
from ledger.outline.listing import sub_ledgers_block
from ledger.outline.page import Bar
from ledger.outline.page import Block
from ledger.outline.page import Cell
from ledger.outline.page import Column
from ledger.outline.page import Line
from ledger.outline.page import Page
from ledger.outline.page import Part
from ledger.outline.page import Table
from ledger.outline.page import line
from ledger.reports.routines import Duties
from ledger.reports.rows import DatedMeasure
from ledger.reports.rows import Row
from ledger.reports.status import Status
from ledger.reports.supervision import StepTally
from ledger.reports.tallies import Tally

MOST = 10  # rows of anything; the rest is counted


def status(facts: Status, t: Translation) -> Page:
    """Return the page of the morning view; empty sections are left out."""
    title = facts.plan.title or t.gettext("Rectification ledger")
    blocks = (Block("", tuple(_headline(facts, t))), *_urgent(facts, t), *_totals(facts, t), *_gaps(facts, t))
    return Page(title, t.gettext("as of {date}").format(date=facts.as_of), blocks)


def _headline(facts: Status, t: Translation) -> Iterator[Part]:
    if not facts.total:
        yield line(t.gettext("The ledger is empty."))
        return
    totals = [Cell(t.ngettext("{n} item", "{n} items", facts.total).format(n=facts.total), "strong")]
    for name in ("closed", "verified", "submitted", "in_progress", "open", "withdrawn"):
        count = facts.by_status[name]
        if name == "withdrawn" and not count:
            continue  # it is rare
        totals.append(Cell(f"{t.gettext(words.STATUS[name])} {count}", "" if count else "faint"))
    late = facts.by_light["red"]
    totals.append(Cell(f"{t.gettext(words.REASON['overdue'])} {late}", "red" if late else "faint"))
    yield Line(tuple(totals))
    if kept := facts.total - facts.by_status["withdrawn"]:
        share = t.gettext("{rate}% ({closed} of {total})").format(
            rate=facts.completion_rate, closed=facts.closed, total=kept
        )
        yield Bar(t.gettext("Completion rate"), facts.closed / kept, share)
    lights = (
        Cell(f"● {t.gettext(words.LIGHT[name])} {count}", name if count else "faint")
        for name, count in facts.by_light.items()
    )
    yield Line((Cell(t.gettext("Lights")), *lights))


def _urgent(facts: Status, t: Translation) -> Iterator[Block]:
    """Yield what needs a hand."""
    if facts.overdue:
        yield _rows(t.gettext("Overdue"), facts.overdue, "ledger overdue", t)
    if facts.measures_overdue:
        yield _measures(facts.measures_overdue, "ledger overdue", t)
    if facts.due_soon:
        yield _rows(t.gettext("Due soon"), facts.due_soon, "ledger due", t)
    if facts.measures_due_soon:
        yield _measures(facts.measures_due_soon, "ledger due", t)
    if facts.waiting:
        more = "ledger list --status submitted --status verified"
        yield _rows(t.gettext("Waiting to be verified or closed"), facts.waiting, more, t)
    if facts.reports_due:
        table = _cut(reports_table(facts.reports_due, t), "ledger status --format json", t)
        yield Block(words.counted(t.gettext("Closed, to be reported"), len(facts.reports_due), t), table)
    if facts.sub_ledgers:
        yield sub_ledgers_block(facts.sub_ledgers, t)
    yield from _duties(facts.routines, t)
    if facts.quiet:
        heading = words.counted(t.gettext("No news for too long"), len(facts.quiet), t)
        yield Block(heading, (line(words.short_ranges([row.id for row in facts.quiet], t)),))
    if facts.supervision:
        yield _supervision(facts.supervision, t)


def _supervision(steps: Sequence[StepTally], t: Translation) -> Block:
    said = t.gettext("{department} {level} ({n})")
    parts = [
        said.format(department=step.department, level=t.gettext(words.LEVEL[step.level]), n=len(step.items))
        for step in steps
    ]
    told = words.names(parts[:MOST], t)
    if len(parts) > MOST:
        told = t.gettext("{ids} … ({n} in all)").format(ids=told, n=len(parts))
    more = t.gettext("ledger notice says why and drafts the letters.")
    return Block(words.counted(t.gettext("Steps of supervision due"), len(parts), t), (line(told), line(more, "faint")))


def _duties(duties: Duties, t: Translation) -> Iterator[Block]:
    """Yield the routines that were missed, the most often first, and then others that are to be done soon."""
    if rows := (*duties.missed, *(row for row in duties.due if not row.missed)):
        heading = words.counted(t.gettext("Routines missed or due"), len(rows), t)
        table = _cut(routines.wanting_table(rows, t), "ledger routine list", t)
        told = line(t.gettext("Which days: {command}").format(command="ledger routine missed"), "faint")
        yield Block(heading, (*table, told) if duties.missed else table)
    if duties.without_start:
        yield Block(t.gettext("Routines not counted"), (routines.no_start(duties.without_start, t),))


def _measures(measures: tuple[DatedMeasure, ...], more: str, t: Translation) -> Block:
    return Block(measures_heading(measures, t), _cut(measures_table(measures, t), more, t))


def _rows(heading: str, rows: Sequence[Row], more: str, t: Translation) -> Block:
    columns = (
        Column(t.gettext("Item")),
        Column(t.gettext("Title"), flexible=True),
        Column(t.gettext("Lead"), drop=2),
        Column(t.gettext("Status"), drop=3),
        Column(t.gettext("Due"), drop=1),
        Column(t.gettext("Days"), right=True),
    )
    lines = tuple(
        (
            words.id_cell(row),
            Cell(row.title),
            Cell(words.short_names(row.lead, t) or "–"),
            Cell(t.gettext(words.STATUS[row.status])),
            due_cell(row, t),
            words.days(row.days_left, t),
        )
        for row in rows
    )
    return Block(words.counted(heading, len(rows), t), _cut(Table(columns, lines), more, t))


def _cut(table: Table, more: str, t: Translation) -> tuple[Part, ...]:
    """Return at most ten rows of a table, and a line that counts the others and names the command for them."""
    rest = len(table.rows) - MOST
    if rest <= 0:
        return (table,)
    said = t.ngettext("… and {n} more: {command}", "… and {n} more: {command}", rest).format(n=rest, command=more)
    return Table(table.columns, table.rows[:MOST]), line(said, "faint")


def _totals(facts: Status, t: Translation) -> Iterator[Block]:
    if facts.areas:
        gone = bool(facts.by_status["withdrawn"])  # it is rare: a column only where there is one
        columns = (Column(t.gettext("Area"), flexible=True), *_tally_columns(t, gone=gone))
        rows = tuple((Cell(area.area), *_tally_cells(area, gone=gone)) for area in facts.areas)
        yield Block(t.gettext("By area"), _cut(Table(columns, rows), "ledger status --format csv", t))
    if facts.departments:
        yield Block(t.gettext("By department"), _departments(facts, t))


def _tally_columns(t: Translation, *, gone: bool) -> tuple[Column, ...]:
    return (
        Column(t.gettext("Items"), right=True),
        Column(t.gettext("Closed out"), right=True),
        *([Column(t.gettext("Withdrawn"), drop=3, right=True)] if gone else []),
        Column(t.gettext("Verified"), drop=3, right=True),
        Column(t.gettext("Awaiting"), drop=2, right=True),
        Column(t.gettext("In progress"), drop=1, right=True),
        Column(t.gettext("Not started"), drop=1, right=True),
        Column(t.gettext("Overdue"), right=True),
    )


def _tally_cells(tally: Tally, *, gone: bool) -> tuple[Cell, ...]:
    return (
        Cell(str(tally.total), "strong"),
        words.tone_of_count(tally.closed, "blue"),
        *([words.tone_of_count(tally.withdrawn, "")] if gone else []),
        words.tone_of_count(tally.verified, ""),
        words.tone_of_count(tally.submitted, ""),
        words.tone_of_count(tally.in_progress, ""),
        words.tone_of_count(tally.open, ""),
        words.tone_of_count(tally.overdue, "red"),
    )


def _departments(facts: Status, t: Translation) -> tuple[Part, ...]:
    columns = (
        Column(t.gettext("Department"), flexible=True),
        Column(t.gettext("Leads"), right=True),
        Column(t.gettext("closed out"), drop=1, right=True),
        Column(t.gettext("overdue"), right=True),
        Column(t.gettext("Supports"), right=True),
        Column(t.gettext("closed out"), drop=3, right=True),
        Column(t.gettext("overdue"), drop=2, right=True),
    )
    named = [(Cell(d.department), *_role(d.lead), *_role(d.support)) for d in facts.departments]
    parts = _cut(Table(columns, tuple(named)), "ledger status --format csv", t)
    if facts.unassigned.total:
        nobody = t.ngettext("{n} item has no lead at all.", "{n} items have no lead at all.", facts.unassigned.total)
        parts = (*parts, line(nobody.format(n=facts.unassigned.total), "yellow"))
    return parts


def _role(tally: Tally) -> tuple[Cell, ...]:
    return (
        words.tone_of_count(tally.total, "strong"),
        words.tone_of_count(tally.closed, "blue"),
        words.tone_of_count(tally.overdue, "red"),
    )


def _gaps(facts: Status, t: Translation) -> Iterator[Block]:
    if not facts.gaps:
        return
    columns = (
        Column(t.gettext("What")),
        Column(t.gettext("Items"), right=True),
        Column(t.gettext("Which"), flexible=True),
    )
    rows = tuple(
        (
            Cell(t.gettext(words.GAP[gap.code])),
            Cell(str(len(gap.items)), "strong"),
            Cell(words.short_ranges(gap.items, t)),
        )
        for gap in facts.gaps
    )
    told = line(t.gettext("ledger check says what is missing and where to write it."), "faint")
    yield Block(t.gettext("What the ledger does not know"), (Table(columns, rows), told))
