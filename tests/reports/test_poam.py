"""The ledger as an OSCAL plan of action and milestones: valid by NIST's schema, whole in itself, always the same."""

import gzip
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from ledger.asof import ledger_as_of
from ledger.errors import LedgerError
from ledger.model import Department
from ledger.model import Item
from ledger.model import Ledger
from ledger.reports.export import export
from ledger.reports.oscal.text import NOTHING
from ledger.reports.oscal.text import address
from ledger.reports.oscal.text import line
from ledger.reports.oscal.text import prose
from ledger.reports.oscal.text import string
from ledger.reports.poam import poam
from ledger.settings import Settings
from ledger.store import load
from sharing import TODAY
from sharing import Make

Json = dict[str, Any]

ROOT = Path(__file__).parent.parent
SCHEMA = json.loads(gzip.decompress((ROOT / "oscal" / "oscal_poam_schema.json.gz").read_bytes()))
VALID = jsonschema_rs.validator_for(SCHEMA, validate_formats=True)
OWN = "urn:x-rectification-ledger"

ITEMS = """
- id: 2
  area: 学前
  kind: both
  title: 缴纳*不*足
  problem: |
    仅占65%
    - 其中
  recommendation: 应缴尽缴
  goal: 应缴尽缴
  lead: [长寿区教委, 某局]
  support: 区财政局
  person: 张三
  ongoing: {every: month}
  due: 2024-06-28
  due_wording: 2024年春期
  status: closed
  measures:
  - {id: 2.1, text: 检查, done: 2024-06-20, evidence: [{file: evidence/2/检查 表.pdf, sha256: DIGEST, name: 表.pdf}]}
  - {id: 2.2, text: 复查, lead: 区人社局, due: 2024-04-01, dropped: 并入}
  indicators:
  - {name: 占比, unit: '%', kind: baseline, literal: 占比仅65%, readings: [{on: 2024-06-30, value: 82.5},
    {on: 2024-06-30, value: 83}]}
  log:
  - {on: 2024-05-31, event: progress, by: 区教委, note: 已检查}
  - {on: 2024-06-01, event: progress, by: 区教委, note: 误记, evidence: [{paper: 废}]}
  - {on: 2024-06-02, event: correct, by: 区教委, entry: 2, reason: 记错}
  - {on: 2024-06-03, event: inspect, by: 区督导委}
  - {on: 2024-06-21, event: submit, by: 区教委, evidence: [{paper: 3号柜}, {url: 'https://甲.cn/表 '}]}
  - {on: 2024-06-22, event: verify, by: 区督导委, outcome: 属实}
  - {on: 2024-06-25, event: close, by: 区教委, filing_number: '12'}
- {id: 4, area: 义务, kind: problem, title: 撤, status: withdrawn, log: [
    {on: 2024-06-01, event: inspect, by: 区督导委},
    {on: 2024-06-02, event: withdraw, by: 区教委, into: 2, reason: 并入},
    {on: 2024-06-03, event: correct, by: 区教委, entry: 1, reason: 误}]}
- {id: 5, area: 义务, kind: recommendation, title: 无人, log: [
    {on: 2024-06-02, event: withdraw, by: 某人, reason: 误},
    {on: 2024-06-03, event: correct, by: 区教委, entry: 1, reason: 误}]}
""".replace("DIGEST", "ab" * 32).replace("表 '", "表'")


def made(ledger: Ledger, day: date = TODAY, part: str = "") -> Json:
    """Return the document of a ledger, which is valid."""
    facts = export(ledger_as_of(ledger, day), ledger, day, ())
    document: Json = json.loads(poam(ledger_as_of(ledger, day), facts, part).json_text())
    assert [f"{list(error.instance_path)}: {error.message}" for error in VALID.iter_errors(document)] == []
    whole(document)
    plan: Json = document["plan-of-action-and-milestones"]
    return plan


def parts(value: object) -> Iterator[Json]:
    """Yield every object inside a document."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from parts(inner)


def whole(document: Json) -> None:
    """Assert that ids are of one thing each, and that all that is referred to is there."""
    every = [*parts(document)]
    ids = [each["uuid"] for each in every if "uuid" in each]
    assert len(set(ids)) == len(ids)
    keys = ("party-uuid", "actor-uuid", "observation-uuid", "risk-uuid")
    named = {each[key] for each in every for key in keys if key in each}
    named |= {one for each in every for one in each.get("party-uuids", ())}
    named |= {each["href"][1:] for each in every if each.get("href", "").startswith("#")}
    assert named <= set(ids)
    roles = {role["id"] for each in every for role in each.get("roles", ())}
    assert {each["role-id"] for each in every if "role-id" in each} <= roles


def own(part: Json) -> dict[str, str]:
    """Return the ledger's own facts of a part."""
    return {prop["name"]: prop["value"] for prop in part.get("props", ()) if prop["ns"] == OWN}


def test_the_schema_is_nists() -> None:
    """The schema that holds here is the one of the version that the documents name, and it refuses what is none."""
    assert SCHEMA["$id"] == "http://csrc.nist.gov/ns/oscal/1.2.1/oscal-poam-schema.json"
    assert not VALID.is_valid({"plan-of-action-and-milestones": {}})


def test_what_becomes_of_an_item(make: Make) -> None:
    """Title, texts and facts of an item; its risk with deadline, milestones and who has them; nothing else."""
    plan = made(make(ITEMS).ledger)
    assert plan["metadata"]["title"] == "整改方案"
    assert (plan["metadata"]["version"], plan["metadata"]["last-modified"]) == (
        "2024-07-15",
        "2024-07-15T00:00:00+08:00",
    )
    names = {party["uuid"]: party.get("short-name", party["name"]) for party in plan["metadata"]["parties"]}
    assert [*names.values()] == ["区教委", "区人社局", "区财政局", "区督导委", "某局", "某人"]
    item, withdrawn, bare = plan["poam-items"]
    assert item["title"] == r"缴纳\*不\*足"
    assert item["description"] == "仅占65%\n\n\\- 其中\n\n应缴尽缴"
    told = own(item)
    assert (told["id"], told["status"], told["due-wording"], told["ongoing"], told["person"]) == (
        "2", "closed", "2024年春期", "month", "张三",
    )  # fmt: skip
    assert own(withdrawn)["status"] == "withdrawn"
    assert own(bare).keys() == {"id", "area", "kind", "status", "light", "light-reason", "cycle", "returns"}
    risk, gone, open_ = plan["risks"]
    assert [each["status"] for each in plan["risks"]] == ["closed", "withdrawn", "open"]
    assert risk["deadline"] == "2024-06-28T23:59:59+08:00"
    assert "deadline" not in open_
    assert [each.get("status-change") for each in open_["risk-log"]["entries"]] == [None, None]
    assert [each.get("status-change") for each in gone["risk-log"]["entries"]] == [None, "withdrawn", None]
    [[milestone]] = [each["tasks"] for each in risk["remediations"]]
    assert [each["lifecycle"] for one in plan["risks"] for each in one["remediations"]] == [
        "completed",
        "planned",
        "planned",
    ]
    assert milestone["title"] == "应缴尽缴"
    assert milestone["timing"] == {
        "within-date-range": {"start": "2024-04-15T00:00:00+08:00", "end": "2024-06-28T23:59:59+08:00"}
    }
    assert [[names[one] for one in who["party-uuids"]] for who in milestone["responsible-roles"]] == [
        ["区教委", "某局"], ["区财政局"],
    ]  # fmt: skip
    first, second = milestone["tasks"]
    assert own(first) == {"id": "2.1", "done": "2024-06-20"}
    assert first.keys().isdisjoint({"timing", "responsible-roles"})
    assert own(second)["dropped"] == "并入"
    assert second["timing"] == {"on-date": {"date": "2024-04-01T23:59:59+08:00"}}
    assert [names[one] for one in second["responsible-roles"][0]["party-uuids"]] == ["区人社局"]


def test_what_was_seen(make: Make) -> None:
    """Looking, evidence and readings are observations with their days; what was taken back is in the log alone."""
    plan = made(make(ITEMS).ledger)
    seen = [(each["title"], each["methods"], each["collected"][:10]) for each in plan["observations"]]
    assert seen == [
        ("inspect", ["EXAMINE"], "2024-06-03"), ("submit", ["UNKNOWN"], "2024-06-21"),
        ("verify", ["EXAMINE"], "2024-06-22"), ("占比", ["UNKNOWN"], "2024-06-30"), ("占比", ["UNKNOWN"], "2024-06-30"),
    ]  # fmt: skip
    assert [each["description"] for each in plan["observations"]] == [
        "inspect", "submit", "属实", "占比: 82.5%", "占比: 83%",
    ]  # fmt: skip
    entries = plan["risks"][0]["risk-log"]["entries"]
    assert [(each["title"], each.get("status-change"), own(each).get("void")) for each in entries] == [
        ("progress", "remediating", None), ("progress", None, "true"), ("correct", None, None), ("inspect", None, None),
        ("submit", None, None), ("verify", None, None), ("close", "closed", None),
    ]  # fmt: skip
    assert own(entries[-1]) == {"number": "7", "filing-number": "12"}
    assert own(entries[2])["entry"] == "2"


def test_the_proofs(make: Make) -> None:
    """A file has its place and SHA-256, an address is a URI, a paper is told in words; a measure links to its own."""
    plan = made(make(ITEMS).ledger)
    found = {each["title"]: each for each in plan["back-matter"]["resources"]}
    assert found["表.pdf"]["rlinks"] == [
        {
            "href": "evidence/2/%E6%A3%80%E6%9F%A5%20%E8%A1%A8.pdf",
            "hashes": [{"algorithm": "SHA-256", "value": "ab" * 32}],
        }
    ]
    assert found["3号柜"]["citation"] == {"text": "3号柜"}
    assert found["https://甲.cn/表"]["rlinks"] == [{"href": "https://%E7%94%B2.cn/%E8%A1%A8"}]
    [[measure, _]] = [task["tasks"] for each in plan["risks"][0]["remediations"] for task in each["tasks"]]
    assert [link["href"] for link in measure["links"]] == [f"#{found['表.pdf']['uuid']}"]


def test_a_later_export_updates(make: Make) -> None:
    """What was there before keeps its id; another plan, and a sub-ledger of the same plan, have ids of their own."""
    ledger = make(ITEMS).ledger
    before, after = made(ledger, date(2024, 6, 10)), made(ledger)
    ids = [{each["uuid"] for each in parts(plan) if "uuid" in each} for plan in (before, after)]
    assert ids[0] < ids[1]
    assert [risk["status"] for risk in before["risks"]] == ["remediating", "withdrawn", "open"]
    other = made(ledger, part="大班额")
    assert ids[1].isdisjoint({each["uuid"] for each in parts(other) if "uuid" in each})


def test_a_ledger_that_says_little(make: Make) -> None:
    """Without a plan the document has a title and no more than that; papers name who wrote them and for whom."""
    items = "[{id: 1, area: 甲, kind: problem, title: 乙, due: 2024-08-01}]"
    plan = made(make(items, settings="{}").ledger)
    assert plan.keys() == {"uuid", "metadata", "system-id", "risks", "poam-items"}
    assert "risk-log" not in plan["risks"][0]
    assert plan["metadata"]["title"] == "Plan of action and milestones"
    assert plan["metadata"].keys().isdisjoint({"props", "responsible-parties"})
    assert plan["risks"][0]["remediations"][0]["tasks"][0]["timing"].keys() == {"on-date"}
    named = made(make(items, settings="{office: 长寿区教委, plan: {addressee: 市督导委}}").ledger)
    names = {party["uuid"]: party["name"] for party in named["metadata"]["parties"]}
    who = {
        each["role-id"]: [names[one] for one in each["party-uuids"]]
        for each in named["metadata"]["responsible-parties"]
    }
    assert who == {"prepared-by": ["重庆市长寿区教育委员会"], "prepared-for": ["市督导委"]}


def test_what_oscal_cannot_hold(make: Make) -> None:
    """A plan without an item, and a day in a year that OSCAL lacks, are refused by name."""
    with pytest.raises(LedgerError) as refused:
        made(make("[]").ledger)
    assert refused.value.code == "oscal-empty"
    with pytest.raises(LedgerError) as refused:
        made(make("[{id: 1, area: 甲, kind: problem, title: 乙, due: 0204-08-01}]").ledger)
    assert (refused.value.code, refused.value.fields) == ("oscal-day", {"value": "0204-08-01"})


def test_departments(make: Make) -> None:
    """What departments.yaml says of a body comes with it."""
    departments = "[{name: 甲, note: 旧, from: 2020-01-01, until: 2024-01-01, successor: 乙}, {name: 乙}]"
    plan = made(make("[{id: 1, area: 甲, kind: problem, title: 乙}]", departments=departments).ledger)
    old, new = plan["metadata"]["parties"]
    assert own(old) == {"from": "2020-01-01", "until": "2024-01-01", "successor": "乙"}
    assert (old["remarks"], new.keys()) == ("旧", {"uuid", "type", "name"})


def test_the_shipped_ledger(shipped: Path) -> None:
    """The real plan is a valid document with all its items, measures and departments."""
    ledger = load(shipped).ledger
    plan = made(ledger)
    assert len(plan["poam-items"]) == len(plan["risks"]) == 18
    tasks = [task for risk in plan["risks"] for each in risk["remediations"] for task in each["tasks"]]
    assert sum(len(task.get("tasks", ())) for task in tasks) == 37
    assert len(plan["metadata"]["parties"]) == len(ledger.departments)


@pytest.mark.parametrize(
    ("text", "uri"),
    [
        ("https://a.cn:80/b?c=d#e", "https://a.cn:80/b?c=d#e"),
        ("http://a.cn/50%", "http://a.cn/50%25"),
        ("http://甲@a.cn/<b>#c#d", "http://%E7%94%B2@a.cn/%3Cb%3E#c%23d"),
        ("http://[::1/", None),
        ("http://a:b:c/", None),
        ("http://[::1]/", None),
    ],
)
def test_addresses(text: str, uri: str | None) -> None:
    """What no URI holds is escaped; what cannot be one is told in words instead."""
    assert address(text) == uri


ANY = st.text().filter(lambda text: re.search(r"\S", text) is not None) | st.text(
    st.sampled_from("*_`[]<>&#-+=|{}~^\\1.) \n\t\x07\ufeff\u2028甲a;"), min_size=1
).filter(lambda text: text.strip() != "")


def plain(markdown: str) -> str:
    """Return what Markdown without markup says."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown)


@given(st.text())
def test_markdown_says_what_the_text_says(text: str) -> None:
    """Escaped, a text is what it was, in one line or in several."""
    assert plain(line(text)) == string(text)
    lines = [string(each) for each in text.splitlines()]
    assert plain(prose(text)).split("\n\n") == ([each for each in lines if each != NOTHING] or [NOTHING])


@settings(max_examples=60, deadline=None)
@given(
    texts=st.lists(ANY, min_size=12, max_size=12),
    names=st.lists(
        st.from_regex(r"[0-9A-Za-z一-龥][0-9A-Za-z一-龥_]{0,9}", fullmatch=True), min_size=3, max_size=3, unique=True
    ),
    url=st.from_regex(r"https?://[^\s/]\S*", fullmatch=True),
    day=st.dates(date(2000, 1, 1), date(2099, 12, 31)),  # the schema knows no 29 February before
)
def test_whatever_a_ledger_says(texts: list[str], names: list[str], url: str, day: date) -> None:
    """The document of any ledger is valid and whole in itself: any id, text, name, address and day."""
    said = iter(texts)
    title, problem, note, body, unit = (next(said) for _ in range(5))
    entry = {"on": day, "event": "inspect", "by": body, "note": note, "evidence": [{"paper": next(said)}, {"url": url}]}
    item = Item.model_validate(
        {"id": names[0], "area": next(said), "kind": "problem", "title": title, "problem": problem, "lead": [body],
         "goal": next(said), "person": next(said), "due": day, "due_wording": next(said), "log": [entry],
         "measures": [{"id": names[1], "text": next(said), "due": day}, {"id": names[2], "text": title}],
         "indicators": [{"name": note, "unit": unit, "kind": "scope", "literal": title,
                         "readings": [{"on": day, "value": -1.5}]}]}
    )  # fmt: skip
    plan = Settings.model_validate({"plan": {"title": title, "number": note, "addressee": body}, "office": problem})
    made(Ledger((item,), (Department(name=body, full_name=next(said), aliases=(note,)),), plan))
