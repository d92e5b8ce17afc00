"""New items, or new measures, to which both sides have given one number: ours get the next free one, as by `add`.

Theirs is what all share already: whoever works on it elsewhere meanwhile names it by the number that it has.
"""

from collections.abc import Collection
from collections.abc import Mapping
from collections.abc import Sequence

from ledger import following
from ledger import merging
from ledger.amends import number_behind
from ledger.files import ITEMS
from ledger.files import ROUTINES
from ledger.merging import Texts
from ledger.merging import UnmergeableError
from ledger.threeway import Data
from ledger.threeway import Place
from ledger.threeway import entries


def shared(texts: Texts) -> dict[Place, str]:
    """Return the number of each item, and each measure, that is new on both sides, by its record and path in it.

    Raises UnmergeableError where a text cannot be read.
    """
    base, ours, theirs = map(merging.by_id, _read(texts))
    found: dict[Place, str] = {}
    for name in ours.keys() & theirs.keys():
        if name not in base:
            found[name, ()] = name
            continue
        was, one, other = (_ids(side[name]) for side in (base, ours, theirs))
        found |= {(name, ("measures", new)): new for new in one if new in other and new not in was}
    return found


def renumbered(texts: Texts, names: Collection[str]) -> tuple[Texts, dict[str, str]]:
    """Return the texts, ours with other numbers for those of these `names` that are shared, and which those are.

    Raises UnmergeableError where a text cannot be read, or be changed so.
    """
    places = {place: name for place, name in shared(texts).items() if name in names} if names else {}
    if not places:
        return texts, {}
    three = _read(texts)
    items = _numbers(
        [[*each] for each in map(merging.by_id, three)], [name for (_, path), name in places.items() if not path]
    )
    numbers = dict(items)
    for record in dict.fromkeys(record for record, path in places if path):
        taken = [_ids(each.get(record, {})) for each in map(merging.by_id, three)]
        some = [name for (other, path), name in places.items() if path and other == record]
        numbers |= _numbers(taken, some, f"{record}.")
    new = [following.renumbered(record, items, numbers) for record in three[1]]
    text = merging.revised(texts.ours, three[1], new)
    texts = merging.agreed(texts._replace(ours=text), places)
    if merging.read_all(ITEMS, texts)[1] != new:
        raise UnmergeableError
    return texts, numbers


def with_duties(text: str, ours: str, theirs: str, numbers: Mapping[str, str]) -> str:
    """Return the text of merged routines in which those of ours name items by their new numbers.

    What cannot be read, or changed so, stays as it is.
    """
    old, mine, yours = (merging.read(ROUTINES, each) or [] for each in (text, ours, theirs))
    staying = [(each["id"], each.get("item")) for each in yours]

    def moves(each: Data) -> bool:
        """Return whether a routine is ours: theirs has none of that id for the number, or another one than is there."""
        return (each["id"], each.get("item")) not in staying or (each in mine and each not in yours)

    new = [
        {**each, "item": numbers[str(each["item"])]} if each.get("item") in numbers and moves(each) else each
        for each in old
    ]
    try:
        return merging.revised(text, old, new)
    except UnmergeableError:
        return text


def _read(texts: Texts) -> Sequence[Sequence[Data]]:
    three = merging.read_all(ITEMS, texts)
    if None in three:
        raise UnmergeableError
    return [side or [] for side in three]


def _ids(item: Data) -> list[str]:
    return [str(measure["id"]) for measure in entries(item.get("measures"))]


def _numbers(taken: Sequence[Sequence[str]], names: Sequence[str], stem: str = "") -> dict[str, str]:
    """Return a number for each of these names, behind all that is taken on any side."""
    known = [name for side in taken for name in side]
    found: dict[str, str] = {}
    for name in names:
        found[name] = number_behind(known, stem)
        known.append(found[name])
    return found
