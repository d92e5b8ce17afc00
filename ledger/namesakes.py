"""Evidence that two copies have filed under one name: theirs keeps it, ours comes to lie beside it with another.

Theirs is what all share already; a name that others have seen stays.
"""

import hashlib
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from ledger import evidence
from ledger import files
from ledger import merging
from ledger import splices
from ledger.files import ITEMS
from ledger.git import Repository
from ledger.merging import Texts
from ledger.merging import UnmergeableError
from ledger.settings import ClosingRules
from ledger.yamltext import Value


class Namesake(NamedTuple):
    """A file of ours: its place in the ledger's folder, where it is to lie, both contents, and what ours is."""

    place: str
    other: str
    ours: bytes
    theirs: bytes
    sha256: str


def found(repository: Repository, folder: Path) -> list[Namesake]:
    """Return the evidence that both sides of the merge under way have added under one name."""
    home = repository.path((folder / evidence.FOLDER).resolve())
    opened = {path: stages for path, stages in repository.unmerged([home]).items() if {2, 3} <= set(stages)}
    pairs = {f"{evidence.FOLDER}{path.removeprefix(home)}": (each[2], each[3]) for path, each in opened.items()}
    with repository.contents() as content:
        beside = {place: [*_others((folder / place).parent, content(ours))] for place, (ours, _) in pairs.items()}
        return [*_apart(pairs, beside, content)]


def alone(repository: Repository, folder: Path) -> dict[str, str | None]:
    """Return the evidence that is open though no two files are in question, by its path: the id of what stays there.

    git leaves it so that both sides have taken it to different places, or that one has changed and one has taken out.
    """
    opened = repository.unmerged([repository.path((folder / evidence.FOLDER).resolve())])
    return {path: each.get(2, each.get(3)) for path, each in opened.items() if not {2, 3} <= set(each)}


def _others(folder: Path, ours: bytes) -> Iterator[str]:
    """Yield the names that are taken in a folder; not the one that ours got from a merge that was cut short."""
    for file in folder.glob("*"):
        if not (file.is_file() and file.stat().st_size == len(ours) and file.read_bytes() == ours):
            yield file.name


def between(repository: Repository, folder: Path, versions: Sequence[str]) -> list[Namesake]:
    """Return the same of a merge that was made: of its base, both sides, and what was made of them."""
    home = repository.path((folder / evidence.FOLDER).resolve())
    base, ours, theirs, made = (repository.files(version, [home]) if version else {} for version in versions)
    paths = [path for path in ours if path not in base and theirs.get(path, ours[path]) != ours[path]]
    names = {f"{evidence.FOLDER}{path.removeprefix(home)}": path for path in paths}
    beside = {
        place: [Path(each).name for each in made if Path(each).parent == Path(path).parent and made[each] != ours[path]]
        for place, path in names.items()
    }
    with repository.contents() as content:
        return [*_apart({place: (ours[path], theirs[path]) for place, path in names.items()}, beside, content)]


def _apart(
    pairs: Mapping[str, tuple[str, str]], beside: Mapping[str, Sequence[str]], content: Callable[[str], bytes]
) -> Iterator[Namesake]:
    """Yield files of one name with a name of its own for ours, which nothing beside it has."""
    coming: set[str] = set()
    for place, ids in pairs.items():
        taken = {name.casefold() for name in (Path(place).name, *beside[place])} | coming
        name = evidence.free_name(Path(place).name, taken)
        coming.add(name.casefold())
        ours, theirs = map(content, ids)
        other = Path(place).with_name(name).as_posix()
        yield Namesake(place, other, ours, theirs, hashlib.sha256(ours).hexdigest())


def settle(
    repository: Repository, folder: Path, some: Sequence[Namesake], closing: ClosingRules, *, items: bool
) -> list[str]:
    """Put both files where they are to lie, name ours so among the `items` as well, and return what to stage.

    So those `alone`. It is to be staged with all else of the merge: what git holds open tells what the files are to be.
    Raises OSError.
    """
    paths = [folder / place for each in some for place in (each.place, each.other)]
    for each in some:
        files.replace_file(folder / each.place, each.theirs)
        files.create_file(folder / each.other, each.ours)
    if some and items:
        paths.append((folder / ITEMS).resolve())
        mark, text, _ = files.parted(paths[-1].read_bytes())
        files.replace_file(paths[-1], mark + _merged(repository, paths[-1], text, some, closing).encode())
    with repository.contents() as content:
        for path, one in alone(repository, folder).items():
            paths.append(repository.top / path)
            if one:
                files.create_file(paths[-1], content(one))
            else:
                paths[-1].unlink(missing_ok=True)
    return [*map(repository.path, paths)]


def _merged(repository: Repository, place: Path, text: str, some: Sequence[Namesake], closing: ClosingRules) -> str:
    """Return the merged text of the items with ours named where it is to lie.

    Where an entry of ours has no SHA-256, only the text of ours tells it from theirs, and both are merged anew.
    """
    versions = (repository.base("HEAD", "MERGE_HEAD") or "nothing", "HEAD", "MERGE_HEAD")
    ids = repository.ids([(version, repository.path(place)) for version in versions])
    with repository.contents() as content:
        texts = Texts(*(files.parted(content(one))[1] if one else "" for one in ids))
    named = renamed(texts.ours, some)
    if named != renamed(texts.ours, some, with_digest=True):
        with suppress(UnmergeableError):
            if text == merging.settled(ITEMS, texts, closing, lambda _: "ours"):
                return merging.settled(ITEMS, texts._replace(ours=named), closing, lambda _: "ours")
    return renamed(text, some, with_digest=True)


def renamed(text: str, some: Sequence[Namesake], *, with_digest: bool = False) -> str:
    """Return the text of the items of ours with its files named where they are to lie, all or those `with_digest`.

    One that cannot be read stays as it is.
    """
    places = {(each.place, each.sha256): each.other for each in some}
    if not with_digest:
        places |= {(each.place, str(None)): each.other for each in some}
    old = merging.read(ITEMS, text) if places else None
    if old is None:
        return text
    new = [{key: _renamed(value, places) for key, value in record.items()} for record in old]
    return splices.apply(text, splices.remake(text, old, new)) if new != old else text


def _renamed(value: Value, places: dict[tuple[str, str], str]) -> Value:
    if isinstance(value, list):
        return [_renamed(each, places) for each in value]
    if not isinstance(value, dict):
        return value
    known = places.get((str(value.get("file")), str(value.get("sha256"))))
    return {**value, "file": known} if known else {key: _renamed(each, places) for key, each in value.items()}
