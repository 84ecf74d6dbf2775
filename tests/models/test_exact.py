"""Without luck: the expected path, and the exact chance of a month beside the simulation."""

from dataclasses import replace

import numpy as np
import pytest

from fsmlib.models import exact, visitation
from fsmlib.models.cohort import simulate_cohort
from fsmlib.models.exact import crowds, entries_by_month, mean_path
from fsmlib.models.plan import JobBroker, Plan, Stratum, opening_citizens
from fsmlib.models.states import EFFORT_GROUP, STEPS, Edge, Rates, State, work_edges
from tests.models.exact_chance import chance_by_month, grouped_of, touched_of
from tests.models.towns import plan, rates, two_kinds

REPLICATIONS = 20_000
ROOM = (JobBroker("plads til alle", 20, 40),)
PLANS = {
    "room for all": plan(200, job_brokers=ROOM),
    "waves": plan(200, job_brokers=(), waves=(40,) * 6),
    "strata with inflow": plan(200, strata=two_kinds(200), job_brokers=ROOM),
}


@pytest.mark.parametrize("name", PLANS)
def test_the_expected_path_is_the_mean_of_the_simulation(name: str) -> None:
    path, found = (
        mean_path(PLANS[name], rates()),
        simulate_cohort(PLANS[name], rates(), REPLICATIONS, 1),
    )
    for series in ("touched", "group", "visited", "held"):
        numbers = getattr(found, series)
        error = numbers.std(axis=0) / np.sqrt(REPLICATIONS)
        assert np.all(np.abs(numbers.mean(axis=0) - getattr(path, series)[0]) < 4.5 * error + 0.05)
    assert np.abs(path.states - found.states).max() < 0.25


@pytest.mark.parametrize("name", PLANS)
def test_the_exact_chance_of_a_month_is_that_of_the_simulation(name: str) -> None:
    found = simulate_cohort(PLANS[name], rates(), REPLICATIONS, seed=2)
    for percent in (15, 20, 30):
        difference = chance_by_month(PLANS[name], rates(), percent)
        difference -= visitation.chance_by_month(found, percent)
        assert np.abs(difference).max() < 4.5 * np.sqrt(0.25 / REPLICATIONS)


@pytest.mark.parametrize("percent", [15, 20, 50])
def test_the_chance_of_a_month_is_that_of_adding_citizens_one_by_one(percent: int) -> None:
    town = plan(40, job_brokers=ROOM, months=5)
    (crowd,) = crowds(town, rates())
    for month, chance in enumerate(chance_by_month(town, rates(), percent)):
        joint = np.ones((1, 1))  # chance by citizens touched and citizens idle
        for number, touched, grouped in zip(
            crowd.numbers, touched_of(crowd)[month], grouped_of(crowd)[month], strict=True
        ):
            for _ in range(int(number)):
                longer = np.zeros((joint.shape[0] + 1, joint.shape[1] + 1))
                longer[:-1, :-1] += joint * (1 - grouped)
                longer[1:, :-1] += joint * touched
                longer[:-1, 1:] += joint * (grouped - touched)
                joint = longer
        t, idle = np.indices(joint.shape)
        reached = (t + idle > 0) & (100 * t >= percent * (t + idle))
        assert chance == pytest.approx(joint[reached].sum(), abs=1e-9)


def test_a_group_that_may_be_empty_reaches_nothing_while_it_is() -> None:
    leave = Rates((Edge(State.PAID_HOURS, State.OUT, 0.5),))
    town = Plan((Stratum({State.PAID_HOURS: 2}),), months=2)
    assert chance_by_month(town, leave, 15) == pytest.approx([0.75, 1 - 0.75**2])


def test_sure_outcomes_are_sure() -> None:
    town = Plan((Stratum({State.STEP_1: 17, State.PAID_HOURS: 3}),), months=2)
    assert chance_by_month(town, Rates(()), 15) == pytest.approx([1, 1])
    assert chance_by_month(town, Rates(()), 16) == pytest.approx([0, 0])


def test_work_edges_give_exactly_the_chain_of_touched_months() -> None:
    entry, end, months = 0.1, 0.3, 8
    chain = Rates(work_edges(STEPS[:1], State.PAID_HOURS, STEPS[0], entry, end))
    (crowd,) = crowds(Plan((Stratum({STEPS[0]: 1}),), months), chain)
    one_month = np.array([[1 - entry, entry], [end, 1 - end]])
    touched = [np.linalg.matrix_power(one_month, month + 1)[0, 1] for month in range(months)]
    assert touched_of(crowd)[:, 0] == pytest.approx(touched)


def test_entries_are_those_of_everyone_who_can_enter() -> None:
    jobs = Rates((*work_edges(STEPS, State.PAID_HOURS, State.STEP_1, 0.2, 0.5),))
    town = Plan((Stratum({State.STEP_1: 30, State.PAID_HOURS: 10}),), months=3)
    first, *_ = entries_by_month(town, jobs)
    assert first == pytest.approx(30 * 0.2)
    half = replace(town, strata=(replace(town.strata[0], entry_odds=0.0),))
    assert entries_by_month(half, jobs) == pytest.approx([0, 0, 0])


def test_the_chance_of_a_visit_follows_the_waves() -> None:
    town = Plan((Stratum(opening_citizens(100)),), months=4, waves=(20, 20, 60))
    chances = exact._chances_of_a_visit(town, Rates(()))
    assert chances == pytest.approx([0.2, 0.25, 1, 0])
    assert mean_path(town, Rates(())).states[2, list(EFFORT_GROUP)].sum() == 100
