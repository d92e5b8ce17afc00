"""What the rules look at."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from ledger.model import Ledger


@dataclass(frozen=True)
class Case:
    """What the rules look at: a ledger, its folder, and the day on which they look.

    `filed` is the evidence of a version in git, by its place in the folder; None: look into the folder itself.
    """

    ledger: Ledger
    folder: Path
    day: date
    filed: frozenset[str] | None = None

    @cached_property
    def terms(self) -> dict[str, date]:
        """Return the last day of each school term, by its name."""
        return {term.name: term.until for term in self.ledger.settings.terms}
