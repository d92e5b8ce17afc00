"""Draw what the commands show in a terminal as SVG pictures into docs/: `python tools/pictures.py`.

The day is fixed, so that a picture changes only when the program or the shipped data do.
"""

import contextlib
import html
import io
import re
import shlex
import shutil
import tempfile
from datetime import date
from itertools import accumulate
from pathlib import Path

from click.testing import CliRunner
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from ledger.main import cli
from ledger.shell import Surroundings

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
STORY = re.compile(r"^```sh\n(ledger close 9 .*?)```$", re.MULTILINE | re.DOTALL)  # in the README


def tell(data: Path, papers: Path) -> None:
    """Let happen to a ledger what the README's story tells; the papers that it files are made up."""
    for paper in ("验收单.pdf", "照片.jpg"):
        (papers / paper).write_text(paper, encoding="utf-8")
    around = Surroundings(today=TODAY, environ={})
    [story] = STORY.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    with contextlib.chdir(papers):
        for line in story.splitlines():
            CliRunner().invoke(cli, [*shlex.split(line, comments=True)[1:], "--data", str(data)], obj=around)


def draw(name: str, args: list[str], language: str, width: int, data: Path = ROOT / "data") -> None:
    """Run a command as in a terminal of `width` cells and save what it shows."""
    around = Surroundings(today=TODAY, width=width, terminal=True, environ={})
    args = [*args, "--as-of", str(TODAY)]
    unseen = ["--data", str(data), "--lang", language]
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
    with tempfile.TemporaryDirectory() as place:
        told = shutil.copytree(ROOT / "data", Path(place) / "data")
        tell(told, Path(place))
        for words in ("en", "zh"):
            draw("story", ["show", "9"], words, 100, told)
