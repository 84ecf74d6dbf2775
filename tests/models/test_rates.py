"""The edges of the simulation rest on the assumptions: each moves what it should and no more."""

import pytest

from fsmlib.models.estimates import Counted
from fsmlib.models.rates import AT_START, CHANCES, LIFTS, Chances, rates_of
from fsmlib.models.states import STEPS, State
from fsmlib.programme.parameters import load

FSM2 = load("fsm2", "2019-11-01")


def entry(state: State, chances: Chances) -> float:
    return sum(edge.chance for edge in rates_of(chances).out_of(state) if edge.is_entry)


def test_the_lift_multiplies_the_chance_of_work_at_its_step() -> None:
    education = FSM2.education_entry_per_month
    assert entry(State.NOT_VISITED, Chances(FSM2)) == pytest.approx(FSM2.job_entry_per_month)
    for step, lift in zip(STEPS, LIFTS, strict=True):
        expected = FSM2.job_entry_per_month * getattr(FSM2, lift) + education
        assert entry(step, Chances(FSM2)) == pytest.approx(expected)


@pytest.mark.parametrize("name", [name for name in CHANCES if name != "to_group_2_share"])
def test_every_chance_moves_some_edge(name: str) -> None:
    changed = FSM2.with_changes(**{name: FSM2[name].high})
    before, after = rates_of(Chances(FSM2)), rates_of(Chances(changed))
    assert [e.chance for e in before.edges] != [e.chance for e in after.edges]


def test_high_ends_of_every_chance_together_are_still_chances() -> None:
    rates_of(Chances(FSM2.with_changes(**{name: FSM2[name].high for name in CHANCES})))
    rates_of(Chances(FSM2.with_changes(**{name: FSM2[name].low for name in CHANCES})))


def test_zero_chances_leave_everyone_where_they_are() -> None:
    still = rates_of(Chances(FSM2.with_changes(**dict.fromkeys(CHANCES, 0))))
    assert all(edge.chance == 0 for edge in still.edges) and still.to_group_2 == 0


def test_an_own_chance_is_less_unsure_than_a_guess_and_a_user_s_value_comes_first() -> None:
    name, own = "job_entry_per_month", {"job_entry_per_month": Counted(200, 10_000)}
    assert Chances(FSM2, own)[name] == pytest.approx(0.02, rel=0.01)
    assert Chances(FSM2, own).spread(name) < Chances(FSM2).spread(name) == FSM2.rate_spread
    asked = FSM2.with_changes(job_entry_per_month=0.01)
    assert Chances(asked, own)[name] == 0.01 and not Chances(asked, own).is_own(name)


def test_every_assumption_of_the_simulation_has_range_and_origin() -> None:
    for name in (*CHANCES, *AT_START):
        value = FSM2[name]
        assert value.low is not None and value.high is not None and value.origin
        assert value.low <= value.value <= value.high  # type: ignore[operator]
