"""Scenarios of a plan and of a grant: each is the question under those changes, and it adds up."""

import pytest

from fsmlib.analyses.fsm2_scenarios import (
    months_side_by_side,
    paid_dkk,
    plans_side_by_side,
    scenario_payout_dkk,
)
from fsmlib.analyses.monitoring import Monitoring
from fsmlib.analyses.scenarios import AS_IS, Scenarios, scenario_steps
from fsmlib.analyses.visitation import Visitation
from fsmlib.programme.findings import FsmError

PLANS: Scenarios = {
    "Flere": {"job_broker_factor": 1.5},
    "Flere og bedre": {"job_broker_factor": 1.5, "job_entry_per_month": 0.02},
}
GRANTS: Scenarios = {"Mindst 40 timer": {"touched": "min_hours", "touched_min_hours": 40}}


def test_a_plan_s_scenarios_are_what_it_answers_under_them() -> None:
    question = Visitation.read(replications=1000)
    found = plans_side_by_side(question, PLANS)
    assert list(found.index) == [AS_IS, *PLANS]
    again = Visitation.read(
        replications=1000, changes="job_broker_factor=1,5; job_entry_per_month=0,02"
    )
    last = found.iloc[-1]
    assert (last["level"], last["paid_dkk"]) == (again.level.mean, round(again.payout.mean))
    assert last["chance_15"] == again.chances["chance"].iloc[0]
    steps = scenario_steps(question, PLANS, scenario_payout_dkk)
    assert list(steps["is_total"]) == [True, False, True]
    assert steps["dkk"].iloc[:-1].sum() == steps["dkk"].iloc[-1] == last["paid_dkk"]


def test_a_grant_s_scenarios_add_up_from_the_months_as_they_are() -> None:
    question = Monitoring.read()
    found = months_side_by_side(question, GRANTS)
    changed = Monitoring.read(changes="touched=min_hours; touched_min_hours=40")
    assert found.loc["Mindst 40 timer", "level"] == changed.level
    assert found.loc["Mindst 40 timer", "paid_dkk"] == changed.payout.total_dkk
    assert changed.level < question.level
    steps = scenario_steps(question, GRANTS, paid_dkk)
    assert steps["dkk"].iloc[:-1].sum() == steps["dkk"].iloc[-1]


def test_a_wrong_value_names_its_scenario() -> None:
    with pytest.raises(FsmError, match="Scenariet »Galt«"):
        months_side_by_side(Monitoring.read(), {"Galt": {"no_such_value": 1}})
