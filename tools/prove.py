"""Prove that faults and crowds lose nothing: `python tools/prove.py crowd|kill|full|fuzz`, each at the size you name.

Real processes, real git, real disks, in folders of their own; the first broken promise ends it with exit 1. The tests
run the same at small sizes.
"""

import argparse
import contextlib
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from time import perf_counter
from time import sleep

from ledger import files
from ledger.errors import Flaw
from ledger.errors import UnreadableError
from ledger.store import load

ROOT = Path(__file__).parent.parent
SEED = 20240415
# A process that makes a change a line of its input, in one interpreter, as many clerks do in many.
CLERK = """\
import shlex, sys
from ledger.main import cli
print("ready", flush=True)
for line in sys.stdin:
    try:
        cli(shlex.split(line))
    except SystemExit as end:
        print("ended", end.code, flush=True)
"""
# The same, but killed as soon as it has called (or is about to call) a function for the n-th time.
STEP = """\
import importlib, os, signal, sys
module, owner, name, when, count = sys.argv[1:6]
holder = importlib.import_module(module)
holder = getattr(holder, owner) if owner else holder
real, calls = getattr(holder, name), []
def traced(*args, **kwargs):
    calls.append(name)
    last = len(calls) == int(count)
    if last and when == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    value = real(*args, **kwargs)
    if last and when == "after":
        os.kill(os.getpid(), signal.SIGKILL)
    return value
setattr(holder, name, traced)
from ledger.main import cli
cli(sys.argv[6:])
"""
# Where a change can be interrupted: a function, before or after its n-th call, what that is, and the state it leaves.
STEPS = (
    ("ledger.saving", "", "_acquire", "after", 1, "the lock is held", "old"),
    ("ledger.files", "", "create_file", "before", 1, "nothing is written", "old"),
    ("pathlib", "Path", "replace", "before", 1, "the journal is half there", "old"),
    ("ledger.files", "", "create_file", "after", 1, "the journal is written", "old"),
    ("shutil", "", "copyfileobj", "after", 1, "the evidence is half there", "old"),
    ("ledger.evidence", "", "_store", "after", 1, "the evidence is stored", "old"),
    ("shutil", "", "copymode", "before", 1, "the temporary file is there", "old"),
    ("pathlib", "Path", "replace", "before", 2, "the file is about to be replaced", "old"),
    ("pathlib", "Path", "replace", "after", 2, "the file is replaced", "new"),
    ("ledger.files", "", "replace_file", "after", 1, "its folder is synced", "new"),
    ("ledger.git", "Repository", "commit", "before", 1, "the commit is about to be made", "new"),
    ("ledger.git", "Repository", "unsaved", "after", 3, "git is asked what is new", "new"),
    ("ledger.git", "Repository", "commit", "after", 1, "the commit is made", "new"),
    ("ledger.committing", "Books", "_forget", "before", 1, "the journal is about to go", "new"),
    ("ledger.committing", "Books", "_forget", "after", 1, "the journal is gone", "new"),
)


def git(folder: Path, *words: str) -> str:
    """Return what git says in a folder; an error of git is one of ours."""
    done = subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=True, env=environment())
    return done.stdout.rstrip("\n")


def environment() -> dict[str, str]:
    """Return the environment of every process here: no settings of the person who runs this."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "LEDGER_"))}
    return plain | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "LEDGER_LANG": "en"}


@contextlib.contextmanager
def repository(settings: str = "", *, attributes: bool = True) -> Iterator[Path]:
    """Hand over a copy of the shipped ledger in a repository of its own, with or without git's attributes."""
    with tempfile.TemporaryDirectory(prefix="ledger-proof-") as place:
        data = shutil.copytree(ROOT / "data", Path(place) / "data")
        with (data / "ledger.yaml").open("a", encoding="utf-8") as file:
            file.write(settings)
        if attributes:
            (data / "evidence").mkdir()
            (data / "evidence" / ".gitattributes").write_text("* -text\n")
        for words in (
            ["init", "--quiet", "."],
            ["config", "user.name", "Prover"],
            ["config", "user.email", "prover@example.cn"],
            ["add", "."],
            ["commit", "--quiet", "--message=begin"],
        ):
            git(Path(place), *words)
        yield data


def ledger(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the command on a ledger and return how it ended."""
    command = [sys.executable, "-m", "ledger", *words, "--data", str(data)]
    return subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)


def hold(promise: bool, told: str) -> None:  # noqa: FBT001 (a promise is kept or not)
    """End the proof where a promise is broken."""
    if not promise:
        sys.exit(f"BROKEN: {told}")


def notes(data: Path) -> list[str]:
    """Return the notes of all entries, in the order of the file."""
    return [entry.note or "" for item in load(data).ledger.items for entry in item.log]


# ---- many writers


def crowd(processes: int, changes: int) -> None:
    """Let many processes change one ledger at once: every change is there, a version each, and the file is whole."""
    with repository("limits: {lock_seconds: 600}\n") as data:
        clerks = []
        begin = perf_counter()
        for number in range(processes):
            clerk = subprocess.Popen(
                [sys.executable, "-c", CLERK],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                env=environment(),
            )
            clerks.append(clerk)
            assert clerk.stdin  # noqa: S101 (it is a pipe)
            for change in range(changes):
                item = (number + change) % 18 + 1
                clerk.stdin.write(f"progress {item} --note clerk-{number}-{change} --data '{data}'\n")
            clerk.stdin.close()
        ended = [(clerk.stdout.read(), clerk.stderr.read()) for clerk in clerks if clerk.stdout and clerk.stderr]
        seconds = perf_counter() - begin
        for output, errors in ended:
            hold(output.count("ended 0") == changes, f"a change was refused: {errors[-500:]}")
        wanted = sorted(f"clerk-{number}-{change}" for number in range(processes) for change in range(changes))
        found = sorted(note for note in notes(data) if note.startswith("clerk-"))
        hold(found == wanted, f"{len(wanted)} changes were made, {len(found)} are there")
        subjects = git(data, "log", "--format=%s").splitlines()
        hold(len(subjects) == len(wanted) + 1, f"{len(wanted)} changes, {len(subjects) - 1} versions")
        whole(data)
        waited = sum("Waiting for" in errors for _, errors in ended)
        checked = ledger(data, "check", "--history")
        hold(checked.returncode == 0, f"check --history: {checked.stdout[:500]}")
        print(f"crowd: {processes} processes x {changes} changes: all there, {len(subjects) - 1} versions,", end=" ")
        print(f"{waited} processes said whom they waited for, {seconds:.1f} s, {len(wanted) / seconds:.1f} changes/s")


def whole(data: Path) -> None:
    """Hold that the ledger is in order, git too, and that nothing lies about."""
    checked = ledger(data, "check")
    hold(checked.returncode == 0, f"check: {checked.stdout[:500]}")
    hold(git(data, "status", "--porcelain") == "", f"left: {git(data, 'status', '--porcelain')}")
    git(data, "fsck", "--no-dangling")
    common = data.parent / ".git"
    left = [
        file.name for pattern in ("ledger.journal*", "*.lock.holder", "index.lock") for file in common.glob(pattern)
    ]
    hold(not left, f"left in the git directory: {left}")


# ---- killed


def kill(moments: int, seed: int, *, group: bool) -> None:
    """Kill a writing command at each named step and at random moments: the old state or the new one, and it goes on."""
    chance = random.Random(seed)
    counts = {"old": 0, "new": 0}
    with repository("limits: {lock_seconds: 2}\n", attributes=False) as data:
        words = [sys.executable, "-c", STEP, "pathlib", "Path", "replace", "before", "2"]
        hold(_struck(data, words, "attributes", None, group=group) == "old", "git's attributes are half there")
    with repository("limits: {lock_seconds: 2}\n") as data:
        for number, (*step, told, state) in enumerate(STEPS):
            words = [sys.executable, "-c", STEP, *map(str, step)]
            found = _struck(data, words, f"step-{number}", None, group=group)
            hold(found == state, f"{told}: the {found} state")
            counts[found] += 1
        for number in range(moments):
            words = [sys.executable, "-c", CLERK]
            counts[_struck(data, words, f"moment-{number}", chance.random() * 0.25, group=group)] += 1
    print(
        f"kill: {len(STEPS)} named steps and {moments} random moments{' of the whole group' if group else ''}:", end=" "
    )
    print(f"{counts['old']} times the old state, {counts['new']} times the new one, nothing else")


def _struck(data: Path, command: list[str], note: str, delay: float | None, *, group: bool) -> str:
    """Kill one change, hold what must hold, and return which state was found."""
    paper = data.parent.parent / f"{data.parent.name}-{note}.pdf"
    paper.write_text(note, encoding="utf-8")
    words = ["progress", "9", "--note", note, "--evidence", str(paper), "--data", str(data)]
    before = (data / "items.yaml").read_bytes()
    process = subprocess.Popen(
        command + (words if delay is None else []),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment(),
        start_new_session=True,
    )
    if delay is not None:
        assert process.stdin  # noqa: S101 (it is a pipe)
        assert process.stdout  # noqa: S101 (as above)
        process.stdout.readline()
        process.stdin.write(f"progress 9 --note {note} --evidence '{paper}' --data '{data}'\n")
        process.stdin.flush()
        sleep(delay)
        (os.killpg if group else os.kill)(process.pid, signal.SIGKILL)
    process.communicate()
    hold(process.returncode == -signal.SIGKILL, f"{note}: it was not killed, but ended with {process.returncode}")
    paper.unlink()
    after = (data / "items.yaml").read_bytes()
    kept = notes(data)  # it can be read, so it is whole
    made = note in kept
    hold(made or after == before, f"{note}: the file is neither the old nor the new one")
    following = ledger(data, "progress", "18", "--note", f"after {note}")
    while group and following.returncode == 5:  # noqa: PLR2004 (busy: git's own lock was left, and is for a person to judge)
        named = re.search(r"(\S+\.lock) is there", following.stderr)
        hold(named is not None, f"{note}: {following.stderr}")
        Path(named[1] if named else "").unlink()
        for stray in (data.parent / ".git").glob("next-index-*.lock"):
            stray.unlink()
        following = ledger(data, "progress", "18", "--note", f"after {note}")
    hold(following.returncode == 0, f"{note}: the next command ends with {following.returncode}: {following.stderr}")
    hold((note in notes(data)) == made, f"{note}: the next command has changed what the killed one had done")
    versions = git(data, "log", "--format=%b").count(f": {note}; ")
    hold(versions == made, f"{note}: in the file {made}, in {versions} versions")
    whole(data)
    return "new" if made else "old"


# ---- a full disk


def full(kilobytes: int, step: int) -> None:
    """Fill a disk more and more: a change is made whole, or refused with the old content intact (needs to be root)."""
    counts = {0: 0, 4: 0}
    with tempfile.TemporaryDirectory() as place:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", place], check=True)
        try:
            with repository() as data:
                shutil.copytree(data.parent, Path(place) / "there")
            there = Path(place) / "there" / "data"
            while True:
                room = shutil.disk_usage(place).free
                before, head = (there / "items.yaml").read_bytes(), git(there, "rev-parse", "HEAD")
                done = ledger(there, "progress", "9", "--note", f"room {room}")
                hold(done.returncode in counts, f"{room} bytes left, exit {done.returncode}: {done.stderr}")
                counts[done.returncode] += 1
                if done.returncode:
                    hold((there / "items.yaml").read_bytes() == before, f"{room} bytes left: another content")
                    hold(git(there, "rev-parse", "HEAD") == head, f"{room} bytes left: another version")
                    hold("Nothing was changed" in done.stderr, done.stderr)
                load(there)
                if room < step * 1024:
                    break
                (Path(place) / f"filling-{room}").write_bytes(b"x" * step * 1024)
            for filling in Path(place).glob("filling-*"):
                filling.unlink()
            done = ledger(there, "progress", "9", "--note", "room again")
            hold(done.returncode == 0, f"with room again: {done.stderr}")
            whole(there)
        finally:
            subprocess.run(["umount", place], check=True)
    print(f"full: {counts[0]} changes made and {counts[4]} refused on a disk that filled up; nothing lost, and then on")


# ---- hostile files

SIGNS = [
    *"-:#'\"[]{}|>&*!%@`?,\\\n\r\t \0\x85\u2028\ufeff",
    "---\n",
    "...\n",
    "- ",
    ": ",
    "&a ",
    "*a",
    "!!x ",
    "<<: ",
    "|2\n",
    "\x1b[",
]


def fuzz(examples: int, seed: int, seconds: int, megabytes: int) -> None:
    """Read mutated files: a ledger or all its faults, in bounded time and memory, and nothing else."""
    chance = random.Random(seed)
    text = (ROOT / "data" / "items.yaml").read_text(encoding="utf-8")
    entries = [f"- id: {entry}" for entry in text.split("- id: ")[1:]]
    departments = files.text_of((ROOT / "data" / "departments.yaml").read_bytes(), 1)
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * files.MEGABYTE, megabytes * files.MEGABYTE))
    signal.signal(signal.SIGALRM, _late)
    read, slowest, codes = 0, 0.0, set[str]()
    for number in range(examples):
        raw = _mutated("".join(chance.sample(entries, chance.randint(1, 3))), chance)
        shelf = {"items.yaml": files.text_of(raw, 1), "departments.yaml": departments}
        begin = perf_counter()
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            load(Path("fuzz"), partial(_taken, shelf))
            read += 1
        except UnreadableError as error:
            codes.update(diagnostic.code for diagnostic in error.diagnostics)
        except BaseException as error:  # noqa: BLE001 (whatever it is, it is told with the file that made it)
            Path("fuzz-failed.yaml").write_bytes(raw)
            hold(promise=False, told=f"example {number} ({error!r}); it is kept in fuzz-failed.yaml")
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        slowest = max(slowest, perf_counter() - begin)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"fuzz: {examples} files, {read} could be read, the others had {len(codes)} kinds of fault;", end=" ")
    print(f"slowest {slowest:.2f} s (limit {seconds} s), peak {peak:.0f} MB (limit {megabytes} MB)")


def _taken(shelf: Mapping[str, tuple[str, list[Flaw]]], file: str, limit: int) -> tuple[str, list[Flaw]] | None:
    del limit
    return shelf.get(file)


def _mutated(text: str, chance: random.Random) -> bytes:
    """Return a text with some signs put in, taken out, moved or doubled, sometimes with broken bytes."""
    for _ in range(chance.randint(1, 3)):
        at, end = sorted(chance.randrange(len(text) + 1) for _ in range(2))
        end = min(end, at + chance.choice((0, 1, 5, 40)))
        match chance.randrange(5):
            case 0:
                text = text[:at] + chance.choice(SIGNS) + text[at:]
            case 1:
                text = text[:at] + text[end:]
            case 2:
                text = text[:end] + text[at:end] * chance.choice((1, 2, 50)) + text[end:]
            case 3:
                text = text[:at] + chance.choice(SIGNS) * chance.choice((1, 3, 300)) + text[end:]
            case _:
                other = chance.randrange(len(text) + 1)
                text = text[:other] + text[at:end] + text[other:]
    raw = text.encode(errors="surrogatepass")
    if chance.random() < 0.1:  # noqa: PLR2004 (one in ten)
        at = chance.randrange(len(raw) + 1)
        raw = raw[:at] + chance.randbytes(chance.randint(1, 4)) + raw[at:]
    return raw


def _late(*_: object) -> None:
    raise TimeoutError


def main() -> None:
    """Read the command line and run one proof."""
    parser = argparse.ArgumentParser(description=__doc__)
    proofs = parser.add_subparsers(dest="proof", required=True)
    numbers: dict[str, dict[str, int]] = {
        "crowd": {"processes": 20, "changes": 25},
        "kill": {"moments": 200, "seed": SEED},
        "full": {"kilobytes": 1200, "step": 4},
        "fuzz": {"examples": 100_000, "seed": SEED, "seconds": 5, "megabytes": 1000},
    }
    run: dict[str, Callable[..., None]] = {"crowd": crowd, "kill": kill, "full": full, "fuzz": fuzz}
    for name, options in numbers.items():
        proof = proofs.add_parser(name, help=run[name].__doc__)
        for option, default in options.items():
            proof.add_argument(f"--{option}", type=int, default=default)
        if name == "kill":
            proof.add_argument("--group", action="store_true", help="kill git as well, as a loss of power does")
    chosen = vars(parser.parse_args())
    run[chosen.pop("proof")](**chosen)


if __name__ == "__main__":
    main()
