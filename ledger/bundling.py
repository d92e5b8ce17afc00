"""The archive of an item (一案一档) for those who audit it: papers, facts, history, evidence, and a manifest."""

import io
import os
from collections.abc import Mapping
from collections.abc import Sequence
from typing import BinaryIO

from ledger import evidence
from ledger import handing
from ledger import render
from ledger import telling
from ledger.errors import USAGE
from ledger.errors import LedgerError
from ledger.outline import bundle as words
from ledger.outline.dossier import paper
from ledger.outline.timeline import chronicle
from ledger.render.archive import Archive
from ledger.render.archive import settled
from ledger.render.data_csv import table
from ledger.reports.bundle import LACKING
from ledger.reports.bundle import Named
from ledger.reports.bundle import Packed
from ledger.reports.bundle import Piece
from ledger.reports.bundle import State
from ledger.reports.bundle import judged
from ledger.reports.bundle import places
from ledger.reports.bundle import proofs
from ledger.reports.contract import to_json
from ledger.reports.dossier import Dossier
from ledger.reports.dossier import dossier
from ledger.reports.story import Story
from ledger.session import Session


def bundle(session: Session, names: Sequence[str]) -> bool:
    """Write an archive with a folder for each item, say which evidence is lacking, and return whether any is.

    Raises LedgerError (exit 2) with --at: the evidence lies here as it is today.
    """
    output = handing.target(session, "--item", ".zip")
    if session.version:
        raise LedgerError("at-archive", USAGE)
    ids = session.meant.items_alone(names)
    pieces: list[Piece] = []
    faults = session.faults_on(session.as_of)

    def fill(file: BinaryIO) -> None:
        with Archive(file, session.as_of) as archive:
            for one in ids:
                facts = dossier(session.ledger, session.opened.ledger, session.as_of, faults, one)
                pieces.extend(_filled(session, facts, archive))

    session.deliver(output, fill)
    lacking = [piece for piece in pieces if piece.state in LACKING]
    for piece in lacking:
        session.say(words.lacking(piece, session.t))
    return bool(lacking)


def _filled(session: Session, facts: Dossier, archive: Archive) -> Sequence[Piece]:
    """Put an item into the archive, its manifest at last, and return what that says."""
    t, _ = handing.paper_language(session)
    home = facts.item.id
    found = proofs(facts.item)
    pieces = [
        Piece(name, archive.add(f"{home}/{name}", io.BytesIO(content), len(content)), None, "made")
        for name, content in sorted(_papers(session, facts).items())
    ]
    where = places(named.proof.file for named in found if named.proof.file)
    packed = {file: _pack(session, file, f"{home}/{name}", archive) for file, name in where.items()}
    pieces += (_piece(named, where, packed) for named in found)
    content = table(words.manifest(pieces, t)).encode("utf-8-sig")
    archive.add(f"{home}/{t.gettext(words.MANIFEST)}.csv", io.BytesIO(content), len(content))
    return pieces


def _papers(session: Session, facts: Dossier) -> Mapping[str, bytes]:
    """Return what is made for the archive, by the names of the files."""
    t, language = handing.paper_language(session)
    made = paper(facts, t, language)
    fonts = session.opened.ledger.settings.fonts
    history = telling.recorded(session, (facts.item.id,))
    plain = render.Sheet(t, 0, terminal=False, colour=False)
    sheet = t.gettext(words.SHEET)
    return {
        f"{sheet}.docx": settled(render.papers([made], ".docx", fonts), session.as_of),
        f"{sheet}.html": render.papers([made], ".html", fonts),
        f"{t.gettext(words.FACTS)}.json": to_json(Story(session.as_of, (facts.item,))).encode(),
        f"{t.gettext(words.HISTORY)}.txt": render.render(history, "text", plain, chronicle).encode(),
    }


def _pack(session: Session, file: str, name: str, archive: Archive) -> Packed | State:
    """Put a file of evidence into the archive, or return what is in the way."""
    if (missing := evidence.missing(session.folder, file)) is not None:
        return missing
    try:
        source = evidence.opened(session.folder, file)
    except OSError:
        return "unread"
    with source:
        return archive.add(name, source, os.fstat(source.fileno()).st_size)


def _piece(named: Named, where: Mapping[str, str], packed: Mapping[str, Packed | State]) -> Piece:
    file = named.proof.file
    if file is None:
        return Piece("", None, named, "elsewhere")
    found = packed[file]
    inside = found if isinstance(found, Packed) else None
    return Piece(where[file] if inside else "", inside, named, judged(named, found))
