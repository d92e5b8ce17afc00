"""A draft as the files of a new ledger, in the plainest YAML that reads back as it."""

from collections.abc import Mapping
from collections.abc import Sequence

from ledger import schema
from ledger.intake.reading import Draft
from ledger.scalars import Record
from ledger.yamlfresh import Manner
from ledger.yamlfresh import block_lines
from ledger.yamltext import Value


def texts(draft: Draft) -> Mapping[str, str]:
    """Return the texts of items.yaml, departments.yaml and ledger.yaml by these names."""
    plan = {
        "title": draft.front.title,
        "number": draft.front.number,
        "index": draft.front.index,
        "date": draft.front.dated,
    }
    said: dict[str, Value] = {key: told.value for key, told in plan.items() if told}
    settings: Value = {"plan": said} if said else {"commits": "on"}  # a file says something; this is the default
    return {
        "items.yaml": _listed([each.item for each in draft.items]),
        "departments.yaml": _listed(draft.departments),
        "ledger.yaml": _text(settings),
    }


def _listed(records: Sequence[Record]) -> str:
    return _text([schema.plain(record) for record in records])


def _text(value: Value) -> str:
    return "\n".join(block_lines(value, Manner())) + "\n"
