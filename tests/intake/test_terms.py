"""The names of the parts of plans and tables, as labels and at the heads of columns."""

import pytest

from ledger.intake import terms
from ledger.intake.terms import column
from ledger.intake.terms import columns
from ledger.intake.terms import named
from ledger.intake.terms import words


def test_no_word_names_two_fields() -> None:
    """Each name is one field's, and stands there once."""
    names = [word for field in set(terms.LABELS.values()) for word in words(field)]
    assert len(names) == len(set(names)) == len(terms.LABELS)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("责任单位", "unit"),
        ("（二）整改措施清单", "measures"),
        ("整改建议", "measures"),
        ("督导反馈问题", "problem"),
        ("主办", None),
        ("现状", None),
    ],
)
def test_named(text: str, field: str | None) -> None:
    """A text that is a name as a whole names its field; the foot of a page names none."""
    assert named(text) == field


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("整改建议", "recommendation"),
        ("主办", "lead"),
        ("配合", "support"),
        ("整 改\n时 限", "due"),
        ("整改措施（逐条填写）", "measures"),
        ("督学指出的突出问题", "problem"),
        ("责任单位（牵头单位）", "unit"),
        ("金额", None),
    ],
)
def test_column(heading: str, field: str | None) -> None:
    """At the head of a column a word may say something else than in a text; blanks and remarks count for nothing."""
    assert column(heading) == field


def test_columns() -> None:
    """A task is what was found, unless something else was; an office is the unit's, unless there is no unit."""
    assert columns(["序号", "整改任务", "责任科室"]) == ("number", "problem", "unit")
    assert columns(["序号", "问题", "整改任务", "责任单位", "责任科室"]) == (
        "number", "problem", "measures", "unit", "office",
    )  # fmt: skip
    assert columns(["问题", "整改任务", "整改措施"]) == ("problem", None, "measures")
