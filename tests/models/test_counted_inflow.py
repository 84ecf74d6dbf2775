"""What counted months tell of the inflow: right in the long run, and never surer than luck."""

import numpy as np
import pytest

from fsmlib.models.counted_inflow import counted_inflow


def test_the_interval_holds_the_level_nine_times_in_ten() -> None:
    rng = np.random.default_rng(1)
    found = [counted_inflow(rng.poisson(5.5, 12), 13) for _ in range(2000)]
    held = np.mean([each.low <= 5.5 <= each.high for each in found])
    assert 0.88 < held < 0.96  # a dispersion below luck is not believed, so it is a little wide


def test_months_that_differ_by_more_than_luck_are_less_sure() -> None:
    calm, wild = counted_inflow([5, 6] * 6, 13), counted_inflow([0, 11] * 6, 13)
    assert calm.per_month == wild.per_month == 5.5
    assert wild.spread > calm.spread == pytest.approx(66**-0.5)
    assert wild.high - wild.low > calm.high - calm.low
    assert calm.spread_low <= calm.spread <= calm.spread_high


def test_the_spread_foretells_the_mean_of_the_months_to_come() -> None:
    """Months whose rate varies by 40 %: the mean of 13 to come lies about it as the spread says."""
    rng = np.random.default_rng(2)
    away, spreads = [], []
    for _ in range(3000):
        rates = 30 * rng.gamma(1 / 0.16, 0.16, size=25)
        counts = rng.poisson(rates)
        counted = counted_inflow(counts[:12], 13)
        away.append((rates[12:].mean() - counted.per_month) / 30)
        spreads.append(counted.spread)
    assert np.std(away) == pytest.approx(np.mean(spreads), rel=0.1)


def test_a_year_without_a_case_does_not_say_that_none_will_come() -> None:
    counted = counted_inflow([0] * 12, 13)
    assert counted.per_month == 0 and counted.high > 0 and np.isfinite(counted.spread)
