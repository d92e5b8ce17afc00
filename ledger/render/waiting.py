"""A sign of life on stderr for what takes longer than a second; who is quick never loads what draws it."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from threading import Timer

_PATIENCE = 1.0  # seconds


@contextmanager
def busy(label: str, patience: float = _PATIENCE) -> Iterator[None]:
    """Show what is being done while it is done, once it takes longer than `patience` seconds."""
    shown = []

    def show() -> None:
        console = import_module("rich.console").Console(stderr=True)
        shown.append(console.status(import_module("rich.text").Text(label)))  # a label holds names of files
        shown[0].start()

    timer = Timer(patience, show)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        for status in shown:
            status.stop()
