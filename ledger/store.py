"""The files of a ledger: read them, and put faults in their places.

Nothing is printed here. Files that do not have the shape of a ledger raise one error with all their diagnostics.
"""

import os
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeAlias
from typing import TypeVar

from ledger import cache
from ledger import entries
from ledger import files
from ledger import schema
from ledger import yamltext
from ledger.cache import NOTHING
from ledger.cache import Cache
from ledger.entries import Known
from ledger.errors import Diagnostic
from ledger.errors import Fault
from ledger.errors import Flaw
from ledger.errors import UnreadableError
from ledger.model import Item
from ledger.model import Ledger
from ledger.model import Routine
from ledger.settings import Settings

T = TypeVar("T")

_DEEPEST = 8  # sub-ledgers within one another


@dataclass(frozen=True)
class Opened:
    """A ledger, its folder, the texts it was read from, by file name, and its sub-ledgers, by their sub-folders.

    One that was `remembered` rests on what is kept of an earlier reading, and is not to be changed.
    """

    folder: Path
    ledger: Ledger
    texts: Mapping[str, str]
    subs: Mapping[str, "Opened"] = field(default_factory=dict)
    remembered: bool = False

    def whole(self) -> Iterator["Opened"]:
        """Yield it, and all sub-ledgers below it."""
        yield self
        for sub in self.subs.values():
            yield from sub.whole()

    def paths(self) -> Iterator[Path]:
        """Yield the files that were read, those of the sub-ledgers included."""
        yield from (each.folder / name for each in self.whole() for name in each.texts)


# What hands over a file by its name, of at most so many MB: its text and flaws, or None where it is not there.
Shelf: TypeAlias = Callable[[str, int], tuple[str, list[Flaw]] | None]


def load(folder: Path, shelf: Shelf | None = None, kept: Cache = NOTHING, *, depth: int = 0) -> Opened:
    """Return the ledger in `folder`, or the one on a `shelf`, of which the folder is then only the name.

    What was read of the same texts before is `kept`. With it come its sub-ledgers, which are one level deeper. Raises
    UnreadableError (exit 3) with every fault of shape in any of their files.
    """
    reader = _Reader(folder, shelf or _on_disk(folder), kept)
    settings = reader.read("ledger.yaml", schema.SETTINGS, optional=True) or Settings()
    reader.limit = settings.limits.file_megabytes
    items = reader.read(files.ITEMS, schema.ITEMS, reader.by_entries) or ()
    departments = reader.read("departments.yaml", schema.DEPARTMENTS) or ()
    routines = reader.read(files.ROUTINES, schema.ROUTINES, optional=True) or ()
    reader.faults += schema.duplicate_ids(items)
    reader.faults += schema.duplicate_routines(routines)
    subs = dict(_subs(reader, items, shelf, kept, depth + 1))
    reader.diagnostics += place(folder, reader.texts, reader.faults)
    if reader.diagnostics:
        raise UnreadableError(reader.diagnostics)
    ledgers = {name: sub.ledger for name, sub in subs.items()}
    ledger = Ledger(items, departments, settings, routines, ledgers)
    remembered = reader.remembered or any(sub.remembered for sub in subs.values())
    return Opened(folder, ledger, reader.texts, subs, remembered)


def _subs(
    reader: "_Reader", items: Iterable[Item], shelf: Shelf | None, kept: Cache, depth: int
) -> Iterator[tuple[str, Opened]]:
    """Yield the ledgers that items name by their folders, where there are any; their faults go to the reader."""
    places = {name: at for at, item in enumerate(items) if (name := item.sub_ledger)}
    for name, at in places.items():
        inner = partial(_inner, shelf, name) if shelf else None
        there = inner(files.ITEMS, reader.limit) is not None if inner else is_sub_ledger(reader.folder, name)
        if there and depth > _DEEPEST:
            reader.faults.append(
                Fault(files.ITEMS, (at, "sub_ledger"), "sub-ledger-too-deep", {"limit": str(_DEEPEST)})
            )
            continue
        try:
            if there:
                yield name, load(reader.folder / name, inner, kept, depth=depth)
        except UnreadableError as error:
            reader.diagnostics += error.diagnostics


def is_sub_ledger(folder: Path, name: str) -> bool:
    """Return whether a ledger lies in this sub-folder; a link that leads out of the folder, or back up, is none."""
    real = (folder / name).resolve()
    return (real / files.ITEMS).is_file() and folder.resolve() in real.parents


def _inner(shelf: Shelf, name: str, file: str, limit: int) -> tuple[str, list[Flaw]] | None:
    """Hand over a file of the sub-folder `name` of a shelf."""
    return shelf(f"{name}/{file}", limit)


def _on_disk(folder: Path) -> Shelf:
    def read(file: str, limit: int) -> tuple[str, list[Flaw]] | None:
        if not os.path.lexists(folder / file) and file not in _NEEDED:  # a link that leads nowhere is not absent
            return None
        return files.read_text(folder / file, limit)

    return read


_NEEDED = frozenset({files.ITEMS, "departments.yaml"})


class _Reader:
    """Reads one file after another and gathers what is wrong with them."""

    def __init__(self, folder: Path, shelf: Shelf, kept: Cache) -> None:
        """Read from `shelf`, or what is `kept` of a text; `folder` is what its place is called."""
        self.folder = folder
        self.shelf = shelf
        self.kept = kept
        self.remembered = False  # whether anything came from what is kept
        self.limit = Settings().limits.file_megabytes
        self.texts: dict[str, str] = {}
        self.faults: list[Fault] = []
        self.diagnostics: list[Diagnostic] = []

    def read(
        self,
        file: str,
        adapter: schema.Adapter[T],
        quickly: Callable[[str], T | None] = lambda _: None,
        *,
        optional: bool = False,
    ) -> T | None:
        """Return what a file holds; `quickly` reads a text where it can."""
        found = self.shelf(file, self.limit)
        if found is None and optional:
            return None
        text, flaws = found or ("", [Flaw(0, "missing-file")])
        faults: list[Fault] = []
        value = None if flaws else quickly(text)
        if value is None and not flaws:
            read = self._whole(text, file, adapter)
            value, flaws, faults = read
        if flaws:
            self.diagnostics += _flawed(self.folder / file, text, flaws)
            return None
        self.texts[file] = text
        self.faults += faults
        return value

    def by_entries(self, text: str) -> tuple[Item, ...] | None:
        """Return the items of a text, None where it is to be read whole."""
        found = entries.read(text, self.kept)
        self.remembered |= found is not None and found.remembered
        return found.items if found else None

    def _whole(self, text: str, file: str, adapter: schema.Adapter[T]) -> tuple[T | None, list[Flaw], list[Fault]]:
        """Return what a text holds, and what is wrong with it; one in which nothing is wrong is kept."""
        key = cache.key("parsed", text) if self.kept.keeps else ""
        known = schema.recall(adapter, self.kept.get(key))
        if known is not None:
            self.remembered = True
            return known, [], []
        data, flaws = yamltext.parse(text)
        shaped = _shaped(adapter, file, data, flaws)
        if not flaws and not shaped[1]:
            self.kept.put(key, schema.told(data))
        return shaped[0], flaws, shaped[1]


def _shaped(
    adapter: schema.Adapter[T], file: str, data: yamltext.Value, flaws: Sequence[Flaw]
) -> tuple[T | None, list[Fault]]:
    """Return what a file holds, unless its text has flaws, and the faults of its shape."""
    if flaws:
        return None, []
    return schema.read(adapter, file, data)


def read_items(text: str, known: Known | None = None) -> tuple[tuple[Item, ...], list[Flaw], list[Fault]]:
    """Return the items in a text that is not on the disk, and what is wrong with it; then there are none.

    Entries that are `known` are not read again.
    """
    items = known.read(text) if known else None
    if items is not None:
        return items, [], [*schema.duplicate_ids(items)]
    return _listed(text, files.ITEMS, schema.ITEMS, schema.duplicate_ids)


def read_routines(text: str) -> tuple[tuple[Routine, ...], list[Flaw], list[Fault]]:
    """Return the routines in a text that is not on the disk, as `read_items` does."""
    return _listed(text, files.ROUTINES, schema.ROUTINES, schema.duplicate_routines)


def _listed(
    text: str,
    file: str,
    adapter: schema.Adapter[tuple[T, ...]],
    duplicates: Callable[[tuple[T, ...]], Iterator[Fault]],
) -> tuple[tuple[T, ...], list[Flaw], list[Fault]]:
    data, flaws = yamltext.parse(text)
    shaped = _shaped(adapter, file, data, flaws)
    value = shaped[0] or ()
    return value, flaws, [*shaped[1], *duplicates(value)]


def place_in(text: str, name: str, flaws: Iterable[Flaw], faults: Iterable[Fault]) -> list[Diagnostic]:
    """Return what is wrong with a text that is not on the disk, by line and column; `name` is what it is called."""
    found = [*_flawed(Path(), text, flaws), *place(Path(), {files.ITEMS: text}, faults)]
    return [replace(each, path=name) for each in found]


def reread(opened: Opened, written: Mapping[str, bytes]) -> Opened:
    """Return the ledger once files are `written`, by their names. Raises UnreadableError where it could not be read."""

    def shelf(file: str, limit: int) -> tuple[str, list[Flaw]] | None:
        if file in written:
            return files.text_of(written[file], limit)
        return (opened.texts[file], []) if file in opened.texts else None

    return load(opened.folder, shelf)


def _flawed(path: Path, text: str, flaws: Iterable[Flaw]) -> Iterator[Diagnostic]:
    flaws = list(flaws)
    places = yamltext.line_and_column(text, {flaw.offset for flaw in flaws})
    for flaw in flaws:
        yield Diagnostic(shown(path), *places[flaw.offset], flaw.code, flaw.fields)


def place(folder: Path, texts: Mapping[str, str], faults: Iterable[Fault]) -> list[Diagnostic]:
    """Return the diagnostics of `faults`, each with the line and column that its `where` has in the text."""
    by_file: dict[str, list[Fault]] = {}
    for fault in faults:
        by_file.setdefault(fault.file, []).append(fault)
    diagnostics = []
    for file, group in by_file.items():
        spots = yamltext.locate(texts[file], {prefix for fault in group for prefix in _prefixes(fault.where)})
        offsets = [_offset(fault, spots) for fault in group]
        places = yamltext.line_and_column(texts[file], set(offsets))
        path = shown(folder / file)
        diagnostics += [
            Diagnostic(path, *places[offset], fault.code, fault.fields)
            for fault, offset in zip(group, offsets, strict=True)
        ]
    return sorted(diagnostics)


def _prefixes(where: yamltext.Where) -> Iterator[yamltext.Where]:
    """Yield the path and its beginnings, longest first: a list of one may be written as a single text."""
    return (where[:end] for end in range(len(where), -1, -1))


def _offset(fault: Fault, spots: Mapping[yamltext.Where, yamltext.Spot]) -> int:
    spot = next(spots[prefix] for prefix in _prefixes(fault.where) if prefix in spots)
    return spot.key if fault.on_key else spot.value


def remarks(opened: Opened) -> list[Diagnostic]:
    """Return what the texts themselves make one doubt, although they can be read."""
    found: list[Diagnostic] = []
    for file, text in opened.texts.items():
        found += _flawed(opened.folder / file, text, yamltext.cut_off(text))
    return found


def shown(path: Path) -> str:
    """Return `path` as a person here would name it: relative to the current folder where it lies below it."""
    here = Path.cwd()
    full = path.absolute()
    named = full.relative_to(here) if full.is_relative_to(here) else full
    return os.fsencode(named.as_posix()).decode("utf-8", "backslashreplace")
