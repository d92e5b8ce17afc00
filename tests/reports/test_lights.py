"""Items by their lights: in each area, for each lead, and for those whom nobody leads."""

from datetime import date

from ledger.reports.lights import LightTally
from ledger.reports.lights import lights
from ledger.reports.lights import lights_by_area
from ledger.reports.lights import lights_by_lead
from ledger.reports.rows import Row
from ledger.reports.rows import rows
from sharing import Make

ITEMS = """
- {id: 1, area: 甲, kind: problem, title: 一, problem: 一, lead: 区财政局}
- {id: 2, area: 乙, kind: problem, title: 二, problem: 二, lead: [区教委, 区财政局], due: 2024-04-20}
- {id: 3, area: 甲, kind: problem, title: 三, problem: 三, lead: 区教委, status: withdrawn,
   log: [{on: 2024-04-16, event: withdraw, by: 区教委, reason: 并}]}
- {id: 4, area: 甲, kind: problem, title: 四, problem: 四}
- {id: 5, area: 丙, kind: problem, title: 五, problem: 五, lead: 区人社局, status: withdrawn,
   log: [{on: 2024-04-16, event: withdraw, by: 区教委, reason: 并}]}
"""


def told(some: tuple[LightTally, ...]) -> list[tuple[str | None, int, int, int]]:
    """Return each name with its red and grey items, and all of them."""
    return [(each.name, each.lights["red"], each.lights["grey"], each.total) for each in some]


def every(make: Make) -> tuple[Row, ...]:
    """Return the rows of the ledger on a day."""
    return rows(make(ITEMS).ledger, date(2024, 4, 30), ())


def test_all(make: Make) -> None:
    """Each item is counted once by its light, the most urgent light first, and withdrawn ones not at all."""
    found = lights(every(make))
    assert list(found.lights.items()) == [("red", 1), ("yellow", 0), ("grey", 2), ("green", 0), ("blue", 0)]


def test_by_area(make: Make) -> None:
    """Areas stand in the plan's order; one whose items were all withdrawn is left out."""
    assert told(lights_by_area(every(make))) == [("甲", 0, 2, 2), ("乙", 1, 0, 1)]


def test_by_lead(make: Make) -> None:
    """Who has most red items comes first, then who has most items; what is led together counts for each."""
    assert told(lights_by_lead(every(make))) == [("区财政局", 1, 1, 2), ("区教委", 1, 0, 1), (None, 0, 1, 1)]
