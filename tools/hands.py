"""Let many clones of a ledger sync through one bare repository: `python tools/hands.py CLONES COMMANDS --seed N`.

Each clone makes random real commands and syncs at random moments; some are killed at a random step, and what is open is
settled at random. At the end all sync until nothing moves. Then the files of all must be the same, `check` must find
no error, every paper that is named must be there as it was filed, and so must all that a command reported as made,
unless a later version took it out or somebody chose otherwise. `tests/test_hands.py` plays a small one.
"""

import argparse
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from time import perf_counter
from typing import Any
from typing import NamedTuple
from typing import TypeAlias

from click.testing import CliRunner
from click.testing import Result

from ledger import git as system
from ledger import history
from ledger import schema
from ledger.cache import Cache
from ledger.main import cli
from ledger.model import Item
from ledger.model import Ledger
from ledger.scalars import Record
from ledger.shell import Surroundings
from ledger.store import load

BEGIN = date(2024, 1, 2)
EACH = 3  # items a clone
NAMES = ("甲局", "乙局", "丙局", "丁局", "整改办", "督导委")
SETTINGS = """\
plan: {title: 虚构的整改方案, date: 2024-01-02}
office: 整改办
verifier: 督导委
limits: {lock_seconds: 1}
"""
ITEM = """\
- id: {n}
  area: 领域{area}
  kind: problem
  title: 第{n}个问题
  problem: 现状{n}
  lead: [{lead}]
  due: 2024-03-31
  measures:
  - id: {n}.1
    text: 整改{n}
  indicators:
  - name: 占比
    kind: target
    literal: 达到80%
    value: 80
"""
# A command that is killed just before, or behind, its n-th question to git or file that it writes; `within`: its git
# is killed in the merge.
KILLED = """\
import os, sys
from datetime import date
from ledger import files, git, syncing
when, count, today = sys.argv[1], int(sys.argv[2]), date.fromisoformat(sys.argv[3])
calls = []
def traced(real):
    def step(*args, **kwargs):
        calls.append(args)
        number = len(calls)
        if when == "before" and number == count:
            os._exit(9)
        value = real(*args, **kwargs)
        if when == "behind" and number == count:
            os._exit(9)
        return value
    return step
git.run, files.create_file, files.replace_file = map(traced, (git.run, files.create_file, files.replace_file))
if when == "within":
    syncing.DRIVER = "kill -9 $PPID"
from ledger.main import cli
from ledger.shell import Surroundings
cli(sys.argv[4:], obj=Surroundings(today=today, environ={}))
"""


class BrokenError(Exception):
    """A promise was not kept."""


def hold(promise: bool, told: str) -> None:  # noqa: FBT001 (a promise is kept or not)
    """Raise BrokenError where a promise is not kept."""
    if not promise:
        raise BrokenError(told)


# ---- what a ledger says


class Fact(NamedTuple):
    """One thing that a ledger says: of which record, where in it, and what."""

    record: str
    path: tuple[str, ...]
    value: str


Facts: TypeAlias = AbstractSet[Fact]
_NAMED_BY: Mapping[str, tuple[str, ...]] = {
    "measures": ("id",),
    "indicators": ("name", "kind", "literal"),
    "readings": ("on",),
}


def facts(ledger: Ledger | None) -> Facts:
    """Return all that a ledger says, whatever the order; a correction says what it takes back."""
    return {fact for record in _records(ledger) for fact in _said(record)}


def gone(before: Ledger | None, after: Ledger | None) -> Facts:
    """Return what a version of a ledger does not say any more; a record that is the same object says the same."""
    old, now = ({id(record): record for record in _records(each)} for each in (before, after))
    return {fact for one in old.keys() - now.keys() for fact in _said(old[one])} - {
        fact for one in now.keys() - old.keys() for fact in _said(now[one])
    }


def _records(ledger: Ledger | None) -> Sequence[Record]:
    return (*ledger.items, *ledger.departments, *ledger.routines) if ledger else ()


def _said(record: Record) -> Facts:
    data: dict[str, Any] = schema.plain(record)
    name = str(data.get("id") or data.get("name"))
    log = data.pop("log", [])
    data.pop("status", None)
    found = {Fact(name, *leaf) for leaf in _leaves((), data)}
    return found | {Fact(name, ("log",), _entry(entry, log)) for entry in log}


def _leaves(path: tuple[str, ...], value: Any) -> Iterator[tuple[tuple[str, ...], str]]:  # noqa: ANN401 (plain data)
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _leaves((*path, key), each)
    elif path[-1] in _NAMED_BY:
        for each in value:
            yield from _leaves((*path, " ".join(str(each.get(key)) for key in _NAMED_BY[path[-1]])), each)
    elif isinstance(value, list) and path[-1] in {"evidence", "aliases", "done"}:
        yield from ((path, repr(_placeless(each))) for each in value)
    else:
        yield path, repr(value)


def _placeless(proof: Any) -> Any:  # noqa: ANN401 (plain data)
    """Return evidence by its content: where a copy lies is no fact of the matter."""
    return {**proof, "file": ""} if isinstance(proof, dict) and "sha256" in proof else proof


def _entry(entry: Mapping[str, Any], log: Sequence[Mapping[str, Any]]) -> str:
    """Return an entry of a log as text, with what a correction takes back instead of its number."""
    said = {**entry, "evidence": [*map(_placeless, entry.get("evidence", []))], "entry": ""}
    named = int(entry.get("entry", 0))
    return repr(said) + (f" of {_entry(log[named - 1], [{}])}" if named and log != [{}] else "")


# ---- who works on it


@dataclass
class Clone:
    """Somebody's copy of the shared ledger, and what was reported there as made."""

    top: Path
    calendar: list[date]
    made: set[Fact] = field(default_factory=set)
    read: tuple[tuple[bytes, ...], Ledger, Facts] | None = None

    @property
    def data(self) -> Path:
        """Return the ledger's folder."""
        return self.top / "data"

    @cached_property
    def repository(self) -> system.Repository:
        """Return its repository."""
        found = system.find(self.data)
        assert found  # noqa: S101 (it was cloned)
        return found

    @property
    def today(self) -> date:
        """Return the day, which is the same for all."""
        return self.calendar[0]

    def run(self, *words: str) -> Result:
        """Run a command here."""
        around = Surroundings(today=self.today, environ={})
        ran = CliRunner().invoke(cli, [*words, "--data", str(self.data), "--lang", "en"], obj=around)
        hold(ran.exit_code in {0, 1, 2, 4, 5}, f"{self.top.name}: {words}: {ran.output}")
        return ran

    def kill(self, when: str, count: int, *words: str) -> None:
        """Run a command that is killed at its `count`-th step, if it makes so many."""
        command = [sys.executable, "-c", KILLED, when, str(count), str(self.today), *words, "--data", str(self.data)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        hold("Traceback" not in done.stderr, f"{self.top.name}: {words}: {done.stderr}")
        (self.top / ".git" / "index.lock").unlink(missing_ok=True)  # as the message says that somebody is to do

    def git(self, *words: str) -> str:
        """Run git here, and return what it says."""
        done = subprocess.run(["git", *words], cwd=self.top, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    def ledger(self) -> Ledger:
        """Return the ledger as its files are; it is read again only where they have changed."""
        texts = tuple(file.read_bytes() for file in sorted(self.data.glob("*.yaml")))
        if self.read is None or self.read[0] != texts:
            ledger = load(self.data).ledger
            self.read = texts, ledger, facts(ledger)
        return self.read[1]

    def facts(self) -> Facts:
        """Return what the ledger says now."""
        ledger = self.ledger()
        return self.read[2] if self.read else facts(ledger)

    def then(self, revision: str) -> Facts:
        """Return what a version says."""
        return facts(history.at(self.repository, self.data, revision, Cache(None)).ledger)


@dataclass
class Settled:
    """A conflict that somebody settled, in which version, and what of the other side that concerns."""

    record: str
    path: tuple[str, ...]
    lost: Facts


@dataclass
class Hands:
    """All clones, what they do, and what became of it."""

    place: Path
    dice: random.Random
    clones: list[Clone] = field(default_factory=list)
    settled: list[Settled] = field(default_factory=list)
    tally: Counter[str] = field(default_factory=Counter)
    number: int = 0  # of what was said so far
    calendar: list[date] = field(default_factory=lambda: [BEGIN])

    def found(self, count: int) -> None:
        """Write the ledger, and clone it."""
        seed = self.place / "seed" / "data"
        seed.mkdir(parents=True)
        items = "".join(ITEM.format(n=n, area=n % 3, lead=NAMES[n % 4]) for n in range(1, EACH * count + 1))
        bodies = "".join(f"- name: {name}\n" for name in NAMES)
        routines = "- {id: 月报, text: 报告进展, every: month, from: 2024-01-01}\n"
        texts = {"items": items, "departments": bodies, "ledger": SETTINGS, "routines": routines}
        for name, text in texts.items():
            (seed / f"{name}.yaml").write_text(text, encoding="utf-8")
        begun = Clone(seed.parent, self.calendar)
        begun.git("init", "--quiet", "--initial-branch=main")
        self._name(begun)
        begun.git("add", ".")
        begun.git("commit", "--quiet", "--message=begin")
        begun.git("clone", "--quiet", "--bare", ".", str(self.place / "all.git"))
        for n in range(count):
            begun.git("clone", "--quiet", str(self.place / "all.git"), str(self.place / f"clone{n}"))
            clone = Clone(self.place / f"clone{n}", self.calendar)
            self._name(clone)
            self.clones.append(clone)

    @staticmethod
    def _name(clone: Clone) -> None:
        clone.git("config", "user.name", clone.top.name)
        clone.git("config", "user.email", f"{clone.top.name}@example.cn")

    def now_and_then(self, share: float) -> bool:
        """Return whether something happens that happens in this share of all cases."""
        return self.dice.random() < share

    # ---- one command

    def unique(self) -> str:
        """Return a word that nobody has said yet."""
        self.number += 1
        return f"词{self.number}"

    def day(self, clone: Clone) -> str:
        """Return a day that has been, by now."""
        gone = (clone.today - BEGIN).days
        return str(BEGIN + timedelta(days=max(0, gone - int(self.dice.expovariate(0.2)))))

    def work(self, clone: Clone) -> None:
        """Make one random command, and note what it reports as made."""
        self.calendar[0] += timedelta(days=self.now_and_then(0.1))
        before = clone.facts()
        words = self.words(clone, clone.ledger())
        if self.now_and_then(0.02):
            self.tally["killed"] += 1
            clone.kill(self.dice.choice(["before", "behind"]), self.dice.randint(1, 20), *words)
            return
        ran = clone.run(*words)
        self.tally[f"{words[0]} {'done' if ran.exit_code == 0 else 'refused'}"] += 1
        if ran.exit_code == 0:
            clone.made |= clone.facts() - before

    def words(self, clone: Clone, ledger: Ledger) -> Sequence[str]:
        """Return a random command that has a chance."""
        item = self.dice.choice(ledger.items)
        word, on = self.unique(), ("--on", self.day(clone))
        later = str(clone.today + timedelta(days=self.dice.randint(90, 300)))
        simple = {
            "progress": ["progress", item.id, "--note", word, *on],
            "inspect": ["inspect", item.id, "--note", word, *on],
            "step": self.step(item, word),
            "set": ["set", item.id, self.field(word)],
            "extend": ["extend", item.id, "--to", later, "--reason", word],
            "reading": ["reading", item.id, "占比", str(self.number), *on],
            "notice": ["notice", "甲局", item.id, "--level", "remind", "--note", word, *on],
            "routine": ["routine", "done", "月报", *on],
            "undo": ["undo"],
            "add": ["add", "area=领域0", "kind=problem", f"title={word}", f"problem={word}", "lead=甲局"],
            "correct": ["correct", item.id, str(self.dice.randint(1, len(item.log) or 1)), "--reason", word],
            "measure": self.measure(item, word, on),
        }
        way = self.dice.choice([*simple, "step", "step", "set", "measure", "measure", "attach", "hand"])
        match way:
            case "attach":
                return ["attach", item.id, str(self.paper(word))]
            case "hand":
                self.edit(clone, item, word)
                return ["save", word]
        return simple[way]

    def step(self, item: Item, word: str) -> Sequence[str]:
        """Return the step that comes next for an item, or another one."""
        by = ("--by", "督导委")
        following = {
            "submitted": ["verify", item.id, "--outcome", word, *by],
            "verified": ["close", item.id, "--note", word],
            "closed": ["reopen", item.id, "--reason", word],
            "withdrawn": ["restore", item.id, "--reason", word],
        }
        if item.status in {"submitted", "verified"} and self.now_and_then(0.4):
            return ["return", item.id, "--reason", word, *by]
        if item.status in {"open", "in_progress"} and self.now_and_then(0.1):
            return ["withdraw", item.id, "--reason", word]
        return following.get(item.status, ["submit", item.id, "--paper", word, "--override", word])

    def field(self, word: str) -> str:
        """Return a field with a new value."""
        body, day = self.dice.choice(NAMES[:4]), BEGIN + timedelta(days=self.dice.randint(200, 600))
        ways = [f"{name}={word}" for name in ("person", "goal", "leader", "title")]
        return self.dice.choice(
            [*ways, *(f"{name}={body}" for name in ("lead", "lead+", "lead-", "support")), f"due={day}"]
        )

    def measure(self, item: Item, word: str, on: Sequence[str]) -> Sequence[str]:
        """Return what is done to a measure; to one that is not there nothing can be."""
        one = self.dice.choice([f"{item.id}.1", *(each.id for each in item.measures)])
        if self.now_and_then(0.3):
            return ["done", one, *(on if self.now_and_then(0.8) else ["--undo"])]
        way = self.dice.choice(["add", "add", "set", "set", "drop"])
        match way:
            case "add":
                return ["measure", "add", item.id, word]
            case "set":
                return ["measure", "set", one, f"{self.dice.choice(['text', 'person'])}={word}"]
        return ["measure", "drop", one, "--reason", word]

    def paper(self, word: str) -> Path:
        """Return a file of evidence; many of them bear the same name, and some have been filed before."""
        if self.now_and_then(0.2) and (known := sorted(self.place.glob("papers/*/*"))):
            return self.dice.choice(known)
        folder = self.place / "papers" / word
        folder.mkdir(parents=True)
        file = folder / self.dice.choice(["照片.jpg", "验收单.pdf"])
        file.write_bytes(word.encode() * self.dice.choice([1, 9]))
        return file

    def edit(self, clone: Clone, item: Item, word: str) -> None:
        """Edit a file by hand: a comment above an item, its problem, or a body's other name."""
        way = self.dice.choice(["comment", "problem", "alias", "body", "name", "name"])
        file = clone.data / ("departments.yaml" if way in {"alias", "body", "name"} else "items.yaml")
        text = file.read_text(encoding="utf-8")
        name = self.dice.choice(NAMES)
        block = text.partition(f"- name: {name}\n")[2].partition("- name:")[0]
        match way:
            case "comment":
                text = text.replace(f"\n- id: {item.id}\n", f"\n# {word}\n- id: {item.id}\n")
            case "problem":
                text = text.replace(f"\n  problem: {item.problem}\n", f"\n  problem: {word}\n")
            case "alias" if "aliases" not in block:
                text = text.replace(f"- name: {name}\n", f"- name: {name}\n  aliases: [{word}]\n")
            case "name" if f"- name: {name}\n  full_name: " in text or "full_name" not in block:
                old = block.partition("\n")[0] + "\n" if "full_name" in block else ""
                text = text.replace(f"- name: {name}\n{old}", f"- name: {name}\n  full_name: {word}\n")
            case _:
                text += f"- name: {word}\n"
        file.write_text(text, encoding="utf-8")

    # ---- and all together

    def sync(self, clone: Clone) -> str:
        """Sync, killed at times, settle what is open, and return what it said."""
        if self.now_and_then(0.1):
            self.tally["sync killed"] += 1
            when = self.dice.choice(["before", "behind", "within"])
            clone.kill(when, self.dice.randint(1, 30), "sync")
        ran = clone.run("sync")
        self.tally["sync"] += 1
        while ran.exit_code:
            self.settle(clone, ran)
            ran = clone.run("sync")
        self.checked(clone)
        return ran.stderr

    def settle(self, clone: Clone, ran: Result) -> None:
        """Choose a side for all that is open, or leave the merge and sync again; save what a killed save has left."""
        if "ledger save" in ran.stderr:
            hold(clone.run("save").exit_code == 0, ran.stderr)
            return
        hold((clone.top / ".git" / "MERGE_HEAD").exists(), f"{clone.top.name}: {ran.output}")
        if self.now_and_then(0.1):
            clone.git("merge", "--abort")
            self.tally["merge left"] += 1
            return
        sides = {"ours": clone.then("HEAD"), "theirs": clone.then("MERGE_HEAD")}
        shown = clone.run("resolve", "--format", "json")
        hold(shown.exit_code in {0, 1}, shown.output)
        rows = json.loads(shown.stdout) if shown.exit_code else []
        chosen = {entry(row): self.dice.choice(["ours", "theirs", *["both"] * row["is_new"]]) for row in rows}
        if rows:
            self.resolve(clone, [f"{name}={side}" for name, side in chosen.items()])
        after = clone.facts()
        for row in rows:
            self.tally["conflicts"] += 1
            other = sides["theirs" if chosen[entry(row)] == "ours" else "ours"]  # of both, ours has another number
            path = tuple(row["path"])
            lost = {fact for fact in other - after if fact.record == row["record"] and concerns(path, fact.path)}
            self.settled.append(Settled(row["record"], path, lost))

    def resolve(self, clone: Clone, choices: Sequence[str]) -> None:
        """Settle what is open as it was chosen; one that is killed goes on with what it has remembered."""
        if self.now_and_then(0.2):
            self.tally["resolve killed"] += 1
            clone.kill(self.dice.choice(["before", "behind"]), self.dice.randint(1, 30), "resolve", *choices)
            if not (clone.top / ".git" / "MERGE_HEAD").exists():
                return
            resumed = clone.run("resolve")
            if resumed.exit_code == 0:
                hold("by hand" not in resumed.stderr, resumed.output)
                return
        done = clone.run("resolve", *choices)
        hold(done.exit_code == 0, done.output)

    def checked(self, clone: Clone) -> None:
        """See that a clone has no error."""
        found = clone.run("check", "--format", "json")
        errors = [one for one in json.loads(found.stdout) if one["severity"] == "error"]
        hold(not errors, f"{clone.top.name}: {errors}")

    def play(self, count: int) -> None:
        """Let every clone make so many commands, then sync until nothing moves."""
        left = [clone for clone in self.clones for _ in range(count)]
        self.dice.shuffle(left)
        for clone in left:
            self.work(clone)
            if self.now_and_then(0.05):
                self.sync(clone)
        while sum("Nothing new" not in self.sync(clone) for clone in self.clones):
            self.tally["rounds"] += 1

    # ---- what must be true then

    def judge(self) -> None:
        """See that all clones are equal, that nothing is lost, and that no version did what it may not."""
        one = self.clones[0]
        for clone in self.clones:
            hold(clone.git("rev-parse", "HEAD^{tree}") == one.git("rev-parse", "HEAD^{tree}"), f"{clone.top} differs")
            hold(clone.git("status", "--porcelain") == "", f"{clone.top} is not clean")
        filed = {*one.git("-c", "core.quotePath=false", "ls-files", "data/evidence").splitlines()}
        for proof in (proof for item in one.ledger().items for entry in item.log for proof in entry.evidence):
            if proof.file:
                self.tally["papers"] += 1
                hold(f"data/{proof.file}" in filed, f"{proof.file} is not there")
                content = hashlib.sha256((one.data / proof.file).read_bytes()).hexdigest()
                hold(content == proof.sha256, f"{proof.file} is another paper")
        excused: set[Fact] = {fact for each in self.settled for fact in each.lost}
        with history.past(one.repository, one.data) as past:
            for version in past.versions("HEAD"):
                self.tally["versions"] += 1
                if len(version.before) == 1:
                    excused |= gone(version.before[0], version.after)
                    continue
                self.tally["merges"] += 1
        now = one.facts()
        made = {fact for clone in self.clones for fact in clone.made}
        self.tally["facts made"] = len(made)
        self.tally["facts there"] = len(made & now)
        lost = made - now - excused
        hold(not lost, f"lost: {sorted(lost)}")
        told = json.loads(one.run("check", "--history", "--format", "json").stdout)
        traces = [each for each in told if ".yaml" in each["path"].partition(":")[2]]
        hold(not traces, f"the history is said to hold: {traces}")


def entry(row: dict[str, Any]) -> str:
    """Return what is chosen by itself: a new measure by its number, else the record."""
    return str(row["path"][-1] if row["is_new"] and row["path"] else row["record"])


def concerns(conflict: tuple[str, ...], path: tuple[str, ...]) -> bool:
    """Return whether a conflict is about what stands there; with a log go the fields that follow from it."""
    return path[: len(conflict)] == conflict or (conflict == ("log",) and path[0] in {"due", "lead"})


def main() -> None:
    """Play it, and print what happened."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clones", type=int)
    parser.add_argument("commands", type=int)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    os.environ |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    begin = perf_counter()
    place = Path(tempfile.mkdtemp(prefix="ledger-hands-"))
    hands = Hands(place, random.Random(asked.seed))
    try:
        hands.found(asked.clones)
        hands.play(asked.commands)
        hands.judge()
    except BrokenError as error:
        sys.exit(f"BROKEN, seed {asked.seed}, in {place}: {error}")
    finally:
        print(f"{perf_counter() - begin:.0f} s, seed {asked.seed}:", dict(sorted(hands.tally.items())))
    shutil.rmtree(place)


if __name__ == "__main__":
    main()
