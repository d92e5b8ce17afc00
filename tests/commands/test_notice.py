"""`ledger notice`, typed as a clerk types it: who is due, the letters, and what is recorded."""

import json
import re
from pathlib import Path
from typing import get_args

import docx
import pytest
from click.testing import Result
from rich.cells import cell_len
from syrupy.assertion import SnapshotAssertion

from ledger.changing import Desk
from ledger.events import Level
from ledger.store import load
from sharing import Git
from sharing import Make
from sharing import Run

TABLES = [
    "notice",
    "notice 区教委",
    "notice 区人社局 --as-of 2024-04-20",
    "notice --as-of 2024-05-16",
    "notice 区教委 2",
]
MANY = """
- {{id: {at}, area: 甲, kind: problem, title: 题, problem: 丙, lead: 局{at}, due: 2024-07-01}}
"""


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("command", TABLES)
def test_who_is_due(run: Run, snapshot: SnapshotAssertion, command: str, lang: str) -> None:
    """The shipped ledger says who is due and why, who cannot be addressed, and for one department the letters."""
    shown = run(*command.split(), lang=lang)
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert shown.stdout == snapshot


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("level", get_args(Level))
def test_each_letter(run: Run, shipped: Path, snapshot: SnapshotAssertion, level: str, lang: str) -> None:
    """A dry run shows the letter of any level and the lines of the file, and says where the ladder is skipped."""
    tried = run("notice", "区人社局", "1", "2", "--level", level, "--dry-run", lang=lang)
    assert tried.exit_code == 0
    assert (tried.stdout + tried.stderr).replace(str(shipped), "data") == snapshot


@pytest.mark.parametrize("width", [50, 80, 120])
@pytest.mark.parametrize("command", TABLES)
def test_it_fits_a_terminal(run: Run, command: str, width: int) -> None:
    """No line is wider than the terminal, counted in cells."""
    shown = run(*command.split(), terminal=True, width=width, lang="zh", environ={"NO_COLOR": "1"})
    assert max(cell_len(re.sub(r"\x1b\[[0-9;]*m", "", line)) for line in shown.stdout.splitlines()) <= width


def test_a_step_is_recorded_for_all_that_are_due(run: Run, versioned: Path, git: Git) -> None:
    """Without items those that are due get an entry each, in one version; the same step is not due a second time."""
    done = run("notice", "长寿区教委", "--level", "提醒", "--paper", "档2024-17/3号柜", "--note", "已送达")
    assert done.exit_code == 0, done.stderr
    assert git("log", "-1", "--format=%s") == "notice 1 2 8: 公办园临聘教师待遇保障不足 +2"
    for item in load(versioned).ledger.items:
        if item.id in {"1", "2", "8"}:
            entry = item.log[-1]
            assert (entry.event, entry.by, entry.note) == ("notice", "区教委", "已送达")
            assert entry.event == "notice"
            assert (entry.level, entry.to) == ("remind", ("区教委",))
            assert entry.evidence[0].paper == "档2024-17/3号柜"
    again = run("notice", "区教委", "--level", "remind")
    assert again.exit_code == 4
    assert "No item of 区教委 is due for this step: reminder (remind)." in again.stderr
    assert "ledger notice 区教委 ITEM --level remind" in again.stderr
    facts = json.loads(run("notice", "区教委", "--format", "json").stdout)
    assert facts["due"] == []
    assert {(step["id"], step["level"], step["waiting_until"]) for step in facts["later"]} == {
        (name, "supervise", "2024-07-22") for name in ("1", "2", "8")
    }
    assert run("check").exit_code == 0


@pytest.mark.parametrize("words", [["2", "8"], ["--items", "2", "--items", "8"], ["2", "--items", "8"]])
def test_items_are_named_either_way(run: Run, words: list[str]) -> None:
    """Items stand as words or behind --items, and only they are changed."""
    told = json.loads(run("notice", "区教委", *words, "--level", "督办函", "--format", "json").stdout)
    assert [(item["id"], item["log"][0]["level"]) for item in told["items"]] == [("2", "supervise"), ("8", "supervise")]


def test_a_day_of_the_past_decides_what_was_due(run: Run) -> None:
    """What is told late was due on its own day: on 15 May nothing was silent yet, on the next everything was."""
    assert run("notice", "区教委", "--level", "remind", "--on", "2024-05-15", "--dry-run").exit_code == 4
    assert run("notice", "区教委", "--level", "remind", "--on", "2024-05-16", "--dry-run").exit_code == 0


def test_a_step_of_before_the_ledger_had_the_item(run: Run, shipped: Path) -> None:
    """As all else, it is recorded on the day on which it was taken: the item came to be known to the ledger later."""
    assert run("add", "area=甲", "kind=problem", "title=新", "problem=新", "lead=区教委").exit_code == 0
    number = load(shipped).ledger.items[-1].id
    taken = run("notice", "区教委", number, "--level", "remind", "--on", "2024-07-01")
    assert taken.exit_code == 0, taken.output
    assert [str(each.on) for each in load(shipped).ledger.items[-1].log] == ["2024-07-01"]


def test_a_skipped_step_is_said(run: Run) -> None:
    """A person may skip steps of the ladder and is told which."""
    done = run("notice", "区人社局", "2", "--level", "问责")
    assert done.exit_code == 0
    assert done.stderr.endswith("Item 2: the ladder of ledger.yaml would come to reminder first.\n")
    assert "ladder" not in run("notice", "区教委", "2", "--level", "remind").stderr


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("notice --level remind", 2, "ledger notice DEPARTMENT --level LEVEL"),
        ("notice 区教委 --note 甲", 2, "Only a step that is named is recorded."),
        ("notice 区人设局", 2, "Did you mean 区人社局?"),
        ("notice 区教委 99", 2, "There is no item or measure 99."),
        ("notice 区教委 2.1 --level remind", 2, "Its item is 2."),
        ("notice 区教委 --level 警告", 2, "reminder (remind)"),
        ("notice 区教委 --level remind --as-of 2024-07-01", 2, "--on DAY"),
        ("notice 区教委 --level remind --at HEAD", 2, "--at looks at an earlier version"),
        ("notice 区教委 --level remind --on 2024-07-16", 4, "lies in the future"),
        ("notice 区教委 2 --level remind --by 某局", 2, "某局 is none of those in this ledger."),
        ("notice 区人社局 3 --level remind", 4, "ledger set 3 lead+=区人社局"),
    ],
)
def test_what_is_refused(run: Run, shipped: Path, words: str, code: int, said: str) -> None:
    """A refusal is a sentence that names what to type, and nothing is written."""
    before = (shipped / "items.yaml").read_bytes()
    refused = run(*words.split())
    assert (refused.exit_code, refused.stdout) == (code, "")
    assert said in refused.stderr
    assert "Traceback" not in refused.stderr
    assert (shipped / "items.yaml").read_bytes() == before


def test_some_refuse_and_none_is_changed(run: Run, shipped: Path) -> None:
    """Where a department has no part in one of the items no item gets an entry; a support has a part."""
    assert run("notice", "区人社局", "1-3", "--level", "remind").exit_code == 4
    assert not any(item.log for item in load(shipped).ledger.items[:3])
    assert run("notice", "区人社局", "1", "--level", "remind").exit_code == 0


def test_a_table_for_a_spreadsheet(run: Run) -> None:
    """CSV has a line a step: due, later (with its day), and without a department."""
    head, first, *lines = run("notice", "--format", "csv").stdout.splitlines()
    assert head.startswith("department,level,id,title,source,due,")
    assert first == "区教委,remind,1,公办园临聘教师待遇保障不足,二(一)1,,,,91,0,quiet,,,,"
    assert sum(line.startswith(",") for line in lines) == 12


def test_the_morning_view_names_at_most_ten(run: Run, make: Make) -> None:
    """The status names ten departments and counts the others; where nobody is due it says nothing."""
    names = "".join(f"- name: 局{at}\n" for at in range(11))
    opened = make("".join(MANY.format(at=at) for at in range(11)), departments=names)
    told = run("status", data=opened.folder).stdout
    assert "Steps of supervision due (11)" in told
    assert "局9 reminder (1) … (11 in all)" in told
    assert "Steps of supervision" not in run("status", "--as-of", "2024-04-20").stdout


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_whatever_can_be_a_reason(run: Run, make: Make, snapshot: SnapshotAssertion, lang: str) -> None:
    """Dates, returned work, late measures and earlier steps are told together; a plan may have no title."""
    items = """
- {id: 1, area: 甲, kind: problem, title: 退回, problem: 丙, lead: 区教委, due: 2024-06-01, status: in_progress,
   log: [{on: 2024-06-02, event: notice, level: remind, by: 区督导委, to: 区教委},
         {on: 2024-06-03, event: submit, by: 区教委}, {on: 2024-06-04, event: return, by: 区督导委, reason: 乙}]}
- {id: 2, area: 甲, kind: problem, title: 今天, problem: 丙, lead: 区教委, due: 2024-07-15,
   measures: [{id: 2.1, text: 复查, due: 2024-07-01}], log: [{on: 2024-07-14, event: inspect, by: 区教委}]}
- {id: 3, area: 甲, kind: problem, title: 措施, problem: 丙, lead: 区教委, due_wording: 尽快,
   measures: [{id: 3.1, text: 复查, due: 2024-07-01}, {id: 3.2, text: 复核, due: 2024-07-13}],
   log: [{on: 2024-07-14, event: inspect, by: 区教委}]}
- {id: 4, area: 甲, kind: problem, title: 等待, problem: 丙, due: 2024-06-01,
   log: [{on: 2024-07-14, event: notice, level: remind, by: 区督导委}]}
"""
    settings = "plan: {date: 2024-04-15}\nsupervision:\n- {level: remind, due_soon_days: 15, days_late: 1}\n"
    settings += "- {level: supervise, returned: 1, days_late: 1, wait_days: 7}\n"
    assert run("notice", "区教委", data=make(items, settings=settings).folder, lang=lang).stdout == snapshot(name="one")
    assert run("notice", data=make(items, settings=settings).folder, lang=lang).stdout == snapshot(name="all")


def test_two_terminals_record_one_step(run: Run, versioned: Path) -> None:
    """What somebody else has recorded since it was looked up is not recorded a second time."""
    ran: list[Result] = []
    real = Desk.change

    def change(self: Desk, *args: object, **kwargs: object) -> None:
        if not ran:  # the other one is quicker
            ran.append(Result)  # type: ignore[arg-type]  # so that it happens once
            ran[0] = run("notice", "区卫健委", "--level", "remind")
        real(self, *args, **kwargs)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Desk, "change", change)
        slower = run("notice", "区卫健委", "--level", "remind")
    assert (ran[0].exit_code, slower.exit_code) == (0, 4)
    assert "it has just been recorded" in slower.stderr
    assert [entry.event for entry in load(versioned).ledger.items[5].log] == ["notice"]


def test_nobody_writes_to_a_body_that_is_no_more(run: Run, shipped: Path) -> None:
    """A step towards a department that has ended is refused with its successor, unless it was taken before."""
    file = shipped / "departments.yaml"
    text = file.read_text(encoding="utf-8")
    ended = "- name: 区卫健委\n  until: 2024-06-30\n  successor: 区教委\n"
    file.write_text(text.replace("- name: 区卫健委\n", ended), encoding="utf-8")
    refused = run("notice", "区卫健委", "6", "--level", "remind")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "its successor: 区教委" in refused.stderr
    assert run("notice", "区卫健委", "6", "--level", "remind", "--on", "2024-06-30").exit_code == 0


def test_a_letter_says_who_writes_and_claims_nothing(run: Run) -> None:
    """The letter is signed by the body that acts; of items that are not due it does not say that they are late."""
    tried = run("notice", "区财政局", "1", "--level", "remind", "--on", "2024-04-16", "--dry-run", "--by", "区政府")
    letter = tried.stdout.partition("Lines of the file")[0]
    assert "this reminder is about:" in letter
    assert "late" not in letter
    assert "区政府" in letter
    assert "区教委" not in letter


def test_what_was_asked_for_is_what_is_advised(run: Run) -> None:
    """The command for recording names the items that the letter was drafted for, and no others."""
    assert "ledger notice 区教委 2 --level remind" in run("notice", "区教委", "2").stdout


def texts(file: Path) -> list[str]:
    """Return the paragraphs of a Word file."""
    return [paragraph.text for paragraph in docx.Document(str(file)).paragraphs]


def test_the_letters_come_as_papers(run: Run, tmp_path: Path) -> None:
    """Each department that is due has its letter, in the ledger's language; who has no letter is said."""
    file = tmp_path / "函.docx"
    done = run("notice", "-o", str(file), lang="zh")
    assert done.exit_code == 0
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        "区教委是本单位，不给自己发函。",
        f"已写入 {file}。",
        "第3–5、9–11、13–18项没有牵头单位，无处可发，未成文。",
    ]
    due = json.loads(run("notice", "--format", "json").stdout)["due"]
    found = texts(file)
    bodies = {step["department"] for step in due} - {"区教委"}
    assert found.count("关于整改事项的提醒函") == len(bodies)
    assert {f"{body}：" for body in bodies} <= set(found)
    assert any("第2项“教职工‘五险一金’缴纳不足”，应于2024年6月28日前完成，已超期17天" in text for text in found)


def test_one_letter_is_written_and_recorded(run: Run, tmp_path: Path, versioned: Path) -> None:
    """With a level the letter goes to the file and the step into the log; the change is shown, not the letter."""
    file = tmp_path / "letter.html"
    done = run("notice", "区教委", "2", "--level", "supervise", "-o", str(file))
    assert done.exit_code == 0
    assert "督办" not in done.stdout
    assert "Supervision notice about rectification" in file.read_text(encoding="utf-8")
    assert load(versioned).ledger.items[1].log[-1].event == "notice"


def test_a_letter_is_drafted_without_a_record(run: Run, tmp_path: Path, versioned: Path) -> None:
    """A dry run writes the letter, even of a step that is not due, and leaves the ledger alone."""
    before = (versioned / "items.yaml").read_bytes()
    done = run("notice", "区教委", "2", "--level", "circular", "--dry-run", "-o", str(tmp_path / "a.docx"))
    assert done.exit_code == 0
    assert "Circular about rectification" in texts(tmp_path / "a.docx")
    assert (versioned / "items.yaml").read_bytes() == before


def test_without_a_step_there_is_no_letter(run: Run, tmp_path: Path) -> None:
    """Where nobody is due nothing is written, and it is said how a letter comes about all the same."""
    done = run("notice", "--as-of", "2024-04-20", "-o", str(tmp_path / "a.docx"))
    assert done.exit_code == 4
    assert done.stderr.startswith("Error: No step of supervision is due.\n")
    assert not (tmp_path / "a.docx").exists()
