"""What a command has changed: each item before and after, the evidence filed, and the lines of the file."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass

from ledger.events import Event
from ledger.model import Item
from ledger.model import Ongoing
from ledger.model import Status


@dataclass(frozen=True)
class ChangedField:
    """A field of an item that has another value, as the files write it; None: it has none."""

    key: str
    before: str | tuple[str, ...] | None
    after: str | tuple[str, ...] | None


@dataclass(frozen=True)
class ChangedItem:
    """An item whose entry in the file is another one; `entries` are the numbers of what its log has gained."""

    id: str
    title: str
    status_before: Status | None  # None: the item is new
    status: Status
    fields: tuple[ChangedField, ...]
    measures: tuple[str, ...]  # those that are new, or another
    measures_done: int
    measures_total: int
    readings: tuple[str, ...]  # the indicators with a new one
    entries: tuple[int, ...]
    log: tuple[Event, ...]


@dataclass(frozen=True)
class Change:
    """A change of the ledger; `written` is false for a dry run, and where nothing differs."""

    written: bool
    items: tuple[ChangedItem, ...]
    evidence: tuple[str, ...]  # the paths of newly stored files, in the ledger's folder
    diff: tuple[str, ...]


def change(
    pairs: Iterable[tuple[Item | None, Item]], evidence: Sequence[str], diff: Sequence[str], *, written: bool
) -> Change:
    """Return what became of the items, given before (None: new) and after."""
    return Change(written and bool(diff), tuple(_item(*pair) for pair in pairs), tuple(evidence), tuple(diff))


def _item(before: Item | None, after: Item) -> ChangedItem:
    had = len(before.log) if before else 0
    done, total = after.progress()
    return ChangedItem(
        id=after.id,
        title=after.title,
        status_before=before.status if before else None,
        status=after.status,
        fields=tuple(_fields(before, after)) if before else (),
        measures=tuple(each.id for each in after.measures if not before or each not in before.measures),
        measures_done=done,
        measures_total=total,
        readings=tuple(each.name for each in after.indicators if not before or each not in before.indicators),
        entries=tuple(range(had + 1, len(after.log) + 1)),
        log=after.log[had:],
    )


def _fields(before: Item, after: Item) -> Iterator[ChangedField]:
    """Yield the single values and the names that differ; measures, indicators and the log are told on their own."""
    for key in Item.model_fields:
        old, new = getattr(before, key), getattr(after, key)
        if old != new and key not in {"status", "measures", "indicators", "log"}:
            yield ChangedField(key, _plain(old), _plain(new))


def _plain(value: object) -> str | tuple[str, ...] | None:
    if isinstance(value, tuple):
        return tuple(map(str, value)) or None
    if isinstance(value, Ongoing):
        return value.every
    return None if value is None else str(value)
