"""The words of the final report (整改情况报告): item by item, results, and why the rest is not done."""

from collections.abc import Iterator
from functools import partial

from ledger.events import Closing
from ledger.events import Extension
from ledger.events import Withdrawal
from ledger.i18n import Translation
from ledger.outline import words
from ledger.outline.history import latest
from ledger.outline.paper import Grid
from ledger.outline.paper import Paper
from ledger.outline.paper import Section
from ledger.outline.paper import annexes
from ledger.outline.paper import numbered
from ledger.outline.paper import numbered_lines
from ledger.outline.periodic import plan_words
from ledger.outline.periodic import sentences
from ledger.outline.periodic import split
from ledger.outline.periodic import withdrawn_words
from ledger.reports.export import Export
from ledger.reports.rows import Row
from ledger.reports.story import ItemStory


def paper(facts: Export, t: Translation, language: str) -> Paper:
    """Return the final report as a paper; the table of all items is its annex."""
    closed = [item for item in facts.items if item.status == "closed"]
    left = [item for item in facts.items if not item.ended]
    gone = [item for item in facts.items if item.status == "withdrawn"]
    sections = (
        Section(t.gettext("Overall"), tuple(_overall(facts, t))),
        Section(t.gettext("Closed out"), tuple(numbered_lines([_closed(item, t) for item in closed], t))),
        Section(t.gettext("Not yet closed out"), tuple(numbered_lines([_left(item, t) for item in left], t))),
        Section(t.gettext("Withdrawn"), tuple(numbered_lines([_withdrawn(item, t) for item in gone], t))),
    )
    table = ((t.gettext("Rectification item by item"), _grid(facts, t)),) if facts.items else ()
    return Paper(
        language=language,
        title=t.gettext("Report on rectification under {plan}").format(plan=plan_words(facts.plan.title, t)),
        addressee=t.gettext("{addressee}:").format(addressee=facts.addressee) if facts.addressee else "",
        text=(*numbered(sections, t), t.gettext("This is what we have to report.")),
        signatory=facts.office or "",
        day=words.day(facts.as_of, t),
        annexes=annexes(table, t),
    )


def _overall(facts: Export, t: Translation) -> Iterator[str]:
    if not facts.items:
        yield t.gettext("The ledger has no items yet.")
        return
    said = []
    if facts.now.total > facts.now.withdrawn:
        told = t.gettext("As of {date}, {plan} has {items}.")
        plan = plan_words(facts.plan.title, t)
        said.append(told.format(date=words.day(facts.as_of, t), plan=plan, items=split(facts.now, t)))
    said.append(withdrawn_words([item.id for item in facts.items if item.status == "withdrawn"], t))
    if facts.completion_rate is not None:
        said.append(t.gettext("The completion rate is {rate}%.").format(rate=f"{facts.completion_rate:g}"))
    yield sentences(said, t)


def _closed(item: ItemStory, t: Translation) -> str:
    """Return which item was closed out, when and by whom, whether in time, and its result."""
    [*_, closing] = [entry for entry in item.counting() if isinstance(entry, Closing)]
    told = t.gettext("Item {id}, {title}: closed out on {date} by {name}.")
    said = [told.format(id=item.id, title=_title(item), date=words.day(closing.on, t), name=closing.by)]
    if closing.filing_number:
        said.append(t.gettext("Filing number {number}.").format(number=closing.filing_number))
    if item.days_late:
        late = t.ngettext(
            "It was handed in {n} day after its date.", "It was handed in {n} days after its date.", item.days_late
        )
        said.append(late.format(n=item.days_late))
    return sentences([*said, *_turns(item, t), _result(item, t)], t)


def _left(item: ItemStory, t: Translation) -> str:
    """Return which item is not closed out, how far it is, why not, and by when it will be."""
    told = t.gettext("Item {id}, {title}: {status}.")
    said = [told.format(id=item.id, title=_title(item), status=t.gettext(words.STATUS[item.status]))]
    said += [_result(item, t), *_turns(item, t), _date(item, t)]
    if (item.days_left or 0) < 0:
        late = -(item.days_left or 0)
        said.append(t.ngettext("It is {n} day late.", "It is {n} days late.", late).format(n=late))
    return sentences(said, t)


def _withdrawn(item: ItemStory, t: Translation) -> str:
    """Return which item was withdrawn, when and why."""
    [*_, gone] = [entry for entry in item.counting() if isinstance(entry, Withdrawal)]
    told = t.gettext("Item {id}, {title}: withdrawn on {date}, {reason}.")
    reason = words.ended(gone.reason)
    return told.format(id=item.id, title=_title(item), date=words.day(gone.on, t), reason=reason)


def _title(item: ItemStory) -> str:
    return words.within(words.ended(item.title))


def _date(item: ItemStory, t: Translation) -> str:
    """Return by when an item is to be done, and why that was put off; that it is not settled where it is not."""
    moved = [entry for entry in item.counting() if isinstance(entry, Extension)]
    if not moved:
        due = words.day(item.due, t) if item.due else item.due_wording
        return t.gettext("Due: {date}.").format(date=due) if due else t.gettext("Its date is not settled.")
    was = words.day(moved[0].was, t) if moved[0].was else t.gettext("no date")
    told = t.ngettext(
        "Extended from {was} to {date}: {reason}.", "Extended {n} times, from {was} to {date}: {reason}.", len(moved)
    )
    reason = words.ended(moved[-1].reason)
    return told.format(n=len(moved), was=was, date=words.day(moved[-1].to, t), reason=reason)


def _turns(item: ItemStory, t: Translation) -> Iterator[str]:
    """Yield how often the work was returned, and the item reopened."""
    if item.returns:
        told = t.ngettext("It was returned {n} time.", "It was returned {n} times.", item.returns)
        yield told.format(n=item.returns)
    if item.cycle > 1:
        told = t.ngettext("It was reopened {n} time.", "It was reopened {n} times.", item.cycle - 1)
        yield told.format(n=item.cycle - 1)


def _result(item: ItemStory, t: Translation) -> str:
    """Return how many measures are done, of those that were not dropped."""
    done, total = item.measures_done, item.measures_total
    if not total:
        return ""
    if done == total:
        return t.gettext("All measures are done.")
    if not done:
        return t.ngettext("Its measure is not done.", "None of its {n} measures is done.", total).format(n=total)
    return t.gettext("{done} of {n} measures are done.").format(done=done, n=total)


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
    return Grid(headings, (5, 17, 30, 11, 14, 14, 9), tuple(map(partial(_row, t), facts.rows, facts.items)))


def _row(t: Translation, row: Row, item: ItemStory) -> tuple[str, ...]:
    lead = words.names(row.lead, t) or t.gettext("not settled")
    due = str(item.due or item.due_wording or t.gettext("not settled"))
    measures = "\n".join(f"{measure.id} {measure.text}" for measure in item.measures)
    status = t.gettext(words.STATUS[item.status])
    return item.id, item.title, measures, lead, due, latest(item.counting(), t), status
