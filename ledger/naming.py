"""What is meant by the words of a command line: items, measures, ranges of them, departments, areas, routines."""

import re
import unicodedata
from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from ledger.errors import USAGE
from ledger.errors import LedgerError
from ledger.errors import nearest
from ledger.model import Ledger


@dataclass(frozen=True)
class Naming:
    """The names of one ledger; every word that names nothing raises LedgerError (exit 2) with the nearest name."""

    ledger: Ledger

    def department(self, spelling: str) -> str:
        """Return a department's name for any spelling of it. Raises LedgerError (exit 2) with the nearest one."""
        if spelling in self.ledger.names:
            return self.ledger.names[spelling]
        return self._unknown(spelling, self.ledger.names, [department.name for department in self.ledger.departments])

    def acting(self, spelling: str, day: date) -> str:
        """Return the name of a department that is there on `day`.

        Raises LedgerError (exit 2) with the nearest name, or with the successor of one that has ended.
        """
        name = self.department(spelling)
        found = self.ledger.department(name)
        if found and not found.holds(day):
            code = "department-ended" if found.until and found.until < day else "department-ahead"
            following = self.ledger.successors(name)[-1:] or ("–",)
            fields = {"value": name, "until": str(found.until), "begin": str(found.begin), "successor": following[0]}
            raise LedgerError(code, USAGE, **fields)
        return name

    def area(self, words: str) -> tuple[str, ...]:
        """Return the areas that `words` are a part of. Raises LedgerError (exit 2) where there is none."""
        areas = tuple(dict.fromkeys(item.area for item in self.ledger.items))
        return tuple(area for area in areas if words in area) or (self._unknown(words, areas, areas),)

    def items(self, words: Iterable[str]) -> tuple[str, ...]:
        """Return the ids that `words` name: an item, one of its measures, or a range like 3-5 in the ledger's order."""
        owners = self._owners()
        return tuple(dict.fromkeys(owners.get(name, name) for name in self._named(words)))

    def measures(self, words: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return the measures that `words` name, by their items: 9.2, or a range like 9.1-9.3.

        Raises LedgerError (exit 2) where a word names an item.
        """
        owners = self._owners()
        found: dict[str, tuple[str, ...]] = {}
        for name in self._named(words):
            if name not in owners:
                own = tuple(measure for measure, item in owners.items() if item == name)
                raise LedgerError("not-a-measure" if own else "no-measures", USAGE, value=name, known=own)
            found[owners[name]] = (*found.get(owners[name], ()), name)
        return found

    def items_alone(self, words: Iterable[str]) -> tuple[str, ...]:
        """Return the ids that `words` name. Raises LedgerError (exit 2) for a measure: its number would get lost."""
        owners = self._owners()
        for name in (named := self._named(words)):
            if name in owners:
                raise LedgerError("not-an-item", USAGE, value=name, item=owners[name])
        return named

    def one_item(self, word: str) -> str:
        """Return the one item that a word names. Raises LedgerError (exit 2) for several, and for a measure."""
        return self._only(word, self.items_alone([word]))

    def one_measure(self, word: str) -> tuple[str, str]:
        """Return the item and the one measure that a word names. Raises LedgerError (exit 2) for several."""
        [item] = self.items([word])
        return item, self._only(word, self.measures([word])[item])

    @staticmethod
    def _only(word: str, names: Sequence[str]) -> str:
        if len(names) > 1:
            raise LedgerError("only-one", USAGE, value=word, known=names)
        return names[0]

    def is_measure(self, word: str) -> bool:
        """Return whether a word names a measure."""
        return all(name in self._owners() for name in self._named([word]))

    def routines(self, words: Iterable[str]) -> tuple[str, ...]:
        """Return the ids of the routines that `words` name, each once. Raises LedgerError (exit 2)."""
        known = {routine.id.casefold(): routine.id for routine in self.ledger.routines}
        found = {word: known.get(unicodedata.normalize("NFKC", word).casefold()) for word in words}
        for word, name in found.items():
            if name is None:
                near = nearest(word, known.values())
                raise LedgerError("unknown-routine", USAGE, value=word, nearest=near)
        return tuple(dict.fromkeys(name for name in found.values() if name))

    def _owners(self) -> dict[str, str]:
        """Return the item of each measure, by its id."""
        return {measure.id: item.id for item in self.ledger.items for measure in item.measures}

    def _named(self, words: Iterable[str]) -> tuple[str, ...]:
        """Return the ids of items and measures that `words` name, each once. Raises LedgerError (exit 2)."""
        places = [{item.id: at for at, item in enumerate(self.ledger.items)}]
        places.append({measure: at for at, measure in enumerate(self._owners())})
        found: list[str] = []
        known = [name for ids in places for name in ids]
        for word in chain.from_iterable([typed] if typed in known else _item_words(typed) for typed in words):
            first, _, last = word.partition("-")
            ids = next((ids for ids in places if first in ids and last in ids), {})
            if word in known:
                found.append(word)
            elif ids and ids[first] <= ids[last]:
                found += list(ids)[ids[first] : ids[last] + 1]
            else:
                strange = [end for end in (first, last) if end not in known]
                value = strange[0] if last and len(strange) == 1 else word
                near = f"{last}-{first}" if ids else nearest(value, known)
                raise LedgerError("unknown-item", USAGE, value=value, nearest=near)
        return tuple(dict.fromkeys(found))

    def _unknown(self, word: str, spellings: Iterable[str], names: Sequence[str]) -> str:
        if not names:
            raise LedgerError("none-known", USAGE, value=word)
        near = nearest(word, spellings)
        near = self.ledger.names.get(near, near)
        raise LedgerError("unknown-name", USAGE, value=word, known=tuple(names), nearest=near)


def _item_words(typed: str) -> list[str]:
    """Return the ids and ranges in a word as people type it: 第9项, ９, 3—5 and 2、3 are 9, 9, 3-5 and 2 3."""
    plain = unicodedata.normalize("NFKC", typed)
    parts = (re.sub(r"^(?:第|措施)(.+?)[项条]?$", r"\1", part) for part in re.split(r"[,、;\s]+", plain) if part)
    return [re.sub(r"[\u2010-\u2015~至到]", "-", part) for part in parts] or [typed]
