"""What a copy of a ledger needs to be worked on, and whether it is there."""

from dataclasses import dataclass
from typing import Literal

Need = Literal["git", "repository", "name", "driver", "attributes", "history", "merged", "readable", "office"]


@dataclass(frozen=True)
class Health:
    """One thing that is needed: whether it is there, and whether it was put right just now."""

    need: Need
    well: bool
    mended: bool


@dataclass(frozen=True)
class Healths:
    """All of them, in the order in which they build on one another."""

    rows: tuple[Health, ...]
