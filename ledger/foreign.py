"""Somebody else's repository, read with git's plumbing alone.

Nothing that lies in it is run: no hook, filter, monitor, alias or pager, no program that its settings name. Nothing is
fetched or written, and neither the settings of this machine nor those of whoever asks count.
"""

import os
import subprocess
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from pathlib import PurePosixPath
from typing import NamedTuple

from ledger import git
from ledger.errors import UNREADABLE
from ledger.errors import USAGE
from ledger.errors import LedgerError
from ledger.files import ITEMS

_ENVIRONMENT: Mapping[str, str] = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",  # of what a partial copy lacks; a git that is too old to know it has no way there:
    "GIT_ALLOW_PROTOCOL": "none",
    "LC_ALL": "C",
}
_OPTIONS = (
    *("--no-pager", "--no-optional-locks", "--no-replace-objects"),
    *("-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "safe.directory=*"),  # whose it is does not matter to whoever only reads
    *("-c", "safe.bareRepository=all"),
)
_KEPT = frozenset({"GIT_EXEC_PATH"})  # where a git that was moved finds itself
_PATIENCE = 300  # seconds for an answer; settings that are read from a pipe would be waited for until somebody writes


class Blob(NamedTuple):
    """What stands under a path in a version: its id, and git's mode, a file, a link or another repository."""

    id: str
    mode: str

    @property
    def regular(self) -> bool:
        """Return whether it is a file."""
        return self.mode.startswith("100")

    @property
    def is_repository(self) -> bool:
        """Return whether it is a version of another repository."""
        return self.mode == "160000"


@dataclass(frozen=True)
class Foreign:
    """A repository: its git directory, and the folder that its files lie in, or itself where it is bare."""

    directory: Path
    home: Path

    def files(self, revision: str) -> dict[str, Blob]:
        """Return the files of a version by their paths. Raises LedgerError (exit 2, 3) where there is none."""
        asked = self._asked("ls-tree", "-r", "-z", "--full-tree", "--end-of-options", f"{revision}^{{commit}}")
        if b"Not a valid object name" in asked.stderr:
            raise LedgerError("no-such-version", USAGE, value=revision)
        if asked.returncode:
            reason = asked.stderr.decode(errors="replace").strip() or f"exit {asked.returncode}"
            raise LedgerError("git-failed", UNREADABLE, reason=reason)
        entries = (entry.split("\t", 1) for entry in os.fsdecode(asked.stdout).split("\0") if entry)
        told = ((*about.split(), path) for about, path in entries)
        return {path: Blob(one, mode) for mode, _, one, path in told}

    def sizes(self, ids: Sequence[str]) -> dict[str, int]:
        """Return how many bytes contents have, by their ids, unless they are lost. Raises LedgerError (exit 3)."""
        asked = self._asked("cat-file", "--batch-check=%(objectname) %(objectsize)", given="\n".join(ids).encode())
        told = (line.split() for line in asked.stdout.decode(errors="replace").splitlines())
        return {one: int(size) for one, size in told if size.isdecimal()}

    def _asked(self, *words: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        try:
            return git.run(Path(), *self._options, *words, given=given, environ=_environment(), seconds=_PATIENCE)
        except subprocess.TimeoutExpired as error:
            raise LedgerError("git-failed", UNREADABLE, reason=str(error)) from error

    def contents(self) -> AbstractContextManager[Callable[[str], bytes]]:
        """Hand over a function that returns the content with an id; it raises LedgerError (exit 3) for a lost one."""
        return git.contents(Path(), *self._options, environ=_environment())

    @property
    def _options(self) -> tuple[str, ...]:
        return (*_OPTIONS, f"--git-dir={self.directory.absolute()}")


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name in _KEPT}
    return {**kept, **_ENVIRONMENT}


def repository(folder: Path) -> Foreign | None:
    """Return the repository that begins in a folder, if one does: a bare one, or that of a work tree."""
    if is_bare(folder):
        return Foreign(folder, folder)
    inner = folder / ".git"
    if os.path.isdir(inner):  # noqa: PTH112 (unlike Path.is_dir it bears a folder it may not read)
        return Foreign(inner, folder)
    with suppress(OSError):  # it is in no file either
        said = os.fsdecode(inner.read_bytes()).strip() if os.path.isfile(inner) else ""  # noqa: PTH113 (as above)
        if said.startswith("gitdir:"):
            return Foreign(folder / said.removeprefix("gitdir:").strip(), folder)
    return None


def is_bare(folder: Path) -> bool:
    """Return whether a folder is a git directory, as a bare repository is."""
    head, *inner = (os.path.join(folder, name) for name in ("HEAD", "objects", "refs"))  # noqa: PTH118 (in a hurry)
    return os.path.isfile(head) and all(map(os.path.isdir, inner))  # noqa: PTH113 (as above)


def around(folder: Path) -> Foreign | None:
    """Return the repository that a folder lies in, if it lies in one."""
    real = folder.resolve()
    return next(filter(None, map(repository, (real, *real.parents))), None)


def is_hidden(path: PurePosixPath) -> bool:
    """Return whether a file, or a folder above it, has a name that begins with a dot."""
    return any(part.startswith(".") for part in path.parts)


def ledgers(paths: Iterable[str]) -> AbstractSet[PurePosixPath]:
    """Return the folders of all ledgers among files."""
    return {path.parent for path in map(PurePosixPath, paths) if path.name == ITEMS and not is_hidden(path)}
