"""What tests of merging share: a ledger, what one person does to it, and what it says then."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from typing import NamedTuple

from hypothesis import strategies as st

from ledger import schema
from ledger import splices
from ledger import yamltext
from ledger.model import Item
from ledger.settings import ClosingRules
from ledger.workflow import replay

CLOSING = ClosingRules()
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
  - {name: 占比, kind: target, literal: 达到80%, value: 80, measure: 1.1}
  - {name: 占比, kind: target, literal: 达到80%, value: 80, measure: 1.2}
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
    "drop",
    "reading",
    "add",
    "remove",
)
OFTEN = (*WHATS, "done", "drop", "reading", "comment")  # so that both do the same now and then
EDITS = st.lists(st.builds(Edit, st.sampled_from("11123"), st.sampled_from(OFTEN), st.sampled_from("1234")), max_size=4)


def records(text: str) -> list[dict[str, Any]]:
    """Return the items in a text, as plain data."""
    data, flaws = yamltext.parse(text)
    assert flaws == [], text
    items, faults = schema.read(schema.FILES["items.yaml"], "items.yaml", data)
    assert faults == [], text
    return [schema.plain(item) for item in items or ()]


def status(record: dict[str, Any]) -> str:
    """Return the status that an item's log adds up to."""
    return replay(schema.typed(Item, record), CLOSING.steps).status


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
        case "correct" if log:
            number = str(min(int(edit.value), len(log)))  # often the last one, which may be a correction
            one["log"] = [*log, {**entry, "event": "correct", "entry": number, "reason": "误记"}]
        case "submit" if status(one) in {"open", "in_progress"}:
            one["log"] = [*log, {**entry, "event": "submit"}]
        case "measure" if all(measure["id"] != f"{one['id']}.{edit.value}" for measure in measures):
            one["measures"] = [*measures, {"id": f"{one['id']}.{edit.value}", "text": f"措施{edit.value}"}]
        case "done" | "drop" if measures:
            decision = {"done": f"2024-05-1{edit.value}"} if edit.what == "done" else {"dropped": f"不做{edit.value}"}
            at = int(edit.value) % len(measures)
            undecided = {key: value for key, value in measures[at].items() if key not in {"done", "dropped"}}
            one["measures"] = [*measures[:at], {**undecided, **decision}, *measures[at + 1 :]]
        case "reading" if one.get("indicators"):
            indicators = [*one["indicators"]]
            at = int(edit.value) % len(indicators)
            old = [reading for reading in indicators[at].get("readings", []) if reading["on"] != entry["on"]]
            indicators[at] = {**indicators[at], "readings": [*old, {"on": entry["on"], "value": edit.value}]}
            one["indicators"] = indicators


def facts(text: str) -> dict[str, Any]:
    """Return what a text says, whatever the order: items by id, their logs without the numbers of corrections."""
    found = {}
    for item in records(text):
        measures = {measure["id"]: measure for measure in item.get("measures", [])}
        indicators = [
            {**one, "readings": sorted(map(repr, one.get("readings", [])))} for one in item.get("indicators", [])
        ]
        found[item["id"]] = {**item, "log": entries(item), "measures": measures, "indicators": indicators}
    return found


def entries(item: dict[str, Any]) -> Counter[str]:
    """Return the entries of a log, those of corrections with what they correct instead of its number."""
    told: list[str] = []
    for entry in item.get("log", []):
        known = {key: value for key, value in entry.items() if key != "entry"}
        told.append(repr((known, told[int(entry["entry"]) - 1] if "entry" in entry else None)))
    return Counter(told)
