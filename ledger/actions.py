"""What is done to an item: functions that take an item and return a new one, or refuse with all that is in the way.

The table of events is `ledger.workflow`, what must be there for them `ledger.conditions`, fields and measures are
`ledger.amends`; who asks, and what is written, is known further up.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from datetime import date

from ledger.asof import extensions
from ledger.asof import lead
from ledger.asof import set_date
from ledger.asof import slips
from ledger.conditions import begun
from ledger.conditions import lacks
from ledger.conditions import unmet
from ledger.errors import Lack
from ledger.errors import RefusedError
from ledger.events import Closing
from ledger.events import Correction
from ledger.events import Event
from ledger.events import Extension
from ledger.events import Handover
from ledger.events import Notice
from ledger.events import Submission
from ledger.events import Verification
from ledger.model import Item
from ledger.model import Ledger
from ledger.model import Status
from ledger.workflow import STEPS
from ledger.workflow import moves
from ledger.workflow import replay

# The command that leads an item from where it is towards where an event may happen.
_REOPEN, _RESTORE = "ledger reopen {item} --reason …", "ledger restore {item} --reason …"
_ENDED: Mapping[Status, str] = {"closed": _REOPEN, "withdrawn": _RESTORE}
_AT_WORK: Mapping[Status, str] = dict.fromkeys(("open", "in_progress"), "ledger submit {item}")
_RETURN = "ledger return {item} --reason …"
_VERIFY = "ledger verify {item} --by … --outcome …"
_HANDED_IN: Mapping[Status, str] = {"submitted": _RETURN, "verified": _RETURN, **_ENDED}
_TOWARDS: Mapping[str, Mapping[Status, str]] = {
    "submit": _HANDED_IN,
    "extend": _HANDED_IN,
    "return": {**_AT_WORK, **_ENDED},
    "verify": {**_AT_WORK, "verified": "ledger close {item}", **_ENDED},
    "publicize": {**_AT_WORK, "submitted": _VERIFY, **_ENDED},
    "close": {**_AT_WORK, "submitted": _VERIFY, **_ENDED},
    "report": {**_AT_WORK, "submitted": _VERIFY, "verified": "ledger close {item}", **_ENDED},
    "withdraw": _ENDED,
    "reopen": {
        **dict.fromkeys(_AT_WORK, "ledger progress {item} --note …"),
        "submitted": _RETURN,
        "verified": _RETURN,
        "withdrawn": _RESTORE,
    },
    "restore": {
        **dict.fromkeys((*_AT_WORK, "submitted", "verified"), "ledger withdraw {item} --reason …"),
        "closed": _REOPEN,
    },
}


def record(item: Item, entries: Iterable[Event], ledger: Ledger, override: str | None = None) -> Item:
    """Return the item after these entries of its log, in their order.

    Conditions that are not met are waived by `override`, which is then noted in the entry. Raises RefusedError with
    everything that is in the way of any of them.
    """
    lacking: list[Lack] = []
    for entry in entries:
        if impossible := list(_impossible(item, entry, ledger)):
            raise RefusedError(item.id, [*lacking, *impossible])
        unmet_now = list(lacks(item, entry, ledger))
        waived = {"override": override} if override and any(lack.condition for lack in unmet_now) else {}
        lacking += [lack for lack in unmet_now if not (waived and lack.condition)]
        item = settled(_appended(item, entry.model_copy(update=waived)), ledger)
    if lacking:
        raise RefusedError(item.id, lacking)
    return item


def _appended(item: Item, entry: Event) -> Item:
    """Return the item with an entry more, and with the lead and the date that the entries in force then make.

    A date that was set by hand since its extension was taken back is the person's, and stays.
    """
    after = item.model_copy(update={"log": (*item.log, entry)})
    if isinstance(entry, Handover | Correction):
        after = after.model_copy(update={"lead": lead(after, after.standing())})
    if isinstance(entry, Extension):
        return after.model_copy(update={"due": entry.to})
    moved = extensions(after) != extensions(item) and item.due == _date(item)
    return after.model_copy(update={"due": _date(after)}) if moved else after


def _date(item: Item) -> date | None:
    """Return the date that its extensions say: of the last in force, else the one that was set."""
    in_force = extensions(item)
    return in_force[-1].to if in_force else set_date(item)


def settled(item: Item, ledger: Ledger) -> Item:
    """Return the item with the status that its log adds up to."""
    return item.model_copy(update={"status": replay(item, ledger.settings.closing.steps).status})


def _impossible(item: Item, entry: Event, ledger: Ledger) -> Iterator[Lack]:
    """Yield why `entry` cannot follow: no reason waives that, for the log would not add up."""
    move = moves(ledger.settings.closing.steps)[entry.event]
    status = replay(item, ledger.settings.closing.steps).status
    if status not in move.sources:
        way = _TOWARDS[entry.event][status].format(item=item.id)
        fields = {"item": item.id, "event": entry.event, "status": status, "sources": move.sources, "way": way}
        yield Lack("wrong-status", fields)
    elif entry.event in STEPS:
        yield from _too_early(item, entry)


def _too_early(item: Item, entry: Event) -> Iterator[Lack]:
    """Yield the step that lies behind `entry` although it came before: any earlier day would tell another story."""
    for at, past in item.in_force():
        if past.event in STEPS and past.on > entry.on:
            fields = {"item": item.id, "event": past.event, "number": str(at + 1), "before": str(past.on)}
            yield Lack("too-early", {**fields, "on": str(entry.on)})
            return


def close(
    item: Item, closing: Closing, ledger: Ledger, verification: Verification | None = None, override: str | None = None
) -> Item:
    """Return the item closed out, with the steps before it that the office takes and nobody has recorded yet.

    The application is made by who closes, and carries the evidence. Raises RefusedError with everything that is
    missing, a verification that is needed and was not handed in included.
    """
    steps = ledger.settings.closing.steps
    status = replay(item, steps).status
    entries: list[Event] = []
    missing: list[Lack] = []
    if "submit" in steps and status in moves(steps)["submit"].sources:
        entries.append(Submission(event="submit", on=closing.on, by=closing.by, person=closing.person))
    unverified = status in {"open", "in_progress", "submitted"}
    if verification and not unverified:
        missing.append(Lack("verified-already", {"item": item.id, "status": status}))
    elif verification:
        entries.append(verification)
    elif unverified and "verify" in steps:
        missing.append(Lack("lacks-verification", {"item": item.id}))
    entries += [] if missing else [closing]
    if entries and entries[-1] is not entries[0]:
        entries[0] = entries[0].model_copy(update={"evidence": (*entries[0].evidence, *closing.evidence)})
        entries[-1] = entries[-1].model_copy(update={"evidence": ()})
    try:
        closed = record(item, entries, ledger, override)
    except RefusedError as error:
        raise RefusedError(item.id, [*error.lacks, *missing]) from None
    if missing:
        raise RefusedError(item.id, missing)
    return closed


def extend(item: Item, extension: Extension, ledger: Ledger) -> Item:
    """Return the item with a later date; the entry keeps the one before."""
    return record(item, [extension.model_copy(update={"was": item.due})], ledger)


def notice(item: Item, step: Notice, ledger: Ledger) -> Item:
    """Return the item after a step of supervision. Raises RefusedError where it goes to a body that has no part in it.

    Which step is due when is `ledger.ladder`; to take another one is a person's to decide.
    """
    bodies = ledger.known((*item.bodies("lead"), *item.bodies("support")))
    if strange := [name for name in ledger.known(step.to) if name not in bodies]:
        fields = {"item": item.id, "department": strange[0]}
        raise RefusedError(item.id, [Lack("not-concerned", fields)])
    return record(item, [step], ledger)


def correct(item: Item, correction: Correction, ledger: Ledger) -> Item:
    """Return the item without what one of its entries said; the entry itself stays. Raises RefusedError."""
    at = correction.entry - 1
    fields = {"item": item.id, "value": str(correction.entry)}
    if at >= len(item.log):
        raise RefusedError(item.id, [Lack("no-such-entry", {**fields, "count": str(len(item.log))})])
    if at in item.void():
        raise RefusedError(item.id, [Lack("entry-is-void", fields)])
    if item.log[at].on > correction.on:
        raise RefusedError(item.id, [Lack("corrected-before", {**fields, "on": str(item.log[at].on)})])
    if _root(item, at).event in STEPS and (late := list(_too_early(item, correction))):
        raise RefusedError(item.id, late)  # what takes a step back is one itself
    corrected = record(item, [correction], ledger)
    steps = ledger.settings.closing.steps
    known = {misstep.at for misstep in replay(item, steps).missteps}
    if broken := [misstep for misstep in replay(corrected, steps).missteps if misstep.at not in known]:
        resting = {"event": broken[0].event, "number": str(broken[0].at + 1)}
        raise RefusedError(item.id, [Lack("entry-is-rested-on", fields | resting)])
    if any(_overtaken(item, at) for at in item.void() - corrected.void()):
        moved = {"item": item.id, "due": str(item.due or "–"), "to": str(_date(corrected))}
        raise RefusedError(item.id, [Lack("date-set-since", moved)])
    return supported(item, corrected, ledger)


def _root(item: Item, at: int) -> Event:
    """Return the entry that a correction, or a correction of corrections, is about in the end."""
    entry = item.log[at]
    while isinstance(entry, Correction) and entry.entry <= at:  # else it takes nothing back
        at = entry.entry - 1
        entry = item.log[at]
    return entry


def _overtaken(item: Item, at: int) -> bool:
    """Return whether an extension that was taken back cannot come back: the date went another way since, or by hand."""
    past = item.log[at]
    if not isinstance(past, Extension):
        return False
    later = any(isinstance(entry, Extension) for entry in item.log[at + 1 :])
    elsewhere = later and at in slips(item) if extensions(item) else past.was != item.due
    return elsewhere or item.due != _date(item)


def supported(before: Item, after: Item, ledger: Ledger) -> Item:
    """Return `after`, unless what an application, a verification or a closing rests on would be gone.

    A step behind a return or reopening counts again once that is taken back; what a reason waived then is no lack now.
    """
    known = set(_lacking(before, ledger))
    for at, what in _lacking(after, ledger):
        returns = at <= begun(before)
        if returns and not after.log[at].override:
            fields = {"item": after.id, "event": after.log[at].event, "number": str(at + 1)}
            raise RefusedError(after.id, [Lack("counts-again", fields)])
        if not returns and (at, what) not in known:
            status = replay(after, ledger.settings.closing.steps).status
            way = _HANDED_IN.get(status, "ledger edit {item}").format(item=after.id)
            fields = {
                "item": after.id,
                "event": after.log[at].event,
                "number": str(at + 1),
                "status": status,
                "way": way,
            }
            raise RefusedError(after.id, [Lack("rested-on", fields)])
    return after


def _lacking(item: Item, ledger: Ledger) -> Iterator[tuple[int, str]]:
    """Yield what entries lack, by index: each single measure, else the code; what a reason waived is lacking too."""
    for at, lack in unmet(item, ledger, waived=True):
        yield from ((at, str(what)) for what in lack.fields.get("measures", [lack.code]))
