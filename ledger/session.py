"""What a command is handed: the ledger on a day, what the checks say, and a way to show facts."""

import os
import re
import shutil
import sys
import unicodedata
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from datetime import date
from functools import cached_property
from functools import update_wrapper
from itertools import chain
from pathlib import Path
from typing import Any
from typing import Concatenate
from typing import ParamSpec
from typing import TypeVar

import click
from click.shell_completion import CompletionItem

from ledger import checks
from ledger import files
from ledger import i18n
from ledger import render
from ledger import store
from ledger import workflow
from ledger.errors import USAGE
from ledger.errors import Fault
from ledger.errors import LedgerError
from ledger.errors import UnreadableError
from ledger.errors import nearest
from ledger.model import Ledger
from ledger.outline.findings import faults_banner
from ledger.outline.page import Page
from ledger.outline.words import harmless
from ledger.reports.findings import Findings
from ledger.reports.findings import findings
from ledger.shell import GLOBALS
from ledger.shell import option

P = ParamSpec("P")
T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class Surroundings:
    """What the process finds around it; tests hand in their own."""

    today: date = field(default_factory=date.today)
    width: int | None = None
    terminal: bool | None = None
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)

    def sheet(self, t: i18n.Translation) -> render.Sheet:
        """Return what text is written on: rich tables in a terminal (or where FORCE_COLOR asks), lines in a pipe."""
        terminal = self.terminal
        if terminal is None:
            terminal = bool(sys.stdout and sys.stdout.isatty()) or bool(self.environ.get("FORCE_COLOR"))
        width = self.width or shutil.get_terminal_size().columns
        return render.Sheet(t, width, terminal=terminal, colour=not self.environ.get("NO_COLOR"))


class Session:
    """One command's view of one ledger; nothing is read before it is asked for."""

    def __init__(self, options: Mapping[str, Any], around: Surroundings, language: i18n.Language) -> None:
        """Take the global options that were given, what is around the process, and the language."""
        self._options = options
        self._around = around
        self.t = i18n.translation(language)
        self.as_of: date = options.get("as_of", around.today)

    @cached_property
    def folder(self) -> Path:
        """Return the ledger's folder."""
        return files.find_folder(self._options.get("data"), self._around.environ, Path.cwd())

    @cached_property
    def opened(self) -> store.Opened:
        """Return the ledger as its files have it today."""
        return store.load(self.folder)

    @cached_property
    def ledger(self) -> Ledger:
        """Return the ledger as it stood on the day that is looked at."""
        ledger = self.opened.ledger
        steps = ledger.settings.closing.steps
        return replace(ledger, items=tuple(workflow.as_of(item, steps, self.as_of) for item in ledger.items))

    @cached_property
    def faults(self) -> Sequence[Fault]:
        """Return what the rules find in the files as they are today, whatever day is looked at."""
        return checks.run(checks.Case(self.opened.ledger, self.folder, self._around.today))

    def findings(self) -> Findings:
        """Return every fault with its place; faults of shape alone where the files have no shape to check."""
        try:
            found = store.place(self.folder, self.opened.texts, self.faults)
            return findings([*found, *store.remarks(self.opened)], whole=True)
        except UnreadableError as error:
            return findings(error.diagnostics, whole=False)

    def department(self, spelling: str) -> str:
        """Return a department's name for any spelling of it. Raises LedgerError (exit 2) with the nearest one."""
        if spelling in self.ledger.names:
            return self.ledger.names[spelling]
        return self._unknown(spelling, self.ledger.names, [department.name for department in self.ledger.departments])

    def area(self, words: str) -> tuple[str, ...]:
        """Return the areas that `words` are a part of. Raises LedgerError (exit 2) where there is none."""
        areas = tuple(dict.fromkeys(item.area for item in self.ledger.items))
        return tuple(area for area in areas if words in area) or (self._unknown(words, areas, areas),)

    def items(self, words: Iterable[str]) -> tuple[str, ...]:
        """Return the ids that `words` name: an item, one of its measures, or a range like 3-5 in the ledger's order."""
        ids = {item.id: at for at, item in enumerate(self.ledger.items)}
        order = list(ids)
        owners = {measure.id: item.id for item in self.ledger.items for measure in item.measures}
        found: list[str] = []
        known = {*ids, *owners}
        for word in chain.from_iterable([typed] if typed in known else _item_words(typed) for typed in words):
            first, _, last = word.partition("-")
            if word in ids:
                found.append(word)
            elif word in owners:
                found.append(owners[word])
            elif first in ids and last in ids and ids[first] <= ids[last]:
                found += order[ids[first] : ids[last] + 1]
            else:
                raise LedgerError("unknown-item", USAGE, value=word, nearest=nearest(word, [*ids, *owners]))
        return tuple(dict.fromkeys(found))

    def _unknown(self, word: str, spellings: Iterable[str], names: Iterable[str]) -> str:
        near = nearest(word, spellings)
        near = self.ledger.names.get(near, near)
        raise LedgerError("unknown-name", USAGE, value=word, known=tuple(names), nearest=near)

    def show(self, facts: T, words: Callable[[T, i18n.Translation], Page]) -> None:
        """Write the facts, or the page that `words` makes of them, to stdout or to the file that was asked for."""
        output: Path | None = self._options.get("output")
        kind = self._options.get("format") or (render.format_of(output) if output else "text")
        sheet = self._around.sheet(self.t) if output is None else render.Sheet(self.t, 0, terminal=False, colour=False)
        self.write(render.render(facts, kind, sheet, words))
        if not isinstance(facts, Findings):  # which are the faults themselves
            self._warn_of_faults()

    def write(self, text: str) -> None:
        """Write data to stdout or to the file that was asked for. Raises LedgerError (exit 2) if it cannot."""
        output: Path | None = self._options.get("output")
        if output is None:
            click.echo(text, nl=False, color=True)  # click would take escape sequences out of the data
            return
        if output.suffix.lower() in {".yaml", ".yml"}:  # a slip of the hand must not cost the ledger
            raise LedgerError("bad-suffix", USAGE, value=output.suffix, known=render.endings())
        try:
            # Excel takes a CSV without a byte-order mark for the system's code page.
            encoding = "utf-8-sig" if output.suffix.lower() == ".csv" else "utf-8"
            output.write_text(text, encoding=encoding, newline="\n")
        except OSError as error:
            reason = error.strerror or str(error)
            raise LedgerError("unwritable", USAGE, value=str(output), reason=reason) from error
        self.say(self.t.gettext("Written to {file}.").format(file=output))

    def say(self, sentence: str) -> None:
        """Talk to the person, on stderr, where it does not mix with data."""
        click.echo(harmless(sentence), err=True)

    def _warn_of_faults(self) -> None:
        """Say that the checks found errors, so that nobody takes the figures for whole."""
        items = dict.fromkeys(fault.item for fault in self.faults if fault.severity == "error")
        if items:
            self.say(faults_banner(tuple(items), self.t))


def _item_words(typed: str) -> list[str]:
    """Return the ids and ranges in a word as people type it: 第9项, ９, 3—5 and 2、3 are 9, 9, 3-5 and 2 3."""
    plain = unicodedata.normalize("NFKC", typed)
    parts = (re.sub(r"^第(.+?)项?$", r"\1", part) for part in re.split(r"[,、;\s]+", plain) if part)
    return [re.sub(r"[\u2010-\u2015~至到]", "-", part) for part in parts] or [typed]


def _session() -> Session:
    """Return the session of the running command, made from its global options."""
    ctx = click.get_current_context()
    around = ctx.find_root().obj or Surroundings()
    options: Mapping[str, Any] = ctx.meta.get(GLOBALS, {})
    return Session(options, around, options.get("lang") or i18n.choose((), around.environ))


def pass_session(function: Callable[Concatenate[Session, P], None]) -> Callable[P, None]:
    """Hand the session of the running command to `function` as its first argument."""

    def wrapped(*args: P.args, **kwargs: P.kwargs) -> None:
        function(_session(), *args, **kwargs)

    return update_wrapper(wrapped, function)


def items_argument(*, required: bool) -> Callable[[F], F]:
    """Declare the ITEM words of a command; the shell completes them with ids and shows the titles."""
    return click.argument(
        "items", metavar="ITEM..." if required else "[ITEM]...", nargs=-1, required=required, shell_complete=_ids
    )


def department_option(name: str, text: str) -> Callable[[F], F]:
    """Declare an option that names departments; the shell completes their names."""
    return option(name, multiple=True, metavar="NAME", shell_complete=_departments, help=text)


def _ids(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    del param
    with ctx, suppress(LedgerError):
        items = _session().ledger.items
        return [CompletionItem(item.id, help=item.title) for item in items if item.id.startswith(incomplete)]
    return []


def _departments(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    del param
    with ctx, suppress(LedgerError):
        names = (department.name for department in _session().ledger.departments)
        return [CompletionItem(name) for name in names if name.startswith(incomplete)]
    return []
