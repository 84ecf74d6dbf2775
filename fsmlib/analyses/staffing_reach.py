"""The staffing question (HIR) turned round: what given people or kroner can reach, and for whom."""

from collections.abc import Sequence
from math import ceil, floor

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.typing import NDArray
from scipy.special import bdtr

from fsmlib.analyses.staffing_frames import StaffingFrames
from fsmlib.danish import count, kroner, month, percent_short, short, whole
from fsmlib.figures.frontier import frontier as drawn
from fsmlib.models.frontier import CaseGroup, Staff, lowest_cap, most_at_low
from fsmlib.models.inflow import remaining_share
from fsmlib.models.staffing import StaffingPlan
from fsmlib.programme.findings import FsmError
from fsmlib.rules.caseload import beginners_lack
from fsmlib.rules.staffing import contracts_of

MOST_ROWS = 24
ALL_CASES = "Alle sager"
SLACK = 1e-9  # of a step, so that what a step costs buys it


def groups_of(plan: StaffingPlan) -> list[CaseGroup]:
    """Those who share the staff: today one group, all cases that count, the inflow with them."""
    values = plan.values
    return [CaseGroup(ALL_CASES, plan.needed_room, values.cap_low_cases, values.cap)]


def given_fte(question: StaffingFrames, fte: float = 0, dkk: int = 0) -> float:
    """The new full-time equivalents asked about: told, or what the kroner pay in whole contracts.

    When neither is told, those applied for, else those the question itself comes to.  FsmError when
    both are told, or when one is negative.
    """
    if fte < 0 or dkk < 0 or (fte and dkk):
        raise FsmError("Giv enten årsværk eller kroner, og ikke under 0.")
    plan = question.plan
    if dkk:
        step = _step(plan)
        return floor(dkk / plan.option("", "", _contracts(plan, step)).salary_dkk + SLACK) * step
    return fte or plan.facts.applied_fte or plan.chosen.fte


def reach(question: StaffingFrames, fte: Sequence[float]) -> pd.DataFrame:
    """What so many new full-time equivalents reach, one row each.

    `cap` is the tightest that all cases can have at the accepted risk, missing when there is none;
    `at_low` how many can have the low cap while the rest keep the cap in use, missing where that
    cannot be reached; `breaks_in` the month by which the risk of breaking it passes the accepted
    one, missing when none is.
    """
    plan = question.plan
    rows = [_row(plan, groups_of(plan), each) for each in fte]
    frame = pd.DataFrame(rows)
    return frame.astype({"cap": "Int64", "at_low": "Int64", "breaks_in": "period[M]"})


def frontier(question: StaffingFrames) -> pd.DataFrame:
    """`reach` from nobody hired to the low cap for all, in steps of a contract or several."""
    plan = question.plan
    all_low = plan.fte_of(plan.hire(plan.needed_room, plan.values.cap_low_cases))
    most = max(all_low, plan.chosen.fte, plan.facts.applied_fte or 0)
    steps = ceil(most / _step(plan)) + 1
    every = ceil(steps / MOST_ROWS)
    wanted = {n * _step(plan) for n in range(0, steps + every, every)}
    return reach(question, sorted(wanted | {fte_for_cap(plan, plan.values.cap), all_low}))


def fte_for_cap(plan: StaffingPlan, cap: int) -> float:
    """New full-time equivalents, in whole contracts, that keep all cases at a cap."""
    return plan.fte_of(plan.hire(plan.needed_room, cap))


def run_off(question: StaffingFrames) -> pd.DataFrame:
    """When a stock without inflow fits each cap, by way to staff.

    Columns label, fte, and for each cap, `cap_35`, the first month at whose end the cases fit at
    the accepted risk; missing when none does within the project.
    """
    plan, values = question.plan, question.plan.values
    facts, ends = plan.facts, np.arange(1.0, len(plan.months) + 1)
    open_ = remaining_share(ends, facts.mean_duration_months, values.duration_shape)
    most = sum(facts.held) + _most_left(facts.open_cases, open_, values.accepted_risk)
    rows = []
    for option in plan.options:
        fits = {}
        for cap in (values.cap, values.cap_low_cases):
            room = plan.room(option.contracts, cap)
            months = [plan.months[0], *plan.months]
            when = [facts.cases <= room, *(most <= room)]
            fits[f"cap_{cap}"] = next((m for m, ok in zip(months, when, strict=True) if ok), pd.NaT)
        rows.append({"label": option.label, "fte": option.fte, **fits})
    return pd.DataFrame(rows).drop_duplicates("fte", ignore_index=True)


def _most_left(cases: int, open_: NDArray[np.float64], risk: float) -> NDArray[np.int64]:
    """The most of the cases that are still open, each with a chance, but for the risk of more."""
    numbers = np.arange(cases + 1)[:, np.newaxis]
    return np.asarray((bdtr(numbers, cases, open_) >= 1 - risk).argmax(axis=0))


def reach_in_words(question: StaffingFrames, fte: float) -> str:
    """What so many new full-time equivalents reach, for whom, and what it takes to reach more."""
    plan, values = question.plan, question.plan.values
    row = reach(question, [fte]).iloc[0]
    low, cap, cases = values.cap_low_cases, values.cap, plan.needed_room
    staff = f"{short(fte)} nye årsværk ({kroner(row['salary_dkk'])} i løn)"
    all_low = fte_for_cap(plan, low)
    if pd.isna(row["at_low"]):
        least = fte_for_cap(plan, cap)
        instead = "" if pd.isna(row["cap"]) else f"; så ville der blive {row['cap']}"
        return (
            f"Højst {cap} sager pr. fuldtidsansat kan ikke nås med {staff}{instead}. Risikoen "
            f"passerer {percent_short(values.accepted_risk)} i {month(row['breaks_in'])}. Der skal "
            f"mindst {short(least)} nye årsværk til ({kroner(_salary(plan, least))})."
        )
    all_have = (
        f"Med {staff} kan alle få højst {row['cap']} sager pr. fuldtidsansat, også når der bliver "
        f"{whole(cases)} sager"
    )
    if row["at_low"] >= cases:
        return f"{all_have}. Det lave loft på {low} kan nås for alle."
    return (
        f"{all_have}. I stedet kan {count(row['at_low'], 'sag', 'sager')} få det lave loft på "
        f"{low}, mens resten holdes på højst {cap}. Det lave loft for alle kan ikke nås; det "
        f"kræver {short(all_low)} nye årsværk ({kroner(_salary(plan, all_low))})."
    )


def plot_frontier(question: StaffingFrames, fte: float, ax: Axes | None = None) -> Axes:
    """Cases that can have the low cap while all keep the cap, by full-time equivalents added."""
    plan = question.plan
    found, here = frontier(question), reach(question, [fte]).iloc[0]
    return drawn(
        list(found["added_fte"]),
        [float(n) if pd.notna(n) else np.nan for n in found["at_low"]],
        plan.needed_room,
        fte_for_cap(plan, plan.values.cap),
        (fte, float(here["at_low"]) if pd.notna(here["at_low"]) else None),
        plan.values.cap_low_cases,
        plan.values.cap,
        ax,
    )


def _row(plan: StaffingPlan, groups: Sequence[CaseGroup], fte: float) -> dict[str, object]:
    contracts = _contracts(plan, fte)
    staff = Staff((*plan.facts.hours, *contracts), (*plan.facts.held, *[0] * len(contracts)))
    at_low = most_at_low(groups, staff, plan.values)
    return {
        "added_fte": fte,
        "salary_dkk": _salary(plan, fte),
        "cap": lowest_cap(groups, 0, staff, plan.values),
        "at_low": None if at_low is None else at_low[0],
        "breaks_in": _breaks_in(plan, contracts),
    }


def _breaks_in(plan: StaffingPlan, contracts: tuple[float, ...]) -> pd.Period | None:
    """The month by which the risk of more cases than places passes the accepted one."""
    lack = [
        int(beginners_lack(contracts, number, plan.values).sum()) if contracts else 0
        for number in range(1, len(plan.months) + 1)
    ]
    room = plan.room(contracts) - np.array(lack)
    over = plan.cases > room
    over[:, 0] |= plan.facts.cases > room[0]
    broken = np.logical_or.accumulate(over, axis=1).mean(axis=0) > plan.values.accepted_risk
    return plan.months[int(np.argmax(broken))] if broken.any() else None


def _contracts(plan: StaffingPlan, fte: float) -> tuple[float, ...]:
    return tuple(contracts_of(fte, plan.values.full_time_weekly_hours))


def _salary(plan: StaffingPlan, fte: float) -> float:
    return plan.option("", "", _contracts(plan, fte)).salary_dkk


def _step(plan: StaffingPlan) -> float:
    """Full-time equivalents of the shortest contract."""
    return float(plan.values.contract_step_hours / plan.values.full_time_weekly_hours)
