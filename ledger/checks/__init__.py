"""Rules between records. Each is a function: what it finds in a ledger, as faults; it never writes.

Whatever a rule needs that is not in the ledger (the day, what lies in the evidence folder) comes in with the `Case`.
"""

from collections.abc import Sequence

from ledger.checks.case import Case
from ledger.checks.case import ItemRule
from ledger.checks.case import Rule
from ledger.checks.gaps import kinds_have_their_texts
from ledger.checks.gaps import leads_are_named
from ledger.checks.gaps import people_are_named
from ledger.checks.gaps import results_have_evidence
from ledger.checks.gaps import steps_met_their_conditions
from ledger.checks.gaps import targets_are_reached
from ledger.checks.gaps import time_limits_are_dates
from ledger.checks.history import corrections_name_an_entry
from ledger.checks.history import extensions_move_the_date
from ledger.checks.history import handovers_name_the_lead
from ledger.checks.history import logs_lead_to_the_status
from ledger.checks.history import logs_run_forward
from ledger.checks.history import merged_work_goes_on
from ledger.checks.history import reports_come_in_later
from ledger.checks.names import bodies_were_there
from ledger.checks.names import departments_are_known
from ledger.checks.names import departments_are_told_apart
from ledger.checks.names import measures_are_the_items_own
from ledger.checks.names import offices_are_there
from ledger.checks.names import other_files_name_known_departments
from ledger.checks.names import successors_are_named
from ledger.checks.proofs import evidence_is_named
from ledger.checks.proofs import evidence_is_there
from ledger.checks.proofs import evidence_is_unchanged
from ledger.checks.proofs import parts_are_closed_with_the_whole
from ledger.checks.proofs import sub_ledgers_are_there
from ledger.checks.routines import routines_belong_to_items
from ledger.checks.routines import routines_have_a_start
from ledger.checks.routines import routines_run_forward
from ledger.errors import Fault

__all__ = ["RULES", "THOROUGH", "Case", "Rule", "run"]

RULES: Sequence[Rule] = (
    other_files_name_known_departments,
    departments_are_known,
    departments_are_told_apart,
    successors_are_named,
    offices_are_there,
    bodies_were_there,
    measures_are_the_items_own,
    routines_belong_to_items,
    routines_have_a_start,
    routines_run_forward,
    corrections_name_an_entry,
    logs_lead_to_the_status,
    extensions_move_the_date,
    handovers_name_the_lead,
    merged_work_goes_on,
    logs_run_forward,
    reports_come_in_later,
    evidence_is_there,
    sub_ledgers_are_there,
    parts_are_closed_with_the_whole,
    kinds_have_their_texts,
    leads_are_named,
    people_are_named,
    time_limits_are_dates,
    results_have_evidence,
    targets_are_reached,
)
# What looks at items as of many days, or reads all evidence: only `ledger check` has the time for that.
THOROUGH: Sequence[Rule] = (steps_met_their_conditions, evidence_is_named, evidence_is_unchanged)


def run(case: Case, rules: Sequence[Rule] = RULES) -> list[Fault]:
    """Return the faults that any of the rules finds."""
    apart = [rule for rule in rules if not isinstance(rule, ItemRule)]
    looks = [rule.look for rule in rules if isinstance(rule, ItemRule)]
    found = [fault for rule in apart for fault in rule(case)]
    # Item by item: of a large ledger all rules then look at what is still in the processor's own memory.
    found += [fault for at, item in enumerate(case.ledger.items) for look in looks for fault in look(case, at, item)]
    return found
