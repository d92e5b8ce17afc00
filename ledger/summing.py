"""What a ledger somewhere adds up to: worked out from its files, or remembered under what these hold."""

import os
import shutil
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from pathlib import Path
from pathlib import PurePosixPath
from typing import NamedTuple

from ledger import asof
from ledger import cache
from ledger import checks
from ledger import files
from ledger import foreign
from ledger import store
from ledger.cache import Cache
from ledger.errors import UNREADABLE
from ledger.errors import Diagnostic
from ledger.errors import Flaw
from ledger.errors import LedgerError
from ledger.errors import UnreadableError
from ledger.evidence import FOLDER
from ledger.foreign import Blob
from ledger.foreign import Foreign
from ledger.reports import summary as sums
from ledger.reports.summary import By
from ledger.reports.summary import Summary
from ledger.scalars import short
from ledger.schema import FILES
from ledger.sources import Source
from ledger.store import Opened


class Told(NamedTuple):
    """A ledger: what it is called, which one in which state it is, and what it adds up to."""

    path: str
    identity: str
    summary: Summary


@dataclass(frozen=True)
class Summing:
    """Sums ledgers up as they stood on a day, as far as a table asks for it; what was worked out before is `kept`."""

    today: date
    day: date
    by: By
    worst: int
    kept: Cache

    def __call__(self, source: Source) -> list[Told]:
        """Return what a source holds: one ledger with those apart in its folder, those of a version, or why none."""
        try:
            if source.revision is None:
                some = list(self._on_disk(source.path))
            else:
                some = list(self._in_version(source.path, source.revision))
        except (LedgerError, OSError, RecursionError) as error:
            path = _called(source.path, source.revision)
            some = [Told(path, path, _unreachable(error))]
        return [each._replace(summary=sums.narrowed(each.summary, self.by, self.worst)) for each in some]

    def _on_disk(self, folder: Path) -> Iterator[Told]:
        standing = [*cache.standing(folder)]
        key = self._key(standing)
        summary = self._known(key)
        if summary is None:
            summary = self._read(folder, [name.replace(os.sep, "/") for name in standing[::2]])
            if self._key(cache.standing(folder)) == key:  # nobody has written meanwhile
                self._keep(key, summary)
        yield Told(_called(folder), _state(folder, zip(standing[::2], standing[1::2], strict=True)), summary)
        for name in summary.apart:
            yield from self._on_disk(folder / name)

    def _read(self, folder: Path, names: Sequence[str]) -> Summary:
        try:
            opened = store.load(folder, kept=self.kept)
        except UnreadableError as error:
            return _unreadable(error, folder)
        return self._summary(opened, names, None)

    def _in_version(self, folder: Path, revision: str) -> Iterator[Told]:
        """Yield the ledgers that a version has at or below a folder. Raises LedgerError for none."""
        repository = foreign.around(folder)
        if repository is None or not shutil.which("git"):
            raise LedgerError("no-git" if repository else "no-history", UNREADABLE, folder=store.shown(folder))
        below = PurePosixPath(folder.resolve().relative_to(repository.home.resolve()))
        found = False
        for each in self._below(repository, revision, below):
            found = True
            yield each
        if not found:
            raise LedgerError("no-ledger-then", UNREADABLE, value=revision, file=files.ITEMS)

    def _below(self, repository: Foreign, revision: str, below: PurePosixPath) -> Iterator[Told]:
        """Yield the ledgers that a version has at or below a place, those in other repositories within it as well."""
        every = repository.files(revision)
        places = {place for place in foreign.ledgers(every) if below in (place, *place.parents)}
        for place in _outermost(places):
            yield from self._of_version(repository, revision, every, place)
        for path in (path for path, blob in every.items() if blob.is_repository):
            place = PurePosixPath(path)
            if below in (place, *place.parents) and not foreign.is_hidden(place / files.ITEMS):
                yield from self._of_repository(repository, revision, place, every[path].id)

    def _of_repository(self, outer: Foreign, revision: str, place: PurePosixPath, version: str) -> Iterator[Told]:
        """Yield the ledgers of another repository as a version of `outer` has it, or that it is not here."""
        called = _called(outer.home, revision, place)
        if (inner := foreign.repository(outer.home / place)) is None:
            missing = sums.unreachable("no-inner-repository", {"value": short(version)})
            yield Told(called, called, missing)
            return
        try:
            yield from self._below(inner, version, PurePosixPath())
        except LedgerError as error:
            yield Told(called, called, _unreachable(error))

    def _of_version(
        self, repository: Foreign, revision: str, every: Mapping[str, Blob], place: PurePosixPath
    ) -> Iterator[Told]:
        called, some = _called(repository.home, revision, place), _within(every, place)
        try:
            key = self._key(_listed(some))
            summary = self._known(key)
            if summary is None:
                summary = self._looked_up(repository, some)
                self._keep(key, summary)
        except LedgerError as error:  # it lacks a content; the next one may be whole
            yield Told(called, called, _unreachable(error))
            return
        yield Told(called, _state(repository.home / place, ((file, blob.id) for file, blob in some.items())), summary)
        for name in summary.apart:
            yield from self._of_version(repository, revision, every, place / name)

    def _looked_up(self, repository: Foreign, some: Mapping[str, Blob]) -> Summary:
        home = repository.directory / ":"  # that no file has such a place: what is not in the version is nowhere
        read = [blob.id for file, blob in some.items() if blob.regular and PurePosixPath(file).name in FILES]
        sizes = repository.sizes(read)
        with repository.contents() as content:

            def shelf(file: str, limit: int) -> tuple[str, list[Flaw]] | None:
                if (blob := some.get(file)) is None:
                    return None
                if not blob.regular:
                    return "", [Flaw(0, "unreadable-file", {"reason": "not a file"})]
                if (size := sizes.get(blob.id, 0)) > limit * files.MEGABYTE:
                    return "", [files.too_large(size, limit)]
                return files.text_of(content(blob.id), limit)

            try:
                opened = store.load(home, shelf, self.kept)
            except UnreadableError as error:
                return _unreadable(error, home)
        return self._summary(opened, [*some], some)

    def _summary(self, opened: Opened, names: Sequence[str], some: Mapping[str, Blob] | None) -> Summary:
        """Return what a ledger adds up to; `names` are those of all files in its folder, `some` those of a version."""
        home = opened.folder.resolve()
        own = {PurePosixPath(each.folder.resolve().relative_to(home)) for each in opened.whole()}
        apart = {place for place in foreign.ledgers(names) - own if FOLDER not in place.parts}
        errors = [error for each in opened.whole() for error in self._errors(each, opened.folder, some)]
        ledger = asof.ledger_as_of(opened.ledger, self.day)
        told = sums.summary(ledger, self.day, _relative(errors, opened.folder))
        return replace(told, apart=tuple(map(str, _outermost(apart))))

    def _errors(self, opened: Opened, folder: Path, some: Mapping[str, Blob] | None) -> list[Diagnostic]:
        """Return the errors of a ledger, or of one of its sub-ledgers; evidence is looked for, but not read."""
        own = None if some is None else _within(some, PurePosixPath(opened.folder.relative_to(folder)))
        filed = None if own is None else frozenset(file for file in own if file.startswith(f"{FOLDER}/"))
        faults = checks.run(checks.Case(opened.ledger, opened.folder, self.today, filed))
        return store.place(opened.folder, opened.texts, [fault for fault in faults if fault.severity == "error"])

    def _known(self, key: str) -> Summary | None:
        """Return what is kept under a key, None where that is nothing, or no summary."""
        content = self.kept.get(key)
        return None if content is None else sums.recall(content, self.by, self.worst)

    def _keep(self, key: str, told: Summary) -> None:
        with suppress(ValueError):  # the name of a folder apart may be no text
            self.kept.put(key, sums.kept(told))

    def _key(self, standing: Iterable[str]) -> str:
        return cache.key("rollup", str(self.today), str(self.day), *standing)


def _outermost(places: AbstractSet[PurePosixPath]) -> list[PurePosixPath]:
    """Return those of some folders that do not lie in another one of them."""
    return sorted(place for place in places if places.isdisjoint(place.parents))


def _state(place: Path, files_: Iterable[tuple[str, str]]) -> str:
    """Return what tells a ledger in one state from any other: where it lies, and what its files hold."""
    told = (f"{file} {state}" for file, state in sorted(files_) if PurePosixPath(file).name in FILES)
    return "\n".join((str(place.resolve()), *told))


def _within(every: Mapping[str, Blob], place: PurePosixPath) -> dict[str, Blob]:
    """Return the files at or below a place, as named from there."""
    inner = f"{place}/" if place.parts else ""
    return {path.removeprefix(inner): blob for path, blob in every.items() if path.startswith(inner)}


def _listed(some: Mapping[str, Blob]) -> Iterator[str]:
    """Yield what `cache.standing` does, of files in a version."""
    for file in sorted(some):
        yield file
        yield some[file].id if PurePosixPath(file).name in FILES or not some[file].regular else ""


def _unreadable(error: UnreadableError, folder: Path) -> Summary:
    return sums.unreadable(_relative(error.diagnostics, folder))


def _relative(errors: Sequence[Diagnostic], folder: Path) -> list[Diagnostic]:
    """Return errors with their places as seen from the ledger, wherever it lies."""
    prefix = f"{store.shown(folder)}/"
    return [replace(error, path=error.path.removeprefix(prefix)) for error in errors]


def _unreachable(error: LedgerError | OSError | RecursionError) -> Summary:
    if isinstance(error, LedgerError):
        return sums.unreachable(error.code, error.fields)
    return sums.unreachable("system", {"reason": getattr(error, "strerror", None) or str(error)})


def _called(path: Path, revision: str | None = None, place: PurePosixPath | None = None) -> str:
    """Return what a ledger is called: its folder, or as districts/a.git@main:data."""
    inner = f":{os.fsencode(place.as_posix()).decode(errors='backslashreplace')}" if place and place.parts else ""
    return store.shown(path) + (f"@{revision}" if revision else "") + inner
