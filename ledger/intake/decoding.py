"""Bytes of a text file as text, and text as the rows of a CSV, whatever an office's program made them with."""

import codecs
import csv
import io
import re

from ledger.cells import unguarded

_HEAD = 4000  # bytes by which an encoding without a mark is known
# What nobody sees: controls, blanks without width, and signs that turn the direction of reading round.
_UNSEEN = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_OTHER = re.compile(r"[\0-\x08\x0e-\x1f\ue000-\uf8ff]")  # what no text holds, or holds seldom
_SEPARATORS = ",\t;"


def decoded(raw: bytes) -> str:
    """Return a text file's text: UTF-8 or UTF-16 by its byte-order mark or its bytes, else GB18030.

    Raises UnicodeError where the bytes are no text in any of them.
    """
    text = raw.decode(_encoding(raw))
    if len(_OTHER.findall(text)) * 50 > len(text):
        raise UnicodeError
    return text


def _encoding(raw: bytes) -> str:
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    head = raw[:_HEAD]
    if head.count(b"\0") * 5 > len(head) or b"\n\0" in head or b"\0\n" in head:  # upper halves of ASCII
        return "utf-16-le" if head[1::2].count(b"\0") >= head[::2].count(b"\0") else "utf-16-be"
    try:
        raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8-sig"


def seen(text: str) -> str:
    """Return a text without the signs that nobody sees, and without blanks around it."""
    return _UNSEEN.sub("", text).strip()


def rows(text: str) -> list[list[str]]:
    """Return the rows of a CSV with commas, semicolons or tabs between the cells, whichever its first rows have.

    An apostrophe that keeps a text from being computed is taken off. Raises csv.Error where a quotation mark is never
    closed: it would swallow the rest.
    """
    first = next((line for line in text.splitlines() if any(sign in line for sign in _SEPARATORS)), "")
    sign = max(_SEPARATORS, key=first.count)
    read = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
    return [[unguarded(cell) for cell in row] for row in read]
