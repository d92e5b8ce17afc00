"""A corpus of broken files: each fault is found, at the place where an editor shows it, and nothing is made of it.

`bad/NAME.yaml` is the items.yaml of a ledger whose other files are those of `bad/good`; `bad/NAME.departments.yaml` and
its like take the place of the other files. `bad/expected.json` has the errors of each, worked out by hand, and
`bad/doubted.json` the doubts about files that have no error.
"""

import json
import re
import shutil
from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from click.testing import Result

from ledger.main import cli
from ledger.sentences import SENTENCES
from ledger.shell import Surroundings

BAD = Path(__file__).parent / "bad"
FILES = ("items.yaml", "departments.yaml", "ledger.yaml", "routines.yaml")
Place = tuple[str, int, int, str]  # file, line, column, code


def _places(file: str) -> Mapping[str, list[Place]]:
    listed = json.loads((BAD / file).read_text(encoding="utf-8"))
    return {name: [(path, line, column, code) for path, line, column, code in found] for name, found in listed.items()}


EXPECTED = _places("expected.json")
DOUBTED = _places("doubted.json")
DOUBTS = {"cut-off", "log-order", "before-plan"}
# What the rules find; the files can be read all the same.
RULES = {
    "unknown-department",
    "several-names",
    "duplicate-department",
    "foreign-measure",
    "unknown-measure",
    "unknown-item-of-routine",
    "unknown-entry",
    "impossible-event",
    "status-differs",
    "extension-differs",
    "handover-differs",
    "merged-in-circle",
    "missing-sub-ledger",
    "shared-sub-ledger",
    "successor-without-end",
    "successor-loop",
    "evidence-lost",
    "future-date",
    "received-before",
}
MISSHAPEN = [name for name, places in EXPECTED.items() if not {code for *_, code in places} <= RULES]
MISRULED = [name for name in EXPECTED if name not in MISSHAPEN]


@dataclass(frozen=True)
class Made:
    """A broken ledger that no repository should have to store, and the errors in it."""

    spoil: Callable[[Path], object]
    places: list[Place]


def _write(name: str, text: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_text(text, encoding="utf-8")


def _too_large(folder: Path) -> None:
    _write("ledger.yaml", "limits: {file_megabytes: 1}\n")(folder)
    _write("items.yaml", "[]\n" + "#" * 1_000_000)(folder)


def _name_of_a_careful_editor(folder: Path) -> None:
    (folder / "departments.yaml").rename(folder / "departments.yaml.txt")


def _folder_for_a_file(folder: Path) -> None:
    (folder / "departments.yaml").unlink()
    (folder / "departments.yaml").mkdir()


ONE_PROOF = """\
- id: 1
  area: 学前教育教师待遇保障
  kind: problem
  title: 教职工“五险一金”缴纳不足
  measures:
  - id: 1.1
    text: 开展缴费专项执法检查
    evidence:
    - file: evidence/0531.pdf
"""


def _link_outside(folder: Path) -> None:
    (folder.parent / "0531.pdf").write_bytes(b"%PDF")
    (folder / "evidence").symlink_to(folder.parent)
    _write("items.yaml", ONE_PROOF)(folder)


def _link_to_itself(folder: Path) -> None:
    (folder / "evidence").mkdir()
    (folder / "evidence" / "0531.pdf").symlink_to("0531.pdf")
    _write("items.yaml", ONE_PROOF)(folder)


MADE = {
    "missing-departments": Made(
        lambda folder: (folder / "departments.yaml").unlink(), [("departments.yaml", 1, 1, "missing-file")]
    ),
    "departments-saved-as-text": Made(_name_of_a_careful_editor, [("departments.yaml", 1, 1, "missing-file")]),
    "folder-for-a-file": Made(_folder_for_a_file, [("departments.yaml", 1, 1, "unreadable-file")]),
    "too-large": Made(_too_large, [("items.yaml", 1, 1, "too-large")]),
    "brackets": Made(_write("items.yaml", "[" * 100_000), [("items.yaml", 1, 17, "too-deep")]),
    "braces": Made(_write("items.yaml", "{a: " * 100_000), [("items.yaml", 1, 65, "too-deep")]),
    "dashes": Made(_write("items.yaml", "- " * 100_000), [("items.yaml", 1, 33, "too-deep")]),
    "brackets-in-settings": Made(
        _write("ledger.yaml", "office: " + "[" * 100_000), [("ledger.yaml", 1, 24, "too-deep")]
    ),
    "duplicate-key-and-brackets": Made(
        _write("items.yaml", "- {id: 1, id: 2}\n- " + "[" * 2_000),
        [("items.yaml", 1, 11, "duplicate-key"), ("items.yaml", 2, 18, "too-deep")],
    ),
    "step-without-a-condition": Made(
        _write("ledger.yaml", "supervision:\n- level: remind\n"), [("ledger.yaml", 2, 3, "no-condition")]
    ),
    "ladder-upside-down": Made(
        _write("ledger.yaml", "supervision:\n- {level: circular, days_late: 1}\n- {level: remind, days_late: 1}\n"),
        [("ledger.yaml", 2, 1, "bad-ladder")],
    ),
    "link-out-of-the-folder": Made(_link_outside, [("items.yaml", 9, 13, "outside-folder")]),
    "link-to-itself": Made(_link_to_itself, [("items.yaml", 9, 13, "evidence-lost")]),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a ledger without errors."""
    return Path(shutil.copytree(BAD / "good", tmp_path / "台账"))


def lay(name: str, folder: Path) -> None:
    """Put the files of a case into the ledger."""
    for file in FILES:
        stem = file.removesuffix(".yaml")
        stored = BAD / (f"{name}.yaml" if stem == "items" else f"{name}.{stem}.yaml")
        if stored.exists():
            shutil.copyfile(stored, folder / file)


def run(folder: Path, *args: str, lang: str = "en") -> Result:
    """Run a command of the ledger in `folder`; an exception that reaches a clerk is one that reaches the test."""
    around = Surroundings(today=date(2024, 7, 15), environ={})
    result = CliRunner().invoke(cli, [*args, "--data", str(folder), "--lang", lang], obj=around)
    assert isinstance(result.exception, SystemExit | None)
    assert "Traceback" not in result.output
    return result


def errors(folder: Path) -> list[Place]:
    """Return what `check` calls an error, in its order."""
    result = run(folder, "check", "--format", "json")
    assert result.exit_code == 1, result.output
    assert result.stderr == ""
    found = [one for one in json.loads(result.stdout) if one["severity"] == "error"]
    assert {Path(one["path"]).parent for one in found} == {folder}
    return [(Path(one["path"]).name, one["line"], one["column"], one["code"]) for one in found]


def test_the_ledger_beneath_is_good(folder: Path) -> None:
    """The files that the bad ones are laid over have no error of their own."""
    result = run(folder, "check", "--format", "json")
    assert result.exit_code == 0
    assert {one["severity"] for one in json.loads(result.stdout)} == {"warning"}


def test_every_file_is_expected() -> None:
    """No bad file lies about without expectations, and no expectation without a file."""
    assert {path.name.split(".")[0] for path in BAD.glob("*.yaml")} == {*EXPECTED, *DOUBTED}
    assert EXPECTED.keys().isdisjoint(DOUBTED)


def test_every_code_occurs() -> None:
    """Every error that files can have occurs in the corpus, or is made here."""
    known = list(SENTENCES)
    of_files = {code for code in known[: known.index("before-plan")] if SENTENCES[code].severity == "error"}
    met = {code for places in [*EXPECTED.values(), *(made.places for made in MADE.values())] for *_, code in places}
    assert met == of_files


@pytest.mark.parametrize("name", EXPECTED)
def test_check_finds_every_error_at_its_place(name: str, folder: Path) -> None:
    """`check` finds exactly the errors that are there, where an editor shows them."""
    lay(name, folder)
    assert errors(folder) == EXPECTED[name]


@pytest.mark.parametrize("made", MADE.values(), ids=MADE)
def test_check_finds_what_is_not_stored(made: Made, folder: Path) -> None:
    """`check` finds the errors of ledgers that are too large to store, lack a file, or hold a link."""
    made.spoil(folder)
    assert errors(folder) == made.places


@pytest.mark.parametrize("name", DOUBTED)
def test_check_doubts_what_may_be_a_slip(name: str, folder: Path) -> None:
    """What can be read, but was perhaps not meant so, is a warning at its place; the figures stand."""
    lay(name, folder)
    result = run(folder, "check", "--format", "json")
    assert result.exit_code == 0
    found = [one for one in json.loads(result.stdout) if one["code"] in DOUBTS]
    assert [(Path(one["path"]).name, one["line"], one["column"], one["code"]) for one in found] == DOUBTED[name]
    assert {one["severity"] for one in found} == {"warning"}
    figures = run(folder, "status")
    assert (figures.exit_code, figures.stderr) == (0, "")


def test_every_doubt_occurs() -> None:
    """Every doubt occurs in the corpus, cut-off texts in more than one file of a ledger."""
    assert {code for places in DOUBTED.values() for *_, code in places} == DOUBTS
    assert len({file for places in DOUBTED.values() for file, *_, code in places if code == "cut-off"}) > 1


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", [*EXPECTED, *DOUBTED, *MADE])
def test_every_error_is_a_sentence(name: str, lang: str, folder: Path) -> None:
    """In either language an error is a line with its place and a whole sentence, and every field is filled."""
    lay(name, folder)
    if name in MADE:
        MADE[name].spoil(folder)
    result = run(folder, "check", lang=lang)
    assert result.exit_code == (0 if name in DOUBTED else 1)
    assert not re.search(r"\{[a-z_]*\}", result.stdout)
    said = re.findall(rf"^ *{re.escape(str(folder))}/[a-z]+\.yaml:\d+:\d+: [a-z-]+: (.+)$", result.stdout, re.MULTILINE)
    assert said
    assert {sentence[-1] for sentence in said} == {"。" if lang == "zh" else "."}


@pytest.mark.parametrize("name", MISSHAPEN)
def test_status_refuses_what_has_no_shape(name: str, folder: Path) -> None:
    """Files that cannot be read as a ledger give no figures: a wrong figure would be believed."""
    lay(name, folder)
    result = run(folder, "status")
    assert result.exit_code == 3
    assert result.stdout == ""
    assert {file for file, *_ in EXPECTED[name]} == set(re.findall(r"([a-z]+\.yaml):\d+:\d+: ", result.stderr))


@pytest.mark.parametrize("name", MISRULED)
def test_status_warns_of_broken_rules(name: str, folder: Path) -> None:
    """Broken rules leave the figures readable, but nobody takes them for whole."""
    lay(name, folder)
    result = run(folder, "status")
    assert result.exit_code == 0
    assert result.stdout != ""
    assert "ledger check" in result.stderr


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("misspelt-key", "Did you mean status?"),
        ("unknown-status-and-type", "Did you mean in_progress?"),
        ("unknown-event", "Did you mean close?"),
        ("unknown-rhythm", "Did you mean month?"),
        ("unknown-key-in-settings", "Did you mean due_soon_days?"),
        ("unknown-key-in-settings", "Did you mean verifier?"),
        ("unknown-key-in-departments", "Did you mean full_name?"),
        ("misspelt-department", "Did you mean 区人社局?"),
        ("misspelt-department-alone", "Did you mean 区教委?"),
        ("misspelt-department-in-measure", "Did you mean 区财政局?"),
        ("unknown-department-in-routines", "Did you mean 区人社局?"),
        ("date-with-slashes", "Did you mean 2024-06-28?"),
        ("date-without-dashes", "Did you mean 2024-06-28?"),
        ("date-without-zero", "Did you mean 2024-06-28?"),
        ("date-in-chinese", "Did you mean 2024-06-28?"),
    ],
)
def test_a_slip_is_told_with_the_nearest_word(name: str, hint: str, folder: Path) -> None:
    """Whoever mistypes a word is told which one is known."""
    lay(name, folder)
    result = run(folder, "check", "--format", "json")
    assert hint in {one["hint"] for one in json.loads(result.stdout)}


def test_a_file_under_a_similar_name_is_told(folder: Path) -> None:
    """Whoever saved a file under a name like the right one is told which file was perhaps meant."""
    MADE["departments-saved-as-text"].spoil(folder)
    [found] = json.loads(run(folder, "check", "--format", "json").stdout)
    assert found["hint"] == "Did you mean departments.yaml.txt?"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("id-used-twice", "The id 1 is taken by “教职工“五险一金”缴纳不足”."),
        ("tag", "A type tag (!!str) stands here."),
        ("full-width-colon", "A full-width character “：” stands where a half-width one belongs."),
        ("extension-left-the-date", "The log extends item 1 to 2024-12-31, but its date is 2024-06-28."),
        ("extension-without-a-date", "The log extends item 1 to 2024-12-31, but its date is –."),
        ("departments-joined-in-one-name", "区教委、区人社局 holds several names."),
    ],
)
def test_a_sentence_names_what_it_is_about(name: str, said: str, folder: Path) -> None:
    """The sentence holds the words of the file that are wrong, so that nobody has to count columns."""
    lay(name, folder)
    assert said in {one["message"] for one in json.loads(run(folder, "check", "--format", "json").stdout)}


def test_a_key_like_no_other_is_told_with_all(folder: Path) -> None:
    """A key in Chinese has no near word among the keys, and is told with all of them."""
    lay("chinese-key", folder)
    [found] = [one for one in json.loads(run(folder, "check", "--format", "json").stdout) if one["severity"] == "error"]
    assert found["message"] == "There is no key 责任单位 here."
    assert found["hint"].startswith("Known keys: id, area, kind, title, ")
