"""The person whom a command talks to: told, asked, and shown that something goes on."""

import sys
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Sequence
from contextlib import contextmanager
from contextlib import nullcontext
from pathlib import Path
from typing import TypeVar

import click

from ledger import i18n
from ledger.errors import LedgerError
from ledger.outline.findings import sentence
from ledger.outline.findings import told
from ledger.outline.words import harmless
from ledger.render.waiting import busy
from ledger.shell import Surroundings
from ledger.shell import ask

T = TypeVar("T")


class Talk:
    """What is said and asked while one command runs; nobody is asked where nobody sits there."""

    def __init__(self, around: Surroundings, language: i18n.Language) -> None:
        """Take what is around the process, and the language."""
        self._around = around
        self.language = language
        self.t = i18n.translation(language)

    @property
    def can_ask(self) -> bool:
        """Return whether somebody is there to answer a question."""
        return self._around.can_ask()

    def ask(self, question: str, read: Callable[[str], T], stopped: LedgerError | None = None) -> T:
        """Return what `read` makes of the answer to a question; what it refuses is told, and asked for again.

        Raises Abort, or what is `stopped`, where the person stops.
        """

        def taken(typed: str) -> T:
            try:
                return read(typed.strip())
            except LedgerError as error:
                raise click.UsageError(told(error.code, error.fields, self.t)) from None

        try:
            return ask(harmless(question), taken)
        except click.Abort:
            if stopped is None:
                raise
            self.say("")  # the key stands in the line of the question
            raise stopped from None

    def confirm(self, question: str, *, default: bool = True) -> None:
        """Go on only where the person says yes; `default` is what no answer means. Raises Abort, which ends it all."""
        if not self.agrees(question, default=default):
            raise click.Abort

    def agrees(self, question: str, *, default: bool = True) -> bool:
        """Return whether the person says yes, in either language; `default` is what no answer means."""
        yes, no = {"y", "yes", self.t.gettext("yes")}, {"n", "no", self.t.gettext("no")}

        def read(typed: str) -> bool:
            answer = typed.strip().casefold()
            if answer not in yes | no:
                raise click.UsageError(told("yes-or-no", {"value": typed}, self.t))
            return answer in yes

        choices = "[Y/n]" if default else "[y/N]"
        return ask(f"{harmless(question)} {choices}", read, default="y" if default else "n")

    def edit(self, file: Path) -> bool:
        """Open a file in the person's editor, and return once it is closed whether it was saved meanwhile."""
        before = file.stat().st_mtime_ns
        click.edit(filename=file)
        return file.stat().st_mtime_ns != before

    def goes_on(self, error: LedgerError) -> bool:
        """Tell what is wrong with the text and return whether the person goes on editing it."""
        if not self.can_ask:
            return False
        self.say(sentence(error, self.t).rstrip())
        return self.agrees(self.t.gettext("Go on editing?"))

    @contextmanager
    def busy(self, label: str) -> Iterator[None]:
        """Show what is being done where somebody watches, once it takes longer than a second."""
        with busy(harmless(label)) if self.can_ask else nullcontext():
            yield

    def counted(self, things: Sequence[T], label: str) -> Iterator[T]:
        """Yield things one after another; where somebody watches, a bar on stderr shows how far it is."""
        with click.progressbar(things, label=label, file=sys.stderr, hidden=not self.can_ask) as bar:
            yield from bar

    def say(self, words: str) -> None:
        """Talk to the person, on stderr, where it does not mix with data."""
        self._around.give("\n".join(map(harmless, words.split("\n"))), aside=True)

    def wait(self, holder: str) -> None:
        """Say whom one waits for."""
        self.say(self.t.gettext("Waiting for {holder}, who is writing …").format(holder=holder))
