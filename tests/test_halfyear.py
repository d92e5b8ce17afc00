"""Half a year of a fictional ledger, played through the commands by tools/halfyear.py: three months worked out by hand.

The stories of the items stand there. Item n is led by department (n - 1) % 12 and supported by department n % 12, so
items 1, 13, 25 and 37 are 甲局's; the points of the office are 2 an item closed on time, 1 one closed late, -5 one
overdue, -0.1 a day late, -2 one returned, and -1 an overdue item that is only supported.
"""

import importlib.util
import sys
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

TOOL = Path(__file__).parent.parent / "tools" / "halfyear.py"
FEBRUARY, APRIL, JUNE = date(2024, 2, 29), date(2024, 4, 30), date(2024, 6, 30)


@pytest.fixture(scope="module")
def halfyear() -> ModuleType:
    """Return the tool."""
    spec = importlib.util.spec_from_file_location("halfyear", TOOL)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["halfyear"] = module  # its dataclass looks itself up
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def played(halfyear: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Any:  # noqa: ANN401 (the tool's own type)
    """Return the half-year, played once."""
    return halfyear.play(tmp_path_factory.mktemp("halfyear") / "data")


def test_a_month_says_the_same_whenever_it_is_asked_for(halfyear: ModuleType, played: Any) -> None:  # noqa: ANN401
    """Status, score and notice of each month's end are the same a year later, and in the version of that day."""
    assert list(halfyear.differences(played)) == []
    assert len(played.asked) == 6


@pytest.mark.parametrize(
    ("end", "by_status", "by_light", "rate"),
    [
        # closed are 33 and 34; 38 and 39 have no news. Yellow: 13-18 are due today, 29-32, 38 and 39 silent since
        # January; grey: 35 and 36 have no date; red: 40
        (FEBRUARY, (2, 0, 0, 36, 2, 0), (1, 12, 2, 23, 2), 5.0),
        # closed are 1-12, 13-18, 25-28, 33, 34; at work 19-24, 29-32, 35, 36, 37, 40. Yellow: 37 is due in 15 days,
        # 29-32 and 39 are silent, 36 has missed its rhythm; 24 of the 39 that were not withdrawn are 61.5 %
        (APRIL, (24, 0, 0, 14, 1, 1), (1, 7, 1, 6, 25), 61.5),
        # 19-24 and 37 came, 34 went, 33 went and came; red: 29-32 for 30 days, 34 since it was reopened, 40
        (JUNE, (30, 0, 0, 8, 1, 1), (6, 2, 1, 0, 31), 76.9),
    ],
)  # fmt: skip
def test_status(
    played: Any,  # noqa: ANN401
    end: date,
    by_status: tuple[int, ...],
    by_light: tuple[int, ...],
    rate: float,
) -> None:
    """The figures of the morning view are those that the stories add up to."""
    said = played.asked[end]["status"]
    names = ("closed", "verified", "submitted", "in_progress", "open", "withdrawn")
    assert tuple(said["by_status"][name] for name in names) == by_status
    assert tuple(said["by_light"].values()) == by_light
    assert said["completion_rate"] == rate


@pytest.mark.parametrize(
    ("end", "late", "reports"),
    [
        (FEBRUARY, {"40": -29}, {}),
        (APRIL, {"40": -90}, dict.fromkeys(("25", "26", "27", "28"), 8)),
        (
            JUNE,
            {"40": -151, "34": -131, "29": -30, "30": -30, "31": -30, "32": -30},
            dict.fromkeys(("25", "26", "27", "28"), -53) | {"37": -29, "33": 8},
        ),
    ],
)
def test_what_is_late(
    played: Any,  # noqa: ANN401
    end: date,
    late: dict[str, int],
    reports: dict[str, int],
) -> None:
    """Days late are counted from the date in force; closings that nobody reported are watched."""
    said = played.asked[end]["status"]
    assert {row["id"]: row["days_left"] for row in said["overdue"]} == late
    assert {row["id"]: row["days_left"] for row in said["reports_due"]} == reports


FIGURES = "items closed closed_on_time closed_late overdue days_late returned reopened extensions reminders evidence"


@pytest.mark.parametrize(
    ("end", "department", "lead", "support", "points"),
    [
        # leads 9, 21, 33: 33 was closed in time with one proof; supports 8, 20, 32
        (FEBRUARY, "壬局", "3 1 1 0 0 0 0 0 0 0 1", "3 0 0 0 0 0 0 0 0 0 0", 102),
        # leads 4, 16, 28, 40: 40 is late on all 29 days and was reminded of on the 1st: 100 - 5 - 2.9
        (FEBRUARY, "丁局", "4 0 0 0 1 29 0 0 0 1 0", "3 0 0 0 0 0 0 0 0 0 0", 92.1),
        # supports 4, 16, 28, 40
        (FEBRUARY, "戊局", "3 0 0 0 0 0 0 0 0 0 0", "4 0 0 0 1 29 0 0 0 0 0", 99),
        # 37 was handed over in March: of 1, 13, 25, 37 only 25 was open. It was returned on the 5th and handed in again
        # on the 20th, after its date: 15 days late, closed late: 100 + 1 - 1.5 - 2. Supports 24 (extended) and 36
        (APRIL, "甲局", "1 1 0 1 0 15 1 0 0 0 0", "2 0 0 0 0 0 0 0 1 0 0", 97.5),
        # took 37 over, of which it was reminded on the 1st, and leads 27; supports 26 and 38, which was withdrawn
        (APRIL, "丙局", "2 1 0 1 0 15 1 0 0 1 0", "2 1 0 1 0 15 1 0 0 0 0", 97.5),
        # 28 like 25, and 40 on 30 days, with an interview on the 1st: 100 + 1 - 5 - 4.5 - 2
        (APRIL, "丁局", "2 1 0 1 1 45 1 0 0 1 0", "1 1 0 1 0 15 1 0 0 0 0", 89.5),
        # 19 was extended on the 20th; of 19 reminded, of 31 urged on the 1st
        (APRIL, "庚局", "2 0 0 0 0 0 0 0 1 2 0", "1 0 0 0 0 0 0 0 0 0 0", 100),
        # closed 21 and, reopened and extended in May, 33, each with a proof; supports 20 and 32, which is late
        (JUNE, "壬局", "2 2 2 0 0 0 0 0 0 1 2", "2 1 1 0 1 30 0 0 0 0 1", 103),
        # closed 22; 34 is late since it was reopened: 100 + 2 - 5 - 3
        (JUNE, "癸局", "2 1 1 0 1 30 0 0 0 2 1", "2 2 2 0 0 0 0 0 0 0 2", 94),
        # 29 is late on 30 days; supports 40
        (JUNE, "戊局", "1 0 0 0 1 30 0 0 0 0 0", "1 0 0 0 1 30 0 0 0 0 0", 91),
        # 40 alone, with a proposal of accountability on the 1st; of the items it supports none was open any more
        (JUNE, "丁局", "1 0 0 0 1 30 0 0 0 1 0", "0 0 0 0 0 0 0 0 0 0 0", 92),
    ],
)  # fmt: skip
def test_score(  # noqa: PLR0913, PLR0917 (a row of the table)
    played: Any,  # noqa: ANN401
    end: date,
    department: str,
    lead: str,
    support: str,
    points: float,
) -> None:
    """A department's figures of a month, for what it leads and what it supports, and the points for both."""
    [found] = [row for row in played.asked[end]["score"]["departments"] if row["department"] == department]
    for role, figures in (("lead", lead), ("support", support)):
        assert " ".join(str(found[role]["figures"][name]) for name in FIGURES.split()) == figures
    assert found["points"] == points


FEBRUARYS = (
    "丁局 supervise 40|甲局 remind 13|乙局 remind 14|丙局 remind 15|丁局 remind 16|戊局 remind 17|己局 remind 18|"
    "戊局 remind 29|己局 remind 30|庚局 remind 31|辛局 remind 32|乙局 remind 38"
)


@pytest.mark.parametrize(
    ("end", "due"),
    [
        # 40 was reminded of on the 1st; 13-18 are due today and silent, 29-32 and 38 silent
        (FEBRUARY, FEBRUARYS),
        # 40 climbs a rung a month; 37 is silent for its new lead as well; 29-32 were urged and are not late yet
        (APRIL, "丁局 circular 40|丙局 supervise 37|丑局 remind 36"),
        # what silence had climbed counts for the lateness that follows it; 34 began anew when it was reopened
        (JUNE, "癸局 supervise 34|戊局 interview 29|己局 interview 30|庚局 interview 31|辛局 interview 32"),
    ],
)
def test_notice(played: Any, end: date, due: str) -> None:  # noqa: ANN401
    """The steps that are due are the next ones above those that were recorded; what nobody leads is told apart."""
    said = played.asked[end]["notice"]
    found = {f"{row['department']} {row['level']} {row['id']}" for row in said["due"]}
    assert found == set(due.split("|"))
    assert [row["id"] for row in said["nobody"]] == ["39"]
