"""The register of answers is whole, and every answer has code or a page to show for it."""

import subprocess
import sys

import pytest

from fsmlib.pages.links import RULEBOOK
from fsmlib.pages.rulebook.found import cases_of, values_behind
from fsmlib.pages.start import START, notebooks
from fsmlib.programme.findings import FsmError
from fsmlib.programme.sources import answer, answers
from fsmlib.rules import all_rules, functions_of
from fsmlib.shipped import shipped

RULES = {
    "asked.asked_by_line",
    "asked.asked_findings",
    "asked.line_findings",
    "asked.main_share",
    "asked.main_share_findings",
    "asked.name_findings",
    "asked.others_findings",
    "asked.payable_dkk",
    "asked.unpaid_findings",
    "budget.is_eligible",
    "budget.line_amounts",
    "budget.nearest_end_dkk",
    "budget.own_funding_dkk",
    "budget.pool_dkk",
    "budget.salary_dkk",
    "budget.scale_findings",
    "budget.scale_grant_dkk",
    "caseload.beginners_lack",
    "caseload.capacity",
    "caseload.counted_cases",
    "caseload.is_over_cap",
    "caseload.room",
    "caseload.spread_cases",
    "caseload.usable_hours",
    "corrections.corrected",
    "daily.caseload",
    "daily.cases_by_caseworker",
    "daily.kept",
    "fictitious.fictitious_findings",
    "fictitious.is_fictitious",
    "fictitious.is_meant_fictitious",
    "fictitious.meant_title",
    "fsm2_proposal.budget_change_findings",
    "fsm2_proposal.coverage_verdict",
    "fsm2_proposal.expected_verdict",
    "fsm2_proposal.how_findings",
    "fsm2_proposal.length_months",
    "fsm2_proposal.period_verdict",
    "fsm2_proposal.whole_call_dkk",
    "fsm2_proposal.start_verdict",
    "hours.paid_hours",
    "hours.unmarked_findings",
    "hours.with_hours",
    "job_brokers.waiting_findings",
    "job_brokers.crowding_findings",
    "job_brokers.expected_coverage_findings",
    "job_brokers.places",
    "monitoring.best_month",
    "monitoring.by_grant",
    "monitoring.education_bits",
    "monitoring.fleksjob_findings",
    "monitoring.is_known",
    "monitoring.missing_partners",
    "monitoring.not_yet_reported",
    "monitoring.period_months",
    "monitoring.result_share",
    "monitoring.results",
    "monitoring.supported_bits",
    "monitoring.touched_bits",
    "participation.coverage_findings",
    "participation.expected_cases_findings",
    "participation.hours_over_full_time",
    "participation.left_out",
    "participation.passive_removed_share",
    "participation.passive_target_findings",
    "participation.reductions_without_effect",
    "passive.is_passive",
    "passive.makes_active",
    "passive.measured",
    "passive.measuring_month",
    "passive.passive_share",
    "passive.status_changes",
    "passive.target_is_met",
    "payout.expected_dkk",
    "payout.is_reached",
    "payout.paid_percent",
    "payout.payout",
    "payout.shortfall",
    "payout.slack",
    "plan.broker_findings",
    "plan.start_shares",
    "plan.wave_findings",
    "project.calendar",
    "project.during_project",
    "project.in_place",
    "project.not_in_place",
    "project.project_months",
    "promise.fullest",
    "promise.over_cap",
    "promise.promise_verdict",
    "promise.risk_verdict",
    "proposal.annexes_verdict",
    "proposal.contradiction_findings",
    "proposal.deadline_verdict",
    "proposal.length_verdict",
    "proposal.other_projects_verdict",
    "proposal.own_document_verdict",
    "proposal.pages_verdict",
    "proposal.price_dkk",
    "proposal.scale_per_citizen_dkk",
    "proposal.scaled_grant_dkk",
    "proposal.scaling_verdict",
    "proposal.staying",
    "registration.change_findings",
    "registration.changes",
    "registration.end_findings",
    "registration.help_desk",
    "registration.moved_findings",
    "registration.moved_still_open",
    "registration.not_resumed_findings",
    "registration.secure_mail",
    "spelling.spelling_findings",
    "staffing.added_fte",
    "staffing.buffer",
    "staffing.contracts_of",
    "staffing.is_at_norm",
    "staffing.needed_fte",
    "staffing.new_contracts",
    "staffing.one_step_fewer",
    "staffing.places_of_one",
    "staffing.pool_pays_dkk",
    "staffing.staffing_band",
    "visitation.effort_group",
    "visitation.markers_by_role",
    "visitation.membership_findings",
    "visitation.residence",
    "visitation.visited",
}


def test_the_two_documents_have_66_answers_and_nine_facts_came_later() -> None:
    in_documents = [a.id for a in answers().values() if not a.later]
    assert len(in_documents) == 66
    expected = [f"HIR-R{n}" for n in range(1, 7)] + [f"HIR-{n}" for n in range(1, 26)]
    sections = {1: 8, 2: 5, 3: 9, 4: 2, 5: 3, 6: 1, 7: 2, 8: 5}
    expected += [f"FSM2-{s}.{n}" for s, size in sections.items() for n in range(1, size + 1)]
    assert in_documents == expected
    assert sum(a.later for a in answers().values()) == 9


def test_the_rules_are_the_committed_ones() -> None:
    assert {rule.name for rule in all_rules()} == RULES


@pytest.mark.parametrize("first", ["visitation", "budget"])
def test_the_rules_come_in_the_same_order_whichever_was_imported_first(first: str) -> None:
    program = (
        f"import fsmlib.rules.{first}, fsmlib.rules\n"
        "print(*(rule.name for rule in fsmlib.rules.all_rules()))"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert told.stdout.split() == [rule.name for rule in all_rules()], told.stderr


def test_every_rule_rests_on_answers_in_the_register() -> None:
    for rule in all_rules():
        assert rule.sources
        assert all(answer(id_) for id_ in rule.sources)


@pytest.mark.parametrize("id_", answers())
def test_every_answer_has_a_rule_or_stands_on_a_page(id_: str) -> None:
    entry = answer(id_)
    has_rule = any(id_ in rule.sources for rule in all_rules())
    asking = [name for name in notebooks() if name not in (START, RULEBOOK)]
    pages = [shipped("notebooks", f"{name}.ipynb").read_text("utf-8") for name in asking]
    on_a_page = any(entry.heading in page for page in pages)
    if {"computes", "checks"} & set(entry.software):
        assert has_rule or id_ == "GEN-L2"
    if "shows" in entry.software:
        assert on_a_page


def test_an_answer_tells_its_values_functions_and_cases() -> None:
    entry = answer("HIR-16")
    assert any("cap_high_cases = 35" in line for line in values_behind(entry))
    assert any(rule.name == "staffing.buffer" for rule in functions_of(entry))
    assert any("buffer of five cases" in case.name for case in cases_of(entry))


def test_an_unknown_id_names_the_nearest_one() -> None:
    with pytest.raises(FsmError, match="Mente du »HIR-11«"):
        answer("HIR-111")
