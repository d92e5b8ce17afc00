"""The letters of supervision (提醒函, 督办函, 约谈通知, 通报, 问责建议), as papers and ready to be pasted."""

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple
from typing import assert_never

from ledger.events import Level
from ledger.i18n import N_
from ledger.i18n import Translation
from ledger.ladder import Cause
from ledger.outline import words
from ledger.outline.behind import steps_words
from ledger.outline.page import Block
from ledger.outline.page import line
from ledger.outline.paper import Paper
from ledger.outline.paper import numbered_lines
from ledger.outline.periodic import plan_words
from ledger.outline.views import joined
from ledger.reports.happenings import Step
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
        N_("Reminder about rectification"),
        N_("Of what you answer for under {plan}, the following needs your attention as of {date}:"),
        N_("Please report progress and evidence to {office} in writing by ________."),
    ),
    "supervise": _Letter(
        N_("Supervision notice about rectification"),
        N_("Of what you answer for under {plan}, the following lags behind as of {date} and is put under supervision:"),
        N_("Please put it right, and tell {office} in writing by ________ what was done, what hinders and until when."),
    ),
    "interview": _Letter(
        N_("Notice of an interview about rectification"),
        N_("Of what you answer for under {plan}, the following is not put right as of {date}; you are to be heard on:"),
        N_("Bring progress, reasons and next steps in writing.\nTime: ________\nPlace: ________\nWho comes: ________"),
    ),
    "circular": _Letter(
        N_("Circular about rectification"),
        N_("Of what {department} answers for under {plan}, the following is not put right as of {date}:"),
        N_("{department} is asked to put it right without delay, and to report to {office} in writing."),
    ),
    "accountability": _Letter(
        N_("Proposal of accountability for rectification"),
        N_("Of what {department} answers for under {plan}, this is not put right as of {date}; to be held to account:"),
        N_("{office} supplies the facts and the record of what was done."),
    ),
}


# What a person has chosen to write about, whatever the ladder says; the last two speak of the department.
_NEUTRAL = N_("Under {plan}, as of {date}, this {level} is about:")
_ABOUT = N_("Under {plan}, as of {date}, this {level} is about what {department} answers for:")


def papers(facts: Supervision, t: Translation, language: str) -> tuple[Paper, ...]:
    """Return a paper for each department and level that is due, those of one department together."""
    steps: dict[str, dict[Level, list[NextStep]]] = {}
    for step in facts.due:
        steps.setdefault(str(step.department), {}).setdefault(step.level, []).append(step)
    return tuple(
        _paper(level, some, replace(facts, department=department), t, language)
        for department, levels in steps.items()
        for level, some in levels.items()
    )


def letters(facts: Supervision, t: Translation) -> Iterator[Block]:
    """Yield the papers as blocks of lines."""
    for paper in papers(facts, t, ""):
        said = (paper.addressee, *paper.text, paper.signatory, paper.day)
        yield Block(paper.title, tuple(line(text) for text in said if isinstance(text, str) and text))


def _paper(level: Level, steps: Sequence[NextStep], facts: Supervision, t: Translation, language: str) -> Paper:
    """Return who is addressed, what it is about, and what is asked for."""
    day = words.day(facts.as_of, t)
    filled = {
        "plan": plan_words(facts.plan, t),
        "date": day,
        "office": facts.office or t.gettext("this office"),
        "department": facts.department or "",
        "level": t.gettext(words.LEVEL[level]),
    }
    neutral = _ABOUT if level in {"circular", "accountability"} else _NEUTRAL
    opening = _LETTERS[level].opening if all(step.causes for step in steps) else neutral
    told = [t.gettext("{text}.").format(text=each) for step in steps for each in _items(step, t)]
    return Paper(
        language=language,
        title=t.gettext(_LETTERS[level].title),
        addressee=t.gettext("{addressee}:").format(addressee=_addressee(level, facts, t)),
        text=(
            t.gettext(opening).format(**filled),
            *(told if len(told) == 1 else numbered_lines(told, t)),
            *t.gettext(_LETTERS[level].asked).format(**filled).split("\n"),
        ),
        signatory=facts.office or "",
        day=day,
    )


def _addressee(level: Level, facts: Supervision, t: Translation) -> str:
    if level == "circular":
        return t.gettext("All departments concerned")
    if level == "accountability":
        return facts.leading_group or t.gettext("The leading group")
    return facts.department or ""


def _items(step: NextStep, t: Translation) -> Iterator[str]:
    """Yield the item as a letter names it, then the measures that are late alone."""
    pair = t.gettext("{item}, {more}")
    if step.causes != ("measure_overdue",):
        clause = t.gettext("clause {source}").format(source=step.source) if step.source else ""
        causes = [cause_words(cause, step, t) for cause in step.causes if cause in {"quiet", "returned"}]
        last = [Step(step.last_level, step.last_on, ())] if step.last_level and step.last_on else []
        head = t.gettext("Item {id}, {title}").format(id=step.id, title=_title(step.title))
        dated = _dated(step.due, step.days_left, t) or step.due_wording or t.gettext("has no date yet")
        yield joined([pair.format(item=head, more=dated), clause, *causes, steps_words(last, t) if last else ""], t)
    for one in step.measures:
        head = t.gettext("Measure {id}, {title}").format(id=one.id, title=_title(one.text))
        yield pair.format(item=head, more=_dated(one.due, one.days_left, t))


def _title(text: str) -> str:
    return words.within(words.ended(text))


def _dated(due: date | None, left: int | None, t: Translation) -> str:
    """Return by when it is or was to be done, and how late it is."""
    if due is None:
        return ""
    if left is None or left >= 0:
        return t.gettext("is due on {date}").format(date=words.day(due, t))
    told = t.ngettext("was due on {date} and is {n} day late", "was due on {date} and is {n} days late", -left)
    return told.format(date=words.day(due, t), n=-left)


def cause_words(cause: Cause, step: NextStep, t: Translation) -> str:
    """Return why a step is due: how late, near or silent the item is, or how many times it was returned."""
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


def last_words(step: NextStep, t: Translation) -> str:
    """Return which step was taken last, and when; nothing where none was."""
    if step.last_level is None or step.last_on is None:
        return ""
    day = words.day(step.last_on, t)
    return t.gettext("{level} on {date}").format(level=t.gettext(words.LEVEL[step.last_level]), date=day)
