"""What `git log` tells: versions, each with the files that it has made other ones."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

# A version's own fields, each with a NUL behind it; what it has touched comes behind them.
FORMAT = "%x01%H%x00%P%x00%an%x00%ae%x00%as%x00%B%x00"
_FIELDS = FORMAT.count("%x00")


class Touched(NamedTuple):
    """A file that a commit has made another one: its content before, in each parent, and after ("" where it is not)."""

    path: str
    before: tuple[str, ...]
    after: str


@dataclass(frozen=True)
class Commit:
    """A version in git, with the files of the ledger that it changed."""

    id: str
    parents: tuple[str, ...]
    author: str
    email: str
    day: date  # the author's
    message: str
    touched: tuple[Touched, ...]

    @property
    def subject(self) -> str:
        """Return the first line of its message."""
        return self.message.partition("\n")[0]

    def trailers(self, key: str) -> tuple[str, ...]:
        """Return the values of one key of ours: what people type never begins a line, and hooks add paragraphs."""
        pairs = (line.partition(": ") for line in self.message.split("\n"))
        return tuple(value for name, _, value in pairs if name == key)


def commits(told: str) -> Iterator[Commit]:
    """Yield the versions that git tells with `FORMAT`, `-z` and `--raw`."""
    return map(_commit, _entries(told.split("\0")))


def _entries(parts: Iterable[str]) -> Iterator[list[str]]:
    """Yield what belongs to one commit: its fields, then what it has touched."""
    entry: list[str] = []
    for part in parts:
        if part.lstrip("\n").startswith("\x01") and len(entry) != _FIELDS - 1:  # a message may begin with anything
            if entry:
                yield entry
            entry = []
        entry.append(part)
    if entry[1:]:
        yield entry


def _commit(entry: Sequence[str]) -> Commit:
    commit, parents, author, email, day, message, *raw = entry
    return Commit(
        id=commit.strip("\n\x01"),
        parents=tuple(parents.split()),
        author=author,
        email=email,
        day=date.fromisoformat(day),
        message=message.strip("\n"),
        touched=tuple(_touched(raw)),
    )


def _touched(raw: Iterable[str]) -> Iterator[Touched]:
    """Yield the files of one commit from git's lines like `:100644 100644 1f… 2e… M`, a colon a parent, and a name."""
    parts = iter(raw)
    for part in parts:
        about = part.lstrip("\n")
        if about.startswith(":"):
            colons = len(about) - len(about.lstrip(":"))
            *before, after = map(_blob, about.lstrip(":").split(" ")[colons + 1 : -1])
            yield Touched(next(parts), tuple(before), after)


def _blob(named: str) -> str:
    """Return the id of a content, or nothing for the id of none."""
    return named if named.strip("0") else ""
