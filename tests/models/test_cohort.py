"""FSM2 simulated: citizens do not get lost, places are kept, and the same seed gives the same."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fsmlib.models.blocks import BLOCK
from fsmlib.models.cohort import simulate_cohort
from fsmlib.models.plan import JobBroker, Plan, Stratum, opening_citizens
from fsmlib.models.states import (
    EFFORT_GROUP,
    STEPS,
    WORKING,
    Edge,
    Rates,
    State,
)
from fsmlib.models.transitions import FIRST_EDGE, draw_odds
from fsmlib.models.visitation import difference
from tests.models.towns import plan, rates

METHODS = ("counts", "citizens")


@pytest.mark.parametrize("method", METHODS)
def test_rates_of_zero_leave_everyone_untouched(method: str) -> None:
    town = plan(strata=(Stratum(opening_citizens(450)),), job_brokers=(JobBroker("alle", 20, 30),))
    found = simulate_cohort(town, Rates(()), 50, seed=1, method=method)
    assert np.all(found.touched == 0) and np.all(found.group == 450)
    assert np.all(found.visited == 450) and np.all(found.waiting == 0)
    assert found.states[-1, list(STEPS)] == pytest.approx([225, 135, 90], abs=10)


@pytest.mark.parametrize("method", METHODS)
def test_rates_of_one_touch_everyone(method: str) -> None:
    find = [Edge(step, State.PAID_HOURS, 1) for step in STEPS]
    find += [Edge(State.NOT_VISITED, State.NOT_VISITED_PAID_HOURS, 1)]
    town = plan(strata=(Stratum(opening_citizens(450)),), waves=(100,) * 5)
    found = simulate_cohort(town, Rates(tuple(find)), 50, seed=1, method=method)
    assert np.all(found.touched == 450) and np.all(found.group == 450)


@pytest.mark.parametrize("method", METHODS)
def test_a_short_job_touches_its_month_and_no_other(method: str) -> None:
    short = Rates((Edge(State.STEP_1, State.STEP_1, 1), Edge(State.STEP_2, State.STEP_3, 1)))
    town = plan(strata=(Stratum({State.STEP_1: 7, State.STEP_2: 5}),))
    found = simulate_cohort(town, short, 5, seed=1, method=method)
    assert np.all(found.touched == 7) and np.all(found.group == 12)


@pytest.mark.parametrize("method", METHODS)
def test_450_citizens_in_waves_of_100_stay_in_the_denominator_until_their_wave(method: str) -> None:
    """The example of the answer on waves: the result is measured on all 450 from the first day."""
    every_fourth = tuple(100 if month % 4 == 0 else 0 for month in range(24))
    town = Plan((Stratum(opening_citizens(450)),), months=24, waves=every_fourth)
    jobs = Rates(tuple(Edge(step, State.PAID_HOURS, 1) for step in STEPS))
    found = simulate_cohort(town, jobs, 20, seed=1, method=method)
    visited = np.minimum(100 * (np.arange(24) // 4 + 1), 450)
    assert np.array_equal(found.visited, np.tile(visited, (20, 1)))
    assert np.array_equal(found.waiting, 450 - found.visited)
    assert np.all(found.group == 450)
    assert np.array_equal(found.touched, found.visited)
    assert found.share[0, 0] == 100 / 450


def chances_of(draw: st.DrawFn) -> Rates:
    edges = []
    for origin in list(State)[:-1]:
        ends = draw(st.lists(st.sampled_from(State), max_size=4, unique=True))
        ends = [to for to in ends if not (origin in WORKING and to == origin)]
        edges += [Edge(origin, to, draw(st.sampled_from([0, 0.05, 0.25]))) for to in ends]
    return Rates(tuple(edges), draw(st.floats(0, 1)), shock_sd=draw(st.sampled_from([0, 0.4])))


@st.composite
def towns(draw: st.DrawFn) -> tuple[Plan, Rates]:
    strata = draw(
        st.lists(
            st.dictionaries(st.sampled_from(State), st.integers(0, 30)), min_size=1, max_size=3
        )
    )
    waves = draw(st.none() | st.lists(st.integers(0, 20), max_size=8).map(tuple))
    brokers = (JobBroker("A", draw(st.floats(0, 2)), 15, draw(st.integers(0, 4))),)
    town = Plan(tuple(Stratum(s) for s in strata), 6, brokers, waves, (0.2, 0.3, 0.5))
    return town, chances_of(draw)


@settings(max_examples=60, deadline=None)
@given(town=towns(), method=st.sampled_from(METHODS))
def test_no_citizen_is_lost_or_made(town: tuple[Plan, Rates], method: str) -> None:
    found = simulate_cohort(*town, replications=1, seed=1, method=method)
    everyone = town[0].opening.sum()
    assert np.all(found.states >= 0)
    assert np.array_equal(found.states.sum(axis=1), np.full(7, everyone))
    assert np.array_equal(found.group[0], found.states[1:, list(EFFORT_GROUP)].sum(axis=1))
    assert np.all((found.touched >= 0) & (found.touched <= found.group))
    assert np.all(np.diff(found.visited, axis=1) >= 0)


def test_places_are_filled_and_not_exceeded_by_visits() -> None:
    town = plan(200, strata=(Stratum(opening_citizens(200)),), months=6)
    found = simulate_cohort(
        town, Rates((Edge(State.STEP_1, State.SU_EDUCATION, 0.2),)), 100, seed=1
    )
    assert np.all(found.visited[:, 0] == town.places[0]) and town.places[0] == 80
    assert np.all(found.held <= 80)
    left = town.places[1:] - found.held[:, :-1]
    assert np.array_equal(np.diff(found.visited, axis=1), np.minimum(left, found.waiting[:, :-1]))
    assert found.caseload[0, -1] == found.held[0, -1] / 2


@pytest.mark.parametrize("method", METHODS)
def test_a_capacity_is_what_the_job_brokers_have_places_for_at_most(method: str) -> None:
    brokers = (JobBroker("alle", 1, 25),)
    town = plan(strata=(Stratum(opening_citizens(100)),), job_brokers=brokers, months=4)
    found = simulate_cohort(replace(town, capacity=10), Rates(()), 3, seed=1, method=method)
    assert found.visited[0].tolist() == [10, 20, 25, 25]


def test_job_brokers_who_come_later_visit_later() -> None:
    late = (JobBroker("A", 1, 10), JobBroker("B", 1.5, 10, from_month=3))
    town = plan(strata=(Stratum(opening_citizens(100)),), job_brokers=late, months=5)
    found = simulate_cohort(town, Rates(()), 3, seed=1)
    assert found.visited[0].tolist() == [10, 10, 10, 25, 25]
    assert town.fte.tolist() == [1, 1, 1, 2.5, 2.5]


@pytest.mark.parametrize("method", METHODS)
def test_groups_and_exemptions_open_both_ways(method: str) -> None:
    back = (Edge(State.GROUP_2, State.STEP_1, 1), Edge(State.EXEMPT, State.STEP_1, 1))
    town = plan(strata=(Stratum({State.GROUP_2: 4, State.EXEMPT: 3, State.FLEKSJOB: 2}),))
    assert np.all(simulate_cohort(town, Rates(back), 3, seed=1, method=method).group == 7)
    assert np.all(simulate_cohort(town, Rates(()), 3, seed=1, method=method).group == 0)
    assert np.all(np.isnan(simulate_cohort(town, Rates(()), 3, seed=1, method=method).share))


@pytest.mark.parametrize("method", METHODS)
def test_who_is_at_step_3_already_does_not_begin_anew(method: str) -> None:
    town = plan(
        strata=(Stratum({State.NOT_VISITED: 30, State.STEP_3: 10}),),
        start_shares=(0.0, 0.0, 1.0),
        waves=(30,),
    )
    jobs = Rates((Edge(State.STEP_3, State.PAID_HOURS, 1),))
    assert np.all(simulate_cohort(town, jobs, 5, seed=1, method=method).touched == 40)


@pytest.mark.parametrize("method", METHODS)
def test_the_same_seed_gives_the_same_bits_for_any_number_of_workers(method: str) -> None:
    small = plan(20, months=3)
    chances = rates(shock_sd=0.3, spread=0.3)
    one, two, three = (
        simulate_cohort(small, chances, 2 * BLOCK + 17, seed=5, workers=workers, method=method)
        for workers in (1, 2, 3)
    )
    for series in ("touched", "group", "visited", "waiting", "held", "states"):
        assert np.array_equal(getattr(one, series), getattr(two, series))
        assert np.array_equal(getattr(one, series), getattr(three, series))
    assert one.replications == 2 * BLOCK + 17
    assert not np.array_equal(
        one.touched, simulate_cohort(small, chances, 2 * BLOCK + 17, 6).touched
    )


def test_progress_hears_of_every_replication() -> None:
    heard: list[int] = []
    simulate_cohort(plan(20, months=2), rates(), BLOCK + 5, seed=1, progress=heard.append)
    assert heard == [BLOCK, 5]
    assert simulate_cohort(plan(20), rates(), 0, seed=1).touched.shape == (0, 12)


def test_a_later_end_adds_months_and_changes_none() -> None:
    chances = rates(shock_sd=0.3, spread=0.3)
    short, long = (simulate_cohort(plan(months=months), chances, 100, seed=1) for months in (8, 12))
    assert np.array_equal(short.touched, long.touched[:, :8])


def test_two_plans_with_one_seed_meet_the_same_months() -> None:
    chances = rates(shock_sd=0.5, spread=0.5)
    more = plan(2000, job_brokers=(JobBroker("A", 25, 40),))
    now = simulate_cohort(plan(2000), chances, 2000, seed=1).share[:, -1]
    same, other = (simulate_cohort(more, chances, 2000, seed=seed).share[:, -1] for seed in (1, 2))
    paired, apart = (difference(now, then, 0.9) for then in (same, other))
    assert paired.high - paired.low < 0.6 * (apart.high - apart.low)
    assert paired.standard_error < 0.6 * apart.standard_error


def test_common_luck_spreads_the_share_and_hardly_moves_its_mean() -> None:
    town = plan(3000)
    sure = simulate_cohort(town, rates(), 3000, seed=1).share[:, -1]
    for chances in (rates(shock_sd=0.4), rates(spread=0.4)):
        unsure = simulate_cohort(town, chances, 3000, seed=1).share[:, -1]
        assert unsure.std() > 1.3 * sure.std()
        assert abs(unsure.mean() - sure.mean()) < 0.04 * sure.mean()


def test_edges_of_one_cause_are_off_together_each_by_its_own_spread() -> None:
    doubtful = [(State.STEP_1, 0.0), (State.STEP_2, 0.3), (State.STEP_3, 0.6)]
    edges = (Edge(state, State.OUT, 0.5, spread, "exit") for state, spread in doubtful)
    odds = draw_odds(Rates((*edges, Edge(State.EXEMPT, State.OUT, 0.5, 0.6))), 5000, 1, rng())
    assert odds.by_edge is not None and odds.entry is None
    sure, small, large, other = np.log(odds.by_edge[:, FIRST_EDGE:]).T
    assert np.all(sure == 0)
    assert (large + 0.18) / 0.6 == pytest.approx((small + 0.045) / 0.3)
    assert abs(np.corrcoef(large, other)[0, 1]) < 0.06
    assert odds.by_edge.mean(axis=0) == pytest.approx(np.ones(6), abs=0.05)


def rng() -> np.random.Generator:
    return np.random.default_rng(1)


def test_shocks_and_spreads_leave_rates_of_zero_and_one_alone() -> None:
    sure = (Edge(State.STEP_1, State.PAID_HOURS, 1, spread=1), Edge(State.STEP_2, State.OUT, 0))
    town = plan(strata=(Stratum({State.STEP_1: 9, State.STEP_2: 3}, entry_odds=0.1),))
    found = simulate_cohort(town, Rates(sure, shock_sd=1), 200, seed=1)
    assert np.all(found.touched == 9) and np.all(found.group == 12)


@pytest.mark.parametrize(
    "edges",
    [
        (Edge(State.STEP_1, State.OUT, -0.1),),
        (Edge(State.STEP_1, State.OUT, 0.6), Edge(State.STEP_1, State.STEP_2, 0.5)),
        (Edge(State.PAID_HOURS, State.PAID_HOURS, 0.1),),
        (Edge(State.STEP_1, State.OUT, 0.1, spread=-1),),
    ],
)
def test_chances_that_are_none_are_refused(edges: tuple[Edge, ...]) -> None:
    with pytest.raises(ValueError, match=r"chances|short job|spread"):
        Rates(edges)


def test_plans_that_are_none_are_refused() -> None:
    for change in (
        {"months": 0},
        {"strata": ()},
        {"start_shares": (0.5, 0.4, 0.0)},
        {"waves": (10, -1)},
        {"strata": (Stratum({State.STEP_1: -1}),)},
        {"job_brokers": (JobBroker("A", -1, 30),)},
    ):
        with pytest.raises(ValueError, match=r"plan|shares|below"):
            replace(plan(), **change)
