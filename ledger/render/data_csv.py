"""CSV: the facts' records, keys first."""

import csv
import io

from ledger.reports.contract import Facts
from ledger.reports.records import records


def render(facts: Facts) -> str:
    """Return the facts as CSV (RFC 4180, but with the line ends of a text file)."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(records(facts))
    return text.getvalue()
