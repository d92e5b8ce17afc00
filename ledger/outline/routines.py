"""The words of `routine list` and `routine missed`, and of the routines in the morning view and in `show`."""

from collections.abc import Iterator
from collections.abc import Sequence

from ledger.i18n import Translation
from ledger.model import Every
from ledger.outline import words
from ledger.outline.page import Block
from ledger.outline.page import Cell
from ledger.outline.page import Column
from ledger.outline.page import Line
from ledger.outline.page import Page
from ledger.outline.page import Table
from ledger.outline.page import line
from ledger.reports.routines import Missed
from ledger.reports.routines import MissedRoutine
from ledger.reports.routines import RoutineRow
from ledger.reports.routines import Routines
from ledger.reports.routines import Run


def routines(facts: Routines, t: Translation) -> Page:
    """Return the routines as one table, and what could not be counted."""
    title = t.ngettext("{n} routine", "{n} routines", len(facts.rows)).format(n=len(facts.rows))
    subtitle = t.gettext("as of {date}").format(date=facts.as_of)
    if not facts.rows:
        return Page(title, subtitle, (Block("", (_none(t),)),))
    return Page(title, subtitle, (Block("", (table(facts.rows, t), *_uncounted(facts.rows, t))),))


def _none(t: Translation) -> Line:
    return line(t.gettext("No routine is kept: routines.yaml would list them."))


def table(rows: Sequence[RoutineRow], t: Translation) -> Table:
    """Return routines as a table; in a narrow terminal the last day goes first, then lead, since, rhythm, days left."""
    columns = (
        Column(t.gettext("Routine")),
        Column(t.gettext("Duty"), flexible=True),
        Column(t.gettext("Lead"), drop=4),
        Column(t.gettext("Rhythm"), drop=2),
        Column(t.gettext("Last done"), drop=5),
        Column(t.gettext("This period")),
        Column(t.gettext("Days"), drop=1, right=True),
        Column(t.gettext("Missed"), right=True),
        Column(t.gettext("Since"), drop=3),
    )
    return Table(columns, tuple(_row(row, t) for row in rows))


def _row(row: RoutineRow, t: Translation) -> tuple[Cell, ...]:
    return (
        *_named(row, t),
        Cell(str(row.last_done or "–")),
        _state(row, t),
        _left(row, t),
        *_count(row),
    )


def _named(row: RoutineRow, t: Translation) -> tuple[Cell, ...]:
    return (
        Cell(row.id, "strong"),
        Cell(row.text),
        Cell(words.short_names(row.lead, t) or "–", "" if row.lead else "faint"),
        Cell(t.gettext(words.EVERY[row.every])),
    )


def _state(row: RoutineRow, t: Translation) -> Cell:
    """Return whether the period under way is done, or why there is none."""
    if row.start is None:
        return Cell(t.gettext("no start"), "yellow")
    if row.state == "done":
        return Cell(t.gettext("done"), "green")
    return Cell(t.gettext("open")) if row.state else Cell("–", "faint")


def _left(row: RoutineRow, t: Translation) -> Cell:
    return words.days(row.days_left, t) if row.state == "open" else Cell("")


def _count(row: RoutineRow) -> tuple[Cell, Cell]:
    return words.tone_of_count(row.missed, "red"), Cell(str(row.missed_since or ""))


def _uncounted(rows: Sequence[RoutineRow], t: Translation) -> Iterator[Line]:
    """Yield what could not be counted: where no day is known to begin with, and where holidays are not announced."""
    if without := [row.id for row in rows if row.start is None]:
        yield no_start(without, t)
    for until in sorted({row.counted_until for row in rows if row.counted_until}):
        ids = words.names([row.id for row in rows if row.counted_until == until], t)
        said = t.gettext("Counted up to {date} only, since later holidays are not announced yet: {ids}")
        yield line(said.format(date=until, ids=ids), "yellow")


def no_start(ids: Sequence[str], t: Translation) -> Line:
    """Return that these routines count from no day, and what to write."""
    said = t.gettext("No day is known to count from, so write from: in routines.yaml: {ids}")
    return line(said.format(ids=words.names(ids, t)), "yellow")


def missed(facts: Missed, t: Translation) -> Page:
    """Return a block a routine with its missed periods, runs of them drawn together, the latest first."""
    count = sum(len(routine.periods) for routine in facts.routines)
    title = t.ngettext("{n} missed period", "{n} missed periods", count).format(n=count)
    blocks = [_missed(routine, t) for routine in facts.routines]
    if not blocks:
        blocks = [Block("", (line(t.gettext("No period was missed.")) if facts.asked else _none(t),))]
    if uncounted := tuple(_uncounted(facts.asked, t)):
        blocks.append(Block("", uncounted))
    return Page(title, t.gettext("as of {date}").format(date=facts.as_of), tuple(blocks))


def _missed(routine: MissedRoutine, t: Translation) -> Block:
    row = routine.row
    named = t.gettext("{id} {text}, {rhythm}").format(
        id=row.id, text=row.text, rhythm=t.gettext(words.EVERY[row.every])
    )
    return Block(
        words.counted(named, row.missed, t), tuple(line(f"  {_run(run, row.every, t)}") for run in routine.runs)
    )


def _run(run: Run, every: Every, t: Translation) -> str:
    """Return a stretch of missed periods: 2024-04-16 – 2024-04-30: 11 working days."""
    if run.begin == run.until:
        return str(run.begin)
    days = t.gettext("{begin} – {until}").format(begin=run.begin, until=run.until)
    if run.periods == 1:
        return days
    return t.gettext("{label}: {value}").format(label=days, value=_periods(run.periods, every, t))


def _periods(count: int, every: Every, t: Translation) -> str:
    return {
        "day": t.ngettext("{n} working day", "{n} working days", count),
        "week": t.ngettext("{n} week", "{n} weeks", count),
        "month": t.ngettext("{n} month", "{n} months", count),
        "quarter": t.ngettext("{n} quarter", "{n} quarters", count),
        "year": t.ngettext("{n} year", "{n} years", count),
        "holiday": t.ngettext("before {n} holiday", "before {n} holidays", count),
    }[every].format(n=count)


def wanting_table(rows: Sequence[RoutineRow], t: Translation) -> Table:
    """Return routines with how many periods they missed, and until when they are to be done in this one."""
    columns = (
        Column(t.gettext("Routine")),
        Column(t.gettext("Duty"), flexible=True),
        Column(t.gettext("Lead"), drop=3),
        Column(t.gettext("Rhythm"), drop=1),
        Column(t.gettext("Missed"), right=True),
        Column(t.gettext("Since"), drop=2),
        Column(t.gettext("Until"), drop=4),
        Column(t.gettext("Days"), right=True),
    )
    return Table(columns, tuple((*_named(row, t), *_count(row), _until(row), _left(row, t)) for row in rows))


def _until(row: RoutineRow) -> Cell:
    return Cell(str(row.until) if row.state == "open" else "")
