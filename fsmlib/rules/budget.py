"""What the effort costs, what the pool pays, and what is left to the municipality."""

from typing import TypeVar

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from fsmlib.danish import kroner
from fsmlib.programme.findings import Finding
from fsmlib.programme.numbers import whole_kroner
from fsmlib.programme.parameters import Values
from fsmlib.programme.sources import rule
from fsmlib.programme.values import MONTHS_PER_YEAR

Amount = TypeVar("Amount", float, NDArray[np.float64])


@rule("HIR-17", "HIR-9")
def is_eligible(category: ArrayLike, values: Values) -> NDArray[np.bool_]:
    """Whether the pool pays for lines of each category.

    >>> from fsmlib.programme.parameters import load
    >>> is_eligible(["audit", "company_consultant"], load("hir", on="2018-03-01"))
    array([ True, False])
    """
    return np.isin(np.asarray(category, dtype=object), list(values.eligible_categories))


@rule("HIR-17")
def salary_dkk(fte: Amount, months: float, hourly_wage: float, hours_per_fte: float) -> Amount:
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
    return budget["amount_dkk"].astype("Float64").fillna(hours_times_wage(budget))


def hours_times_wage(budget: pd.DataFrame) -> "pd.Series[float]":
    """Whole kroner of each budget line by its hours and hourly wage, missing without both."""
    product = (budget["hours"] * budget["hourly_wage_dkk"]).astype("Float64")
    return product.map(whole_kroner, na_action="ignore").astype("Float64")


@rule("HIR-L1")
def scale_findings(applied_dkk: float, values: Values) -> list[Finding]:
    """Whether the amount asked for lies within the pool's own scale, both ends included.

    The scale is told as a fact of the call, not as a rule, so an amount outside only deserves a
    look.

    >>> from fsmlib.programme.parameters import load
    >>> scale_findings(750_000, load("hir", on="2018-03-01"))
    []
    """
    near = nearest_end_dkk(applied_dkk, values)
    if values.grant_low_dkk <= applied_dkk <= values.grant_high_dkk:
        return []
    side = "mindre end puljens mindste" if applied_dkk < near else "mere end puljens største"
    problem = f"Der søges om {kroner(applied_dkk)}, {kroner(abs(applied_dkk - near))} {side}."
    mend = f"Puljens skala er {kroner(values.grant_low_dkk)} til {kroner(values.grant_high_dkk)}"
    return [Finding("warning", problem, mend, rule="HIR-L1", column="Ansøgt beløb")]


@rule("HIR-L1")
def nearest_end_dkk(applied_dkk: float, values: Values) -> int:
    """The end of the pool's scale that an amount lies nearest to.

    >>> from fsmlib.programme.parameters import load
    >>> nearest_end_dkk(900_000, load("hir", on="2018-03-01"))
    500000
    """
    low, high = int(values.grant_low_dkk), int(values.grant_high_dkk)
    return low if applied_dkk - low < high - applied_dkk else high


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


def has_pool(values: Values) -> bool:
    """Whether there is money to apply for."""
    return bool(values.call_dkk)


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
