"""The words of supervision (督办): who is due for which step and why, and the letters, ready to be pasted."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from typing import NamedTuple
from typing import assert_never

from ledger.events import Level
from ledger.i18n import N_
from ledger.i18n import Translation
from ledger.ladder import Cause
from ledger.outline import words
from ledger.outline.page import Block
from ledger.outline.page import Cell
from ledger.outline.page import Column
from ledger.outline.page import Page
from ledger.outline.page import Table
from ledger.outline.page import line
from ledger.outline.views import dated
from ledger.outline.views import item_words
from ledger.outline.views import joined
from ledger.outline.views import numbered
from ledger.reports.supervision import NextStep
from ledger.reports.supervision import Supervision


class _Letter(NamedTuple):
    """What a letter is called, what stands above its items, and what is asked for below them."""

    title: str
    opening: str
    asked: str


# A circular goes to all and a proposal to those who decide, so both speak of the department, not to it.
_LETTERS: Mapping[Level, _Letter] = {
    "remind": _Letter(
        N_("Reminder"),
        N_("Of what you answer for under {plan}, the following is late, soon due or without news as of {date}:"),
        N_("Please report progress and evidence to {office}."),
    ),
    "supervise": _Letter(
        N_("Supervision notice"),
        N_("Of what you answer for under {plan}, the following lags behind as of {date} and is put under supervision:"),
        N_("Please put it right soon, and tell {office} in writing what was done, what is in the way and until when."),
    ),
    "interview": _Letter(
        N_("Notice of an interview"),
        N_("Of what you answer for under {plan}, the following is not put right as of {date}; you are to be heard on:"),
        N_("Please bring progress, reasons and next steps in writing; {office} will name the time and the place."),
    ),
    "circular": _Letter(
        N_("Circular"),
        N_("Of what {department} answers for under {plan}, the following is not put right as of {date}:"),
        N_("{department} is asked to put it right without delay, and to report to {office} in writing."),
    ),
    "accountability": _Letter(
        N_("Proposal of accountability"),
        N_("Of what {department} answers for under {plan}, this is not put right as of {date}; to be held to account:"),
        N_("{office} supplies the facts and the record of what was done."),
    ),
}


# What a person has chosen to write about, whatever the ladder says.
_NEUTRAL = N_("Under {plan}, as of {date}, this {level} is about:")


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
    last = [_last(step, t)]
    if step.causes == ("measure_overdue",):
        yield from ((one.id, joined([words.days(one.days_left, t).text, *last], t)) for one in step.measures)
        return
    late = [
        t.gettext("measure {name}").format(name=one.id) + " " + words.days(one.days_left, t).text
        for one in step.measures
    ]
    yield step.id, joined([*(_cause(cause, step, t) for cause in step.causes), *late, *last], t)


def _cause(cause: Cause, step: NextStep, t: Translation) -> str:
    match cause:
        case "overdue":
            return words.days(step.days_left, t).text
        case "due_soon":
            days = step.days_left or 0
            soon = t.ngettext("due in {n} day", "due in {n} days", days).format(n=days)
            return soon if days else t.gettext("due today")
        case "quiet":
            days = step.quiet_days or 0
            return t.ngettext("no news for {n} day", "no news for {n} days", days).format(n=days)
        case "returned":
            return t.ngettext("returned {n} time", "returned {n} times", step.returned).format(n=step.returned)
        case "measure_overdue":
            return ""  # its measures are named
    assert_never(cause)


def _last(step: NextStep, t: Translation) -> str:
    if step.last_level is None:
        return ""
    return t.gettext("{level} on {date}").format(level=t.gettext(words.LEVEL[step.last_level]), date=step.last_on)


def letters(facts: Supervision, t: Translation) -> Iterator[Block]:
    """Yield a letter for each level that is due: who is addressed, what it is about, and what is asked for."""
    for level in dict.fromkeys(step.level for step in facts.due):
        said = _letter(level, [step for step in facts.due if step.level == level], facts, t)
        yield Block(t.gettext(_LETTERS[level].title), tuple(map(line, said)))


def _letter(level: Level, steps: Sequence[NextStep], facts: Supervision, t: Translation) -> Iterator[str]:
    plan = t.gettext("“{title}”").format(title=facts.plan) if facts.plan else t.gettext("the rectification plan")
    day = words.day(facts.as_of, t)
    office = facts.office or t.gettext("this office")
    named = t.gettext(words.LEVEL[level])
    filled = {"plan": plan, "date": day, "office": office, "department": facts.department or "", "level": named}
    yield t.gettext("{addressee}:").format(addressee=_addressee(level, facts, t))
    opening = _LETTERS[level].opening if all(step.causes for step in steps) else _NEUTRAL
    yield t.gettext(opening).format(**filled)
    yield from numbered([each for step in steps for each in _items(step, t)])
    yield t.gettext(_LETTERS[level].asked).format(**filled)
    yield from (each for each in (facts.office, day) if each)


def _addressee(level: Level, facts: Supervision, t: Translation) -> str:
    if level == "circular":
        return t.gettext("All departments concerned")
    if level == "accountability":
        return facts.leading_group or t.gettext("The leading group")
    return facts.department or ""


def _items(step: NextStep, t: Translation) -> Iterator[str]:
    """Yield the item as a letter names it, then the measures that are late alone."""
    if step.causes != ("measure_overdue",):
        clause = t.gettext("clause {source}").format(source=step.source) if step.source else ""
        told = [_cause(cause, step, t) for cause in step.causes if cause in {"quiet", "returned"}]
        yield joined([item_words(step, t), clause, *told, _last(step, t)], t)
    for one in step.measures:
        yield joined([f"{one.id} {one.text}", dated(one.due, None, t), words.days(one.days_left, t).text], t)


def skipped(first: Mapping[Level, Sequence[str]], t: Translation) -> Iterator[str]:
    """Yield that the ladder comes to lower steps first, by those; a person may have reasons to skip them."""
    for level, ids in first.items():
        said = t.ngettext(
            "Item {ids}: the ladder of ledger.yaml would come to {level} first.",
            "Items {ids}: the ladder of ledger.yaml would come to {level} first.",
            len(ids),
        )
        yield said.format(ids=words.names(words.runs(ids), t), level=t.gettext(words.LEVEL[level]))
