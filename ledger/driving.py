"""Git's merge driver for the files of a ledger: what git asks for when both sides have changed one of them."""

import shlex
import sys
from collections.abc import Mapping
from pathlib import Path

from ledger import files
from ledger import git
from ledger import schema
from ledger import yamltext
from ledger.errors import Flaw
from ledger.errors import LedgerError
from ledger.git import Repository
from ledger.merging import Outcome
from ledger.merging import Texts
from ledger.merging import UnmergeableError
from ledger.merging import ancestor
from ledger.merging import merge
from ledger.schema import KEYS
from ledger.settings import ClosingRules
from ledger.settings import Settings
from ledger.threeway import Difference

# What git is to call; it goes through a shell, and the interpreter is named so that no path has to be set. It must take
# no module from the work tree, which git calls it in and anybody may have put files into.
DRIVER = f"{shlex.quote(Path(sys.executable).as_posix())} -P -m ledger merge-driver %O %A %B %P"


ATTRIBUTES = ".gitattributes"  # of the ledger's folder: what every copy is told
LINES = "".join(f"{name} merge=ledger\n" for name in KEYS)


def drive(
    base: Path, ours: Path, theirs: Path, name: str, *, for_ancestor: bool = False
) -> tuple[Difference, ...] | None:
    """Merge three versions of the file that is called `name`, write the result over `ours`, and return the conflicts.

    None: a version cannot be read as such a file, so git's merge of the lines was made instead and has conflicts.
    Merged `for_ancestor`, in the place of what two sides began with, it has none. Raises OSError.
    """
    place = Path(name)
    decoded = [files.parted(path.read_bytes()) for path in (base, ours, theirs)]
    if place.name in KEYS and not any(flaws for _, _, flaws in decoded):
        texts = Texts(*(text for _, text, _ in decoded))

        def by_lines(_: Texts) -> str | None:
            merged, conflicts = git.merge_file(ours, base, theirs)
            return files.decode(merged)[0] if conflicts == 0 else None

        try:
            closing = closing_of(place.parent)
            found = (
                Outcome(ancestor(place.name, texts, closing), ())
                if for_ancestor
                else merge(place.name, texts, closing, by_lines)
            )
        except UnmergeableError:
            pass
        else:
            ours.write_bytes(decoded[1][0] + found.text.encode())
            return found.conflicts
    merged, conflicts = git.merge_file(ours, base, theirs)
    if conflicts is not None:
        ours.write_bytes(merged)
    return () if conflicts == 0 else None


def closing_of(folder: Path) -> ClosingRules:
    """Return what the ledger in a folder asks for when an item is closed; what is usual where it cannot be read."""
    return _closing(*files.read_text(folder / "ledger.yaml", Settings().limits.file_megabytes))


def closing_before(repository: Repository, folder: Path) -> ClosingRules:
    """Return the same as the last version has it, by which git merges: now the settings may be merged as well."""
    path = repository.path((folder / "ledger.yaml").resolve())
    try:
        content = repository.content(f"HEAD:{path}", path)
    except LedgerError:  # there is none
        return Settings().closing
    return _closing(*files.decode(content))


def _closing(text: str, flaws: list[Flaw]) -> ClosingRules:
    data, more = yamltext.parse(text) if not flaws else (None, flaws)
    read = None if more else schema.read(schema.SETTINGS, "ledger.yaml", data)[0]
    return (read or Settings()).closing


def wiring(driver: str) -> Mapping[str, str]:
    """Return what git is told of a driver, also for what sides have in common that have merged each other."""
    return {
        "merge.ledger.name": "merge of a rectification ledger by meaning",
        "merge.ledger.driver": driver,
        "merge.ledger.recursive": "ledger-ancestor",
        "merge.ledger-ancestor.driver": f"{driver} --ancestor",
    }


def wire(repository: Repository) -> None:
    """Tell git in this copy how it merges a ledger. Raises LedgerError (exit 3)."""
    for key, value in wiring(DRIVER).items():
        repository.configure(key, value)


def is_wired(repository: Repository) -> bool:
    """Return whether git in this copy knows how it merges a ledger."""
    _, said = repository.call("config", "--get-regexp", r"^merge\.ledger(-ancestor)?\.")
    told = dict(line.split(" ", 1) for line in said.splitlines() if " " in line)
    return wiring(DRIVER).items() <= told.items()


def lacks_driver(repository: Repository, folder: Path) -> bool:
    """Return whether the ledger in a folder is to be merged by meaning, and git in this copy does not know how."""
    try:
        told = (folder / ATTRIBUTES).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return "merge=ledger" in told and not is_wired(repository)
