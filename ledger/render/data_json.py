"""JSON: the facts themselves."""

from ledger.reports.contract import Facts
from ledger.reports.contract import to_json


def render(facts: Facts) -> str:
    """Return the facts as JSON."""
    return to_json(facts)
