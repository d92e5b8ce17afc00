"""`ledger doctor` in real clones of one bare repository, and where there is none."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from click.testing import Result

from ledger.main import cli
from ledger.shell import Surroundings
from sharing import TODAY
from sharing import Clone


def test_doctor(clones: tuple[Clone, Clone]) -> None:
    """A fresh copy lacks merging by meaning; --fix sets it up here and, in a version, for every copy."""
    one, other = clones
    assert one.run("doctor").exit_code == 1
    fixed = one.run("doctor", "--fix")
    assert fixed.exit_code == 0, fixed.output
    assert fixed.stdout.count("put right") == 2
    assert one.git("log", "-1", "--format=%s") == "doctor: merge by meaning"
    told = {each["need"]: each["well"] for each in json.loads(one.run("doctor", "--format", "json").stdout)}
    needs = ("git", "repository", "name", "driver", "attributes", "history", "merged", "readable", "office")
    assert told == dict.fromkeys(needs, True)
    one.done("sync")
    warned = "git in this copy does not merge this ledger by meaning yet: ledger doctor --fix\n"
    assert other.done("sync").endswith("1 version of others was taken over; 0 versions were sent.\n")
    assert other.done("set", "2", "person=张三") == warned
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


def test_doctor_where_nobody_has_a_name(clones: tuple[Clone, Clone]) -> None:
    """Who has told git no name is told to; --fix cannot guess it."""
    one, _ = clones
    one.git("config", "--unset", "user.email")
    told = {each["need"]: each["well"] for each in json.loads(one.run("doctor", "--format", "json").stdout)}
    assert (told["name"], told["git"]) == (False, True)


def test_doctor_without_git(clones: tuple[Clone, Clone], monkeypatch: pytest.MonkeyPatch) -> None:
    """Without git it says so, and nothing of what rests on git."""
    monkeypatch.setenv("PATH", "")
    told = json.loads(clones[0].run("doctor", "--format", "json").stdout)
    assert told[0] == {"need": "git", "well": False, "mended": False}
    assert [each["need"] for each in told] == ["git", "readable", "office"]


def test_doctor_in_the_middle_of_a_merge(clones: tuple[Clone, Clone]) -> None:
    """Whoever is lost in a conflict is told that one is open, and that nothing can be read meanwhile."""
    one, other = clones
    for clone in clones:
        clone.done("set", "2", f"person={clone.top.name}")
        clone.done("set", "3", f"person={clone.top.name}")
    one.done("sync")
    refused = other.run("sync")
    assert "Others have changed the same as you: 2, 3; the merge is open" in refused.stderr
    told = {each["need"]: each["well"] for each in json.loads(other.run("doctor", "--format", "json").stdout)}
    assert (told["merged"], told["readable"]) == (False, False)
    assert "ledger resolve" in other.run("doctor").stdout
    assert "To choose one by one: ledger resolve" in other.run("status").stderr


@pytest.mark.parametrize(("before", "after"), [("*.png binary", "*.png binary\n"), ("# x\n", "# x\n"), ("", "")])
def test_doctor_keeps_what_is_told_already(clones: tuple[Clone, Clone], before: str, after: str) -> None:
    """What else a copy is told stays, also where its last line has no end."""
    one, _ = clones
    path = one.data / ".gitattributes"
    path.write_text(before, encoding="utf-8")
    one.git("add", "-A")
    one.git("commit", "-qm", "attributes")
    assert one.run("doctor", "--fix").exit_code == 0
    text = path.read_text(encoding="utf-8")
    assert text.startswith(after)
    assert text.removeprefix(after).splitlines() == [
        f"{name}.yaml merge=ledger" for name in ("items", "departments", "routines")
    ]


def test_what_init_tells_every_copy_becomes_a_version(tmp_path: Path) -> None:
    """A ledger that was begun before its repository: the first version has what every copy is told."""
    top = tmp_path / "台账"
    clone = Clone(top)
    around = Surroundings(today=TODAY, environ={})

    def run(*words: str) -> Result:
        return CliRunner().invoke(cli, [*words, "--data", str(top), "--lang", "en"], obj=around)

    assert run("init", str(top)).exit_code == 0
    clone.git("init", "-q")
    clone.git("config", "user.name", "王芳")
    clone.git("config", "user.email", "w@example.cn")
    assert run("save").exit_code == 0
    assert clone.git("status", "--porcelain") == ""
    assert run("doctor", "--fix").exit_code == 0
    clone.git("rm", "-q", "--cached", ".gitattributes")
    clone.git("commit", "-q", "-m", "as an earlier program left it")
    told = {each["need"]: each["well"] for each in json.loads(run("doctor", "--format", "json").stdout)}
    assert (told["attributes"], told["driver"]) == (False, True)
    assert run("doctor", "--fix").exit_code == 0
    assert clone.git("status", "--porcelain") == ""
    assert clone.git("log", "-1", "--format=%s") == "doctor: merge by meaning"
