"""What the check found, as it is handed on: place, code, sentence and hint."""

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import ConfigDict
from pydantic import TypeAdapter

from ledger.errors import Diagnostic
from ledger.errors import Fault
from ledger.sentences import Severity
from ledger.sentences import hint
from ledger.sentences import message


@dataclass(frozen=True)
class Finding:
    """One diagnostic; `message` and `hint` are English, for a program should look at `code`."""

    path: str
    line: int
    column: int
    code: str
    severity: Severity
    message: str
    hint: str


@dataclass(frozen=True)
class Findings:
    """All diagnostics of a ledger, sorted by place; those of its past, in the order in which they came about."""

    diagnostics: tuple[Diagnostic, ...]
    whole: bool  # whether the files have the shape of a ledger, so that every rule was looked at
    past: tuple[Diagnostic, ...] = ()
    versions: int | None = None  # how many were looked at; None: the past was not asked for

    @property
    def errors(self) -> int:
        """Return how many are errors."""
        return sum(diagnostic.severity == "error" for diagnostic in (*self.diagnostics, *self.past))

    def plain(self) -> tuple[Finding, ...]:
        """Return them as records, without a language."""
        return tuple(
            Finding(d.path, d.line, d.column, d.code, d.severity, message(d.code, d.fields), hint(d.code, d.fields))
            for d in (*self.diagnostics, *self.past)
        )


# Faults of the past, each with the version in whose text it stands, for JSON.
TRACES = TypeAdapter(list[tuple[str, Fault]], config=ConfigDict(defer_build=True))


def findings(diagnostics: Iterable[Diagnostic], *, whole: bool = True) -> Findings:
    """Return the findings, sorted."""
    return Findings(tuple(sorted(diagnostics)), whole)
