"""What it would take: the least that is enough, and plainly so when nothing is."""

from dataclasses import replace

import pytest

from fsmlib.models.exact import entries_by_month
from fsmlib.models.needs import (
    HALF_POST,
    Goal,
    chance_all_visited,
    earlier_start_needed,
    entries_needed,
    job_brokers_needed,
    least,
    reaching,
    starting_earlier,
    with_entries,
    with_fte,
)
from fsmlib.models.plan import JobBroker
from tests.models.towns import plan, rates

TOWN = plan(200)
RATES = rates(shock_sd=0.2)


def goal(percent: int, wanted: float) -> Goal:
    return Goal(reaching(percent), wanted, RATES, replications=2000, seed=1)


def test_the_entries_needed_are_enough_and_one_less_is_not() -> None:
    wish = goal(25, 0.9)
    need = entries_needed(wish, TOWN, most=60)
    assert need.amount is not None
    assert wish.chance(with_entries(TOWN, RATES, need.amount)) == need.chance >= 0.9
    assert wish.chance(with_entries(TOWN, RATES, need.amount - 1)) < 0.9


def test_entries_are_set_to_the_number_wished_for() -> None:
    for number in (2, 10):
        town = with_entries(TOWN, RATES, number)
        assert entries_by_month(town, RATES).mean() == pytest.approx(number, abs=0.02)
    most = with_entries(TOWN, RATES, 10_000)
    assert entries_by_month(most, RATES).mean() < 200


def test_what_cannot_be_reached_has_no_amount() -> None:
    need = job_brokers_needed(goal(90, 0.9), TOWN, most=12)
    assert need.amount is None and need.most == 12 and need.chance < 0.9


def test_the_job_brokers_needed_are_enough_and_fewer_are_not() -> None:
    few = with_fte(TOWN, 1)
    wish = goal(22, 0.8)
    need = job_brokers_needed(wish, few, most=8)
    assert need.amount is not None and 1 < need.amount < 8
    assert wish.chance(with_fte(few, need.amount)) == need.chance >= 0.8
    assert wish.chance(with_fte(few, need.amount - HALF_POST)) < 0.8


def test_visiting_at_once_with_the_job_brokers_of_the_plan_comes_first() -> None:
    waiting = replace(TOWN, waves=(0, 0, 0, 0, 0, 0, 200))
    own = float(waiting.fte.max())
    need = job_brokers_needed(goal(10, 0.5), waiting, most=3 * own)
    assert need.amount == own


def test_everyone_is_visited_in_time_with_the_job_brokers_needed() -> None:
    wish = Goal(chance_all_visited(2), 0.9, rates(), 2000, seed=1)
    few = with_fte(TOWN, 1)
    need = job_brokers_needed(wish, few, most=10)
    assert need.amount is not None
    assert wish.chance(with_fte(few, need.amount)) >= 0.9
    assert wish.chance(with_fte(few, need.amount - HALF_POST)) < 0.9


def test_an_earlier_start_reaches_back_to_the_first_month_only() -> None:
    late = replace(TOWN, job_brokers=(JobBroker("A", 3, 40, from_month=9),))
    need = earlier_start_needed(goal(20, 0.8), late)
    assert need.amount is not None and 0 < need.amount <= 9
    waves = replace(TOWN, waves=(0, 0, 0, 50, 50))
    assert starting_earlier(waves, 2).waves == (0, 50, 50)
    with pytest.raises(ValueError, match="first month"):
        earlier_start_needed(goal(90, 0.9), TOWN)


def test_waves_give_way_to_places_when_job_brokers_are_sought() -> None:
    town = with_fte(replace(TOWN, waves=(10,)), 4)
    assert town.waves is None and town.places[0] == 160


def test_without_job_brokers_nobody_knows_how_many_more_would_hold() -> None:
    nobody = replace(TOWN, job_brokers=(), waves=(50,))
    assert with_fte(nobody, 0).job_brokers == () and with_fte(TOWN, 0).places.tolist() == [0] * 12
    with pytest.raises(ValueError, match="without job brokers"):
        with_fte(nobody, 5)


def test_all_paths_have_the_last_word_where_few_are_in_doubt(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wish = Goal(lambda _: 0.0, 0.5, RATES, 2000, seed=1)
    chances = {fte: fte / 10 for fte in range(1, 11)}
    monkeypatch.setattr(Goal, "chance", lambda _, town: chances[round(town.fte.max())])
    for doubt in (0, 1, 3, 10):
        few = {fte: None if abs(fte - 5) < doubt else fte >= 5 for fte in chances}
        monkeypatch.setattr(Goal, "is_likely", lambda _, town, at=few: at[round(town.fte.max())])
        for last in (5, 7, 10):
            need = least(wish, lambda fte: with_fte(TOWN, fte), range(1, last + 1))
            assert (need.amount, need.chance) == (5, 0.5)
        assert least(wish, lambda fte: with_fte(TOWN, fte), range(1, 5)).amount is None


@pytest.mark.parametrize(
    ("chance", "told"), [(0.0, False), (0.77, None), (0.8, None), (0.83, None), (0.9, True)]
)
def test_few_paths_tell_nothing_near_the_chance_that_is_wanted(
    chance: float, told: bool | None
) -> None:
    assert Goal(lambda _: chance, 0.8, RATES, 2000, seed=1).is_likely(TOWN) is told


def test_months_after_those_that_matter_change_no_chance() -> None:
    all_of_them = Goal(chance_all_visited(2), 0.9, RATES, 2000, seed=1)
    first = replace(all_of_them, months=3)
    for fte in (1, 2, 3):
        town = with_fte(TOWN, fte)
        assert first.chance(town) == all_of_them.chance(town)
