"""One measure from its entry: its text, who has which part in it, by when, and whether it was done; and the figures."""

from collections.abc import Iterator
from collections.abc import Sequence
from typing import Any

from ledger import deadlines
from ledger.intake import bodies
from ledger.intake import limits
from ledger.intake import states
from ledger.intake.content import Entry
from ledger.intake.content import values
from ledger.intake.due import limits_within
from ledger.intake.due import set_limit
from ledger.intake.duty import labelled
from ledger.intake.duty import put_bodies
from ledger.intake.figures import Figure
from ledger.intake.figures import figures
from ledger.intake.making import Around
from ledger.intake.making import Making
from ledger.intake.sentences import within
from ledger.intake.terms import Field
from ledger.model import Indicator
from ledger.model import IndicatorKind
from ledger.model import Measure
from ledger.scalars import as_day

_NOT_OF_MEASURES: Sequence[Field] = ("note", "leader", "office", "goal", "evidence", "type", "source", "progress")


def measure(made: Making, entry: Entry, at: int, around: Around, *, sole: bool) -> Measure:
    """Return the measure at this place, counted from 0; who its words name goes to the item where it is the `sole` one.

    So does a time limit of the item's only measure, unless the item has one.
    """
    path = f"measures.{at}."
    closing = bodies.closing(entry.text)
    text = (entry.text[: closing.begin].rstrip() if closing else "") or entry.text
    data: dict[str, Any] = {"id": f"{made.id}.{at + 1}", "text": text}
    made.lines[f"{path}text"] = entry.line
    own, lines = labelled(entry.fields)
    own += closing.bodies if closing else bodies.Bodies()
    put_bodies(made, data, path, own, lines[0] if lines else entry.line)
    to_item = sole and not own.parts
    put_bodies(made, made.data if to_item else data, "" if to_item else path, within(text), entry.line)
    ends = [(closing.wording, entry.line)] if closing and closing.wording else []
    first, *further = [*values(entry.fields, "due"), *ends, ("", 0)]
    if first[0]:
        made.limited = True
        set_limit(made, data, path, first, deadlines.read(first[0], around.calendar))
    for words, line in further:
        if words:
            made.doubt("further-date", line, words=words)
    for words, line in values(
        entry.fields, "note", "leader", "office", "goal", "evidence", "type", "source", "progress"
    ):
        made.doubt("not-kept", line, words=words)
    for words, line in values(entry.fields, "person"):
        data["person"] = words
        made.lines[f"{path}person"] = line
    _limited(made, data, path, Entry(text, entry.line), around)
    day = as_day(states.done_on(text))
    if day and around.calendar.base and day <= around.calendar.base:
        data["done"] = day
        made.lines[f"{path}done"] = entry.line
    return Measure.model_validate(data)


def _limited(made: Making, data: dict[str, Any], path: str, entry: Entry, around: Around) -> None:
    """Set the time limit that a measure's words name: the item's where it has one measure alone and none yet."""
    firm = any(each.firm for each in limits.found(entry.text, around.calendar))
    free = made.alone and firm and "due_wording" not in made.data
    limits_within(made, made.data if free else data, "" if free else path, entry, around)


def indicators(made: Making, entries: Sequence[Entry]) -> Iterator[Indicator]:
    """Yield the figures of what was found, what is aimed at and what is to be done, with their measures."""
    found: list[tuple[Figure, str | None, int]] = []
    kinds: dict[str, IndicatorKind] = {"problem": "baseline", "recommendation": "baseline", "goal": "target"}
    for key, kind in kinds.items():
        found += [(each, None, made.lines.get(key, 0)) for each in figures(made.data.get(key, ""), kind)]
    for number, entry in enumerate(entries, start=1):
        found += [(each, f"{made.id}.{number}", entry.line) for each in figures(entry.text, "target")]
    for at, (each, name, line) in enumerate(found):
        made.lines[f"indicators.{at}"] = line
        yield Indicator(
            name=each.name.strip() or each.literal, unit=each.unit, kind=each.kind, literal=each.literal,
            value=each.value, aim=each.aim, measure=name,
        )  # fmt: skip
