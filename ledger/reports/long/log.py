"""The tables of what has happened to the items, and of the evidence."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from ledger.events import Event
from ledger.events import Evidence
from ledger.events import Extension
from ledger.events import Handover
from ledger.events import Notice
from ledger.events import Report
from ledger.reports.long.base import ITEM
from ledger.reports.long.base import PLACE
from ledger.reports.long.base import Column
from ledger.reports.long.base import Line
from ledger.reports.long.base import Table
from ledger.reports.long.base import Type
from ledger.reports.long.base import found
from ledger.reports.story import ItemStory


class Logged(NamedTuple):
    """An entry with its number in the whole log, and whether a correction took it back by the day."""

    entry: int
    void: bool
    said: Event


def _said(key: str, kind: Type, meaning: str, name: str = "") -> Column[Line[Logged]]:
    """Return a column of what only some kinds of entry say."""
    return Column(name or key, kind, meaning, lambda line: vars(line.of.said).get(key))


def _addressed(line: Line[Logged]) -> tuple[str, ...] | None:
    match line.of.said:
        case Report(to=body):
            return (body,)
        case Notice(to=bodies) | Handover(to=bodies):
            return bodies
        case _:
            return None


def _extended(line: Line[Logged]) -> tuple[date | None, date | None]:
    """Return the date before and the date after an extension."""
    said = line.of.said
    return (said.was, said.to) if isinstance(said, Extension) else (None, None)


EVENTS: Table[Line[Logged]] = Table(
    "events",
    "an entry of an item's log",
    (
        *ITEM,
        found("of.entry", "int32", "its number in the log, counted from 1", required=True),
        found("of.said.on", "date32", "the day it holds for", "day", required=True),
        found("of.said.event", "string", "its kind, like `progress`, `submit`, `close`", required=True),
        found("of.said.by", "string", "the body that acted", "body", required=True),
        found("of.void", "bool", "whether a correction has taken it back: it counts no more", required=True),
        found("of.said.person", "string", "the person who acted"),
        found("of.said.note", "string", "what was done"),
        found("of.said.override", "string", "why a condition was waived"),
        _said("received", "date32", "`progress`: the day on which it was told, where that is later"),
        _said("news", "string", "`progress`: `none` for a report that there is nothing to report"),
        _said("level", "string", "`notice`: the step of supervision"),
        _said("outcome", "string", "`verify`, `lookback`: what was found"),
        _said("reason", "string", "`extend`, `return`, `withdraw`, `restore`, `reopen`, `correct`: why"),
        Column(
            "due_was", "date32", "`extend`: the due date before; null where there was none", lambda e: _extended(e)[0]
        ),
        Column("due_to", "date32", "`extend`: the due date after", lambda line: _extended(line)[1]),
        _said("begin", "date32", "`publicize`: the first day", "public_from"),
        _said("until", "date32", "`publicize`: the last day", "public_until"),
        _said("filing_number", "string", "`close`: the filing number (备案号)"),
        Column("to_bodies", "list<string>", "`notice`, `report`: to whom; `handover`: who leads it now", _addressed),
        Column(
            "was_bodies",
            "list<string>",
            "`handover`: who led it before",
            lambda line: line.of.said.was if isinstance(line.of.said, Handover) else None,
        ),
        _said("into", "string", "`withdraw`: the item that it was merged into", "merged_into"),
        _said("entry", "int32", "`correct`: the number of the entry that was wrong", "corrects"),
    ),
)


def entries(item: ItemStory) -> Iterator[Logged]:
    """Yield the entries of the log up to the day."""
    void = set(item.void_entries)
    yield from (Logged(number, number in void, said) for number, said in zip(item.entry_numbers, item.log, strict=True))


class Proof(NamedTuple):
    """A proof of a measure, or of an entry of the log."""

    measure: str | None
    entry: int | None
    proof: Evidence


EVIDENCE: Table[Line[Proof]] = Table(
    "evidence",
    "a proof that a measure or an entry names: one of `file`, `url` and `paper`",
    (
        *ITEM,
        found("of.measure", "string", "the measure's id; null: it is an entry's"),
        found("of.entry", "int32", "the number of the entry; null: it is a measure's"),
        PLACE,
        found("of.proof.file", "string", "the path of a file, from the ledger's folder"),
        found("of.proof.url", "string", "an address"),
        found("of.proof.paper", "string", "where a paper lies (档号/柜号)"),
        found("of.proof.sha256", "string", "the SHA-256 of the file when it was filed, in hexadecimal digits"),
        found("of.proof.name", "string", "the file's name before it was copied"),
    ),
)


def proofs(item: ItemStory) -> Iterator[Proof]:
    """Yield the evidence of the measures, then that of the entries."""
    for measure in item.measures:
        yield from (Proof(measure.id, None, proof) for proof in measure.evidence)
    for number, said in zip(item.entry_numbers, item.log, strict=True):
        yield from (Proof(None, number, proof) for proof in said.evidence)
