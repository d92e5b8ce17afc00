"""Plain lines keep every word, and their columns stand under each other in terminal cells."""

from pathlib import Path

from rich.cells import cell_len

from ledger.store import load
from sharing import Run


def test_columns_stand_under_each_other(run: Run) -> None:
    """Chinese characters count two cells, so each date begins in the same cell."""
    lines = run("list", "--due-before", "2025-01-01").stdout.splitlines()[2:]
    starts = {
        cell_len(line[: line.index(word)]) for line, word in zip(lines, ("Due", "2024-06", "2024-12"), strict=True)
    }
    assert len(starts) == 1


def test_nothing_is_cut_off(run: Run, shipped: Path) -> None:
    """However long a text is, a pipe gets it whole and on one line."""
    measure = load(shipped).ledger.items[17].measures[0]
    (line,) = [line for line in run("show", "18").stdout.splitlines() if measure.text in line]
    assert line.startswith("○  18.1")


def test_no_trailing_spaces(run: Run) -> None:
    """No line ends in spaces."""
    assert not any(line != line.rstrip() for line in run("status").stdout.splitlines())
