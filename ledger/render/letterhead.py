"""Whether an office's own .docx may be filled: nothing in it runs, nothing fetches, and each tag stands where it can.

What is not named here as harmless is refused: kinds of links and of fields (域) that fetch or run are many, and new
ones come.
"""

import io
import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from ledger.errors import USAGE
from ledger.errors import LedgerError
from ledger.files import MEGABYTE
from ledger.intake.packages import PackageError
from ledger.intake.packages import vet

_UNPACKED = 60 * MEGABYTE
_MAIN = "word/document.xml"
_ACTIVE = re.compile(r"vbaproject|vbadata|activex|/embeddings/|afchunk|attachedtoolbars|keymapcustomizations")
_ADDRESS = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_FIELDS = re.compile(
    r"PAGE|NUMPAGES|SECTION|SECTIONPAGES|DATE|TIME|CREATEDATE|SAVEDATE|PRINTDATE|TITLE|AUTHOR|STYLEREF|SEQ|REF|PAGEREF"
    r"|NOTEREF|TOC|TC|HYPERLINK|=|FORMTEXT|FORMCHECKBOX|FORMDROPDOWN|EQ|SYMBOL|ADVANCE",
    re.IGNORECASE,
)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CALLING = frozenset({f"{_W}altChunk", f"{_W}object", f"{_W}control", f"{_W}mailMerge", f"{_W}subDoc"})
TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_LOOSE = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_WIDE = re.compile(r"[｛{][｛%％]|｛\{|[%％}｝]｝|％\}")  # what a Chinese keyboard makes of the brackets
_ALONE = {"p": "template-alone-p", "tr": "template-alone-tr", "tc": "template-alone-tc"}
_RAW = re.compile(r"\{\{[-+]?(?:tr|tc|p|r)\s")
_LONGEST = 60  # characters of a paragraph that is quoted


def refuse(raw: bytes, name: str) -> None:
    """Raise LedgerError (exit 2) where a file is no .docx, is too large, runs or fetches, or has tags out of place."""
    try:
        names = vet(io.BytesIO(raw), _MAIN, _UNPACKED)
    except PackageError as error:
        raise LedgerError("template-large" if error.large else "template-damaged", USAGE, value=name) from None
    if any(map(_ACTIVE.search, names)):
        raise LedgerError("template-active", USAGE, value=name)
    with ZipFile(io.BytesIO(raw)) as package:
        for part in package.namelist():
            if part.casefold().endswith((".xml", ".rels")):
                _look(package.read(part), part.casefold(), name)


def _look(content: bytes, part: str, name: str) -> None:
    try:
        root = ET.fromstring(content)  # noqa: S314 (it was vetted: without a document type there are no entities)
    except (ET.ParseError, ValueError, LookupError):
        raise LedgerError("template-damaged", USAGE, value=name) from None
    if part == "[content_types].xml":
        _refuse_macros(root, name)
    elif part.endswith(".rels"):
        _refuse_links(root, name)
    elif part.startswith("word/"):
        _refuse_calls(root, name)
        _refuse_misplaced(root, name)


def _refuse_macros(root: Element, name: str) -> None:
    """Refuse a package that calls itself one with macros, whatever its ending."""
    if any("macroenabled" in each.get("ContentType", "").casefold() for each in root):
        raise LedgerError("template-active", USAGE, value=name)


def _refuse_links(root: Element, name: str) -> None:
    """Refuse what Word would fetch from elsewhere; an address to be clicked on is text."""
    for each in root:
        target = each.get("Target", "")
        clicked = each.get("Type", "").endswith("/hyperlink") and _ADDRESS.match(target)
        if each.get("TargetMode") == "External" and not clicked:
            raise LedgerError("template-linked", USAGE, value=name, link=target)


def _refuse_calls(root: Element, name: str) -> None:
    """Refuse embedded programs and documents, addresses of pictures, and the fields that fetch or run."""
    for each in root.iter():
        if each.tag in _CALLING:
            raise LedgerError("template-active", USAGE, value=name)
        if link := each.get("src"):
            raise LedgerError("template-linked", USAGE, value=name, link=link)
    for code in _codes(root):
        word = next(iter(code.split()), "")
        if word and (not _FIELDS.fullmatch(word) or _LOOSE.search(code)):
            raise LedgerError("template-code", USAGE, value=name, called=word)


def _codes(root: Element) -> Iterator[str]:
    """Yield the code of each field; a field within the code of another, which could put it together, is a brace."""
    begun: list[str | None] = []  # the code of each open field so far; None: its result has begun
    for each in root.iter():
        kind = each.get(f"{_W}fldCharType") if each.tag == f"{_W}fldChar" else None
        inside = bool(begun) and begun[-1] is not None
        if each.tag == f"{_W}fldSimple" or kind == "begin":
            yield "{" if inside else each.get(f"{_W}instr", "")
        if kind == "begin":
            begun.append("")
        elif kind and begun:
            yield begun.pop() or ""
            begun += [None] if kind == "separate" else []
        elif each.tag in {f"{_W}instrText", f"{_W}delInstrText"}:
            if begun:
                begun[-1] = (begun[-1] or "") + (each.text or "")
            else:
                yield each.text or ""
    yield from (code for code in begun if code)


def _refuse_misplaced(root: Element, name: str) -> None:
    """Refuse tags that are not closed in their paragraph, or swallow what stands beside them."""
    for paragraph in root.iter(f"{_W}p"):
        text = text_of(paragraph)
        beside = TAG.sub("", text)
        for code, signs in (("template-open", _LOOSE), ("template-wide", _WIDE)):
            if found := signs.search(beside):
                raise LedgerError(code, USAGE, value=name, tag=found[0], place=quoted(text))
        if found := _RAW.search(text):
            raise LedgerError("template-raw", USAGE, value=name, tag=found[0].strip(), place=quoted(text))
    for letters, code in _ALONE.items():
        for element in root.iter(f"{_W}{letters}"):
            text = text_of(element)
            for tag in TAG.findall(text):
                if re.match(rf"\{{[%#][-+]?{letters}\s", tag) and text.strip() != tag:
                    raise LedgerError(code, USAGE, value=name, tag=quoted(tag))


def text_of(element: Element) -> str:
    """Return the text of a paragraph, a row or a cell, without those of its kind within it."""
    return "".join(_texts(element, element.tag))


def _texts(element: Element, kind: str) -> Iterator[str]:
    for each in element:
        if each.tag == f"{_W}t":
            yield each.text or ""
        elif each.tag != kind:
            yield from _texts(each, kind)


def quoted(text: str) -> str:
    """Return so much of a paragraph as tells which one is meant."""
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1]}…"
