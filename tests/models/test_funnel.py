"""A funnel: equal groups lie outside as seldom as it says, and unequal ones are found."""

import numpy as np
import pytest
from scipy.stats import hypergeom

from fsmlib.models.funnel import LIMIT_TAILS, dispersion, limits, spread, spread_limits
from fsmlib.tables.municipalities import municipalities

SIZES = (municipalities()["population_2019q1"].to_numpy() * 0.009).astype(int)


def alarms(share: float, towns: int, seed: int, beyond: float = 0.0) -> np.ndarray:
    """Which of all municipalities lie outside, each row one drawing of them all."""
    rng, found = np.random.default_rng(seed), []
    for _ in range(towns):
        chances = np.clip(rng.normal(share, beyond, len(SIZES)), 0, 1)
        counts = rng.binomial(SIZES, chances)
        low, high = limits(SIZES, int(counts.sum()), int(SIZES.sum())).T
        found.append((counts / SIZES < low) | (counts / SIZES > high))
    return np.array(found)


@pytest.mark.parametrize("share", [0.05, 0.15, 0.5])
def test_four_to_six_of_a_hundred_equal_municipalities_lie_outside(share: float) -> None:
    """Source: the limits are to be at 95 per cent; 11,760 municipalities, error 0.2 points."""
    assert 0.04 <= alarms(share, 120, seed=1).mean() <= 0.06


def test_small_municipalities_lie_outside_no_oftener_than_large_ones() -> None:
    found = alarms(0.15, 200, seed=2)
    small, large = found[:, SIZES < 150].mean(), found[:, SIZES > 600].mean()
    assert 0.03 <= small <= 0.065 and 0.04 <= large <= 0.065


def test_the_limits_are_those_of_every_way_to_draw_the_counted() -> None:
    """Source: the hypergeometric law of scipy, looked at count by count."""
    for size, counted, people in ((1, 1, 9), (7, 12, 40), (40, 12, 40), (25, 30, 40), (30, 0, 40)):
        counts = np.arange(max(0, size - (people - counted)), min(size, counted) + 1)
        law = hypergeom(people, counted, size)
        middle = law.cdf(counts) - law.pmf(counts) / 2
        low, high = limits([size], counted, people)[0]
        is_outside = (counts / size < low - 1e-12) | (counts / size > high + 1e-12)
        assert (is_outside == ((middle < LIMIT_TAILS[0]) | (middle > LIMIT_TAILS[1]))).all()


def test_a_funnel_narrows_as_the_groups_grow_and_closes_at_all_of_them() -> None:
    low, high = limits([10, 100, 1000, 9999, 10_000], 1500, 10_000).T
    assert (np.diff(high - low) < 0).all() and low[-1] == high[-1] == 0.15
    assert (low <= 0.15 + 1e-12).all() and (high >= 0.15 - 1e-12).all()


def test_a_group_larger_than_all_is_refused() -> None:
    for size in (0, 11):
        with pytest.raises(ValueError, match="at least one"):
            limits([size], 3, 10)


def test_variation_beyond_luck_is_found_and_measured() -> None:
    rng = np.random.default_rng(3)
    equal = rng.binomial(SIZES, 0.12)
    unequal = rng.binomial(SIZES, np.clip(rng.normal(0.12, 0.04, len(SIZES)), 0, 1))
    assert 0.7 < dispersion(equal, SIZES) < 1.3 < 3 < dispersion(unequal, SIZES)
    assert spread(equal, SIZES) < 0.01 and 0.03 < spread(unequal, SIZES) < 0.05


def test_without_variation_beyond_luck_the_wider_limits_are_those_of_luck_in_large_groups() -> None:
    wide = spread_limits([2000], 0.15, beyond_luck=0)
    assert np.allclose(wide, limits([2000], 15_000_00, 100_000_00), atol=5e-4)
    assert spread_limits([2000], 0.15, 0.02)[0] - wide[0] == pytest.approx([-0.0264, 0.0264], 0.1)


def test_nobody_counted_varies_by_nothing() -> None:
    assert np.isnan(dispersion([0, 0], [5, 9])) and spread([0, 0], [5, 9]) == 0
    assert np.isnan(dispersion([1], [5])) and spread([1], [5]) == 0
