"""The journal: what is about to be written, so that whoever comes after a killed process knows how far it came."""

import hashlib
import json
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import asdict
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ledger import files

State = Literal["before", "after", "other"]


@dataclass(frozen=True)
class Note:
    """The message of a version, the digests of each file before and after, and the paths of all that belongs to it.

    `coming` is evidence that was to be stored, `going` evidence that was to be taken away.
    """

    message: str
    files: Mapping[str, tuple[str, str]]
    touched: Sequence[str]
    coming: Sequence[str]
    going: Sequence[str]


def write(path: Path, note: Note) -> None:
    """Write the journal; it is there whole or not at all. Raises OSError."""
    files.create_file(path, json.dumps(asdict(note)).encode())


def read(path: Path) -> Note | None:
    """Return what was noted, or None where nothing was, or nothing that a journal of ours would say."""
    try:
        noted = json.loads(path.read_bytes())
        digests = {str(name): (str(before), str(after)) for name, (before, after) in noted["files"].items()}
        lists = (list(map(str, noted[name])) for name in ("touched", "coming", "going"))
        return Note(str(noted["message"]), digests, *lists)
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None


def digest(content: bytes) -> str:
    """Return the SHA-256 of a content, in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def state(path: Path, before: str, after: str) -> State:
    """Return whether a file is as it was before the change, after it, or another."""
    try:
        now = digest(path.read_bytes())
    except OSError:
        return "other"
    states: Mapping[str, State] = {before: "before", after: "after"}
    return states.get(now, "other")
