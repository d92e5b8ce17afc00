"""One item for its paper: its story, the steps that lead to its closing, and the entry of each that counts now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ledger.errors import Fault
from ledger.events import Event
from ledger.model import Item
from ledger.model import Ledger
from ledger.reports.status import PlanHead
from ledger.reports.status import plan_head
from ledger.reports.story import ItemStory
from ledger.reports.story import story
from ledger.settings import Step


@dataclass(frozen=True)
class StepTaken:
    """A step of closing out that the settings ask for, and the entry by which it was taken; None: not yet."""

    step: Step
    entry: Event | None


@dataclass(frozen=True)
class Dossier:
    """An item as of a day, and how far the chain of its closing has come since it was last returned or reopened."""

    as_of: date
    plan: PlanHead
    office: str | None
    item: ItemStory
    chain: tuple[StepTaken, ...]


def dossier(ledger: Ledger, whole: Ledger, day: date, faults: Sequence[Fault], name: str) -> Dossier:
    """Return the facts of one item; `ledger` is as it stood on `day`, `whole` has what came later too."""
    [told] = story(ledger, day, faults, [name], whole).items
    [item] = [item for item in ledger.items if item.id == name]
    chain = tuple(StepTaken(step, _taken(item, step)) for step in ledger.settings.closing.steps)
    return Dossier(day, plan_head(ledger), ledger.settings.office, told, chain)


def _taken(item: Item, step: Step) -> Event | None:
    """Return the last entry of this step that still counts: a return or a reopening takes back those before it."""
    kept = item.standing()
    back = max((at for at, entry in enumerate(kept) if entry.event in {"return", "reopen"}), default=-1)
    return next((entry for entry in reversed(kept[back + 1 :]) if entry.event == step), None)
