"""The stock under inflow: right in law, the same bits every time, and honest at the edges."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats
from scipy.integrate import quad

from fsmlib.models import stock as model
from fsmlib.models.blocks import BLOCK
from fsmlib.models.inflow import (
    most_cases,
    needed_room,
    risk_by_month,
    risk_in_any_month,
    simulate_stock,
)
from fsmlib.models.stock import (
    Stock,
    expected_cases,
    remaining_share,
    survival_to_month_ends,
)

STOCK = Stock(132, (5.5,) * 13, mean_duration=24, duration_shape=1.5)
PATHS = 20_000


@pytest.mark.parametrize("shape", [0.7, 1, 1.5, 3])
def test_the_closed_form_equals_the_integral_of_the_survival_function(shape: float) -> None:
    weibull = stats.weibull_min(shape, scale=24 / stats.weibull_min(shape).mean())
    for months in (0, 1, 12, 40):
        tail, _ = quad(weibull.sf, months, np.inf)
        assert remaining_share(np.array([months]), 24, shape)[0] == pytest.approx(tail / 24)
    for age, chance in enumerate(survival_to_month_ends(3, 24, shape)):
        assert chance == pytest.approx(quad(weibull.sf, age, age + 1)[0])


def test_inflow_in_balance_keeps_the_expected_number_of_cases() -> None:
    assert expected_cases(STOCK) == pytest.approx(np.full(13, 132))


def test_the_mean_of_the_paths_is_the_expected_path() -> None:
    stock = replace(STOCK, inflow=tuple(range(13)), inflow_spread=0.3)
    cases = simulate_stock((stock,), PATHS, seed=1)
    error = cases.std(axis=0) / np.sqrt(PATHS)
    assert np.all(np.abs(cases.mean(axis=0) - expected_cases(stock)) < 4 * error)


@pytest.mark.parametrize("month", [0, 6, 12])
def test_each_month_is_binomial_plus_poisson(month: int) -> None:
    cases = simulate_stock((STOCK,), PATHS, seed=2)[:, month]
    kept = remaining_share(np.array([month + 1.0]), 24, 1.5)[0]
    arrived = expected_cases(STOCK)[month] - 132 * kept
    support = np.arange(400)
    exact = np.convolve(stats.binom.pmf(support, 132, kept), stats.poisson.pmf(support, arrived))
    order = np.searchsorted(np.cumsum(exact), np.linspace(0.1, 0.9, 9))
    edges = [-1, *order, 800]
    counted = np.histogram(cases, np.array(edges) + 0.5)[0]
    shares = np.diff(np.concatenate([[0], np.cumsum(exact)[order], [1]]))
    assert stats.chisquare(counted, shares * PATHS).pvalue > 0.001


def test_the_path_maximum_agrees_with_following_every_case() -> None:
    stock = Stock(20, (2.0,) * 6, mean_duration=10, duration_shape=1)
    rng = np.random.default_rng(3)
    maxima = [followed(rng) for _ in range(4000)]
    ours = simulate_stock((stock,), PATHS, seed=4).max(axis=1)
    for room in (19, 21, 23):
        theirs, mine = np.mean(np.array(maxima) > room), np.mean(ours > room)
        error = np.sqrt(theirs * (1 - theirs) / 4000 + mine * (1 - mine) / PATHS)
        assert abs(theirs - mine) < 4 * error


def followed(rng: np.random.Generator) -> int:
    """The most cases at a month end, when 20 cases and every arrival are followed one by one."""
    came = np.concatenate([month + rng.random(rng.poisson(2.0)) for month in range(6)])
    begins = np.concatenate([np.zeros(20), came])
    ends = begins + rng.exponential(10, begins.size)
    return max(int(np.sum((begins <= t) & (ends > t))) for t in range(1, 7))


def test_the_same_seed_gives_the_same_bits_for_any_number_of_workers() -> None:
    stock = replace(STOCK, inflow_spread=0.2)
    paths = 2 * BLOCK + 17
    one = simulate_stock((stock,), paths, seed=5, workers=1)
    assert one.shape == (paths, 13)
    assert np.array_equal(one, simulate_stock((stock,), paths, seed=5, workers=3))
    assert not np.array_equal(one, simulate_stock((stock,), paths, seed=6))


def test_progress_hears_of_every_path() -> None:
    heard: list[int] = []
    simulate_stock((STOCK,), BLOCK + 5, seed=1, progress=heard.append)
    assert heard == [BLOCK, 5]
    assert simulate_stock((STOCK,), 0, seed=1).shape == (0, 13)


def test_without_inflow_cases_only_end_and_without_endings_they_only_come() -> None:
    only_ending = simulate_stock((replace(STOCK, inflow=(0.0,) * 13),), 500, seed=1)
    assert np.all(np.diff(only_ending, axis=1) <= 0) and np.all(only_ending >= 0)
    endless = simulate_stock((replace(STOCK, mean_duration=1e9),), 500, seed=1)
    assert np.all(np.diff(endless, axis=1) >= 0) and np.all(endless >= 132)


def test_an_uncertain_level_spreads_the_paths_and_not_their_mean() -> None:
    sure, unsure = (
        simulate_stock((replace(STOCK, inflow_spread=spread),), PATHS, seed=7)[:, -1]
        for spread in (0, 0.5)
    )
    assert unsure.std() > 1.5 * sure.std()
    assert abs(unsure.mean() - sure.mean()) < 0.01 * sure.mean()


def test_the_needed_room_keeps_the_risk_and_one_place_less_does_not() -> None:
    cases = most_cases(simulate_stock((STOCK,), PATHS, seed=8))
    for risk in (0.01, 0.05, 0.25):
        room = needed_room(cases, risk)
        assert risk_in_any_month(cases, room) <= risk < risk_in_any_month(cases, room - 1)
    assert needed_room(cases, 0.01) > needed_room(cases, 0.25)


def test_the_risk_in_any_month_is_at_least_that_of_the_worst_month() -> None:
    cases = simulate_stock((STOCK,), PATHS, seed=9)
    assert risk_in_any_month(most_cases(cases), 145) >= risk_by_month(cases, 145).max() > 0


def test_leavers_drawn_in_many_parts_are_the_same_in_law(monkeypatch: pytest.MonkeyPatch) -> None:
    stock = Stock(0, (3.0,) * 5, mean_duration=4, duration_shape=1.5, inflow_spread=0.2)
    monkeypatch.setattr(model, "AT_ONCE", 10_000)
    cases = simulate_stock((stock,), PATHS, seed=3)
    error = cases.std(axis=0) / np.sqrt(PATHS)
    assert np.all(np.abs(cases.mean(axis=0) - expected_cases(stock)) < 4 * error)
    assert cases.min() == 0
