"""The board as a page: one file that fetches nothing, runs its own script alone, and says texts as they are."""

import base64
import hashlib
import re
import sys
from html.parser import HTMLParser

import pytest

from ledger.outline.board import Board
from ledger.outline.board import Choice
from ledger.outline.board import Entry
from ledger.outline.board import Field
from ledger.outline.board import Figure
from ledger.outline.board import Heading
from ledger.outline.board import Headline
from ledger.outline.board import Labels
from ledger.outline.board import Mark
from ledger.outline.board import Register
from ledger.outline.board import Series
from ledger.outline.board import Stretch
from ledger.outline.board import Tale
from ledger.outline.board import Tile
from ledger.outline.page import Bar
from ledger.outline.page import Block
from ledger.outline.page import Cell
from ledger.outline.page import Column
from ledger.outline.page import Table
from ledger.render.web import render
from ledger.render.web.charts import drawn

HOSTILE = """</script></style><script>alert(1)</script>"'><img src=x onerror=alert(1)>&amp;{{ 7 * 7 }}\u202etxt\u0007"""
SHOWN = """</script></style><script>alert(1)</script>"'><img src=x onerror=alert(1)>&amp;{{ 7 * 7 }}<U+202E>txt␇"""


def board(text: str) -> Board:
    """Return a board with the same text in every place that a ledger fills."""
    cell = Cell(text, "red")
    rows = ((Cell(text), cell),)
    table = Table((Column(text), Column(text, right=True)), rows)
    blocks = (Block(text, (table, Table((Column(""), Column("")), rows, headed=False), Bar(text, 0.5, text))),)
    return Board(
        language="zh",
        title=text,
        name=text,
        subtitle=text,
        remarks=(text,),
        labels=Labels(*[text] * len(Labels._fields)),
        empty=text,
        headline=Headline(text, text, 0.25, text, text, (Tile(text, text, text, "blue"), Tile(text, text, ""))),
        lights=(cell,),
        figures=(
            Figure("bars", text, text, text, (text,), (text,), (Series(text, "red", (3,)),), Series(text, "", (3,))),
        ),
        stretches=(Stretch(text, "red", (Mark("9", text, text, text, text, cell, "red"),), text),),
        undated=text,
        register=Register(
            (Heading(text), Heading(text, right=True)),
            0,
            (Entry("9", (Field(Cell(text), text), Field(cell)), (("status", text),)),),
            (Choice("status", text, ((text, text),)), Choice("lead", text, ())),
        ),
        tales=(Tale("9", text, cell, blocks),),
        foot=text,
    )


class _Page(HTMLParser):
    """Gathers the tags with their attributes, and the texts outside of style and script."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.raw: dict[str, str] = {}
        self._inside = ""
        self.feed(content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside = tag

    def handle_endtag(self, tag: str) -> None:
        del tag
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside in {"style", "script"}:
            self.raw[self._inside] = self.raw.get(self._inside, "") + data
        else:
            self.texts.append(data)


@pytest.fixture
def page() -> _Page:
    """Return the page of a board whose texts are hostile."""
    return _Page(render(board(HOSTILE)))


def test_nothing_is_fetched_or_run(page: _Page) -> None:
    """The policy allows the one style and the one script by their digests; nothing in the page asks for more."""
    [policy] = [each["content"] for tag, each in page.tags if "http-equiv" in each]
    assert policy is not None
    digests = {
        f"{tag}-src": base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        for tag, text in page.raw.items()
    }
    assert set(policy.split("; ")) == {
        "default-src 'none'", "base-uri 'none'", "form-action 'none'",
        f"style-src 'sha256-{digests['style-src']}'", f"script-src 'sha256-{digests['script-src']}'",
    }  # fmt: skip
    keys = {key for _, each in page.tags for key in each}
    assert {key for key in keys if key.startswith("on") or key in {"style", "src", "action"}} == set()
    assert {link for _, each in page.tags if (link := each.get("href")) and not link.startswith("#")} == set()
    assert [tag for tag, _ in page.tags if tag in {"img", "link", "iframe", "object", "base"}] == []
    assert [tag for tag, _ in page.tags].count("script") == 1
    assert "url(" not in page.raw["style"]
    assert "@import" not in page.raw["style"]


def test_every_text_is_a_text(page: _Page) -> None:
    """Whatever stands in a ledger is shown as it is written; what would steer the reader's eye is made visible."""
    every = " ".join(page.texts)
    assert "\u202e" not in every
    assert "\u0007" not in every
    places = every.count(SHOWN)
    assert places > 40
    assert every.count("alert(1)</script>") == places
    values = {value for _, each in page.tags for value in each.values() if value and "alert" in value}
    assert values <= {SHOWN, f"{SHOWN} · {SHOWN}"}


def test_lines_stay_lines() -> None:
    """A text of several lines keeps their ends."""
    assert "一\n二" in render(board("一\n二")).decode()


def test_the_same_page_again() -> None:
    """The same facts make the same bytes, whenever they are written."""
    assert render(board("一")) == render(board("一"))
    assert b"pygal" not in render(board("一")).replace(b"pygal-chart", b"").lower()


def test_without_items() -> None:
    """A board without items has no table, no script that would look for one fails."""
    empty = board("空")._replace(headline=None, figures=(), foot="")
    found = _Page(render(empty))
    assert "table" not in [tag for tag, _ in found.tags]
    assert "空" in " ".join(found.texts)


def test_empty_columns() -> None:
    """A table of a story has no column in which nothing stands."""
    columns = (Column("序号", right=True), Column("备注", flexible=True), Column("环节", flexible=True))
    table = Table(columns, ((Cell("1"), Cell(""), Cell("进展")),))
    tales = (Tale("9", "题", Cell("超期"), (Block("过程", (table,)),)),)
    page = render(board("题")._replace(tales=tales)).decode()
    assert '<th scope="col" class="right">序号</th><th scope="col" class="wide">环节</th>' in page
    assert '<td class="right">1</td><td class="wide">进展</td>' in page
    assert "备注" not in page


def test_nothing_to_draw() -> None:
    """Without charts their heading is left out too."""
    assert 'id="h-charts"' not in render(board("空")._replace(figures=())).decode()


def test_a_long_table() -> None:
    """A table of many rows is marked, so that a browser lays out what is in sight alone."""
    short = board("一")
    entries = tuple(short.register.entries[0]._replace(item=str(n)) for n in range(201))
    assert 'class="long"' in render(short._replace(register=short.register._replace(entries=entries))).decode()
    assert 'class="long"' not in render(short).decode()


def test_imports_are_left_alone() -> None:
    """Whoever draws a chart can still ask for a module that is not there: every finder knows how to answer."""
    assert drawn(board("题").figures[0])
    assert [finder for finder in sys.meta_path if not hasattr(finder, "find_spec")] == []


def test_a_chart_of_bars() -> None:
    """Bars have their tones as classes and their figures beside them; one that is too narrow has none."""
    series = (Series("红", "red", (1, 0)), Series("其", "", (99, 7)))
    figure = Figure("bars", "题", "", "", ("甲", "乙"), ("甲", "乙"), series, Series("计", "", (100, 7)))
    svg = drawn(figure)
    assert re.findall(r'class="(series f-\w+)"', svg) == [
        "series f-red", "series f-plain", "series f-red", "series f-plain",
    ]  # fmt: skip
    assert re.findall(r'class="value">(\d+)<', svg) == ["7", "99"]
    assert re.findall(r">([甲乙])<", svg) == ["乙", "甲"]
    assert ('role="img" aria-label="题"' in svg, "<style" in svg, "<script" in svg, "style=" in svg) == (
        True, False, False, False,
    )  # fmt: skip


def test_long_labels() -> None:
    """A label too long for its chart keeps both its ends, of its figures and of its name; pointed at, it says all."""
    names = ("教育局" * 20 + "办公室（12）", "Department " * 6 + "(3)", "一二三四五六七八九十甲（9）")
    series = Series("红", "red", (1, 2, 3))
    svg = drawn(Figure("bars", "题", "", "", names, names, (series,), series))
    shown = re.findall(r"<text[^>]*>([^<]*)<title>([^<]*)</title></text>", svg)
    assert shown == [("Department …artment (3)", names[1]), ("教育局教育局教…公室（12）", names[0])]
    assert f">{names[2]}</text>" in svg


def test_the_table_of_a_chart() -> None:
    """The figures of a chart stand below it with what they come to."""
    figure = Figure("columns", "题", "", "月份", ("4",), ("4月",), (Series("红", "red", (2,)),), Series("计", "", (5,)))
    page = render(board("一")._replace(figures=(figure,))).decode()
    assert '<th scope="col" class="right">红</th><th scope="col" class="right">计</th>' in page
    assert '<th scope="row">4</th><td class="right">2</td><td class="right">5</td>' in page


def test_a_chart_of_columns() -> None:
    """Columns stand in the order of their labels over a scale of whole figures; a low one has no figure in it."""
    figure = Figure(
        "columns", "题", "", "", ("4", "5"), ("4月", "5月"), (Series("红", "red", (1, 40)),), Series("计", "", (1, 40))
    )
    svg = drawn(figure)
    assert re.findall(r">(\d月)<", svg) == ["4月", "5月"]
    assert re.findall(r'class="value">(\d+)<', svg) == ["40"]
    assert ".0<" not in svg
