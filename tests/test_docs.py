"""The documents are true: every command and file is in them, the catalogue is whole, pictures are today's."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from ledger.main import TABLE
from ledger.sentences import SENTENCES

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")


def test_catalogue() -> None:
    """Every message has a Chinese translation with the same placeholders, and no file of the catalogue is stale."""
    ended = subprocess.run(
        [sys.executable, "tools/catalogue.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, ""), ended.stdout


def test_columns() -> None:
    """docs/parquet.md describes every column as the code has it."""
    ended = subprocess.run([sys.executable, "tools/columns.py", "--check"], cwd=ROOT, check=False)
    assert ended.returncode == 0, "python tools/columns.py brings it up to date"


@pytest.mark.parametrize("command", [name for names in TABLE.values() for name in names])
def test_readme_names_every_command(command: str) -> None:
    """Each command stands in the README."""
    assert f"`ledger {command}" in README


def test_readme_begins_with_the_set_up() -> None:
    """The first block of commands has two lines: the main job, and the tests."""
    block = re.search(r"```sh\n(.*?)```", README, re.DOTALL)
    assert block is not None
    first, second = block[1].strip().splitlines()
    assert first.endswith("ledger status")
    assert "pytest" in second


def test_links_lead_somewhere() -> None:
    """Every relative link in the documents names a file that is there."""
    for document in ROOT.glob("*.md"):
        for link in re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8")):
            assert (ROOT / link).exists(), f"{document.name}: {link}"


def test_architecture_has_a_sentence_for_every_file() -> None:
    """Each module of the package is named in ARCHITECTURE.md, and none that is not there."""
    modules = {
        path.relative_to(ROOT).as_posix() for path in (ROOT / "ledger").rglob("*.py") if path.name != "__init__.py"
    }
    named = set(re.findall(r"^- `(ledger/[\w/]+\.py)`", ARCHITECTURE, re.MULTILINE))
    assert named == modules


def test_every_code_is_used() -> None:
    """No sentence stands in the table that no code can say."""
    source = "\n".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "ledger").rglob("*.py") if path.stem != "sentences"
    )
    assert [code for code in SENTENCES if f'"{code}"' not in source] == []
