"""The words of the archive of an item: what its files are called, its manifest, and what is lacking."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping

from ledger.i18n import N_
from ledger.i18n import Translation
from ledger.outline import words
from ledger.outline.findings import told
from ledger.reports.bundle import Named
from ledger.reports.bundle import Piece
from ledger.reports.bundle import State

SHEET, FACTS, HISTORY, MANIFEST = N_("sheet and close-out form"), N_("facts"), N_("history"), N_("manifest")
_STATES: Mapping[State, str] = {
    "made": N_("made for this archive"),
    "same": N_("as it was filed"),
    "changed": N_("CHANGED: not what was filed"),
    "unrecorded": N_("packed; no SHA-256 of it is on record"),
    "lost": N_("MISSING: not in the ledger's folder"),
    "link": N_("NOT PACKED: it lies behind a link"),
    "unread": N_("NOT PACKED: it cannot be read"),
    "elsewhere": N_("kept elsewhere"),
}
_CODES: Mapping[State, str] = {
    "changed": "evidence-changed",
    "lost": "evidence-lost",
    "link": "evidence-link",
    "unread": "evidence-unread",
}


def manifest(pieces: Iterable[Piece], t: Translation) -> Iterator[tuple[str | int, ...]]:
    """Yield the rows of a manifest, the headings first."""
    yield (
        t.gettext("File"),
        t.gettext("Size in bytes"),
        t.gettext("SHA-256"),
        t.gettext("SHA-256 on record"),
        t.gettext("Finding"),
        t.gettext("Place on record"),
        t.gettext("Own name"),
        t.gettext("Named by"),
    )
    for piece in pieces:
        size, digest = (piece.packed.size, piece.packed.sha256) if piece.packed else ("", "")
        state = t.gettext(_STATES[piece.state])
        yield (piece.name, size, digest, *(_proof(piece.named, state, t) if piece.named else ("", state, "", "", "")))


def _proof(named: Named, state: str, t: Translation) -> tuple[str, ...]:
    proof = named.proof
    place = proof.file or proof.url or proof.paper or ""
    by = [t.gettext("measure {name}").format(name=one) for one in named.measures]
    by += [t.gettext("entry {number}").format(number=one) for one in named.entries]
    return proof.sha256 or "", state, place, proof.name or "", words.names(by, t)


def lacking(piece: Piece, t: Translation) -> str:
    """Return what is wrong with a proof."""
    file = str(piece.named.proof.file) if piece.named else ""
    return told(_CODES[piece.state], {"value": file}, t)
