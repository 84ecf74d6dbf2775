"""What the effort costs, what the pool pays, and what is left to the municipality."""

from typing import TypeVar

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from fsmlib.programme.findings import Finding, at_rows
from fsmlib.programme.numbers import whole_kroner
from fsmlib.programme.parameters import Values
from fsmlib.programme.sources import rule
from fsmlib.programme.values import MONTHS_PER_YEAR

Number = TypeVar("Number", float, NDArray[np.float64])

WHY_NOT = {
    "company_consultant": "Puljen betaler ikke virksomhedskonsulenter.",
    "other": "Puljen betaler kun løn til sagsbehandlere, erfaringsworkshop og revision.",
}
FROM = "Tilskud fra andre"
PAY_YOURSELF = "Betal udgiften selv, eller tag linjen ud."
# Problem and mend.
NO_AMOUNT = ("Linjen har intet beløb.", "Skriv beløbet eller både timer og timeløn.")
NOT_THE_PRODUCT = (
    "Beløbet er ikke timer gange timeløn.",
    "Lønsats er timelønnen; ret beløbet, timerne eller timelønnen.",
)
FROM_OTHERS = (
    "Linjen har tilskud fra andre.",
    "Feltet er kun til penge til netop dette projekt fra andre end STAR.",
)
TOO_MUCH_FROM_OTHERS = (
    "Tilskuddet fra andre er større end beløbet.",
    "Ret det ene af tallene.",
)


@rule("HIR-17", "HIR-9")
def is_eligible(category: ArrayLike, values: Values) -> NDArray[np.bool_]:
    """Whether the pool pays for lines of each category.

    >>> from fsmlib.programme.parameters import load
    >>> is_eligible(["audit", "company_consultant"], load("hir", on="2018-03-01"))
    array([ True, False])
    """
    return np.isin(np.asarray(category, dtype=object), list(values.eligible_categories))


@rule("HIR-17")
def salary_dkk(fte: Number, months: float, hourly_wage: float, hours_per_fte: float) -> Number:
    """Salary of `fte` full-time equivalents for some months: hours times hourly wage, in kroner.

    `hours_per_fte` are the hours a year that the wage is paid for.  Not rounded.

    >>> salary_dkk(2, 12, 240, 1924)
    923520.0
    """
    return fte * hours_per_fte * months / MONTHS_PER_YEAR * hourly_wage


@rule("HIR-17")
def line_amounts(budget: pd.DataFrame) -> "pd.Series[float]":
    """Whole kroner of each budget line: as stated, else hours times hourly wage.

    A line with neither is missing, not zero.
    """
    return budget["amount_dkk"].astype("Float64").fillna(_hours_times_wage(budget))


def _hours_times_wage(budget: pd.DataFrame) -> "pd.Series[float]":
    product = (budget["hours"] * budget["hourly_wage_dkk"]).astype("Float64")
    return product.map(whole_kroner, na_action="ignore").astype("Float64")


@rule("HIR-13", "HIR-17")
def budget_findings(budget: pd.DataFrame, values: Values) -> list[Finding]:
    """What a budget breaks or must be looked at, line by line.

    Errors: a line the pool does not pay, a line without an amount, an amount that is not hours
    times hourly wage (to the krone).  A look: money from other grants, which may only be for this
    project and not from STAR; the table cannot show which.
    """
    amounts = line_amounts(budget)
    unpaid = ~is_eligible(budget["category"], values)
    helped = (budget["from_other_grants_dkk"] > 0).fillna(False).astype(bool)
    too_much = (budget["from_other_grants_dkk"] > amounts).fillna(False).astype(bool)
    money = Finding("warning", *FROM_OTHERS, rule="HIR-13", column=FROM)
    too_much_money = Finding("error", *TOO_MUCH_FROM_OTHERS, rule="HIR-13", column=FROM)
    return [
        *(
            Finding("error", why_not(kind), PAY_YOURSELF, "HIR-17", row=row, column="Udgiftstype")
            for row, kind in zip(budget.index[unpaid], budget["category"][unpaid], strict=True)
        ),
        *amount_findings(budget, "HIR-17"),
        *at_rows(budget.index[helped & ~too_much], money),
        *at_rows(budget.index[too_much], too_much_money),
    ]


def amount_findings(budget: pd.DataFrame, id_: str) -> list[Finding]:
    """Lines without an amount, and amounts that are not hours times hourly wage, to the krone."""
    amounts = line_amounts(budget)
    differs = ((amounts - _hours_times_wage(budget)).abs() > 1).fillna(False).astype(bool)
    return [
        finding
        for mask, said in ((amounts.isna(), NO_AMOUNT), (differs, NOT_THE_PRODUCT))
        for finding in at_rows(
            budget.index[mask], Finding("error", *said, rule=id_, column="Beløb")
        )
    ]


def why_not(category: object) -> str:
    """Why the pool does not pay for lines of a category."""
    return WHY_NOT.get(str(category), WHY_NOT["other"])


@rule("HIR-13", "HIR-17")
def applied_grant_dkk(budget: pd.DataFrame, values: Values) -> float:
    """Kroner the pool is asked for: eligible lines, less what others give for the project.

    nan when an eligible line has no amount: an unknown sum is not a smaller one.
    """
    eligible = is_eligible(budget["category"], values)
    own_share = line_amounts(budget) - budget["from_other_grants_dkk"].fillna(0)
    return float(own_share[eligible].astype(float).sum(skipna=False))


@rule("HIR-L1")
def scale_findings(applied_dkk: float, values: Values) -> list[Finding]:
    """Whether the amount asked for lies within the pool's own scale, both ends included.

    The scale is told as a fact of the call, not as a rule, so an amount outside only deserves a
    look.

    >>> from fsmlib.programme.parameters import load
    >>> scale_findings(750_000, load("hir", on="2018-03-01"))
    []
    """
    low, high = values.grant_low_dkk, values.grant_high_dkk
    if low <= applied_dkk <= high:
        return []
    return [
        Finding(
            "warning",
            "Beløbet ligger uden for puljens skala.",
            f"Puljen gav fra {_grouped(low)} til {_grouped(high)} kr.; er beløbet rigtigt?",
            rule="HIR-L1",
            column="Ansøgt beløb",
        )
    ]


@rule("HIR-17")
def applied_findings(applied_dkk: float, budget: pd.DataFrame, values: Values) -> list[Finding]:
    """Whether the amount asked for is what the budget's eligible lines come to, to the krone.

    A budget without lines says nothing.
    """
    if budget.empty or abs(applied_grant_dkk(budget, values) - applied_dkk) <= 1:
        return []
    return [
        Finding(
            "warning",
            "Det ansøgte beløb er ikke summen af de budgetlinjer, puljen betaler.",
            "Ret beløbet eller budgettet.",
            rule="HIR-17",
            column="Ansøgt beløb",
        )
    ]


@rule("HIR-L1")
def scale_grant_dkk(fte: float, values: Values) -> float:
    """Kroner that the pool's own scale comes to for `fte` full-time equivalents.

    >>> from fsmlib.programme.parameters import load
    >>> scale_grant_dkk(1.5, load("hir", on="2018-03-01"))
    750000.0
    """
    return float(fte * values.grant_per_fte_dkk)


@rule("HIR-L1")
def pool_dkk(values: Values) -> int:
    """Kroner the pool can give to municipalities: the call less its evaluation.

    >>> from fsmlib.programme.parameters import load
    >>> pool_dkk(load("hir", on="2018-03-01"))
    19000000
    """
    return int(values.call_dkk - values.evaluation_dkk)


@rule("HIR-19")
def own_funding_dkk(
    cases: ArrayLike, room: float, values: Values, hourly_wage: float, hours_per_fte: float
) -> NDArray[np.float64]:
    """What inflow beyond the buffer costs the municipality itself, month by month, in kroner.

    Cases without room need caseworkers the grant does not pay; they are counted as full-time
    equivalents at the hard cap.  A month within the room costs nothing and saves nothing.

    Parameters: `cases` of any shape, one number per month; `room` in cases.  Same shape out.
    """
    beyond = np.maximum(np.asarray(cases, dtype=float) - room, 0)
    return salary_dkk(beyond / values.cap_high_cases, 1, hourly_wage, hours_per_fte)


def _grouped(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")
