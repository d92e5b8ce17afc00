"""Draw what the commands show in a terminal as SVG pictures into docs/: `python tools/pictures.py`.

The day is fixed, so that a picture changes only when the program or the shipped data do.
"""

import html
import io
import re
from datetime import date
from itertools import accumulate
from pathlib import Path

from click.testing import CliRunner
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from ledger.main import cli
from ledger.session import Surroundings

ROOT = Path(__file__).parent.parent
TODAY = date(2024, 7, 15)
_TEXT = re.compile(
    r'x="(?P<x>[\d.]+)"(?P<y> y="[\d.]+") textLength="(?P<length>[\d.]+)"(?P<rest>[^>]*)>(?P<text>[^<]+)</text>'
)
PICTURES = (
    ("status", ["status"], 100),
    ("list", ["list"], 120),
    ("show", ["show", "2"], 80),
)


def draw(name: str, args: list[str], language: str, width: int) -> None:
    """Run a command as in a terminal of `width` cells and save what it shows."""
    around = Surroundings(today=TODAY, width=width, terminal=True, environ={})
    args = [*args, "--as-of", str(TODAY)]
    unseen = ["--data", str(ROOT / "data"), "--lang", language]
    shown = CliRunner().invoke(cli, [*args, *unseen], obj=around, color=True, catch_exceptions=False)
    console = Console(record=True, width=width, file=io.StringIO())
    console.print(Text.from_ansi(shown.stdout))
    svg = console.export_svg(title=f"ledger {' '.join(args)}", unique_id=f"{name}-{language}")
    (ROOT / "docs" / f"{name}-{language}.svg").write_text(_TEXT.sub(_in_cells, svg), encoding="utf-8")


def _in_cells(match: re.Match[str]) -> str:
    """Give each character the place of its cell: rich counts characters, and Chinese ones are two cells wide."""
    text = html.unescape(match["text"])
    cell = float(match["length"]) / len(text)
    places = accumulate((cell * cell_len(character) for character in text[:-1]), initial=float(match["x"]))
    return f'x="{" ".join(f"{place:.1f}" for place in places)}"{match["y"]}{match["rest"]}>{match["text"]}</text>'


if __name__ == "__main__":
    for picture, command, cells in PICTURES:
        for words in ("en", "zh"):
            draw(picture, command, words, cells)
