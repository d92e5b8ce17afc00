"""Whatever is done to an item, in whatever order: the log adds up, nothing is lost, and the past stays as it was."""

from collections.abc import Callable
from datetime import date
from datetime import timedelta

from hypothesis import HealthCheck
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine
from hypothesis.stateful import initialize
from hypothesis.stateful import invariant
from hypothesis.stateful import precondition
from hypothesis.stateful import rule

from ledger import actions
from ledger import amends
from ledger import asof
from ledger import conditions
from ledger import workflow
from ledger.errors import RefusedError
from ledger.events import Closing
from ledger.events import Correction
from ledger.events import Event
from ledger.events import Evidence
from ledger.events import Extension
from ledger.events import Verification
from ledger.model import Department
from ledger.model import Item
from ledger.model import Ledger
from ledger.model import Measure
from ledger.model import Reading
from ledger.schema import plain
from ledger.schema import typed
from ledger.settings import Settings

BEGIN = date(2024, 5, 1)
DEPARTMENTS = (
    Department(name="区教委", full_name="重庆市长寿区教育委员会", aliases=("长寿区教委",)),
    Department(name="区人社局", aliases=("人社局",)),
    Department(name="区督导委"),
)
OFFICES = st.sampled_from(
    ["submit verify close", "submit verify publicize close", "submit close", "verify close", "close"]
)
CONDITIONS = st.sampled_from([None, None, ["lead", "measures"], ["evidence", "verifier"], []])

CHECKERS = st.sampled_from(["区督导委", "区督导委", "区督导委", "区教委", "长寿区教委", "人社局"])  # mostly who may
LEADS = st.lists(st.sampled_from(["区教委", "长寿区教委", "区人社局", "人社局"]), max_size=2, unique=True).map(tuple)
PROOFS = st.lists(st.integers(1, 9).map(lambda n: Evidence(paper=f"档{n}")), max_size=1).map(tuple)
REASONS = st.sampled_from([None, None, "特批"])
AGO = st.sampled_from([0, 0, 0, 1, 2, 5])  # days before today: mostly none
NUMBERS = st.integers(0, 30)  # one of several, beginning again from the first where there are fewer
VALUES = st.one_of(st.integers(-9, 10**9), st.decimals(-9, 999, places=3).map(float))
WORDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=9).filter(lambda text: bool(text.strip()))

# what an event says besides its day, its body and its evidence
DETAILS: dict[str, dict[str, object]] = {
    "progress": {"note": "已检查56所"},
    "inspect": {},
    "notice": {"level": "remind", "to": ["区教委"]},
    "lookback": {"outcome": "未反弹"},
    "submit": {},
    "return": {"reason": "材料不全"},
    "verify": {"outcome": "属实"},
    "close": {},
    "reopen": {"reason": "反弹"},
    "report": {"to": "区督导委"},
    "withdraw": {"reason": "并入"},
    "restore": {"reason": "仍需"},
}
NEWS = st.sampled_from(["progress", "inspect", "notice", "lookback"])
STEPS = ["submit", "verify", "close"]
FITTING = 25  # of NUMBERS those below it choose what may well be possible


class Dates(RuleBasedStateMachine):
    """An item of an office and what a clerk does about its date, on days that go forward; some is written down late."""

    def __init__(self) -> None:
        """Begin with an item of which next to nothing is known."""
        super().__init__()
        self.today = BEGIN
        self.ledger = Ledger()
        self.item = Item(id="1", area="甲", kind="problem", title="题")
        self.set: date | None = None  # the date without extensions

    @initialize(
        office=OFFICES,
        conditions=CONDITIONS,
        due=st.sampled_from([None, 20, 60]),
        lead=LEADS,
        measures=st.lists(LEADS, max_size=3),
    )
    def found(
        self,
        office: str,
        conditions: list[str] | None,
        due: int | None,
        lead: tuple[str, ...],
        measures: list[tuple[str, ...]],
    ) -> None:
        """Found an office with its steps and conditions, and write the item down as the plan has it."""
        closing = {"steps": office.split(), "conditions": conditions}
        self.ledger = Ledger((), DEPARTMENTS, Settings.model_validate({"closing": closing}))
        self.set = None if due is None else BEGIN + timedelta(due)
        indicator = {"name": "占比", "kind": "target", "literal": "95%"}
        promised = [{"id": f"1.{n}", "text": "做", "lead": leads} for n, leads in enumerate(measures, start=1)]
        given = {"lead": lead, "due": self.set, "indicators": [indicator], "measures": promised}
        self.item = typed(Item, {**plain(self.item), **given})

    def _try(self, act: Callable[[Item], Item], touched: date, *undated: str) -> None:
        """Do something to the item that is of the day `touched`, but for the fields without a day.

        Where it is refused the item stays as it was; where not, no entry is lost, and no earlier day looks different.
        """
        before, copy = self.item, self.item.model_copy(deep=True)
        try:
            after = act(before)
        except RefusedError:
            assert before == copy
            return
        assert before == copy
        assert after.log[: len(before.log)] == before.log
        days = {day for day in (*before.days(), *after.days()) if day < touched}
        for day in sorted({BEGIN - timedelta(9), touched - timedelta(1), *days}):
            was, now = self._seen(before, day), self._seen(after, day)
            assert {**now, **dict.fromkeys(undated)} == {**was, **dict.fromkeys(undated)}, f"as of {day}"
        self.item = after

    def _seen(self, item: Item, day: date) -> dict[str, object]:
        """Return what is dated in an item as it stood on a day, on which the entries taken back by then are void."""
        then = asof.as_of(item, self.ledger.settings.closing.steps, day)
        kept = [at for at, past in enumerate(item.log) if past.on <= day]
        assert {kept[at] for at in then.void()} == item.void(day)
        return {
            "status": then.status,
            "due": then.due,
            "lead": then.lead,
            "log": then.log,
            "done": {measure.id: measure.done for measure in then.measures if measure.done},
            "readings": [indicator.readings for indicator in then.indicators],
        }

    def _entry(self, event: str, ago: int, **more: object) -> Event:
        day = self.today - timedelta(ago)
        said = {"on": day, "event": event, "by": "区教委", **DETAILS.get(event, {}), **more}
        return typed(Item, {**plain(Item(id="1", area="甲", kind="problem", title="题")), "log": [said]}).log[0]

    def _record(self, event: str, ago: int, override: str | None, **more: object) -> None:
        entry = self._entry(event, ago, **more)
        self._try(lambda item: actions.record(item, [entry], self.ledger, override), entry.on)

    @rule(days=st.integers(1, 4))
    def time_goes_by(self, days: int) -> None:
        """Some days pass."""
        self.today += timedelta(days)

    @rule(event=NEWS, ago=AGO, override=REASONS, evidence=PROOFS)
    def something_is_heard(self, event: str, ago: int, override: str | None, evidence: tuple[Evidence, ...]) -> None:
        """News of the item, a notice or a look-back is recorded."""
        self._record(event, ago, override, evidence=evidence)

    @rule(ago=AGO, later=st.sampled_from([-5, 0, 5, 10, 30]))
    def it_is_extended(self, ago: int, later: int) -> None:
        """The date is moved."""
        to = (self.item.due or self.today) + timedelta(later)
        extension = typed(Extension, plain(self._entry("extend", ago, to=to, reason="招聘未完")))
        self._try(lambda item: actions.extend(item, extension, self.ledger), extension.on)

    @rule(ago=AGO, pick=NUMBERS)
    def an_entry_is_corrected(self, ago: int, pick: int) -> None:
        """One of the entries is taken back: mostly one that counts, or else one that does not, or is not there."""
        void = self.item.void()
        fitting = [at + 1 for at in range(len(self.item.log)) if at not in void and pick < FITTING]
        number = fitting[pick % len(fitting)] if fitting else 1 + pick % (len(self.item.log) + 1)
        correction = typed(Correction, plain(self._entry("correct", ago, entry=number, reason="记错")))
        self._try(lambda item: actions.correct(item, correction, self.ledger), correction.on)

    @rule(ago=AGO, value=VALUES)
    def a_figure_is_read(self, ago: int, value: float) -> None:
        """The indicator has a value on a day."""
        reading = typed(Reading, {"on": self.today - timedelta(ago), "value": value})
        self._try(lambda item: amends.read(item, 0, reading), reading.on)

    def _amend(self, **fields: object) -> None:
        """Set fields that have no day, on no day."""
        changed = self.item.model_copy(update=fields)
        self._try(lambda item: amends.amend(item, changed, self.ledger), date.max, *fields)

    @precondition(lambda self: not self._granted())  # else the check finds a date unlike the extension's
    @rule(later=st.sampled_from([-10, -5, -5, 0, 5, None]))
    def its_date_is_set(self, later: int | None) -> None:
        """The date is set by hand, or removed."""
        due = None if later is None else (self.item.due or self.today) + timedelta(later)
        self._amend(due=due)
        self.set = due if self.item.due == due else self.set

    def _granted(self) -> list[date]:
        void = self.item.void()
        return [past.to for at, past in enumerate(self.item.log) if isinstance(past, Extension) and at not in void]

    def _handed(self) -> bool:
        return any(past.event == "handover" for past in self.item.log)

    @invariant()
    def the_lead_is_whom_it_was_handed_over_to(self) -> None:
        """Who leads is whom the log says, whatever was corrected since."""
        void = self.item.void()
        standing = [past for at, past in enumerate(self.item.log) if at not in void]
        assert asof.lead(self.item, standing) == self.item.lead

    @invariant()
    def the_log_adds_up_to_the_status(self) -> None:
        """The stored status is what the log says, and nothing in the log is impossible."""
        replayed = workflow.replay(self.item, self.ledger.settings.closing.steps)
        assert (replayed.status, replayed.missteps) == (self.item.status, ())

    @invariant()
    def every_step_has_its_grounds(self) -> None:
        """What an application, a verification and a closing take is there, or a reason was given."""
        assert list(conditions.unmet(self.item, self.ledger)) == []

    @invariant()
    def the_date_is_the_last_one_given(self) -> None:
        """The date is that of the last extension that counts, else the one that was set."""
        granted = self._granted()
        assert self.item.due == (granted[-1] if granted else self.set)

    @invariant()
    def it_can_be_written_and_read(self) -> None:
        """Written down as text and read again the item is the same."""
        assert typed(Item, plain(self.item)) == self.item


class Workflow(Dates):
    """The same item, and a clerk who does anything to it."""

    @rule(pick=NUMBERS, ago=AGO, override=REASONS, evidence=PROOFS, by=CHECKERS)
    def it_moves_on(self, pick: int, ago: int, override: str | None, evidence: tuple[Evidence, ...], by: str) -> None:
        """One of the steps to a closed item is recorded: mostly one that may follow."""
        table = workflow.moves(self.ledger.settings.closing.steps)
        fitting = [event for event in STEPS if self.item.status in table[event].sources and pick < FITTING]
        event = (fitting or STEPS)[pick % len(fitting or STEPS)]
        self._record(event, ago, override, evidence=evidence, by=by if event == "verify" else "区教委")

    @precondition(lambda self: self.item.status not in {"open", "in_progress"})
    @rule(ago=AGO, override=REASONS)
    def it_comes_back(self, ago: int, override: str | None) -> None:
        """The work was not good enough, or the problem came back."""
        self._record("reopen" if self.item.status == "closed" else "return", ago, override)

    @rule(ago=AGO)
    def it_leaves_or_comes_back(self, ago: int) -> None:
        """The item is withdrawn, or restored, or its closing is reported."""
        event = {"withdrawn": "restore", "closed": "report"}.get(self.item.status, "withdraw")
        self._record(event, ago, None)

    @rule(ago=AGO, lead=LEADS)
    def it_is_handed_over(self, ago: int, lead: tuple[str, ...]) -> None:
        """Another body leads it from a day on."""
        self._record("handover", ago, None, was=self.item.lead, to=lead)

    @precondition(lambda self: self.item.status in {"submitted", "verified"})
    @rule(ago=AGO, begun=st.integers(-6, 3), lasts=st.integers(0, 5))
    def it_is_publicized(self, ago: int, begun: int, lasts: int) -> None:
        """The result is public for some days, which may be over or still to come."""
        begin = self.today + timedelta(begun)
        self._record("publicize", ago, None, **{"from": begin, "until": begin + timedelta(lasts)})

    @precondition(lambda self: self.item.status != "closed")
    @rule(ago=AGO, override=REASONS, evidence=PROOFS, by=st.one_of(st.none(), CHECKERS))
    def it_is_closed(self, ago: int, override: str | None, evidence: tuple[Evidence, ...], by: str | None) -> None:
        """All the steps are taken in one."""
        closing = typed(Closing, plain(self._entry("close", ago, evidence=evidence)))
        check = typed(Verification, plain(self._entry("verify", ago, by=by))) if by else None
        self._try(lambda item: actions.close(item, closing, self.ledger, check, override), closing.on)

    @rule(text=WORDS, lead=LEADS)
    def a_measure_is_added(self, text: str, lead: tuple[str, ...]) -> None:
        """One more thing is to be done."""
        added = Measure(id=f"1.{len(self.item.measures) + 1}", text=text, lead=lead)
        self._amend(measures=(*self.item.measures, added))

    @precondition(lambda self: self.item.measures)
    @rule(ago=AGO, pick=NUMBERS, several=st.booleans(), evidence=PROOFS)
    def measures_are_finished(self, ago: int, pick: int, evidence: tuple[Evidence, ...], *, several: bool) -> None:
        """A measure, or all that are left, are done."""
        day = self.today - timedelta(ago)
        names = self._measures(pick, several=several, done=False)
        self._try(lambda item: amends.finish(item, names, day, evidence, self.ledger), day)

    def _measures(self, pick: int, *, several: bool, done: bool) -> list[str]:
        """Return one measure or several, of those that are done or of those that are left; else just any."""
        fitting = [one.id for one in self.item.measures if not one.dropped and (one.done is not None) == done]
        names = fitting or [one.id for one in self.item.measures]
        return names if several else [names[pick % len(names)]]

    @precondition(lambda self: self.item.measures)
    @rule(pick=NUMBERS, several=st.booleans())
    def measures_are_undone(self, pick: int, *, several: bool) -> None:
        """A measure, or all that are done, are not done after all."""
        names = self._measures(pick, several=several, done=True)
        touched = min(self.item.measure(name).done or date.max for name in names)
        self._try(lambda item: amends.unfinish(item, names, self.ledger), touched)

    @precondition(lambda self: self.item.measures)
    @rule(pick=NUMBERS)
    def a_measure_is_dropped(self, pick: int) -> None:
        """A measure will not be done."""
        [name] = self._measures(pick, several=False, done=False)
        self._try(lambda item: amends.drop(item, name, "政策调整", self.ledger), date.max)

    @precondition(lambda self: self.item.measures)
    @rule(pick=NUMBERS, evidence=PROOFS)
    def evidence_is_attached(self, pick: int, evidence: tuple[Evidence, ...]) -> None:
        """A proof is filed with a measure."""
        [name] = self._measures(pick, several=False, done=True)
        self._try(lambda item: amends.attach(item, name, evidence), date.max)

    @rule(title=WORDS, lead=LEADS)
    def its_fields_are_set(self, title: str, lead: tuple[str, ...]) -> None:
        """The item is called otherwise, and somebody else leads, or nobody."""
        self._amend(title=title, lead=self.item.lead if self._handed() else lead)


Dates.TestCase.settings = settings(
    max_examples=200, stateful_step_count=15, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
Workflow.TestCase.settings = settings(Dates.TestCase.settings, max_examples=100, stateful_step_count=30)
TestDates = Dates.TestCase
TestWorkflow = Workflow.TestCase
