"""Evidence that a merge names although one side had taken it out, as where that side has undone and the other named it.

git merges files one by one, and takes out what one side has taken out; what the entries say it does not know.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from pathlib import Path

from ledger import evidence
from ledger import files
from ledger import store
from ledger.errors import UnreadableError
from ledger.git import Repository


def restore(repository: Repository, folder: Path, sides: Sequence[str], made: str) -> list[str]:
    """Put back what is named in a ledger and gone from what was `made` of two sides, tell git, and return the files.

    Raises OSError, and LedgerError where git cannot say (exit 3) or refuses (exit 4).
    """
    changed = [{*repository.differing(side, made)} for side in sides]
    about = {path for paths in changed for path in paths if f"/{evidence.FOLDER}/" in f"/{path}"}
    if not about - repository.files(made, [*about]).keys():  # nothing of theirs or ours was taken out
        return []
    try:
        opened = store.load(folder)
    except UnreadableError:  # it is told of, and settled by hand
        return []
    paths = []
    for each in opened.whole():
        for path, content in had(repository, each.folder, each.ledger.evidence(), sides):
            files.create_file(path, content)
            paths.append(repository.path(path))
    repository.stage(paths)
    return paths


def had(
    repository: Repository, folder: Path, named: Iterable[str], sides: Sequence[str]
) -> Iterator[tuple[Path, bytes]]:
    """Yield the evidence among what is `named` in a ledger that a side had and that is not there now, with its content.

    Raises LedgerError (exit 3).
    """
    places = (folder / place for place in sorted(named))
    missing = {repository.path(place): place for place in places if not place.exists()}
    for side in sides:
        known = repository.files(side, [*missing])
        for path in [path for path in missing if path in known]:  # a side may have a folder of that name
            yield missing.pop(path), repository.content(f"{side}:{path}", path)
