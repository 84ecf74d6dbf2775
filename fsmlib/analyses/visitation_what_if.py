"""The visitation answer (FSM2) at every setting of the two values a reader asks »what if« about."""

from collections.abc import Iterator
from itertools import product

from fsmlib.analyses.visitation import Visitation
from fsmlib.models.rates import touching

FACTORS = (0.5, 1.0, 1.5, 2.0)


def in_use(question: Visitation) -> dict[str, float]:
    """The two values as the answer rests on them, the municipality's own chance where counted."""
    chance = touching(question.values)
    return {
        "job_broker_factor": float(question.values.job_broker_factor),
        chance: question.simulation.chances[chance],
    }


def settings(question: Visitation) -> dict[str, list[float]]:
    """The settings of each, by name, rising; the one in use is among them.

    From half to twice the plan's job brokers, and over the range of the chance of being touched.
    """
    used, entry = in_use(question), question.values[touching(question.values)]
    assert entry.low is not None and entry.high is not None  # an assumption has a range
    chosen = {"job_broker_factor": FACTORS, entry.name: (entry.low, entry.high)}
    return {name: sorted({*chosen[name], used[name]}) for name in used}


def at_each(question: Visitation) -> Iterator[Visitation]:
    """The question at every setting, in the order of `settings`, the last value the fastest.

    Each is what is asked under those changes; what is in use stays as the municipality told it.
    """
    used, grid = in_use(question), settings(question)
    for setting in product(*grid.values()):
        at = dict(zip(grid, setting, strict=True))
        moved = {name: value for name, value in at.items() if value != used[name]}
        yield question.with_changes(**moved) if moved else question
