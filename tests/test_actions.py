"""What is done to an item: what each function makes of it, everything that stands in its way, and what is said then."""

import inspect
import re
from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import pairwise
from typing import NamedTuple

import pytest

from ledger import sentences
from ledger.actions import close
from ledger.actions import correct
from ledger.actions import extend
from ledger.actions import notice
from ledger.actions import record
from ledger.amends import amend
from ledger.amends import attach
from ledger.amends import drop
from ledger.amends import finish
from ledger.amends import handed_over
from ledger.amends import put_off
from ledger.amends import read
from ledger.amends import unfinish
from ledger.asof import as_of
from ledger.conditions import unmet
from ledger.errors import REFUSED
from ledger.errors import RefusedError
from ledger.events import Closing
from ledger.events import Correction
from ledger.events import Event
from ledger.events import Evidence
from ledger.events import Extension
from ledger.events import Notice
from ledger.events import Verification
from ledger.i18n import translation
from ledger.model import Department
from ledger.model import Item
from ledger.model import Ledger
from ledger.model import Reading
from ledger.model import Status
from ledger.outline.findings import sentence
from ledger.schema import plain
from ledger.sentences import message
from ledger.settings import Settings
from ledger.workflow import replay

DEPARTMENTS = (
    Department(name="区教委", full_name="重庆市长寿区教育委员会", aliases=("长寿区教委",)),
    Department(name="区人社局"),
    Department(name="区督导委"),
)
FULL = "submit verify close"
SHOWN = "submit verify publicize close"
SHORT = "submit close"
CHECKED = "verify close"
BARE = "close"

# what an event says besides its day and its body
DETAILS: dict[str, dict[str, object]] = {
    "progress": {"note": "已检查56所"},
    "notice": {"level": "remind"},
    "lookback": {"outcome": "未反弹"},
    "decide": {"note": "定为年底"},
    "extend": {"to": "2024-12-31", "reason": "招聘未完"},
    "return": {"reason": "材料不全"},
    "verify": {"outcome": "属实", "by": "区督导委"},
    "publicize": {"from": "2024-05-04", "until": "2024-05-11"},
    "report": {"to": "区督导委"},
    "withdraw": {"reason": "学校撤并"},
    "restore": {"reason": "仍需单列"},
    "handover": {"was": ["区教委"], "to": ["区人社局"]},
    "reopen": {"reason": "反弹"},
    "correct": {"entry": 1, "reason": "记错"},
}
PAPER = Evidence(paper="档12")
SLIP = Evidence(paper="验收单")

Data = dict[str, object]


def office(steps: str = FULL, *conditions: str) -> Ledger:
    """Return the ledger of an office whose closing takes these steps; without conditions it has the usual ones."""
    closing = {"steps": steps.split(), "conditions": conditions or None}
    return Ledger((), DEPARTMENTS, Settings.model_validate({"closing": closing, "plan": {"date": "2024-04-15"}}))


def parted(*parts: Item) -> Ledger:
    """Return the ledger of an office with a sub-ledger of these parts."""
    return replace(office(), subs={"大班额": Ledger(parts)})


def having(*items: Item) -> Ledger:
    """Return the ledger of an office with these items."""
    return replace(office(), items=items)


def day(short: str) -> date:
    """Return a day of 2024."""
    return date.fromisoformat(f"2024-{short}")


def said(on: str, event: str, **more: object) -> Data:
    """Return the data of a log entry."""
    return {"on": f"2024-{on}", "event": event, "by": "区教委", **DETAILS.get(event, {}), **more}


def item(*log: Data, **more: object) -> Item:
    """Return an item with this log, led by 区教委."""
    given = {"id": "1", "area": "甲", "kind": "problem", "title": "题", "lead": ["区教委"], "log": log, **more}
    return Item.model_validate(given)


def entry(on: str, event: str, **more: object) -> Event:
    """Return a log entry."""
    return item(said(on, event, **more)).log[0]


def correction(on: str, number: int) -> Correction:
    """Return the entry that takes another back."""
    return Correction.model_validate(said(on, "correct", entry=number))


def closing(on: str, **more: object) -> Closing:
    """Return the entry that closes, by the office."""
    return Closing.model_validate(said(on, "close", by="区督导委", **more))


def verification(on: str, **more: object) -> Verification:
    """Return the entry of a verification, by a body that leads nothing."""
    return Verification.model_validate(said(on, "verify", **more))


def extension(on: str, to: str, **more: object) -> Extension:
    """Return the entry of an extension."""
    return Extension.model_validate(said(on, "extend", to=f"2024-{to}", **more))


def measure(name: str, done: str | None = None, **more: object) -> Data:
    """Return the data of a measure."""
    return {"id": name, "text": "做", "done": done and f"2024-{done}", **more}


def lacking(act: Callable[[Item], Item], before: Item) -> list[str]:
    """Return the codes of all that is in the way of an action, which changes nothing."""
    return [lack.code for lack in refusal(act, before).lacks]


def refusal(act: Callable[[Item], Item], before: Item) -> RefusedError:
    """Return how an action is refused."""
    untouched = before.model_copy(deep=True)
    with pytest.raises(RefusedError) as caught:
        act(before)
    assert before == untouched
    assert (caught.value.exit_code, caught.value.fields) == (REFUSED, {"item": "1"})
    return caught.value


FILED = said("05-01", "inspect", evidence=[{"paper": "档12"}])
MEASURES = [measure("1.1", "05-01"), measure("1.2"), measure("1.3", dropped="并入1.1")]


# -- the table of events


def way_to(status: Status, steps: str) -> Item:
    """Return an item with this status, in an office with these steps, that meets all conditions; entry 1 is idle."""
    events: list[Data] = [FILED]
    if status == "in_progress":
        events.append(said("05-02", "progress"))
    if status in {"submitted", "verified", "closed"}:
        events.append(said("05-02", "submit"))
    if status in {"verified", "closed"}:
        events.append(said("05-03", "verify"))
        events.append(said("05-04", "publicize"))
    if status == "closed":
        events.append(said("05-12", "close"))
    if status == "withdrawn":
        events.append(said("05-12", "withdraw"))
    before = item(*events, status=status)
    assert list(unmet(before, office(steps))) == []
    return before


SHORT_NAMES: dict[str, Status] = {
    "o": "open",
    "i": "in_progress",
    "s": "submitted",
    "v": "verified",
    "c": "closed",
    "w": "withdrawn",
}
# where an event leads from o i s v c w; a dash: it cannot happen there. The last three rows are each office's own.
EVERYWHERE = """
    progress   i i s v c w
    inspect    o i s v c w
    notice     o i s v c w
    lookback   o i s v c w
    decide     o i s v c w
    handover   o i s v c w
    correct    o i s v c w
    extend     o i s - - -
    submit     s s - - - -
    return     - - i i - -
    report     - - - - c -
    withdraw   w w w w - -
    restore    - - - - - o
    reopen     - - - - i -
"""
OFFICES = {
    FULL: "verify - - v - - -\n publicize - - - v - -\n close - - - c - -",
    SHOWN: "verify - - v - - -\n publicize - - - v - -\n close - - - c - -",
    SHORT: "verify - - v - - -\n publicize - - s v - -\n close - - c c - -",
    CHECKED: "verify v v v - - -\n publicize - - - v - -\n close - - - c - -",
    BARE: "verify v v v - - -\n publicize o i s v - -\n close c c c c - -",
}
CELLS = [
    (steps, event, source, target)
    for steps, rows in OFFICES.items()
    for event, *targets in (row.split() for row in f"{EVERYWHERE.strip()}\n{rows}".splitlines())
    for source, target in zip(SHORT_NAMES.values(), targets, strict=True)
]
POSSIBLE = {(steps, event, source) for steps, event, source, target in CELLS if target != "-"}


@pytest.mark.parametrize(("steps", "event", "source", "target"), CELLS)
def test_an_event_is_recorded_or_refused(steps: str, event: str, source: Status, target: str) -> None:
    """In every office every event from every status is recorded with the status it leads to, or refused with a way."""
    before = way_to(source, steps)
    if (steps, event, source) in POSSIBLE:
        after = record(before, [entry("05-12", event)], office(steps))
        assert after.status == SHORT_NAMES[target]
        assert after.log == (*before.log, entry("05-12", event))
        return
    [lack] = refusal(lambda one: record(one, [entry("05-12", event)], office(steps)), before).lacks
    assert (lack.code, lack.condition) == ("wrong-status", False)
    assert (lack.fields["status"], lack.fields["event"]) == (source, event)
    sources = [status for status in SHORT_NAMES.values() if (steps, event, status) in POSSIBLE]
    assert sorted(lack.fields["sources"]) == sorted(sources)
    command = re.fullmatch(r"ledger (\w+) 1( --.+)?", str(lack.fields["way"]))
    assert command
    assert (steps, command[1], source) in POSSIBLE


# -- everything that can be in the way, and what is said then


class Case(NamedTuple):
    """An action on an item that is refused for one reason, and the sentence and the hint for it."""

    code: str
    before: Item
    act: Callable[[Item], Item]
    text: str
    hint: str


def recorded(on: str, event: str, ledger: Ledger | None = None, **more: object) -> Callable[[Item], Item]:
    """Return the action that records this entry."""
    return lambda before: record(before, [entry(on, event, **more)], ledger or office())


def edited(before: Item, **fields: object) -> Item:
    """Return what becomes of an item in which a person has written these fields anew."""
    return amend(before, Item.model_validate({**plain(before), **fields}), office())


SUBMITTED = item(FILED, said("05-02", "submit"), status="submitted", measures=[MEASURES[0], MEASURES[2]])
VERIFIED = item(FILED, said("05-02", "submit"), said("05-03", "verify"), status="verified")
PUBLIC = way_to("verified", SHOWN)
DUE = item(FILED, due="2024-06-28")
OWN = "区教委 leads item 1 and cannot verify its own work."
OTHER = "ledger verify 1 --by OTHER-BODY --outcome …"
READ = item(
    indicators=[{"name": "占比", "kind": "baseline", "literal": "65%", "readings": [{"on": "2024-06-30", "value": 82}]}]
)

PARTED = way_to("verified", FULL).model_copy(update={"sub_ledger": "大班额"})
CLOSED = way_to("closed", FULL)
GONE = item(said("05-01", "withdraw"), id="2", status="withdrawn")
MOVED = item(said("05-01", "withdraw", into="3"), id="2", status="withdrawn")
SHUT = item(id="2", status="closed")
INTO_ONE = [item(said("05-01", "withdraw", into="1"), id=name, status="withdrawn") for name in ("2", "3")]

CASES = [
    Case(
        "refused", item(), recorded("05-02", "reopen"),
        "Item 1 is not started (open); reopening (reopen) is possible only when it is closed out (closed).",
        "If that has happened, first: ledger progress 1 --note …",
    ),
    Case(
        "wrong-status", item(FILED), recorded("05-02", "close"),
        "Item 1 is not started (open); closing (close) is possible only when it is verified (verified).",
        "If that has happened, first: ledger submit 1",
    ),
    Case(
        "wrong-status", SUBMITTED, recorded("05-03", "close"),
        "Item 1 is awaiting verification (submitted); closing (close) is possible only when it is verified (verified).",
        "If that has happened, first: ledger verify 1 --by … --outcome …",
    ),
    Case(
        "wrong-status", way_to("closed", FULL), recorded("05-13", "submit"),
        "Item 1 is closed out (closed); application to close (submit) is possible only when it is not started (open), "
        "in progress (in_progress).",
        "If that has happened, first: ledger reopen 1 --reason …",
    ),
    Case(
        "too-early", SUBMITTED, recorded("05-01", "verify"),
        "2024-05-01 lies before entry 2 (application to close (submit), 2024-05-02), which came first.",
        "Take a day from 2024-05-02 on with --on, or take that entry back: ledger correct 1 2 --reason …",
    ),
    Case(
        "lacks-lead", item(FILED, lead=[]), recorded("05-02", "submit"),
        "No responsible department is named.",
        "ledger set 1 lead=DEPARTMENT",
    ),
    Case(
        "lacks-measures", item(FILED, measures=[*MEASURES, measure("1.4")]), recorded("05-02", "submit"),
        "Neither done nor dropped: 1.2, 1.4.",
        "ledger done 1.2 1.4, or for each given up: ledger measure drop MEASURE --reason …",
    ),
    Case(
        "lacks-evidence", item(), recorded("05-02", "submit"),
        "No evidence is on file.",
        "ledger attach 1 FILE, or here --evidence FILE",
    ),
    Case(
        "lacks-verification", SUBMITTED, lambda before: close(before, closing("05-03"), office()),
        "Nobody has verified the work.",
        "ledger close 1 --verified-by BODY, which is not its lead",
    ),
    Case(
        "done-later", item(FILED, measures=[measure("1.1", "05-03"), measure("1.2", "05-04")]),
        recorded("05-02", "submit"),
        "Done only after 2024-05-02: 1.1, 1.2.",
        "Take the day of the last of them, or a later one, with --on.",
    ),
    Case(
        "verified-already", VERIFIED, lambda before: close(before, closing("05-04"), office(), verification("05-04")),
        "Item 1 is verified (verified); its verification is on record.",
        "Leave --verified-by out.",
    ),
    Case("verified-by-lead", SUBMITTED, recorded("05-03", "verify", by="区教委"), OWN, OTHER),
    Case("verified-by-lead", SUBMITTED, recorded("05-03", "verify", by="长寿区教委"), OWN, OTHER),
    Case(
        "lacks-publicity", VERIFIED, recorded("05-12", "close", office(SHOWN)),
        "The result has not been public.",
        "ledger publicize 1 --from DAY --until DAY, once it is verified",
    ),
    Case(
        "publicity-runs", PUBLIC, recorded("05-11", "close", office(SHOWN)),
        "The result is public until 2024-05-11.",
        "Close it on a later day.",
    ),
    Case(
        "not-later", DUE, lambda before: extend(before, extension("06-01", "06-28"), office()),
        "2024-06-28 is not later than 2024-06-28.",
        "ledger extend 1 --to LATER-DAY --reason …",
    ),
    Case(
        "no-such-entry", SUBMITTED, lambda before: correct(before, correction("05-03", 3), office()),
        "Item 1 has no entry 3; its log has 2.",
        "ledger show 1 numbers them.",
    ),
    Case(
        "entry-is-void", item(FILED, said("05-02", "correct")),
        lambda before: correct(before, correction("05-03", 1), office()),
        "Entry 1 was taken back already.",
        "ledger show 1 shows by which.",
    ),
    Case(
        "corrected-before", item(said("05-02", "progress")),
        lambda before: correct(before, correction("05-01", 1), office()),
        "Entry 1 is of 2024-05-02; it cannot be corrected before it was made.",
        "Take that day or a later one.",
    ),
    Case(
        "entry-is-rested-on", VERIFIED, lambda before: correct(before, correction("05-04", 2), office()),
        "Entry 3 (verification (verify)) rests on entry 2.",
        "First: ledger correct 1 3 --reason …",
    ),
    Case(
        "date-set-since", item(said("05-02", "extend", was="2024-06-28"), said("05-03", "correct"), due="2024-06-14"),
        lambda before: correct(before, correction("05-04", 2), office()),
        "The date was set to 2024-06-14 since its extension was taken back.",
        "Extend it anew: ledger extend 1 --to 2024-12-31 --reason …",
    ),
    Case(
        "rested-on", SUBMITTED, lambda before: unfinish(before, ["1.1"], office()),
        "Item 1 is awaiting verification (submitted), and entry 2 (application to close (submit)) would not hold any "
        "more.",
        "First: ledger return 1 --reason …",
    ),
    Case(
        "rested-on", way_to("closed", FULL), lambda before: correct(before, correction("05-20", 1), office()),
        "Item 1 is closed out (closed), and entry 2 (application to close (submit)) would not hold any more.",
        "First: ledger reopen 1 --reason …",
    ),
    Case(
        "already-done", item(measures=MEASURES), lambda before: finish(before, ["1.1"], day("05-02"), (), office()),
        "Measure 1.1 was done on 2024-05-01.",
        "To take that back: ledger done 1.1 --undo",
    ),
    Case(
        "already-done", item(measures=MEASURES), lambda before: drop(before, "1.1", "无须", office()),
        "Measure 1.1 was done on 2024-05-01.",
        "To take that back: ledger done 1.1 --undo",
    ),
    Case(
        "already-dropped", item(measures=MEASURES), lambda before: finish(before, ["1.3"], day("05-02"), (), office()),
        "Measure 1.3 was dropped: 并入1.1.",
        "To take that back: ledger measure set 1.3 dropped=",
    ),
    Case(
        "already-dropped", item(measures=MEASURES), lambda before: drop(before, "1.3", "无须", office()),
        "Measure 1.3 was dropped: 并入1.1.",
        "To take that back: ledger measure set 1.3 dropped=",
    ),
    Case(
        "not-done", item(measures=MEASURES), lambda before: unfinish(before, ["1.2"], office()),
        "Measure 1.2 is not done.",
        "There is nothing to take back.",
    ),
    Case(
        "done-stays", item(measures=MEASURES, status="in_progress"),
        lambda before: edited(before, measures=[measure("1.1"), *MEASURES[1:]]),
        "That measure 1.1 was done on 2024-05-01 is on record.",
        "To take that back: ledger done 1.1 --undo",
    ),
    Case(
        "evidence-stays", item(measures=[measure("1.1", evidence=[{"paper": "档12"}])]),
        lambda before: edited(before, measures=[measure("1.1", evidence=[{"paper": "验收单"}])]),
        "The evidence of measure 1.1 is on record and stays.",
        "File more: ledger attach 1.1 FILE",
    ),
    Case(
        "already-read", READ, lambda before: read(before, 0, Reading(on=day("06-30"), value=83)),
        "Item 1 has a value of “占比” for 2024-06-30 already.",
        "Correct that one: ledger edit 1",
    ),
    Case(
        "id-stays", item(), lambda before: amend(before, before.model_copy(update={"id": "2"}), office()),
        "The id of item 1 stays: papers name it.",
        "ledger add makes a new item.",
    ),
    Case(
        "log-stays", VERIFIED,
        lambda old: amend(old, old.model_copy(update={"log": old.log[:2], "status": "submitted"}), office()),
        "The log of item 1 is not edited: it answers for what happened.",
        "Take a wrong entry back: ledger correct 1 ENTRY --reason …",
    ),
    Case(
        "measure-stays", item(measures=MEASURES),
        lambda before: amend(before, before.model_copy(update={"measures": before.measures[1:]}), office()),
        "Measure 1.1 is not deleted: what was once recorded stays.",
        "ledger measure drop 1.1 --reason …",
    ),
    Case(
        "due-before-plan", item(), lambda before: edited(before, due="2024-04-14"),
        "2024-04-14 lies before the plan (2024-04-15).",
        "Check the year.",
    ),
    Case(
        "date-stays", DUE, lambda before: amend(before, before.model_copy(update={"due": day("06-29")}), office()),
        "The date 2024-06-28 of item 1 is not moved away or removed without a reason.",
        "ledger extend 1 --to 2024-06-29 --reason …",
    ),
    Case(
        "date-stays", DUE, lambda before: amend(before, before.model_copy(update={"due": None}), office()),
        "The date 2024-06-28 of item 1 is not moved away or removed without a reason.",
        "ledger extend 1 --to … --reason …",
    ),
    Case(
        "sub-ledger-empty", PARTED, recorded("05-12", "close", parted()),
        "Its sub-ledger 大班额 is empty: nothing shows that anything was put right.",
        "Enter its parts: ledger add --data 大班额 area=… kind=… title=…",
    ),
    Case(
        "sub-ledger-open", PARTED, recorded("05-12", "close", parted(item(), GONE)),
        "Still open in its sub-ledger 大班额: 1 (1).",
        "ledger --data 大班额 status shows them.",
    ),
    Case(
        "sub-ledger-open", PARTED, recorded("05-12", "close", parted(*(item(id=str(n)) for n in range(1, 13)))),
        "Still open in its sub-ledger 大班额: 12 (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, …).",
        "ledger --data 大班额 status shows them.",
    ),
    Case(
        "sub-ledger-open", VERIFIED.model_copy(update={"sub_ledger": "大班额"}),
        recorded("05-11", "close", parted(CLOSED)),  # a day before its part was
        "Still open in its sub-ledger 大班额: 1 (1).",
        "ledger --data 大班额 status shows them.",
    ),
    Case(
        "merged-into-nothing", item(), recorded("05-02", "withdraw", into="7"),
        "Item 1 cannot go into 7: there is no other item of that number.",
        "Name the item that takes the work over.",
    ),
    Case(
        "merged-into-nothing", item(), recorded("05-02", "withdraw", having(item()), into="1"),
        "Item 1 cannot go into 1: there is no other item of that number.",
        "Name the item that takes the work over.",
    ),
    *(
        Case(
            "merged-into-ended", item(), recorded("05-02", "withdraw", having(item(), *others), into="2"),
            "Item 1 cannot go into 2, which has no work going on any more.",
            "Name an open item that takes the work over.",
        )
        for others in ([GONE], [SHUT], [MOVED], [MOVED, item(id="3", status="closed")],
                       [item(said("05-01", "withdraw", into="1"), id="2", status="withdrawn")])
    ),
    Case(
        "took-work-over", item(id="1"), recorded("05-02", "withdraw", having(item(), *INTO_ONE)),
        "Item 1 has the work of 2, 3, which were merged into it.",
        "ledger withdraw 1 --into ITEM, which then has all of it",
    ),
    Case(
        "sub-ledger-stays", item(sub_ledger="大班额"),
        lambda before: amend(before, before.model_copy(update={"sub_ledger": None}), office()),
        "The parts of item 1 are in 大班额; that is not taken back.",
        "If the folder has another name: correct the line by hand, then ledger save.",
    ),
    Case(
        "status-stays", item(), lambda before: amend(before, before.model_copy(update={"status": "closed"}), office()),
        "The status follows what happened: the log adds up to not started (open), not closed out (closed).",
        "Record what happened: ledger submit, verify, close, return or reopen 1.",
    ),
    Case(
        "not-concerned", item(),
        lambda before: notice(before, Notice.model_validate(said("05-01", "notice", to=["区人社局"])), office()),
        "区人社局 neither leads nor supports item 1, nor a measure of it.",
        "If it does: ledger set 1 lead+=区人社局, or support+=区人社局",
    ),
]  # fmt: skip
# what a reason waives
WAIVABLE = {
    "lacks-lead", "lacks-measures", "done-later", "lacks-evidence", "verified-by-lead", "lacks-publicity",
    "publicity-runs", "sub-ledger-open", "sub-ledger-empty",
}  # fmt: skip
# who else says what is in the way of a change
ELSEWHERE = {
    "faulty": "the desk, which changes no item with errors in it",
    "mistyped": "the schema, of what was typed",
    "measure-date-stays": "the desk, which takes a reason for it",
    "lead-stays": "the editor, which writes no entry of the log",
    "step-taken": "the command, where somebody else was quicker",
    "condition-unmet": "the check, of what was written by hand",
    "routine-done-after": "the desk, of a day after a routine has ended",
    "routine-done-already": "the desk, of a day on which a routine was done",
    "routine-done-later": "the desk, of such a day too",
    "routine-done-before": "the desk, of such a day too",
}

every_case = pytest.mark.parametrize("case", CASES, ids=[f"{case.code}-{at}" for at, case in enumerate(CASES)])


@every_case
def test_what_is_in_the_way_is_said_in_english(case: Case) -> None:
    """A refusal says what is in the way, what supplies it, whether a reason would waive it, and that nothing was done.

    The item is as it was.
    """
    error = refusal(case.act, case.before)
    assert case.code in {error.code, *(lack.code for lack in error.lacks)}
    waived = "--override REASON waives conditions, though no step; the reason is logged.\n"
    assert sentence(error, translation("en")) == (
        "Error: Item 1 was not changed:\n"
        f"  {case.text}\n"
        f"      {case.hint}\n"
        f"{waived if case.code in WAIVABLE else ''}"
        "Nothing was written.\n"
    )


def han(text: str) -> set[str]:
    """Return the Chinese characters of a text."""
    return set(re.findall(r"[\u4e00-\u9fff]", text))


TYPED = re.compile(r"ledger [a-z]+(?: (?:add|set|drop)\b)?|--[a-z][a-z-]*|[a-z]+=|[0-9]+(?:[.-][0-9]+)*")


def typed(text: str) -> list[str]:
    """Return what a person could copy from a text: commands, options, fields, ids and days, in no order."""
    return sorted(TYPED.findall(text))


@every_case
def test_what_is_in_the_way_is_said_in_chinese(case: Case) -> None:
    """Every line of a refusal is translated, and names the same commands, ids and days as the English one."""
    error = refusal(case.act, case.before)
    english, chinese = (sentence(error, translation(language)).splitlines() for language in ("en", "zh"))
    for said_in_english, said_in_chinese in zip(english, chinese, strict=True):
        if re.search(r"[A-Za-z]", TYPED.sub("", said_in_english)):  # more than a command and its ids
            assert said_in_chinese != said_in_english
            assert han(said_in_chinese) - han(said_in_english)
        assert typed(said_in_chinese) == typed(said_in_english)


def test_every_reason_to_refuse_has_a_case() -> None:
    """No sentence about what stands in the way of a change is without a case here, or somebody else who says it."""
    source = inspect.getsource(sentences)
    section = re.search(r"# what stands in the way of a change[^\n]*\n(.*?)\n    # ", source, re.DOTALL)
    assert section
    codes = re.findall(r'^    "([a-z-]+)": Sentence\(', section[1], re.MULTILINE)
    assert sorted(codes) == sorted({case.code for case in CASES} | ELSEWHERE.keys())


def test_the_whole_is_closed_after_its_parts() -> None:
    """Once every part is closed out or withdrawn the item can be; a part that reopens later undoes nothing."""
    closed = record(PARTED, [entry("05-12", "close")], parted(CLOSED, GONE))
    assert closed.status == "closed"
    again = record(CLOSED, [entry("05-20", "reopen")], office())
    assert list(unmet(closed, parted(again, GONE))) == []


def test_parts_are_closed_by_the_steps_of_their_own_ledger() -> None:
    """Where the sub-ledger's office closes in one step, a part that was closed so is closed."""
    part = item(said("05-01", "close"), status="closed")
    inner = Ledger((part,), settings=office("close").settings)
    whole = replace(office(), subs={"大班额": inner})
    assert record(PARTED, [entry("05-12", "close")], whole).status == "closed"


@pytest.mark.parametrize(("parts", "named"), [(10, "9, 10)."), (11, "10, …).")])
def test_ten_parts_are_named(parts: int, named: str) -> None:
    """Up to ten open parts are named, of more the first ten."""
    whole = parted(*(item(id=str(n)) for n in range(1, parts + 1)))
    [lack] = refusal(recorded("05-12", "close", whole), PARTED).lacks
    assert message(lack.code, lack.fields).endswith(named)


def test_another_spelling_is_no_handover() -> None:
    """A lead by one of its other names is the same lead."""
    by_alias = item(lead=["长寿区教委"])
    assert not handed_over(by_alias, item(lead=["区教委"]), office())
    assert handed_over(by_alias, item(lead=["区人社局"]), office())


def test_merged_work_may_move_on() -> None:
    """An item that has taken work over may be merged into a third one, where all of it goes on."""
    whole = having(item(), *INTO_ONE, item(id="4"))
    assert record(item(), [entry("05-02", "withdraw", into="4")], whole).status == "withdrawn"
    chain = having(item(), MOVED, item(id="3"))
    assert record(item(), [entry("05-02", "withdraw", into="2")], chain).status == "withdrawn"


def test_a_handover_moves_the_lead_and_a_correction_moves_it_back() -> None:
    """The lead follows the handovers in force: a mistaken one that is taken back leaves the former lead."""
    before = item(FILED)
    given = record(before, [entry("05-02", "handover", to=["区人社局"])], office())
    assert given.lead == ("区人社局",)
    shared = record(given, [entry("05-03", "handover", was=["区人社局"], to=["区人社局", "区督导委"])], office())
    assert shared.lead == ("区人社局", "区督导委")
    assert correct(shared, correction("05-04", 3), office()).lead == ("区人社局",)
    assert correct(given, correction("05-04", 2), office()).lead == before.lead


def test_who_led_then_could_not_verify_then() -> None:
    """A verification is judged by who led on its day: whoever leads since, or led before, is none of its business."""
    handed = said("05-04", "handover", to=["区督导委"])
    verified = item(FILED, said("05-02", "submit"), said("05-03", "verify"), handed, lead=["区督导委"])
    assert list(unmet(verified, office())) == []
    early = item(FILED, said("05-01", "handover", to=["区督导委"]), said("05-02", "submit"), said("05-03", "verify"),
                 lead=["区督导委"])  # fmt: skip
    assert [lack.code for _, lack in unmet(early, office())] == ["verified-by-lead"]


@pytest.mark.parametrize("status", ["open", "in_progress", "submitted", "verified"])
def test_a_withdrawn_item_comes_back(status: Status) -> None:
    """An item that is needed after all is again where it was, and in no further cycle: nothing has come back (反弹)."""
    before = way_to(status, FULL)
    gone = record(before, [entry("05-12", "withdraw")], office())
    assert gone.status == "withdrawn"
    back = record(gone, [entry("05-13", "restore")], office())
    assert (back.status, replay(back, ("submit", "verify", "close")).cycle) == (status, 1)
    assert correct(gone, correction("05-13", len(gone.log)), office()).status == status


def test_all_that_is_in_the_way_is_named_at_once() -> None:
    """Whoever is refused learns everything that is missing, not one thing after the other."""
    bare = item(lead=[], measures=[measure("1.1")])
    assert lacking(recorded("05-02", "submit"), bare) == ["lacks-lead", "lacks-measures", "lacks-evidence"]
    both = [entry("05-02", "submit"), entry("05-03", "verify", by="长寿区教委")]
    named = lacking(lambda before: record(before, both, office()), item())
    assert named == ["lacks-evidence", "verified-by-lead"]
    three = [*both, entry("05-03", "reopen")]
    named = lacking(lambda before: record(before, three, office()), item())
    assert named == ["lacks-evidence", "verified-by-lead", "wrong-status"]


def test_all_that_an_edit_takes_back_is_named_at_once() -> None:
    """An edited item is refused with everything in it that an edit may not change."""
    before = item(FILED, measures=MEASURES, due="2024-06-28", status="in_progress")
    taken = {"id": "2", "log": (), "measures": (), "due": None, "status": "closed"}
    assert lacking(lambda old: amend(old, old.model_copy(update=taken), office()), before) == [
        "id-stays", "log-stays", "measure-stays", "measure-stays", "measure-stays", "date-stays", "status-stays",
    ]  # fmt: skip


# -- the conditions one by one


def test_a_lead_of_a_measure_leads() -> None:
    """Where the item names nobody, who leads one of its measures answers for the work."""
    before = item(FILED, lead=[], measures=[measure("1.1", "05-01", lead=["区教委"])], status="in_progress")
    assert recorded("05-02", "submit")(before).status == "submitted"
    assert lacking(recorded("05-02", "submit"), item(FILED, lead=[])) == ["lacks-lead"]


@pytest.mark.parametrize("by", ["区教委", "长寿区教委", "重庆市长寿区教育委员会"])
@pytest.mark.parametrize(
    "lead",
    [
        {"lead": ["区教委"]},
        {"lead": ["长寿区教委"]},
        {"lead": ["区人社局", "区教委"]},
        {"lead": ["区人社局"], "measures": [measure("1.1", "05-01", lead=["长寿区教委"])]},
    ],
)
def test_nobody_verifies_their_own_work(by: str, lead: Data) -> None:
    """A lead cannot verify under any of its names, nor can the lead of a measure."""
    before = item(FILED, said("05-02", "submit"), status="submitted", **lead)
    assert lacking(recorded("05-03", "verify", by=by), before) == ["verified-by-lead"]
    assert recorded("05-03", "verify", by="区督导委")(before).status == "verified"


@pytest.mark.parametrize(("on", "codes"), [("05-04", ["publicity-runs"]), ("05-11", ["publicity-runs"]), ("05-12", [])])
def test_publicity_is_over_on_the_day_after(on: str, codes: list[str]) -> None:
    """The last day of the publicity still belongs to it; on the next one the item may be closed."""
    act = recorded(on, "close", office(SHOWN))
    if codes:
        assert lacking(act, PUBLIC) == codes
    else:
        assert act(PUBLIC).status == "closed"


def test_the_publicity_of_an_earlier_round_does_not_count() -> None:
    """What was returned and verified again is public again before it is closed; the latest publicity counts."""
    ledger = office(SHOWN)
    returned = [entry("05-12", "return"), entry("05-13", "submit"), entry("05-14", "verify")]
    again = record(PUBLIC, returned, ledger)
    assert lacking(recorded("05-20", "close", ledger), again) == ["lacks-publicity"]
    shown = record(again, [entry("05-15", "publicize", **{"from": "2024-05-15", "until": "2024-05-20"})], ledger)
    assert lacking(recorded("05-20", "close", ledger), shown) == ["publicity-runs"]
    assert recorded("05-21", "close", ledger)(shown).status == "closed"
    longer = record(PUBLIC, [entry("05-06", "publicize", **{"from": "2024-05-06", "until": "2024-05-13"})], ledger)
    assert lacking(recorded("05-12", "close", ledger), longer) == ["publicity-runs"]


def test_publicity_is_asked_for_only_where_it_is_a_step() -> None:
    """An office without publicity closes at once, but a voluntary one comes to its end before that."""
    assert recorded("05-04", "close", office(FULL))(VERIFIED).status == "closed"
    assert lacking(recorded("05-11", "close", office(FULL)), PUBLIC) == ["publicity-runs"]
    assert recorded("05-12", "close", office(FULL))(PUBLIC).status == "closed"


@pytest.mark.parametrize(
    ("due", "to", "codes"),
    [
        ("2024-06-28", "06-27", ["not-later"]),
        ("2024-06-28", "06-28", ["not-later"]),
        ("2024-06-28", "06-29", []),
        (None, "06-01", ["not-later"]),
        (None, "06-02", []),
    ],
)
def test_an_extension_moves_the_date_away(due: str | None, to: str, codes: list[str]) -> None:
    """An extension gives a later date than the one so far; where there was none, one later than its own day."""
    before = item(due=due)

    def act(one: Item) -> Item:
        return extend(one, extension("06-01", to), office())

    if codes:
        assert lacking(act, before) == codes
    else:
        assert act(before).due == day(to)


STEPS_TAKEN: list[tuple[str, Item, str]] = [
    ("extend", item(FILED, said("05-10", "extend")), "05-09"),
    ("submit", item(FILED, said("05-10", "extend")), "05-09"),
    ("return", SUBMITTED, "05-01"),
    ("verify", SUBMITTED, "05-01"),
    ("publicize", VERIFIED, "05-02"),
    ("close", VERIFIED, "05-02"),
    ("reopen", way_to("closed", FULL), "05-11"),
]


@pytest.mark.parametrize(("event", "before", "early"), STEPS_TAKEN)
def test_a_step_does_not_come_before_the_one_behind_it(event: str, before: Item, early: str) -> None:
    """A step on the day of the one before it is recorded, one on an earlier day is not."""
    assert lacking(recorded(early, event), before) == ["too-early"]
    same = str(max(past.on for past in before.log))[5:]
    assert recorded(same, event)(before).log[:-1] == before.log


def test_a_step_taken_back_is_in_nobodys_way() -> None:
    """An entry that counts no more does not keep the right one from being dated before it."""
    wrong = item(FILED, said("05-20", "submit"), said("05-21", "correct", entry=2))
    assert recorded("05-10", "submit")(wrong).status == "submitted"


@pytest.mark.parametrize("event", ["progress", "inspect", "notice", "lookback", "decide"])
def test_what_is_no_step_may_be_told_late(event: str) -> None:
    """News of an earlier day is recorded whatever has happened since, and changes no step."""
    closed = way_to("closed", FULL)
    assert recorded("05-01", event)(closed).log == (*closed.log, entry("05-01", event))


def test_a_measure_finished_later_does_not_count() -> None:
    """An application rests on what was done by its day: the measure finished the day after does not count for it."""
    before = item(FILED, measures=[measure("1.1", "05-11")], status="in_progress")
    assert lacking(recorded("05-10", "submit"), before) == ["done-later"]
    assert recorded("05-11", "submit")(before).status == "submitted"


def test_measures_done_too_late_and_never_are_told_apart() -> None:
    """Whoever applies learns for which measures another day would do, and which are still to be done."""
    before = item(FILED, measures=[*MEASURES, measure("1.4", "05-20")], status="in_progress")
    found = refusal(recorded("05-10", "submit"), before).lacks
    assert [(lack.code, lack.fields["measures"]) for lack in found] == [
        ("done-later", ["1.4"]), ("lacks-measures", ["1.2"]),
    ]  # fmt: skip


def test_evidence_filed_later_does_not_count() -> None:
    """Conditions look at the item as it stood on the entry's day, also where the entry is recorded later."""
    before = item(said("05-11", "inspect", evidence=[{"paper": "档12"}]))
    assert lacking(recorded("05-10", "submit"), before) == ["lacks-evidence"]
    assert recorded("05-11", "submit")(before).status == "submitted"
    finished = item(measures=[measure("1.1", "05-11", evidence=[{"paper": "档12"}])], status="in_progress")
    assert lacking(recorded("05-10", "submit"), finished) == ["done-later", "lacks-evidence"]
    assert recorded("05-11", "submit")(finished).status == "submitted"


def test_evidence_taken_back_does_not_count() -> None:
    """An entry that was corrected proves nothing."""
    before = item(FILED, said("05-02", "correct", entry=1))
    assert lacking(recorded("05-03", "submit"), before) == ["lacks-evidence"]


@pytest.mark.parametrize(
    "log",
    [
        [FILED, said("05-20", "correct", entry=1)],
        [said("05-20", "progress"), FILED, said("05-02", "correct", entry=2)],
        [said("05-20", "progress"), said("05-02", "progress"), FILED, said("05-03", "correct", entry=3)],
    ],
)
def test_evidence_taken_back_does_not_count_whatever_was_told_late(log: list[Data]) -> None:
    """What is known to be void supports no new entry, in whatever order the log was written and on whatever day."""
    assert lacking(recorded("05-10", "submit"), item(*log)) == ["lacks-evidence"]


def test_entries_told_late_do_not_void_others() -> None:
    """A correction takes back the entry that it names, also seen from a day when others had not happened yet."""
    log = [
        said("05-20", "progress"), said("05-02", "progress"), FILED, said("05-03", "correct", entry=2),
    ]  # fmt: skip
    assert recorded("05-10", "submit")(item(*log, status="in_progress")).status == "submitted"


AGAIN = said("05-20", "reopen")


@pytest.mark.parametrize(
    ("more", "measures", "codes"),
    [
        ([], [], ["lacks-evidence"]),
        ([], [measure("1.1", "05-19", evidence=[{"paper": "档12"}])], ["lacks-evidence"]),
        ([], [measure("1.1", "05-20", evidence=[{"paper": "档12"}])], []),
        ([said("05-21", "progress", evidence=[{"paper": "档13"}])], [], []),
        ([said("05-21", "progress", evidence=[{"paper": "档13"}]), said("05-22", "correct", entry=7)], [],
         ["lacks-evidence"]),
        ([said("05-21", "correct", entry=6), AGAIN], [], ["lacks-evidence"]),
    ],
)  # fmt: skip
def test_evidence_after_a_reopening_is_new(more: list[Data], measures: list[Data], codes: list[str]) -> None:
    """What proved the work before the problem came back proves nothing now."""
    log: list[Data] = [{**plain(past)} for past in way_to("closed", FULL).log]
    before = item(*log, AGAIN, *more, measures=measures, status="in_progress")
    if codes:
        assert lacking(recorded("05-25", "submit"), before) == codes
    else:
        assert recorded("05-25", "submit")(before).status == "submitted"
    assert recorded("05-25", "submit", evidence=[{"paper": "档14"}])(before).status == "submitted"


@pytest.mark.parametrize(
    ("steps", "conditions", "event", "codes"),
    [
        (FULL, ("lead",), "submit", ["lacks-lead"]),
        (FULL, ("measures",), "submit", ["lacks-measures"]),
        (FULL, ("evidence",), "submit", ["lacks-evidence"]),
        (FULL, ("lead", "evidence"), "submit", ["lacks-lead", "lacks-evidence"]),
        (FULL, ("verifier",), "submit", []),
        (SHORT, (), "submit", ["lacks-lead", "lacks-measures", "lacks-evidence"]),
        (CHECKED, (), "verify", ["lacks-lead", "lacks-measures", "lacks-evidence"]),
        (CHECKED, ("measures",), "verify", ["lacks-measures"]),
        (BARE, (), "close", ["lacks-measures"]),
        (BARE, (), "submit", ["lacks-measures"]),
        (BARE, (), "verify", ["lacks-measures"]),
        (BARE, ("evidence",), "close", ["lacks-evidence"]),
    ],
)
def test_an_office_asks_for_what_its_settings_say(
    steps: str, conditions: Sequence[str], event: str, codes: list[str]
) -> None:
    """The conditions are those of the settings; without application they are asked at the step that ends the work."""
    before = item(lead=[], measures=[measure("1.1")])
    act = recorded("05-02", event, office(steps, *conditions))
    if codes:
        assert lacking(act, before) == codes
    else:
        assert act(before).log[-1].event == event


def test_an_office_may_ask_for_nothing() -> None:
    """With an empty list of conditions every step may be taken, in its order; publicity is a step."""
    ledger = Ledger((), DEPARTMENTS, Settings.model_validate({"closing": {"steps": SHOWN.split(), "conditions": []}}))
    bare = item(lead=[], measures=[measure("1.1")])
    verified = record(bare, [entry("05-02", "submit"), entry("05-03", "verify", by="区教委")], ledger)
    assert verified.status == "verified"
    assert lacking(recorded("05-04", "close", ledger), verified) == ["lacks-publicity"]


def test_a_lead_may_verify_where_the_office_does_not_mind() -> None:
    """Without the condition `verifier` a lead may verify its own work."""
    act = recorded("05-03", "verify", office(FULL, "lead", "measures", "evidence"), by="区教委")
    assert act(SUBMITTED).status == "verified"


# -- override


def test_a_reason_is_noted_only_where_it_was_needed() -> None:
    """Of several entries those have the reason whose conditions were not met, and no others."""
    entries = [entry("05-02", "submit"), entry("05-03", "verify"), entry("05-04", "close")]
    waived = record(item(), entries, office(), "领导小组决定")
    assert [past.override for past in waived.log] == ["领导小组决定", None, None]
    own = [entry("05-02", "submit"), entry("05-03", "verify", by="区教委"), entry("05-04", "close")]
    assert [past.override for past in record(item(FILED), own, office(), "特批").log] == [None, None, "特批", None]
    assert [past.override for past in record(item(FILED), entries, office(), "特批").log] == [None] * 4


@pytest.mark.parametrize("code", sorted(WAIVABLE))
def test_a_reason_waives_every_condition(code: str) -> None:
    """Each condition is waived by a reason, which the entry then carries; what is recorded is else the same."""
    before, event, ledger = {
        "lacks-lead": (item(FILED, lead=[]), entry("05-02", "submit"), office()),
        "lacks-measures": (item(FILED, measures=[measure("1.1")]), entry("05-02", "submit"), office()),
        "lacks-evidence": (item(), entry("05-02", "submit"), office()),
        "verified-by-lead": (SUBMITTED, entry("05-03", "verify", by="区教委"), office()),
        "lacks-publicity": (VERIFIED, entry("05-12", "close"), office(SHOWN)),
        "publicity-runs": (PUBLIC, entry("05-11", "close"), office(SHOWN)),
        "sub-ledger-open": (PARTED, entry("05-12", "close"), parted(item())),
        "sub-ledger-empty": (PARTED, entry("05-12", "close"), parted()),
        "done-later": (item(FILED, measures=[measure("1.1", "05-03")]), entry("05-02", "submit"), office()),
    }[code]
    assert lacking(lambda one: record(one, [event], ledger), before) == [code]
    waived = record(before, [event], ledger, "特批")
    assert waived.log == (*before.log, event.model_copy(update={"override": "特批"}))
    assert list(unmet(waived, ledger)) == []


@pytest.mark.parametrize(
    ("act", "before", "codes"),
    [
        (lambda one: record(one, [entry("05-02", "verify")], office(), "特批"), item(), ["wrong-status"]),
        (lambda one: record(one, [entry("05-01", "verify")], office(), "特批"), SUBMITTED, ["too-early"]),
        (lambda one: record(one, [extension("05-12", "06-28")], office(), "特批"), PUBLIC, ["wrong-status"]),
        (
            lambda one: record(one, [extension("05-12", "06-28", was="2024-06-28")], office(), "特批"),
            DUE,
            ["not-later"],
        ),
        (lambda one: close(one, closing("05-03"), office(), None, "特批"), SUBMITTED, ["lacks-verification"]),
        (lambda one: close(one, closing("05-03"), office(), None, "特批"), item(), ["lacks-verification"]),
        (lambda one: close(one, closing("05-02"), office(), None, "特批"), VERIFIED, ["too-early"]),
        (lambda one: close(one, closing("05-20"), office(), None, "特批"), way_to("closed", FULL), ["wrong-status"]),
    ],
)
def test_no_reason_waives_a_step(act: Callable[[Item], Item], before: Item, codes: list[str]) -> None:
    """A reason stands in for no step, for no verification, and turns no day round."""
    assert lacking(act, before) == codes


# -- close


def test_closing_takes_all_the_steps_in_one() -> None:
    """From the work to the closed item in one: evidence with the application, note and number with the closing."""
    last = closing("05-10", note="齐", filing_number="备1", person="王", evidence=[SLIP])
    before = item(measures=[measure("1.1", "05-01")], status="in_progress")
    closed = close(before, last, office(), verification("05-10"))
    assert closed.log == (
        entry("05-10", "submit", by="区督导委", person="王", evidence=[SLIP]),
        entry("05-10", "verify"),
        closing("05-10", note="齐", filing_number="备1", person="王"),
    )
    assert (closed.status, closed.model_copy(update={"log": (), "status": "in_progress"})) == ("closed", before)


@pytest.mark.parametrize(
    ("steps", "before", "verified", "events"),
    [
        (FULL, item(FILED), True, "submit verify close"),
        (FULL, SUBMITTED, True, "verify close"),
        (FULL, VERIFIED, False, "close"),
        (SHOWN, PUBLIC, False, "close"),
        (SHORT, item(FILED), False, "submit close"),
        (SHORT, item(FILED), True, "submit verify close"),
        (SHORT, SUBMITTED, False, "close"),
        (SHORT, SUBMITTED, True, "verify close"),
        (SHORT, VERIFIED, False, "close"),
        (CHECKED, item(FILED), True, "verify close"),
        (CHECKED, SUBMITTED, True, "verify close"),
        (CHECKED, VERIFIED, False, "close"),
        (BARE, item(), False, "close"),
        (BARE, item(), True, "verify close"),
        (BARE, SUBMITTED, False, "close"),
    ],
)
def test_closing_records_no_step_twice(steps: str, before: Item, events: str, *, verified: bool) -> None:
    """What somebody has recorded is not recorded again, and nothing that was handed in is left out.

    The evidence goes with the first entry that is recorded.
    """
    closed = close(
        before, closing("05-12", evidence=[SLIP]), office(steps), verification("05-12") if verified else None
    )
    added = closed.log[len(before.log) :]
    assert closed.log[: len(before.log)] == before.log
    assert [past.event for past in added] == events.split()
    assert [past.evidence for past in added] == [(SLIP,), *[()] * (len(added) - 1)]
    assert closed.status == "closed"


def test_closing_loses_no_evidence_of_the_verification() -> None:
    """Where the verification comes first and has its own evidence, that of the closing joins it."""
    closed = close(SUBMITTED, closing("05-12", evidence=[SLIP]), office(), verification("05-12", evidence=[PAPER]))
    assert [proof for past in closed.log[2:] for proof in past.evidence] == [PAPER, SLIP]


@pytest.mark.parametrize(
    ("steps", "before", "verifier", "codes"),
    [
        (FULL, item(lead=[], measures=[measure("1.1")]), None,
         ["lacks-lead", "lacks-measures", "lacks-evidence", "lacks-verification"]),
        (FULL, item(measures=[measure("1.1")]), "长寿区教委", ["lacks-measures", "lacks-evidence", "verified-by-lead"]),
        (SHOWN, item(), "长寿区教委", ["lacks-evidence", "verified-by-lead", "lacks-publicity"]),
        (CHECKED, item(lead=[]), "区督导委", ["lacks-lead", "lacks-evidence"]),
        (CHECKED, item(), None, ["lacks-verification"]),
        (SHORT, item(lead=[], measures=[measure("1.1")]), None, ["lacks-lead", "lacks-measures", "lacks-evidence"]),
        (BARE, item(lead=[], measures=[measure("1.1")]), None, ["lacks-measures"]),
    ],
)  # fmt: skip
def test_closing_names_all_that_is_missing(steps: str, before: Item, verifier: str | None, codes: list[str]) -> None:
    """Whoever closes learns at once what all of the steps lack, a verification that nobody made included."""
    check = verification("05-12", by=verifier) if verifier else None
    assert lacking(lambda one: close(one, closing("05-12"), office(steps), check), before) == codes


def test_done_measures_are_enough_for_a_simple_ledger() -> None:
    """With closing alone as its step an office closes on done measures: no lead, no evidence, nobody else."""
    simple = item(lead=[], measures=[measure("1.1", "05-01"), measure("1.2", dropped="无须")], status="in_progress")
    closed = close(simple, closing("05-02"), office(BARE))
    assert (closed.status, closed.log) == ("closed", (closing("05-02"),))


def test_closing_in_one_waives_with_one_reason() -> None:
    """The reason stands in the entries that needed it, the application's here, and in no other."""
    closed = close(item(), closing("05-12"), office(), verification("05-12"), "特批")
    assert [past.override for past in closed.log] == ["特批", None, None]


# -- extend, correct


def test_an_extension_keeps_the_date_before() -> None:
    """The entry says which date it moved, whatever was typed, and the item has the new one."""
    first = extend(item(), extension("05-01", "06-28"), office())
    second = extend(first, extension("05-02", "09-30", was="2020-01-01"), office())
    third = extend(second, extension("06-01", "12-31"), office())
    found = [(past.was, past.to) for past in third.log if isinstance(past, Extension)]
    assert found == [(None, day("06-28")), (day("06-28"), day("09-30")), (day("09-30"), day("12-31"))]
    assert [one.due for one in (first, second, third)] == [day("06-28"), day("09-30"), day("12-31")]


def test_an_extension_corrected_brings_the_old_date_back() -> None:
    """The date is that of the last extension that counts, else the one before all; a correction may be undone too."""
    extended = extend(DUE, extension("05-02", "09-30"), office())
    twice = extend(extended, extension("05-03", "12-31"), office())
    back = correct(twice, correction("05-04", 3), office())
    further = correct(back, correction("05-05", 2), office())
    assert lacking(lambda one: correct(one, correction("05-06", 4), office()), further) == ["date-set-since"]
    first = correct(further, correction("05-06", 5), office())  # extensions come back in the order they were made
    again = correct(first, correction("05-07", 4), office())
    found = [str(one.due) for one in (twice, back, further, again)]
    assert found == ["2024-12-31", "2024-09-30", "2024-06-28", "2024-12-31"]


@pytest.mark.parametrize(("was", "to"), [(None, "06-28"), ("06-28", "06-14")])
def test_a_date_set_after_a_mistaken_extension_stays(was: str | None, to: str) -> None:
    """Once an extension was taken back a date may be set again, and what happens next does not lose it."""
    mistaken = extend(item(due=was and f"2024-{was}"), extension("05-01", "12-31"), office())
    back = correct(mistaken, correction("05-02", 1), office())
    moved = amend(back, back.model_copy(update={"due": day(to)}), office())
    assert record(moved, [entry("05-03", "progress")], office()).due == day(to)
    assert extend(moved, extension("05-03", "12-31"), office()).log[-1] == extension("05-03", "12-31", was=day(to))


def test_an_extension_does_not_come_back_over_a_date_set_since() -> None:
    """A date set by hand stands nowhere but in the item: an extension that comes back would erase it."""
    twice = extend(extend(item(), extension("05-01", "06-28"), office()), extension("05-02", "12-31"), office())
    back = correct(correct(twice, correction("05-03", 2), office()), correction("05-04", 1), office())
    for due in ("06-14", "06-28", "12-31"):
        moved = amend(back, back.model_copy(update={"due": day(due)}), office())
        for number in (3, 4):
            again = partial(correct, correction=correction("05-05", number), ledger=office())
            assert lacking(again, moved) == ["date-set-since"]
    assert correct(back, correction("05-05", 4), office()).due == day("06-28")


DATED: dict[str, Callable[[Item, str, str], Item]] = {
    "extend": lambda one, on, to: extend(one, extension(on, to), office()),
    "correct": lambda one, on, number: correct(one, correction(on, int(number)), office()),
    "set": lambda one, _, to: amend(one, one.model_copy(update={"due": day(to)}), office()),
    "read": lambda one, on, value: read(one, 0, Reading(on=day(on), value=int(value))),
}


@pytest.mark.parametrize(
    "commands",
    [
        "extend 12-31, correct 1, set 06-14, read 1, extend 09-30, read 2",
        "set 06-28, extend 12-31, correct 1, set 06-14, read 1, extend 09-30, read 2",
        "set 06-28, extend 12-31, correct 1, set 06-14, extend 09-30, correct 3, extend 12-31",
        "extend 12-31, correct 1, set 12-31, read 1, read 2",
        "set 06-28, extend 06-30, extend 07-31, correct 1, extend 08-31, correct 3, correct 5",
        "set 06-28, extend 06-30, extend 07-31, correct 2, correct 1, correct 4, correct 3",
    ],
)
def test_no_date_of_an_earlier_day_moves(commands: str) -> None:
    """What the date was on a day does not depend on what happens later; one set by hand is that of all days before."""
    steps = office().settings.closing.steps
    before = READ
    for at, (name, value) in enumerate((command.split() for command in commands.split(", ")), start=1):
        after = DATED[name](before, f"05-{at:02}", value)
        past = [day("04-30"), *(day(f"05-{number:02}") for number in range(1, at))]
        if name != "set":
            assert [as_of(after, steps, one).due for one in past] == [as_of(before, steps, one).due for one in past]
        before = after


def test_a_date_set_again_to_that_of_a_mistaken_extension_is_not_lost() -> None:
    """A date set by hand comes back after a later extension, also where a mistaken one had given the same date."""
    back = correct(extend(item(), extension("05-01", "06-28"), office()), correction("05-02", 1), office())
    moved = amend(back, back.model_copy(update={"due": day("06-28")}), office())
    again = extend(moved, extension("05-03", "12-31"), office())
    assert correct(again, correction("05-04", 3), office()).due == day("06-28")


def test_extensions_all_taken_back_leave_none_of_their_dates() -> None:
    """However often extensions went and came back: once none is in force the date is the one without them."""
    commands = "extend 06-28, correct 1, extend 07-31, correct 3, correct 2, extend 07-31, correct 6, correct 1"
    one = item()
    for at, (name, value) in enumerate((command.split() for command in commands.split(", ")), start=1):
        one = DATED[name](one, f"05-{at:02}", value)
    assert one.due is None


def test_what_takes_a_step_back_comes_after_all_steps() -> None:
    """A correction of a step is of the day of the last step or a later one; one of news may be told late."""
    twice = extend(extend(DUE, extension("05-02", "07-31"), office()), extension("05-05", "08-31"), office())
    assert lacking(lambda one: correct(one, correction("05-03", 2), office()), twice) == ["too-early"]
    assert correct(twice, correction("05-05", 2), office()).due == day("08-31")


def test_a_correction_leaves_the_entry_and_undoes_it() -> None:
    """A corrected entry stays in the log, the status is what the others add up to, and a correction may be undone."""
    back = correct(VERIFIED, correction("05-04", 3), office())
    assert (back.status, back.log) == ("submitted", (*VERIFIED.log, correction("05-04", 3)))
    revived = correct(back, correction("05-05", 4), office())
    assert (revived.status, revived.log) == ("verified", (*back.log, correction("05-05", 4)))


def test_a_correction_undone_that_would_not_fit_is_refused() -> None:
    """An entry comes back only where the log still adds up with it."""
    back = correct(SUBMITTED, correction("05-03", 2), office())
    again = record(back, [entry("05-04", "submit")], office())
    named = lacking(lambda one: correct(one, correction("05-05", 3), office()), again)
    assert named == ["entry-is-rested-on"]


def test_a_correction_heals_what_was_written_by_hand() -> None:
    """An entry that cannot have happened is taken back although others in the log cannot have either."""
    wrong = item(FILED, said("05-02", "close"), said("05-03", "reopen"))
    assert correct(wrong, correction("05-04", 2), office()).log[-1] == correction("05-04", 2)


@pytest.mark.parametrize("on", ["05-02", "05-03"])
def test_a_correction_may_be_of_the_same_day(on: str) -> None:
    """An entry is corrected on its own day or on a later one."""
    before = item(said("05-02", "progress"), status="in_progress")
    assert correct(before, correction(on, 1), office()).status == "open"


# -- what rests on what


def stages() -> list[Item]:
    """Return an item with a measure, as it goes from the work to the closed item."""
    start = item(FILED, measures=[measure("1.1", "05-01")], lead=["区教委"], status="in_progress")
    steps = [entry("05-02", "submit"), entry("05-03", "verify"), entry("05-04", "close")]
    return [record(start, steps[:count], office()) for count in (1, 2, 3)]


TAKING: dict[str, Callable[[Item], Item]] = {
    "unfinish": lambda one: unfinish(one, ["1.1"], office()),
    "correct": lambda one: correct(one, correction("05-30", 1), office()),
    "lead": lambda one: amend(one, one.model_copy(update={"lead": ()}), office()),
    "measure": lambda one: amend(
        one, one.model_copy(update={"measures": (*one.measures, *item(measures=[measure("1.2")]).measures)}), office()
    ),
}


@pytest.mark.parametrize("taking", TAKING)
@pytest.mark.parametrize(("stage", "back"), [(0, "return"), (1, "return"), (2, "reopen")])
def test_what_a_step_rests_on_stays_until_it_is_taken_back(taking: str, stage: int, back: str) -> None:
    """While the work is handed in, what that rests on is not taken away; once it is back on the desk it may be."""
    handed_in = stages()[stage]
    [lack] = refusal(TAKING[taking], handed_in).lacks
    assert (lack.code, lack.fields["way"], lack.fields["number"]) == ("rested-on", f"ledger {back} 1 --reason …", "2")
    returned = record(handed_in, [entry("05-10", back)], office())
    assert TAKING[taking](returned).status == "in_progress"


def test_the_lead_does_not_become_who_verified() -> None:
    """After the verification nobody is made a lead who verified, under whatever name."""
    submitted, verified, _ = stages()
    changed = {"lead": ("区教委", "区督导委")}
    assert amend(submitted, submitted.model_copy(update=changed), office()).lead == changed["lead"]
    assert lacking(lambda one: amend(one, one.model_copy(update=changed), office()), verified) == ["rested-on"]


def test_a_return_is_not_taken_back_once_its_work_is_undone() -> None:
    """A return that is taken back would make the application count again, which must then still have its grounds."""
    returned = record(stages()[0], [entry("05-10", "return")], office())
    assert correct(returned, correction("05-11", 3), office()).status == "submitted"
    undone = unfinish(returned, ["1.1"], office())
    assert lacking(lambda one: correct(one, correction("05-11", 3), office()), undone) == ["counts-again"]


def test_what_lacked_its_grounds_before_is_in_nobodys_way() -> None:
    """An application written by hand without its grounds is the check's to tell; the item can still be changed."""
    before = item(FILED, said("05-02", "submit"), lead=[], status="submitted")
    assert [lack.code for _, lack in unmet(before, office())] == ["lacks-lead"]
    assert amend(before, before.model_copy(update={"title": "新题"}), office()).title == "新题"
    assert lacking(lambda one: correct(one, correction("05-03", 1), office()), before) == ["rested-on"]


def test_a_reason_stands_for_what_was_lacking_then() -> None:
    """What a reason waived may go on lacking; what was there and is taken away it did not waive."""
    before = item(measures=[measure("1.1", "05-01"), measure("1.2")], status="in_progress")
    waived = record(before, [entry("05-02", "submit")], office(), "特批")
    assert edited(waived, title="新题").title == "新题"
    assert lacking(lambda one: edited(one, lead=[]), waived) == ["rested-on"]
    assert lacking(lambda one: unfinish(one, ["1.1"], office()), waived) == ["rested-on"]
    done = finish(waived, ["1.2"], day("05-03"), (), office())
    assert unfinish(done, ["1.2"], office()).measures == waived.measures


# -- measures, readings, fields


def test_the_first_measure_done_starts_an_item() -> None:
    """An open item is in progress once a measure is done, and open again once it is not."""
    before = item(measures=[measure("1.1", evidence=[PAPER]), measure("1.2"), measure("1.3")])
    done = finish(before, ["1.1", "1.3"], day("05-02"), [SLIP], office())
    assert done.status == "in_progress"
    assert [(one.done, one.evidence) for one in done.measures] == [
        (day("05-02"), (PAPER, SLIP)), (None, ()), (day("05-02"), (SLIP,)),
    ]  # fmt: skip
    undone = unfinish(done, ["1.1", "1.3"], office())
    assert (undone.status, [one.done for one in undone.measures]) == ("open", [None, None, None])
    assert [one.evidence for one in undone.measures] == [(PAPER, SLIP), (), (SLIP,)]


@pytest.mark.parametrize("names", [["1.2", "1.1"], ["1.2", "1.3"]])
def test_several_measures_are_done_together_or_not_at_all(names: list[str]) -> None:
    """Where one of several measures cannot be finished, none is."""
    before = item(measures=MEASURES, status="in_progress")
    assert len(lacking(lambda one: finish(one, names, day("05-02"), (), office()), before)) == 1


def test_a_dropped_measure_stays_with_its_reason() -> None:
    """What will not be done is on record with the reason, and no longer in the way of an application."""
    dropped = drop(item(FILED, measures=[measure("1.1")]), "1.1", "政策调整", office())
    assert (dropped.measures[0].dropped, dropped.status) == ("政策调整", "open")
    assert recorded("05-02", "submit")(dropped).status == "submitted"


def test_evidence_is_added_to_a_measure() -> None:
    """Evidence joins what a measure has already, and no other measure's."""
    attached = attach(item(measures=[measure("1.1", evidence=[PAPER]), measure("1.2")]), "1.1", [SLIP])
    assert [one.evidence for one in attached.measures] == [(PAPER, SLIP), ()]


def test_evidence_is_not_attached_twice() -> None:
    """The same proof is on file once."""
    attached = attach(item(measures=[measure("1.1", evidence=[PAPER])]), "1.1", [PAPER, SLIP])
    assert attached.measures[0].evidence == (PAPER, SLIP)


@pytest.mark.parametrize(
    ("due", "found"), [("2024-06-27", []), ("2024-06-28", []), ("2024-06-29", ["1.1"]), (None, ["1.1"])]
)
def test_a_measure_is_put_off(due: str | None, found: list[str]) -> None:
    """A measure whose date is moved away or taken out is told; one without a date, or with an earlier one, is not."""
    before, after = (
        item(measures=[measure("1.1", due=one), measure("1.2"), measure("1.3", due="2024-06-28")][:kept])
        for one, kept in (("2024-06-28", 3), (due, 2))
    )
    assert [(old.id, new.due) for old, new in put_off(before, after)] == [
        (name, due and date.fromisoformat(due)) for name in found
    ]


def test_a_reading_joins_the_others() -> None:
    """A value of another day is added to its indicator."""
    after = read(READ, 0, Reading(on=day("06-29"), value=81, source="月报"))
    assert after.indicators[0].readings == (
        *READ.indicators[0].readings,
        Reading(on=day("06-29"), value=81, source="月报"),
    )


@pytest.mark.parametrize(
    ("before", "changes"),
    [
        (item(), {"due": day("06-28")}),
        (DUE, {"due": day("06-27")}),
        (item(status="closed"), {"status": "open"}),
        (item(status="closed"), {"title": "新题"}),
        (item(measures=MEASURES), {"measures": item(measures=[*reversed(MEASURES), measure("1.9")]).measures}),
        (SUBMITTED, {"title": "新题", "person": "王"}),
    ],
)
def test_what_is_not_on_record_may_be_edited(before: Item, changes: dict[str, object]) -> None:
    """A first date, an earlier one, words, more measures, and a status that is put right are a person's to change."""
    after = before.model_copy(update=changes)
    assert amend(before, after, office()) == after


ACTIONS: dict[str, tuple[Item, Callable[[Item], Item]]] = {
    "record": (SUBMITTED, recorded("05-03", "verify")),
    "close": (SUBMITTED, lambda one: close(one, closing("05-03"), office(), verification("05-03"))),
    "extend": (DUE, lambda one: extend(one, extension("05-03", "12-31"), office())),
    "correct": (VERIFIED, lambda one: correct(one, correction("05-04", 3), office())),
    "finish": (item(measures=MEASURES), lambda one: finish(one, ["1.2"], day("05-02"), [SLIP], office())),
    "unfinish": (item(measures=MEASURES), lambda one: unfinish(one, ["1.1"], office())),
    "drop": (item(measures=MEASURES), lambda one: drop(one, "1.2", "无须", office())),
    "attach": (item(measures=MEASURES), lambda one: attach(one, "1.2", [SLIP])),
    "read": (READ, lambda one: read(one, 0, Reading(on=day("07-01"), value=1))),
    "amend": (item(), lambda one: amend(one, one.model_copy(update={"title": "新题"}), office())),
}


@pytest.mark.parametrize("name", ACTIONS)
def test_an_action_makes_a_new_item(name: str) -> None:
    """What was handed in is as it was, and what comes back differs from it."""
    before, act = ACTIONS[name]
    untouched = before.model_copy(deep=True)
    after = act(before)
    assert after != before
    assert before == untouched


def test_entries_follow_each_other() -> None:
    """Several entries are recorded in their order, each on what the ones before it have made of the item."""
    around = ["submit", "return", "submit", "verify", "close", "reopen", "progress"]
    entries = [entry(f"05-{number:02}", event) for number, event in enumerate(around, start=2)]
    after = record(item(FILED), entries, office())
    assert (after.status, after.log[1:]) == ("in_progress", tuple(entries))
    assert all(first.on < second.on for first, second in pairwise(after.log))


@pytest.mark.parametrize(
    ("to", "strange"),
    [
        (["区教委"], None),
        (["长寿区教委"], None),
        (["区人社局"], None),
        ([], None),
        (["区教委", "区督导委"], "区督导委"),
        (["某局"], "某局"),
    ],
)
def test_a_step_of_supervision_goes_to_who_has_a_part(to: list[str], strange: str | None) -> None:
    """Leads and supports of the item and its measures can be addressed, by any spelling; others cannot."""
    one = item(measures=[{"id": "1.1", "text": "甲", "support": ["区人社局"]}])
    step = Notice.model_validate(said("05-01", "notice", to=to))
    if strange is None:
        assert notice(one, step, office()).log == (step,)
        return
    with pytest.raises(RefusedError) as error:
        notice(one, step, office())
    assert [(lack.code, lack.fields) for lack in error.value.lacks] == [
        ("not-concerned", {"item": "1", "department": strange})
    ]


@pytest.mark.parametrize("number", [1, 9])
def test_a_correction_that_takes_nothing_back_is_taken_back(number: int) -> None:
    """A correction that somebody wrote by hand, of itself or of what comes later, can be corrected like any other."""
    before = item(said("05-02", "correct", entry=number), FILED)
    after = correct(before, correction("05-20", 1), office())
    assert after.log[-1] == correction("05-20", 1)
