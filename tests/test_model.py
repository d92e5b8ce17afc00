"""What the files say becomes records: nothing changes its type, and nothing can be changed afterwards."""

from datetime import date

import pytest
from pydantic import BaseModel
from pydantic import ValidationError

from ledger.errors import UnreadableError
from ledger.model import Department
from ledger.model import Item
from ledger.model import Ledger
from ledger.settings import Lights
from ledger.settings import Settings
from sharing import Make

HEAD = "- id: 1\n  area: 甲\n  kind: problem\n  title: 题\n"


def only(make: Make, lines: str = "") -> Item:
    """Return the item that these lines, behind the keys it must have, describe."""
    [item] = make(HEAD + lines).ledger.items
    return item


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("  lead: 区教委\n", ("区教委",)),
        ("  lead: [区教委, 区人社局]\n", ("区教委", "区人社局")),
        ("  lead:\n  - 区教委\n  - 区人社局\n", ("区教委", "区人社局")),
        ("  lead: []\n", ()),
        ("  lead:\n", ()),
        ("", ()),
    ],
)
def test_names_are_one_text_or_a_list(make: Make, written: str, names: tuple[str, ...]) -> None:
    """Departments may be written as one text, as a list, or not at all."""
    assert only(make, written).lead == names


@pytest.mark.parametrize("written", ["''", "['']", "[区教委, '']", "' '", "['\u3000']", "[区教委, ' ']"])
def test_names_that_stand_empty_are_refused(make: Make, written: str) -> None:
    """An empty text in place of a department is a fault, not a department without a name."""
    with pytest.raises(UnreadableError) as caught:
        only(make, f"  lead: {written}\n")
    assert [(d.code, d.fields["key"]) for d in caught.value.diagnostics] == [("no-value", "lead")]


@pytest.mark.parametrize(
    ("key", "absent"),
    [
        ("problem", None),
        ("lead", ()),
        ("support", ()),
        ("person", None),
        ("type", None),
        ("ongoing", None),
        ("due", None),
        ("due_wording", None),
        ("measures", ()),
        ("indicators", ()),
        ("log", ()),
    ],
)
def test_a_key_without_a_value_is_absent(make: Make, key: str, absent: object) -> None:
    """A key that is there for somebody to fill in says nothing yet."""
    assert getattr(only(make, f"  {key}:\n"), key) == absent


@pytest.mark.parametrize("key", ["id", "area", "kind", "title"])
def test_what_an_item_must_have_cannot_be_empty(make: Make, key: str) -> None:
    """An item without a number, area, kind or title is refused."""
    lines = [f"{line.split(':')[0]}:" if line[2:].startswith(f"{key}:") else line for line in HEAD.splitlines()]
    with pytest.raises(UnreadableError) as caught:
        make("\n".join(lines) + "\n")
    assert [(d.code, d.fields["key"]) for d in caught.value.diagnostics] == [("no-value", key)]


@pytest.mark.parametrize(
    ("written", "number"),
    [("1513", 1513), ("23.9", 23.9), ("0", 0), ("-5", -5), ("+5", 5), ("65.0", 65.0), ("'82'", 82)],
)
def test_a_number_is_exact(make: Make, written: str, number: float) -> None:
    """Whole numbers stay whole and decimal ones decimal, as the plan has them."""
    item = only(make, f"  indicators: [{{name: 占比, kind: baseline, literal: 占比, value: {written}}}]\n")
    value = item.indicators[0].value
    assert value == number
    assert type(value) is type(number)


@pytest.mark.parametrize("written", ["65%", "1,513", "0.9万", "1e5", ".5", "nan", "0x10", "12:30", "九"])
def test_what_is_no_number_is_refused(make: Make, written: str) -> None:
    """A figure with words or signs in it has its place in `literal`; nothing is guessed from it."""
    with pytest.raises(UnreadableError) as caught:
        only(make, f"  indicators: [{{name: 占比, kind: baseline, literal: 占比, value: '{written}'}}]\n")
    assert [d.code for d in caught.value.diagnostics] == ["bad-number"]


@pytest.mark.parametrize("text", ["0123", "9.10", "no", "yes", "null", "12:30", "1e3", "2025-13-31", "0x1F", "~"])
def test_a_text_stays_as_it_is_written(make: Make, text: str) -> None:
    """YAML's guesses change nothing: what looks like a number, a truth or a time is the text it is."""
    assert only(make, f"  problem: {text}\n").problem == text


@pytest.mark.parametrize("name", ["0123", "9.10", "no", "1_a", "附件2", "4" * 40])
def test_an_id_stays_as_it_is_written(make: Make, name: str) -> None:
    """An id keeps its zeros and its point."""
    [item] = make(HEAD.replace("id: 1", f"id: {name}")).ledger.items
    assert item.id == name


@pytest.mark.parametrize(
    "name", ["a/b", "..", ".a", "_a", "a b", "-1", "4" * 41, "a\\b", "é", "1.", "con", "NUL.txt", "com1"]
)
def test_an_id_is_safe_as_a_file_name(make: Make, name: str) -> None:
    """An id that could leave its folder, hide in it or be too long for it is refused."""
    with pytest.raises(UnreadableError) as caught:
        make(HEAD.replace("id: 1", f"id: '{name}'"))
    assert [d.code for d in caught.value.diagnostics] == ["bad-id"]


@pytest.mark.parametrize("written", ["2025-13-31", "2025-02-30", "20250131", "2025-1-31", "2025/01/31", "1", "today"])
def test_what_is_no_day_is_refused(make: Make, written: str) -> None:
    """A day is written year-month-day and lies in the calendar."""
    with pytest.raises(UnreadableError) as caught:
        only(make, f"  due: {written}\n")
    assert [d.code for d in caught.value.diagnostics] == ["bad-date"]


PROOF = "  measures:\n  - {{id: 1.1, text: 做, evidence: [{{{}}}]}}\n"


@pytest.mark.parametrize(
    "proof",
    [
        "file: evidence/1/验收单 (1).pdf",
        "url: 'https://example.org/a'",
        "paper: 2024-3/2柜",
        f"file: evidence/a.pdf, sha256: {'0' * 64}, name: 扫描件.pdf",
    ],
)
def test_evidence_is_a_file_an_address_or_a_paper(make: Make, proof: str) -> None:
    """Each piece of evidence says where it lies: in the folder, on the web or in a cabinet."""
    [evidence] = only(make, PROOF.format(proof)).measures[0].evidence
    assert sum(place is not None for place in (evidence.file, evidence.url, evidence.paper)) == 1


@pytest.mark.parametrize(
    ("proof", "code"),
    [
        ("file: evidence/a.pdf, paper: 2柜", "evidence-kind"),
        ("name: a.pdf", "evidence-kind"),
        ("file: ../a.pdf", "outside-folder"),
        ("file: evidence/../../a.pdf", "outside-folder"),
        ("file: /a.pdf", "outside-folder"),
        ("file: evidence//a.pdf", "outside-folder"),
        ("file: 'C:a.pdf'", "outside-folder"),
        ("file: 'evidence\\a.pdf'", "outside-folder"),
        ("url: ftp://example.org/a", "bad-address"),
        ("url: example.org", "bad-address"),
        ("url: 'https://example.org/a b'", "bad-address"),
        ("file: evidence/a.pdf, sha256: abc", "bad-digest"),
        (f"file: evidence/a.pdf, sha256: {'A' * 64}", "bad-digest"),
    ],
)
def test_evidence_that_could_not_be_shown_is_refused(make: Make, proof: str, code: str) -> None:
    """Evidence of two kinds or of none, outside the folder on any system, or with a malformed digest is a fault."""
    with pytest.raises(UnreadableError) as caught:
        only(make, PROOF.format(proof))
    assert [d.code for d in caught.value.diagnostics] == [code]


def test_a_period_may_be_one_day_and_never_runs_backwards(make: Make) -> None:
    """A period has both its days in it, so it may begin and end on one; it cannot end before it begins."""
    public = "  log:\n  - {{on: 2024-07-01, event: publicize, by: 区教委, from: 2024-07-01, until: {}}}\n"
    assert len(only(make, public.format("2024-07-01")).log) == 1
    with pytest.raises(UnreadableError) as caught:
        only(make, public.format("2024-06-30"))
    assert [d.code for d in caught.value.diagnostics] == ["upside-down"]


def test_a_period_has_its_own_keys(make: Make) -> None:
    """The files say `from`; the program's own word for it is no key, which nobody could look up."""
    with pytest.raises(UnreadableError) as caught:
        make("[]", settings="terms: [{name: 春期, begin: 2024-02-19, until: 2024-06-28}]")
    assert {d.code for d in caught.value.diagnostics} == {"missing-key", "unknown-key"}


def test_departments_are_known_by_every_spelling(make: Make) -> None:
    """Name, full name and alias lead to the same department; an unknown spelling stays, and each comes once."""
    ledger = make("[]").ledger
    assert ledger.names["长寿区教委"] == ledger.names["重庆市长寿区教育委员会"] == ledger.names["区教委"] == "区教委"
    spelt = ("长寿区教委", "某局", "区人社局", "重庆市长寿区教育委员会", "区教委", "某局")
    assert ledger.known(spelt) == ("区教委", "某局", "区人社局")


def test_the_first_department_keeps_a_spelling() -> None:
    """Where two departments claim a spelling it stays with the first, so that no figure depends on chance."""
    ledger = Ledger(departments=(Department(name="甲", aliases=("子",)), Department(name="乙", aliases=("子", "甲"))))
    assert ledger.names == {"甲": "甲", "子": "甲", "乙": "乙"}


def test_an_items_departments_are_its_own_and_its_measures(make: Make) -> None:
    """An item's own departments come before those of its measures, each once, leads and supports apart."""
    item = only(
        make,
        "  lead: 区教委\n  support: 区财政局\n  measures:\n"
        "  - {id: 1.1, text: 做, lead: [区人社局, 区教委], support: 区督导委}\n"
        "  - {id: 1.2, text: 做, lead: 区督导委, support: 区财政局}\n",
    )
    assert item.bodies("lead") == ("区教委", "区人社局", "区督导委")
    assert item.bodies("support") == ("区财政局", "区督导委")


def test_dropped_measures_are_not_counted(make: Make) -> None:
    """A measure that is given up leaves the count of those to do; without measures both figures are nought."""
    measures = "  measures:\n  - {id: 1.1, text: 做, done: 2024-06-20}\n  - {id: 1.2, text: 做}\n"
    assert only(make, f"{measures}  - {{id: 1.3, text: 做, dropped: 政策已变}}\n").progress() == (1, 2)
    dropped = "  - {id: 1.3, text: 做, done: 2024-06-21, dropped: 政策已变}\n"
    assert only(make, f"{measures}{dropped}").progress() == (1, 2)
    assert only(make, f"  measures:\n{dropped}").progress() == (0, 0)
    assert only(make).progress() == (0, 0)


def test_the_days_of_an_item(make: Make) -> None:
    """Entries, finished measures and readings carry days; due dates do not: they have not happened."""
    item = only(
        make,
        "  due: 2024-12-31\n  measures:\n  - {id: 1.1, text: 做, done: 2024-06-20}\n"
        "  - {id: 1.2, text: 做, due: 2024-12-30}\n"
        "  indicators:\n  - {name: 占比, kind: baseline, literal: 65%, readings: [{on: 2024-06-30, value: 82}]}\n"
        "  log:\n  - {on: 2024-05-31, event: inspect, by: 区教委}\n",
    )
    assert sorted(item.days()) == [date(2024, 5, 31), date(2024, 6, 20), date(2024, 6, 30)]


def test_to_remind_is_no_news(make: Make) -> None:
    """Of the log only what the work itself did is news: not a notice, not a correction, not what was taken back."""
    item = only(
        make,
        "  measures: [{id: 1.1, text: 做, done: 2024-06-20}]\n"
        "  indicators: [{name: 占比, kind: baseline, literal: 65%, readings: [{on: 2024-06-30, value: 82}]}]\n"
        "  log:\n  - {on: 2024-05-30, event: inspect, by: 甲}\n  - {on: 2024-05-31, event: inspect, by: 甲}\n"
        "  - {on: 2024-07-01, event: notice, level: remind, by: 甲}\n"
        "  - {on: 2024-07-02, event: correct, by: 甲, entry: 2, reason: 错}\n",
    )
    assert sorted(item.news()) == [date(2024, 5, 30), date(2024, 6, 20), date(2024, 6, 30)]
    assert len(list(item.days())) == 6


def test_every_setting_has_a_default(make: Make) -> None:
    """An office that sets nothing gets the full way of closing, and 15 and 30 days."""
    settings = make("[]", settings="office: 区教委").ledger.settings
    assert settings.closing.steps == ("submit", "verify", "close")
    assert settings.timely_by == "submitted"
    assert settings.lights == Lights(due_soon_days=15, quiet_days=30)
    assert settings.plan.date is None


@pytest.mark.parametrize(
    "settings",
    [
        "limits: {file_megabytes: 0}",
        "lights: {quiet_days: -1}",
        "lights: {quiet_days: 1.5}",
        "lights: {quiet_days: 多}",
        "lights: {quiet_days: 1_5}",
        "lights: {quiet_days: 15.0}",
        "lights: {quiet_days: +15}",
    ],
)
def test_what_is_no_count_is_refused(make: Make, settings: str) -> None:
    """Days are counted from nought and megabytes from one, in whole numbers."""
    with pytest.raises(UnreadableError) as caught:
        make("[]", settings=settings)
    assert [d.code for d in caught.value.diagnostics] == ["bad-count"]
    at_least = make("[]", settings="limits: {file_megabytes: 1}\nlights: {quiet_days: 0}").ledger.settings
    assert (at_least.limits.file_megabytes, at_least.lights.quiet_days) == (1, 0)


@pytest.mark.parametrize("record", [Settings(), Lights(), Department(name="区教委")])
def test_records_are_frozen(record: BaseModel) -> None:
    """Nobody changes a record: an action returns a new one."""
    key = next(iter(type(record).model_fields))
    with pytest.raises(ValidationError, match="frozen"):
        setattr(record, key, None)


def test_everything_that_is_read_is_frozen(make: Make) -> None:
    """An item, its measures, its log and the ledger itself refuse an assignment."""
    ledger = make(HEAD + "  measures:\n  - {id: 1.1, text: 做}\n  log:\n  - {on: 2024-05-31, event: inspect, by: 甲}\n")
    [item] = ledger.ledger.items
    for record, key in ((item, "status"), (item.measures[0], "done"), (item.log[0], "on"), (ledger.ledger, "items")):
        with pytest.raises((ValidationError, AttributeError)):
            setattr(record, key, None)
    assert item.status == "open"
