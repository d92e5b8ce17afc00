"""The words of the check, and of every error: one sentence, where it is, and what to do."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence

from ledger.errors import CellFault
from ledger.errors import Diagnostic
from ledger.errors import LedgerError
from ledger.errors import RefusedError
from ledger.errors import SeveralError
from ledger.errors import SheetError
from ledger.errors import UnreadableError
from ledger.i18n import Translation
from ledger.outline import words
from ledger.outline.page import Block
from ledger.outline.page import Line
from ledger.outline.page import Page
from ledger.outline.page import Tone
from ledger.outline.page import line
from ledger.reports.findings import Findings
from ledger.sentences import Fields
from ledger.sentences import Severity
from ledger.sentences import hint
from ledger.sentences import message

_SEVERITY: Mapping[Severity, Tone] = {"error": "red", "warning": "yellow"}


def findings(facts: Findings, t: Translation) -> Page:
    """Return the errors, then the warnings, each with its place; a hint that repeats itself is given once."""
    errors = [one for one in facts.diagnostics if one.severity == "error"]
    warnings = [one for one in facts.diagnostics if one.severity == "warning"]
    blocks: tuple[Block, ...] = (
        Block(t.gettext("Errors"), tuple(_lines(errors, "red", t))),
        Block(t.gettext("Warnings"), tuple(_lines(warnings, "yellow", t))),
    )
    if facts.versions is not None:
        looked = t.ngettext("History: {n} version", "History: {n} versions", facts.versions).format(n=facts.versions)
        in_order = line(t.gettext("No trace of anything but commands and edits that were saved."), "green")
        lines = tuple(line for one in facts.past for line in _lines([one], _SEVERITY[one.severity], t))
        blocks = (Block(looked, lines or (in_order,)), *blocks)
    title = counted(facts.errors, len(facts.diagnostics) + len(facts.past) - facts.errors, t)
    if not facts.whole:
        title = t.gettext("{counted} The other checks follow once this is mended.").format(counted=title)
    return Page(title, "", tuple(block for block in blocks if block.parts))


def _lines(group: Iterable[Diagnostic], tone: Tone, t: Translation) -> Iterator[Line]:
    given: set[str] = set()
    for one in group:
        fields = worded(one.fields, t)
        yield line(f"{one.path}:{one.line}:{one.column}: {one.code}: {message(one.code, fields, t)}", tone)
        advice = hint(one.code, one.fields, t)
        if advice not in given:
            yield line(f"    {advice}", "faint")
            given.add(advice)


def worded(fields: Fields, t: Translation) -> Fields:
    """Put the field's own word before what stands in the file: a clerk knows 已销号, and finds `closed` there."""
    return {key: words.worded(key, value, t) for key, value in fields.items()}


def counted(errors: int, warnings: int, t: Translation) -> str:
    """Return how many errors and warnings there are."""
    if not errors and not warnings:
        return t.gettext("The ledger is in order: no errors, no warnings.")
    some_errors = t.ngettext("{n} error", "{n} errors", errors).format(n=errors)
    some_warnings = t.ngettext("{n} warning", "{n} warnings", warnings).format(n=warnings)
    return t.gettext("{errors}, {warnings}.").format(errors=some_errors, warnings=some_warnings)


def sentence(error: LedgerError, t: Translation) -> str:
    """Return an error as lines: where it is, what is wrong, what to do."""
    if isinstance(error, SeveralError):
        return "".join(sentence(each, t) for each in error.errors)
    if isinstance(error, RefusedError):
        return "".join(f"{words.harmless(one)}\n" for one in _refusal(error, t))
    fields = dict(error.fields)
    lines: list[str] = []
    if isinstance(error, UnreadableError):
        lines = [part.cells[0].text for part in _lines(error.diagnostics, "red", t)]
        fields["count"] = t.ngettext("{n} error", "{n} errors", len(error.diagnostics)).format(n=len(error.diagnostics))
    if isinstance(error, SheetError):
        lines = [part for fault in error.faults for part in _in_cell(fault, t)]
        fields["count"] = t.ngettext("{n} error", "{n} errors", len(error.faults)).format(n=len(error.faults))
    lines.append(t.gettext("Error: {message}").format(message=message(error.code, worded(fields, t), t)))
    lines += hint(error.code, fields, t).split("\n")
    return "".join(f"{words.harmless(one)}\n" for one in lines)


def _in_cell(fault: CellFault, t: Translation) -> Iterator[str]:
    what, *hint_lines = told(fault.code, fault.fields, t).split("\n")
    place = t.gettext("{sheet} {cell}").format(sheet=fault.sheet, cell=fault.cell)
    yield t.gettext("{label}: {value}").format(label=place, value=what)
    yield from (f"    {each}" for each in hint_lines)


def told(code: str, fields: Fields, t: Translation) -> str:
    """Return what is wrong, and what to do, without any heading."""
    lines = (message(code, worded(fields, t), t), hint(code, fields, t))
    return "\n".join(map(words.harmless, lines))


def _refusal(error: RefusedError, t: Translation) -> Iterator[str]:
    """Yield what was refused, everything that is in its way, and what supplies it."""
    yield t.gettext("Error: {message}").format(message=message(error.code, error.fields, t))
    for lack in error.lacks:
        yield f"  {message(lack.code, worded(lack.fields, t), t)}"
        yield f"      {hint(lack.code, lack.fields, t)}"
    if any(lack.condition for lack in error.lacks):
        yield t.gettext("--override REASON waives conditions, though no step; the reason is logged.")
    yield hint(error.code, error.fields, t)


def bug(error: Exception, t: Translation) -> str:
    """Return what is said of an error that nobody foresaw."""
    said = t.gettext("This is a mistake in ledger itself ({error}). Nothing was changed.")
    ask = t.gettext("Run the command again with --debug and send what it prints to whoever looks after ledger.")
    return f"{said.format(error=type(error).__name__)}\n{ask}\n"


def faults_banner(items: Sequence[str], t: Translation) -> str:
    """Return the warning that the checks found errors, and in which items."""
    named = words.short_ranges([item for item in items if item], t)
    if not named:
        return t.gettext("The files hold errors: see ledger check.")
    return t.gettext("The files hold errors (items {items}): see ledger check.").format(items=named)
