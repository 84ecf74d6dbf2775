"""What is asked for (HIR), what the need comes to, and who pays it."""

import pandas as pd

from fsmlib.models.staffing import StaffingPlan
from fsmlib.programme.parameters import Values
from fsmlib.rules.asked import payable_dkk
from fsmlib.rules.budget import (
    has_pool,
    is_eligible,
    line_amounts,
    pool_dkk,
    scale_grant_dkk,
)
from fsmlib.rules.staffing import pool_pays_dkk


def budget_of(budget: pd.DataFrame, values: Values) -> pd.DataFrame:
    """The budget line by line, in kroner, and whether the pool pays for it."""
    shown = ["line", "category", "hours", "hourly_wage_dkk", "from_other_grants_dkk"]
    return budget[shown].assign(
        amount_dkk=line_amounts(budget), is_eligible=is_eligible(budget["category"], values)
    )


def grant_of(plan: StaffingPlan, budget: pd.DataFrame) -> pd.DataFrame:
    """Kroner asked for, what the need comes to, who pays it, and the pool's own scale, by name.

    `difference_dkk` is the amount less what is asked for, where the two are compared.
    """
    values, applied, salary = plan.values, plan.facts.applied_dkk, plan.chosen.salary_dkk
    pays, scale = (
        pool_pays_dkk(salary, values.grant_high_dkk),
        scale_grant_dkk(plan.chosen.fte, values),
    )
    payable = None if budget.empty else payable_dkk(budget, values)
    pool = [
        ("pool_pays_dkk", "Heraf betaler puljen højst", pays, False),
        ("left_dkk", "Tilbage til kommunen", salary - pays, False),
        ("scale_dkk", "Puljens skala for så mange årsværk", scale, True),
        ("low_dkk", "Puljens mindste tilskud", values.grant_low_dkk, True),
        ("high_dkk", "Puljens største tilskud", values.grant_high_dkk, True),
        ("pool_dkk", "Puljen til kommunerne i alt", pool_dkk(values), False),
    ]
    rows = [
        ("applied_dkk", "Ansøgt beløb", applied, False),
        ("payable_dkk", "Budgetlinjer, puljen betaler", payable, True),
        ("salary_dkk", "Løn til de årsværk, tilgangen kræver", salary, True),
        *(pool if has_pool(values) else []),
    ]
    frame = pd.DataFrame(rows, columns=["name", "label", "amount_dkk", "compared"])
    frame["amount_dkk"] = frame["amount_dkk"].astype("Float64")
    difference = frame["amount_dkk"] - (pd.NA if applied is None else applied)
    frame["difference_dkk"] = difference.where(frame.pop("compared"))
    return frame.set_index("name")
