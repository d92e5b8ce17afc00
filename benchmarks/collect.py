"""What it costs to ask many departments and to take their answers in: time and memory beside the library alone.

The baseline of `collect out` is openpyxl writing the same rows into as many bare workbooks, that of `collect in`
openpyxl reading the same workbooks; of a single answer it is `ledger progress` on the same ledger. Each runs in a
process of its own, in the same minutes.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

WRITE = """\
import sys
from pathlib import Path
from openpyxl import Workbook
place, departments, items = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
place.mkdir()
for department in range(departments):
    book = Workbook()
    for item in range(items):
        book.worksheets[0].append([f"{item}.1", "临聘教师待遇保障不足", "逐校摸底建立清单" * 5, "牵头", "2025-12-31"])
    book.save(place / f"{department}.xlsx")
"""
READ = """\
import sys
from pathlib import Path
from openpyxl import load_workbook
for path in sorted(Path(sys.argv[1]).glob("*.xlsx")):
    for sheet in load_workbook(path, read_only=True).worksheets:
        for row in sheet.iter_rows(values_only=True):
            pass
"""
FILL = """\
import sys
from pathlib import Path
from openpyxl import load_workbook
for path in sys.argv[1:]:
    book = load_workbook(path)
    for row in book.worksheets[0].iter_rows(min_row=4):
        row[6].value = f"{row[0].value} 已推进，本月完成两所学校的核查"
    book.save(path)
"""
LEDGER = (sys.executable, "-m", "ledger")


def write(place: Path, departments: int, items: int) -> None:
    """Write a ledger in which each department leads so many items, each with a measure."""
    place.mkdir()
    names = [f"第{number}局" for number in range(1, departments + 1)]
    (place / "departments.yaml").write_text("".join(f"- name: {name}\n" for name in names), encoding="utf-8")
    (place / "ledger.yaml").write_text("plan:\n  title: 整改方案\n", encoding="utf-8")
    entry = (
        "- id: {id}\n  area: 甲\n  kind: both\n  title: 临聘教师待遇保障不足\n  lead:\n  - {lead}\n  due: 2025-12-31\n"
        "  status: open\n  measures:\n  - id: {id}.1\n    text: {text}\n"
    )
    numbered = enumerate((name for name in names for _ in range(items)), start=1)
    text = "".join(entry.format(id=number, lead=name, text="逐校摸底建立清单" * 5) for number, name in numbered)
    (place / "items.yaml").write_text(text, encoding="utf-8")


def measure(command: Sequence[str], cwd: Path) -> tuple[float, float]:
    """Return the seconds of a command from start to end, and its largest memory in MB."""
    begin = perf_counter()
    with subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    return perf_counter() - begin, usage.ru_maxrss / 1024


def main() -> None:
    """Ask all departments, let some fill in every row, take their answers in, and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--departments", type=int, default=200)
    parser.add_argument("--items", type=int, default=50)
    parser.add_argument("--answers", type=int, default=10, help="how many answers are taken in; each is a version")
    chosen = parser.parse_args()
    size = (str(chosen.departments), str(chosen.items))
    with tempfile.TemporaryDirectory() as name:
        here = Path(name)
        write(here / "data", chosen.departments, chosen.items)
        for words in (
            ["init", "--quiet", "."],
            ["config", "user.name", "Bench"],
            ["config", "user.email", "bench@example.cn"],
            ["add", "data"],
            ["commit", "--quiet", "--message=many"],
        ):
            subprocess.run(["git", *words], cwd=here, check=True)
        runs = {"openpyxl writes the same rows": measure([sys.executable, "-c", WRITE, "bare", *size], here)}
        runs["ledger collect out"] = measure([*LEDGER, "collect", "out", "forms"], here)
        runs["openpyxl reads the same workbooks"] = measure([sys.executable, "-c", READ, "forms"], here)
        runs["ledger collect in, nothing filled in"] = measure([*LEDGER, "collect", "in", "forms"], here)
        runs["ledger progress"] = measure([*LEDGER, "progress", "1", "--by", "第1局", "--note", "已推进"], here)
        some = sorted(str(path) for path in (here / "forms").glob("*.xlsx"))[: chosen.answers]
        measure([sys.executable, "-c", FILL, *some], here)
        seconds, megabytes = measure([*LEDGER, "collect", "in", *some], here)
        runs[f"ledger collect in, one of {len(some)} answers"] = seconds / len(some), megabytes
        runs["ledger collect status"] = measure([*LEDGER, "collect", "status"], here)
        show(f"{chosen.departments} departments x {chosen.items} items", runs)


def show(title: str, runs: dict[str, tuple[float, float]]) -> None:
    """Print each run; a run of the ledger beside the last baseline above it."""
    print(f"{title:<44}{'seconds':>9}{'peak MB':>9}{'x time':>8}{'x memory':>10}")
    base = (1.0, 1.0)
    for what, (seconds, megabytes) in runs.items():
        ratios = ""
        if what.startswith("openpyxl") or what == "ledger progress":
            base = (seconds, megabytes)
        else:
            ratios = f"{seconds / base[0]:>8.2f}{megabytes / base[1]:>10.2f}"
        print(f"{what:<44}{seconds:>9.2f}{megabytes:>9.0f}{ratios}")


if __name__ == "__main__":
    main()
