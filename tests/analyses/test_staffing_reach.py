"""What given people reach: the same room, risk and months as the question asked the other way."""

from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd
import pytest

from fsmlib.analyses.staffing import Staffing
from fsmlib.analyses.staffing_reach import (
    frontier,
    fte_for_cap,
    given_fte,
    reach,
    run_off,
)
from fsmlib.analyses.staffing_reach_words import reach_in_words
from fsmlib.models import inflow
from fsmlib.pages.staffing.case import page_of
from fsmlib.pages.staffing.reach import frontier_picture, frontier_table, run_off_table
from fsmlib.programme.findings import FsmError
from fsmlib.rules.caseload import capacity
from fsmlib.rules.staffing import contracts_of

STEP = 0.5


@pytest.fixture(scope="module")
def middelfart() -> Staffing:
    return Staffing.read()


def test_from_a_cap_to_people_and_back_leads_home(middelfart: Staffing) -> None:
    """Source: HIR-11; the people a cap takes keep it, one contract fewer do not."""
    plan = middelfart.plan
    for cap in range(20, 52):
        fte = fte_for_cap(plan, cap)
        (reached,) = reach(middelfart, [fte])["cap"]
        assert reached <= cap and fte_for_cap(plan, reached) == fte
        if fte:
            (fewer,) = reach(middelfart, [fte - STEP])["cap"]
            assert fewer > cap


def test_from_people_to_kroner_and_back_leads_home(middelfart: Staffing) -> None:
    for fte in np.arange(STEP, 6, STEP):
        (dkk,) = reach(middelfart, [fte])["salary_dkk"]
        assert given_fte(middelfart, dkk=round(dkk)) == pytest.approx(fte)
        assert given_fte(middelfart, dkk=round(dkk) - 1000) == pytest.approx(fte - STEP)


def test_the_frontier_is_the_best_of_all_ways_to_split_the_staff(middelfart: Staffing) -> None:
    """Every caseworker at the low cap or at the high one, all ways tried."""
    plan, values = middelfart.plan, middelfart.values
    for row in frontier(middelfart).itertuples():
        hours = [*plan.facts.hours, *contracts_of(row.added_fte, 37)]
        held = [*plan.facts.held, *[0] * (len(hours) - len(plan.facts.held))]
        low, high = (
            np.maximum(capacity(hours, values, cap), held)
            for cap in (values.cap_low_cases, values.cap)
        )
        found = [
            min(int(low[list(at)].sum()), plan.needed_room)
            for split in product((False, True), repeat=len(hours))
            if low[(at := np.array(split))].sum() + high[~at].sum() >= plan.needed_room
        ]
        assert pd.isna(row.at_low) if not found else row.at_low == max(found)


def test_a_cap_is_kept_exactly_where_it_breaks_in_no_month(middelfart: Staffing) -> None:
    found = frontier(middelfart)
    assert (found["at_low"].isna() == found["breaks_in"].notna()).all()
    assert found["at_low"].isna().any() and found["at_low"].notna().any()
    assert found["cap"].is_monotonic_decreasing


def test_the_month_it_breaks_is_counted_path_by_path(middelfart: Staffing) -> None:
    plan = middelfart.plan
    for fte in (0.5, 1.0):
        room, accepted = plan.room(tuple(contracts_of(fte, 37))), plan.values.accepted_risk
        broken = [
            np.mean([plan.facts.cases > room or max(path[: n + 1]) > room for path in plan.cases])
            for n in range(len(plan.months))
        ]
        first = next(n for n, share in enumerate(broken) if share > accepted)
        assert reach(middelfart, [fte])["breaks_in"].iloc[0] == plan.months[first]


def test_beginners_who_take_no_cases_yet_break_the_cap_at_once(middelfart: Staffing) -> None:
    slow = middelfart.with_changes(beginner_months=2, beginner_loss=1)
    fte = middelfart.plan.chosen.fte
    assert reach(middelfart, [fte])["breaks_in"].isna().all()
    assert reach(slow, [fte])["breaks_in"].iloc[0] == slow.plan.months[0]
    assert slow.values.departs_from_rules  # HIR counts no beginners


def test_absence_takes_more_people_to_the_same_cap(middelfart: Staffing) -> None:
    away = middelfart.with_changes(absence_share=0.1)
    assert fte_for_cap(away.plan, 35) > fte_for_cap(middelfart.plan, 35)
    assert (reach(away, [2.0])["cap"] > reach(middelfart, [2.0])["cap"]).all()


def test_a_stock_without_inflow_fits_when_the_paths_say_so(middelfart: Staffing) -> None:
    """Source: the simulation with no inflow; the law is the binomial of what is left."""
    plan = middelfart.plan
    stock = replace(plan.stocks[0], inflow=(0.0,) * len(plan.months))
    cases = inflow.simulate_stock((stock,), 20_000, seed=3) + sum(plan.facts.held)
    rows = run_off(middelfart).set_index("label")
    for cap in (35, 30):
        room = plan.room((), cap)
        risks = inflow.risk_by_month(cases, room)
        at = list(plan.months).index(rows.loc["Som i dag", f"cap_{cap}"])
        assert risks[at] <= 0.055 and risks[at - 1] >= 0.045


def test_what_cannot_be_reached_is_said(middelfart: Staffing) -> None:
    told = reach_in_words(middelfart, 0.5)
    assert "Højst 35 sager pr. fuldtidsansat kan ikke nås" in told and "mindst 1,5 nye" in told
    assert "lave loft for alle kan ikke nås; det kræver 2,5" in reach_in_words(middelfart, 2.0)
    assert "Det lave loft på 30 kan nås for alle." in reach_in_words(middelfart, 2.5)


def test_what_is_asked_about_is_people_or_kroner(middelfart: Staffing) -> None:
    assert given_fte(middelfart) == middelfart.plan.facts.applied_fte
    for fte, dkk in ((1, 1), (-1, 0), (0, -1)):
        with pytest.raises(FsmError, match="enten årsværk eller kroner"):
            given_fte(middelfart, fte, dkk)


def test_the_page_shows_the_frontier_as_it_is(middelfart: Staffing) -> None:
    case = page_of(middelfart, given_fte=1.5)
    rows, found = frontier_table(case).rows(), frontier(middelfart)
    assert [row[0] for row in rows] == found["added_fte"].tolist()
    assert [row[3] == "kan ikke nås" for row in rows] == found["at_low"].isna().tolist()
    picture = frontier_picture(case, 1.5, 0)
    assert "16 ved 1,5 nye årsværk" in picture.alt and "1,5 nye årsværk: 16 sager" in picture.html()
    assert "kan ikke nås" in frontier_picture(case, 0.5, 0).html()
    assert "given_fte=1,5" in case.page.command
    assert run_off_table(case).rows()[0][0] == "Som i dag"
