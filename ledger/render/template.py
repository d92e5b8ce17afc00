"""An office's own paper: a .docx of its making, whose tags are filled with what a report says.

This runs in a process of its own, which `ledger.render.apart` starts and stops.
"""

import base64
import io
import json
import re
import sys
from collections.abc import Mapping
from math import isqrt
from typing import Any
from zipfile import BadZipFile

from docx.oxml import OxmlElement
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docxtpl import DocxTemplate  # type: ignore[import-untyped]
from jinja2 import TemplateSyntaxError

from ledger.errors import USAGE
from ledger.errors import LedgerError
from ledger.errors import nearest
from ledger.render import letterhead
from ledger.render.language import Language
from ledger.render.language import StoppedError
from ledger.render.language import line_of

_INVALID = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML has no control characters
_ROOM, _LONG = 30, 200  # what every column gets, in tenths of a character; beyond how many none gets more
_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


class _Form(DocxTemplate):  # type: ignore[misc] # the library is untyped
    """A template whose tags stand in its text, header, footer and footnotes."""

    def fix_tables(self, xml: str) -> Any:
        """Return the filled text as XML that Word opens, with tables of as many columns as were filled."""
        whole = parse_xml(xml)  # the library itself would mend what is not, and go on
        repeated = [len(table.findall(f"{qn('w:tblGrid')}/{qn('w:gridCol')}")) for table in whole.iter(qn("w:tbl"))]
        tree = super().fix_tables(xml)
        for table, columns in zip(tree.iter(qn("w:tbl")), repeated, strict=True):
            if len(table.findall(f"{qn('w:tblGrid')}/{qn('w:gridCol')}")) != columns:
                _widen(table)
        for cell in tree.iter(qn("w:tc")):
            if cell.find(qn("w:p")) is None:  # each has one at least
                cell.append(OxmlElement("w:p"))
        for table in [table for table in tree.iter(qn("w:tbl")) if table.find(qn("w:tr")) is None]:
            table.getparent().remove(table)
        _drop_empty_section(tree)
        return tree

    def render_properties(self, context: Mapping[str, Any], jinja_env: Any = None) -> None:
        """Say what the paper is and whose, and no more of who made the template."""
        del jinja_env
        properties = self.docx.core_properties
        properties.title, properties.author = context["title"][:255], context["signatory"][:255]
        properties.comments = properties.last_modified_by = properties.subject = properties.keywords = ""

    def render_footnotes(self, context: Mapping[str, Any], jinja_env: Any = None) -> None:
        """Fill the footnotes once; the library fills them for each section, and so would read values as tags."""
        for part in self.docx.part.package.iter_parts():
            if part.content_type == _FOOTNOTES:
                filled = self.render_xml_part(self.patch_xml(part.blob.decode()), part, context, jinja_env)
                part._blob = filled.encode()  # noqa: SLF001 (as the library does)


def _widen(table: Any) -> None:
    """Give the columns that a tag has made widths by their longest texts: docxtpl makes all of them alike.

    A text of four times the length gets twice the room, and every column some.
    """
    columns = table.findall(f"{qn('w:tblGrid')}/{qn('w:gridCol')}")
    rows = [row.findall(qn("w:tc")) for row in table.findall(qn("w:tr"))]
    rows = [row for row in rows if len(row) == len(columns)]
    longest = [max((len(letterhead.text_of(row[at])) for row in rows), default=0) for at in range(len(columns))]
    shares = [_ROOM + isqrt(100 * min(length, _LONG)) for length in longest]
    whole = sum(int(column.get(qn("w:w"), "0")) for column in columns)
    widths = [str(whole * share // sum(shares)) for share in shares]
    for column, width in zip(columns, widths, strict=True):
        column.set(qn("w:w"), width)
    for row in rows:
        for cell, width in zip(row, widths, strict=True):
            for told in cell.findall(f"{qn('w:tcPr')}/{qn('w:tcW')}"):
                told.set(qn("w:w"), width)


def _drop_empty_section(body: Any) -> None:
    """Leave out the pages of an annex where there is none: the last section, if nothing stands in it."""
    last = body.find(qn("w:sectPr"))
    before = None if last is None else last.getprevious()
    own = None if before is None else before.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")
    if before is not None and own is not None and not before.findall(qn("w:r")):
        body.replace(last, own)
        body.remove(before)


def fill(raw: bytes, name: str, fields: Mapping[str, Any]) -> bytes:
    """Return the template `raw`, called `name`, with its tags filled; values are text, whatever signs they hold.

    Raises LedgerError (exit 2) where it may not be filled, or has a mistake.
    """
    letterhead.refuse(raw, name)
    language = Language()
    try:
        form = _Form(io.BytesIO(raw))
        form.render(_clean(fields), language)
        content = io.BytesIO()
        form.save(content)
    except StoppedError as error:
        raise _told(error, error.line or line_of(error), language, name, fields) from None
    except TemplateSyntaxError as error:
        stopped = StoppedError("template-syntax", reason=error.message or "")
        raise _told(stopped, error.lineno, language, name, fields) from None
    except SyntaxError:
        raise LedgerError("template-misplaced", USAGE, value=name) from None
    except (RecursionError, MemoryError):
        raise LedgerError("template-long", USAGE, value=name) from None
    except (ArithmeticError, AttributeError, BadZipFile, LookupError, TypeError, ValueError) as error:
        if line := line_of(error):
            stopped = StoppedError("template-syntax", reason=str(error))
            raise _told(stopped, line, language, name, fields) from None
        raise LedgerError("template-damaged", USAGE, value=name) from None
    return content.getvalue()


def _clean(value: Any) -> Any:
    """Return plain data whose texts XML can hold."""
    if isinstance(value, dict):
        return {key: _clean(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_clean(each) for each in value]
    return _INVALID.sub("", value) if isinstance(value, str) else value


def _told(error: StoppedError, line: int, language: Language, name: str, fields: Mapping[str, Any]) -> LedgerError:
    """Return the error with its place: the tag in which an unknown field stands, or the paragraph."""
    told = dict(error.fields)
    text = re.sub(r"</?[a-z]\w*:[^>]*>", "", language.lines[line - 1]) if 0 < line <= len(language.lines) else ""
    field = str(told.get("field", ""))
    tags = [tag for tag in letterhead.TAG.findall(text) if field in tag]
    if error.code == "template-unknown":
        told["known"] = told["known"] or [*fields]
        told["nearest"] = nearest(field, told["known"])
    return LedgerError(error.code, USAGE, value=name, place=letterhead.quoted(tags[0] if tags else text), **told)


def answer(asked: str) -> str:
    """Return the filled template, or the error that it ended in, as JSON."""
    order = json.loads(asked)
    try:
        word = fill(base64.b64decode(order["template"]), order["name"], order["fields"])
    except LedgerError as error:
        return json.dumps({"code": error.code, "fields": error.fields})
    return json.dumps({"word": base64.b64encode(word).decode()})


def main() -> None:
    """Answer what stdin asks for on stdout."""
    sys.stdout.write(answer(sys.stdin.read()))
