"""Processes that work side by side: in order, a few things at a time, and what becomes of them at the end."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor
from pathlib import Path

import pytest

from ledger import workers


@pytest.fixture(autouse=True)
def _two(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have two processors, wherever the tests run."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)


def test_answers_come_in_order() -> None:
    """Whoever is asked first is answered first, by others than the one who asks."""
    assert list(workers.in_turn(abs, range(-50, 0), 2)) == list(range(50, 0, -1))
    assert os.getpid() not in workers.in_turn(_process, range(10), 2)


def _process(_: int) -> int:
    return os.getpid()


def test_few_things_are_taken_at_a_time() -> None:
    """Things are not all taken before the first answer is given: a large file is not held twice."""
    taken: list[int] = []

    def things() -> Iterator[int]:
        for n in range(100):
            taken.append(n)
            yield n

    answers = workers.in_turn(abs, things(), 2)
    assert next(answers) == 0
    assert len(taken) <= 10
    assert list(answers) == list(range(1, 100))


@pytest.mark.parametrize(("most", "count"), [(0, 1), (1, 1), (2, 2), (99, 2)])
def test_as_many_as_there_are_processors(most: int, count: int) -> None:
    """No more processes than it is worth, or than there are processors."""
    assert workers.wanted(most) == count


def test_a_process_begins_no_others() -> None:
    """Who works for another does so alone."""
    assert list(workers.in_turn(workers.wanted, [9, 9], 2)) == [1, 1]


def test_one_alone_needs_no_process() -> None:
    """Where one is enough, it is this one."""
    assert list(workers.in_turn(_process, [1, 2], 1)) == [os.getpid()] * 2


def test_a_process_that_ends_is_told() -> None:
    """When a process is ended from outside, whoever asked learns of it and does not wait for ever."""
    with pytest.raises(BrokenExecutor):
        list(workers.in_turn(os._exit, [1], 2))


@pytest.mark.parametrize("as_file", [True, False])
def test_the_script_is_run_once(tmp_path: Path, *, as_file: bool) -> None:
    """Processes run nothing of the script that asks them, whether it is a file or comes in by a pipe."""
    script = "from ledger import workers\nprint('begun')\nprint(*workers.in_turn(abs, [-1, -2], 2))\n"
    file = tmp_path / "script.py"
    file.write_text(script, encoding="utf-8")
    command = [sys.executable, str(file) if as_file else "-"]
    done = subprocess.run(command, input=script, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("begun\n1 2\n", "")


def test_the_keyboard_stops_who_was_asked() -> None:
    """Processes leave Ctrl-C to whoever asked them, who hears it again once they have begun."""
    assert list(workers.in_turn(signal.getsignal, [signal.SIGINT], 2)) == [signal.SIG_IGN]
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])


def test_nobody_is_left_behind() -> None:
    """Whoever does not want the rest leaves no process behind."""
    answers = workers.in_turn(_process, range(99), 2)
    begun = next(answers)
    answers.close()
    with pytest.raises(ProcessLookupError):
        os.kill(begun, 0)
