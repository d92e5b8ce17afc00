"""Merging by meaning: nothing of either side is lost unless it is told as a conflict, whichever side is ours."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any
from typing import NamedTuple

from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from ledger import schema
from ledger import splices
from ledger import yamltext
from ledger.merging import Outcome
from ledger.merging import Texts
from ledger.merging import merge
from ledger.model import Item
from ledger.settings import Step
from ledger.workflow import replay

STEPS: tuple[Step, ...] = ("submit", "verify", "close")
BASE = """\
# the ledger
- id: 1
  area: 甲
  kind: problem
  title: 一   # as in the plan
  problem: 一
  lead: 教委
  due: 2024-06-30
  status: in_progress
  measures:
  - id: 1.1
    text: 排查
  - id: 1.2
    text: 整治
    due: 2024-05-31
  indicators:
  - {name: 占比, kind: target, literal: 达到80%, value: 80}
  log:
  - on: 2024-04-01
    event: progress
    by: 教委
    note: 已部署
- id: 2
  area: 甲
  kind: problem
  title: 二
  problem: 二
- id: 3
  area: 乙
  kind: recommendation
  title: 三
  recommendation: 三
  lead: [教委, 财政局]
"""


class Edit(NamedTuple):
    """What one person does to the ledger: which item, what, and with which value."""

    item: str
    what: str
    value: str


WHATS = (
    "title",
    "goal",
    "person",
    "due",
    "progress",
    "correct",
    "submit",
    "measure",
    "done",
    "reading",
    "add",
    "remove",
)
EDITS = st.lists(
    st.builds(Edit, st.sampled_from("123"), st.sampled_from((*WHATS, "comment")), st.sampled_from("1234")), max_size=4
)


def records(text: str) -> list[dict[str, Any]]:
    """Return the items in a text, as plain data."""
    data, flaws = yamltext.parse(text)
    assert flaws == [], text
    items, faults = schema.read(schema.FILES["items.yaml"], "items.yaml", data)
    assert faults == [], text
    return [schema.plain(item) for item in items or ()]


def status(record: dict[str, Any]) -> str:
    """Return the status that an item's log adds up to."""
    return replay(schema.typed(Item, record), STEPS).status


def edited(text: str, edits: Sequence[Edit]) -> str:
    """Return a text after somebody has made these edits, by the smallest splices, with the right status."""
    before = records(text)
    after = [dict(record) for record in before]
    for edit in edits:
        _edit(after, edit)
    after = [schema.plain(schema.typed(Item, {**record, "status": status(record)})) for record in after]
    text = splices.apply(text, splices.remake(text, before, after)) if after != before else text
    for edit in edits:
        if edit.what == "comment" and f"- id: {edit.item}\n" in text:
            text = text.replace(f"- id: {edit.item}\n", f"# note {edit.value}\n- id: {edit.item}\n", 1)
    return text


def _edit(items: list[dict[str, Any]], edit: Edit) -> None:  # noqa: C901 (a case for each edit)
    one = next((item for item in items if item["id"] == edit.item), None)
    if edit.what == "add":
        if all(item["id"] != f"9{edit.item}" for item in items):
            fresh = {"area": "甲", "kind": "problem", "title": f"新{edit.value}", "problem": "新"}
            items.append({"id": f"9{edit.item}", **fresh})
        return
    if one is None:
        return
    log, measures = one.get("log", []), one.get("measures", [])
    entry = {"on": f"2024-05-0{edit.value}", "by": "教委"}
    match edit.what:
        case "remove":
            items.remove(one)
        case "due":
            one["due"] = f"2024-07-0{edit.value}"
        case "title" | "goal" | "person":
            one[edit.what] = f"{edit.what}{edit.value}"
        case "progress":
            one["log"] = [*log, {**entry, "event": "progress", "note": f"进展{edit.value}"}]
        case "correct" if len(log) >= int(edit.value):
            one["log"] = [*log, {**entry, "event": "correct", "entry": edit.value, "reason": "误记"}]
        case "submit" if status(one) in {"open", "in_progress"}:
            one["log"] = [*log, {**entry, "event": "submit"}]
        case "measure" if all(measure["id"] != f"{one['id']}.{edit.value}" for measure in measures):
            one["measures"] = [*measures, {"id": f"{one['id']}.{edit.value}", "text": f"措施{edit.value}"}]
        case "done" if measures:
            one["measures"] = [{**measures[0], "done": f"2024-05-1{edit.value}"}, *measures[1:]]
        case "reading" if one.get("indicators"):
            indicator = one["indicators"][0]
            old = [reading for reading in indicator.get("readings", []) if reading["on"] != entry["on"]]
            fresh = {"on": entry["on"], "value": edit.value}
            one["indicators"] = [{**indicator, "readings": [*old, fresh]}]


def merged(base: str, ours: str, theirs: str) -> Outcome:
    """Return two sides merged, without git's merge of the lines."""
    return merge("items.yaml", Texts(base, ours, theirs), STEPS, lambda _: None)


def side(text: str, which: str) -> str:
    """Return the text that somebody gets who takes one side of all conflicts."""
    keep = r"\1" if which == "ours" else r"\2"
    return re.sub(r"<<<<<<< ours\n(.*?)=======\n(.*?)>>>>>>> theirs\n", keep, text, flags=re.DOTALL)


def facts(text: str) -> dict[str, Any]:
    """Return what a text says, whatever the order: items by id, their logs without the numbers of corrections."""
    return {item["id"]: {**item, "log": entries(item)} for item in records(text)}


def entries(item: dict[str, Any]) -> Counter[str]:
    """Return the entries of a log, those of corrections with what they correct instead of its number."""
    log = item.get("log", [])
    told = []
    for entry in log:
        known = {key: value for key, value in entry.items() if key != "entry"}
        told.append(repr((known, log[int(entry["entry"]) - 1].get("note") if "entry" in entry else None)))
    return Counter(told)


def comments(text: str) -> Counter[str]:
    """Return the comments of a text."""
    return Counter(re.findall(r"# .*", text))


@settings(max_examples=400)
@given(EDITS, EDITS)
def test_nothing_is_lost(one: list[Edit], other: list[Edit]) -> None:
    """Each side's changes are in the result or told as a conflict; the sides of a conflict read as what they say."""
    ours, theirs = edited(BASE, one), edited(BASE, other)
    found = merged(BASE, ours, theirs)
    begun, mine, yours = facts(BASE), facts(ours), facts(theirs)
    ways = {which: facts(side(found.text, which)) for which in ("ours", "theirs")}
    for name in begun | mine | yours:
        told = {conflict.path[0] if conflict.path else "" for conflict in found.conflicts if conflict.record == name}
        for which, changed in (("ours", mine), ("theirs", yours)):
            way = ways[which]
            if name not in changed or name not in begun or name not in way:
                if changed.get(name) != begun.get(name):
                    assert way.get(name) == changed.get(name) or (name in changed and name in way), name
                continue
            if "" not in told:
                assert not entries_lost(begun[name], changed[name], way[name]), name
            for key in changed[name].keys() - {"log", "status", "measures", "indicators"}:
                if changed[name][key] != begun[name].get(key):
                    assert way[name].get(key) == changed[name][key], (name, key)
    for which in ("ours", "theirs"):
        assert (comments(theirs) - comments(BASE)) | (comments(ours) - comments(BASE)) <= comments(found.text)
        assert all(item["status"] == status(item) for item in records(side(found.text, which)))
    assert bool(found.conflicts) == ("<<<<<<<" in found.text)


def entries_lost(begun: dict[str, Any], changed: dict[str, Any], now: dict[str, Any]) -> Counter[str]:
    """Return the entries that a side has added to a log and that are not there."""
    added: Counter[str] = changed["log"] - begun["log"]
    missing: Counter[str] = added - now["log"]
    return missing


@settings(max_examples=200)
@given(EDITS, EDITS)
def test_it_does_not_matter_who_merges(one: list[Edit], other: list[Edit]) -> None:
    """Both ways round the result says the same, or has conflicts in the same places."""
    ours, theirs = edited(BASE, one), edited(BASE, other)
    here, there = merged(BASE, ours, theirs), merged(BASE, theirs, ours)
    assert {(each.record, each.path) for each in here.conflicts} == {
        (each.record, each.path) for each in there.conflicts
    }
    if not here.conflicts:
        assert facts(here.text) == facts(there.text)


@given(EDITS)
def test_equal_sides_stay_as_they_are(one: list[Edit]) -> None:
    """What both did alike, and what one did alone, is what they did; the text is theirs who did it."""
    changed = edited(BASE, one)
    assert merged(BASE, changed, changed) == Outcome(changed, ())
    assert merged(BASE, changed, BASE) == Outcome(changed, ())
    alone = merged(BASE, BASE, changed)
    assert (alone.conflicts, facts(alone.text), comments(alone.text)) == ((), facts(changed), comments(changed))
