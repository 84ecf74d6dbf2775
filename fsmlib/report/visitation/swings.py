"""How much each assumption moves the expected share: by the quick model, one at a time."""

from dataclasses import dataclass

from fsmlib.models.exact import mean_path
from fsmlib.models.rates import AT_START, CHANCES
from fsmlib.models.simulation import Simulation
from fsmlib.programme.values import Value
from fsmlib.report.visitation.case import Case


@dataclass(frozen=True)
class Swing:
    """The highest expected share of a month at the low and high end of an assumption's range."""

    value: Value
    low: float
    high: float


def swings(case: Case) -> tuple[float, list[Swing]]:
    """The share with the chances in use, and how it moves with each, the widest first.

    The ends are those of the register's interval where the chance is the municipality's own.
    """
    simulation, found = case.simulation, []
    for name in (*CHANCES, *AT_START):
        value = case.page.values[name]
        if simulation.chances.is_own(name):
            low, high = simulation.chances.own[name].interval
            value = value.model_copy(update={"low": low, "high": high})
        if value.low is not None and value.high is not None and value.low < value.high:
            ends = [
                _best(simulation.with_changes(**{name: end})) for end in (value.low, value.high)
            ]
            found.append(Swing(value, *ends))
    return _best(simulation), sorted(found, key=lambda swing: -abs(swing.high - swing.low))


def _best(simulation: Simulation) -> float:
    """The highest expected share of any month."""
    return float(mean_path(simulation.plan, simulation.rates).share.max())
