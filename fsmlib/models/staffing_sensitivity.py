"""How the staffing need (HIR) moves with each number that nobody can be sure of."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fsmlib.models.option import StaffNeed
from fsmlib.models.staffing import StaffingPlan
from fsmlib.programme.values import Value


@dataclass(frozen=True)
class StaffSwing:
    """The need with one number at the low and at the high end of its range; `used` is in use."""

    value: Value
    used: float
    ends: tuple[float, float]
    low: StaffNeed
    high: StaffNeed

    @property
    def salary_width_dkk(self) -> float:
        """Kroner of salary between the two ends."""
        return abs(self.high.salary_dkk - self.low.salary_dkk)

    @property
    def fte_width(self) -> float:
        """Full-time equivalents missing between the two ends."""
        return abs(self.high.fte - self.low.fte)


def swings_of(plan: StaffingPlan) -> list[StaffSwing]:
    """A swing for each number in use that has a range, the widest in kroner first.

    Assumptions move over their range, a spread that has been counted over its interval.  The same
    seed serves every run, so that the difference is the number's and not luck's.
    """
    counted = plan.facts.counted
    ranges = {
        name: (value.low, value.high)
        for name, value in ((name, plan.values[name]) for name in plan.facts.assumed)
    }
    if counted:
        ranges.setdefault("inflow_spread", (counted.spread_low, counted.spread_high))
    swings = [
        _swing(plan, name, (low, high))
        for name, (low, high) in ranges.items()
        if low is not None and high is not None and low < high
    ]
    return sorted(swings, key=lambda swing: -swing.salary_width_dkk)


def most_telling(swings: Sequence[StaffSwing]) -> StaffSwing | None:
    """The number that moves the missing full-time equivalents the most; None when none does."""
    moving = [swing for swing in swings if swing.fte_width]
    return max(moving, key=lambda swing: swing.fte_width, default=None)


def hired_range(plan: StaffingPlan, swings: Sequence[StaffSwing]) -> tuple[float, float]:
    """The fewest and the most full-time equivalents to hire, as one number at a time moves."""
    ends = [need.hired_fte for swing in swings for need in (swing.low, swing.high)]
    return min([plan.chosen.fte, *ends]), max([plan.chosen.fte, *ends])


def _swing(plan: StaffingPlan, name: str, ends: tuple[float, float]) -> StaffSwing:
    value = plan.values[name]
    used = plan.facts.inflow_spread if name == "inflow_spread" else value.value
    low, high = (replace(plan, values=plan.values.with_changes(**{name: end})).need for end in ends)
    return StaffSwing(value, float(used), ends, low, high)  # type: ignore[arg-type]
