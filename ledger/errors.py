"""What can go wrong: faults in the data, and errors that end a command.

A fault carries a code and fields, never a sentence; the sentences stand in `ledger.sentences`.
"""

import difflib
from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field

from ledger.sentences import SENTENCES
from ledger.sentences import Fields
from ledger.sentences import Severity

_LONGEST_WORD = 100  # the search takes time with the square of the length

DONE, NO, USAGE, UNREADABLE, REFUSED, BUSY, BUG = 0, 1, 2, 3, 4, 5, 70


@dataclass(frozen=True)
class Flaw:
    """What keeps a text from being read, at `offset` (in characters)."""

    offset: int
    code: str
    fields: Fields = field(default_factory=dict)


@dataclass(frozen=True)
class Fault:
    """Something wrong in a file of the ledger; `where` is the path of keys and indexes to it, `item` whose it is."""

    file: str
    where: tuple[str | int, ...]
    code: str
    fields: Fields = field(default_factory=dict)
    item: str = ""
    on_key: bool = False  # the key itself is meant, not its value

    @property
    def severity(self) -> Severity:
        """Return how bad it is."""
        return SENTENCES[self.code].severity


@dataclass(frozen=True, order=True)
class Diagnostic:
    """A fault with its place: `line` and `column` count from 1, in characters; sorted by place."""

    path: str
    line: int
    column: int
    code: str
    fields: Fields = field(default_factory=dict, compare=False)

    @property
    def severity(self) -> Severity:
        """Return how bad it is."""
        return SENTENCES[self.code].severity


@dataclass(frozen=True)
class CellFault:
    """Something wrong in a cell of a spreadsheet, like C5 of a sheet."""

    sheet: str
    cell: str
    code: str
    fields: Fields = field(default_factory=dict)


class LedgerError(Exception):
    """Ends a command with one sentence and an exit code; carries fields, for the sentence is made at the boundary."""

    def __init__(self, code: str, exit_code: int, **fields: str | Sequence[str]) -> None:
        """Take the code of a sentence, the exit code of the process, and what fills the sentence."""
        super().__init__(code)
        self.code = code
        self.exit_code = exit_code
        self.fields = fields


@dataclass(frozen=True)
class Lack:
    """What stands in the way of a change; its hint names the command that supplies it.

    A condition can be waived with a reason, anything else cannot.
    """

    code: str
    fields: Fields = field(default_factory=dict)
    condition: bool = False


class RefusedError(LedgerError):
    """A change of an item that is not possible like this: all that stands in its way."""

    def __init__(self, item: str, lacks: Iterable[Lack], code: str = "refused", exit_code: int = REFUSED) -> None:
        """Take the item's id and what is in the way, at least one thing."""
        super().__init__(code, exit_code, item=item)
        self.lacks = tuple(lacks)


class SeveralError(LedgerError):
    """Several items of one command were refused, each with its own reasons."""

    def __init__(self, errors: Sequence[LedgerError]) -> None:
        """Take what was raised for each, at least one error."""
        super().__init__(errors[0].code, errors[0].exit_code, **errors[0].fields)
        self.errors = tuple(errors)


def unwritten(file: str, error: OSError) -> LedgerError:
    """Return what is raised where the system does not let a file be written; nothing was changed then."""
    return LedgerError("unwritten", REFUSED, file=file, reason=error.strerror or str(error))


def unwritable(file: str, error: OSError) -> LedgerError:
    """Return what is raised where a file for others cannot be written."""
    return LedgerError("unwritable", USAGE, value=file, cause=error.strerror or str(error))


def refuse(errors: Sequence[LedgerError]) -> None:
    """Raise what was gathered: nothing, the one error, or all of them as one."""
    if errors:
        raise errors[0] if len(errors) == 1 else SeveralError(errors)


class UnreadableError(LedgerError):
    """The files, or a text that was edited, do not have the shape of a ledger: all their diagnostics, sorted."""

    def __init__(self, diagnostics: Sequence[Diagnostic], code: str = "unreadable") -> None:
        """Take every fault that was found."""
        super().__init__(code, UNREADABLE, count=str(len(diagnostics)))
        self.diagnostics = tuple(sorted(diagnostics))


class SheetError(LedgerError):
    """Rows of a spreadsheet that cannot be taken over: all that is wrong, by cell."""

    def __init__(self, file: str, faults: Sequence[CellFault]) -> None:
        """Take the file's name and every fault that was found."""
        super().__init__("sheet-faulty", USAGE, file=file, count=str(len(faults)))
        self.faults = tuple(faults)


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word most like `word`, or nothing; three in five characters must agree, as in 区人设局."""
    if len(word) > _LONGEST_WORD:
        return ""
    return next(iter(difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)), "")
