"""`ledger rollup`: many ledgers in one table, wherever they lie, each once, and none passed over in silence."""

import csv
import hashlib
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from time import sleep
from typing import Any

import pytest
from openpyxl import load_workbook
from syrupy.assertion import SnapshotAssertion

from sharing import Git
from sharing import Run
from sharing import no_processes

ITEM = "- {{id: {n}, area: {area}, kind: problem, title: 第{n}项, lead: {lead}, due: {due}, status: {status}}}\n"
DAYS = ["2024-06-28", "2024-07-20", "2025-01-31"]
TITLES = {"甲区": "甲区整改方案", "乙区": "乙区整改方案", "丙区": "丙区整改方案"}


def write(folder: Path, title: str, items: int = 3, area: str = "学前") -> Path:
    """Write a ledger of so many items, of which the first is late, the second soon due."""
    folder.mkdir(parents=True)
    lines = [
        ITEM.format(n=n + 1, area=area, lead="[区教委, 区人社局]" if n else "区教委", due=DAYS[n % 3], status="open")
        for n in range(items)
    ]
    (folder / "items.yaml").write_text("".join(lines) or "[]", encoding="utf-8")
    (folder / "departments.yaml").write_text("- name: 区教委\n- name: 区人社局\n", encoding="utf-8")
    (folder / "ledger.yaml").write_text(f"plan: {{title: {title}, date: 2024-04-15}}\n", encoding="utf-8")
    return folder


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of three districts' ledgers, which is the current one."""
    place = tmp_path / "city"
    for n, (name, title) in enumerate(TITLES.items()):
        write(place / name / "data", title, 3 + n, area=["学前", "义务", "学前"][n])
    monkeypatch.chdir(place)
    return place


@pytest.fixture
def commit(git: Git) -> Callable[[Path], None]:
    """Return a function that makes all in a folder a version of a repository there."""

    def made(folder: Path) -> None:
        git("init", "--quiet", "--initial-branch=main", ".", cwd=folder)
        git("add", ".", cwd=folder)
        who = ("-c", "user.name=王芳", "-c", "user.email=wangfang@example.cn")
        git(*who, "commit", "--quiet", "--message=version", cwd=folder)

    return made


def rolled(run: Run, *words: str, code: int = 0) -> Any:  # noqa: ANN401 (whatever JSON says)
    """Return the facts of a roll-up."""
    result = run("rollup", *words, "--format", "json")
    assert result.exit_code == code, result.stderr
    return json.loads(result.stdout)


def paths(facts: Any) -> list[str]:  # noqa: ANN401 (as above)
    """Return where the ledgers of a table lie."""
    return sorted(group["path"] for group in facts["groups"])


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("by", ["ledger", "area", "department", "month"])
def test_pipe(run: Run, city: Path, snapshot: SnapshotAssertion, by: str, lang: str) -> None:
    """The table by each of what it can be by, the worst, what has errors and what leads nowhere, in both languages."""
    write(city / "丁区", "丁区整改方案")
    (city / "丁区/items.yaml").write_text("- id: 1\n", encoding="utf-8")
    result = run("rollup", "*", "nowhere", "--by", by, "--worst", "2", lang=lang)
    assert (result.exit_code, result.stderr) == (1, "")
    assert result.stdout == snapshot


@pytest.mark.parametrize("width", [60, 120])
@pytest.mark.usefixtures("city")
def test_terminal(run: Run, snapshot: SnapshotAssertion, width: int) -> None:
    """A terminal gets tables that fit it."""
    assert run("rollup", "*", width=width, terminal=True).stdout == snapshot


@pytest.mark.parametrize("day", ["2024-05-01", "2024-07-15", "2026-01-01"])
def test_totals_are_the_sums_of_the_ledgers(run: Run, city: Path, shipped: Path, day: str) -> None:
    """Every total is the sum of what `ledger status` says of each ledger on that day."""
    facts = rolled(run, str(shipped), str(city), "--as-of", day)
    places = [shipped, *(city / name / "data" for name in TITLES)]
    single = [json.loads(run("status", "--as-of", day, "--format", "json", data=place).stdout) for place in places]
    total = facts["total"]
    assert total["total"] == sum(each["total"] for each in single)
    assert facts["ledgers"] == len(places)
    for status in single[0]["by_status"]:
        assert total[status] == sum(each["by_status"][status] for each in single)
    assert total["lights"] == {
        light: sum(each["by_light"][light] for each in single) for light in single[0]["by_light"]
    }
    assert total["overdue"] == sum(len(each["overdue"]) for each in single)
    assert total["due_soon"] == sum(len(each["due_soon"]) for each in single)
    for by in ("ledger", "area", "month"):
        groups = rolled(run, str(shipped), str(city), "--as-of", day, "--by", by)["groups"]
        assert sum(group["total"] for group in groups) == total["total"]
    departments = rolled(run, str(shipped), str(city), "--as-of", day, "--by", "department")["groups"]
    leads = [department for each in single for department in each["departments"]]
    for group in departments:
        if group["name"] is None:
            assert group["total"] == sum(each["unassigned"]["total"] for each in single)
        else:
            own = [one["lead"] for one in leads if one["department"] == group["name"]]
            assert (group["total"], group["overdue"]) == (
                sum(one["total"] for one in own),
                sum(one["overdue"] for one in own),
            )


def test_the_worst(run: Run, city: Path) -> None:
    """The most overdue of all ledgers come first, with their ledger, and no more than were asked for."""
    write(city / "戊区", "戊区整改方案", 1)
    items = city / "戊区/items.yaml"
    items.write_text(items.read_text(encoding="utf-8").replace("2024-06-28", "2023-06-28"), encoding="utf-8")
    worst = rolled(run, ".", "--worst", "2")["overdue"]
    assert [(each["path"], each["ledger"], each["days_left"]) for each in worst] == [
        ("戊区", "戊区整改方案", -383),
        ("丙区/data", "丙区整改方案", -17),
    ]
    assert rolled(run, ".", "--worst", "0")["overdue"] == []


@pytest.mark.parametrize(
    "words",
    [
        ["."],
        ["*"],
        ["**"],
        ["**/items.yaml"],
        ["*/data"],
        ["甲区", "乙区", "丙区"],
        ["甲区/data", "乙区", "丙区/data/items.yaml", "*", "./甲区", "."],
    ],
)
@pytest.mark.usefixtures("city")
def test_names_of_the_same_ledgers(run: Run, words: list[str]) -> None:
    """A folder, a pattern and a file name the same ledgers; one that is reached twice counts once."""
    assert paths(rolled(run, *words)) == ["丙区/data", "乙区/data", "甲区/data"]


PART = "- {id: 1, area: 学前, kind: problem, title: 班额, lead: 区教委, status: open, sub_ledger: 大班额}\n"


def test_a_ledger_within_another(run: Run, city: Path, commit: Callable[[Path], None]) -> None:
    """One that an item names is its sub-ledger, and no line of its own unless it is named; any other one is a line."""
    write(city / "甲区/data/大班额", "部分")
    write(city / "甲区/data/大班额/学校/附小", "学校")
    write(city / "甲区/data/evidence/1", "附件")
    write(city / "甲区/data/.旧", "旧")
    inner = ["甲区/data/大班额", "甲区/data/大班额/学校/附小"]
    assert paths(rolled(run, "**")) == ["丙区/data", "乙区/data", "甲区/data", *inner]
    (city / "甲区/data/items.yaml").write_text(PART, encoding="utf-8")
    commit(city / "甲区")
    for _ in range(2):
        assert paths(rolled(run, "甲区")) == ["甲区/data", "甲区/data/大班额/学校/附小"]
        assert paths(rolled(run, "甲区@HEAD")) == ["甲区@HEAD:data", "甲区@HEAD:data/大班额/学校/附小"]
    assert paths(rolled(run, "甲区/data/大班额")) == inner


def test_errors_of_a_sub_ledger(run: Run, city: Path, commit: Callable[[Path], None]) -> None:
    """A ledger whose part has an error has it itself; evidence of the part is looked for below the part."""
    inner = write(city / "甲区/data/大班额", "部分")
    (city / "甲区/data/items.yaml").write_text(PART, encoding="utf-8")
    items = inner / "items.yaml"
    sound = items.read_text(encoding="utf-8")
    digest = hashlib.sha256(b"1").hexdigest()
    evidence = f"[{{file: evidence/1/a.pdf, sha256: {digest}}}]"
    proof = f", log: [{{on: 2024-06-01, event: progress, note: x, by: 区教委, evidence: {evidence}}}]}}"
    first = sound.splitlines()[0].replace("status: open}", "status: in_progress" + proof)
    items.write_text(first + "\n", encoding="utf-8")
    (inner / "evidence" / "1").mkdir(parents=True)
    (inner / "evidence" / "1" / "a.pdf").write_bytes(b"1")
    commit(city / "甲区")
    assert (rolled(run, "甲区")["ledgers"], rolled(run, "甲区@HEAD")["ledgers"]) == (1, 1)
    items.write_text(sound.replace("status: open", "status: closed"), encoding="utf-8")
    commit(city / "甲区")
    for place in ("甲区", "甲区@HEAD"):
        [faulty] = rolled(run, place, code=1)["faulty"]
        assert (faulty["code"], faulty["place"].partition(":")[0]) == ("status-differs", "大班额/items.yaml")


def test_links_below_a_folder(run: Run, city: Path, tmp_path: Path) -> None:
    """A folder that leads elsewhere is gone into, once, and never upwards; a pattern ends however they lead."""
    write(tmp_path / "share" / "丁区", "丁区整改方案")
    (city / "丁区").mkdir()
    (city / "丁区/data").symlink_to(tmp_path / "share" / "丁区")
    for name in ("又", "再", "上"):
        (city / name).symlink_to(city.parent if name == "上" else city)
    (city / "圈").symlink_to("圈")
    every = ["丁区/data", "丙区/data", "乙区/data", "甲区/data"]
    assert [path.removeprefix(f"{city}/") for path in paths(rolled(run, "."))] == every
    assert (
        rolled(run, "**")["ledgers"] == rolled(run, "**/data")["ledgers"] == rolled(run, "./**/丁区/../**")["ledgers"]
    )
    assert rolled(run, "**/data")["ledgers"] == 4


def test_other_repositories_within_a_version(
    run: Run, city: Path, git: Git, commit: Callable[[Path], None], tmp_path: Path
) -> None:
    """A version of a repository has the ledgers of its submodules as of its own; one that is not there is told."""
    commit(city / "甲区")
    write(tmp_path / "市" / "own", "市整改方案")
    commit(tmp_path / "市")
    allowed = ("-c", "protocol.file.allow=always")
    git(*allowed, "submodule", "--quiet", "add", str(city / "甲区"), "甲区", cwd=tmp_path / "市")
    commit(tmp_path / "市")
    (tmp_path / "市/甲区/data/items.yaml").write_text("[]", encoding="utf-8")
    facts = rolled(run, f"{tmp_path / '市'}@HEAD")
    assert (facts["ledgers"], facts["total"]["total"]) == (2, 6)
    git("clone", "--quiet", str(tmp_path / "市"), "市二", cwd=tmp_path)
    [missing] = rolled(run, f"{tmp_path / '市二'}@HEAD", code=1)["faulty"]
    assert (missing["code"], missing["path"].endswith("市二@HEAD:甲区")) == ("no-inner-repository", True)
    assert len(rolled(run, f"{tmp_path / '市二'}/own@HEAD")["groups"]) == 1


def test_one_ledger_in_two_states(run: Run, city: Path, commit: Callable[[Path], None]) -> None:
    """As it lies there and as a version it is one as long as its files hold the same, whatever lies beside them."""
    (city / "甲区/data/说明.txt").write_text("1", encoding="utf-8")
    commit(city / "甲区")
    assert rolled(run, "甲区", "甲区@HEAD")["ledgers"] == 1
    (city / "甲区/data/items.yaml").write_text("[]", encoding="utf-8")
    assert rolled(run, "甲区", "甲区@HEAD")["ledgers"] == 2


def test_two_ledgers_that_are_shown_alike(run: Run, city: Path) -> None:
    """Two folders whose names look the same here are two ledgers."""
    for name in (b"\xff", rb"\xff"):
        write(city / os.fsdecode(name), "同名")
    write(city / "甲区/data" / os.fsdecode(b"\xff"), "里面")
    for _ in range(2):
        assert rolled(run, ".")["ledgers"] == 6


def test_a_link_is_what_it_leads_to(run: Run, city: Path) -> None:
    """The same ledger under another name counts once."""
    (city / "又").symlink_to(city / "甲区")
    assert len(rolled(run, "*")["groups"]) == 3


def test_what_was_withdrawn(run: Run, city: Path) -> None:
    """It counts in no rate, and that is said."""
    assert run("withdraw", "1", "--reason", "撤并", "--by", "区教委", data=city / "甲区/data").exit_code == 0
    shown = run("rollup", "甲区").stdout
    assert "1 ledger: 3 items\n1 item is withdrawn and in no rate.\n" in shown


def test_an_empty_ledger(run: Run, city: Path) -> None:
    """A ledger without items has no rate, and hurts no sum."""
    write(city / "空", "空方案", 0)
    facts = rolled(run, ".")
    assert (facts["ledgers"], facts["total"]["total"]) == (4, 12)
    [empty] = [group for group in facts["groups"] if group["total"] == 0]
    assert (empty["path"], empty["completion_rate"]) == ("空", None)
    assert "Most overdue" not in run("rollup", "空").stdout


def test_ledgers_with_errors(run: Run, city: Path) -> None:
    """What cannot be read, and what no log leads to, is named with its first error and counts in no total."""
    (city / "甲区/data/items.yaml").write_text("- id: 1\n  area: x\n  kind: bothe\n", encoding="utf-8")
    items = city / "乙区/data/items.yaml"
    items.write_text(items.read_text(encoding="utf-8").replace("status: open", "status: closed"), encoding="utf-8")
    (city / "丁区").mkdir()
    (city / "丁区/items.yaml").mkdir()
    (city / "戊区").mkdir()
    (city / "戊区/items.yaml").symlink_to("nowhere")
    for _ in range(2):
        facts = rolled(run, ".", code=1)
        assert (facts["ledgers"], facts["total"]["total"], paths(facts)) == (1, 5, ["丙区/data"])
        told = {each["path"]: each for each in facts["faulty"]}
        assert set(told) == {"甲区/data", "乙区/data", "戊区"}
        assert told["乙区/data"]["items"] == 4
        assert (told["乙区/data"]["code"], told["乙区/data"]["errors"]) == ("status-differs", 4)
        assert told["乙区/data"]["place"].startswith("items.yaml:1:")
        assert (told["甲区/data"]["items"], told["甲区/data"]["place"]) == (None, "items.yaml:1:3")
        assert told["戊区"]["code"] == "missing-file"
    said = run("rollup", ".", "--format", "csv").stderr
    assert said == "3 ledgers have errors and are in no total.\n"


def test_paths_that_lead_nowhere(run: Run, city: Path) -> None:
    """A path or pattern without a ledger is told and ends with 1; without any ledger at all it is refused."""
    (city / "空").mkdir()
    facts = rolled(run, "甲区", "空", "nowhere/*", "甲区@", code=1)
    assert facts["unmatched"] == ["空", "nowhere/*", "甲区@"]
    refused = run("rollup", "空", "nowhere/*")
    assert (refused.exit_code, refused.stdout) == (3, "")
    assert "There is no ledger in or below 空, nowhere/*." in refused.stderr


def test_a_folder_that_is_closed(run: Run, city: Path, as_a_user: Sequence[str]) -> None:
    """A folder that may not be looked into is told, not passed over."""
    (city / "甲区").chmod(0)
    command = [*as_a_user, sys.executable, "-m", "ledger", "rollup", ".", "--format", "json", "--no-cache"]
    try:
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
    finally:
        (city / "甲区").chmod(0o755)
    facts = json.loads(ended.stdout)
    assert (ended.returncode, facts["ledgers"]) == (1, 2)
    assert [(each["path"], each["code"]) for each in facts["faulty"]] == [("甲区", "unreadable-file")]
    assert run("rollup", ".").exit_code == 0


def test_repositories(run: Run, city: Path, git: Git, commit: Callable[[Path], None]) -> None:
    """A work tree is read as it lies there, or at a version; a bare repository at HEAD or a version."""
    commit(city / "甲区")
    git("tag", "v1", cwd=city / "甲区")
    git("clone", "--quiet", "--bare", "甲区", "镜像.git", cwd=city)
    (city / "甲区/data/items.yaml").write_text("[]", encoding="utf-8")
    assert rolled(run, "甲区")["total"]["total"] == 0
    facts = rolled(run, "甲区", "甲区@v1", "甲区/data@HEAD", "镜像.git", "镜像.git@main")
    assert paths(facts) == ["甲区", "甲区/data", "甲区@v1:data", "镜像.git@HEAD:data"][1:]
    assert facts["total"]["total"] == 6
    everything = rolled(run, ".", "--at", "v1", code=1)
    assert paths(everything) == ["甲区@v1:data", "镜像.git@v1:data"]
    assert {each["path"]: each["code"] for each in everything["faulty"]} == {
        "乙区/data@v1": "no-history",
        "丙区/data@v1": "no-history",
    }
    assert paths(rolled(run, "*.git@v1")) == ["镜像.git@v1:data"]
    assert run("rollup", "甲区", "--at", "v1").stdout.startswith("Roll-up of ledgers  as of 2024-07-15\n")


def test_several_ledgers_in_one_repository(run: Run, tmp_path: Path, git: Git, commit: Callable[[Path], None]) -> None:
    """Each ledger of a repository is a line; those at its top and in hidden folders are told apart."""
    place = tmp_path / "many"
    for name in ("一/data", "二", ".三"):
        write(place / name, name)
    write(place / "二/部分", "部分")
    commit(place)
    git("clone", "--quiet", "--bare", "many", "many.git")
    facts = rolled(run, str(tmp_path / "many.git"))
    assert [Path(path).name for path in paths(facts)] == ["data", "many.git@HEAD:二", "部分"]
    assert [Path(path).name for path in paths(rolled(run, f"{place}/二@HEAD"))] == ["many@HEAD:二", "部分"]
    assert rolled(run, str(place))["ledgers"] == 3
    top = write(tmp_path / "top", "top")
    commit(top)
    assert [Path(path).name for path in paths(rolled(run, f"{top}@HEAD"))] == ["top@HEAD"]
    nothing = rolled(run, f"{place}/一@HEAD", f"{place}/nowhere@HEAD", f"{top}@v9", code=1)
    assert [each["code"] for each in nothing["faulty"]] == ["no-such-version"]
    (tmp_path / "many/四").mkdir()
    assert rolled(run, f"{place}/四@HEAD", code=1)["faulty"][0]["code"] == "no-ledger-then"


def test_a_work_tree_of_another(run: Run, city: Path, git: Git, commit: Callable[[Path], None]) -> None:
    """A linked work tree has its repository elsewhere; a .git that leads nowhere is no repository."""
    commit(city / "甲区")
    git("worktree", "add", "--quiet", "--detach", str(city / "linked"), cwd=city / "甲区")
    assert paths(rolled(run, "linked@HEAD")) == ["linked@HEAD:data"]
    (city / "linked/.git").write_text("nothing", encoding="utf-8")
    assert rolled(run, "linked@HEAD", code=1)["faulty"][0]["code"] == "no-history"


def test_a_broken_repository(run: Run, city: Path, commit: Callable[[Path], None]) -> None:
    """A repository that git cannot read, or that lacks a content, is told with git's reason."""
    commit(city / "甲区")
    blob = subprocess.run(
        ["git", "rev-parse", "HEAD:data/items.yaml"], cwd="甲区", capture_output=True, text=True, check=True
    ).stdout.strip()
    lost = city / "甲区/.git/objects" / blob[:2] / blob[2:]
    lost.unlink()
    assert rolled(run, "甲区@HEAD", code=1)["faulty"][0]["code"] == "git-failed"
    (city / "甲区/.git/config").write_text("[core", encoding="utf-8")
    [told] = rolled(run, "甲区@HEAD", code=1)["faulty"]
    assert "bad config" in told["message"]


def test_what_a_repository_lacks_is_lacked_by_one(
    run: Run, city: Path, git: Git, commit: Callable[[Path], None]
) -> None:
    """Where one ledger of a repository is damaged, the others of it count."""
    commit(city)
    blob = git("rev-parse", "HEAD:乙区/data/items.yaml", cwd=city)
    (city / ".git/objects" / blob[:2] / blob[2:]).unlink()
    facts = rolled(run, ".@HEAD", code=1)
    assert [each["code"] for each in facts["faulty"]] == ["git-failed"]
    assert paths(facts) == [".@HEAD:丙区/data", ".@HEAD:甲区/data"]


def test_a_copy_without_large_contents(
    run: Run, city: Path, git: Git, commit: Callable[[Path], None], tmp_path: Path
) -> None:
    """What is not read need not be there: a partial copy without its evidence can be summed up."""
    (city / "甲区/data/evidence").mkdir()
    (city / "甲区/data/evidence/a.pdf").write_bytes(os.urandom(50_000))
    commit(city / "甲区")
    git("config", "uploadpack.allowFilter", "true", cwd=city / "甲区")
    git("clone", "--quiet", "--bare", "--filter=blob:limit=10k", f"file://{city / '甲区'}", "a.git", cwd=tmp_path)
    assert "?" in git("rev-list", "--objects", "--all", "--missing=print", cwd=tmp_path / "a.git")
    assert rolled(run, str(tmp_path / "a.git"))["total"]["total"] == 3


def test_a_repository_that_never_answers(
    run: Run, city: Path, commit: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Settings that are read from a pipe are not waited for without end."""
    commit(city / "甲区")
    os.mkfifo(city / "pipe")
    with (city / "甲区/.git/config").open("a", encoding="utf-8") as config:
        config.write(f"[include]\n\tpath = {city / 'pipe'}\n")
    monkeypatch.setattr("ledger.foreign._PATIENCE", 0.5)
    [faulty] = rolled(run, "甲区@HEAD", code=1)["faulty"]
    assert (faulty["code"], "timed out" in faulty["message"]) == ("git-failed", True)


def test_without_git(
    run: Run, city: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, commit: Callable[[Path], None]
) -> None:
    """Without git, or with one that does not run, folders are read and the rest is told."""
    commit(city / "甲区")
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert rolled(run, "甲区@HEAD", "乙区", code=1)["faulty"][0]["code"] == "no-git"
    (tmp_path / "bin/git").write_bytes(b"\x7fELF")
    (tmp_path / "bin/git").chmod(0o755)
    facts = rolled(run, "甲区@HEAD", "乙区", code=1)
    assert (facts["faulty"][0]["code"], facts["ledgers"]) == ("system", 1)


def test_a_file_that_never_ends(run: Run, city: Path) -> None:
    """A pipe in place of a file is told instead of being waited for."""
    (city / "甲区/data/departments.yaml").unlink()
    os.mkfifo(city / "甲区/data/departments.yaml")
    assert rolled(run, ".", code=1)["faulty"][0]["code"] == "unreadable-file"


def test_odd_files_in_a_version(run: Run, city: Path, commit: Callable[[Path], None]) -> None:
    """Links and files that are too large are told, and a link is never followed."""
    data = city / "甲区/data"
    shutil.move(data / "departments.yaml", city / "甲区/d.yaml")
    (data / "departments.yaml").symlink_to("../d.yaml")
    (data / "ledger.yaml").write_text("limits: {file_megabytes: 1}\n", encoding="utf-8")
    with (data / "items.yaml").open("a", encoding="utf-8") as file:
        file.write("# 长长的注释\n" * 60_000)
    commit(city / "甲区")
    [told] = rolled(run, "甲区@HEAD", code=1)["faulty"]
    assert (told["errors"], told["code"], told["place"]) == (2, "unreadable-file", "departments.yaml:1:1")
    (data / "departments.yaml").unlink()
    commit(city / "甲区")
    [told] = rolled(run, "甲区@HEAD", code=1)["faulty"]
    assert (told["code"], told["place"]) == ("missing-file", "departments.yaml:1:1")


def test_evidence_of_a_version(run: Run, city: Path, commit: Callable[[Path], None]) -> None:
    """Evidence counts as there where the version has it, or the folder; without it the ledger has an error."""
    data = city / "甲区/data"
    with (data / "items.yaml").open("a", encoding="utf-8") as file:
        file.write(
            "  \n- {id: 8, area: x, kind: problem, title: y, status: in_progress, measures: [{id: 8.1, text: z, "
        )
        file.write("done: 2024-05-01, evidence: [{file: evidence/8/a.txt}]}]}\n")
    (data / "evidence/8").mkdir(parents=True)
    (data / "evidence/8/a.txt").write_text("a")
    (data / "evidence/link").symlink_to("8")
    assert rolled(run, "甲区")["ledgers"] == 1
    commit(city / "甲区")
    assert rolled(run, "甲区@HEAD")["ledgers"] == 1
    (data / "evidence/8/a.txt").unlink()
    assert rolled(run, "甲区", code=1)["faulty"][0]["code"] == "evidence-lost"


def test_nothing_of_a_hostile_repository_runs(
    run: Run, tmp_path: Path, git: Git, monkeypatch: pytest.MonkeyPatch, commit: Callable[[Path], None]
) -> None:
    """Whatever a repository names to be run (monitor, filters, hooks, aliases, pagers, fetching) leaves no trace."""
    place = tmp_path / "hostile"
    write(place / "data", "hostile")
    (place / ".gitattributes").write_text("* filter=bad diff=bad merge=bad\n")
    commit(place)
    script = tmp_path / "bad.sh"
    script.write_text(f"#!/bin/sh\ntouch {tmp_path}/run\n")
    script.chmod(0o755)
    (tmp_path / "more").write_text(f"[core]\n\tsshCommand = {script}\n\tpager = {script}\n")
    for key in (
        *("core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.askPass", "core.gitProxy"),
        *("core.alternateRefsCommand", "filter.bad.clean", "filter.bad.smudge", "filter.bad.process"),
        *("diff.bad.textconv", "diff.bad.command", "diff.external", "merge.bad.driver", "credential.helper"),
        *("pager.ls-tree", "pager.cat-file", "uploadpack.packObjectsHook", "gpg.program", "sequence.editor"),
    ):
        git("config", key, str(script), cwd=place)
    for key in ("ls-tree", "cat-file", "rev-parse"):
        git("config", f"alias.{key}", f"!{script}", cwd=place)
    git("config", "include.path", str(tmp_path / "more"), cwd=place)
    for hook in ("post-checkout", "post-index-change", "reference-transaction", "pre-auto-gc", "fsmonitor-watchman"):
        shutil.copy(script, place / ".git/hooks" / hook)
    blob = git("rev-parse", "HEAD:data/ledger.yaml", cwd=place)
    (place / ".git/objects" / blob[:2] / blob[2:]).unlink()  # a partial copy fetches what it lacks
    git("config", "extensions.partialClone", "origin", cwd=place)
    git("config", "core.repositoryFormatVersion", "1", cwd=place)
    git("config", "remote.origin.promisor", "true", cwd=place)
    git("config", "remote.origin.url", f"ext::{script}", cwd=place)
    git("config", "protocol.ext.allow", "always", cwd=place)
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", str(script))
    monkeypatch.setenv("GIT_DIR", str(tmp_path))
    shutil.copytree(place / ".git", tmp_path / "bare.git")
    facts = rolled(run, f"{place}@HEAD", str(tmp_path / "bare.git"), str(place), code=1)
    assert [each["code"] for each in facts["faulty"]] == ["git-failed", "git-failed"]
    assert facts["ledgers"] == 1
    assert not (tmp_path / "run").exists()


def test_of_whom_a_repository_is(run: Run, city: Path, commit: Callable[[Path], None]) -> None:
    """A repository of somebody else's can be read: that it is one does not matter to who runs nothing of it."""
    commit(city / "甲区")
    shutil.copytree("甲区/.git", "bare.git")
    for path in (*(city / "甲区").rglob("*"), *(city / "bare.git").rglob("*")):
        if os.geteuid() == 0:  # only root can give files away
            os.chown(path, 65534, 65534)
    assert rolled(run, "甲区@HEAD", "bare.git")["ledgers"] == 2


def entries() -> list[Path]:
    """Return the entries of the cache that are sums of ledgers."""
    home = Path(os.environ["XDG_CACHE_HOME"], "ledger")
    return [path for path in home.glob("??/*") if b'{"whole"' in path.read_bytes()]


def test_what_is_kept(run: Run, tmp_path: Path, city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unchanged ledger is not read again; a changed one is, and so is all of it with --no-cache."""
    first, home = rolled(run, "."), os.environ["XDG_CACHE_HOME"]
    assert len(entries()) == 3
    monkeypatch.setattr("ledger.store.load", lambda *_args, **_more: pytest.fail("it was read again"))
    assert rolled(run, ".") == first
    monkeypatch.undo()
    monkeypatch.chdir(city)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / ".other"))
    assert rolled(run, ".", "--no-cache") == first
    assert not (tmp_path / ".other").exists()
    monkeypatch.setenv("XDG_CACHE_HOME", home)
    (city / "甲区/data/items.yaml").write_text("[]", encoding="utf-8")
    assert rolled(run, ".")["total"]["total"] == 9


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b'{"whole":null}\n[]\n[]\n[]',
        b'{"whole":null,"errors":1}\n[]\n[]\n[]',
        b'{"whole":{"total":"x"}}\n[]\n[]\n[]',
        b'{"whole":null,"errors":1,"first":{"place":"","code":"no-ledger","fields":{}}}\n[]\nx\n[]',
        b'{"whole":null,"errors":1,"first":{"place":"","code":"no-ledger","fields":{}}}\n[]\n[]\n[]\n7',
    ],
)
@pytest.mark.usefixtures("city")
def test_what_was_kept_is_no_summary(run: Run, content: bytes) -> None:
    """An entry that is well kept and no summary, or is torn, is worked out anew and takes its place."""
    first = rolled(run, ".", "--by", "department")
    sums = entries()
    from ledger.cache import cache  # noqa: PLC0415 (once the folder of this test is set)

    for path in sums:
        cache().put(path.parent.name + path.name, content)
    assert rolled(run, ".", "--by", "department") == first
    assert sorted(entries()) == sorted(sums)
    for path in sums:
        path.write_bytes(content)
    assert rolled(run, ".", "--by", "department") == first


def test_a_file_that_changes_meanwhile(run: Run, city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was read while somebody wrote is not kept."""
    from ledger import store  # noqa: PLC0415 (what is replaced)

    real = store.load

    def load(folder: Path, *args: Any, **more: Any) -> store.Opened:  # noqa: ANN401 (as it comes)
        opened = real(folder, *args, **more)
        (folder / "items.yaml").write_text("[]", encoding="utf-8")
        return opened

    monkeypatch.setattr("ledger.store.load", load)
    assert rolled(run, "甲区")["total"]["total"] == 3
    assert entries() == []
    assert (city / "甲区").is_dir()


def test_files(run: Run, city: Path) -> None:
    """A workbook, a page, a Word file, CSV and JSON say the same, in numbers where they are numbers."""
    (city / "甲区/data/items.yaml").write_text("x", encoding="utf-8")
    for ending in ("xlsx", "html", "docx", "csv", "json", "txt"):
        result = run("rollup", ".", "nowhere", "-o", f"all.{ending}")
        assert result.exit_code == 1
        assert result.stderr == (
            f"Written to all.{ending}.\n1 ledger has errors and is in no total.\nnowhere leads to no ledger.\n"
        )
    facts = json.loads(Path("all.json").read_text(encoding="utf-8"))
    book = load_workbook("all.xlsx")
    assert book.sheetnames == ["By ledger", "Most overdue", "With errors, in no total"]
    rows = list(book["By ledger"].values)
    remarks = ["2 ledgers: 9 items", "1 ledger has errors and is in no total", "nowhere leads to no ledger"]
    assert str(rows[0][0]).split("; ") == ["By ledger, as of 2024-07-15", *remarks]
    assert book["By ledger"].row_dimensions[2].height == 3 * 15  # as high as the longest heading
    assert [row[2] for row in rows[2:]] == [group["total"] for group in facts["groups"]] + [facts["total"]["total"]]
    page = Path("all.html").read_text(encoding="utf-8")
    assert all(each["title"] in page for each in facts["overdue"])
    cells = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in page.split("<tr>")]
    assert ["丙区整改方案", "丙区/data", "5"] in [row[:3] for row in cells]
    table = list(csv.DictReader(io.StringIO(Path("all.csv").read_text(encoding="utf-8-sig"))))
    assert [line["section"] for line in table] == ["total", "ledger", "ledger", "faulty"]
    assert table[0]["total"] == str(facts["total"]["total"])
    assert (table[3]["path"], table[3]["code"]) == ("甲区/data", facts["faulty"][0]["code"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["-o", "all.pdf"], ".docx, .html, .xlsx"),
        (["-o", "all.xlsx", "--format", "json"], "json"),
        (["--worst", "-1"], "-1"),
        (["--by", "year"], "year"),
    ],
)
@pytest.mark.usefixtures("city")
def test_wrong_use(run: Run, words: list[str], said: str) -> None:
    """What cannot be is refused before anything is read."""
    refused = run("rollup", ".", *words)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert said in refused.stderr


@pytest.fixture
def country(tmp_path: Path) -> Path:
    """Return a folder of so many ledgers that several processes share them."""
    for n in range(60):
        write(tmp_path / f"country/{n:02}", f"第{n}区", 2)
    return tmp_path / "country"


def test_side_by_side(run: Run, country: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Several processes find what one does, in the same order."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    several = rolled(run, str(country), "--no-cache")
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert rolled(run, str(country), "--no-cache") == several
    assert several["total"]["total"] == 120


def test_without_processes(run: Run, country: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system gives none, this one reads all."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    monkeypatch.setattr("concurrent.futures.process._check_system_limits", no_processes)
    assert rolled(run, str(country), "--no-cache")["total"]["total"] == 120


@contextmanager
def at_work(country: Path, tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    """Begin a roll-up by two slow processes, and hand it over once these are at work."""
    waiting = "import os; os.sched_getaffinity = lambda _: {0, 1}\n"
    waiting += "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # whoever runs the tests
    waiting += "import time; from ledger import checks; real = checks.run\n"
    begun = f"open(f'{tmp_path}/{{os.getpid()}}.begun', 'w').close()"
    waiting += f"def slow(*a): {begun}; time.sleep(0.2); return real(*a)\n"
    waiting += "checks.run = slow\nfrom ledger.main import cli; cli()"
    command = [sys.executable, "-c", waiting, "rollup", str(country), "--no-cache", "--lang", "en"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        end = monotonic() + 30
        while not list(tmp_path.glob("*.begun")) and monotonic() < end:
            sleep(0.05)
        yield process
    end = monotonic() + 10
    with pytest.raises(ProcessLookupError):  # noqa: PT012 (nobody of the group is left, once all had the time to end)
        while monotonic() < end:
            os.killpg(process.pid, 0)
            sleep(0.05)


def test_stopped(country: Path, tmp_path: Path) -> None:
    """Ctrl-C ends it at once, with a sentence, and leaves no process behind."""
    with at_work(country, tmp_path) as process:
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=30)
        assert (process.returncode, said.strip()) == (1, "Stopped. Nothing was changed.")


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGKILL])
def test_ended_from_outside(country: Path, tmp_path: Path, by: signal.Signals) -> None:
    """However it is ended, no process is left behind that reads on for nobody."""
    with at_work(country, tmp_path) as process:
        process.send_signal(by)
        process.communicate(timeout=30)
        assert process.returncode == -by


def test_a_process_that_is_ended(country: Path, tmp_path: Path) -> None:
    """Where memory runs out and the system ends one of the processes, that is said, and no table is shown."""
    with at_work(country, tmp_path) as process:
        [one, *_] = tmp_path.glob("*.begun")
        os.kill(int(one.stem), signal.SIGKILL)
        _, said = process.communicate(timeout=30)
        assert process.returncode == 3
        assert said.startswith("Error: A process that read ledgers was ended from outside")


def test_a_pipe_in_the_place_of_a_repository(run: Run, tmp_path: Path) -> None:
    """A pipe called .git is no repository, and nobody waits for what it would say."""
    place = write(tmp_path / "甲区", "甲区", 1)
    os.mkfifo(place / ".git")
    told = run("rollup", f"{place}@HEAD")
    assert (told.exit_code, "lies in no git repository" in told.stdout) == (1, True), told.output
