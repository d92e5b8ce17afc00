"""Print how far the reading of a plan agrees with an inventory that was made by hand, field by field.

`python tools/agreement.py PLAN INVENTORY [DATA]`: DATA is a ledger whose departments and school terms are known.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from typing import Final
from typing import NamedTuple

from ledger import store
from ledger.checks.case import calendar_of
from ledger.deadlines import Calendar
from ledger.intake.documents import read as document
from ledger.intake.draft import Drafted
from ledger.intake.reading import Draft
from ledger.intake.reading import read

_KINDS: Final = {"problem": "problem", "suggestion": "recommendation", "both": "both"}
_LIMITS: Final = {"deadline", "duration", "year"}  # of the inventory's kinds of time words, those that are limits


class Agreement(NamedTuple):
    """A field: how many values the inventory has, how many were found alike, and those that were not."""

    field: str
    wanted: int
    alike: int
    missing: tuple[str, ...]


def agreements(draft: Draft, inventory: dict[str, Any]) -> Iterator[Agreement]:
    """Yield the agreement of each field."""
    pairs = list(zip(draft.items, inventory["items"], strict=False))
    yield _compared("areas", [area["title"] for area in inventory["areas"]], draft.areas)
    yield _compared("items", [str(item["no"]) for item in inventory["items"]], [each.item.id for each in draft.items])
    yield _compared("kinds", _each(pairs, "kind"), [f"{each.item.id} {each.item.kind}" for each in draft.items])
    texts = [f"{item['no']} {text['text']}" for item in inventory["items"] for text in item["texts"]]
    yield _compared("texts", texts, [f"{each.item.id} {text}" for each in draft.items for text in _texts(each)])
    measures = [f"{measure['id']} {measure['text']}" for item in inventory["items"] for measure in item["measures"]]
    found = [f"{measure.id} {measure.text}" for each in draft.items for measure in each.item.measures]
    yield _compared("measures", measures, found)
    yield _compared("bodies and roles", _bodies(inventory), _parts(draft))
    yield _compared("time limits", *_limits(draft, inventory))
    yield _compared("indicators", *_indicators(pairs))


def _compared(field: str, wanted: list[str], found: Any) -> Agreement:  # noqa: ANN401 (any collection of texts)
    held = set(found)
    missing = tuple(each for each in wanted if each not in held)
    return Agreement(field, len(wanted), len(wanted) - len(missing), missing)


def _each(pairs: list[tuple[Drafted, dict[str, Any]]], key: str) -> list[str]:
    return [f"{item['no']} {_KINDS[item[key]]}" for _, item in pairs]


def _texts(each: Drafted) -> list[str]:
    return [text for text in (each.item.problem, each.item.recommendation) if text]


def _bodies(inventory: dict[str, Any]) -> list[str]:
    """Return who answers for which item with which part: whoever only helps supports, anybody else leads."""
    supports = {"协同", "配合", "会同", "参与", "协助"}
    return [
        f"{item['no']} {unit['literal']} {'support' if unit['role'] in supports else 'lead'}"
        for item in inventory["items"]
        for unit in item["units"]
        if unit["is_responsible"] and unit["role"] != "责任(泛指)"
    ]


def _parts(draft: Draft) -> set[str]:
    found = {
        (each.item.id, name, role)
        for each in draft.items
        for role in ("lead", "support")
        for name in each.item.bodies(role)
    }
    spellings = {(item, other, role) for item, name, role in found for each in draft.departments if each.name == name
                 for other in (each.name, each.full_name, *each.aliases)}  # fmt: skip
    return {f"{item} {name} {role}" for item, name, role in found | spellings}


def _limits(draft: Draft, inventory: dict[str, Any]) -> tuple[list[str], set[str]]:
    """Return the words for time limits with the days they can mean, as wanted and as found."""
    wanted = [
        f"{item['no']} {each['literal']} {'/'.join(each.get('candidates', ()))}"
        for item in inventory["items"]
        for each in item["time_expressions"]
        if each["type"] in _LIMITS
    ]
    days = {
        (one.item, one.fields["words"]): one.fields["days"].replace(" ", "")
        for one in draft.review
        if "days" in one.fields
    }
    held = [(each.item.id, each.item.due_wording, each.item.due) for each in draft.items]
    held += [(each.item.id, one.due_wording, one.due) for each in draft.items for one in each.item.measures]
    return wanted, {f"{item} {wording} {day or days.get((item, str(wording)), '')}" for item, wording, day in held}


def _indicators(pairs: list[tuple[Drafted, dict[str, Any]]]) -> tuple[list[str], set[str]]:
    """Return the indicators: one is found where its words overlap, and number and unit are those or not readable."""
    wanted, found = [], set()
    for each, item in pairs:
        for one in item["indicators"]:
            name = f"{item['no']} {one['literal']}"
            wanted.append(name)
            if any(one["literal"] in other.literal or other.literal in one["literal"] for other in each.item.indicators
                   if other.value in {None, one["value"]} and other.unit in {None, one["unit"]}):  # fmt: skip
                found.add(name)
    return wanted, found


def main() -> int:
    """Print a line a field, and below it what was not found."""
    plan, inventory, *data = sys.argv[1:]
    known = store.load(Path(data[0])).ledger if data else None
    draft = read(document(Path(plan)), known, calendar_of(known.settings) if known else Calendar())
    for each in agreements(draft, json.loads(Path(inventory).read_text(encoding="utf-8"))):
        print(f"{each.field:18} {each.alike:3} of {each.wanted}")
        for text in each.missing:
            print(f"    {text[:110]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
