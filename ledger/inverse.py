"""A change taken back although others came after it: three ways, value by value, and never over what was done since."""

from collections.abc import Mapping
from typing import TypeAlias

from ledger.yamltext import Value

_Data: TypeAlias = dict[str, Value]
# What makes an entry of these lists the same one after a change; the entries of other lists have no name of their own.
_NAMED_BY: Mapping[str, str] = {"measures": "id", "indicators": "name", "readings": "on", "done": ""}  # "": itself


class ChangedSinceError(Exception):
    """A later change has touched the same; `path` is where, like measures.9.2.due, or nothing for the whole."""

    def __init__(self, path: str) -> None:
        """Take the path."""
        super().__init__(path)
        self.path = path


def taken_back(before: _Data | None, after: _Data | None, now: _Data | None) -> _Data | None:
    """Return the plain data of an item `now` without what led from `before` to `after`; None: there is no such item.

    Raises ChangedSinceError where `now` is neither as the change left it nor untouched by it.
    """
    value = _value((), before, after, now)
    return value if isinstance(value, dict) else None


def _value(path: tuple[str, ...], before: Value, after: Value, now: Value) -> Value:
    """Return one value taken back; None stands for one that is absent."""
    if before == after:
        return now
    if now == after:
        return before
    name = _NAMED_BY.get("".join(path[-1:]))
    three = [value if name is None else _named(value, name) for value in (before, after, now)]
    merged = _mapping(path, *(value for value in three if isinstance(value, dict))) if _are_mappings(three) else None
    if merged is None:
        raise ChangedSinceError(".".join(path))
    return merged if name is None else [*merged.values()] or None


def _are_mappings(values: list[Value]) -> bool:
    return all(isinstance(value, dict) for value in values)


def _named(value: Value, name: str) -> Value:
    """Return a list as a mapping by the names of its entries; None where one of them has none of its own."""
    found: _Data
    entries = value if isinstance(value, list) else [] if value is None else [None]
    if not name:
        found = {entry: entry for entry in entries if isinstance(entry, str)}
    else:
        found = {str(entry[name]): entry for entry in entries if isinstance(entry, dict) and entry.get(name)}
    return found if len(found) == len(entries) else None


def _mapping(path: tuple[str, ...], before: _Data, after: _Data, now: _Data) -> _Data:
    """Return a mapping taken back, in its order now; what comes back stands behind what was before it."""
    order = list(now)
    for at, key in enumerate(before):
        if key not in now:
            earlier = [one for one in list(before)[:at] if one in order]
            order.insert(order.index(earlier[-1]) + 1 if earlier else 0, key)
    values = {key: _value((*path, key), before.get(key), after.get(key), now.get(key)) for key in order}
    for key in after.keys() - order:  # it came with the change, and somebody has taken it out since
        raise ChangedSinceError(".".join((*path, key)))
    return {key: value for key, value in values.items() if value is not None}
