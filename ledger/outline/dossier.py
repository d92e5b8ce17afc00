"""The words of an item's sheet (整改事项登记表) and of its close-out form (销号审批表), with room to sign and seal."""

from collections.abc import Iterator
from collections.abc import Mapping

from ledger.events import Event
from ledger.i18n import N_
from ledger.i18n import Translation
from ledger.model import Measure
from ledger.outline import words
from ledger.outline.history import told
from ledger.outline.paper import Grid
from ledger.outline.paper import Heading
from ledger.outline.paper import Paper
from ledger.reports.dossier import Dossier
from ledger.reports.dossier import StepTaken
from ledger.reports.story import ItemStory
from ledger.settings import Step

_BOXES: Mapping[Step, str] = {
    "submit": N_("Application of the lead"),
    "verify": N_("Finding of the verifier"),
    "publicize": N_("Publicity"),
    "close": N_("Decision to close out"),
}
_PAIR = (22, 78)  # shares of the width: what it is, and what it says


def paper(facts: Dossier, t: Translation, language: str) -> Paper:
    """Return the sheet of an item: what it is, its measures, its history, and the boxes of its closing."""
    item = facts.item
    text: list[Heading | str | Grid] = [
        Heading(1, t.gettext("Basic facts")),
        Grid((), _PAIR, tuple(_fields(facts, t))),
    ]
    if item.measures:
        text += [Heading(1, t.gettext("Measures")), _measures(item.measures, t)]
    if item.log:
        text += [Heading(1, t.gettext("History")), _history(item, t)]
    if item.status != "withdrawn":
        text += [Heading(1, t.gettext("Closing out")), Grid((), _PAIR, tuple(_box(each, t) for each in facts.chain))]
    title = t.gettext("Sheet and close-out form of item {id}").format(id=item.id)
    return Paper(language, title, "", tuple(text), facts.office or "", words.day(facts.as_of, t))


def _fields(facts: Dossier, t: Translation) -> Iterator[tuple[str, str]]:
    """Yield the item's fields with their names; what is not known is said."""
    item = facts.item
    values: Mapping[str, str | None] = {
        "area": item.area,
        "kind": t.gettext(words.KIND[item.kind]),
        "title": item.title,
        "problem": item.problem,
        "recommendation": item.recommendation,
        "source": item.source,
        "goal": item.goal,
        "lead": words.names(item.lead, t),
        "support": words.names(item.support, t),
        "leader": item.leader,
        "office": item.office,
        "person": item.person,
        "due": words.day(item.due, t) if item.due else item.due_wording,
    }
    optional = {"problem", "recommendation", "source", "goal", "support", "leader", "office"}
    yield t.gettext("Plan"), facts.plan.title or ""
    for name, value in values.items():
        if value or name not in optional:
            yield t.gettext(words.FIELDS[name]), value or t.gettext("not settled")
    yield t.gettext("Status"), t.gettext(words.STATUS[item.status])


def _measures(measures: tuple[Measure, ...], t: Translation) -> Grid:
    names = (N_("No."), N_("What is done"), N_("Who does it"), N_("Due"), N_("Done"))
    return Grid(tuple(map(t.gettext, names)), (9, 37, 18, 18, 18), tuple(_measure(each, t) for each in measures))


def _measure(each: Measure, t: Translation) -> tuple[str, ...]:
    dropped = t.gettext("dropped: {reason}").format(reason=each.dropped) if each.dropped else ""
    bodies = words.names((*each.lead, *each.support), t)
    return each.id, each.text, bodies, str(each.due or each.due_wording or ""), str(each.done or dropped)


def _history(item: ItemStory, t: Translation) -> Grid:
    void = set(item.void_entries)
    headings = (t.gettext("Day"), t.gettext("Event"), t.gettext("By"), t.gettext("What was recorded"))
    rows = tuple(
        (str(entry.on), t.gettext(words.EVENT[entry.event]), entry.by, told(entry, t, void=number in void))
        for number, entry in zip(item.entry_numbers, item.log, strict=True)
    )
    return Grid(headings, (18, 14, 18, 50), rows)


def _box(each: StepTaken, t: Translation) -> tuple[str, str]:
    """Return a box of the chain: what is on record, and where to sign, seal and date."""
    said = _said(each.entry, t) if each.entry else ""
    sign = t.gettext("Signed and sealed: ____________    Year ____ month ____ day ____")
    return t.gettext(_BOXES[each.step]), f"{said}\n\n\n{sign}"


def _said(entry: Event, t: Translation) -> str:
    on = t.gettext("{date}, {name}").format(date=words.day(entry.on, t), name=entry.by)
    more = told(entry, t, void=False)
    return t.gettext("{label}: {value}").format(label=on, value=more) if more else on
