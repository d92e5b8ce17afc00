"""CSV: no text is computed, numbers stay numbers, and what was written is read back."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from ledger.assessment import Span
from ledger.cells import like_a_formula
from ledger.intake import decoding
from ledger.model import Department
from ledger.model import Item
from ledger.model import Ledger
from ledger.model import Routine
from ledger.render.data_csv import render
from ledger.render.data_csv import table
from ledger.reports.change import change
from ledger.reports.change import changed
from ledger.reports.change import pairs
from ledger.reports.change import values
from ledger.reports.collection import Sending
from ledger.reports.collection import replies
from ledger.reports.collection import sent
from ledger.reports.contract import Facts
from ledger.reports.dossier import dossier
from ledger.reports.export import export
from ledger.reports.forms import forms
from ledger.reports.periodic import periodic
from ledger.reports.periodic import term
from ledger.reports.records import records
from ledger.reports.routines import missed
from ledger.reports.routines import routines
from ledger.reports.rows import Wanted
from ledger.reports.rows import listing
from ledger.reports.score import score
from ledger.reports.status import status
from ledger.reports.story import story
from ledger.reports.supervision import supervision
from ledger.reports.timeline import Comparison
from ledger.reports.timeline import entries
from ledger.reports.timeline import timeline
from ledger.reports.views import message
from ledger.reports.views import view
from sharing import TODAY

NASTY = st.text(st.sampled_from("'=+-@＝＋\t\r\n\",;甲1"), min_size=1, max_size=6).filter(str.strip)


def nasty(text: str) -> Ledger:
    """Return a ledger in which every free text is this one; it is late by 17 days, and a reading is below nought."""
    item = Item.model_validate(
        {
            "id": "2",
            "area": text,
            "kind": "problem",
            "title": text,
            "problem": text,
            "lead": [text],
            "support": [text, text + "乙"],
            "person": text,
            "due": "2024-06-28",
            "due_wording": text,
            "status": "in_progress",
            "measures": [{"id": "2.1", "text": text, "lead": [text], "due": "2024-07-01"}],
            "indicators": [
                {"name": text, "kind": "target", "literal": text, "readings": [{"on": "2024-06-30", "value": "-5"}]}
            ],
            "log": [
                {"on": "2024-05-31", "event": "progress", "by": text, "note": text, "evidence": [{"paper": text}]},
                {"on": "2024-06-01", "event": "notice", "level": "remind", "by": text, "to": [text]},
            ],
        }
    )
    departments = (Department(name=text, note=text), Department(name=text + "乙", aliases=(text + "丙",)))
    duty = Routine.model_validate(
        {"id": "2.月报", "text": text, "every": "month", "lead": text, "from": "2024-01-01", "source": text}
    )
    return Ledger((item,), departments, routines=(duty,))


def outputs(ledger: Ledger) -> dict[str, Facts]:
    """Return the facts of whatever holds free text."""
    name = ledger.departments[0].name
    chosen = listing(ledger, TODAY, (), Wanted(), "file")
    month = TODAY.replace(day=1)
    return {
        "status": status(ledger, TODAY, ()),
        "list": chosen,
        "show": story(ledger, TODAY, (), ["2"]),
        "problems": view("problems", ledger, chosen, Wanted()),
        "responsibility": view("responsibility", ledger, chosen, Wanted()),
        "measures": view("measures", ledger, chosen, Wanted()),
        "message": message(ledger, TODAY, (), name),
        "notice": supervision(ledger, TODAY),
        "score": score(ledger, Span(date.min, TODAY)),
        "explained": score(ledger, Span(date.min, TODAY), explain=True),
        "log": timeline(entries(ledger), [], 0),
        "change": change(changed([(None, ledger.items[0])]), [name], [name], written=True),
        "routine-list": routines(ledger, TODAY),
        "routine-missed": missed(ledger, TODAY),
        "diff": Comparison(
            "1f" * 20, TODAY, None, None, changed(pairs(Ledger(), ledger)), values(Ledger(), ledger), ()
        ),
        "collect-out": Sending("2024-07", written=True, forms=tuple(sent(form, name) for form in forms(ledger, month))),
        "collect-status": replies(ledger, month, TODAY),
        "report": periodic(ledger, ledger, term("month", TODAY), TODAY, ()),
        "export": export(ledger, ledger, TODAY, ()),
        "item": dossier(ledger, ledger, TODAY, (), "2"),
    }


OUTPUTS = sorted(outputs(nasty("甲")))


@pytest.mark.parametrize("name", OUTPUTS)
@settings(max_examples=30, deadline=None)  # of each output
@given(text=NASTY)
def test_nothing_is_computed(name: str, text: str) -> None:
    """No text of any output begins like a formula, each is read back as it was, and numbers are written as numbers."""
    facts = outputs(nasty(text))[name]
    written = render(facts)
    raw = list(csv.reader(io.StringIO(written, newline=""), strict=True))
    meant = [list(row) for row in records(facts)]
    assert decoding.rows(written) == [[str(cell) for cell in row] for row in meant]
    for row, cells in zip(raw, meant, strict=True):
        for shown, cell in zip(row, cells, strict=True):
            assert shown == str(cell) if isinstance(cell, (int, float)) else not like_a_formula(shown)


def test_numbers_stay_numbers() -> None:
    """Days late and a reading below nought are no texts."""
    ledger = nasty("甲")
    assert ",-17," in render(outputs(ledger)["list"])
    assert "2,indicators.0.readings.0.value,-5\n" in render(outputs(ledger)["show"])


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_a_line_end_inside_a_text(end: str) -> None:
    """Whatever ends a line inside a text does not end its row: what follows would stand in a cell of its own."""
    assert table([("甲", f"乙{end}=1+1"), ("丙", 2)]) == f'甲,"乙{end}=1+1"\n丙,2\n'
