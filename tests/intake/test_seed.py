"""The real plan: what is read out of it, as text, Word, page and table, agrees with the inventory made by hand."""

import html
import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import docx
import pytest

from ledger import store
from ledger.checks.case import calendar_of
from ledger.intake.documents import read as document
from ledger.intake.reading import Draft
from ledger.intake.reading import read
from ledger.model import Ledger

ROOT = Path(__file__).parents[2]
SEED = ROOT.parent / "shared" / "seed"
TOOL = ROOT / "tools" / "agreement.py"

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def agreement() -> ModuleType:
    """Return the script that compares."""
    spec = importlib.util.spec_from_file_location("agreement", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["agreement"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def inventory() -> dict[str, Any]:
    """Return what was found in the plan by hand."""
    found: dict[str, Any] = json.loads((SEED / "inventory.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def known() -> Ledger:
    """Return the shipped ledger, whose departments and school terms are known."""
    return store.load(ROOT / "data").ledger


def drafted(path: Path, known: Ledger) -> Draft:
    """Return the draft of a file."""
    return read(document(path), known, calendar_of(known.settings))


def agrees(agreement: ModuleType, draft: Draft, inventory: dict[str, Any]) -> dict[str, tuple[int, int]]:
    """Return of each field how many values are alike, and how many there are."""
    return {each.field: (each.alike, each.wanted) for each in agreement.agreements(draft, inventory)}


WHOLE = {
    "areas": (4, 4),
    "items": (18, 18),
    "kinds": (18, 18),
    "texts": (23, 23),
    "measures": (37, 37),
    "bodies and roles": (20, 20),
    "time limits": (5, 5),
    "indicators": (28, 28),
}


def test_text(agreement: ModuleType, inventory: dict[str, Any], known: Ledger) -> None:
    """Every text, measure, department with its part, time limit and figure of the inventory is found."""
    draft = drafted(SEED / "plan.txt", known)
    assert agrees(agreement, draft, inventory) == WHOLE
    assert sum(len(each.item.measures) for each in draft.items) == 37
    assert {draft.parts[number] for number in range(102, 109) if number in draft.parts} == {"section"}
    assert [each for each in draft.review if each.reason == "unplaced"] == []


def test_nobody_else_is_responsible(inventory: dict[str, Any], known: Ledger) -> None:
    """Schools, enterprises and superiors that the measures only mention are no departments of an item."""
    named = {
        (item["no"], unit["literal"]) for item in inventory["items"] for unit in item["units"] if unit["is_responsible"]
    }
    draft = drafted(SEED / "plan.txt", known)
    spelt = {each.name: {each.name, *each.aliases} for each in draft.departments}
    for each in draft.items:
        for name in (*each.item.bodies("lead"), *each.item.bodies("support")):
            assert {(int(each.item.id), spelling) for spelling in spelt[name]} & named


def test_lines(inventory: dict[str, Any], known: Ledger) -> None:
    """Every item and measure names the line of the file that it came from."""
    for each, item in zip(drafted(SEED / "plan.txt", known).items, inventory["items"], strict=True):
        assert each.lines["title"] == item["seed_line_heading"]
        assert each.lines["measures.0.text"] == item["seed_line_measure"]


def test_word(agreement: ModuleType, inventory: dict[str, Any], known: Ledger, tmp_path: Path) -> None:
    """The plan as a Word file says the same."""
    word = docx.Document()
    for line in (SEED / "plan.txt").read_text(encoding="utf-8").splitlines():
        word.add_paragraph(line)
    word.save(str(tmp_path / "plan.docx"))
    assert agrees(agreement, drafted(tmp_path / "plan.docx", known), inventory) == WHOLE


def test_page(agreement: ModuleType, inventory: dict[str, Any], known: Ledger, tmp_path: Path) -> None:
    """The plan as a page in GB18030 says the same, whatever its scripts say."""
    lines = (SEED / "plan.txt").read_text(encoding="utf-8").splitlines()
    text = "".join(f"<p><span>{html.escape(line)}</span></p>\n" for line in lines if line)
    page = f"<html><head><script>alert('19.关于“假”的问题')</script></head><body><div>{text}</div></body></html>"
    (tmp_path / "plan.html").write_bytes(page.encode("gb18030"))
    assert agrees(agreement, drafted(tmp_path / "plan.html", known), inventory) == WHOLE


def test_table(agreement: ModuleType, inventory: dict[str, Any], known: Ledger, tmp_path: Path) -> None:
    """The plan as a table with a row an item, and a row across it an area, says the same."""
    rows = ["2023年对长寿区人民政府履行教育职责评价意见整改方案", "成文日期：2024-04-15"]
    rows.append("| 序号 | 问题和建议 | 整改措施 |\n|---|---|---|")
    lines = (SEED / "plan.txt").read_text(encoding="utf-8").splitlines()
    for area in inventory["areas"]:
        rows.append(f"| {area['title_raw']} | | |")
        for item in inventory["items"]:
            if item["area"] == area["no"]:
                heading = item["heading_raw"].removeprefix(item["number_literal"])
                measure = lines[item["seed_line_measure"] - 1].removeprefix(item["measure_label"]).lstrip(":")
                rows.append(f"| {item['no']} | {heading} | {measure} |")
    (tmp_path / "plan.md").write_text("\n".join(rows), encoding="utf-8")
    assert agrees(agreement, drafted(tmp_path / "plan.md", known), inventory) == WHOLE
