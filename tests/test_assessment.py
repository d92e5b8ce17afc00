"""What of an item counts for whom in a period, trace by trace, and that a past period never changes."""

from collections import Counter
from datetime import date
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.asof import as_of
from ledger.assessment import Figure
from ledger.assessment import Share
from ledger.assessment import Span
from ledger.assessment import Trace
from ledger.assessment import shares
from ledger.assessment import span
from ledger.errors import LedgerError
from ledger.model import Department
from ledger.model import Item
from ledger.model import Ledger
from ledger.pace import pace
from ledger.settings import Settings
from ledger.workflow import moves
from ledger.workflow import replay

BEGIN = date(2024, 5, 1)
EVER = Span(date.min, date(2024, 12, 31))
MAY = Span(BEGIN, date(2024, 5, 31))
SAID: dict[str, dict[str, object]] = {
    "progress": {"note": "已办"},
    "notice": {"level": "remind"},
    "lookback": {"outcome": "未反弹"},
    "decide": {"note": "定为年底"},
    "return": {"reason": "材料不全"},
    "verify": {"outcome": "属实"},
    "publicize": {"from": "2024-05-01", "until": "2024-05-08"},
    "report": {"to": "区督导委"},
    "withdraw": {"reason": "撤并"},
    "restore": {"reason": "仍需"},
    "handover": {"was": ["区教委"], "to": ["区财政局"]},
    "reopen": {"reason": "反弹"},
    "correct": {"reason": "记错"},
    "extend": {"reason": "招聘未完"},
}


def item(log: str = "", **more: object) -> Item:
    """Return an item of 区教委's with a log like `05-01 submit, 05-03 correct entry=1`; 区财政局 supports."""
    entries = []
    for said in filter(None, log.split(", ")):
        day, event, *particulars = said.split(" ")
        given = dict(part.split("=") for part in particulars)
        evidence = [{"paper": f"{n}号柜"} for n in range(int(given.pop("proofs", "0")))]
        entry = {"on": f"2024-{day}", "event": event, "by": "区教委", "evidence": evidence}
        entries.append(entry | SAID.get(event, {}) | given)
    told = {"id": "1", "area": "甲", "kind": "problem", "title": "题", "lead": "区教委", "support": "区财政局"}
    return Item.model_validate(told | {"log": entries} | more)


def ledger(*items: Item, **settings: object) -> Ledger:
    """Return a ledger of these items."""
    departments = (Department(name="区教委", aliases=("长寿区教委",)), Department(name="区财政局"))
    return Ledger(items, departments, Settings.model_validate(settings))


def found(one: Item, period: Span = EVER, **settings: object) -> list[Trace]:
    """Return the traces of an item for its lead."""
    return [
        s.trace for s in shares(one, ledger(one, **settings), period) if (s.department, s.role) == ("区教委", "lead")
    ]


def figures(one: Item, period: Span = EVER, **settings: object) -> dict[Figure, int]:
    """Return the sums of the traces of an item for its lead."""
    counted: Counter[Figure] = Counter()
    for trace in found(one, period, **settings):
        counted[trace.figure] += trace.amount
    return dict(counted)


CLOSED = "05-10 submit, 05-12 verify, 05-14 close"


@pytest.mark.parametrize(
    ("log", "due", "expected"),
    [
        (CLOSED, "2024-05-10", {"closed": 1, "closed_on_time": 1}),
        (CLOSED, "2024-05-09", {"closed": 1, "closed_late": 1}),
        (CLOSED, "2024-05-07", {"closed": 1, "closed_late": 1, "days_late": 2}),
        (CLOSED, None, {"closed": 1}),
        (f"{CLOSED}, 05-20 reopen", None, {"reopened": 1}),
        (f"{CLOSED}, 05-20 reopen, 05-21 submit, 05-22 verify, 05-23 close", None, {"closed": 1, "reopened": 1}),
        (f"{CLOSED}, 05-20 correct entry=3", None, {}),
        (f"{CLOSED}, 06-20 reopen", None, {"closed": 1}),
        (f"{CLOSED}, 06-20 correct entry=3", None, {"closed": 1}),
        ("04-10 submit, 04-12 verify, 05-31 close", None, {"closed": 1}),
        ("04-10 submit, 04-12 verify, 06-01 close", None, {}),
        ("05-10 submit, 05-11 return, 05-12 submit, 05-13 return", None, {"returned": 2}),
        ("05-10 submit, 05-11 return, 05-12 correct entry=2", None, {}),
        ("05-10 submit, 05-11 return, 06-12 correct entry=2", None, {"returned": 1}),
        ("05-11 return", None, {}),
        ("05-02 extend to=2024-06-10, 05-09 notice, 05-10 notice level=interview", "2024-06-10",
         {"extensions": 1, "reminders": 2}),
        ("04-30 notice, 06-01 notice", None, {}),
        ("05-02 inspect proofs=2, 05-03 progress proofs=1, 05-04 correct entry=2", None, {"evidence": 2}),
    ],
)  # fmt: skip
def test_what_counts_in_a_month(log: str, due: str | None, expected: dict[Figure, int]) -> None:
    """Counted is what is dated in the period and stands at its end, whatever came or was taken back later."""
    assert figures(item(log, due=due), MAY) == {"items": 1, **expected}


@pytest.mark.parametrize(
    ("log", "carried"),
    [
        ("", True),
        ("04-10 submit, 04-11 verify, 04-30 close", False),
        ("04-10 submit, 04-11 verify, 05-01 close", True),
        ("04-10 submit, 04-11 verify, 04-30 close, 05-31 reopen", True),
        ("04-10 submit, 04-11 verify, 04-30 close, 06-01 reopen", False),
    ],
)
def test_carried_is_what_was_open_in_the_period(log: str, *, carried: bool) -> None:
    """An item counts unless it was closed before the period and stayed so."""
    assert ("items" in figures(item(log), MAY)) is carried
    assert "items" in figures(item(log))


def test_overdue_is_the_light_at_the_end() -> None:
    """An item is overdue by its light at the end of the period, and bears that day."""
    late = item(due="2024-05-30")
    assert Trace("overdue", "1", MAY.until) in found(late, MAY)
    assert "overdue" not in figures(late, Span(BEGIN, date(2024, 5, 30)))


def test_days_late_stop_while_the_work_is_handed_in() -> None:
    """Returned work runs again, an extension stops the days, and each run of days is one trace from its first day."""
    log = "05-05 inspect, 05-12 submit, 05-15 return, 05-16 inspect, 05-20 extend to=2024-05-25 was=2024-05-10"
    runs = [trace for trace in found(item(log, due="2024-05-25"), MAY) if trace.figure == "days_late"]
    assert [(str(trace.on), trace.amount) for trace in runs] == [
        ("2024-05-11", 1),
        ("2024-05-15", 5),
        ("2024-05-26", 6),
    ]


def test_the_stage_of_the_settings_decides() -> None:
    """Where the office counts by the verification, work that was handed in in time can be late."""
    one = item(CLOSED, due="2024-05-11")
    assert figures(one) == {"items": 1, "closed": 1, "closed_on_time": 1}
    assert figures(one, timely_by="verified") == {"items": 1, "closed": 1, "closed_late": 1}


def test_a_simple_office_closes_in_time_too() -> None:
    """Where closing is the only step, it is what must be in time."""
    assert figures(item("05-10 close", due="2024-05-10"), closing={"steps": ["close"]})["closed_on_time"] == 1
    assert figures(item("05-11 close", due="2024-05-10"), closing={"steps": ["close"]})["closed_late"] == 1


def test_measures_bring_departments_and_evidence() -> None:
    """Departments of measures carry the item too; proofs of a measure count on the day on which it was done."""
    done = {
        "id": "1.1",
        "text": "办",
        "lead": "区财政局",
        "done": "2024-05-20",
        "evidence": [{"paper": "1"}, {"paper": "2"}],
    }
    one = item(measures=[done, {"id": "1.2", "text": "查", "evidence": [{"paper": "3"}]}])
    assert [trace for trace in found(one, MAY) if trace.figure == "evidence"] == [
        Trace("evidence", "1", date(2024, 5, 20), measure="1.1", amount=2)
    ]
    assert {(share.department, share.role) for share in shares(one, ledger(one), MAY)} == {
        ("区教委", "lead"),
        ("区财政局", "lead"),
        ("区财政局", "support"),
    }


@pytest.mark.parametrize(
    ("to", "reached"),
    [
        ([], {("区教委", "lead")}),
        (["区财政局"], {("区财政局", "support")}),
        (["长寿区教委", "区财政局"], {("区教委", "lead"), ("区财政局", "support")}),
        (["区督导委"], set()),
    ],
)
def test_a_reminder_counts_for_whom_it_names(to: list[str], reached: set[tuple[str, str]]) -> None:
    """A notice counts for the departments that it names by any spelling; one that names none for all leads."""
    notice = {"on": "2024-05-02", "event": "notice", "level": "circular", "by": "区督导委", "to": to}
    one = item().model_copy(update={"log": Item.model_validate(item().model_dump() | {"log": [notice]}).log})
    told = [share for share in shares(one, ledger(one), MAY) if share.trace.figure == "reminders"]
    assert {(share.department, share.role) for share in told} == reached


def test_nobody_leads_what_has_no_lead() -> None:
    """What has no lead is counted for no name, so that it is not lost."""
    one = item(lead=[])
    assert [(s.department, s.role) for s in shares(one, ledger(one), MAY)] == [("", "lead"), ("区财政局", "support")]


def test_entries_bear_their_numbers_in_the_whole_log() -> None:
    """An entry that was told late shifts no number: the trace says which one `ledger show` numbers so."""
    assert Trace("returned", "1", date(2024, 5, 11), 3) in found(item("05-10 submit, 06-20 inspect, 05-11 return"), MAY)


def test_a_period_must_be_known_and_in_order() -> None:
    """A period ends with the day that is looked at, not later, and not before it begins."""
    day = date(2024, 7, 15)
    assert span(None, None, day) == Span(date.min, day)
    assert span(day, None, day) == Span(day, day)
    with pytest.raises(LedgerError, match="until-later"):
        span(None, day + timedelta(1), day)
    with pytest.raises(LedgerError, match="upside-down"):
        span(day + timedelta(1), None, day)


def test_a_span_holds_days_alone() -> None:
    """Both ends belong to a period; what is no day does not."""
    assert BEGIN in MAY
    assert MAY.until in MAY
    assert date(2024, 6, 1) not in MAY
    assert "2024-05-02" not in MAY


@st.composite
def histories(draw: st.DrawFn) -> Item:
    """Draw an item with a date and a log that the table of moves allows, in the order of time, some of it corrected."""
    steps = Settings().closing.steps
    due = BEGIN + timedelta(draw(st.integers(0, 20)))
    log: list[str] = []
    day = BEGIN
    for number in range(draw(st.integers(0, 10))):
        status = replay(item(", ".join(log)), steps).status
        event = draw(st.sampled_from([name for name, move in moves(steps).items() if status in move.sources]))
        day += timedelta(draw(st.integers(0, 4)))
        more = {"correct": f" entry={draw(st.integers(1, max(number, 1)))}"}
        more["extend"] = f" was={due} to={due + timedelta(5)}"
        due += timedelta(5 * (event == "extend"))
        log.append(f"{day:%m-%d} {event}{more.get(event, '')}")
    return item(", ".join(log), due=str(due))


DAYS = st.integers(-3, 60).map(lambda later: BEGIN + timedelta(later))


def days_late(one: Item, begin: date, until: date) -> int:
    """Return the days late of a period, whoever led the item then."""
    traces = (s.trace for s in shares(one, ledger(one), Span(begin, until)) if s.role == "lead")
    return sum(trace.amount for trace in traces if trace.figure == "days_late")


@given(one=histories(), ends=st.lists(DAYS, min_size=3, max_size=3, unique=True).map(sorted))
def test_days_late_add_up(one: Item, ends: list[date]) -> None:
    """The days late of two periods, one after the other, are those of both: each day at whose end it was overdue."""
    first, middle, last = ends
    rest = days_late(one, middle + timedelta(1), last)
    assert days_late(one, first, middle) + rest == days_late(one, first, last)
    settings = Settings()
    each = [first + timedelta(n) for n in range((last - first).days + 1)]
    stood = [pace(as_of(one, settings.closing.steps, day), settings, day) for day in each]
    assert days_late(one, first, last) == sum(now.days_left is not None and now.days_left < 0 for now in stood)


@given(one=histories(), begin=DAYS, until=DAYS)
def test_a_past_period_never_changes(one: Item, begin: date, until: date) -> None:
    """A period is the same on the ledger as it stood at its end as on one with all that came later."""
    period = Span(*sorted((begin, until)))
    then = as_of(one, Settings().closing.steps, period.until)
    assert list(shares(then, ledger(then), period)) == list[Share](shares(one, ledger(one), period))


def test_a_proof_counts_when_its_measure_was_done() -> None:
    """What proves a measure counts in the period in which the measure was done, and in no other."""
    measures = [{"id": "1.1", "text": "做", "done": "2024-04-30", "evidence": [{"paper": "档1"}]}]
    one = item("05-02 progress", measures=measures)
    assert "evidence" not in figures(one, MAY)
    assert figures(one)["evidence"] == 1


def test_an_entry_with_proofs_is_still_what_it_is() -> None:
    """An extension with a paper is an extension, and a proof besides."""
    one = item("05-02 extend to=2024-06-10 proofs=1", due="2024-06-10")
    assert figures(one, MAY) == {"items": 1, "extensions": 1, "evidence": 1}


def test_each_notice_counts_for_its_own() -> None:
    """Of two notices to different bodies each gets its own, whichever stands last in the log."""
    said = {"event": "notice", "by": "区教委", "level": "remind"}
    log = [{**said, "on": "2024-05-02", "to": ["区教委"]}, {**said, "on": "2024-05-03", "to": ["区财政局"]}]
    one = Item.model_validate(item().model_dump(by_alias=True) | {"log": log})
    got = [(s.department, s.trace.entry) for s in shares(one, ledger(one), MAY) if s.trace.figure == "reminders"]
    assert got == [("区教委", 1), ("区财政局", 2)]


def test_who_led_in_the_period_carried_the_item() -> None:
    """An item that was handed over on the last day counts for both, its days late for who let them pass."""
    one = Item.model_validate(
        item(due="2024-05-01", lead="区财政局", support=()).model_dump(by_alias=True)
        | {"log": [{"on": "2024-05-31", "event": "handover", "by": "区教委", "was": "区教委", "to": "区财政局"}]}
    )
    counted = Counter(
        (s.department, s.trace.figure) for s in shares(one, ledger(one), MAY) for _ in range(s.trace.amount)
    )
    assert counted["区教委", "items"] == counted["区财政局", "items"] == 1
    assert (counted["区教委", "days_late"], counted["区财政局", "days_late"]) == (29, 1)
    assert counted["区教委", "overdue"] == 0
