"""The words of `log` and `diff`: what each version made of the ledger, and two versions side by side."""

from collections.abc import Iterator

from ledger.i18n import Translation
from ledger.outline import words
from ledger.outline.change import heading
from ledger.outline.change import new_words
from ledger.outline.change import status_words
from ledger.outline.change import together
from ledger.outline.change import told_apart
from ledger.outline.change import values_words
from ledger.outline.change import what
from ledger.outline.page import Block
from ledger.outline.page import Line
from ledger.outline.page import Page
from ledger.outline.page import line
from ledger.reports.change import ChangedItem
from ledger.reports.timeline import Comparison
from ledger.reports.timeline import Moment
from ledger.reports.timeline import Timeline
from ledger.scalars import short


def timeline(facts: Timeline, t: Translation) -> Page:
    """Return a block a moment: its day, version, author and subject, and what it made of each item."""
    alone = len(facts.items) == 1
    blocks = [Block(_moment(moment, t), tuple(_told(moment, t, alone=alone))) for moment in facts.moments]
    if facts.more:
        blocks.append(Block("", (line(t.gettext("There are older ones; all of them: -n 0"), "faint"),)))
    if not blocks:
        return Page(t.gettext("Nothing is on record yet."), "", ())
    of_items = t.gettext("History of items {ids}").format(ids=words.names(words.runs(facts.items), t))
    of_one = next((heading(item, t) for moment in facts.moments for item in moment.items), "") if alone else ""
    return Page(of_one or (of_items if facts.items else t.gettext("History of the ledger")), "", tuple(blocks))


def chronicle(facts: Timeline, t: Translation) -> Page:
    """Return the whole history as it went, the oldest first; entries alone need no heading, for each has its day."""
    told = timeline(facts, t)
    blocks = told.blocks[::-1]
    if blocks and all(moment.day and moment.commit is None for moment in facts.moments):
        blocks = (Block("", tuple(part for block in blocks for part in block.parts)),)
    return told._replace(blocks=blocks)


def _moment(moment: Moment, t: Translation) -> str:
    if moment.commit is None:
        return str(moment.day) if moment.day else t.gettext("not saved as a version yet")
    return f"{moment.day}  {short(moment.commit)}  {moment.author}  {moment.subject}"


def _told(moment: Moment, t: Translation, *, alone: bool) -> Iterator[Line]:
    if moment.why:
        yield line(f"  {moment.why}")
    if moment.choices:
        sides = [f"{each.record} {t.gettext(each.side)}" for each in moment.choices]
        yield line("  " + t.gettext("Chosen in this merge: {choices}").format(choices=words.names(sides, t)))
    if new := together(moment.items):
        yield line(f"  {new_words(new, t)}")
    for item in told_apart(moment.items):
        yield from _item(item, t, headed=not alone)
    yield from (line(f"  {said}") for said in values_words(moment.values, t))
    if not moment.readable:
        unread = t.gettext("The files of this version, or of the one before it, cannot be read.")
        yield line(f"  {unread}", "yellow")


def _item(item: ChangedItem, t: Translation, *, headed: bool) -> Iterator[Line]:
    indent = "  "
    if headed:
        yield line(f"  {heading(item, t)}")
        indent = "    "
    yield from (line(f"{indent}{part}") for part in what(item, t))
    if moved := status_words(item, t):
        yield line(f"{indent}{moved}", "strong")


def comparison(facts: Comparison, t: Translation) -> Page:
    """Return what differs, an item after the other."""
    begin = words.version_words(facts.before, facts.before_day, t)
    end = t.gettext("the files as they are")
    if facts.after and facts.after_day:
        end = words.version_words(facts.after, facts.after_day, t)
    blocks = [Block("", tuple(_item(item, t, headed=True))) for item in told_apart(facts.items)]
    if new := together(facts.items):
        blocks.append(Block("", (line(f"  {new_words(new, t)}"),)))
    if facts.values:
        blocks.append(Block("", tuple(line(f"  {said}") for said in values_words(facts.values, t))))
    if facts.layout:
        told = t.gettext("Only layout or comments differ in: {files}.").format(files=words.names(facts.layout, t))
        blocks.append(Block("", (line(f"  {told}"),)))
    same = t.gettext("Nothing differs.")
    return Page(f"{begin} → {end}", "" if blocks else same, tuple(blocks))
