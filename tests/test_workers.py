"""Processes that work side by side: in order, a few things at a time, and what becomes of them at the end."""

import os
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor

import pytest

from ledger import workers


@pytest.fixture(autouse=True)
def _two(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have two processors, wherever the tests run."""
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


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
    with pytest.raises(workers.UNABLE) as told:
        list(workers.in_turn(os._exit, [1], 2))
    assert isinstance(told.value, BrokenExecutor)


def test_nobody_is_left_behind() -> None:
    """Whoever does not want the rest leaves no process behind."""
    answers = workers.in_turn(_process, range(99), 2)
    begun = next(answers)
    answers.close()
    with pytest.raises(ProcessLookupError):
        os.kill(begun, 0)
