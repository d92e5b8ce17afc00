"""Bodies and items that change: handed over, ended, withdrawn, merged, reported, typed as a clerk types them."""

import json
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from sharing import Run

ENDED = """
- name: 区教育局
  from: 2024-07-01
"""


@pytest.fixture
def reformed(shipped: Path) -> Path:
    """Return a ledger in which 区编办 was dissolved, with a successor."""
    file = shipped / "departments.yaml"
    text = file.read_text(encoding="utf-8")
    ended = text.replace("- name: 区编办\n", "- name: 区编办\n  until: 2024-06-30\n  successor: 区教育局\n")
    file.write_text(ended + ENDED.lstrip("\n"), encoding="utf-8")
    return shipped


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_an_item_is_handed_over(run: Run, snapshot: SnapshotAssertion, lang: str) -> None:
    """Another lead is an event with its day, body and reason; on an earlier day the former one still leads."""
    assert run("set", "9", "lead=区教委").exit_code == 0
    handed = run("set", "9", "lead=区财政局", "--on", "2024-07-01", "--by", "区政府", "--note", "会议议定", lang=lang)
    assert handed.exit_code == 0, handed.output
    assert handed.stdout == snapshot
    leads = [run("list", "9", "--format", "json", "--as-of", day).stdout for day in ("2024-06-30", "2024-07-01")]
    assert [name for told in leads for name in ("区教委", "区财政局") if name in told] == ["区教委", "区财政局"]
    assert "handover" in run("show", "9", "--format", "json").stdout


def test_a_first_lead_fills_a_gap(run: Run) -> None:
    """Whoever is named where nobody led takes nothing over from anybody; what is told of another field is refused."""
    assert run("set", "9", "lead=区教委").exit_code == 0
    assert "handover" not in run("show", "9", "--format", "json").stdout
    refused = run("set", "9", "person=张三", "--note", "会议议定")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "go with a date that was decided or a lead that changed" in refused.stderr


def test_the_same_lead_by_another_name_is_no_handover(run: Run) -> None:
    """An alias of the lead, or another order of several, hands nothing over; one more body does."""
    assert run("set", "2", "lead=长寿区人社局,长寿区教委").exit_code == 0
    assert "handover" not in run("show", "2", "--format", "json").stdout
    assert run("set", "2", "lead+=区财政局").exit_code == 0
    assert run("show", "2", "--format", "json").stdout.count('"handover"') == 1


def test_a_mistaken_handover_is_corrected(run: Run) -> None:
    """A correction of the handover gives the item back to who led it."""
    run("set", "2", "lead=区财政局")
    assert run("correct", "2", "1", "--reason", "误录").exit_code == 0
    assert '"lead": [\n    "区教委",\n    "区人社局"\n  ]' in run("show", "2", "--format", "json").stdout
    assert run("check").exit_code == 0


def test_an_editor_hands_nothing_over(run: Run, shipped: Path, tmp_path: Path) -> None:
    """In the editor the lead stays: an entry of the log belongs to its change, and the command for it is named."""
    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\nsed -i 's/  - 区教委/  - 区财政局/' \"$1\"\n", encoding="utf-8")
    editor.chmod(0o755)
    before = (shipped / "items.yaml").read_bytes()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EDITOR", str(editor))
        patch.setenv("VISUAL", str(editor))
        refused = run("edit", "2")
    assert refused.exit_code == 4
    assert "ledger set 2 lead=" in refused.stderr
    assert (shipped / "items.yaml").read_bytes() == before


@pytest.mark.usefixtures("reformed")
@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("progress 3 --note 已办 --by 区编办", "区编办 ended on 2024-06-30; its successor: 区教育局."),
        ("set 9 lead=区委编办", "区编办 ended on 2024-06-30; its successor: 区教育局."),
        ("set 9 support+=区编办", "区编办 ended on 2024-06-30; its successor: 区教育局."),
        ("progress 3 --note 已办 --by 区教育局 --on 2024-06-30", "区教育局 is there from 2024-07-01 only."),
    ],
)
def test_who_is_no_more_takes_nothing_on(run: Run, line: str, said: str) -> None:
    """A body that has ended, or has not begun, is refused for what happens outside its days, with its successor."""
    refused = run(*line.split())
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert said in refused.stderr


@pytest.mark.usefixtures("reformed")
def test_what_a_body_did_stays_its_own(run: Run) -> None:
    """Before its last day it may still be told what a body did; its open work is a gap that names the successor."""
    assert run("progress", "3", "--note", "已办", "--by", "区编办", "--on", "2024-06-30").exit_code == 0
    found = [line for line in run("check").stdout.splitlines() if "body-ended" in line]
    assert [line.rpartition("body-ended: ")[2] for line in found] == [
        "Item 1 counts on 区编办, which ended on 2024-06-30.",
        "Item 8 counts on 区编办, which ended on 2024-06-30.",
    ]
    assert "carried by a body that is no more" in run("status").stdout
    assert run("list", "--department", "区编办").exit_code == 0


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_an_item_is_merged_and_comes_back(run: Run, snapshot: SnapshotAssertion, lang: str) -> None:
    """A merged item names its heir and its reason, counts in no rate, takes nothing in, and can be restored."""
    lines = (
        "withdraw 4 --into 5 --reason 市里同意并入 --on 2024-07-01",
        "withdraw 6 --into 6 --reason 误",
        "submit 4",
        "status",
        "restore 4 --reason 仍需单列",
    )
    results = [(line, run(*line.split(), lang=lang)) for line in lines]
    assert [result.exit_code for _, result in results] == [0, 4, 4, 0, 0]
    assert "".join(f"$ {line}\n{result.stdout}{result.stderr}\n" for line, result in results) == snapshot
    assert run("check").exit_code == 0


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_closing_is_reported(run: Run, snapshot: SnapshotAssertion, lang: str) -> None:
    """From the closing on `status` says until when it must be reported, `overdue` that it is late, until it was."""
    closing = "close 9 --override 试 --verified-by 区政府教育督导委 --outcome 属实 --on 2024-07-01"
    assert run("set", "9", "lead=区教委").exit_code == 0
    assert run(*closing.split()).exit_code == 0
    soon = run("due", "--as-of", "2024-07-10", lang=lang)
    late = run("overdue", "--exit-code", lang=lang)
    done = run("reported", "9", "--on", "2024-07-12", lang=lang)
    assert [result.exit_code for result in (soon, late, done)] == [0, 1, 0]
    assert f"{soon.stdout}\n{late.stdout}\n{done.stdout}" == snapshot
    assert 'reports_due": []' in run("status", "--format", "json").stdout


def test_somebody_is_reported_to(run: Run, shipped: Path) -> None:
    """Without an addressee in the settings the body is named, or the report is refused."""
    settings = shipped / "ledger.yaml"
    settings.write_text("office: 区教委\n", encoding="utf-8")
    refused = run("reported", "9")
    assert refused.exit_code == 2
    assert "Name the body with --to" in refused.stderr


def test_a_first_lead_is_told_where_it_is_asked_for(run: Run) -> None:
    """With its day or a note a first lead goes into the log, and earlier days have none; without it fills a gap."""
    assert run("set", "9", "lead=区教委", "--on", "2024-07-01", "--note", "会议议定").exit_code == 0
    assert '"lead": []' in run("show", "9", "--format", "json", "--as-of", "2024-06-30").stdout
    assert run("set", "10", "lead=区教委").exit_code == 0
    assert '"lead": [\n    "区教委"\n  ]' in run("show", "10", "--format", "json", "--as-of", "2024-06-30").stdout


def test_a_lead_that_was_taken_away_comes_back(run: Run) -> None:
    """An item may be left to nobody and be led again: both are in its log, and the check has nothing against it."""
    for words in (["lead="], ["lead=区教委"]):
        done = run("set", "2", *words, "--note", "调整")
        assert done.exit_code == 0, done.output
    assert run("show", "2", "--format", "json").stdout.count('"handover"') == 2
    assert run("check").exit_code == 0


def test_handovers_stand_in_the_order_of_time(run: Run) -> None:
    """A handover that is told late, before one that is on record, is refused: who led between would be invented."""
    assert run("set", "2", "lead=区财政局", "--on", "2024-07-10").exit_code == 0
    refused = run("set", "2", "lead=区教委", "--on", "2024-07-01")
    assert (refused.exit_code, "2024-07-01 lies before entry 1" in refused.stderr) == (4, True)


def test_a_restored_item_bears_no_mark(run: Run) -> None:
    """Withdrawn and restored, an item is where it was, and nobody is told that the problem came back."""
    assert run("withdraw", "6", "--reason", "误列", "--on", "2024-07-01").exit_code == 0
    assert run("restore", "6", "--reason", "仍需").exit_code == 0
    shown = run("show", "6").stdout
    assert "not started" in shown
    assert "reopened" not in shown
    [told] = json.loads(run("score", "区卫健委", "--format", "json").stdout)["departments"]
    assert (told["lead"]["figures"]["items"], told["lead"]["figures"]["reopened"]) == (1, 0)
