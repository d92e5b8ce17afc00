"""Sub-ledgers: made, read, rolled up, looked back at, and in the way of their item's closing."""

import json
from pathlib import Path

import pytest
from click.testing import Result
from syrupy.assertion import SnapshotAssertion

from ledger.saving import current
from ledger.store import load
from sharing import Git
from sharing import Run

PART = "area=城区 kind=问题 title=三年级 lead=区教委 due=2024-06-28 since=2024-04-15"


def typed(run: Run, line: str, **more: object) -> Result:
    """Return what a command says that must succeed."""
    done = run(*line.split(), **more)
    assert done.exit_code == 0, done.output
    return done


def rolled(run: Run, *words: str) -> dict[str, int]:
    """Return the figures of item 9's sub-ledger in `status`."""
    [found] = [sub for sub in json.loads(run("status", "--format", "json", *words).stdout)["sub_ledgers"]
               if sub["item"] == "9"]  # fmt: skip
    return {key: found[key] for key in ("total", "closed", "withdrawn", "overdue", "due_soon")}


def test_the_shipped_ones_are_empty_and_ready(run: Run, shipped: Path) -> None:
    """The ledgers of large classes and of hazards hold nothing that the plan does not say, and take entries at once."""
    assert [(name, len(sub.items)) for name, sub in load(shipped).ledger.subs.items()] == [("大班额", 0), ("隐患", 0)]
    for name in ("大班额", "隐患"):
        assert run("check", data=shipped / name).stdout == "The ledger is in order: no errors, no warnings.\n"
        typed(run, f"add {PART}", data=shipped / name)


def test_figures_roll_up(run: Run, shipped: Path) -> None:
    """The item shows how many of its parts are closed, late and soon due; without the withdrawn ones; on any day."""
    inner = shipped / "大班额"
    for _ in range(4):
        typed(run, f"add {PART}", data=inner)
    typed(run, "set 3 due=2024-06-01", data=inner)
    typed(run, "close 1 --override 试 --verified-by 区政府教育督导委 --outcome 好 --on 2024-06-10", data=inner)
    typed(run, "withdraw 2 --reason 撤并 --on 2024-06-20", data=inner)
    assert rolled(run) == {"total": 4, "closed": 1, "withdrawn": 1, "overdue": 2, "due_soon": 0}
    assert rolled(run, "--as-of", "2024-06-05") == {
        "total": 4, "closed": 0, "withdrawn": 0, "overdue": 1, "due_soon": 0,
    }  # fmt: skip
    assert rolled(run, "--as-of", "2024-06-28")["due_soon"] == 1
    assert "大班额 1/3; 2 items overdue" in run("show", "9").stdout
    assert run("overdue", "--exit-code").exit_code == 1
    assert json.loads(run("show", "9", "--format", "json").stdout)["parts"]["closed"] == 1
    assert "1/3" in run("due", "--as-of", "2024-06-28").stdout


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_said(run: Run, shipped: Path, snapshot: SnapshotAssertion, lang: str) -> None:
    """A sub-ledger is made, named, counted, and in the way of closing, in words that say what to type next."""
    lines = (
        "init --sub-ledger-of 10 英语科学 --dry-run",
        "init --sub-ledger-of 10 英语科学",
        "init --sub-ledger-of 10 另一个",
        "init --sub-ledger-of 11 大班额",
        "init --sub-ledger-of 11 ../外面",
        "set 11 sub_ledger=没有",
        "set 10 lead=区教委",
        "close 10 --verified-by 区政府教育督导委 --outcome 好",
    )
    results = [(line, run(*line.split(), lang=lang)) for line in lines]
    told = "".join(f"$ {line}\n{result.stdout}{result.stderr}\n" for line, result in results)
    assert told.replace(str(shipped), "data") == snapshot
    assert [result.exit_code for _, result in results] == [0, 0, 2, 2, 2, 4, 0, 4]


def test_it_is_made_in_one_version(run: Run, versioned: Path, git: Git) -> None:
    """The item names its ledger, and the ledger lies there, in one commit; undo takes the line back."""
    typed(run, "init --sub-ledger-of 10 英语科学")
    shown = git("-c", "core.quotepath=off", "show", "--name-only", "--format=%s").splitlines()
    assert shown == [
        "init 10: 英语、科学Ⅲ级以上占比较低", "", "data/items.yaml", "data/英语科学/departments.yaml",
        "data/英语科学/items.yaml", "data/英语科学/ledger.yaml",
    ]  # fmt: skip
    assert not (versioned / "evidence").exists()
    assert (versioned / "英语科学" / "departments.yaml").read_bytes() == (versioned / "departments.yaml").read_bytes()
    typed(run, f"add {PART}", data=versioned / "英语科学")
    assert git("status", "--porcelain") == ""


def test_the_past_has_its_parts(run: Run, versioned: Path) -> None:
    """Another version is shown with the sub-ledger that it had."""
    typed(run, f"add {PART}", data=versioned / "大班额")
    assert rolled(run)["total"] == 1
    assert rolled(run, "--at", "HEAD~1")["total"] == 0


def test_a_part_that_changes_is_seen(run: Run, shipped: Path) -> None:
    """A ledger that was read is read again where a part of it has changed since, and only then."""
    opened = load(shipped)
    assert current(opened) is opened
    typed(run, f"add {PART}", data=shipped / "大班额")
    assert len(current(opened).ledger.subs["大班额"].items) == 1


def test_a_broken_part_is_named(run: Run, shipped: Path) -> None:
    """A fault in a sub-ledger stops the ledger around it, with the place where it is: no figure would be true."""
    (shipped / "大班额" / "items.yaml").write_text("- id: 1\n", encoding="utf-8")
    refused = run("status")
    assert refused.exit_code == 3
    assert f"大班额{'/'}items.yaml:1:3: missing-key" in refused.stderr


def test_evidence_of_a_sub_ledger(run: Run, versioned: Path, tmp_path: Path) -> None:
    """It is looked at from the ledger around it, in a version too: what lies there is no loss, and a forgery is one."""
    inner = versioned / "大班额"
    paper = tmp_path / "照片.jpg"
    paper.write_bytes(b"1")
    typed(run, f"add {PART}", data=inner)
    typed(run, f"attach 1 {paper}", data=inner)
    for words in (("check",), ("check", "--at", "HEAD")):
        assert "evidence-" not in run(*words).stdout
    (inner / "evidence" / "1" / "照片.jpg").write_bytes(b"2")
    assert f"大班额{'/'}items.yaml" in run("check").stdout
    assert "evidence-changed" in run("check").stdout


NESTED = "- {id: 1, area: 甲, kind: problem, title: 一, problem: 一, status: open, sub_ledger: 分}\n"


@pytest.mark.parametrize("levels", [8, 9, 700])
def test_how_deep_sub_ledgers_may_lie(run: Run, shipped: Path, levels: int) -> None:
    """One within one within one … ends with a sentence, however many there are."""
    (shipped / "大班额" / "items.yaml").write_text(NESTED, encoding="utf-8")
    folder = shipped / "大班额"
    for _ in range(levels - 1):
        folder /= "分"
        folder.mkdir()
        (folder / "items.yaml").write_text(NESTED, encoding="utf-8")
        (folder / "departments.yaml").write_text("[]", encoding="utf-8")
    shown = run("status")
    assert (shown.exit_code, "sub-ledger-too-deep" in shown.stderr) == ((0, False) if levels == 8 else (3, True))


def test_a_link_back_up_is_no_sub_ledger(run: Run, shipped: Path) -> None:
    """A link to the ledger itself, or out of it, leads to no ledger, and to no endless reading."""
    (shipped / "环").symlink_to(shipped)
    (shipped / "外").symlink_to(shipped.parent)
    items = shipped / "items.yaml"
    text = items.read_text(encoding="utf-8")
    for name in ("环", "外"):
        items.write_text(text.replace("sub_ledger: 大班额", f"sub_ledger: {name}"), encoding="utf-8")
        assert "missing-sub-ledger" in run("check").stdout


def test_the_folder_may_be_named_as_seen_from_here(run: Run, shipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever sits in the checkout names data/英语科学, whoever thinks of the ledger 英语科学: both mean the same."""
    monkeypatch.chdir(shipped.parent)
    typed(run, "init --sub-ledger-of 10 data/英语科学")
    assert load(shipped).ledger.items[9].sub_ledger == "英语科学"


def test_it_is_found_from_around(run: Run, shipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--data 大班额` names the sub-ledger of the ledger that is found here, as messages write it."""
    monkeypatch.chdir(shipped.parent)
    typed(run, f"add {PART}", data=Path("大班额"))
    assert len(load(shipped / "大班额").ledger.items) == 1


def test_check_looks_into_the_parts(run: Run, shipped: Path) -> None:
    """What is wrong in a sub-ledger is found by the check of the ledger around it, at its place."""
    typed(run, f"add {PART}", data=shipped / "大班额")
    items = shipped / "大班额" / "items.yaml"
    items.write_text(items.read_text(encoding="utf-8").replace("status: open", "status: closed"), encoding="utf-8")
    checked = run("check")
    assert checked.exit_code == 1
    assert "status-differs" in checked.stdout


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("init --sub-ledger-of 3 evidence", "kept for evidence and reports"),
        ("init --sub-ledger-of 3 大班额", "ledger set 3 sub_ledger=大班额"),
        ("set 9 sub_ledger=", "that is not taken back"),
        ("set 3 sub_ledger=大班额", "belongs to item 9 already"),
    ],
)
def test_a_sub_ledger_is_its_items_alone(run: Run, line: str, said: str) -> None:
    """A sub-ledger is not made where something else lies, not shared, and not taken away from its item."""
    refused = run(*line.split())
    assert refused.exit_code in {2, 4}
    assert said in refused.stderr


def test_parts_are_not_reported_each(run: Run, shipped: Path) -> None:
    """A ledger that is made for parts has the settings around it, but wants no report of every single part."""
    typed(run, "init --sub-ledger-of 10 英语科学")
    around, inner = load(shipped).ledger.settings, load(shipped / "英语科学").ledger.settings
    assert (inner.closing.report_days, inner.plan, inner.terms) == (0, around.plan, around.terms)
    assert (inner.office, inner.lights) == (around.office, around.lights)


def test_withdrawn_parts_alone_close_nothing(run: Run, shipped: Path) -> None:
    """Where every part was withdrawn nothing was put right: the item is not closed on that."""
    typed(run, f"add {PART}", data=shipped / "大班额")
    typed(run, "withdraw 1 --reason 撤并", data=shipped / "大班额")
    typed(run, "set 9 lead=区教委")
    refused = run("close", "9", "--verified-by", "区政府教育督导委", "--outcome", "好", "--paper", "档1")
    assert "is empty" in refused.stderr
