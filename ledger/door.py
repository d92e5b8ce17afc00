"""The door of the program: a question about unchanged files that was answered before is answered again at once.

An answer is kept under all that it rests on: the words typed, the day, what is around the process, every file of the
ledger, and the program itself. Behind the door nothing else is loaded for it; whatever is not such a question goes on
to `ledger.main`.
"""

import gc
import json
import os
import shutil
import sys
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any
from typing import NamedTuple
from typing import NoReturn

from ledger import cache
from ledger import files
from ledger import printing
from ledger.errors import NO
from ledger.errors import LedgerError

QUESTIONS = frozenset({"status", "list", "show", "overdue", "due", "score"})  # what rests on the ledger's folder alone
_VALUED = frozenset(
    {"--data", "--as-of", "--lang", "--format"}
)  # the options before the command word that have a value
_ASIDE = ("--at", "--output", "-o", "--no-cache", "--debug", "--help", "-h", "--version")  # these rest on, or do, more
_SELDOM = 5_000_000  # new objects before the collector looks for circles: a command is short, and what it reads stays
_SETTINGS = ("LEDGER_", "LC_", "LANG", "NO_COLOR", "FORCE_COLOR", "TERM", "COLORTERM", "COLUMNS", "TZ")


class Question(NamedTuple):
    """What is asked, about which folder, and in which surroundings."""

    words: tuple[str, ...]
    folder: Path
    around: tuple[str, ...]

    def key(self) -> str:
        """Return the key of its answer, as the files are now."""
        return cache.key("answer", *self.words, str(self.folder), *self.around, *cache.standing(self.folder))


def question(words: Sequence[str], environ: Mapping[str, str]) -> Question | None:
    """Return the question that these words ask, None where they do anything else."""
    if _command(words) not in QUESTIONS or any(word.startswith(_ASIDE) for word in words):
        return None
    named = [after for word, after in pairwise(words) if word == "--data"]
    named += [word.removeprefix("--data=") for word in words if word.startswith("--data=")]
    if len(named) > 1:
        return None
    try:
        folder = files.find_folder(Path(named[0]) if named else None, environ, Path.cwd())
    except (LedgerError, OSError):
        return None
    return Question(tuple(words), folder, (str(Path.cwd()), *_around(environ)))


def _command(words: Sequence[str]) -> str:
    """Return the command word; alone the program shows the status."""
    rest = iter(words)
    for word in rest:
        if not word.startswith("-"):
            return word
        if word in _VALUED:
            next(rest, None)
    return "status"


def _around(environ: Mapping[str, str]) -> Iterator[str]:
    yield str(date.today())  # noqa: DTZ011 (the day of whoever asks)
    yield from (f"{name}={value}" for name, value in sorted(environ.items()) if name.startswith(_SETTINGS))
    yield f"{shutil.get_terminal_size()} {[bool(stream and stream.isatty()) for stream in _streams()]}"


def _streams() -> tuple[Any, ...]:
    return sys.stdin, sys.stdout, sys.stderr


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Answer at once what was answered before; else run the command, and keep what it answers."""
    gc.set_threshold(_SELDOM)
    try:
        _answer(list(sys.argv[1:] if args is None else args))
    except KeyboardInterrupt:  # before anybody is there to say so in a sentence
        sys.exit(NO)


def _answer(words: list[str]) -> NoReturn:
    asked = question(words, os.environ)
    kept = cache.cache(wanted=asked is not None)
    key = asked.key() if asked else ""
    if key and (content := kept.get(key)) is not None and _give(content):
        sys.exit(0)
    heard: list[tuple[bool, str]] = []
    cli = import_module("ledger.main").cli
    around = import_module("ledger.shell").Surroundings(heard=heard)
    try:
        cli.main(words, obj=around)
    except SystemExit as end:
        code = end.code
    if asked and not code and asked.key() == key:
        kept.put(key, json.dumps(heard).encode())
    sys.exit(code)


def _give(content: bytes) -> bool:
    """Give an answer as it was given, and return whether it was one, and taken: the command itself says why not."""
    try:
        heard = [(bool(aside), str(text)) for aside, text in json.loads(content)]
        printing.utf8()
        for aside, text in heard:
            printing.give(text, os.environ, aside=aside)
    except (ValueError, TypeError, OSError):
        return False
    return True
