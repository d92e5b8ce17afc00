"""The desk at which a change is made: what was typed, the evidence that goes with it, the change saved and shown.

It is imported by the commands that write, and by nothing that only reads.
"""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from functools import update_wrapper
from pathlib import Path
from typing import Concatenate
from typing import ParamSpec
from typing import TypeAlias
from typing import TypeVar

from ledger import actions
from ledger import committing
from ledger import evidence
from ledger import handwork
from ledger import saving
from ledger import schema
from ledger.committing import Books
from ledger.committing import Left
from ledger.committing import Work
from ledger.driving import lacks_driver
from ledger.errors import UNREADABLE
from ledger.errors import USAGE
from ledger.errors import Fault
from ledger.errors import LedgerError
from ledger.errors import RefusedError
from ledger.errors import refuse
from ledger.events import Entry
from ledger.events import Event
from ledger.events import Evidence
from ledger.evidence import Filing
from ledger.evidence import Found
from ledger.i18n import Translation
from ledger.model import Item
from ledger.model import Ledger
from ledger.outline import change as words
from ledger.outline.message import message
from ledger.outline.page import Page
from ledger.reports.change import Change
from ledger.reports.change import change
from ledger.reports.change import changed
from ledger.session import Session
from ledger.session import current
from ledger.store import Opened
from ledger.typed import Typed
from ledger.vetting import Vetting

P = ParamSpec("P")
E = TypeVar("E", bound=Entry)

Proofs: TypeAlias = tuple[Evidence, ...]
Act: TypeAlias = Callable[[Item, Ledger, Proofs], Item]  # an item before and after, with the evidence that goes with it


@dataclass(frozen=True)
class Outcome:
    """What a change makes of the ledger: items by their index, new items, and evidence to be stored."""

    opened: Opened
    changed: Mapping[int, Item]
    added: Sequence[Item] = ()
    filings: Sequence[Filing] = ()

    @property
    def pairs(self) -> Iterator[tuple[Item | None, Item]]:
        """Yield each item before and after; a new one has no before."""
        yield from ((self.opened.ledger.items[at], item) for at, item in self.changed.items())
        yield from ((None, item) for item in self.added)

    @property
    def arriving(self) -> tuple[str, ...]:
        """Return the paths of the evidence that is not stored yet."""
        return tuple(str(filing.evidence.file) for filing in self.filings if filing.new)


@dataclass(frozen=True)
class Made:
    """A change that is ready: what is to be written, what it changes, the message of its version, what is doubtful."""

    work: Work
    facts: Change
    message: str
    doubts: Sequence[Fault] = ()


_NOTHING: Mapping[str, object] = {}


class Desk:
    """One command that changes the ledger of a session."""

    def __init__(
        self, session: Session, shown: Callable[[Change, Translation], Page] | None = words.change, verb: str = ""
    ) -> None:
        """Take the session, the words of a change (None: whoever asked for it shows it), and what is done.

        `verb` is what a version says first, else the command word. Raises LedgerError (exit 2) where the session looks
        at an earlier day.
        """
        session.refuse_looking_back()
        self.session = session
        self.shown = shown
        self.verb = verb or session.verb
        self.settings = session.opened.ledger.settings

    def record(
        self,
        ids: Iterable[str],
        kind: type[Event],
        typed: Typed,
        more: Mapping[str, object] = _NOTHING,
        override: str | None = None,
    ) -> None:
        """Add an entry of this kind to the log of each item; `more` is what such an entry has beyond the others."""
        self.entry(kind, typed, (), more)  # what does not fit is told once, and not of each item

        def act(item: Item, ledger: Ledger, proofs: Proofs) -> Item:
            return actions.record(item, [self.entry(kind, typed, proofs, more)], ledger, override)

        self.change(ids, act, typed)

    def entry(self, kind: type[E], typed: Typed, proofs: Proofs = (), more: Mapping[str, object] = _NOTHING) -> E:
        """Return an entry of a log with what was typed. Raises RefusedError (exit 2) where it does not fit."""
        said = {"on": self.day(typed), "by": self.body(typed), "person": typed.person, "note": typed.note, **more}
        return schema.entry(kind, {key: value for key, value in said.items() if value} | {"evidence": proofs})

    def day(self, typed: Typed) -> date:
        """Return the day on which it happened."""
        return typed.on or self.session.today

    def body(self, typed: Typed) -> str:
        """Return the body that acts: the office of the settings where none was typed. Raises LedgerError (exit 2)."""
        acts = self.settings.office if typed.by is None else typed.by
        if acts is None:
            raise LedgerError("no-office", USAGE)
        return self.session.meant.acting(acts, self.day(typed))

    def addressee(self, typed: str | None, about: Typed) -> str:
        """Return the body that is written to: the plan's addressee where none was typed. Raises LedgerError."""
        to = self.settings.plan.addressee if typed is None else typed
        if to is None:
            raise LedgerError("no-addressee", USAGE)
        return self.session.meant.acting(to, self.day(about))

    def change(self, ids: Iterable[str], act: Act, typed: Typed, *, mends: bool = False) -> None:
        """Change each of the items, all of them or none, save that and show it.

        An item with errors in it is left alone, unless `mends` and fewer are left. Raises LedgerError.
        """
        found = self.find(typed.evidence)

        def outcome(opened: Opened) -> Outcome:
            return self._act(opened, tuple(ids), act, found, _elsewhere(typed))

        self.save(outcome, dry_run=typed.dry_run, mends=mends)

    def find(self, paths: Iterable[Path]) -> tuple[Found, ...]:
        """Return the files that are to be filed, and warn of large ones. Raises LedgerError (exit 2)."""
        found = evidence.find(paths)
        for name in evidence.too_large(found, self.settings.limits.evidence_megabytes):
            warning = self.session.t.gettext("{name} is larger than {n} MB; every copy of the ledger will carry it.")
            self.session.say(warning.format(name=name, n=self.settings.limits.evidence_megabytes))
        return found

    def _act(self, opened: Opened, ids: Sequence[str], act: Act, found: Sequence[Found], more: Proofs) -> Outcome:
        """Return what `act` makes of the items. Raises what it raises, for all of the items at once."""
        at = {item.id: n for n, item in enumerate(opened.ledger.items)}
        cabinet = evidence.Cabinet(opened.folder, opened.ledger.items, found)
        changes: dict[int, Item] = {}
        refused: list[RefusedError] = []
        for name in ids:
            if name not in at:  # it was there when the words were read
                raise LedgerError("unknown-item", USAGE, value=name)
            proofs = (*cabinet.file(name, found), *more)
            try:
                changes[at[name]] = act(opened.ledger.items[at[name]], opened.ledger, proofs)
            except RefusedError as error:
                refused.append(error)
        refuse(refused)
        return Outcome(opened, changes, filings=cabinet.filings)

    def save(
        self,
        outcome: Callable[[Opened], Outcome],
        draft: Callable[[Outcome], saving.Draft] | None = None,
        *,
        dry_run: bool,
        mends: bool = False,
    ) -> Change:
        """Write what `outcome` makes of the ledger as it is once nobody else writes, make it a version, and show it.

        Return what it has changed.

        Raises what `outcome` raises, RefusedError (exit 4) where an item would have errors, and what `write` raises.
        """

        def made(opened: Opened) -> Made:
            made = outcome(opened)
            vetting = Vetting(opened.ledger, opened.ledger, self.session.folder, self.session.today, made.arriving)
            doubts = vetting.vet([*made.pairs], mends=mends)
            drafted = draft(made) if draft else saving.draft(made.opened, made.changed, made.added)
            facts = changed(made.pairs)
            return Made(
                Work([drafted] if drafted.diff else [], made.filings if drafted.diff else []),
                change(facts, made.arriving, drafted.diff, written=not dry_run),
                message(self.verb, facts, self.session.t) if facts else "",
                doubts,
            )

        return self.write(made, dry_run=dry_run)

    def write(self, make: Callable[[Opened], Made], *, dry_run: bool) -> Change:
        """Write what `make` makes of the ledger once nobody else writes, make it a version, show and return it.

        Raises LedgerError where nothing can be written or no version made of it (exit 4), or others write (exit 5).
        """
        if dry_run:
            return self._show(make(saving.current(self.session.opened)))
        agreed = ""
        while True:
            with self.books() as books:
                edits = handwork.settle(self.session, books, agreed) if self.session.commits else None
                if edits is None:
                    made = make(saving.current(self.session.opened))
                    commit = self._written(books, made) if made.work else None
                    break
            handwork.ask(self.session, edits)
            agreed = edits.message
        return self._show(replace(made, facts=replace(made.facts, commit=commit)))

    def keep(self, why: str, *, dry_run: bool) -> None:
        """Make edits by hand a version, and show them; with `dry_run` only show them. Raises LedgerError."""
        if not self.session.commits:
            raise LedgerError("commits-off", USAGE)
        self.session.prepare_output()
        with self.books() as books:
            if books.repository is None:
                raise LedgerError("no-history", UNREADABLE, folder=str(self.session.folder))
            edits = handwork.found(self.session, books, why)
            facts = edits.facts if edits else change((), (), (), written=False)
            commit = handwork.save(self.session, books, edits) if edits and not dry_run else None
        self.session.show(replace(facts, commit=commit, written=commit is not None), words.saved, warn=False)

    def _written(self, books: Books, made: Made) -> str | None:
        if self.session.commits:
            home = self.session.folder
            books.refuse_ignored(
                [*made.facts.evidence, *(path.relative_to(home).as_posix() for path, _ in made.work.returning)]
            )
        self.session.prepare_output()
        return books.write(made.work, made.message if self.session.commits else "")

    def _show(self, made: Made) -> Change:
        if self.shown is not None:
            self.session.show(made.facts, self.shown, warn=False)
        self.session.doubt(made.doubts, several=len(made.facts.items) > 1)
        return made.facts

    @contextmanager
    def books(self) -> Iterator[Books]:
        """Open the ledger's books: nobody else writes meanwhile, and what somebody was killed at is finished.

        Raises LedgerError (exit 4, 5) where no version could be made of a change, or none of the interrupted one.
        """
        commits = self.session.commits
        with committing.books(self.session.folder, self.settings.limits.lock_seconds, self.session.wait) as books:
            if commits:
                books.refuse_unversioned()
            if left := books.recover(commits=commits):
                self._tell(left)
            if commits and books.repository and lacks_driver(books.repository, self.session.folder):
                told = self.session.t.gettext(
                    "git in this copy does not merge this ledger by meaning yet: ledger doctor --fix"
                )
                self.session.say(told)
            if books.repository is None and books.first and commits:
                self.session.say_unversioned()
            yield books

    def _tell(self, left: Left) -> None:
        """Say what became of a change that was interrupted."""
        told = {
            "finished": self.session.t.gettext("An interrupted change was finished: {subject}"),
            "undone": self.session.t.gettext("An interrupted change was not made; enter it again: {subject}"),
            "edited": self.session.t.gettext(
                "The file was edited since this change was interrupted; see whether it holds it: {subject}"
            ),
        }
        self.session.say(told[left.outcome].format(subject=left.subject))


def _elsewhere(typed: Typed) -> Proofs:
    """Return the evidence that is not copied: papers by their place, pages by their address."""
    papers = (schema.typed(Evidence, {"paper": place}) for place in typed.paper)
    return (*papers, *(schema.typed(Evidence, {"url": address}) for address in typed.url))


def pass_desk(function: Callable[Concatenate[Desk, P], None]) -> Callable[P, None]:
    """Hand the desk of the running command to `function` as its first argument."""

    def wrapped(*args: P.args, **kwargs: P.kwargs) -> None:
        function(Desk(current()), *args, **kwargs)

    return update_wrapper(wrapped, function)
