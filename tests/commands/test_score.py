"""`ledger score`, run as a clerk runs it: the shipped ledger, a department with a history, a table of points."""

import json
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from sharing import Run

POINTS = """assessment:
  base: 100
  lead: {closed_on_time: 2, overdue: -5, days_late: -0.1, returned: -2}
  support: {overdue: -1}
"""


@pytest.fixture
def worked(run: Run, large_classes: Path, tmp_path: Path) -> Path:
    """Return the shipped ledger with item 9 returned once and closed late, and a table of points."""
    with (large_classes / "ledger.yaml").open("a", encoding="utf-8") as settings:
        settings.write(POINTS)
    proof = tmp_path / "照片.jpg"
    proof.write_bytes(b"photo")
    for words in (
        ["set", "9", "lead=区教委", "due=2024-06-10"],
        ["done", "9.1-9.4", "--on", "2024-06-01"],
        ["submit", "9", "--on", "2024-06-05", "--evidence", str(proof)],
        ["return", "9", "--on", "2024-06-08", "--by", "区政府教育督导委", "--reason", "缺桃花溪校区照片"],
        ["submit", "9", "--on", "2024-06-20"],
        ["verify", "9", "--on", "2024-06-21", "--outcome", "属实"],
        ["close", "9", "--on", "2024-06-22"],
    ):
        done = run(*words)
        assert done.exit_code == 0, done.output
    return large_classes


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_nothing_recorded(run: Run, snapshot: SnapshotAssertion, lang: str) -> None:
    """A ledger as the plan left it has a true table, and says how many items count for nobody."""
    told = run("score", lang=lang)
    assert (told.exit_code, told.stderr) == (0, "")
    assert told.stdout == snapshot


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", [50, 80, 120])
@pytest.mark.usefixtures("worked")
def test_terminal(run: Run, snapshot: SnapshotAssertion, width: int, lang: str) -> None:
    """A terminal gets a table that fits its width; what the ranking rests on is dropped last."""
    assert run("score", lang=lang, width=width, terminal=True).stdout == snapshot


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.usefixtures("worked")
def test_explained(run: Run, snapshot: SnapshotAssertion, lang: str) -> None:
    """Each figure names the items and entries that made it, and what it is in points."""
    assert run("score", "长寿区教委", "--explain", lang=lang).stdout == snapshot


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_help(run: Run, snapshot: SnapshotAssertion, lang: str) -> None:
    """The command explains itself in both languages."""
    assert run("score", "--help", lang=lang).stdout == snapshot


def test_json(run: Run) -> None:
    """JSON has the figures as they are, whatever the language."""
    words = ["score", "区人社局", "--from", "2024-07-01", "--until", "2024-07-10", "--explain", "--format", "json"]
    told = run(*words, lang="zh").stdout
    assert told == run(*words, lang="en").stdout
    nothing = dict.fromkeys(("closed", "closed_on_time", "closed_late", "overdue", "days_late"), 0)
    nothing |= dict.fromkeys(("returned", "reopened", "extensions", "reminders", "evidence"), 0)
    rest = {"entry": None, "measure": None}
    found = json.loads(told)
    assert found.pop("unassigned") == {"items": 12} | nothing
    lead = found["departments"][0].pop("lead")
    assert lead == {
        "figures": {"items": 1} | nothing | {"overdue": 1, "days_late": 10},
        "points": None,
        "awards": [],
        "traces": [
            {"figure": "items", "item": "2", "on": "2024-07-10", "amount": 1} | rest,
            {"figure": "overdue", "item": "2", "on": "2024-07-10", "amount": 1} | rest,
            {"figure": "days_late", "item": "2", "on": "2024-07-01", "amount": 10} | rest,
        ],
    }
    support = found["departments"][0].pop("support")
    assert [(trace["figure"], trace["item"]) for trace in support["traces"]] == [("items", "1"), ("items", "8")]
    assert found == {
        "from": "2024-07-01",
        "until": "2024-07-10",
        "department": "区人社局",
        "base": None,
        "departments": [{"department": "区人社局", "rank": 9, "points": None}],
        "explained": True,
    }


def test_a_past_day(run: Run) -> None:
    """--until and --as-of tell the same of a past day; --until does not reach beyond --as-of."""
    told = run("score", "--until", "2024-07-01").stdout
    assert told == run("score", "--as-of", "2024-07-01").stdout
    refused = run("score", "--as-of", "2024-07-01", "--until", "2024-07-02")
    assert refused.exit_code == 2
    assert refused.stderr == (
        "Error: The period ends on 2024-07-02, and the ledger is looked at as of 2024-07-01.\n"
        "Take that day or an earlier one: ledger score --until 2024-07-01\n"
    )


@pytest.mark.usefixtures("versioned")
def test_an_earlier_version(run: Run) -> None:
    """--at looks at the files of another version."""
    assert run("set", "9", "lead=区教委").exit_code == 0
    assert "12 items have no lead" in run("score", "--at", "HEAD~1").stdout
    assert "11 items have no lead" in run("score").stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["区人设局"], "Did you mean 区人社局?"),
        (["--from", "2024-08-01"], "The period ends (2024-07-15) before it begins (2024-08-01)."),
        (["--from", "上个月"], "上个月 is not a day"),
    ],
)
def test_wrong_use(run: Run, words: list[str], said: str) -> None:
    """What was typed wrong gets a sentence, and no traceback."""
    refused = run("score", *words)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert said in refused.stderr


def test_who_carries_nothing(run: Run, tmp_path: Path) -> None:
    """A department without items, and a ledger without any, are told in a sentence."""
    alone = run("score", "市政府教育督导委", "--explain")
    assert "市政府教育督导委 carries nothing in this period." in alone.stdout
    assert "count for nobody" not in alone.stdout
    (tmp_path / "items.yaml").write_text("[]\n", encoding="utf-8")
    (tmp_path / "departments.yaml").write_text("[]\n", encoding="utf-8")
    assert "No department carries anything in this period." in run("score", data=tmp_path).stdout


def test_a_figure_that_is_none(run: Run, shipped: Path) -> None:
    """A table of points that names no known figure is a fault with the nearest name."""
    with (shipped / "ledger.yaml").open("a", encoding="utf-8") as settings:
        settings.write("assessment:\n  lead: {over_due: -5}\n")
    refused = run("score")
    assert refused.exit_code == 3
    assert "unknown-key: There is no key over_due here." in refused.stderr
    assert "Did you mean overdue?" in refused.stderr


def test_a_period_in_words(run: Run, shipped: Path) -> None:
    """A period is named by both its days; proofs of a measure are told with the measure and how many there are."""
    proofs = []
    for name in ("1.pdf", "2.pdf"):
        (shipped.parent / name).write_text(name, encoding="utf-8")
        proofs += ["--evidence", str(shipped.parent / name)]
    assert run("done", "8.1", "--on", "2024-06-20", *proofs).exit_code == 0
    words = ["score", "区教委", "--from", "2024-06-01", "--until", "2024-06-30", "--explain"]
    told = run(*words).stdout
    assert told.startswith("Assessment of departments  2024-06-01 to 2024-06-30\n")
    assert "measure 8.1 of 2024-06-20 ×2" in told
    assert "points" not in told
    assert "措施8.1（2024-06-20） ×2" in run(*words, lang="zh").stdout
