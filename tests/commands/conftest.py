"""What tests of commands share: a ledger with a month behind it, each change on its day; clones of one ledger."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sharing import Clone
from sharing import Git
from sharing import Run

Dated = Callable[[str], None]

DUE = "due: 2024-12-31\n  due_wording: 2024年度"  # item 7


@pytest.fixture
def dated(monkeypatch: pytest.MonkeyPatch) -> Dated:
    """Return a function that sets the day git takes for today."""

    def on(day: str) -> None:
        for who in ("AUTHOR", "COMMITTER"):
            monkeypatch.setenv(f"GIT_{who}_DATE", f"{day} 09:00:00 +0800")

    return on


LARGE_CLASSES = """\
- id: 1
  area: 城区
  kind: problem
  title: 七年级
  problem: 每班超过55人
  status: closed
  log:
  - {on: 2024-06-01, event: submit, by: 区教委, evidence: [{paper: 档12}]}
  - {on: 2024-06-02, event: verify, by: 区政府教育督导委, outcome: 已分班}
  - {on: 2024-06-03, event: close, by: 区教委}
"""


@pytest.fixture
def large_classes(shipped: Path) -> Path:
    """Return a ledger in which the parts of item 9 are all closed."""
    (shipped / "大班额" / "items.yaml").write_text(LARGE_CLASSES, encoding="utf-8")
    return shipped


@pytest.fixture
def month(run: Run, large_classes: Path, versioned: Path, tmp_path: Path, dated: Dated) -> Path:
    """Return a ledger with a month behind it: progress, a measure done, a hand edit saved, an item closed, an undo."""
    desk = tmp_path.parent / f"{tmp_path.name}-desk"
    desk.mkdir()
    (desk / "验收单.pdf").write_bytes(b"approved")
    items = large_classes / "items.yaml"

    def on(day: str, *words: str) -> None:
        dated(day)
        done = run(*words)
        assert done.exit_code == 0, done.output

    on("2024-06-03", "set", "9", "lead=区教委", "person=张三")
    on("2024-06-05", "progress", "9", "--note", "主体完工", "--on", "2024-06-04")
    on("2024-06-10", "done", "9.1-9.4", "--on", "2024-06-10")
    items.write_text(
        items.read_text(encoding="utf-8").replace(DUE, DUE.replace("2024-12-31", "2025-06-30")), encoding="utf-8"
    )
    on("2024-06-12", "save", "市里同意")
    evidence = ["--evidence", str(desk / "验收单.pdf")]
    on("2024-06-28", "close", "9", "--verified-by", "区政府教育督导委", "--on", "2024-06-28", *evidence)
    on("2024-06-29", "progress", "5", "--note", "误记", "--on", "2024-06-29")
    on("2024-06-30", "undo")
    return versioned


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
