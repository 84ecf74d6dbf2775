"""The staffing answer (HIR) under named scenarios side by side, and what parts two of them."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from fsmlib.analyses import scenarios as scenarios_
from fsmlib.analyses.scenarios import Scenarios, asked_under
from fsmlib.analyses.staffing import Staffing
from fsmlib.programme.numbers import whole_kroner


def side_by_side(question: Staffing, scenarios: Scenarios) -> pd.DataFrame:
    """The answer of each scenario by name, the question as it is first, with its changes.

    Kroner, shares from 0 to 1, persons and full-time equivalents as in `Staffing.options`.
    FsmError that names the scenario, for a value that is unknown or makes no sense.
    """
    rows = {name: _answer(asked) for name, asked in asked_under(question, scenarios).items()}
    return pd.DataFrame.from_dict(rows, orient="index")


def difference(question: Staffing, scenarios: Scenarios) -> pd.DataFrame:
    """From one scenario's salary to another's, one value at a time (see `scenarios.difference`)."""
    return scenarios_.scenario_steps(question, scenarios, _salary, _in_use)


def _answer(question: Staffing) -> Mapping[str, Any]:
    chosen, pays = question.plan.chosen, question.pool_pays_dkk
    return {
        "changes": question.values.changes_as_text,
        "people": len(chosen.contracts),
        "fte": chosen.fte,
        "contracts": chosen.contracts,
        "risk": chosen.risk,
        "salary_dkk": chosen.salary_dkk,
        "pool_pays_dkk": pays,
        "left_dkk": chosen.salary_dkk - pays,
        "own_funding_dkk": chosen.own_funding_dkk,
    }


def _salary(question: Staffing) -> int:
    return whole_kroner(question.plan.chosen.salary_dkk)


def _in_use(moved: Staffing, name: str) -> Any:
    """Where a value has moved to: the municipality's own number where that is what counts."""
    return moved.plan.facts.numbers.get(name, moved.values[name].value)
