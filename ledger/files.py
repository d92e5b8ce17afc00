"""Bytes of the ledger: where its folder is, and what text a file holds or why it holds none."""

import codecs
import errno
import glob
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Iterator
from collections.abc import Mapping
from contextlib import contextmanager
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from ledger.errors import UNREADABLE
from ledger.errors import Flaw
from ledger.errors import LedgerError
from ledger.errors import nearest

ITEMS = "items.yaml"
ROUTINES = "routines.yaml"
MEGABYTE = 1_000_000

_CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7})(?=[ \r\n]|\Z)", re.MULTILINE)


def find_folder(named: Path | None, environ: Mapping[str, str], here: Path) -> Path:
    """Return the ledger's folder: the one `named`, else LEDGER_DATA, else `data/` or the folder itself from `here` up.

    A sub-ledger may be named as seen from the ledger around it. Raises LedgerError "no-ledger" (exit 3) where there is
    none.
    """
    if named is None and environ.get("LEDGER_DATA"):
        named = Path(environ["LEDGER_DATA"])
    if named is not None:
        around = [] if named.is_absolute() else [home / named for home in _folders(here)]
        for candidate in (named, named / "data", *around):
            if os.path.isfile(candidate / ITEMS):  # noqa: PTH113 (unlike Path.is_file it bears a folder it may not read)
                return candidate
        raise LedgerError("no-ledger", UNREADABLE, place=str(named))
    for candidate in _folders(here):
        if os.path.isfile(candidate / ITEMS):  # noqa: PTH113 (as above)
            return candidate
    raise LedgerError("no-ledger", UNREADABLE, place=str(here))


def _folders(here: Path) -> Iterator[Path]:
    """Yield where a ledger may lie, from `here` up."""
    for folder in (here, *here.parents):
        yield from (folder / "data", folder)


def read_text(path: Path, limit: int) -> tuple[str, list[Flaw]]:
    """Return the text of a UTF-8 file of at most `limit` MB, without a byte-order mark, and its flaws.

    With a flaw the text is only good for telling lines and columns.
    """
    try:
        about = path.stat()
        size = about.st_size
        if not stat.S_ISREG(about.st_mode):  # a pipe or a device would never end
            return "", [Flaw(0, "unreadable-file", {"reason": "not a file"})]
        if size > limit * MEGABYTE:
            return "", [too_large(size, limit)]
        raw = path.read_bytes()
    except FileNotFoundError:
        return "", [Flaw(0, "missing-file", {"nearest": nearest(path.name, _neighbours(path))})]
    except OSError as error:
        return "", [Flaw(0, "unreadable-file", {"reason": error.strerror or str(error)})]
    return decode(raw)


def text_of(raw: bytes, limit: int) -> tuple[str, list[Flaw]]:
    """Return the text of a content that is not on the disk, as `read_text` does."""
    return ("", [too_large(len(raw), limit)]) if len(raw) > limit * MEGABYTE else decode(raw)


def too_large(size: int, limit: int) -> Flaw:
    """Return what is wrong with a file of so many bytes, where so many MB are allowed."""
    return Flaw(0, "too-large", {"size": str(-(-size // MEGABYTE)), "limit": str(limit)})


def _neighbours(path: Path) -> list[str]:
    """Return the files beside `path` that were perhaps meant, like the departments.yaml.txt of a careful editor."""
    return [file.name for file in path.parent.glob("*") if file.name.casefold().startswith(path.stem.casefold())]


def parted(raw: bytes) -> tuple[bytes, str, list[Flaw]]:
    """Return the byte-order mark that `raw` begins with, which is no part of its text, and what `decode` returns."""
    return codecs.BOM_UTF8 if raw.startswith(codecs.BOM_UTF8) else b"", *decode(raw)


def decode(raw: bytes) -> tuple[str, list[Flaw]]:
    """Return the text of `raw` and what is wrong with it as a whole: encoding, NUL bytes, git's conflict markers."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "", [_UTF16]
    raw = raw.removeprefix(codecs.BOM_UTF8)
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        if _is_utf16(raw):
            return "", [_UTF16]
        before = raw[: error.start].decode()
        at = len(before)
        return before, [Flaw(at, "encoding", {"encoding": "GBK"}) if _is_gbk(raw) else Flaw(at, "no-encoding")]
    if "\0" in text:
        return (text, [Flaw(text.index("\0"), "nul-byte")]) if not _is_utf16(raw) else ("", [_UTF16])
    if "\ufeff" in text:  # files with a byte-order mark were joined
        return text, [Flaw(text.index("\ufeff"), "control-character", {"character": "U+FEFF"})]
    suspect = any(marker in text for marker in ("<<<<<<<", "=======", ">>>>>>>"))
    marker = _CONFLICT.search(text) if suspect else None
    return text, [Flaw(marker.start(), "conflict-marker")] if marker else []


def has_markers(raw: bytes) -> bool:
    """Return whether git's conflict markers stand in a content, in whatever encoding."""
    return _CONFLICT.search(raw.decode(errors="replace")) is not None


_UTF16 = Flaw(0, "encoding", {"encoding": "UTF-16"})


def _is_utf16(raw: bytes) -> bool:
    """Return whether there are noughts beside line ends: the upper halves of ASCII characters."""
    return b"\n\0" in raw or b"\0\n" in raw


def _is_gbk(raw: bytes) -> bool:
    """Return whether the bytes are Chinese in the encoding that offices' other programs write."""
    try:
        return re.search(r"[\u4e00-\u9fff]", raw.decode("gb18030")) is not None
    except UnicodeDecodeError:
        return False


def newline_of(text: str) -> str:
    """Return how the lines of a text end: as its first one does."""
    first = text.find("\n")
    return "\r\n" if first > 0 and text[first - 1] == "\r" else "\n"


def create_file(path: Path, content: bytes) -> None:
    """Write a file that outlasts a loss of power: it is there whole or not at all. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = half(path)
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


@contextmanager
def whole(path: Path) -> Iterator[BinaryIO]:
    """Hand over what takes the place of a file once it is whole; until then, and on a failure, the old one stays.

    A link stays a link; what is no file, like a pipe, is written to as it is. Raises OSError.
    """
    if path.exists() and not path.is_file():
        with path.open("wb") as stream:
            yield stream
        return
    real = path.resolve()
    _refuse_kept(real)
    beside = real.with_name(f".{real.name[-100:]}.{os.getpid()}.tmp")
    try:
        with beside.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if real.exists():
            shutil.copymode(real, beside)
        beside.replace(real)
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """Hand over a folder that takes the place of another once its files are whole; a failure leaves the old one.

    A link stays a link. Raises OSError.
    """
    real = path.resolve()
    _refuse_kept(real)
    beside, old = (real.with_name(f".{real.name[-100:]}.{os.getpid()}.{ending}") for ending in ("tmp", "old"))
    beside.mkdir()
    try:
        yield beside
        for file in beside.iterdir():
            _sync_file(file)
        if real.exists():
            shutil.copymode(real, beside)
            real.rename(old)
        try:
            beside.rename(real)
        except BaseException:
            if old.exists():
                old.rename(real)
            raise
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    sync_folder(real.parent)


def _refuse_kept(path: Path) -> None:
    """Raise PermissionError for what must not be written, although the folder around it lets it be replaced."""
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))


def _sync_file(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def half(path: Path) -> Path:
    """Return where `create_file` writes a file before it has its name."""
    return path.with_name(f"{path.name}.new")


def keep(path: Path) -> Path:
    """Keep the file as it is under another name beside it, so that it can be put back on a full disk; return that name.

    Where the system has no links for that, nothing is kept.
    """
    real = path.resolve()
    kept = real.with_name(f".{real.name}.old.tmp")
    with suppress(OSError):
        kept.unlink(missing_ok=True)
        os.link(real, kept)
    return kept


def strays(path: Path) -> Iterator[Path]:
    """Yield what `keep` and `replace_file` have left beside a file where they were killed."""
    yield from path.parent.glob(f".{glob.escape(path.name)}.*.tmp")


def replace_file(path: Path, content: bytes) -> None:
    """Put `content` in the place of a file at once: whoever looks, or loses power, sees the old file or the new one.

    A link stays a link, the file's permissions stay, and its group where the system lets it. Raises OSError, and then
    the old file is untouched.
    """
    real = path.resolve()
    handle, name = tempfile.mkstemp(prefix=f".{real.name}.", suffix=".tmp", dir=real.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(real, beside)
        if hasattr(os, "chown"):
            with suppress(OSError):
                os.chown(beside, -1, real.stat().st_gid)
        beside.replace(real)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    sync_folder(real.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder outlast a loss of power, where the system can: some shares refuse that."""
    if hasattr(os, "O_DIRECTORY"):
        with suppress(OSError):
            handle = os.open(folder, os.O_DIRECTORY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
