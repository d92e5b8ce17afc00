"""Who made what one side of a merge says: of each difference, not of the file that it stands in."""

from collections.abc import Iterator
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from ledger import history
from ledger import schema
from ledger import threeway
from ledger.git import Change
from ledger.git import Repository
from ledger.history import Version
from ledger.schema import KEYS
from ledger.schema import PARTS
from ledger.threeway import Difference

_LOOKED_AT = 500  # versions of a side; beyond them it is who changed the file last


def makers(
    repository: Repository, place: Path, found: Sequence[Difference], side: str, against: str
) -> Iterator[Change]:
    """Yield who made what a side says in each difference found in a file, in versions that are not `against` it.

    The last of them that changed something there, and is no merge; where there is none, the last that changed the file.
    Raises LedgerError (exit 3).
    """
    last = repository.last_change(side, repository.path(place.resolve()))
    with history.past(repository, place.parent) as past:
        versions = [*islice(past.versions(f"{against}..{side}"), _LOOKED_AT)] if place.name in KEYS else []
        for one in found:
            made = (version.commit for version in versions if _has_made(version, place.name, one))
            commit = next(made, None)
            yield Change(commit.author, commit.day) if commit else last


def _has_made(version: Version, file: str, one: Difference) -> bool:
    """Return whether a version says something else at the place of a difference than the one before it."""
    if len(version.before) != 1:
        return False
    sides = (getattr(side, PARTS[file]) if side else () for side in (version.before[0], version.after))
    was, now = ({getattr(each, KEYS[file]): each for each in records}.get(one.record) for records in sides)
    if was is now or not one.path:
        return was != now
    before, after = (threeway.at(schema.plain(each), one.path) if each else None for each in (was, now))
    return before != after
