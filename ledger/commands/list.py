"""`ledger list`: the items, all or some."""

from typing import Any
from typing import get_args

import click

from ledger.arguments import department_option
from ledger.arguments import items_argument
from ledger.looking import Look
from ledger.looking import look
from ledger.outline import words
from ledger.reports.rows import Sort
from ledger.reports.rows import Wanted
from ledger.session import Session
from ledger.session import pass_session
from ledger.shell import Day
from ledger.shell import Word
from ledger.shell import command
from ledger.shell import option


@command("list")
@items_argument(required=False)
@option("--status", multiple=True, type=Word(words.STATUS), help="Only items of this status.")
@option("--light", multiple=True, type=Word(words.LIGHT), help="Only items with this light.")
@option("--area", multiple=True, metavar="WORDS", help="Only areas whose name holds these words.")
@department_option("--department", help="Only items that this department leads or supports.")
@department_option("--lead", help="Only items that this department leads.")
@option("--kind", multiple=True, type=Word(words.KIND), help="Only problems, recommendations or both.")
@option("--type", multiple=True, type=Word(words.TYPE), help="Only immediate or phased rectification.")
@option("--due-before", metavar="DATE", type=Day(), help="Only items due before that day.")
@option("--text", default="", metavar="WORDS", help="Only items in whose texts these words stand.")
@option(
    "--view",
    type=click.Choice(get_args(Look)),
    default="items",
    show_default=True,
    help="Which list: items, problems, responsibility, measures; or a message to paste for one --department.",
)
@option("--sort", default="file", type=click.Choice(get_args(Sort)), help="The order of the lines.", show_default=True)
@pass_session
def run(
    session: Session,
    /,
    *,
    items: tuple[str, ...],
    area: tuple[str, ...],
    department: tuple[str, ...],
    lead: tuple[str, ...],
    sort: Sort,
    view: Look,
    **conditions: Any,  # noqa: ANN401 (the other options, under the names of Wanted's fields)
) -> None:
    """List the items, a line each; conditions narrow the list.

    ITEM is an id, a range like 3-5 or a measure like 9.2. One condition given several times means any of its values;
    different conditions must all hold.
    """
    wanted = Wanted(
        ids=frozenset(session.meant.items(items)),
        area=tuple(name for words in area for name in session.meant.area(words)),
        department=tuple(map(session.meant.department, department)),
        lead=tuple(map(session.meant.department, lead)),
        **conditions,
    )
    look(session, wanted, sort, view)
