"""The staffing answer (HIR) under named scenarios side by side, and what parts two of them."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from fsmlib.analyses.scenarios import AS_IS, Scenarios, steps_between
from fsmlib.analyses.staffing import Staffing
from fsmlib.danish import content
from fsmlib.figures import charts
from fsmlib.programme.findings import FsmError
from fsmlib.programme.numbers import whole_kroner

LABEL_WIDTH = 18


def side_by_side(question: Staffing, scenarios: Scenarios) -> pd.DataFrame:
    """The answer of each scenario by name, the question as it is first, with its changes.

    Kroner, shares from 0 to 1, persons and full-time equivalents as in `Staffing.options`.
    FsmError that names the scenario, for a value that is unknown or makes no sense.
    """
    rows = {name: _answer(asked) for name, asked in _asked(question, scenarios).items()}
    return pd.DataFrame.from_dict(rows, orient="index")


def difference(question: Staffing, scenarios: Scenarios) -> pd.DataFrame:
    """From one scenario's salary to another's in whole kroner, one value at a time; sums exactly.

    The first two scenarios, or the question as it is and the only one.  Values move in the order of
    the programme's file.  Columns label, dkk and is_total: a total stands by itself, a step is
    added to the one before; a value that moves nothing is a step of 0.
    """
    asked = list(_asked(question, scenarios).items())
    (first, start), (second, end) = asked[1:3] if len(asked) > 2 else asked
    changes = {AS_IS: {}, **scenarios}
    level = _salary(start)
    rows = [(first, level, True)]
    for name, at in steps_between(changes[first], changes[second], question.values):
        moved = question.with_changes(**at)
        reached = _salary(moved)
        rows.append((_step(name, moved), reached - level, False))
        level = reached
    assert level == _salary(end)
    return pd.DataFrame([*rows, (second, level, True)], columns=["label", "dkk", "is_total"])


def plot_difference(difference: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """The way from the one to the other as a staircase of kroner."""
    labels = [charts.wrapped(label, LABEL_WIDTH) for label in difference["label"]]
    steps, totals = difference["dkk"], difference["is_total"]
    return charts.waterfall(labels, list(steps), list(totals), ax, unit="Kr.")


def _asked(question: Staffing, scenarios: Scenarios) -> dict[str, Staffing]:
    asked = {AS_IS: question}
    for name, changes in scenarios.items():
        try:
            asked[name] = question.with_changes(**changes)
        except FsmError as error:
            raise FsmError(f"Scenariet »{name}«: {error}") from None
    return asked


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


def _step(name: str, moved: Staffing) -> str:
    """The value that moves, and where to."""
    value = moved.values[name]
    in_use = moved.plan.facts.numbers.get(name, value.value)
    return f"{value.label.split(' (')[0]}: {content(in_use)}"
