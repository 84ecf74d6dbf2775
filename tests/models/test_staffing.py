"""The staffing question from an analyst's workbook to people, risk and kroner."""

from itertools import pairwise
from typing import Any

import pandas as pd
import pytest

from fsmlib.models.facts import facts_of
from fsmlib.models.staffing import Plan
from fsmlib.programme.parameters import load
from fsmlib.tables.reading import Tables, read
from tests.conftest import Fill

HIR = load("hir", "2018-03-01")
PATHS = 4000
MIDDELFART = {"municipality_code": "Middelfart", "open_cases": 132}
THREE = [{"caseworker": name, "weekly_hours": 37} for name in "ABC"]


def plan(tables: Tables, **changes: Any) -> Plan:
    return Plan(tables, load("hir", "2018-03-01", **changes), PATHS, seed=1)


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
    assert answer.caseloads(())["cases"].sum() == 142


@pytest.mark.parametrize(
    ("told", "hours"),
    [({"contracts": "37 + 30 + 18,5"}, (37, 30, 18.5)), ({"current_fte": 2.5}, (37, 37, 18.5))],
)
def test_staff_told_as_contracts_or_full_time_equivalents(
    fill: Fill, told: dict[str, Any], hours: tuple[float, ...]
) -> None:
    facts = facts_of(read(fill(staffing=[MIDDELFART | told])), HIR)
    assert facts.hours == hours and len(facts.names) == len(hours)


def test_only_caseworkers_who_are_there_on_the_day_count(fill: Fill) -> None:
    day = pd.Timestamp("2018-01-31").to_pydatetime()
    staff = [
        {"caseworker": "A", "weekly_hours": 37, "end": day},
        {"caseworker": "B", "weekly_hours": 30, "start": day},
        {"caseworker": "C", "weekly_hours": 20, "end": pd.Timestamp("2018-01-30").to_pydatetime()},
        {
            "caseworker": "D",
            "weekly_hours": 10,
            "start": pd.Timestamp("2018-02-01").to_pydatetime(),
        },
    ]
    path = fill(staffing=[MIDDELFART | {"counted_on": day}], caseworkers=staff)
    assert facts_of(read(path), HIR).names == ("A", "B")


def test_expected_extra_cases_come_during_the_project(fill: Fill) -> None:
    without = plan(read(fill(staffing=[MIDDELFART], caseworkers=THREE)))
    extra = MIDDELFART | {"expected_extra_cases": 26, "argument": "26 af 200"}
    more = plan(read(fill(staffing=[extra], caseworkers=THREE)))
    assert sum(more.stock.inflow) - sum(without.stock.inflow) == pytest.approx(26)
    assert more.needed_room > without.needed_room


def test_what_is_applied_for_is_an_option_of_whole_persons(example: Tables) -> None:
    applied = plan(example).options[-1]
    assert applied.label == "Som ansøgt" and applied.contracts == (37, 18.5)


def test_the_widest_swing_comes_first_and_only_ranges_swing(example: Tables) -> None:
    swings = plan(example).swings
    widths = [abs(swing.high.salary_dkk - swing.low.salary_dkk) for swing in swings]
    assert widths == sorted(widths, reverse=True)
    names = {swing.value.name for swing in swings}
    assert "hours_per_fte" not in names and "hourly_wage_dkk" in names
    wage = next(swing for swing in swings if swing.value.name == "hourly_wage_dkk")
    assert wage.low.fte == wage.high.fte and wage.low.salary_dkk < wage.high.salary_dkk


def test_the_risk_falls_along_the_curve(example: Tables) -> None:
    curve = plan(example).risk_curve()
    assert curve["risk"].is_monotonic_decreasing and curve["risk"].iloc[0] == 1


def test_a_municipality_with_room_enough_hires_nobody(fill: Fill) -> None:
    staff = [{"caseworker": name, "weekly_hours": 37} for name in "ABCDEF"]
    answer = plan(read(fill(staffing=[MIDDELFART], caseworkers=staff)))
    assert answer.chosen.contracts == () and answer.chosen.salary_dkk == 0
    assert answer.need.fte == 0
