"""Charts as SVG within a page: drawn by pygal, and stripped of all that a strict page refuses, or that differs by day.

The library's own style, script, tooltips and comments go; the page's style sheet gives the classes their colours, in
light and in dark.
"""

import sys
from collections.abc import Sequence
from unicodedata import east_asian_width
from xml.etree import ElementTree as ET

import pygal  # type: ignore[import-untyped]
from pygal.style import Style  # type: ignore[import-untyped]

from ledger.outline.board import Figure
from ledger.outline.words import harmless

# The library leaves a finder behind that knows no find_spec: the next import of what is not there stumbles over it.
sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__module__ != "pygal"]

_WIDTH = 360  # as wide as a telephone, so that the letters keep their size there
_LETTER = 12  # px, of all letters; board.css says the same
_ROW, _COLUMNS, _EDGE = 26, 230, 16  # px: height of a bar, of a chart of columns, and of what is around the bars
_DIGIT = 7  # px, with some room beside it
_TICK = 168  # px, of the longest label beside a bar: twelve Chinese characters and a count
_WIDE, _NARROW, _DOTS = 12, 7, "…"  # px, of a Chinese character and of any other
_UNSEEN = {"defs", "title", "desc"}


def drawn(figure: Figure) -> str:
    """Return a chart as an SVG element; its figures stand beside it as a table, so that it has a name and no more."""
    root = ET.fromstring(_chart(figure).render())  # noqa: S314 (the library has written it)
    _strip(root)
    for at, series in enumerate(figure.series):
        _paint(root, at, series.tone or "plain")
    _name(root, [harmless(tick) for tick in figure.ticks])
    root.attrib = {"viewBox": root.attrib["viewBox"], "class": f"chart {figure.kind}", "role": "img"}
    root.set("aria-label", harmless(figure.title))
    return ET.tostring(root, encoding="unicode")


def _chart(figure: Figure) -> pygal.StackedBar | pygal.HorizontalStackedBar:
    bars = figure.kind == "bars"
    ticks = [_short(harmless(tick)) for tick in figure.ticks]
    order = slice(None, None, -1 if bars else 1)  # bars are drawn from below
    chart = (pygal.HorizontalStackedBar if bars else pygal.StackedBar)(
        width=_WIDTH,
        height=_ROW * len(figure.ticks) + _EDGE if bars else _COLUMNS,
        style=Style(label_font_size=_LETTER, value_font_size=_LETTER),
        margin=4,
        margin_left=_room(ticks) if bars else 4,
        spacing=6,
        show_legend=False,
        show_x_labels=not bars,
        show_x_guides=False,
        show_y_guides=not bars,
        truncate_label=_WIDTH,  # never: it is short enough
        x_labels=ticks[order],
        value_formatter=_whole,
        print_values=True,
        print_zeroes=False,
        min_scale=2,
        max_scale=5,
        js=(),
        css=(),
        no_prefix=True,
    )
    for series in figure.series:
        chart.add(series.name, series.figures[order])
    return chart


def _whole(figure: float) -> str:
    return f"{figure:g}"


def _short(text: str) -> str:
    """Return a text as it has room beside a bar: of a longer one the beginning and the end, where its count stands."""
    if _length(text) <= _TICK:
        return text
    kept = len(text) - 1
    while _length(short := f"{text[: (kept + 1) // 2]}{_DOTS}{text[len(text) - kept // 2 :]}") > _TICK:
        kept -= 1
    return short


def _length(text: str) -> int:
    return sum(_WIDE if east_asian_width(character) in "WFA" else _NARROW for character in text)


def _room(ticks: Sequence[str]) -> float:
    """Return what the library is to add to the room that it leaves for labels: it takes any letter for 0.6 high."""
    return max(map(_length, ticks)) - 0.6 * _LETTER * max(map(len, ticks))


def _strip(element: ET.Element) -> None:
    """Take out what is not drawn, and the names of the namespace, which a page of HTML knows by itself."""
    element.tag = element.tag.rpartition("}")[2]
    for child in list(element):
        if child.tag.rpartition("}")[2] in _UNSEEN or "tooltip-overlay" in child.get("class", ""):
            element.remove(child)
        else:
            _strip(child)


def _name(root: ET.Element, ticks: Sequence[str]) -> None:
    """Give a label that was shortened its whole text, for those who point at it."""
    whole = {_short(tick): tick for tick in ticks}
    for label in root.iter("text"):
        if (told := whole.get(label.text or "", label.text)) != label.text:
            ET.SubElement(label, "title").text = told


def _paint(root: ET.Element, at: int, tone: str) -> None:
    """Give a series the class of its tone, and take out the figures that its bars have no room for."""
    bars, _, said = (group for group in root.iter("g") if f"serie-{at}" in group.get("class", "").split())
    for group in (bars, said):
        group.set("class", f"series f-{tone}")
    for bar, text in zip(list(bars.iter("rect")), list(said), strict=True):
        narrow = float(bar.get("width", 0)) < _DIGIT * len(text.text or "")
        if narrow or float(bar.get("height", 0)) < _LETTER:
            said.remove(text)
