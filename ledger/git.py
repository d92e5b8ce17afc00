"""The system's git, asked without a shell and in UTF-8."""

import os
import subprocess
import tempfile
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from contextlib import contextmanager
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from ledger import gitlog
from ledger.errors import REFUSED
from ledger.errors import UNREADABLE
from ledger.errors import USAGE
from ledger.errors import LedgerError
from ledger.gitlog import Commit

# What git sets for its own children, a hook for instance, and what makes it read paths in another way: there it would
# lead us to another repository, index or file.
_FOREIGN = frozenset(
    f"GIT_{name}"
    for name in (
        *("DIR", "WORK_TREE", "IMPLICIT_WORK_TREE", "COMMON_DIR", "INDEX_FILE", "OBJECT_DIRECTORY", "PREFIX"),
        *("ALTERNATE_OBJECT_DIRECTORIES", "GRAFT_FILE", "SHALLOW_FILE", "REPLACE_REF_BASE", "NAMESPACE"),
        *("LITERAL_PATHSPECS", "GLOB_PATHSPECS", "NOGLOB_PATHSPECS", "ICASE_PATHSPECS"),
    )
)
_OPTIONS = (
    *("-c", "i18n.commitEncoding=UTF-8"),
    *("-c", "i18n.logOutputEncoding=UTF-8"),
    *("-c", "log.showRoot=true"),
    *("-c", "log.showSignature=false"),
    *("-c", "user.useConfigOnly=true"),  # a record bears a name that somebody gave, not one that git guessed
)
# What lies in the git directory while something is under way, what that is called, and how one gets out of it.
_UNDER_WAY: Mapping[str, tuple[str, str]] = {
    "rebase-apply/applying": ("git am", "git am --abort"),
    "rebase-merge": ("rebase", "git rebase --abort"),
    "rebase-apply": ("rebase", "git rebase --abort"),
    "MERGE_HEAD": ("merge", "git merge --abort"),
    "CHERRY_PICK_HEAD": ("cherry-pick", "git cherry-pick --abort"),
    "REVERT_HEAD": ("revert", "git revert --abort"),
    "BISECT_LOG": ("bisect", "git bisect reset"),
}


class Upstream(NamedTuple):
    """A branch of a copy that others share: what the copy is called, and the branch there."""

    remote: str
    branch: str


class Change(NamedTuple):
    """Who has changed something, and on which day."""

    author: str
    day: date


@dataclass(frozen=True)
class Repository:
    """A work tree with its repository: its top folder, its own git directory, and the one that all work trees share."""

    top: Path
    private: Path
    common: Path

    def path(self, file: Path) -> str:
        """Return a file's path as git names it. Raises LedgerError (exit 4) where it is outside of the work tree."""
        real = file.parent.resolve() / file.name
        if not real.is_relative_to(self.top):
            raise LedgerError("outside-repository", REFUSED, file=str(file))
        path = real.relative_to(self.top).as_posix()
        if "\n" in path:  # git is asked and answers line by line
            raise LedgerError("odd-path", REFUSED, file=path)
        return path

    # ---- asking

    def _ask(self, *words: str, given: bytes = b"", literal: bool = True) -> subprocess.CompletedProcess[bytes]:
        """Return git's answer; paths are taken as they are, whatever signs they hold, unless not `literal`."""
        return run(self.top, *(["--literal-pathspecs"] if literal else []), *words, given=given)

    def _told(self, *words: str) -> str:
        """Return what git says. Raises LedgerError (exit 3) where it fails, as in somebody else's repository."""
        asked = self._ask(*words)
        if asked.returncode:
            raise self._failed(asked)
        return os.fsdecode(asked.stdout)

    def _failed(self, asked: subprocess.CompletedProcess[bytes]) -> LedgerError:
        reason = _text(asked.stderr).strip() or f"exit {asked.returncode}"
        if "safe.directory" in reason:
            return LedgerError("foreign-repository", REFUSED, folder=str(self.top))
        return LedgerError("git-failed", UNREADABLE, reason=reason)

    def call(self, *words: str) -> tuple[bool, str]:
        """Return whether git does something, and what it says."""
        asked = self._ask(*words)
        return asked.returncode == 0, _text(asked.stdout if asked.returncode == 0 else asked.stdout + asked.stderr)

    def unmerged(self, paths: Sequence[str]) -> dict[str, dict[int, str]]:
        """Return the files at or below these paths whose merge has conflicts, with the ids of their contents.

        1 is what both sides began with, where there was anything, 2 is ours, 3 theirs.
        """
        found: dict[str, dict[int, str]] = {}
        for entry in filter(None, self._told("ls-files", "--unmerged", "-z", "--", *paths).split("\0")):
            about, path = entry.split("\t", 1)
            _, one, stage = about.split(" ")
            found.setdefault(path, {})[int(stage)] = one
        return found

    def left_open(self, path: str) -> Iterator[bytes]:
        """Yield what git itself may have written, with its markers, into a file whose merge is open."""
        done, said = self.call("merge-tree", "--write-tree", "HEAD", "MERGE_HEAD")
        tree = "" if done else said.partition("\n")[0]
        asked = self._ask("cat-file", f"--path={path}", "--filters", f"{tree}:{path}")
        if tree and asked.returncode == 0:
            yield asked.stdout
        with tempfile.TemporaryDirectory() as place:  # as `git checkout --merge` begins such a file again
            index = Path(place) / "index"
            index.write_bytes((self.private / "index").read_bytes())
            run(
                *(self.top, f"--work-tree={place}", "--literal-pathspecs", "checkout", "--merge", "--", path),
                environ={**_environment(), "GIT_INDEX_FILE": str(index)},
            )
            if (Path(place) / path).is_file():
                yield (Path(place) / path).read_bytes()

    def configure(self, key: str, value: str) -> None:
        """Set a value in this copy's own settings of git. Raises LedgerError (exit 3)."""
        self._told("config", "--local", key, value)

    @property
    def upstream(self) -> Upstream | None:
        """Return the branch of a shared copy that this one goes with, if it goes with any."""
        known, branch = self.call("symbolic-ref", "--quiet", "--short", "HEAD")
        name = branch.strip()
        found = [self.call("config", "--get", f"branch.{name}.{key}") for key in ("remote", "merge")] if known else []
        if not found or not all(done for done, _ in found):
            return None
        return Upstream(*(said.strip() for _, said in found))

    @property
    def apart(self) -> tuple[int, int]:
        """Return how many versions are only here, and how many only in what was fetched of the shared copy."""
        done, said = self.call("rev-list", "--left-right", "--count", "HEAD...@{upstream}")
        ahead, behind = map(int, said.split()) if done else (1, 0)  # the shared copy is still empty
        return ahead, behind

    def differing(self, before: str, after: str) -> list[str]:
        """Return the files that are others in another version. Raises LedgerError (exit 3)."""
        return self._told("diff", "--name-only", "-z", "--no-renames", before, after, "--").split("\0")[:-1]

    def stage(self, paths: Sequence[str]) -> None:
        """Tell git that files are to be so in the next version, all or none of them. Raises LedgerError (exit 4)."""
        done, said = self.call("add", "--", *paths) if paths else (True, "")
        if not done:
            raise LedgerError("commit-refused", REFUSED, reason=said.strip())

    def put_back(self, paths: Sequence[str]) -> None:
        """Give files the content that the last version has, as far as it has them. Raises LedgerError (exit 3)."""
        if known := [*self.files("HEAD", paths)]:
            self._told("checkout", "--quiet", "HEAD", "--", *known)

    def bases(self, one: str, *others: str) -> list[str]:
        """Return the last versions that one has in common with others: several where each had merged the other before.

        Several others stand for the version that would be made of them.
        """
        known, said = self.call("merge-base", "--all", one, *others)
        return said.split() if known else []

    def base(self, one: str, other: str) -> str:
        """Return the first of these versions; nothing where there is none."""
        return next(iter(self.bases(one, other)), "")

    def last_change(self, revision: str, path: str) -> Change:
        """Return who changed a file last in a version, and on which day; of one never seen there, the version itself.

        Raises LedgerError (exit 3).
        """
        asked = ("log", "-1", "--format=%an%n%as", revision)
        author, day = (self._told(*asked, "--", path) or self._told(*asked, "--")).split("\n")[:2]
        return Change(author, date.fromisoformat(day))

    def refuse_under_way(self) -> None:
        """Raise LedgerError (exit 4) where a commit would not go where the person thinks, or would bear no name."""
        for name, (what, way) in _UNDER_WAY.items():
            if (self.private / name).exists():
                code = "merge-under-way" if name == "MERGE_HEAD" else "under-way"
                raise LedgerError(code, REFUSED, what=what, way=way)
        head = self._ask("symbolic-ref", "--quiet", "HEAD")
        if head.returncode > 1:
            raise self._failed(head)
        if head.returncode:
            raise LedgerError("detached-head", REFUSED)
        if not self.email:
            raise LedgerError("no-git-name", REFUSED)

    @cached_property
    def email(self) -> str:
        """Return the address of whoever commits here now. Raises LedgerError (exit 4) where git has no name for it."""
        known = [self._ask("var", f"GIT_{role}_IDENT") for role in ("COMMITTER", "AUTHOR")]
        if any(answer.returncode for answer in known):
            raise LedgerError("no-git-name", REFUSED)
        return _text(known[-1].stdout).rpartition("<")[2].partition(">")[0]

    def ignored(self, paths: Sequence[str]) -> list[str]:
        """Return those paths that git is told to pass over."""
        given = os.fsencode("".join(f"{path}\0" for path in paths))
        asked = self._ask("check-ignore", "-z", "--stdin", given=given, literal=False)  # it takes no pathspecs
        if asked.returncode > 1:
            raise self._failed(asked)
        return [path for path in os.fsdecode(asked.stdout).split("\0") if path]

    def unsaved(self, paths: Sequence[str]) -> dict[str, str]:
        """Return the files at or below these paths that differ from the last version, with git's two letters.

        One that was taken out of the index and lies there all the same has both pairs of letters, one after the other.
        """
        words = ("--no-optional-locks", "status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all")
        found: dict[str, str] = {}
        for entry in filter(None, self._told(*words, "--", *paths).split("\0")):
            found[entry[3:]] = found.get(entry[3:], "") + entry[:2]
        return found

    @property
    def shallow(self) -> bool:
        """Return whether the history was cut off when the repository was copied."""
        return self._told("rev-parse", "--is-shallow-repository").strip() == "true"

    def resolve(self, revision: str) -> str:
        """Return the id of the commit that a person means. Raises LedgerError (exit 2)."""
        known = self._ask("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        if known.returncode > 1:
            raise self._failed(known)
        if known.returncode or not revision.strip():
            raise LedgerError("no-such-version", USAGE, value=revision)
        return _text(known.stdout).strip()

    @property
    def head(self) -> str | None:
        """Return the id of the last version, or None where there is none yet."""
        known = self._ask("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        if known.returncode > 1:
            raise self._failed(known)
        return _text(known.stdout).strip() or None

    @property
    def root(self) -> str:
        """Return the id of the first version, which all copies of a repository share; nothing where it is not known.

        Of several, as after two histories were joined, it is the oldest.
        """
        if self.head is None or self.shallow:
            return ""
        return self._told("rev-list", "--max-parents=0", "--date-order", "HEAD", "--").split()[-1]

    def day(self, commit: str) -> date:
        """Return the day on which a version was made by its author."""
        return date.fromisoformat(self._told("show", "--no-patch", "--format=%as", commit, "--").strip())

    def files(self, commit: str, paths: Sequence[str]) -> dict[str, str]:
        """Return the files at or below these paths in a version, with the ids of their contents."""
        if not paths:  # git would take that for all
            return {}
        listed = self._told("ls-tree", "-r", "-z", "--full-tree", commit, "--", *paths).split("\0")
        pairs = (entry.split("\t", 1) for entry in listed if entry)
        return {path: about.split(" ")[2] for about, path in pairs}

    def ids(self, named: Sequence[tuple[str, str]]) -> list[str]:
        """Return the ids of contents, each named by a commit and a path; nothing where the commit has no such file."""
        given = os.fsencode("".join(f"{commit}:{path}\n" for commit, path in named))
        asked = self._ask("cat-file", "--batch-check=%(objecttype) %(objectname)", given=given)
        if asked.returncode:
            raise self._failed(asked)
        answers = _text(asked.stdout).removesuffix("\n").split("\n") if named else []
        return [answer.removeprefix("blob ") if answer.startswith("blob ") else "" for answer in answers]

    @contextmanager
    def contents(self) -> Iterator[Callable[[str], bytes]]:
        """Hand over a function that returns the content with an id; git goes on running meanwhile.

        It raises LedgerError (exit 3) for a content that is lost.
        """
        with contents(self.top) as read:
            yield read

    def has(self, file: Path) -> bool:
        """Return whether the last version has a file as it is on the disk; also one that is in neither."""
        path = self.path(file)
        kept = self.files("HEAD", [path]).get(path) if self.head else None
        return kept == (self.id(file) if file.exists() else None)

    def id(self, file: Path) -> str:
        """Return the id that the content of a file has, or would have. Raises LedgerError (exit 3)."""
        return self._told("hash-object", f"--path={self.path(file)}", "--", str(file)).strip()

    def knows(self, file: Path) -> bool:
        """Return whether a file is in the last version."""
        path = self.path(file)
        return self.head is not None and path in self.files("HEAD", [path])

    def last(self, file: Path) -> bytes:
        """Return the content of a file in the last version, as git would put it there. Raises LedgerError (exit 3)."""
        return self.content(f"HEAD:{self.path(file)}", self.path(file))

    def content(self, named: str, path: str) -> bytes:
        """Return a content as git would put it at a path. Raises LedgerError (exit 3)."""
        asked = self._ask("cat-file", f"--path={path}", "--filters", named)
        if asked.returncode:
            raise self._failed(asked)
        return asked.stdout

    def log(self, paths: Sequence[str], revisions: Sequence[str]) -> Iterator[Commit]:
        """Yield the versions that changed files at or below these paths, the newest first.

        A merge is among them where it is unlike each of its parents.
        """
        asked = self._ask(
            *("log", "-z", "-c", "--raw", "--no-abbrev", "--no-renames", "--topo-order", "--full-history"),
            *(f"--format={gitlog.FORMAT}", *revisions, "--", *paths),
        )
        if asked.returncode:
            raise self._failed(asked)
        yield from gitlog.commits(_text(asked.stdout))

    # ---- committing

    def commit(self, paths: Sequence[str], message: str) -> str:
        """Make a version of these files alone, whatever else is changed or staged, and return what git says against it.

        Nothing where it was made.
        """
        added = [path for path, letters in self.unsaved(paths).items() if letters == "??"]
        if added and (asked := self._ask("add", "--intent-to-add", "--", *added)).returncode:
            return _complaint(asked)
        asked = self._ask(
            *("commit", "--quiet", "--only", "--cleanup=verbatim", "--file=-", "--", *paths), given=message.encode()
        )
        if asked.returncode == 0:
            return ""
        self.forget(added)  # they were none of the person's
        return _complaint(asked)

    def forget(self, paths: Sequence[str]) -> None:
        """Take files out of the index that were only announced to it."""
        if paths:
            self._ask("rm", "--cached", "--quiet", "--ignore-unmatch", "--", *paths)

    def align(self, paths: Sequence[str]) -> None:
        """Let the index have these files as the last version has them, where git was killed before it could do so."""
        self._told("reset", "--quiet", "HEAD", "--", *paths)


@contextmanager
def contents(folder: Path, *options: str, environ: Mapping[str, str] | None = None) -> Iterator[Callable[[str], bytes]]:
    """Hand over a function that returns the content with an id, as `Repository.contents` does."""
    command = ["git", *_OPTIONS, *options, "cat-file", "--batch"]
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(  # noqa: S603 (without a shell, each word as it is)
        command, cwd=folder, env=environ or _environment(), stdin=pipe, stdout=pipe, stderr=nowhere
    ) as reader:

        def read(one: str) -> bytes:
            assert reader.stdin and reader.stdout  # noqa: S101, PT018 (both are pipes)
            try:
                reader.stdin.write(f"{one}\n".encode())
                reader.stdin.flush()
            except OSError as error:  # git has ended; it is not our own output that nobody reads
                with suppress(OSError):
                    reader.stdin.close()
                raise LedgerError("git-failed", UNREADABLE, reason=f"cat-file: {error.strerror}") from error
            about = reader.stdout.readline().split() or [b"cat-file", b"no", b"answer"]
            if about[1:2] != [b"blob"]:
                raise LedgerError("git-failed", UNREADABLE, reason=f"{_text(about[0])}: {_text(b' '.join(about[1:]))}")
            return reader.stdout.read(int(about[2]) + 1)[:-1]

        yield read


@contextmanager
def merging_by_meaning(names: Iterable[str], driver: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """Hand over options with which git merges files of these names by a driver, whatever a clone has been told.

    Nothing is settled as it was settled once before, and no file goes where others have moved its neighbours.
    """
    with tempfile.TemporaryDirectory() as place:
        attributes = Path(place) / "attributes"
        attributes.write_text("".join(f"{name} merge=ledger\n" for name in names), encoding="utf-8")
        told = {
            "core.attributesFile": attributes,
            **driver,
            "merge.directoryRenames": "false",
            "rerere.enabled": "false",
        }
        yield tuple(word for name, value in told.items() for word in ("-c", f"{name}={value}"))


def merge_file(ours: Path, base: Path, theirs: Path) -> tuple[bytes, int | None]:
    """Return git's merge of the lines of three files, and how many conflicts it has; None where git makes none."""
    made = run(Path(), "merge-file", "--stdout", str(ours), str(base), str(theirs))
    return made.stdout, made.returncode if 0 <= made.returncode <= _CONFLICTS else None


def find(folder: Path) -> Repository | None:
    """Return the repository around `folder`, or None outside of one and where git is not installed.

    Whose the repository is does not matter for that: on an office's share it is often somebody else's. Raises
    LedgerError (exit 3) where there is one that git cannot read.
    """
    words = ("-c", "safe.directory=*", "rev-parse", "--show-toplevel", "--absolute-git-dir", "--git-common-dir")
    try:
        asked = run(folder, *words, environ={**_environment(), "LC_ALL": "C"})
    except FileNotFoundError:
        return None
    if any(said in asked.stderr for said in (b"not a git repository", b"must be run in a work tree")):
        if any((above / ".git" / "HEAD").exists() for above in (folder, *folder.parents)):
            raise LedgerError("git-failed", UNREADABLE, reason=_text(asked.stderr).strip())
        return None
    if asked.returncode:
        raise LedgerError("git-failed", UNREADABLE, reason=_text(asked.stderr).strip())
    places = os.fsdecode(asked.stdout).removesuffix("\n").split("\n")
    if len(places) > 3:  # noqa: PLR2004 (git answers line by line)
        raise LedgerError("odd-path", REFUSED, file=str(folder))
    top, private, common = places
    return Repository(Path(top), Path(private), (folder.absolute() / common).resolve())


_CONFLICTS = 127  # at most are counted; what is above them is an error


def run(
    folder: Path,
    *words: str,
    given: bytes = b"",
    environ: Mapping[str, str] | None = None,
    seconds: float | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Run git and wait for it; where we are stopped it is told so, and has the time to take its own locks away.

    Raises subprocess.TimeoutExpired where it takes longer than so many seconds, if that is limited.
    """
    command = ["git", *_OPTIONS, *words]
    pipe = subprocess.PIPE
    with subprocess.Popen(  # noqa: S603 (without a shell, each word as it is)
        command, cwd=folder, env=environ or _environment(), stdin=pipe, stdout=pipe, stderr=pipe
    ) as process:
        try:
            output, errors = process.communicate(given, seconds)
        except BaseException:
            process.terminate()
            raise
    return subprocess.CompletedProcess(command, process.returncode, output, errors)


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in _FOREIGN}


def _text(raw: bytes) -> str:
    return raw.decode(errors="replace")


def _complaint(asked: subprocess.CompletedProcess[bytes]) -> str:
    said = _text(asked.stderr).strip() or _text(asked.stdout).strip()
    return said or f"exit {asked.returncode}"
