"""Write the papers of a month of the fictional half-year, and pictures of them into docs/.

`python tools/halfyear.py FOLDER` makes that ledger, `python tools/papers.py FOLDER` the papers. LibreOffice, pdftoppm
and the Noto fonts for Chinese draw them; where the fonts of the standard are there, they are better.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from click.testing import CliRunner

from ledger.main import cli
from ledger.shell import Surroundings

DOCS = Path(__file__).parent.parent / "docs"
FONTS = """
fonts:
  title: Noto Serif CJK SC
  body: Noto Serif CJK SC
  heading: Noto Sans CJK SC
  subheading: Noto Serif CJK SC
  number: Noto Serif CJK SC
"""
DAY = "2024-06-30"
# The picture, its page, and the command whose file it shows.
PAPERS = (
    ("monthly", 1, "report monthly 2024-06 -o monthly.docx"),
    ("monthly-annex", 5, "report monthly 2024-06 -o monthly.docx"),
    ("final", 1, "report final -o final.docx"),
    ("item", 1, "report item 20 -o item.docx"),
    ("letter", 1, "notice -o letter.docx"),
    ("book", 1, "export -o book.xlsx"),
)
RESOLUTION = {"book": 110}  # pixels per inch; others 70


def draw(ledger: Path, work: Path, name: str, page: int, words: str) -> None:
    """Write the file of a command and draw a page of it."""
    *command, file = words.split()
    path = work / file
    if not path.exists():
        args = [*command, str(path), "--as-of", DAY, "--data", str(ledger), "--lang", "zh"]
        CliRunner().invoke(cli, args, obj=Surroundings(environ={}), catch_exceptions=False)
        subprocess.run(["soffice", "--headless", "--convert-to", "pdf", "--outdir", work, path], check=True, stdout=2)
    pages = ["-f", str(page), "-l", str(page), "-r", str(RESOLUTION.get(name, 70))]
    target = DOCS / f"paper-{name}"
    subprocess.run(["pdftoppm", "-png", "-singlefile", *pages, path.with_suffix(".pdf"), target], check=True)


def main(folder: Path) -> None:
    """Draw every picture from a copy of the ledger with fonts that are there."""
    with tempfile.TemporaryDirectory() as place:
        ledger = Path(place) / "data"
        shutil.copytree(folder, ledger, ignore=shutil.ignore_patterns(".git"))
        with (ledger / "ledger.yaml").open("a", encoding="utf-8") as settings:
            settings.write(FONTS)
        for name, page, words in PAPERS:
            draw(ledger, Path(place), name, page, words)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
