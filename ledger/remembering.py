"""What was chosen so far while a merge is open: its message tells it, and with that goes when the merge is left."""

from collections.abc import Container
from collections.abc import Mapping

from ledger import history
from ledger.git import Repository


def remembered(repository: Repository, names: Mapping[str, str]) -> dict[tuple[str, str], str]:
    """Return which side was chosen in files, which are given by their paths in git with their names here."""
    told = history.told(_message(repository))
    return {(names[path], record): side for side, path, record in told if path in names}


def chosen_in(repository: Repository) -> set[str]:
    """Return the files in which somebody has chosen, by their paths in git."""
    return {path for _, path, _ in history.told(_message(repository))}


def remember(repository: Repository, names: Mapping[str, str], chosen: Mapping[tuple[str, str], str]) -> None:
    """Let the message tell what is chosen in these files, and nothing else of them; without a message nothing does."""
    lines = _message(repository)
    said = [line for line in lines if not _tells(line, names)]
    paths = {name: path for path, name in names.items()}
    made = [history.chose(side, paths[file], record) for (file, record), side in chosen.items()]
    if lines and (made or said != lines):
        kept = "\n".join(line for line in said if not line.startswith("#")).rstrip("\n")
        text = "\n".join([kept, "", *made, ""]) if made else f"{kept}\n"
        (repository.private / "MERGE_MSG").write_text(text, encoding="utf-8")


def _message(repository: Repository) -> list[str]:
    place = repository.private / "MERGE_MSG"
    return place.read_text(encoding="utf-8").splitlines() if place.exists() else []


def _tells(line: str, paths: Container[str]) -> bool:
    return any(path in paths for _, path, _ in history.told([line]))
