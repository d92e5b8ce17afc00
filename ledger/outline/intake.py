"""The words of a plan that was read: what was found, item by item, and what a person is to look at."""

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from itertools import groupby

from ledger.i18n import N_
from ledger.i18n import Translation
from ledger.intake.accounts import Part
from ledger.intake.lines import Unit
from ledger.intake.review import Reason
from ledger.outline import words
from ledger.outline.page import Block
from ledger.outline.page import Cell
from ledger.outline.page import Column
from ledger.outline.page import Line
from ledger.outline.page import Page
from ledger.outline.page import Table
from ledger.outline.page import line
from ledger.reports.intake import Intake
from ledger.reports.intake import IntakeItem
from ledger.reports.intake import IntakeLine
from ledger.reports.intake import ToReview

REASONS: Mapping[Reason, str] = {
    "no-body": N_("No department is named."),
    "open-body": N_("“{words}” names no department in particular."),
    "two-dates": N_("“{words}” can mean {days}; no date was set."),
    "counted-date": N_("“{words}” does not say from when; counted from the plan it is {days}. No date was set."),
    "unread-date": N_("“{words}” gives no date by itself."),
    "no-rhythm": N_("“{words}” goes on without an end; in what rhythm to report on it is not said."),
    "further-date": N_("A further time limit is named here: “{words}”."),
    "claimed-done": N_("The document says “{words}”; the item is closed by ledger close, with evidence."),
    "undated-report": N_("The progress reported here has no day, so it was not recorded: “{words}”."),
    "nobody-reports": N_("Whose report this is is not said, so it was not recorded: “{words}”."),
    "not-begun": N_("“{words}”: no progress was recorded."),
    "no-measures": N_("No measure is named."),
    "loose-measure": N_("To which problem this measure belongs is not said: “{words}”."),
    "not-kept": N_("The ledger has no field for this; it was left out: “{words}”."),
    "kind-assumed": N_(
        "Nothing says whether these are problems or recommendations; they were taken for recommendations."
    ),
    "no-area": N_("No area is named; “{words}” was written."),
    "announced": N_("The document says “{words}”; {found} were found."),
    "no-day": N_("The document has no date; periods were not counted and progress was not recorded."),
    "gap": N_("Number {number} follows number {before}: is something missing?"),
    "repeated": N_("Number {number} comes twice."),
    "unplaced": N_("This line was not placed: “{words}”."),
    "same-body": N_("“{words}” was taken for {name}."),
    "limit-outside": N_("“{words}” stands outside the items, and was set for none of them."),
    "lost-sign": N_("The sign behind the number is missing."),
}
_UNITS: Mapping[Unit, str] = {"line": N_("Line"), "paragraph": N_("Paragraph"), "row": N_("Row")}
_PARTS: Mapping[Part, str] = {
    "front": N_("before the items"),
    "section": N_("on organisation"),
    "back": N_("behind the items"),
    "unplaced": N_("not placed"),
}


def intake(facts: Intake, t: Translation) -> Page:
    """Return what was found, what is to be looked at, and which lines were left out."""
    blocks = (
        Block("", (_table(facts, t), *_bodies(facts, t))),
        _review(facts, t),
        Block(t.gettext("Lines that are in no item"), tuple(_left_out(facts, t))),
        Block("", tuple(_following(facts, t))),
    )
    return Page(_title(facts, t), _subtitle(facts, t), tuple(block for block in blocks if block.parts))


def _title(facts: Intake, t: Translation) -> str:
    counts = facts.counts
    items = t.ngettext("{n} item", "{n} items", counts.items).format(n=counts.items)
    areas = t.ngettext("{n} area", "{n} areas", counts.areas).format(n=counts.areas)
    measures = t.ngettext("{n} measure", "{n} measures", counts.measures).format(n=counts.measures)
    found = t.gettext("Found: {items}, {areas}, {measures}").format(items=items, areas=areas, measures=measures)
    limits = t.gettext("{bodies} with a department, {limits} with a time limit")
    told = limits.format(bodies=counts.with_bodies, limits=counts.with_time_limits)
    return t.gettext("{found}; {told}").format(found=found, told=told)


def _subtitle(facts: Intake, t: Translation) -> str:
    told = [facts.title, facts.number, str(facts.date) if facts.date else None, facts.issuer]
    return words.names([words.harmless(each) for each in told if each], t)


def _table(facts: Intake, t: Translation) -> Table:
    columns = (
        Column(t.gettext("Item"), right=True),
        Column(t.gettext(_UNITS[facts.counts_in]), drop=3, right=True),
        Column(t.gettext("Area"), drop=4),
        Column(t.gettext("Title"), flexible=True),
        Column(t.gettext("Kind"), drop=2),
        Column(t.gettext("Lead")),
        Column(t.gettext("Due")),
        Column(t.gettext("Measures"), drop=1, right=True),
    )
    return Table(columns, tuple(_row(each, t) for each in facts.items))


def _row(each: IntakeItem, t: Translation) -> tuple[Cell, ...]:
    item = each.item
    leads = item.bodies("lead")
    limits = [(item.due, item.due_wording), *((measure.due, measure.due_wording) for measure in item.measures)]
    day, wording = next(((day, wording) for day, wording in limits if wording), (None, None))
    due = Cell(str(day)) if day else Cell(wording or "–", "yellow" if wording else "faint")
    return (
        Cell(item.id, "strong"),
        Cell(each.place, "faint"),
        Cell(item.area),
        Cell(item.title),
        Cell(t.gettext(words.KIND[item.kind])),
        Cell(words.short_names(leads, t)) if leads else Cell("–", "faint"),
        due,
        words.tone_of_count(len(item.measures), ""),
    )


def _bodies(facts: Intake, t: Translation) -> Iterator[Line]:
    if facts.departments:
        told = t.gettext("Departments: {names}").format(names=words.names([each.name for each in facts.departments], t))
        yield line(told)


def _review(facts: Intake, t: Translation) -> Block:
    """Return what is to be looked at; what is the same with several items is said once."""
    same: dict[tuple[object, ...], list[ToReview]] = {}
    for each in facts.review:
        same.setdefault((each.reason, *each.fields.items()), []).append(each)
    columns = (
        Column(t.gettext(_UNITS[facts.counts_in])),
        Column(t.gettext("Item")),
        Column(t.gettext("To review"), flexible=True),
    )
    rows = tuple(_reviewed(group, t) for group in same.values())
    heading = words.counted(t.gettext("To review"), len(facts.review), t)
    return Block(heading, (Table(columns, rows),) if rows else ())


def _reviewed(group: Sequence[ToReview], t: Translation) -> tuple[Cell, ...]:
    one = group[0]
    places = [*dict.fromkeys(each.place for each in group if each.place)]
    items = [*dict.fromkeys(each.item for each in group if each.item)]
    said = t.gettext(REASONS[one.reason]).format(**one.fields)
    where = (
        words.short_ranges([item.strip() for item in one.fields["items"].split(",")], t)
        if "items" in one.fields
        else words.short_ranges(items, t)
    )
    more = f"{places[0]} …" if len(places) > 1 else "".join(places)
    return Cell(more, "faint"), Cell(where), Cell(words.harmless(said), "yellow")


def _left_out(facts: Intake, t: Translation) -> Iterator[Line]:
    for part, called in _PARTS.items():
        if at := _spans(facts.lines, part):
            yield line(t.gettext("{label}: {value}").format(label=t.gettext(called), value=words.names(at, t)), "faint")


def _spans(lines: Sequence[IntakeLine], part: Part) -> list[str]:
    """Return runs of lines that are this part; blank ones between them, which say nothing, do not part a run."""
    runs = [[each.place for each in run] for own, run in groupby(lines, lambda each: each.part) if own == part]
    return [f"{run[0]}–{run[-1]}" if len(run) > 1 else run[0] for run in runs]


def _following(facts: Intake, t: Translation) -> Iterator[Line]:
    if facts.folder is None:
        yield line(
            t.gettext("To make a ledger of it: ledger import plan {file} --into FOLDER").format(file=facts.file),
            "strong",
        )
    elif facts.written:
        yield line(t.gettext("Look at it with: ledger check --data {folder}").format(folder=facts.folder), "strong")
