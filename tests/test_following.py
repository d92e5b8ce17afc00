"""What got another number on one side is followed by what the other one has done with it."""

from typing import Any

from ledger.following import followed
from ledger.threeway import Data


def item(number: str, words: str, **more: Any) -> Data:  # noqa: ANN401 (plain data)
    """Return an item of these words."""
    return {"id": number, "title": words, "problem": words, **more}


def measures(*pairs: tuple[str, str]) -> list[Any]:
    """Return measures by number and text."""
    return [{"id": number, "text": text} for number, text in pairs]


BASE = [item("1", "甲"), item("2", "乙", measures=measures(("2.1", "一")))]
MOVED = [item("1", "甲"), item("2", "丙"), item("3", "乙", measures=measures(("3.1", "一")))]
WORKED = [
    item("1", "甲", log=[{"event": "withdraw", "into": "2"}]),
    item("2", "乙", measures=measures(("2.1", "一"), ("2.2", "二")), indicators=[{"name": "占比", "measure": "2.1"}]),
]


def test_an_item_with_its_measures_and_what_names_it() -> None:
    """It has its new number in what both began with, and on the side that has worked on it."""
    base, ours, theirs = followed(BASE, MOVED, WORKED)
    assert (base, ours) == ([item("1", "甲"), item("3", "乙", measures=measures(("3.1", "一")))], MOVED)
    assert theirs == [
        item("1", "甲", log=[{"event": "withdraw", "into": "3"}]),
        item(
            "3", "乙", measures=measures(("3.1", "一"), ("3.2", "二")), indicators=[{"name": "占比", "measure": "3.1"}]
        ),
    ]
    assert followed(BASE, WORKED, MOVED) == [base, theirs, ours]


def test_a_measure() -> None:
    """It moves within its item."""
    began = [item("1", "甲", measures=measures(("1.1", "一"), ("1.2", "二")))]
    moved = [item("1", "甲", measures=measures(("1.1", "一"), ("1.2", "三"), ("1.3", "二")))]
    done = {"text": "二", "done": "2024-01-01"}
    worked = [item("1", "甲", measures=[{"id": "1.1", "text": "一"}, {"id": "1.2", **done}])]
    assert followed(began, moved, worked)[2][0]["measures"] == [
        {"id": "1.1", "text": "一"}, {"id": "1.3", **done}
    ]  # fmt: skip


def test_what_is_not_clear_stays_where_it_is() -> None:
    """Words that were only altered, that stand twice, or under a number that the other side has given as well."""
    for moved, worked in (
        ([item("1", "甲"), item("2", "丙")], WORKED),
        ([item("1", "甲"), item("2", "丙"), item("3", "乙"), item("4", "乙")], WORKED),
        ([item("1", "甲"), item("2", "丙"), item("3", "乙")], [*WORKED, item("3", "丁")]),
        ([item("1", "甲"), item("2", "乙"), item("3", "乙")], WORKED),
    ):
        assert followed(BASE, moved, worked) == [BASE, moved, worked]
        assert followed(BASE, worked, moved) == [BASE, worked, moved]
