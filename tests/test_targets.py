"""Indicators against what the plan aims at: the last reading decides, and the share says how far it has come."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.model import Indicator
from ledger.targets import standing
from ledger.targets import target


def indicator(aim: str | None, value: float | None, *readings: float, **more: Any) -> Indicator:  # noqa: ANN401 (any field)
    """Return an indicator with a reading a day, in this order."""
    days = [{"on": f"2024-06-{day:02}", "value": reading} for day, reading in enumerate(readings, start=1)]
    said = {"name": "达标率", "kind": "target", "literal": "达标", "aim": aim, "value": value, "readings": days}
    return Indicator.model_validate({key: each for key, each in {**said, **more}.items() if each is not None})


@pytest.mark.parametrize(
    ("aim", "value", "last", "reached", "share"),
    [
        (">=", 90, 90, True, 1.0),
        (">=", 90, 95, True, 1.0),
        (">=", 90, 45, False, 0.5),
        (">=", 90, 0, False, 0.0),
        (">=", 90, -5, False, 0.0),
        ("<=", 50, 50, True, 1.0),
        ("<=", 50, 40, True, 1.0),
        ("<=", 50, 100, False, 0.5),
        ("<=", 0, 3, False, 0.0),
        ("=", 46, 46, True, 1.0),
        ("=", 46, 23, False, 0.5),
        ("=", 46, 92, False, 0.5),
        ("all", None, 100, True, 1.0),
        ("all", None, 80, False, 0.8),
        ("all", 7, 7, True, 1.0),
        ("all", 8, 6, False, 0.75),
    ],
)
def test_where_an_indicator_stands(aim: str, value: float | None, last: float, reached: bool, share: float) -> None:  # noqa: FBT001
    """At least, at most, just, or all: reached or not, and how far on the way."""
    now = standing(indicator(aim, value, 1, last))
    assert now is not None
    assert (now.reached, now.last.value) == (reached, last)
    assert now.share == pytest.approx(share)
    assert now.target == (100 if value is None else value)


def test_the_last_day_decides() -> None:
    """The reading of the last day counts, wherever it stands in the list."""
    turned = indicator(">=", 90, 95, 40).model_copy(update={"readings": indicator(">=", 90, 95, 40).readings[::-1]})
    now = standing(turned)
    assert now is not None
    assert (now.last.on, now.reached) == (date(2024, 6, 2), False)


def test_without_a_target_or_a_reading_nothing_is_said() -> None:
    """A figure without an aim is no target; a target without a number, or without a reading, cannot be compared."""
    assert target(indicator(None, 90)) is None
    assert target(indicator(">=", None)) is None
    assert target(indicator("all", None)) == 100
    assert standing(indicator(None, 90, 95)) is None
    assert standing(indicator(">=", None, 95)) is None
    assert standing(indicator(">=", 90)) is None


@given(
    st.sampled_from([">=", "<=", "=", "all"]),
    st.floats(-1000, 1000).filter(lambda value: abs(value) > 0.001),
    st.floats(-1000, 1000),
)
def test_the_share_is_a_share(aim: str, value: float, last: float) -> None:
    """Whatever the figures, the share lies between nought and one, and is one where the target is reached."""
    now = standing(indicator(aim, round(value, 3), round(last, 3)))
    assert now is not None
    assert 0 <= now.share <= 1
    assert now.share == 1 or not now.reached
