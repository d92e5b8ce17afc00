"""The past of an item that two sides have gone on with: what it adds up to, and whose steps count where it cannot be.

Nobody loses news by that: what was told beside the steps is kept of both sides.
"""

from collections import Counter
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ledger import schema
from ledger import threeway
from ledger.checks import Case
from ledger.checks.history import corrections_name_an_entry
from ledger.checks.history import extensions_move_the_date
from ledger.checks.history import handovers_name_the_lead
from ledger.checks.history import logs_lead_to_the_status
from ledger.checks.history import logs_run_forward
from ledger.conditions import unmet
from ledger.model import Item
from ledger.model import Ledger
from ledger.settings import ClosingRules
from ledger.settings import Settings
from ledger.threeway import Data
from ledger.threeway import Difference
from ledger.threeway import Side
from ledger.workflow import STEPS
from ledger.workflow import replay
from ledger.yamltext import Value

# What a merged item may say of its past as little as any other.
_RULES = (
    corrections_name_an_entry,
    logs_lead_to_the_status,
    extensions_move_the_date,
    handovers_name_the_lead,
    logs_run_forward,
)
_MOVES = frozenset({*STEPS, "correct"})  # the events that are no news alone
# The fields that an entry moves, which go with it.
_FOLLOWS: Mapping[str, Sequence[str]] = {"extend": ("due",), "handover": ("lead",), "correct": ("due", "lead")}


@dataclass(frozen=True)
class Sides:
    """An item in three versions; nothing where it is not there."""

    base: Data
    ours: Data
    theirs: Data

    @property
    def steps_differ(self) -> bool:
        """Return whether the sides are not where they are by the same steps."""
        logs = (threeway.entries(side.get("log")) for side in (self.ours, self.theirs))
        one, other = ([entry for entry in log if entry["event"] in _MOVES] for log in logs)
        return one != other

    def given_up(self, merged: Data, record: Data) -> Iterator[Difference]:
        """Yield what has gone with the steps of a side, or made way for them, although one side alone changed it."""
        names = [str(measure["id"]) for measure in threeway.entries(merged.get("measures"))]
        for path in (("due",), ("lead",), *(("measures", name) for name in names)):
            if threeway.at(merged, path) != threeway.at(record, path):
                yield Difference(str(record["id"]), path, threeway.at(self.ours, path), threeway.at(self.theirs, path))

    def chosen(self, side: Side) -> tuple[Data, list[Value], set[str]]:
        """Return the item of a side, its log with the news of the other side, and which steps of that are given up."""
        winner, loser = (self.ours, self.theirs) if side == "ours" else (self.theirs, self.ours)
        begun, kept = (threeway.entries(item.get("log")) for item in (self.base, winner))
        news, steps = _told(begun, threeway.entries(loser.get("log")))
        log = threeway.log(begun, kept, news) if side == "ours" else threeway.log(begun, news, kept)
        return winner, log, steps


def _told(begun: Sequence[Data], log: Sequence[Data]) -> tuple[list[Data], set[str]]:
    """Return the log of a side with nothing but news since it was `begun`, and which steps that leaves out."""
    known = Counter(map(repr, begun))
    news, steps = [*begun], set()
    for entry in log:
        if known[repr(entry)] > 0:
            known[repr(entry)] -= 1
        elif entry["event"] in _MOVES:
            steps.add(str(entry["event"]))
        else:
            news.append(entry)
    return news, steps | {str(entry["event"]) for entry in begun if known[repr(entry)] > 0}


@dataclass(frozen=True)
class Past:
    """What the pasts of items add up to in an office whose closing has these rules."""

    closing: ClosingRules

    def status(self, record: Data) -> str:
        """Return the status that the log of an item adds up to."""
        return replay(schema.typed(Item, record), self.closing.steps).status

    def counted(self, record: Data) -> Data:
        """Return an item with this status, unless it has one of its own."""
        return schema.plain(schema.typed(Item, {"status": self.status(record), **record}))

    def is_impossible(self, record: Data, sides: Sides) -> bool:
        """Return whether an item says of its past what cannot be, and no side of it does."""
        unfinished = self._unfinished(record) - self._unfinished(sides.ours) - self._unfinished(sides.theirs)
        return bool(unfinished or self._faults(record) - (self._faults(sides.ours) | self._faults(sides.theirs)))

    def _faults(self, record: Data) -> Counter[str]:
        """Return what the rules about the past of an item find in one, by their codes."""
        case = Case(self._ledger(record), Path(), date.max)
        return Counter(fault.code for rule in _RULES for fault in rule(case))

    def _ledger(self, record: Data) -> Ledger:
        return Ledger(items=(schema.typed(Item, record),), settings=Settings(closing=self.closing))

    def _unfinished(self, record: Data) -> set[str]:
        """Return the measures of an item that were not done when its work was handed in, and no reason says why."""
        ledger = self._ledger(record)
        return {str(name) for _, lack in unmet(ledger.items[0], ledger) for name in lack.fields.get("measures", ())}

    def possible(self, record: Data, sides: Sides, side: Side) -> Data:
        """Return an item whose steps, and what follows from them, are those of one side, with the news of both.

        A measure that these steps would have had to wait for is as that side has it.
        """
        winner, log, steps = sides.chosen(side)
        follows = {key: winner.get(key) for event in steps for key in _FOLLOWS.get(event, ())}
        changed = {**record, **follows, "log": log}
        unfinished = self._unfinished(changed) - self._unfinished(winner)
        measures = [
            threeway.at(winner, ("measures", str(each["id"]))) if each["id"] in unfinished else each
            for each in threeway.entries(record.get("measures"))
        ]
        changed["measures"] = [measure for measure in measures if measure] or None
        return self.counted({key: value for key, value in changed.items() if value is not None and key != "status"})
