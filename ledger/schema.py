"""From plain data to the model: the schema of each file, and what a misfit is called.

pydantic finds the misfits; here its error types become the codes of `ledger.sentences`, and its locations become paths
into the file.
"""

import re
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from typing import TypeVar
from typing import get_args

from pydantic import BaseModel
from pydantic import ConfigDict
from pydantic import TypeAdapter
from pydantic import ValidationError
from pydantic_core import ErrorDetails
from pydantic_core import to_json

from ledger import model
from ledger.errors import USAGE
from ledger.errors import Fault
from ledger.errors import Lack
from ledger.errors import RefusedError
from ledger.errors import nearest
from ledger.events import Entry
from ledger.events import Event
from ledger.scalars import as_day
from ledger.sentences import SENTENCES
from ledger.settings import Settings
from ledger.yamltext import Value
from ledger.yamltext import Where

T = TypeVar("T")
R = TypeVar("R", bound=BaseModel)
E = TypeVar("E", bound=Entry)
Adapter = TypeAdapter  # what `read` takes, for those who must not know pydantic

_LAZY = ConfigDict(defer_build=True)
ITEMS: TypeAdapter[tuple[model.Item, ...]] = TypeAdapter(tuple[model.Item, ...], config=_LAZY)
DEPARTMENTS: TypeAdapter[tuple[model.Department, ...]] = TypeAdapter(tuple[model.Department, ...], config=_LAZY)
ROUTINES: TypeAdapter[tuple[model.Routine, ...]] = TypeAdapter(tuple[model.Routine, ...], config=_LAZY)
SETTINGS: TypeAdapter[Settings] = TypeAdapter(Settings)

FILES: Mapping[str, TypeAdapter[Any]] = {
    "items.yaml": ITEMS,
    "departments.yaml": DEPARTMENTS,
    "ledger.yaml": SETTINGS,
    "routines.yaml": ROUTINES,
}

# By what each record of a file is named, where it holds records.
KEYS: Mapping[str, str] = {"items.yaml": "id", "departments.yaml": "name", "routines.yaml": "id"}

# What part of a ledger each file holds.
PARTS: Mapping[str, str] = {
    "items.yaml": "items",
    "departments.yaml": "departments",
    "ledger.yaml": "settings",
    "routines.yaml": "routines",
}

_RECORDS: Mapping[str, type[BaseModel]] = {
    "items.yaml": model.Item,
    "departments.yaml": model.Department,
    "ledger.yaml": Settings,
    "routines.yaml": model.Routine,
}

# pydantic's names for what is wrong, and ours; a type that is not listed is one of ours already
_CODES: Mapping[str, str] = {
    "tuple_type": "not-a-list",
    "model_type": "not-a-mapping",
    "model_attributes_type": "not-a-mapping",
    "int_parsing": "bad-count",
    "int_parsing_size": "bad-count",
    "int_type": "bad-count",
    "greater_than_equal": "bad-count",
}
_COLLECTIONS = frozenset(
    {"tuple_type", "model_type", "model_attributes_type", "evidence-kind", "bad-steps", "bad-ladder", "no-condition"}
)
_PATTERNS: Mapping[str, str] = {"url": "bad-address", "sha256": "bad-digest"}


def read(adapter: TypeAdapter[T], file: str, data: Value) -> tuple[T | None, list[Fault]]:
    """Return what `file` holds, or all the faults of its shape."""
    try:
        return adapter.validate_python(data), []
    except ValidationError as error:
        return None, [_fault(file, data, detail) for detail in error.errors(include_url=False)]


def told(data: Value) -> bytes:
    """Return plain data as JSON that `recall` takes."""
    return to_json(data)


def recall(adapter: TypeAdapter[T], content: bytes | None) -> T | None:
    """Return what JSON that was kept says, None where there is none, or it cannot be what was told."""
    try:
        return None if content is None else adapter.validate_json(content)
    except ValidationError:
        return None


def typed(kind: type[R], data: Mapping[str, object]) -> R:
    """Return what a person has typed, as a record. Raises RefusedError (exit 2) with all that is wrong."""
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        faults = [_fault("items.yaml", {}, detail, kind) for detail in error.errors(include_url=False)]
        raise RefusedError("", [Lack(fault.code, fault.fields) for fault in faults], "mistyped", USAGE) from None


def entry(kind: type[E], data: Mapping[str, object]) -> E:
    """Return an entry of a log of this kind. Raises RefusedError (exit 2) as `typed` does."""
    return typed(kind, {"event": _name(kind), **data})


def _name(kind: type[BaseModel]) -> str:
    """Return the event that tells entries of this kind from others."""
    return str(get_args(kind.model_fields["event"].annotation)[0])


# An entry says first what happened, then its particulars, then what goes with any entry.
_FIRST, _LAST = frozenset({"on", "event", "by", "person"}), frozenset({"note", "evidence", "override"})


def plain(record: BaseModel) -> dict[str, Value]:
    """Return a record as the reader would hand it over: text in lists and mappings, without what is absent."""
    return _plain_mapping(record.model_dump(mode="json", by_alias=True, exclude_none=True))


def as_set(record: BaseModel) -> dict[str, Value]:
    """Return what was set in a record, as `plain` does, without what is by default."""
    return _plain_mapping(record.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_unset=True))


def _plain_mapping(values: Mapping[str, Any]) -> dict[str, Value]:
    keys = sorted(values, key=lambda key: (key not in _FIRST, key in _LAST)) if "event" in values else values
    return {key: _plain(values[key]) for key in keys if values[key] != []}


def _plain(value: object) -> Value:
    if isinstance(value, dict):
        return _plain_mapping(value)
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return format(Decimal(repr(value)), "f") if isinstance(value, float) else str(value)  # repr may be 1e-05


def _fault(  # noqa: PLR0911 (a case a kind)
    file: str, data: Value, detail: ErrorDetails, root: type[BaseModel] | None = None
) -> Fault:
    """Return what pydantic found, as a fault of ours; `root` is the record that was read, else the file's."""
    kind, given, context = detail["type"], detail["input"], detail.get("ctx", {})
    where = _without_tags(detail["loc"])
    match kind:
        case "missing":
            return Fault(file, where[:-1], "missing-key", {"key": str(where[-1])})
        case "union_tag_not_found":
            return Fault(file, where, "missing-key", {"key": "event"})
        case "union_tag_invalid":
            return _bad_value(file, (*where, "event"), "literal_error", given["event"], list(EVENTS))
        case "literal_error":
            return _bad_value(file, where, kind, given, re.findall(r"'([^']+)'", context["expected"]))
        case "extra_forbidden":
            return _unknown_key(file, data, where, root or _RECORDS[file])
        case "upside-down":
            return Fault(file, where, kind, {"begin": str(given["from"]), "until": str(given["until"])})
    return _bad_value(file, where, kind, given, ())


def _bad_value(file: str, where: Where, kind: str, given: object, known: Sequence[str]) -> Fault:
    """Return what is wrong with a single value, of which `known` are the words it could be."""
    key = next((part for part in reversed(where) if isinstance(part, str)), "")
    if key and (given is None or (isinstance(given, str) and not given.strip())):
        return Fault(file, where, "no-value", {"key": key}, on_key=True)
    if isinstance(given, (list, dict)) and kind not in _COLLECTIONS:
        return Fault(file, where, "not-a-text")
    value = str(given)
    if kind == "literal_error":
        return Fault(file, where, "unknown-word", {"value": value, "known": known, "nearest": nearest(value, known)})
    if kind == "bad-date":
        return Fault(file, where, kind, {"value": value[:60], "nearest": str(as_day(value) or "")})
    code = _PATTERNS.get(key, kind) if kind == "string_pattern_mismatch" else _CODES.get(kind, kind)
    code = code if code in SENTENCES else "not-a-text"  # whatever else pydantic may find wrong with a text
    return Fault(file, where, code, {"value": value[:60]})


def _without_tags(loc: tuple[int | str, ...]) -> Where:
    """Drop the event's name, which pydantic puts behind the index of a log entry."""
    return tuple(
        part for at, part in enumerate(loc) if not (isinstance(part, str) and loc[at - 2 : at - 1] == ("log",))
    )


def _unknown_key(file: str, data: Value, where: Where, root: type[BaseModel]) -> Fault:
    key = str(where[-1])
    if key == "<<":
        return Fault(file, where, "merge-key", on_key=True)
    known = _known_keys(root, data, where[:-1])
    fields = {"key": key, "known": known, "nearest": nearest(key, known)}
    return Fault(file, where, "unknown-key", fields, on_key=True)


EVENTS: Mapping[str, type[BaseModel]] = {_name(event): event for event in get_args(Event)}


def _known_keys(record: type[BaseModel], data: Any, where: Where) -> list[str]:  # noqa: ANN401 (followed step by step)
    """Return the keys that an entry at `where` may have, by walking the models along the data."""
    for part in where:
        data = data[part]
        if isinstance(part, str):
            record = next(_records(record.model_fields[part].annotation))
        if isinstance(data, dict) and issubclass(record, Entry):
            record = EVENTS[data["event"]]
    return [field.alias or name for name, field in record.model_fields.items()]


def _records(annotation: object) -> Iterator[type[BaseModel]]:
    """Yield the models inside a type."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _records(part)


def duplicate_routines(routines: Iterable[model.Routine]) -> Iterator[Fault]:
    """Yield a fault for every routine whose id was used before."""
    seen: dict[str, str] = {}
    for at, routine in enumerate(routines):
        if routine.id.casefold() in seen:
            fields = {"id": routine.id, "other": seen[routine.id.casefold()][:20]}
            yield Fault("routines.yaml", (at, "id"), "duplicate-id", fields)
        seen.setdefault(routine.id.casefold(), routine.text)


def duplicate_ids(items: Sequence[model.Item]) -> Iterator[Fault]:
    """Yield a fault for every item and measure whose id was used before: nobody could say which one is meant.

    Ids that differ in case alone are the same, as their folders would be on Windows.
    """
    every = [name.casefold() for item in items for name in (item.id, *(measure.id for measure in item.measures))]
    if len(set(every)) == len(every):
        return
    seen: dict[str, str] = {}
    for at, item in enumerate(items):
        used: list[tuple[Where, str, str]] = [((at, "id"), item.id, item.title)]
        used += [((at, "measures", n, "id"), measure.id, measure.text) for n, measure in enumerate(item.measures)]
        for where, name, text in used:
            if name.casefold() in seen:
                fields = {"id": name, "other": seen[name.casefold()][:20]}
                yield Fault("items.yaml", where, "duplicate-id", fields, item.id)
            seen.setdefault(name.casefold(), text)
