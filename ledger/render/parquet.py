"""Parquet files, one a table, written row group by row group: what is not written yet is all that is in memory."""

from collections.abc import Iterable
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any
from typing import Self

import pyarrow as pa
from pyarrow import parquet

from ledger.reports.long.base import Column
from ledger.reports.long.base import Table
from ledger.reports.long.base import Type
from ledger.reports.long.base import Value
from ledger.reports.long.tables import FORMAT
from ledger.reports.long.tables import TABLES
from ledger.reports.long.tables import Row

_GROUP = 20_000  # rows: readers work on groups in parallel, and each costs a little
_TABLE = b"ledger.table"
_TYPES: dict[Type, pa.DataType] = {
    "string": pa.string(),
    "bool": pa.bool_(),
    "int32": pa.int32(),
    "double": pa.float64(),
    "date32": pa.date32(),
    "list<string>": pa.list_(pa.string()),
}


def render(folder: Path, rows: Iterable[Row], as_of: date) -> None:
    """Write a file for each table into a folder; each says in its metadata which format and day it has."""
    with ExitStack() as stack:
        files = {table.name: stack.enter_context(_File(folder, table, as_of)) for table in TABLES}
        for table, cells in rows:
            files[table.name].add(cells)


class _File:
    """A file of a table, and the rows that are not written yet, by column."""

    def __init__(self, folder: Path, table: Table[Any], as_of: date) -> None:
        about: dict[bytes | str, bytes | str] = {
            b"ledger.format": FORMAT,
            _TABLE: table.name,
            b"ledger.as_of": str(as_of),
        }
        self._schema = pa.schema([_field(column) for column in table.columns], about)
        self._writer = parquet.ParquetWriter(folder / f"{table.name}.parquet", self._schema, compression="zstd")
        self._waiting: list[list[Value]] = [[] for _ in table.columns]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        with self._writer:
            if kind is None:
                self._write()

    def add(self, cells: Iterator[Value]) -> None:
        for column, cell in zip(self._waiting, cells, strict=True):
            column.append(cell)
        if len(self._waiting[0]) == _GROUP:
            self._write()

    def _write(self) -> None:
        columns = [pa.array(cells, field.type) for cells, field in zip(self._waiting, self._schema, strict=True)]
        self._writer.write_table(pa.Table.from_arrays(columns, schema=self._schema))
        for cells in self._waiting:
            cells.clear()


def _field(column: Column[Any]) -> "pa.Field[Any]":
    about: dict[bytes | str, bytes | str] = {"meaning": column.meaning}
    if column.unit:
        about["unit"] = column.unit
    return pa.field(column.name, _TYPES[column.type], not column.required, about)


def foreign(folder: Path) -> str | None:
    """Return the name of something in a folder that `render` has not written, if there is any. Raises OSError."""
    return next((each.name for each in sorted(folder.iterdir()) if not _is_ours(each)), None)


def _is_ours(file: Path) -> bool:
    """Return whether a file is a table that has its own name: what others make of one keeps its metadata."""
    if not file.is_file():
        return False
    try:
        table = (parquet.read_metadata(file).metadata or {}).get(_TABLE, b"")
    except pa.ArrowInvalid:
        return False
    return file.name == f"{table.decode(errors='replace')}.parquet"
