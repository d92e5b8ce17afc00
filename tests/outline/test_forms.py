"""What a department has filled in, as a note of the log."""

from datetime import date

import pytest

from ledger.i18n import Language
from ledger.i18n import translation
from ledger.outline.forms import Said
from ledger.outline.forms import note

DAY = date(2024, 6, 20)


@pytest.mark.parametrize(
    ("measure", "said", "lang", "text"),
    [
        (None, Said(progress="=已完成"), "zh", "=已完成"),
        ("9.2", Said(progress="已移交", done=DAY), "zh", "措施 9.2：已移交；已于2024-06-20完成"),
        ("9.2", Said(done=DAY), "en", "measure 9.2: done on 2024-06-20"),
        (None, Said(expected=DAY, difficulty="资金"), "zh", "预计2024-06-20完成；困难：资金"),
        ("9.2", Said(files=("甲.pdf", "乙.jpg")), "zh", "措施 9.2：存入佐证材料：甲.pdf、乙.jpg"),
        (None, Said(progress="甲", files=("乙.jpg",)), "en", "甲"),
    ],
)
def test_notes(measure: str | None, said: Said, lang: Language, text: str) -> None:
    """A note says all parts in one line; of an item what was written alone; files alone where nothing else is said."""
    assert note(measure, said, translation(lang)) == text
