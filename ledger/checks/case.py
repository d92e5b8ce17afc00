"""What the rules look at."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from ledger.deadlines import Calendar
from ledger.deadlines import Span
from ledger.model import Ledger
from ledger.settings import Settings


@dataclass(frozen=True)
class Case:
    """What the rules look at: a ledger, its folder, and the day on which they look.

    `filed` is the evidence of a version in git, by its place in the folder; None: look into the folder itself. Where
    only some items are looked at, `whole` is the ledger with all of them.
    """

    ledger: Ledger
    folder: Path
    day: date
    filed: frozenset[str] | None = None
    whole: Ledger | None = None

    @cached_property
    def calendar(self) -> Calendar:
        """Return what words for a time limit are read by."""
        return calendar_of(self.ledger.settings)


def calendar_of(settings: Settings) -> Calendar:
    """Return what words for a time limit are read by, under an office's settings."""
    terms = tuple(Span(term.name, term.begin, term.until) for term in settings.terms)
    return Calendar(settings.plan.date, terms, settings.deadlines.immediate_days)
