"""What was worked out once, kept under what it was worked out from: a folder of the user's, never the truth.

An entry is a file: a line that names its key and the SHA-256 of what follows, then that. What is torn, foreign or too
much is thrown away; nothing here is ever read to change the ledger, and losing all of it costs time alone.
"""

import functools
import hashlib
import os
import stat
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import platformdirs

from ledger import __version__

# The commands that change nothing of the ledger, and may rest on what is kept.
LOOKING = frozenset({
    "status", "list", "show", "overdue", "due", "score", "check", "log", "diff", "export", "rollup",
})  # fmt: skip
_ROOM = 512_000_000  # bytes that all entries may take
_OFTEN = 0.02  # of the room is filled anew, on the average, before it is looked whether there is too much
_SHARE = 0.75  # of the room is left to the newest, once there is too much
_MARK = b"ledger-cache"
_DAY = 86_400  # seconds; so far may the clocks of two machines be apart
_LARGE = 500_000_000  # bytes of a file that is told by its size and time, for it is hardly a ledger's


class Cache:
    """Entries by their keys; one without a folder keeps nothing."""

    def __init__(self, folder: Path | None, room: int = _ROOM) -> None:
        """Take the folder, which is made when it is needed, and how many bytes there is room for."""
        self._folder = folder
        self._room = room

    @property
    def keeps(self) -> bool:
        """Return whether anything is kept at all."""
        return self._folder is not None

    def get(self, key: str) -> bytes | None:
        """Return what is kept under a key, None for nothing; what is not as it was written is thrown away."""
        if self._folder is None:
            return None
        path = self._place(self._folder, key)
        try:
            whole = path.read_bytes() if stat.S_ISREG(path.stat().st_mode) else b""  # a pipe would be waited for
        except OSError:
            return None
        head, _, content = whole.partition(b"\n")
        if head != _head(key, content):
            with suppress(OSError):
                path.unlink()
            return None
        with suppress(OSError):
            os.utime(path)  # the oldest goes first
        return content

    def holds(self, key: str) -> bool:
        """Return whether something lies under a key; `get` says whether it is what was kept."""
        return self._folder is not None and os.path.exists(self._place(self._folder, key))  # noqa: PTH110 (pathlib's raises)

    def put(self, key: str, content: bytes) -> None:
        """Keep a content under a key; where that cannot be, it is not kept."""
        if self._folder is None or len(content) > self._room * _SHARE:
            return
        path = self._place(self._folder, key)
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
                made = Path(file.name)
                try:
                    file.write(_head(key, content) + b"\n" + content)
                    file.close()
                    made.replace(path)
                except BaseException:
                    made.unlink()
                    raise
            if int(key[:8], 16) < len(content) / (self._room * _OFTEN) * 16**8:  # keys are digests: as good as dice
                self.trim()

    def trim(self) -> None:
        """Throw the oldest entries away where all of them take too much room."""
        entries = sorted(self._entries(), reverse=True)
        taken = 0
        full = sum(size for _, size, _ in entries) > self._room
        for _, size, path in entries:
            taken += size
            if full and taken > self._room * _SHARE:
                with suppress(OSError):
                    path.unlink()

    def _entries(self) -> Iterator[tuple[float, int, Path]]:
        """Yield when each entry was used last, how many bytes it takes, and where it is.

        One of a day to come, as after a clock was set back, would stay for ever: nobody knows when it was used.
        """
        tomorrow = time.time() + _DAY
        for path in self._folder.glob("??/*") if self._folder else ():
            with suppress(OSError):
                about = path.stat()
                yield about.st_mtime if about.st_mtime < tomorrow else 0, about.st_size, path

    @staticmethod
    def _place(folder: Path, key: str) -> Path:
        return folder / key[:2] / key[2:]


NOTHING = Cache(None)


def _head(key: str, content: bytes) -> bytes:
    return b" ".join((_MARK, key.encode(), hashlib.sha256(content).hexdigest().encode()))


def cache(*, wanted: bool = True) -> Cache:
    """Return the user's cache, or one that keeps nothing."""
    return Cache(platformdirs.user_cache_path("ledger") if wanted else None)


def key(kind: str, *parts: str) -> str:
    """Return the key of what a kind of question has for an answer, given all that the answer rests on."""
    digest = hashlib.sha256()
    for part in (_program(), kind, *parts):
        digest.update(f"{len(part)}:{part}".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def blob(content: bytes) -> str:
    """Return the name that git has for a content."""
    digest = hashlib.sha1(b"blob %d\0" % len(content), usedforsecurity=False)
    digest.update(content)
    return digest.hexdigest()


def standing(folder: Path) -> Iterator[str]:
    """Yield all that an answer about a ledger's folder rests on: what its YAML files hold, when all else was changed.

    A link is told with what it leads to, and what cannot be read by the number of the system's error.
    """
    above = os.path.join(folder, "")  # noqa: PTH118 (with a slash at its end)
    for place, folders, names in os.walk(folder):
        links = [name for name in folders if os.path.islink(os.path.join(place, name))]  # noqa: PTH114, PTH118 (in a hurry)
        folders[:] = sorted(name for name in folders if name != ".git")
        for name in sorted((*names, *links)):
            path = os.path.join(place, name)  # noqa: PTH118 (as above)
            yield path.removeprefix(above)
            yield _state(path)


def _state(path: str) -> str:
    try:
        leads = f"-> {os.readlink(path)} " if os.path.islink(path) else ""  # noqa: PTH114, PTH115 (as above)
        about = os.stat(path)  # noqa: PTH116 (as above)
        whole = path.endswith((".yaml", ".yml")) and stat.S_ISREG(about.st_mode) and about.st_size < _LARGE
        state = blob(Path(path).read_bytes()) if whole else f"{about.st_mode} {about.st_size} {about.st_mtime_ns}"
    except OSError as error:
        return str(error.errno)
    return leads + state


@functools.cache
def _program() -> str:
    """Return the digest of what tells this program, with what is installed beside it, from any other version of it."""
    files = sorted((entry.path, entry.stat()) for entry in _sources(os.path.dirname(__file__)))  # noqa: PTH120 (in a hurry)
    told = [f"{path} {about.st_size} {about.st_mtime_ns}" for path, about in files]
    places = [f"{place} {os.stat(place).st_mtime_ns}" for place in sys.path if os.path.isdir(place)]  # noqa: PTH112, PTH116 (as above)
    return hashlib.sha256("\n".join((__version__, sys.version, *told, *places)).encode()).hexdigest()


def _sources(folder: str) -> Iterator["os.DirEntry[str]"]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _sources(entry.path)
            elif not entry.name.endswith(".pyc"):
                yield entry
