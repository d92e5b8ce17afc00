"""The archive of an item: each proof once with all who name it, and a place for each file."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.evidence import safe_name
from ledger.model import Item
from ledger.model import Ledger
from ledger.reports.bundle import Packed
from ledger.reports.bundle import judged
from ledger.reports.bundle import places
from ledger.reports.bundle import proofs
from ledger.reports.story import story
from ledger.scalars import Path

ONE, OTHER = "ab" * 32, "cd" * 32


def item(*measures: list[dict[str, str]], log: list[list[dict[str, str]]]) -> Item:
    """Return an item whose measures and entries have these proofs."""
    return Item.model_validate(
        {
            "id": "9",
            "area": "甲",
            "kind": "problem",
            "title": "乙",
            "measures": [{"id": f"9.{n}", "text": "丙", "evidence": some} for n, some in enumerate(measures, start=1)],
            "log": [
                {"on": date(2024, 6, n), "event": "progress", "by": "丁", "note": "戊", "evidence": some}
                for n, some in enumerate(log, start=1)
            ],
        }
    )


def test_each_proof_once() -> None:
    """A proof that several name is one line; the same place with another SHA-256 is another line."""
    file = {"file": "evidence/9/a.pdf", "sha256": ONE}
    made = item([file], [file], log=[[{"paper": "档1"}], [file, file], [{"file": "evidence/9/a.pdf", "sha256": OTHER}]])
    [told] = story(Ledger((made,)), date(2024, 6, 30), (), ["9"]).items
    named = proofs(told)
    assert [(one.proof.sha256, one.proof.paper, one.measures, one.entries) for one in named] == [
        (ONE, None, ("9.1", "9.2"), (2,)),
        (None, "档1", (), (1,)),
        (OTHER, None, (), (3,)),
    ]
    packed = Packed(3, ONE)
    assert [judged(one, packed) for one in named] == ["same", "unrecorded", "changed"]
    assert judged(named[0], "lost") == "lost"


@pytest.mark.parametrize(
    ("file", "place"),
    [
        ("evidence/9/a.pdf", "evidence/9/a.pdf"),
        ("表.pdf", "evidence/表.pdf"),
        ("evidence/9/a?b .pdf ", "evidence/9/a_b.pdf"),
        ("evidence", "evidence/evidence"),
        ("evidence/con/aux.pdf", "evidence/_con/_aux.pdf"),
    ],
)
def test_places(file: str, place: str) -> None:
    """A file lies in the archive as in the ledger's folder, under evidence/, by names that Windows can store."""
    assert places([file]) == {file: place}


def test_no_two_files_in_one_place() -> None:
    """Names that a system would take for one are told apart."""
    assert places(["a.pdf", "evidence/a.pdf", "evidence/A.pdf", "evidence/a?pdf"]) == {
        "a.pdf": "evidence/a.pdf",
        "evidence/A.pdf": "evidence/A-2.pdf",
        "evidence/a.pdf": "evidence/a-3.pdf",
        "evidence/a?pdf": "evidence/a_pdf",
    }


SIGNS = st.text(st.sampled_from("aA甲?*. /evidnc"), min_size=1, max_size=12)


@given(st.lists(SIGNS.filter(lambda path: not {"", ".", ".."} & {*path.split("/")}), max_size=6))
def test_every_place_is_safe(files: list[Path]) -> None:
    """Whatever a ledger calls its files, each has a place of its own below evidence/, and no name leads out of it."""
    found = places(files)
    assert set(found) == set(files)
    assert len({place.casefold() for place in found.values()}) == len(set(files))
    for place in found.values():
        first, *rest = place.split("/")
        assert (first, bool(rest)) == ("evidence", True)
        assert all(safe_name(part) == part for part in rest)
