"""Merging by meaning: nothing of either side is lost unless it is told as a conflict, whichever side is ours."""

import json
import re
import tracemalloc
from collections import Counter
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from datetime import timedelta
from typing import Any
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from editing import BASE
from editing import CLOSING
from editing import EDITS
from editing import Edit
from editing import edited
from editing import facts
from editing import records
from editing import status
from ledger import schema
from ledger import splices
from ledger import threeway
from ledger.cache import NOTHING
from ledger.checks.past import look
from ledger.gitlog import Commit
from ledger.history import Version
from ledger.merging import Outcome
from ledger.merging import Texts
from ledger.merging import UnmergeableError
from ledger.merging import merge
from ledger.merging import read
from ledger.merging import settled
from ledger.model import Item
from ledger.model import Ledger
from ledger.pasts import Past
from ledger.pasts import Sides
from ledger.settings import ClosingRules
from ledger.threeway import Side


def merged(base: str, ours: str, theirs: str) -> Outcome:
    """Return two sides merged, without git's merge of the lines."""
    return merge("items.yaml", Texts(base, ours, theirs), CLOSING, lambda _: None)


def side(text: str, which: str) -> str:
    """Return the text that somebody gets who takes one side of all conflicts."""
    keep = r"\1" if which == "ours" else r"\2"
    return re.sub(r"<<<<<<< ours\n(.*?)=======\n(.*?)>>>>>>> theirs\n", keep, text, flags=re.DOTALL)


def comments(text: str) -> Counter[str]:
    """Return the comments of a text."""
    return Counter(re.findall(r"# .*", text))


@settings(max_examples=400, deadline=None)
@given(EDITS, EDITS, st.sampled_from(["\n", "\r\n"]))
def test_nothing_is_lost(one: list[Edit], other: list[Edit], newline: str) -> None:
    """Each side's changes are in the result or told as a conflict; the sides of a conflict read as what they say."""
    ours, theirs = edited(BASE, one), edited(BASE, other)
    found = merged(*(text.replace("\n", newline) for text in (BASE, ours, theirs)))
    assert found.text.count("\n") == found.text.count(newline)
    text = found.text.replace(newline, "\n")
    begun, mine, yours = facts(BASE), facts(ours), facts(theirs)
    ways = {which: facts(side(text, which)) for which in ("ours", "theirs")}
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
            parts_stay(begun[name], changed[name], way[name])
    for which in ("ours", "theirs"):
        assert (comments(theirs) - comments(BASE)) | (comments(ours) - comments(BASE)) <= comments(text)
        assert all(item["status"] == status(item) for item in records(side(text, which)))
    assert bool(found.conflicts) == ("<<<<<<<" in text)


def parts_stay(begun: dict[str, Any], changed: dict[str, Any], now: dict[str, Any]) -> None:
    """Look whether what a side has made of measures and indicators is there, once, and nothing that cannot be."""
    for name, measure in changed["measures"].items():
        before = begun["measures"].get(name, {})
        for key in measure.keys() | before.keys():
            if measure.get(key) != before.get(key):
                assert now["measures"][name].get(key) == measure.get(key), (name, key)
    assert not any("done" in measure and "dropped" in measure for measure in now["measures"].values())
    assert len(now["indicators"]) == len(changed["indicators"])
    for before, made, there in zip(begun["indicators"], changed["indicators"], now["indicators"], strict=True):
        assert {**there, "readings": []} == {**made, "readings": []}
        assert {*made["readings"]} - {*before["readings"]} <= {*there["readings"]}


def logged(log: list[dict[str, Any]], **fields: object) -> str:
    """Return a ledger of one item with this log."""
    item = {"id": "1", "area": "甲", "kind": "problem", "title": "一", "problem": "一", **fields, "log": log}
    return f"{json.dumps([item], ensure_ascii=False)}\n"


def entry(event: str, on: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 (plain data)
    """Return an entry of a log."""
    return {"on": on, "event": event, "by": "教委", **more}


NEWS = entry("progress", "2024-05-01", note="一")


def events(text: str, side_: str = "ours") -> list[tuple[str, str]]:
    """Return the entries of the only item, as one side of all conflicts has it."""
    [item] = records(side(text, side_))
    return [(each["event"], each["on"]) for each in item["log"]]


def test_steps_stand_in_the_order_of_time() -> None:
    """A step that one side adds stands behind older steps of the other, whatever news was told late between them."""
    ours = logged(
        [NEWS, entry("progress", "2024-07-20", note="二"), entry("extend", "2024-07-05", to="2024-09-01", reason="二")],
        due="2024-09-01",
    )
    theirs = logged([NEWS, entry("submit", "2024-07-10")], due="2024-06-30", status="submitted")
    base = logged([NEWS], due="2024-06-30")
    found = merged(base, ours, theirs)
    assert found.conflicts == ()
    assert events(found.text)[1:] == [("progress", "2024-07-20"), ("extend", "2024-07-05"), ("submit", "2024-07-10")]


def test_steps_of_one_day_stay_in_the_order_of_their_side() -> None:
    """A step that was put in before another one of its day does not go behind that: it could not follow it."""
    put_off = entry("extend", "2024-09-10", to="2024-12-15", was="2024-06-30", reason="延")
    applied = [NEWS, entry("submit", "2024-07-13")]
    seen = [entry("verify", "2024-09-01", outcome="不实"), entry("return", "2024-09-10", reason="缺")]
    base = logged([*applied, put_off], due="2024-12-15", status="submitted")
    theirs = logged([*applied, *seen, put_off], due="2024-12-15", status="in_progress")
    found = merged(base, logged([*applied, put_off, NEWS], due="2024-12-15", status="submitted"), theirs)
    assert found.conflicts == ()
    assert [name for name, _ in events(found.text)[2:]] == ["verify", "return", "extend", "progress"]


class Deed(NamedTuple):
    """What one of three people enters, some days after what stands last in the log, or that they sync."""

    who: int
    what: str
    later: int


MORE: Mapping[str, Mapping[str, Any]] = {
    "verify": {"outcome": "属实"},
    "extend": {"reason": "延", "to": "2025-01-01"},
    "handover": {"to": ["财政局"]},
    "publicize": {"from": "2024-05-01", "until": "2024-05-08"},
    "progress": {"note": "办"},
    "correct": {"reason": "误记"},
    **{event: {"reason": "缺"} for event in ("return", "withdraw", "restore", "reopen")},
}
DEEDS = st.builds(
    Deed,
    st.integers(0, 2),
    st.sampled_from(["sync"] * 6 + ["submit", "close", "publicize", "progress"] * 2 + [*MORE] * 2),
    st.integers(0, 2),
)


def _done(record: dict[str, Any], deed: Deed, number: int) -> dict[str, Any]:
    """Return an item once something has happened, or as it was where that cannot be."""
    log = record["log"]
    day = date.fromisoformat(max(each["on"] for each in log)) + timedelta(deed.later)
    made = {**entry(deed.what, str(day)), **MORE.get(deed.what, {})}
    fields: dict[str, Any] = {}
    match deed.what:
        case "correct":
            made["entry"] = str(max(1, len(log) - deed.later))
        case "extend":
            fields["due"] = made["to"] = str(date.fromisoformat(record["due"]) + timedelta(number + 1))
            made["was"] = record["due"]
        case "handover":
            fields["lead"] = made["to"] = [f"局{number}"]
            made["was"] = record["lead"]
        case "progress":
            made["note"] = f"办{number}"
    told = {key: value for key, value in record.items() if key != "status"}
    after = PAST.counted({**told, **fields, "log": [*log, made]})
    return record if PAST.is_impossible(after, Sides(record, record, record)) else after


PAST = Past(CLOSING)


@settings(max_examples=150, deadline=None)
@given(st.lists(DEEDS, min_size=6, max_size=40), st.sampled_from(["ours", "theirs"]))
def test_what_is_merged_again_and_again_can_have_been(deeds: list[Deed], which: Side) -> None:
    """However three copies go on and sync, the log of an item says nothing that cannot be, whoever is chosen."""
    shared = logged([NEWS], lead=["教委"], due="2024-06-30", status="in_progress")
    [sound] = records(shared)
    begun, mine = [shared] * 3, [shared] * 3
    for number, deed in enumerate(deeds):
        if deed.what != "sync":
            [before] = records(mine[deed.who])
            mine[deed.who] = json.dumps([_done(before, deed, number)], ensure_ascii=False) + "\n"
            continue
        texts = Texts(begun[deed.who], mine[deed.who], shared)
        shared = begun[deed.who] = mine[deed.who] = settled("items.yaml", texts, CLOSING, lambda _: which)
        [after] = records(shared)
        assert not PAST.is_impossible(after, Sides(sound, sound, sound)), after["log"]


def test_an_entry_that_one_side_has_undone_and_the_other_corrected() -> None:
    """The entry stays with its correction, which names it: else the correction would take back another one."""
    wrong, right = entry("progress", "2024-05-02", note="误"), entry("progress", "2024-05-03", note="二")
    ours = logged([NEWS, right])
    theirs = logged([NEWS, wrong, entry("correct", "2024-05-04", entry="2", reason="误记")])
    for sides in ((ours, theirs), (theirs, ours)):
        found = merged(logged([NEWS, wrong]), *sides)
        [item] = records(found.text)
        [correction] = [each for each in item["log"] if each["event"] == "correct"]
        assert (found.conflicts, item["log"][int(correction["entry"]) - 1]["note"]) == ((), "误")
        assert "二" in [each.get("note") for each in item["log"]]


def test_the_merge_of_the_lines_is_taken_where_it_says_the_same() -> None:
    """Git's text has the layout of both sides, so it stays, unless it says something else."""
    ours, theirs = BASE.replace("title: 二", "title: '二二'"), BASE.replace("title: 三", "title: '三三'")
    lines = ours.replace("title: 三", "title: '三三'")
    texts = Texts(BASE, ours, theirs)
    assert merge("items.yaml", texts, CLOSING, lambda _: lines) == Outcome(lines, ())
    assert facts(merge("items.yaml", texts, CLOSING, lambda _: ours).text) == facts(lines)


def test_lists_of_facts() -> None:
    """What either side has added to a list of facts is there once, and what one has taken out is gone."""

    def measured(*papers: str) -> str:
        item = {"id": "1", "area": "甲", "kind": "problem", "title": "一", "problem": "一"}
        proofs = [{"paper": paper} for paper in papers]
        return json.dumps([{**item, "measures": [{"id": "1.1", "text": "查", "evidence": proofs}]}]) + "\n"

    found = merged(measured("a", "b"), measured("b", "c"), measured("a", "b", "c", "d"))
    assert found.conflicts == ()
    [item] = records(found.text)
    assert sorted(proof["paper"] for proof in item["measures"][0]["evidence"]) == ["b", "c", "d"]


def figures(*read: tuple[str, ...], measures: Sequence[str] = ("1.1", "1.2")) -> str:
    """Return a ledger of one item, whose indicators share a name, each with the days on which it was read."""
    alike = {"name": "占比", "kind": "target", "literal": "80%"}
    indicators = [
        {**alike, **({"measure": name} if name else {}), "readings": [{"on": day, "value": "1"} for day in days]}
        for name, days in zip(measures, read, strict=True)
    ]
    return logged([], indicators=indicators)


def test_indicators_that_share_a_name() -> None:
    """Each is told from the other by its measure, and gets the readings of both sides; none is doubled."""
    one, two, three = (f"2024-05-0{n}" for n in (1, 2, 3))
    found = merged(figures((one,), ()), figures((one, two), ()), figures((one, three), (one,)))
    assert found.conflicts == ()
    [item] = records(found.text)
    assert [sorted(read["on"] for read in each["readings"]) for each in item["indicators"]] == [
        [one, two, three],
        [one],
    ]
    ways = [figures((one,), ()).replace('"value": "1"', f'"value": "{n}"') for n in (1, 2)]
    both = merged(figures((), ()), *ways)
    [conflict] = both.conflicts
    assert conflict.path == ("indicators", "占比 target 80% 1.1", "readings", one)
    assert threeway.at(records(side(both.text, "theirs"))[0], conflict.path) == conflict.theirs


@pytest.mark.parametrize("which", ["ours", "theirs"])
def test_indicators_that_nothing_tells_apart(which: str) -> None:
    """Two that share all that names them are left as they are by who changes nothing there; else a side is chosen."""
    texts = Texts(
        *(figures(*days, measures=("", "")) for days in ([(), ()], [("2024-05-01",), ()], [(), ("2024-05-02",)]))
    )
    assert merged(texts.base, texts.ours, texts.base).text == texts.ours
    assert [each.path for each in merged(*texts).conflicts] == [("indicators",)]
    chosen = settled("items.yaml", texts, CLOSING, lambda _: which)  # type: ignore[arg-type,return-value]
    assert records(chosen) == records(getattr(texts, which))


@pytest.mark.parametrize("broken", ["- a: 1\n", "- a: [\n", "", BASE + BASE[BASE.index("- id: 3") :]])
def test_what_cannot_be_read_is_not_merged(broken: str) -> None:
    """A version that is no ledger is not merged by meaning; one that is not there has not taken all out."""
    for sides in ((broken, BASE), (BASE, broken)):
        with pytest.raises(UnmergeableError):
            merged(BASE, *sides)


def test_a_file_that_was_begun_on_both_sides() -> None:
    """Without a version that both began with, what either side has is there; a file of one side alone is as it is."""
    head, *items = re.split("(?m)(?=^- id)", BASE)
    ours, theirs = head + items[0], head + items[1] + "# end\n" + items[2]
    assert sorted(item["id"] for item in records(merged("", ours, theirs).text)) == ["1", "2", "3"]
    assert merged("", "", BASE) == merged("", BASE, "") == Outcome(BASE, ())
    assert merged("", "", "") == Outcome("", ())


def test_two_days_on_which_a_measure_was_done() -> None:
    """A day that both sides have set is a conflict of that day, and neither is dropped in silence."""
    ways = [BASE.replace("text: 排查", f"text: 排查\n    done: 2024-05-0{n}") for n in (1, 2)]
    found = merged(BASE, *ways)
    assert [(each.path, each.ours, each.theirs) for each in found.conflicts] == [
        (("measures", "1.1", "done"), "2024-05-01", "2024-05-02")
    ]


DECIDED = {
    which: BASE.replace("text: 排查", f"text: 排查{said}")
    for which, said in {
        "open": "",
        "done": "\n    done: 2024-05-01",
        "done again": "\n    done: 2024-05-02",
        "dropped": "\n    dropped: 不做",
        "dropped again": "\n    dropped: 并入他项",
    }.items()
}


@pytest.mark.parametrize("which", ["ours", "theirs"])
@pytest.mark.parametrize(
    "versions",
    [
        ("open", "done", "dropped"),
        ("open", "dropped", "done"),
        ("done", "done again", "dropped"),
        ("dropped", "done", "dropped again"),
    ],
)
def test_a_measure_is_done_or_dropped(versions: Sequence[str], which: str) -> None:
    """No command would drop what is done, or do what is dropped: the decision is that of one side."""
    texts = Texts(*(DECIDED[each] for each in versions))
    texts = texts._replace(theirs=texts.theirs.replace("text: 排查", "text: 排查一遍"))
    found = merged(*texts)
    assert [each.path for each in found.conflicts] == [("measures", "1.1")]
    [wanted] = [
        one for item in records(getattr(texts, which)) for one in item.get("measures", ()) if one["id"] == "1.1"
    ]
    chosen = settled("items.yaml", texts, CLOSING, lambda _: which)  # type: ignore[arg-type,return-value]
    for text in (chosen, side(found.text, which)):
        measure = threeway.at(records(text)[0], ("measures", "1.1"))
        assert measure == {**wanted, "text": "排查一遍"} == getattr(found.conflicts[0], which)


@pytest.mark.parametrize(
    ("versions", "left"),
    [
        (("dropped", "open", "done"), "done"),
        (("done", "dropped", "open"), "dropped"),
        (("done", "open", "open"), "open"),
    ],
)
def test_a_decision_that_was_taken_back(versions: Sequence[str], left: str) -> None:
    """What one side takes back, and the other decides anew, is what the other has decided."""
    found = merged(*(DECIDED[each] for each in versions))
    assert found.conflicts == ()
    assert facts(found.text) == facts(DECIDED[left])


def test_nothing_ends_before_it_has_begun() -> None:
    """The first and the last day of a department are one decision, since together they may be impossible."""
    base = "- name: 教委\n"
    texts = Texts(base, f"{base}  from: 2024-06-01\n", f"{base}  until: 2024-05-01\n  note: 撤并\n")
    found = merge("departments.yaml", texts, CLOSING, lambda _: None)
    assert [each.path for each in found.conflicts] == [()]
    ours = settled("departments.yaml", texts, CLOSING, lambda _: "ours")
    assert read("departments.yaml", ours) == read("departments.yaml", f"{texts.ours}  note: 撤并\n")
    theirs = settled("departments.yaml", texts, CLOSING, lambda _: "theirs")
    assert read("departments.yaml", theirs) == read("departments.yaml", texts.theirs)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ((), {"id": "1", "measures": [{"id": "1.1", "text": "排查"}], "lead": ["教委"]}),
        (("measures", "1.1", "text"), "排查"),
        (("measures", "1.2", "text"), None),
        (("lead",), ["教委"]),
        (("lead", "0"), None),
    ],
)
def test_what_stands_at_the_path_of_a_conflict(path: tuple[str, ...], value: object) -> None:
    """The path of a conflict leads to what it is about, or to nothing."""
    record = {"id": "1", "measures": [{"id": "1.1", "text": "排查"}], "lead": ["教委"]}
    assert threeway.at(record, path) == value  # type: ignore[arg-type]


def test_corrections_of_corrections_stay_small() -> None:
    """What a correction says is not longer for each one that it takes back in turn."""
    first = [NEWS, *(entry("correct", "2024-05-02", entry=str(n), reason="误") for n in range(1, 17))]
    more = [[*first, entry("progress", f"2024-05-0{n}", note="二")] for n in (3, 4)]
    tracemalloc.start()
    found = threeway.log(first, *more)
    used = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(found) == len(first) + 2
    assert used < 1_000_000


def test_corrections_of_corrections_stay_small_in_the_past() -> None:
    """The check of a merge in the past does not keep, for each correction, all that it takes back in turn."""
    first = [NEWS, *(entry("correct", "2024-05-02", entry=str(n), reason="误") for n in range(1, 300))]
    news = [entry("progress", f"2024-05-0{n}", note="二") for n in (3, 4)]
    [plain] = records(logged([]))
    ledgers = {
        name: Ledger((schema.typed(Item, {**plain, "log": log}),))
        for name, log in (("a", [*first, news[0]]), ("b", [*first, news[1]]), ("c", [*first, *news]))
    }
    commit = Commit("c", ("a", "b"), "王芳", "wangfang@example.cn", date(2024, 6, 1), "merge", ())
    version = Version(commit, (), lambda one: (one,), ledgers.get, lambda: None, NOTHING)
    tracemalloc.start()
    assert [*look([version], "items.yaml", "reports")] == []
    used = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert used < 2_000_000


COMMENTS = st.lists(
    st.tuples(st.integers(0, 40), st.sampled_from(["# 注", "  # 注", "    # 注", "", "#", "  # 注 # 二"])), max_size=6
)


@given(COMMENTS, st.booleans(), st.sampled_from(["\n", "\r\n"]))
def test_comments_stand_where_the_nodes_of_the_text_say(some: list[tuple[int, str]], ends: bool, newline: str) -> None:  # noqa: FBT001 (drawn)
    """Whether a record is found by its first line or by the nodes of the text, its comments are the same."""
    lines = BASE.split("\n")
    for at, comment in some:
        lines.insert(min(at, len(lines)), comment)
    text = "\n".join(lines) if ends else "\n".join(lines).rstrip("\n")
    text = text.replace("\n", newline)
    ours = edited(BASE, [Edit("2", "title", "1")]).replace("\n", newline)
    found = merged(BASE, ours, text)
    assert comments(text.replace("\r", "")) <= comments(found.text.replace("\r", ""))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ledger.entries.begins", lambda _: [])
        assert merged(BASE, ours, text) == found


def test_comments_end_as_the_lines_do() -> None:
    """A comment of theirs that is put into a text of Windows ends as all its lines do."""
    base = BASE.replace("\n", "\r\n")
    news = "  log:\r\n  - {on: 2024-05-01, event: inspect, by: 教委}\r\n"
    theirs = base.replace("- id: 3\r\n", "# 注\r\n- id: 3\r\n") + news
    found = merged(base, base + news.replace("教委", "财政局"), theirs)
    assert found.conflicts == ()
    assert "\r\n# 注\r\n- id: 3\r\n" in found.text
    assert found.text.count("\n") == found.text.count("\r\n")


@pytest.mark.parametrize("last", ["goal: 三", "goal: |\n    三", "lead: [教委, 财政局]"])
@pytest.mark.parametrize("gone", [("2",), ("1", "2"), ("1", "2", "3")])
def test_comments_where_the_last_line_has_no_end(last: str, gone: Sequence[str]) -> None:
    """Comments of an item that ours has taken out are kept, and the last text still says the same."""
    base = BASE.replace("lead: [教委, 财政局]\n", last)
    head, *items = re.split("(?m)(?=^- id)", base)
    kept = [item for n, item in enumerate(items, start=1) if str(n) not in gone]
    ours = head + ("".join(kept) or "[]")
    theirs = base.replace("- id: 2\n", "# 注一\n# 注二\n- id: 2\n")
    found = merged(base, ours, theirs)
    assert (found.conflicts, records(found.text)) == ((), records(ours))
    assert "# 注一\n# 注二\n" in found.text


@pytest.mark.parametrize("which", ["ours", "theirs"])
def test_two_extensions(which: str) -> None:
    """Whichever is chosen, the date is that of the last extension, and the news of both sides stays."""
    ways = [
        logged(
            [
                NEWS,
                entry("extend", f"2024-06-0{n}", to=f"2024-09-0{n}", reason="延"),
                entry("inspect", f"2024-06-1{n}"),
            ],
            due=f"2024-09-0{n}",
        )
        for n in (1, 2)
    ]
    found = merged(logged([NEWS], due="2024-06-30"), *ways)
    assert {each.path for each in found.conflicts} == {("due",), ("log",)}
    [item] = records(settled("items.yaml", Texts(logged([NEWS], due="2024-06-30"), *ways), CLOSING, lambda _: which))  # type: ignore[arg-type,return-value]
    assert item["due"] == f"2024-09-0{1 if which == 'ours' else 2}"
    assert [each["to"] for each in item["log"] if each["event"] == "extend"][-1] == item["due"]
    assert [each["on"] for each in item["log"] if each["event"] == "inspect"] == ["2024-06-11", "2024-06-12"]


@pytest.mark.parametrize(("which", "due"), [("ours", "2024-06-30"), ("theirs", "2024-09-01")])
def test_what_follows_from_a_step_goes_with_it(which: str, due: str) -> None:
    """Closed here, extended there: with the extension goes the date that it gave, and that is told."""
    proof = [
        NEWS,
        entry("submit", "2024-06-01"),
        entry("verify", "2024-06-02", outcome="属实"),
        entry("close", "2024-06-03"),
    ]
    texts = Texts(
        logged([NEWS], due="2024-06-30", status="in_progress"),
        logged(proof, due="2024-06-30", status="closed"),
        logged([NEWS, entry("extend", "2024-06-05", to="2024-09-01", reason="延")], due="2024-09-01"),
    )
    found = merged(*texts)
    assert {each.path for each in found.conflicts} == {("log",), ("due",)}
    [item] = records(settled("items.yaml", texts, CLOSING, lambda _: which))  # type: ignore[arg-type,return-value]
    assert (item["due"], item["status"]) == (due, "closed" if which == "ours" else "in_progress")


FINISHED: dict[str, Any] = {"id": "1.1", "text": "查", "done": "2024-05-20", "evidence": [{"paper": "档1"}]}
LATER: dict[str, list[dict[str, Any]]] = {
    "new": [FINISHED, {"id": "1.2", "text": "再查"}],
    "not done after all": [{key: FINISHED[key] for key in ("id", "text", "evidence")}],
    "done later": [{**FINISHED, "done": "2024-06-10"}],
}


@pytest.mark.parametrize("closing", ["ours", "theirs"])
@pytest.mark.parametrize("change", LATER)
def test_a_closing_and_a_measure_that_is_not_done(closing: str, change: str) -> None:
    """Handed in here, and there a measure still to be done: no command would let both stand, so one is chosen."""
    measures = LATER[change]
    proof = [
        NEWS,
        entry("submit", "2024-06-01"),
        entry("verify", "2024-06-02", outcome="属实", by="督导委"),
        entry("close", "2024-06-03"),
    ]
    closed = logged(proof, lead="教委", measures=[FINISHED], status="closed")
    longer = logged(
        [NEWS], lead="教委", measures=[{**each, "person": "张三"} for each in measures], status="in_progress"
    )
    base = logged([NEWS], lead="教委", measures=[FINISHED], status="in_progress")
    texts = Texts(base, closed, longer) if closing == "ours" else Texts(base, longer, closed)
    told = {each.path for each in merged(*texts).conflicts}
    assert told == {("log",), ("measures", measures[-1]["id"])}
    [kept] = records(settled("items.yaml", texts, CLOSING, lambda _: "ours"))
    [given] = records(settled("items.yaml", texts, CLOSING, lambda _: "theirs"))
    done, undone = (kept, given) if closing == "ours" else (given, kept)
    assert (done["status"], undone["status"], len(undone["log"])) == ("closed", "in_progress", 1)
    assert undone["measures"] == [{**each, "person": "张三"} for each in measures]
    assert [each["id"] for each in done["measures"]] == ["1.1"]
    assert done["measures"][0]["done"] == FINISHED["done"]


def test_an_office_that_closes_with_measures_undone() -> None:
    """Where an office does not ask for done measures, an application and a new measure come together unasked."""
    base = logged([NEWS], lead="教委", measures=[FINISHED], status="in_progress")
    applied = [NEWS, entry("submit", "2024-06-01")]
    texts = Texts(
        base,
        logged(applied, lead="教委", measures=[FINISHED], status="submitted"),
        logged([NEWS], lead="教委", measures=LATER["new"], status="in_progress"),
    )
    assert merged(*texts).conflicts
    free = ClosingRules(conditions=("lead",))
    found = merge("items.yaml", texts, free, lambda _: None)
    [item] = records(found.text)
    assert (found.conflicts, len(item["log"]), len(item["measures"])) == ((), 2, 2)


@pytest.mark.parametrize(("which", "left"), [("ours", 1), ("theirs", 3)])
def test_a_step_that_one_side_has_undone_and_the_other_rests_on(which: str, left: int) -> None:
    """An application undone here and returned there is chosen: with the undoing nothing stays that rests on it."""
    applied = entry("submit", "2024-06-01")
    texts = Texts(
        logged([NEWS, applied], status="submitted"),
        logged([NEWS], status="in_progress"),
        logged([NEWS, applied, entry("return", "2024-06-02", reason="缺")], status="in_progress"),
    )
    assert [each.path for each in merged(*texts).conflicts] == [("log",)]
    [item] = records(settled("items.yaml", texts, CLOSING, lambda _: which))  # type: ignore[arg-type,return-value]
    assert (len(item["log"]), item["status"]) == (left, "in_progress")


def test_a_step_of_another_kind_in_its_place() -> None:
    """Where one step takes the place of another, the old lines go and new ones come, though a key of both differs."""
    handed, put_off = (
        entry("handover", "2024-06-01", to=["教委"]),
        entry("extend", "2024-06-02", to="2024-09-01", reason="延"),
    )
    before, after = (
        logged([NEWS, handed, NEWS], lead="教委"),
        logged([NEWS, put_off, NEWS], lead="教委", due="2024-09-01"),
    )
    assert records(splices.apply(before, splices.remake(before, records(before), records(after)))) == records(after)


def entries_lost(begun: dict[str, Any], changed: dict[str, Any], now: dict[str, Any]) -> Counter[str]:
    """Return the entries that a side has added to a log and that are not there."""
    added: Counter[str] = changed["log"] - begun["log"]
    missing: Counter[str] = added - now["log"]
    return missing


@settings(max_examples=200, deadline=None)
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
