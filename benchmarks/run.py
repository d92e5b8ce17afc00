"""Measure what a clerk waits for, each beside baselines of the same minutes; exit 1 where a limit is passed.

Candidates and baselines take turns, so that a machine that grows slower meanwhile slows both. This process imports
and holds nothing large: Linux counts its memory at the moment of the fork into the peak of every child.
"""

import argparse
import json
import os
import pty
import shutil
import subprocess
import sys
import tempfile
import termios
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any
from typing import Literal
from typing import assert_never

HERE = Path(__file__).parent
ROOT = HERE.parent

LEDGER = (sys.executable, "-m", "ledger")
GENERATE = (sys.executable, str(HERE / "generate.py"))
NOBODY = (sys.executable, "-c", "")
IMPORTS = (sys.executable, "-c", "import click, yaml, rich.console, rich.table; from pydantic import BaseModel")
PARSE = """\
import sys, yaml
from pathlib import Path
yaml.load(Path(sys.argv[1], "items.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
"""
SQL = """\
import sqlite3, sys
with sqlite3.connect(sys.argv[1] + "/items.db") as base:
    print(base.execute("select status, count(*), sum(due < '2025-09-30') from items group by status").fetchall())
"""
# Puts the answer of `ledger list` into a database with an index, and prints the ids that are needed here.
DATABASE = """\
import json, sqlite3, sys
rows = json.load(sys.stdin)
with sqlite3.connect(sys.argv[1] + "/items.db") as base:
    base.execute("create table items (id text primary key, status text, due text)")
    base.executemany("insert into items values (?, ?, ?)", [(row["id"], row["status"], row["due"]) for row in rows])
    base.execute("create index of_status on items (status, due)")
working = [row["id"] for row in rows if row["status"] in {"open", "in_progress"}]
verified = [row["id"] for row in rows if row["status"] == "verified"]
print(json.dumps({"working": working[:2], "middle": rows[len(rows) // 2]["id"], "verified": verified[:99]}))
"""
# Leaves of a file of items the first eight tenths, and another one.
GROW = """\
import re, sys
from pathlib import Path
file, tenth = Path(sys.argv[1]), int(sys.argv[2])
entries = re.split(r"^(?=- )", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
size = max(1, len(entries) // 10)
more = {0: [], 9: entries[-2 * size : -size], 10: entries[-size:]}[tenth]
file.write_text("".join([*entries[: -2 * size], *more]), encoding="utf-8")
"""
SHIPPED = 18  # items of the real ledger
BASELINES = ("python", "imports", "yaml", "sqlite")  # the columns of ratios

# What may be passed by nothing, in units of a baseline: the line, the size, the baseline, how often.
LIMITS = (
    ("status, warm", SHIPPED, "imports", 1.0),
    ("status, cold", 10_000, "yaml", 0.4),
    ("status, warm", 10_000, "yaml", 0.06),
    ("close", 10_000, "yaml", 0.4),
    ("merge", 10_000, "yaml", 0.8),
    ("status, cold", 100_000, "yaml", 0.25),  # with two processors, or more
)

# As for whoever has it installed: modules are compiled once, in the round that is not counted.
_ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | {
    "LEDGER_LANG": "zh",
    "TERM": "xterm",
}

Sink = Literal["pipe", "terminal", "file"]
Command = Sequence[str] | Callable[[], Sequence[str]]


@dataclass(frozen=True)
class Probe:
    """A command to measure, or what returns the next one, and where its output goes."""

    command: Command
    sink: Sink = "file"


@dataclass(frozen=True)
class Run:
    """One run of a command: its time from start to end, its largest memory, what it wrote to a pipe or terminal."""

    seconds: float
    megabytes: float
    output: str


@dataclass(frozen=True)
class Row:
    """A line of the table: a command at a size, and how its median stands to those of the baselines."""

    name: str
    size: int
    seconds: float
    megabytes: float
    ratios: Mapping[str, float]

    @property
    def verdict(self) -> str:
        """Return the limit of this line and whether it is kept; nothing where it has none."""
        found = [limit for limit in LIMITS if limit[:2] == (self.name, self.size)]
        return "  ".join(
            f"{'ok' if self.ratios[base] <= most else 'TOO SLOW'} ({base} {most:g})" for _, _, base, most in found
        )

    def __str__(self) -> str:
        """Return the cells, aligned."""
        ratios = "".join(f"{self.ratios[name]:>9.2f}" if name in self.ratios else " " * 9 for name in BASELINES)
        return f"{self.name:<28}{self.size:>8}{self.seconds:>9.3f}{self.megabytes:>7.0f}{ratios}  {self.verdict}"


def run(probe: Probe) -> Run:
    """Run the command once and wait for its end."""
    command = probe.command() if callable(probe.command) else probe.command
    start = perf_counter()
    reader, writer = _open(probe.sink)
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=_ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        stdout=writer,
    )
    os.close(writer)
    output = _drain(reader)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"exit code {process.returncode}: {' '.join(command)}\n{output[-2000:]}")
    return Run(seconds, usage.ru_maxrss / 1024, output)


def _open(sink: Sink) -> tuple[int, int]:
    """Return a descriptor to read from and one for the command to write to."""
    match sink:
        case "pipe":
            return os.pipe()
        case "terminal":
            reader, writer = pty.openpty()
            termios.tcsetwinsize(writer, (24, 80))
            return reader, writer
        case "file":
            with tempfile.TemporaryFile() as file:
                return os.open(os.devnull, os.O_RDONLY), os.dup(file.fileno())
        case _:
            assert_never(sink)


def _drain(reader: int) -> str:
    chunks = []
    try:
        while chunk := os.read(reader, 65536):
            chunks.append(chunk)
    except OSError:  # a terminal has no end of file: reading fails once the last writer is gone
        pass
    finally:
        os.close(reader)
    return b"".join(chunks).decode()


def take_turns(probes: Mapping[str, Probe], rounds: int) -> Mapping[str, Sequence[Run]]:
    """Run all probes in turn, so many rounds; one round before that, which fills the caches, is not counted."""
    for probe in probes.values():
        run(probe)
    taken = [{name: run(probe) for name, probe in probes.items()} for _ in range(rounds)]
    return {name: [turn[name] for turn in taken] for name in probes}


def ledger(folder: Path, *words: str, sink: Sink = "file") -> Probe:
    """Return a command about a ledger."""
    return Probe((*LEDGER, *words, "--data", str(folder)), sink)


def probes(folder: Path, work: Path) -> Iterator[Mapping[str, Probe]]:
    """Yield the baselines with what only reads a ledger in a repository, then with what changes it."""
    ids = _database(folder, work)
    baselines = {
        "python": Probe(NOBODY),
        "imports": Probe(IMPORTS),
        "yaml": Probe((sys.executable, "-c", PARSE, str(folder))),
        "sqlite": Probe((sys.executable, "-c", SQL, str(work))),
    }
    yield baselines | {
        "status, cold": ledger(folder, "status", "--no-cache"),
        "status, warm": ledger(folder, "status"),
        "status, warm, in a terminal": ledger(folder, "status", sink="terminal"),
        "status, files known": Probe(_days(folder)),
        "overdue, warm": ledger(folder, "overdue"),
        "list --format json, warm": ledger(folder, "list", "--format", "json"),
        "show, warm": ledger(folder, "show", ids["middle"]),
        "status --at HEAD": ledger(folder, "status", "--at", "HEAD"),
    }
    changing = {"merge": Probe(_merge(folder, work, ids["working"]))}
    if ids["verified"]:  # none is in the shipped ledger
        changing["close"] = Probe(_closings(folder, iter(ids["verified"])))
    yield baselines | changing


def many(folder: Path) -> Mapping[str, Probe]:
    """Return the baselines and the roll-up of all ledgers in a folder."""
    return {
        "python": Probe(NOBODY),
        "imports": Probe(IMPORTS),
        "rollup, cold": Probe((*LEDGER, "rollup", str(folder), "--no-cache")),
        "rollup, warm": Probe((*LEDGER, "rollup", str(folder))),
    }


def _database(folder: Path, work: Path) -> Any:  # noqa: ANN401 (whatever JSON says)
    """Put the same items into a database, for the same question, and return the ids of some."""
    asked = subprocess.Popen(
        (*LEDGER, "list", "--format", "json", "--data", str(folder)), stdout=subprocess.PIPE, cwd=ROOT, env=_ENVIRONMENT
    )
    made = subprocess.run(
        (sys.executable, "-c", DATABASE, str(work)), stdin=asked.stdout, capture_output=True, check=True
    )
    if asked.wait():
        sys.exit(asked.returncode)
    return json.loads(made.stdout)


def _days(folder: Path) -> Callable[[], Sequence[str]]:
    """Return what asks on another day each time: the files are known, the answer is not."""
    days = (date(2025, 10, 1) + timedelta(n) for n in range(1000))
    return lambda: (*LEDGER, "status", "--as-of", str(next(days)), "--data", str(folder))


def _closings(folder: Path, ready: Iterator[str]) -> Callable[[], Sequence[str]]:
    """Return what closes another item each time."""
    return lambda: (*LEDGER, "close", next(ready), "--on", "2025-10-08", "--by", "区教委", "--data", str(folder))


def _merge(folder: Path, work: Path, moving: Sequence[str]) -> Callable[[], Sequence[str]]:
    """Return what merges two versions in which different items have moved, each with a tenth of all items new."""
    for name, tenth, moved in (("base", 0, ()), ("ours", 9, moving[:1]), ("theirs", 10, moving[1:])):
        copy = shutil.copytree(folder, work / name, ignore=shutil.ignore_patterns(".git"))
        for each in moved:
            run(
                ledger(
                    copy, "progress", each, "--note", "已检查", "--by", "区教委", "--on", "2025-10-08", "--no-commit"
                )
            )
        subprocess.run((sys.executable, "-c", GROW, str(copy / "items.yaml"), str(tenth)), check=True)
    three = [str(work / name / "items.yaml") for name in ("base", "now", "theirs")]

    def command() -> Sequence[str]:
        (work / "now").mkdir(exist_ok=True)
        shutil.copy(work / "ours" / "items.yaml", work / "now" / "items.yaml")
        return (*LEDGER, "merge-driver", *three, "items.yaml", "--data", str(folder))

    return command


def measured(found: Mapping[str, Probe], size: int, rounds: int) -> Iterator[Row]:
    """Yield the lines of what is measured."""
    runs = take_turns(found, rounds)
    medians = {name: median(run.seconds for run in taken) for name, taken in runs.items()}
    for name, taken in runs.items():
        ratios = {base: medians[name] / medians[base] for base in BASELINES if base in medians and base != name}
        yield Row(name, size, medians[name], max(run.megabytes for run in taken), ratios)


def _versioned(folder: Path) -> Path:
    """Put a ledger into a repository of its own."""
    for words in (
        ("init", "-q"),
        ("config", "user.name", "b"),
        ("config", "user.email", "b@example.cn"),
        ("add", "-A"),
    ):
        subprocess.run(["git", *words], cwd=folder, check=True)
    subprocess.run(["git", "commit", "-q", "-m", "begin"], cwd=folder, check=True)
    return folder


def main() -> None:
    """Make ledgers of each size, make sure that they are sound, measure, and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, nargs="*", default=[1000, 10_000], help="sizes of ledgers that are made")
    parser.add_argument(
        "--rounds", type=int, default=5, help="how often each is measured; the shipped ledger thrice that"
    )
    parser.add_argument(
        "--ledgers", type=int, default=0, help="of how many ledgers of 40 items the roll-up is measured"
    )
    asked = parser.parse_args()
    rows: list[Row] = []

    def show(found: Iterator[Row]) -> None:
        for row in found:
            rows.append(row)
            print(row, flush=True)

    print(f"{'':<28}{'items':>8}{'seconds':>9}{'MB':>7}{''.join(f'{name:>9}' for name in BASELINES)}")
    with tempfile.TemporaryDirectory() as place:
        _ENVIRONMENT["XDG_CACHE_HOME"] = str(Path(place, "cache"))
        shipped = _versioned(shutil.copytree(ROOT / "data", Path(place, "shipped")))
        for size in (SHIPPED, *asked.items):
            folder = shipped if size == SHIPPED else Path(place, str(size))
            if folder != shipped:
                run(Probe((*GENERATE, str(folder), "--items", str(size))))
                run(ledger(_versioned(folder), "check"))  # figures of a faulty ledger would mean nothing
            work = Path(place, f"work {size}")
            work.mkdir()
            for found in probes(folder, work):
                show(measured(found, size, asked.rounds * (3 if folder == shipped else 1)))
        if asked.ledgers:
            folder = Path(place, "ledgers")
            run(Probe((*GENERATE, str(folder), "--items", "40", "--ledgers", str(asked.ledgers))))
            show(measured(many(folder), asked.ledgers, 2))
    known = {(row.name, row.size) for row in rows}
    if unmeasured := [limit for limit in LIMITS if limit[1] in {SHIPPED, *asked.items} and limit[:2] not in known]:
        sys.exit(f"limits that nothing was held against: {unmeasured}")
    sys.exit(any("TOO SLOW" in row.verdict for row in rows))


if __name__ == "__main__":
    main()
