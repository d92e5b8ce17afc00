"""`ledger export --as parquet`: a folder whole or not at all, and the queries of docs/parquet.md over two of them."""

import json
import re
import resource
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

import duckdb
import pytest
import sqlglot
from pyarrow import parquet
from sqlglot import exp

from ledger import handing
from ledger.errors import LedgerError
from ledger.reports.long.tables import Row
from ledger.session import Session
from ledger.shell import Surroundings
from sharing import Run

ROOT = Path(__file__).parent.parent.parent
DOCUMENT = (ROOT / "docs" / "parquet.md").read_text(encoding="utf-8")
DAY = "2024-07-15"
Answer = list[tuple[Any, ...]]


def read(folder: Path, name: str) -> list[dict[str, Any]]:
    """Return the rows of a table."""
    rows: list[dict[str, Any]] = parquet.read_table(folder / f"{name}.parquet").to_pylist()
    return rows


def contents(folder: Path) -> Mapping[str, bytes]:
    """Return the files of a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_tables_say_what_json_says(run: Run, tmp_path: Path) -> None:
    """Every item stands there with the values of `list` and `show`, its bodies, measures and entries included."""
    assert run("done", "9.1", "--on", "2024-06-10").exit_code == 0
    assert run("export", "--as", "parquet", "-o", str(tmp_path / "out")).exit_code == 0
    listed = json.loads(run("list", "--format", "json").stdout)
    shown = json.loads(run("show", "1-18", "--format", "json").stdout)
    items = read(tmp_path / "out", "items")
    keys = set(items[0]) & set(listed[0]) - {"faults", "due"}
    assert len(keys) == 13
    for row, line, story in zip(items, listed, shown, strict=True):
        assert {key: row[key] for key in keys} == {key: line[key] for key in keys}
        assert (str(row["due"]), row["faults"], row["goal"]) == (str(line["due"]), story["faults"], story["goal"])
    measures = read(tmp_path / "out", "measures")
    assert [(row["item"], row["measure"], row["done"]) for row in measures] == [
        (story["id"], measure["id"], date(2024, 6, 10) if measure["id"] == "9.1" else None)
        for story in shown
        for measure in story["measures"]
    ]
    leads = Counter((row["item"], row["body"]) for row in read(tmp_path / "out", "bodies") if row["role"] == "lead")
    assert set(leads) == {(line["id"], name) for line in listed for name in line["lead"]}
    events = read(tmp_path / "out", "events")
    assert [(row["item"], str(row["day"]), row["note"]) for row in events] == [
        (story["id"], entry["on"], entry["note"]) for story in shown for entry in story["log"]
    ]


def test_an_earlier_day_and_version(run: Run, versioned: Path, tmp_path: Path) -> None:
    """--as-of tells how it was on a day, --at how another version had it, and each row names the day."""
    assert run("progress", "9", "--note", "甲", "--by", "区教委", "--on", "2024-06-03").exit_code == 0
    told = {}
    for name, words in {"now": (), "then": ("--as-of", "2024-06-02"), "before": ("--at", "HEAD~1")}.items():
        assert run("export", "--as", "parquet", "-o", str(tmp_path / name), *words, data=versioned).exit_code == 0
        [nine] = [row for row in read(tmp_path / name, "items") if row["item"] == "9"]
        told[name] = (nine["status"], str(nine["as_of"]))
    assert told == {"now": ("in_progress", DAY), "then": ("open", "2024-06-02"), "before": ("open", DAY)}


def test_a_sub_ledger_has_its_own_export(run: Run, shipped: Path, tmp_path: Path) -> None:
    """Its items are not among those of the ledger around it, and its rows name another ledger, as in OSCAL."""
    part = shipped / "大班额"
    assert run("add", "area=城区", "kind=问题", "title=七年级", data=part).exit_code == 0
    found = {}
    for name, data in {"whole": shipped, "part": part}.items():
        assert run("export", "--as", "parquet", "-o", str(tmp_path / name), data=data).exit_code == 0
        assert run("export", "--as", "oscal", "-o", str(tmp_path / f"{name}.json"), data=data).exit_code == 0
        plan = json.loads((tmp_path / f"{name}.json").read_text(encoding="utf-8"))["plan-of-action-and-milestones"]
        [ledger] = read(tmp_path / name, "ledgers")
        assert ledger["system_id"] == plan["system-id"]["id"]
        found[name] = (ledger["part"], {row["ledger"] for row in read(tmp_path / name, "items")})
        assert found[name][1] == {ledger["ledger"]}
    title = "2023年对长寿区人民政府履行教育职责评价意见整改方案 2024-04-15"
    assert found == {"whole": (None, {title}), "part": ("大班额", {f"{title} 大班额"})}
    assert len(read(tmp_path / "whole", "items")) == 18


def test_a_folder_is_replaced(run: Run, tmp_path: Path) -> None:
    """A folder that was exported before is written anew, and an empty one is filled; nothing is left beside it."""
    out = tmp_path / "out"
    out.mkdir()
    for title in ("甲", "乙"):
        assert run("set", "9", f"title={title}").exit_code == 0
        assert run("export", "--as", "parquet", "-o", str(out)).exit_code == 0
        assert title in {row["title"] for row in read(out, "items")}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "out"]


def test_a_folder_of_others_is_left_alone(run: Run, tmp_path: Path) -> None:
    """What somebody else has put there stays, and a sentence names it, as for a name that is a file's."""
    out = tmp_path / "out"
    assert run("export", "--as", "parquet", "-o", str(out)).exit_code == 0
    (out / "笔记.txt").write_text("mine", encoding="utf-8")
    before = contents(out)
    refused = run("export", "--as", "parquet", "-o", str(out))
    assert (refused.exit_code, "lies 笔记.txt, which no export" in refused.stderr) == (2, True)
    assert contents(out) == before
    (out / "笔记.txt").unlink()
    parquet.write_table(parquet.read_table(out / "items.parquet"), out / "late.parquet")  # with our metadata
    refused = run("export", "--as", "parquet", "-o", str(out))
    assert (refused.exit_code, "lies late.parquet, which no export" in refused.stderr) == (2, True)
    assert (out / "late.parquet").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "no folder is named"),
        (("-o", "a.xlsx"), "a name ending in .xlsx is a file's"),
        (("-o", "items.parquet"), "a name ending in .parquet is a file's"),
        (("-o", "data/items.yaml"), "data/items.yaml cannot be written: Not a directory"),
        (("-o", "data/evidence"), "belongs to the ledger itself"),
        (("-o", "data"), "In data lies departments.yaml"),
        (("-o", "nowhere/out"), "there is no such folder"),
        (("-o", "out", "--format", "json"), "--format json does not go with"),
        (("-o", "out", "--item", "9"), "--as parquet is for the whole ledger"),
    ],
)
def test_which_folder(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: Sequence[str], told: str
) -> None:
    """Without a folder, or with what cannot be one, a sentence says so, and nothing is written."""
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    refused = run("export", "--as", "parquet", *words)
    assert (refused.exit_code, told in refused.stderr) == (2, True), refused.stderr
    assert sorted(tmp_path.rglob("*")) == before


def test_a_full_disk(shipped: Path, tmp_path: Path) -> None:
    """Where not all can be written the old folder stays as it was, and nothing lies beside it."""
    out = tmp_path / "out"
    words = [sys.executable, "-m", "ledger", "export", "--as", "parquet", "-o", str(out), "--data", str(shipped)]
    subprocess.run(words, check=True, capture_output=True)
    before = contents(out)

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, 5_000))

    refused = subprocess.run(words, check=False, capture_output=True, text=True, preexec_fn=limit)
    assert (refused.returncode, "cannot be written" in refused.stderr) == (2, True), refused.stderr
    assert contents(out) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "out"]


@pytest.mark.system("setpriv")
def test_a_protected_folder(shipped: Path, tmp_path: Path, as_a_user: Sequence[str]) -> None:
    """A folder that may not be written stays, although the one around it would let it be replaced."""
    out = tmp_path / "out"
    out.mkdir(mode=0o555)
    words = [*as_a_user, sys.executable, "-m", "ledger", "export", "--as", "parquet", "-o", str(out)]
    refused = subprocess.run([*words, "--data", str(shipped)], check=False, capture_output=True, text=True)
    assert (refused.returncode, "cannot be written" in refused.stderr) == (2, True), refused.stderr
    assert contents(out) == {}


def test_what_comes_while_it_is_written(shipped: Path, tmp_path: Path) -> None:
    """A file that somebody puts into the folder meanwhile is not lost: the export is refused at the end."""
    out = tmp_path / "out"
    out.mkdir()
    around = Surroundings(today=date(2024, 7, 15), environ={})
    session = Session({"data": shipped, "output": out}, around, "en")

    def rows() -> Iterator[Row]:
        (out / "笔记.txt").write_text("mine", encoding="utf-8")
        yield from ()

    with pytest.raises(LedgerError, match="foreign-folder"):
        handing.tabulate(session, out, rows())
    assert contents(out) == {"笔记.txt": b"mine"}


def test_without_the_library(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where pyarrow is not installed that is told before anything is counted, with how to install it."""
    monkeypatch.delitem(sys.modules, "ledger.render.parquet", raising=False)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    refused = run("export", "--as", "parquet", "-o", str(tmp_path / "out"))
    assert (refused.exit_code, "pip install 'rectification-ledger[parquet]'" in refused.stderr) == (2, True)


@pytest.fixture
def many(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sequence[Path]:
    """Return two ledgers of many items, exported side by side into folders below `many`; one has items of nobody's."""
    (tmp_path / "many").mkdir()
    monkeypatch.chdir(tmp_path)
    folders = [tmp_path / "甲区", tmp_path / "乙区"]
    for seed, folder in enumerate(folders):
        generator = [sys.executable, str(ROOT / "benchmarks" / "generate.py"), str(folder), "--items", "400"]
        subprocess.run([*generator, "--seed", str(seed)], check=True)
    for name in ("ledger", "items"):
        path = folders[1] / f"{name}.yaml"
        text = re.sub("^  title: 甲区", "  title: 乙区", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        path.write_text(re.sub("^  lead: .*\n", "", text, count=60, flags=re.MULTILINE), encoding="utf-8")
    for folder in folders:
        words = ("--as", "parquet", "-o", f"many/{folder.name}", "--as-of", DAY)
        assert run("export", *words, data=folder).exit_code == 0
    return folders


def blocks(heading: str) -> Sequence[str]:
    """Return the queries of a part of the document: the views, then two questions."""
    _, _, part = DOCUMENT.partition(f"\n## {heading}\n")
    return re.findall(r"```sql\n(.*?)```", part.partition("\n## ")[0], re.DOTALL)


def answers(queries: Sequence[str]) -> tuple[Answer, Answer]:
    """Return what DuckDB says to the two questions, behind the views."""
    with duckdb.connect() as connection:
        connection.execute(blocks("DuckDB")[0])
        overdue, days = (connection.execute(query).fetchall() for query in queries)
    return overdue, days


def expected_overdue(run: Run, folders: Sequence[Path]) -> Counter[tuple[str, str | None]]:
    """Return how many items are overdue by ledger and lead, as `ledger overdue` has it; None: nobody leads them."""
    found: Counter[tuple[str, str | None]] = Counter()
    for folder in folders:
        key = f"{folder.name}教育督导反馈意见整改方案 2023-10-09"
        late = json.loads(run("overdue", "--format", "json", "--as-of", DAY, data=folder).stdout)
        found.update((key, name) for row in late for name in row["lead"] or [None])
    return found


def expected_days(run: Run, folders: Sequence[Path]) -> Mapping[str, list[int]]:
    """Return the days from the application to the closing by area, as `ledger show` has them."""
    found: dict[str, list[int]] = {}
    for folder in folders:
        for item in json.loads(run("show", "1-400", "--format", "json", "--as-of", DAY, data=folder).stdout):
            steps = {entry["event"]: date.fromisoformat(entry["on"]) for entry in item["log"]}
            if "close" in steps:
                found.setdefault(item["area"], []).append((steps["close"] - steps["submit"]).days)
    return found


def test_the_queries_for_duckdb(run: Run, many: Sequence[Path]) -> None:
    """The queries of the document, run as they stand there over both folders, say what the commands say."""
    overdue, days = answers(blocks("DuckDB")[1:])
    counted = expected_overdue(run, many)
    assert {(ledger, body): count for ledger, body, count in overdue} == counted
    assert {body for _, body in counted} > {None}
    assert len({ledger for ledger, _ in counted}) == 2
    expected = expected_days(run, many)
    assert {area: (told, count) for area, told, count in days} == {
        area: (median(each), len(each)) for area, each in expected.items()
    }
    assert max(map(len, expected.values())) > 2


@pytest.mark.usefixtures("many")
def test_the_queries_for_spark() -> None:
    """Those for Spark can be read as its SQL, look at the same files, and say the same once DuckDB is told them."""
    views, *questions = blocks("Spark SQL")
    parsed = sqlglot.parse(views, read="spark")
    assert [type(each) for each in parsed if each] == [exp.Create] * 3
    assert re.findall("'(many/.*)'", views) == re.findall("'(many/.*)'", blocks("DuckDB")[0])
    told = [sqlglot.transpile(question, read="spark", write="duckdb")[0] for question in questions]
    assert answers(told) == answers(blocks("DuckDB")[1:])


def test_a_taken_back_closing_does_not_count(run: Run, shipped: Path, tmp_path: Path) -> None:
    """A closing or an application that was corrected is left out by the query; the one that counts is taken."""
    log = """\
  log:
  - {on: 2024-05-01, event: submit, by: 区教委}
  - {on: 2024-05-02, event: return, by: 区政府教育督导委, reason: 缺}
  - {on: 2024-06-01, event: submit, by: 区教委}
  - {on: 2024-06-05, event: verify, by: 区政府教育督导委, outcome: 可}
  - {on: 2024-06-09, event: close, by: 区教委}
  - {on: 2024-06-10, event: correct, by: 区教委, entry: 5, reason: 误}
  - {on: 2024-06-11, event: close, by: 区教委}
"""
    text = f"- id: 1\n  area: A\n  kind: problem\n  title: T\n  status: closed\n{log}"
    (shipped / "items.yaml").write_text(text, encoding="utf-8")
    (shipped / "routines.yaml").unlink()
    out = tmp_path / "many" / "a"
    out.parent.mkdir()
    assert run("export", "--as", "parquet", "-o", str(out)).exit_code == 0
    views, _, days = (block.replace("many/", f"{out.parent}/") for block in blocks("DuckDB"))
    with duckdb.connect() as connection:
        connection.execute(views)
        assert connection.execute(days).fetchall() == [("A", 10.0, 1)]
