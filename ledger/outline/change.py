"""The words of a change: what was recorded, what it made of the item, what comes next, and the lines of a dry run."""

from collections.abc import Iterator
from collections.abc import Mapping

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
from ledger.reports.change import ChangedItem

# What the item waits for now; it is said when the item has just come there.
_NEXT: Mapping[Status, str] = {
    "submitted": N_("next: ledger verify {item} --outcome …"),
    "verified": N_("next: ledger close {item}"),
}
_TONES: Mapping[str, Tone] = {"+": "green", "-": "red", "@": "blue"}


def change(facts: Change, t: Translation) -> Page:
    """Return a line an item; before anything is written, the lines of the file as well."""
    blocks = [Block("", tuple(part for item in facts.items for part in _item(item, t)))]
    if facts.evidence:
        heading = t.gettext("Evidence stored") if facts.written else t.gettext("Evidence to be stored")
        blocks.append(Block(heading, tuple(line(path) for path in facts.evidence)))
    if facts.diff and not facts.written:
        blocks.append(Block(t.gettext("Lines of the file"), tuple(line(each, _tone(each)) for each in facts.diff)))
    return Page(_title(facts, t), "", tuple(blocks))


def _title(facts: Change, t: Translation) -> str:
    if not facts.diff:
        return t.gettext("Nothing changes: it stands there already.")
    return t.gettext("Recorded.") if facts.written else t.gettext("Only tried: nothing was written.")


def _tone(text: str) -> Tone:
    return "strong" if text.startswith(("+++", "---")) else _TONES.get(text[:1], "")


def _item(item: ChangedItem, t: Translation) -> Iterator[Line]:
    yield line(t.gettext("Item {id}: {title}").format(id=item.id, title=item.title), "strong")
    for each in _what(item, t):
        yield line(f"    {each}")
    if item.status_before is None:
        yield line(f"    {t.gettext('new')}")
    elif item.status_before != item.status:
        before, after = (t.gettext(words.STATUS[status]) for status in (item.status_before, item.status))
        yield line(f"    {before} → {after}", "strong")
        if item.status in _NEXT:
            yield line(f"    {t.gettext(_NEXT[item.status]).format(item=item.id)}", "faint")


def _what(item: ChangedItem, t: Translation) -> Iterator[str]:
    """Yield what has come to the item: entries of its log, values of its fields, measures, readings."""
    for number, entry in zip(item.entries, item.log, strict=True):
        said = told(entry, t, void=False)
        heading = t.gettext("{number} {event} on {date}, {body}")
        named = heading.format(number=number, event=t.gettext(words.EVENT[entry.event]), date=entry.on, body=entry.by)
        yield t.gettext("{label}: {value}").format(label=named, value=said) if said else named
    for each in item.fields:
        label = t.gettext(words.FIELDS[each.key])
        before, after = (_value(value, t) for value in (each.before, each.after))
        value = f"{before} → {after}" if each.before else after
        yield t.gettext("{label}: {value}").format(label=label, value=value)
    if item.measures:
        counted = t.gettext("measures {names}: {done} of {total} done")
        names = words.names(words.runs(item.measures), t)
        yield counted.format(names=names, done=item.measures_done, total=item.measures_total)
    if item.readings:
        yield t.gettext("new reading: {names}").format(names=words.names(item.readings, t))


def _value(value: str | tuple[str, ...] | None, t: Translation) -> str:
    return "–" if value is None else value if isinstance(value, str) else words.names(value, t)
