"""Bytes of the ledger: where its folder is found, and what text its files hold or why they hold none."""

import codecs
from collections.abc import Callable
from pathlib import Path

import pytest

from ledger.errors import UNREADABLE
from ledger.errors import Flaw
from ledger.errors import LedgerError
from ledger.files import MEGABYTE
from ledger.files import decode
from ledger.files import find_folder
from ledger.files import parted
from ledger.files import read_text
from ledger.files import whole_folder

GOOD = "- id: 1\n  area: 学前教育\n"


@pytest.fixture
def ledger_at(tmp_path: Path) -> Callable[[str], Path]:
    """Return a function that makes a ledger in a folder below the test's own."""

    def made(name: str) -> Path:
        folder = tmp_path / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "items.yaml").write_text("[]\n")
        return folder

    return made


LedgerAt = Callable[[str], Path]

# ---- the folder


def test_the_named_folder_wins(ledger_at: LedgerAt) -> None:
    """--data stands above LEDGER_DATA and above what lies here."""
    named, set_, here = ledger_at("named"), ledger_at("set"), ledger_at("here")
    assert find_folder(named, {"LEDGER_DATA": str(set_)}, here) == named


def test_the_environment_wins_over_the_place(ledger_at: LedgerAt) -> None:
    """LEDGER_DATA stands above what lies here."""
    set_, here = ledger_at("set"), ledger_at("here")
    assert find_folder(None, {"LEDGER_DATA": str(set_)}, here) == set_


def test_an_empty_environment_says_nothing(ledger_at: LedgerAt) -> None:
    """LEDGER_DATA set to nothing is as good as not set."""
    here = ledger_at("here")
    assert find_folder(None, {"LEDGER_DATA": ""}, here) == here


@pytest.mark.parametrize("way", ["named", "set"])
def test_the_folder_around_the_ledger_may_be_named(way: str, ledger_at: LedgerAt, tmp_path: Path) -> None:
    """Whoever names the checkout means the ledger in its data/; a ledger in the folder itself goes before."""
    data = ledger_at("checkout/data")
    folder = tmp_path / "checkout"
    named, environ = (folder, {}) if way == "named" else (None, {"LEDGER_DATA": str(folder)})
    assert find_folder(named, environ, tmp_path) == data
    ledger_at("checkout")
    assert find_folder(named, environ, tmp_path) == folder


def test_data_wins_over_the_folder_itself(ledger_at: LedgerAt) -> None:
    """A ledger in `data/` stands above one in the folder around it."""
    here, data = ledger_at("here"), ledger_at("here/data")
    assert find_folder(None, {}, here) == data


@pytest.mark.parametrize("name", ["", "docs", "docs/2024/07", "data", "data/evidence/2"])
def test_the_ledger_is_found_from_anywhere_below(name: str, ledger_at: LedgerAt, tmp_path: Path) -> None:
    """From any folder of a checkout, that of the data included, its ledger is found as git finds its repository."""
    data = ledger_at("checkout/data")
    here = tmp_path / "checkout" / name
    here.mkdir(parents=True, exist_ok=True)
    assert find_folder(None, {}, here) == data


def test_the_nearest_ledger_is_found(ledger_at: LedgerAt) -> None:
    """Inside a sub-ledger the sub-ledger is meant, not the one around it."""
    ledger_at("data")
    sub_ledger = ledger_at("data/大班额台账")
    assert find_folder(None, {}, sub_ledger) == sub_ledger


def _nowhere(folder: Path) -> None:
    """A folder without a ledger."""
    folder.mkdir()


def _missing(folder: Path) -> None:
    """No folder at all."""
    del folder


def _other_files(folder: Path) -> None:
    """A folder with the other files of a ledger."""
    folder.mkdir()
    (folder / "departments.yaml").write_text("[]\n")


def _folder_of_that_name(folder: Path) -> None:
    """A folder in which items.yaml is a folder."""
    (folder / "items.yaml").mkdir(parents=True)


@pytest.mark.parametrize("prepare", [_nowhere, _missing, _other_files, _folder_of_that_name])
@pytest.mark.parametrize("way", ["named", "set", "here"])
def test_without_items_there_is_no_ledger(way: str, prepare: Callable[[Path], None], tmp_path: Path) -> None:
    """A ledger is a folder with a file items.yaml; another one is refused, whichever way it is named."""
    folder = tmp_path / "空"
    prepare(folder)
    with pytest.raises(LedgerError) as caught:
        find_folder(
            folder if way == "named" else None,
            {"LEDGER_DATA": str(folder)} if way == "set" else {},
            folder if way == "here" else tmp_path,
        )
    assert caught.value.code == "no-ledger"
    assert caught.value.exit_code == UNREADABLE
    assert caught.value.fields == {"place": str(folder)}


@pytest.mark.parametrize("way", ["named", "set"])
def test_a_wrong_name_is_not_forgiven(way: str, ledger_at: LedgerAt, tmp_path: Path) -> None:
    """A folder that is named and holds no ledger is an error, although one lies here: it would be the wrong one."""
    here, wrong = ledger_at("here"), tmp_path / "wrong"
    with pytest.raises(LedgerError) as caught:
        find_folder(wrong if way == "named" else None, {"LEDGER_DATA": str(wrong)} if way == "set" else {}, here)
    assert caught.value.fields == {"place": str(wrong)}


# ---- the file


def test_a_file_is_read(tmp_path: Path) -> None:
    """A file of UTF-8 gives its text, newlines as they are."""
    path = tmp_path / "items.yaml"
    path.write_bytes("- id: 1\r\n  area: 学前教育\n".encode())
    assert read_text(path, 1) == ("- id: 1\r\n  area: 学前教育\n", [])


def test_a_missing_file_is_a_flaw(tmp_path: Path) -> None:
    """A file that is not there is told like any other fault, not raised."""
    assert read_text(tmp_path / "departments.yaml", 1) == ("", [Flaw(0, "missing-file", {"nearest": ""})])


@pytest.mark.parametrize(
    "name", ["departments.yaml.txt", "departments.yml", "Departments.YAML", "departments (1).yaml"]
)
def test_a_file_under_a_similar_name_is_offered(name: str, tmp_path: Path) -> None:
    """What an editor or a browser made of the name is told as the file that was perhaps meant."""
    (tmp_path / name).write_text("[]\n")
    (tmp_path / "items.yaml").write_text("[]\n")
    assert read_text(tmp_path / "departments.yaml", 1) == ("", [Flaw(0, "missing-file", {"nearest": name})])


def test_a_file_under_another_name_is_not_offered(tmp_path: Path) -> None:
    """Files that only lie beside the missing one are not meant."""
    (tmp_path / "items.yaml").write_text("[]\n")
    assert read_text(tmp_path / "departments.yaml", 1)[1][0].fields == {"nearest": ""}
    assert read_text(tmp_path / "没有" / "departments.yaml", 1)[1][0].fields == {"nearest": ""}


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    """What the system refuses to read is told with the system's reason."""
    text, [flaw] = read_text(tmp_path, 1)
    assert (text, flaw.offset, flaw.code) == ("", 0, "unreadable-file")
    assert flaw.fields["reason"]


@pytest.mark.parametrize(("size", "said"), [(2 * MEGABYTE, None), (2 * MEGABYTE + 1, "3"), (5 * MEGABYTE, "5")])
def test_the_limit_is_exact(size: int, said: str | None, tmp_path: Path) -> None:
    """A file as large as the limit is read; one byte more and it is refused, with a size that is above the limit."""
    path = tmp_path / "items.yaml"
    path.write_bytes(b"#" * size)
    text, flaws = read_text(path, 2)
    assert flaws == ([] if said is None else [Flaw(0, "too-large", {"size": said, "limit": "2"})])
    assert len(text) == (0 if said else size)


# ---- the bytes


@pytest.mark.parametrize("raw", [b"", GOOD.encode(), "𬭸𠮷🏫\u2028\x85\t".encode(), b"<\n>\n==\n"])
def test_utf_8_is_text(raw: bytes) -> None:
    """UTF-8 is decoded as it is, characters beyond the basic plane included."""
    assert decode(raw) == (raw.decode(), [])


def test_a_byte_order_mark_is_no_text() -> None:
    """The mark that Windows puts before UTF-8 counts for no column."""
    assert decode(codecs.BOM_UTF8 + GOOD.encode()) == (GOOD, [])
    assert parted(codecs.BOM_UTF8 + GOOD.encode()) == (codecs.BOM_UTF8, GOOD, [])
    assert parted(GOOD.encode()) == (b"", GOOD, [])


@pytest.mark.parametrize(
    "text", ["- id: 1\n\ufeff- id: 2\n", "\ufeff- id: 1\n", "- id: 1\n  area: 学\ufeff前\n<<<<<<< HEAD\n"]
)
def test_a_byte_order_mark_inside_is_told_with_its_place(text: str) -> None:
    """Behind the first, a mark is an invisible character that would become part of a key or a text."""
    flaw = Flaw(text.index("\ufeff"), "control-character", {"character": "U+FEFF"})
    assert decode(codecs.BOM_UTF8 + text.encode()) == (text, [flaw])


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (GOOD.encode("gbk"), "GBK"),
        (GOOD.encode("utf-16"), "UTF-16"),
        (codecs.BOM_UTF16_LE + GOOD.encode("utf-16-le"), "UTF-16"),
        (codecs.BOM_UTF16_BE + GOOD.encode("utf-16-be"), "UTF-16"),
        (GOOD.encode("utf-16-le"), "UTF-16"),
        (GOOD.encode("utf-16-be"), "UTF-16"),
        (b"- id: 1\n".decode().encode("utf-16-le"), "UTF-16"),
    ],
)
def test_another_encoding_is_named(raw: bytes, encoding: str) -> None:
    """The encodings that Windows programs in a Chinese office write are told by their names."""
    _, [flaw] = decode(raw)
    assert (flaw.code, flaw.fields) == ("encoding", {"encoding": encoding})


@pytest.mark.parametrize("text", ["- title: Qualité", "- title: Qualité ", "- title: Qualité\n", "- title: Qualité \n"])
def test_bytes_of_no_known_encoding_are_not_named_at_random(text: str) -> None:
    """A stray byte among ASCII is not UTF-16, whatever two such bytes would mean in it, and not GBK."""
    _, [flaw] = decode(text.encode("latin-1"))
    assert (flaw.code, flaw.fields) == ("no-encoding", {})


@pytest.mark.parametrize("before", ["", "- id: 1\n", "- id: 学前\n  area: 教𠮷育"])
def test_the_first_byte_that_is_no_utf_8_is_the_place(before: str) -> None:
    """The text up to the first wrong byte is kept to tell line and column, and the flaw is at its end."""
    text, [flaw] = decode(before.encode() + "教职工".encode("gbk") + "\n待遇".encode())
    assert (text, flaw.offset, flaw.code) == (before, len(before), "encoding")


def test_a_nul_byte_is_told_with_its_place() -> None:
    """A single NUL in a text is damage at that place, not another encoding."""
    text = "- id: 1\n  area: 学\0前\n"
    assert decode(text.encode()) == (text, [Flaw(text.index("\0"), "nul-byte")])


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("<<<<<<< HEAD\n- id: 1\n=======\n- id: 2\n>>>>>>> main\n", 0),
        ("- id: 1\n>>>>>>> 9a1f3c2 (区人社局反馈)\n", 8),
        ("- id: 1\r\n<<<<<<< ours\r\n", 9),
        ("- id: 1\n<<<<<<<\n", 8),
        ("- id: 1\n>>>>>>>", 8),
        ("- id: 1\n=======\n- id: 2\n", 8),
        ("- id: 1\r\n=======\r\n- id: 2\r\n", 9),
    ],
)
def test_a_conflict_marker_is_told_with_its_place(text: str, at: int) -> None:
    """Each of git's markers at the beginning of a line is a conflict, the last one that somebody overlooked as well."""
    assert decode(text.encode()) == (text, [Flaw(at, "conflict-marker")])


@pytest.mark.parametrize(
    "text",
    [
        "- note: <<<<<<< HEAD\n",
        "- note: |\n    <<<<<<< HEAD\n",
        "# <<<<<<< HEAD\n",
        "<<<<<<<< HEAD\n",
        "a =======\n",
        "<<<<<<<x",
    ],
)
def test_what_only_looks_like_a_conflict_marker_is_text(text: str) -> None:
    """Angle brackets inside a line or in other numbers are text."""
    assert decode(text.encode()) == (text, [])


def test_a_folder_takes_the_place_of_another_at_once(tmp_path: Path) -> None:
    """Until all is written the old folder stays; then it is gone, its mode is kept, and a link still leads there."""
    old, link = tmp_path / "old", tmp_path / "link"
    old.mkdir(mode=0o750)
    (old / "a").write_text("1", encoding="utf-8")
    link.symlink_to(old)
    with whole_folder(link) as folder:
        (folder / "b").write_text("2", encoding="utf-8")
        assert [each.name for each in old.iterdir()] == ["a"]
    assert [each.name for each in old.iterdir()] == ["b"]
    assert (old.stat().st_mode & 0o777, link.is_symlink()) == (0o750, True)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["link", "old"]


@pytest.mark.parametrize("there", [True, False])
def test_a_folder_that_cannot_be_moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, there: bool) -> None:
    """Where the system refuses the new folder its name, the old one gets it back, and nothing is left beside."""
    if there:
        (tmp_path / "old").mkdir()
    rename = Path.rename

    def refused(self: Path, target: Path) -> Path:
        if self.suffix == ".tmp":
            raise PermissionError
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refused)
    with pytest.raises(PermissionError), whole_folder(tmp_path / "old") as folder:
        (folder / "b").write_text("2", encoding="utf-8")
    assert [each.name for each in tmp_path.rglob("*")] == ["old"] * there
