"""The words of the board: what stands on it for a ledger of any state, and what does not."""

from datetime import date

import pytest

from ledger import asof
from ledger.i18n import ENGLISH
from ledger.i18n import translation
from ledger.outline.board import Board
from ledger.outline.board import Series
from ledger.outline.overview import board
from ledger.outline.page import Table
from ledger.reports.export import export
from sharing import Make

ITEMS = """
- {id: 1, area: 甲, kind: problem, title: 一, problem: 一, lead: 区教委, due: 2024-05-15, status: in_progress,
   log: [{on: 2024-05-10, event: submit, by: 区教委}, {on: 2024-05-11, event: verify, by: 区督导委, outcome: 属实},
         {on: 2024-05-12, event: close, by: 区督导委}, {on: 2024-06-02, event: reopen, by: 区督导委, reason: 反弹}]}
- {id: 2, area: 甲, kind: problem, title: 二, problem: 二, lead: [区教委, 区财政局], due: 2024-06-20}
- {id: 3, area: 乙, kind: problem, title: 三, problem: 三, status: withdrawn,
   log: [{on: 2024-05-03, event: withdraw, by: 区教委, reason: 并}]}
- {id: 4, area: 乙, kind: problem, title: 四, problem: 四, leader: 张三}
"""


def told(make: Make, day: date, items: str = ITEMS, *, public: bool = False, settings: str | None = None) -> Board:
    """Return the board of a small ledger on a day, in English."""
    opened = make(items, settings=settings) if settings else make(items)
    facts = export(asof.ledger_as_of(opened.ledger, day), opened.ledger, day, ())
    return board(facts, ENGLISH, "en", public=public)


def test_the_headline(make: Make) -> None:
    """The figures leave out what was withdrawn, and say how they differ from the end of the month before."""
    head = told(make, date(2024, 6, 10)).headline
    assert head is not None
    assert (head.rate, head.share, head.reached) == ("0 %", 0.0, "0 of 3 closed out")
    assert head.change == "−33.3 points since 2024-05-31"
    assert [(tile.label, tile.figure, tile.change) for tile in head.tiles] == [
        ("Items", "3", "without 1 withdrawn"), ("Closed out", "0", "−1 since 05-31"), ("Verified", "0", ""),
        ("To be verified", "0", ""), ("In progress", "1", ""), ("Not started", "2", ""),
        ("Overdue", "1", "+1 since 05-31"),
    ]  # fmt: skip


@pytest.mark.parametrize(("day", "state"), [(date(2024, 5, 10), "To be verified"), (date(2024, 5, 11), "Verified")])
def test_two_states_apart(make: Make, day: date, state: str) -> None:
    """What waits to be verified and what was verified have a figure each."""
    head = told(make, day).headline
    assert head is not None
    assert {tile.label: tile.figure for tile in head.tiles if "erified" in tile.label} == {
        "To be verified": "0", "Verified": "0",
    } | {state: "1"}  # fmt: skip


def test_what_has_not_changed(make: Make) -> None:
    """Where nothing has moved that is said; in the plan's first month there is nothing to compare with."""
    same = told(make, date(2024, 7, 10)).headline
    assert same is not None
    assert same.change == "the same as on 2024-06-30"
    first = told(make, date(2024, 4, 20)).headline
    assert first is not None
    assert (first.change, {tile.change for tile in first.tiles}) == ("", {""})


def test_figures(make: Make) -> None:
    """The charts count each month's end, and the lights of each area and lead, nobody's items last."""
    months, areas, leads = told(make, date(2024, 6, 10)).figures
    assert (months.kind, months.labels, months.ticks) == (
        "columns", ("2024-04", "2024-05", "2024-06"), ("04", "05", "06"),
    )  # fmt: skip
    assert [(each.name, each.tone, each.figures) for each in months.series] == [
        ("Overdue", "red", (0, 0, 1)), ("Not closed, in time", "", (4, 2, 2)), ("Closed out", "blue", (0, 1, 0)),
    ]  # fmt: skip
    assert (months.sum, areas.sum) == (Series("Not closed, in all", "", (4, 2, 3)), Series("Items", "", (2, 1)))
    assert (areas.kind, areas.ticks) == ("bars", ("甲 (2)", "乙 (1)"))
    assert leads.labels == ("区教委", "区财政局", "nobody named")
    assert {each.tone: each.figures for each in leads.series} == {
        "red": (1, 0, 0), "yellow": (1, 1, 1), "grey": (0, 0, 0), "green": (0, 0, 0), "blue": (0, 0, 0),
    }  # fmt: skip


def test_the_line_of_time(make: Make) -> None:
    """What is late stands first, the rest by its month; what has no date is counted."""
    found = told(make, date(2024, 6, 10))
    assert [(each.heading, each.tone, [mark.number for mark in each.marks]) for each in found.stretches] == [
        ("Overdue (1)", "red", ["1"]), ("2024-06 (1)", "", ["2"]),
    ]  # fmt: skip
    assert found.stretches[0].marks[0].days == ("26 days late", "red")
    assert found.undated == "1 open item has no date."


def test_a_long_stretch(make: Make) -> None:
    """A month with very much in it shows the first of it and counts the rest; measures are called measures."""
    measures = ", ".join(f"{{id: 1.{n}, text: 做, due: 2024-06-{n + 10}}}" for n in range(1, 15))
    items = f"- {{id: 1, area: 甲, kind: problem, title: 一, problem: 一, measures: [{measures}]}}"
    [stretch] = told(make, date(2024, 6, 10), items).stretches
    assert (len(stretch.marks), stretch.more, stretch.marks[0].number) == (12, "and 2 more", "measure 1.1")


def test_the_register(make: Make) -> None:
    """Each item has a row that sorts by value, and can be found by every value that the filters offer."""
    found = told(make, date(2024, 6, 10)).register
    assert [(choice.key, [word for _, word in choice.values]) for choice in found.choices] == [
        ("status", ["not started", "in progress", "withdrawn"]), ("light", ["red", "yellow", "blue"]),
        ("area", ["甲", "乙"]), ("lead", ["区教委", "区财政局"]),
    ]  # fmt: skip
    values = [dict(entry.values) for entry in found.entries]
    assert values[1] == {"status": "open", "light": "yellow", "area": "0", "lead": "0 1"}
    assert values[3]["lead"] == ""
    assert [entry.fields[7].order for entry in found.entries] == ["2024-05-15", "2024-06-20", "9999", "9999"]
    assert found.headings[found.title].text == "Title"


def test_an_empty_ledger(make: Make) -> None:
    """A ledger without items says just that."""
    found = told(make, date(2024, 6, 10), "[]", settings="office: 区教委\n")
    assert (found.title, found.empty) == ("Rectification ledger", "The ledger has no items yet.")
    assert (found.headline, found.lights, found.figures, found.stretches, found.undated) == (None, (), (), (), "")
    assert found.foot == "Made by 区教委 from its ledger."


def test_nothing_left(make: Make) -> None:
    """Where every item was withdrawn there is no rate, and nothing to be drawn."""
    items = """
- {id: 3, area: 乙, kind: problem, title: 三, problem: 三, status: withdrawn,
   log: [{on: 2024-05-03, event: withdraw, by: 区教委, reason: 并}]}
"""
    found = told(make, date(2024, 6, 10), items)
    assert found.headline is not None
    assert (found.headline.rate, found.headline.share, found.figures, found.foot) == ("–", 0.0, (), "")


@pytest.mark.parametrize("public", [True, False])
def test_for_whom(make: Make, *, public: bool) -> None:
    """What is published says so, and has no word about people, not even that none is named."""
    settings = "plan: {title: 方案, number: 长教〔2024〕1号, date: 2024-04-15}\n"
    found = told(make, date(2024, 6, 10), public=public, settings=settings)
    labels = [row[0].text for tale in found.tales for part in tale.blocks[0].parts for row in getattr(part, "rows", ())]
    assert ("Responsible person" in labels) is not public
    remark = ("Published without persons, notes and evidence",) if public else ()
    assert found.remarks == ("长教〔2024〕1号", *remark)


def test_in_chinese(make: Make) -> None:
    """The board speaks the language that it is asked for."""
    opened = make(ITEMS)
    facts = export(opened.ledger, opened.ledger, date(2024, 6, 10), ())
    found = board(facts, translation("zh"), "zh", public=False)
    assert (found.language, found.name, found.subtitle) == ("zh", "整改情况看板", "截至2024年6月10日")
    assert (found.figures[0].ticks[0], found.headline and found.headline.tiles[1].change) == ("4月", "较5月31日−1")


def test_what_was_reopened(make: Make) -> None:
    """Beside the date of an item that is late again stands since when it is open again."""
    due = "2024-05-15  26 days late  reopened on 2024-06-02"
    for day, said in ((date(2024, 6, 10), due), (date(2024, 5, 10), "2024-05-15")):
        [facts] = told(make, day).tales[0].blocks[0].parts
        assert isinstance(facts, Table)
        assert {row[0].text: row[1].text for row in facts.rows}["Due"] == said
