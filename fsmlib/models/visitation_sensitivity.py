"""How much each assumption moves the expected share: by the quick model, one at a time."""

from dataclasses import dataclass

from fsmlib.models.exact import mean_path
from fsmlib.models.rates import names_of
from fsmlib.models.simulation import Simulation
from fsmlib.programme.values import Value


@dataclass(frozen=True)
class ShareSwing:
    """The highest expected share of a month at the low and high end of an assumption's range."""

    value: Value
    low: float
    high: float


def swings(simulation: Simulation) -> list[ShareSwing]:
    """How the highest expected share moves with each assumption that has a range, widest first.

    The ends are those of the register's interval where the chance is the municipality's own.  Of
    those who pass a month, only what moves their share.
    """
    found = []
    for name in names_of(simulation.chances.values):
        value = simulation.chances.values[name]
        if simulation.chances.is_own(name):
            low, high = simulation.chances.own[name].interval
            value = value.model_copy(update={"low": low, "high": high})
        if value.low is not None and value.high is not None and value.low < value.high:
            ends = (simulation.with_changes(**{name: end}) for end in (value.low, value.high))
            found.append(ShareSwing(value, *(highest_share(each) for each in ends)))
    if simulation.rates.passing:
        found = [swing for swing in found if swing.low != swing.high]
    return sorted(found, key=lambda swing: -abs(swing.high - swing.low))


def highest_share(simulation: Simulation) -> float:
    """The highest expected share of any month, by the quick model."""
    return float(mean_path(simulation.plan, simulation.rates).share.max())
