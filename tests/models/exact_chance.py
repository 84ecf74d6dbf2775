"""The chance of a month to the last digit, to hold the simulation against.

What a month's citizens add up to has a known characteristic function, and a Fourier transform
gives its distribution.
"""

from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fsmlib.models.exact import Array, Crowd, crowds
from fsmlib.models.plan import Plan
from fsmlib.models.states import Rates

WINDOW = 20  # standard deviations; what lies outside has a chance below the last digit


def touched_of(crowd: Crowd) -> Array:
    """The chance to be touched and in the group, shape (months, classes)."""
    months = zip(crowd.before, crowd.kernels, strict=True)
    return np.array([before @ kernel.touched.sum(axis=1) for before, kernel in months])


def grouped_of(crowd: Crowd) -> Array:
    """The chance to be in the group at the month's end, shape (months, classes)."""
    months = zip(crowd.before, crowd.kernels, strict=True)
    return np.array([before @ kernel.grouped.sum(axis=1) for before, kernel in months])


def chance_by_month(plan: Plan, rates: Rates, percent: int) -> Array:
    """The chance that the share is at least `percent` in each month, shape (months,).

    A citizen touched adds b - a, one of the group who is not adds -a, where a/b is the threshold;
    the share has reached it when the sum is at least 0 and the group is not empty.
    """
    threshold = Fraction(percent, 100)
    values = threshold.denominator - threshold.numerator, -threshold.numerator
    people = crowds(plan, rates)
    numbers = np.concatenate([crowd.numbers for crowd in people])
    is_inflow = np.concatenate([crowd.is_inflow for crowd in people])
    touched = np.concatenate([touched_of(crowd) for crowd in people], axis=1)
    idle = np.concatenate([grouped_of(crowd) for crowd in people], axis=1) - touched
    return np.array(
        [
            _chance_of_0_or_more(numbers, is_inflow, *chances, *values)
            for chances in zip(touched, idle, strict=True)
        ]
    )


def _chance_of_0_or_more(
    numbers: Array, is_inflow: NDArray[np.bool_], touched: Array, idle: Array, up: int, down: int
) -> float:
    """The chance that touched citizens, `up` each, and idle ones, `down` each, make at least 0.

    The distribution is found modulo a window about the mean that holds all of it.
    """
    mean = numbers @ (up * touched + down * idle)
    deviation = np.sqrt(numbers @ (up**2 * touched + down**2 * idle))
    size = 2 ** int(np.ceil(np.log2(WINDOW * (deviation + up))))
    turns = 2 * np.pi * np.arange(size // 2 + 1) / size

    steps = np.outer(np.exp(1j * up * turns) - 1, touched)
    steps += np.outer(np.exp(1j * down * turns) - 1, idle)
    chances = np.fft.irfft(_of_all(steps, numbers, is_inflow).conj(), size)
    sums = int(mean) - size // 2 + np.arange(size)
    empty = _of_all(-touched - idle, numbers, is_inflow)
    return float(np.clip(chances[sums[sums >= 0] % size].sum() - empty, 0, 1))


def _of_all(steps: Any, numbers: Array, is_inflow: NDArray[np.bool_]) -> Any:
    """The transform of everybody's sum from that of one citizen less 1 (..., classes)."""
    each = np.where(is_inflow, np.exp(numbers * steps), (1 + steps) ** numbers)
    return each.prod(axis=-1)
