"""The staffing question from an analyst's workbook to people, risk and kroner."""

from datetime import datetime
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from fsmlib.models.facts import facts_of
from fsmlib.models.places import caseloads_of, risk_curve
from fsmlib.models.staffing import StaffingPlan
from fsmlib.models.staffing_sensitivity import swings_of
from fsmlib.programme.findings import FsmError
from fsmlib.programme.parameters import load
from fsmlib.tables.reading import Tables, read
from tests.conftest import Fill

HIR = load("hir", "2018-03-01")
MIDDELFART = {"municipality_code": "Middelfart", "open_cases": 132}
THREE = [{"caseworker": name, "weekly_hours": 37} for name in "ABC"]


def plan(tables: Tables, **changes: Any) -> StaffingPlan:
    return StaffingPlan(tables, load("hir", "2018-03-01", **changes))


def test_middelfart_s_132_citizens_as_an_analyst_fills_them_in(fill: Fill) -> None:
    answer = plan(read(fill(staffing=[MIDDELFART], caseworkers=THREE)))
    assert round(answer.band.loc[35, "needed_fte"], 2) == 3.77
    assert round(answer.band.loc[30, "needed_fte"], 2) == 4.40
    today, at_35, at_30, with_inflow = answer.options
    assert today.room == 105 and today.risk == 1
    assert at_35.contracts == (37,) and at_30.contracts == (37, 18.5)
    assert at_35.salary_dkk == pytest.approx(500_240)
    assert with_inflow.risk <= HIR.accepted_risk
    assert with_inflow.room >= answer.needed_room > 140


def test_more_staff_is_less_risk_and_less_own_funding(example: Tables) -> None:
    options = sorted(plan(example).options, key=lambda option: option.room)
    for fewer, more in pairwise(options):
        assert more.risk <= fewer.risk and more.own_funding_dkk <= fewer.own_funding_dkk
        assert more.salary_dkk >= fewer.salary_dkk


def test_a_municipality_s_own_numbers_replace_assumptions(fill: Fill) -> None:
    own = {
        "inflow_per_month": 7,
        "mean_duration_months": 30,
        "hourly_wage_dkk": 250,
        "effective_hours_per_fte": 1600,
    }
    facts = facts_of(read(fill(staffing=[MIDDELFART | own], caseworkers=THREE)), HIR)
    assert (facts.inflow_per_month, facts.mean_duration_months) == (7, 30)
    assert (facts.hourly_wage_dkk, facts.hours_per_fte) == (250, 1600)
    assert facts.assumed == ("duration_shape", "inflow_spread")
    bare = facts_of(read(fill(staffing=[MIDDELFART], caseworkers=THREE)), HIR)
    assert bare.inflow_per_month == 132 / 24 and "inflow_balance" in bare.assumed


def test_a_value_the_user_changes_wins_over_the_workbook(fill: Fill) -> None:
    tables = read(fill(staffing=[MIDDELFART | {"hourly_wage_dkk": 250}], caseworkers=THREE))
    assert plan(tables).facts.hourly_wage_dkk == 250
    assert plan(tables, hourly_wage_dkk=300).facts.hourly_wage_dkk == 300


def test_mixed_cases_count_and_a_meeting_chair_has_less_room(fill: Fill) -> None:
    staff = [
        {"caseworker": "A", "weekly_hours": 37, "other_cases": 10},
        {
            "caseworker": "B",
            "weekly_hours": 37,
            "reduced_hours": 7,
            "reduction_reason": "mødeleder",
        },
        {
            "caseworker": "C",
            "weekly_hours": 37,
            "reduced_hours": 7,
            "reduction_reason": "superbruger",
        },
    ]
    answer = plan(read(fill(staffing=[MIDDELFART], caseworkers=staff)))
    assert answer.facts.cases == 142
    assert answer.facts.hours == (37, 30, 37)
    assert answer.cases.mean() == pytest.approx(142, abs=1)
    assert caseloads_of(answer, ())["cases"].sum() == 142


@pytest.mark.parametrize(
    ("told", "hours"),
    [({"contracts": "37 + 30 + 18,5"}, (37, 30, 18.5)), ({"current_fte": 2.5}, (37, 37, 18.5))],
)
def test_staff_told_as_contracts_or_full_time_equivalents(
    fill: Fill, told: dict[str, Any], hours: tuple[float, ...]
) -> None:
    facts = facts_of(read(fill(staffing=[MIDDELFART | told])), HIR)
    assert facts.hours == hours and len(facts.names) == len(hours)


def test_only_caseworkers_who_are_there_in_the_whole_project_count(fill: Fill) -> None:
    staff = [
        {"caseworker": "A", "weekly_hours": 37, "start": datetime(2018, 3, 1)},
        {"caseworker": "B", "weekly_hours": 30, "start": datetime(2018, 3, 2)},
        {"caseworker": "C", "weekly_hours": 20, "end": datetime(2018, 12, 31)},
    ]
    path = fill(staffing=[MIDDELFART], caseworkers=staff)
    assert facts_of(read(path), HIR).names == ("A",)


def test_a_cap_broken_on_the_first_day_is_broken(fill: Fill) -> None:
    falling = {"municipality_code": "Middelfart", "open_cases": 106, "inflow_per_month": 0.5}
    answer = plan(read(fill(staffing=[falling], caseworkers=THREE)))
    assert answer.options[0].risk == 1
    assert answer.needed_room >= 106 and answer.chosen.contracts


def test_other_cases_above_the_cap_give_no_place_to_others(fill: Fill) -> None:
    staff = [
        {"caseworker": "A", "weekly_hours": 37, "other_cases": 60},
        {"caseworker": "B", "weekly_hours": 37},
    ]
    few = MIDDELFART | {"open_cases": 34}
    answer = plan(read(fill(staffing=[few], caseworkers=staff)))
    assert answer.room(()) == 95 and answer.facts.cases == 94
    assert answer.options[0].risk > 0.1


def test_a_value_set_to_its_default_wins_over_the_workbook_too(fill: Fill) -> None:
    tables = read(fill(staffing=[MIDDELFART | {"hourly_wage_dkk": 300}], caseworkers=THREE))
    assert plan(tables, hourly_wage_dkk=240).facts.hourly_wage_dkk == 240


def test_a_lower_cap_is_used_for_room_need_and_hiring_but_not_for_own_funding(
    example: Tables,
) -> None:
    at_32, at_35 = plan(example, cap=32), plan(example)
    assert at_32.room(()) == 32 + 27 + 25 + 17 and at_35.room(()) == 111
    assert abs(at_32.needed_room - at_35.needed_room) <= 1  # each has as many paths as it takes
    assert at_32.need.fte == pytest.approx((at_32.needed_room - at_32.room(())) / 32)
    assert at_32.chosen.room >= at_32.needed_room
    assert sum(at_32.chosen.contracts) > sum(at_35.chosen.contracts)
    assert at_32.own_funding(()).tolist() == at_35.own_funding(()).tolist()


def test_more_than_a_full_week_counts_as_one_under_that_reading(fill: Fill) -> None:
    staff = [{"caseworker": name, "weekly_hours": 45} for name in "ABC"]
    tables = read(fill(staffing=[MIDDELFART], caseworkers=staff))
    counted = plan(tables, hours_over_37="cap")
    assert counted.current_fte == 3 and counted.facts.weekly_hours == (37, 37, 37)


def test_a_seed_outside_sense_is_said(example: Tables) -> None:
    with pytest.raises(FsmError, match="seed"):
        StaffingPlan(example, HIR, seed=-1)


def test_expected_extra_cases_come_during_the_project(fill: Fill) -> None:
    without = plan(read(fill(staffing=[MIDDELFART], caseworkers=THREE)))
    extra = MIDDELFART | {"expected_extra_cases": 26, "argument": "26 af 200"}
    more = plan(read(fill(staffing=[extra], caseworkers=THREE)))
    assert sum(more.stocks[0].inflow) - sum(without.stocks[0].inflow) == pytest.approx(26)
    assert more.needed_room > without.needed_room


def test_when_nobody_comes_any_more_the_stock_runs_off(example: Tables) -> None:
    until = StaffingPlan(example, HIR.with_changes(inflow_months=6))
    assert [n > 0 for n in until.stocks[0].inflow] == [True] * 6 + [False] * 7
    assert until.cases[:, :6].mean() == pytest.approx(plan(example).cases[:, :6].mean(), abs=0.5)
    assert (np.diff(until.cases.mean(axis=0)[5:]) < 0).all()


def test_what_is_applied_for_is_an_option_of_whole_persons(example: Tables) -> None:
    applied = plan(example).options[-1]
    assert applied.label == "Som ansøgt" and applied.contracts == (37, 18.5)


def test_the_widest_swing_comes_first_and_only_ranges_swing(example: Tables) -> None:
    swings = swings_of(plan(example))
    widths = [abs(swing.high.salary_dkk - swing.low.salary_dkk) for swing in swings]
    assert widths == sorted(widths, reverse=True)
    names = {swing.value.name for swing in swings}
    assert "hours_per_fte" not in names and "hourly_wage_dkk" in names
    wage = next(swing for swing in swings if swing.value.name == "hourly_wage_dkk")
    assert wage.low.fte == wage.high.fte and wage.low.salary_dkk < wage.high.salary_dkk


def test_the_risk_falls_along_the_curve(example: Tables) -> None:
    curve = risk_curve(plan(example))
    assert curve["risk"].is_monotonic_decreasing and curve["risk"].iloc[0] == 1


def test_a_municipality_with_room_enough_hires_nobody(fill: Fill) -> None:
    staff = [{"caseworker": name, "weekly_hours": 37} for name in "ABCDEF"]
    answer = plan(read(fill(staffing=[MIDDELFART], caseworkers=staff)))
    assert answer.chosen.contracts == () and answer.chosen.salary_dkk == 0
    assert answer.need.fte == 0
