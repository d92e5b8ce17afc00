"""How many items shine in which light, by area and by the department that leads them."""

from collections import Counter
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass

from ledger.pace import Light
from ledger.reports.rows import LIGHTS
from ledger.reports.rows import Row


@dataclass(frozen=True)
class LightTally:
    """Some items by their lights, the most urgent first; `name` is their area or lead, None: nobody leads them."""

    name: str | None
    lights: Mapping[Light, int]

    @property
    def total(self) -> int:
        """Return how many items there are."""
        return sum(self.lights.values())


def lights(some: Sequence[Row], name: str | None = None) -> LightTally:
    """Return items by their lights; those that were withdrawn shine no more."""
    count = Counter(row.light for row in some if row.status != "withdrawn")
    return LightTally(name, {light: count[light] for light in LIGHTS})


def lights_by_area(every: Sequence[Row]) -> tuple[LightTally, ...]:
    """Return the lights of each area, in the plan's order."""
    areas = dict.fromkeys(row.area for row in every)
    return _some(lights([row for row in every if row.area == area], area) for area in areas)


def lights_by_lead(every: Sequence[Row]) -> tuple[LightTally, ...]:
    """Return the lights of what each department leads, the one with most red ones first, nobody's items last."""
    names = dict.fromkeys(name for row in every for name in row.lead)
    led = (lights([row for row in every if name in row.lead], name) for name in names)
    ordered = sorted(led, key=lambda tally: (-tally.lights["red"], -tally.total))
    return _some((*ordered, lights([row for row in every if not row.lead])))


def _some(tallies: Iterable[LightTally]) -> tuple[LightTally, ...]:
    return tuple(tally for tally in tallies if tally.total)
