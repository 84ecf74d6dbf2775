"""What luck alone gives (FSM2): the best of some months when nothing but luck varies.  Exact."""

import numpy as np
import scipy
from numpy.typing import NDArray

from fsmlib.programme.values import PERCENT

REACH = 10, 20  # standard deviations, and citizens besides: what lies farther off never happens


def chance_when_measured_once(citizens: int, level: float, months: int, percent: int) -> float:
    """The chance that the best of some months reaches a threshold, each month with citizens anew.

    Nothing but luck varies: every citizen is touched with the chance `level`.

    >>> round(chance_when_measured_once(2, 0.5, 1, percent=75), 3)
    0.25
    """
    too_few = _most_too_few(citizens, percent)
    never = scipy.special.bdtr(too_few, citizens, level) ** months if too_few >= 0 else 0
    return float(1 - never)


def chance_at_constant_level(
    citizens: int, level: float, end: float, months: int, percent: int
) -> float:
    """The chance that the best of some months reaches a threshold when the citizens stay the same.

    Every citizen is touched with the chance `level` in every month, and of those touched `end` are
    not in the next: a long job makes the months alike, a short one gives luck more tries.  So a
    municipality below a threshold may reach it, the more so the smaller and the longer it is.

    The number touched is a Markov chain, of which only what has not reached the threshold is
    carried on.  ValueError for a level, above 0 and below 1, that such endings cannot hold.

    >>> round(chance_at_constant_level(300, 0.13, 0.5, 24, percent=13), 3)
    1.0
    """
    entry = end * level / (1 - level)
    if entry > 1:
        raise ValueError(f"no months touched end so often ({end}) at a level of {level}")
    mean, variance = citizens * level, citizens * level * (1 - level)
    reach = int(REACH[0] * np.sqrt(variance)) + REACH[1]
    low = max(0, int(mean) - reach)
    high = min(_most_too_few(citizens, percent), int(mean) + reach)
    touched = np.arange(low, high + 1)
    size = min(citizens, 4 * reach) + 1  # whatever comes after the numbers touched has its place

    def numbers(before: NDArray[np.int64], stay: float, come: float) -> NDArray[np.float64]:
        """The chance of each number of `touched` (columns) after each number before (rows)."""
        wave = np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size)
        parts = (1 - stay + stay * wave), (1 - come + come * wave)
        waves = parts[0] ** before[:, np.newaxis] * parts[1] ** (citizens - before[:, np.newaxis])
        return np.asarray(np.fft.irfft(waves, size)[:, touched % size])

    (never,) = numbers(np.array([0]), 0.0, level)
    after = numbers(touched, 1 - end, entry)
    for _ in range(months - 1):
        never = never @ after
    return max(0.0, 1 - float(never.sum()))


def _most_too_few(citizens: int, percent: int) -> int:
    """The most citizens touched that do not reach a threshold."""
    return -(-citizens * percent // PERCENT) - 1
