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


@settings(max_examples=300, deadline=None)
@given(EDITS, EDITS, EDITS, st.sampled_from(["ours", "theirs"]), st.sampled_from(["ours", "theirs"]))
def test_what_one_changes_later_is_there_or_told(
    one: list[Edit], other: list[Edit], later: list[Edit], mine: Side, yours: Side
) -> None:
    """Whichever way each side has gone, nothing that one of them has changed since is lost without a word."""
    first = Texts(BASE, edited(BASE, one), edited(BASE, other))
    here, there = chosen(first, mine), chosen(first, yours)
    again = Texts(ancestor(FILE, first, CLOSING), here, edited(there, later))
    told = {conflict.record for conflict in conflicts(FILE, again, CLOSING)}
    before, after, made = facts(there), facts(again.theirs), facts(chosen(again, "ours"))
    for name in (before.keys() | after.keys()) - told:
        was, now = before.get(name), after.get(name)
        if was == now or was is None or now is None:
            assert was == now or (name in made) == (now is not None)
            continue
        assert now["log"] - was["log"] <= made[name]["log"]
        for key in (was.keys() | now.keys()) - {"log", "status", "measures", "indicators"}:
            assert was.get(key) == now.get(key) or made[name].get(key) == now.get(key), (name, key)


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
    assert facts(ancestor(FILE, first, CLOSING)) == facts(BASE)
    again = Texts(ancestor(FILE, first, CLOSING), chosen(first, "ours"), chosen(first, "theirs"))
    assert [(one.record, one.path) for one in conflicts(FILE, again, CLOSING)] == [("91", ())]


def test_steps_that_cannot_have_followed_one_another() -> None:
    """Of logs that both have continued so, what they have in common stays, with the news of both and its status."""
    first = Texts(BASE, made([("submit", "3"), ("progress", "1")]), made([("submit", "4"), ("progress", "2")]))
    [item] = [record for record in records(ancestor(FILE, first, CLOSING)) if record["id"] == "1"]
    assert item["status"] == "in_progress"
    assert {entry.get("note") for entry in item["log"]} == {"已部署", "进展1", "进展2"}


BACK = {
    "person": ("  person: person3\n", ""),
    "due": ("due: 2024-07-03", "due: 2024-06-30"),
    "submit": ("  - on: 2024-05-03\n    event: submit\n    by: 教委\n", ""),
}


def test_a_new_item_that_one_has_taken_out_again() -> None:
    """It was on both sides under one number, and stayed as it is on one of them: both know it now."""
    first = Texts(BASE, edited(BASE, [Edit("1", "add", "1")]), edited(BASE, [Edit("1", "add", "2")]))
    both = chosen(first, "ours")
    again = Texts(ancestor(FILE, first, CLOSING), both, edited(both, [Edit("91", "remove", "1")]))
    assert [(one.record, one.path) for one in conflicts(FILE, again, CLOSING)] == [("91", ())]


@pytest.mark.parametrize("what", BACK)
def test_what_is_as_it_was_before_all_is_told(what: str) -> None:
    """What both have chosen alike, and one has set back since, is no silence of that side: somebody chooses again."""
    first = Texts(BASE, made([(what, "3")]), made([(what, "4"), ("submit", "4")]))
    both = chosen(first, "ours")
    gone, back = BACK[what]
    assert gone in both
    after = both.replace(gone, back)
    if what == "submit":
        after = after.replace("status: submitted", "status: in_progress", 1)
    for sides in ((both, after), (after, both)):
        again = Texts(ancestor(FILE, first, CLOSING), *sides)
        assert {conflict.record for conflict in conflicts(FILE, again, CLOSING)} == {"1"}
        assert [facts(chosen(again, side)) for side in ("ours", "theirs")] == [facts(side) for side in sides]
