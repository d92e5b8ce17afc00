"""What a long table is: columns, each with its type, its meaning, and how its value is found in what a row is of."""

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any
from typing import Generic
from typing import Literal
from typing import NamedTuple
from typing import TypeAlias
from typing import TypeVar

from ledger.reports.story import ItemStory
from ledger.settings import Plan

T = TypeVar("T")
Type = Literal["string", "bool", "int32", "double", "date32", "list<string>"]
Value: TypeAlias = str | bool | int | float | date | Sequence[str] | None


@dataclass(frozen=True)
class Head:
    """Which ledger the rows are of, and as of which day; `part` is the folder of a sub-ledger."""

    ledger: str
    as_of: date
    system_id: str
    plan: Plan
    part: str | None
    office: str | None
    verifier: str | None


class Line(NamedTuple, Generic[T]):
    """What a row is of: something of an item, in its place among its like, counted from 1."""

    head: Head
    item: ItemStory
    place: int
    of: T


@dataclass(frozen=True)
class Column(Generic[T]):
    """A column; one that is not `required` is null where the ledger does not say."""

    name: str
    type: Type
    meaning: str
    value: Callable[[T], Value]
    required: bool = False
    unit: str | None = None


@dataclass(frozen=True)
class Table(Generic[T]):
    """A table, and what its rows are."""

    name: str
    meaning: str
    columns: tuple[Column[T], ...]

    def cells(self, row: T) -> Iterator[Value]:
        """Yield the values of a row, one a column."""
        return (column.value(row) for column in self.columns)


def found(  # noqa: PLR0913 (all that a column is)
    path: str, kind: Type, meaning: str, name: str = "", *, required: bool = False, unit: str | None = None
) -> Column[Any]:
    """Return a column of what lies at a path; it is called as the last part of that, or `name`."""
    return Column(name or path.rpartition(".")[2], kind, meaning, attrgetter(path), required, unit)


LEDGER: tuple[Column[Any], ...] = (
    found(
        "ledger", "string", "which ledger: title, number and date of its plan, and a sub-ledger's folder", required=True
    ),
    found("as_of", "date32", "the day that the ledger was looked at", required=True),
)
ITEM: tuple[Column[Any], ...] = (
    *(found(f"head.{column.name}", column.type, column.meaning, required=True) for column in LEDGER),
    found("item.id", "string", "the item's id", "item", required=True),
)
PLACE = found("place", "int32", "its place among the rows of this item here, counted from 1", required=True)
