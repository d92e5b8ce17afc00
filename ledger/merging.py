"""Two versions of a file of the ledger made one: records by meaning, text by the smallest edit of ours.

Where git's own merge of the lines says what the merge by meaning says, its text is taken, with the comments and the
layout of both sides. Else ours is edited, and comments that theirs alone has are put above the record they stood in.
What both sides changed differently stands between git's conflict markers, and nothing else does.
"""

import json
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from ledger import entries
from ledger import schema
from ledger import splices
from ledger import threeway
from ledger import yamlnodes
from ledger import yamltext
from ledger.entries import Known
from ledger.files import ITEMS
from ledger.files import newline_of
from ledger.following import followed
from ledger.pasts import Past
from ledger.pasts import Sides
from ledger.scalars import Record
from ledger.schema import KEYS
from ledger.settings import ClosingRules
from ledger.splices import Splice
from ledger.threeway import Choose
from ledger.threeway import Data
from ledger.threeway import Difference
from ledger.threeway import Place

_REST = re.compile(r"\n(?:[ \t\r]*(?:#[^\n]*)?(?:\n|\Z))*\Z")  # behind what a record says: comments, empty lines
_REMEMBERED = 2  # merges: whoever settles one asks for the same texts again and again
_OPEN = "# open between sides that have merged each other: "
OURS, BETWEEN, THEIRS = "<<<<<<< ours", "=======", ">>>>>>> theirs"


class UnmergeableError(Exception):
    """A version cannot be read as such a file, or the result could not be written."""


class Texts(NamedTuple):
    """Three versions of a file: what both sides began with, and what each has made of it."""

    base: str
    ours: str
    theirs: str


@dataclass(frozen=True)
class Outcome:
    """The merged text, with markers around what both sides changed differently."""

    text: str
    conflicts: tuple[Difference, ...]


def merge(file: str, texts: Texts, closing: ClosingRules, by_lines: Callable[[Texts], str | None]) -> Outcome:
    """Return a file of the ledger merged; `by_lines` is git's merge of the lines, None where that has conflicts.

    `closing` are the rules by which a log is replayed. Raises UnmergeableError where a version, or the result,
    cannot be read as what the file holds.
    """
    merging = _merging(file, texts, closing)
    ours, theirs, found = merging.ways
    if not found:
        lines = by_lines(texts)
        if lines is not None and merging.reading.records(lines) == ours:
            return Outcome(lines, ())
        return Outcome(merging.written(ours), ())
    text = merging.written(ours)
    return Outcome(_marked(text, splices.remake(text, ours, theirs)), found)


def ancestor(file: str, texts: Texts, closing: ClosingRules) -> str:
    """Return the text that stands for what two sides began with who have each merged both, ours and theirs here.

    What these have changed differently is in it as it was before, and its first line says where: there it is no base,
    since nobody can know which way each side has gone. Raises UnmergeableError as `merge` does.
    """
    merging = _merging(file, texts, closing)
    places = [(one.record, one.path) for one in merging.ways[2]]
    text = merging.written(merging.ancestor())
    return f"{_told(places)}{newline_of(text)}{text}" if places else text


def _told(places: Iterable[Place]) -> str:
    return f"{_OPEN}{json.dumps(sorted(places), ensure_ascii=False)}"


def _open_in(ancestor: str) -> frozenset[Place]:
    """Return the places that the first line of such a text names; none of another text."""
    told = ancestor.partition("\n")[0].removeprefix(_OPEN) if ancestor.startswith(_OPEN) else "[]"
    return frozenset((record, tuple(path)) for record, path in json.loads(told))


def agreed(texts: Texts, places: Collection[Place]) -> Texts:
    """Return the texts, with a base in which nothing is open at these places any more."""
    first, rest = texts.base.partition("\n")[::2]
    left = _open_in(texts.base) - {*places}
    return texts._replace(base=f"{_told(left)}{newline_of(texts.base)}{rest}") if _open_in(first) else texts


def conflicts(file: str, texts: Texts, closing: ClosingRules) -> tuple[Difference, ...]:
    """Return what both sides of a file have changed differently, as `merge` tells it, which also writes the text.

    Raises UnmergeableError where a version cannot be read as what the file holds.
    """
    return _merging(file, texts, closing).ways[2]


def settled(file: str, texts: Texts, closing: ClosingRules, choose: Choose) -> str:
    """Return the merged text with every conflict settled as `choose` says. Raises UnmergeableError as `merge` does."""
    merging = _merging(file, texts, closing)
    return merging.written(merging.result(choose)[0])


def read(file: str, text: str) -> list[Data] | None:
    """Return the records that the text of a file holds, as plain data; None where it cannot be read."""
    return _Reading(file).records(text)


def read_all(file: str, texts: Texts) -> list[list[Data] | None]:
    """Return the same of three versions of a file, which are much alike."""
    reading = _reading(file, texts.base)
    return [*map(reading.records, texts)]


class _Reading:
    """Reads versions of a file that are much alike: an item that stands in several is read once."""

    def __init__(self, file: str) -> None:
        """Take the name of the file, which tells what it holds."""
        self._file = file
        self._known = Known()
        self._plain: dict[int, tuple[Record, Data]] = {}  # by what is the same object as long as it stands here

    def records(self, text: str) -> list[Data] | None:
        """Return the records that a text holds, as plain data; None where it cannot be read."""
        shaped = self._shaped(text)
        records = [self._plainly(record) for record in shaped or ()]
        names = Counter(str(record[KEYS[self._file]]) for record in records)
        return records if shaped is not None and names.total() == len(names) else None

    def _shaped(self, text: str) -> Sequence[Record] | None:
        items = self._known.read(text) if self._file == ITEMS else None
        if items is not None or not text:
            return items or ()
        data, flaws = yamltext.parse(text)
        return None if flaws else schema.read(schema.FILES[self._file], self._file, data)[0]

    def _plainly(self, record: Record) -> Data:
        if id(record) not in self._plain:
            self._plain[id(record)] = record, schema.plain(record)
        return self._plain[id(record)][1]


@lru_cache(_REMEMBERED)
def _reading(file: str, base: str) -> _Reading:
    """Return what has read a version of a file, and others that began with it."""
    del base
    return _Reading(file)


@lru_cache(_REMEMBERED)
def _merging(file: str, texts: Texts, closing: ClosingRules) -> "_Merging":
    """Return what has read these texts. Raises UnmergeableError as it does."""
    return _Merging(file, texts, closing)


class _Merging:
    """The records of three versions of a file."""

    def __init__(self, file: str, texts: Texts, closing: ClosingRules) -> None:
        """Read the texts. Raises UnmergeableError where one cannot be read, or a side has lost the file."""
        if not texts.base:  # a file that both sides have begun, or one of them alone
            texts = texts._replace(ours=texts.ours or texts.theirs, theirs=texts.theirs or texts.ours)
        elif not (texts.ours and texts.theirs):
            raise UnmergeableError
        self.file, self.texts = file, texts
        self.past = Past(closing)
        self.reading = _reading(file, texts.base)
        self.open = _open_in(texts.base)
        self.three = (self._read(texts.base), self._read(texts.ours), self._read(texts.theirs))
        if file == ITEMS and self.three[0]:
            self._follow()

    def _read(self, text: str) -> list[Data]:
        records = self.reading.records(text)
        if records is None:
            raise UnmergeableError
        return records

    def _follow(self) -> None:
        """Let what one side has moved have its number in all versions. Raises UnmergeableError where ours cannot."""
        base, ours, theirs = followed(*self.three)
        if ours != self.three[1]:
            self.texts = self.texts._replace(ours=revised(self.texts.ours, self.three[1], ours))
        self.three = base, ours, theirs

    @cached_property
    def ways(self) -> tuple[list[Data], list[Data], tuple[Difference, ...]]:
        """Return the records with all conflicts settled as ours, and as theirs, and the conflicts of both ways."""
        ours, found = self.result(lambda _: "ours")
        if not found:
            return ours, ours, ()
        theirs, more = self.result(lambda _: "theirs")
        places = {(one.record, one.path) for one in found}
        return ours, theirs, (*found, *(one for one in more if (one.record, one.path) not in places))

    def result(self, choose: Choose) -> tuple[list[Data], tuple[Difference, ...]]:
        """Return the records of both sides, conflicts settled as `choose` says, and these conflicts."""
        if self.file != ITEMS:
            return threeway.merge(self.three, KEYS[self.file], choose, self.open)
        base, ours, theirs = map(by_id, self.three)
        crossed = {name for name, _ in self.open if ours.get(name) != theirs.get(name)}
        changed = {name for name in {*ours, *theirs} if base.get(name) not in (ours.get(name), theirs.get(name))}
        changed |= crossed
        found = threeway.merge([self._derived(side, changed) for side in self.three], "id", choose, self.open)
        records, conflicts = [], list(found.conflicts)
        for merged in found.records:
            name = str(merged["id"])
            if name not in changed:  # it is that of one side
                records.append(merged)
                continue
            sides = Sides(base.get(name, {}), ours.get(name, {}), theirs.get(name, {}))
            record = self.past.counted(merged)
            is_open = (name, ("log",)) in self.open and sides.steps_differ
            if sides.ours and sides.theirs and (is_open or self.past.is_impossible(record, sides)):
                conflict = Difference(name, ("log",), sides.ours.get("log"), sides.theirs.get("log"))
                record = self.past.possible(record, sides, choose(conflict))
                conflicts += [conflict, *sides.given_up(merged, record)]
            records.append(record)
        return records, tuple(conflicts)

    def ancestor(self) -> list[Data]:
        """Return the records of both sides, what is open in them as in the base."""
        key = KEYS[self.file]
        ours, theirs, found = self.ways
        base, both, records = ({str(each[key]): each for each in side} for side in (self.three[0], theirs, ours))
        for one in found:
            if one.path and one.record in records:
                logs = (threeway.entries(side[one.record].get("log")) for side in (records, both))
                was = threeway.in_both(*logs) if one.path == ("log",) else threeway.at(base[one.record], one.path)
                records[one.record] = self._replayed(threeway.put(records[one.record], one.path, was))
            elif one.record in base:
                records[one.record] = base[one.record]
            else:
                records.pop(one.record, None)
        return [*records.values()]

    def _replayed(self, record: Data) -> Data:
        """Return a record with the status that its log adds up to, if it has one."""
        if self.file != ITEMS:
            return record
        return self.past.counted({key: value for key, value in record.items() if key != "status"})

    def _derived(self, records: Sequence[Data], changed: AbstractSet[str]) -> list[Data]:
        """Return items, `changed` ones without the status that their log adds up to: it is not merged, but replayed."""
        return [self._undecided(record) if record["id"] in changed else record for record in records]

    def _undecided(self, record: Data) -> Data:
        status = self.past.status(record)
        return {key: value for key, value in record.items() if key != "status" or value != status}

    def written(self, records: list[Data]) -> str:
        """Return the text of ours in which these records stand. Raises UnmergeableError where it cannot be written."""
        ours = self.texts.ours
        try:
            text = (
                splices.apply(ours, splices.remake(ours, self.three[1], records)) if records != self.three[1] else ours
            )
        except splices.ByHandError:
            raise UnmergeableError from None
        text = self._commented(text, records)
        if self.reading.records(text) != records:
            raise UnmergeableError
        return text

    def _commented(self, text: str, records: Sequence[Data]) -> str:
        """Return the text of these records with the comments that theirs alone has, above the records they stood in."""
        counts = [Counter(_comments(each)) for each in (*self.texts, text)]
        missing = (counts[2] - counts[0]) - (counts[3] - counts[0])
        if not missing:
            return text
        places = dict(zip(self._names(records), _lines(text, len(records)), strict=False))  # it is looked at below
        ends = text.endswith("\n")  # else a line more could belong to the text that stands last
        end = (len(text), "") if ends else next(reversed(places.values()), (0, ""))
        made: list[Splice] = []
        named = (*self._names(self.three[2]), "")
        for at, comment in _placed_comments(self.texts.theirs, len(self.three[2])):
            if missing[comment] > 0:
                missing[comment] -= 1
                begin, indent = places.get(named[at], end)
                made.append(Splice(begin, begin, f"{indent}{comment}{newline_of(text)}"))
        return splices.apply(text, sorted(made, key=lambda splice: splice.start))

    def _names(self, records: Sequence[Data]) -> list[str]:
        return [str(record[KEYS[self.file]]) for record in records]


def revised(text: str, old: Sequence[Data], new: Sequence[Data]) -> str:
    """Return the text of `old` records, which says as many `new` ones. Raises UnmergeableError where it cannot."""
    pairs = {at: (was, now) for at, (was, now) in enumerate(zip(old, new, strict=True)) if was != now}
    try:
        return splices.apply(text, splices.revise(text, pairs))
    except splices.ByHandError:
        raise UnmergeableError from None


def by_id(records: Sequence[Data]) -> dict[str, Data]:
    """Return items by their ids."""
    return {str(record["id"]): record for record in records}


def _comments(text: str) -> Iterator[str]:
    """Yield the comments of a text that can be read."""
    for at in yamltext.comments(text) if text else ():
        yield text[at:].split("\n", 1)[0].rstrip("\r")


def _lines(text: str, count: int) -> list[tuple[int, str]]:
    """Return where the line of each of so many records begins, and what it is indented by."""
    starts = entries.begins(text)
    if len(starts) == count:
        return [(start, "") for start in starts]
    found = []
    for entry in yamlnodes.compose_whole(text).entries:
        begin = text.rfind("\n", 0, entry.start) + 1
        before = text[begin : entry.start]
        found.append((begin, before[: len(before) - len(before.lstrip())]))
    return found


def _placed_comments(text: str, count: int) -> Iterator[tuple[int, str]]:
    """Yield each comment with the number of the record that it stands in or above, of so many."""
    ends = _ends(text, count)
    for at in yamltext.comments(text):
        following = bisect_left(ends, at)
        if following and "\n" not in text[ends[following - 1] : at]:  # it stands behind the last value of a record
            following -= 1
        yield following, text[at:].split("\n", 1)[0].rstrip("\r")


def _ends(text: str, count: int) -> list[int]:
    """Return where what each of so many records says ends."""
    starts = entries.begins(text)
    if len(starts) != count:
        return [entry.end for entry in yamlnodes.compose_whole(text).entries]
    rests = (_REST.search(text, begin, end) for begin, end in pairwise([*starts, len(text)]))
    return [rest.start() if rest else len(text) for rest in rests]


def _marked(text: str, made: Sequence[Splice]) -> str:
    """Return a text in which each stretch of lines that splices would change stands beside what they would make it."""
    newline = newline_of(text)
    parts, at = [], 0
    for begin, end, inside in _stretches(text, made):
        other = splices.apply(
            text[begin:end], [each._replace(start=each.start - begin, end=each.end - begin) for each in inside]
        )
        sides = [side if not side or side.endswith("\n") else side + newline for side in (text[begin:end], other)]
        parts += [text[at:begin], OURS, newline, sides[0], BETWEEN, newline, sides[1], THEIRS, newline]
        at = end
    return "".join([*parts, text[at:]])


def _stretches(text: str, made: Sequence[Splice]) -> Iterator[tuple[int, int, list[Splice]]]:
    """Yield whole lines that splices touch, those that touch one another together, with their splices."""
    inside: list[Splice] = []
    begin = end = 0
    for splice in made:
        first = text.rfind("\n", 0, splice.start) + 1
        stop = text.find("\n", splice.end - (splice.end > splice.start and text[splice.end - 1 : splice.end] == "\n"))
        last = len(text) if stop < 0 else stop + 1
        if splice.start == splice.end == first and splice.text.endswith("\n"):  # lines of their own
            last = first
        if inside and (first < end or first == end == begin):
            end = max(end, last)
            inside.append(splice)
            continue
        if inside:
            yield begin, end, inside
        begin, end, inside = first, last, [splice]
    if inside:
        yield begin, end, inside
