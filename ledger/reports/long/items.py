"""The tables of ledgers, items, and who carries them."""

from collections.abc import Iterator
from typing import NamedTuple

from ledger.model import Item
from ledger.model import Measure
from ledger.model import Role
from ledger.reports.long.base import ITEM
from ledger.reports.long.base import LEDGER
from ledger.reports.long.base import PLACE
from ledger.reports.long.base import Column
from ledger.reports.long.base import Head
from ledger.reports.long.base import Line
from ledger.reports.long.base import Table
from ledger.reports.long.base import found
from ledger.reports.story import ItemStory

LEDGERS: Table[Head] = Table(
    "ledgers",
    "the one ledger of the folder, also where it has no item yet",
    (
        *LEDGER,
        found("system_id", "string", "its UUID, the `system-id` of the OSCAL export", required=True),
        found("plan.title", "string", "the plan's title"),
        found("plan.number", "string", "its number (发文字号)"),
        found("plan.index", "string", "its index number (索引号)", "index_number"),
        found("plan.date", "date32", "its day", "plan_date"),
        found("plan.basis", "string", "the number of the document that it answers"),
        found("plan.addressee", "string", "the body that is reported to"),
        found("plan.leading_group", "string", "the leading group"),
        found("part", "string", "the folder of a sub-ledger; null: it is none"),
        found("office", "string", "the body that keeps the ledger"),
        found("verifier", "string", "the body that verifies"),
    ),
)

ITEMS: Table[Line[ItemStory]] = Table(
    "items",
    "an item of the ledger",
    (
        *ITEM,
        found("place", "int32", "its place in the file, counted from 1", required=True),
        found("of.area", "string", "its area", required=True),
        found("of.kind", "string", "`problem`, `recommendation` or `both`", required=True),
        found("of.title", "string", "its title", required=True),
        found("of.problem", "string", "the problem"),
        found("of.recommendation", "string", "the recommendation"),
        found("of.source", "string", "the clause of the plan"),
        found("of.goal", "string", "what is to be reached"),
        found("of.type", "string", "`immediate` or `phased`"),
        Column(
            "ongoing",
            "string",
            "the rhythm of reports of lasting work: `day`, `week`, `month`, `quarter`, `year`; null: it is none",
            lambda line: line.of.ongoing.every if line.of.ongoing else None,
        ),
        found("of.leader", "string", "the leader in charge (分管负责人)"),
        found("of.office", "string", "the undertaking office (承办部门)"),
        found("of.person", "string", "the responsible person (具体责任人)"),
        found("of.due", "date32", "the due date as it was on the day; null also where its words leave a choice"),
        found("of.due_wording", "string", "the plan's own words for it"),
        found("of.since", "date32", "the day on which the ledger took it in; null: with the plan"),
        found("of.sub_ledger", "string", "the folder of the ledger of its parts"),
        found(
            "of.status",
            "string",
            "`open`, `in_progress`, `submitted`, `verified`, `closed`, `withdrawn`",
            required=True,
        ),
        found(
            "of.light", "string", "`red`, `yellow`, `grey`, `green`, `blue`, by the ledger's own rules", required=True
        ),
        found("of.light_reason", "string", "why it has this light, as in `list --format json`", required=True),
        found("of.days_left", "int32", "until the due date, negative when overdue; null once handed in", unit="days"),
        found(
            "of.days_late", "int32", "by which it was handed in late; null where it was not, or not yet", unit="days"
        ),
        found("of.quiet_days", "int32", "since the last news of it", unit="days"),
        found("of.measures_done", "int32", "measures done", required=True),
        found("of.measures_total", "int32", "measures without those that were dropped", required=True),
        found("of.cycle", "int32", "1, and one more for each reopening", required=True),
        found("of.returns", "int32", "how often the work was returned", required=True),
        found(
            "of.faults",
            "list<string>",
            "codes of what `ledger check` says of it, each once; evidence is looked for, but not read",
            required=True,
        ),
    ),
)


class Body(NamedTuple):
    """A body that an item, or a measure of it, names."""

    measure: str | None
    body: str
    role: Role


BODIES: Table[Line[Body]] = Table(
    "bodies",
    "a body that an item or a measure names, by the name in `departments.yaml`",
    (
        *ITEM,
        found("of.measure", "string", "the measure's id; null: the item itself names it"),
        PLACE,
        found("of.body", "string", "the body", required=True),
        found("of.role", "string", "`lead` or `support`", required=True),
    ),
)


def bodies(item: ItemStory) -> Iterator[Body]:
    """Yield the item's own bodies before those of its measures, leads before supporting ones."""
    yield from _bodies(None, item)
    for measure in item.measures:
        yield from _bodies(measure.id, measure)


def _bodies(measure: str | None, holder: Item | Measure) -> Iterator[Body]:
    yield from (Body(measure, name, "lead") for name in holder.lead)
    yield from (Body(measure, name, "support") for name in holder.support)
