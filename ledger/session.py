"""What a command is handed: the ledger on a day, what the checks say, and a way to show facts."""

import errno
import os
import shutil
import sys
from collections.abc import Callable
from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from contextlib import AbstractContextManager
from copy import copy
from dataclasses import replace
from datetime import date
from functools import cached_property
from functools import update_wrapper
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Any
from typing import BinaryIO
from typing import Concatenate
from typing import ParamSpec
from typing import TypeVar

import click

from ledger import asof
from ledger import checks
from ledger import files
from ledger import i18n
from ledger import render
from ledger import store
from ledger.cache import LOOKING
from ledger.cache import Cache
from ledger.cache import cache
from ledger.errors import UNREADABLE
from ledger.errors import USAGE
from ledger.errors import Diagnostic
from ledger.errors import Fault
from ledger.errors import LedgerError
from ledger.errors import UnreadableError
from ledger.errors import unwritable
from ledger.model import Ledger
from ledger.naming import Naming
from ledger.outline.findings import faults_banner
from ledger.outline.findings import told
from ledger.outline.page import Page
from ledger.outline.words import DEADLINE
from ledger.outline.words import REMARK
from ledger.outline.words import version_words
from ledger.reports.findings import Findings
from ledger.reports.findings import findings
from ledger.shell import GLOBALS
from ledger.shell import Surroundings
from ledger.shell import surroundings
from ledger.talking import Talk

if TYPE_CHECKING:
    from ledger.git import Repository

_HISTORY = "ledger.history"  # it is loaded when git is asked: a command that reads the files as they are need not wait
P = ParamSpec("P")
T = TypeVar("T")


class Session(Talk):
    """One command's view of one ledger; nothing is read before it is asked for."""

    def __init__(self, options: Mapping[str, Any], around: Surroundings, language: i18n.Language) -> None:
        """Take the global options that were given, what is around the process, and the language."""
        super().__init__(around, language)
        self._options = options
        self.output: Path | None = options.get("output")  # the file that data are written to; None: stdout
        self.template: Path | None = options.get("template")  # the office's own Word file that is to be filled
        self.today: date = around.today
        self.as_of: date = options.get("as_of", around.today)

    def refuse_looking_back(self) -> None:
        """Raise LedgerError (exit 2) where a day or a version of the past was asked for: it cannot be changed."""
        if "as_of" in self._options:
            raise LedgerError("as-of-writing", USAGE)
        if "at" in self._options:
            raise LedgerError("at-writing", USAGE)

    @cached_property
    def folder(self) -> Path:
        """Return the ledger's folder."""
        return files.find_folder(self._options.get("data"), self._around.environ, Path.cwd())

    @cached_property
    def opened(self) -> store.Opened:
        """Return the ledger as its files have it, today or in the version that was asked for."""
        if self.version is None:
            return self.on_disk
        then: store.Opened = import_module(_HISTORY).at(self.repository, self.folder, self.version, self.kept)
        return then

    @cached_property
    def on_disk(self) -> store.Opened:
        """Return the ledger as its files have it today."""
        with self.busy(self.t.gettext("Reading {folder} …").format(folder=self.folder)):
            return store.load(self.folder, kept=self.kept)

    @cached_property
    def kept(self) -> Cache:
        """Return what was worked out of unchanged files before; nothing where that is not wanted or not safe."""
        return cache(wanted=not self._options.get("no_cache") and self.verb.partition(" ")[0] in LOOKING)

    @property
    def known(self) -> Ledger | None:
        """Return the ledger that --data names, for what is read beside it; None where none was named."""
        return self.opened.ledger if self._options.get("data") else None

    @property
    def version(self) -> str | None:
        """Return the version that was asked for, as it was typed."""
        return self._options.get("at")

    @cached_property
    def repository(self) -> "Repository":
        """Return the repository that the ledger lies in. Raises LedgerError (exit 3) where it lies in none."""
        if self.found_repository is None:
            raise LedgerError("no-history" if shutil.which("git") else "no-git", UNREADABLE, folder=str(self.folder))
        return self.found_repository

    @cached_property
    def found_repository(self) -> "Repository | None":
        """Return the repository that the ledger lies in, if it lies in one."""
        found: Repository | None = import_module(_HISTORY).repository_of(self.folder)
        return found

    def refuse_day(self) -> None:
        """Raise LedgerError (exit 2) where a day was asked for and versions are looked at."""
        if "as_of" in self._options:
            raise LedgerError("as-of-versions", USAGE)

    @property
    def verb(self) -> str:
        """Return the command word, as it was typed: close, or measure add."""
        return click.get_current_context().command_path.partition(" ")[2]

    @property
    def commits(self) -> bool:
        """Return whether each change is to become a version in git."""
        return self.commits_new and self.opened.ledger.settings.commits == "on"

    @property
    def commits_new(self) -> bool:
        """Return whether a new ledger, which has no settings yet, is to become a version."""
        return not self._options.get("no_commit")

    @cached_property
    def ledger(self) -> Ledger:
        """Return the ledger as it stood on the day that is looked at."""
        return self.ledger_on(self.as_of)

    def ledger_on(self, day: date, named: Collection[str] = ()) -> Ledger:
        """Return the ledger as it stood on a day, with the items that are `named`, whenever they came in."""
        return asof.ledger_as_of(self.opened.ledger, day, named)

    @cached_property
    def faults(self) -> Sequence[Fault]:
        """Return what the rules find in the files as they are today, whatever day is looked at."""
        return checks.run(self._case(self.opened.ledger, self.folder, self.today))

    def _case(self, ledger: Ledger, folder: Path, day: date) -> checks.Case:
        """Return what the rules look at: a ledger on a day, with the evidence of its folder, or of a version."""
        if self.version is None:
            return checks.Case(ledger, folder, day)
        return checks.Case(
            ledger, folder, day, import_module(_HISTORY).evidence_at(self.repository, folder, self.version)
        )

    def faults_on(self, day: date) -> Sequence[Fault]:
        """Return what the rules find in the ledger as it stood on a day."""
        return checks.run(self._case(self.ledger_on(day), self.folder, day))

    def findings(self) -> Findings:
        """Return every fault with its place; faults of shape alone where the files have no shape to check."""
        try:
            return findings(self._found(self.opened, self.folder), whole=True)
        except UnreadableError as error:
            return findings(error.diagnostics, whole=False)

    def _found(self, opened: store.Opened, folder: Path) -> Iterator[Diagnostic]:
        """Yield what the rules find in a ledger and its sub-ledgers, and what their texts make one doubt."""
        case = self._case(opened.ledger, folder, self.today)
        yield from store.place(opened.folder, opened.texts, [*checks.run(case), *checks.run(case, checks.THOROUGH)])
        yield from store.remarks(opened)
        for name, sub in opened.subs.items():
            yield from self._found(sub, folder / name)

    @cached_property
    def meant(self) -> Naming:
        """Return what the words of a command line mean in the ledger as it stood on the day that is looked at."""
        ledger = self.opened.ledger
        return Naming(replace(ledger, items=asof.come_by(ledger.items, self.as_of)))

    @property
    def asked_format(self) -> str | None:
        """Return the format that was asked for by its name."""
        return self._options.get("format")

    @property
    def asked_language(self) -> i18n.Language | None:
        """Return the language that was asked for by its name."""
        return self.language if self._options.get("lang") else None

    def on_stdout(self) -> "Session":
        """Return the same session, for a command that writes a paper to its file and shows what else it did."""
        other = copy(self)
        other.output = None
        return other

    def elsewhere(self) -> "Session":
        """Return the same session, for a command that shows other ledgers than this one, of whatever versions."""
        other = copy(self)
        other._options = {name: value for name, value in self._options.items() if name != "at"}  # noqa: SLF001 (our own)
        return other

    def show(self, facts: T, words: Callable[[T, i18n.Translation], Page], *, warn: bool = True) -> None:
        """Write the facts, or the page that `words` makes of them, to stdout or to the file that was asked for.

        `warn`: say so where the checks find errors, unless the facts tell of them.
        """
        output = self.output
        kind = self.asked_format or (render.format_of(output) if output else "text")
        named = self._named_version() if kind == "text" else ""

        def page(facts: T, t: i18n.Translation) -> Page:
            plain = words(facts, t)
            return plain._replace(subtitle="  ".join(part for part in (plain.subtitle, named) if part))

        sheet = self._sheet() if output is None else render.Sheet(self.t, 0, terminal=False, colour=False)
        self.write(render.render(facts, kind, sheet, page))
        if warn:
            self.warn_of_faults()

    def _named_version(self) -> str:
        """Return which version is looked at, so that nobody takes an old page for today's."""
        if self.version is None:
            return ""
        commit = self.repository.resolve(self.version)
        return version_words(commit, self.repository.day(commit), self.t)

    def _sheet(self) -> render.Sheet:
        """Return what text is written on: rich tables in a terminal (or where FORCE_COLOR asks), lines in a pipe."""
        terminal = self._around.terminal
        if terminal is None:
            terminal = bool(sys.stdout and sys.stdout.isatty()) or bool(self._around.environ.get("FORCE_COLOR"))
        width = self._around.width or shutil.get_terminal_size().columns
        return render.Sheet(self.t, width, terminal=terminal, colour=not self._around.environ.get("NO_COLOR"))

    def write(self, text: str) -> None:
        """Write data to stdout or to the file that was asked for. Raises LedgerError (exit 2) if it cannot."""
        output = self.output
        if output is None:
            self._around.give(text)
            return
        if output.suffix.lower() in {".yaml", ".yml"}:  # a slip of the hand must not cost the ledger
            raise LedgerError("bad-suffix", USAGE, value=output.suffix, known=render.endings())
        # Excel takes a CSV without a byte-order mark for the system's code page.
        self.save(output, text.encode("utf-8-sig" if output.suffix.lower() == ".csv" else "utf-8"))

    def save(self, output: Path, content: bytes) -> None:
        """Write a file and say so. Raises LedgerError (exit 2) as `deliver` does."""
        self.deliver(output, lambda file: file.write(content))

    def deliver(self, output: Path, fill: Callable[[BinaryIO], object]) -> None:
        """Let a file be filled, and say so; it takes the place of an old one once it is whole.

        Raises LedgerError (exit 2) where it cannot be written, or is the ledger's own.
        """
        self._deliver(output, fill, files.whole)

    def deliver_folder(self, output: Path, fill: Callable[[Path], object]) -> None:
        """Let a folder be filled, as `deliver` a file."""
        self._deliver(output, fill, files.whole_folder)

    def _deliver(
        self, output: Path, fill: Callable[[T], object], opened: Callable[[Path], AbstractContextManager[T]]
    ) -> None:
        self._refuse_own(output)
        try:
            with opened(output) as place:
                fill(place)
        except OSError as error:
            raise unwritable(str(output), error) from error
        self.say(self.t.gettext("Written to {file}.").format(file=output))

    def _refuse_own(self, output: Path) -> None:
        """Raise LedgerError (exit 2) for a file of the ledger, its evidence or an issued report: a slip of the hand."""
        real = output.resolve()
        try:
            home = self.folder.resolve()
        except LedgerError:  # there is none
            return
        kept = [home / name for name in ("evidence", "reports")]
        if real.suffix.lower() in {".yaml", ".yml"} or any(real.is_relative_to(place) for place in kept):
            raise LedgerError("own-file", USAGE, value=str(output))

    def say_unversioned(self) -> None:
        """Say that, and why, no versions are kept."""
        self.say(
            self.t.gettext(
                "This ledger lies in no git repository: earlier versions are not kept. To begin one: git init"
            )
            if shutil.which("git")
            else self.t.gettext("git is not installed here: earlier versions of the ledger are not kept.")
        )

    def prepare_output(self, more: Iterable[str] = ()) -> None:
        """Refuse an output that cannot be written before anything else is; `more` are further endings that can.

        Raises LedgerError (exit 2).
        """
        output = self.output
        if output is not None:
            render.format_of(output, more)
            self._refuse_own(output)
            place = output if output.exists() else output.parent
            if not os.access(place, os.W_OK):
                why = errno.EACCES if place.exists() else errno.ENOENT
                raise unwritable(str(output), OSError(why, os.strerror(why)))

    def doubt(self, faults: Iterable[Fault], *, several: bool) -> None:
        """Say what is doubtful since a change, beyond what the plan itself does not say; `several` items: of which."""
        label = self.t.gettext("Item {id}: {title}") if several else "{title}"
        for fault in faults:
            if fault.code in REMARK or fault.code in DEADLINE:
                self.say(label.format(id=fault.item, title=told(fault.code, fault.fields, self.t)))

    def look_again(self) -> None:
        """Say what the checks find in the files as they are by now. Raises UnreadableError (exit 3)."""
        Session(self._options, self._around, self.language).warn_of_faults()

    def warn_of_faults(self) -> None:
        """Say that the checks found errors, so that nobody takes the figures for whole."""
        items = dict.fromkeys(fault.item for fault in self.faults if fault.severity == "error")
        if items:
            self.say(faults_banner(tuple(items), self.t))


def current() -> Session:
    """Return the session of the running command, made from its global options."""
    ctx = click.get_current_context()
    around = surroundings(ctx)
    options: Mapping[str, Any] = ctx.meta.get(GLOBALS, {})
    return Session(options, around, options.get("lang") or i18n.choose((), around.environ))


def pass_session(function: Callable[Concatenate[Session, P], None]) -> Callable[P, None]:
    """Hand the session of the running command to `function` as its first argument."""

    def wrapped(*args: P.args, **kwargs: P.kwargs) -> None:
        function(current(), *args, **kwargs)

    return update_wrapper(wrapped, function)
