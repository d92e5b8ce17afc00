"""The words of a version in git: a subject that says what was done to which items, a body, and trailers for programs.

Only our own lines begin a line: what was typed is indented, so that no note can pass for a trailer or end the message.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from datetime import date

from ledger.history import REPAIRS
from ledger.history import UNDOES
from ledger.history import WHY
from ledger.history import undoing
from ledger.i18n import ENGLISH
from ledger.i18n import Translation
from ledger.model import Ledger
from ledger.outline import words
from ledger.outline.change import few_days
from ledger.outline.change import heading
from ledger.outline.change import status_words
from ledger.outline.change import values_words
from ledger.outline.change import what
from ledger.reports.change import ChangedIndicator
from ledger.reports.change import ChangedItem
from ledger.reports.change import ChangedMeasure
from ledger.reports.change import ChangedValue
from ledger.scalars import short

BY_HAND = "edit by hand"
_LONGEST = 72  # characters of a subject, as git's own tools expect


def message(verb: str, items: Sequence[ChangedItem], t: Translation) -> str:
    """Return the message for a change by a command: `close 9: title`, and what has become of each item."""
    subject = f"{verb} {' '.join(words.runs([item.id for item in items]))}: {items[0].title}"
    subject += f" +{len(items) - 1}" if len(items) > 1 else ""
    return _whole(subject, "", _lines(items, t), _trailers(items))


def routine_done(ids: Sequence[str], days: Sequence[date], others: Sequence[ChangedValue], t: Translation) -> str:
    """Return the message for days on which routines were done: `routine 8.月报: done 2024-05-31`."""
    subject = f"routine {' '.join(ids)}: done {few_days([*map(str, days)], ENGLISH)}"
    return _whole(subject, "", values_words(others, t), [f"Ledger-Routine: {name}" for name in ids])


def begun(why: str, ledger: Ledger) -> str:
    """Return the message for the first version of a ledger."""
    count = len(ledger.items)
    return _whole(f"begin the ledger: {count} item{'s' if count != 1 else ''}", why, [], [])


def housekeeping(subject: str) -> str:
    """Return the message for a version that changes nothing of the ledger itself."""
    return _whole(subject, "", [], [])


def issued(name: str, title: str, files: Sequence[str], commit: str) -> str:
    """Return the message for a report that is issued, with its files and the version it was made from."""
    trailers = [*(f"Ledger-Report: {file}" for file in files), f"Ledger-Source: {commit}"]
    return _whole(f"issue {name}: {title}", "", [], trailers)


def by_hand(
    why: str, items: Sequence[ChangedItem], others: Sequence[ChangedValue], t: Translation, names: Sequence[str]
) -> str:
    """Return the message for edits by hand: `edit by hand: 4 due 2024-12-31 → 2025-06-30`.

    Where no value is another, the `names` of the files are told, of which only the layout or comments are.
    """
    told = [*(part for item in items for part in _brief(item)), *values_words(others, ENGLISH)]
    subject = f"{BY_HAND}: {told[0] if told else ', '.join(names)}"
    for number, part in enumerate(told[1:], start=1):
        longer = f"{subject}; {part}"
        if len(longer) > _LONGEST:
            subject += f"; +{len(told) - number}"
            break
        subject = longer
    return _whole(subject, why, [*_lines(items, t), *values_words(others, t)], _trailers(items))


def undone(
    commit: str, subject: str, items: Sequence[ChangedItem], others: Sequence[ChangedValue], t: Translation
) -> str:
    """Return the message for a version that takes another one back."""
    trailers = [*_trailers(items), f"{UNDOES}: {commit}"]
    return _whole(undoing(subject), "", [*_lines(items, t), *values_words(others, t)], trailers)


def repaired(commit: str, items: Sequence[ChangedItem], others: Sequence[ChangedValue], t: Translation) -> str:
    """Return the message for a version that puts a merge right."""
    trailers = [*_trailers(items), f"{REPAIRS}: {commit}"]
    subject = (
        f"repair merge {short(commit)}: {', '.join([*(item.id for item in items), *(each.key for each in others)])}"
    )
    return _whole(subject, "", [*_lines(items, t), *values_words(others, t)], trailers)


def _whole(subject: str, why: str, lines: Iterable[str], trailers: Sequence[str]) -> str:
    paragraphs = [_one_line(subject)]
    if why:
        trailers = [f"{WHY}: {why}", *trailers]
    if body := [f"  {_inside(each)}" for each in lines]:
        paragraphs.append("\n".join(body))
    if trailers:
        paragraphs.append("\n".join(map(_one_line, trailers)))
    return "\n\n".join(paragraphs) + "\n"


def _one_line(text: str) -> str:
    return words.harmless(" ".join(text.split()))


def _inside(text: str) -> str:
    """Return what was typed so that each of its lines is indented."""
    return "\n      ".join(words.harmless(part) for part in text.split("\n"))


def _lines(items: Iterable[ChangedItem], t: Translation) -> Iterator[str]:
    for item in items:
        yield heading(item, t)
        yield from (f"  {part}" for part in (*what(item, t), status_words(item, t)) if part)


def _trailers(items: Iterable[ChangedItem]) -> list[str]:
    found = []
    for item in items:
        found.append(f"Ledger-Item: {item.id}")
        entries = zip(item.entries, item.log, strict=True)
        found += [f"Ledger-Event: {entry.event} {item.id}#{number}" for number, entry in entries]
    return found


def _brief(item: ChangedItem) -> Iterator[str]:
    """Yield what is another with an item, in the words of the files."""
    if item.removed or item.status_before is None:
        yield f"{item.id} {'removed' if item.removed else 'new'}"
        return
    for number in item.entries_lost:
        yield f"{item.id} log {number} removed"
    for entry in item.log:
        yield f"{item.id} {entry.event} {entry.on}"
    for field in item.fields:
        yield f"{item.id} {field.key} {_moved(field.before, field.after)}"
    for measure in item.measure_changes:
        yield from _brief_part(measure.id, measure)
    for indicator in item.indicator_changes:
        yield from _brief_part(f"{item.id} {indicator.name}", indicator)
        for reading in indicator.readings:
            yield f"{item.id} {indicator.name} {reading.on} {_moved(reading.before, reading.after)}"
    if item.status != item.status_before:
        yield f"{item.id} status {_moved(item.status_before, item.status)}"


def _brief_part(named: str, part: ChangedMeasure | ChangedIndicator) -> Iterator[str]:
    if part.new or part.removed:
        yield f"{named} {'new' if part.new else 'removed'}"
    for field in part.fields:
        yield f"{named} {field.key} {_moved(field.before, field.after)}"


def _moved(before: str | Sequence[str] | None, after: str | Sequence[str] | None) -> str:
    was, now = (
        "–" if value is None else value if isinstance(value, str) else ",".join(value) for value in (before, after)
    )
    return f"{was} → {now}"
