"""What got another number on one side of a merge, while the other one went on with it under the number of before.

So it is where two new items had one number, both stayed, and somebody had taken over one of them already. Known it is
by what it says: the same words stand under a number that is new, and other words under the old one.
"""

from collections.abc import Mapping
from collections.abc import Sequence

from ledger.threeway import Data
from ledger.threeway import entries
from ledger.yamltext import Value

WORDS = ("title", "problem", "recommendation", "text")  # of an item, or a measure: what makes it the one that it is


def followed(base: Sequence[Data], ours: Sequence[Data], theirs: Sequence[Data]) -> list[list[Data]]:
    """Return the items of three versions, each under the number that it has on the side that has moved it."""
    three = [[*base], [*ours], [*theirs]]
    for moving, staying in ((1, 2), (2, 1)):
        versions = three[0], three[moving], three[staying]
        items = _moved(*versions)
        measures = _moved_measures(*versions, items)
        for at in (0, staying) if items or measures else ():
            three[at] = [renumbered(record, items, measures) for record in three[at]]
    return three


def renumbered(item: Data, items: Mapping[str, str], measures: Mapping[str, str]) -> Data:
    """Return an item in which all numbers are the new ones, of items that it is or names, and of its measures.

    The measures of an item with a new number have new ones that begin with it.
    """
    old = str(item["id"])
    new = items.get(old, old)
    known = [str(measure["id"]) for measure in entries(item.get("measures"))]
    if new != old:
        inner = {name: f"{new}{name.removeprefix(old)}" for name in known if name.startswith(f"{old}.")}
    else:
        inner = {name: measures[name] for name in known if name in measures}
    made: Data = {**item, "id": new}
    for key, named, names in (("measures", "id", inner), ("indicators", "measure", inner), ("log", "into", items)):
        made |= {key: _each(item[key], named, names)} if key in item else {}
    return made


def _each(listed: Value, key: str, names: Mapping[str, str]) -> list[Value]:
    """Return entries that name others by their new numbers."""
    return [
        {**entry, key: names.get(str(entry[key]), entry[key])} if key in entry else entry for entry in entries(listed)
    ]


def _moved(base: Sequence[Data], moving: Sequence[Data], staying: Sequence[Data]) -> dict[str, str]:
    """Return the new numbers of items that one side has moved and the other has under the number of before."""
    return _pairs(*({str(record["id"]): record for record in side} for side in (base, moving, staying)))


def _moved_measures(
    base: Sequence[Data], moving: Sequence[Data], staying: Sequence[Data], items: Mapping[str, str]
) -> dict[str, str]:
    """Return the same of measures, by their numbers, in items that have not moved."""
    found: dict[str, str] = {}
    three = [{str(record["id"]): record for record in side} for side in (base, moving, staying)]
    for name in three[0].keys() & three[1].keys() & three[2].keys() - items.keys():
        listed = (entries(side[name].get("measures")) for side in three)
        found |= _pairs(*({str(measure["id"]): measure for measure in some} for some in listed))
    return found


def _pairs(began: Mapping[str, Data], moving: Mapping[str, Data], staying: Mapping[str, Data]) -> dict[str, str]:
    """Return the new numbers of what is one and the same; none that both sides, or two of them, would have."""
    fresh: dict[tuple[Value, ...], list[str]] = {}
    for name in moving.keys() - began.keys() - staying.keys():
        fresh.setdefault(_words(moving[name]), []).append(name)
    gone = [name for name in began.keys() & staying.keys() if _words(moving.get(name, {})) != _words(began[name])]
    pairs = {name: fresh.get(_words(began[name]), []) for name in gone}
    found = {name: names[0] for name, names in pairs.items() if len(names) == 1}
    return {name: new for name, new in found.items() if [*found.values()].count(new) == 1}


def _words(record: Data) -> tuple[Value, ...]:
    return tuple(record.get(key) for key in WORDS)
