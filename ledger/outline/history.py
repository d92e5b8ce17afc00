"""The words of one entry of a log, and of a proof."""

from collections.abc import Iterable
from collections.abc import Iterator
from typing import assert_never

from ledger.events import Event
from ledger.events import Evidence
from ledger.events import Extension
from ledger.events import idle
from ledger.i18n import Translation
from ledger.outline import words


def told(entry: Event, t: Translation, *, void: bool) -> str:
    """Return what an entry says, in one cell."""
    parts = [*_particulars(entry, t), entry.note or ""]
    if entry.override:
        parts.append(t.gettext("conditions waived: {reason}").format(reason=entry.override))
    parts += [t.gettext("evidence: {what}").format(what=proof_words(proof, t)) for proof in entry.evidence]
    if void:
        parts.insert(0, t.gettext("(corrected)"))
    return t.gettext("; ").join(part for part in parts if part)


def _particulars(entry: Event, t: Translation) -> Iterator[str]:  # noqa: C901, PLR0912 (a case a kind)
    """Yield what this kind of event has beyond a note."""
    match entry.event:
        case "progress" if entry.received or entry.news:
            yield t.gettext("nothing to report") if entry.news else ""
            yield t.gettext("received on {date}").format(date=entry.received) if entry.received else ""
        case "notice":
            level = t.gettext(words.LEVEL[entry.level])
            to = t.gettext("{level} to {names}").format(level=level, names=words.names(entry.to, t))
            yield to if entry.to else level
        case "lookback" | "verify":
            yield entry.outcome
        case "extend":
            yield from _extended(entry, t)
        case "return" | "reopen" | "restore":
            yield entry.reason
        case "report":
            yield t.gettext("to {names}").format(names=entry.to)
        case "withdraw":
            if entry.into:
                yield t.gettext("merged into item {id}").format(id=entry.into)
            yield entry.reason
        case "handover":
            yield " → ".join(words.names(some, t) or "–" for some in (entry.was, entry.to))
        case "publicize":
            yield t.gettext("{begin} to {until}").format(begin=entry.begin, until=entry.until)
        case "close" if entry.filing_number:
            yield t.gettext("filing number {number}").format(number=entry.filing_number)
        case "correct":
            yield t.gettext("entry {number} is void").format(number=entry.entry)
            yield entry.reason
        case "progress" | "inspect" | "decide" | "submit" | "close":
            return
        case _:
            assert_never(entry)


def _extended(entry: Extension, t: Translation) -> Iterator[str]:
    before = str(entry.was) if entry.was else t.gettext("no date")
    yield f"{before} → {entry.to}"
    if entry.was and entry.on > entry.was:
        days = (entry.on - entry.was).days
        yield t.ngettext("filed {n} day late", "filed {n} days late", days).format(n=days)
    yield entry.reason


def latest(entries: Iterable[Event], t: Translation) -> str:
    """Return the latest progress with its day, or nothing."""
    told = [entry for entry in entries if entry.event == "progress" and not idle(entry)]
    news = max(reversed(told), key=lambda entry: entry.on, default=None)  # of one day the one that came last
    return t.gettext("{date}: {note}").format(date=news.on, note=news.note) if news else ""


def proof_words(proof: Evidence, t: Translation) -> str:
    """Return where a proof lies, and its own name where it bears another there."""
    place = proof.file or proof.url or proof.paper or ""
    other = proof.name and not place.endswith(f"/{proof.name}")
    return t.gettext("{place} ({name})").format(place=place, name=proof.name) if other else place
