"""A merge under way made a version, unless it holds ours alone: then all others' work would count as given up."""

import tempfile
from collections.abc import Callable
from collections.abc import Iterator
from pathlib import Path

from ledger import files
from ledger import git
from ledger import keeping
from ledger.driving import closing_before
from ledger.errors import REFUSED
from ledger.errors import LedgerError
from ledger.git import Repository
from ledger.merging import Texts
from ledger.merging import UnmergeableError
from ledger.merging import read
from ledger.merging import settled
from ledger.remembering import chosen_in
from ledger.schema import KEYS


def conclude(repository: Repository, folder: Path) -> None:
    """Make the version of a merge whose last file is settled, with all evidence that the ledger in a folder names.

    Raises LedgerError (exit 4): then it stays open.
    """
    ours, theirs = (repository.resolve(side) for side in ("HEAD", "MERGE_HEAD"))
    lacking = [{*_lacking(repository, base, ours, theirs)} for base in repository.bases(ours, theirs) or [""]]
    if lost := set.intersection(*lacking) - chosen_in(repository):
        raise LedgerError("merge-lacks", REFUSED, files=", ".join(sorted(lost)))
    keeping.restore(repository, folder, (ours, theirs), _tree(repository))
    done, said = repository.call("commit", "--quiet", "--no-edit")
    if not done:
        raise LedgerError("merge-refused", REFUSED, reason=said.strip())


def complete(repository: Repository, folder: Path, begun: str, other: str) -> None:
    """Let the version that git has made of two have as well the evidence that it names, where it is the last.

    Raises LedgerError (exit 4).
    """
    last = next(repository.log([], ["-1"]))
    if last.parents != (begun, other):
        return
    if paths := keeping.restore(repository, folder, last.parents, last.id):
        words = ("--quiet", "--amend", "--no-edit", "--no-verify", "--only")  # what hooks say of it they have said
        done, said = repository.call("commit", *words, "--", *paths)
        if not done:
            raise LedgerError("merge-refused", REFUSED, reason=said.strip())


def _lacking(repository: Repository, base: str, ours: str, theirs: str) -> Iterator[str]:
    """Yield the files that others have changed and of which the merge has ours, although nobody can have chosen so.

    So it is where somebody has reset files while the merge was open, and git has gone on as if that were the result.
    What has come in under another name, as into a folder that ours has renamed, is there.
    """
    index = _tree(repository)
    merged = repository.differing(ours, index)
    came = {*repository.ids([(index, path) for path in merged])} - {""}
    paths = sorted({*repository.differing(ours, theirs)} - {*merged})
    ids = iter(repository.ids([(version, path) for path in paths for version in (base or ours, ours, theirs)]))
    with repository.contents() as content:
        for path, began, one, other in zip(paths, ids, ids, ids, strict=True):
            three = (began if base else "", one, other)
            if other not in (three[0], *came) and _is_given_up(repository, repository.top / path, three, content):
                yield path


def _tree(repository: Repository) -> str:
    """Return what the merge under way would make."""
    return repository.call("write-tree")[1].strip()


def _is_given_up(
    repository: Repository, place: Path, three: tuple[str, str, str], content: Callable[[str], bytes]
) -> bool:
    """Return whether ours leaves out what theirs has changed: base, ours and theirs are the ids of the contents."""
    began, one, other = three
    if one == began:
        return True
    if not one or not other:  # one side has taken out what the other one changed: a choice
        return False
    return _merges(repository, place, [content(each) if each else b"" for each in three])


def _merges(repository: Repository, place: Path, contents: list[bytes]) -> bool:
    """Return whether something of theirs comes into ours without anybody's choice."""
    texts = Texts(*(files.decode(each)[0] for each in contents))
    if place.name in KEYS:
        try:
            made = settled(place.name, texts, closing_before(repository, place.parent), lambda _: "ours")
        except UnmergeableError:
            return False
        return read(place.name, made) != read(place.name, texts.ours)
    with tempfile.TemporaryDirectory() as folder:
        three = [Path(folder) / name for name in Texts._fields]
        for file, each in zip(three, contents, strict=True):
            file.write_bytes(each)
        merged, conflicts = git.merge_file(three[1], three[0], three[2])
    return conflicts == 0 and merged != contents[1]
