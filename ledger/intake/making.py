"""An item in the making: its fields with the lines they came from, and what came up on the way."""

from dataclasses import dataclass
from dataclasses import field
from typing import Any

from ledger.deadlines import Calendar
from ledger.intake.review import Reason
from ledger.intake.review import Review
from ledger.model import Kind


@dataclass(frozen=True)
class Around:
    """What an item is read with: the calendar, who issued the document, and what is to be done or put right in it."""

    calendar: Calendar
    issuer: str | None
    kind: Kind
    unnumbered: bool = False  # the document numbers no measure anywhere: then semicolons tell them apart


@dataclass
class Making:
    """An item in the making: fields with their lines, and what came up on the way."""

    id: str
    data: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    review: list[Review] = field(default_factory=list)
    limited: bool = False
    alone: bool = False  # it has one measure alone

    def put(self, key: str, value: object, line: int) -> None:
        """Set a field that has a value, with its line."""
        if value:
            self.data[key] = value
            self.lines[key] = line

    def doubt(self, reason: Reason, line: int, **fields: str) -> None:
        """Note what is to be looked at."""
        self.review.append(Review(reason, line, self.id, fields))
