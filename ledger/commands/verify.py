"""`ledger verify`: a body other than the leads found the work done."""

from dataclasses import replace

from ledger.arguments import department_option
from ledger.arguments import items_argument
from ledger.changing import Desk
from ledger.changing import pass_desk
from ledger.events import Verification
from ledger.i18n import N_
from ledger.shell import command
from ledger.typed import DRY_RUN
from ledger.typed import EVIDENCE
from ledger.typed import NOTE
from ledger.typed import ON
from ledger.typed import OVERRIDE
from ledger.typed import PERSON
from ledger.typed import Typed
from ledger.typed import text_option
from ledger.typed import typed_options


@command("verify")
@items_argument(required=True)
@text_option("--outcome", N_("What the verification found"), "What the verification found.")
@OVERRIDE
@typed_options(
    ON, department_option("--by", multiple=False, help="The body that verified; else the verifier of ledger.yaml."),
    PERSON, NOTE, *EVIDENCE, DRY_RUN,
)  # fmt: skip
@pass_desk
def run(desk: Desk, items: tuple[str, ...], typed: Typed, outcome: str, override: str | None) -> None:
    """Record a verification (核查): a body other than every lead found the work done.

    Work that was found wanting is returned: ledger return.
    """
    typed = replace(typed, by=typed.by or desk.settings.verifier)
    desk.record(desk.session.meant.items_alone(items), Verification, typed, {"outcome": outcome}, override)
