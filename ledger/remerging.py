"""A merge that was made wrongly, put right by a version of its own (`ledger resolve --again`)."""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import replace

from ledger import files
from ledger import saving
from ledger.changing import Desk
from ledger.changing import Made
from ledger.choosing import Choice
from ledger.choosing import Entry
from ledger.choosing import Said
from ledger.choosing import are_chosen
from ledger.choosing import choose
from ledger.committing import Work
from ledger.makers import makers
from ledger.mending import Wrong
from ledger.outline.message import repaired
from ledger.reports.change import change
from ledger.reports.change import changed
from ledger.reports.change import pairs
from ledger.reports.change import values
from ledger.reports.conflicts import Conflict
from ledger.reports.conflicts import conflict
from ledger.saving import Draft
from ledger.scalars import short
from ledger.schema import KEYS
from ledger.session import Session
from ledger.store import Opened
from ledger.store import reread
from ledger.threeway import Difference
from ledger.threeway import Side
from ledger.vetting import Vetting


def again(session: Session, version: str, choices: Mapping[str, Choice], rest: Choice | None, *, dry_run: bool) -> bool:
    """Merge the two sides of a merge anew, and bring what it should have made into the ledger as it is now.

    `version` names the merge, nothing the last one of this ledger. Returns whether all is settled; what is not chosen
    is asked for, or shown. Raises LedgerError where it is no merge (exit 2), where a version cannot be read (exit 3),
    and where no version can be made (exit 4, 5).
    """
    desk = Desk(session)
    wrong = Wrong.named(session.repository, session.folder, version)
    rows = _rows(wrong, session.opened)
    chosen = choose(session, rows, Said(choices, rest))
    if not are_chosen(rows, chosen):
        return False

    def make(opened: Opened) -> Made:
        return _made(session, wrong, opened, chosen, written=not dry_run)

    if not make(session.opened).work:
        told = session.t.gettext("Nothing is to be repaired: what the merge {commit} should have made is there.")
        session.say(told.format(commit=short(wrong.commit.id)))
        return True
    desk.write(make, dry_run=dry_run)
    return True


def _rows(wrong: Wrong, opened: Opened) -> Sequence[Conflict]:
    """Return what somebody has to choose: what nobody chose then, and what was changed differently since."""
    found: dict[tuple[str, str, tuple[str, ...]], Conflict] = {}

    def note(name: str, one: Difference, versions: tuple[str, str]) -> Side:
        ways = (versions, versions[::-1])
        ours, theirs = (next(makers(wrong.repository, wrong.folder / name, [one], *way)) for way in ways)
        found[name, one.record, one.path] = conflict(name, one, ours, theirs, is_new=False)
        return "ours"

    for name in (name for name in KEYS if name in opened.texts):
        wrong.mended(name, opened.texts[name], note)
    return [*found.values()]


def _made(session: Session, wrong: Wrong, opened: Opened, chosen: Mapping[Entry, Choice], *, written: bool) -> Made:
    """Return the change that puts the merge right. Raises RefusedError, or several, where it would bring errors in."""
    drafts = [*_drafts(wrong, opened, chosen)]
    after = reread(opened, {draft.path.name: draft.after for draft in drafts}).ledger
    returning = wrong.lost_evidence(sorted(after.evidence()))
    arriving = [path.relative_to(session.folder).as_posix() for path, _ in returning]
    doubts = Vetting(opened.ledger, after, session.folder, session.today, arriving).vet_whole()
    items, others = changed(pairs(opened.ledger, after)), values(opened.ledger, after)
    facts = change(items, arriving, [line for draft in drafts for line in draft.diff], written=written)
    said = repaired(wrong.commit.id, items, others, session.t)
    return Made(Work(drafts, returning=returning), replace(facts, values=others), said, doubts)


def _drafts(wrong: Wrong, opened: Opened, chosen: Mapping[Entry, Choice]) -> Sequence[Draft]:
    found = []
    for name in (name for name in KEYS if name in opened.texts):
        now = opened.texts[name]
        text = wrong.mended(name, now, lambda file, one, _: _side(chosen, file, one))
        if text != now:
            path = (opened.folder / name).resolve()
            before = path.read_bytes()
            mark, _, _ = files.parted(before)
            found.append(saving.restored(path, before, mark + text.encode()))
    return found


def _side(chosen: Mapping[Entry, Choice], file: str, one: Difference) -> Side:
    return "theirs" if chosen.get((file, one.record)) == "theirs" else "ours"
