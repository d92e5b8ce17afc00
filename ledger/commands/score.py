"""`ledger score`: what each department has to answer for in a period."""

from datetime import date

from ledger.arguments import department_argument
from ledger.assessment import span
from ledger.outline import score as words
from ledger.reports.score import score
from ledger.session import Session
from ledger.session import pass_session
from ledger.shell import Day
from ledger.shell import command
from ledger.shell import option


@command("score")
@department_argument()
@option("--from", "begin", metavar="DATE", type=Day(), help="The first day of the period; else since ever.")
@option("--until", metavar="DATE", type=Day(), help="The last day of the period; else the day that is looked at.")
@option("--explain", is_flag=True, help="Show for each figure the items and entries that make it.")
@pass_session
def run(session: Session, department: str | None, begin: date | None, until: date | None, *, explain: bool) -> None:
    """Assess the departments over a period, as lead and in support.

    They, or one DEPARTMENT among them, are ranked by what is overdue, days late, what came back and what was closed in
    time; where ledger.yaml has a table of points (assessment), by points.
    """
    period = span(begin, until, session.as_of)
    name = None if department is None else session.meant.department(department)
    session.show(score(session.opened.ledger, period, name, explain=explain), words.score)
