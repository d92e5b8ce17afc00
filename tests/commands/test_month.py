"""The README's month of a ledger: the commands as they stand there, and what git and the ledger tell of it."""

import re
import shlex
from datetime import datetime
from pathlib import Path

import pytest

from sharing import Git
from sharing import Run

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
MONTH = re.compile(r"^```sh\n(git init\n.*?)```$", re.MULTILINE | re.DOTALL)
TOLD = re.compile(r"^```console\n\$ (.*?)\n(.*?)```$", re.MULTILINE | re.DOTALL)
VERSION = re.compile(r"\b[0-9a-f]{7,10}\b")
DUE = "due: 2024-12-31\n  due_wording: 2024年度"  # item 7


@pytest.fixture
def month(run: Run, git: Git, shipped: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the month happen to a copy of the shipped ledger, each command on its day."""
    desk = shipped.parent.parent / f"{shipped.parent.name}-desk"
    desk.mkdir()
    (desk / "验收单.pdf").write_bytes(b"approved")
    monkeypatch.chdir(desk)
    [story] = MONTH.findall(README)
    for line in story.splitlines():
        words, _, day = line.rpartition("# ")
        if line.startswith("git"):
            git(*shlex.split(line)[1:])
        elif line.startswith("#"):
            items = shipped / "items.yaml"
            text = items.read_text(encoding="utf-8")
            items.write_text(text.replace(DUE, DUE.replace("2024-12-31", "2025-06-30")), encoding="utf-8")
        else:
            on = f"{datetime.strptime(f'{day} 2024', '%d %B %Y'):%Y-%m-%d}"  # noqa: DTZ007 (a day, without a time)
            for who in ("AUTHOR", "COMMITTER"):
                monkeypatch.setenv(f"GIT_{who}_DATE", f"{on} 09:00:00 +0800")
            dated = [] if re.search("ledger (add|set|save|undo)", words) else ["--on", on]
            inner = re.search(r"--data (\S+)", words)
            done = run(*shlex.split(words)[1:], *dated, data=shipped / (inner[1] if inner else ""))
            assert done.exit_code == 0, done.output
    return shipped


def masked(text: str) -> str:
    """Return a text without ids of versions, which differ with every change of the shipped data."""
    return VERSION.sub("·", "\n".join(line.rstrip() for line in text.strip().splitlines()))


@pytest.mark.usefixtures("month")
def test_the_month_is_told_as_the_readme_has_it(run: Run, git: Git) -> None:
    """`git log`, `ledger log` and `ledger diff` say what stands in the README."""
    for words, told in TOLD.findall(README):
        program, *rest = shlex.split(words)
        said = git(*rest) if program == "git" else run(*rest).stdout
        assert masked(said) == masked(told), f"{words}\n{said}"


@pytest.mark.usefixtures("month")
def test_each_line_is_somebodys(git: Git) -> None:
    """`git blame` names for each line of the ledger the change that made it, and for all others the first version."""
    subjects: dict[str, str] = {}
    for line in git("blame", "--line-porcelain", "data/items.yaml").splitlines():
        if line.startswith("summary "):
            subject = line.removeprefix("summary ").split(":")[0]
        elif line.startswith("\t") and subject != "begin the ledger":
            subjects[line.strip()] = subject
    assert subjects["- 区教委"] == subjects["person: 张三"] == "set 9"
    assert subjects["note: 华中师大附中新建项目主体完工"] == "progress 9"
    assert subjects["done: 2024-06-10"] == "done 9"
    assert subjects["due: 2025-06-30"] == "edit by hand"
    assert subjects["event: submit"] == subjects["event: verify"] == subjects["status: closed"] == "close 9"
    assert subjects["status: open"] == "undo progress 5"  # as it was, though not since then
    assert len(set(subjects.values())) == 6
    added = git("diff", "--numstat", git("rev-list", "--max-parents=0", "HEAD"), "--", "data/items.yaml").split()[0]
    blamed = [line for line in git("blame", "-s", "data/items.yaml").splitlines() if not line.startswith("^")]
    assert len(blamed) == int(added) + 1  # the status that came back
    assert git("diff", "--numstat", "HEAD", "--", "data") == git("status", "--porcelain") == ""
