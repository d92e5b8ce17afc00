"""Charts as SVG within a page: drawn by pygal, and stripped of all that a strict page refuses, or that differs by day.

The library's own style, script, tooltips and comments go; the page's style sheet gives the classes their colours, in
light and in dark.
"""

import sys
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
_TICK = 15  # characters of a label beside a bar
_UNSEEN = {"defs", "title", "desc"}


def drawn(figure: Figure) -> str:
    """Return a chart as an SVG element; its figures stand beside it as a table, so that it has a name and no more."""
    root = ET.fromstring(_chart(figure).render())  # noqa: S314 (the library has written it)
    _strip(root)
    for at, series in enumerate(figure.series):
        _paint(root, at, series.tone or "plain")
    root.attrib = {"viewBox": root.attrib["viewBox"], "class": f"chart {figure.kind}", "role": "img"}
    root.set("aria-label", harmless(figure.title))
    return ET.tostring(root, encoding="unicode")


def _chart(figure: Figure) -> pygal.StackedBar | pygal.HorizontalStackedBar:
    bars = figure.kind == "bars"
    order = slice(None, None, -1 if bars else 1)  # bars are drawn from below
    chart = (pygal.HorizontalStackedBar if bars else pygal.StackedBar)(
        width=_WIDTH,
        height=_ROW * len(figure.ticks) + _EDGE if bars else _COLUMNS,
        style=Style(label_font_size=_wide(_LETTER) if bars else _LETTER, value_font_size=_LETTER),
        margin=4,
        spacing=6,
        show_legend=False,
        show_x_labels=not bars,
        show_x_guides=False,
        show_y_guides=not bars,
        truncate_label=_TICK,
        x_labels=[harmless(tick) for tick in figure.ticks[order]],
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


def _wide(letter: float) -> float:
    """Return the size at which the library leaves Chinese letters their room: it takes each for 0.6 of its height."""
    return letter / 0.6


def _strip(element: ET.Element) -> None:
    """Take out what is not drawn, and the names of the namespace, which a page of HTML knows by itself."""
    element.tag = element.tag.rpartition("}")[2]
    for child in list(element):
        if child.tag.rpartition("}")[2] in _UNSEEN or "tooltip-overlay" in child.get("class", ""):
            element.remove(child)
        else:
            _strip(child)


def _paint(root: ET.Element, at: int, tone: str) -> None:
    """Give a series the class of its tone, and take out the figures that its bars have no room for."""
    bars, _, said = (group for group in root.iter("g") if f"serie-{at}" in group.get("class", "").split())
    for group in (bars, said):
        group.set("class", f"series f-{tone}")
    for bar, text in zip(list(bars.iter("rect")), list(said), strict=True):
        narrow = float(bar.get("width", 0)) < _DIGIT * len(text.text or "")
        if narrow or float(bar.get("height", 0)) < _LETTER:
            said.remove(text)
