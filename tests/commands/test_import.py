"""`ledger import plan`, run as a clerk runs it: looked at, made a ledger, refused."""

import json
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from ledger.store import load
from sharing import Git
from sharing import Run

PLAN = """\
某区落实教育督导反馈意见整改方案
某教督〔2024〕3号
成文日期：2024年4月15日 来源：区教委

共反馈3个问题。

一、学前教育方面
1.关于“公办园占比仅45%”的问题和“扩大学位供给”的建议。
整改措施：一是新建公办园5所。二是区财政局要保障经费，2025年前到位。
责任单位：区教委牵头，区规划自然资源局、各街道配合
整改时限：2024年12月底前
2.关于“收费不规范”的问题。
整改措施：开展专项检查。
整改情况：已完成，长期坚持。
备注：每季度抽查
二、组织实施
（一）加强领导。成立领导小组。
"""


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a plan in a file of the folder that the command runs in."""
    monkeypatch.chdir(tmp_path)
    Path("plan.txt").write_text(PLAN, encoding="utf-8")
    return Path("plan.txt")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_shown(run: Run, plan: Path, snapshot: SnapshotAssertion, lang: str) -> None:
    """What was found is shown with what is to be looked at, and nothing is written."""
    told = run("import", "plan", str(plan), lang=lang)
    assert (told.exit_code, told.stderr) == (0, "")
    assert told.stdout == snapshot
    assert {each.name for each in Path().iterdir()} == {"data", "plan.txt"}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", [80, 120])
def test_terminal(run: Run, plan: Path, snapshot: SnapshotAssertion, width: int, lang: str) -> None:
    """A terminal gets tables that fit its width."""
    assert run("import", "plan", str(plan), lang=lang, width=width, terminal=True).stdout == snapshot


@pytest.mark.usefixtures("versioned")
def test_into(run: Run, plan: Path, git: Git, snapshot: SnapshotAssertion) -> None:
    """With --into it is a ledger that loads, that the check finds no error in, and that is one version."""
    told = run("import", "plan", str(plan), "--into", "new")
    assert told.exit_code == 0
    assert told.stderr == "A new ledger lies in new.\n"
    assert git("log", "-1", "--format=%s") == "begin the ledger: 2 items"
    assert git("status", "--porcelain", "new") == ""
    texts = {file.name: file.read_text(encoding="utf-8") for file in sorted(Path("new").iterdir())}
    assert texts == snapshot
    assert len(load(Path("new")).ledger.items) == 2
    checked = run("check", data=Path("new"))
    assert (checked.exit_code, checked.stdout.splitlines()[0][:9]) == (0, "0 errors,")


def test_dry_run(run: Run, plan: Path) -> None:
    """With --dry-run the files are named and nothing is written."""
    told = run("import", "plan", str(plan), "--into", "new", "--dry-run")
    assert told.exit_code == 0
    assert "Only tried: nothing was written." in told.stderr
    assert not Path("new").exists()


def test_folder_taken(run: Run, plan: Path, shipped: Path) -> None:
    """A folder that holds a ledger is refused, and stays as it is, also when it is only tried."""
    before = (shipped / "items.yaml").read_bytes()
    for more in ([], ["--dry-run"]):
        told = run("import", "plan", str(plan), "--into", "data", *more)
        assert told.exit_code == 2
        assert "departments.yaml is there already" in told.stderr
    assert (shipped / "items.yaml").read_bytes() == before


def test_json(run: Run, plan: Path) -> None:
    """JSON has every field with its line, the review list, and what each line was taken for."""
    found = json.loads(run("import", "plan", str(plan), "--format", "json").stdout)
    assert found["counts"] == {
        "items": 2, "areas": 1, "texts": 3, "measures": 3, "with_bodies": 1, "with_time_limits": 1, "indicators": 2,
        "review": 7,
    }  # fmt: skip
    assert (found["number"], found["date"], found["issuer"]) == ("某教督〔2024〕3号", "2024-04-15", "区教委")
    first = found["items"][0]
    assert first["line"] == 8
    assert {key: first["lines"][key] for key in ("problem", "measures.1.text", "lead", "due")} == {
        "problem": 8, "measures.1.text": 9, "lead": 10, "due": 11,
    }  # fmt: skip
    assert (first["item"]["source"], first["item"]["due"]) == ("一1", "2024-12-31")
    assert [measure["lead"] for measure in first["item"]["measures"]] == [[], ["区财政局"]]
    assert {each["reason"] for each in found["review"]} == {
        "announced", "two-dates", "open-body", "no-body", "claimed-done", "no-rhythm", "not-kept",
    }  # fmt: skip
    assert {each["number"]: each["part"] for each in found["lines"]}[17] == "section"


def test_csv(run: Run, plan: Path) -> None:
    """CSV has a line an item, its keys first."""
    rows = run("import", "plan", str(plan), "--format", "csv").stdout.splitlines()
    assert rows[0] == "id,area,kind,title,source,lead,support,due,due_wording,measures,line"
    assert len(rows) == 3


@pytest.mark.parametrize(
    ("name", "content", "code", "said"),
    [
        ("memo.txt", "今天开会。\n请准时参加。", 3, "No item was found in memo.txt"),
        ("plan.pdf", "%PDF-1.7", 3, "convert it to .docx"),
        ("plan.wps", "x", 3, "save it as .docx"),
        ("gone.txt", None, 2, "There is no file gone.txt."),
        ("empty.txt", "", 3, "No item was found"),
    ],
)
def test_refused(run: Run, plan: Path, name: str, content: str | None, code: int, said: str) -> None:  # noqa: PLR0913, PLR0917 (a table of cases)
    """What is no plan, or cannot be read, is one sentence with what to do."""
    if content is not None:
        (plan.parent / name).write_text(content, encoding="utf-8")
    told = run("import", "plan", name)
    assert told.exit_code == code
    assert said in told.stderr
    assert told.stdout == ""
