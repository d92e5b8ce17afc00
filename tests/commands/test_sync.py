"""`ledger sync`, `resolve` and `doctor` in real clones of one bare repository."""

import json
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner
from click.testing import Result

from ledger.main import cli
from ledger.shell import Surroundings
from ledger.store import load

Git = Callable[..., str]
TODAY = date(2024, 7, 15)


class Clone(NamedTuple):
    """Somebody's copy of the shared ledger."""

    top: Path

    @property
    def data(self) -> Path:
        """Return the ledger's folder."""
        return self.top / "data"

    def run(self, *words: str, asks: bool = False, typed: str = "") -> Result:
        """Run a command here."""
        around = Surroundings(today=TODAY, environ={}, asks=asks)
        return CliRunner().invoke(cli, [*words, "--data", str(self.data), "--lang", "en"], obj=around, input=typed)

    def done(self, *words: str) -> str:
        """Run a command that succeeds, and return what it says."""
        ran = self.run(*words)
        assert ran.exit_code == 0, ran.output
        return ran.stderr

    def git(self, *words: str) -> str:
        """Run git here."""
        done = subprocess.run(["git", *words], cwd=self.top, check=True, capture_output=True, text=True)
        return done.stdout.strip()


@pytest.fixture
def clones(versioned: Path, git: Git, tmp_path_factory: pytest.TempPathFactory) -> tuple[Clone, Clone]:
    """Return two clones, of 王芳 and 李四, of one bare repository that holds the shipped ledger."""
    place = tmp_path_factory.mktemp("shared")
    git("clone", "--quiet", "--bare", str(versioned.parent), str(place / "all.git"))
    made = []
    for name in ("王芳", "李四"):
        git("clone", "--quiet", str(place / "all.git"), str(place / name))
        clone = Clone(place / name)
        clone.git("config", "user.name", name)
        clone.git("config", "user.email", f"{name}@example.cn")
        made.append(clone)
    return made[0], made[1]


def test_two_people_sync(clones: tuple[Clone, Clone]) -> None:
    """Changes of different kinds to one item come together, without a conflict, in copies nobody has set up."""
    one, other = clones
    one.done("progress", "2", "--note", "已检查56所", "--on", "2024-06-03")
    other.done("set", "2", "person=张三")
    other.done("progress", "2", "--note", "已约谈12所", "--on", "2024-06-01")
    assert one.done("sync").splitlines()[-1] == "0 versions of others were taken over; 1 version was sent."
    assert other.done("sync").splitlines()[-1] == "1 version of others was taken over; 3 versions were sent."
    assert one.done("sync").splitlines()[-1] == "3 versions of others were taken over; 0 versions were sent."
    assert one.done("sync") == other.done("sync") == "Nothing new on either side.\n"
    assert one.git("rev-parse", "HEAD") == other.git("rev-parse", "HEAD")
    [item] = [item for item in load(one.data).ledger.items if item.id == "2"]
    assert [getattr(entry, "note", None) for entry in item.log] == ["已约谈12所", "已检查56所"]
    assert (item.person, item.status) == ("张三", "in_progress")
    assert one.run("check", "--history").exit_code == 0


@pytest.fixture
def torn(clones: tuple[Clone, Clone]) -> Clone:
    """Return a clone in which a sync has met two conflicts, and something that merges."""
    one, other = clones
    one.done("set", "2", "person=张三")
    one.done("set", "3", "person=赵六")
    one.done("progress", "4", "--note", "已部署", "--on", "2024-06-03")
    other.done("set", "2", "person=李四")
    other.done("set", "3", "person=钱七")
    one.done("sync")
    refused = other.run("sync")
    assert refused.exit_code == 4
    assert "ledger resolve" in refused.stderr
    return other


def test_what_is_open_is_shown(torn: Clone) -> None:
    """Both sides are told with author and day, as a table and as facts; nothing is settled by looking."""
    shown = torn.run("resolve")
    assert shown.exit_code == 1
    assert "李四 (李四, " in shown.stdout
    assert "张三 (王芳, " in shown.stdout
    facts = json.loads(torn.run("resolve", "--format", "json").stdout)
    assert [(each["record"], each["path"], each["ours"]["value"], each["theirs"]["value"]) for each in facts] == [
        ("2", ["person"], "李四", "张三"),
        ("3", ["person"], "钱七", "赵六"),
    ]
    assert torn.run("sync").exit_code == 4


def test_what_is_open_is_settled(torn: Clone) -> None:
    """Choices are taken for each record, the rest by side; the merge becomes a version, and sync sends it."""
    settled = torn.run("resolve", "2=theirs", "--ours")
    assert settled.exit_code == 0, settled.output
    assert settled.stderr == "Settled, and the merge is made a version.\n"
    items = {item.id: item for item in load(torn.data).ledger.items}
    assert (items["2"].person, items["3"].person, len(items["4"].log)) == ("张三", "钱七", 1)
    torn.done("sync")
    assert torn.run("resolve").exit_code == 2


def test_somebody_is_asked(torn: Clone) -> None:
    """In a terminal each choice is asked for, until it is one."""
    settled = torn.run("resolve", asks=True, typed="both\ntheirs\nours\n")
    assert settled.exit_code == 0, settled.output
    assert "both does not say which side is chosen." in settled.stderr
    items = {item.id: item for item in load(torn.data).ledger.items}
    assert (items["2"].person, items["3"].person) == ("张三", "钱七")


@pytest.mark.parametrize(
    ("words", "told"),
    [(("9=ours",), "9 is not open in this merge."), (("2=mine",), "2=mine does not say which side is chosen.")],
)
def test_choices_that_are_none(torn: Clone, words: tuple[str, ...], told: str) -> None:
    """What is not open, or no side, is said, and nothing is settled."""
    refused = torn.run("resolve", *words)
    assert (refused.exit_code, told in refused.stderr) == (2, True)
    assert "<<<<<<<" in (torn.data / "items.yaml").read_text(encoding="utf-8")


def test_a_merge_that_git_made_by_lines(clones: tuple[Clone, Clone]) -> None:
    """Where a clone without the driver has left markers of git's, most of it is settled by meaning alone."""
    one, other = clones
    one.done("progress", "2", "--note", "甲", "--on", "2024-06-03")
    other.done("progress", "2", "--note", "乙", "--on", "2024-06-01")
    one.done("sync")
    with pytest.raises(subprocess.CalledProcessError):
        other.git("pull", "--quiet", "--no-rebase", "--no-edit")
    assert other.run("resolve").exit_code == 0
    [item] = [item for item in load(other.data).ledger.items if item.id == "2"]
    assert [getattr(entry, "note", None) for entry in item.log] == ["乙", "甲"]
    other.done("sync")


def test_without_a_shared_copy(clones: tuple[Clone, Clone]) -> None:
    """A copy that goes with none, one that is gone, and one that takes nothing each have a sentence."""
    one, other = clones
    one.done("set", "2", "person=张三")
    shared = Path(one.git("config", "remote.origin.url"))
    hook = shared / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\necho read-only\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    refused = one.run("sync")
    assert (refused.exit_code, "takes nothing from here" in refused.stderr) == (4, True)
    shared.rename(shared.with_name("gone.git"))
    away = one.run("sync")
    assert (away.exit_code, "cannot be reached" in away.stderr) == (3, True)
    other.git("branch", "--unset-upstream")
    alone = other.run("sync")
    assert (alone.exit_code, "goes with no shared one" in alone.stderr) == (2, True)
    assert load(one.data).ledger.items[1].person == "张三"


def test_an_interrupted_sync_goes_on(clones: tuple[Clone, Clone]) -> None:
    """A merge that was settled by hand and not made a version is finished by the next sync, and sent."""
    one, other = clones
    one.done("set", "2", "person=张三")
    other.done("set", "3", "person=李四")
    one.done("sync")
    other.git("fetch", "--quiet")
    other.git("merge", "--quiet", "--no-commit", "@{upstream}")
    other.done("sync")
    one.done("sync")
    assert [item.person for item in load(one.data).ledger.items[1:3]] == ["张三", "李四"]


def test_doctor(clones: tuple[Clone, Clone]) -> None:
    """A fresh copy lacks merging by meaning; --fix sets it up here and, in a version, for every copy."""
    one, other = clones
    assert one.run("doctor").exit_code == 1
    fixed = one.run("doctor", "--fix")
    assert fixed.exit_code == 0, fixed.output
    assert fixed.stdout.count("put right") == 2
    assert one.git("log", "-1", "--format=%s") == "doctor: merge by meaning"
    assert {
        each["need"]: each["well"] for each in json.loads(one.run("doctor", "--format", "json").stdout)
    } == dict.fromkeys(("git", "repository", "name", "driver", "attributes", "history", "office"), True)
    one.done("sync")
    told = "git would merge this ledger by its lines in this copy: ledger doctor --fix\n"
    assert other.done("sync").endswith("1 version of others was taken over; 0 versions were sent.\n")
    assert other.done("set", "2", "person=张三") == told
    assert json.loads(other.run("doctor", "--format", "json").stdout)[3:5] == [
        {"need": "driver", "well": False, "mended": False},
        {"need": "attributes", "well": True, "mended": False},
    ]


def test_doctor_outside_of_a_repository(shipped: Path) -> None:
    """Without a repository it says so, and --fix makes none."""
    around = Surroundings(today=TODAY, environ={})
    told = CliRunner().invoke(cli, ["doctor", "--fix", "--data", str(shipped), "--lang", "en"], obj=around)
    assert told.exit_code == 1
    assert "git init, then ledger save" in told.stdout
