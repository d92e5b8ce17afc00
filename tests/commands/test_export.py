"""`ledger export`: the whole ledger as a workbook, read back, and as data."""

import json
import re
import shutil
import zipfile
from datetime import date
from datetime import datetime
from pathlib import Path

import pytest
from icalendar import Calendar
from openpyxl import Workbook
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from sharing import Run


@pytest.fixture
def book(run: Run, tmp_path: Path) -> Workbook:
    """Return the workbook of the shipped ledger with some progress, read back."""
    assert run("progress", "9", "--note", "=1+1", "--by", "区教委", "--on", "2024-06-03").exit_code == 0
    assert run("done", "9.1", "--on", "2024-06-10").exit_code == 0
    assert run("export", "-o", str(tmp_path / "a.xlsx")).exit_code == 0
    return load_workbook(tmp_path / "a.xlsx")


def table(sheet: Worksheet, head: int = 2) -> list[dict[str, object]]:
    """Return the rows below the headings, by these."""
    headings = [str(cell.value) for cell in sheet[head] if cell.value]
    found = sheet.iter_rows(min_row=head + 1, max_col=len(headings), values_only=True)
    return [dict(zip(headings, row, strict=True)) for row in found]


def test_the_ledger(book: Workbook) -> None:
    """One row a measure, the cells of an item merged, its light a fill, days as days, the head always in sight."""
    sheet = book.worksheets[0]
    rows = table(sheet)
    assert len([row for row in rows if row["No."]]) == 18
    assert len([row for row in rows if row["Measure"]]) == 37
    nine = next(at for at, row in enumerate(rows, start=3) if row["No."] == "9")
    assert f"A{nine}:A{nine + 3}" in {str(area) for area in sheet.merged_cells.ranges}
    assert [row["Measure"] for row in rows[nine - 3 : nine + 1]] == ["9.1", "9.2", "9.3", "9.4"]
    assert rows[nine - 3]["Done"] == datetime(2024, 6, 10)  # noqa: DTZ001 (a day, as the library reads it)
    two = next(at for at, row in enumerate(rows, start=3) if row["No."] == "2")
    due, light = (list(rows[0]).index(heading) + 1 for heading in ("Due", "Light"))
    assert (rows[two - 3]["Due"], sheet.cell(two, due).number_format) == (datetime(2024, 6, 28), "yyyy-mm-dd")  # noqa: DTZ001
    assert (rows[two - 3]["Light"], sheet.cell(two, light).fill.fgColor.rgb) == ("red (overdue)", "00F8CBAD")
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == (
        "E3",
        f"A2:R{sheet.max_row}",
        "$1:$2",
    )
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToWidth) == (
        "landscape",
        9,
        1,
    )


def test_a_page_can_be_read(run: Run, tmp_path: Path) -> None:
    """A column that says nothing is left out, and on A4 a text of 10 points is not set smaller than 6."""
    assert run("export", "-o", str(tmp_path / "a.xlsx")).exit_code == 0
    sheet = load_workbook(tmp_path / "a.xlsx").worksheets[0]
    headings = [cell.value for cell in sheet[2]]
    assert not {"Responsible person", "Done"} & set(headings)
    letters = map(get_column_letter, range(1, sheet.max_column + 1))
    digits = sum([float(sheet.column_dimensions[letter].width) for letter in letters])
    room = 297 / 25.4 - sheet.page_margins.left - sheet.page_margins.right  # inches
    assert 10 * room / (digits * 7 / 96) >= 6  # a digit is 7 pixels wide


@pytest.mark.parametrize(("lang", "told"), [("en", "Page &P of &N"), ("zh", "第&P页 共&N页")])
def test_pages_are_numbered(run: Run, tmp_path: Path, lang: str, told: str) -> None:
    """Each printed page of each sheet says which of how many it is."""
    assert run("export", "-o", str(tmp_path / "a.xlsx"), lang=lang).exit_code == 0
    footers = [sheet.oddFooter for sheet in load_workbook(tmp_path / "a.xlsx").worksheets]
    assert [footer and footer.center.text for footer in footers] == [told] * 3


def test_who_leads_where_only_measures_say_so(run: Run, tmp_path: Path) -> None:
    """An item without a lead of its own shows those of its measures; one that has its own shows that alone."""
    assert run("measure", "set", "9.1", "lead=区教委").exit_code == 0
    assert run("measure", "set", "9.2", "lead=区财政局").exit_code == 0
    assert run("measure", "set", "2.1", "lead=区财政局").exit_code == 0
    assert run("export", "-o", str(tmp_path / "a.xlsx")).exit_code == 0
    leads = {row["No."]: row["Lead"] for row in table(load_workbook(tmp_path / "a.xlsx").worksheets[0])}
    assert (leads["9"], leads["2"]) == ("区教委, 区财政局", "区教委, 区人社局")


def test_texts_stay_texts(book: Workbook) -> None:
    """What begins like a formula is a text, marked as quoted."""
    sheet = book.worksheets[2]
    [cell] = [cell for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_texts_stay_texts_in_csv(run: Run, tmp_path: Path) -> None:
    """A title that begins like a formula is kept from being computed; the days late stay a number."""
    assert run("set", "2", "title=-减负").exit_code == 0
    assert run("export", "-o", str(tmp_path / "a.csv")).exit_code == 0
    [line] = [row for row in (tmp_path / "a.csv").read_text("utf-8-sig").splitlines() if row.startswith("2,")]
    assert line.startswith("2,'-减负,")
    assert ",-17," in line


def test_rows_are_as_high_as_their_texts(book: Workbook) -> None:
    """A long text that is merged over few rows makes the last of them higher; none is higher than a program takes."""
    sheet = book.worksheets[0]
    heights = [sheet.row_dimensions[row].height for row in range(3, sheet.max_row + 1)]
    assert all(height and 14 <= height <= 409 for height in heights)
    rows = table(sheet)
    one = next(at for at, row in enumerate(rows) if row["No."] == "1")
    assert (heights[one] or 0) >= 14 * 3


def test_the_figures_are_those_of_the_facts(run: Run, book: Workbook, tmp_path: Path) -> None:
    """The summary's figures, and the log's entries, are those of the JSON; each has a chart of its own."""
    assert run("export", "-o", str(tmp_path / "a.json")).exit_code == 0
    facts = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    sheet = book.worksheets[1]
    told = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(max_col=6, values_only=True)]
    now = facts["now"]
    plan, rate = facts["plan"]["title"], facts["completion_rate"]
    assert told[1][1:] == ["As of", "Items", "Closed out", "Completion rate, %", "Overdue"]
    day = datetime(2024, 7, 15)  # noqa: DTZ001 (a day, as the library reads it)
    assert told[2] == [plan, day, now["total"], now["closed"], rate, now["overdue"]]
    begin = told.index(["Status", "Items"]) + 1
    assert told[begin : begin + 6] == [
        ["closed out", now["closed"]],
        ["verified", now["verified"]],
        ["awaiting verification", now["submitted"]],
        ["in progress", now["in_progress"]],
        ["not started", now["open"]],
        [],
    ]
    for each in facts["departments"]:
        lead = each["lead"]
        row = [each["department"], lead["total"], lead["closed"], lead["overdue"], each["support"]["total"]]
        assert row in told
    for each in facts["months"]:
        assert [each["month"], each["total"] - each["closed"], each["closed"], each["overdue"]] in told
    with zipfile.ZipFile(tmp_path / "a.xlsx") as package:
        charts = sorted(name for name in package.namelist() if name.startswith("xl/charts/chart"))
        drawn = [re.findall(rb"<(?:c:)?(pie|bar|line)Chart>", package.read(name)) for name in charts]
    assert drawn == [[b"pie"], [b"line"], [b"bar"]]
    entries = [(row["Item no."], row["Entry no."], str(row["Day"])[:10]) for row in table(book.worksheets[2])]
    assert entries == [
        (item["id"], number, entry["on"])
        for item in facts["items"]
        for number, entry in zip(item["entry_numbers"], item["log"], strict=True)
    ]


def test_what_was_withdrawn_is_summed_up(run: Run, tmp_path: Path) -> None:
    """Withdrawn items have a line of their own where there are any."""
    assert run("withdraw", "9", "--reason", "并入第8项", "--by", "区教委", "--on", "2024-06-03").exit_code == 0
    assert run("export", "-o", str(tmp_path / "a.xlsx")).exit_code == 0
    rows = [row[:2] for row in load_workbook(tmp_path / "a.xlsx").worksheets[1].iter_rows(values_only=True)]
    assert ("withdrawn", 1) in rows


def test_an_earlier_day(run: Run, tmp_path: Path) -> None:
    """A workbook as of an earlier day has that day's figures, and no month after it."""
    assert run("export", "-o", str(tmp_path / "a.json"), "--as-of", "2024-05-20").exit_code == 0
    facts = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert (facts["as_of"], [each["on"] for each in facts["months"]]) == ("2024-05-20", ["2024-04-30", "2024-05-20"])
    assert facts["now"]["overdue"] == 0


def test_an_empty_ledger(run: Run, shipped: Path, tmp_path: Path) -> None:
    """A ledger without items has a workbook without rows, and charts of what there is."""
    (shipped / "items.yaml").write_text("[]\n", encoding="utf-8")
    (shipped / "routines.yaml").unlink()
    assert run("export", "-o", str(tmp_path / "a.xlsx")).exit_code == 0
    read = load_workbook(tmp_path / "a.xlsx")
    assert read.worksheets[0].max_row == 2
    assert read.worksheets[1]["E3"].value is None  # no rate of nothing


def test_which_file(run: Run, tmp_path: Path) -> None:
    """Without a file, or with one of another kind, a sentence says which there are."""
    none = run("export")
    assert (none.exit_code, "-o FILE" in none.stderr) == (2, True)
    for name in ("a.pdf", "a.txt"):
        other = run("export", "-o", str(tmp_path / name))
        assert (other.exit_code, ".xlsx" in other.stderr) == (2, True)
    assert run("export", "-o", str(tmp_path / "a.csv")).exit_code == 0
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbfid,title,")


def test_oscal(run: Run, shipped: Path, tmp_path: Path) -> None:
    """--as oscal writes the plan of action of NIST's OSCAL, as of a day; that of a sub-ledger has ids of its own."""
    assert run("export", "-o", str(tmp_path / "a.JSON"), "--as", "oscal", "--as-of", "2024-06-10").exit_code == 0
    plan = json.loads((tmp_path / "a.JSON").read_text(encoding="utf-8"))["plan-of-action-and-milestones"]
    assert (len(plan["poam-items"]), plan["metadata"]["version"]) == (18, "2024-06-10")
    part = shipped / "大班额"
    assert run("add", "area=城区", "kind=问题", "title=七年级", data=part).exit_code == 0
    (part / "ledger.yaml").write_bytes((shipped / "ledger.yaml").read_bytes())
    assert run("export", "-o", str(tmp_path / "b.json"), "--as", "oscal", data=part).exit_code == 0
    other = json.loads((tmp_path / "b.json").read_text(encoding="utf-8"))["plan-of-action-and-milestones"]
    assert other["uuid"] != plan["uuid"]


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        ((), 2, "no file is named"),
        (("-o", "a.xlsx"), 2, "--as oscal does not go with a file ending in .xlsx"),
        (("-o", "a"), 2, "Known endings: .json"),
    ],
)
def test_oscal_needs_a_json_file(run: Run, words: tuple[str, ...], code: int, told: str) -> None:
    """Without a file, or with one of another kind, a sentence says which is needed; none is written."""
    refused = run("export", "--as", "oscal", *words)
    assert (refused.exit_code, told in refused.stderr) == (code, True)
    assert not Path("a.xlsx").exists()


def test_oscal_has_no_empty_plan(run: Run, shipped: Path, tmp_path: Path) -> None:
    """A ledger without an item is refused, and nothing is written."""
    (shipped / "items.yaml").write_text("[]\n", encoding="utf-8")
    (shipped / "routines.yaml").unlink()
    refused = run("export", "--as", "oscal", "-o", str(tmp_path / "a.json"))
    assert (refused.exit_code, "this ledger has none" in refused.stderr) == (4, True)
    assert not (tmp_path / "a.json").exists()


def test_a_calendar(run: Run, tmp_path: Path) -> None:
    """Each open due date is a whole day with two reminders at nine; a second export has the same events."""
    assert run("set", "7", "due_wording=2024年度").exit_code == 0
    assert run("measure", "set", "9.1", "due=2024-09-30").exit_code == 0
    for name in ("a.ics", "b.ics"):
        assert run("export", "-o", str(tmp_path / name)).exit_code == 0
    first, second = (Calendar.from_ical((tmp_path / name).read_bytes()) for name in ("a.ics", "b.ics"))
    events = first.walk("VEVENT")
    told = {str(event["SUMMARY"]).split(",")[0]: event for event in events}
    assert set(told) == {"Due: item 2", "Due: item 7", "Due: measure 4.2", "Due: measure 9.1"}
    two = told["Due: item 2"]
    assert two["SUMMARY"] == "Due: item 2, 教职工“五险一金”缴纳不足 (区教委, 区人社局)"
    assert two.decoded("DTSTART") == date(2024, 6, 28)
    assert [alarm["TRIGGER"].to_ical() for alarm in two.walk("VALARM")] == [b"-P14DT15H", b"-P2DT15H"]
    assert "区人社局" in str(two["DESCRIPTION"])
    assert [event["UID"] for event in second.walk("VEVENT")] == [event["UID"] for event in events]
    assert len({event["UID"] for event in events}) == 4
    assert run("done", "9.1", "--on", "2024-07-01").exit_code == 0
    assert run("export", "-o", str(tmp_path / "c.ics"), "--as-of", "2024-07-14").exit_code == 0
    later = Calendar.from_ical((tmp_path / "c.ics").read_bytes())
    assert {str(event["SUMMARY"]).split(",")[0]: str(event.get("STATUS", "")) for event in later.walk("VEVENT")} == {
        "Due: item 2": "",
        "Due: item 7": "",
        "Due: measure 4.2": "",
        "No longer due: measure 9.1": "CANCELLED",
    }
    assert {event["UID"] for event in later.walk("VEVENT")} == {event["UID"] for event in events}
    assert len(later.walk("VALARM")) == 6


def test_the_calendar_of_a_sub_ledger(run: Run, shipped: Path, tmp_path: Path) -> None:
    """Its entries are none of those of the ledger around it; the last day that there is has an entry too."""
    text = (shipped / "items.yaml").read_text(encoding="utf-8").replace("2024-06-28", "9999-12-31")
    text = re.sub(r"(?m)^  sub_ledger: .*\n", "", text)
    (shipped / "大班额" / "items.yaml").write_text(text, encoding="utf-8")
    ids = []
    for folder in (shipped, shipped / "大班额"):
        done = run("export", "-o", str(tmp_path / "a.ics"), data=folder)
        assert done.exit_code == 0, done.output
        events = Calendar.from_ical((tmp_path / "a.ics").read_bytes()).walk("VEVENT")
        ids.append({event["UID"] for event in events})
    assert date(9999, 12, 31) in {event.decoded("DTSTART") for event in events}
    assert (len(ids[0]), ids[0] & ids[1]) == (3, set())


def test_an_entry_says_what_it_is(run: Run, tmp_path: Path) -> None:
    """Between other appointments one sees that something is due, what, and whose it is, if anybody's."""
    assert run("measure", "set", "9.1", "lead=区教委", "due=2024-09-30").exit_code == 0
    assert run("export", "-o", str(tmp_path / "a.ics"), lang="zh").exit_code == 0
    events = Calendar.from_ical((tmp_path / "a.ics").read_bytes()).walk("VEVENT")
    told = [str(event["SUMMARY"]) for event in events]
    assert told[0] == "【到期】第2项 教职工“五险一金”缴纳不足（区教委、区人社局）"
    long = "【到期】措施4.2 实施专任教师“提质”行动：以“互联网+教师培训”模式提高专…"
    assert str(events[1]["SUMMARY"]) == long
    assert str(events[1]["DESCRIPTION"]).endswith("0.9万余人次")
    [measure] = [summary for summary in told if "9.1" in summary]
    assert measure.startswith("【到期】措施9.1 ")
    assert measure.endswith("（区教委）")


def test_a_calendar_without_a_date_is_refused(run: Run, tmp_path: Path) -> None:
    """No program reads a calendar without an entry (RFC 5545), so none is written, and it says why."""
    refused = run("export", "-o", str(tmp_path / "a.ics"), "--as-of", "2024-07-14", data=_dateless(tmp_path))
    assert (refused.exit_code, "no open item or measure has a date" in refused.stderr) == (4, True)
    assert not (tmp_path / "a.ics").exists()


def _dateless(folder: Path) -> Path:
    """Return a ledger of one item without a time limit."""
    shutil.copytree(folder / "data", folder / "other")
    (folder / "other" / "items.yaml").write_text(
        '- id: "1"\n  area: 城区\n  kind: problem\n  title: 某事\n  status: open\n', encoding="utf-8"
    )
    return folder / "other"
