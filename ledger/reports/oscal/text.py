"""Values as OSCAL has them: ids, strings of one line, text that is Markdown, days as moments, addresses as URIs."""

import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import quote
from urllib.parse import urlsplit
from urllib.parse import urlunsplit
from uuid import NAMESPACE_URL
from uuid import UUID
from uuid import uuid5

from ledger.errors import REFUSED
from ledger.errors import LedgerError
from ledger.reports.oscal.base import OURS
from ledger.reports.oscal.base import Prop

NOTHING = "–"  # where a value is required and nothing of the text can be seen
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufeff\ud800-\udfff\ufffe\uffff]")
# What Markdown, and OSCAL's own signs in it, would take for markup; and what only at the beginning of a line.
_MARKUP = re.compile(r"[\\`*_~^<\[\]]|&(?=#?\w+;)|\{(?=\{)")
_AT_LINE = re.compile(r"(?:\d+(?=[.)](?:\s|$)))|(?=[#>+=|-])")
_HOST = re.compile(r"([^@]*@)?[^@:]+(:\d*)?")
_YEARS = range(1900, 3000)  # OSCAL knows no others


class Ids:
    """Makes ids that are the same in every export: each from the ledger and from what it names."""

    def __init__(self, *ledger: object) -> None:
        """Take what tells the ledger from others."""
        self.ledger = uuid5(NAMESPACE_URL, _joined(OURS, *ledger))

    def __call__(self, kind: str, *names: object) -> UUID:
        """Return the id of a thing of this kind with these names."""
        return uuid5(self.ledger, _joined(kind, *names))


def _joined(*names: object) -> str:
    told = "\n".join("" if name is None else str(name) for name in names)
    return told.encode(errors="replace").decode()  # a folder's name may be no text


def string(text: str) -> str:
    """Return a text as a value of one line, without what nobody sees."""
    return " ".join(_UNSEEN.sub("", text).split()) or NOTHING


def line(text: str) -> str:
    """Return a text as one line of Markdown that says the same."""
    return _escaped(string(text))


def prose(text: str) -> str:
    """Return a text as Markdown that says the same; each of its lines is a paragraph."""
    said = [line(each) for each in text.splitlines() if string(each) != NOTHING]
    return "\n\n".join(said) or NOTHING


def _escaped(said: str) -> str:
    marked = _MARKUP.sub(r"\\\g<0>", said)
    return _AT_LINE.sub(r"\g<0>\\", marked, count=1) if _AT_LINE.match(marked) else marked


def begin(day: date) -> str:
    """Return a day as the moment at which it begins in China. Raises LedgerError (exit 4) for a year OSCAL lacks."""
    return _moment(day, "00:00:00")


def end(day: date) -> str:
    """Return a day as its last second in China: a deadline is the end of its day. Raises LedgerError as `begin`."""
    return _moment(day, "23:59:59")


def _moment(day: date, time: str) -> str:
    if day.year not in _YEARS:
        raise LedgerError("oscal-day", REFUSED, value=str(day))
    return f"{day}T{time}+08:00"


def address(text: str) -> str | None:
    """Return an address as a URI, what none holds escaped; None where it cannot be one."""
    try:
        parts = urlsplit(_UNSEEN.sub("", text))
    except ValueError:
        return None
    host = _quoted(parts.netloc, "@:")
    if not _HOST.fullmatch(host):
        return None
    query, fragment = _quoted(parts.query, "/?:@"), _quoted(parts.fragment, "/?:@")
    return urlunsplit((parts.scheme, host, _quoted(parts.path, "/:@"), query, fragment))


def _quoted(part: str, signs: str) -> str:
    return re.sub("%(?![0-9A-Fa-f]{2})", "%25", quote(part, safe=f"%!$&'()*+,;=~{signs}"))


def props(**facts: object) -> tuple[Prop, ...]:
    """Return facts of the ledger by their names, one for each value; those that are not known are left out."""
    return tuple(
        Prop(name=name.replace("_", "-"), ns=OURS, value=string(str(value)))
        for name, known in facts.items()
        for value in _values(known)
    )


def _values(known: object) -> Iterator[object]:
    if isinstance(known, (list, tuple)):
        yield from known
    elif known is not None:
        yield known
