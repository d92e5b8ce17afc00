"""Tables in a terminal fit its width, tell by words what colour tells too, and show hostile text harmlessly."""

import re
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.text import Text

import ledger.outline.listing
import ledger.outline.status
import ledger.outline.story
from ledger import checks
from ledger.i18n import ENGLISH
from ledger.i18n import Language
from ledger.i18n import Translation
from ledger.i18n import translation
from ledger.outline.page import Page
from ledger.render import Sheet
from ledger.render.terminal import render
from ledger.reports.rows import Wanted
from ledger.reports.rows import listing
from ledger.reports.rows import overdue
from ledger.reports.status import status
from ledger.reports.story import story
from ledger.store import load
from sharing import Run

ROOT = Path(__file__).parent.parent.parent
DAY = date(2025, 1, 10)
HOSTILE = "[red]不是标记[/red] \\e[31m红\\e[0m \\e]0;标题\\a \\u202e反转 \\x9b31m"


def _seen(text: str) -> list[str]:
    """Return the lines that a person sees, without the escape sequences of rich."""
    return Text.from_ansi(text).plain.splitlines()


Pages = dict[str, Callable[[Translation], Page]]


@pytest.fixture(scope="module")
def pages() -> Pages:
    """Return the pages of several commands on the shipped ledger, each for a language."""
    opened = load(ROOT / "data")
    faults = checks.run(checks.Case(opened.ledger, opened.folder, DAY))
    ids = [item.id for item in opened.ledger.items]
    return {
        "status": partial(ledger.outline.status.status, status(opened.ledger, DAY, faults)),
        "list": partial(ledger.outline.listing.listing, listing(opened.ledger, DAY, faults, Wanted(), "file")),
        "overdue": partial(ledger.outline.listing.listing, overdue(opened.ledger, DAY, faults)),
        "show": partial(ledger.outline.story.story, story(opened.ledger, DAY, faults, ids)),
    }


@pytest.mark.parametrize("name", ["status", "list", "show", "overdue"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_line_is_wider_than_the_terminal(pages: Pages, name: str, language: Language) -> None:
    """From 44 to 160 cells no line is wider than the terminal, so nothing is broken by it."""
    for width in (44, 60, 80, 120, 160):
        sheet = Sheet(translation(language), width, terminal=True, colour=True)
        assert max(map(cell_len, _seen(render(pages[name](sheet.t), sheet)))) <= width


def test_columns_go_in_the_stated_order(pages: Pages) -> None:
    """Support goes first, then kind, area, measures, status, lead and days, unless there is room for it after all."""
    names = ["Item", "Light", "Title", "Lead", "Support", "Area", "Kind", "Status", "Measures", "Due", "Days"]
    stated = ["Support", "Kind", "Area", "Measures", "Status", "Lead", "Days"]
    gone: set[str] = set()
    for width in range(230, 40, -5):
        lines = _seen(render(pages["list"](ENGLISH), Sheet(ENGLISH, width, terminal=True, colour=True)))
        gone = {name for name in names if name not in lines[1].split()}
        assert gone <= {*stated}
        returned = {name for name in stated if name not in gone and gone & {*stated[stated.index(name) :]}}
        assert returned <= {"Kind", "Measures", "Status"}  # the narrow ones
    assert len(gone) == len(stated)


def test_colour_is_never_the_only_sign(run: Run) -> None:
    """Without colour the same words stand there, and no colour is sent."""
    coloured = run("list", terminal=True, width=120).stdout
    assert "\x1b[31m● overdue" in coloured
    plain = "\n".join(_seen(coloured))
    assert re.search(r"● overdue +教职工", plain)


def test_no_color(run: Run) -> None:
    """NO_COLOR keeps the tables and sends no colour."""
    shown = run("status", terminal=True, environ={"NO_COLOR": "1"}).stdout
    assert "● red 1" in shown
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]m", shown)


@pytest.mark.parametrize("terminal", [False, True])
@pytest.mark.parametrize("command", ["status --as-of 2025-01-10", "list", "show 2", "overdue"])
def test_hostile_title(run: Run, shipped: Path, command: str, terminal: bool) -> None:  # noqa: FBT001 (a parameter)
    """A title with markup or escape sequences is shown literally, and steers nothing."""
    items = shipped / "items.yaml"
    text = items.read_text(encoding="utf-8")
    items.write_text(text.replace("title: 教职工“五险一金”缴纳不足", f'title: "{HOSTILE}"'), encoding="utf-8")
    shown = run(*command.split(), terminal=terminal, width=400).stdout
    without_ours = re.sub(r"\x1b\[[0-9;]*m", "", shown) if terminal else shown
    assert "[red]不是标记[/red] ␛[31m红␛[0m ␛]0;标题␇ <U+202E>反转 <U+009B>31m" in without_ours
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", without_ours)
    assert "\x1b[31m红" not in shown
