"""What the rules look at, and how."""

import os
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from functools import cached_property
from functools import partial
from functools import update_wrapper
from pathlib import Path
from typing import TypeAlias

from ledger import deadlines
from ledger.deadlines import Calendar
from ledger.deadlines import Limit
from ledger.deadlines import Span
from ledger.errors import Fault
from ledger.errors import nearest
from ledger.model import Department
from ledger.model import Item
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
    def all_items(self) -> Mapping[str, Item]:
        """Return the items of the whole ledger by their ids."""
        return {item.id: item for item in (self.whole or self.ledger).items}

    @cached_property
    def owners(self) -> Mapping[str, str]:
        """Return, for each sub-ledger, the first item that names it."""
        return {item.sub_ledger: item.id for item in reversed((self.whole or self.ledger).items) if item.sub_ledger}

    @cached_property
    def limited(self) -> Mapping[str, Department]:
        """Return the departments that were not there at all times, by their names."""
        return {one.name: one for one in self.ledger.departments if one.begin or one.until}

    # What takes long is remembered: many items have the same words, make the same slip, or share a folder.

    @cached_property
    def limit(self) -> Callable[[str], Limit | None]:
        """Return how words for a time limit are read."""
        return cache(partial(deadlines.read, known=calendar_of(self.ledger.settings)))

    @cached_property
    def nearest(self) -> Callable[[str], str]:
        """Return how the department is found whose name is nearest to an unknown one; nothing where none is near."""
        names = self.ledger.names
        return cache(lambda name: names.get(nearest(name, names), ""))

    @cached_property
    def really(self) -> Callable[[str], str]:
        """Return how it is found where a path in the ledger's folder leads.

        The functions of os.path, unlike pathlib's, bear links in a circle and names that are too long.
        """
        folder = self.folder  # not the case, which would hold itself
        return cache(lambda path: os.path.realpath(os.path.join(folder, path)))  # noqa: PTH118


def calendar_of(settings: Settings) -> Calendar:
    """Return what words for a time limit are read by, under an office's settings."""
    terms = tuple(Span(term.name, term.begin, term.until) for term in settings.terms)
    return Calendar(settings.plan.date, terms, settings.deadlines.immediate_days)


Rule: TypeAlias = Callable[[Case], Iterator[Fault]]


class ItemRule:
    """A rule about each item by itself: it looks at the one that stands at a place in the list."""

    def __init__(self, look: Callable[[Case, int, Item], Iterator[Fault]]) -> None:
        """Take the function that looks at an item."""
        self.look = look
        update_wrapper(self, look)

    def __call__(self, case: Case) -> Iterator[Fault]:
        """Yield what it finds in the items, one after the other."""
        for at, item in enumerate(case.ledger.items):
            yield from self.look(case, at, item)
