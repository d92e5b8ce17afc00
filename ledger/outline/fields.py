"""The fields of a template (docs/templates.md): the words of a paper, and the facts that it tells; plain data alone."""

import json
from collections.abc import Mapping
from typing import Any

from ledger.outline.paper import Grid
from ledger.outline.paper import Heading
from ledger.outline.paper import Paper
from ledger.outline.paper import Text
from ledger.reports.contract import Facts
from ledger.reports.contract import to_json


def fields(paper: Paper, facts: Facts) -> Mapping[str, Any]:
    """Return what a template may use; `facts` are those of the JSON, under the same keys."""
    return {
        "language": paper.language,
        "title": paper.title,
        "addressee": paper.addressee,
        "sections": _sections(paper.text),
        "signatory": paper.signatory,
        "day": paper.day,
        "stamp": paper.stamp,
        "annexes": [
            {"label": annex.label.rstrip("：: "), "title": annex.title, **_table(annex.grid)} for annex in paper.annexes
        ],
        "facts": json.loads(to_json(facts)),
    }


def _sections(text: Text) -> list[dict[str, Any]]:
    """Return each heading with what stands below it; what stands above the first one has level 0."""
    sections: list[dict[str, Any]] = []
    for part in text:
        if isinstance(part, Heading) or not sections:
            level, heading = part if isinstance(part, Heading) else (0, "")
            sections.append({"level": level, "heading": heading, "paragraphs": [], "tables": []})
        if isinstance(part, Grid):
            sections[-1]["tables"].append(_table(part))
        elif isinstance(part, str):
            sections[-1]["paragraphs"].append(part)
    return sections


def _table(grid: Grid) -> dict[str, Any]:
    return {"headings": list(grid.headings), "rows": [list(row) for row in grid.rows]}
