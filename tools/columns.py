"""Write the columns of the long tables into docs/parquet.md: `python tools/columns.py`; `--check` only compares."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ledger.reports.long.tables import TABLES

DOCUMENT: Final = Path(__file__).parent.parent / "docs" / "parquet.md"
HEADING: Final = "\n## The columns\n"


def described() -> str:
    """Return the columns of all tables as Markdown."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    for table in TABLES:
        yield from ("", f"### {table.name}.parquet", "", f"A row: {table.meaning}.", "")
        yield from ("| Column | Type | Unit | Null | Meaning |", "|---|---|---|---|---|")
        for column in table.columns:
            null = "never" if column.required else "unknown"
            yield f"| `{column.name}` | {column.type} | {column.unit or ''} | {null} | {column.meaning} |"
    yield ""


def main(*, check: bool) -> int:
    """Put the columns in the place of those that stand there; with `check` return 1 where these are others."""
    text = DOCUMENT.read_text(encoding="utf-8")
    wanted = text.partition(HEADING)[0] + HEADING + described()
    if not check:
        DOCUMENT.write_text(wanted, encoding="utf-8")
    return int(check and text != wanted)


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
