"""The questions of FSM2, asked of cohorts one can count on the fingers."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from fsmlib.models.cohort import Cohort, simulate_cohort
from fsmlib.models.plan import JobBroker, Plan, Stratum, opening_citizens
from fsmlib.models.states import STEPS, Rates, State, work_edges
from fsmlib.models.visitation import (
    all_visited_by,
    chance_by_month,
    chance_in_some_month,
    chance_of_all_visited,
    chance_of_level,
    difference,
    first_month,
    interval,
    level,
    limit_of_visits,
    payouts,
    shares,
    waiting_at_end,
)
from fsmlib.programme.parameters import load
from fsmlib.rules.monitoring import best_month
from fsmlib.rules.payout import paid_percent, payout
from tests.models.towns import plan, rates

FSM2 = load("fsm2", on="2019-11-01")


def cohort(touched: Any, group: Any, waiting: Any = None) -> Cohort:
    touched, group = np.array(touched), np.broadcast_to(group, np.shape(touched))
    waiting = np.zeros_like(touched) if waiting is None else np.array(waiting)
    months = touched.shape[1]
    town = Plan((Stratum({}),), months)
    return Cohort(town, touched, group, touched, waiting, touched, np.zeros((months + 1, 1)))


THREE = cohort([[14, 15, 20], [14, 14, 14], [0, 16, 19]], 100)


def test_a_threshold_is_reached_at_it_and_not_below() -> None:
    assert chance_by_month(THREE, 15) == pytest.approx([0, 2 / 3, 2 / 3])
    assert chance_in_some_month(THREE, 15).value == pytest.approx(2 / 3)
    assert chance_in_some_month(THREE, 20).value == pytest.approx(1 / 3)
    assert chance_in_some_month(THREE, 20).standard_error == pytest.approx(np.sqrt(2 / 27))


def test_the_first_month_and_never_add_up_to_one() -> None:
    assert first_month(THREE, 15) == pytest.approx([0, 2 / 3, 0, 1 / 3])
    assert first_month(THREE, 20) == pytest.approx([0, 0, 1 / 3, 2 / 3])


def test_the_level_is_all_months_together() -> None:
    assert level(THREE) == pytest.approx([49 / 300, 42 / 300, 35 / 300])
    assert chance_of_level(THREE, 15).value == pytest.approx(1 / 3)


def test_an_empty_group_is_no_measurement() -> None:
    empty = cohort([[0, 0]], 0)
    assert chance_in_some_month(empty, 15).value == 0
    assert np.isnan(level(empty)).all() and np.isnan(empty.share).all()
    assert payouts(empty, 1_000_000, FSM2).tolist() == [500_000]


def test_the_best_month_beats_the_level() -> None:
    """A level of 13 per cent reaches 15 in the best of 24 months when jobs come and go."""
    entry, end = 0.0448, 0.3  # 13 per cent touched in the long run
    in_work = 0.13 * (1 - end / (1 - entry))  # at a month's end: who has not lost the job in it
    everyone = Stratum(opening_citizens(450, 450, in_work_share=in_work))
    town = Plan((everyone,), months=24, waves=())
    chances = Rates(work_edges(STEPS[:1], State.PAID_HOURS, STEPS[0], entry, end))
    found = simulate_cohort(town, chances, 4000, seed=1)
    assert level(found).mean() == pytest.approx(0.13, abs=0.002)
    assert chance_of_level(found, 15).value < 0.05
    assert chance_in_some_month(found, 15).value > 0.6


def test_payouts_are_those_of_the_rules_month_by_month() -> None:
    found = simulate_cohort(plan(100), rates(), 200, seed=1)
    by_rule = []
    for touched, group in zip(found.touched, found.group, strict=True):
        best = best_month(pd.DataFrame({"touched": touched, "effort_group": group}))
        assert best is not None
        percent = paid_percent(int(touched[best]), int(group[best]), FSM2)
        by_rule.append(payout(1_234_567, percent, None, FSM2).total_dkk)
    assert payouts(found, 1_234_567, FSM2).tolist() == by_rule


def test_other_thresholds_pay_at_other_thresholds() -> None:
    steps = [
        {"reached_percent": 10, "paid_percent": 70},
        {"reached_percent": 16, "paid_percent": 80},
    ]
    other = FSM2.with_changes(payout_steps=steps)
    assert payouts(THREE, 1000, other).tolist() == [800, 700, 800]


def test_the_interval_of_a_payout_is_something_that_is_paid() -> None:
    found = interval(payouts(THREE, 1000, FSM2), coverage=0.9)
    assert (found.low, found.high) == (500, 1000)
    assert found.mean == pytest.approx(2400 / 3)
    assert found.standard_error == pytest.approx(np.std([1000, 500, 900], ddof=1) / np.sqrt(3))


def test_everyone_is_visited_when_nobody_waits() -> None:
    found = cohort(np.zeros((3, 3)), 10, waiting=[[5, 0, 1], [0, 0, 0], [3, 2, 1]])
    assert all_visited_by(found).tolist() == [1, 0, 3]
    assert chance_of_all_visited(found) == pytest.approx(2 / 3)
    assert waiting_at_end(found) == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("limit", "places", "told"),
    [
        ("waves", 30, {"waves": (4, 4)}),
        ("waves_and_places", 8, {"waves": (4, 4)}),
        ("a_month", 30, {"capacity": 4}),
        ("places", 5, {"capacity": 4}),
        ("places", 5, {}),
    ],
)
def test_what_keeps_more_from_being_visited_is_named(
    limit: str, places: int, told: dict[str, Any]
) -> None:
    brokers = (JobBroker("r", 1, places),)
    town = Plan((Stratum({State.NOT_VISITED: 20}),), 2, job_brokers=brokers, **told)
    found = simulate_cohort(town, Rates(()), 5, seed=1)
    assert (found.waiting[:, -1] > 0).all()
    assert limit_of_visits(found) == limit


def test_shares_by_month() -> None:
    assert shares(THREE, [0, 0.5, 1])[1] == pytest.approx([0.14, 0.15, 0.19])


def test_the_difference_is_taken_replication_by_replication() -> None:
    found = difference(np.array([1, 2, 3]), np.array([3, 4, 5]), 0.9)
    assert (found.mean, found.standard_error, found.low, found.high) == (2, 0, 2, 2)
