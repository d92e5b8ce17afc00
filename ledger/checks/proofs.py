"""Rules about what lies in the folder: evidence is there, inside, and what was filed, and so are sub-ledgers."""

import os
from collections.abc import Iterator
from pathlib import Path

from ledger import store
from ledger.checks.case import Case
from ledger.checks.case import ItemRule
from ledger.errors import Fault
from ledger.events import Evidence
from ledger.evidence import ATTRIBUTES
from ledger.evidence import FOLDER
from ledger.evidence import is_intact
from ledger.files import ITEMS
from ledger.model import Item
from ledger.yamltext import Where


@ItemRule
def sub_ledgers_are_there(case: Case, at: int, item: Item) -> Iterator[Fault]:
    """The ledger of an item's parts lies where the item says, and is its alone: else nobody could tell what is left."""
    if (name := item.sub_ledger) is None:
        return
    where: Where = (at, "sub_ledger")
    if name not in case.ledger.subs and not store.is_sub_ledger(case.folder, name):
        yield Fault(ITEMS, where, "missing-sub-ledger", {"value": name, "item": item.id}, item.id)
    if (owner := case.owners.get(name, item.id)) != item.id:
        yield Fault(ITEMS, where, "shared-sub-ledger", {"value": name, "other": owner}, item.id)


@ItemRule
def parts_are_closed_with_the_whole(case: Case, at: int, item: Item) -> Iterator[Fault]:
    """What is closed has no part that is open, entered or reopened since: the work is not at its end then."""
    sub = case.ledger.subs.get(item.sub_ledger or "")
    left = [part.id for part in sub.items if not part.ended] if sub and item.status == "closed" else []
    if left:
        fields = {"item": item.id, "folder": str(item.sub_ledger), "left": left}
        yield Fault(ITEMS, (at, "sub_ledger"), "parts-open", fields, item.id)


@ItemRule
def evidence_is_there(case: Case, at: int, item: Item) -> Iterator[Fault]:
    """Evidence that the ledger names lies in its folder, and no link leads out of it: years later it must be shown."""
    for where, proof in _standing(item):
        if proof.file is None or proof.file in (case.filed or ()):
            continue
        code = _missing(case, proof.file) if case.filed is None else "evidence-lost"
        if code:
            yield Fault(ITEMS, (at, *where, "file"), code, {"value": proof.file}, item.id)


def _missing(case: Case, file: str) -> str:
    """Return what is wrong with a file of evidence, or nothing."""
    folder, name = os.path.split(file)
    path = os.path.join(case.really(folder), name)  # noqa: PTH118 (`Case.really` says why)
    if os.path.islink(path):  # noqa: PTH114
        path = os.path.realpath(path)
    if not Path(path).is_relative_to(case.really("")):  # commonpath would not bear another drive of Windows
        return "outside-folder"
    return "" if os.path.isfile(path) else "evidence-lost"  # noqa: PTH113


def _standing(item: Item) -> Iterator[tuple[Where, Evidence]]:
    """Yield the proofs that count: what an entry named that was taken back need not be shown any more."""
    for n, measure in enumerate(item.measures):
        for k, proof in enumerate(measure.evidence):
            yield ("measures", n, "evidence", k), proof
    for n, entry in item.in_force():
        for k, proof in enumerate(entry.evidence):
            yield ("log", n, "evidence", k), proof


def evidence_is_named(case: Case) -> Iterator[Fault]:
    """What lies among the evidence is named by an entry or a measure: nobody would find it, or miss it, otherwise."""
    named = case.ledger.evidence()
    lying = (path for path in (case.folder / FOLDER).rglob("*") if path.is_file())
    there = case.filed if case.filed is not None else {path.relative_to(case.folder).as_posix() for path in lying}
    for file in sorted(there - named - {ATTRIBUTES}):
        yield Fault(ITEMS, (), "evidence-unnamed", {"value": file})


@ItemRule
def evidence_is_unchanged(case: Case, at: int, item: Item) -> Iterator[Fault]:
    """Evidence is still what was filed: a proof that was altered since proves nothing."""
    for where, proof in _standing(item):
        if proof.file is None or proof.sha256 is None or _missing(case, proof.file):
            continue
        if not is_intact(case.folder / proof.file, proof.sha256):
            yield Fault(ITEMS, (at, *where, "sha256"), "evidence-changed", {"value": proof.file}, item.id)
