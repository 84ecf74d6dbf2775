"""The staffing answer (HIR) at every setting of the four values a reader asks »what if« about."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import product
from typing import Any

import pandas as pd

from fsmlib.analyses.staffing_frames import StaffingFrames
from fsmlib.models.staffing import StaffingPlan
from fsmlib.programme.values import Value
from fsmlib.rules.staffing import pool_pays_dkk

RISKS, SPREADS = (0.01, 0.05, 0.1, 0.2), (0, 0.1, 0.2, 0.3, 0.5)


def in_use(question: StaffingFrames) -> dict[str, float]:
    """The four values as the answer rests on them, by name, the municipality's own where told."""
    facts, values = question.plan.facts, question.values
    return {
        "cap": values.cap,
        "accepted_risk": values.accepted_risk,
        "mean_duration_months": facts.mean_duration_months,
        "inflow_spread": facts.inflow_spread,
    }


def settings(question: StaffingFrames) -> dict[str, list[float]]:
    """The settings of each of the four, by name, rising; the one in use is among them.

    Every cap of the span; of several groups the two ends, since each cap draws its own paths.
    """
    values = question.values
    low, high = values.cap_low_cases, values.cap_high_cases
    chosen: dict[str, Iterable[float]] = {
        "cap": (low, high) if question.plan.facts.has_groups else range(low, high + 1),
        "accepted_risk": RISKS,
        "mean_duration_months": _ends_and_middle(values["mean_duration_months"]),
        "inflow_spread": SPREADS,
    }
    return {name: sorted({*chosen[name], used}) for name, used in in_use(question).items()}


def at_each(question: StaffingFrames) -> pd.DataFrame:
    """The answer at every setting, one row each, in the order of `settings`, the last the fastest.

    A row is what the question answers under those changes: the persons to hire as in `options`,
    what the pool pays, and `is_undecided` where the paths cannot tell on which side of the accepted
    risk it lies.  Only duration and spread draw paths, and the cap where cases of several groups
    are weighed by it.
    """
    grid, used = settings(question), in_use(question)
    caps, risks, durations, spreads = grid.values()
    weighed = caps if question.plan.facts.has_groups else [used["cap"]]
    drawn = {
        at: question.with_changes(
            **_moved(
                used, dict(zip(("cap", "mean_duration_months", "inflow_spread"), at, strict=True))
            )
        ).plan
        for at in product(weighed, durations, spreads)
    }
    rows = [
        _answer(
            _decided(
                drawn[cap if cap in weighed else used["cap"], duration, spread],
                _moved(used, {"cap": cap, "accepted_risk": risk}),
            )
        )
        for cap, risk, duration, spread in product(caps, risks, durations, spreads)
    ]
    return pd.DataFrame(rows, pd.MultiIndex.from_product([*grid.values()], names=list(grid)))


def _ends_and_middle(value: Value) -> Iterable[float]:
    assert value.low is not None and value.high is not None  # an assumption has a range
    return value.low, (value.low + value.high) / 2, value.high


def _moved(used: Mapping[str, float], at: Mapping[str, float]) -> dict[str, float]:
    """What must be changed to stand there; what is in use stays as the municipality told it."""
    return {name: value for name, value in at.items() if value != used[name]}


def _decided(plan: StaffingPlan, changes: Mapping[str, float]) -> StaffingPlan:
    """The same plan under another cap or accepted risk, which none of its facts rests on."""
    decided = replace(plan, values=plan.values.with_changes(**changes))
    vars(decided)["facts"] = plan.facts
    return decided


def _answer(plan: StaffingPlan) -> dict[str, Any]:
    chosen = plan.chosen
    return {
        "people": len(chosen.contracts),
        "fte": chosen.fte,
        "contracts": chosen.contracts,
        "risk": chosen.risk,
        "salary_dkk": chosen.salary_dkk,
        "pool_pays_dkk": pool_pays_dkk(chosen.salary_dkk, plan.values.grant_high_dkk),
        "own_funding_dkk": chosen.own_funding_dkk,
        "is_undecided": bool(plan.undecided),
    }
