"""The past of a ledger, as git has it: its files in any version, and the versions one after another."""

import shlex
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from functools import lru_cache
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any
from typing import TypeAlias

from ledger import files
from ledger import git
from ledger import schema
from ledger import store
from ledger import yamltext
from ledger.cache import NOTHING
from ledger.cache import Cache
from ledger.entries import Known
from ledger.errors import UNREADABLE
from ledger.errors import Flaw
from ledger.errors import LedgerError
from ledger.evidence import FOLDER
from ledger.git import Repository
from ledger.gitlog import Commit
from ledger.model import Ledger
from ledger.scalars import short
from ledger.schema import FILES
from ledger.schema import PARTS
from ledger.store import Opened

UNDOES = "Ledger-Undoes"  # the trailer that names the version which a later one takes back
CHOSE = "Ledger-Chose"  # the trailer of a merge with the side that somebody chose, the file, and the record in it
REPAIRS = "Ledger-Repairs"  # the trailer that names the merge which a later version puts right
WHY = "Ledger-Why"  # the trailer with the reason of edits by hand
REPORTS = "reports"  # the folder of issued reports
Content: TypeAlias = tuple[str, ...]
NONE = Ledger()  # what there is before the first version
_AT_ONCE = 500  # versions whose contents are asked for together
_REMEMBERED = 64  # parsed files: a content is needed again as the one before the next version


def undoing(subject: str) -> str:
    """Return the subject of a version that takes one with this subject back; to undo an undoing is to redo it."""
    verb, _, rest = subject.partition(" ")
    return {"undo": f"redo {rest}", "redo": f"undo {rest}"}.get(verb, f"undo {subject}")


def chose(side: str, path: str, record: str) -> str:
    """Return the line that tells a choice in the message of a merge; each part may hold anything but a line end."""
    return f"{CHOSE}: {shlex.join([side, path, record])}"


def told(lines: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Yield the choices that lines tell: side, file as git names it, record. What cannot be read tells none."""
    for line in lines:
        key, _, value = line.partition(": ")
        if key == CHOSE:
            with suppress(ValueError):
                side, path, record = shlex.split(value)
                yield side, path, record


def choices(commit: Commit) -> Iterator[tuple[str, str, str]]:
    """Yield the choices that a merge tells, as `told`."""
    return told(commit.message.split("\n"))


def repository_of(folder: Path) -> Repository | None:
    """Return the repository that a ledger lies in, if it lies in one. Raises LedgerError (exit 3) for a broken one."""
    return git.find(folder.resolve())


def paths(repository: Repository, folder: Path) -> dict[str, str]:
    """Return the files of a ledger by their names, as git names them; a link stands for what it leads to."""
    return {name: repository.path((folder / name).resolve()) for name in FILES}


def at(repository: Repository, folder: Path, revision: str, kept: Cache) -> Opened:
    """Return the ledger in `folder` as a version has it; its places are named like 4f5a6b7c8d:data/items.yaml.

    What was read of the same contents before is `kept`.

    Raises LedgerError (exit 2, 3) where there is no such version, or none of this ledger in it, and UnreadableError
    (exit 3) with every fault in its files.
    """
    commit = repository.resolve(revision)
    named = paths(repository, folder)
    ids = repository.files(commit, [*named.values()])
    if named[files.ITEMS] not in ids:
        raise LedgerError("no-ledger-then", UNREADABLE, value=short(commit), file=named[files.ITEMS])
    with repository.contents() as content:

        def shelf(file: str, limit: int) -> tuple[str, list[Flaw]] | None:
            path = named.get(file) or repository.path((folder / file).resolve())
            found = ids if file in named else repository.files(commit, [path])  # a sub-ledger's are known only now
            return files.text_of(content(found[path]), limit) if path in found else None

        return store.load(name_at(repository, folder, commit), shelf, kept)


def name_at(repository: Repository, folder: Path, commit: str) -> Path:
    """Return what the folder is called in a version, as git understands it: 4f5a6b7c8d:data."""
    return Path(f"{short(commit)}:{repository.path(folder.resolve())}")


def evidence_at(repository: Repository, folder: Path, revision: str) -> frozenset[str]:
    """Return the evidence that lies in a version, by its place in the ledger's folder."""
    home = repository.path((folder / FOLDER).resolve())
    listed = repository.files(repository.resolve(revision), [home])
    return frozenset(f"{FOLDER}{path.removeprefix(home)}" for path in listed)


@dataclass(frozen=True)
class Version:
    """A commit that changed the ledger, and the ledger before (in each parent) and after it, read when asked for.

    Where there was no ledger it is an empty one; None where it cannot be read.
    """

    commit: Commit
    places: tuple[str, ...]  # where its files lie in the repository
    content: Callable[[str], Content]  # what git calls the files in a commit, this one or a parent
    ledger: Callable[[str], Ledger | None]  # in such a commit
    began: Callable[[], Ledger | None]  # what both sides of a merge began with; None unless it can be read, and is one
    kept: Cache

    @property
    def identity(self) -> tuple[str, ...]:
        """Return what never changes without being another version; where history was cut off, parents are missing."""
        return (*self.places, self.commit.id, *self.commit.parents)

    @cached_property
    def before(self) -> tuple[Ledger | None, ...]:
        """Return the ledger in each parent."""
        return tuple(map(self.ledger, self.commit.parents)) or (NONE,)

    @cached_property
    def after(self) -> Ledger | None:
        """Return the ledger in this commit."""
        return self.ledger(self.commit.id)

    def read(self) -> "Version":
        """Return the version for when the past is closed again: nothing of it is left to be read."""
        _ = self.before, self.after
        return self


class Past:
    """Reads versions of one ledger; each content is parsed once, and so is each entry that stands in several."""

    def __init__(self, repository: Repository, folder: Path, content: Callable[[str], bytes], kept: Cache) -> None:
        """Take the repository, the ledger's folder, what returns a content by its id, and what is `kept` of them."""
        self.repository = repository
        self.folder = folder
        self._content = content
        self.paths = paths(repository, folder)
        self.reports, self.evidence = (repository.path((folder / name).resolve()) for name in (REPORTS, FOLDER))
        self._kept = kept
        self._entries = Known(kept)
        self._read = lru_cache(_REMEMBERED)(self._parsed)

    def versions(self, end: str) -> Iterator[Version]:
        """Yield the versions up to `end` that changed the ledger, its evidence or a report, the newest first."""
        commits = iter(self.repository.log([*self.paths.values(), self.reports, self.evidence], [end]))
        while some := list(islice(commits, _AT_ONCE)):
            states = self._states({one for commit in some for one in (commit.id, *commit.parents)})
            for commit in some:
                places = (*self.paths.values(), self.reports)
                content, ledger = partial(_content, states), partial(self._ledger, states)
                yield Version(commit, places, content, ledger, partial(self._began, commit), self._kept)

    def ledger(self, commit: str) -> Ledger | None:
        """Return the ledger of a version; an empty one where it has none, None where it cannot be read."""
        return self._ledger(self._states({commit}), commit)

    def _began(self, commit: Commit) -> Ledger | None:
        bases = self.repository.bases(*commit.parents) if len(commit.parents) == len(("ours", "theirs")) else []
        return self.ledger(bases[0]) if len(bases) == 1 else None

    def text(self, commit: str) -> str:
        """Return the text of the items in a version in which they can be read."""
        return files.decode(self._content(self._states({commit})[commit][files.ITEMS]))[0]

    def _states(self, commits: AbstractSet[str]) -> dict[str, dict[str, str]]:
        """Return, for each of these versions, the ids of the ledger's files; nothing for one that is not there."""
        asked = [(commit, name) for commit in commits for name in self.paths]
        ids = self.repository.ids([(commit, self.paths[name]) for commit, name in asked])
        states: dict[str, dict[str, str]] = {commit: {} for commit in commits}
        for (commit, name), one in zip(asked, ids, strict=True):
            states[commit][name] = one
        return states

    def _ledger(self, states: Mapping[str, Mapping[str, str]], commit: str) -> Ledger | None:
        """Return the ledger with the contents that a version has; an empty one without items.yaml, None as above."""
        state = states[commit]
        if not state[files.ITEMS]:
            return NONE
        read = {PARTS[name]: self._read(name, one) for name, one in state.items() if one}
        return None if None in read.values() else Ledger(**read)

    def _parsed(self, name: str, one: str) -> Any:  # noqa: ANN401 (each file has its own type)
        text, flaws = files.decode(self._content(one))
        if flaws:
            return None
        if name == files.ITEMS and (items := self._entries.read(text)) is not None:
            return items
        data, flaws = yamltext.parse(text)
        shaped, faults = schema.read(FILES[name], name, data) if not flaws else (None, [])
        return None if flaws or faults else shaped


def _content(states: Mapping[str, Mapping[str, str]], commit: str) -> Content:
    return tuple(states[commit].values())


@contextmanager
def past(repository: Repository, folder: Path, kept: Cache = NOTHING) -> Iterator[Past]:
    """Open the past of a ledger, whose versions can be read as long as it is; what was read before is `kept`."""
    with repository.contents() as content:
        yield Past(repository, folder, content, kept)
