"""What may be opened at all: hostile files are refused by their names, sizes and first bytes, in no time."""

import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path
from time import perf_counter

import pytest

from ledger.errors import LedgerError
from ledger.exchange.package import refuse

WHOLE = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'


def code(path: Path) -> str:
    """Return the code of the refusal, or nothing."""
    try:
        refuse(path)
    except LedgerError as error:
        return error.code
    return ""


def package(path: Path, parts: Mapping[str, bytes]) -> Path:
    """Write a zip of these parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in parts.items():
            out.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({}, ""),
        ({"xl/vbaProject.bin": b"x"}, "macro-workbook"),
        ({"xl/macrosheets/sheet1.xml": b"<x/>"}, "macro-workbook"),
        ({"xl/activeX/activeX1.bin": b"x"}, "macro-workbook"),
        ({"xl/externalLinks/externalLink1.xml": b"<x/>"}, "linked-workbook"),
        ({"xl/sharedStrings.xml": LAUGHS}, "no-workbook"),
        ({"xl/sharedStrings.xml": LAUGHS.decode().encode("utf-16")}, "no-workbook"),
        ({"xl/worksheets/sheet1.xml": b"<mergeCell ref='A1:XFD1048576'/>"}, "large-workbook"),
        ({"xl/worksheets/sheet1.xml": b'<x:mergeCell ref = "$a:$xfd"/>'}, "large-workbook"),
        ({"xl/worksheets/sheet1.xml": b'<hyperlink display="a>b" ref="1:1048576"/>'}, "large-workbook"),
        ({"xl/worksheets/sheet1.xml": b'<mergeCell ref="&#65;1:B2"/>'}, "large-workbook"),
        ({"xl/worksheets/sheet1.xml": b'<mergeCell ref="A1:K5"/><hyperlink r:id="r1" ref="A1"/>'}, ""),
        ({f"xl/{n}.xml": b"" for n in range(3000)}, "large-workbook"),
    ],
)
def test_parts(tmp_path: Path, parts: Mapping[str, bytes], said: str) -> None:
    """Macros, links, entities, crowds of parts and areas that would be walked through for hours are refused."""
    assert code(package(tmp_path / "a.xlsx", {**WHOLE, **parts})) == said


def test_a_bomb(tmp_path: Path) -> None:
    """What would be 300 MB once unpacked is refused without unpacking it."""
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in WHOLE.items():
            out.writestr(name, content)
        with out.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(300):
                part.write(bytes(1_000_000))
    begin = perf_counter()
    assert code(path) == "large-workbook"
    assert perf_counter() - begin < 1


def test_a_size_that_is_a_lie(tmp_path: Path) -> None:
    """A part that declares less than it holds yields no more than it declares, and is refused as damaged."""
    path = package(tmp_path / "a.xlsx", WHOLE | {"xl/sharedStrings.xml": b"<x>" + b"a" * 1_000_000 + b"</x>"})
    raw = path.read_bytes().replace(struct.pack("<L", 1_000_007), struct.pack("<L", 10))
    path.write_bytes(raw)
    assert code(path) == "no-workbook"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no-workbook"),
        (b"a,b", "no-workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old-workbook"),
        (b"PK\3\4", "no-workbook"),
    ],
)
def test_no_workbooks(tmp_path: Path, content: bytes, said: str) -> None:
    """Other files are told from workbooks by their first bytes."""
    (tmp_path / "a.xlsx").write_bytes(content)
    assert code(tmp_path / "a.xlsx") == said


def test_no_files(tmp_path: Path) -> None:
    """A folder, a file that is not there and one that is too large are refused."""
    assert code(tmp_path) == "no-workbook"
    assert code(tmp_path / "none.xlsx") == "no-workbook"
    assert code(package(tmp_path / "b.zip", {"a": b"b"})) == "no-workbook"
    with (tmp_path / "large.xlsx").open("wb") as file:
        file.truncate(21_000_000)
    assert code(tmp_path / "large.xlsx") == "large-workbook"
