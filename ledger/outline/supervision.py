"""The words of supervision (督办): who is due for which step, for which items and why."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence

from ledger.events import Level
from ledger.i18n import Translation
from ledger.outline import words
from ledger.outline.letters import cause_words
from ledger.outline.letters import last_words
from ledger.outline.letters import letters
from ledger.outline.page import Block
from ledger.outline.page import Cell
from ledger.outline.page import Column
from ledger.outline.page import Page
from ledger.outline.page import Table
from ledger.outline.page import line
from ledger.outline.views import joined
from ledger.reports.supervision import NextStep
from ledger.reports.supervision import Supervision


def supervision(facts: Supervision, t: Translation) -> Page:
    """Return the tables of steps, and for one department the letters that are due."""
    title = t.gettext("Steps of supervision")
    if facts.department:
        title = t.gettext("{label}: {value}").format(label=facts.department, value=title)
    subtitle = t.gettext("as of {date}").format(date=facts.as_of)
    return Page(title, subtitle, (*_tables(facts, t), *(letters(facts, t) if facts.department else ())))


def _tables(facts: Supervision, t: Translation) -> Iterator[Block]:
    if facts.due:
        yield _block(t.gettext("Due now"), facts.due, _ways(facts, t), t)
    else:
        yield Block("", (line(t.gettext("No step of supervision is due.")),))
    if facts.later:
        yield _block(t.gettext("Next step later"), facts.later, (), t)
    if facts.nobody:
        way = t.gettext("ledger set ITEM lead=DEPARTMENT says who leads it.")
        yield _block(t.gettext("Nobody to address"), facts.nobody, (way,), t)


def _ways(facts: Supervision, t: Translation) -> Iterable[str]:
    """Return what to type next."""
    if facts.department is None:
        return (t.gettext("ledger notice DEPARTMENT drafts the letters; --level LEVEL then records what was sent."),)
    way = t.gettext("Once it is sent: ledger notice {department} --level {level}")
    levels = dict.fromkeys(step.level for step in facts.due)
    meant = " ".join((facts.department, *facts.items))
    return (way.format(department=meant, level=level) for level in levels)


def _block(heading: str, steps: Sequence[NextStep], ways: Iterable[str], t: Translation) -> Block:
    """Return a line for what the same department is due for, by the same step and for the same reason."""
    alike: dict[tuple[str, str, str, str], list[str]] = {}
    for step in steps:
        department = step.department or ("–" if step.waiting_until else "")
        for name, why in _named(step, t):
            key = (department, t.gettext(words.LEVEL[step.level]), str(step.waiting_until or ""), why)
            alike.setdefault(key, []).append(name)
    columns = (
        Column(t.gettext("Department")),
        Column(t.gettext("Step")),
        Column(t.gettext("Which"), flexible=True),
        Column(t.gettext("Not before")),
        Column(t.gettext("Why"), flexible=True),
    )
    rows = [
        (Cell(department), Cell(level, "strong"), Cell(words.names(words.runs(ids), t)), Cell(until), Cell(why))
        for (department, level, until, why), ids in alike.items()
    ]
    filled = [at for at in range(len(columns)) if any(row[at].text for row in rows)]  # a pipe would show the others too
    table = Table(tuple(columns[at] for at in filled), tuple(tuple(row[at] for at in filled) for row in rows))
    letters = {(step.department or step.id, step.level) for step in steps}  # where nobody is named: items
    return Block(words.counted(heading, len(letters), t), (table, *(line(way, "faint") for way in ways)))


def _named(step: NextStep, t: Translation) -> Iterator[tuple[str, str]]:
    """Yield what the step is about, the item or each measure that is late alone, and why it is due."""
    last = [last_words(step, t)]
    if step.causes == ("measure_overdue",):
        yield from ((one.id, joined([words.days(one.days_left, t).text, *last], t)) for one in step.measures)
        return
    late = [
        t.gettext("measure {name}").format(name=one.id) + " " + words.days(one.days_left, t).text
        for one in step.measures
    ]
    yield step.id, joined([*(cause_words(cause, step, t) for cause in step.causes), *late, *last], t)


def skipped(first: Mapping[Level, Sequence[str]], t: Translation) -> Iterator[str]:
    """Yield that the ladder comes to lower steps first, by those; a person may have reasons to skip them."""
    for level, ids in first.items():
        said = t.ngettext(
            "Item {ids}: the ladder of ledger.yaml would come to {level} first.",
            "Items {ids}: the ladder of ledger.yaml would come to {level} first.",
            len(ids),
        )
        yield said.format(ids=words.names(words.runs(ids), t), level=t.gettext(words.LEVEL[level]))
