"""What a budget asks the pool for: whether it adds up, and whether the pool pays for it."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from fsmlib.danish import kroner, percent, short
from fsmlib.programme.findings import Finding, Level, at_rows
from fsmlib.programme.parameters import Values
from fsmlib.programme.sources import rule
from fsmlib.programme.values import PERCENT
from fsmlib.rules.budget import hours_times_wage, is_eligible, line_amounts
from fsmlib.tables.messages import quoted

SALARIES = frozenset({"caseworker_salary", "job_broker_salary", "family_social_health_salary"})
NOT_PAID = {
    "company_consultant": "Puljen betaler ikke virksomhedskonsulenter",
    "competence_development": "Puljen betaler ikke kompetenceudvikling; det er for egne penge",
}
HOW_TO_TELL = "Skriv timer, timeløn og beløb; de må gerne være ventede."


@rule("HIR-17", "FSM2-8.3", "FSM2-8.4")
def line_findings(budget: pd.DataFrame, id_: str, values: Values) -> list[Finding]:
    """Lines whose amount is not told or is not hours times hourly wage, whoever pays them.

    A salary tells hours, hourly wage and amount; that they are only expected is enough.  A monthly
    wage in the place of the hourly one is an error of its own.  Rounding is no finding.
    """
    product, told = hours_times_wage(budget), budget["amount_dkk"].astype("Float64")
    lines = budget.assign(
        product=product,
        silent=told.isna() | (budget["category"].isin(SALARIES) & product.isna()),
        monthly=_is(budget["hourly_wage_dkk"] > values.hourly_wage_limit_dkk),
        differs=_is(~close(told, product, values)),
    )
    found = []
    for row, line in zip(budget.index, lines.to_dict("records"), strict=True):
        name, amount, by_wage = quoted(line["line"]), line["amount_dkk"], line["product"]
        if line["silent"]:
            what = "beløb" if pd.isna(amount) else "timer og timeløn"
            found.append(_at(row, "not_told", "Beløb", f"»{name}« har ikke {what}.", HOW_TO_TELL))
        if line["monthly"]:
            problem = f"»{name}« har {kroner(line['hourly_wage_dkk'])} i timen."
            mend = "Det ligner en månedsløn; lønsats er lønnen for én time."
            found.append(_at(row, "error", "Timeløn", problem, mend))
        elif line["differs"]:
            problem = (
                f"»{name}«: beløbet er {kroner(amount)}, timer gange timeløn {kroner(by_wage)}, "
                f"en forskel på {kroner(abs(amount - by_wage))}"
            )
            mend = "Ret beløbet, timerne eller timelønnen."
            found.append(_at(row, "error", "Beløb", problem, mend))
    return [replace(finding, rule=id_) for finding in found]


@rule("HIR-17", "FSM2-5.1")
def name_findings(budget: pd.DataFrame, id_: str, values: Values) -> list[Finding]:
    """Lines the pool pays by their category, whose name speaks of what it does not pay.

    Only a person can tell, so this is never an error.
    """
    paid = budget[is_eligible(budget["category"], values)]
    found = []
    for row, name in paid["line"].items():
        word = next((w for w in values.ineligible_words if w in str(name).casefold()), "")
        if word:
            problem = f"»{quoted(name)}« nævner »{word}«, som puljen ikke betaler."
            mend = "Se efter, om linjen hører til udgiftstypen."
            found.append(_at(row, "warning", "Budgetlinje", problem, mend))
    return [replace(finding, rule=id_) for finding in found]


@rule("HIR-13", "FSM2-5.1")
def others_findings(budget: pd.DataFrame, id_: str) -> list[Finding]:
    """Money from other grants, line by line: it may only be for this project and not from STAR.

    The table cannot show which, so money is for a person; more than the line costs is an error, and
    an empty cell is not told.
    """
    others, amounts = budget["from_other_grants_dkk"], line_amounts(budget)
    said: tuple[tuple[Any, Level, str, str], ...] = (
        (others.isna(), "not_told", "Der står ikke, om andre giver tilskud.", "Skriv 0 for ingen."),
        (
            _is(others > 0) & ~_is(others > amounts),
            "warning",
            "Linjen har tilskud fra andre.",
            "Feltet er kun til penge til netop dette projekt fra andre end STAR.",
        ),
        (
            _is(others > amounts),
            "error",
            "Tilskuddet fra andre er større end beløbet.",
            "Ret det ene af tallene.",
        ),
    )
    return [
        finding
        for mask, level, problem, mend in said
        for finding in at_rows(
            budget.index[mask], Finding(level, problem, mend, id_, column="Tilskud fra andre")
        )
    ]


@rule("HIR-13", "HIR-17", "FSM2-5.1")
def asked_by_line(budget: pd.DataFrame) -> "pd.Series[float]":
    """Kroner of each line that the pool is asked for: less others' grants and own money."""
    others, own = budget["from_other_grants_dkk"].fillna(0), budget["own_funding_dkk"].fillna(0)
    return line_amounts(budget) - others - own


@rule("HIR-13", "HIR-17", "FSM2-5.1")
def payable_dkk(budget: pd.DataFrame, values: Values) -> float:
    """Kroner the pool can be asked for: eligible lines, less others' grants and own money.

    nan when an eligible line has no amount: an unknown sum is not a smaller one.
    """
    eligible = is_eligible(budget["category"], values)
    return float(asked_by_line(budget)[eligible].astype(float).sum(skipna=False))


@rule("HIR-17", "FSM2-5.1")
def asked_findings(
    applied_dkk: float, budget: pd.DataFrame, id_: str, values: Values, said: str = ""
) -> list[Finding]:
    """Whether what is asked for is what the lines the pool pays come to.

    `said` is where that is asked for, when the proposal asks for something else elsewhere.

    To ask for less than the lines come to breaks nothing, but somebody must pay the rest.
    """
    payable = payable_dkk(budget, values)
    if np.isnan(payable) or close(applied_dkk, payable, values):
        return []
    gap = kroner(abs(applied_dkk - payable))
    asked = f"Der søges om {kroner(applied_dkk)}{said}"
    told = f"{asked}; de linjer, puljen betaler, er {kroner(payable)}"
    column = "Ansøgt beløb"
    if applied_dkk < payable:
        mend = "Skriv i kolonnen Egenfinansiering, hvis kommunen selv betaler resten."
        return [Finding("warning", f"{told}: {gap} mere.", mend, id_, column=column)]
    return [Finding("error", f"{told}: {gap} for lidt.", "Søg om mindre.", id_, column=column)]


@rule("HIR-17", "FSM2-5.1")
def unpaid_findings(budget: pd.DataFrame, id_: str, values: Values) -> list[Finding]:
    """Lines the pool does not pay that nobody else does: an error where it is asked for them."""
    unpaid = ~is_eligible(budget["category"], values) & _is(asked_by_line(budget) > 0)
    mend = "Betal dem selv, eller tag dem ud."
    return [
        _at(
            row,
            "error",
            "Udgiftstype",
            f"{why_not(line['category'])}: »{quoted(line['line'])}«, {kroner(asked)}",
            mend,
            id_,
        )
        for (row, line), asked in zip(
            budget[unpaid].iterrows(), asked_by_line(budget)[unpaid], strict=True
        )
    ]


@rule("HIR-17", "FSM2-5.1")
def main_share(budget: pd.DataFrame, category: str, values: Values) -> float:
    """The share of what the pool is asked for that goes to one category; nan if nothing is told."""
    eligible = asked_by_line(budget)[is_eligible(budget["category"], values)].astype(float)
    total = eligible.sum(skipna=False)
    own = eligible[budget["category"].reindex(eligible.index) == category]
    return float(own.sum() / total) if total else float("nan")


@rule("HIR-17", "FSM2-5.1")
def main_share_findings(share: float, subject: str, id_: str, values: Values) -> list[Finding]:
    """Whether the main part of the money goes where the pool means it to; a person looks if not."""
    least = values.main_part_percent
    if np.isnan(share) or share * PERCENT >= least:
        return []
    problem = f"{subject} er {percent(share)} af det ansøgte mod mindst {short(least)} %."
    return [Finding("warning", problem, "Se de andre linjer efter.", id_, column="Beløb")]


def why_not(category: object) -> str:
    """Why the pool does not pay for lines of a category."""
    return NOT_PAID.get(str(category), "Puljen betaler ikke denne udgiftstype")


def close(one: Any, other: Any, values: Values) -> Any:
    """Whether two amounts differ by no more than rounding; missing where one of them is."""
    allowed = np.maximum(1, abs(other) * (values.rounding_percent / PERCENT))
    return abs(one - other) <= allowed


def _is(mask: "pd.Series[bool]") -> "pd.Series[bool]":
    return mask.fillna(False).astype(bool)


def _at(row: Any, level: Level, column: str, problem: str, mend: str, id_: str = "") -> Finding:
    return Finding(level, problem, mend, id_, row=row, column=column)
