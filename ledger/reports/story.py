"""Everything about one item: what its file says, and what follows from it on a day."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ledger.errors import Fault
from ledger.events import Event
from ledger.events import Handover
from ledger.events import Notice
from ledger.events import Report
from ledger.model import Item
from ledger.model import Ledger
from ledger.model import Measure
from ledger.pace import Light
from ledger.pace import Reason
from ledger.pace import pace
from ledger.reports.routines import RoutineRow
from ledger.reports.routines import of_item
from ledger.reports.rows import SubLedger
from ledger.reports.rows import sub_ledgers
from ledger.workflow import replay


class ItemStory(Item):
    """An item with its light, its days, and the codes of what `ledger check` says of it.

    `entry_numbers` are the numbers of the log's entries, counted in the whole log, also as of an earlier day;
    `void_entries` those that a correction has taken back.
    """

    light: Light
    light_reason: Reason
    days_left: int | None
    days_late: int | None
    quiet_days: int | None
    entry_numbers: tuple[int, ...]
    void_entries: tuple[int, ...]
    measures_done: int
    measures_total: int
    parts: SubLedger | None  # how far its sub-ledger is
    cycle: int  # 1, and one more for each reopening
    returns: int
    faults: tuple[str, ...]
    routines: tuple[RoutineRow, ...]

    def counting(self) -> list[Event]:
        """Return the entries of the log that no correction has taken back."""
        void = set(self.void_entries)
        return [entry for number, entry in zip(self.entry_numbers, self.log, strict=True) if number not in void]


@dataclass(frozen=True)
class Story:
    """The items that were asked for, on a day."""

    as_of: date
    items: tuple[ItemStory, ...]


def story(ledger: Ledger, day: date, faults: Iterable[Fault], ids: Sequence[str], whole: Ledger | None = None) -> Story:
    """Return the stories of the items `ids`, in that order, with departments under their names, as `stories` does."""
    return Story(day, tuple(stories(ledger, day, faults, ids, whole)))


def stories(
    ledger: Ledger, day: date, faults: Iterable[Fault], ids: Iterable[str], whole: Ledger | None = None
) -> Iterator[ItemStory]:
    """Yield these stories one after another: all at once need several times the memory of their ledger.

    `ledger` is the ledger as it stood on `day`, `whole` the one with what came later, if anything did.
    """
    later = {item.id: item for item in (whole or ledger).items}
    by_id = {item.id: (later[item.id], item) for item in ledger.items}
    codes: dict[str, list[str]] = {}
    for fault in faults:
        codes.setdefault(fault.item, []).append(fault.code)
    subs = sub_ledgers(ledger, day)
    for one in ids:
        yield _story(ledger, *by_id[one], day, tuple(dict.fromkeys(codes.get(one, ()))), subs)


def _story(  # noqa: PLR0913, PLR0917 (all that is told of an item)
    ledger: Ledger, whole: Item, item: Item, day: date, faults: tuple[str, ...], subs: Sequence[SubLedger]
) -> ItemStory:
    now = pace(item, ledger.settings, day)
    done, total = item.progress()
    past = replay(whole, ledger.settings.closing.steps, day)
    told = {name: getattr(item, name) for name in Item.model_fields}
    return ItemStory.model_construct(
        **told
        | {
            "lead": ledger.known(item.lead),
            "support": ledger.known(item.support),
            "measures": tuple(_measure(ledger, measure) for measure in item.measures),
            "log": tuple(_entry(ledger, entry) for entry in whole.log if entry.on <= day),
            "entry_numbers": tuple(n for n, entry in enumerate(whole.log, start=1) if entry.on <= day),
            "void_entries": tuple(sorted(at + 1 for at in whole.void(day))),
            "light": now.light,
            "light_reason": now.reason,
            "days_left": now.days_left,
            "days_late": now.days_late,
            "quiet_days": now.quiet_days,
            "measures_done": done,
            "measures_total": total,
            "parts": next((sub for sub in subs if sub.item == item.id), None),
            "cycle": past.cycle,
            "returns": past.returns,
            "faults": faults,
            "routines": of_item(ledger, item.id, day),
        }
    )


def _entry(ledger: Ledger, entry: Event) -> Event:
    named: dict[str, object] = {"by": ledger.names.get(entry.by, entry.by)}
    if isinstance(entry, Notice | Handover):
        named["to"] = ledger.known(entry.to)
    if isinstance(entry, Handover):
        named["was"] = ledger.known(entry.was)
    if isinstance(entry, Report):
        named["to"] = ledger.names.get(entry.to, entry.to)
    return entry.model_copy(update=named)


def _measure(ledger: Ledger, measure: Measure) -> Measure:
    return measure.model_copy(update={"lead": ledger.known(measure.lead), "support": ledger.known(measure.support)})
