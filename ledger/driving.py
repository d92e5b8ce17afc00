"""Git's merge driver for the files of a ledger: what git asks for when both sides have changed one of them."""

from pathlib import Path

from ledger import files
from ledger import git
from ledger import schema
from ledger import yamltext
from ledger.merging import KEYS
from ledger.merging import Texts
from ledger.merging import UnmergeableError
from ledger.merging import merge
from ledger.settings import Settings
from ledger.settings import Step
from ledger.threeway import Conflict


def drive(base: Path, ours: Path, theirs: Path, name: str) -> tuple[Conflict, ...] | None:
    """Merge three versions of the file that is called `name`, write the result over `ours`, and return the conflicts.

    None: a version cannot be read as such a file, so git's merge of the lines was made instead and has conflicts.
    Raises OSError.
    """
    place = Path(name)
    raw = [path.read_bytes() for path in (base, ours, theirs)]
    decoded = [files.decode(each) for each in raw]
    if place.name in KEYS and not any(flaws for _, flaws in decoded):
        texts = Texts(*(text for text, _ in decoded))
        mark = raw[1][: len(raw[1]) - len(texts.ours.encode())]  # a byte-order mark is no part of the text

        def by_lines(_: Texts) -> str | None:
            merged, clean = git.merge_file(ours, base, theirs)
            return files.decode(merged)[0] if clean else None

        try:
            found = merge(place.name, texts, _steps(place.parent), by_lines)
        except UnmergeableError:
            pass
        else:
            ours.write_bytes(mark + found.text.encode())
            return found.conflicts
    merged, clean = git.merge_file(ours, base, theirs)
    ours.write_bytes(merged)
    return () if clean else None


def _steps(folder: Path) -> tuple[Step, ...]:
    """Return the steps of a closing that the ledger in a folder asks for; the usual ones where it cannot be read."""
    text, flaws = files.read_text(folder / "ledger.yaml", Settings().limits.file_megabytes)
    data, more = yamltext.parse(text) if not flaws else (None, flaws)
    read = None if more else schema.read(schema.SETTINGS, "ledger.yaml", data)[0]
    return (read or Settings()).closing.steps
