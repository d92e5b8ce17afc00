"""What one `ledger close` costs in a repository with a long history and many items, by what it is spent on.

The history is made by git's own fast-import; its versions are small ones of the ledger, since what a change costs
depends on the last one alone. The baseline is git's own commit of the same file, in the same repository and minutes.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

HERE = Path(__file__).parent
ROUNDS = 3
_ENTRIES = 20  # of the log of the one item in the history
# Runs a command with a clock around the functions that do one kind of work, and prints seconds by kind on stderr.
CLOCKED = """\
import importlib, json, sys
from time import perf_counter
PARTS = {
    "reading": [("ledger.store", "load")],
    "proving": [("ledger.saving", "_prove"), ("ledger.saving", "_prove_the_rest")],
    "writing": [("ledger.files", "replace_file"), ("ledger.files", "create_file"), ("ledger.evidence", "store")],
    "git": [("ledger.git", "run")],
}
seconds = dict.fromkeys(PARTS, 0.0)
def clocked(part, real):
    def call(*args, **kwargs):
        begin = perf_counter()
        try:
            return real(*args, **kwargs)
        finally:
            seconds[part] += perf_counter() - begin
    return call
for part, places in PARTS.items():
    for module, name in places:
        holder = importlib.import_module(module)
        setattr(holder, name, clocked(part, getattr(holder, name)))
from ledger.main import cli
try:
    cli(sys.argv[1:])
finally:
    print(json.dumps(seconds), file=sys.stderr)
"""


def git(folder: Path, *words: str, given: str = "") -> str:
    """Return what git says in a folder."""
    done = subprocess.run(["git", *words], cwd=folder, input=given, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def history(place: Path, commits: int) -> None:
    """Make a repository with so many versions of a ledger of one item, each with an entry more, then another title."""
    git(place, "init", "--quiet", "--initial-branch=main", ".")
    git(place, "config", "user.name", "Bench")
    git(place, "config", "user.email", "bench@example.cn")
    head = "- id: 1\n  area: A\n  kind: problem\n  title: T{number}\n  problem: P\n  status: in_progress\n  log:\n"
    entries: list[str] = []
    stream = []
    for number in range(commits - 1):
        if len(entries) < _ENTRIES:
            entries.append(f"  - on: 2024-05-01\n    event: progress\n    by: 区教委\n    note: n{number}\n")
        text = (head.format(number=number) + "".join(entries)).encode()
        message = f"progress 1: T {number}".encode()
        stream.append(
            f"commit refs/heads/main\ncommitter Bench <bench@example.cn> {1_700_000_000 + number} +0800\n"
            f"data {len(message)}\n{message.decode()}\nM 644 inline items.yaml\ndata {len(text)}\n{text.decode()}\n"
        )
    git(place, "fast-import", "--quiet", given="".join(stream))
    git(place, "reset", "--quiet", "--hard")


def measure(place: Path, item: str) -> dict[str, float]:
    """Return the seconds of one closing by what they were spent on."""
    begin = perf_counter()
    words = [
        "close",
        item,
        "--verified-by",
        "区政府教育督导委",
        "--paper",
        "1号柜",
        "--override",
        "量时间",
        "--by",
        "区教委",
    ]
    done = subprocess.run(
        [sys.executable, "-c", CLOCKED, *words, "--data", str(place)],
        capture_output=True,
        text=True,
        check=False,
        env={name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
    )
    whole = perf_counter() - begin
    if done.returncode:
        sys.exit(done.stderr)
    parts: dict[str, float] = json.loads(done.stderr.strip().splitlines()[-1])
    return {**parts, "starting, checking, showing": whole - sum(parts.values()), "the whole": whole}


def main() -> None:
    """Make the repository, close some items, commit as much with git alone, and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--commits", type=int, default=5_000)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        history(place, chosen.commits)
        subprocess.run(
            [sys.executable, str(HERE / "generate.py"), str(place), "--items", str(chosen.items)], check=True
        )
        git(place, "add", ".")
        git(place, "commit", "--quiet", "--message=many")
        open_items = [
            entry.partition("\n")[0]
            for entry in (place / "items.yaml").read_text(encoding="utf-8").split("- id: ")
            if "\n  status: open\n" in entry
        ]
        runs, alone = [], []
        for item in open_items[: ROUNDS + 1]:
            runs.append(measure(place, item))
            with (place / "items.yaml").open("a", encoding="utf-8") as file:
                file.write(f"# {item}\n")
            begin = perf_counter()
            git(place, "commit", "--quiet", "--all", "--message=alone")
            alone.append(perf_counter() - begin)
        commits = git(place, "rev-list", "--count", "HEAD")
        baseline = median(alone[1:])
        print(f"{chosen.items} items, {commits} versions{'seconds':>24}{'x git commit':>14}")
        for part in runs[0]:
            seconds = median(run[part] for run in runs[1:])
            print(f"{part:<44}{seconds:>8.3f}{seconds / baseline:>14.1f}")
        print(f"{'git commit of the same file, alone':<44}{baseline:>8.3f}{1:>14.1f}")


if __name__ == "__main__":
    main()
