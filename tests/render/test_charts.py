"""Charts of workbooks, as their XML says that they are drawn."""

import zipfile
from io import BytesIO
from typing import Literal
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

import pytest

from ledger.outline.book import Book
from ledger.outline.book import BookCell
from ledger.outline.book import BookColumn
from ledger.outline.book import BookTable
from ledger.outline.book import Chart
from ledger.outline.book import Tab
from ledger.render.sheets import render

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"


def drawn(kind: Literal["pie", "bar", "line"], *counts: int) -> tuple[Element, Element]:
    """Return the chart of some counts, and where it lies in its sheet."""
    columns = (BookColumn("Name", 24), BookColumn("Items", 10))
    table = BookTable("Counts", columns, tuple((BookCell(str(at)), BookCell(n)) for at, n in enumerate(counts)))
    tab = Tab("Summary", (table,), (Chart(kind, 0, 1, 1), Chart("pie", 0, 1, 1)))
    with zipfile.ZipFile(BytesIO(render(Book("", "", (tab,), "")))) as package:
        chart, drawing = (package.read(f"xl/{name}1.xml") for name in ("charts/chart", "drawings/drawing"))
    return ET.fromstring(chart), ET.fromstring(drawing)  # noqa: S314 (we have written it)


def told(found: Element, tag: str) -> list[str | None]:
    """Return the values of the elements with a tag."""
    return [each.get("val") for each in found.iter(f"{C}{tag}")]


def labelled(chart: Element) -> list[str | None]:
    """Return which points have a figure beside them."""
    return [each.find(f"{C}idx").get("val") for each in chart.iter(f"{C}dLbl")]  # type: ignore[union-attr]


def test_a_pie_has_no_slice_of_nothing() -> None:
    """A nought has neither a figure nor a line in the legend."""
    chart, _ = drawn("pie", 3, 0, 2, 0)
    assert labelled(chart) == ["0", "2"]
    deleted = [(told(entry, "idx"), told(entry, "delete")) for entry in chart.iter(f"{C}legendEntry")]
    assert deleted == [(["1"], ["1"]), (["3"], ["1"])]


def test_lines_are_straight() -> None:
    """A month's count is joined to the next by a straight line: a smoothed one shows counts that never were."""
    chart, _ = drawn("line", 3, 2, 2)
    assert told(chart, "smooth") == ["0"]
    assert labelled(chart) == ["0", "1", "2"]


def test_a_long_line_has_no_figures() -> None:
    """The figures of more than a year would run into one another."""
    assert labelled(drawn("line", *[3] * 13)[0]) == []


@pytest.mark.parametrize("kind", ["bar", "line"])
@pytest.mark.parametrize(("most", "unit"), [(10, ["1"]), (11, [])])
def test_counts_are_whole_numbers(kind: Literal["bar", "line"], most: int, unit: list[str]) -> None:
    """An axis of counts has no halves, which a program would put there where the counts are few."""
    chart, _ = drawn(kind, 0, most)
    [axis] = chart.iter(f"{C}valAx")
    assert [each.get("formatCode") for each in axis.iter(f"{C}numFmt")] == ["0"]
    assert told(axis, "majorUnit") == unit
    assert told(axis, "min") == ["0"]


def test_every_bar_has_its_name() -> None:
    """No name is skipped: the chart grows with them, and the next one begins below it."""
    chart, few = drawn("bar", 1, 2)
    _, many = drawn("bar", *[1] * 30)
    [axis] = chart.iter(f"{C}catAx")
    assert (told(axis, "tickLblSkip"), told(axis, "orientation")) == (["1"], ["maxMin"])
    heights, rows = [], []
    for found in (few, many):
        heights.append([int(each.get("cy", "")) / 360000 for each in found.iter(f"{XDR}ext")])  # centimetres
        rows.append([int(each.text or "") for each in found.iter(f"{XDR}row")])
    assert heights == [[7.5, 7.5], [pytest.approx(30.0), 7.5]]
    assert [below for _, below in rows] == [17, 62]
    assert all(below * 14 / 72 * 2.54 > high for (_, below), (high, _) in zip(rows, heights, strict=True))
