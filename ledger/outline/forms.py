"""The words of a form that a department fills in, and of what it has filled in as a note in the ledger."""

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from ledger.i18n import N_
from ledger.i18n import Translation
from ledger.model import Role
from ledger.outline import words
from ledger.reports.collection import month_name
from ledger.reports.forms import Form
from ledger.reports.forms import FormRow

_ROLE: Mapping[Role, str] = {"lead": N_("Leads"), "support": N_("Supports")}
_GIVEN = (
    N_("No."),
    N_("Item under rectification"),
    N_("Measure"),
    N_("Role"),
    N_("Due"),
    N_("Reported last"),
)
_ASKED = (
    N_("Progress this month"),
    N_("Measure done on"),
    N_("Evidence (file name)"),
    N_("Expected to be done by"),
    N_("Difficulty"),
)
_DIFFICULTIES = (
    N_("funds"),
    N_("staff and posts"),
    N_("land and planning"),
    N_("approval procedures"),
    N_("needs coordination from above"),
    N_("none"),
)


class FormWords(NamedTuple):
    """What stands in a form: two lines above the table, headings of what is given and asked, a row a measure.

    `date_hint` says how a day is written; `difficulties` are offered, any other words are taken as well. `finished` are
    the rows of measures that may be done on a day.
    """

    sheet: str
    title: str
    guide: str
    given: tuple[str, ...]
    asked: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    date_hint: str
    difficulties: tuple[str, ...]
    finished: frozenset[str]


def headings(t: Translation) -> tuple[str, ...]:
    """Return the headings of a form, of what is given and of what is asked."""
    return tuple(t.gettext(heading) for heading in (*_GIVEN, *_ASKED))


def form(facts: Form, t: Translation) -> FormWords:
    """Return the words of a form."""
    title = t.gettext("{department}: progress of rectification, {month}")
    guide = t.gettext(
        "Fill in the yellow cells alone; where nothing has moved, write no progress. Days like 2024-06-28. Put "
        "evidence beside this file and name it here, several names with a semicolon between. Send both back."
    )
    return FormWords(
        sheet=t.gettext("Report"),
        title=title.format(department=facts.department, month=month_name(facts.month)),
        guide=guide,
        given=tuple(t.gettext(heading) for heading in _GIVEN),
        asked=tuple(t.gettext(heading) for heading in _ASKED),
        rows=tuple(given(row, t) for row in facts.rows),
        date_hint=t.gettext("A day, like 2024-06-28."),
        difficulties=tuple(t.gettext(difficulty) for difficulty in _DIFFICULTIES),
        finished=frozenset(row.key for row in facts.rows if row.finishes),
    )


def given(row: FormRow, t: Translation) -> tuple[str, ...]:
    """Return what a row says of itself, before what is asked."""
    last = ""
    if row.last:
        told = t.gettext("{date}, {name}: {note}") if row.last_by else t.gettext("{date}: {note}")
        last = told.format(date=row.last.on, name=row.last_by, note=row.last.note)
    due = str(row.due or row.due_wording or "")
    return (row.key, row.title, row.text, t.gettext(_ROLE[row.role]), due, last)


class Said(NamedTuple):
    """What a department says of an item or of a measure; each part may be missing."""

    progress: str = ""
    done: date | None = None
    expected: date | None = None
    difficulty: str = ""
    files: tuple[str, ...] = ()


def note(measure: str | None, said: Said, t: Translation) -> str:
    """Return what a department has said as one note of the log; the names of files alone where it said nothing else."""
    parts = [
        said.progress,
        t.gettext("done on {date}").format(date=said.done) if said.done else "",
        t.gettext("expected to be done by {date}").format(date=said.expected) if said.expected else "",
        t.gettext("difficulty: {words}").format(words=said.difficulty) if said.difficulty else "",
    ]
    told = t.gettext("; ").join(part for part in parts if part) or filed(said.files, t)
    return labelled(measure, told, t)


def labelled(measure: str | None, told: str, t: Translation) -> str:
    """Return what is told of an item, or of one of its measures, by name."""
    if measure is None:
        return told
    label = t.gettext("measure {name}").format(name=measure)
    return t.gettext("{label}: {value}").format(label=label, value=told)


def remarked(measure: str | None, told: Mapping[str, str], t: Translation) -> str:
    """Return what a row of a table says of progress, status, evidence and beside that, as one note of the log."""
    said = {
        "progress": "{words}",
        "status": t.gettext("status as told: {words}"),
        "evidence": t.gettext("evidence as told: {words}"),
        "remark": t.gettext("remark: {words}"),
    }
    parts = [words_.format(words=told[key]) for key, words_ in said.items() if key in told]
    return labelled(measure, t.gettext("; ").join(parts), t)


def filed(files: Sequence[str], t: Translation) -> str:
    """Return that evidence was filed."""
    return t.gettext("evidence filed: {names}").format(names=words.names(files, t))
