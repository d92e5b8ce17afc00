"""What may happen to an item, what its log adds up to, and how it stood on an earlier day."""

from datetime import date
from datetime import timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.asof import as_of
from ledger.events import Event
from ledger.events import Extension
from ledger.model import Item
from ledger.model import Status
from ledger.settings import Step
from ledger.workflow import Misstep
from ledger.workflow import Replay
from ledger.workflow import moves
from ledger.workflow import replay

Steps = tuple[Step, ...]

FULL: Steps = ("submit", "verify", "close")
SHOWN: Steps = ("submit", "verify", "publicize", "close")
SHORT: Steps = ("submit", "close")
CHECKED: Steps = ("verify", "close")
BARE: Steps = ("close",)

BEGIN = date(2024, 5, 1)

# what an event says besides its day and its body
DETAILS: dict[str, dict[str, object]] = {
    "progress": {"note": "已检查56所"},
    "notice": {"level": "remind", "to": ["区教委"]},
    "lookback": {"outcome": "未反弹"},
    "decide": {"note": "定为年底"},
    "extend": {"was": "2024-06-28", "to": "2024-12-31", "reason": "招聘未完"},
    "return": {"reason": "材料不全"},
    "verify": {"outcome": "属实"},
    "publicize": {"from": "2024-05-01", "until": "2024-05-08"},
    "report": {"to": "市督导委"},
    "withdraw": {"reason": "学校撤并"},
    "restore": {"reason": "仍需单列"},
    "handover": {"was": ["区教委"], "to": ["区人社局"]},
    "reopen": {"reason": "反弹"},
    "correct": {"entry": 1, "reason": "记错"},
}

# the events that lead from open to a status, by the steps of an office
PATHS: dict[Steps, dict[Status, str]] = {
    FULL: {"open": "", "in_progress": "progress", "submitted": "submit", "verified": "submit verify",
           "closed": "submit verify close"},
    SHORT: {"open": "", "in_progress": "progress", "submitted": "submit", "verified": "submit verify",
            "closed": "submit close"},
    CHECKED: {"open": "", "in_progress": "progress", "submitted": "submit", "verified": "verify",
              "closed": "verify close"},
    BARE: {"open": "", "in_progress": "progress", "submitted": "submit", "verified": "verify", "closed": "close"},
}  # fmt: skip
for paths in PATHS.values():
    paths["withdrawn"] = "withdraw"
PATHS[SHOWN] = PATHS[FULL]

# where an event leads from each of these statuses, in the order of PATHS; a dash: it cannot happen there
TABLES: dict[Steps, str] = {
    FULL: """
        progress   in_progress in_progress submitted   verified    closed      withdrawn
        inspect    open        in_progress submitted   verified    closed      withdrawn
        notice     open        in_progress submitted   verified    closed      withdrawn
        lookback   open        in_progress submitted   verified    closed      withdrawn
        decide     open        in_progress submitted   verified    closed      withdrawn
        handover   open        in_progress submitted   verified    closed      withdrawn
        correct    open        in_progress submitted   verified    closed      withdrawn
        extend     open        in_progress submitted   -           -           -
        submit     submitted   submitted   -           -           -           -
        return     -           -           in_progress in_progress -           -
        verify     -           -           verified    -           -           -
        publicize  -           -           -           verified    -           -
        close      -           -           -           closed      -           -
        report     -           -           -           -           closed      -
        withdraw   withdrawn   withdrawn   withdrawn   withdrawn   -           -
        restore     -           -           -           -           -           open
        reopen      -           -           -           -           in_progress -
    """,
    SHORT: """
        progress   in_progress in_progress submitted   verified    closed      withdrawn
        inspect    open        in_progress submitted   verified    closed      withdrawn
        notice     open        in_progress submitted   verified    closed      withdrawn
        lookback   open        in_progress submitted   verified    closed      withdrawn
        decide     open        in_progress submitted   verified    closed      withdrawn
        handover   open        in_progress submitted   verified    closed      withdrawn
        correct    open        in_progress submitted   verified    closed      withdrawn
        extend     open        in_progress submitted   -           -           -
        submit     submitted   submitted   -           -           -           -
        return     -           -           in_progress in_progress -           -
        verify     -           -           verified    -           -           -
        publicize  -           -           submitted   verified    -           -
        close      -           -           closed      closed      -           -
        report     -           -           -           -           closed      -
        withdraw   withdrawn   withdrawn   withdrawn   withdrawn   -           -
        restore     -           -           -           -           -           open
        reopen      -           -           -           -           in_progress -
    """,
    CHECKED: """
        progress   in_progress in_progress submitted   verified    closed      withdrawn
        inspect    open        in_progress submitted   verified    closed      withdrawn
        notice     open        in_progress submitted   verified    closed      withdrawn
        lookback   open        in_progress submitted   verified    closed      withdrawn
        decide     open        in_progress submitted   verified    closed      withdrawn
        handover   open        in_progress submitted   verified    closed      withdrawn
        correct    open        in_progress submitted   verified    closed      withdrawn
        extend     open        in_progress submitted   -           -           -
        submit     submitted   submitted   -           -           -           -
        return     -           -           in_progress in_progress -           -
        verify     verified    verified    verified    -           -           -
        publicize  -           -           -           verified    -           -
        close      -           -           -           closed      -           -
        report     -           -           -           -           closed      -
        withdraw   withdrawn   withdrawn   withdrawn   withdrawn   -           -
        restore     -           -           -           -           -           open
        reopen      -           -           -           -           in_progress -
    """,
    BARE: """
        progress   in_progress in_progress submitted   verified    closed      withdrawn
        inspect    open        in_progress submitted   verified    closed      withdrawn
        notice     open        in_progress submitted   verified    closed      withdrawn
        lookback   open        in_progress submitted   verified    closed      withdrawn
        decide     open        in_progress submitted   verified    closed      withdrawn
        handover   open        in_progress submitted   verified    closed      withdrawn
        correct    open        in_progress submitted   verified    closed      withdrawn
        extend     open        in_progress submitted   -           -           -
        submit     submitted   submitted   -           -           -           -
        return     -           -           in_progress in_progress -           -
        verify     verified    verified    verified    -           -           -
        publicize  open        in_progress submitted   verified    -           -
        close      closed      closed      closed      closed      -           -
        report     -           -           -           -           closed      -
        withdraw   withdrawn   withdrawn   withdrawn   withdrawn   -           -
        restore     -           -           -           -           -           open
        reopen      -           -           -           -           in_progress -
    """,
}
TABLES[SHOWN] = TABLES[FULL]

CELLS = [
    (steps, source, line.split()[0], target)
    for steps, table in TABLES.items()
    for line in table.strip().splitlines()
    for source, target in zip(PATHS[steps], line.split()[1:], strict=True)
]


def entry(day: date | str, event: str, **more: object) -> dict[str, object]:
    """Return the data of a log entry."""
    return {"on": str(day), "event": event, "by": "区教委", **DETAILS.get(event, {}), **more}


def measure(name: str, done: str | None = None) -> dict[str, object]:
    """Return the data of a measure."""
    return {"id": name, "text": "做", "done": done}


def item(*log: dict[str, object], **more: object) -> Item:
    """Return an item with this log."""
    return Item.model_validate({"id": "1", "area": "甲", "kind": "problem", "title": "题", "log": log, **more})


def happened(events: str) -> Item:
    """Return an item to which these events happened, one a day."""
    return item(*(entry(BEGIN + timedelta(n), event) for n, event in enumerate(events.split())))


@pytest.mark.parametrize(("steps", "source", "event", "target"), CELLS)
def test_an_event_leads_where_the_table_says(steps: Steps, source: Status, event: str, target: str) -> None:
    """From every status an event leads to the one the field knows, or it cannot happen and changes nothing."""
    before = f"inspect {PATHS[steps][source]}"  # entry 1 is the one that `correct` takes back
    found = replay(happened(f"{before} {event}"), steps)
    if target == "-":
        at = len(before.split())
        assert found == Replay(source, 1, (Misstep(at, event, source, moves(steps)[event].sources),))
    else:
        assert (found.status, found.cycle, found.missteps) == (target, 2 if event == "reopen" else 1, ())


def test_the_table_has_every_event() -> None:
    """No kind of entry is without its row, whatever steps an office takes."""
    events = {get_args(kind.model_fields["event"].annotation)[0] for kind in get_args(Event)}
    for steps, table in TABLES.items():
        assert {line.split()[0] for line in table.strip().splitlines()} == set(moves(steps)) == events


def test_a_misstep_names_what_had_to_come_before() -> None:
    """A misstep says which entry cannot have happened, in which status, and which statuses it may follow."""
    found = replay(happened("progress verify close submit"), FULL)
    assert found == Replay(
        "submitted",
        1,
        (Misstep(1, "verify", "in_progress", ("submitted",)), Misstep(2, "close", "in_progress", ("verified",))),
    )


def test_an_empty_log_is_an_open_item() -> None:
    """Where nothing happened the item is open, in its first cycle."""
    assert replay(item(), FULL) == Replay("open", 1, ())


def test_a_cycle_is_counted_for_each_reopening() -> None:
    """An item that was closed twice and came back twice is in its third cycle."""
    around = "submit verify close reopen"
    assert replay(happened(f"{around} {around}"), FULL) == Replay("in_progress", 3, ())


def test_a_reopening_that_cannot_be_counts_nothing() -> None:
    """An impossible reopening is a misstep, not another cycle."""
    found = replay(happened("reopen"), FULL)
    assert (found.status, found.cycle, len(found.missteps)) == ("open", 1, 1)


def test_a_return_sends_the_item_round_again() -> None:
    """Returned work is submitted again and can then be closed."""
    around = "submit return submit verify return submit verify close"
    assert replay(happened(around), FULL) == Replay("closed", 1, (), returns=2)


@pytest.mark.parametrize(
    ("log", "done", "status"),
    [
        ("", "2024-06-20", "in_progress"),
        ("inspect", "2024-06-20", "in_progress"),
        ("submit", "2024-06-20", "submitted"),
        ("submit verify close", "2024-06-20", "closed"),
    ],
)
def test_a_finished_measure_starts_an_item(log: str, done: str, status: Status) -> None:
    """A finished measure alone makes an open item one in progress; any other status stays."""
    measured = happened(log).model_copy(update={"measures": item(measures=[measure("1.1", done)]).measures})
    assert replay(measured, FULL) == Replay(status, 1, ())


def test_a_measure_finished_later_has_not_started_the_item() -> None:
    """On the day before its first measure was finished the item was open, on that day it is in progress."""
    started = item(measures=[measure("1.1", "2024-06-20"), measure("1.2")])
    assert replay(started, FULL, date(2024, 6, 19)).status == "open"
    assert replay(started, FULL, date(2024, 6, 20)).status == "in_progress"


def test_a_correction_takes_an_entry_back() -> None:
    """A corrected entry counts no more, and what rested on it becomes a misstep."""
    log = [entry("2024-05-01", "submit"), entry("2024-05-02", "verify"), entry("2024-05-03", "close")]
    assert replay(item(*log, entry("2024-05-04", "correct", entry=3)), FULL) == Replay("verified", 1, ())
    rested = replay(item(*log, entry("2024-05-04", "correct", entry=2)), FULL)
    assert rested == Replay("submitted", 1, (Misstep(2, "close", "submitted", ("verified",)),))


def test_a_correction_heals_a_misstep() -> None:
    """A slip in the log is repaired by a correction, not by erasing it."""
    slip = [entry("2024-05-01", "close"), entry("2024-05-02", "progress")]
    assert replay(item(*slip), FULL).missteps
    assert replay(item(*slip, entry("2024-05-03", "correct", entry=1)), FULL) == Replay("in_progress", 1, ())


def test_a_correction_counts_from_its_own_day_on() -> None:
    """Before the day of its correction the wrong entry still stood."""
    wrong = item(entry("2024-05-01", "submit"), entry("2024-05-10", "correct", entry=1))
    assert wrong.void(date(2024, 5, 9)) == frozenset()
    assert wrong.void(date(2024, 5, 10)) == {0}
    assert replay(wrong, FULL, date(2024, 5, 9)).status == "submitted"
    assert replay(wrong, FULL, date(2024, 5, 10)).status == "open"


@pytest.mark.parametrize(
    ("corrected", "void"),
    [
        ((), ()),
        ((1,), (1,)),
        ((3,), (3,)),
        ((1, 2), (1, 2)),
        ((1, 1), (1,)),
        ((1, 4), (4,)),
        ((1, 4, 5), (1, 5)),
        ((1, 4, 5, 6), (4, 6)),
        ((1, 2, 4), (2, 4)),
        ((4,), ()),
        ((5,), ()),
        ((9,), ()),
        ((4, 1), (1,)),
        ((5, 1), (1,)),
        ((1, 5), (1,)),
    ],
)
def test_a_correction_can_be_taken_back_itself(corrected: tuple[int, ...], void: tuple[int, ...]) -> None:
    """Three entries, then corrections: one that was taken back voids nothing, nor one of itself or a later entry."""
    log = [entry("2024-05-01", "inspect") for _ in range(3)]
    log += [entry("2024-05-02", "correct", entry=number) for number in corrected]
    assert item(*log).void() == {number - 1 for number in void}


def test_a_correction_taken_back_counts_until_that_day() -> None:
    """Between its day and the day it is taken back a correction counts; afterwards its entry stands again."""
    log = [
        entry("2024-05-01", "submit"),
        entry("2024-05-10", "correct", entry=1),
        entry("2024-05-20", "correct", entry=2),
    ]
    found = [as_of(item(*log), FULL, date(2024, 5, day)).status for day in (1, 9, 10, 19, 20, 31)]
    assert found == ["submitted", "submitted", "open", "open", "submitted", "submitted"]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_correction_of_no_entry_before_it_changes_nothing(number: int) -> None:
    """One that names itself, or an entry that came later, voids nothing: what follows it still counts."""
    log = [entry("2024-05-01", "correct", entry=number), entry("2024-05-02", "submit"), entry("2024-05-03", "verify")]
    assert item(*log).void() == frozenset()
    assert replay(item(*log), FULL).status == "verified"


@pytest.mark.parametrize("steps", [SHORT, BARE])
def test_a_voluntary_step_may_be_taken(steps: Steps) -> None:
    """An office that does without a step may take it all the same, and close behind it."""
    assert replay(happened("submit verify publicize close"), steps) == Replay("closed", 1, ())
    assert replay(happened("submit verify return submit close"), steps) == Replay("closed", 1, (), returns=1)


def test_a_step_that_is_asked_for_cannot_be_left_out() -> None:
    """What an office does ask for is still a misstep when it is missing, whatever else it does without."""
    assert [one.event for one in replay(happened("close"), SHORT).missteps] == ["close"]
    assert [one.event for one in replay(happened("verify"), SHORT).missteps] == ["verify"]
    assert [one.event for one in replay(happened("submit close"), CHECKED).missteps] == ["close"]
    assert replay(happened("verify close"), CHECKED) == Replay("closed", 1, ())


HISTORY = item(
    entry("2024-05-10", "progress"),
    entry("2024-06-20", "extend", was="2024-06-28", to="2024-09-30"),
    entry("2024-09-20", "extend", was="2024-09-30", to="2024-12-31"),
    entry("2024-12-01", "submit"),
    entry("2024-12-10", "verify"),
    entry("2024-12-20", "close"),
    status="closed",
    due="2024-12-31",
    measures=[measure("1.1", "2024-05-31"), measure("1.2", "2024-11-30"), measure("1.3")],
    indicators=[
        {"name": "占比", "kind": "baseline", "literal": "65%", "value": "65",
         "readings": [{"on": "2024-06-30", "value": "82"}, {"on": "2024-11-30", "value": "99"}]},
    ],
)  # fmt: skip


def test_a_measure_has_its_evidence_once_it_is_done() -> None:
    """Before its day a measure was not done, and nothing proved it."""
    digest = "0" * 64
    proof = {"file": "evidence/9/a.pdf", "sha256": digest}
    one = item(measures=[{"id": "9.1", "text": "排查", "done": "2024-05-10", "evidence": [proof]}])
    seen = [as_of(one, FULL, date(2024, 5, day)).measures[0] for day in (9, 10)]
    assert [(measure.done, len(measure.evidence)) for measure in seen] == [(None, 0), (date(2024, 5, 10), 1)]


@pytest.mark.parametrize("day", ["2024-12-20", "2024-12-21", "9999-12-31"])
def test_an_item_is_itself_once_everything_has_happened(day: str) -> None:
    """Where nothing lies later, and the log adds up to its status, the item is handed on as it is stored."""
    assert as_of(HISTORY, FULL, date.fromisoformat(day)) is HISTORY
    untouched = item(due="2024-12-31")
    assert as_of(untouched, FULL, date.fromisoformat(day)) is untouched


@pytest.mark.parametrize("day", ["2024-05-09", "2024-05-10", "9999-12-31"])
@pytest.mark.parametrize("stored", ["open", "submitted", "verified", "closed"])
def test_a_status_by_hand_changes_no_figure(stored: Status, day: str) -> None:
    """Whatever status is stored, on every day the item has the one that its log adds up to, and is else unchanged."""
    by_hand = item(entry("2024-05-10", "progress"), status=stored, due="2024-12-31")
    then = as_of(by_hand, FULL, date.fromisoformat(day))
    assert then.status == ("open" if day < "2024-05-10" else "in_progress")
    assert then.due == by_hand.due
    assert by_hand.status == stored


@pytest.mark.parametrize(
    ("day", "status", "due", "entries", "done", "readings"),
    [
        ("2024-05-09", "open", "2024-06-28", 0, 0, 0),
        ("2024-05-10", "in_progress", "2024-06-28", 1, 0, 0),
        ("2024-05-31", "in_progress", "2024-06-28", 1, 1, 0),
        ("2024-06-19", "in_progress", "2024-06-28", 1, 1, 0),
        ("2024-06-20", "in_progress", "2024-09-30", 2, 1, 0),
        ("2024-06-30", "in_progress", "2024-09-30", 2, 1, 1),
        ("2024-09-20", "in_progress", "2024-12-31", 3, 1, 1),
        ("2024-12-01", "submitted", "2024-12-31", 4, 2, 2),
        ("2024-12-19", "verified", "2024-12-31", 5, 2, 2),
    ],
)
def test_an_item_as_it_stood(  # noqa: PLR0913, PLR0917 (a row of the table)
    day: str, status: Status, due: str, entries: int, done: int, readings: int
) -> None:
    """On an earlier day the item has the status, date, log, measures and readings it had at the end of that day."""
    then = as_of(HISTORY, FULL, date.fromisoformat(day))
    assert then.status == status
    assert then.due == date.fromisoformat(due)
    assert then.log == HISTORY.log[:entries]
    assert then.progress() == (done, 3)
    assert then.indicators[0].readings == HISTORY.indicators[0].readings[:readings]


def test_the_rest_of_an_item_has_no_day() -> None:
    """What carries no day stays as it is: words, departments, measures not done, baselines."""
    then = as_of(HISTORY, FULL, BEGIN)
    assert [(m.id, m.text, m.done) for m in then.measures] == [(m.id, m.text, None) for m in HISTORY.measures]
    assert then.indicators[0].value == 65
    dated = {"status", "due", "log", "measures", "indicators"}
    assert then.model_dump(exclude=dated) == HISTORY.model_dump(exclude=dated)


def test_an_extension_of_nothing_gives_back_nothing() -> None:
    """Before an extension that found no date the item had none."""
    extended = item(entry("2024-06-20", "extend", was=None), due="2024-12-31")
    assert as_of(extended, FULL, date(2024, 6, 19)).due is None


EXTENDED = item(
    entry("2024-06-10", "extend", was="2024-06-28", to="2024-09-30"),
    entry("2024-06-20", "extend", was="2024-09-30", to="2024-12-31"),
    entry("2024-07-01", "correct", entry=2),
    entry("2024-08-01", "correct", entry=3),
    entry("2024-09-01", "inspect"),
    status="open",
    due="2024-12-31",
)


@pytest.mark.parametrize(
    ("day", "due"),
    [
        ("2024-06-09", "2024-06-28"),
        ("2024-06-10", "2024-09-30"),
        ("2024-06-19", "2024-09-30"),
        ("2024-06-20", "2024-12-31"),
        ("2024-06-30", "2024-12-31"),
        ("2024-07-01", "2024-09-30"),
        ("2024-07-31", "2024-09-30"),
        ("2024-08-01", "2024-12-31"),
        ("2024-09-01", "2024-12-31"),
    ],
)
def test_the_date_follows_extensions_and_their_corrections(day: str, due: str) -> None:
    """On each day the date is the last one granted until then that no correction until then has taken back."""
    assert as_of(EXTENDED, FULL, date.fromisoformat(day)).due == date.fromisoformat(due)


def test_an_extension_taken_back_leaves_the_date_before_it() -> None:
    """An extension by mistake moved the date from its day until it was corrected, and neither before nor after."""
    log = [entry("2024-06-10", "extend", was="2024-06-28", to="2024-09-30"), entry("2024-06-20", "correct", entry=1)]
    mistaken = item(*log, entry("2024-07-01", "inspect"), due="2024-06-28")
    found = [str(as_of(mistaken, FULL, date.fromisoformat(f"2024-06-{day}")).due) for day in ("09", "10", "19", "20")]
    assert found == ["2024-06-28", "2024-09-30", "2024-09-30", "2024-06-28"]


def test_a_mistaken_extension_does_not_say_what_was_before() -> None:
    """An extension that was taken back and entered again may have named a wrong date: what holds is believed."""
    log = [
        entry("2024-06-10", "extend", was="2020-01-01", to="2024-09-30"),
        entry("2024-06-11", "correct", entry=1),
        entry("2024-06-12", "extend", was="2024-06-28", to="2024-09-30"),
    ]
    assert as_of(item(*log, due="2024-09-30"), FULL, date(2024, 6, 9)).due == date(2024, 6, 28)


@pytest.mark.parametrize("corrected", ["2024-06-12", "2024-06-20"])
def test_what_was_before_does_not_change_afterwards(corrected: str) -> None:
    """Before all extensions the date was the one the first names, also if that was taken back after the second."""
    log = [
        entry("2024-06-10", "extend", was="2024-06-28", to="2024-09-30"),
        entry("2024-06-12", "extend", was="2024-09-30", to="2024-12-31"),
        entry(corrected, "correct", entry=1),
    ]
    for kept in (1, 2, 3):
        extended = item(*log[:kept], entry("2024-07-01", "inspect"), due="2024-12-31")
        assert as_of(extended, FULL, date(2024, 6, 9)).due == date(2024, 6, 28)


HANDED_OVER = item(
    entry("2024-06-10", "handover", was=["区教委"], to=["区人社局"]),
    entry("2024-06-20", "handover", was=["区人社局"], to=["区财政局", "区教委"]),
    entry("2024-07-01", "correct", entry=2),
    entry("2024-09-01", "inspect"),
    status="open",
    lead=["区人社局"],
)


@pytest.mark.parametrize(
    ("day", "lead"),
    [
        ("2024-06-09", "区教委"),
        ("2024-06-10", "区人社局"),
        ("2024-06-20", "区财政局 区教委"),
        ("2024-06-30", "区财政局 区教委"),
        ("2024-07-01", "区人社局"),
        ("2024-09-01", "区人社局"),
    ],
)
def test_the_lead_is_who_led_then(day: str, lead: str) -> None:
    """On each day the item is led by whom it had been handed over to until then, without what was corrected by then."""
    assert as_of(HANDED_OVER, FULL, date.fromisoformat(day)).lead == tuple(lead.split())


STEPS = st.sampled_from([FULL, SHOWN, SHORT, CHECKED, BARE])


def granted(whole: Item) -> date:
    """Return the date that extensions, and the corrections that take some back, lead to from the first day on."""
    void = whole.void()
    dates = [one.to for at, one in enumerate(whole.log) if isinstance(one, Extension) and at not in void]
    return dates[-1] if dates else BEGIN


@st.composite
def histories(draw: st.DrawFn) -> tuple[Steps, Item]:
    """Draw an office's steps and an item whose log they allow, in the order of time; some entries are corrected."""
    steps = draw(STEPS)
    log: list[dict[str, object]] = []
    day = BEGIN
    due: date = BEGIN
    for _ in range(draw(st.integers(0, 12))):
        status = replay(item(*log), steps).status
        event = draw(st.sampled_from([name for name, move in moves(steps).items() if status in move.sources]))
        day += timedelta(draw(st.integers(0, 3)))
        more: dict[str, object] = {}
        if event == "correct":
            if not log:
                continue
            more = {"entry": draw(st.integers(1, len(log)))}
        elif event == "extend":
            more = {"was": str(due), "to": str(due + timedelta(30))}
        log.append(entry(day, event, **more))
        due = granted(item(*log))
    measures = [
        measure(f"1.{n}", str(BEGIN + timedelta(later)))
        for n, later in enumerate(draw(st.lists(st.integers(0, 40), max_size=3)))
    ]
    whole = item(*log, measures=measures, due=str(due))
    return steps, whole.model_copy(update={"status": replay(whole, steps).status})


DAYS = st.integers(-1, 41).map(lambda later: BEGIN + timedelta(later))


@given(history=histories(), day=DAYS)
def test_the_past_is_what_the_entries_up_to_a_day_say(history: tuple[Steps, Item], day: date) -> None:
    """The status on a day is that of a log which ends on that day, and nothing dated later is left."""
    steps, whole = history
    then = as_of(whole, steps, day)
    kept = {
        "log": tuple(one for one in whole.log if one.on <= day),
        "measures": tuple(one for one in whole.measures if one.done and one.done <= day),
    }
    assert then.status == replay(whole.model_copy(update=kept), steps).status
    assert all(dated <= day for dated in then.days())


@given(history=histories(), first=DAYS, second=DAYS)
def test_looking_back_twice_is_looking_back_once(history: tuple[Steps, Item], first: date, second: date) -> None:
    """What was so on a day is the same whether it is seen from today or from any day between."""
    steps, whole = history
    earlier, later = sorted((first, second))
    then = as_of(whole, steps, earlier)
    assert as_of(then, steps, earlier) == then
    assert as_of(as_of(whole, steps, later), steps, earlier) == then
