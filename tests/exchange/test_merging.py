"""What a department says, merged with the ledger as it is by now."""

from datetime import date
from pathlib import Path

import pytest

from ledger.events import Evidence
from ledger.exchange.filled import Filled
from ledger.exchange.filled import Returned
from ledger.exchange.marks import mark
from ledger.exchange.marks import origin
from ledger.exchange.merging import Reporting
from ledger.exchange.merging import changed_since
from ledger.exchange.merging import objections
from ledger.exchange.merging import take
from ledger.i18n import ENGLISH
from ledger.outline.forms import Said
from ledger.reports.forms import forms
from ledger.store import Opened
from sharing import Make

DONE = date(2024, 6, 20)
TOLD = Reporting("区教委", date(2024, 6, 1), date(2024, 6, 30), ENGLISH)
ITEMS = """
- {id: 1, area: 甲, kind: both, title: 乙, lead: 区教委, measures: [{id: 1.1, text: 丙}]}
- {id: 2, area: 甲, kind: both, title: 丁, lead: 区教委}
"""
PROOF = Evidence(file="evidence/1/a.pdf", sha256="0" * 64, name="a.pdf")


def row(key: str, **said: object) -> Filled:
    """Return a row in which that was filled in."""
    cells = {name: f"G{number}" for number, name in enumerate(said, start=4)}
    return Filled(key, key[:1], Said(**said), (), cells)  # type: ignore[arg-type]  # parts by their names


def returned(opened: Opened, *rows: Filled) -> Returned:
    """Return the workbook that was made from a ledger, with these rows filled in."""
    [form] = forms(opened.ledger, TOLD.month, ["区教委"])
    return Returned(Path("a.xlsx"), mark(form, origin(opened, None), "en"), "Report", rows, ())


@pytest.mark.parametrize(
    ("now", "key", "code"),
    [
        ("- {id: 3, area: 甲, kind: both, title: 乙, lead: 区教委}", "1.1", "gone-since"),
        ("- {id: 1, area: 甲, kind: both, title: 乙, lead: 区教委}", "1.1", "gone-since"),
        (
            "- {id: 1, area: 甲, kind: both, title: 乙, lead: 区人社局, measures: [{id: 1.1, text: 丙}]}",
            "1.1",
            "not-carried",
        ),
        (
            "- {id: 1, area: 甲, kind: both, title: 乙, lead: 区教委, measures: [{id: 1.1, text: 丙, lead: 区人社局}]}",
            "1.1",
            "not-carried",
        ),
        (
            (
                "- {id: 2, area: 甲, kind: both, title: 丁, lead: 区教委, status: withdrawn,"
                " log: [{on: 2024-06-03, event: withdraw, by: 区教委, reason: 并}]}"
            ),
            "2",
            "ended-since",
        ),
    ],
)
def test_rows_that_cannot_be_taken(make: Make, now: str, key: str, code: str) -> None:
    """What is gone, carried by others or ended is not taken, and the first filled cell is named."""
    form = returned(make(ITEMS))
    kept, remarks = objections(form, row(key, progress="戊"), TOLD, make(now).ledger)
    assert kept is None
    assert [(each.code, each.cell, each.item) for each in remarks] == [(code, "G4", key[:1])]


@pytest.mark.parametrize(
    ("measure", "codes"),
    [
        ("{id: 1.1, text: 丙}", []),
        ("{id: 1.1, text: 丙, done: 2024-06-20}", []),
        ("{id: 1.1, text: 另, done: 2024-06-20}", []),
        ("{id: 1.1, text: 丙, done: 2024-06-18}", ["done-otherwise"]),
        ("{id: 1.1, text: 另}", ["reworded-since"]),
        ("{id: 1.1, text: 丙, dropped: 并入}", ["already-dropped"]),
    ],
)
def test_a_day_that_cannot_be_taken(make: Make, measure: str, codes: list[str]) -> None:
    """Where a day is in doubt it is listed and left out, and the words beside it are taken."""
    form = returned(make(ITEMS))
    now = make(f"- {{id: 1, area: 甲, kind: both, title: 乙, lead: 区教委, measures: [{measure}]}}").ledger
    kept, remarks = objections(form, row("1.1", progress="戊", done=DONE), TOLD, now)
    assert [each.code for each in remarks] == codes
    assert kept is not None
    assert kept.said == Said(progress="戊", done=None if codes else DONE)
    alone, _ = objections(form, row("1.1", done=DONE), TOLD, now)
    assert (alone is None) == bool(codes)


def test_who_supports_does_not_finish(make: Make) -> None:
    """That a measure is done says who leads it, or who supports it where nobody leads; words are taken from both."""
    opened = make(ITEMS)
    led = "- {id: 1, area: 甲, kind: both, title: 乙, lead: 区人社局, support: 区教委, measures: [{id: 1.1, text: 丙}]}"
    kept, remarks = objections(returned(opened), row("1.1", progress="戊", done=DONE), TOLD, make(led).ledger)
    assert [(each.code, each.cell, each.fields["lead"]) for each in remarks] == [
        ("done-by-support", "G5", ("区人社局",))
    ]
    assert kept is not None
    assert kept.said == Said(progress="戊")
    nobody = make(led.replace("lead: 区人社局, ", "")).ledger
    assert objections(returned(opened), row("1.1", done=DONE), TOLD, nobody)[1] == []


def test_an_item_is_not_done_on_a_day(make: Make) -> None:
    """A day on which an item itself would be done is listed."""
    opened = make(ITEMS)
    _, remarks = objections(returned(opened), row("2", done=DONE), TOLD, opened.ledger)
    assert [each.code for each in remarks] == ["no-measure-here"]


def test_taken_twice(make: Make) -> None:
    """What is on record is not recorded again, nor after it was corrected, nor on an item that has ended."""
    opened = make(ITEMS)
    said = row("1.1", progress="戊", done=DONE)
    once = take(opened.ledger.items[0], said, [PROOF], TOLD, opened.ledger)
    assert (once.measures[0].done, once.measures[0].evidence, once.status) == (DONE, (PROOF,), "in_progress")
    assert [entry.note for entry in once.log] == ["measure 1.1: 戊; done on 2024-06-20"]
    assert take(once, said, [PROOF], TOLD, opened.ledger) == once
    later = TOLD._replace(month=date(2024, 7, 1), on=date(2024, 7, 15))
    assert len(take(once, said, [PROOF], later, opened.ledger).log) == 2


def test_evidence_goes_where_it_belongs(make: Make) -> None:
    """Evidence of a measure that is done goes with the measure, other evidence with the entry."""
    opened = make(ITEMS)
    item = opened.ledger.items[0]
    progress = take(item, row("1.1", progress="戊"), [PROOF], TOLD, opened.ledger)
    assert (progress.log[0].evidence, progress.measures[0].evidence) == ((PROOF,), ())
    other = PROOF.model_copy(update={"sha256": "1" * 64})
    more = take(progress, row("1.1", progress="戊"), [PROOF, other], TOLD, opened.ledger)
    assert [(entry.note, entry.evidence) for entry in more.log[1:]] == [("evidence filed: a.pdf", (other,))]


def test_what_has_changed_since(make: Make) -> None:
    """Items that were filled in and are others by now are named; what was only reported on is not."""
    form = returned(make(ITEMS), row("1.1", progress="戊"), row("2", progress="己"))
    reported = ITEMS.replace("title: 丁", "title: 丁, log: [{on: 2024-06-01, event: progress, by: 区教委, note: 庚}]")
    assert changed_since(form, make(reported).ledger) == ()
    assert changed_since(form, make(reported.replace("title: 丁", "title: 戊")).ledger) == ("2",)
