"""What a person is to look at: everything that was not sure, with its line and the reason as a code."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from typing import Literal

Reason = Literal[
    "no-body", "open-body", "two-dates", "counted-date", "unread-date", "no-rhythm", "further-date",
    "claimed-done", "undated-report", "nobody-reports", "not-begun", "no-measures", "loose-measure", "not-kept",
    "kind-assumed", "no-area", "announced", "no-day", "gap", "repeated", "unplaced", "same-body", "lost-sign",
    "limit-outside",
]  # fmt: skip


@dataclass(frozen=True)
class Review:
    """One thing to look at: why, in which line (0: the whole document), of which item, and what fills the words."""

    reason: Reason
    line: int
    item: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
