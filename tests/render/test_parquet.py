"""Parquet files: typed columns, what they say of themselves, and rows written group by group."""

import gc
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from ledger.render.parquet import foreign
from ledger.render.parquet import render
from ledger.reports.long.base import LEDGER
from ledger.reports.long.tables import TABLES
from ledger.reports.long.tables import Row

DAY = date(2024, 7, 15)
ITEMS, READINGS = (next(table for table in TABLES if table.name == name) for name in ("items", "readings"))


def reading(number: int) -> Row:
    """Return a row of the readings."""
    return READINGS, iter(("甲", DAY, "1", 1, number, "占比", None, DAY, number / 2, None))


def test_types(tmp_path: Path) -> None:
    """Each column has its type, whether it may be null, its meaning and unit; a table without rows has them too."""
    render(tmp_path, [reading(1)], DAY)
    assert sorted(path.stem for path in tmp_path.iterdir()) == sorted(table.name for table in TABLES)
    for table in TABLES:
        schema = parquet.read_schema(tmp_path / f"{table.name}.parquet")
        told = {column.name: (column.required, column.meaning, column.unit) for column in table.columns}
        assert {
            field.name: (
                not field.nullable,
                (field.metadata or {})[b"meaning"].decode(),
                (field.metadata or {}).get(b"unit", b"").decode() or None,
            )
            for field in schema
        } == told
    kinds = parquet.read_schema(tmp_path / "items.parquet")
    assert [kinds.field(name).type for name in ("as_of", "item", "place", "faults")] == [
        pa.date32(),
        pa.string(),
        pa.int32(),
        pa.list_(pa.string()),
    ]
    assert parquet.read_schema(tmp_path / "events.parquet").field("void").type == pa.bool_()
    [row] = parquet.read_table(tmp_path / "readings.parquet").to_pylist()
    assert (row["day"], row["value"], row["unit"]) == (DAY, 0.5, None)


def test_metadata(tmp_path: Path) -> None:
    """Each file names the format, its table and the day, and a folder of such files is known again."""
    render(tmp_path, (), DAY)
    told = parquet.read_metadata(tmp_path / "items.parquet").metadata or {}
    assert {key: told[key] for key in (b"ledger.format", b"ledger.table", b"ledger.as_of")} == {
        b"ledger.format": b"1",
        b"ledger.table": b"items",
        b"ledger.as_of": b"2024-07-15",
    }
    assert foreign(tmp_path) is None


@pytest.mark.parametrize("kind", ["text", "folder", "parquet"])
def test_what_is_not_ours(tmp_path: Path, kind: str) -> None:
    """A folder in which anything else lies, be it somebody's Parquet file of the same name, is not ours."""
    render(tmp_path, (), DAY)
    other = tmp_path / "items.parquet"
    other.unlink()
    match kind:
        case "text":
            other.write_text("mine", encoding="utf-8")
        case "folder":
            other.mkdir()
        case _:
            parquet.write_table(pa.table({"a": [1]}), other)
    assert foreign(tmp_path) == "items.parquet"


def test_rows_are_written_in_groups(tmp_path: Path) -> None:
    """Of more rows than a group holds the first are on the disk before the last are made; none is lost or doubled."""
    size = []

    def many() -> Iterator[Row]:
        for number in range(45_000):
            yield reading(number)
        gc.collect()
        size.append((tmp_path / "readings.parquet").stat().st_size)

    render(tmp_path, many(), DAY)
    about = parquet.read_metadata(tmp_path / "readings.parquet")
    assert [about.row_group(at).num_rows for at in range(about.num_row_groups)] == [20_000, 20_000, 5_000]
    assert parquet.read_table(tmp_path / "readings.parquet")["place"].to_pylist() == [*range(45_000)]
    assert size[0] > 20_000


def test_null_where_none_may_be(tmp_path: Path) -> None:
    """What must be known and is not is refused, and never written as something."""
    row = (None, *(DAY if column.name == "as_of" else None for column in ITEMS.columns[1:]))
    assert LEDGER[0].required
    with pytest.raises(pa.ArrowInvalid, match="ledger"):
        render(tmp_path, [(ITEMS, iter(row))], DAY)
