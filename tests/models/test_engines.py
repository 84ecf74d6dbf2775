"""FSM2 simulated by counts and citizen by citizen: two engines with one law."""

import numpy as np
import pytest
from scipy import stats

from fsmlib.models.cohort import Cohort, simulate_cohort
from fsmlib.models.visitation import chance_in_some_month
from tests.models.towns import plan, rates, two_kinds

REPLICATIONS = 6000
PLANS = {
    "places": (plan(), rates()),
    "waves": (plan(waves=(20, 0, 0, 20, 20)), rates()),
    "common luck": (plan(), rates(shock_sd=0.5, spread=0.5)),
    "strata with inflow": (plan(strata=two_kinds()), rates(shock_sd=0.3, spread=0.3)),
}


@pytest.fixture(scope="module")
def pairs() -> dict[str, tuple[Cohort, Cohort]]:
    """Every plan by counts and citizen by citizen, with independent luck."""
    return {
        name: (
            simulate_cohort(*setting, REPLICATIONS, seed=1, method="counts"),
            simulate_cohort(*setting, REPLICATIONS, seed=2, method="citizens"),
        )
        for name, setting in PLANS.items()
    }


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("series", ["touched", "group", "visited", "held"])
def test_counts_and_citizens_have_one_law(
    name: str, series: str, pairs: dict[str, tuple[Cohort, Cohort]]
) -> None:
    for month in (0, 5, 11):
        ours, theirs = (getattr(cohort, series)[:, month] for cohort in pairs[name])
        edges = np.unique(np.quantile(np.concatenate([ours, theirs]), np.linspace(0, 1, 9)))
        edges = np.append(edges[:-1], np.inf)
        table = np.array([np.histogram(each, edges)[0] for each in (ours, theirs)])
        if table.shape[1] > 1:
            assert stats.chi2_contingency(table).pvalue > 1e-4, (month, table)


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("percent", [25, 32, 40])
def test_both_engines_reach_a_month_equally_often(
    name: str, percent: int, pairs: dict[str, tuple[Cohort, Cohort]]
) -> None:
    ours, theirs = (chance_in_some_month(cohort, percent) for cohort in pairs[name])
    error = np.hypot(ours.standard_error, theirs.standard_error)
    assert abs(ours.value - theirs.value) <= 4 * error


@pytest.mark.parametrize("name", PLANS)
def test_both_engines_have_the_same_mean_number_in_every_state(
    name: str, pairs: dict[str, tuple[Cohort, Cohort]]
) -> None:
    ours, theirs = (cohort.states for cohort in pairs[name])
    assert np.abs(ours - theirs).max() < 4 * np.sqrt(2 * 60 / REPLICATIONS)


def test_auto_takes_the_cheaper_engine() -> None:
    for citizens, cheaper in ((4, "citizens"), (40, "counts")):
        auto, chosen = (
            simulate_cohort(plan(citizens), rates(), 50, seed=1, method=m)
            for m in ("auto", cheaper)
        )
        assert np.array_equal(auto.touched, chosen.touched)
