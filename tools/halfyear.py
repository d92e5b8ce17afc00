"""Play half a year of a fictional ledger through the commands: `python tools/halfyear.py FOLDER`.

40 items and 12 departments, with delays, returns, extensions, a handover, items reopened, withdrawn and without a lead.
At each month's end `status`, `score` of the month and `notice` are asked; on the first of the next month the clerk
takes the steps of supervision that were due. Afterwards every month is asked again, as of its last day and in the
version of that day: the figures must be the same. What the months must say is worked out by hand in
`tests/test_halfyear.py`.
"""

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import timedelta
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from ledger.main import cli
from ledger.shell import Surroundings

NOBODYS = 39  # the item that nobody leads
NAMES = ["甲局", "乙局", "丙局", "丁局", "戊局", "己局", "庚局", "辛局", "壬局", "癸局", "子局", "丑局"]
OFFICE, VERIFIER, ABOVE = "整改办", "督导委", "市督导委"
SETTINGS = f"""\
plan: {{title: 虚构的整改方案, date: 2024-01-02, addressee: {ABOVE}}}
office: {OFFICE}
verifier: {VERIFIER}
assessment:
  base: 100
  lead: {{closed_on_time: 2, closed_late: 1, overdue: -5, days_late: -0.1, returned: -2}}
  support: {{overdue: -1}}
"""
ROUTINES = f"- {{id: 月报, text: 报告进展, every: month, lead: {OFFICE}}}\n"
MONTHS = (
    date(2024, 1, 31),
    date(2024, 2, 29),
    date(2024, 3, 31),
    date(2024, 4, 30),
    date(2024, 5, 31),
    date(2024, 6, 30),
)
# Which items, their date, and what happens to them: the day, and the command behind which the items are named.
STORIES = """\
1-12 2024-03-31
    02-05 progress --note 已开工
    03-15 done .1
    03-20 submit --paper 档1
    03-25 verify --outcome 属实
    03-28 close
    04-02 reported
13-18 2024-02-29
    01-20 progress --note 已开工
    03-08 done .1
    03-10 submit --paper 档2
    03-12 verify --outcome 属实
    03-15 close
    03-20 reported
19-24 2024-04-30
    02-10 progress --note 已开工
    04-20 extend --to 2024-06-15 --reason 招标流标
    05-05 progress --note 重新招标
    06-08 done .1
    06-10 submit --paper 档3
    06-12 verify --outcome 属实
    06-14 close
    06-20 reported
25-28 2024-03-31
    02-20 progress --note 已开工
    03-26 done .1
    03-28 submit --paper 档4
    04-05 return --by 督导委 --reason 材料不全
    04-12 progress --note 补充材料
    04-20 submit
    04-25 verify --outcome 属实
    04-28 close
29-32 2024-05-31
    01-15 progress --note 已部署
33 2024-02-20
    01-25 progress --note 已开工
    02-10 done .1
    02-12 submit --paper 档5
    02-14 verify --outcome 属实
    02-16 close
    02-20 reported
    05-10 reopen --reason 反弹
    05-10 extend --to 2024-06-25 --reason 重新整改
    06-20 submit --paper 档6
    06-25 verify --outcome 属实
    06-28 close
34 2024-02-20
    01-25 progress --note 已开工
    02-10 done .1
    02-12 submit --paper 档5
    02-14 verify --outcome 属实
    02-16 close
    02-20 reported
    05-10 reopen --reason 反弹
35-36 -
    01-25 progress --note 例行检查
    02-25 progress --note 例行检查
    03-25 progress --note 例行检查
35 -
    04-25 progress --note 例行检查
    05-25 progress --note 例行检查
    06-25 progress --note 例行检查
37 2024-05-15
    02-01 progress --note 已开工
    03-10 set lead=丙局 --note 职责划转
    05-08 done .1
    05-10 submit --paper 档7
    05-20 verify --outcome 属实
    05-22 close
38 2024-06-30
    04-10 withdraw --into 37 --reason 同一工程
39 2024-06-30
40 2024-01-31
    01-10 progress --note 已开工
"""


@dataclass
class Play:
    """A ledger being played, and what it answered at the ends of the months."""

    folder: Path
    day: date = MONTHS[0]
    asked: dict[date, dict[str, Any]] = field(default_factory=dict)
    versions: dict[date, str] = field(default_factory=dict)

    def run(self, line: str) -> str:
        """Run a command on the day it is, and return what it says. Raises RuntimeError where it fails."""
        around = Surroundings(today=self.day, width=100, terminal=False, environ={})
        for who in ("AUTHOR", "COMMITTER"):
            os.environ[f"GIT_{who}_DATE"] = f"{self.day} 09:00:00 +0800"
        words = [*shlex.split(line), "--data", str(self.folder), "--lang", "zh"]
        result = CliRunner().invoke(cli, words, obj=around)
        if result.exit_code:
            raise RuntimeError(f"{self.day} ledger {line}: {result.output}")
        return result.stdout

    def ask(self, end: date, more: str = "") -> dict[str, Any]:
        """Return what status, score and notice say of the month that ends on `end`."""
        month = f"--from {end.replace(day=1)} --until {end}"
        lines = {"status": "status", "score": f"score {month} --explain", "notice": "notice"}
        return {name: json.loads(self.run(f"{line} --format json {more}")) for name, line in lines.items()}

    def finish_month(self, end: date) -> None:
        """Ask what the month has come to, and take the steps of supervision that are due on the next day."""
        self.day = end
        self.asked[end] = self.ask(end)
        self.versions[end] = _git(self.folder, "rev-parse", "HEAD")
        due = self.asked[end]["notice"]["due"]
        self.day = end + timedelta(days=1)
        for department, level in dict.fromkeys((row["department"], row["level"]) for row in due):
            self.run(f"notice {department} --level {level} --by {OFFICE}")


def _git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def _stories() -> list[tuple[range, str, list[tuple[date, str]]]]:
    """Return the items of each story, their date, and what happens on which day."""
    stories: list[tuple[range, str, list[tuple[date, str]]]] = []
    for line in STORIES.splitlines():
        first, _, rest = line.strip().partition(" ")
        if line.startswith(" "):
            stories[-1][2].append((date.fromisoformat(f"2024-{first}"), rest))
        else:
            begin, _, end = first.partition("-")
            stories.append((range(int(begin), int(end or begin) + 1), rest, []))
    return stories


def _found(play: Play) -> None:
    """Write the empty ledger, and enter its items with a measure each on the day of the plan."""
    play.folder.mkdir(parents=True)
    bodies = "".join(f"- name: {name}\n" for name in (*NAMES, OFFICE, VERIFIER, ABOVE))
    texts = {"items": "[]\n", "departments": bodies, "ledger": SETTINGS, "routines": ROUTINES}
    for name, text in texts.items():
        (play.folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    _git(play.folder, "init", "--quiet", "--initial-branch=main")
    _git(play.folder, "config", "user.name", "王芳")
    _git(play.folder, "config", "user.email", "wangfang@example.cn")
    play.day = date(2024, 1, 2)
    play.run("save 建账")
    dates = {number: due for items, due, _ in _stories() for number in items}
    for number, due in sorted(dates.items()):
        named = f"lead={NAMES[(number - 1) % 12]} support={NAMES[number % 12]}" if number != NOBODYS else ""
        lasting = "ongoing=month" if due == "-" else f"due={due}"
        play.run(f"add area=领域{number % 4} kind=problem title=第{number}个问题 problem=现状 {named} {lasting}")
        play.run(f"measure add {number} 整改")


def _line(command: str, items: range) -> str:
    """Return a command with the items behind its word; `.1` stands for the measure of each."""
    verb, _, rest = command.partition(" ")
    measure, rest = (".1", "") if rest == ".1" else ("", rest)
    return f"{verb} {' '.join(f'{number}{measure}' for number in items)} {rest}"


def play(folder: Path) -> Play:
    """Play the half-year in a new folder and return it, each month's answers with it."""
    played = Play(folder)
    _found(played)
    lines = [(day, _line(command, items)) for items, _, events in _stories() for day, command in events]
    lines.sort(key=lambda line: line[0])
    for end in MONTHS:
        while lines and lines[0][0] <= end:
            played.day, line = lines.pop(0)
            played.run(line)
        played.finish_month(end)
    return played


def differences(played: Play) -> Iterator[str]:
    """Yield what a month says otherwise when it is asked for later: as of its last day, or in the version of that day.

    As of a day the faults and gaps of the files are today's; everything else, and all of a version, must be the same.
    """
    played.day = MONTHS[-1] + timedelta(days=365)
    for end, before in played.asked.items():
        looks = {"as of the day": f"--as-of {end}", "in the version": f"--as-of {end} --at {played.versions[end]}"}
        for how, options in looks.items():
            now = played.ask(end, options)
            for name, said in before.items():
                if _figures(now[name], how) != _figures(said, how):
                    yield f"{name} of {end} {how}"


def _figures(said: Any, how: str) -> Any:  # noqa: ANN401 (whatever JSON says)
    """Return what must be the same: without what the check finds in the files, where they are today's."""
    if how == "in the version":
        return said
    if isinstance(said, dict):
        return {key: _figures(value, how) for key, value in said.items() if key not in {"gaps", "faults"}}
    return [_figures(each, how) for each in said] if isinstance(said, list) else said


def main() -> None:
    """Play it, show the months, and say whether they are the same when they are asked for again."""
    played = play(Path(sys.argv[1]))
    for end in MONTHS:
        for line in ("status", f"score --from {end.replace(day=1)} --until {end}", "notice"):
            print(f"\n$ ledger {line} --as-of {end}\n{played.run(f'{line} --as-of {end}')}")
    found = [*differences(played)]
    print("\n".join(found) or "Each month says the same whenever it is asked for.")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
