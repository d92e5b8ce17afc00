"""The door: the same question about the same files has the same answer, at once; anything else is asked anew."""

import os
import subprocess
import sys
from collections.abc import Callable
from collections.abc import Sequence
from pathlib import Path

import pytest

from ledger import cache
from ledger import door

Ask = Callable[..., tuple[int, str, str]]
QUESTIONS = (
    ("status",), (), ("list",), ("list", "--view", "measures"), ("show", "9"), ("overdue",), ("due",), ("score",),
    ("list", "--format", "json"),
)  # fmt: skip


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder that the cache is in."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    return tmp_path / "home" / "ledger"


@pytest.fixture
def ask(shipped: Path, home: Path, capfd: pytest.CaptureFixture[str]) -> Ask:
    """Return a function that goes through the door and returns the exit code and what was said on both streams."""
    assert not home.exists()

    def asked(*words: str, data: Path = shipped) -> tuple[int, str, str]:
        capfd.readouterr()
        with pytest.raises(SystemExit) as end:
            door.main([*words, "--data", str(data), "--lang", "en"])
        return (int(end.value.code or 0), *capfd.readouterr())

    return asked


def answers(home: Path) -> int:
    """Return how many answers and readings are kept."""
    return len([*home.glob("??/*")])


@pytest.mark.parametrize("words", QUESTIONS)
def test_the_same_answer(ask: Ask, monkeypatch: pytest.MonkeyPatch, words: Sequence[str]) -> None:
    """A second time nothing is worked out, and all that was said is said again."""
    first = ask(*words)
    assert (first[0], bool(first[1])) == (0, True)
    monkeypatch.setattr(door, "import_module", lambda _: pytest.fail("it is worked out"))
    assert ask(*words) == first
    with pytest.raises(pytest.fail.Exception):
        ask(*words, "--no-cache")


@pytest.mark.parametrize("file", ["items.yaml", "ledger.yaml", "大班额/items.yaml"])
def test_a_file_that_has_changed(ask: Ask, shipped: Path, file: str) -> None:
    """Any file of the ledger, of its parts too, makes it another question; the old text has the old answer again."""
    path = shipped / file
    before, text = ask("status", "--format", "json"), path.read_bytes()
    path.write_bytes(text + b"# \n")
    old = door.question(["status", "--data", str(shipped)], {})
    assert old
    key = old.key()
    path.write_bytes(text)
    assert old.key() != key
    assert ask("status", "--format", "json") == before


def test_evidence_that_comes(ask: Ask, shipped: Path) -> None:
    """A file beside those of the ledger may be evidence, so it makes another question as well."""
    asked = door.question(["status", "--data", str(shipped)], {})
    assert asked
    key = asked.key()
    (shipped / "evidence").mkdir()
    (shipped / "evidence" / "a.pdf").write_bytes(b"1")
    assert asked.key() != key
    assert ask("status")[0] == 0


@pytest.mark.parametrize(
    "words",
    [
        ("progress", "9", "--note", "status"),
        ("--lang", "en", "add", "title=status"),
        ("status", "--at", "HEAD"),
        ("status", "-o", "a.csv"),
        ("status", "--output=a.csv"),
        ("status", "--no-cache"),
        ("status", "--help"),
        ("status", "--data", "a", "--data", "b"),
        ("check",),
        ("log",),
    ],
)
def test_what_is_no_such_question(words: Sequence[str], shipped: Path) -> None:
    """Whatever writes, looks into git or at evidence, or goes elsewhere, is never answered from memory."""
    assert door.question([*words], {"LEDGER_DATA": str(shipped)}) is None


def test_where_no_ledger_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a ledger there is nothing to ask, which the command says itself."""
    monkeypatch.chdir(tmp_path)
    assert door.question(["status"], {}) is None


def test_faults_are_told_each_time(ask: Ask, shipped: Path, home: Path) -> None:
    """What ends in an error is no answer and is not kept."""
    (shipped / "items.yaml").write_text("- id: [", encoding="utf-8")
    first = ask("status")
    assert (first[0], first[2] != "") == (3, True)
    assert ask("status") == first
    assert not [path for path in home.glob("??/*") if b"[[" in path.read_bytes()]


@pytest.mark.parametrize("content", [b"x", b"[1]", b'{"a": 1}', b"[[1]]"])
def test_a_foreign_answer(ask: Ask, shipped: Path, home: Path, content: bytes) -> None:
    """What is no answer, though it bears the right name, is thrown away: it is worked out."""
    first = ask("status")
    for path in home.glob("??/*"):
        key = path.parent.name + path.name
        cache.Cache(home).put(key, content)
    assert ask("status") == first
    assert shipped.exists()


def test_another_day_and_another_width(shipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The day, the language and the width of the screen are part of the question."""
    words = ["status", "--data", str(shipped)]
    keys = []
    for environ in ({}, {"COLUMNS": "70"}, {"LANG": "zh_CN.UTF-8"}, {"NO_COLOR": "1"}, {"HOME": "/x"}):
        asked = door.question(words, environ)
        assert asked
        keys.append(asked.key())
    assert (len(set(keys)), keys[0] == keys[-1]) == (4, True)
    monkeypatch.setattr(door, "_around", lambda _: iter(["2024-01-01"]))
    other = door.question(words, {})
    assert other
    assert other.key() not in keys


@pytest.mark.parametrize("name", ["a.pdf", "b.yaml"])
def test_a_link_that_leads_elsewhere(shipped: Path, ask: Ask, name: str) -> None:
    """A link is told with what it leads to; one that leads nowhere is no hindrance."""
    evidence = shipped / "evidence"
    evidence.mkdir()
    for target in ("x", "y"):
        (shipped / target).mkdir()
    asked = door.question(["status", "--data", str(shipped)], {})
    assert asked
    keys = []
    for target in ("../nowhere", "../x", "../y", "../items.yaml"):
        (evidence / name).symlink_to(target)
        keys.append(asked.key())
        assert ask("status")[0] == 0
        (evidence / name).unlink()
    assert len({*keys, asked.key()}) == 5


def test_a_change_meanwhile(ask: Ask, shipped: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was worked out while a file changed is not kept as the answer for either."""
    keys = iter(["before", "after"])
    monkeypatch.setattr(door.Question, "key", lambda _: next(keys))
    assert ask("status")[0] == 0
    assert not (home / "be" / "fore").exists()
    assert shipped.exists()


def test_a_warm_answer_loads_little(shipped: Path, home: Path) -> None:
    """Behind the door neither YAML, models nor tables are loaded for what was answered before."""
    script = (
        "import sys; from ledger.door import main\n"
        "try: main(['status', '--data', sys.argv[1]])\n"
        "finally: print(sorted({'yaml', 'pydantic', 'rich', 'ledger.main'} & set(sys.modules)), file=sys.stderr)"
    )
    command = [sys.executable, "-c", script, str(shipped)]
    loaded = [subprocess.run(command, capture_output=True, text=True, check=True) for _ in range(2)]
    assert [done.stderr.splitlines()[-1] for done in loaded] == ["['ledger.main', 'pydantic', 'yaml']", "[]"]
    assert loaded[0].stdout == loaded[1].stdout
    assert home.is_dir()


def test_an_answer_that_nobody_takes(shipped: Path, home: Path) -> None:
    """Kept or not: a reader that has gone is no fault, a full disk has a sentence, and half an answer is not kept."""
    items = (shipped / "items.yaml").read_text(encoding="utf-8")
    (shipped / "items.yaml").write_text(items.replace("  lead:\n  - 区教委\n", "  lead:\n  - 区无此局\n", 1), "utf-8")
    command = [sys.executable, "-m", "ledger", "status", "--data", str(shipped), "--lang", "en"]
    for kept in (False, True):
        reader, writer = os.pipe()
        os.close(reader)
        gone = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, text=True, check=False)
        os.close(writer)
        with Path("/dev/full").open("wb") as full:
            refused = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
        assert (gone.returncode, gone.stderr) == (1, ""), kept
        assert (refused.returncode, "No space left on device" in refused.stderr) == (3, True), kept
        assert "Traceback" not in refused.stderr
        whole = subprocess.run(command, capture_output=True, text=True, check=True)
        anew = subprocess.run([*command, "--no-cache"], capture_output=True, text=True, check=True)
        assert (whole.stdout, whole.stderr) == (anew.stdout, anew.stderr)
        assert "errors" in whole.stderr
        assert answers(home)


def test_stopped_at_the_door(shipped: Path) -> None:
    """Who is stopped before anything is loaded ends without a traceback."""
    script = (
        "import sys; from ledger import door\n"
        "def stopped(_): raise KeyboardInterrupt\n"
        "door.import_module = stopped\n"
        "door.main(['status', '--data', sys.argv[1]])"
    )
    done = subprocess.run([sys.executable, "-c", script, str(shipped)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")
