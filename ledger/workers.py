"""Processes that work side by side for one command, which they never outlive."""

import os
import signal
import sys
from collections import deque
from collections.abc import Callable
from collections.abc import Generator
from collections.abc import Iterable
from collections.abc import Iterator
from concurrent.futures import Future
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing import parent_process
from multiprocessing.process import BaseProcess
from threading import Thread
from types import ModuleType
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

NONE_TO_HAVE = (ImportError, OSError, RuntimeError, ValueError)  # what a system says that gives no processes
_AHEAD = 4  # things a process is given before what became of the first is looked at
_MOST = 61  # Windows waits for no more


def wanted(most: int) -> int:
    """Return how many processes are worth their start, at most so many: 1 is this one alone, as in each of them."""
    free = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return 1 if parent_process() else max(1, min(free, most, _MOST))


@contextmanager
def pool(count: int, method: str | None = None) -> Iterator[ProcessPoolExecutor]:
    """Hand over so many processes, started by the system's own or another `method` of multiprocessing's.

    What they are asked raises BrokenProcessPool where one of them ended.
    """
    made = ProcessPoolExecutor(count, get_context(method), initializer=_led)
    try:
        with _alone():
            for _ in range(count):  # it starts a process for each question while none is free
                made.submit(int)
        yield made
    finally:
        made.shutdown(cancel_futures=True)


@contextmanager
def _alone() -> Iterator[None]:
    """Let processes that are started meanwhile run nothing of the script that is run, and not be stopped with us."""
    script = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    blocks = hasattr(signal, "pthread_sigmask")
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if blocks else ()
    try:
        yield
    finally:
        sys.modules["__main__"] = script
        if blocks:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def in_turn(work: Callable[[T], R], things: Iterable[T], most: int) -> Generator[R, None, None]:
    """Yield what becomes of things, in their order, worked out by at most so many processes.

    Things are taken, and what became of them is held, a few at a time. Raises OSError, RuntimeError or ValueError where
    processes cannot be had, or end.
    """
    count = wanted(most)
    if count == 1:
        yield from map(work, things)
        return
    under_way: deque[Future[R]] = deque()
    # Begun anew, not forked: there may be threads, whose locks a copy of this process would wait for.
    with pool(count, "spawn") as made:
        for thing in things:
            under_way.append(made.submit(work, thing))
            if len(under_way) == _AHEAD * count:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()


def _led() -> None:
    """Let the one who was asked be stopped from the keyboard, who then stops us; and end when that one has ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    Thread(target=_follow, args=(parent_process(),), daemon=True).start()


def _follow(parent: BaseProcess | None) -> None:
    if parent:
        parent.join()
        os._exit(1)
