"""An item changed in a text editor: what is saved there is checked before it counts, and never lost."""

import re
import shutil
import tempfile
from pathlib import Path

from ledger import amends
from ledger import saving
from ledger import yamltext
from ledger.changing import Desk
from ledger.changing import Outcome
from ledger.errors import BUSY
from ledger.errors import REFUSED
from ledger.errors import LedgerError
from ledger.errors import UnreadableError
from ledger.files import ITEMS
from ledger.files import decode
from ledger.files import newline_of
from ledger.model import Item
from ledger.splices import Splice
from ledger.store import Opened
from ledger.store import place_in
from ledger.store import read_items


def edit(desk: Desk, name: str, *, dry_run: bool) -> None:
    """Open the item `name` in the editor until it can be saved or the person gives up.

    Given up, the text stays in its file, which is named. Raises LedgerError with what was wrong with it, and where the
    item cannot be cut out of its file.
    """
    text = _lines(desk.session.opened, name)
    file = Path(tempfile.mkdtemp(prefix="ledger-"), f"{name}.yaml")
    file.write_text(text, encoding="utf-8", newline="\n")
    saved = False
    try:
        while not saved and desk.session.edit(file) and file.read_bytes() != text.encode():
            saved = _saved(desk, name, text, file, dry_run=dry_run)
    finally:
        if saved or file.read_bytes() == text.encode():
            shutil.rmtree(file.parent)
        else:
            desk.session.say(desk.session.t.gettext("Your text is kept in {file}.").format(file=file))
    if not saved:
        desk.session.say(desk.session.t.gettext("Nothing was changed."))


def _saved(desk: Desk, name: str, text: str, file: Path, *, dry_run: bool) -> bool:
    """Return whether the edited lines were saved; if not, the person goes on editing them. Raises LedgerError."""
    try:
        _save(desk, name, text, file, dry_run=dry_run)
    except LedgerError as error:
        if desk.session.goes_on(error):
            return False
        raise
    return True


def _lines(opened: Opened, name: str) -> str:
    """Return the lines of an item, with those comments inside it. Raises LedgerError where they are not its alone."""
    begin, end = _stretch(opened, name)
    return opened.texts[ITEMS][begin:end].replace("\r\n", "\n")


def _stretch(opened: Opened, name: str) -> tuple[int, int]:
    """Return where the lines of an item begin and end: from its dash to the last line that is not about the next."""
    text = opened.texts[ITEMS]
    at = [item.id for item in opened.ledger.items].index(name)
    spots = yamltext.locate(text, {(at,), (at + 1,)})
    begin = _dash(text, spots[at,].value)
    following = spots.get((at + 1,))
    end = len(text) if following is None else _dash(text, following.value)
    if begin < 0 or end < 0:
        raise LedgerError("not-in-lines", REFUSED, item=name)
    tail = re.search(r"(?:^[ \t]*(?:#[^\n]*)?\r?\n)+\Z", text[begin:end], re.MULTILINE)
    return begin, begin + tail.start() if tail and following else end


def _dash(text: str, at: int) -> int:
    """Return the beginning of the line with the dash of the entry at `at`, or -1 where it has no such line."""
    match = re.search(r"^[ ]*-\s+(?:#[^\n]*\s+)*\Z", text[:at], re.MULTILINE)
    return match.start() if match else -1


def _save(desk: Desk, name: str, before: str, file: Path, *, dry_run: bool) -> None:
    """Put the edited lines in the place of the item's own."""
    written = _text(file)

    def outcome(opened: Opened) -> Outcome:
        if _lines(opened, name) != before:
            raise LedgerError("changed-underneath", BUSY, file=ITEMS)
        at = [item.id for item in opened.ledger.items].index(name)
        after = amends.amend(opened.ledger.items[at], _read(name, written, file), opened.ledger)
        amends.refuse_put_off(opened.ledger.items[at], after)
        amends.refuse_handed_over(opened.ledger.items[at], after, opened.ledger)
        return Outcome(opened, {at: after})

    def draft(made: Outcome) -> saving.Draft:
        text = made.opened.texts[ITEMS]
        begin, end = _stretch(made.opened, name)
        lines = written.rstrip("\n") + "\n" * text[begin:end].endswith("\n")
        items = list(made.opened.ledger.items)
        for at, item in made.changed.items():
            items[at] = item
        return saving.spliced(made.opened, [Splice(begin, end, lines.replace("\n", newline_of(text)))], items)

    desk.save(outcome, draft, dry_run=dry_run, mends=True)


def _text(file: Path) -> str:
    """Return what the editor has saved. Raises UnreadableError where it is no text, in GBK for instance."""
    text, flaws = decode(file.read_bytes())
    if flaws:
        raise UnreadableError(place_in(text, str(file), flaws, []), "unreadable-edit")
    return text.replace("\r\n", "\n")


def _read(name: str, written: str, file: Path) -> Item:
    """Return the one item in the edited lines. Raises UnreadableError with lines and columns in them."""
    items, flaws, faults = read_items(written)
    if flaws or faults:
        raise UnreadableError(place_in(written, str(file), flaws, faults), "unreadable-edit")
    if len(items) != 1:
        raise LedgerError("not-one-item", REFUSED, item=name)
    return items[0]
