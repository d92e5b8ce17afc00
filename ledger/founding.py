"""A new ledger in a folder where none is yet: example files that explain themselves, or the parts of an item."""

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from ledger import committing
from ledger import evidence
from ledger import saving
from ledger import schema
from ledger import yamlfresh
from ledger.changing import Desk
from ledger.changing import Made
from ledger.committing import Work
from ledger.driving import ATTRIBUTES
from ledger.driving import LINES
from ledger.driving import wire
from ledger.errors import USAGE
from ledger.errors import LedgerError
from ledger.files import ITEMS
from ledger.history import REPORTS
from ledger.model import Item
from ledger.model import Ledger
from ledger.outline.message import begun
from ledger.outline.message import message
from ledger.reports.change import change
from ledger.reports.change import changed
from ledger.session import Session
from ledger.settings import Settings
from ledger.store import Opened
from ledger.vetting import Vetting

EXAMPLES = Path(__file__).parent / "examples"


def found(session: Session, folder: Path, *, dry_run: bool) -> None:
    """Write the example files into `folder`, make them a version, and say what is to be done next.

    Raises LedgerError as `found_with` does.
    """
    examples = {file.name: file.read_text(encoding="utf-8") for file in sorted(_examples(session).glob("*.yaml"))}
    found_with(session, folder, examples | {ATTRIBUTES: LINES}, Ledger(), dry_run=dry_run)
    if not dry_run:
        following = session.t.gettext(
            "Name your departments and your office in its files, then: ledger add --data {folder}"
        )
        session.say(following.format(folder=folder))


def found_with(session: Session, folder: Path, texts: Mapping[str, str], ledger: Ledger, *, dry_run: bool) -> None:
    """Write the files of a ledger into `folder`, by their names, and make them a version.

    Raises LedgerError: where one of them is there already (exit 2), for nothing is overwritten, and where no version
    can be made (exit 4); then nothing is left of them.
    """
    if there := next((name for name in sorted({ITEMS, *texts}, key=_seen) if os.path.lexists(folder / name)), None):
        raise LedgerError("ledger-there", USAGE, value=str(folder / there))
    if dry_run:
        session.say(session.t.gettext("Only tried: nothing was written."))
        session.say("\n".join(str(folder / name) for name in texts))
        return
    _write(session, folder, texts, ledger)
    session.say(session.t.gettext("A new ledger lies in {folder}.").format(folder=folder))


def _seen(name: str) -> tuple[bool, str]:
    """Return the order in which a person sees files: hidden ones last."""
    return name.startswith("."), name


def _examples(session: Session) -> Path:
    return EXAMPLES / session.t.gettext("en")  # translated is the name of the folder


def _write(session: Session, folder: Path, texts: Mapping[str, str], ledger: Ledger) -> None:
    made = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    try:
        with committing.books(folder, Settings().limits.lock_seconds, session.wait) as books:
            if session.commits_new:
                books.refuse_unversioned()
            for name, text in texts.items():
                with (folder / name).open("x", encoding="utf-8", newline="\n") as new:
                    written.append(folder / name)
                    new.write(text)
            if session.commits_new and books.repository is None:
                session.say_unversioned()
            elif session.commits_new:
                books.commit([file.resolve() for file in written], begun("", ledger))
            if session.commits_new and books.repository and ATTRIBUTES in texts:
                wire(books.repository)
    except BaseException:
        for file in written:
            file.unlink(missing_ok=True)
        with suppress(OSError):  # somebody has put something there meanwhile
            for each in made:
                each.rmdir()
        raise


def found_within(desk: Desk, word: str, folder: Path, *, dry_run: bool) -> None:
    """Begin the ledger of an item's parts in a sub-folder, and let the item name it: one change, one version.

    It begins empty, with the departments and settings of the ledger around it. Raises LedgerError (exit 2) where the
    folder lies elsewhere or holds a ledger already, and where the item has one.
    """
    session = desk.session
    one = session.meant.one_item(word)
    name = _name(session.folder, folder, one)

    def made(opened: Opened) -> Made:
        return _made_within(session, opened, one, name, written=not dry_run)

    desk.write(made, dry_run=dry_run)
    if not dry_run:
        following = session.t.gettext("Its parts are entered with: ledger add --data {folder} area=… kind=… title=…")
        session.say(following.format(folder=name))


def _made_within(session: Session, opened: Opened, one: str, name: str, *, written: bool) -> Made:
    at = [item.id for item in opened.ledger.items].index(one)
    before = opened.ledger.items[at]
    if before.sub_ledger:
        raise LedgerError("sub-ledger-set", USAGE, item=one, value=before.sub_ledger)
    after = schema.typed(Item, {**schema.plain(before), "sub_ledger": name})
    vetting = Vetting(opened.ledger, opened.ledger, session.folder, session.today, (name,))
    doubts = vetting.vet([(before, after)], mends=True)
    drafted = saving.draft(opened, {at: after})
    facts = changed([(before, after)])
    files = [(session.folder / name / file, text.encode()) for file, text in _begun_within(session, opened).items()]
    said = change(facts, (), drafted.diff, written=written)
    return Made(Work([drafted], returning=files), said, message(session.verb, facts, session.t), doubts)


def _begun_within(session: Session, opened: Opened) -> dict[str, str]:
    """Return the files of a sub-ledger: no items yet, the bodies around it, and the settings without the report.

    What is reported to the supervising body is the item, not each of its parts.
    """
    settings = schema.as_set(opened.ledger.settings)
    closing = settings.get("closing")
    settings["closing"] = {**(closing if isinstance(closing, dict) else {}), "report_days": "0"}
    return {
        ITEMS: (_examples(session) / ITEMS).read_text(encoding="utf-8"),
        "departments.yaml": opened.texts["departments.yaml"],
        "ledger.yaml": "\n".join(yamlfresh.block_lines(settings, yamlfresh.Manner())) + "\n",
    }


def _name(parent: Path, folder: Path, item: str) -> str:
    """Return what the ledger in `parent` calls a sub-folder, typed as seen from here or from there.

    Raises LedgerError (exit 2) where it is none, or there is a ledger in it.
    """
    inside = parent.resolve()
    seen = next((place for place in (folder.resolve(), (parent / folder).resolve()) if inside in place.parents), None)
    if seen is None:
        raise LedgerError("not-inside", USAGE, value=str(folder), folder=str(parent))
    name = seen.relative_to(inside).as_posix()
    if name.split("/")[0] in {evidence.FOLDER, REPORTS}:
        raise LedgerError("reserved-folder", USAGE, value=name)
    if os.path.lexists(seen / ITEMS):
        raise LedgerError("sub-ledger-there", USAGE, value=name, item=item)
    return name
