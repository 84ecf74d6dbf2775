"""Holds a municipality's tables against the rules: what must be mended, what to look at."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from fsmlib.danish import percent
from fsmlib.models.facts import contract_staff, staff_is_known
from fsmlib.models.one_row import months_of
from fsmlib.programme.findings import Finding, InputError, has_errors
from fsmlib.programme.parameters import Values
from fsmlib.programme.terms import label
from fsmlib.rules import participation, plan, project, promise
from fsmlib.rules.groups import group_findings
from fsmlib.rules.hours import unmarked_findings
from fsmlib.rules.monitoring import fleksjob_findings
from fsmlib.rules.register import Register
from fsmlib.rules.visitation import membership_findings
from fsmlib.tables.municipalities import municipalities
from fsmlib.tables.reading import Tables, not_there, require


def blocking_findings(tables: Tables, values: Values) -> list[Finding]:
    """What stops any calculation: cells that cannot be read, impossible hours, unknown staff."""
    over = participation.hours_over_full_time(tables["caseworkers"], values)
    registered = participation.hours_over_full_time(tables["registrations"], values)
    in_contracts = participation.hours_over_full_time(contract_staff(tables), values)
    findings = [
        *tables.findings,
        *at_place(tables, "caseworkers", over),
        *at_place(tables, "registrations", registered),
        *at_place(tables, "staffing", [replace(f, column="Ansættelser") for f in in_contracts[:1]]),
    ]
    if "staffing" in tables:
        findings += _missing(tables, "staffing")
    if not tables["staffing"].empty and not staff_is_known(tables):
        mend = "Udfyld arket Sagsbehandlere, kolonnen Ansættelser eller kolonnen Årsværk nu."
        problem = "Der mangler oplysning om de nuværende sagsbehandlere."
        findings += at_place(tables, "staffing", [Finding("error", problem, mend, rule="HIR-11")])
    if values.groups:
        told = tables["staffing"]["open_cases"].dropna()
        total = int(told.iloc[0]) if len(told) else None
        grouped = group_findings(tables["groups"], total, values)
        findings += at_place(tables, "groups", grouped)
    return [*findings, *at_place(tables, "staffing", size_findings(tables, values))]


def size_findings(tables: Tables, values: Values) -> list[Finding]:
    """Open cases that are more than a municipality of that size is likely to have."""
    known = tables["staffing"].dropna(subset=["municipality_code", "open_cases"])
    people = known["municipality_code"].map(municipalities()["population_2019q1"]).astype(float)
    shares = known["open_cases"].astype(float) / people
    mend = "Er tallet rigtigt? Skriv borgere i ressourceforløb på opgørelsesdagen."
    return [
        Finding(
            "warning",
            f"Kommunen har åbne sager på {percent(share)} af sine indbyggere.",
            mend,
            row=row,
            column=label("open_cases"),
        )
        for row, share in shares[shares > values.open_cases_share].items()
    ]


def fsm2_blocking_findings(tables: Tables, values: Values) -> list[Finding]:
    """What stops the counting: unreadable cells, no citizens and no counts, two municipalities."""
    told = any(not tables[name].empty for name in ("citizens", "monthly", "plan"))
    missing = [] if told else _missing(tables, "citizens")
    return [*register_findings(tables, values), *missing, *plan_findings(tables, values)]


def register_findings(tables: Tables, values: Values) -> list[Finding]:
    """Unreadable cells, and citizens who are in two places: what each part of a register tells."""
    members = membership_findings(tables["citizens"], values)
    return [*tables.findings, *at_place(tables, "citizens", members)]


def plan_findings(tables: Tables, values: Values) -> list[Finding]:
    """What a plan of visitation lacks."""
    if tables["plan"].empty:
        return _missing(tables, "plan") if "plan" in tables else []
    if has_errors(tables.findings):
        return []
    brokers = plan.broker_findings(tables["plan"], tables["job_brokers"])
    waves = plan.wave_findings(tables["waves"], months_of(tables, values))
    return [*at_place(tables, "plan", brokers), *at_place(tables, "waves", waves)]


def _missing(tables: Tables, name: str) -> list[Finding]:
    return [not_there(name)] if tables[name].empty else []


def staff_findings(tables: Tables, values: Values) -> list[Finding]:
    """What HIR's rules say of the rows of caseworkers, where there is no proposal to judge."""
    staff = tables["caseworkers"]
    present = project.during_project(staff, values)
    found = [
        *participation.left_out(present),
        *participation.reductions_without_effect(staff, values),
        *promise.over_cap(present, values),
        *project.not_in_place(staff, values),
    ]
    return at_place(tables, "caseworkers", found)


def fsm2_rule_findings(tables: Tables, counted: Register) -> list[Finding]:
    """What the rules of FSM2 say of registers that have been counted."""
    supported = tables["supported"]
    group = counted.bits_of(supported["citizen"], "effort_group")
    return [
        *at_place(tables, "supported", fleksjob_findings(supported, group, counted.months)),
        *at_place(tables, "supported", unmarked_findings(tables["hours"], supported)),
    ]


def require_usable(tables: Tables, values: Values, needed: str = "staffing") -> None:
    """InputError with every finding when the tables cannot be calculated on.

    `needed` is the table of HIR that must be there.
    """
    if values.kind == "thresholds":
        findings = fsm2_blocking_findings(tables, values)
    else:
        findings = blocking_findings(tables, values)
        if needed not in tables or needed != "staffing":
            findings += _missing(tables, needed)
    if has_errors(findings):
        raise InputError(findings)


def checked_tables(path: Path | str, values: Values, *names: str) -> Tables:
    """The tables in a file or folder; InputError with every finding when they cannot be used.

    `names` are the tables that must be there with at least one row.
    """
    tables = require(path, *names)
    require_usable(tables, values, *names[:1])
    return tables


def at_place(tables: Tables, table: str, findings: Iterable[Finding]) -> list[Finding]:
    """The findings with the file or sheet of the table they were found in."""
    return [finding.at(tables.places.get(table, "")) for finding in findings]
