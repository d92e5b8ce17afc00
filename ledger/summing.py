"""What a ledger somewhere adds up to: worked out from its files, or remembered under what these hold."""

import os
import shutil
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
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
from ledger.reports import summary as sums
from ledger.reports.summary import By
from ledger.reports.summary import Summary
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
        """Return what a source holds: one ledger, those of a version, or why there is none."""
        try:
            if source.revision is None:
                some = [self._on_disk(source.path)]
            else:
                some = list(self._in_version(source.path, source.revision))
        except (LedgerError, OSError) as error:
            path = _called(source.path, source.revision)
            some = [Told(path, path, _unreachable(error))]
        return [each._replace(summary=sums.narrowed(each.summary, self.by, self.worst)) for each in some]

    def _on_disk(self, folder: Path) -> Told:
        key = self._key(cache.standing(folder))
        summary = self._known(key)
        if summary is None:
            summary = self._read(folder)
            if self._key(cache.standing(folder)) == key:  # nobody has written meanwhile
                self.kept.put(key, sums.kept(summary))
        return Told(_called(folder), f"{folder} {key}", summary)

    def _read(self, folder: Path) -> Summary:
        try:
            return self._summary(store.load(folder, kept=self.kept), None)
        except UnreadableError as error:
            return _unreadable(error, folder)

    def _in_version(self, folder: Path, revision: str) -> Iterator[Told]:
        """Yield the ledgers that a version has at or below a folder. Raises LedgerError for none."""
        repository = foreign.around(folder)
        if repository is None or not shutil.which("git"):
            raise LedgerError("no-git" if repository else "no-history", UNREADABLE, folder=store.shown(folder))
        every = repository.files(revision)
        below = PurePosixPath(folder.relative_to(repository.home.resolve()))
        places = [place for place in foreign.ledgers(every) if below in (place, *place.parents)]
        if not places:
            raise LedgerError("no-ledger-then", UNREADABLE, value=revision, file=files.ITEMS)
        for place in places:
            called = _called(repository.home, revision, place)
            try:
                key, summary = self._of_version(repository, _within(every, place))
                yield Told(called, f"{repository.home / place} {key}", summary)
            except LedgerError as error:  # it lacks a content; the next one may be whole
                yield Told(called, called, _unreachable(error))

    def _of_version(self, repository: foreign.Foreign, some: Mapping[str, Blob]) -> tuple[str, Summary]:
        key = self._key(_listed(some))
        summary = self._known(key)
        if summary is None:
            summary = self._looked_up(repository, some)
            self.kept.put(key, sums.kept(summary))
        return key, summary

    def _looked_up(self, repository: foreign.Foreign, some: Mapping[str, Blob]) -> Summary:
        home = repository.directory / ":"  # that no file has such a place: what is not in the version is nowhere
        with repository.contents() as content:

            def shelf(file: str, limit: int) -> tuple[str, list[Flaw]] | None:
                if (blob := some.get(file)) is None:
                    return None
                if not blob.regular:
                    return "", [Flaw(0, "unreadable-file", {"reason": "not a file"})]
                if blob.size > limit * files.MEGABYTE:
                    return "", [files.too_large(blob.size, limit)]
                return files.text_of(content(blob.id), limit)

            try:
                opened = store.load(home, shelf, self.kept)
            except UnreadableError as error:
                return _unreadable(error, home)
        return self._summary(opened, frozenset(file for file in some if file.startswith(f"{FOLDER}/")))

    def _summary(self, opened: Opened, filed: frozenset[str] | None) -> Summary:
        faults = checks.run(checks.Case(opened.ledger, opened.folder, self.today, filed))
        errors = store.place(opened.folder, opened.texts, [fault for fault in faults if fault.severity == "error"])
        ledger = asof.ledger_as_of(opened.ledger, self.day)
        return sums.summary(ledger, self.day, _relative(errors, opened.folder))

    def _known(self, key: str) -> Summary | None:
        """Return what is kept under a key, None where that is nothing, or no summary."""
        content = self.kept.get(key)
        return None if content is None else sums.recall(content, self.by, self.worst)

    def _key(self, standing: Iterable[str]) -> str:
        return cache.key("rollup", str(self.today), str(self.day), *standing)


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


def _unreachable(error: LedgerError | OSError) -> Summary:
    if isinstance(error, LedgerError):
        return sums.unreachable(error.code, error.fields)
    return sums.unreachable("system", {"reason": error.strerror or str(error)})


def _called(path: Path, revision: str | None = None, place: PurePosixPath | None = None) -> str:
    """Return what a ledger is called: its folder, or as districts/a.git@main:data."""
    inner = f":{os.fsencode(place.as_posix()).decode(errors='backslashreplace')}" if place and place.parts else ""
    return store.shown(path) + (f"@{revision}" if revision else "") + inner
