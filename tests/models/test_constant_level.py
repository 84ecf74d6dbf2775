"""What luck alone gives at an unchanged level: exact, whatever the size of the municipality."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from scipy import stats

from fsmlib.models.constant_level import chance_at_constant_level, chance_when_measured_once


def counted_through(citizens: int, level: float, end: float, months: int, percent: int) -> float:
    """The same chance by every number of touched citizens, all of them carried from month on."""
    every = np.arange(citizens + 1)
    entry = end * level / (1 - level)
    after = np.array(
        [
            np.convolve(
                stats.binom.pmf(np.arange(touched + 1), touched, 1 - end),
                stats.binom.pmf(np.arange(citizens - touched + 1), citizens - touched, entry),
            )
            for touched in every
        ]
    )
    too_few = every * 100 < percent * citizens
    never = np.where(too_few, stats.binom.pmf(every, citizens, level), 0)
    for _ in range(months - 1):
        never = np.where(too_few, never @ after, 0)
    return float(1 - never.sum())


@given(
    citizens=some.integers(1, 60),
    level=some.integers(1, 50).map(lambda percent: percent / 100),
    end=some.integers(0, 50).map(lambda percent: percent / 100),
    months=some.integers(1, 12),
    percent=some.integers(0, 100),
)
def test_the_chance_is_that_of_counting_every_number_through(
    citizens: int, level: float, end: float, months: int, percent: int
) -> None:
    exact = counted_through(citizens, level, end, months, percent)
    ours = chance_at_constant_level(citizens, level, end, months, percent)
    assert ours == pytest.approx(exact, abs=1e-9)


def test_a_large_municipality_agrees_with_one_followed_from_month_to_month() -> None:
    citizens, level, end, months, paths = 9000, 0.148, 0.1, 26, 40_000
    rng, entry = np.random.default_rng(1), end * level / (1 - level)
    touched = rng.binomial(citizens, level, paths)
    reached = touched >= 1350
    for _ in range(months - 1):
        touched = rng.binomial(touched, 1 - end) + rng.binomial(citizens - touched, entry)
        reached |= touched >= 1350
    error = np.sqrt(reached.mean() * (1 - reached.mean()) / paths)
    ours = chance_at_constant_level(citizens, level, end, months, percent=15)
    assert abs(ours - reached.mean()) < 4 * error


def test_one_month_and_months_forgotten_at_once_are_citizens_measured_once() -> None:
    once = chance_when_measured_once(40, 0.12, 1, percent=15)
    assert chance_at_constant_level(40, 0.12, 0.3, 1, percent=15) == pytest.approx(once)
    anew = chance_when_measured_once(40, 0.12, 9, percent=15)
    assert chance_at_constant_level(40, 0.12, 1 - 0.12, 9, percent=15) == pytest.approx(anew)


def test_jobs_that_never_end_give_luck_a_single_try() -> None:
    once = chance_when_measured_once(200, 0.12, 1, percent=15)
    assert chance_at_constant_level(200, 0.12, 0.0, 24, percent=15) == pytest.approx(once)


def test_a_level_far_from_the_threshold_reaches_it_surely_or_never() -> None:
    assert chance_at_constant_level(2000, 0.05, 0.1, 24, percent=20) < 1e-9
    assert chance_at_constant_level(2000, 0.4, 0.1, 24, percent=20) == pytest.approx(1)


def test_a_level_that_such_endings_cannot_hold_is_refused() -> None:
    with pytest.raises(ValueError, match="end so often"):
        chance_at_constant_level(100, 0.9, 0.5, 12, percent=15)
