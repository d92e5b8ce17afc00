"""Measure the papers and the files for others, each beside `ledger status` of the same ledger, in turns."""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from benchmarks.run import HERE
from benchmarks.run import LEDGER
from benchmarks.run import ROOT
from benchmarks.run import Probe
from benchmarks.run import run
from benchmarks.run import take_turns

DAY = ("--as-of", "2025-09-30")  # the day on which generate.py leaves its ledgers
MADE = {
    "report monthly": ("m.txt", "m.docx", "m.html"),
    "report final": ("f.docx",),
    "export": ("l.xlsx", "l.ics", "l.json"),
    "export --as parquet": ("l",),
}


def measure(folder: Path, out: Path, title: str, rounds: int) -> None:
    """Print a line for each file that can be made of a ledger."""
    where = ("--data", str(folder), *DAY)
    template = out / "t.docx"
    run(Probe((*LEDGER, "report", "template", "-o", str(template), *where)))
    commands = {"ledger status": Probe((*LEDGER, "status", *where))}
    for words, names in MADE.items():
        for name in names:
            command = (*LEDGER, *words.split(), "-o", str(out / name), *where)
            commands[f"ledger {words} {Path(name).suffix}"] = Probe(command)
    filled = (*LEDGER, "report", "monthly", "--template", str(template), "-o", str(out / "t2.docx"), *where)
    commands["ledger report monthly --template"] = Probe(filled)
    taken = take_turns(commands, rounds)
    baseline = median(each.seconds for each in taken["ledger status"])
    print(f"{title:<38}{'seconds':>9}{'peak MB':>9}{'x status':>10}")
    for name, runs in taken.items():
        seconds = median(each.seconds for each in runs)
        print(f"{name:<38}{seconds:>9.2f}{max(each.megabytes for each in runs):>9.0f}{seconds / baseline:>10.1f}")


def main(sizes: Sequence[int]) -> None:
    """Measure the shipped ledger and generated ones of these sizes."""
    with tempfile.TemporaryDirectory() as place:
        out = Path(place, "out")
        out.mkdir()
        measure(Path(shutil.copytree(ROOT / "data", Path(place, "small"))), out, "18 items", 3)
        for size in sizes:
            large = Path(place, str(size))
            run(Probe((sys.executable, str(HERE / "generate.py"), str(large), "--items", str(size))))
            measure(large, out, f"{size} items", 1)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, nargs="*", default=[1_000, 10_000], help="sizes of the large ledgers")
    main(parser.parse_args().items)
