"""ZIP archives: large files pass through, and the day of office files is settled."""

import hashlib
import io
import tracemalloc
import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest

from ledger.render.archive import Archive
from ledger.render.archive import settled
from ledger.reports.bundle import Packed

DAY = date(2024, 6, 30)


def test_a_large_file_is_never_held(tmp_path: Path) -> None:
    """A file of 60 MB takes no such memory, and its size and SHA-256 are those of what was read."""
    large = tmp_path / "large"
    with large.open("wb") as file:
        file.truncate(60_000_000)
    tracemalloc.start()
    with large.open("rb") as source, (tmp_path / "a.zip").open("wb") as target, Archive(target, DAY) as archive:
        packed = archive.add("a", source, 60_000_000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 12_000_000
    with large.open("rb") as source:
        assert packed == Packed(60_000_000, hashlib.file_digest(source, "sha256").hexdigest())
    with zipfile.ZipFile(tmp_path / "a.zip") as made:
        assert made.testzip() is None


@pytest.mark.parametrize("said", [0, 3, 100])
def test_a_file_that_grows_or_shrinks(said: int) -> None:
    """What is read counts, whatever size the file had when it was looked at."""
    made = io.BytesIO()
    with Archive(made, DAY) as archive:
        assert archive.add("甲.txt", io.BytesIO(b"abcdef"), said).size == 6
    with zipfile.ZipFile(made) as found:
        assert found.read("甲.txt") == b"abcdef"


def test_an_office_file_is_settled() -> None:
    """The parts of a Word file bear the day that is given, in their order, and it is still that Word file."""
    word = docx.Document()
    word.add_paragraph("甲")
    before = io.BytesIO()
    word.save(before)
    after = settled(before.getvalue(), DAY)
    assert after == settled(after, DAY)
    assert docx.Document(io.BytesIO(after)).paragraphs[0].text == "甲"
    with zipfile.ZipFile(before) as old, zipfile.ZipFile(io.BytesIO(after)) as new:
        assert new.namelist() == old.namelist()
        assert {info.date_time for info in new.infolist()} == {(2024, 6, 30, 0, 0, 0)}
