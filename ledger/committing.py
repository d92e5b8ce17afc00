"""A change on its way to the disk and into git: made whole, or not at all, whatever happens on the way.

What is about to be written is noted in a journal first. Whoever comes next finds it where somebody was killed in
between, and finishes the commit, or takes back what nothing names yet.
"""

import re
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from time import monotonic
from time import sleep
from typing import Literal

from ledger import evidence
from ledger import files
from ledger import journal
from ledger import saving
from ledger.errors import BUSY
from ledger.errors import REFUSED
from ledger.errors import LedgerError
from ledger.errors import unwritten
from ledger.evidence import Filing
from ledger.history import paths
from ledger.journal import Note
from ledger.saving import Draft

_PAUSE = 0.1  # seconds between two looks at git's own lock


@dataclass(frozen=True)
class Work:
    """What is to be written: files with another text, evidence to be stored, to come back, and to be taken away."""

    drafts: Sequence[Draft] = ()
    filings: Sequence[Filing] = ()
    returning: Sequence[tuple[Path, bytes]] = ()
    removed: Sequence[Path] = ()

    def __bool__(self) -> bool:
        """Return whether there is anything to be written."""
        return bool(self.drafts or self.filings or self.returning or self.removed)

    def coming(self, folder: Path) -> list[Path]:
        """Return where evidence will lie that does not lie there yet."""
        filed = (folder / str(filing.evidence.file) for filing in self.filings if filing.new)
        return [*filed, *(path for path, _ in self.returning)]


@dataclass(frozen=True)
class Left:
    """What an interrupted change has left, and what became of it; `edited`: somebody has changed the file since."""

    subject: str
    outcome: Literal["finished", "undone", "edited"]


class Books:
    """The versions of one ledger, while nobody else writes."""

    def __init__(self, folder: Path, hold: saving.Hold, seconds: int, waiting: Callable[[str], None]) -> None:
        """Take the ledger's folder, the lock, and how long to wait for git, of which `waiting` is told."""
        self.folder = folder
        self.first = hold.first
        self.left: Left | None = None  # what an interrupted change had left, once it was looked at
        self.repository = hold.repository
        self._seconds = seconds
        self._waiting = waiting
        home = (folder / files.ITEMS).resolve().parent
        private = hold.repository.private if hold.repository else None
        self._journal = private / "ledger.journal" if private else home / ".ledger.journal"

    @cached_property
    def _paths(self) -> dict[str, str]:
        """Return the ledger's files by their names, as git names them."""
        if self.repository is None:
            return {}
        return paths(self.repository, self.folder)

    def refuse_unversioned(self) -> None:
        """Raise LedgerError (exit 4, or 5 where git is at work) where no version could be made of a change."""
        if self.repository is not None:
            self.repository.refuse_under_way()
            self._await(self.repository.private / "index.lock", monotonic() + self._seconds)
            self._refuse_ignored(self._paths.values())

    def refuse_ignored(self, arriving: Iterable[str]) -> None:
        """Raise LedgerError (exit 4) where git would pass over evidence, given by its place in the folder."""
        if self.repository is not None:
            self._refuse_ignored([self.repository.path(self.folder / place) for place in arriving])

    def _refuse_ignored(self, paths: Iterable[str]) -> None:
        if self.repository and (ignored := self.repository.ignored([*paths])):
            raise LedgerError("ignored-by-git", REFUSED, file=ignored[0])

    def edited(self) -> tuple[str, ...]:
        """Return the names of the ledger's files that are not as the last version has them.

        Raises LedgerError (exit 4) where a file is staged with another text than it has on the disk.
        """
        if self.repository is None:
            return ()
        unsaved = self.repository.unsaved([*self._paths.values()])
        for path, letters in unsaved.items():
            if letters[0] not in " ?" and letters[1:] != " ":
                raise LedgerError("staged-otherwise", REFUSED, file=path)
        return tuple(name for name, path in self._paths.items() if path in unsaved)

    def unsaved_evidence(self) -> tuple[str, ...]:
        """Return the evidence that is not as the last version has it, by its place in the folder."""
        if self.repository is None:
            return ()
        home = self.repository.path((self.folder / evidence.FOLDER).resolve())
        return tuple(f"{evidence.FOLDER}{path.removeprefix(home)}" for path in self.repository.unsaved([home]))

    def write(self, work: Work, message: str) -> str | None:
        """Write all of it and make it a version with this message; return its id, or None where none is made.

        An empty message makes no version. Whatever fails, all files are what they were. Raises LedgerError where
        something cannot be written or git refuses (exit 4), and where others have just written or git is busy (exit 5).
        """
        work = replace(work, returning=(*work.returning, *self._attributes(work)))
        touched = self._touched(work)
        note = Note(
            message,
            {
                str(draft.path.resolve()): (journal.digest(draft.before), journal.digest(draft.after))
                for draft in work.drafts
            },
            touched=[*map(str, touched)],
            coming=[*map(str, work.coming(self.folder))],
            going=[*map(str, work.removed)],
        )
        try:
            journal.write(self._journal, note)
        except OSError as error:
            raise unwritten(str(self._journal), error) from error
        stored: list[Path] = []
        kept = [files.keep(draft.path) for draft in work.drafts]
        try:
            self._store(work, stored)
            for draft in work.drafts:
                saving.write(draft)
            commit = self.commit(touched, message) if message else None
        except BaseException:
            if not (message and self._is_made(work, touched)):
                self._put_back(work, kept, stored)
                self._forget(kept)
                raise
            commit = self.repository.head if self.repository else None  # somebody stopped us behind it
        self._forget(kept)
        return commit

    def _is_made(self, work: Work, touched: Sequence[Path]) -> bool:
        """Return whether all of it is in the last version, although somebody stopped us."""
        written = all(draft.path.exists() and draft.path.read_bytes() == draft.after for draft in work.drafts)
        try:
            return written and all(path.exists() for path in work.coming(self.folder)) and self._has(touched)
        except LedgerError:  # git cannot say
            return False

    def _store(self, work: Work, stored: list[Path]) -> None:
        """Bring evidence and take evidence away; `stored` grows by what was brought."""
        try:
            stored += evidence.store(self.folder, work.filings)
            for path, content in work.returning:
                files.create_file(path, content)
                stored.append(path)
            evidence.remove(work.removed)
        except OSError as error:
            raise unwritten(str(self.folder / evidence.FOLDER), error) from error

    def _touched(self, work: Work) -> list[Path]:
        """Return the files of a version: what is written, and evidence that it names and no version has yet."""
        known = {str(filing.evidence.file) for filing in work.filings} | {evidence.ATTRIBUTES}
        lying = [self.folder / place for place in self.unsaved_evidence() if place in known] if work.filings else []
        coming = work.coming(self.folder)
        return [*(draft.path.resolve() for draft in work.drafts), *dict.fromkeys([*coming, *lying]), *work.removed]

    def _attributes(self, work: Work) -> list[tuple[Path, bytes]]:
        """Return the file that keeps git from turning the line ends of evidence, where it is needed and not there."""
        file = self.folder / evidence.ATTRIBUTES
        home = (self.folder / evidence.FOLDER).resolve()
        needed = self.repository and any(path.resolve().is_relative_to(home) for path in work.coming(self.folder))
        return [(file, b"* -text\n")] if needed and not file.exists() else []

    def _put_back(self, work: Work, kept: Sequence[Path], stored: Sequence[Path]) -> None:
        """Make all files what they were. Raises LedgerError (exit 4) where the system does not let us."""
        try:
            for draft, old in zip(work.drafts, kept, strict=True):
                if draft.path.exists() and draft.path.read_bytes() == draft.after:
                    if old.exists():
                        old.replace(draft.path.resolve())
                    else:
                        files.replace_file(draft.path, draft.before)
            evidence.remove(stored)
            self._restore([path for path in work.removed if not path.exists()])
        except OSError as error:  # the journal stays, for whoever comes next
            reason = error.strerror or str(error)
            raise LedgerError("not-put-back", REFUSED, folder=str(self.folder), reason=reason) from error

    # ---- git

    def commit(self, paths: Sequence[Path], message: str) -> str | None:
        """Make a version of files that are written already and return its id; None outside of a repository.

        Raises LedgerError where git refuses (exit 4) or is at work for too long (exit 5); the files are left alone.
        """
        repository = self.repository
        if repository is None:
            return None
        deadline = monotonic() + self._seconds
        named = [repository.path(path) for path in paths]
        before = repository.head
        while True:
            self._await(repository.private / "index.lock", deadline)
            complaint = repository.commit(named, message)
            head = repository.head
            if not complaint or (head != before and self._has(paths)):  # git of a killed process came to its end
                return head
            if not (lock := _lock(complaint)):
                raise LedgerError("commit-refused", REFUSED, reason=complaint)
            self._await(Path(lock), deadline)

    def _has(self, paths: Sequence[Path]) -> bool:
        """Return whether the last version has these files as they are now."""
        return self.repository is not None and all(map(self.repository.has, paths))

    def _await(self, lock: Path, deadline: float) -> None:
        """Wait until git itself is done. Raises LedgerError (exit 5) at the deadline; its lock is never taken away."""
        told = False
        while lock.exists():
            if monotonic() >= deadline:
                raise LedgerError("index-locked", BUSY, file=str(lock))
            if not told:
                self._waiting("git")
                told = True
            sleep(_PAUSE)

    def _restore(self, paths: Sequence[Path]) -> None:
        """Give files the content that the last version has."""
        if self.repository is not None:
            for path in paths:
                put = files.replace_file if path.exists() else files.create_file
                put(path, self.repository.last(path))

    # ---- what was interrupted

    def _forget(self, kept: Iterable[Path] = ()) -> None:
        for old in kept:
            old.unlink(missing_ok=True)
        self._journal.unlink(missing_ok=True)

    def recover(self, *, commits: bool) -> Left | None:
        """Finish what somebody was killed at, or take it back where no file says it yet.

        Raises LedgerError where git does not take it; then the files are what they were before it.
        """
        files.half(self._journal).unlink(missing_ok=True)
        if not self._journal.exists():
            return None
        note = journal.read(self._journal)
        if note is None:  # nothing can be made of it
            self._forget()
            return None
        for name in note.files:
            for stray in files.strays(Path(name)):
                stray.unlink(missing_ok=True)
        for name in note.coming:
            files.half(Path(name)).unlink(missing_ok=True)
        states = {name: journal.state(Path(name), *digests) for name, digests in note.files.items()}
        subject = note.message.partition("\n")[0]
        outcome: Literal["finished", "undone", "edited"] = "edited"
        arrived = not states and bool(note.touched) and all(Path(name).exists() for name in note.touched)
        if set(states.values()) == {"after"} or (arrived and self._has([*map(Path, note.touched)])):
            outcome = "finished"
            self._finish(note, commits=commits)
        elif "other" not in states.values():
            outcome = "undone"
            gone = [Path(name) for name in note.going if not Path(name).exists()]
            self._restore([*(Path(name) for name, state in states.items() if state == "after"), *gone])
            self._drop(note.coming)
        self._forget()
        self.left = Left(subject, outcome) if subject else None
        return self.left

    def _finish(self, note: Note, *, commits: bool) -> None:
        evidence.remove(map(Path, note.going))
        paths = [*map(Path, note.touched)]
        if not (commits and note.message and self.repository):
            return
        if self._has(paths):
            self.repository.align([self.repository.path(path) for path in paths])
        else:
            try:
                self.commit(paths, note.message)
            except LedgerError as error:
                if error.exit_code == BUSY:
                    raise
                self._restore([Path(name) for name in (*note.files, *note.going)])
                self._drop(note.coming)
                self._forget()
                subject, reason = note.message.partition("\n")[0], error.fields.get("reason", error.code)
                raise LedgerError("finish-refused", REFUSED, subject=subject, reason=reason) from None

    def _drop(self, coming: Sequence[str]) -> None:
        """Take evidence away that was stored and is named by nothing; what git knows is not ours to take."""
        unknown = [Path(name) for name in coming if not (self.repository and self.repository.knows(Path(name)))]
        evidence.remove(unknown)
        if self.repository:
            self.repository.forget([self.repository.path(path) for path in unknown])


@contextmanager
def books(folder: Path, seconds: int, waiting: Callable[[str], None]) -> Iterator[Books]:
    """Open the books of a ledger: nobody else writes to it meanwhile. Raises LedgerError (exit 5) after `seconds`."""
    with saving.held(folder, seconds, waiting) as hold:
        yield Books(folder, hold, seconds, waiting)


def _lock(complaint: str) -> str:
    """Return the lock of git's that a complaint names and that is there, or nothing."""
    named = re.findall(r"['\"‘“]([^'\"’”]+\.lock)['\"’”]", complaint)
    return next((name for name in named if Path(name).exists()), "")
