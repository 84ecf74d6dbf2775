"""What it would take: the least that is enough, and plainly so when nothing is."""

from dataclasses import replace

import pytest

from fsmlib.models.cohort import simulate
from fsmlib.models.exact import entries_by_month
from fsmlib.models.needs import (
    FTE_STEP,
    Wish,
    earlier_start_needed,
    entries_needed,
    fte_to_visit_all,
    job_brokers_needed,
    least,
    starting_earlier,
    with_entries,
    with_fte,
)
from fsmlib.models.plan import JobBroker
from fsmlib.models.visitation import all_visited_by, chance_in_some_month
from tests.models.towns import plan, rates

TOWN = plan(200)
RATES = rates(shock_sd=0.2)
WISH = Wish(percent=25, chance=0.9)


def simulated(town: object, percent: int = 25) -> float:
    return chance_in_some_month(simulate(town, RATES, 4000, seed=9), percent).value


def test_the_entries_needed_are_enough_and_one_less_is_not() -> None:
    need = entries_needed(TOWN, RATES, WISH, most=60, seed=1)
    assert need.amount is not None
    assert simulated(with_entries(TOWN, RATES, need.amount)) > 0.86
    assert simulated(with_entries(TOWN, RATES, need.amount - 1)) < 0.94
    assert need.sentence("indgange") == f"kan nås med {need.amount:g} indgange"


def test_entries_are_set_to_the_number_wished_for() -> None:
    for number in (2, 10):
        town = with_entries(TOWN, RATES, number)
        assert entries_by_month(town, RATES).mean() == pytest.approx(number, abs=0.02)
    most = with_entries(TOWN, RATES, 10_000)
    assert entries_by_month(most, RATES).mean() < 200


def test_what_cannot_be_reached_is_said_plainly() -> None:
    need = job_brokers_needed(TOWN, RATES, Wish(percent=90, chance=0.9), most=12, seed=1)
    assert need.amount is None and need.chance < 0.9
    assert need.sentence("årsværk") == "kan ikke nås med højst 12 årsværk"


def test_the_job_brokers_needed_are_enough_and_fewer_are_not() -> None:
    wish = Wish(percent=22, chance=0.8)
    need = job_brokers_needed(TOWN, RATES, wish, most=8, seed=1)
    assert need.amount is not None and 0 < need.amount < 8
    assert wish.of(with_fte(TOWN, need.amount), RATES, 1) == need.chance >= 0.8
    assert wish.of(with_fte(TOWN, need.amount - FTE_STEP), RATES, 1) < 0.8


def test_everyone_is_visited_in_time_with_the_job_brokers_needed() -> None:
    need = fte_to_visit_all(TOWN, rates(), month=2, wanted=0.9, most=10, seed=1)
    assert need.amount is not None
    found = simulate(with_fte(TOWN, need.amount), rates(), 2000, seed=2)
    assert (all_visited_by(found) <= 2).mean() > 0.5
    fewer = simulate(with_fte(TOWN, need.amount - 2 * FTE_STEP), rates(), 2000, seed=2)
    assert (all_visited_by(fewer) <= 2).mean() < 0.5


def test_an_earlier_start_reaches_back_to_the_first_month_only() -> None:
    late = replace(TOWN, job_brokers=(JobBroker("A", 3, 40, from_month=9),))
    need = earlier_start_needed(late, RATES, Wish(percent=20, chance=0.85), seed=1)
    assert need.amount is not None and 0 < need.amount <= 9
    waves = replace(TOWN, waves=(0, 0, 0, 50, 50))
    assert starting_earlier(waves, 2).waves == (0, 50, 50)
    assert earlier_start_needed(TOWN, RATES, Wish(90, 0.9), seed=1).sentence("måneder") == (
        "kan ikke nås med højst 0 måneder"
    )


def test_waves_give_way_to_places_when_job_brokers_are_sought() -> None:
    town = with_fte(replace(TOWN, waves=(10,)), 4)
    assert town.waves is None and town.places[0] == 160


def test_without_job_brokers_nobody_knows_how_many_more_would_hold() -> None:
    nobody = replace(TOWN, job_brokers=(), waves=(50,))
    assert with_fte(nobody, 0).job_brokers == () and with_fte(TOWN, 0).places.tolist() == [0] * 12
    with pytest.raises(ValueError, match="without job brokers"):
        job_brokers_needed(nobody, RATES, WISH, most=5, seed=1)


def test_zero_can_be_enough() -> None:
    assert least(lambda amount: 1.0, wanted=0.9, most=5, step=1).amount == 0
