"""Measure what a clerk waits for, each beside a baseline of the same minutes; exit 1 where a limit is passed.

Candidates and baselines take turns, so that a machine that grows slower meanwhile slows both. This process imports
nothing large: Linux counts its memory at the moment of the fork into the peak of every child.
"""

import argparse
import os
import pty
import shutil
import subprocess
import sys
import tempfile
import termios
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Literal
from typing import assert_never

HERE = Path(__file__).parent
ROOT = HERE.parent

LEDGER = (sys.executable, "-m", "ledger")
IMPORTS = "import click, yaml, rich.console, rich.table; from pydantic import BaseModel"
LOAD = """\
import sys
from pathlib import Path
from time import perf_counter

from ledger.store import load

start = perf_counter()
load(Path(sys.argv[1]))
print(perf_counter() - start)
"""
PARSE = """\
import sys
from pathlib import Path
from time import perf_counter

import yaml

text = Path(sys.argv[1], "items.yaml").read_text(encoding="utf-8")
start = perf_counter()
yaml.load(text, yaml.CSafeLoader)
print(perf_counter() - start)
"""

STARTUP_LIMIT, LOAD_LIMIT, LIST_LIMIT = 1.9, 0.25, 0.4
WRITE_LIMIT, LARGE_WRITE_LIMIT = 2.0, 3.5

# As for whoever has it installed: modules are compiled once, in the round that is not counted.
_ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | {
    "LEDGER_LANG": "zh",
    "TERM": "xterm",
}

Sink = Literal["pipe", "terminal", "file"]


@dataclass(frozen=True)
class Probe:
    """A command to measure, and where its output goes."""

    command: Sequence[str]
    sink: Sink = "pipe"


@dataclass(frozen=True)
class Run:
    """One run of a command: its time from start to end, its largest memory, what it wrote to a pipe or terminal."""

    seconds: float
    megabytes: float
    output: str


@dataclass(frozen=True)
class Row:
    """A line of the table; a baseline has neither baseline nor limit."""

    name: str
    seconds: Sequence[float]
    runs: Sequence[Run]
    baseline: "Row | None" = None
    limit: float = float("inf")

    @property
    def ratio(self) -> float:
        """Return the time in units of the baseline's."""
        return median(self.seconds) / median(self.baseline.seconds) if self.baseline else 1.0

    @property
    def passes(self) -> bool:
        """Return whether the limit is kept."""
        return self.ratio <= self.limit

    def __str__(self) -> str:
        """Return the cells, aligned."""
        peak = max(run.megabytes for run in self.runs)
        verdict = f"{self.ratio:8.2f}{self.limit:8.2f}  {'ok' if self.passes else 'TOO SLOW'}" if self.baseline else ""
        return f"{self.name:<44}{median(self.seconds):>9.3f}{peak:>9.0f}{verdict}"


def run(probe: Probe) -> Run:
    """Run the command once and wait for its end."""
    start = perf_counter()
    reader, writer = _open(probe.sink)
    process = subprocess.Popen(
        probe.command,
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
        sys.exit(f"exit code {process.returncode}: {' '.join(probe.command)}\n{output[-2000:]}")
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


def startup() -> Sequence[Row]:
    """Measure `ledger status` on the shipped data against its libraries alone."""
    status = (*LEDGER, "status", "--data", str(ROOT / "data"))
    runs = take_turns(
        {
            "import of the libraries": Probe((sys.executable, "-c", IMPORTS)),
            "ledger status, in a pipe": Probe(status),
            "ledger status, in a terminal": Probe(status, "terminal"),
        },
        rounds=15,
    )
    baseline, *candidates = (Row(name, _whole(taken), taken) for name, taken in runs.items())
    return [baseline, *(Row(row.name, row.seconds, row.runs, baseline, STARTUP_LIMIT) for row in candidates)]


def large(folder: Path) -> Sequence[Row]:
    """Measure a large ledger against what PyYAML's fastest loader needs for the same items.yaml."""
    runs = take_turns(
        {
            "parse": Probe((sys.executable, "-c", PARSE, str(folder))),
            "load": Probe((sys.executable, "-c", LOAD, str(folder))),
            "list": Probe((*LEDGER, "list", "--data", str(folder)), "file"),
        },
        rounds=3,
    )
    parse = Row("yaml.load with CSafeLoader, the call", _inside(runs["parse"]), runs["parse"])
    process = Row("yaml.load with CSafeLoader, whole process", _whole(runs["parse"]), runs["parse"])
    return [
        parse,
        Row("store.load, the call", _inside(runs["load"]), runs["load"], parse, LOAD_LIMIT),
        process,
        Row("ledger list to a file, whole process", _whole(runs["list"]), runs["list"], process, LIST_LIMIT),
    ]


def writing(folder: Path, item: str, of: str, limit: float, rounds: int) -> Sequence[Row]:
    """Measure one entry more in an item of a ledger against showing that item, which only reads the ledger."""
    where = (item, "--data", str(folder))
    runs = take_turns(
        {
            f"ledger show of {of}": Probe((*LEDGER, "show", *where)),
            f"ledger progress of {of}": Probe((*LEDGER, "progress", *where, "--note", "已检查", "--by", "区教委")),
        },
        rounds,
    )
    reading, change = (Row(name, _whole(taken), taken) for name, taken in runs.items())
    return [reading, Row(change.name, change.seconds, change.runs, reading, limit)]


def _whole(runs: Sequence[Run]) -> Sequence[float]:
    return [run.seconds for run in runs]


def _inside(runs: Sequence[Run]) -> Sequence[float]:
    return [float(run.output) for run in runs]


def main() -> None:
    """Generate the large ledger, make sure that it is sound, measure, and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=10_000, help="size of the large ledger")
    items = parser.parse_args().items
    with tempfile.TemporaryDirectory() as folder:
        run(Probe((sys.executable, str(HERE / "generate.py"), folder, "--items", str(items))))
        run(Probe((*LEDGER, "check", "--data", folder)))  # figures of a faulty ledger would mean nothing
        small = shutil.copytree(ROOT / "data", Path(folder, "small"))
        rows = [
            *startup(),
            *large(Path(folder)),
            *writing(small, "9", "18 items", WRITE_LIMIT, 15),
            *writing(Path(folder), str(items // 2), f"{items} items", LARGE_WRITE_LIMIT, 3),
        ]
    print(f"{f'{items} items':<44}{'seconds':>9}{'peak MB':>9}{'ratio':>8}{'limit':>8}")
    print(*rows, sep="\n")
    sys.exit(not all(row.passes for row in rows))


if __name__ == "__main__":
    main()
