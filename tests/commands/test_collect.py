"""`ledger collect`: workbooks out, filled in, taken in again, and who has answered, as a clerk runs it."""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.worksheet import Worksheet
from syrupy.assertion import SnapshotAssertion

from ledger.events import Progress
from ledger.model import Item
from ledger.store import load
from sharing import Git
from sharing import Run

Value = str | int | date
Spoil = Callable[[Worksheet], None]

DONE = date(2024, 6, 20)


@pytest.fixture
def led(run: Run, versioned: Path) -> Path:
    """Return the shipped ledger in which items 9 and 10 have got a lead."""
    assert run("set", "9", "lead=区教委", "support=区财政局").exit_code == 0
    assert run("set", "10", "lead=区财政局").exit_code == 0
    return versioned


@pytest.fixture
def forms(run: Run, led: Path, tmp_path: Path) -> Path:
    """Return a folder with a workbook for June for each department of that ledger."""
    del led
    assert run("collect", "out", str(tmp_path / "forms"), "--month", "2024-06").exit_code == 0
    return tmp_path / "forms"


def fill(form: Path, cells: Mapping[str, Value]) -> None:
    """Write into cells of a workbook, given like 9.1 progress."""
    book = load_workbook(form)
    sheet = book.worksheets[0]
    rows = {str(row[0].value): row[0].row for row in sheet.iter_rows(min_row=4)}
    columns = {"progress": 7, "done": 8, "evidence": 9, "expected": 10, "difficulty": 11}
    for place, value in cells.items():
        key, column = place.split()
        sheet.cell(rows[key] or 0, columns[column]).value = value
    book.save(form)


def items(data: Path) -> dict[str, Item]:
    """Return the items of a ledger by their ids."""
    return {item.id: item for item in load(data).ledger.items}


def notes(item: Item, by: str) -> list[tuple[str, str | None]]:
    """Return the days and notes of what a body has recorded of an item."""
    return [(str(entry.on), entry.note) for entry in item.log if entry.by == by]


def filled(forms: Path) -> None:
    """Fill in the workbooks of three departments, with two files of evidence beside them."""
    (forms / "验收单.pdf").write_bytes(b"approved")
    (forms / "名单.txt").write_bytes(b"names")
    education: dict[str, Value] = {
        "9.1 progress": "主体完工",
        "9.1 expected": date(2024, 12, 31),
        "9.1 difficulty": "资金保障",
    }
    education |= {"9.2 progress": "已移交", "9.2 done": DONE, "9.2 evidence": "验收单.pdf", "1.1 evidence": "名单"}
    fill(forms / "2024-06 区教委.xlsx", education)
    fill(forms / "2024-06 区财政局.xlsx", {"10.1 progress": 95, "10.1 done": "2024年6月30日"})
    fill(forms / "2024-06 区人社局.xlsx", {"8.1 progress": "+核编\n已报"})


def test_round_trip(run: Run, git: Git, led: Path, forms: Path) -> None:
    """What three departments fill in stands in the ledger afterwards, exactly; a second time nothing changes."""
    filled(forms)
    assert len(list(forms.glob("*.xlsx"))) == 11
    before = items(led)
    taken = run("collect", "in", str(forms))
    assert (taken.exit_code, taken.stderr) == (0, "")
    after = items(led)
    assert notes(after["9"], "区教委") == [
        ("2024-06-30", "measure 9.1: 主体完工; expected to be done by 2024-12-31; difficulty: 资金保障"),
        ("2024-06-30", "measure 9.2: 已移交; done on 2024-06-20"),
    ]
    assert (after["9"].measure("9.2").done, after["9"].measure("9.1").done) == (DONE, None)
    [proof] = after["9"].measure("9.2").evidence
    assert (led / str(proof.file)).read_bytes() == b"approved"
    assert notes(after["1"], "区教委") == [("2024-06-30", "measure 1.1: evidence filed: 名单.txt")]
    assert [proof.name for proof in after["1"].log[0].evidence] == ["名单.txt"]
    assert notes(after["10"], "区财政局") == [("2024-06-30", "measure 10.1: 95; done on 2024-06-30")]
    assert notes(after["8"], "区人社局") == [("2024-06-30", "measure 8.1: +核编\n已报")]
    touched = {"1", "8", "9", "10"}
    assert {name: item for name, item in after.items() if name not in touched} == {
        name: item for name, item in before.items() if name not in touched
    }
    subjects = git("log", "--format=%s", "-3").splitlines()
    assert [subject.partition(":")[0] for subject in subjects] == [
        "collect in 区财政局 2024-06 10",
        "collect in 区教委 2024-06 1 9",
        "collect in 区人社局 2024-06 8",
    ]
    text = (led / "items.yaml").read_bytes()
    again = run("collect", "in", str(forms), "--format", "json")
    assert {answer["fate"] for answer in json.loads(again.stdout)["answers"]} == {"known", "empty"}
    assert (led / "items.yaml").read_bytes() == text
    assert len(git("log", "--format=%s").splitlines()) == 6
    assert run("check").exit_code == 0


@pytest.mark.system("soffice")
def test_round_trip_through_libreoffice(run: Run, led: Path, forms: Path, tmp_path: Path) -> None:
    """A workbook that another program has saved again says the same."""
    filled(forms)
    form = forms / "2024-06 区教委.xlsx"
    saved = tmp_path / "saved"
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"]
    environ = os.environ | {"HOME": str(tmp_path)}
    subprocess.run([*command, str(saved), str(form)], check=True, capture_output=True, timeout=180, env=environ)
    for name in ("验收单.pdf", "名单.txt"):
        shutil.copy(forms / name, saved)
    assert (saved / form.name).read_bytes() != form.read_bytes()
    taken = run("collect", "in", str(saved))
    assert (taken.exit_code, taken.stderr) == (0, "")
    after = items(led)
    assert [note for _, note in notes(after["9"], "区教委")] == [
        "measure 9.1: 主体完工; expected to be done by 2024-12-31; difficulty: 资金保障",
        "measure 9.2: 已移交; done on 2024-06-20",
    ]
    assert after["9"].measure("9.2").done == DONE
    assert run("collect", "in", str(forms / form.name)).exit_code == 0
    assert items(led) == after


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.usefixtures("led")
def test_out_is_told(run: Run, tmp_path: Path, snapshot: SnapshotAssertion, lang: str) -> None:
    """Which workbooks were written is told; a dry run writes none."""
    words = ["collect", "out", str(tmp_path / "forms"), "--month", "2024-06"]
    tried = run(*words, "--dry-run", lang=lang)
    assert not (tmp_path / "forms").exists()
    assert tried.stdout.replace(str(tmp_path), "") == snapshot
    assert run(*words, lang=lang).stdout.replace(str(tmp_path), "") == snapshot


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_in_is_told(run: Run, forms: Path, snapshot: SnapshotAssertion, lang: str) -> None:
    """What was taken, what was not and why is told, each workbook for itself; a dry run shows the lines."""
    filled(forms)
    fill(forms / "2024-06 区编办.xlsx", {"1.1 progress": "=1+1", "8.1 done": "月底"})
    (forms / "报表.xlsx").write_bytes(b"nothing")

    def told(*words: str) -> str:
        shown = run("collect", "in", str(forms), *words, lang=lang)
        assert (shown.exit_code, shown.stderr) == (4, "")
        return re.sub(r"\b[0-9a-f]{10}\b", "…", shown.stdout.replace(f"{forms.parent}/", ""))

    assert told("--dry-run") == snapshot
    assert told() == snapshot


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", [80, 120])
def test_status_is_told(run: Run, forms: Path, snapshot: SnapshotAssertion, width: int, lang: str) -> None:
    """Who has answered is a table that fits the terminal."""
    filled(forms)
    assert run("collect", "in", str(forms)).exit_code == 0
    shown = run("collect", "status", "--month", "2024年6月", lang=lang, width=width, terminal=True)
    assert shown.stdout == snapshot


def test_status_as_data(run: Run, forms: Path, led: Path) -> None:
    """JSON and CSV say who has answered, when, and on what nothing was heard; the settings know the last day."""
    filled(forms)
    assert run("collect", "in", str(forms)).exit_code == 0
    with (led / "ledger.yaml").open("a", encoding="utf-8") as settings:
        settings.write("collecting: {due_day: 25}\n")
    told = json.loads(run("collect", "status", "--month", "2024-06", "--format", "json").stdout)
    [education] = [each for each in told["departments"] if each["department"] == "区教委"]
    assert education == {
        "department": "区教委",
        "state": "answered_late",
        "answered_on": "2024-07-15",
        "items": 6,
        "reported": 2,
        "missing": ["2", "6", "7", "8"],
    }
    assert (told["as_of"], told["month"], told["due"]) == ("2024-07-15", "2024-06", "2024-06-25")
    states = {each["department"]: each["state"] for each in told["departments"]}
    assert states["区卫健委"] == "late"
    july = json.loads(run("collect", "status", "--format", "json").stdout)
    assert {each["state"] for each in july["departments"]} == {"waiting"}
    table = run("collect", "status", "--month", "2024-06", "--format", "csv").stdout.splitlines()
    assert table[:2] == [
        "department,state,answered_on,items,reported,missing",
        "区教委,answered_late,2024-07-15,6,2,2;6;7;8",
    ]


def test_json_of_out_and_in(run: Run, forms: Path, tmp_path: Path) -> None:
    """JSON names each workbook with what became of it, and each cell that was not taken; CSV has a line for each."""
    words = ["collect", "out", str(tmp_path / "more"), "--department", "区卫健委", "--month", "202406"]
    assert json.loads(run(*words, "--format", "json").stdout) == {
        "month": "2024-06",
        "written": True,
        "forms": [
            {"file": str(tmp_path / "more" / "2024-06 区卫健委.xlsx"), "department": "区卫健委", "items": 1, "rows": 1}
        ],
    }
    form = forms / "2024-06 区卫健委.xlsx"
    fill(form, {"6.1 progress": "已开园", "6.1 done": DONE})
    assert run("done", "6.1", "--on", "2024-06-18").exit_code == 0
    told = run("collect", "in", str(form), "--format", "json", "--dry-run")
    assert told.exit_code == 1
    [answer] = json.loads(told.stdout)["answers"]
    assert answer.pop("change")["written"] is False
    assert answer == {
        "file": str(form),
        "department": "区卫健委",
        "month": "2024-06",
        "fate": "taken",
        "older": True,
        "changed_since": ["6"],
        "remarks": [
            {
                "sheet": "Report",
                "cell": "H4",
                "item": "6",
                "code": "done-otherwise",
                "fields": {"measure": "6.1", "on": "2024-06-18", "value": "2024-06-20"},
                "message": "Measure 6.1 is on record as done on 2024-06-18; the workbook says 2024-06-20.",
                "hint": "The record stays. If it is wrong: ledger done 6.1 --undo, "
                "then: ledger done 6.1 --on 2024-06-20",
            }
        ],
    }
    table = run("collect", "in", str(form), "--format", "csv", "--dry-run").stdout.splitlines()
    assert table[0] == "file,department,month,fate,commit,items,sheet,cell,code,message"
    assert table[1].endswith(",区卫健委,2024-06,taken,,6,,,,")
    assert ",6,Report,H4,done-otherwise,Measure 6.1 is on record" in table[2]


def test_an_older_workbook(run: Run, led: Path, forms: Path) -> None:
    """What was changed meanwhile stays; what the workbook says beside it is taken all the same."""
    form = forms / "2024-06 区教委.xlsx"
    said: dict[str, Value] = {"9.1 progress": "甲", "9.1 done": DONE, "9.2 progress": "乙", "9.2 done": DONE}
    said |= {"9.3 progress": "丙", "9.3 done": DONE, "1.1 progress": "丁", "6.1 progress": "戊"}
    fill(form, said)
    assert run("done", "9.1", "--on", "2024-06-28").exit_code == 0
    assert run("measure", "set", "9.2", "text=改扩建两所小学").exit_code == 0
    assert run("measure", "drop", "9.3", "--reason", "并入9.4").exit_code == 0
    assert run("withdraw", "1", "--reason", "并入").exit_code == 0
    assert run("set", "6", "support=").exit_code == 0
    told = run("collect", "in", str(form), "--format", "json")
    assert told.exit_code == 1
    [answer] = json.loads(told.stdout)["answers"]
    assert (answer["older"], answer["changed_since"]) == (True, ["6", "9"])
    assert [(each["code"], each["cell"], each["item"]) for each in answer["remarks"]] == [
        ("ended-since", "G4", "1"),
        ("not-carried", "G6", "6"),
        ("done-otherwise", "H9", "9"),
        ("reworded-since", "H10", "9"),
        ("already-dropped", "H11", "9"),
    ]
    after = items(led)
    assert [after["9"].measure(name).done for name in ("9.1", "9.2", "9.3")] == [date(2024, 6, 28), None, None]
    assert [note for _, note in notes(after["9"], "区教委")] == [
        "measure 9.1: 甲",
        "measure 9.2: 乙",
        "measure 9.3: 丙",
    ]
    assert notes(after["6"], "区教委") == []


def test_evidence_that_comes_later(run: Run, led: Path, forms: Path) -> None:
    """The same words with a new file record the file alone."""
    form = forms / "2024-06 区卫健委.xlsx"
    fill(form, {"6.1 progress": "已开园"})
    assert run("collect", "in", str(form)).exit_code == 0
    (forms / "照片.jpg").write_bytes(b"photo")
    fill(form, {"6.1 evidence": "照片.jpg"})
    assert run("collect", "in", str(form)).exit_code == 0
    assert run("collect", "in", str(form)).exit_code == 0
    assert [note for _, note in notes(items(led)["6"], "区卫健委")] == [
        "measure 6.1: 已开园",
        "evidence filed: 照片.jpg",
    ]


def test_faults_are_named_by_cell(run: Run, led: Path, forms: Path) -> None:
    """Formulas, days that are none or lie ahead, and files that are not there are named with sheet and cell."""
    form = forms / "2024-06 区教委.xlsx"
    said: dict[str, Value] = {"1.1 progress": "=HYPERLINK(1)", "2.1 done": "月底", "6.1 done": date(2024, 8, 1)}
    fill(form, said | {"7.2 evidence": "../ledger.yaml；没有.pdf", "8.1 expected": 123})
    before = (led / "items.yaml").read_bytes()
    told = run("collect", "in", str(form), "--format", "json")
    assert told.exit_code == 4
    [answer] = json.loads(told.stdout)["answers"]
    assert answer["fate"] == "refused"
    assert [(each["code"], each["sheet"], each["cell"]) for each in answer["remarks"]] == [
        ("formula", "Report", "G4"),
        ("bad-date", "Report", "H5"),
        ("evidence-not-beside", "Report", "I7"),
        ("evidence-not-beside", "Report", "I7"),
        ("bad-date", "Report", "J8"),
        ("future-date", "Report", "H6"),
    ]
    assert (led / "items.yaml").read_bytes() == before


def test_one_answer_fails(run: Run, led: Path, forms: Path) -> None:
    """An answer that the ledger refuses is told, and the others are taken all the same."""
    fill(forms / "2024-06 区卫健委.xlsx", {"6.1 progress": "已开园"})
    fill(forms / "2024-06 区财政局.xlsx", {"10.1 progress": "已拨付"})
    text = (led / "items.yaml").read_text(encoding="utf-8")
    (led / "items.yaml").write_text(text.replace("- 区卫健委", "- 区卫健委\n  - 某局"), encoding="utf-8")
    told = run("collect", "in", str(forms), "--no-commit", "--format", "json")
    assert told.exit_code == 4
    fates = {each["department"]: each for each in json.loads(told.stdout)["answers"]}
    assert fates["区财政局"]["fate"] == "taken"
    assert fates["区卫健委"]["fate"] == "refused"
    assert [each["code"] for each in fates["区卫健委"]["remarks"]] == ["unknown-department"]


def test_what_holds_for_all_is_not_tried_again(run: Run, led: Path, forms: Path) -> None:
    """Where the ledger was edited by hand no answer is taken, and each says why."""
    filled(forms)
    with (led / "items.yaml").open("a", encoding="utf-8") as file:
        file.write("# by hand\n")
    told = run("collect", "in", str(forms), "--format", "json")
    assert told.exit_code == 4
    codes = [each["remarks"][0]["code"] for each in json.loads(told.stdout)["answers"] if each["fate"] == "refused"]
    assert codes == ["edited-by-hand"] * 3


def test_out_refuses(run: Run, forms: Path, tmp_path: Path) -> None:
    """Nothing is overwritten, and who has nothing open is not asked; each is a sentence."""
    words = ["collect", "out", str(forms), "--month", "2024-06", "--department"]
    there = run(*words, "区教委")
    assert (there.exit_code, there.stdout) == (2, "")
    assert "is there already" in there.stderr
    assert "市政府教育督导委: neither leads" in run(*words, "市政府教育督导委").stderr
    assert "Did you mean 区人社局?" in run(*words, "区人设局").stderr
    assert "write it like 2024-06" in run("collect", "out", str(forms), "--month", "六月").stderr
    assert "looks back" in run("collect", "out", str(forms), "--as-of", "2024-06-30").stderr
    (tmp_path / "items.yaml").write_text("[]\n", encoding="utf-8")
    (tmp_path / "departments.yaml").write_text("[]\n", encoding="utf-8")
    assert "nobody to ask" in run("collect", "out", str(tmp_path / "x"), data=tmp_path).stderr
    (tmp_path / "file").write_text("", encoding="utf-8")
    blocked = run("collect", "out", str(tmp_path / "file" / "x"))
    assert blocked.exit_code == 4
    assert "cannot be written" in blocked.stderr


def test_other_ledgers_and_months(run: Run, forms: Path, tmp_path: Path, shipped: Path) -> None:
    """A workbook of another ledger, also of a sub-ledger, or of a month to come is refused in a sentence."""
    form = forms / "2024-06 区教委.xlsx"
    fill(form, {"1.1 progress": "甲"})
    other = run("collect", "in", str(form), data=shipped / "大班额")
    assert other.exit_code == 4
    assert "was made from another ledger" in other.stdout
    assert run("collect", "out", str(tmp_path / "ahead"), "--month", "2024-08").exit_code == 0
    ahead = run("collect", "in", str(tmp_path / "ahead" / "2024-08 区教委.xlsx"))
    assert ahead.exit_code == 4
    assert "is for 2024-08, which has not begun" in ahead.stdout


def test_a_ledger_without_git(run: Run, shipped: Path, tmp_path: Path) -> None:
    """Outside of a repository workbooks are known by the plan, also after the ledger has come into one."""
    assert run("collect", "out", str(tmp_path / "forms"), "--department", "区卫健委").exit_code == 0
    form = tmp_path / "forms" / "2024-07 区卫健委.xlsx"
    fill(form, {"6.1 progress": "已开园"})
    assert run("collect", "in", str(form)).exit_code == 0
    assert notes(items(shipped)["6"], "区卫健委") == [("2024-07-15", "measure 6.1: 已开园")]


def test_odd_files(run: Run, forms: Path, tmp_path: Path) -> None:
    """Old formats, macros, damage and what is no form are refused by name, and passed over among others in a folder."""
    odd = tmp_path / "odd"
    odd.mkdir()
    (odd / "旧.xls").write_bytes(b"\xd0\xcf\x11\xe0 old")
    shutil.copy(forms / "2024-06 区教委.xlsx", odd / "宏.xlsm")
    with zipfile.ZipFile(odd / "宏.xlsm", "a") as parts:
        parts.writestr("xl/vbaProject.bin", b"code")
    (odd / "断.xlsx").write_bytes((forms / "2024-06 区教委.xlsx").read_bytes()[:3000])
    for name, said in {"旧.xls": "old format", "宏.xlsm": "macros", "断.xlsx": "no workbook"}.items():
        refused = run("collect", "in", str(odd / name))
        assert refused.exit_code == 4
        assert said in refused.stdout
    passed = run("collect", "in", str(odd), "--format", "json")
    assert passed.exit_code == 1  # somebody may have answered with it
    assert {each["fate"] for each in json.loads(passed.stdout)["answers"]} == {"passed_over"}
    (tmp_path / "empty").mkdir()
    nothing = run("collect", "in", str(tmp_path / "empty"))
    assert nothing.exit_code == 2
    assert "There is no workbook in" in nothing.stderr


def test_the_bar_is_for_who_watches(run: Run, forms: Path) -> None:
    """Where somebody sits a bar goes to stderr; a pipe has none of it."""
    filled(forms)
    watched = run("collect", "in", str(forms), "--dry-run", answers=[])
    assert "Reading workbooks" in watched.stderr
    assert "Reading workbooks" not in watched.stdout


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("word", ["", "out", "in", "status"])
def test_help(run: Run, snapshot: SnapshotAssertion, word: str, lang: str) -> None:
    """Each command explains itself in both languages."""
    assert run("collect", *word.split(), "--help", lang=lang).stdout == snapshot


@pytest.mark.parametrize("words", [["out", "forms"], ["in", "."]])
def test_without_the_library(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, words: list[str]) -> None:
    """Where the library for spreadsheets is missing, a sentence says how to install it; the status needs none."""
    for module in ("workbook", "answers"):
        monkeypatch.delitem(sys.modules, f"ledger.exchange.{module}", raising=False)
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    (tmp_path / "a.xlsx").write_bytes(b"")
    monkeypatch.chdir(tmp_path)
    refused = run("collect", *words)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "pip install 'rectification-ledger[office]'" in refused.stderr
    assert run("collect", "status").exit_code == 0


def _column_deleted(sheet: Worksheet) -> None:
    sheet.delete_cols(6)


def _row_deleted(sheet: Worksheet) -> None:
    sheet.delete_rows(2)


def _row_inserted(sheet: Worksheet) -> None:
    sheet.insert_rows(1)


def _columns_swapped(sheet: Worksheet) -> None:
    for row in range(3, 7):
        done, expected = sheet.cell(row, 8), sheet.cell(row, 10)
        done.value, expected.value = expected.value, done.value


def _beside(sheet: Worksheet) -> None:
    sheet["M5"] = "另见附件"


def _merged(sheet: Worksheet) -> None:
    sheet.merge_cells("G5:G6")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_column_deleted, "F3 stands “Progress this month”"),
        (_row_deleted, "A3 stands “1.1”"),
        (_row_inserted, "A3 stands “Fill in"),
        (_columns_swapped, "H3 stands “Expected to be done by”"),
        (_beside, "M5: “另见附件” stands beside the form"),
        (_merged, "G5:G6: These cells were merged"),
    ],
)
def test_a_form_that_was_rearranged(run: Run, forms: Path, led: Path, spoil: Spoil, said: str) -> None:
    """Where rows or columns have moved, or words stand where none are read, nothing is taken and the cell is named."""
    form = forms / "2024-06 区教委.xlsx"
    fill(form, {"1.1 progress": "已招聘20人", "2.1 progress": "已补缴"})
    book = load_workbook(form)
    sheet = book.worksheets[0]
    assert isinstance(sheet, Worksheet)
    for area in [str(one) for one in sheet.merged_cells.ranges]:
        sheet.unmerge_cells(area)  # openpyxl moves no merged cells along
    spoil(sheet)
    book.save(form)
    before = items(led)
    refused = run("collect", "in", str(form))
    assert refused.exit_code == 4
    assert said in refused.stdout
    assert items(led) == before


def test_a_sheet_in_front_hides_nothing(run: Run, forms: Path, led: Path) -> None:
    """The form is known by its headings, wherever it stands in the workbook."""
    form = forms / "2024-06 区教委.xlsx"
    fill(form, {"1.1 progress": "已招聘20人"})
    book = load_workbook(form)
    book.security = WorkbookProtection()
    book.create_sheet("说明", 0)["A1"] = "请审核"
    book.save(form)
    assert run("collect", "in", str(form)).exit_code == 0
    assert notes(items(led)["1"], "区教委")[-1][1] == "measure 1.1: 已招聘20人"


def test_two_workbooks_of_one_month(run: Run, forms: Path, led: Path) -> None:
    """A second workbook of the same body and month is taken in too, and it is said that there were two."""
    second = forms / "再报 区教委.xlsx"
    second.write_bytes((forms / "2024-06 区教委.xlsx").read_bytes())
    fill(forms / "2024-06 区教委.xlsx", {"9.1 progress": "主体完工"})
    fill(second, {"9.1 progress": "已竣工"})
    shown = run("collect", "in", str(forms))
    assert shown.exit_code == 1
    assert "Another workbook for the same month was taken in as well" in shown.stdout
    assert {note for _, note in notes(items(led)["9"], "区教委")} >= {"measure 9.1: 主体完工", "measure 9.1: 已竣工"}


def test_each_row_shows_its_own_last_report(run: Run, forms: Path, led: Path, tmp_path: Path) -> None:
    """What was reported last stands beside the measure it was reported of; another body's is shown with its name."""
    form = forms / "2024-06 区教委.xlsx"
    fill(form, {"9.1 progress": "主体完工", "9.2 progress": "已移交"})
    assert run("collect", "in", str(form)).exit_code == 0
    assert run("collect", "out", str(tmp_path / "next"), "--month", "2024-07").exit_code == 0

    def last(name: str) -> dict[str, str]:
        sheet = load_workbook(tmp_path / "next" / f"2024-07 {name}.xlsx").worksheets[0]
        return {str(row[0].value): str(row[5].value or "") for row in sheet.iter_rows(min_row=4)}

    own, other = last("区教委"), last("区财政局")
    assert (own["9.1"][-4:], own["9.2"][-3:], own["9.3"]) == ("主体完工", "已移交", "")
    assert other["9.1"].startswith("2024-06-30, 区教委: ")
    assert led.is_dir()


@pytest.mark.parametrize("word", ["无", "本月无进展。", "未启动", "没有变化", "None"])
def test_nothing_to_report(run: Run, forms: Path, led: Path, word: str) -> None:
    """That nothing has moved is an answer (零报告): the item is reported on, and neither begun nor heard of."""
    form = forms / "2024-06 区教委.xlsx"
    fill(form, {"9.1 progress": word})
    before = items(led)["9"]
    assert run("collect", "in", str(form)).exit_code == 0
    after = items(led)["9"]
    assert (after.status, [*after.news()]) == (before.status, [*before.news()])
    [entry] = after.log[len(before.log) :]
    assert isinstance(entry, Progress)
    assert entry.news == "none"
    told = json.loads(run("collect", "status", "--month", "2024-06", "--format", "json").stdout)
    [education] = [each for each in told["departments"] if each["department"] == "区教委"]
    assert "9" not in education["missing"]


@pytest.mark.parametrize("word", ["/", "—", " - "])
def test_what_says_nothing_is_nothing(run: Run, forms: Path, led: Path, word: str) -> None:
    """A cell that was filled only so as not to be empty is no progress, and starts no item."""
    form = forms / "2024-06 区教委.xlsx"
    fill(form, {"9.1 progress": word, "9.1 difficulty": word, "9.1 evidence": word})
    before = items(led)
    assert run("collect", "in", str(form)).exit_code == 0
    assert items(led) == before
