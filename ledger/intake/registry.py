"""The departments of a draft: those that are known, and proposals for the others with the spellings that were found."""

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from typing import TypeVar

from ledger.intake import bodies
from ledger.intake.review import Review
from ledger.model import Department
from ledger.model import Item
from ledger.model import Ledger
from ledger.model import Measure

T = TypeVar("T", Item, Measure)


def called(
    names: Sequence[str], texts: Iterable[str], known: Ledger | None
) -> tuple[dict[str, str], tuple[Review, ...]]:
    """Return under which name each spelling goes, and what of it is to be looked at.

    Known departments go before; then what the document says itself (以下简称), then names that only add the place.
    """
    meant = {name: known.names[name] for name in names if known and name in known.names}
    said = bodies.aliases(texts)
    for full, short in said.items():
        if full in names or short in names:
            meant.setdefault(full, meant.get(short, short))
    added = {long: short for long, short in bodies.same(names).items() if long not in meant}
    meant.update({long: meant.get(short, short) for long, short in added.items()})
    return meant, tuple(Review("same-body", 0, "", {"words": long, "name": short}) for long, short in added.items())


def departments(names: Iterable[str], meant: Mapping[str, str], known: Ledger | None) -> tuple[Department, ...]:
    """Return the departments that the items name, as known or as proposed."""
    out: list[Department] = []
    for name in dict.fromkeys(meant.get(name, name) for name in names):
        if known and (there := known.department(name)):
            out.append(there)
            continue
        others = [spelling for spelling, to in meant.items() if to == name and spelling != name]
        full = next((other for other in others if len(other) > len(name)), None)
        rest = tuple(other for other in others if other != full)
        out.append(Department.model_validate({"name": name, "full_name": full, "aliases": rest}))
    return tuple(out)


def named(items: Iterable[Item]) -> list[str]:
    """Return every spelling of a body in the items, each once, in order."""
    found: dict[str, None] = {}
    for item in items:
        found.update(dict.fromkeys((*item.lead, *item.support)))
        for measure in item.measures:
            found.update(dict.fromkeys((*measure.lead, *measure.support)))
        found.update(dict.fromkeys(entry.by for entry in item.log))
    return list(found)


def renamed(item: Item, meant: Mapping[str, str]) -> Item:
    """Return an item with its bodies under their names."""
    measures = tuple(_renamed(measure, meant) for measure in item.measures)
    log = tuple(entry.model_copy(update={"by": meant.get(entry.by, entry.by)}) for entry in item.log)
    return _renamed(item, meant).model_copy(update={"measures": measures, "log": log})


def _renamed(holder: T, meant: Mapping[str, str]) -> T:
    both = {
        role: tuple(dict.fromkeys(meant.get(name, name) for name in getattr(holder, role)))
        for role in ("lead", "support")
    }
    return holder.model_copy(update=both)
