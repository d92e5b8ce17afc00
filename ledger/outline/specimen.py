"""The words of an example of a template: a paper as GB/T 9704-2012 has it, with tags where a report says something."""

from datetime import date
from typing import NamedTuple

from ledger.i18n import Language
from ledger.i18n import Translation
from ledger.model import Ledger
from ledger.outline import words
from ledger.outline.paper import Annex
from ledger.outline.paper import Grid
from ledger.outline.paper import Heading
from ledger.outline.paper import Paper

_WIDTHS = (1, 1, 1)  # of the tags; the columns that they make are as wide as what stands in them
_HEADINGS = ("{%tc for heading in table.headings %}", "{{ heading }}", "{%tc endfor %}")
_ROWS = (
    ("{%tr for row in table.rows %}", "", ""),
    ("{%tc for value in row %}", "{{ value }}", "{%tc endfor %}"),
    ("{%tr endfor %}", "", ""),
)
_FORM = (("{%tr if table.headings %}", "", ""), _HEADINGS, ("{%tr endif %}", "", ""), *_ROWS)
_TEXT = (
    "{%p for section in sections %}",
    "{%p if section.level == 1 %}",
    Heading(1, "{{ section.heading }}"),
    "{%p elif section.level == 2 %}",
    Heading(2, "{{ section.heading }}"),
    "{%p endif %}",
    "{%p for paragraph in section.paragraphs %}",
    "{{ paragraph }}",
    "{%p endfor %}",
    "{%p for table in section.tables %}",
    Grid((), _WIDTHS, _FORM),
    "{%p endfor %}",
    "{%p endfor %}",
)


class Specimen(NamedTuple):
    """An example: the red head (发文机关标志), the line for the number, and the paper below them."""

    head: str
    number: str
    paper: Paper


def specimen(ledger: Ledger, day: date, t: Translation, language: Language) -> Specimen:
    """Return the example of an office; its name and the day say how wide the signature is, and become tags."""
    office = ledger.settings.office or t.gettext("name of the office")
    known = ledger.department(office)
    full = (known and known.full_name) or office
    label = t.gettext("{label}: {value}").format(label="{{ table.label }}", value="")
    return Specimen(
        head=t.gettext("Document of {office}").format(office=full),
        number=t.gettext("No. ____ ({year})").format(year=day.year),
        paper=Paper(
            language=language,
            title="{{ title }}",
            addressee="{{ addressee }}",
            text=_TEXT,
            signatory=office,
            day=words.day(day, t),
            annexes=(Annex(label, "{{ table.title }}", Grid(_HEADINGS, _WIDTHS, _ROWS)),),
        ),
    )
