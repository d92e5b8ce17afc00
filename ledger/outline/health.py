"""The words of what a copy of a ledger needs."""

from collections.abc import Mapping

from ledger.i18n import N_
from ledger.i18n import Translation
from ledger.outline.page import Block
from ledger.outline.page import Cell
from ledger.outline.page import Column
from ledger.outline.page import Page
from ledger.outline.page import Part
from ledger.outline.page import Table
from ledger.outline.page import line
from ledger.reports.health import Healths
from ledger.reports.health import Need

# What it is for, and what is to be done where it lacks.
_WORDS: Mapping[Need, tuple[str, str]] = {
    "git": (N_("git keeps the versions"), N_("Install git.")),
    "repository": (N_("the ledger lies in a repository"), N_("git init, then ledger save")),
    "name": (N_("changes bear your name"), N_("git config user.name NAME and git config user.email ADDRESS")),
    "driver": (N_("git merges the ledger by meaning here"), N_("ledger doctor --fix")),
    "attributes": (N_("every copy is told to merge it by meaning"), N_("ledger doctor --fix")),
    "merged": (N_("no merge is open"), N_("ledger resolve")),
    "readable": (N_("the ledger can be read"), N_("ledger check says what keeps it from being read.")),
    "history": (N_("the whole history is here"), N_("git fetch --unshallow")),
    "office": (N_("Word files and workbooks can be written"), N_("pip install 'rectification-ledger[office]'")),
}


def health(facts: Healths, t: Translation) -> Page:
    """Return what is needed, and what is to be done."""
    rows = []
    for each in facts.rows:
        what, way = map(t.gettext, _WORDS[each.need])
        state = t.gettext("put right") if each.mended else t.gettext("yes") if each.well else t.gettext("no")
        rows.append((Cell(state, "green" if each.well else "red"), Cell(what), Cell("" if each.well else way)))
    columns = (Column(""), Column("", flexible=True), Column("", flexible=True))
    parts: tuple[Part, ...] = (Table(columns, tuple(rows), headed=False),)
    if not all(each.well for each in facts.rows):
        parts = (*parts, line(t.gettext("--fix puts right what ledger can."), "faint"))
    return Page(t.gettext("What this copy needs"), "", (Block("", parts),))
