"""Chinese numerals as offices count with them."""

import pytest

from ledger.intake.marks import value
from ledger.numerals import chinese


@pytest.mark.parametrize(
    ("number", "written"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五"), (99, "九十九"), (100, "100")],
)
def test_numerals(number: int, written: str) -> None:
    """Up to 99 in Chinese, as 十一 and not 一十一; beyond that in digits."""
    assert chinese(number) == written


def test_they_are_read_again() -> None:
    """What is written so is read as the same number."""
    assert [value(chinese(number)) for number in range(1, 100)] == [*range(1, 100)]
