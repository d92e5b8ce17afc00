"""The desk at which a change is made: what was typed, the evidence that goes with it, the change saved and shown.

It is imported by the commands that write, and by nothing that only reads.
"""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from contextlib import nullcontext
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
from ledger import checks
from ledger import evidence
from ledger import saving
from ledger import schema
from ledger.errors import REFUSED
from ledger.errors import USAGE
from ledger.errors import Fault
from ledger.errors import Lack
from ledger.errors import LedgerError
from ledger.errors import RefusedError
from ledger.errors import SeveralError
from ledger.events import Entry
from ledger.events import Event
from ledger.events import Evidence
from ledger.evidence import Filing
from ledger.evidence import Found
from ledger.model import Item
from ledger.model import Ledger
from ledger.outline import change as words
from ledger.reports.change import change as changed
from ledger.session import Session
from ledger.session import current
from ledger.store import Opened
from ledger.typed import Typed

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


_NOTHING: Mapping[str, object] = {}


class Desk:
    """One command that changes the ledger of a session."""

    def __init__(self, session: Session) -> None:
        """Take the session. Raises LedgerError (exit 2) where it looks at an earlier day."""
        if session.looks_back:
            raise LedgerError("as-of-writing", USAGE)
        self.session = session
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
        said = {"on": self.day(typed), "by": self.body(typed.by), "person": typed.person, "note": typed.note, **more}
        return schema.entry(kind, {key: value for key, value in said.items() if value} | {"evidence": proofs})

    def day(self, typed: Typed) -> date:
        """Return the day on which it happened."""
        return typed.on or self.session.today

    def body(self, typed: str | None) -> str:
        """Return the body that acts: the office of the settings where none was typed. Raises LedgerError (exit 2)."""
        acts = self.settings.office if typed is None else typed
        if acts is None:
            raise LedgerError("no-office", USAGE)
        return self.session.department(acts)

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
        filed = evidence.on_file(opened.folder, opened.ledger.items, found)
        changes: dict[int, Item] = {}
        filings: list[Filing] = []
        refused: list[RefusedError] = []
        for name in ids:
            if name not in at:  # it was there when the words were read
                raise LedgerError("unknown-item", USAGE, value=name)
            arriving = {str(filing.evidence.file) for filing in filings if filing.new}
            placed = evidence.place(opened.folder, name, found, filed, arriving)
            filed |= {filing.found.sha256: str(filing.evidence.file) for filing in placed}
            proofs = (*(filing.evidence for filing in placed), *more)
            try:
                changes[at[name]] = act(opened.ledger.items[at[name]], opened.ledger, proofs)
            except RefusedError as error:
                refused.append(error)
            filings += placed
        if refused:
            raise SeveralError(refused) if len(refused) > 1 else refused[0]
        return Outcome(opened, changes, filings=filings)

    def save(
        self,
        outcome: Callable[[Opened], Outcome],
        draft: Callable[[Outcome], saving.Draft] | None = None,
        *,
        dry_run: bool,
        mends: bool = False,
    ) -> None:
        """Write what `outcome` makes of the ledger as it is once nobody else writes, and show it."""
        waiting = self.settings.limits.lock_seconds
        with nullcontext() if dry_run else saving.held(self.session.folder, waiting, self._wait):
            made = outcome(saving.current(self.session.opened))
            doubts = self._vet(made, mends=mends)
            drafted = draft(made) if draft else saving.draft(made.opened, made.changed, made.added)
            if drafted.diff and not dry_run:
                self.session.prepare_output()
                _write(made, drafted)
        facts = changed(made.pairs, made.arriving, drafted.diff, written=not dry_run)
        self.session.show(facts, words.change, warn=False)
        self.session.doubt(doubts)

    def _wait(self, holder: str) -> None:
        self.session.say(self.session.t.gettext("Waiting for {holder}, who is writing …").format(holder=holder))

    def _vet(self, made: Outcome, *, mends: bool) -> list[Fault]:
        """Refuse what would leave an item with errors, and return what is only doubtful since the change.

        Raises RefusedError (exit 4).
        """
        before = self._faults(made.opened.ledger, [old for old, _ in made.pairs if old])
        after = self._faults(made.opened.ledger, [new for _, new in made.pairs], made.arriving)
        for _, new in made.pairs:
            was, now = _errors(before, new.id), _errors(after, new.id)
            if was and not mends:
                raise RefusedError(new.id, was, "faulty")
            if now and not (len(now) < len(was) and all(lack in was for lack in now)):
                raise RefusedError(new.id, [lack for lack in now if lack not in was] or now)
        known = {(fault.item, fault.code, str(fault.fields)) for fault in before}
        return [fault for fault in after if (fault.item, fault.code, str(fault.fields)) not in known]

    def _faults(self, ledger: Ledger, items: Sequence[Item], arriving: Sequence[str] = ()) -> list[Fault]:
        """Return what the rules find wrong with the items; evidence that is arriving is no fault."""
        case = checks.Case(replace(ledger, items=tuple(items), routines=()), self.session.folder, self.session.today)
        return [
            fault
            for fault in checks.run(case)
            if fault.item and not (fault.code == "evidence-lost" and fault.fields["value"] in arriving)
        ]


def _errors(faults: Iterable[Fault], item: str) -> list[Lack]:
    return [Lack(fault.code, fault.fields) for fault in faults if fault.item == item and fault.severity == "error"]


def _write(made: Outcome, drafted: saving.Draft) -> None:
    """Store the evidence, then the change that names it; where that fails nothing new is left."""
    try:
        stored = evidence.store(made.opened.folder, made.filings)
    except OSError as error:
        raise LedgerError("unwritten", REFUSED, file=evidence.FOLDER, reason=error.strerror or str(error)) from error
    try:
        saving.write(drafted)
    except BaseException:
        if drafted.path.read_bytes() != drafted.after:  # it may be there, where somebody stopped us behind it
            evidence.remove(stored)
        raise


def _elsewhere(typed: Typed) -> Proofs:
    """Return the evidence that is not copied: papers by their place, pages by their address."""
    papers = (schema.typed(Evidence, {"paper": place}) for place in typed.paper)
    return (*papers, *(schema.typed(Evidence, {"url": address}) for address in typed.url))


def pass_desk(function: Callable[Concatenate[Desk, P], None]) -> Callable[P, None]:
    """Hand the desk of the running command to `function` as its first argument."""

    def wrapped(*args: P.args, **kwargs: P.kwargs) -> None:
        function(Desk(current()), *args, **kwargs)

    return update_wrapper(wrapped, function)
