"""`ledger resolve` in real clones of one bare repository: what is shown, what is chosen, and what comes of it."""

import codecs
import json
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner

from ledger.main import cli
from ledger.shell import Surroundings
from ledger.store import load
from sharing import TODAY
from sharing import Clone
from sharing import edited
from sharing import hook


class Inner(Clone):
    """Somebody's copy of the ledger inside it."""

    @property
    def data(self) -> Path:
        """Return its folder."""
        return self.top / "data" / "大班额"


def test_what_is_open_is_shown(torn: Clone) -> None:
    """Both sides are told with author and day, as a table and as facts; nothing is settled by looking."""
    shown = torn.run("resolve")
    assert shown.exit_code == 1
    assert "李四 (李四, " in shown.stdout
    assert "张三 (王芳, " in shown.stdout
    facts = json.loads(torn.run("resolve", "--format", "json").stdout)
    assert [(each["record"], each["path"], each["ours"]["value"], each["theirs"]["value"]) for each in facts] == [
        ("2", ["person"], "李四", "张三"),
        ("3", ["person"], "钱七", "赵六"),
    ]
    assert torn.run("sync").exit_code == 4


def shown(clone: Clone, lang: str) -> str:
    """Return what `ledger resolve` shows, without the spaces between columns."""
    around = Surroundings(today=TODAY, environ={}, width=200, terminal=False)
    words = ["resolve", "--data", str(clone.data), "--lang", lang]
    return "\n".join(" ".join(each.split()) for each in CliRunner().invoke(cli, words, obj=around).stdout.splitlines())


def test_what_is_open_is_told_in_words(clones: tuple[Clone, Clone]) -> None:
    """Fields, measures and entries are called as everywhere else, in both languages; nothing looks like the files."""
    one, other = clones
    for clone, day, kind in ((one, "2024-06-03", "problem"), (other, "2024-06-05", "recommendation")):
        clone.done("done", "2.1", "--on", day)
        clone.done("measure", "add", "3", f"{clone.top.name}的措施")
        clone.done("set", "4", f"person={clone.top.name}")
        clone.done("add", "area=甲", f"kind={kind}", f"title=新{clone.top.name}", f"{kind}={clone.top.name}")
    one.done("submit", "13", "--by", "区教委", "--override", "急")
    one.done("progress", "13", "--note", "已补材料")
    other.done("withdraw", "13", "--reason", "撤")
    one.done("sync")
    assert other.run("sync").exit_code == 4
    told = shown(other, "zh")
    author, mine = (f"（{name}，{one.git('log', '-1', '--format=%as')}）" for name in ("王芳", "李四"))
    assert told.splitlines()[4:-2] == [
        f"2 措施 2.1、完成情况 2024-06-05{mine} 2024-06-03{author}",
        f"3.3 措施 3.3 李四的措施{mine} 王芳的措施{author}",
        f"4 具体责任人 李四{mine} 王芳{author}",
        f"19 两边都新增 新李四{mine} 新王芳{author}",
        f"13 办理过程 1 2024-07-15 撤销（区教委）：撤{mine} 1 2024-07-15 申请销号（区教委）：免除条件：急",
        "2 2024-07-15 进展（区教委）：已补材料",
        author,
    ]
    assert "19=both" not in told
    assert "ledger resolve 3.3=both" in told
    english = shown(other, "en")
    assert "2 measure 2.1, Done 2024-06-05 (李四, " in english
    assert "13 History 1 withdrawal on 2024-07-15, 区教委: 撤 (李四, " in english


def test_indicators_and_what_is_gone_are_told_in_words(clones: tuple[Clone, Clone]) -> None:
    """An indicator and a reading are named, names are joined, and what one side has taken out goes by its title."""
    one, other = clones
    for clone, value in ((one, "1600"), (other, "1700")):
        clone.done("reading", "2", "2", value, "--on", "2024-06-03")
        clone.done("set", "2", f"support=区编办,{'区教委' if clone is one else '区人社局'}")
        edited(clone, "departments.yaml", "- name: 区编办\n", f"- name: 区编办\n  note: {clone.top.name}\n")
        edited(clone, "items.yaml", "    value: 392\n", f"    value: {value}\n")
    one.done("set", "3", "person=张三")
    path = other.data / "items.yaml"
    before, _, rest = path.read_text(encoding="utf-8").partition("- id: 3\n")
    path.write_text(before + "- id: 4\n" + rest.partition("- id: 4\n")[2], encoding="utf-8")
    other.git("commit", "--quiet", "--all", "--message=gone")
    one.done("sync")
    assert other.run("sync").exit_code == 4
    told = shown(other, "zh")
    author, mine = (f"（{name}，{one.git('log', '-1', '--format=%as')}）" for name in ("王芳", "李四"))
    assert told.splitlines()[4:-1] == [
        f"departments.yaml:区编办 说明 李四{mine} 王芳{author}",
        f"1 指标“临聘教师数”、数值 1700{mine} 1600{author}",
        f"2 配合单位 区编办、区人社局{mine} 区编办、区教委{author}",
        f"2 指标“完全缴纳占比”2024-06-03的读数 数值：1700{mine} 数值：1600{author}",
        f"3 整条 已删除{mine} 民办幼儿园教师工资政策尚未出台{author}",
    ]


def test_what_is_open_is_settled(torn: Clone) -> None:
    """Choices are taken for each record, the rest by side; the merge becomes a version, and sync sends it."""
    settled = torn.run("resolve", "2=theirs", "--ours")
    assert settled.exit_code == 0, settled.output
    assert settled.stderr == "Chosen: 2=theirs, 3=ours\nSettled, and the merge is made a version.\n"
    items = {item.id: item for item in load(torn.data).ledger.items}
    assert (items["2"].person, items["3"].person, len(items["4"].log)) == ("张三", "钱七", 1)
    torn.done("sync")
    assert torn.run("resolve").exit_code == 2


def test_the_history_tells_what_was_chosen(torn: Clone) -> None:
    """Whoever asks why an item says what it says finds the merge in which that was chosen."""
    torn.done("resolve", "2=theirs", "--ours")
    told = torn.run("log", "2").stdout
    assert told.startswith("Item 2: ")
    assert "Chosen in this merge: 2 theirs\n" in told
    assert "Chosen in this merge: 2 theirs, 3 ours\n" in torn.run("log").stdout
    [merge, *_] = json.loads(torn.run("log", "3", "--format", "json").stdout)["moments"]
    assert (merge["items"], merge["choices"]) == ([], [{"record": "3", "side": "ours"}])
    assert "Chosen" not in torn.run("log", "4").stdout


def test_somebody_is_asked(torn: Clone) -> None:
    """In a terminal each choice is asked for, until it is one."""
    settled = torn.run("resolve", asks=True, typed="both\nmine\ntheirs\nours\n")
    assert settled.exit_code == 0, settled.output
    assert "Of 2 only one side can stay." in settled.stderr
    assert "mine does not say which side is chosen." in settled.stderr
    items = {item.id: item for item in load(torn.data).ledger.items}
    assert (items["2"].person, items["3"].person) == ("张三", "钱七")


@pytest.mark.parametrize(("words", "typed"), [((), "theirs\n"), (("2=theirs",), ""), ((), "对方\n")])
def test_whoever_stops_is_not_asked_again(torn: Clone, words: tuple[str, ...], typed: str) -> None:
    """What somebody has typed or answered before being called away is remembered and told; the rest is asked for."""
    lang = "zh" if "对方" in typed else "en"
    stopped = torn.run("resolve", *words, asks=True, typed=typed, lang=lang)  # and then the input ends, as with Ctrl-C
    assert (stopped.exit_code, "2=theirs" in stopped.stderr.splitlines()[-2]) == (1, True), stopped.output
    assert {"zh": "共2处", "en": "(2 of 2)"}[lang] in stopped.stdout
    settled = torn.run("resolve", asks=True, typed="ours\n")
    assert (settled.exit_code, "张三" in settled.output) == (0, False), settled.output
    assert "Remembered until the rest is chosen: 2=theirs" in settled.stderr
    assert [item.person for item in load(torn.data).ledger.items[1:3]] == ["张三", "钱七"]


def test_whoever_stops_at_once_has_chosen_nothing(torn: Clone) -> None:
    """Before the first answer nothing is remembered, and that is what is said."""
    stopped = torn.run("resolve", asks=True)
    assert (stopped.exit_code, stopped.stderr.splitlines()[-1]) == (1, "Stopped. Nothing was changed.")


def test_sides_in_chinese(torn: Clone) -> None:
    """A side may be named as the question names it, with the equals sign of a Chinese keyboard."""
    settled = torn.run("resolve", "2＝对方", "3=本方", lang="zh")
    assert settled.exit_code == 0, settled.output
    assert [item.person for item in load(torn.data).ledger.items[1:3]] == ["张三", "钱七"]


def test_both_sides_for_the_rest(torn: Clone) -> None:
    """Two sides at once are none."""
    refused = torn.run("resolve", "--ours", "--theirs")
    assert (refused.exit_code, "different things" in refused.stderr) == (2, True)
    assert torn.run("resolve").exit_code == 1


class Meanwhile(BytesIO):
    """What somebody types who takes so long for it that another one does something first."""

    def __init__(self, typed: str, first: Callable[[], object]) -> None:
        """Take what is typed, and what is done before."""
        super().__init__(typed.encode())
        self._first = [first]

    def read1(self, size: int | None = -1, /) -> bytes:
        """Return what is typed."""
        while self._first:
            self._first.pop()()
        return super().read1(size)


@pytest.mark.parametrize("late", ["settled", "edited"])
def test_somebody_else_settles_it_first(torn: Clone, late: str) -> None:
    """What another one has settled or edited while this one was asked stays, and is not written over."""
    items = torn.data / "items.yaml"

    def first() -> None:
        if late == "edited":
            items.write_text(items.read_text(encoding="utf-8").replace("<<<<<<< ours", "<<<<<<< 本方"), "utf-8")
            return
        for words in (["resolve", "--theirs"], ["progress", "7", "--note", "已开工"]):
            subprocess.run(
                [sys.executable, "-m", "ledger", *words, "--data", str(torn.data)], check=True, capture_output=True
            )

    before = torn.git("rev-parse", "HEAD")
    refused = torn.run("resolve", asks=True, typed=Meanwhile("ours\nours\n", first))
    assert (refused.exit_code, "was changed by somebody else" in refused.stderr) == (5, True), refused.stderr
    text = items.read_text(encoding="utf-8")
    if late == "edited":
        assert ("<<<<<<< 本方" in text, torn.git("rev-parse", "HEAD")) == (True, before)
        return
    assert torn.git("status", "--porcelain") == ""
    ledger = load(torn.data).ledger
    assert (ledger.items[1].person, ledger.items[6].log[-1].note) == ("张三", "已开工")


def test_choices_one_at_a_time(torn: Clone) -> None:
    """What was chosen is remembered until the merge is made, and may be chosen otherwise until then."""
    first = torn.run("resolve", "2=theirs")
    assert (first.exit_code, "2=theirs" in first.stderr, "赵六" in first.stdout) == (1, True, True), first.output
    assert "张三" not in first.stdout
    assert torn.run("resolve", "2=ours").exit_code == 1
    assert torn.run("resolve", "3=theirs").exit_code == 0
    assert [item.person for item in load(torn.data).ledger.items[1:3]] == ["李四", "赵六"]
    told = [line for line in torn.git("log", "-1", "--format=%B").splitlines() if line.startswith("Ledger-Chose")]
    assert told == ["Ledger-Chose: ours data/items.yaml 2", "Ledger-Chose: theirs data/items.yaml 3"]


def test_a_choice_goes_with_its_merge(torn: Clone) -> None:
    """Once a merge is left, nothing of it is remembered by the next one."""
    assert torn.run("resolve", "2=theirs").exit_code == 1
    torn.git("merge", "--abort")
    assert torn.run("sync").exit_code == 4
    assert "张三" in torn.run("resolve", "3=ours").stdout


def test_a_conflict_in_another_ledger(clones: tuple[Clone, Clone]) -> None:
    """A ledger inside this one is settled by itself: the command is named, and the merge waits for it."""
    one, other = clones
    Inner(one.top).done("add", "area=甲", "kind=problem", "title=新", "problem=新")
    one.done("sync")
    other.done("sync")
    for clone in clones:
        Inner(clone.top).done("set", "1", f"person={clone.top.name}")
        clone.done("set", "2", f"person={clone.top.name}")
    one.done("sync")
    assert other.run("sync").exit_code == 4
    settled = other.run("resolve", "--ours")
    assert (settled.exit_code, "Nothing was changed" in settled.stderr) == (1, False), settled.stderr
    assert f"ledger resolve --data {Inner(other.top).data}" in settled.stderr
    assert "made a version" in Inner(other.top).done("resolve", "--theirs")
    assert [load(each.data).ledger.items[at].person for each, at in ((other, 1), (Inner(other.top), 0))] == [
        "李四",
        "王芳",
    ]
    other.done("sync")


@pytest.mark.parametrize(
    ("words", "told"),
    [(("9=ours",), "9 is not open in this merge."), (("2=mine",), "2=mine does not say which side is chosen.")],
)
def test_choices_that_are_none(torn: Clone, words: tuple[str, ...], told: str) -> None:
    """What is not open, or no side, is said, and nothing is settled."""
    refused = torn.run("resolve", *words)
    assert (refused.exit_code, told in refused.stderr) == (2, True)
    assert "<<<<<<<" in (torn.data / "items.yaml").read_text(encoding="utf-8")


def test_a_merge_that_git_made_by_lines(clones: tuple[Clone, Clone]) -> None:
    """Where a clone without the driver has left markers of git's, most of it is settled by meaning alone."""
    one, other = clones
    one.done("progress", "2", "--note", "甲", "--on", "2024-06-03")
    other.done("progress", "2", "--note", "乙", "--on", "2024-06-01")
    one.done("sync")
    with pytest.raises(subprocess.CalledProcessError):
        other.git("pull", "--quiet", "--no-rebase", "--no-edit")
    assert other.run("resolve").exit_code == 0
    [item] = [item for item in load(other.data).ledger.items if item.id == "2"]
    assert [getattr(entry, "note", None) for entry in item.log] == ["乙", "甲"]
    other.done("sync")


def test_rules_that_are_merged_too(clones: tuple[Clone, Clone]) -> None:
    """What git's merge went by are the rules before it: where they have been merged since, nobody has edited a file."""
    one, other = clones
    rules = "closing:\n  conditions: [lead]\n"
    edited(one, "ledger.yaml", "office:", f"{rules}office:")
    one.done("sync")
    other.done("sync")
    edited(one, "ledger.yaml", rules, "")
    one.done("measure", "add", "2", "再查")
    one.done("set", "3", "person=张三")
    one.done("sync")
    other.done("submit", "2", "--by", "区教委", "--on", "2024-07-01")
    other.done("set", "3", "person=李四")
    assert other.run("sync").exit_code == 4
    assert [row["record"] for row in json.loads(other.run("resolve", "--format", "json").stdout)] == ["3"]
    settled = other.run("resolve", "3=ours")
    assert settled.exit_code == 0, settled.output


def test_ours_that_was_chosen_by_the_rules_before(clones: tuple[Clone, Clone]) -> None:
    """Whether a merge leaves out what others have changed is judged by the same rules, not by those it brings."""
    one, other = clones
    rules = "closing:\n  conditions: [lead, measures]\n"
    edited(one, "ledger.yaml", "office:", f"{rules}office:")
    one.done("sync")
    other.done("sync")
    edited(one, "ledger.yaml", ", measures]", "]")
    one.done("measure", "add", "2", "再查")
    one.done("sync")
    other.done("done", "2.1", "--on", "2024-07-01")
    other.done("submit", "2", "--by", "区教委", "--on", "2024-07-01")
    assert other.run("sync").exit_code == 4
    assert {row["record"] for row in json.loads(other.run("resolve", "--format", "json").stdout)} == {"2"}
    settled = other.run("resolve", "--ours")
    assert settled.exit_code == 0, settled.output


@pytest.mark.parametrize(("side", "name"), [("ours", "李四"), ("theirs", "王芳")])
def test_the_other_files(clones: tuple[Clone, Clone], side: str, name: str) -> None:
    """Departments are settled like items: each side's is there to be chosen; days of routines come together."""
    for clone in clones:
        edited(clone, "departments.yaml", "- name: 区编办\n", f"- name: 区编办\n  note: {clone.top.name}\n")
    one, other = clones
    one.done("routine", "done", "8.月报", "--on", "2024-05-31")
    other.done("routine", "done", "8.月报", "--on", "2024-06-30")
    one.done("sync")
    assert other.run("sync").exit_code == 4
    settled = other.run("resolve", f"区编办={side}")
    assert settled.exit_code == 0, settled.output
    ledger = load(other.data).ledger
    assert [department.note for department in ledger.departments if department.name == "区编办"] == [name]
    [routine] = [routine for routine in ledger.routines if routine.id == "8.月报"]
    assert {str(day) for day in routine.done} >= {"2024-05-31", "2024-06-30"}


def test_two_fields_of_one_item(clones: tuple[Clone, Clone]) -> None:
    """One choice settles all that is open of an entry: one question asks for it, once all of it was shown."""
    one, other = clones
    for clone in clones:
        clone.done("set", "2", f"person={clone.top.name}", f"goal={clone.top.name}的目标")
    one.done("sync")
    assert other.run("sync").exit_code == 4
    settled = other.run("resolve", asks=True, typed="theirs\n")
    assert settled.exit_code == 0, settled.output
    shown = settled.output[: settled.output.index("ours or theirs?")]
    assert [name in shown for name in ("Responsible person", "Goal", "王芳的目标", "李四的目标")] == [True] * 4
    assert settled.output.count("ours or theirs?") == 1
    assert (load(other.data).ledger.items[1].person, load(other.data).ledger.items[1].goal) == ("王芳", "王芳的目标")


def test_one_name_in_two_files(clones: tuple[Clone, Clone]) -> None:
    """An item and a duty of one name are two entries: each is asked for, and named with its file where it is chosen."""
    for clone in clones:
        edited(
            clone,
            "routines.yaml",
            "- id: 8.月报\n",
            f"- id: 2\n  text: {clone.top.name}\n  every: week\n- id: 8.月报\n",
        )
        clone.done("set", "2", f"person={clone.top.name}")
    one, other = clones
    one.done("sync")
    assert other.run("sync").exit_code == 4
    refused = other.run("resolve", "2=theirs", "--ours")
    assert (refused.exit_code, "items.yaml:2" in refused.stderr) == (2, True), refused.stderr
    shown = other.run("resolve")
    assert "routines.yaml:2" in shown.stdout
    settled = other.run("resolve", "routines.yaml:2=theirs", asks=True, typed="ours\n")
    assert settled.exit_code == 0, settled.output
    ledger = load(other.data).ledger
    texts = [routine.text for routine in ledger.routines if routine.id == "2"]
    assert (ledger.items[1].person, texts) == ("李四", ["王芳"])


def test_a_byte_order_mark_stays(clones: tuple[Clone, Clone]) -> None:
    """A file that begins with a byte-order mark does so once a conflict in it was settled."""
    one, other = clones
    items = one.data / "items.yaml"
    items.write_bytes(codecs.BOM_UTF8 + items.read_bytes())
    one.done("save")
    one.done("sync")
    other.done("sync")
    for clone in clones:
        clone.done("set", "2", f"person={clone.top.name}")
    one.done("sync")
    assert other.run("sync").exit_code == 4
    assert other.run("resolve", "--ours").exit_code == 0
    raw = (other.data / "items.yaml").read_bytes()
    assert (raw[:3], raw.count(codecs.BOM_UTF8)) == (codecs.BOM_UTF8, 1)


def removing(clones: tuple[Clone, Clone], file: str, *, here: bool) -> Clone:
    """Return a clone whose merge is open: one side, `here` its own, has taken out a file that the other changed."""
    one, other = clones
    for clone, removes in ((one, not here), (other, here)):
        if removes:
            clone.git("rm", "--quiet", f"data/{file}")
            clone.git("commit", "--quiet", "--message=gone")
        else:
            path = clone.data / file
            path.write_bytes(codecs.BOM_UTF8 + path.read_bytes())
            clone.git("commit", "--quiet", "--all", "--message=changed")
    one.git("push", "--quiet")
    other.git("fetch", "--quiet")
    with pytest.raises(subprocess.CalledProcessError):
        other.git("merge", "--quiet", "@{upstream}")
    return other


@pytest.mark.parametrize("here", [True, False])
@pytest.mark.parametrize("side", ["ours", "theirs"])
@pytest.mark.parametrize("file", ["items.yaml", "routines.yaml"])
def test_a_file_that_one_side_has_taken_out(clones: tuple[Clone, Clone], file: str, side: str, *, here: bool) -> None:
    """It is shown as one choice, with who took it out and who changed it, and settled like any other."""
    other = removing(clones, file, here=here)
    shown = other.run("resolve")
    assert (shown.exit_code, f"ledger resolve {file}=theirs" in shown.stdout) == (1, True), shown.output
    told = [f"{word} ({name}, " in shown.stdout for word in ("taken out", "changed") for name in ("李四", "王芳")]
    assert told == [here, not here, not here, here], shown.stdout
    [row] = json.loads(other.run("resolve", "--format", "json").stdout)
    assert (row["file"], row["record"], row["ours"]["value"] is None) == (file, file, here)
    settled = other.run("resolve", f"{file}={side}")
    assert (settled.exit_code, "made a version" in settled.stderr) == (0, True), settled.output
    stays = here != (side == "ours")
    assert (other.data / file).exists() is stays
    assert other.git("status", "--porcelain") == ""
    assert len(other.git("rev-list", "--parents", "-1", "HEAD").split()) == 3
    if stays:
        assert (other.data / file).read_bytes().startswith(codecs.BOM_UTF8)
        assert "Nothing is to be repaired" in other.done("resolve", "--again")
        other.done("sync")


def test_somebody_is_asked_about_a_whole_file(clones: tuple[Clone, Clone]) -> None:
    """In a terminal one question settles it, also where the file was taken away by hand meanwhile."""
    other = removing(clones, "departments.yaml", here=False)
    (other.data / "departments.yaml").unlink()
    settled = other.run("resolve", asks=True, typed="ours\n")
    assert settled.exit_code == 0, settled.output
    assert "departments.yaml: ours or theirs?" in settled.output
    assert load(other.data).ledger.departments


def conflicting(clones: tuple[Clone, Clone]) -> Clone:
    """Return a clone whose field, and whose notes beside the ledger, are unlike what others have sent."""
    one, other = clones
    for clone in clones:
        (clone.top / "notes.txt").write_text(clone.top.name, encoding="utf-8")
        clone.git("add", "notes.txt")
        clone.git("commit", "--quiet", "--message=notes")
        clone.done("set", "2", f"person={clone.top.name}")
    one.done("sync")
    other.git("fetch", "--quiet")
    return other


def test_what_is_not_of_the_ledger(clones: tuple[Clone, Clone]) -> None:
    """Another file that git could not merge is named, and left to whoever knows it; the choice is told all the same."""
    other = conflicting(clones)
    assert other.run("sync").exit_code == 4
    settled = other.run("resolve", "--theirs")
    assert (settled.exit_code, settled.stderr) == (
        1,
        "Chosen: 2=theirs\nStill open, and not of this ledger: notes.txt\n",
    )
    other.git("add", "notes.txt")
    other.done("sync")
    assert "Ledger-Chose: theirs data/items.yaml 2" in other.git("log", "-1", "--format=%B").splitlines()


def test_a_rebase_is_settled_too(clones: tuple[Clone, Clone]) -> None:
    """In a rebase the files are settled, and how to go on is said: its versions are git's to make."""
    other = conflicting(clones)
    other.git("reset", "--quiet", "--hard", "HEAD~2")
    other.done("set", "2", "person=钱七")
    with pytest.raises(subprocess.CalledProcessError):
        other.git("rebase", "@{upstream}")
    settled = other.run("resolve", "--theirs")
    assert (settled.exit_code, "git rebase --continue" in settled.stderr) == (0, True), settled.output
    other.git("-c", "core.editor=true", "rebase", "--continue")
    assert load(other.data).ledger.items[1].person == "钱七"


def test_changes_that_were_put_aside(versioned: Path) -> None:
    """What git stash brings back is settled too, and becomes a version when it is saved."""
    clone = Clone(versioned.parent)
    clone.done("set", "2", "person=张三", "--no-commit")
    clone.git("stash", "--quiet")
    clone.done("set", "2", "person=李四")
    with pytest.raises(subprocess.CalledProcessError):
        clone.git("stash", "pop", "--quiet")
    assert clone.run("resolve", "--theirs").stderr == "Chosen: 2=theirs\nSettled. To make it a version: ledger save\n"
    clone.done("save")
    assert load(clone.data).ledger.items[1].person == "张三"
    assert clone.git("status", "--porcelain") == ""


@pytest.mark.parametrize("broken", [b"- a: [\n", "- id: 编\n".encode("gbk")])
def test_a_side_that_cannot_be_read(clones: tuple[Clone, Clone], broken: bytes) -> None:
    """Where a side is no ledger, nothing is settled, and that is said."""
    other = conflicting(clones)
    (other.data / "items.yaml").write_bytes(broken)
    other.git("commit", "--quiet", "--all", "--message=broken")
    with pytest.raises(subprocess.CalledProcessError):
        other.git("merge", "@{upstream}")
    refused = other.run("resolve", "--ours")
    assert (refused.exit_code, "cannot be read as a ledger" in refused.stderr) == (3, True), refused.stderr


def test_a_settled_merge_that_git_does_not_take(torn: Clone) -> None:
    """A hook of the office's that refuses the version is told."""
    hook(torn, "pre-commit", "echo no; exit 1")
    refused = torn.run("resolve", "--ours")
    assert (refused.exit_code, "no" in refused.stderr) == (4, True)


def test_a_settled_merge_that_a_hook_refuses_goes_on(torn: Clone) -> None:
    """What was chosen stays chosen: the next sync makes the version, also where ours was chosen throughout."""
    hook(torn, "commit-msg", "echo no; exit 1")
    refused = torn.run("resolve", "--ours")
    assert (refused.exit_code, "the merge stays open" in refused.stderr) == (4, True), refused.stderr
    assert torn.run("sync").exit_code == 4
    (torn.top / ".git" / "hooks" / "commit-msg").unlink()
    torn.done("sync")
    items = {item.id: item for item in load(torn.data).ledger.items}
    assert (items["2"].person, items["3"].person, len(items["4"].log)) == ("李四", "钱七", 1)
    assert torn.git("log", "-1", "--format=%B").count("Ledger-Chose: ours data/items.yaml 2") == 1
    assert torn.git("rev-list", "--count", "--merges", "@{upstream}") == "1"


def test_ours_that_was_chosen_throughout(clones: tuple[Clone, Clone]) -> None:
    """A merge whose items are ours because everything of theirs was given up is a merge all the same."""
    one, other = clones
    for clone in clones:
        clone.done("set", "2", f"person={clone.top.name}")
    one.done("sync")
    assert other.run("sync").exit_code == 4
    hook(other, "commit-msg", "exit 1")
    assert other.run("resolve", "--ours").exit_code == 4
    (other.top / ".git" / "hooks" / "commit-msg").unlink()
    other.done("sync")
    assert load(other.data).ledger.items[1].person == "李四"


def test_evidence_of_one_name_beside_a_conflict(clones: tuple[Clone, Clone], tmp_path: Path) -> None:
    """Where something is to be chosen as well, both papers have their places once it was."""
    one, other = clones
    for clone, content in ((one, b"1"), (other, b"2")):
        paper = tmp_path / clone.top.name / "照片.jpg"
        paper.parent.mkdir()
        paper.write_bytes(content)
        clone.done("attach", "2", str(paper))
        clone.done("set", "3", f"person={clone.top.name}")
    one.done("sync")
    assert other.run("sync").exit_code == 4
    assert other.run("resolve").exit_code == 1
    settled = other.run("resolve", "--ours")
    assert (settled.exit_code, settled.stderr) == (0, "Chosen: 3=ours\nSettled, and the merge is made a version.\n")
    assert (other.data / "evidence" / "2" / "照片-2.jpg").read_bytes() == b"2"
    checked = other.run("check", "--history")
    assert checked.exit_code == 0, checked.stdout
