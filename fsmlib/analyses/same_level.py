"""What luck alone gives at the level measured, with months that follow from one another."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from fsmlib.models.constant_level import chance_at_constant_level, chance_when_measured_once
from fsmlib.models.estimates import estimate
from fsmlib.programme.parameters import Values
from fsmlib.rules.register import Register


class TouchedEnd(NamedTuple):
    """The chance that a touched citizen is not touched the month after; None if measured once.

    `name` is the assumption that says so where the registers do not, and the chance is not `own`.
    """

    chance: float | None
    own: bool
    name: str


def touched_end(counted: Register | None, values: Values) -> TouchedEnd:
    """How often who is touched is not in the month after, by the registers where they can tell."""
    measure = values.own_measure
    name = "touched_end_per_month" if measure else "job_end_per_month"
    if measure and measure.passes_month:
        return TouchedEnd(None, False, name)
    own = estimate(counted).get(name) if counted is not None else None
    if own is not None and own.is_enough:
        return TouchedEnd(own.mean, True, name)
    return TouchedEnd(float(getattr(values, name)), False, name)


def chances_at_level(
    measured: pd.DataFrame, level: float, end: TouchedEnd, thresholds: Sequence[int]
) -> pd.DataFrame | None:
    """The columns of `Monitoring.chances`."""
    groups = measured.query("effort_group > 0")["effort_group"]
    if not 0 < level < 1 - (end.chance or 0):
        return None
    citizens, months = round(float(groups.mean())), len(groups)
    found = [
        chance_when_measured_once(citizens, level, months, each)
        if end.chance is None
        else chance_at_constant_level(citizens, level, end.chance, months, each)
        for each in thresholds
    ]
    return pd.DataFrame({"threshold": thresholds, "chance": found})
