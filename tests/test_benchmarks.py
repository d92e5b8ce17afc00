"""The ledgers that benchmarks are run on: sound, of every kind, with a history, the same for the same seed."""

import json
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any
from typing import get_args

from click.testing import CliRunner

from ledger.main import cli
from ledger.model import Status
from ledger.shell import Surroundings
from ledger.store import load

GENERATE = Path(__file__).parents[1] / "benchmarks" / "generate.py"
SELDOM = {"correct", "extend", "handover", "return", "reopen", "withdraw"}


def generated(folder: Path, *words: str) -> Path:
    """Return the folder of a ledger that was made."""
    subprocess.run([sys.executable, str(GENERATE), str(folder), *words], check=True)
    return folder


def told(folder: Path, *words: str) -> Any:  # noqa: ANN401 (whatever JSON says)
    """Return the answer of a command on the day after the ledger was left."""
    around = Surroundings(today=date(2025, 10, 1), environ={})
    done = CliRunner().invoke(cli, [*words, "--data", str(folder), "--format", "json"], obj=around)
    return json.loads(done.stdout)


def test_a_made_ledger_is_sound(tmp_path: Path) -> None:
    """It has every status and what seldom happens, and neither errors nor doubts, today's and in its history."""
    folder = generated(tmp_path / "made", "--items", "250", "--versions", "12")
    items = load(folder).ledger.items
    events = Counter(entry.event for item in items for entry in item.log)
    assert {item.status for item in items} == {*get_args(Status)}
    assert events.keys() >= SELDOM
    assert told(folder, "check", "--history") == []
    assert len(told(folder, "log", "-n", "0")["moments"]) == 12


def test_a_seed_makes_the_same_bytes(tmp_path: Path) -> None:
    """Whoever measures again measures the same."""
    one, same, other = (
        generated(tmp_path / name, "--items", "9", "--seed", seed)
        for name, seed in (("one", "1"), ("same", "1"), ("other", "2"))
    )
    texts = [(folder / "items.yaml").read_bytes() for folder in (one, same, other)]
    assert texts[0] == texts[1] != texts[2]
