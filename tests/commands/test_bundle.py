"""`ledger export --item`: the archive of an item, with what was found where its evidence should lie."""

import csv
import hashlib
import io
import json
import os
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from click.testing import Result

from sharing import Run

Export = Callable[..., tuple[Result, dict[str, bytes]]]

PAPERS = ["facts.json", "history.txt", "sheet and close-out form.docx", "sheet and close-out form.html"]


@pytest.fixture
def proven(run: Run, shipped: Path, tmp_path: Path) -> Path:
    """Return a ledger in which item 9 has a file, a paper and an address on record, and a file with its measure."""
    (tmp_path / "验收单.pdf").write_bytes(b"approved")
    (tmp_path / "照片.jpg").write_bytes(b"photo")
    papers = ("--paper", "3号柜", "--url", "https://example.cn/a")
    assert run("attach", "9", str(tmp_path / "验收单.pdf"), *papers, "--on", "2024-06-03").exit_code == 0
    assert run("attach", "9.1", str(tmp_path / "照片.jpg")).exit_code == 0
    return shipped


@pytest.fixture
def export(run: Run, proven: Path, tmp_path: Path) -> Export:
    """Return a function that writes the archive and returns what the command said, and the files in it."""
    assert proven.is_dir()

    def written(*words: str, item: str = "9", lang: str = "en") -> tuple[Result, dict[str, bytes]]:
        done = run("export", "-o", str(tmp_path / "a.zip"), "--item", item, *words, lang=lang)
        with zipfile.ZipFile(tmp_path / "a.zip") as archive:
            assert archive.testzip() is None
            return done, {name: archive.read(name) for name in archive.namelist()}

    return written


def manifest(files: dict[str, bytes], name: str = "9/manifest.csv") -> list[dict[str, str]]:
    """Return the lines of a manifest by its headings."""
    return list(csv.DictReader(io.StringIO(files[name].decode("utf-8-sig"))))


def test_what_is_in_it(run: Run, export: Export) -> None:
    """The sheet as Word file and page, the facts of `show`, the history, and the evidence, byte for byte."""
    done, files = export()
    assert (done.exit_code, "Written to" in done.stderr) == (0, True)
    evidence = ["9/evidence/9/照片.jpg", "9/evidence/9/验收单.pdf"]
    assert list(files) == [*(f"9/{name}" for name in PAPERS), *evidence, "9/manifest.csv"]
    assert [files[name] for name in evidence] == [b"photo", b"approved"]
    assert json.loads(files["9/facts.json"]) == json.loads(run("show", "9", "--format", "json").stdout)
    assert "evidence/9/验收单.pdf" in files["9/history.txt"].decode()
    word = docx.Document(io.BytesIO(files["9/sheet and close-out form.docx"]))
    assert "Sheet and close-out form of item 9" in word.paragraphs[0].text
    assert b"<h1>Sheet and close-out form of item 9</h1>" in files["9/sheet and close-out form.html"]


def test_the_manifest(export: Export) -> None:
    """Each file has its size, its SHA-256 and that on record; what lies elsewhere has its place, all who names it."""
    _, files = export()
    lines = manifest(files)
    told = {line["File"]: line for line in lines if line["File"]}
    for name, line in told.items():
        content = files[f"9/{name}"]
        assert (line["Size in bytes"], line["SHA-256"]) == (str(len(content)), hashlib.sha256(content).hexdigest())
    assert {name: line["Finding"] for name, line in told.items()} == dict.fromkeys(PAPERS, "made for this archive") | {
        "evidence/9/照片.jpg": "as it was filed",
        "evidence/9/验收单.pdf": "as it was filed",
    }
    assert told["evidence/9/照片.jpg"]["Named by"] == "measure 9.1"
    assert told["evidence/9/验收单.pdf"]["SHA-256 on record"] == hashlib.sha256(b"approved").hexdigest()
    elsewhere = [line for line in lines if not line["File"]]
    assert sorted((line["Place on record"], line["Finding"], line["Named by"]) for line in elsewhere) == [
        ("3号柜", "kept elsewhere", "entry 1"),
        ("https://example.cn/a", "kept elsewhere", "entry 1"),
    ]


def test_the_same_bytes(run: Run, export: Export, tmp_path: Path) -> None:
    """Written again, the archive is the same to the byte; all of it bears the day that is looked at."""
    export("--as-of", "2024-07-01")
    before = (tmp_path / "a.zip").read_bytes()
    os.utime(tmp_path / "data" / "evidence" / "9" / "照片.jpg", (0, 0))
    export("--as-of", "2024-07-01")
    assert (tmp_path / "a.zip").read_bytes() == before
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert {info.date_time for info in archive.infolist()} == {(2024, 7, 1, 0, 0, 0)}
        flags = {info.filename.isascii(): info.flag_bits & 0x800 for info in archive.infolist()}
        with archive.open("9/sheet and close-out form.docx") as word, zipfile.ZipFile(word) as inner:
            assert {info.date_time for info in inner.infolist()} == {(2024, 7, 1, 0, 0, 0)}
    assert flags == {True: 0, False: 0x800}
    early = run("export", "-o", str(tmp_path / "b.zip"), "--item", "9", "--as-of", "1970-01-01")
    assert early.exit_code == 0
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_in_chinese(export: Export) -> None:
    """Names, manifest and papers are in the language that is asked for."""
    _, files = export(lang="zh")
    names = ["事项数据.json", "整改记录.txt", "登记表和销号审批表.docx", "登记表和销号审批表.html", "清单.csv"]
    assert {f"9/{name}" for name in names} < set(files)
    assert {line["核对结果"] for line in manifest(files, "9/清单.csv")} == {"为本卷生成", "与存入时一致", "存于他处"}


def test_the_ledgers_language(run: Run, proven: Path, tmp_path: Path) -> None:
    """Without --lang the archive speaks the ledger's language, as its papers do."""
    with (proven / "ledger.yaml").open("a", encoding="utf-8") as settings:
        settings.write("language: zh\n")
    assert run("export", "-o", str(tmp_path / "b.zip"), "--item", "9", lang=None).exit_code == 0
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        assert "9/清单.csv" in archive.namelist()


def test_several_items(export: Export) -> None:
    """Several items have a folder each, with a manifest of its own."""
    done, files = export("--item", "3-4")
    assert done.exit_code == 0
    assert {name.split("/")[0] for name in files} == {"9", "3", "4"}
    assert [line["File"] for line in manifest(files, "4/manifest.csv")] == PAPERS


def test_an_earlier_day(export: Export) -> None:
    """As of an earlier day, evidence that was filed later is not in it, nor is what happened later."""
    _, files = export("--as-of", "2024-06-02")
    assert "9/evidence/9/验收单.pdf" not in files
    assert files["9/history.txt"].decode() == "Nothing is on record yet.\n"
    _, files = export("--as-of", "2024-06-03")
    assert "9/evidence/9/验收单.pdf" in files
    assert "2024-06-03" in files["9/history.txt"].decode()


def test_evidence_that_is_lacking(export: Export, proven: Path) -> None:
    """What was altered is packed and called so, what is missing is named, on stderr as well; the exit code is 1."""
    home = proven / "evidence" / "9"
    (home / "验收单.pdf").write_bytes(b"forged")
    (home / "照片.jpg").unlink()
    done, files = export()
    assert done.exit_code == 1
    assert "The evidence evidence/9/验收单.pdf is not what was filed" in done.stderr
    assert "The evidence evidence/9/照片.jpg is not in the ledger's folder." in done.stderr
    found = {line["Place on record"]: line for line in manifest(files) if line["Place on record"]}
    assert found["evidence/9/验收单.pdf"]["Finding"] == "CHANGED: not what was filed"
    assert found["evidence/9/验收单.pdf"]["SHA-256"] == hashlib.sha256(b"forged").hexdigest()
    assert files["9/evidence/9/验收单.pdf"] == b"forged"
    lost = found["evidence/9/照片.jpg"]
    assert (lost["File"], lost["SHA-256"], lost["Finding"]) == ("", "", "MISSING: not in the ledger's folder")


@pytest.mark.parametrize("inside", [True, False])
@pytest.mark.parametrize("folder", [True, False])
def test_links_are_not_followed(export: Export, proven: Path, tmp_path: Path, *, inside: bool, folder: bool) -> None:
    """Nothing is packed through a link, wherever it leads: of the file or of a folder above it."""
    home = proven / "evidence" / "9"
    away = (proven if inside else tmp_path) / "away"
    if folder:
        home.rename(away)
        home.symlink_to(away)
    else:
        (home / "验收单.pdf").rename(away)
        (home / "验收单.pdf").symlink_to(away)
    done, files = export()
    assert (done.exit_code, "lies behind a link" in done.stderr) == (1, True)
    assert b"approved" not in files.values()
    found = {line["Place on record"]: line["Finding"] for line in manifest(files)}
    assert found["evidence/9/验收单.pdf"] == "NOT PACKED: it lies behind a link"


def test_what_cannot_be_read(export: Export, proven: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that may not be read is named, and the rest is packed."""
    real = os.open

    def denied(path: str, flags: int, *rest: int) -> int:
        if str(path).endswith("验收单.pdf"):
            raise PermissionError
        return real(path, flags, *rest)

    monkeypatch.setattr(os, "open", denied)
    done, files = export()
    assert proven.is_dir()
    assert (done.exit_code, "验收单.pdf cannot be read, so it was not packed" in done.stderr) == (1, True)
    assert files["9/evidence/9/照片.jpg"] == b"photo"


def test_evidence_without_a_digest(export: Export, proven: Path) -> None:
    """A file of which no SHA-256 is on record is packed, and that is said."""
    items = proven / "items.yaml"
    (proven / "表.pdf").write_bytes(b"table")
    text = items.read_text(encoding="utf-8")
    digest = hashlib.sha256(b"approved").hexdigest()
    assert digest in text
    items.write_text(
        "".join(line for line in text.splitlines(keepends=True) if digest not in line).replace(
            "evidence/9/验收单.pdf", "表.pdf"
        ),
        encoding="utf-8",
    )
    done, files = export()
    assert done.exit_code == 0
    [line] = [line for line in manifest(files) if line["File"] == "evidence/表.pdf"]
    assert line["Finding"] == "packed; no SHA-256 of it is on record"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("-o", "a.zip"), "An archive is one of items, and none is named."),
        (("-o", "a.xlsx", "--item", "9"), "--item does not go with a file ending in .xlsx"),
        (("-o", "a", "--item", "9"), "The name a has no ending, which says what kind of file is meant."),
        (("-o", "a.json", "--item", "9", "--as", "oscal"), "--item does not go with"),
        (("-o", "a.zip", "--item", "9", "--as", "oscal"), "--as oscal does not go with"),
        (("--item", "9"), "no file is named"),
        (("-o", "a.zip", "--item", "99"), "99"),
        (("-o", "a.zip", "--item", "9.1"), "9.1"),
        (("-o", "a.zip", "--item", "9", "--at", "HEAD"), "not that of another version"),
        (("-o", "nowhere/a.zip", "--item", "9"), "nowhere/a.zip"),
    ],
)
def test_what_is_refused(run: Run, words: tuple[str, ...], told: str) -> None:
    """What does not go together, an item that is none and another version are refused, and nothing is written."""
    refused = run("export", *words)
    assert (refused.exit_code, told in refused.stderr) == (2, True), refused.stderr
    assert not any(Path(name).exists() for name in ("a.zip", "a.xlsx", "a.json"))


def test_the_history(run: Run, export: Export) -> None:
    """Without versions the history is the entries of the log, the oldest first, each with its day once."""
    for day in ("2024-06-05", "2024-06-04"):
        assert run("progress", "9", "--note", f"工地{day[-1]}", "--on", day).exit_code == 0
    _, files = export()
    title, empty, *lines = files["9/history.txt"].decode().splitlines()
    assert (title.startswith("Item 9: "), empty) == (True, "")
    assert [re.findall(r"\d{4}-\d\d-\d\d", line) for line in lines] == [
        ["2024-06-03"], ["2024-06-04"], ["2024-06-05"],
    ]  # fmt: skip


@pytest.mark.parametrize("saved", [True, False])
def test_in_a_repository(run: Run, versioned: Path, tmp_path: Path, *, saved: bool) -> None:
    """The history tells the versions in which things were recorded, the oldest first, and what is in none yet."""
    assert run("progress", "9", "--note", "主体完工").exit_code == 0
    assert run("progress", "9", "--note", "竣工", *(() if saved else ("--no-commit",))).exit_code == 0
    assert run("export", "-o", str(tmp_path / "a.zip"), "--item", "9").exit_code == 0
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        told = archive.read("9/history.txt").decode()
    blocks = run("log", "9", "-n", "0").stdout.split("\n\n")
    assert told.rstrip("\n").split("\n\n") == [blocks[0], *(block.rstrip("\n") for block in blocks[:0:-1])]
    assert told.index("主体完工") < told.index("竣工")
    assert ("王芳" in told, "not saved as a version yet" in told) == (True, not saved)
    assert versioned.is_dir()
