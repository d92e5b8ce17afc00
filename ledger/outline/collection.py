"""The words of forms sent out, of answers taken in, and of who has answered."""

from collections.abc import Iterator
from collections.abc import Mapping

from ledger.i18n import N_
from ledger.i18n import Translation
from ledger.outline import change as change_words
from ledger.outline import words
from ledger.outline.findings import told
from ledger.outline.page import Block
from ledger.outline.page import Cell
from ledger.outline.page import Column
from ledger.outline.page import Line
from ledger.outline.page import Page
from ledger.outline.page import Part
from ledger.outline.page import Table
from ledger.outline.page import Tone
from ledger.outline.page import cells
from ledger.outline.page import line
from ledger.reports.collection import Answer
from ledger.reports.collection import Answered
from ledger.reports.collection import Fate
from ledger.reports.collection import Remark
from ledger.reports.collection import Replies
from ledger.reports.collection import Reply
from ledger.reports.collection import Sending
from ledger.reports.collection import Taking

_ANSWERED: Mapping[Answered, tuple[str, Tone]] = {
    "answered": (N_("answered"), "green"),
    "answered_late": (N_("answered late"), "yellow"),
    "waiting": (N_("not answered"), ""),
    "late": (N_("late"), "red"),
}
_FATE: Mapping[Fate, str] = {
    "taken": N_("taken in"),
    "known": N_("nothing new"),
    "empty": N_("nothing filled in"),
    "refused": N_("not taken"),
    "passed_over": N_("passed over"),
}


# What stands over a list of workbooks of which there is nothing more to say.
_HEADING: Mapping[Fate, str] = {
    **_FATE,
    "known": N_("Nothing new"),
    "empty": N_("Nothing filled in"),
    "passed_over": N_("Passed over, no workbooks of ledger"),
}


def sending(facts: Sending, t: Translation) -> Page:
    """Return the workbooks, and what is done with them next."""
    columns = (
        Column(t.gettext("Department")),
        Column(t.gettext("Items"), right=True),
        Column(t.gettext("Rows"), drop=1, right=True),
        Column(t.gettext("Workbook"), flexible=True),
    )
    rows = tuple(cells(each.department, str(each.items), str(each.rows), each.file) for each in facts.forms)
    title = t.gettext("Workbooks for {month}").format(month=facts.month)
    following = (
        t.gettext("What comes back: ledger collect in FILES-OR-FOLDERS")
        if facts.written
        else t.gettext("Only tried: nothing was written.")
    )
    return Page(words.counted(title, len(rows), t), "", (Block("", (Table(columns, rows), line(following, "faint"))),))


def taking(facts: Taking, t: Translation) -> Page:
    """Return, for each workbook, what was recorded, and what was not taken and why; those without either are listed."""
    taken = sum(answer.fate == "taken" for answer in facts.answers)
    title = t.ngettext("{n} answer taken in", "{n} answers taken in", taken).format(n=taken)
    apart = [answer for answer in facts.answers if _tells(answer)]
    blocks = [_answer(answer, t) for answer in apart]
    for fate in _FATE:
        if files := [_named(answer, t) for answer in facts.answers if answer.fate == fate and not _tells(answer)]:
            heading = words.counted(t.gettext(_HEADING[fate]), len(files), t)
            blocks.append(Block(heading, tuple(line(file) for file in files)))
    return Page(title if facts.written else t.gettext("Only tried: nothing was written."), "", tuple(blocks))


def _tells(answer: Answer) -> bool:
    """Return whether there is more to say of a workbook than what became of it."""
    return answer.fate == "taken" or answer.doubtful


def _named(answer: Answer, t: Translation) -> str:
    if answer.department is None:
        return answer.file
    named = t.gettext("{department}, {month} ({file})")
    return named.format(department=answer.department, month=answer.month, file=answer.file)


def _answer(answer: Answer, t: Translation) -> Block:
    tried = answer.change is not None and not answer.change.written and answer.fate == "taken"
    what = t.gettext("would be taken in") if tried else t.gettext(_FATE[answer.fate])
    fate = t.gettext("{label}: {value}").format(label=_named(answer, t), value=what)
    parts = [*_recorded(answer, t), *(part for each in answer.remarks for part in _remark(each, t))]
    return Block(fate, tuple(parts))


def _recorded(answer: Answer, t: Translation) -> Iterator[Part]:
    """Yield what has changed, with the lines of the file where it was only tried."""
    if answer.change is None or not answer.change.diff:
        return
    page = change_words.change(answer.change, t)
    if answer.change.commit:
        yield line(page.title, "faint")
    if answer.changed_since:
        since = t.gettext("changed since the workbook was made: {ids}")
        yield line(since.format(ids=words.short_ranges(answer.changed_since, t)), "faint")
    for block in page.blocks:
        yield from [line(block.heading, "strong")] if block.heading else []
        yield from block.parts


def _remark(one: Remark, t: Translation) -> Iterator[Line]:
    what, *hint = told(one.code, one.fields, t).split("\n")
    place = t.gettext("{sheet} {cell}").format(sheet=one.sheet, cell=one.cell) if one.cell else ""
    said = t.gettext("{label}: {value}").format(label=place, value=what) if place else what
    yield line(said, "red")
    yield from (line(f"    {each}", "faint") for each in hint)


def replies(facts: Replies, t: Translation) -> Page:
    """Return who has answered, and on which items nothing was heard."""
    columns = (
        Column(t.gettext("Department")),
        Column(t.gettext("Answer")),
        Column(t.gettext("First on"), drop=2),
        Column(t.gettext("Reported"), right=True),
        Column(t.gettext("Not reported on"), drop=1, flexible=True),
    )
    title = t.gettext("Answers for {month}").format(month=facts.month)
    subtitle = t.gettext("as of {date}, due by {due}").format(date=facts.as_of, due=facts.due)
    if not facts.departments:
        return Page(title, subtitle, (Block("", (line(t.gettext("No department carries an open item.")),)),))
    parts = (Table(columns, tuple(_reply(each, t) for each in facts.departments)), line(_sum(facts, t), "strong"))
    return Page(title, subtitle, (Block("", parts),))


def _reply(each: Reply, t: Translation) -> tuple[Cell, ...]:
    word, tone = _ANSWERED[each.state]
    return (
        Cell(each.department),
        Cell(t.gettext(word), tone),
        Cell(str(each.answered_on or "–"), "" if each.answered_on else "faint"),
        Cell(f"{each.reported}/{each.items}"),
        Cell(words.short_ranges(each.missing, t)),
    )


def _sum(facts: Replies, t: Translation) -> str:
    counts = {state: sum(each.state == state for each in facts.departments) for state in _ANSWERED}
    counted = t.gettext("{answered} answered, {waiting} not yet, {late} late")
    answered = counts["answered"] + counts["answered_late"]
    return counted.format(answered=answered, waiting=counts["waiting"], late=counts["late"])
