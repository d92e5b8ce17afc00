"""The words of a change: what was recorded, what it made of the item, what comes next, and the lines of a dry run."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from ledger.events import Event
from ledger.files import ROUTINES
from ledger.i18n import N_
from ledger.i18n import Translation
from ledger.model import Status
from ledger.outline import words
from ledger.outline.history import told
from ledger.outline.page import Block
from ledger.outline.page import Line
from ledger.outline.page import Page
from ledger.outline.page import Tone
from ledger.outline.page import line
from ledger.reports.change import Change
from ledger.reports.change import ChangedField
from ledger.reports.change import ChangedIndicator
from ledger.reports.change import ChangedItem
from ledger.reports.change import ChangedMeasure
from ledger.reports.change import ChangedValue
from ledger.scalars import short

# What the item waits for now; it is said when the item has just come there.
_NEXT: Mapping[Status, str] = {
    "submitted": N_("next: ledger verify {item} --outcome …"),
    "verified": N_("next: ledger close {item}"),
}
_MANY = 3  # new items, or days, that are told one by one
_DONE = ".done"  # the key of a routine's days
_TONES: Mapping[str, Tone] = {"+": "green", "-": "red", "@": "blue"}


def change(facts: Change, t: Translation) -> Page:
    """Return a line an item; before anything is written, the lines of the file as well."""
    parts = [part for item in facts.items for part in _item(item, t)]
    parts += [line(said) for said in values_words(facts.values, t)]
    blocks = [Block("", tuple(parts))] if parts else []
    if facts.evidence:
        heading = t.gettext("Evidence stored") if facts.written else t.gettext("Evidence to be stored")
        blocks.append(Block(heading, tuple(line(path) for path in facts.evidence)))
    if facts.diff and not facts.written:
        blocks.append(Block(t.gettext("Lines of the file"), tuple(line(each, _tone(each)) for each in facts.diff)))
    return Page(_title(facts, t), "", tuple(blocks))


def saved(facts: Change, t: Translation) -> Page:
    """Return what edits by hand have changed, a line an item or a value."""
    parts = [part for item in told_apart(facts.items) for part in _item(item, t)]
    parts += [line(said) for said in values_words(facts.values, t)]
    if new := together(facts.items):
        parts.append(line(new_words(new, t)))
    blocks = (Block("", tuple(parts)),) if parts else ()
    if facts.commit is None and not blocks:
        return Page(t.gettext("Nothing was edited by hand since the last version."), "", ())
    return Page(_title(replace(facts, diff=("…",)), t), "", blocks)


def together(items: Sequence[ChangedItem]) -> list[str]:
    """Return the ids of new items that are told in one line, since they are many."""
    new = [item.id for item in items if item.status_before is None and not item.removed]
    return new if len(new) > _MANY else []


def told_apart(items: Sequence[ChangedItem]) -> list[ChangedItem]:
    """Return the items that are told one by one."""
    new = together(items)
    return [item for item in items if item.id not in new]


def new_words(ids: Sequence[str], t: Translation) -> str:
    """Return that these items are new."""
    return t.gettext("new items: {ids}").format(ids=words.short_ranges(ids, t))


def values_words(values: Iterable[ChangedValue], t: Translation) -> Iterator[str]:
    """Yield what is another in the settings, the departments or the routines; days of one routine go together."""
    for (file, key, gone), group in groupby(values, _whose):
        some = [*group]
        days = [str(value.before if gone else value.after) for value in some]
        if file == ROUTINES and key.endswith(_DONE):
            said = (
                t.gettext("routine {id}: no longer done on {days}")
                if gone
                else t.gettext("routine {id}: done on {days}")
            )
            yield said.format(id=key.removesuffix(_DONE), days=few_days(days, t))
        else:
            before, after = ("–" if text is None else text for text in (some[0].before, some[0].after))
            yield f"{file} {key}: {before} → {after}"


def _whose(value: ChangedValue) -> tuple[str, str, bool]:
    """Return which value it is, and whether it is gone; the days on which a routine was done are one value."""
    key = value.key.removesuffix(f".{value.after or value.before}") if value.file == ROUTINES else value.key
    return value.file, key if key.endswith(_DONE) else value.key, value.after is None


def few_days(days: Sequence[str], t: Translation) -> str:
    """Return days one by one; where they are many, the first, the last and their number."""
    return words.names(days, t) if len(days) <= _MANY else f"{days[0]} … {days[-1]} ({len(days)})"


def _title(facts: Change, t: Translation) -> str:
    if not (facts.diff or facts.evidence):
        return t.gettext("Nothing changes: it stands there already.")
    if facts.commit:
        return t.gettext("Recorded as version {commit}.").format(commit=short(facts.commit))
    return t.gettext("Recorded.") if facts.written else t.gettext("Only tried: nothing was written.")


def _tone(text: str) -> Tone:
    return "strong" if text.startswith(("+++", "---")) else _TONES.get(text[:1], "")


def _item(item: ChangedItem, t: Translation) -> Iterator[Line]:
    yield line(heading(item, t), "strong")
    for each in what(item, t):
        yield line(f"    {each}")
    if moved := status_words(item, t):
        yield line(f"    {moved}", "strong" if item.status_before else "")
        if item.status_before and item.status in _NEXT:
            yield line(f"    {t.gettext(_NEXT[item.status]).format(item=item.id)}", "faint")


def heading(item: ChangedItem, t: Translation) -> str:
    """Return which item it is."""
    return t.gettext("Item {id}: {title}").format(id=item.id, title=item.title)


def status_words(item: ChangedItem, t: Translation) -> str:
    """Return how its status moved, and whether it is new or gone; nothing where neither is so."""
    if item.removed:
        return t.gettext("removed")
    if item.status_before is None:
        return t.gettext("new")
    if item.status_before == item.status:
        return ""
    return " → ".join(t.gettext(words.STATUS[status]) for status in (item.status_before, item.status))


def what(item: ChangedItem, t: Translation) -> Iterator[str]:
    """Yield what has come to the item: entries of its log, values of its fields, measures, readings."""
    for number, entry in zip(item.entries_lost, item.log_lost, strict=True):
        yield t.gettext("taken out: {what}").format(what=entry_words(number, entry, t))
    for number, entry in zip(item.entries, item.log, strict=True):
        yield entry_words(number, entry, t)
    for each in item.fields:
        yield _field(t.gettext(words.FIELDS[each.key]), each, t)
    yield from _measures(item, t)
    if any(map(_counts, item.measure_changes)):
        counted = t.gettext("{done} of {total} measures done")
        yield counted.format(done=item.measures_done, total=item.measures_total)
    for one in item.indicator_changes:
        yield from _indicator(one, t)


def _indicator(one: ChangedIndicator, t: Translation) -> Iterator[str]:
    """Yield what is another with an indicator: itself, its fields, its readings."""
    if one.new or one.removed:
        said = t.gettext("indicator {name} is new") if one.new else t.gettext("indicator {name} was removed")
        yield said.format(name=one.name)
    for field in one.fields:
        named = t.gettext("indicator {name}").format(name=one.name)
        yield _field(words.names([named, t.gettext(words.INDICATOR_FIELDS[field.key])], t), field, t)
    for reading in one.readings:
        label = t.gettext("reading of {name}, {day}").format(name=one.name, day=reading.on)
        before, after = (side and f"{side} {one.unit or ''}".rstrip() for side in (reading.before, reading.after))
        gone = t.gettext("taken out: {what}").format(what=before)
        value = (f"{before} → {after}" if before else after) if after else gone
        yield t.gettext("{label}: {value}").format(label=label, value=value)


def entry_words(number: int, entry: Event, t: Translation) -> str:
    """Return an entry of a log in one line: its number, kind, day and body, and what it says."""
    said = told(entry, t, void=False)
    heading = t.gettext("{number} {event} on {date}, {body}")
    named = heading.format(number=number, event=t.gettext(words.EVENT[entry.event]), date=entry.on, body=entry.by)
    return t.gettext("{label}: {value}").format(label=named, value=said) if said else named


def _field(label: str, field: ChangedField, t: Translation) -> str:
    before, after = (_value(field.key, value, t) for value in (field.before, field.after))
    value = f"{before} → {after}" if field.before else after
    return t.gettext("{label}: {value}").format(label=label, value=value)


def _counts(measure: ChangedMeasure) -> bool:
    """Return whether more of the measures are done since, or another number of them is to be done."""
    return measure.new or measure.removed or any(field.key in {"done", "dropped"} for field in measure.fields)


def _measures(item: ChangedItem, t: Translation) -> Iterator[str]:
    """Yield what is another with measures; what happened to several alike is told once."""
    alike: dict[ChangedField, list[str]] = {}
    for each in item.measure_changes:
        if each.new or each.removed:
            said = t.gettext("measure {name} is new") if each.new else t.gettext("measure {name} was removed")
            yield said.format(name=each.id)
        for field in each.fields:
            alike.setdefault(field, []).append(each.id)
    for field, names in alike.items():
        label = t.ngettext("measure {names}, {field}", "measures {names}, {field}", len(names))
        field_words = t.gettext(words.MEASURE_FIELDS[field.key])
        yield _field(label.format(names=words.names(words.runs(names), t), field=field_words), field, t)


def _value(key: str, value: str | tuple[str, ...] | None, t: Translation) -> str:
    some = (value,) if isinstance(value, str) else value
    return "–" if some is None else words.names([words.value(key, one, t) for one in some], t)
