"""`ledger sync`, `resolve` and `doctor` in real clones of one bare repository."""

import codecs
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import IO
from typing import NamedTuple

import pytest
from click.testing import CliRunner
from click.testing import Result

from ledger.main import cli
from ledger.shell import Surroundings
from ledger.store import load

Git = Callable[..., str]
TODAY = date(2024, 7, 15)


class Clone(NamedTuple):
    """Somebody's copy of the shared ledger."""

    top: Path

    @property
    def data(self) -> Path:
        """Return the ledger's folder."""
        return self.top / "data"

    def run(self, *words: str, asks: bool = False, typed: str | IO[bytes] = "") -> Result:
        """Run a command here."""
        around = Surroundings(today=TODAY, environ={}, asks=asks)
        return CliRunner().invoke(cli, [*words, "--data", str(self.data), "--lang", "en"], obj=around, input=typed)

    def done(self, *words: str) -> str:
        """Run a command that succeeds, and return what it says."""
        ran = self.run(*words)
        assert ran.exit_code == 0, ran.output
        return ran.stderr

    def git(self, *words: str) -> str:
        """Run git here."""
        done = subprocess.run(["git", *words], cwd=self.top, check=True, capture_output=True, text=True)
        return done.stdout.strip()


class Inner(Clone):
    """Somebody's copy of the ledger inside it."""

    @property
    def data(self) -> Path:
        """Return its folder."""
        return self.top / "data" / "大班额"


@pytest.fixture
def clones(versioned: Path, git: Git, tmp_path_factory: pytest.TempPathFactory) -> tuple[Clone, Clone]:
    """Return two clones, of 王芳 and 李四, of one bare repository that holds the shipped ledger."""
    place = tmp_path_factory.mktemp("shared")
    git("clone", "--quiet", "--bare", str(versioned.parent), str(place / "all.git"))
    made = []
    for name in ("王芳", "李四"):
        git("clone", "--quiet", str(place / "all.git"), str(place / name))
        clone = Clone(place / name)
        clone.git("config", "user.name", name)
        clone.git("config", "user.email", f"{name}@example.cn")
        made.append(clone)
    return made[0], made[1]


def test_two_people_sync(clones: tuple[Clone, Clone]) -> None:
    """Changes of different kinds to one item come together, without a conflict, in copies nobody has set up."""
    one, other = clones
    one.done("progress", "2", "--note", "已检查56所", "--on", "2024-06-03")
    other.done("set", "2", "person=张三")
    other.done("progress", "2", "--note", "已约谈12所", "--on", "2024-06-01")
    assert one.done("sync").splitlines()[-1] == "0 versions of others were taken over; 1 version was sent."
    assert other.done("sync").splitlines()[-1] == "1 version of others was taken over; 3 versions were sent."
    assert one.done("sync").splitlines()[-1] == "3 versions of others were taken over; 0 versions were sent."
    assert one.done("sync") == other.done("sync") == "Nothing new on either side.\n"
    assert one.git("rev-parse", "HEAD") == other.git("rev-parse", "HEAD")
    [item] = [item for item in load(one.data).ledger.items if item.id == "2"]
    assert [getattr(entry, "note", None) for entry in item.log] == ["已约谈12所", "已检查56所"]
    assert (item.person, item.status) == ("张三", "in_progress")
    assert one.run("check", "--history").exit_code == 0


@pytest.fixture
def torn(clones: tuple[Clone, Clone]) -> Clone:
    """Return a clone in which a sync has met two conflicts, and something that merges."""
    one, other = clones
    one.done("set", "2", "person=张三")
    one.done("set", "3", "person=赵六")
    one.done("progress", "4", "--note", "已部署", "--on", "2024-06-03")
    other.done("set", "2", "person=李四")
    other.done("set", "3", "person=钱七")
    one.done("sync")
    refused = other.run("sync")
    assert refused.exit_code == 4
    assert "ledger resolve" in refused.stderr
    return other


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
    assert settled.stderr == "Settled, and the merge is made a version.\n"
    items = {item.id: item for item in load(torn.data).ledger.items}
    assert (items["2"].person, items["3"].person, len(items["4"].log)) == ("张三", "钱七", 1)
    torn.done("sync")
    assert torn.run("resolve").exit_code == 2


def test_somebody_is_asked(torn: Clone) -> None:
    """In a terminal each choice is asked for, until it is one."""
    settled = torn.run("resolve", asks=True, typed="both\nmine\ntheirs\nours\n")
    assert settled.exit_code == 0, settled.output
    assert "Of 2 only one side can stay." in settled.stderr
    assert "mine does not say which side is chosen." in settled.stderr
    items = {item.id: item for item in load(torn.data).ledger.items}
    assert (items["2"].person, items["3"].person) == ("张三", "钱七")


def test_whoever_stops_is_not_asked_again(torn: Clone) -> None:
    """What somebody has answered before being called away is remembered, and only the rest is asked for."""
    stopped = torn.run("resolve", asks=True, typed="theirs\n")  # and then the input ends, as with Ctrl-C
    assert (stopped.exit_code, "\nStopped." in stopped.stderr) == (1, True), stopped.output
    settled = torn.run("resolve", asks=True, typed="ours\n")
    assert (settled.exit_code, "张三" in settled.output) == (0, False), settled.output
    assert "Remembered until the rest is chosen: 2=theirs" in settled.stderr
    assert [item.person for item in load(torn.data).ledger.items[1:3]] == ["张三", "钱七"]


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


def typed_over(clone: Clone, begin: str, end: str, text: str, file: str = "items.yaml") -> None:
    """Put a text in the place of what stands from `begin` to the end of `end`, as somebody does in an editor."""
    path = clone.data / file
    before, _, rest = path.read_text(encoding="utf-8").partition(begin)
    path.write_text(before + text + rest.partition(end)[2], encoding="utf-8")


BOTH = (("<<<<<<< ours\n  person: 李四", ">>>>>>> theirs\n"), ("<<<<<<< ours\n  person: 钱七", ">>>>>>> theirs\n"))


def test_what_was_settled_by_hand_is_taken(torn: Clone) -> None:
    """A file without markers is what somebody meant it to be: it is taken as it is, and that is said."""
    assert "ledger resolve" in torn.run("check").stdout
    typed_over(torn, *BOTH[0], "  person: 张三、李四共同负责\n")
    typed_over(torn, *BOTH[1], "  person: 赵六、钱七\n")
    before = (torn.data / "items.yaml").read_bytes()
    refused = torn.run("set", "2", "person=张三")
    assert (refused.exit_code, "To finish it: ledger resolve" in refused.stderr) == (4, True), refused.stderr
    refused = torn.run("resolve", "2=ours")
    assert (refused.exit_code, "was settled by hand" in refused.stderr) == (2, True), refused.stderr
    settled = torn.run("resolve")
    assert settled.exit_code == 0, settled.output
    assert "Settled by hand, and taken as it is: " in settled.stderr
    assert "items.yaml" in settled.stderr
    assert (torn.data / "items.yaml").read_bytes() == before
    assert torn.git("status", "--porcelain") == ""
    assert "Ledger-Chose" not in torn.git("log", "-1", "--format=%B")
    assert (len(load(torn.data).ledger.items[3].log), torn.git("rev-list", "--count", "--merges", "HEAD")) == (1, "1")
    torn.done("sync")
    assert "Nothing is to be repaired" in torn.done("resolve", "--again")


def test_what_was_settled_by_hand_and_cannot_be_read(torn: Clone) -> None:
    """It is refused with the place and the reason, and stays as it was typed."""
    typed_over(torn, *BOTH[0], "  person: 张三\n")
    typed_over(torn, *BOTH[1], "  persom: 赵六\n")
    before = (torn.data / "items.yaml").read_bytes()
    refused = torn.run("resolve", "--ours")
    assert (refused.exit_code, "persom" in refused.stderr) == (3, True), refused.stderr
    assert "What was settled by hand cannot be read: 1 error." in refused.stderr
    assert (torn.data / "items.yaml").read_bytes() == before


@pytest.mark.parametrize("words", [(), ("3=ours",), ("--theirs",)])
def test_edits_beside_markers_are_not_written_over(torn: Clone, words: tuple[str, ...]) -> None:
    """Half settled by hand, half left: nothing is written over it, and both ways out are said."""
    untouched = (torn.data / "items.yaml").read_bytes()
    typed_over(torn, *BOTH[0], "  person: 张三、李四共同负责\n")
    before = (torn.data / "items.yaml").read_bytes()
    refused = torn.run("resolve", *words)
    assert (refused.exit_code, "git checkout --merge -- " in refused.stderr) == (4, True), refused.stderr
    assert (torn.data / "items.yaml").read_bytes() == before
    torn.git("checkout", "--merge", "--", "data/items.yaml")
    assert b"<<<<<<<" in untouched
    settled = torn.run("resolve", "2=theirs", "3=ours")
    assert settled.exit_code == 0, settled.output


@pytest.mark.parametrize("style", ["merge", "diff3"])
def test_edits_beside_markers_of_lines(clones: tuple[Clone, Clone], style: str) -> None:
    """Also where git has merged the lines itself, what it has left is told from what somebody typed."""
    one, other = clones
    for clone in clones:
        clone.done("set", "2", f"person={clone.top.name}")
        clone.done("set", "3", f"person={clone.top.name}")
    one.done("sync")
    other.git("config", "merge.conflictStyle", style)
    with pytest.raises(subprocess.CalledProcessError):
        other.git("pull", "--quiet", "--no-rebase", "--no-edit")
    text = (other.data / "items.yaml").read_text(encoding="utf-8")
    (other.data / "items.yaml").write_text(text.replace("- id: 5\n", "# 注\n- id: 5\n"), encoding="utf-8")
    assert other.run("resolve", "--ours").exit_code == 4
    (other.data / "items.yaml").write_text(text, encoding="utf-8")
    assert other.run("resolve", "2=ours").exit_code == 1
    assert other.run("resolve", "3=theirs").exit_code == 0
    assert [item.person for item in load(other.data).ledger.items[1:3]] == ["李四", "王芳"]


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


def test_choices_beside_a_file_that_was_settled_by_hand(clones: tuple[Clone, Clone]) -> None:
    """A file is settled by hand while choices in another one are remembered: neither is forgotten."""
    one, other = clones
    for clone in clones:
        edited(clone, "departments.yaml", "- name: 区编办\n", f"- name: 区编办\n  note: {clone.top.name}\n")
        clone.done("set", "2", f"person={clone.top.name}")
        clone.done("set", "3", f"person={clone.top.name}")
    one.done("sync")
    assert other.run("sync").exit_code == 4
    assert other.run("resolve", "2=theirs", "区编办=ours").exit_code == 1
    typed_over(other, "<<<<<<< ours\n  note: 李四", ">>>>>>> theirs\n", "  note: 两人\n", "departments.yaml")
    again = other.run("resolve")
    assert (again.exit_code, "departments.yaml" in again.stderr) == (1, True), again.output
    assert other.run("resolve", "3=ours").exit_code == 0
    ledger = load(other.data).ledger
    assert [item.person for item in ledger.items[1:3]] == ["王芳", "李四"]
    assert [department.note for department in ledger.departments if department.name == "区编办"] == ["两人"]
    assert "departments.yaml" not in other.git("log", "-1", "--format=%B")


def test_settings_that_both_have_changed(clones: tuple[Clone, Clone]) -> None:
    """They are merged by lines and settled by hand: that is said until it is done, and then the merge is made."""
    one, other = clones
    for clone in clones:
        path = clone.data / "ledger.yaml"
        path.write_text(f"{path.read_text(encoding='utf-8')}# {clone.top.name}\n", encoding="utf-8")
        clone.git("commit", "--quiet", "--all", "--message=settings")
        clone.done("set", "2", f"person={clone.top.name}")
    one.done("sync")
    assert other.run("sync").exit_code == 4
    settled = other.run("resolve", "2=ours")
    assert (settled.exit_code, "Nothing was changed" in settled.stderr) == (1, False), settled.stderr
    assert "Still open: data/ledger.yaml. Keep the right lines" in settled.stderr
    assert other.run("resolve").exit_code == 1
    typed_over(other, "<<<<<<<", ">>>>>>>", "# 两人 ", "ledger.yaml")
    done = other.run("resolve")
    assert (done.exit_code, "made a version" in done.stderr) == (0, True), done.stderr
    assert load(other.data).ledger.items[1].person == "李四"
    other.done("sync")


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


def adding(clone: Clone, tmp_path: Path) -> None:
    """Add an item with a measure, a target and a paper, one that is merged into it, and a duty for it."""
    name = clone.top.name
    paper = tmp_path / f"{name}.jpg"
    paper.write_text(name, encoding="utf-8")
    clone.done("add", "area=甲", "kind=problem", f"title=新{name}", f"problem={name}的问题")
    new = load(clone.data).ledger.items[-1].id
    clone.done("measure", "add", new, f"{name}的措施")
    path = clone.data / "items.yaml"
    target = f"{{name: 人数, kind: target, literal: 5人, unit: 人, value: 5, measure: {new}.1}} # {name}"
    path.write_text(f"{path.read_text(encoding='utf-8')}  indicators:\n  - {target}\n", encoding="utf-8")
    path = path.with_name("routines.yaml")
    duty = f"- id: {name}月报\n  text: 报告\n  item: {new}\n  every: month\n"
    path.write_text(f"{path.read_text(encoding='utf-8')}{duty}", encoding="utf-8")
    clone.done("save")
    clone.done("progress", new, "--note", f"{name}已开工", "--evidence", str(paper))


def test_two_new_items_of_one_number(clones: tuple[Clone, Clone], tmp_path: Path) -> None:
    """Both stay: ours with its number, theirs with the next one, with all that is theirs; nothing is lost anywhere."""
    one, other = clones
    for clone in clones:
        adding(clone, tmp_path)
    other.done("add", "area=甲", "kind=problem", "title=又", "problem=又")
    one.done("withdraw", "3", "--into", load(one.data).ledger.items[-1].id, "--reason", "并入")
    one.done("sync")
    assert other.run("sync").exit_code == 4
    number = str(int(load(one.data).ledger.items[-1].id))
    new = str(int(number) + 2)
    settled = other.run("resolve", f"{number}=both")
    assert settled.exit_code == 0, settled.output
    assert f"{number} of the other copy is {new} now." in settled.stderr
    other.done("sync")
    one.done("sync")
    for clone in clones:
        items = {item.id: item for item in load(clone.data).ledger.items}
        assert [items[name].title for name in (number, str(int(number) + 1), new)] == ["新李四", "又", "新王芳"]
        for name, whose in ((number, "李四"), (new, "王芳")):
            item = items[name]
            assert [(each.id, each.text) for each in item.measures] == [(f"{name}.1", f"{whose}的措施")]
            assert [each.measure for each in item.indicators] == [f"{name}.1"]
            assert [each.note for each in item.log] == [f"{whose}已开工"]
            [proof] = item.log[0].evidence
            assert (clone.data / str(proof.file)).read_text(encoding="utf-8") == whose
        assert [getattr(entry, "into", None) for entry in items["3"].log][-1] == new
        duties = {each.id: each.item for each in load(clone.data).ledger.routines}
        assert (duties["李四月报"], duties["王芳月报"], duties["8.月报"]) == (number, new, "8")
        checked = clone.run("check", "--history")
        assert checked.exit_code == 0, checked.stdout
        assert clone.git("status", "--porcelain") == ""
        assert "# 王芳" in (clone.data / "items.yaml").read_text(encoding="utf-8")
    assert "Nothing is to be repaired" in other.done("resolve", "--again")


def test_two_new_measures_of_one_number(clones: tuple[Clone, Clone]) -> None:
    """They are chosen by their number, beside what else is open of the item, and both can stay."""
    one, other = clones
    for clone in clones:
        clone.done("measure", "add", "2", f"{clone.top.name}的措施")
        clone.done("set", "2", f"person={clone.top.name}")
    one.done("sync")
    assert other.run("sync").exit_code == 4
    number = load(one.data).ledger.items[1].measures[-1].id
    refused = other.run("resolve", f"{number}=theirs", "2=ours", "3=both")
    assert (refused.exit_code, f"Open are: 2, {number}." in refused.stderr) == (2, True), refused.stderr
    assert other.run("resolve", "2=both").exit_code == 1
    settled = other.run("resolve", "2=theirs")
    assert settled.exit_code == 0, settled.output
    new = f"2.{int(number.removeprefix('2.')) + 1}"
    assert f"{number} of the other copy is {new} now." in settled.stderr
    item = load(other.data).ledger.items[1]
    assert item.person == "王芳"
    assert [(each.id, each.text) for each in item.measures[-2:]] == [(number, "李四的措施"), (new, "王芳的措施")]
    other.done("sync")
    one.done("sync")
    assert load(one.data).ledger.items == load(other.data).ledger.items
    assert "Nothing is to be repaired" in one.done("resolve", "--again")
    assert one.run("check", "--history").exit_code == 0


def test_somebody_is_asked_whether_both_stay(clones: tuple[Clone, Clone]) -> None:
    """Where both can stay, the question says so; one of them alone is an answer as well."""
    one, other = clones
    for clone in clones:
        clone.done("measure", "add", "2", f"{clone.top.name}的措施")
        clone.done("measure", "add", "3", f"{clone.top.name}的措施")
    one.done("sync")
    assert other.run("sync").exit_code == 4
    settled = other.run("resolve", asks=True, typed="both\nours\n")
    assert settled.exit_code == 0, settled.output
    assert "ours, theirs or both?" in settled.output
    texts = [[each.text for each in item.measures] for item in load(other.data).ledger.items[1:3]]
    assert [sum("的措施" in text for text in some) for some in texts] == [2, 1]


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


def test_without_a_shared_copy(clones: tuple[Clone, Clone]) -> None:
    """A copy that goes with none, one that is gone, and one that takes nothing each have a sentence."""
    one, other = clones
    one.done("set", "2", "person=张三")
    shared = Path(one.git("config", "remote.origin.url"))
    hook = shared / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\necho read-only\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    refused = one.run("sync")
    assert (refused.exit_code, "takes nothing from here" in refused.stderr) == (4, True)
    shared.rename(shared.with_name("gone.git"))
    away = one.run("sync")
    assert (away.exit_code, "cannot be reached" in away.stderr) == (4, True)
    other.git("branch", "--unset-upstream")
    alone = other.run("sync")
    assert (alone.exit_code, "git push --set-upstream origin HEAD" in alone.stderr) == (2, True)
    assert "git remote add" not in alone.stderr
    other.git("remote", "remove", "origin")
    alone = other.run("sync")
    assert (alone.exit_code, "goes with no shared one" in alone.stderr) == (2, True)
    assert "git remote add origin ADDRESS" in alone.stderr
    assert load(one.data).ledger.items[1].person == "张三"


@pytest.mark.parametrize("words", [("--format", "json"), ("-o", "x.json")])
def test_a_sync_gives_no_data(clones: tuple[Clone, Clone], words: tuple[str, ...]) -> None:
    """Who asks for data is told that there are none, and nothing is done."""
    one, _ = clones
    one.done("set", "2", "person=张三")
    refused = one.run("sync", *words)
    assert (refused.exit_code, "ledger sync gives no data" in refused.stderr) == (2, True), refused.stderr
    assert one.git("rev-list", "--count", "@{upstream}..HEAD") == "1"


def test_an_interrupted_sync_goes_on(clones: tuple[Clone, Clone]) -> None:
    """A merge that was settled by hand and not made a version is finished by the next sync, and sent."""
    one, other = clones
    one.done("set", "2", "person=张三")
    other.done("set", "3", "person=李四")
    one.done("sync")
    other.git("fetch", "--quiet")
    other.git("merge", "--quiet", "--no-commit", "@{upstream}")
    other.done("sync")
    one.done("sync")
    assert [item.person for item in load(one.data).ledger.items[1:3]] == ["张三", "李四"]


def edited(clone: Clone, file: str, before: str, after: str) -> None:
    """Edit a file by hand, and save it."""
    path = clone.data / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    clone.done("save")


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
    assert (settled.exit_code, settled.stderr) == (1, "Still open, and not of this ledger: notes.txt\n")
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


def hook(clone: Clone, name: str, script: str) -> None:
    """Let git run a script here."""
    file = clone.top / ".git" / "hooks" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    file.chmod(0o755)


def test_others_are_quicker(clones: tuple[Clone, Clone]) -> None:
    """Who is overtaken merges again and sends again; who is overtaken every time is told, and keeps everything."""
    one, other = clones
    other.done("progress", "2", "--note", "乙")
    quicker = f"unset GIT_DIR; cd {one.top} && git commit -q --allow-empty -m x && git push -q"
    hook(other, "pre-push", f"test -e {one.top}/once || {{ touch {one.top}/once; {quicker}; }}")
    assert other.done("sync").splitlines()[-1] == "1 version of others was taken over; 2 versions were sent."
    one.git("pull", "--quiet")
    other.done("progress", "3", "--note", "丙")
    hook(other, "pre-push", quicker)
    busy = other.run("sync")
    assert (busy.exit_code, "ledger sync" in busy.stderr) == (5, True), busy.stderr
    assert [entry.note for entry in load(other.data).ledger.items[2].log if hasattr(entry, "note")][-1] == "丙"


def test_a_merge_that_git_does_not_take(clones: tuple[Clone, Clone]) -> None:
    """A hook of the office's that refuses the version of a settled merge is told, and the merge stays open."""
    one, other = clones
    one.done("set", "2", "person=张三")
    other.done("set", "3", "person=李四")
    one.done("sync")
    other.git("fetch", "--quiet")
    other.git("merge", "--quiet", "--no-commit", "@{upstream}")
    hook(other, "pre-commit", "echo no; exit 1")
    refused = other.run("sync")
    assert (refused.exit_code, "no" in refused.stderr) == (4, True)
    assert (other.top / ".git" / "MERGE_HEAD").exists()


@pytest.fixture
def diverged(clones: tuple[Clone, Clone]) -> Clone:
    """Return a clone with a field of its own, to which others have sent two."""
    one, other = clones
    one.done("set", "2", "person=张三")
    one.done("set", "5", "person=赵六")
    one.done("sync")
    other.done("set", "3", "person=李四")
    return other


def persons(clone: Clone) -> list[str | None]:
    """Return who is responsible for the items 2, 3 and 5."""
    items = {item.id: item for item in load(clone.data).ledger.items}
    return [items[name].person for name in ("2", "3", "5")]


@pytest.mark.parametrize("name", ["pre-merge-commit", "commit-msg", "gpg"])
def test_a_merge_that_git_refuses_is_taken_back(diverged: Clone, name: str) -> None:
    """Where a hook, or a signature that fails, stops the version of a merge, nobody's work is dropped by the next."""
    if name == "gpg":
        hook(diverged, name, "exit 1")
        diverged.git("config", "commit.gpgsign", "true")
        diverged.git("config", "gpg.program", str(diverged.top / ".git" / "hooks" / name))
    else:
        hook(diverged, name, "echo no; exit 1")
    refused = diverged.run("sync")
    assert (refused.exit_code, "does not merge" in refused.stderr) == (4, True), refused.stderr
    assert not (diverged.top / ".git" / "MERGE_HEAD").exists()
    assert diverged.git("status", "--porcelain") == ""
    diverged.git("config", "commit.gpgsign", "false")
    (diverged.top / ".git" / "hooks" / name).unlink()
    diverged.done("sync")
    assert persons(diverged) == ["张三", "李四", "赵六"]
    assert diverged.run("check", "--history").exit_code == 0


def test_a_refused_merge_that_cannot_be_taken_back(diverged: Clone) -> None:
    """Where the hook has edited the files as well, the merge stays open with both sides, and the next sync has them."""
    hook(diverged, "pre-merge-commit", "echo '# x' >> data/items.yaml; exit 1")
    assert diverged.run("sync").exit_code == 4
    assert (diverged.top / ".git" / "MERGE_HEAD").exists()
    (diverged.top / ".git" / "hooks" / "pre-merge-commit").unlink()
    diverged.run("sync")
    assert diverged.git("rev-list", "--count", "--merges", "HEAD") == "1"
    assert persons(diverged) == ["张三", "李四", "赵六"]


def half_reset(clone: Clone, *paths: str) -> None:
    """Merge without a version, and give files back what ours says, as somebody does who means to start again."""
    clone.git("fetch", "--quiet")
    clone.git("merge", "--quiet", "--no-commit", "@{upstream}")
    clone.git("checkout", "HEAD", "--", *paths)


@pytest.mark.parametrize("word", ["sync", "resolve"])
def test_a_merge_that_holds_only_ours(clones: tuple[Clone, Clone], diverged: Clone, word: str) -> None:
    """A merge under way whose files were reset is not made a version; it is said which they are, and how to go on."""
    one, _ = clones
    (one.top / "README.txt").write_text("x", encoding="utf-8")
    one.git("add", "README.txt")
    one.git("commit", "--quiet", "--message=readme")
    one.done("sync")
    half_reset(diverged, "data/items.yaml")
    refused = diverged.run(word)
    assert (refused.exit_code, "others have changed in data/items.yaml." in refused.stderr) == (4, True), refused.stderr
    assert "git merge --abort" in refused.stderr
    diverged.git("merge", "--abort")
    diverged.done("sync")
    assert persons(diverged) == ["张三", "李四", "赵六"]


def noted(clone: Clone, *lines: str) -> None:
    """Write these lines into a file beside the ledger, and make a version of it."""
    (clone.top / "notes.txt").write_text("\n".join([*lines, ""]), encoding="utf-8")
    clone.git("add", "notes.txt")
    clone.git("commit", "--quiet", "--message=notes")


@pytest.mark.parametrize(("lines", "code"), [(("1", "2", "3", "4", "五"), 4), (("一", "2", "3", "4", "5"), 0)])
def test_another_file_of_which_a_merge_holds_only_ours(
    clones: tuple[Clone, Clone], lines: tuple[str, ...], code: int
) -> None:
    """Lines of a file beside the ledger are not given up either; where both have changed the same, one was chosen."""
    one, other = clones
    noted(one, "1", "2", "3", "4", "5")
    one.done("sync")
    other.done("sync")
    noted(one, *lines)
    one.done("sync")
    noted(other, "壹", "2", "3", "4", "5")
    other.git("fetch", "--quiet")
    subprocess.run(["git", "merge", "--quiet", "--no-commit", "@{upstream}"], cwd=other.top, check=False)
    other.git("checkout", "HEAD", "--", "notes.txt")
    assert other.run("sync").exit_code == code


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


def test_a_shared_ledger_that_somebody_has_broken(clones: tuple[Clone, Clone]) -> None:
    """It is not taken over: it is said where, since when and by whom; work goes on, and sync once it is mended."""
    one, other = clones
    items = one.data / "items.yaml"
    good = items.read_text(encoding="utf-8")
    items.write_text(good.replace("  title:", "  titel:", 1), encoding="utf-8")
    one.git("commit", "--quiet", "--all", "--message=broken")
    broken = one.git("rev-parse", "HEAD")[:10]
    one.git("commit", "--quiet", "--allow-empty", "--message=more")
    one.git("push", "--quiet")
    other.done("set", "2", "person=李四")
    for ahead in (True, False):
        if not ahead:
            other.git("reset", "--quiet", "--hard", "HEAD~")
        before = other.git("rev-parse", "HEAD")
        refused = other.run("sync")
        assert refused.exit_code == 4, refused.stderr
        day = one.git("log", "-1", "--format=%as")
        assert f"since version {broken} of 王芳, {day}: data/items.yaml:" in refused.stderr
        assert "The key title is missing." in refused.stderr
        assert (other.git("rev-parse", "HEAD"), other.run("status").exit_code) == (before, 0)
    other.done("progress", "4", "--note", "乙")
    items.write_text(good, encoding="utf-8")
    one.git("commit", "--quiet", "--all", "--message=mended")
    one.done("sync")
    other.done("sync")
    one.done("sync")
    assert load(one.data).ledger == load(other.data).ledger


def test_a_merge_of_lines_that_cannot_be_read(clones: tuple[Clone, Clone]) -> None:
    """Two readable versions whose lines together are no settings: it is said what is wrong, and that it stays here."""
    one, other = clones
    path = Path("ledger.yaml")
    for clone, text in ((one, "{old}due_soon_days: 20\n"), (other, "due_soon_days: 20\n{old}")):
        old = (clone.data / path).read_text(encoding="utf-8")
        (clone.data / path).write_text(text.format(old=old), encoding="utf-8")
        clone.git("commit", "--quiet", "--all", "--message=settings")
    one.done("sync")
    refused = other.run("sync")
    assert (refused.exit_code, "What was merged cannot be read: 1 error." in refused.stderr) == (3, True), (
        refused.stderr
    )
    assert "Nothing was changed" not in refused.stderr
    assert other.git("rev-list", "--count", "--merges", "HEAD") == "1"


def test_whoever_has_broken_it_mends_it(clones: tuple[Clone, Clone]) -> None:
    """A version that ours comes from is no obstacle, also where others have gone on with it."""
    one, other = clones
    items = one.data / "items.yaml"
    good = items.read_text(encoding="utf-8")
    items.write_text(good.replace("  title:", "  titel:", 1), encoding="utf-8")
    one.git("commit", "--quiet", "--all", "--message=broken")
    one.git("push", "--quiet")
    other.git("pull", "--quiet")
    other.git("commit", "--quiet", "--allow-empty", "--message=more")
    other.git("push", "--quiet")
    items.write_text(good, encoding="utf-8")
    one.git("commit", "--quiet", "--all", "--message=mended")
    one.done("sync")
    other.done("sync")
    assert load(one.data).ledger == load(other.data).ledger


def test_edits_by_hand_are_saved_first(clones: tuple[Clone, Clone]) -> None:
    """In a terminal edits by hand are asked about, made a version and sent; in a pipe nothing is done."""
    _, other = clones
    path = other.data / "items.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("- id: 2\n", "# 注\n- id: 2\n"), encoding="utf-8")
    assert other.run("sync").exit_code == 4
    synced = other.run("sync", asks=True, typed="y\n")
    assert (synced.exit_code, "1 version was sent" in synced.stderr) == (0, True), synced.output


def test_evidence_of_one_name(clones: tuple[Clone, Clone], tmp_path: Path) -> None:
    """Two papers filed under one name both stay: the one that others know under it, and ours under another."""
    one, other = clones
    for clone, content in ((one, b"1"), (other, b"2")):
        paper = tmp_path / clone.top.name / "照片.jpg"
        paper.parent.mkdir()
        paper.write_bytes(content)
        clone.done("attach", "2", str(paper))
        paper.write_bytes(content * 2)
        clone.done("attach", "3", str(paper))
    (one.data / "evidence" / "2" / "照片-2.jpg").write_bytes(b"3")
    one.git("add", "--all")
    one.git("commit", "--quiet", "--message=taken")
    one.done("sync")
    other.done("sync")
    one.done("sync")
    for name, second in (("2", "照片-3.jpg"), ("3", "照片-2.jpg")):
        [item] = [item for item in load(one.data).ledger.items if item.id == name]
        proofs = [proof.file for entry in item.log for proof in entry.evidence]
        assert sorted(map(str, proofs)) == sorted([f"evidence/{name}/照片.jpg", f"evidence/{name}/{second}"])
        assert (one.data / "evidence" / name / "照片.jpg").read_bytes()[:1] == b"1"
        assert (one.data / "evidence" / name / second).read_bytes()[:1] == b"2"
    assert one.git("rev-parse", "HEAD") == other.git("rev-parse", "HEAD")
    for clone in clones:
        checked = clone.run("check", "--history")
        assert checked.exit_code == 0, checked.stdout
        assert clone.git("status", "--porcelain") == ""


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
    assert (settled.exit_code, settled.stderr) == (0, "Settled, and the merge is made a version.\n")
    assert (other.data / "evidence" / "2" / "照片-2.jpg").read_bytes() == b"2"
    checked = other.run("check", "--history")
    assert checked.exit_code == 0, checked.stdout


KILLED = """\
import os, sys
from datetime import date
from ledger import git, syncing
when, word = sys.argv[1], sys.argv[2]
real = git.run
def traced(*args, **kwargs):
    if when == "before" and word in args:
        os._exit(9)
    value = real(*args, **kwargs)
    if when == "behind" and word in args:
        os._exit(9)
    return value
git.run = traced
if when == "within":
    syncing.DRIVER = "kill -9 $PPID"
from ledger.main import cli
from ledger.shell import Surroundings
cli(["sync", "--lang", "en", "--data", sys.argv[3]], obj=Surroundings(today=date(2024, 7, 15), environ={}))
"""


# Whoever runs the tests may have been told to hear no Ctrl-C.
STOPPED = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n" + KILLED.replace(
    "os._exit(9)", "os.kill(os.getpid(), 2)"
)


@pytest.fixture
def apart(clones: tuple[Clone, Clone], tmp_path: Path) -> Clone:
    """Return a clone that is to merge what others have sent: an entry, a field and a paper."""
    one, other = clones
    paper = tmp_path / "照片.jpg"
    paper.write_bytes(b"1")
    one.done("progress", "2", "--note", "甲", "--evidence", str(paper))
    one.done("sync")
    other.done("progress", "2", "--note", "乙")
    return other


@pytest.mark.parametrize(
    ("when", "word"),
    [(when, word) for word in ("fetch", "merge", "push") for when in ("before", "behind")] + [("within", "")],
)
def test_a_sync_that_was_killed(apart: Clone, when: str, word: str) -> None:
    """Killed before or behind each step, or with git in the middle of a merge: a second sync completes it."""
    command = [sys.executable, "-c", KILLED, when, word, str(apart.data)]
    killed = subprocess.run(command, capture_output=True, text=True, check=False)
    assert killed.returncode == (5 if when == "within" else 9), killed.stderr
    (apart.top / ".git" / "index.lock").unlink(missing_ok=True)  # of git itself, which the message names
    apart.done("sync")
    [item] = [item for item in load(apart.data).ledger.items if item.id == "2"]
    assert sorted(str(entry.note) for entry in item.log) == ["乙", "甲"]
    assert apart.git("status", "--porcelain", "--ignored") == ""
    assert apart.git("rev-parse", "HEAD") == apart.git("rev-parse", "@{upstream}")
    assert [file.name for file in (apart.top / ".git").glob("ledger.*")] == ["ledger.lock"]


@pytest.mark.parametrize(("when", "word"), [("before", "push"), ("behind", "push"), ("before", "merge")])
def test_a_sync_that_was_stopped(apart: Clone, when: str, word: str) -> None:
    """Stopped by hand, it says what is true: what was merged stays here, and the next sync goes on."""
    command = [sys.executable, "-c", STOPPED, when, word, str(apart.data)]
    stopped = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (stopped.returncode, "Nothing was changed" in stopped.stderr) == (1, False), stopped.stderr
    assert "What was taken over until then stays here." in stopped.stderr
    assert apart.git("rev-list", "--count", "--merges", "HEAD") == ("0" if word == "merge" else "1")
    apart.done("sync")
    assert apart.git("rev-parse", "HEAD") == apart.git("rev-parse", "@{upstream}")


def half_merged(clone: Clone) -> None:
    """Leave what git leaves that is killed when it has written its files and not yet said so."""
    clone.git("fetch", "--quiet")
    begun, other = clone.git("rev-parse", "HEAD"), clone.git("rev-parse", "@{upstream}")
    (clone.top / ".git" / "ledger.sync").write_text(f"{begun} {other}", encoding="utf-8")
    items = clone.data / "items.yaml"
    items.write_text(f"<<<<<<< ours\n{items.read_text(encoding='utf-8')}", encoding="utf-8")
    place = clone.data / "evidence" / "2" / "照片.jpg"
    place.parent.mkdir(parents=True)
    place.write_bytes(b"1")
    (clone.top / ".merge_file_aBc123").write_text("x")
    clone.git("add", str(place))


@pytest.mark.parametrize("there", [True, False])
def test_a_half_of_a_merge(apart: Clone, *, there: bool) -> None:
    """Files that a killed git has half merged are put aside, and merged anew; no command reads them meanwhile."""
    half_merged(apart)
    if not there:
        (apart.data / "evidence" / "2" / "照片.jpg").unlink()
    assert apart.run("status").exit_code == 3
    lock = apart.top / ".git" / "index.lock"
    lock.touch()
    busy = apart.run("sync")
    assert (busy.exit_code, "index.lock" in busy.stderr) == (5, True)
    lock.unlink()
    synced = apart.run("sync")
    assert (synced.exit_code, "was put aside" in synced.stderr) == (0, True), synced.stderr
    assert "<<<<<<<" in (apart.top / ".git" / "ledger.aside" / "data" / "items.yaml").read_text(encoding="utf-8")
    [item] = [item for item in load(apart.data).ledger.items if item.id == "2"]
    assert sorted(str(entry.note) for entry in item.log) == ["乙", "甲"]
    assert apart.run("check").exit_code == 0


def test_a_merge_beside_what_is_not_saved(apart: Clone) -> None:
    """A file that only ours has changed, and is at work on, is in nobody's way, and stays where a merge is killed."""
    mine = apart.top / "README.txt"
    for text in ("1", "2"):
        mine.write_text(text, encoding="utf-8")
        if text == "1":
            apart.git("add", mine.name)
            apart.git("commit", "--quiet", "--message=readme")
    script = KILLED
    subprocess.run([sys.executable, "-c", script, "within", "", str(apart.data)], capture_output=True, check=False)
    assert [*apart.top.glob(".merge_file_*")]
    (apart.top / ".git" / "index.lock").unlink()
    mine.write_text("3", encoding="utf-8")
    apart.done("sync")
    assert apart.git("status", "--porcelain") == "M README.txt"
    assert mine.read_text(encoding="utf-8") == "3"
    assert [file.name for file in (apart.top / ".git").glob("ledger.*")] == ["ledger.lock"]
    [item] = [item for item in load(apart.data).ledger.items if item.id == "2"]
    assert sorted(str(entry.note) for entry in item.log) == ["乙", "甲"]


def test_a_merge_that_changes_no_file(clones: tuple[Clone, Clone]) -> None:
    """Where a merge of versions without a file is cut short, nobody's edits are put aside."""
    one, other = clones
    one.git("commit", "--quiet", "--allow-empty", "--message=nothing")
    one.git("push", "--quiet")
    other.git("commit", "--quiet", "--allow-empty", "--message=nothing either")
    other.git("fetch", "--quiet")
    (other.top / ".git" / "ledger.sync").write_text(
        f"{other.git('rev-parse', 'HEAD')} {other.git('rev-parse', '@{upstream}')}", encoding="utf-8"
    )
    mine = other.top / "README.txt"
    mine.write_text("x", encoding="utf-8")
    other.done("sync")
    assert mine.read_text(encoding="utf-8") == "x"


def test_a_note_that_is_old(apart: Clone) -> None:
    """Where a version was made since, or nothing was begun, nothing is taken back."""
    note = apart.top / ".git" / "ledger.sync"
    begun = apart.git("rev-parse", "HEAD")
    note.write_text(f"{begun} {begun}", encoding="utf-8")
    apart.done("progress", "3", "--note", "丙")
    note.write_text(f"{begun} {apart.git('rev-parse', 'HEAD')}", encoding="utf-8")
    apart.done("sync")
    note.write_text(" ".join([apart.git("rev-parse", "HEAD")] * 2), encoding="utf-8")
    apart.done("sync")
    assert not note.exists()
    assert [entry.note for entry in load(apart.data).ledger.items[2].log if hasattr(entry, "note")][-1] == "丙"


def test_what_is_in_the_way_of_a_merge(apart: Clone) -> None:
    """A file of somebody's that a merge would write over stays as it is, and nothing is merged."""
    place = apart.data / "evidence" / "2" / "照片.jpg"
    place.parent.mkdir(parents=True)
    place.write_bytes(b"mine")
    refused = apart.run("sync")
    assert (refused.exit_code, place.read_bytes()) == (4, b"mine")
    assert "照片.jpg" in refused.stderr or "would be overwritten" in refused.stderr
    assert not (apart.top / ".git" / "ledger.sync").exists()


def test_a_history_of_syncs_has_no_fault(clones: tuple[Clone, Clone]) -> None:
    """Corrections renumbered by a merge, a status replayed by it, and what was undone on one side are no fault."""
    one, other = clones
    one.done("progress", "2", "--note", "甲", "--on", "2024-06-03")
    other.done("progress", "2", "--note", "乙", "--on", "2024-06-05")
    other.done("correct", "2", "1", "--reason", "误记")
    other.done("done", "2.1", "--on", "2024-06-20")
    one.done("sync")
    other.done("sync")
    one.done("sync")
    one.done("progress", "3", "--note", "误")
    one.done("add", "area=甲", "kind=problem", "title=新", "problem=新")
    one.done("sync")
    other.done("sync")
    one.done("undo")
    one.done("undo")
    other.done("progress", "4", "--note", "丙")
    other.done("sync")
    one.done("sync")
    [item] = [item for item in load(one.data).ledger.items if item.id == "2"]
    [correction] = [entry for entry in item.log if entry.event == "correct"]
    assert item.log[correction.entry - 1].note == "乙"
    checked = one.run("check", "--history")
    assert (checked.exit_code, "No trace of anything but commands" in checked.stdout) == (0, True), checked.stdout


def test_doctor(clones: tuple[Clone, Clone]) -> None:
    """A fresh copy lacks merging by meaning; --fix sets it up here and, in a version, for every copy."""
    one, other = clones
    assert one.run("doctor").exit_code == 1
    fixed = one.run("doctor", "--fix")
    assert fixed.exit_code == 0, fixed.output
    assert fixed.stdout.count("put right") == 2
    assert one.git("log", "-1", "--format=%s") == "doctor: merge by meaning"
    assert {
        each["need"]: each["well"] for each in json.loads(one.run("doctor", "--format", "json").stdout)
    } == dict.fromkeys(("git", "repository", "name", "driver", "attributes", "history", "office"), True)
    one.done("sync")
    told = "git would merge this ledger by its lines in this copy: ledger doctor --fix\n"
    assert other.done("sync").endswith("1 version of others was taken over; 0 versions were sent.\n")
    assert other.done("set", "2", "person=张三") == told
    assert json.loads(other.run("doctor", "--format", "json").stdout)[3:5] == [
        {"need": "driver", "well": False, "mended": False},
        {"need": "attributes", "well": True, "mended": False},
    ]


def test_doctor_outside_of_a_repository(shipped: Path) -> None:
    """Without a repository it says so, and --fix makes none."""
    around = Surroundings(today=TODAY, environ={})
    told = CliRunner().invoke(cli, ["doctor", "--fix", "--data", str(shipped), "--lang", "en"], obj=around)
    assert told.exit_code == 1
    assert "git init, then ledger save" in told.stdout


def test_doctor_where_nobody_has_a_name(clones: tuple[Clone, Clone]) -> None:
    """Who has told git no name is told to; --fix cannot guess it."""
    one, _ = clones
    one.git("config", "--unset", "user.email")
    told = {each["need"]: each["well"] for each in json.loads(one.run("doctor", "--format", "json").stdout)}
    assert (told["name"], told["git"]) == (False, True)


def test_doctor_without_git(clones: tuple[Clone, Clone], monkeypatch: pytest.MonkeyPatch) -> None:
    """Without git it says so, and nothing of what rests on git."""
    monkeypatch.setenv("PATH", "")
    told = json.loads(clones[0].run("doctor", "--format", "json").stdout)
    assert told[0] == {"need": "git", "well": False, "mended": False}
    assert [each["need"] for each in told] == ["git", "office"]


@pytest.mark.parametrize(("before", "after"), [("*.png binary", "*.png binary\n"), ("# x\n", "# x\n"), ("", "")])
def test_doctor_keeps_what_is_told_already(clones: tuple[Clone, Clone], before: str, after: str) -> None:
    """What else a copy is told stays, also where its last line has no end."""
    one, _ = clones
    path = one.data / ".gitattributes"
    path.write_text(before, encoding="utf-8")
    one.git("add", "-A")
    one.git("commit", "-qm", "attributes")
    assert one.run("doctor", "--fix").exit_code == 0
    text = path.read_text(encoding="utf-8")
    assert text.startswith(after)
    assert text.removeprefix(after).splitlines() == [
        f"{name}.yaml merge=ledger" for name in ("items", "departments", "routines")
    ]


def test_what_init_tells_every_copy_becomes_a_version(tmp_path: Path) -> None:
    """A ledger that was begun before its repository: the first version has what every copy is told."""
    top = tmp_path / "台账"
    clone = Clone(top)
    around = Surroundings(today=TODAY, environ={})

    def run(*words: str) -> Result:
        return CliRunner().invoke(cli, [*words, "--data", str(top), "--lang", "en"], obj=around)

    assert run("init", str(top)).exit_code == 0
    clone.git("init", "-q")
    clone.git("config", "user.name", "王芳")
    clone.git("config", "user.email", "w@example.cn")
    (top / ".ledger.lock").unlink()  # from before there was a repository
    assert run("save").exit_code == 0
    assert clone.git("status", "--porcelain") == ""
    assert run("doctor", "--fix").exit_code == 0
    clone.git("rm", "-q", "--cached", ".gitattributes")
    clone.git("commit", "-q", "-m", "as an earlier program left it")
    told = {each["need"]: each["well"] for each in json.loads(run("doctor", "--format", "json").stdout)}
    assert (told["attributes"], told["driver"]) == (False, True)
    assert run("doctor", "--fix").exit_code == 0
    assert clone.git("status", "--porcelain") == ""
    assert clone.git("log", "-1", "--format=%s") == "doctor: merge by meaning"
