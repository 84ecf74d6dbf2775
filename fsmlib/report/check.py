"""Holds a municipality's HIR tables against the rules: what must be mended, what to look at."""

from typing import Any

import pandas as pd

from fsmlib.models.facts import Facts, contract_staff, facts_of, staff_is_known
from fsmlib.programme.findings import Finding, InputError, has_errors
from fsmlib.programme.parameters import Values
from fsmlib.rules import participation
from fsmlib.rules.budget import budget_findings, scale_findings
from fsmlib.rules.staffing import is_at_norm
from fsmlib.tables.reading import Tables

CHECKED = (
    "HIR-2",
    "HIR-5",
    "HIR-15",
    "HIR-4",
    "HIR-24",
    "HIR-17",
    "HIR-13",
    "HIR-R4",
    "HIR-L1",
)


def door_findings(tables: Tables, values: Values) -> list[Finding]:
    """What stops any calculation: cells that cannot be read, impossible hours, unknown staff."""
    over = participation.hours_over_full_time(tables["caseworkers"], values)
    in_contracts = participation.hours_over_full_time(contract_staff(tables), values)
    findings = [
        *tables.findings,
        *_at(tables, "caseworkers", over),
        *_at(tables, "staffing", in_contracts[:1]),
    ]
    if not tables["staffing"].empty and not staff_is_known(tables):
        mend = "Udfyld arket Sagsbehandlere, eller kolonnen Ansættelser eller Årsværk nu."
        problem = "Der mangler oplysning om de nuværende sagsbehandlere."
        findings += _at(tables, "staffing", [Finding("error", problem, mend, rule="HIR-11")])
    return findings


def rule_findings(tables: Tables, values: Values) -> list[Finding]:
    """What the programme's rules say of tables that can be read."""
    staff, budget = tables["caseworkers"], tables["budget"]
    findings = [
        *_at(tables, "caseworkers", participation.left_out(staff)),
        *_at(tables, "caseworkers", participation.reductions_without_effect(staff, values)),
        *_at(tables, "budget", budget_findings(budget, values)),
    ]
    for _, proposal in tables["proposal"].iterrows():
        coverage = participation.coverage_findings(
            _given(proposal["all_staff_included"]),
            _given(proposal["all_citizens_included"]),
            _given(proposal["age_limit"]),
        )
        target = participation.passive_target_findings(
            _given(proposal["passive_share_now"]), _given(proposal["passive_share_target"])
        )
        findings += _at(tables, "proposal", [*coverage, *target])
    if not tables["staffing"].empty:
        facts = facts_of(tables, values)
        findings += _at(tables, "staffing", _norm_findings(tables, facts, values))
        if facts.applied_dkk is not None:
            findings += _at(tables, "staffing", scale_findings(facts.applied_dkk, values))
    return findings


def all_findings(tables: Tables, values: Values) -> list[Finding]:
    """Door findings, and where those let us calculate, what the rules say."""
    findings = door_findings(tables, values)
    return findings if has_errors(findings) else findings + rule_findings(tables, values)


def stop_at_the_door(tables: Tables, values: Values) -> None:
    """InputError with every finding when the tables cannot be calculated on."""
    findings = door_findings(tables, values)
    if has_errors(findings):
        raise InputError(findings)


def verdicts(tables: Tables, values: Values) -> pd.DataFrame:
    """Each checked rule in words: kept, broken, a person should look, or not told."""
    by_rule: dict[str, list[Finding]] = {id_: [] for id_ in CHECKED}
    for finding in rule_findings(tables, values):
        by_rule.get(finding.rule, []).append(finding)
    rows = []
    for id_, findings in by_rule.items():
        if findings:
            verdict = "Brudt" if has_errors(findings) else "Se efter"
            what = " ".join(f"{f.place}: {f.problem} {f.mend}" for f in findings)
        elif _is_told(id_, tables):
            verdict, what = "Overholdt", ""
        else:
            verdict, what = "Ikke oplyst", "Udfyld arket i projektmappen for at få reglen prøvet."
        rows.append({"rule": id_, "verdict": verdict, "what": what})
    return pd.DataFrame(rows)


def _norm_findings(tables: Tables, facts: Facts, values: Values) -> list[Finding]:
    argument = tables["staffing"]["argument"].iloc[0]
    return participation.expected_cases_findings(
        facts.expected_extra_cases,
        "" if pd.isna(argument) else argument,
        is_at_norm(facts.cases, facts.hours, values),
    )


def _is_told(rule: str, tables: Tables) -> bool:
    """Whether the tables answer what the rule asks."""
    asked = {
        "HIR-2": ("proposal", "all_staff_included"),
        "HIR-5": ("proposal", "all_citizens_included"),
        "HIR-15": ("proposal", "programme"),
        "HIR-4": ("proposal", "passive_share_target"),
        "HIR-24": ("staffing", "open_cases"),
        "HIR-17": ("budget", "category"),
        "HIR-13": ("budget", "category"),
        "HIR-R4": ("caseworkers", "weekly_hours"),
        "HIR-L1": ("staffing", "applied_dkk"),
    }
    table, column = asked[rule]
    return bool(tables[table][column].notna().any())


def _at(tables: Tables, table: str, findings: list[Finding]) -> list[Finding]:
    return [finding.at(tables.places.get(table, "")) for finding in findings]


def _given(cell: Any) -> Any:
    return None if pd.isna(cell) else cell
