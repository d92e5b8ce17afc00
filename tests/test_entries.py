"""Items are read entry by entry, each once, and always say what a reading of the whole would say."""

import os
import re
import sys
from collections.abc import Callable
from collections.abc import Generator
from collections.abc import Iterable
from concurrent.futures import process as futures
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from ledger import entries
from ledger import git as system
from ledger import history
from ledger import store
from ledger import workers
from ledger import yamltext
from ledger.cache import NOTHING
from ledger.cache import Cache
from ledger.entries import Known
from ledger.errors import Flaw
from ledger.yamltext import Value
from sharing import Git
from sharing import no_processes

T = TypeVar("T")
R = TypeVar("R")

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


def same(text: str) -> bool:
    """Return whether a text was read by sections, also of one entry; then it says what a reading of the whole says."""
    found = entries.read(text, NOTHING)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(entries, "_MEAN", 1)
        assert entries.read(text, NOTHING) in (found, None)
    items, flaws, faults = store.read_items(text)
    assert found is None or (found.items == items and not flaws)
    assert found is None or all(fault.code == "duplicate-id" for fault in faults)
    return found is not None


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
@settings(max_examples=500, deadline=None)
def test_entries_say_what_the_whole_says(text: str) -> None:
    """However entries, quotes, brackets and comments come together: cut at the dashes, or read whole."""
    same(text)


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_bad_files_are_never_read_by_entries(file: Path) -> None:
    """A file with an error of shape is not taken for a sound one because its parts look sound."""
    text = file.read_bytes().decode(errors="replace")
    same(text.removeprefix("\ufeff"))


def test_the_shipped_ledger_is_read_by_entries(shipped: Path) -> None:
    """The real ledger takes the fast way."""
    assert same((shipped / "items.yaml").read_text(encoding="utf-8"))


@given(st.lists(st.sampled_from(PIECES), max_size=8), st.lists(st.sampled_from(PIECES), max_size=8))
@settings(max_examples=300, deadline=None)
def test_what_is_known_is_the_same(before: list[str], after: list[str]) -> None:
    """A text that is read after another one says the same as if that one had never been."""
    known = Known()
    old, new = "".join(before), "".join(after)
    items, flaws, faults = store.read_items(old)
    if not flaws and not faults:
        known.learn(old, items)
    assert store.read_items(new, known) == store.read_items(new)


def many(count: int) -> list[str]:
    """Return the texts of so many items."""
    return [f"- id: {n}\n  area: A\n  kind: problem\n  title: T{n}\n" for n in range(1, count + 1)]


def test_what_is_kept_is_the_same(tmp_path: Path) -> None:
    """A text that is read again says what it said; where what was kept is torn, it is read as if nothing were."""
    text, kept = "".join(many(1000)), Cache(tmp_path)
    first, again = entries.read(text, kept), entries.read(text, kept)
    assert first
    assert again
    assert (first.items, first.remembered, again.remembered) == (again.items, False, True)
    assert len(first.items) == 1000
    for path in tmp_path.glob("??/*"):
        path.write_bytes(b"torn")
    assert entries.read(text, kept) == first


@pytest.mark.parametrize("lack", ["", "no semaphores", "no module"])
def test_side_by_side_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lack: str) -> None:
    """What several processes read is what one reads, in its order; where none can be begun, this one reads alone."""
    text = "".join(many(1000))
    alone = entries.read(text, NOTHING)
    answered: list[int] = []
    real = workers.in_turn

    def counted(work: Callable[[T], R], things: Iterable[T], most: int) -> Generator[R, None, None]:
        answered.append(0)
        for answer in real(work, things, most):
            answered[-1] += 1
            yield answer

    monkeypatch.setattr(entries, "_WORTH", 10_000)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    monkeypatch.setattr(workers, "in_turn", counted)
    if lack == "no semaphores":
        monkeypatch.setattr(futures, "_check_system_limits", no_processes)
    elif lack:
        monkeypatch.setitem(sys.modules, "ledger.workers", None)
    kept = Cache(tmp_path)
    assert entries.read(text, kept) == alone
    assert entries.read(f"{text}- id: 1001\n", NOTHING) is None  # what lacks a title is to be read whole
    sections = len([*tmp_path.glob("??/*")])
    assert sections > 2
    assert answered == {"": [sections, sections], "no semaphores": [0, 0], "no module": []}[lack]
    again = entries.read(text, kept)
    assert again
    assert (again.items, again.remembered) == (alone and alone.items, True)
    assert len(answered) <= 2


@pytest.mark.parametrize("changed", [0, 500, 999])
def test_a_change_costs_one_section(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: int) -> None:
    """Where one entry is another one, is gone or is new, all but the entries around it are known."""
    parts, kept = many(1000), Cache(tmp_path)
    entries.read("".join(parts), kept)
    parsed: list[str] = []
    real = yamltext.parse

    def counted(text: str) -> tuple[Value, list[Flaw]]:
        parsed.append(text)
        return real(text)

    monkeypatch.setattr(yamltext, "parse", counted)
    new = "- id: 2000\n  area: A\n  kind: problem\n  title: new\n"
    for some in ([new], [], [new, parts[changed]]):
        now = "".join([*parts[:changed], *some, *parts[changed + 1 :]])
        parsed.clear()
        found = entries.read(now, kept)
        assert found
        assert 0 < sum(text.count("- id:") for text in parsed) <= 256
        assert found.items == store.read_items(now)[0]


def test_each_entry_is_parsed_once(git: Git, versioned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of all versions together, only entries that differ are parsed."""
    items = versioned / "items.yaml"
    for number in range(5):
        items.write_text(
            items.read_text(encoding="utf-8").replace("- id: 9\n", f"- id: 9\n  # {number}\n"), encoding="utf-8"
        )
        git("commit", "--quiet", "--all", f"--message={number}")
    parsed: list[str] = []
    real = yamltext.parse

    def counted(text: str) -> tuple[Value, list[Flaw]]:
        parsed.extend(re.findall(r"(?m)^- id: [0-9]+$(?:\n(?!-).*)*", text))
        return real(text)

    monkeypatch.setattr(yamltext, "parse", counted)
    repository = system.find(versioned)
    assert repository is not None
    with history.past(repository, versioned) as past:
        after = [version.after for version in past.versions("HEAD")]
    assert len(after) == 6
    assert len(parsed) == len(set(parsed)) == 18 + 5
    assert all(ledger and len(ledger.items) == 18 for ledger in after)
