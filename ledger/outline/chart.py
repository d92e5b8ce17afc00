"""The words of the chart: what was left at each month's end, and what each department leads."""

from ledger.i18n import Translation
from ledger.outline.page import Block
from ledger.outline.page import Cell
from ledger.outline.page import Line
from ledger.outline.page import Page
from ledger.outline.page import Stack
from ledger.outline.page import Stacks
from ledger.outline.page import line
from ledger.outline.views import joined
from ledger.reports.chart import Chart
from ledger.reports.tallies import Tally

_MOST = 24  # months


def chart(facts: Chart, t: Translation) -> Page:
    """Return the bars of the months and of the departments, and how to read them."""
    title, day = t.gettext("Burn-down and departments"), t.gettext("as of {date}").format(date=facts.as_of)
    ends = [_stack(each.month, each.total, each.closed, each.overdue, t) for each in facts.months if each.total]
    if not ends:
        return Page(title, day, (Block("", (line(t.gettext("The ledger is empty.")),)),))
    leads = [
        _lead(each.department, each.lead, t) for each in facts.departments if each.lead.total > each.lead.withdrawn
    ]
    key = Line(
        (
            Cell(t.gettext("▓ overdue"), "red"),
            Cell(t.gettext("░ not closed yet")),
            Cell(t.gettext("█ closed out"), "blue"),
        )
    )
    earlier = len(ends) - _MOST
    told = (line(t.ngettext("{n} earlier month", "{n} earlier months", earlier).format(n=earlier), "faint"),)
    left = (*(told if earlier > 0 else ()), Stacks(tuple(ends[-_MOST:])))
    blocks = [Block("", (key,)), Block(t.gettext("Left at each month's end"), left)]
    if leads:
        blocks.append(Block(t.gettext("Led by each department"), (Stacks(tuple(leads)),)))
    return Page(title, day, tuple(blocks))


def _lead(department: str, count: Tally, t: Translation) -> Stack:
    return _stack(department, count.total - count.withdrawn, count.closed, count.overdue, t)


def _stack(label: str, total: int, closed: int, overdue: int, t: Translation) -> Stack:
    left = total - closed
    told = t.gettext("{left} of {total} left").format(left=left, total=total)
    late = t.gettext("{n} overdue").format(n=overdue) if overdue else ""
    return Stack(label, ((overdue, "red"), (left - overdue, ""), (closed, "blue")), joined((told, late), t))
