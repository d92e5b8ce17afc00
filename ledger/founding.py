"""A new ledger: example files that explain themselves, put into a folder where none is yet."""

import os
from pathlib import Path

from ledger.errors import USAGE
from ledger.errors import LedgerError
from ledger.i18n import Translation

EXAMPLES = Path(__file__).parent / "examples"


def found(folder: Path, t: Translation, *, dry_run: bool) -> str:
    """Write the example files into `folder` and return what is to be done next, or which files they would be.

    Raises LedgerError (exit 2) where one of them is there already: nothing is overwritten.
    """
    language = t.gettext("en")  # the name of the folder of examples
    examples = sorted((EXAMPLES / language).glob("*.yaml"))
    if there := next((file for file in examples if os.path.lexists(folder / file.name)), None):
        raise LedgerError("ledger-there", USAGE, value=str(folder / there.name))
    if dry_run:
        return "\n".join(
            [t.gettext("Only tried: nothing was written."), *(str(folder / file.name) for file in examples)]
        )
    folder.mkdir(parents=True, exist_ok=True)
    for file in examples:
        with (folder / file.name).open("x", encoding="utf-8", newline="\n") as new:
            new.write(file.read_text(encoding="utf-8"))
    begun = t.gettext("A new ledger lies in {folder}.")
    following = t.gettext("Name your departments and your office in its files, then: ledger add --data {folder}")
    return f"{begun}\n{following}".format(folder=folder)
