"""The cache: what was kept comes back as it was, or not at all; nothing is kept without end."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from ledger import cache
from ledger.cache import Cache

KEY = cache.key("a kind", "a part")


def test_what_was_kept_comes_back(tmp_path: Path) -> None:
    """A content is found under its key and no other."""
    kept = Cache(tmp_path)
    assert kept.get(KEY) is None
    kept.put(KEY, b"what\nwas")
    assert (kept.get(KEY), kept.get(cache.key("a kind", "b"))) == (b"what\nwas", None)
    assert [path.stat().st_mode & 0o077 for path in tmp_path.glob("??/*")] == [0]


@pytest.mark.parametrize("torn", [b"", b"x", b"ledger-cache", b"ledger-cache other 0\nwhat"])
def test_what_is_foreign_is_thrown_away(tmp_path: Path, torn: bytes) -> None:
    """An entry that is torn, or was put there by another hand, is no entry, and is gone."""
    kept = Cache(tmp_path)
    kept.put(KEY, b"what was")
    [path] = tmp_path.glob("??/*")
    path.write_bytes(torn)
    assert (kept.get(KEY), path.exists()) == (None, False)


def test_a_pipe_in_the_place_of_an_entry(tmp_path: Path) -> None:
    """Nobody waits for what might be written into it."""
    kept = Cache(tmp_path)
    kept.put(KEY, b"what was")
    [path] = tmp_path.glob("??/*")
    path.unlink()
    os.mkfifo(path)
    assert (kept.get(KEY), path.exists()) == (None, False)


def test_a_content_that_was_altered(tmp_path: Path) -> None:
    """One letter that is another makes it foreign; so does the name of another key."""
    kept = Cache(tmp_path)
    kept.put(KEY, b"what was")
    [path] = tmp_path.glob("??/*")
    path.write_bytes(path.read_bytes().replace(b"was", b"is!"))
    assert kept.get(KEY) is None
    kept.put(KEY, b"what was")
    other = cache.key("another")
    (tmp_path / other[:2]).mkdir(exist_ok=True)
    shutil.copy(path, tmp_path / other[:2] / other[2:])
    assert kept.get(other) is None


def test_the_oldest_goes_first(tmp_path: Path) -> None:
    """Where there is too much, the entries that were used last stay."""
    keys = [cache.key("n", str(n)) for n in range(8)]
    for n, each in enumerate(keys):
        Cache(tmp_path).put(each, b"x" * 50)
        for path in tmp_path.glob(f"{each[:2]}/{each[2:]}"):
            os.utime(path, (n, n))
    kept = Cache(tmp_path, room=1000)
    kept.trim()
    assert [n for n, each in enumerate(keys) if kept.get(each)] == [5, 6, 7]


def test_what_is_of_a_day_to_come_goes_first(tmp_path: Path) -> None:
    """Where the clock was set back, what was kept before does not take the room of what is kept now."""
    keys = [cache.key("n", str(n)) for n in range(8)]
    for n, each in enumerate(keys):
        Cache(tmp_path).put(each, b"x" * 50)
        os.utime(tmp_path / each[:2] / each[2:], (n, n if n > 4 else 2**33))
    kept = Cache(tmp_path, room=1000)
    kept.trim()
    assert [n for n, each in enumerate(keys) if kept.get(each)] == [5, 6, 7]


def test_it_is_looked_now_and_then(tmp_path: Path) -> None:
    """Whatever is put in, hardly more is kept than there is room for; small entries are not counted each time."""
    kept = Cache(tmp_path, room=100_000)
    for n in range(800):
        kept.put(cache.key("n", str(n)), b"x" * 1000)
    assert 0 < sum(path.stat().st_size for path in tmp_path.glob("??/*")) < 120_000


def test_there_is_no_room_for_everything(tmp_path: Path) -> None:
    """A content that would drive out all others is not kept."""
    kept = Cache(tmp_path, room=100)
    kept.put(KEY, b"x" * 80)
    assert kept.get(KEY) is None


def test_where_nothing_can_be_kept(tmp_path: Path) -> None:
    """Without a folder, or with a file in its place, everything works and nothing is kept."""
    (tmp_path / "file").write_text("x")
    for kept in (Cache(None), Cache(tmp_path / "file")):
        kept.put(KEY, b"what was")
        assert kept.get(KEY) is None
        kept.trim()


def test_a_full_disk(tmp_path: Path) -> None:
    """What cannot be written whole leaves nothing behind."""
    script = (
        "import resource, signal, sys; from pathlib import Path; from ledger.cache import Cache\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "Cache(Path(sys.argv[1])).put(sys.argv[2], bytes(100_000))"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path), KEY], check=True)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_crowded_place(tmp_path: Path) -> None:
    """What cannot be put in its place leaves nothing beside it."""
    place = tmp_path / KEY[:2] / KEY[2:]
    (place / "inside").mkdir(parents=True)
    Cache(tmp_path).put(KEY, b"what was")
    assert list(place.parent.iterdir()) == [place]


def test_the_name_that_git_has() -> None:
    """A content has the name of git's own."""
    assert cache.blob(b"hello\n") == "ce013625030ba8dba906f756967f9e9ca394464a"


def test_parts_do_not_run_together() -> None:
    """Two lists of parts that read alike have different keys."""
    assert cache.key("a", "bc", "d") != cache.key("a", "b", "cd")


def test_a_cache_that_may_not_be_entered(shipped: Path, tmp_path: Path, as_a_user: Sequence[str]) -> None:
    """Folders that another user has made, as with sudo, cost time alone."""
    place = tmp_path / "cache"
    environ = {**os.environ, "XDG_CACHE_HOME": str(place)}
    command = [sys.executable, "-m", "ledger", "list", "--data", str(shipped)]
    first = subprocess.run(command, env=environ, capture_output=True, text=True, check=True)
    for folder in (place / "ledger").iterdir():
        folder.chmod(0)
    command = [*as_a_user, *command]
    again = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    for folder in (place / "ledger").iterdir():
        folder.chmod(0o700)
    assert (again.returncode, again.stdout, again.stderr) == (0, first.stdout, first.stderr)
