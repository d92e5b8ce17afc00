"""Words for the ledger's closed sets and figures, in the language that is handed in."""

import re
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from typing import Any
from typing import get_args

from ledger.events import Level
from ledger.i18n import N_
from ledger.i18n import Translation
from ledger.i18n import translation
from ledger.model import Every
from ledger.model import IndicatorKind
from ledger.model import Kind
from ledger.model import Rhythm
from ledger.model import Status
from ledger.model import Type
from ledger.outline.page import Cell
from ledger.outline.page import Tone
from ledger.pace import Light
from ledger.pace import Reason
from ledger.reports.rows import Row
from ledger.scalars import short

STATUS: Mapping[Status, str] = {
    "open": N_("not started"),
    "in_progress": N_("in progress"),
    "submitted": N_("awaiting verification"),
    "verified": N_("verified"),
    "closed": N_("closed out"),
    "withdrawn": N_("withdrawn"),
}
LIGHT: Mapping[Light, str] = {
    "red": N_("red"),
    "yellow": N_("yellow"),
    "grey": N_("grey"),
    "green": N_("green"),
    "blue": N_("blue"),
}
REASON: Mapping[Reason, str] = {
    "closed": N_("closed out"),
    "withdrawn": N_("withdrawn"),
    "overdue": N_("overdue"),
    "due_soon": N_("due soon"),
    "rhythm": N_("report missed"),
    "quiet": N_("silent"),
    "behind": N_("behind schedule"),
    "late": N_("handed in late"),
    "no_date": N_("no date"),
    "on_track": N_("on track"),
}
KIND: Mapping[Kind, str] = {
    "problem": N_("problem"),
    "recommendation": N_("recommendation"),
    "both": N_("problem and recommendation"),
}
TYPE: Mapping[Type, str] = {"immediate": N_("immediate"), "phased": N_("phased")}
EVERY: Mapping[Every, str] = {
    "day": N_("daily"),
    "week": N_("weekly"),
    "month": N_("monthly"),
    "quarter": N_("quarterly"),
    "year": N_("yearly"),
    "holiday": N_("before holidays"),
}
RHYTHM: Mapping[Rhythm, str] = {each: EVERY[each] for each in get_args(Rhythm)}
INDICATOR: Mapping[IndicatorKind, str] = {
    "baseline": N_("baseline"),
    "target": N_("target"),
    "scope": N_("scope"),
    "output": N_("output"),
    "duration": N_("duration"),
}
AIM: Mapping[str, str] = {">=": N_("at least {value}"), "<=": N_("at most {value}"), "=": "{value}", "all": N_("all")}
LEVEL: Mapping[Level, str] = {
    "remind": N_("reminder"),
    "supervise": N_("supervision notice"),
    "interview": N_("interview"),
    "circular": N_("circular"),
    "accountability": N_("proposal of accountability"),
}
# What else people call a level: the paper, or a shorter word.
ALSO: Mapping[str, str] = {
    "提醒函": "remind",
    "督办函": "supervise",
    "约谈函": "interview",
    "通报批评": "circular",
    "问责": "accountability",
}
EVENT: Mapping[str, str] = {
    "progress": N_("progress"),
    "inspect": N_("inspection"),
    "decide": N_("decision"),
    "notice": N_("notice"),
    "lookback": N_("look-back"),
    "extend": N_("extension"),
    "submit": N_("application to close"),
    "return": N_("returned"),
    "verify": N_("verification"),
    "publicize": N_("publicity"),
    "close": N_("closing"),
    "report": N_("report"),
    "withdraw": N_("withdrawal"),
    "restore": N_("restoration"),
    "handover": N_("handover"),
    "reopen": N_("reopening"),
    "correct": N_("correction"),
}
PEOPLE: Mapping[str, str] = {
    "leader": N_("Leader in charge"),
    "office": N_("Undertaking office"),
    "person": N_("Responsible person"),
}
# The fields of an item that a person sets, and what they are called.
FIELDS: Mapping[str, str] = {
    "area": N_("Area"),
    "kind": N_("Kind"),
    "title": N_("Title"),
    "problem": N_("Problem"),
    "recommendation": N_("Recommendation"),
    "source": N_("Clause"),
    "lead": N_("Lead"),
    "support": N_("Support"),
    **PEOPLE,
    "goal": N_("Goal"),
    "type": N_("Type"),
    "ongoing": N_("Lasting duty"),
    "due": N_("Due"),
    "due_wording": N_("Wording of the time limit"),
    "since": N_("In the ledger since"),
    "sub_ledger": N_("Sub-ledger"),
}
# What a measure has beside that.
MEASURE_FIELDS: Mapping[str, str] = {
    **FIELDS,
    "text": N_("Text"),
    "done": N_("Done"),
    "dropped": N_("Dropped"),
    "evidence": N_("Evidence"),
}
# What an indicator has beside its name and readings.
INDICATOR_FIELDS: Mapping[str, str] = {
    "kind": FIELDS["kind"],
    "literal": N_("In the plan's words"),
    "value": N_("Value"),
    "unit": N_("Unit"),
    "aim": N_("Aim"),
    "measure": N_("Measure"),
}
# The values of fields that have one of a few, and what these are called.
_VALUES: Mapping[str, Mapping[str, str]] = {
    "kind": {
        **{str(name): word for name, word in KIND.items()},
        **{str(name): word for name, word in INDICATOR.items()},
    },
    "type": {str(name): word for name, word in TYPE.items()},
    "status": {str(name): word for name, word in STATUS.items()},
    "every": {str(name): word for name, word in EVERY.items()},
    "ongoing": {str(name): word for name, word in EVERY.items()},
}
# What a step may lack, by the code of the refusal.
LACK: Mapping[str, str] = {
    "lacks-lead": N_("a responsible department"),
    "lacks-measures": N_("finished measures"),
    "lacks-evidence": N_("evidence"),
    "verified-by-lead": N_("a verifier that is not the lead"),
    "lacks-publicity": N_("publicity"),
    "sub-ledger-open": N_("a closed sub-ledger"),
    "sub-ledger-empty": N_("entries in its sub-ledger"),
    "publicity-runs": N_("the end of the publicity"),
}
# The fields of a fault's sentence that hold words of the files, and what those are called.
_STATUS: Mapping[str, str] = {str(name): word for name, word in STATUS.items()}
_FIELDS: Mapping[str, Mapping[str, str]] = {
    "event": EVENT,
    "level": {str(name): word for name, word in LEVEL.items()},
    "status": _STATUS,
    "replayed": _STATUS,
    "sources": _STATUS,
    "missing": PEOPLE,
    "lack": LACK,
}
# Why a file cannot be written, by what the system says.
CAUSE: Mapping[str, str] = {
    "No such file or directory": N_("there is no such folder"),
    "Permission denied": N_("there is no permission to write there"),
}
# By which rule the words of a time limit were read.
RULE: Mapping[str, str] = {
    "day": N_("a day"),
    "month": N_("the end of a month"),
    "before-month": N_("before a month: the end of the one before, or of that one"),
    "ten-days": N_("a third of a month"),
    "quarter": N_("the end of a quarter"),
    "before-quarter": N_("before a quarter: the end of the one before, or of that one"),
    "half-year": N_("the end of a half-year"),
    "year": N_("the end of a year"),
    "before-year": N_("before a year: the end of the one before, or of that one"),
    "term": N_("the end of a school term"),
    "term-start": N_("before a school term begins"),
    "duration": N_("a duration"),
    "period": N_("a period, its first day not counted"),
    "working-days": N_("working days"),
    "immediate": N_("at once: the days that the office allows"),
    "range": N_("the end of a stretch of time"),
}
# What the ledger does not know, by the code of the check.
GAP: Mapping[str, str] = {
    "no-text": N_("no text of its kind"),
    "no-lead": N_("no responsible department"),
    "body-ended": N_("carried by a body that is no more"),
    "no-measure-lead": N_("measures without a lead"),
    "no-due": N_("no time limit"),
    "ambiguous-due": N_("time limit with two readings"),
    "open-due": N_("time limit without a start"),
    "unset-due": N_("time limit not set as a date"),
    "unread-due": N_("time limit that is no date"),
    "vague-due": N_("vague time limit"),
    "immediate-due": N_("“at once” without a number of days"),
    "beyond-holidays": N_("working days beyond the known holidays"),
    "unset-rhythm": N_("rhythm that is not set"),
    "no-person": N_("no responsible people"),
    "no-evidence": N_("finished without evidence"),
    "parts-open": N_("closed with parts that are open"),
    "target-missed": N_("closed though a target was missed"),
    "target-unread": N_("closed without a reading of a target"),
}

_PAIR = 2  # ids that are shorter one by one
_RUNS = 10
_ROOM = 12  # Chinese characters of names in one cell

# What else the check may say of an item; anything that is not here is an error in its entry.
# Of these, what is said at once of words that somebody has just entered.
DEADLINE = frozenset(code for code in GAP if code.endswith("-due") and code != "no-due") | {
    "beyond-holidays",
    "unset-rhythm",
}
REMARK: Mapping[str, str] = {
    "acted-outside": N_("body that was not there then"),
    "due-differs": N_("date unlike its wording"),
    "log-order": N_("log out of order"),
    "before-plan": N_("dated before the plan"),
}

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def harmless(text: str) -> str:
    """Return `text` on one line, with every character that could steer a terminal made visible."""
    return _CONTROL.sub(_visible, text) if _CONTROL.search(text) else text


def _visible(match: re.Match[str]) -> str:
    character = match[0]
    if character in "\n\t\u2028\u2029":
        return " "
    return chr(0x2400 + ord(character)) if character < " " else f"<U+{ord(character):04X}>"


def light_cell(light: Light, reason: Reason, t: Translation) -> Cell:
    """Return the light as a sign, its colour as a tone, and its reason as a word: colour alone says nothing."""
    return Cell(f"● {t.gettext(REASON[reason])}", light)


def id_cell(row: Row) -> Cell:
    """Return the item's id, marked where the check finds an error in it."""
    return Cell(f"{row.id} !" if row.faults else row.id, "red" if row.faults else "strong")


def meaning(called: Mapping[Any, str], typed: str) -> str | None:
    """Return the word of the files that is meant by it, or by what it is called in either language."""
    chinese = translation("zh").gettext
    return next((str(word) for word, name in called.items() if typed in {word, name, chinese(name)}), None)


def worded(field: str, value: str | Sequence[str], t: Translation) -> str | Sequence[str]:
    """Return a field of a fault with the words of the files explained: closed out (closed)."""
    known: Mapping[str, str] = _FIELDS.get(field, {})
    if field == "rule" and isinstance(value, str):
        return t.gettext(RULE.get(value.partition("+")[0], value))
    if field == "cause" and isinstance(value, str):
        return t.gettext(CAUSE.get(value, value))
    if field == "what" and isinstance(value, str):
        return _place(value, t)
    if not isinstance(value, str):
        return [str(worded(field, each, t)) for each in value]
    return t.gettext("{word} ({value})").format(word=t.gettext(known[value]), value=value) if value in known else value


def _place(path: str, t: Translation) -> str:
    """Return a place in an item as people call it: measures.9.2.due is measure 9.2, Due."""
    match = re.fullmatch(r"(?:measures\.(.+?)\.?)?([a-z_]*)", path)
    if match is None:
        return path
    name, key = match[1], match[2]
    label = t.gettext(MEASURE_FIELDS[key]) if key in MEASURE_FIELDS else key
    if not name:
        return label
    measure = t.gettext("measure {name}").format(name=name)
    return t.gettext(", ").join(part for part in (measure, label) if part)


def day(when: date, t: Translation) -> str:
    """Return a day as papers have it: 2024年6月3日."""
    return t.gettext("{year}-{month:02}-{day:02}").format(year=when.year, month=when.month, day=when.day)


def value(key: str, value: str, t: Translation) -> str:
    """Return the value of a field as people call it; one that has no name of its own is what it is."""
    known = _VALUES.get(key, {})
    return t.gettext(known[value]) if value in known else value


def names(some: Sequence[str], t: Translation) -> str:
    """Return names joined as the language joins them."""
    return t.gettext(", ").join(some)


def too_narrow(headings: Sequence[str], t: Translation) -> str:
    """Return what is said where columns had to be left out."""
    return t.gettext("Too narrow here for: {columns}").format(columns=names(headings, t))


def version_words(commit: str, day: date, t: Translation) -> str:
    """Return which version is meant."""
    return t.gettext("version {commit} of {day}").format(commit=short(commit), day=day)


def short_names(some: Sequence[str], t: Translation) -> str:
    """Return the names where a cell has room for them, else the first and how many others."""
    if sum(map(len, some)) <= _ROOM or len(some) == 1:
        return names(some, t)
    return t.gettext("{first} +{others}").format(first=some[0], others=len(some) - 1)


def days(days_left: int | None, t: Translation) -> Cell:
    """Return how late, or how much time is left."""
    if days_left is None:
        return Cell("")
    if days_left < 0:
        return Cell(t.ngettext("{n} day late", "{n} days late", -days_left).format(n=-days_left), "red")
    if days_left == 0:
        return Cell(t.gettext("today"), "yellow")
    return Cell(t.ngettext("in {n} day", "in {n} days", days_left).format(n=days_left))


def short_ranges(ids: Sequence[str], t: Translation) -> str:
    """Return at most ten runs of ids, and how many there are in all."""
    parts = runs(ids)
    if len(parts) <= _RUNS:
        return names(parts, t)
    return t.gettext("{ids} … ({n} in all)").format(ids=names(parts[:_RUNS], t), n=len(ids))


_INNER = str.maketrans("“”《》", "‘’〈〉")


def runs(ids: Sequence[str]) -> list[str]:
    """Return ids with runs of numbers drawn together: 3–5, 9, 11–14, and measures like 9.1–9.4."""
    found: list[list[str]] = []
    for one in ids:
        if found and _follows(found[-1][-1], one):
            found[-1].append(one)
        else:
            found.append([one])
    return [part for run in found for part in ([f"{run[0]}–{run[-1]}"] if len(run) > _PAIR else run)]


def items(ids: Sequence[str], t: Translation) -> str:
    """Return items by their numbers, as a sentence names them: 第2、5至7项."""
    told = [part.replace("–", t.gettext("–")) for part in runs(ids)]
    return t.ngettext("item {ids}", "items {ids}", len(ids)).format(ids=names(told, t))


def within(text: str) -> str:
    """Return a text as it stands in quotation marks: those in it become inner ones."""
    return text.translate(_INNER)


def ended(text: str) -> str:
    """Return a text that a sentence goes on behind, on one line and without a full stop."""
    return " ".join(text.split()).rstrip("。．.；;，,")


def _follows(one: str, other: str) -> bool:
    """Return whether the second id is the next number behind the first, of the same item if they are measures."""
    (stem, _, last), (other_stem, _, number) = one.rpartition("."), other.rpartition(".")
    return stem == other_stem and last.isdecimal() and number.isdecimal() and int(number) == int(last) + 1


def counted(heading: str, count: int, t: Translation) -> str:
    """Return a heading with the number of what stands under it."""
    return t.gettext("{heading} ({n})").format(heading=heading, n=count)


def tone_of_count(count: int, tone: Tone) -> Cell:
    """Return a figure, toned unless it is nought."""
    return Cell(str(count), tone if count else "faint")
