"""The hidden sheet: it says again what was written, knows its ledger, and is known as damaged by a single sign."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import LedgerError
from ledger.exchange.marks import Mark
from ledger.exchange.marks import Origin
from ledger.exchange.marks import RowMark
from ledger.exchange.marks import lines
from ledger.exchange.marks import mark
from ledger.exchange.marks import origin
from ledger.exchange.marks import parse
from ledger.reports.forms import forms
from sharing import Make

HERE = Origin("方案", "1f:data", "2e", "3d")
ROWS = {"9.1": RowMark("9", "aa", "bb", "cc"), "2": RowMark("2", "cc", "dd", "ee")}
MARK = Mark(HERE, "zh", "区教委", date(2024, 6, 1), ROWS)
ITEMS = "- {id: 1, area: 甲, kind: both, title: 乙, lead: 区教委, measures: [{id: 1.1, text: 丙}]}\n"


def test_it_says_again_what_was_written() -> None:
    """What the lines say is the mark, also where the ledger has neither title nor repository."""
    assert parse(lines(MARK)) == MARK
    bare = Mark(Origin("", "", "2e", "3d"), "en", "区教委", date(2024, 6, 1), {})
    assert parse(lines(bare)) == bare


@given(st.data())
def test_damage_is_known(data: st.DataObject) -> None:
    """A line lost, doubled or changed anywhere makes the sheet a damaged one."""
    told = [list(line) for line in lines(MARK)]
    at = data.draw(st.integers(0, len(told) - 1))
    match data.draw(st.sampled_from(["lost", "doubled", "changed"])):
        case "lost":
            del told[at]
        case "doubled":
            told.insert(at, told[at])
        case _:
            column = data.draw(st.integers(0, len(told[at]) - 1))
            told[at][column] += data.draw(st.sampled_from(["x", "。", "0"]))
    with pytest.raises(LedgerError) as refused:
        parse(told)
    assert refused.value.code == "damaged-form"


@pytest.mark.parametrize("told", [[], [["sum", ""]], [["format", "1"], ["row"]]])
def test_what_is_no_mark(told: list[list[str]]) -> None:
    """An empty sheet, or one of other lines, is a damaged one."""
    with pytest.raises(LedgerError):
        parse(told)


def test_the_same_ledger() -> None:
    """Repositories tell ledgers apart, and plans where one of the two lay in none."""
    assert HERE.same(Origin("方案（改）", "1f:data", "other", "4c"))
    assert not HERE.same(Origin("方案", "1f:data/大班额", "2e", "3d"))
    assert HERE.same(Origin("方案", "", "2e", "3d"))
    assert not HERE.same(Origin("方案", "", "other", "3d"))


def test_a_ledger_outside_of_git(make: Make) -> None:
    """Without a repository the version is a digest of the text, and the plan's digest tells the ledger."""
    opened = make(ITEMS)
    there = origin(opened, None)
    assert (there.title, there.root, len(there.plan), len(there.revision)) == ("整改方案", "", 16, 16)
    [form] = forms(opened.ledger, date(2024, 6, 1))
    made = mark(form, there, "zh")
    assert [*made.rows] == ["1.1"]
    assert made.rows["1.1"].item == "1"
