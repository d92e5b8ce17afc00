"""The words of the assessment: a table of the departments in both roles, and what made each figure."""

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from itertools import groupby

from ledger.assessment import Figure
from ledger.assessment import Trace
from ledger.i18n import N_
from ledger.i18n import Translation
from ledger.model import Role
from ledger.outline import words
from ledger.outline.page import Block
from ledger.outline.page import Cell
from ledger.outline.page import Column
from ledger.outline.page import Line
from ledger.outline.page import Page
from ledger.outline.page import Table
from ledger.outline.page import Tone
from ledger.outline.page import line
from ledger.reports.score import FIGURES
from ledger.reports.score import DepartmentScore
from ledger.reports.score import RoleScore
from ledger.reports.score import Score

_FIGURE: Mapping[Figure, str] = {
    "items": N_("Items"),
    "closed": N_("Closed out"),
    "closed_on_time": N_("Closed in time"),
    "closed_late": N_("Closed late"),
    "overdue": N_("Overdue"),
    "days_late": N_("Days late"),
    "returned": N_("Returned"),
    "reopened": N_("Reopened"),
    "extensions": N_("Extensions"),
    "reminders": N_("Reminders"),
    "evidence": N_("Evidence"),
}
# What goes first where it is narrow; what the ranking rests on stays longest.
_DROP: Mapping[Figure, int] = {
    "evidence": 9,
    "reminders": 8,
    "extensions": 7,
    "closed_late": 6,
    "closed": 5,
    "reopened": 4,
    "returned": 3,
    "closed_on_time": 2,
    "days_late": 1,
}
_TONE: Mapping[Figure, Tone] = {"items": "strong", "closed": "blue", "overdue": "red", "days_late": "red"}
_ROLE: Mapping[Role, str] = {"lead": N_("Leads"), "support": N_("Supports")}


def score(facts: Score, t: Translation) -> Page:
    """Return the table, what it does not count, and, where the facts have traces, what made each figure."""
    blocks = (Block("", tuple(_whole(facts, t))), *_explained(facts, t))
    return Page(t.gettext("Assessment of departments"), _period(facts, t), blocks)


def _period(facts: Score, t: Translation) -> str:
    if facts.begin is None:
        return t.gettext("as of {date}").format(date=facts.until)
    return t.gettext("{begin} to {until}").format(begin=facts.begin, until=facts.until)


def _whole(facts: Score, t: Translation) -> Iterator[Table | Line]:
    if facts.departments:
        yield _table(facts, t)
        yield line(_rule(facts, t), "faint")
    elif facts.department:
        nothing = t.gettext("{department} carries nothing in this period.")
        yield line(nothing.format(department=facts.department))
    else:
        yield line(t.gettext("No department carries anything in this period."))
    if (n := facts.unassigned["items"]) and not facts.department:
        nobody = t.ngettext(
            "{n} item has no lead and so counts for nobody.", "{n} items have no lead and so count for nobody.", n
        )
        yield line(nobody.format(n=n), "yellow")


def _rule(facts: Score, t: Translation) -> str:
    if facts.base is not None:
        return t.gettext("Ranked by the points of ledger.yaml.")
    return t.gettext("Ranked, per item led, by: overdue, days late, returned and reopened, closed in time.")


def _table(facts: Score, t: Translation) -> Table:
    columns = (
        Column(t.gettext("Rank"), right=True),
        Column(t.gettext("Department"), flexible=True),
        Column(t.gettext("Role")),
        *_points_column(facts, t),
        *(Column(t.gettext(_FIGURE[figure]), drop=_DROP.get(figure, 0), right=True) for figure in FIGURES),
    )
    rows = (row for each in facts.departments for row in _rows(each, t))
    return Table(columns, tuple(rows))


def _rows(each: DepartmentScore, t: Translation) -> Iterator[tuple[Cell, ...]]:
    """Yield a line a role; the rank and the points, which are of both, stand in the first."""
    whole = ["–" if each.rank is None else str(each.rank), *([] if each.points is None else [str(each.points)])]
    for role, part in each.roles():
        rank, *points = (Cell(text, "strong") for text in whole)
        figures = (words.tone_of_count(part.figures[figure], _TONE.get(figure, "")) for figure in FIGURES)
        yield (rank, Cell(each.department), Cell(t.gettext(_ROLE[role])), *points, *figures)
        whole = [""] * len(whole)


def _points_column(facts: Score, t: Translation) -> tuple[Column, ...]:
    return () if facts.base is None else (Column(t.gettext("Points"), right=True),)


def _explained(facts: Score, t: Translation) -> Iterator[Block]:
    """Yield a block a department and role: a line a figure, with what it is in points and what made it."""
    if not facts.explained:
        return
    columns = (
        Column(t.gettext("Figure")),
        Column(t.gettext("Number"), right=True),
        *_points_column(facts, t),
        Column(t.gettext("Made by"), flexible=True),
    )
    for each in facts.departments:
        for role, part in each.roles():
            named = t.gettext("{department}: {role}").format(department=each.department, role=t.gettext(_ROLE[role]))
            yield Block(named, (Table(columns, tuple(_figures(part, t))),))
        if each.points is not None:
            yield Block("", (line(_sum(each, facts.base, t), "strong"),))


def _figures(part: RoleScore, t: Translation) -> Iterator[tuple[Cell, ...]]:
    worth = {award.figure: f"{award.amount} × {award.each} = {award.points}" for award in part.awards}
    for figure, some in groupby(part.traces or (), lambda trace: trace.figure):
        points = () if part.points is None else (Cell(worth.get(figure, "")),)
        number = Cell(str(part.figures[figure]), "strong")
        yield (Cell(t.gettext(_FIGURE[figure])), number, *points, Cell(_made_by(figure, list(some), t)))


def _made_by(figure: Figure, traces: Sequence[Trace], t: Translation) -> str:
    if figure in {"items", "overdue"}:
        return words.names(words.runs([trace.item for trace in traces]), t)
    return t.gettext("; ").join(_trace(trace, t) for trace in traces)


def _trace(trace: Trace, t: Translation) -> str:
    """Return where a trace is found: the item and the entry of its log, or the measure, with its day and number."""
    if trace.figure == "days_late":
        days = t.ngettext("{item}: {n} day from {day} on", "{item}: {n} days from {day} on", trace.amount)
        return days.format(item=trace.item, n=trace.amount, day=trace.on)
    named = t.gettext("{item}, entry {number} of {day}").format(item=trace.item, number=trace.entry, day=trace.on)
    if trace.measure:
        named = t.gettext("measure {name} of {day}").format(name=trace.measure, day=trace.on)
    return f"{named} ×{trace.amount}" if trace.amount > 1 else named


def _sum(each: DepartmentScore, base: float | None, t: Translation) -> str:
    told = t.gettext("{department}: base {base}, as lead {lead}, in support {support}, in all {points} points")
    return told.format(
        department=each.department, base=base, lead=each.lead.points, support=each.support.points, points=each.points
    )
