"""Laws that hold for any input."""

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from fsmlib.programme.parameters import load
from fsmlib.rules.budget import own_funding_dkk
from fsmlib.rules.caseload import capacity, is_over_cap, spread_cases
from fsmlib.rules.staffing import contracts_of, needed_fte, new_contracts, staffing_band

HIR = load("hir", "2018-03-01")
FULL_TIMERS_ONLY = load("hir", "2018-03-01", contract_step_hours=37)

hundredths = st.integers(0, 3700).map(lambda n: n / 100)
team = st.lists(hundredths, max_size=12)
cap = st.integers(30, 35)
FIRST = date(2018, 1, 1)


@given(hours=team, cap=cap)
def test_nobody_holds_more_than_their_exact_part_of_the_cap_nor_a_case_less(
    hours: list[float], cap: int
) -> None:
    room = capacity(hours, HIR, cap)
    exact = np.array([cap * round(h * 100) for h in hours], dtype=float) / 3700
    assert np.all(room <= exact + 1e-9) and np.all(room > exact - 1)


@given(hours=st.lists(hundredths, min_size=1, max_size=12), cap=cap)
def test_the_sum_of_floors_never_exceeds_the_floor_of_the_sum(hours: list[float], cap: int) -> None:
    hundredths_in_all = sum(round(h * 100) for h in hours)
    assert capacity(hours, HIR, cap).sum() <= cap * hundredths_in_all // 3700


@given(hours=st.lists(hundredths, min_size=1))
def test_who_holds_their_capacity_keeps_the_cap_and_one_more_breaks_it(hours: list[float]) -> None:
    room = capacity(hours, HIR)
    assert not is_over_cap(room, hours, HIR).any()
    assert is_over_cap(room + 1, hours, HIR).all()


@given(cases=st.integers(0, 2000), more=st.integers(0, 500), hours=team, cap=cap)
def test_more_cases_never_need_fewer_caseworkers(
    cases: int, more: int, hours: list[float], cap: int
) -> None:
    assert needed_fte(cases + more, cap) >= needed_fte(cases, cap)
    places = capacity(hours, HIR, cap).sum()
    few, many = (sum(new_contracts(n - places, cap, HIR)) for n in (cases, cases + more))
    assert many >= few


@given(missing=st.integers(0, 3000), cap=cap)
def test_new_contracts_have_room_and_none_of_them_is_too_long(missing: int, cap: int) -> None:
    contracts = new_contracts(missing, cap, HIR)
    assert capacity(contracts, HIR, cap).sum() >= missing
    if contracts:
        shorter = [*contracts[:-1], contracts[-1] - HIR.contract_step_hours]
        assert capacity(shorter, HIR, cap).sum() < missing
    assert sum(new_contracts(missing, cap, FULL_TIMERS_ONLY)) >= sum(contracts)


@given(cases=st.integers(0, 2000), hours=team)
def test_a_higher_cap_never_needs_more(cases: int, hours: list[float]) -> None:
    band = staffing_band(cases, hours, HIR)
    for column in ("needed_fte", "added_fte", "new_fte"):
        assert band[column].is_monotonic_decreasing
    assert (band["buffer"] >= 0).all()


@given(fte=st.integers(0, 4000).map(lambda n: n / 100))
def test_contracts_add_up_to_their_full_time_equivalents(fte: float) -> None:
    contracts = contracts_of(fte, HIR.full_time_weekly_hours)
    assert abs(sum(contracts) / 37 - fte) < 1e-9
    assert all(0 < hours <= 37 for hours in contracts)


@given(cases=st.integers(0, 150), hours=st.lists(st.integers(1, 37), min_size=1, max_size=5))
def test_no_sharing_has_a_lower_largest_load(cases: int, hours: list[int]) -> None:
    loads = spread_cases(cases, hours, [0] * len(hours))
    assert loads.sum() == cases
    largest = max(load / weekly for load, weekly in zip(loads, hours, strict=True))
    room_below = sum(int(np.ceil(largest * weekly - 1e-9)) - 1 for weekly in hours)
    assert room_below < cases or cases == 0


@given(
    cases=st.lists(st.integers(0, 500), min_size=1, max_size=24),
    room=st.integers(0, 500),
    more=st.integers(0, 50),
)
def test_more_room_never_costs_the_municipality_more(
    cases: list[int], room: int, more: int
) -> None:
    less = own_funding_dkk(cases, room, HIR, 240, 1924)
    assert np.all(own_funding_dkk(cases, room + more, HIR, 240, 1924) <= less)
    assert np.all((less > 0) == (np.array(cases) > room))
