"""The archive of an item: the proofs that it names, where each goes, and what was found where it should lie."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from ledger.events import Evidence
from ledger.evidence import FOLDER
from ledger.evidence import safe_name
from ledger.reports.story import ItemStory

# made: for the archive. same, changed, unrecorded: what was packed, by the SHA-256 on record. lost, link, unread: what
# was not. elsewhere: an address or a paper, which no archive holds.
State = Literal["made", "same", "changed", "unrecorded", "lost", "link", "unread", "elsewhere"]
LACKING: tuple[State, ...] = ("changed", "lost", "link", "unread")


@dataclass(frozen=True)
class Named:
    """A proof, and the measures and entries of the log (by their numbers) that name it."""

    proof: Evidence
    measures: tuple[str, ...]
    entries: tuple[int, ...]


@dataclass(frozen=True)
class Packed:
    """What of a file is in the archive: its size in bytes and its SHA-256."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Piece:
    """A line of the manifest: `name` is the file's in the archive, "" where it is not in it."""

    name: str
    packed: Packed | None
    named: Named | None  # None: made for the archive
    state: State


def proofs(item: ItemStory) -> tuple[Named, ...]:
    """Return the proofs of an item, each once, in the order of its measures and entries."""
    named = [(proof, measure.id, 0) for measure in item.measures for proof in measure.evidence]
    numbered = zip(item.entry_numbers, item.log, strict=True)
    named += [(proof, "", number) for number, entry in numbered for proof in entry.evidence]
    found: dict[tuple[str | None, ...], list[tuple[Evidence, str, int]]] = {}
    for one in named:
        proof = one[0]
        found.setdefault((proof.file, proof.url, proof.paper, proof.sha256), []).append(one)
    return tuple(
        Named(
            some[0][0],
            tuple(dict.fromkeys(measure for _, measure, _ in some if measure)),
            tuple(dict.fromkeys(number for _, _, number in some if number)),
        )
        for some in found.values()
    )


def places(files: Iterable[str]) -> dict[str, str]:
    """Return where each file goes: under evidence/ as in the ledger, by names that every system can store."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for file in sorted(set(files)):
        parts = [safe_name(part) for part in file.split("/")]
        path = PurePosixPath(*([] if parts[0] == FOLDER and parts[1:] else [FOLDER]), *parts)
        free, n = path, 1
        while str(free).casefold() in taken:
            n += 1
            free = path.with_stem(f"{path.stem}-{n}")
        taken.add(str(free).casefold())
        found[file] = str(free)
    return found


def judged(named: Named, packed: Packed | State) -> State:
    """Return what is to be said of a proof of which this was packed, or this was in the way."""
    if not isinstance(packed, Packed):
        return packed
    recorded = named.proof.sha256
    return "unrecorded" if recorded is None else "same" if recorded == packed.sha256 else "changed"
