"""Whether an indicator has reached what the plan aims at, and how far it has come."""

from typing import NamedTuple

from ledger.model import Indicator
from ledger.model import Reading

_WHOLE = 100  # % of all, where the plan says 全 and gives no number


class Standing(NamedTuple):
    """Where an indicator stands: its target, its last reading, whether that reaches it, and the share of the way.

    `share` is from 0 to 1; of what is to fall it is how near the reading has come down to the target.
    """

    target: float
    last: Reading
    reached: bool
    share: float


def target(indicator: Indicator) -> float | None:
    """Return the figure that is aimed at, or None where the plan names none that a reading could be compared with."""
    if indicator.aim is None:
        return None
    return _WHOLE if indicator.aim == "all" and indicator.value is None else indicator.value


def standing(indicator: Indicator) -> Standing | None:
    """Return where an indicator stands by its last reading, or None without a target or a reading."""
    aimed = target(indicator)
    if aimed is None or not indicator.readings:
        return None
    last = max(indicator.readings, key=lambda reading: reading.on)
    reached = {
        ">=": last.value >= aimed,
        "all": last.value >= aimed,
        "<=": last.value <= aimed,
        "=": last.value == aimed,
    }[indicator.aim or "="]
    return Standing(aimed, last, reached, 1.0 if reached else _share(indicator, last.value, aimed))


def _share(indicator: Indicator, value: float, aimed: float) -> float:
    """Return how far a reading that does not reach the target has come, from 0 to 1."""
    low, high = sorted((value, aimed))
    if indicator.aim in {">=", "all"}:
        low, high = value, aimed
    elif indicator.aim == "<=":
        low, high = aimed, value
    return min(max(low / high, 0.0), 1.0) if high > 0 else 0.0
