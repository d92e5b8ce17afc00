"""Sides that have merged each other before: what they began with has several versions, which git merges first."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from editing import BASE
from editing import CLOSING
from editing import EDITS
from editing import Edit
from editing import edited
from editing import facts
from editing import records
from ledger.merging import Texts
from ledger.merging import ancestor
from ledger.merging import conflicts
from ledger.merging import settled
from ledger.threeway import Side

FILE = "items.yaml"


def chosen(texts: Texts, side: Side) -> str:
    """Return the merge in which all that is open is as one side has it."""
    return settled(FILE, texts, CLOSING, lambda _: side)


@settings(max_examples=300, deadline=None)
@given(EDITS, EDITS, st.sampled_from(["ours", "theirs"]), st.sampled_from(["ours", "theirs"]))
def test_what_was_chosen_is_open_again_and_nothing_else(
    one: list[Edit], other: list[Edit], mine: Side, yours: Side
) -> None:
    """Where both have chosen alike, or nothing was open, nothing is; else each stays what its side has chosen."""
    first = Texts(BASE, edited(BASE, one), edited(BASE, other))
    sides = [chosen(first, side) for side in (mine, yours)]
    again = Texts(ancestor(FILE, first, CLOSING), *sides)
    found = {conflict.record for conflict in conflicts(FILE, again, CLOSING)}
    assert found <= {conflict.record for conflict in conflicts(FILE, first, CLOSING)}
    assert not found or mine != yours
    assert [facts(chosen(again, side)) for side in ("ours", "theirs")] == [facts(side) for side in sides]


def made(edits: Sequence[tuple[str, str]]) -> str:
    """Return the ledger after somebody has edited its first item."""
    return edited(BASE, [Edit("1", what, value) for what, value in edits])


@pytest.mark.parametrize("open_", ["person", "due", "measure", "done"])
def test_what_is_taken_back_later_stays_so(open_: str) -> None:
    """Beside what is open, what both had since they merged each other is theirs to change."""
    first = Texts(BASE, made([(open_, "3"), ("progress", "1")]), made([(open_, "4"), ("progress", "2")]))
    mine, yours = chosen(first, "ours"), chosen(first, "theirs")
    note = "  - on: 2024-05-01\n    event: progress\n    by: 教委\n    note: 进展1\n"
    assert note in yours
    again = Texts(ancestor(FILE, first, CLOSING), mine, yours.replace(note, ""))
    notes = [entry.get("note") for entry in records(chosen(again, "ours"))[0]["log"]]
    assert notes == ["已部署", "进展2"]


def test_an_item_that_one_has_taken_out_and_the_other_worked_on() -> None:
    """It is there in what they have in common, as it was before."""
    first = Texts(BASE, edited(BASE, [Edit("2", "remove", "1")]), edited(BASE, [Edit("2", "goal", "1")]))
    assert facts(ancestor(FILE, first, CLOSING)) == facts(BASE)
    again = Texts(ancestor(FILE, first, CLOSING), chosen(first, "ours"), chosen(first, "theirs"))
    assert [conflict.record for conflict in conflicts(FILE, again, CLOSING)] == ["2"]


def test_two_new_items_of_one_number() -> None:
    """None of them is in what both have in common."""
    first = Texts(BASE, edited(BASE, [Edit("1", "add", "1")]), edited(BASE, [Edit("1", "add", "2")]))
    assert ancestor(FILE, first, CLOSING) == BASE
    assert ancestor(FILE, Texts("", first.ours, first.theirs), CLOSING) == BASE


def test_steps_that_cannot_have_followed_one_another() -> None:
    """Of logs that both have continued so, what they have in common stays, with the news of both and its status."""
    first = Texts(BASE, made([("submit", "3"), ("progress", "1")]), made([("submit", "4"), ("progress", "2")]))
    [item] = [record for record in records(ancestor(FILE, first, CLOSING)) if record["id"] == "1"]
    assert item["status"] == "in_progress"
    assert {entry.get("note") for entry in item["log"]} == {"已部署", "进展1", "进展2"}
