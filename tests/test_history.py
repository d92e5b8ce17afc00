"""The past is read entry by entry, each once, and always says what a reading of the whole would say."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from ledger import git as system
from ledger import history
from ledger import store
from ledger.errors import Fault
from ledger.errors import Flaw
from ledger.history import Past
from ledger.model import Item

Git = Callable[..., str]

BAD = sorted((Path(__file__).parent / "bad").glob("*.yaml"))
PIECES = [
    "- id: 1\n  area: A\n  kind: problem\n  title: T\n",
    "- id: 2\n  area: A\n  kind: both\n  title: |\n    - id: 3\n     x\n",
    "-\n  id: 4\n  area: A\n  kind: both\n  title: T # 注\n",
    "- {id: 5, area: A, kind: both,\n  title: T}\n",
    '- id: 6\n  area: A\n  kind: both\n  title: "T\n- id: 7"\n',
    "- id: 8\n  area: A\n  kind: both\n  title: 'T\n\n- x: y'\n",
    "- [a,\n- b]\n",
    "# 注\n",
    "\n",
    "---\n",
    "...\n",
    "[]\n",
    "- id: 1\r\n  area: A\r\n  kind: problem\r\n  title: T\r\n",
    "-- x\n",
    "- &a x\n",
    "- *a\n",
    "  measures:\n  - id: 1.1\n    text: X\n",
]


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Past:
    """Return a reader of the past that has nothing to read from: only texts are handed to it here."""
    folder = tmp_path_factory.mktemp("past")
    repository = system.Repository(folder, folder, folder)
    return Past(repository, folder, lambda _: b"")


def same(past: Past, text: str) -> bool:
    """Return whether a text was read entry by entry; then it says what a reading of the whole says."""
    found = past.by_entries(text)
    items, flaws, faults = store.read_items(text)
    assert found is None or (found == items and not flaws and not faults)
    return found is not None


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
@settings(max_examples=500, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_entries_say_what_the_whole_says(past: Past, text: str) -> None:
    """However entries, quotes, brackets and comments come together: cut at the dashes, or read whole."""
    same(past, text)


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_bad_files_are_never_read_by_entries(past: Past, file: Path) -> None:
    """A file with an error of shape is not taken for a sound one because its parts look sound."""
    text = file.read_bytes().decode(errors="replace")
    same(past, text.removeprefix("\ufeff"))


def test_the_shipped_ledger_is_read_by_entries(past: Past, shipped: Path) -> None:
    """The real ledger takes the fast way."""
    assert same(past, (shipped / "items.yaml").read_text(encoding="utf-8"))


def test_each_entry_is_parsed_once(git: Git, versioned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of all versions together, only entries that differ are parsed."""
    items = versioned / "items.yaml"
    for number in range(5):
        items.write_text(
            items.read_text(encoding="utf-8").replace("- id: 9\n", f"- id: 9\n  # {number}\n"), encoding="utf-8"
        )
        git("commit", "--quiet", "--all", f"--message={number}")
    parsed: list[str] = []
    real = store.read_items

    def counted(text: str) -> tuple[tuple[Item, ...], list[Flaw], list[Fault]]:
        parsed.append(text)
        return real(text)

    monkeypatch.setattr(store, "read_items", counted)
    repository = system.find(versioned)
    assert repository is not None
    with history.past(repository, versioned) as past:
        versions = list(past.versions("HEAD"))
    assert len(versions) == 6
    assert len(parsed) == len(set(parsed)) == 18 + 5
    assert all(version.after and len(version.after.items) == 18 for version in versions)
