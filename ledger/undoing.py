"""A version taken back by a new one: what it changed becomes what it was, unless somebody has changed that since."""

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from dataclasses import replace
from pathlib import Path

from ledger import amends
from ledger import files
from ledger import history
from ledger import inverse
from ledger import saving
from ledger import schema
from ledger import store
from ledger import yamltext
from ledger.changing import Desk
from ledger.changing import Made
from ledger.committing import Work
from ledger.errors import REFUSED
from ledger.errors import USAGE
from ledger.errors import Lack
from ledger.errors import LedgerError
from ledger.errors import RefusedError
from ledger.errors import refuse
from ledger.evidence import ATTRIBUTES
from ledger.evidence import FOLDER
from ledger.gitlog import Touched
from ledger.history import NONE
from ledger.history import UNDOES
from ledger.history import Version
from ledger.inverse import ChangedSinceError
from ledger.model import Item
from ledger.model import Ledger
from ledger.model import Measure
from ledger.model import Routine
from ledger.outline.message import undone
from ledger.reports.change import change
from ledger.reports.change import changed
from ledger.reports.change import pairs
from ledger.reports.change import values
from ledger.saving import Draft
from ledger.scalars import short
from ledger.schema import PARTS
from ledger.session import Session
from ledger.store import Opened
from ledger.vetting import Vetting
from ledger.yamltext import Value


def undo(desk: Desk, word: str | None, *, dry_run: bool) -> None:
    """Take back a version: the one that `word` names, else the person's own last one that still stands.

    Raises LedgerError where there is none (exit 2), it is somebody else's and nobody can be asked, or later changes
    touch the same (exit 4).
    """
    session = desk.session
    if not session.commits:
        raise LedgerError("commits-off", USAGE)
    if not session.repository.head:
        raise LedgerError("no-versions", USAGE)
    mine = session.repository.email
    if not dry_run:
        with desk.books() as books:  # what was interrupted is finished first, or another change would be the last one
            left = books.left
        if left and left.outcome == "undone" and word is None:  # what they wanted to be without was not made
            session.say(session.t.gettext("So nothing was taken back. For the change before it: ledger undo"))
            return
    version = _named(session, word) if word else _own_last(session)
    _refuse_moved(session, version)
    fields = _told(version)
    if version.commit.email != mine and not dry_run:
        if not session.can_ask:
            raise LedgerError("not-yours", REFUSED, **fields)
        question = session.t.gettext("{author} made version {commit} of {day}: {subject}. Take it back all the same?")
        session.confirm(question.format(**fields), default=False)
    desk.write(lambda opened: _Undoing(session, version, opened).made(dry_run=dry_run), dry_run=dry_run)


def _told(version: Version) -> dict[str, str]:
    """Return what a sentence about a version is filled with."""
    commit = version.commit
    return {"commit": short(commit.id), "day": str(commit.day), "author": commit.author, "subject": commit.subject}


def _versions(session: Session) -> Iterator[tuple[Version, bool]]:
    """Yield the versions of the ledger, the newest first, each with whether it was taken back since."""
    taken: set[str] = set()
    with history.past(session.repository, session.folder) as past:
        for version in past.versions("HEAD"):
            yield version, version.commit.id in taken
            if version.commit.id not in taken:
                taken.update(version.commit.trailers(UNDOES))


def _own_last(session: Session) -> Version:
    """Return the last version by whoever commits here that is no undoing and was not undone."""
    named = set(history.paths(session.repository, session.folder).values())
    for version, taken in _versions(session):
        own = version.commit.email == session.repository.email and not version.commit.trailers(UNDOES)
        if own and not taken and _is_a_change(version, named):
            return version.read()
    raise LedgerError("nothing-to-undo", USAGE)


def _is_a_change(version: Version, named: AbstractSet[str]) -> bool:
    """Return whether a version changed a ledger that was there; `named` are the ledger's files, as git names them."""
    began = any(before is NONE for before in version.before)
    return not began and not _merges(version) and any(touched.path in named for touched in version.commit.touched)


def _merges(version: Version) -> bool:
    return len(version.commit.parents) > 1


def _named(session: Session, word: str) -> Version:
    """Return the version that a word names. Raises LedgerError (exit 2, 4) where it cannot be taken back."""
    wanted = session.repository.resolve(word)
    for version, taken in _versions(session):
        if version.commit.id == wanted:
            if taken:
                raise LedgerError("undone-already", REFUSED, value=short(wanted))
            if _merges(version):
                raise LedgerError("not-to-undo", REFUSED, value=short(wanted))
            return version.read()
    raise LedgerError("not-of-this-ledger", USAGE, value=word)


def _refuse_moved(session: Session, version: Version) -> None:
    """Raise LedgerError (exit 4) where a version has changed something that got another number by a later merge.

    So has, of what was new on both sides and stayed twice, what was on the side that made the merge.
    """
    since = f"{version.commit.id}..HEAD"
    for merge in session.repository.log([*history.paths(session.repository, session.folder).values()], [since]):
        for side, _, name in history.choices(merge):
            if side != "both" or not _tells_of(version, name):
                continue
            theirs = session.repository.call("merge-base", "--is-ancestor", version.commit.id, merge.parents[1])[0]
            if not theirs:
                raise LedgerError("number-moved", REFUSED, value=name, commit=short(merge.id))


def _tells_of(version: Version, name: str) -> bool:
    """Return whether a version has changed an item, or a measure, of this number."""
    before, after = (_numbered(side) for side in (version.before[0], version.after))
    return before.get(name) != after.get(name)


def _numbered(ledger: Ledger | None) -> Mapping[str, Item | Measure]:
    found: dict[str, Item | Measure] = {}
    for item in ledger.items if ledger else ():
        found |= {item.id: item, **{measure.id: measure for measure in item.measures}}
    return found


@dataclass(frozen=True)
class _Undoing:
    """One version, and the ledger from which it is to be taken back."""

    session: Session
    version: Version
    opened: Opened

    def made(self, *, dry_run: bool) -> Made:
        """Return the change that takes the version back. Raises LedgerError with all that is in its way."""
        session, now = self.session, self.opened.ledger
        changed_files = self._files()
        whole = {name: self._as_it_was(name, touched) for name, touched in changed_files}
        drafts = [draft for draft in whole.values() if draft]
        reverted = store.reread(self.opened, {draft.path.name: draft.after for draft in drafts}).ledger
        for name, touched in changed_files:
            if whole[name] is None:
                self._refuse_layout(name, touched)
                if name == files.ITEMS:
                    reverted = replace(reverted, items=self._items(reverted))
                else:
                    reverted = replace(reverted, routines=self._routines(reverted, touched))
                drafts.append(saving.redraft(self.opened, getattr(reverted, PARTS[name]), name))
        returning, removed = self._evidence(reverted)
        differing = pairs(now, reverted)
        arriving = [path.relative_to(session.folder).as_posix() for path, _ in returning]
        doubts = Vetting(now, reverted, session.folder, session.today, arriving).vet_whole()
        told, others = changed(differing), values(now, reverted)
        said = session.t.gettext("To be taken back: {commit} of {day} by {author}: {subject}")
        session.say(said.format(**_told(self.version)))
        facts = change(told, arriving, [line for draft in drafts for line in draft.diff], written=not dry_run)
        return Made(
            Work([draft for draft in drafts if draft.diff], returning=returning, removed=removed),
            replace(facts, values=others),
            undone(self.version.commit.id, self.version.commit.subject, told, others, session.t),
            doubts,
        )

    def _files(self) -> list[tuple[str, Touched]]:
        """Return the ledger's files that the version has changed, by their names."""
        named = {path: name for name, path in history.paths(self.session.repository, self.session.folder).items()}
        return [(named[touched.path], touched) for touched in self.version.commit.touched if touched.path in named]

    def _as_it_was(self, name: str, touched: Touched) -> Draft | None:
        """Return the draft that puts a file back, byte for byte, where nobody has changed it since.

        None where items or routines have to be taken back one by one. Raises LedgerError (exit 4) for another file.
        """
        repository, path = self.session.repository, (self.session.folder / name).resolve()
        if not (touched.before[0] and touched.after and path.exists()):
            raise LedgerError("undone-by-hand", REFUSED, file=touched.path)
        if repository.id(path) == touched.after:
            return saving.restored(path, path.read_bytes(), repository.content(touched.before[0], touched.path))
        if name not in {files.ITEMS, files.ROUTINES}:
            raise LedgerError("file-changed-since", REFUSED, file=touched.path)
        return None

    def _refuse_layout(self, name: str, touched: Touched) -> None:
        """Refuse what cannot be taken back by values (exit 4), and say so of the comments that stay."""
        repository = self.session.repository
        texts = [files.decode(repository.content(one, touched.path))[0] for one in (touched.before[0], touched.after)]
        old, new = (sorted(text[at:].split("\n", 1)[0] for at in yamltext.comments(text)) for text in texts)
        before, after = self.version.before[0], self.version.after
        if before and after and not (pairs(before, after) if name == files.ITEMS else values(before, after)):
            raise LedgerError("layout-alone", REFUSED, file=touched.path)
        if old != new:
            self.session.say(self.session.t.gettext("Comments that the version changed stay as they are."))

    def _items(self, ledger: Ledger) -> tuple[Item, ...]:
        """Return the items without what the version did to them. Raises RefusedError, or several."""
        before, after = self._sides(store.shown(self.session.folder / files.ITEMS))
        items = {item.id: item for item in ledger.items}
        refused: list[RefusedError] = []
        for old, new in pairs(before, after):
            name = (new or old or ledger.items[0]).id
            try:
                item = _item(old, new, items.get(name), ledger)
            except RefusedError as error:
                refused.append(error)
                continue
            if item and name not in items:
                items = _placed(items, item, [one.id for one in before.items])
            elif item:
                items[name] = item
            else:
                items.pop(name, None)
        refuse(refused)
        return tuple(items.values())

    def _routines(self, ledger: Ledger, touched: Touched) -> tuple[Routine, ...]:
        """Return the routines without what the version did to them.

        Raises LedgerError (exit 4) where the same was changed since, and where the version brought or took one.
        """
        before, after = ({one.id: schema.plain(one) for one in each.routines} for each in self._sides(touched.path))
        routines = {one.id: one for one in ledger.routines}
        for name in [name for name in {**before, **after} if before.get(name) != after.get(name)]:
            try:
                three = before[name], after[name], schema.plain(routines[name])
                routines[name] = schema.typed(Routine, inverse.taken_back(*three) or {})
            except (ChangedSinceError, KeyError):
                raise LedgerError("file-changed-since", REFUSED, file=touched.path) from None
        return tuple(routines.values())

    def _sides(self, file: str) -> tuple[Ledger, Ledger]:
        """Return the ledger before and after the version. Raises LedgerError (exit 4) where one cannot be read."""
        before, after = self.version.before[0], self.version.after
        if before is None or after is None:
            raise LedgerError("undone-by-hand", REFUSED, file=file)
        return before, after

    def _evidence(self, reverted: Ledger) -> tuple[list[tuple[Path, bytes]], list[Path]]:
        """Return the evidence that comes back, and what nothing names any more and nobody has touched."""
        repository, folder = self.session.repository, self.session.folder
        home = repository.path((folder / FOLDER).resolve())
        named = reverted.evidence()
        returning, removed = [], []
        for touched in self.version.commit.touched:
            place = f"{FOLDER}{touched.path.removeprefix(home)}"
            path = folder / place
            if not touched.path.startswith(f"{home}/") or place == ATTRIBUTES:
                continue
            if touched.before[0] and place in named and not path.exists():
                returning.append((path, repository.content(touched.before[0], touched.path)))
            if not touched.before[0] and place not in named and path.exists() and repository.id(path) == touched.after:
                removed.append(path)
        return returning, removed


def _item(old: Item | None, new: Item | None, now: Item | None, ledger: Ledger) -> Item | None:
    """Return one item without a change. Raises RefusedError where it was changed again, or is rested on."""
    plain = [_without_status(item) for item in (old, new, now)]
    try:
        data = inverse.taken_back(*plain)
    except ChangedSinceError as error:
        name = next(item.id for item in (now, new, old) if item)
        code = {"": "item-changed-since", "log": "log-grown-since"}.get(error.path, "changed-since")
        raise RefusedError(name, [Lack(code, {"item": name, "what": error.path})]) from None
    wanted = schema.typed(Item, data) if data else None
    return amends.revert(now or wanted, wanted, ledger) if wanted else None


def _without_status(item: Item | None) -> dict[str, Value] | None:
    """Return an item's plain data; its status follows from the rest."""
    return {key: value for key, value in schema.plain(item).items() if key != "status"} if item else None


def _placed(items: Mapping[str, Item], item: Item, order: Sequence[str]) -> dict[str, Item]:
    """Return the items with one that comes back, behind the nearest that stood before it."""
    earlier = [name for name in order[: order.index(item.id)] if name in items]
    ids = list(items)
    ids.insert(ids.index(earlier[-1]) + 1 if earlier else 0, item.id)
    return {name: items.get(name, item) for name in ids}
