"""The hidden sheet of a form: which ledger, version, department and month it comes from, and what each row was then.

Lines of text with a sum at the end, so that a sheet that was damaged on the way, or touched, is known as such.
"""

import hashlib
import re
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from ledger import schema
from ledger.errors import USAGE
from ledger.errors import LedgerError
from ledger.files import ITEMS
from ledger.git import Repository
from ledger.i18n import Language
from ledger.i18n import translation
from ledger.outline.forms import given
from ledger.reports.collection import month_name
from ledger.reports.forms import Form
from ledger.reports.forms import digest
from ledger.scalars import as_month
from ledger.store import Opened

SHEET = "ledger"  # what the hidden sheet is called, in every language
HEAD = 3  # rows above the first one that is filled in
GIVEN = 6  # columns that say what is asked; those behind them are filled in
ASKED = ("progress", "done", "evidence", "expected", "difficulty")
_FORMAT = "2"
_NOTHING = "–"  # a cell that is empty would be lost
_KEYS = ("format", "title", "root", "plan", "revision", "language", "department", "month")


class Origin(NamedTuple):
    """Which ledger a form comes from: its plan's title, its repository's first version, its plan, and its version.

    Outside of a repository `root` is empty and the plan's digest tells ledgers apart.
    """

    title: str
    root: str
    plan: str
    revision: str

    def same(self, other: "Origin") -> bool:
        """Return whether both are of one ledger, at whatever version."""
        return self.root == other.root if self.root and other.root else self.plan == other.plan


class RowMark(NamedTuple):
    """What a row is about: the item, and the digests of item and wording when the form was made.

    `given` is the digest of the cells that are not to be filled in.
    """

    item: str
    state: str
    wording: str
    given: str


@dataclass(frozen=True)
class Mark:
    """All that the hidden sheet says; `rows` by the number that each shows, `month` is its first day."""

    origin: Origin
    language: Language
    department: str
    month: date
    rows: Mapping[str, RowMark]


def origin(opened: Opened, repository: Repository | None) -> Origin:
    """Return which ledger this is, and in which version: by its repository and folder there, else by plan and text."""
    folder = opened.folder.resolve()
    plan = schema.plain(opened.ledger.settings.plan)
    root = repository.root if repository else ""
    return Origin(
        title=str(plan.get("title", "")),
        root=f"{root}:{repository.path(folder)}" if repository and root else "",
        plan=digest(f"{folder.name}:{plan}"),  # a sub-ledger has the settings of the ledger around it
        revision=(repository.head if repository else None) or digest(opened.texts[ITEMS]),
    )


def mark(form: Form, origin: Origin, language: Language) -> Mark:
    """Return the mark of a form."""
    t = translation(language)
    rows = {row.key: RowMark(row.item, row.state, row.wording, seal(given(row, t))) for row in form.rows}
    return Mark(origin, language, form.department, form.month, rows)


def seal(cells: Sequence[str]) -> str:
    """Return the digest of cells, whatever blanks and breaks a program has made in them."""
    return digest("\t".join(re.sub(r"\s", "", cell) for cell in cells))


def lines(one: Mark) -> list[Sequence[str]]:
    """Return the lines of the hidden sheet."""
    values = (_FORMAT, *one.origin, one.language, one.department, month_name(one.month))
    told: list[Sequence[str]] = [(key, value or _NOTHING) for key, value in zip(_KEYS, values, strict=True)]
    told += [("row", key, *row) for key, row in one.rows.items()]
    return [*told, ("sum", _sum(told))]


def parse(told: Iterable[Sequence[str]]) -> Mark:
    """Return what the lines of a hidden sheet say. Raises LedgerError (exit 2) where they were changed."""
    kept = [tuple(line) for line in told]
    if not kept or kept[-1] != ("sum", _sum(kept[:-1])):
        raise LedgerError("damaged-form", USAGE)
    values = dict(line for line in kept[: len(_KEYS)] if len(line) == 2)  # noqa: PLR2004 (a key and a value)
    month = as_month(values.get("month", ""))
    if values.get("format", _FORMAT) != _FORMAT:
        raise LedgerError("old-form", USAGE, value=values.get("department", "–"))
    if tuple(values) != _KEYS or month is None:
        raise LedgerError("damaged-form", USAGE)
    language: Language = "zh" if values["language"] == "zh" else "en"
    origin = Origin(*("" if values[key] == _NOTHING else values[key] for key in Origin._fields))
    return Mark(origin, language, values["department"], month, dict(_rows(kept[len(_KEYS) : -1])))


def _rows(told: Iterable[Sequence[str]]) -> Iterator[tuple[str, RowMark]]:
    for _, key, *values in told:
        yield key, RowMark(*values)


def _sum(told: Iterable[Sequence[str]]) -> str:
    return hashlib.sha256("\n".join("\t".join(line) for line in told).encode()).hexdigest()
