"""The words of the final report (整改情况报告): item by item, results, and why the rest is not done."""

from collections.abc import Iterator

from ledger.events import Closing
from ledger.events import Extension
from ledger.i18n import Translation
from ledger.outline import words
from ledger.outline.history import latest
from ledger.outline.paper import Grid
from ledger.outline.paper import Paper
from ledger.outline.paper import Section
from ledger.outline.paper import annexes
from ledger.outline.paper import numbered
from ledger.outline.periodic import sentences
from ledger.outline.periodic import split
from ledger.reports.export import Export
from ledger.reports.story import ItemStory


def paper(facts: Export, t: Translation, language: str) -> Paper:
    """Return the final report as a paper; the table of all items is its annex."""
    closed = [item for item in facts.items if item.status == "closed"]
    left = [item for item in facts.items if item.status not in {"closed", "withdrawn"}]
    sections = (
        Section(t.gettext("Overall"), tuple(_overall(facts, t))),
        Section(t.gettext("Closed out"), tuple(_counted([_closed(item, t) for item in closed], t))),
        Section(t.gettext("Not yet closed out"), tuple(_counted([_left(item, t) for item in left], t))),
    )
    return Paper(
        language=language,
        title=t.gettext("Report on rectification"),
        addressee=t.gettext("{addressee}:").format(addressee=facts.addressee) if facts.addressee else "",
        text=numbered(sections, t),
        signatory=facts.office or "",
        day=words.day(facts.as_of, t),
        annexes=annexes(((t.gettext("Rectification item by item"), _grid(facts, t)),) if facts.items else (), t),
    )


def _overall(facts: Export, t: Translation) -> Iterator[str]:
    plan = t.gettext("“{title}”").format(title=facts.plan.title) if facts.plan.title else t.gettext("the plan")
    told = t.gettext("State of {plan} as of {date}: {items}")
    told = told.format(plan=plan, date=words.day(facts.as_of, t), items=split(facts.now, t))
    rate = t.gettext("The completion rate is {rate} %.")
    yield sentences(
        [told] if facts.completion_rate is None else [told, rate.format(rate=f"{facts.completion_rate:g}")], t
    )


def _counted(told: list[str], t: Translation) -> list[str]:
    return [t.gettext("{number}. {text}").format(number=n, text=text) for n, text in enumerate(told, start=1)]


def _closed(item: ItemStory, t: Translation) -> str:
    """Return which item was closed out, when and by whom, and its result: the last word on its progress."""
    [*_, closing] = [entry for entry in item.counting() if isinstance(entry, Closing)]
    told = t.gettext("Item {id}, {title}: closed out on {date} by {name}.")
    said = [told.format(id=item.id, title=item.title, date=words.day(closing.on, t), name=closing.by)]
    if closing.filing_number:
        said.append(t.gettext("Filing number {number}.").format(number=closing.filing_number))
    return sentences([*said, _result(item, t)], t)


def _left(item: ItemStory, t: Translation) -> str:
    """Return which item is not closed out, how far it is, why not, and by when it will be."""
    told = t.gettext("Item {id}, {title}: {status}.")
    said = [told.format(id=item.id, title=item.title, status=t.gettext(words.STATUS[item.status]))]
    said.append(_result(item, t))
    extensions = [entry for entry in item.counting() if isinstance(entry, Extension)]
    if extensions:
        why = t.gettext("Extended to {date}: {reason}.")
        said.append(why.format(date=words.day(extensions[-1].to, t), reason=extensions[-1].reason))
    elif item.due:
        said.append(t.gettext("Due on {date}.").format(date=words.day(item.due, t)))
    if (item.days_left or 0) < 0:
        late = -(item.days_left or 0)
        said.append(t.ngettext("It is {n} day late.", "It is {n} days late.", late).format(n=late))
    return sentences(said, t)


def _result(item: ItemStory, t: Translation) -> str:
    done = [measure for measure in item.measures if measure.done]
    if not item.measures:
        return ""
    told = t.ngettext("{done} of {n} measure done.", "{done} of {n} measures done.", len(item.measures))
    return told.format(done=len(done), n=len(item.measures))


def _grid(facts: Export, t: Translation) -> Grid:
    headings = (
        t.gettext("No."),
        t.gettext("Item under rectification"),
        t.gettext("Measures"),
        t.gettext("Lead"),
        t.gettext("Due"),
        t.gettext("Latest progress"),
        t.gettext("Result"),
    )
    return Grid(headings, (5, 17, 30, 11, 14, 14, 9), tuple(_row(item, t) for item in facts.items))


def _row(item: ItemStory, t: Translation) -> tuple[str, ...]:
    lead = words.names(item.lead, t) or t.gettext("not settled")
    due = str(item.due or item.due_wording or t.gettext("not settled"))
    measures = "\n".join(f"{measure.id} {measure.text}" for measure in item.measures)
    status = t.gettext(words.STATUS[item.status])
    return item.id, item.title, measures, lead, due, latest(item.counting(), t), status
