"""A new ledger: example files that explain themselves, put into a folder where none is yet."""

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from ledger import committing
from ledger.errors import USAGE
from ledger.errors import LedgerError
from ledger.model import Ledger
from ledger.model import Settings
from ledger.outline.message import begun
from ledger.session import Session

EXAMPLES = Path(__file__).parent / "examples"


def found(session: Session, folder: Path, *, dry_run: bool) -> None:
    """Write the example files into `folder`, make them a version, and say what is to be done next.

    Raises LedgerError: where one of them is there already (exit 2), for nothing is overwritten, and where no version
    can be made (exit 4); then nothing is left of them.
    """
    examples = sorted((EXAMPLES / session.t.gettext("en")).glob("*.yaml"))  # translated is the name of the folder
    if there := next((file for file in examples if os.path.lexists(folder / file.name)), None):
        raise LedgerError("ledger-there", USAGE, value=str(folder / there.name))
    if dry_run:
        session.say(session.t.gettext("Only tried: nothing was written."))
        session.say("\n".join(str(folder / file.name) for file in examples))
        return
    _write(session, folder, examples)
    session.say(session.t.gettext("A new ledger lies in {folder}.").format(folder=folder))
    following = session.t.gettext(
        "Name your departments and your office in its files, then: ledger add --data {folder}"
    )
    session.say(following.format(folder=folder))


def _write(session: Session, folder: Path, examples: Sequence[Path]) -> None:
    made = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    try:
        with committing.books(folder, Settings().limits.lock_seconds, session.wait) as books:
            if session.commits_new:
                books.refuse_unversioned()
            for example in examples:
                with (folder / example.name).open("x", encoding="utf-8", newline="\n") as new:
                    written.append(folder / example.name)
                    new.write(example.read_text(encoding="utf-8"))
            if session.commits_new and books.repository is None:
                session.say_unversioned()
            elif session.commits_new:
                books.commit([file.resolve() for file in written], begun("", Ledger()))
    except BaseException:
        for file in written:
            file.unlink(missing_ok=True)
        with suppress(OSError):  # somebody has put something there meanwhile
            for each in made:
                each.rmdir()
        raise
