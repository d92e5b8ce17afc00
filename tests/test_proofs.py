"""Faults and crowds lose nothing: the proofs of tools/prove.py at small sizes, and what the system refuses."""

import os
import re
import resource
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from ledger.store import load
from sharing import Git

PROVE = Path(__file__).parent.parent / "tools" / "prove.py"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("crowd --processes 5 --changes 4", "5 processes x 4 changes: all there, 20 versions"),
        ("kill --moments 6", "15 named steps and 6 random moments"),
        ("kill --moments 3 --group --seed 2", "3 random moments of the whole group"),
        ("fuzz --examples 1000", "1000 files"),
    ],
)
def test_proofs_at_a_small_size(words: str, said: str) -> None:
    """Many writers, processes killed at each step, hostile files: what must hold holds."""
    done = subprocess.run([sys.executable, PROVE, *words.split()], capture_output=True, text=True, check=False)
    assert (done.returncode, said in done.stdout) == (0, True), done.stdout + done.stderr


def ledger(
    data: Path, *words: str, before: Sequence[str] = (), limit: int | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, where no file may become larger than `limit` bytes."""
    return subprocess.run(
        [*before, sys.executable, "-m", "ledger", *words, "--data", str(data), "--lang", "en"],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=(lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))) if limit is not None else None,
    )


@pytest.mark.parametrize("limit", [0, 100, 1000, 8192, 20_000])
def test_no_room_leaves_the_old_content(versioned: Path, git: Git, limit: int) -> None:
    """Where the disk takes no more, the file, git and the evidence are what they were, and the sentence says why."""
    before = (versioned / "items.yaml").read_bytes()
    paper = versioned.parent / "a.pdf"
    paper.write_bytes(b"x" * 500)
    done = ledger(versioned, "progress", "9", "--note", "x", "--evidence", str(paper), limit=limit)
    assert done.returncode == 4, done.stderr
    assert re.search(r"File too large|git refused", done.stderr)
    assert "Nothing was changed" in done.stderr
    assert (versioned / "items.yaml").read_bytes() == before
    assert git("status", "--porcelain") == "?? a.pdf"
    assert ledger(versioned, "progress", "9", "--note", "x").returncode == 0
    assert git("status", "--porcelain") == "?? a.pdf"


@pytest.mark.parametrize(("name", "mode"), [("items.yaml", 0o444), (".", 0o555), ("../.git", 0o555)])
def test_what_may_not_be_written(versioned: Path, git: Git, as_a_user: Sequence[str], name: str, mode: int) -> None:
    """A protected file, folder or repository is left alone with a sentence; the evidence is taken back as well."""
    before, head = (versioned / "items.yaml").read_bytes(), git("rev-parse", "HEAD")
    paper = versioned.parent / "a.pdf"
    paper.write_bytes(b"approved")
    (versioned / name).chmod(mode)
    try:
        done = ledger(versioned, "progress", "9", "--note", "x", "--evidence", str(paper), before=as_a_user)
    finally:
        (versioned / name).chmod(0o755 if (versioned / name).is_dir() else 0o644)
    assert (done.returncode, "Nothing was changed" in done.stderr) == (4, True), done.stderr
    assert (versioned / "items.yaml").read_bytes() == before
    assert (git("rev-parse", "HEAD"), git("status", "--porcelain")) == (head, "?? a.pdf")


def test_a_file_that_is_changed_underneath(versioned: Path, git: Git, tmp_path: Path) -> None:
    """Whoever saves between reading and writing wins: the change is refused, and theirs is what stands there."""
    hook = tmp_path / "editor.sh"
    hook.write_text(
        f"#!/bin/sh\nsed -i 's/note: x/note: y/' \"$1\"\necho '# 手改' >> '{versioned}/items.yaml'\n", encoding="utf-8"
    )
    hook.chmod(0o755)
    assert ledger(versioned, "progress", "9", "--note", "x").returncode == 0
    edited = subprocess.run(
        [sys.executable, "-m", "ledger", "edit", "9", "--data", str(versioned), "--lang", "en"],
        env=os.environ | {"EDITOR": str(hook), "VISUAL": str(hook)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert edited.returncode in {4, 5}, edited.stderr
    assert (versioned / "items.yaml").read_text(encoding="utf-8").endswith("# 手改\n")
    assert [entry.note for entry in load(versioned).ledger.items[8].log] == ["x"]
    assert git("rev-list", "--count", "HEAD") == "2"


def test_a_change_keeps_the_mode_and_the_link(versioned: Path, git: Git, tmp_path: Path) -> None:
    """A linked file with a mode of its own stays linked and keeps its mode, through a crash as well."""
    real = tmp_path / "real.yaml"
    (versioned / "items.yaml").rename(real)
    (versioned / "items.yaml").symlink_to(real)
    real.chmod(0o664)
    git("add", ".")
    git("commit", "--quiet", "--message=link")
    assert ledger(versioned, "progress", "9", "--note", "x").returncode == 0
    assert (versioned / "items.yaml").is_symlink()
    assert real.stat().st_mode & 0o777 == 0o664
    assert git("show", "--format=", "--name-only", "HEAD") == "real.yaml"
