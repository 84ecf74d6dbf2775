"""Figures that others have published come out of what we ship: the source stands in each test."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

import fsmlib
from fsmlib.programme.parameters import load
from fsmlib.shipped import shipped

ROOT = Path(__file__).parents[1]
MUNICIPALITIES = pd.read_csv(
    shipped("data", "municipalities.csv"), dtype={"municipality_code": str}
)


def test_the_example_s_need_rests_on_middelfart_s_132_citizens() -> None:
    """Municipal committee minutes of 8 June 2016, middelfart.dk."""
    staffing = fsmlib.Staffing.read()
    assert staffing.tables["staffing"]["open_cases"].tolist() == [132]
    assert "udvalgsreferat af 8. juni 2016, middelfart.dk" in str(
        staffing.tables["staffing"]["data_origin"].item()
    )


def test_hir_s_call_leaves_19_million_for_15_municipalities_with_1_to_4_employees() -> None:
    """star.dk, the call of 2017; bm.dk, 17 November 2017; evaluation of October 2019."""
    values = load("hir", on="2018-03-01")
    assert values.call_dkk - values.evaluation_dkk == 19_000_000
    assert values.grant_low_dkk / values.grant_per_fte_dkk == 1
    assert values.grant_high_dkk / values.grant_per_fte_dkk == 4
    mean = (values.call_dkk - values.evaluation_dkk) / 15
    assert values.grant_low_dkk < mean < values.grant_high_dkk
    assert (values.formal_start_on, values.end_on) == (date(2017, 12, 20), date(2019, 3, 31))


def test_the_invented_proposals_are_as_many_as_fsm2_s_applicants_of_whom_31_took_part() -> None:
    """star.dk, the call of 2019; flereskalmed.star.dk."""
    assert load("fsm2", on="2019-11-01").call_dkk == 148_000_000
    assert len(list(ROOT.glob("data/proposals/fsm2/*.xlsx"))) == 58
    assert MUNICIPALITIES["fsm2_participant"].sum() == 31


def test_odense_s_visitation_lies_in_the_range_of_our_guess() -> None:
    """1,100 of just over 1,600 were screened to the effort group: fyens.dk, March 2018."""
    share = load("fsm2", on="2019-11-01")["to_group_2_share"]
    assert share.low is not None and share.high is not None
    assert share.low <= 1 - 1100 / 1600 <= share.high


def test_a_full_time_year_is_the_state_s_1924_hours() -> None:
    """Gross hours, 37 a week: oes.dk."""
    values = load("hir", on="2018-03-01")
    assert values.hours_per_fte == values.full_time_weekly_hours * 52 == 1924


def test_the_98_municipalities_have_denmark_s_population_but_for_christiansoe() -> None:
    """Statistics Denmark, FOLK1A, 1 January 2019: 5,806,081; Christiansø is no municipality."""
    assert len(MUNICIPALITIES) == 98
    assert 5_806_081 - MUNICIPALITIES["population_2019q1"].sum() == pytest.approx(90, abs=10)
