"""Holds a municipality's tables against the rules: what must be mended, what to look at."""

from dataclasses import replace
from pathlib import Path

import pandas as pd

from fsmlib.analyses.known_months import known_counts
from fsmlib.analyses.register_findings import caseworker_findings, register_day
from fsmlib.danish import percent, whole
from fsmlib.models.facts import Facts, contract_staff, facts_of, staff_is_known
from fsmlib.models.simulation import months_of
from fsmlib.programme.findings import Finding, InputError, has_errors
from fsmlib.programme.parameters import Values
from fsmlib.programme.terms import label
from fsmlib.rules import participation, plan, project
from fsmlib.rules.budget import applied_findings, budget_findings, scale_findings
from fsmlib.rules.hours import unmarked_findings
from fsmlib.rules.monitoring import fleksjob_findings, project_months
from fsmlib.rules.register import Register, register
from fsmlib.rules.staffing import is_at_norm
from fsmlib.rules.visitation import membership_findings
from fsmlib.tables.cells import given
from fsmlib.tables.municipalities import municipalities
from fsmlib.tables.reading import Tables, not_there, require
from fsmlib.tables.schemas import SCHEMAS

HIR = "hir"
BROKEN = "Brudt"
# Where the tables answer what a rule asks.
ASKED = {
    "HIR-2": ("proposal", "all_staff_included"),
    "HIR-5": ("proposal", "all_citizens_included"),
    "HIR-15": ("proposal", "all_citizens_included"),
    "HIR-4": ("proposal", "passive_share_target"),
    "HIR-24": ("staffing", "open_cases"),
    "HIR-17": ("budget", "category"),
    "HIR-23": ("caseworkers", "weekly_hours"),
    "HIR-13": ("budget", "category"),
    "HIR-1": ("caseworkers", "weekly_hours"),
    "HIR-R4": ("caseworkers", "weekly_hours"),
    "HIR-L1": ("staffing", "applied_dkk"),
}


def door_findings(tables: Tables, values: Values) -> list[Finding]:
    """What stops any calculation: cells that cannot be read, impossible hours, unknown staff."""
    over = participation.hours_over_full_time(tables["caseworkers"], values)
    registered = participation.hours_over_full_time(tables["registrations"], values)
    in_contracts = participation.hours_over_full_time(contract_staff(tables), values)
    findings = [
        *tables.findings,
        *_at(tables, "caseworkers", over),
        *_at(tables, "registrations", registered),
        *_at(tables, "staffing", [replace(f, column="Ansættelser") for f in in_contracts[:1]]),
    ]
    if "staffing" in tables:
        findings += _missing(tables, "staffing")
    if not tables["staffing"].empty and not staff_is_known(tables):
        mend = "Udfyld arket Sagsbehandlere, kolonnen Ansættelser eller kolonnen Årsværk nu."
        problem = "Der mangler oplysning om de nuværende sagsbehandlere."
        findings += _at(tables, "staffing", [Finding("error", problem, mend, rule="HIR-11")])
    return findings


def fsm2_door_findings(tables: Tables, values: Values) -> list[Finding]:
    """What stops the counting: unreadable cells, no citizens and no counts, two municipalities."""
    told = any(not tables[name].empty for name in ("citizens", "monthly", "plan"))
    missing = [] if told else _missing(tables, "citizens")
    return [*register_findings(tables, values), *missing, *plan_findings(tables, values)]


def register_findings(tables: Tables, values: Values) -> list[Finding]:
    """Unreadable cells, and citizens who are in two places: what each part of a register tells."""
    members = membership_findings(tables["citizens"], values)
    return [*tables.findings, *_at(tables, "citizens", members)]


def plan_findings(tables: Tables, values: Values) -> list[Finding]:
    """What a plan of visitation lacks."""
    if tables["plan"].empty:
        return _missing(tables, "plan") if "plan" in tables else []
    if has_errors(tables.findings):
        return []
    brokers = plan.broker_findings(tables["plan"], tables["job_brokers"])
    waves = plan.wave_findings(tables["waves"], months_of(tables, values))
    return [*_at(tables, "plan", brokers), *_at(tables, "waves", waves)]


def _missing(tables: Tables, name: str) -> list[Finding]:
    return [not_there(name)] if tables[name].empty else []


def rule_findings(tables: Tables, values: Values) -> list[Finding]:
    """What the programme's rules say of tables that can be read."""
    staff, budget = tables["caseworkers"], tables["budget"]
    present = project.during_project(staff, values)
    findings = [
        *_at(tables, "caseworkers", participation.left_out(present)),
        *_at(tables, "caseworkers", participation.reductions_without_effect(staff, values)),
        *_at(tables, "caseworkers", participation.over_cap(present, values)),
        *_at(tables, "caseworkers", project.not_in_place(staff, values)),
        *_at(tables, "budget", budget_findings(budget, values)),
    ]
    proposals = tables["proposal"]
    other = proposals[proposals["programme"] != HIR]
    findings += _at(tables, "proposal", [_other_programme(row) for row in other.index])
    for _, proposal in proposals[proposals["programme"] == HIR].iterrows():
        coverage = participation.coverage_findings(
            given(proposal["all_staff_included"]),
            given(proposal["all_citizens_included"]),
            given(proposal["age_limit"]),
        )
        target = participation.passive_target_findings(
            given(proposal["passive_share_now"]), given(proposal["passive_share_target"])
        )
        findings += _at(tables, "proposal", [*coverage, *target])
    if not tables["staffing"].empty:
        facts = facts_of(tables, values)
        findings += _at(tables, "staffing", size_findings(facts, values))
        findings += _at(tables, "staffing", _norm_findings(tables, facts, values))
        if facts.applied_dkk is not None:
            findings += _at(tables, "staffing", scale_findings(facts.applied_dkk, values))
            applied = applied_findings(facts.applied_dkk, budget, values)
            findings += _at(tables, "staffing", applied)
    return findings


def fsm2_rule_findings(tables: Tables, counted: Register) -> list[Finding]:
    """What the rules of FSM2 say of registers that have been counted."""
    supported = tables["supported"]
    group = counted.bits_of(supported["citizen"], "effort_group")
    return [
        *_at(tables, "supported", fleksjob_findings(supported, group, counted.months)),
        *_at(tables, "supported", unmarked_findings(tables["hours"], supported)),
    ]


def all_findings(tables: Tables, hir: Values, fsm2: Values) -> list[Finding]:
    """What reading found; where every cell could be read also what the door and the rules say."""
    if has_errors(finding for finding in tables.findings if not finding.rule):
        return list(tables.findings)
    members = membership_findings(tables["citizens"], fsm2)
    findings = [*door_findings(tables, hir), *_at(tables, "citizens", members)]
    findings += plan_findings(tables, fsm2)
    registered = caseworker_findings(tables, hir, register_day(tables))
    if has_errors(findings):
        return findings + registered
    findings += registered + rule_findings(tables, hir)
    if not tables["citizens"].empty:
        counted = register(tables, project_months(None, None, fsm2), fsm2)
        findings += fsm2_rule_findings(tables, counted)
        findings += _at(tables, "hours", known_counts(counted.for_results(), None, fsm2)[1])
    return findings


def stop_at_the_door(tables: Tables, values: Values, needed: str = "staffing") -> None:
    """InputError with every finding when the tables cannot be calculated on.

    `needed` is the table of HIR that must be there.
    """
    if values.programme == "fsm2":
        findings = fsm2_door_findings(tables, values)
    else:
        findings = door_findings(tables, values)
        if needed not in tables or needed != "staffing":
            findings += _missing(tables, needed)
    if has_errors(findings):
        raise InputError(findings)


def checked_tables(path: Path | str, values: Values, *names: str) -> Tables:
    """The tables in a file or folder; InputError with every finding when they cannot be used.

    `names` are the tables that must be there with at least one row.
    """
    tables = require(path, *names)
    stop_at_the_door(tables, values, *names[:1])
    return tables


def verdicts(tables: Tables, values: Values) -> pd.DataFrame:
    """Each checked rule in words: kept, broken, a person should look, or not told."""
    by_rule: dict[str, list[Finding]] = {id_: [] for id_ in ASKED}
    for finding in rule_findings(tables, values):
        if finding.rule:
            by_rule[finding.rule].append(finding)
    rows = []
    for id_, findings in by_rule.items():
        if findings:
            verdict = BROKEN if has_errors(findings) else "Se efter"
            what = " ".join(dict.fromkeys(f"{f.problem} {f.mend}" for f in findings))
        elif _is_told(id_, tables):
            verdict, what = "Intet at bemærke", ""
        else:
            verdict, what = (
                "Ikke oplyst",
                _where_to_tell(*ASKED[id_]),
            )
        rows.append({"rule": id_, "verdict": verdict, "what": what})
    return pd.DataFrame(rows)


def _where_to_tell(table: str, column: str) -> str:
    return f"Udfyld »{label(column)}« i arket {SCHEMAS[table].sheet} for at få reglen prøvet."


def size_findings(facts: Facts, values: Values) -> list[Finding]:
    """Whether there are more open cases than a municipality of that size is likely to have."""
    people = float(municipalities()["population_2019q1"][facts.municipality_code])
    if facts.open_cases <= values.open_cases_share * people:
        return []
    share = percent(facts.open_cases / people)
    problem = f"{whole(facts.open_cases)} åbne sager er {share} af kommunens indbyggere."
    mend = "Er tallet rigtigt? Skriv borgere i ressourceforløb på opgørelsesdagen."
    return [Finding("warning", problem, mend, column=label("open_cases"))]


def _norm_findings(tables: Tables, facts: Facts, values: Values) -> list[Finding]:
    argument = tables["staffing"]["argument"].iloc[0]
    return participation.expected_cases_findings(
        facts.expected_extra_cases,
        "" if pd.isna(argument) else argument,
        is_at_norm(facts.cases, facts.hours, values, facts.held),
    )


def _is_told(rule: str, tables: Tables) -> bool:
    """Whether the tables answer what the rule asks."""
    table, column = ASKED[rule]
    return bool(tables[table][column].notna().any())


def _other_programme(row: int) -> Finding:
    problem = "Ansøgningen er til en anden pulje; reglerne for HIR er ikke prøvet på den."
    return Finding("warning", problem, "Vælg HIR, hvis det er den.", row=row, column="Program")


def _at(tables: Tables, table: str, findings: list[Finding]) -> list[Finding]:
    return [finding.at(tables.places.get(table, "")) for finding in findings]
