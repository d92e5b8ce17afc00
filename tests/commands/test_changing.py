"""The commands that change the ledger, typed as a clerk types them, on a copy of the shipped one."""

import difflib
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from collections.abc import Sequence
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from ledger.main import TABLE
from ledger.saving import held
from ledger.store import load
from sharing import Run

VERIFIER = "区政府教育督导委"
README = (Path(__file__).parent.parent.parent / "README.md").read_text(encoding="utf-8")
STORY = re.compile(r"^```sh\n(ledger close 9 .*?)```$", re.MULTILINE | re.DOTALL)


@pytest.fixture
def papers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder the clerk sits in, with two papers in it."""
    desk = tmp_path / "desk"
    desk.mkdir()
    (desk / "验收单.pdf").write_bytes(b"approved")
    (desk / "照片.jpg").write_bytes(b"picture")
    monkeypatch.chdir(desk)
    return desk


def items_text(shipped: Path) -> str:
    """Return the text of items.yaml."""
    return (shipped / "items.yaml").read_text(encoding="utf-8")


def changes(before: str, after: str) -> list[str]:
    """Return the lines that a change took away (-) and added (+)."""
    return [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line[0] in "+-"]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.usefixtures("papers")
def test_the_story_of_an_item(run: Run, shipped: Path, snapshot: SnapshotAssertion, lang: str) -> None:
    """The README's story of item 9, as it stands there: what each command says, and the lines it has made."""
    before = items_text(shipped)
    [story] = STORY.findall(README)
    told = ""
    for line in story.splitlines():
        inner = re.search(r"--data (\S+)", line)
        words = shlex.split(line, comments=True)[1:]
        result = run(*words, lang=lang, data=shipped / (inner[1] if inner else ""))
        assert result.exit_code == (4 if "refused" in line else 0), result.output
        told += f"$ {line}\n{result.stdout}{result.stderr}\n"
    assert told == snapshot(name="told")
    assert changes(before, items_text(shipped)) == snapshot(name="lines")
    assert run("check").exit_code == 0


def test_closing_a_gap_is_refused_with_all_that_is_missing(run: Run, shipped: Path) -> None:
    """Item 9 as the plan has it lacks a lead, measures, evidence, a verification: each is named with its command."""
    before = items_text(shipped)
    refused = run("close", "9")
    assert (refused.exit_code, refused.stdout) == (4, "")
    for said in (
        "No responsible department is named.", "ledger set 9 lead=DEPARTMENT",
        "Neither done nor dropped: 9.1, 9.2, 9.3, 9.4.", "ledger done 9.1 9.2 9.3 9.4",
        "No evidence is on file.", "ledger attach 9 FILE",
        "Nobody has verified the work.", "ledger close 9 --verified-by BODY",
    ):  # fmt: skip
        assert said in refused.stderr
    assert items_text(shipped) == before


@pytest.mark.usefixtures("papers", "large_classes")
def test_what_was_named_closes_the_item(run: Run, shipped: Path) -> None:
    """Once supplied, one command applies, verifies and closes; only lines of item 9 differ, no comment is lost."""
    before = items_text(shipped)
    assert run("set", "9", "lead=区教委").exit_code == 0
    assert run("done", "9.1", "9.2", "9.3", "9.4").exit_code == 0
    closed = run("close", "9", "--verified-by", VERIFIER, "--evidence", "验收单.pdf", "--note", "同意销号")
    assert closed.exit_code == 0
    after = items_text(shipped)
    lines = after.splitlines()
    begin, end = lines.index("- id: 9"), lines.index("- id: 10")
    new = [line for line in changes(before, after) if line.startswith("+ ")]
    assert [line for line in changes(before, after) if line.startswith("- ")] == ["-   status: open"]
    assert all(line[2:] in lines[begin:end] for line in new)
    assert len(new) == end - begin - (before.splitlines().index("- id: 10") - before.splitlines().index("- id: 9")) + 1
    comments = [line for line in before.splitlines() if "#" in line]
    assert [line for line in lines if "#" in line] == comments
    assert [entry.event for entry in load(shipped).ledger.items[8].log] == ["submit", "verify", "close"]


@pytest.mark.usefixtures("papers", "large_classes")
def test_somebody_who_can_answer_is_asked(run: Run, shipped: Path) -> None:
    """In a terminal the missing pieces are asked for one by one, a wrong answer again, and then it is done."""
    answers = ["区设局", "区教委、区财政局"]
    answers += ["昨天", "2024-7-1", "2025-01-01", "2024-07-10", "2024年7月2日", "不做：并入大班额台账"]
    answers += ["没有.pdf", "验收单.pdf", "区教委", VERIFIER, "", "现场查验属实", "y"]
    asked = run("close", "9", answers=answers)
    assert asked.exit_code == 0, asked.stderr
    item = load(shipped).ledger.items[8]
    assert item.lead == ("区教委", "区财政局")
    assert [str(measure.done or measure.dropped) for measure in item.measures] == [
        "2024-07-01", "2024-07-10", "2024-07-02", "并入大班额台账",
    ]  # fmt: skip
    assert [(entry.event, entry.by) for entry in item.log] == [
        ("submit", "区教委"), ("verify", VERIFIER), ("close", "区教委"),
    ]  # fmt: skip
    assert item.log[0].evidence[0].name == "验收单.pdf"
    for said in (
        "区设局 is none of those in this ledger.", "昨天 is not a day of the calendar.", "科学规划学校布局",
        "2025-01-01 lies in the future.", "没有.pdf cannot be read",
        "区教委 leads item 9 and cannot verify its own work.",
    ):  # fmt: skip
        assert said in asked.stderr


@pytest.mark.usefixtures("papers")
def test_who_does_not_confirm_changes_nothing(run: Run, shipped: Path) -> None:
    """All that was answered is recorded only after a yes, and Enter alone answers no question."""
    before = items_text(shipped)
    answers = ["区教委", "", *["2024-07-01"] * 4, "验收单.pdf", VERIFIER, "属实", "n"]
    stopped = run("close", "9", answers=answers)
    assert stopped.exit_code == 1
    assert "Record all this and close the item?" in stopped.stderr
    assert items_text(shipped) == before


@pytest.mark.usefixtures("papers", "large_classes")
@pytest.mark.parametrize(("answer", "code"), [("是", 0), ("否", 1), ("好\ny", 0)])
def test_who_confirms_in_chinese(run: Run, answer: str, code: int) -> None:
    """Yes and no may be said in the language of the question; anything else is asked for again."""
    answers = ["区教委", "", *["2024-07-01"] * 4, "验收单.pdf", VERIFIER, "属实", answer]
    done = run("close", "9", answers=answers, lang="zh")
    assert done.exit_code == code, done.output
    assert ("不是“是”或“否”" in done.stderr) == ("好" in answer)


@pytest.mark.parametrize("line", ["progress 99", "extend 3 99", "measure drop 5.9", "correct 99 1"])
def test_nothing_is_asked_about_what_is_not_there(run: Run, line: str) -> None:
    """Whoever names an item that is none is told before having typed a text for it."""
    refused = run(*line.split(), answers=["做了很多"])
    assert (refused.exit_code, refused.stderr.startswith("Error: ")) == (2, True), refused.stderr


@pytest.mark.parametrize("words", [["--note", "主体完\x1b[D已"], []])
def test_arrow_keys_are_no_text(run: Run, shipped: Path, words: list[str]) -> None:
    """What an arrow key leaves where nothing can be edited is refused, and asked for again where somebody is asked."""
    before = items_text(shipped)
    typed = run("progress", "10", *words, answers=["主体完\x1b[D已", "主体已完"])
    assert "Control characters were typed" in typed.stderr
    assert (typed.exit_code, items_text(shipped) == before) == ((2, True) if words else (0, False)), typed.output
    assert "\x1b" not in items_text(shipped)


def test_what_is_added_later_comes_in_later(run: Run, shipped: Path) -> None:
    """An item beside the plan is not silent since the plan, and is not there on earlier days; one of its clauses is."""
    words = ("add", "area=城区", "kind=problem", "problem=x")
    assert run(*words, "title=新增").exit_code == 0
    assert run(*words, "title=漏录", "source=二(一)9").exit_code == 0
    assert run("progress", "19", "--note", "补记", "--on", "2024-06-30").exit_code == 0
    late, clause = load(shipped).ledger.items[-2:]
    assert (str(late.since), clause.since) == ("2024-07-15", None)
    found = {
        day: [row["id"] for row in json.loads(run("list", "--as-of", day, "--format", "json").stdout)]
        for day in ("2024-06-29", "2024-06-30")
    }
    assert found == {
        day: [*map(str, range(1, 19)), *more] for day, more in (("2024-06-29", ["20"]), ("2024-06-30", ["19", "20"]))
    }
    assert run(*words, "title=再增").exit_code == 0
    shown = run("show", "21").stdout
    assert [line in shown for line in ("In the ledger since", "none since it came in (0 days)")] == [True, True]
    refused = run("set", "21", "since=2025-01-01")
    assert (refused.exit_code, "lies in the future" in refused.stderr) == (4, True)


@pytest.mark.parametrize(
    "words",
    [
        *("status", "list", "show 9", "overdue", "due", "notice", "score", "collect status"),
        *("report monthly", "report final", "report item 9", "report html -o a.html"),
        *("export -o a.xlsx", "export -o a.ics", "export -o a.zip --item 9", "export -o a --as parquet"),
        "export -o a.json --as oscal",
    ],
)
def test_days_before_an_item_came_in(run: Run, tmp_path: Path, words: str) -> None:
    """Every command tells how the ledger stood then, without what came in later."""
    assert run("add", "area=城区", "kind=problem", "problem=x", "title=晚报食堂", "lead=区教委").exit_code == 0
    made = [str(tmp_path / word) if word.startswith("a") else word for word in words.split()]
    told = run("--as-of", "2024-06-30", *made)
    assert (told.exit_code, "晚报食堂" in told.stdout) == (0, False), told.output


def test_who_stops_answering_changes_nothing(run: Run, shipped: Path) -> None:
    """A question left open ends the command, and the file is what it was."""
    before = items_text(shipped)
    stopped = run("close", "9", answers=["区教委"])
    assert stopped.exit_code == 1
    assert "Stopped. Nothing was changed." in stopped.stderr
    assert items_text(shipped) == before


def test_a_paper_answers_the_question_for_evidence(run: Run, shipped: Path) -> None:
    """What lies in a cabinet is evidence as well."""
    assert run("set", "4", "lead=区教委").exit_code == 0
    done = ["2024-07-01" for _ in load(shipped).ledger.items[3].measures]
    asked = run("close", "4", answers=[*done, "纸质：档2024-17/3号柜", VERIFIER, "属实", "y"])
    assert asked.exit_code == 0, asked.stderr
    assert load(shipped).ledger.items[3].log[-3].evidence[0].paper == "档2024-17/3号柜"


def test_a_dry_run_shows_the_lines_and_writes_nothing(run: Run, shipped: Path, papers: Path) -> None:
    """The difference is shown as a patch, the evidence as it would lie, and nothing is on the disk."""
    before = sorted(shipped.rglob("*")), items_text(shipped)
    tried = run("progress", "9", "--note", "已到位: #2号楼", "--evidence", "验收单.pdf", "--dry-run")
    assert tried.exit_code == 0
    assert "+    note: '已到位: #2号楼'" in tried.stdout
    assert "+    - file: evidence/9/验收单.pdf" in tried.stdout
    assert "Only tried: nothing was written." in tried.stdout
    assert [path for path in sorted(shipped.rglob("*")) if path.name != ".ledger.lock"] == before[0]
    assert items_text(shipped) == before[1]
    assert (papers / "验收单.pdf").exists()


def test_several_items_change_together_or_not_at_all(run: Run, shipped: Path) -> None:
    """One item that refuses keeps the others as they were, and is told with its reasons."""
    before = items_text(shipped)
    refused = run("submit", "2", "9", "12")
    assert refused.exit_code == 4
    assert [line for line in refused.stderr.splitlines() if line.startswith("Error")] == [
        f"Error: Item {name} was not changed:" for name in ("2", "9", "12")
    ]
    assert items_text(shipped) == before
    assert run("progress", "3-5", "9", "--note", "一并检查").exit_code == 0
    assert [len(item.log) for item in load(shipped).ledger.items[2:5]] == [1, 1, 1]


def test_json_tells_what_changed(run: Run) -> None:
    """A program gets the items before and after, and the lines."""
    told = json.loads(run("progress", "9", "--note", "开工", "--format", "json").stdout)
    assert (told["written"], told["evidence"]) == (True, [])
    [item] = told["items"]
    assert (item["id"], item["status_before"], item["status"]) == ("9", "open", "in_progress")
    assert (item["entries"], item["log"][0]["note"], item["fields"]) == ([1], "开工", [])
    assert "+    note: 开工" in told["diff"]


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("progress 9", 2, "Missing option '--note'"),
        ("progress --note 甲", 2, "Missing argument 'ITEM...'"),
        ("progress 9 --note=", 2, "Some words are needed here."),
        ("progress 99 --note 甲", 2, "There is no item or measure 99."),
        ("progress 9 --note 甲 --by 区人设局", 2, "Did you mean 区人社局?"),
        ("progress 9 --note 甲 --on 2024-02-30", 2, "write it like 2024-06-28"),
        ("progress 9 --note 甲 --on 2025-07-15", 4, "2025-07-15 lies in the future."),
        ("progress 9 --note 甲 --evidence 没有.pdf", 2, "没有.pdf cannot be read"),
        ("progress 9 --note 甲 --url ftp://甲", 2, "ftp://甲 is not a web address."),
        ("progress 9 --note 甲 --as-of 2024-05-01", 2, "--as-of looks back"),
        ("done 9", 2, "9 is an item; here a measure is meant."),
        ("done 9.9", 2, "There is no item or measure 9.9."),
        ("done 9.1 --undo", 4, "Measure 9.1 is not done."),
        ("publicize 9 --from 2024-07-02 --until 2024-07-01", 2, "The period ends (2024-07-01) before it begins"),
        ("extend 9 --to 2024-12-31", 2, "Missing option '--reason'"),
        ("extend 2 --to 2024-06-01 --reason 甲", 4, "2024-06-01 is not later than 2024-06-28."),
        ("correct 9 0 --reason 甲", 2, "0 is not in the range x>=1"),
        ("correct 9 1 --reason 甲", 4, "Item 9 has no entry 1; its log has 0."),
        ("set 9 lead", 2, "lead is no FIELD=VALUE"),
        ("set 9 laed=区教委", 2, "Did you mean lead?"),
        ("set 9 lead=区教育", 2, "Did you mean 区教委?"),
        ("set 9 lead-=区教委", 2, "区教委 does not stand in lead."),
        ("set 9 title+=甲", 2, "title holds one value"),
        ("set 9 title=", 2, "The key title is missing."),
        ("set 9 due=2024-02-30", 2, "2024-02-30 is not a day of the calendar."),
        ("set 9 kind=problm", 2, "Did you mean problem?"),
        ("set 9 log=甲", 2, "ledger progress 9 --note …"),
        ("set 9 status=closed", 4, "The status follows what happened"),
        ("set 9 id=99", 4, "The id of item 9 stays"),
        ("set 2 due=2024-12-31", 4, "ledger extend 2 --to 2024-12-31 --reason …"),
        ("set 2 due=", 4, "The date 2024-06-28 of item 2 is not moved away"),
        ("set 3-5 lead=区教委", 2, "3-5 names several: 3, 4, 5."),
        ("done 9.1-9.9", 2, "There is no item or measure 9.9.\nDid you mean 9.4?"),
        ("done 9.3-9.1", 2, "Did you mean 9.1-9.3?"),
        ("list --status 开", 2, "not started (open), in progress (in_progress), "),
        ("measure set 9 lead=区教委", 2, "9 is an item"),
        ("measure set 9.1-9.2 lead=区教委", 2, "9.1-9.2 names several"),
        ("measure set 9.1 done=2024-07-01", 2, "ledger done …"),
        ("measure drop 9.1", 2, "Missing option '--reason'"),
        ("reading 9 甲 1", 2, "Item 9 has no indicators."),
        ("reading 1 公办幼儿园数 八十二", 2, "八十二 is not a number."),
        ("attach 9", 2, "There is nothing to file."),
        ("add title=甲", 2, "The key area is missing."),
        ("add id=9 area=甲 kind=problem title=甲", 4, "The id 9 is taken by"),
        ("add id=a/b area=甲 kind=problem title=甲", 2, "a/b cannot be an id."),
        ("add area=甲 kind=problem title=甲 status=closed", 4, "add up to not started (open)"),
        ("close 9 --filing-number 1 --override 急", 4, "Nobody has verified the work."),
        ("close 9 --verified-by 区教伟", 2, "Did you mean 区教委?"),
        (
            "reopen 9 --reason 甲",
            4,
            "reopening (reopen) is possible only when it is closed out (closed).",
        ),
    ],
)
def test_refusals(run: Run, shipped: Path, line: str, code: int, said: str) -> None:
    """Whatever is typed wrongly, or is not allowed, is one clear sentence and changes nothing."""
    before = items_text(shipped)
    refused = run(*line.split(" "))
    assert (refused.exit_code, refused.stdout) == (code, ""), refused.output
    assert said in refused.stderr
    assert "Traceback" not in refused.stderr
    assert items_text(shipped) == before


# what a handover of item 2 writes first
HANDED = [
    "+   log:", "+   - on: 2024-07-15", "+     event: handover", "+     by: 区教委",
    "+     was:", "+     - 区教委", "+     - 区人社局",
]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "lines"),
    [
        ("set 9 leader=张三 office=基教科 person=李四", ["+   leader: 张三", "+   office: 基教科", "+   person: 李四"]),
        ("set 9 type=分阶段", ["+   type: phased"]),
        ("set 9 ongoing=每月", ["+   ongoing:", "+     every: month"]),
        ("set 9 due=2024年12月31日 due_wording=年底前", ["+   due: 2024-12-31", "+   due_wording: 年底前"]),
        ("set 2 lead-=区教委", ["-   - 区教委", *HANDED, "+     to:", "+     - 区人社局"]),
        ("set 9 lead+=长寿区教委", ["+   lead:", "+   - 区教委"]),
        ("set 2 lead-=区教委,区人社局", ["-   lead:", "-   - 区教委", "-   - 区人社局", *HANDED]),
        ("set 12 due=2024-12-31 --person 张三 --by 区政府", [
            "+   due: 2024-12-31",
            "+   - on: 2024-07-15", "+     event: decide", "+     by: 区政府", "+     person: 张三",
            "+     note: 'date 2024-12-31 decided for “2025年前” (possible: 2024-12-31 / 2025-12-31)'",
        ]),
        ("set 7 due=2024-12-01", ["-   due: 2024-12-31", "+   due: 2024-12-01"]),  # its words leave no choice
        ("measure add 9 家访 lead=区教委 due=2024-9-1", [
            "+   - id: 9.5", "+     text: 家访", "+     lead:", "+     - 区教委", "+     due: 2024-09-01",
        ]),
        ("measure set 9.1 person=王五", ["+     person: 王五"]),
        ("measure drop 9.4 --reason 并入", ["+     dropped: 并入"]),
        ("attach 9.1 --paper 3号柜", ["+     evidence:", "+     - paper: 3号柜"]),
        ("inspect 9 --on 2024-07-01 --person 王五", [
            "+   log:", "+   - on: 2024-07-01", "+     event: inspect", "+     by: 区教委", "+     person: 王五",
        ]),
        ("reading 1 临聘教师数 380 --on 2024-07-01 --source 人事科", [
            "+     readings:", "+     - on: 2024-07-01", "+       value: 380", "+       source: 人事科",
        ]),
        ("reading 1 1 0.00001", ["+     readings:", "+     - on: 2024-07-15", "+       value: 0.00001"]),
        ("add area=甲 kind=建议 title=乙 recommendation=丙", [
            "+ - id: 19", "+   area: 甲", "+   kind: recommendation", "+   title: 乙", "+   recommendation: 丙",
            "+   since: 2024-07-15", "+   status: open",
        ]),
    ],
)  # fmt: skip
def test_lines(run: Run, shipped: Path, line: str, lines: Sequence[str]) -> None:
    """Each change is just these lines of the file."""
    before = items_text(shipped)
    result = run(*line.split())
    assert result.exit_code == 0, result.stderr
    assert changes(before, items_text(shipped)) == lines


def test_nothing_to_change_writes_nothing(run: Run, shipped: Path) -> None:
    """Setting what stands there already leaves the file alone, and says so."""
    (shipped / "items.yaml").chmod(0o444)
    result = run("set", "9", "title=城区义务教育资源总量不足")
    assert (result.exit_code, result.stdout.splitlines()[0]) == (0, "Nothing changes: it stands there already.")


def test_a_measure_is_taken_back(run: Run, shipped: Path) -> None:
    """A measure that is not done after all is open again, and so is an item that nothing else has started."""
    before = items_text(shipped)
    assert run("done", "9.1").exit_code == 0
    assert load(shipped).ledger.items[8].status == "in_progress"
    assert run("done", "9.1", "--undo").exit_code == 0
    assert items_text(shipped) == before


def test_a_new_item_is_asked_for(run: Run, shipped: Path) -> None:
    """In a terminal what an item cannot be without is asked for."""
    added = run("add", "problem=甲", answers=["校园安全管理", "问题", "消防通道堵塞"])
    assert added.exit_code == 0, added.stderr
    item = load(shipped).ledger.items[-1]
    assert (item.id, item.area, item.kind, item.title) == ("19", "校园安全管理", "problem", "消防通道堵塞")


def test_a_faulty_item_is_left_alone_until_it_is_mended(run: Run, shipped: Path) -> None:
    """Errors stop changes to their item, not to others, and a change that leaves fewer of them is let through."""
    path = shipped / "items.yaml"
    path.write_text(items_text(shipped).replace("  - 区编办\n", "  - 区编班\n", 1), encoding="utf-8")
    refused = run("progress", "1", "--note", "甲")
    assert refused.exit_code == 4
    assert "Item 1 holds errors" in refused.stderr
    assert "Did you mean 区编办?" in refused.stderr
    assert run("progress", "9", "--note", "甲").exit_code == 0
    assert run("set", "1", "person=张三").exit_code == 4
    assert run("set", "1", "support=区编办,区人社局").exit_code == 0
    assert run("progress", "1", "--note", "甲").exit_code == 0


def test_a_status_written_by_hand_is_found_and_put_right(run: Run, shipped: Path) -> None:
    """A closed item without its history is an error that no event covers up."""
    text = items_text(shipped).replace("  status: open\n", "  status: closed\n", 1)
    (shipped / "items.yaml").write_text(text, encoding="utf-8")
    assert run("check").exit_code == 1
    assert run("progress", "1", "--note", "甲").exit_code == 4
    assert run("set", "1", "status=open").exit_code == 0
    assert run("check").exit_code == 0


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return a function that makes a line of Python the person's editor; it is given the text as `text`."""

    def be(line: str) -> None:
        script = tmp_path / "editor.py"
        script.write_text(
            "import sys, pathlib\n"
            "path = pathlib.Path(sys.argv[1])\n"
            f"text = path.read_text(encoding='utf-8')\n{line}\n"
            "path.write_text(text, encoding='utf-8')\n",
            encoding="utf-8",
        )
        monkeypatch.setenv("VISUAL", f"{sys.executable} {script}")

    return be


Editor = Callable[[str], None]


def test_an_item_is_edited(run: Run, shipped: Path, editor: Editor) -> None:
    """What is saved in the editor takes the place of the item's lines, comments of the person's own included."""
    before = items_text(shipped)
    editor("text = text.replace('  status: open', '  # 已核对\\n  leader: 张三\\n  status: open')")
    assert run("edit", "9").exit_code == 0
    assert changes(before, items_text(shipped)) == ["+   # 已核对", "+   leader: 张三"]
    editor("text = text.replace('- id: 18\\n', '- id: 18  # 末项\\n').rstrip()")
    assert run("edit", "18").exit_code == 0
    assert items_text(shipped).endswith("\n")


def test_only_the_items_own_lines_are_edited(run: Run, shipped: Path, editor: Editor, tmp_path: Path) -> None:
    """The editor is given the item from its dash to its last line, without comments about the next one."""
    editor(f"pathlib.Path({str(tmp_path / 'seen')!r}).write_text(text, encoding='utf-8')")
    for name, following in (("1", "2"), ("9", "10"), ("18", "")):
        assert run("edit", name).exit_code == 0
        seen = (tmp_path / "seen").read_text(encoding="utf-8")
        assert seen.startswith(f"- id: {name}\n")
        assert seen in items_text(shipped)
        if following:
            rest = items_text(shipped).split(seen)[1].split(f"- id: {following}\n")[0]
            assert all(line.startswith("#") or not line for line in rest.splitlines())


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("text = text.replace('kind: both', 'kind: bothe')", "9.yaml:3:9: unknown-word"),
        ("text = text.replace('kind: both', 'kind：both')", "9.yaml:3:7: wide-character"),
        ("text = text.replace('status: open', 'status: closed')", "The status follows what happened"),
        ("text = text[: text.index('  - id: 9.4')]", "Measure 9.4 is not deleted"),
        ("text = text + text.replace('id: 9', 'id: 90')", "The text is not the one item 9 any more."),
        ("text = ''", "The file says nothing."),
        ("text = text.replace('  status', '  lead: 区教伟\\n  status')", "Did you mean 区教委?"),
    ],
)
def test_an_edit_that_cannot_be_saved_is_kept(run: Run, shipped: Path, editor: Editor, line: str, said: str) -> None:
    """What is wrong with the text is told, the ledger stays, and the text lies in a file that is named."""
    before = items_text(shipped)
    editor(line)
    refused = run("edit", "9")
    assert refused.exit_code in {3, 4}
    assert said in refused.stderr
    [kept] = [line for line in refused.stderr.splitlines() if line.startswith("Your text is kept in ")]
    path = Path(kept.removeprefix("Your text is kept in ").removesuffix("."))
    assert path.read_text(encoding="utf-8") != before
    path.unlink()
    assert items_text(shipped) == before


def test_the_person_may_go_on_editing(run: Run, shipped: Path, editor: Editor) -> None:
    """In a terminal the editor opens again with the text as it was left, until it can be saved."""
    editor("text = text.replace('both', 'bothe') if 'bothe' not in text else text.replace('bothe', 'problem')")
    edited = run("edit", "9", answers=["y"])
    assert edited.exit_code == 0, edited.stderr
    assert "Go on editing?" in edited.stderr
    assert load(shipped).ledger.items[8].kind == "problem"


def test_an_item_in_brackets_is_not_cut_out(run: Run, shipped: Path, editor: Editor) -> None:
    """An item without lines of its own is edited in the file itself."""
    (shipped / "items.yaml").write_text(
        "[{id: 1, area: 甲, kind: problem, problem: 乙, title: 丙}]\n", encoding="utf-8"
    )
    editor("text = ''")
    refused = run("edit", "1")
    assert refused.exit_code == 4
    assert "Item 1 does not stand in lines of its own." in refused.stderr


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_new_ledger(run: Run, tmp_path: Path, lang: str) -> None:
    """A folder gets files that explain themselves, make a sound ledger, and take the first item."""
    folder = tmp_path / "new" / "台账"
    assert run("init", str(folder), lang=lang).exit_code == 0
    names = ["departments.yaml", "items.yaml", "ledger.yaml", "routines.yaml"]
    assert sorted(file.name for file in folder.glob("*.yaml")) == names
    assert "items.yaml merge=ledger" in (folder / ".gitattributes").read_text(encoding="utf-8")
    assert run("check", data=folder).exit_code == 0
    example = items_text(folder)
    assert run("add", "area=甲", "kind=problem", "title=乙", "problem=丙", data=folder, lang=lang).exit_code == 0
    assert [item.title for item in load(folder).ledger.items] == ["乙"]
    assert [line for line in items_text(folder).splitlines() if line.startswith("#")] == [
        line for line in example.splitlines() if line.startswith("#")
    ]
    again = run("init", str(folder), lang=lang)
    assert again.exit_code == 2
    assert "departments.yaml" in again.stderr
    assert load(folder).ledger.items


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_example_in_a_new_ledger_is_sound(run: Run, tmp_path: Path, lang: str) -> None:
    """What the comments show can be used as it stands, without its number signs."""
    assert run("init", str(tmp_path / "new"), lang=lang).exit_code == 0
    for file in (tmp_path / "new").glob("*.yaml"):
        lines = file.read_text(encoding="utf-8").removesuffix("[]\n").splitlines()
        at = lines.index("#")
        file.write_text("\n".join(line.removeprefix("# ") for line in lines[at + 1 :]), encoding="utf-8")
    found = run("check", data=tmp_path / "new")
    assert found.exit_code == 0, found.output


def test_a_crowd_loses_nothing(shipped: Path) -> None:
    """Six people who write at once wait for each other, and all six entries are there."""
    command = [sys.executable, "-m", "ledger", "progress", "9", "--data", str(shipped), "--note"]
    crowd = [subprocess.Popen([*command, f"第{n}人"], stdout=subprocess.DEVNULL, env=os.environ) for n in range(6)]
    assert [each.wait() for each in crowd] == [0] * 6
    assert {entry.note for entry in load(shipped).ledger.items[8].log} == {f"第{n}人" for n in range(6)}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("command", [name for names in list(TABLE.values())[2:] for name in names])
def test_help(run: Run, snapshot: SnapshotAssertion, command: str, lang: str) -> None:
    """The help of every command that changes something says what it does, in both languages."""
    result = run(command, "--help", lang=lang, width=80)
    assert result.exit_code == 0
    assert result.stdout == snapshot


def test_what_a_command_needs_is_asked_for(run: Run, shipped: Path) -> None:
    """In a terminal a note that was left out is asked for, and an empty answer is asked for again."""
    asked = run("progress", "9", answers=["", "已开工"])
    assert asked.exit_code == 0, asked.stderr
    assert "What has been done" in asked.stderr
    assert load(shipped).ledger.items[8].log[0].note == "已开工"


def test_a_large_paper_is_told(run: Run, shipped: Path, papers: Path) -> None:
    """A file above the limit of the settings is filed, and whoever files it is warned."""
    with (shipped / "ledger.yaml").open("a", encoding="utf-8") as settings:
        settings.write("limits: {evidence_megabytes: 1}\n")
    (papers / "录像.mp4").write_bytes(bytes(1_000_001))
    told = run("attach", "9", "录像.mp4")
    assert told.exit_code == 0
    assert "录像.mp4 is larger than 1 MB" in told.stderr
    assert (shipped / "evidence/9/录像.mp4").stat().st_size == 1_000_001


def test_a_failed_writing_takes_its_evidence_back(
    run: Run, shipped: Path, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the file of the items cannot be replaced, no evidence is left that nobody names."""
    before = items_text(shipped)
    monkeypatch.setattr("shutil.copymode", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    failed = run("attach", "9", str(papers / "验收单.pdf"))
    assert failed.exit_code == 4
    assert "No space left on device" in failed.stderr
    assert not (shipped / "evidence").exists()
    assert items_text(shipped) == before


def test_who_comes_too_late_is_told(run: Run, shipped: Path) -> None:
    """While somebody else writes, the command waits as long as the settings say and then gives up with exit 5."""
    with (shipped / "ledger.yaml").open("a", encoding="utf-8") as settings:
        settings.write("limits: {lock_seconds: 0}\n")
    with held(shipped, 0, print):
        busy = run("progress", "9", "--note", "甲")
    assert busy.exit_code == 5
    assert "Waiting for" in busy.stderr
    assert "Somebody else is writing to this ledger" in busy.stderr


@pytest.mark.parametrize(
    "typed", ["lead+＝区教委", "lead＋=区教委", " lead += 区教委", "lead+=区教委、重庆市长寿区教育委员会"]
)
def test_assignments_as_people_type_them(run: Run, shipped: Path, typed: str) -> None:
    """Wide signs, spaces around the sign and Chinese commas mean what they look like; one body is named once."""
    result = run("set", "9", typed)
    assert result.exit_code == 0, result.stderr
    assert load(shipped).ledger.items[8].lead == ("区教委",)


@pytest.mark.usefixtures("papers")
def test_one_paper_for_several_items_is_stored_once(run: Run, shipped: Path) -> None:
    """Items and measures of one command name the same copy."""
    assert run("progress", "9", "10", "--note", "甲", "--evidence", "验收单.pdf").exit_code == 0
    assert run("done", "3.1", "9.1", "--evidence", "验收单.pdf").exit_code == 0
    assert [path.name for path in (shipped / "evidence").rglob("*.*")] == ["验收单.pdf"]
    found = run("check")
    assert found.exit_code == 0
    assert "evidence-unnamed" not in found.stdout


@pytest.mark.usefixtures("papers")
def test_a_lost_paper_that_comes_again_mends_the_item(run: Run, shipped: Path) -> None:
    """An item whose evidence is lost takes nothing but that file again, or a correction of the entry that names it."""
    assert run("attach", "9", "验收单.pdf").exit_code == 0
    (shipped / "evidence/9/验收单.pdf").unlink()
    assert run("progress", "9", "--note", "甲").exit_code == 4
    assert run("attach", "9", "验收单.pdf").exit_code == 0
    assert run("progress", "9", "--note", "甲").exit_code == 0
    (shipped / "evidence/9/验收单.pdf").unlink()
    assert [run("correct", "9", number, "--reason", "文件遗失").exit_code for number in "12"] == [0, 0]
    assert run("progress", "9", "--note", "乙").exit_code == 0


def test_a_name_that_was_wrong_in_the_log_is_corrected(run: Run, shipped: Path) -> None:
    """An entry by a body that does not exist is taken back, and the item goes on."""
    assert run("progress", "9", "--note", "甲").exit_code == 0
    text = items_text(shipped)
    (shipped / "items.yaml").write_text(
        text.replace("by: 区教委\n    note: 甲", "by: 区教伟\n    note: 甲"), encoding="utf-8"
    )
    assert run("progress", "9", "--note", "乙").exit_code == 4
    assert run("correct", "9", "1", "--reason", "单位写错").exit_code == 0
    assert run("progress", "9", "--note", "乙").exit_code == 0


def test_a_date_of_a_measure_is_put_off_with_a_reason(run: Run, shipped: Path) -> None:
    """Nothing gets less late unseen: the old date, the new one and why stand in the item's log."""
    assert run("measure", "set", "9.1", "due=2024-06-01").exit_code == 0
    for put_off in ("due=2024-12-01", "due="):
        refused = run("measure", "set", "9.1", put_off)
        assert refused.exit_code == 4
        assert "The date 2024-06-01 of measure 9.1 is not moved away" in refused.stderr
    assert run("measure", "set", "9.1", "due=2024-12-01", "--reason", "雨季停工").exit_code == 0
    item = load(shipped).ledger.items[8]
    assert str(item.measures[0].due) == "2024-12-01"
    assert item.log[-1].note == "date of measure 9.1: 2024-06-01 → 2024-12-01; 雨季停工"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "text = text.replace('done: 2024-06-20', 'done: 2024-05-20')",
            "That measure 9.1 was done on 2024-06-20 is on record.",
        ),
        ("text = text.replace('    done: 2024-06-20\\n', '')", "That measure 9.1 was done on 2024-06-20 is on record."),
        (
            "text = text.replace('due: 2024-06-30', 'due: 2024-09-30')",
            "ledger measure set 9.2 due=2024-09-30 --reason …",
        ),
        ("text = text.replace('3号柜', '4号柜')", "The evidence of measure 9.1 is on record and stays."),
        ("text = text[: text.index('  log:')]", "The log of item 9 is not edited"),
    ],
)
def test_what_is_on_record_is_not_edited_away(run: Run, shipped: Path, editor: Editor, line: str, said: str) -> None:
    """An editor changes what is planned, not what has happened."""
    assert run("done", "9.1", "--on", "2024-06-20", "--paper", "3号柜").exit_code == 0
    assert run("measure", "set", "9.2", "due=2024-06-30").exit_code == 0
    assert run("inspect", "9").exit_code == 0
    before = items_text(shipped)
    editor(line)
    refused = run("edit", "9")
    assert refused.exit_code == 4
    assert said in refused.stderr
    assert items_text(shipped) == before


def test_an_edit_of_what_somebody_else_has_changed_is_kept(run: Run, shipped: Path, editor: Editor) -> None:
    """Where the item is another one once the editor is closed, nothing is written over it."""
    path = shipped / "items.yaml"
    other = "kind: both\\n  title: 城区"
    editor(
        f"items = pathlib.Path({str(path)!r})\n"
        f"items.write_text(items.read_text(encoding='utf-8').replace('{other}', '{other}的'), encoding='utf-8')\n"
        "text = text.replace('status: open', 'leader: 张三\\n  status: open')"
    )
    refused = run("edit", "9")
    assert refused.exit_code == 5
    assert "Your text is kept in " in refused.stderr
    assert "城区的" in items_text(shipped)
    assert "张三" not in items_text(shipped)


def test_the_lines_of_an_edited_item_end_like_the_others(run: Run, shipped: Path, editor: Editor) -> None:
    """A file of Windows stays one, and the editor need not know."""
    path = shipped / "items.yaml"
    path.write_bytes(items_text(shipped).replace("\n", "\r\n").encode())
    editor("assert '\\r' not in text\ntext = text.replace('status: open', 'leader: 张三\\n  status: open')")
    assert run("edit", "9").exit_code == 0
    assert path.read_bytes().count(b"\n") == path.read_bytes().count(b"\r\n")
    assert "leader: 张三" in items_text(shipped)


def test_what_is_doubtful_is_told(run: Run) -> None:
    """What the rules only doubt is done, and said at once: a slip of the year is seen while it is fresh."""
    told = run("progress", "9", "--note", "甲", "--on", "2023-07-01")
    assert told.exit_code == 0
    assert "2023-07-01 lies before the plan (2024-04-15)." in told.stderr
    assert run("progress", "9", "--note", "甲").stderr == ""


def test_an_output_that_cannot_be_written_stops_the_change(run: Run, shipped: Path) -> None:
    """A command that could not answer does nothing, or it would be given a second time."""
    before = items_text(shipped)
    assert run("progress", "9", "--note", "甲", "-o", "/nowhere/x.json").exit_code == 2
    assert items_text(shipped) == before


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("set 9.1 person=王五", "9.1 is a measure; here an item is meant."),
        ("progress 9 9.1 --note 甲", "9.1 is a measure; here an item is meant."),
        ("attach 9.1 --paper 3号柜 --note 甲", "A measure takes evidence alone."),
        ("done 9.1 --undo --paper 3号柜", "--undo goes with no other option."),
        ("close 9 --outcome 好", "--outcome says what a verification found."),
        ("set 9 lead=、", "Some words are needed here."),
        ("set 9 dropped=甲", "ledger measure drop 9"),
        ("measure set 9.1 tekst=甲", "Did you mean text?"),
        ("progress 9 ——note 甲", "An option begins with two half-width hyphens"),
        ("reading 1 工资 1", "工资 names several"),
    ],
)
def test_nothing_typed_is_thrown_away(run: Run, shipped: Path, line: str, said: str) -> None:
    """What a command has no place for is refused, not left out."""
    before = items_text(shipped)
    refused = run(*line.split())
    assert refused.exit_code == 2, refused.output
    assert said in refused.stderr
    assert items_text(shipped) == before


def test_fields_have_their_chinese_names_too(run: Run, shipped: Path) -> None:
    """A clerk sets what she sees: 牵头单位, 时限, 具体责任人, in wide digits as well."""
    assert run("set", "9", "牵头单位=区教委", "时限=２０２４－１２－３１", "具体责任人=张三").exit_code == 0
    item = load(shipped).ledger.items[8]
    assert (item.lead, str(item.due), item.person) == (("区教委",), "2024-12-31", "张三")


def test_words_with_two_readings_are_told_and_decided(run: Run, shipped: Path) -> None:
    """Whoever enters such words is told the days; whoever sets one is recorded, with what it could have been."""
    told = run("set", "9", "due_wording=2026年前")
    assert "“2026年前” can mean 2025-12-31 / 2026-12-31 (before a year: the end of the one before" in told.stderr
    assert run("set", "9", "due=2026-12-31", "--person", "张三", "--note", "会议纪要3号").exit_code == 0
    [decision] = load(shipped).ledger.items[8].log
    assert (decision.event, decision.by, decision.person) == ("decide", "区教委", "张三")
    said = "date 2026-12-31 decided for “2026年前” (possible: 2025-12-31 / 2026-12-31); 会议纪要3号"
    assert decision.note == said
    assert load(shipped).ledger.items[8].status == "open"
    assert "decision" in run("show", "9").stdout
    with (shipped / "ledger.yaml").open("a", encoding="utf-8") as settings:
        settings.write("deadlines: {immediate_days: 30}\n")
    told = run("set", "11", "due_wording=立行立改")
    assert "mean 2024-05-15, but no date is set" in told.stderr
    assert run("set", "11", "due=2024-05-15", "--person", "张三").exit_code == 2
    assert run("set", "11", "due=2024-05-15").exit_code == 0
    assert not load(shipped).ledger.items[10].log
