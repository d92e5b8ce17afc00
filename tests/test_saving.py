"""One change from the lock to the disk: only what changes, nothing lost whatever fails, nobody else meanwhile."""

import os
import shutil
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from ledger import saving
from ledger.errors import BUSY
from ledger.errors import REFUSED
from ledger.errors import LedgerError
from ledger.events import Progress
from ledger.model import Item
from ledger.saving import draft
from ledger.saving import held
from ledger.saving import redraft
from ledger.saving import restored
from ledger.saving import write
from ledger.splices import Splice
from ledger.store import Opened
from ledger.store import load
from sharing import Make

ITEMS = """\
# 台账
- id: 1
  area: 学前 # 甲
  kind: problem
  title: 一
- id: 2
  area: 学前
  kind: problem
  title: 二
"""
HOLD = """
import sys
from pathlib import Path
from ledger.saving import held
with held(Path(sys.argv[1]), 5, print):
    print("held", flush=True)
    sys.stdin.read()
"""


def noted(item: Item, note: str) -> Item:
    """Return the item with an entry more."""
    entry = Progress(on=date(2024, 5, 1), event="progress", by="区教委", note=note)
    return item.model_copy(update={"log": (*item.log, entry), "status": "in_progress"})


def titled(item: Item, title: str) -> Item:
    """Return the item with another title."""
    return item.model_copy(update={"title": title})


def path_of(opened: Opened) -> Path:
    """Return the file of the items."""
    return opened.folder / "items.yaml"


def test_only_the_lines_of_the_change_differ(make: Make) -> None:
    """An entry more is a few lines more in the item, and every other line stays what it was."""
    opened = make(ITEMS)
    drafted = draft(opened, {0: noted(opened.ledger.items[0], "已检查")})
    write(drafted)
    lines = path_of(opened).read_text(encoding="utf-8").splitlines()
    old = ITEMS.splitlines()
    assert lines[:5] == old[:5]
    added = ["status: in_progress", "log:", "- on: 2024-05-01", "  event: progress", "  by: 区教委", "  note: 已检查"]
    assert lines[5:11] == [f"  {line}" for line in added]
    assert lines[11:] == old[5:]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "bom"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_bytes_of_the_file_stay(make: Make, mark: bytes, newline: str) -> None:
    """A byte-order mark and the ends of the lines stay as they are, and new lines end like the others."""
    folder = make(ITEMS).folder
    (folder / "items.yaml").write_bytes(mark + ITEMS.replace("\n", newline).encode())
    opened = load(folder)
    write(draft(opened, {1: noted(opened.ledger.items[1], "已检查")}))
    written = (folder / "items.yaml").read_bytes()
    assert written.startswith(mark + ITEMS.replace("\n", newline).encode())
    assert written.count(b"\n") == written.count(newline.encode())
    assert load(folder).ledger.items[1].log[0].note == "已检查"


def test_several_items_change_in_one_writing(make: Make) -> None:
    """Two items and a new one are in the file after one replacement of it."""
    opened = make(ITEMS)
    first, second = opened.ledger.items
    third = Item(id="3", area="学前", kind="problem", title="三")
    write(draft(opened, {0: titled(first, "壹"), 1: titled(second, "贰")}, [third]))
    assert [item.title for item in load(opened.folder).ledger.items] == ["壹", "贰", "三"]


def test_an_id_that_is_taken_is_refused(make: Make) -> None:
    """A new item under a number in use is refused before anything is written."""
    opened = make(ITEMS)
    with pytest.raises(LedgerError) as caught:
        draft(opened, {}, [Item(id="2", area="学前", kind="problem", title="三")])
    assert (caught.value.code, caught.value.exit_code) == ("duplicate-id", REFUSED)


def test_what_cannot_be_spliced_is_told_with_its_lines(make: Make) -> None:
    """A text that YAML cannot hold is refused with the place, and the file stays."""
    opened = make(ITEMS)
    with pytest.raises(LedgerError) as caught:
        draft(opened, {1: titled(opened.ledger.items[1], "\ud800")})
    assert (caught.value.code, caught.value.exit_code) == ("by-hand", REFUSED)
    assert str(caught.value.fields["place"]).endswith("items.yaml:9:10")
    assert "id: 2" in caught.value.fields["wanted"]


def test_a_text_that_says_something_else_is_refused(make: Make) -> None:
    """Whatever made the splices: a text that does not say what is wanted is not written."""
    opened = make(ITEMS)
    at = ITEMS.index("一")
    with pytest.raises(LedgerError, match="by-hand"):
        saving.spliced(opened, [Splice(at, at + 1, "壹")], opened.ledger.items)


def test_the_difference_can_be_applied_as_a_patch(make: Make, tmp_path: Path) -> None:
    """What a dry run shows is a unified diff of just that change, which other programs apply."""
    many = "".join(f"- id: {n}\n  area: 学前\n  kind: problem\n  title: 题{n}\n" for n in range(1, 30))
    opened = make(many)
    items = opened.ledger.items
    changes = {
        0: noted(items[0], "甲"),
        13: titled(items[13], "乙\n二"),
        14: titled(items[14], "丙"),
        28: noted(items[28], "丁"),
    }
    drafted = draft(opened, changes, [Item(id="30", area="学前", kind="problem", title="三十")])
    copy = tmp_path / "patched"
    copy.mkdir()
    shutil.copy(path_of(opened), copy / "items.yaml")
    patch = "\n".join(["--- a/items.yaml", "+++ b/items.yaml", *drafted.diff[2:], ""])
    subprocess.run(["git", "apply", "--whitespace=nowarn", "-"], cwd=copy, input=patch.encode(), check=True)
    assert (copy / "items.yaml").read_bytes() == drafted.after
    assert sum(line.startswith("@@") for line in drafted.diff) == 3


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_permissions_stay(make: Make, mode: int) -> None:
    """Whoever could read the file before can read it after, and nobody else."""
    opened = make(ITEMS)
    path_of(opened).chmod(mode)
    write(draft(opened, {0: titled(opened.ledger.items[0], "壹")}))
    assert stat.S_IMODE(path_of(opened).stat().st_mode) == mode


def test_a_link_stays_a_link(make: Make, tmp_path: Path) -> None:
    """Where items.yaml is a link, the file that it leads to is replaced."""
    opened = make(ITEMS)
    real = tmp_path / "elsewhere.yaml"
    path_of(opened).rename(real)
    path_of(opened).symlink_to(real)
    write(draft(load(opened.folder), {0: titled(opened.ledger.items[0], "壹")}))
    assert path_of(opened).is_symlink()
    assert "壹" in real.read_text(encoding="utf-8")


def test_a_protected_file_is_left_alone(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """Replacing a file would get around its protection; it is refused instead."""
    opened = make(ITEMS)
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write everything
    with pytest.raises(LedgerError) as caught:
        write(draft(opened, {0: titled(opened.ledger.items[0], "壹")}))
    assert (caught.value.code, caught.value.exit_code) == ("read-only", REFUSED)
    assert path_of(opened).read_text(encoding="utf-8") == ITEMS


def test_what_changed_meanwhile_is_left_alone(make: Make) -> None:
    """An editor that saved between reading and writing wins, and the command says so."""
    opened = make(ITEMS)
    drafted = draft(opened, {0: titled(opened.ledger.items[0], "壹")})
    path_of(opened).write_text(ITEMS + "# 手改\n", encoding="utf-8")
    with pytest.raises(LedgerError) as caught:
        write(drafted)
    assert (caught.value.code, caught.value.exit_code) == ("changed-underneath", BUSY)
    assert path_of(opened).read_text(encoding="utf-8") == ITEMS + "# 手改\n"


def fail(*_: object, **__: object) -> Any:  # noqa: ANN401 (stands in for several functions)
    """Be a system that has had enough."""
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize(
    ("owner", "name"),
    [("tempfile", "mkstemp"), ("os", "fdopen"), ("os", "fsync"), ("shutil", "copymode"), ("pathlib.Path", "replace")],
)
def test_a_failure_at_any_step_leaves_the_old_file(
    make: Make, monkeypatch: pytest.MonkeyPatch, owner: str, name: str
) -> None:
    """Whichever step the system refuses, the old file is there, whole, and nothing lies beside it."""
    opened = make(ITEMS)
    drafted = draft(opened, {0: titled(opened.ledger.items[0], "壹")})
    before = sorted(file.name for file in opened.folder.iterdir())
    monkeypatch.setattr(f"{owner}.{name}", fail)
    with pytest.raises(LedgerError, match="unwritten"):
        write(drafted)
    monkeypatch.undo()
    assert path_of(opened).read_text(encoding="utf-8") == ITEMS
    assert sorted(file.name for file in opened.folder.iterdir()) == before


def test_the_text_is_read_again_only_where_it_changed(make: Make) -> None:
    """Behind the lock the ledger is the one on the disk, whatever was read before."""
    opened = make(ITEMS)
    assert saving.current(opened) is opened
    path_of(opened).write_text(ITEMS.replace("二", "两"), encoding="utf-8")
    assert [item.title for item in saving.current(opened).ledger.items] == ["一", "两"]


def holder(folder: Path) -> subprocess.Popen[str]:
    """Return another process that holds the lock until its input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_nobody_writes_beside_another(make: Make) -> None:
    """Who comes second is told whom one waits for, and gives up with exit 5 after the time of the settings."""
    folder = make(ITEMS).folder
    told: list[str] = []
    with holder(folder) as other:
        with pytest.raises(LedgerError) as caught, held(folder, 0, told.append):
            pass
        other.communicate("")
    assert (caught.value.code, caught.value.exit_code) == ("busy", BUSY)
    assert f"({other.pid})" in caught.value.fields["holder"]
    assert told == [caught.value.fields["holder"]]


def test_who_waits_comes_next(make: Make) -> None:
    """Once the other has written, the one who waited goes on."""
    folder = make(ITEMS).folder
    told: list[str] = []

    def wait(name: str) -> None:
        told.append(name)
        assert other.stdin is not None
        other.stdin.close()

    with holder(folder) as other, held(folder, 30, wait):
        assert len(told) == 1
    with held(folder, 0, told.append):  # and nothing of it is left
        assert len(told) == 1


def test_the_lock_lies_in_the_git_directory(make: Make) -> None:
    """All work trees and sub-ledgers of a repository share one lock; without git it is a file beside the data."""
    folder = make(ITEMS).folder
    with held(folder, 0, print):
        assert (folder / ".ledger.lock").exists()
    subprocess.run(["git", "init", "-q", "."], cwd=folder.parent, check=True)
    with held(folder, 0, print):
        assert (folder.parent / ".git" / "ledger.lock").exists()
        assert "@" in (folder.parent / ".git" / "ledger.lock.holder").read_text(encoding="utf-8")
    assert not (folder.parent / ".git" / "ledger.lock.holder").exists()


def test_without_git_it_works_as_well(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without git locks beside the data."""
    folder = make(ITEMS).folder
    monkeypatch.setenv("PATH", "")
    with held(folder, 0, print):
        assert (folder / ".ledger.lock").exists()


def test_other_files_are_read_again_as_well(make: Make) -> None:
    """Rules and departments that somebody changed meanwhile hold for what is written now."""
    opened = make(ITEMS)
    (opened.folder / "ledger.yaml").write_text("office: 区教委\n", encoding="utf-8")
    assert saving.current(opened).ledger.settings.office == "区教委"


def test_an_edit_between_reading_and_drafting_is_seen(make: Make) -> None:
    """A draft is made of the bytes that were read: others are refused, however alike they are."""
    opened = make(ITEMS)
    path_of(opened).write_text(ITEMS.replace("二", "两"), encoding="utf-8")
    with pytest.raises(LedgerError) as caught:
        draft(opened, {0: titled(opened.ledger.items[0], "壹")})
    assert (caught.value.code, caught.value.exit_code) == ("changed-underneath", BUSY)


@pytest.mark.parametrize(
    ("gone", "lost"), [("# 台账\n", "a comment would be lost"), (" # 甲", "a comment would be lost")]
)
def test_a_splice_that_takes_a_comment_is_refused(
    make: Make, monkeypatch: pytest.MonkeyPatch, gone: str, lost: str
) -> None:
    """Whatever made the splices: comments that are not there afterwards stop the writing."""
    opened = make(ITEMS)
    at = ITEMS.index(gone)
    monkeypatch.setattr("ledger.splices.revise", lambda *_: [Splice(at, at + len(gone), "")])
    with pytest.raises(RuntimeError, match=lost):
        draft(opened, {})


def test_bytes_outside_the_splices_are_compared(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever put the text together: a byte that no splice accounts for stops the writing."""
    opened = make(ITEMS)
    monkeypatch.setattr("ledger.splices.apply", lambda text, _: text.replace("area: 学前 #", "area:  学前 #"))
    with pytest.raises(RuntimeError, match="bytes outside the change"):
        saving.spliced(opened, [], opened.ledger.items)


def test_a_share_that_cannot_sync_folders_is_written_to(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once the file is in its place, nothing that fails afterwards is told as if it were not."""
    opened = make(ITEMS)
    real = os.fsync

    def refuse_folders(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            fail()
        real(handle)

    monkeypatch.setattr(os, "fsync", refuse_folders)
    write(draft(opened, {0: titled(opened.ledger.items[0], "壹")}))
    assert load(opened.folder).ledger.items[0].title == "壹"


def test_a_process_without_a_name_can_write(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a container nobody may have a name; the lock is taken all the same, and everybody may take it later."""
    folder = make(ITEMS).folder

    def nameless() -> str:
        raise KeyError("getpwuid(): uid not found: 1234")

    monkeypatch.setattr("getpass.getuser", nameless)
    old = os.umask(0)
    try:
        with held(folder, 0, print):
            assert (folder / ".ledger.lock.holder").read_text(encoding="utf-8").startswith("@")
    finally:
        os.umask(old)
    assert stat.S_IMODE((folder / ".ledger.lock").stat().st_mode) == 0o666


COMMENTED = (
    ITEMS.replace("- id: 2", "  # 乙\n# 甲\n- id: 2") + "- id: 3 # 丙\n  area: 学前\n  kind: problem\n  title: 三\n"
)


@given(st.permutations(["1", "2", "3", "4", "5"]), st.integers(0, 5), st.booleans())
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_items_come_and_go_anywhere(make: Make, order: list[str], number: int, changed: bool) -> None:  # noqa: FBT001
    """Whichever items a list is to have, all comments stay, and each item that stays keeps its lines."""
    opened = make(COMMENTED)
    known = {item.id: item for item in opened.ledger.items}
    wanted = [item for item in opened.ledger.items if item.id in order[:number]]
    for place, name in enumerate(order[:number]):
        if name not in known:
            wanted.insert(place % (len(wanted) + 1), Item(id=name, area="学前", kind="problem", title=name))
    if changed and wanted:
        wanted[0] = titled(wanted[0], "新")
    write(redraft(opened, wanted))
    again = load(opened.folder)
    assert list(again.ledger.items) == wanted
    text = again.texts["items.yaml"]
    for comment in ("# 台账", "# 甲", "# 乙", "# 丙"):
        assert comment in text
    for item in wanted[bool(changed) :]:
        if item.id in known:
            assert f"title: {item.title}" in text


def test_an_empty_list_is_left_as_one(make: Make) -> None:
    """Where the last item goes, the list says that it is empty, and takes items again."""
    opened = make(ITEMS)
    write(redraft(opened, []))
    assert path_of(opened).read_text(encoding="utf-8").startswith("# 台账\n[]\n")
    again = load(opened.folder)
    write(redraft(again, opened.ledger.items))
    assert load(opened.folder).ledger.items == opened.ledger.items


def test_an_earlier_content_comes_back_with_its_difference(make: Make) -> None:
    """What is put back is shown as the lines that differ, whatever is between them."""
    opened = make(ITEMS)
    new = ITEMS.replace("title: 一", "title: 壹").replace("title: 二", "title: 贰")
    drafted = restored(path_of(opened), ITEMS.encode(), new.encode())
    assert [line for line in drafted.diff if line[0] in "+-"][2:] == [
        "-  title: 一",
        "+  title: 壹",
        "-  title: 二",
        "+  title: 贰",
    ]
    assert restored(path_of(opened), ITEMS.encode(), ITEMS.encode()).diff == ()


def test_changes_far_apart_are_shown_apart(make: Make) -> None:
    """Of a long file only the lines around each change are shown, with their numbers."""
    opened = make(ITEMS)
    old = "".join(f"- id: {n}\n  area: A\n  kind: problem\n  title: T{n}\n" for n in range(1, 200))
    new = old.replace("title: T3\n", "title: 三\n").replace(
        "- id: 100\n  area: A\n  kind: problem\n  title: T100\n", ""
    )
    new += "- id: 200\n  area: A\n"
    told = restored(path_of(opened), old.encode(), new.encode()).diff
    heads = [line for line in told if line.startswith("@@")]
    assert heads == ["@@ -9,8 +9,8 @@", "@@ -394,11 +394,7 @@", "@@ -794,3 +790,5 @@"]
    assert len(told) < 40


ids = st.lists(st.sampled_from(["周报", "月报", "日排查"]), unique=True, min_size=1)
comments = st.sampled_from(["", " # 记一下", "\n# 另起一行"])
listed = st.lists(st.dates(date(2024, 1, 1), date(2024, 6, 30)), unique=True, max_size=4)


@st.composite
def routine_files(draw: st.DrawFn) -> str:
    """Return the text of a file of routines: with and without days, in brackets or a line each, with comments."""
    text = "# 例行工作\n"
    for name in draw(ids):
        text += f"- id: {name}{draw(comments)}\n  text: 报\n"
        days = draw(listed)
        match draw(st.sampled_from(["absent", "flow", "block", "deeper"])):
            case "flow":
                text += f"  done: [{', '.join(map(str, days))}]{draw(comments)}\n"
            case "block" | "deeper" as manner if days:
                dash = "  - " if manner == "block" else "    - "
                text += "  done:\n" + "".join(f"{dash}{day}{draw(comments)}\n" for day in days)
        text += f"  every: week{draw(comments)}\n"
    text = text.replace("\n# 另起", "\n  # 另起")
    text = text if draw(st.booleans()) else text.rstrip("\n")
    return draw(st.sampled_from(["", "\ufeff"])) + text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


@given(routine_files(), st.data())
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_done_day_more_leaves_all_other_bytes(make: Make, text: str, data: st.DataObject) -> None:
    """Whatever a file of routines looks like, a day more is there afterwards, and no other byte has changed."""
    path = make("[]").folder / "routines.yaml"
    path.write_bytes(text.encode())
    opened = load(path.parent)
    at = data.draw(st.integers(0, len(opened.ledger.routines) - 1))
    old = opened.ledger.routines[at]
    new = old.model_copy(update={"done": (*old.done, date(2024, 7, 15))})
    write(draft(opened, {at: new}, file="routines.yaml"))
    again = load(path.parent).ledger.routines
    assert (again[at], again[:at], again[at + 1 :]) == (
        new,
        opened.ledger.routines[:at],
        opened.ledger.routines[at + 1 :],
    )
    left = iter(path.read_bytes().decode())
    assert all(character in left for character in text.replace("done: []", "done:"))  # in their order
    assert path.read_bytes().count(b"\r") in {0, path.read_bytes().count(b"\n")}
