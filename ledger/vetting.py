"""Whether items may become what a change, or an edit by hand, makes of them: the rules of `checks` before and after."""

from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from pathlib import Path

from ledger import checks
from ledger.errors import Fault
from ledger.errors import Lack
from ledger.errors import RefusedError
from ledger.errors import refuse
from ledger.model import Item
from ledger.model import Ledger


@dataclass(frozen=True)
class Vetting:
    """What is looked at: the ledgers before and after, the folder, the day, and what is still to be stored."""

    before: Ledger
    after: Ledger
    folder: Path
    day: date
    arriving: Sequence[str] = ()

    def vet(self, pairs: Sequence[tuple[Item | None, Item | None]], *, mends: bool) -> list[Fault]:
        """Refuse what would leave an item with errors, and return what is only doubtful since the change.

        An item that has errors is left alone, unless `mends` and fewer are left. Raises RefusedError (exit 4).
        """
        before = self._faults(self.before, [old for old, _ in pairs if old])
        after = self._faults(self.after, [new for _, new in pairs if new])
        for _, new in pairs:
            if new is None:
                continue
            was, now = _errors(before, new.id), _errors(after, new.id)
            if was and not mends:
                raise RefusedError(new.id, was, "faulty")
            if now and not (len(now) < len(was) and all(lack in was for lack in now)):
                raise RefusedError(new.id, [lack for lack in now if lack not in was] or now)
        known = {_key(fault) for fault in before}
        return [fault for fault in after if _key(fault) not in known and fault.item]

    def vet_whole(self) -> list[Fault]:
        """Refuse what brings errors into the ledger, anywhere; return what is only doubtful since.

        Raises RefusedError (exit 4), or several: one for each item and one for what is no item's.
        """
        before, after = (self._faults(ledger, ledger.items) for ledger in (self.before, self.after))
        known = {_key(fault) for fault in before}
        new = [fault for fault in after if _key(fault) not in known]
        errors: dict[str, list[Lack]] = {}
        for fault in new:
            if fault.severity == "error":
                errors.setdefault(fault.item, []).append(Lack(fault.code, fault.fields))
        refused = [
            RefusedError(item, lacks, "new-item-errors" if item else "new-errors") for item, lacks in errors.items()
        ]
        refuse(refused)
        return [fault for fault in new if fault.item]

    def _faults(self, ledger: Ledger, items: Sequence[Item]) -> list[Fault]:
        """Return what the rules find wrong with the items; evidence that is arriving is no fault."""
        case = checks.Case(replace(ledger, items=tuple(items)), self.folder, self.day, whole=ledger)
        return [
            fault
            for fault in checks.run(case)
            if not (fault.code in {"evidence-lost", "missing-sub-ledger"} and fault.fields["value"] in self.arriving)
        ]


def _key(fault: Fault) -> tuple[str, str, str]:
    return fault.item, fault.code, str(fault.fields)


def _errors(faults: Iterable[Fault], item: str) -> list[Lack]:
    return [Lack(fault.code, fault.fields) for fault in faults if fault.item == item and fault.severity == "error"]
