"""An item for its paper: the chain of its closing, as far as it has come since the work was last sent back."""

from datetime import date

from ledger.asof import ledger_as_of
from ledger.reports.dossier import Dossier
from ledger.reports.dossier import dossier
from sharing import Make

ITEMS = """
- {id: 1, area: 甲, kind: problem, title: 一, problem: 一, lead: 区教委, status: verified,
   log: [{on: 2024-05-01, event: submit, by: 区教委, note: 初次},
         {on: 2024-05-02, event: return, by: 区督导委, reason: 缺},
         {on: 2024-05-06, event: submit, by: 区教委, note: 再次},
         {on: 2024-05-07, event: verify, by: 区督导委, outcome: 误记},
         {on: 2024-05-08, event: correct, by: 区督导委, entry: 4, reason: 误记},
         {on: 2024-05-09, event: verify, by: 区督导委, outcome: 属实}]}
"""


def told(make: Make, day: date, settings: str | None = None) -> Dossier:
    """Return the facts of the item on a day."""
    opened = make(ITEMS, settings=settings) if settings else make(ITEMS)
    return dossier(ledger_as_of(opened.ledger, day), opened.ledger, day, (), "1")


def test_the_chain(make: Make) -> None:
    """What was applied for before the return counts no more, nor does a finding that was corrected."""
    found = told(make, date(2024, 5, 31))
    assert [(each.step, each.entry.on if each.entry else None) for each in found.chain] == [
        ("submit", date(2024, 5, 6)), ("verify", date(2024, 5, 9)), ("close", None),
    ]  # fmt: skip
    assert [entry.event for entry in found.item.counting()] == ["submit", "return", "submit", "correct", "verify"]


def test_an_earlier_day(make: Make) -> None:
    """On the day of the return nothing of the chain is there."""
    assert [each.entry for each in told(make, date(2024, 5, 2)).chain] == [None, None, None]


def test_the_steps_of_the_office(make: Make) -> None:
    """An office with fewer steps, or with publicity, has just these boxes."""
    found = told(make, date(2024, 5, 31), "closing: {steps: [submit, verify, publicize, close]}\n")
    assert [each.step for each in found.chain] == ["submit", "verify", "publicize", "close"]
